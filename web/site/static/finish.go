package static

import (
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"unimodal-bias-lab/sim"
)

// The last of a build: the files that say what the others are.

// serviceName is the script that keeps the lab for when there is no network.
const serviceName = "service.js"

// keptOffline reports whether that script keeps a file: all that the lab may ask for, and its documents. Posters it keeps
// as they come by.
func keptOffline(name string) bool {
	top, _, _ := strings.Cut(name, "/")
	return !(top+"/" == storyDir && path.Ext(name) == ".svg") && top != "s" && top != "posters" && path.Dir(name) != "web/examples" && path.Ext(name) != mapSuffix && name != serviceName && name != ManifestName
}

// finish writes program.json, the service worker with its list of files, and build.json.
func (s *site) finish() error {
	if err := s.writeJSON(programsName, programList{s.build, s.programs}); err != nil {
		return err
	}
	if err := s.service(); err != nil {
		return err
	}
	return s.writeJSON(ManifestName, Manifest{Version: sim.Version, Build: s.build, Files: maps.Clone(s.files)})
}

var (
	serviceVersion = regexp.MustCompile(`const VERSION ?= ?[^;]*;`)
	serviceFiles   = regexp.MustCompile(`const FILES ?= ?[^;]*;`)
	serviceOthers  = regexp.MustCompile(`const OTHERS ?= ?[^;]*;`)
	servicePacked  = regexp.MustCompile(`const PACKED ?= ?[^;]*;`)
)

// service tells the service worker what there is to keep. Its version is the sum of all that: another file, another
// version, and a browser sees by that there is one.
func (s *site) service() error {
	script, err := os.ReadFile(filepath.Join(s.dir, serviceName))
	if os.IsNotExist(err) {
		return nil // a build without pages, in a test
	} else if err != nil {
		return err
	}
	sums, others, packed := map[string]string{}, map[string]map[string]string{}, []string{}
	for name := range s.files {
		if !keptOffline(name) {
			continue
		}
		data, err := os.ReadFile(filepath.Join(s.dir, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		sum := sha256.Sum256(data)
		kept := sums
		if lang := languageOf(name); lang != "" && lang != English {
			if others[lang] == nil {
				others[lang] = map[string]string{}
			}
			kept = others[lang]
		}
		kept[name] = shortSum(sum[:])
	}
	for _, name := range slices.Sorted(maps.Keys(s.programs)) {
		if s.programs[name].Gz > 0 {
			packed = append(packed, name)
		}
	}
	list, err := json.Marshal(sums)
	if err != nil {
		return err
	}
	foreign, err := json.Marshal(others)
	if err != nil {
		return err
	}
	names, err := json.Marshal(packed)
	if err != nil {
		return err
	}
	whole := sha256.Sum256(append(append(list, foreign...), serviceVersion.ReplaceAll(serviceOthers.ReplaceAll(serviceFiles.ReplaceAll(script, nil), nil), nil)...))
	for _, blank := range []struct {
		place *regexp.Regexp
		value string
	}{
		{serviceVersion, fmt.Sprintf("const VERSION = '%s';", shortSum(whole[:]))},
		{serviceFiles, fmt.Sprintf("const FILES = %s;", list)},
		{serviceOthers, fmt.Sprintf("const OTHERS = %s;", foreign)},
		{servicePacked, fmt.Sprintf("const PACKED = %s;", names)},
	} {
		if len(blank.place.FindAll(script, -1)) != 1 {
			return fmt.Errorf("%s: no place for %s", serviceName, blank.value)
		}
		script = blank.place.ReplaceAllLiteral(script, []byte(blank.value))
	}
	return s.write(serviceName, script)
}

// Finish writes these files again, once there are compressed siblings, or where files of a build have changed.
func Finish(dir string) error {
	m, err := ReadManifest(dir)
	if err != nil {
		return err
	}
	file := filepath.Join(dir, programsName)
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var list programList
	if err := json.Unmarshal(data, &list); err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for name, p := range list.Programs {
		if info, err := os.Stat(filepath.Join(dir, name+".gz")); err == nil {
			p.Gz = info.Size()
			list.Programs[name] = p
		}
	}
	s := &site{dir: dir, files: m.Files, build: m.Build, programs: list.Programs}
	return s.finish()
}
