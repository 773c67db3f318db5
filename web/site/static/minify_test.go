package static

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"
)

// TestMinified: comments and local names go; what a module exports keeps its name, and so does what a script defines for
// others. The first line is free for the name of the build.
func TestMinified(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"web/a.js":  {"// What it is.\n\nimport { b } from './b.js'; // why\n\n/** @param {B} first */\nexport function take(first) {\n  return b(first, 'ρ');\n}\n", "\n" + `import{b as t}from"./b.js";export function take(r){return t(r,"ρ")}`},
		"a.js":      {"class Go { run(argument) { return argument; } }\nglobalThis.Go = Go;\n", "\n" + `class Go{run(l){return l}}globalThis.Go=Go;`},
		"web/a.css": {"/* What it is. */\na {\n  color: red; /* why */\n  &:hover::before { content: \" \"; }\n}\n", "\n" + `a{color:red;&:hover:before{content:" "}}`},
		serviceName: {"// What it is.\nconst VERSION = '';\nconst FILES = {};\nuse(VERSION, FILES);\n", "\n" + `const VERSION="";const FILES={};use(VERSION,FILES);`},
	} {
		if got, _, err := minified(name, []byte(c.source)); err != nil || string(got) != c.want {
			t.Errorf("%s becomes %q, %v; want %q", name, got, err, c.want)
		}
	}
	if _, _, err := minified("web/a.js", []byte("// What it is.\nimport a from;\n")); err == nil || !strings.Contains(err.Error(), "web/a.js:2") {
		t.Errorf("of a mistake it says %v", err)
	}
}

// TestEveryModuleHasItsMap: what is served of a module leads back to the lines of its source, past the line with the name
// of the build. Every module says there what it is.
func TestEveryModuleHasItsMap(t *testing.T) {
	dir := build(t, (*site).copyPages, (*site).element)
	modules, err := filepath.Glob(filepath.Join(root, "web/*.js"))
	if err != nil || len(modules) == 0 {
		t.Fatal(modules, err)
	}
	for _, module := range modules {
		name := "web/" + filepath.Base(module)
		if base := filepath.Base(module); name == elementSource || base == serviceName {
			name = base
		}
		source, served := read(t, module), read(t, filepath.Join(dir, name))
		if !strings.HasPrefix(source, "// ") {
			t.Errorf("the first line of %s does not say what it is", name)
		}
		if strings.Contains(served, source[:strings.Index(source, "\n")]) {
			t.Errorf("%s is served with its comments", name)
		}
		var m struct {
			SourcesContent []string
			Mappings       string
		}
		if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, name+mapSuffix))), &m); err != nil {
			t.Errorf("%s: %v", name, err)
		} else if name != ElementName && m.SourcesContent[0] != source || !strings.HasPrefix(m.Mappings, ";") || strings.HasPrefix(m.Mappings, ";;") {
			t.Errorf("the map of %s leads elsewhere", name)
		}
	}
}
