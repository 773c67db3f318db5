package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// The compiled programs within the site.
const (
	Program = "lab.wasm"
	Sweeper = "sweep.wasm"  // what the workers run
	Figures = "figure.wasm" // what draws light figures
)

// glueName is the script of Go's release that connects a program with the browser.
const glueName = "wasm_exec.js"

const ebiten = "github.com/hajimehoshi/ebiten/v2"

// programs names the package of each.
var programs = map[string]program{
	Program: {"./wasm", nil, []string{
		"all=-l", "unimodal-bias-lab/...=", "gonum.org/...=", "runtime=", "internal/...=", "math/...=", "math=", "slices=", "cmp=",
		"unicode/utf8=", "strconv=", "sync/...=", "sync=", "strings=", "bytes=",
		ebiten + "=", ebiten + "/internal/ui=", ebiten + "/internal/graphics=", ebiten + "/internal/atlas=", ebiten + "/internal/graphicscommand=", // for every corner of a triangle
	}},
	Sweeper: {"./wasm/worker", nil, nil},
	Figures: {"./wasm/figure", []string{"light"}, []string{"all=-l", "unimodal-bias-lab/sim/kernel="}},
}

// program is a package to compile, and which packages are compiled without inlining (-l) or, after that, with it: calls
// that nobody waits for may cost what they cost, and a visitor fetches a fourteenth less.
type program struct {
	path  string
	tags  []string
	flags []string // of the compiler, by pattern
}

// Build writes the whole site into dir; root is the directory of the module. Files whose content has not changed are
// left alone, and the program is compiled as far as Go's build cache asks for it.
func Build(root, dir string) error { return newSite(root, dir).make() }

// BuildForHost is Build with what other sites read of a page they link to. Address is where the site will be (see
// [Site]); "" if that is not known.
func BuildForHost(root, dir, address string) error {
	s := newSite(root, dir)
	s.address = address
	return s.make(s.previews)
}

// make takes the steps of a build, and some more.
func (s *site) make(more ...func() error) error {
	before, _ := ReadManifest(s.dir) // none or a broken one: nothing to delete
	steps := append([]func() error{s.copyPages, s.element, s.icons, s.docs, s.words, s.data, s.describe, s.posters, s.story, s.copyGlue, s.compile}, more...)
	for _, step := range append(steps, s.manifest) {
		if err := step(); err != nil {
			return err
		}
	}
	return s.sweep(before)
}

// site is a build under way.
type site struct {
	root, dir string
	address   string           // where it will be, if that is known
	files     map[string]int64 // written so far: name → bytes

	parts    []part // what will be told the name of the build
	glue     []byte
	programs map[string]programFile
	build    string                   // that name
	ends     map[string]render.Moment // runs trained so far, by scenario
	runs     map[string]*sim.Run      // and by their links
}

func newSite(root, dir string) *site {
	return &site{root: root, dir: dir, files: map[string]int64{}, programs: map[string]programFile{}, ends: map[string]render.Moment{}, runs: map[string]*sim.Run{}}
}

// pages are those of the lab, which lie at the top of the site: name → source.
var pages = map[string]string{"index.html": "index.html", "figure.html": "web/figure.html"}

// copyPages copies the pages and what they load from web.
func (s *site) copyPages() error {
	for name, source := range pages {
		data, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(source)))
		if err != nil {
			return err
		}
		if name == "index.html" {
			page, err := fillSlots(string(data))
			if err != nil {
				return err
			}
			tags, err := s.headTags()
			if err != nil {
				return err
			}
			data = []byte(strings.Replace(page, "<!-- preview -->", tags, 1))
		}
		s.part(name, data, markPage)
	}
	var names []string
	for _, pattern := range []string{"web/*.js", "web/*.css", "web/icons/*", "web/examples/*"} {
		found, err := fs.Glob(os.DirFS(s.root), pattern)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if name == elementSource {
			continue // it lies beside the page
		}
		data, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(name)))
		if err != nil {
			return err
		}
		if name == "web/"+serviceName { // it lies beside the page, for its path is what it may answer for
			if data, err = s.minify(serviceName, data); err != nil {
				return err
			}
			if err := s.write(serviceName, data); err != nil {
				return err
			}
			continue
		}
		if ext := path.Ext(name); path.Dir(name) == "web" && (ext == ".js" || ext == ".css") {
			if data, err = s.minify(name, data); err != nil {
				return err
			}
		}
		s.part(name, data, markOf(name))
	}
	return nil
}

