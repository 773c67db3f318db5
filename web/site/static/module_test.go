package static

import (
	"path/filepath"
	"strings"
	"testing"
)

// TestBareModule: comments go, code and the number of every line stay.
func TestBareModule(t *testing.T) {
	source := "// What it is.\n\nimport { a } from './a.js'; // why\n\n/**\n * @param {A} x\n */\nexport function f(x) {\n" +
		"  /** @type {B} */\n  const b = /** @type {B} */ (x).c; const url = 'https://here';\n  /** One. */ g();\n  // no\n  return b;\n}\n"
	want := "\n\nimport { a } from './a.js'; // why\n\n\n\n\nexport function f(x) {\n" +
		"\n  const b = (x).c; const url = 'https://here';\n  g();\n\n  return b;\n}\n"
	if got := bareModule(source); got != want {
		t.Errorf("got\n%s", got)
	}
	modules, err := filepath.Glob(filepath.Join(root, "web/*.js"))
	if err != nil || len(modules) == 0 {
		t.Fatal(modules, err)
	}
	for _, module := range modules {
		source := read(t, module)
		bare := bareModule(source)
		if strings.Count(bare, "\n") != strings.Count(source, "\n") || strings.Contains(bare, "/**") || strings.Contains(bare, "*/") {
			t.Errorf("%s: a comment is left, or half of one", filepath.Base(module))
		}
		// What begins a line within a text would be taken for a comment.
		for _, text := range strings.Split(source, "`")[1:] {
			if strings.Contains(text, "\n//") && strings.Count(source[:strings.Index(source, text)], "`")%2 == 1 {
				t.Errorf("%s: a text of several lines has one that begins with //", filepath.Base(module))
			}
		}
	}
}

// TestBareStyle: comments and indentation go, rules and the number of every line stay.
func TestBareStyle(t *testing.T) {
	source := "/* What it is.\n   More. */\na {\n  color: red; /* why */\n  b::before { content: \" \"; }\n}\n"
	want := "\n\na {\ncolor: red;\nb::before { content: \" \"; }\n}\n"
	if got := bareStyle(source); got != want {
		t.Errorf("got\n%q", got)
	}
	sheets, err := filepath.Glob(filepath.Join(root, "web/*.css"))
	if err != nil || len(sheets) == 0 {
		t.Fatal(sheets, err)
	}
	for _, sheet := range sheets {
		source := read(t, sheet)
		bare := bareStyle(source)
		if strings.Count(bare, "\n") != strings.Count(source, "\n") || strings.Contains(bare, "*/") || strings.Count(bare, "{") != strings.Count(source, "{") {
			t.Errorf("%s: a comment is left, or half of one, or a rule is lost", filepath.Base(sheet))
		}
	}
}
