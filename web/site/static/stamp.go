package static

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"path"
	"slices"
	"strings"

	"unimodal-bias-lab/web/site/lean"
)

// A page consists of parts that are fetched one by one and kept by caches for as long as they like. Each says of which
// build it is, and none begins its work beside one of another: web/first.js compares.

// part is a file of the site that has yet to be told its build.
type part struct {
	name string
	data []byte
	mark func(data []byte, build string) ([]byte, error)
}

// part keeps a file until the build has a name.
func (s *site) part(name string, data []byte, mark func([]byte, string) ([]byte, error)) {
	s.parts = append(s.parts, part{name, data, mark})
}

func (s *site) partJSON(name string, v any) error {
	data, err := json.MarshalIndent(v, "", "\t")
	if err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	s.part(name, append(data, '\n'), markJSON)
	return nil
}

// stamp names the build after all that belongs together: the parts, the programs and their glue. Then it writes the parts.
func (s *site) stamp() error {
	slices.SortFunc(s.parts, func(a, b part) int { return strings.Compare(a.name, b.name) })
	sum := sha256.New()
	for _, p := range s.parts {
		fmt.Fprintln(sum, p.name, len(p.data))
		sum.Write(p.data)
	}
	for _, name := range slices.Sorted(maps.Keys(s.programs)) {
		fmt.Fprintln(sum, name, s.programs[name].ID)
	}
	sum.Write(s.glue)
	s.build = shortSum(sum.Sum(nil))
	for _, p := range s.parts {
		data, err := p.mark(p.data, s.build)
		if err != nil {
			return fmt.Errorf("%s: %w", p.name, err)
		}
		if err := s.write(p.name, data); err != nil {
			return err
		}
	}
	return nil
}

// shortSum is as much of a sum as tells builds apart.
func shortSum(sum []byte) string { return hex.EncodeToString(sum)[:12] }

// markPage names the build in the root element of a page.
func markPage(data []byte, build string) ([]byte, error) {
	const root = "<html "
	if bytes.Count(data, []byte(root)) != 1 {
		return nil, fmt.Errorf("it has no single %q", root)
	}
	return bytes.Replace(data, []byte(root), []byte(root+`data-build="`+build+`" `), 1), nil
}

// markModule has a module compare builds before it does anything else. Its first line is free, see [minified].
func markModule(data []byte, build string) ([]byte, error) {
	if len(data) == 0 || data[0] != '\n' {
		return nil, fmt.Errorf("its first line is not free")
	}
	return append([]byte("globalThis.unimodalBiasPart?.('"+build+"');"), data...), nil
}

// markScript does so at the end of the script that defines how builds are compared.
func markScript(data []byte, build string) ([]byte, error) {
	return append(data, []byte("\nunimodalBiasPart('"+build+"');\n")...), nil
}

// markJSON names the build as a key of its own.
func markJSON(data []byte, build string) ([]byte, error) {
	rest, found := bytes.CutPrefix(data, []byte("{\n"))
	if !found {
		return nil, fmt.Errorf("it is no object")
	}
	return append([]byte("{\n\t\"build\": \""+build+"\",\n"), rest...), nil
}

// asIs is of what cannot compare, such as a style sheet; it counts in the name of the build.
func asIs(data []byte, _ string) ([]byte, error) { return data, nil }

// markOf is how a file copied from web is told its build.
func markOf(name string) func([]byte, string) ([]byte, error) {
	switch {
	case name == "web/first.js":
		return markScript
	case path.Ext(name) == ".js" && path.Dir(name) == "web":
		return markModule
	case path.Ext(name) == ".html" && path.Dir(name) == ".":
		return markPage
	}
	return asIs
}

// sectionName is the custom section by which a program says what it is.
const sectionName = "unimodal-bias-lab"

// identify makes a compiled program lean and appends a section with the sum of all before it, unless it has one; it returns
// that sum. It names the program, not the build: one that has not changed is not fetched again.
func identify(file string) (id string, size int64, err error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return "", 0, err
	}
	if at := len(data) - len(idSection("")) - idLength; at > 0 {
		if id := idOf(data[:at]); bytes.HasSuffix(data, idSection(id)) {
			return id, int64(len(data)), nil
		}
	}
	if data, _, err = lean.Program(data); err != nil {
		return "", 0, fmt.Errorf("%s: %w", file, err)
	}
	id = idOf(data)
	data = append(data, idSection(id)...)
	return id, int64(len(data)), os.WriteFile(file, data, 0o755)
}

const idLength = 12

func idOf(program []byte) string {
	sum := sha256.Sum256(program)
	return shortSum(sum[:])
}

// idSection is a custom section: 0, the length of the rest, that of the name, the name, the content. All are short.
func idSection(id string) []byte {
	section := []byte{0, byte(1 + len(sectionName) + len(id)), byte(len(sectionName))}
	return append(append(section, sectionName...), id...)
}

// programList is what program.json says: of which build the page is, and of each program how to fetch and to know it.
type programList struct {
	Build    string                 `json:"build"`
	Programs map[string]programFile `json:"programs"`
}

// programFile describes one program. Gz are the bytes of its compressed sibling, for hosts that compress nothing; 0: there
// is none.
type programFile struct {
	Bytes int64  `json:"bytes"`
	ID    string `json:"id"`
	Gz    int64  `json:"gz,omitempty"`
}