// data copies the data sets that come with the lab, and the index of them.
func (s *site) data() error {
	var names []string
	for _, pattern := range []string{"*.json", "*.csv"} {
		found, err := fs.Glob(os.DirFS(filepath.Join(s.root, "web", "data")), pattern)
		if err != nil {
			return err
		}
		names = append(names, found...)
	}
	for _, name := range names {
		if err := s.copy(filepath.Join(s.root, "web", "data", name), "data/"+name); err != nil {
			return err
		}
	}
	return nil
}

// describe writes the parameter table, so that the page can build its controls before the program has loaded.
func (s *site) describe() error {
	return s.partJSON("describe.json", player.Describe(render.PanelNames()...))
}

// copyGlue takes the support script of the Go release that compiles the program; the two belong together.
func (s *site) copyGlue() error {
	goroot, err := s.run("go", "env", "GOROOT")
	if err != nil {
		return err
	}
	source, err := os.ReadFile(filepath.Join(strings.TrimSpace(goroot), "lib", "wasm", glueName))
	if err != nil {
		return err
	}
	if s.glue, err = s.minify(glueName, source); err != nil {
		return err
	}
	return s.write(glueName, s.glue)
}

// compile compiles the programs for the browser.
func (s *site) compile() error {
	build, err := Sources(s.root)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(programs)) {
		out, err := filepath.Abs(filepath.Join(s.dir, name))
		if err != nil {
			return err
		}
		args := []string{"build", "-trimpath", "-ldflags=-s -w -X unimodal-bias-lab/sim.Build=" + build, "-o", out}
		if tags := programs[name].tags; len(tags) > 0 {
			args = append(args, "-tags="+strings.Join(tags, ","))
		}
		for _, flags := range programs[name].flags {
			args = append(args, "-gcflags="+flags)
		}
		if _, err := s.run("go", append(args, programs[name].path)...); err != nil {
			return err
		}
		id, size, err := identify(out)
		if err != nil {
			return err
		}
		s.files[name], s.programs[name] = size, programFile{Bytes: size, ID: id}
	}
	return nil
}

// Sources tells by what the programs are made of, in a few letters: two builds of the same sources agree in it. It
// is what they have as [sim.Build].
func Sources(root string) (string, error) {
	sum := sha256.New()
	add := func(path string) error {
		data, err := os.ReadFile(path)
		fmt.Fprintln(sum, len(data))
		sum.Write(data)
		return err
	}
	if err := errors.Join(add(filepath.Join(root, "go.mod")), add(filepath.Join(root, "go.sum"))); err != nil {
		return "", err
	}
	err := filepath.WalkDir(filepath.Join(root, "sim"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		return add(path)
	})
	return hex.EncodeToString(sum.Sum(nil))[:12], err
}

// run executes a command in the module, for the browser as target, and returns what it prints.
func (s *site) run(name string, args ...string) (string, error) {
	cmd := exec.Command(name, args...)
	cmd.Dir = s.root
	cmd.Env = append(os.Environ(), "GOOS=js", "GOARCH=wasm")
	var out, complaint bytes.Buffer
	cmd.Stdout, cmd.Stderr = &out, &complaint
	if err := cmd.Run(); err != nil {
		return "", fmt.Errorf("%s: %w\n%s", strings.Join(cmd.Args, " "), err, complaint.String())
	}
	return out.String(), nil
}

func (s *site) copy(from, name string) error {
	data, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	return s.write(name, data)
}

func (s *site) writeJSON(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return s.write(name, append(data, '\n'))
}

// write keeps a file that already has the content: its date, and so every cached copy of it, stays good.
func (s *site) write(name string, data []byte) error {
	s.files[name] = int64(len(data))
	file := filepath.Join(s.dir, filepath.FromSlash(name))
	if old, err := os.ReadFile(file); err == nil && bytes.Equal(old, data) {
		return nil
	}
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// sweep deletes what an earlier build has written and this one has not, and every compressed sibling: they may be stale.
func (s *site) sweep(before Manifest) error {
	for name := range before.Files {
		if !fs.ValidPath(name) {
			return fmt.Errorf("%s names %q, which is not a file of the site", ManifestName, name)
		}
		stale := []string{name + ".br", name + ".gz"}
		if _, ok := s.files[name]; !ok {
			stale = append(stale, name)
		}
		for _, name := range stale {
			if err := os.Remove(filepath.Join(s.dir, filepath.FromSlash(path.Clean(name)))); err != nil && !os.IsNotExist(err) {
				return err
			}
		}
	}
	return nil
}
