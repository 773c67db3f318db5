package static

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"

	"unimodal-bias-lab/sim"
)

// ManifestName is the file that says what a build holds.
const ManifestName = "build.json"

// programSize is the file from which the page reads how many bytes the program has, whatever compression it travels in.
const programSize = "program.json"

// Manifest lists what a build has written, itself excepted: the next build reads from it what it may delete.
type Manifest struct {
	Version string           `json:"version"`
	Files   map[string]int64 `json:"files"` // by slash-separated name, in bytes
}

// ReadManifest reads what the build in dir has written.
func ReadManifest(dir string) (Manifest, error) {
	var m Manifest
	data, err := os.ReadFile(filepath.Join(dir, ManifestName))
	if err != nil {
		return m, err
	}
	return m, json.Unmarshal(data, &m)
}

func (s *site) manifest() error {
	if err := s.writeJSON(programSize, map[string]int64{"bytes": s.files[Program]}); err != nil {
		return err
	}
	return s.writeJSON(ManifestName, Manifest{Version: sim.Version, Files: maps.Clone(s.files)})
}
