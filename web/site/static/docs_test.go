package static

import (
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// buildDocs makes the page and its documents.
func buildDocs(t *testing.T) *site {
	t.Helper()
	s := newSite(root, t.TempDir())
	for _, step := range []func() error{s.copyPages, s.docs, s.stamp} {
		if err := step(); err != nil {
			t.Fatal(err)
		}
	}
	return s
}

// element is one start tag of a page.
type element struct {
	name       string
	attributes map[string]string
}

// elements reads a page as XML, so that every element is closed and every attribute quoted.
func elements(t *testing.T, file string) (list []element, text string) {
	t.Helper()
	f, err := os.Open(file)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	var all strings.Builder
	for d := xml.NewDecoder(f); ; {
		token, err := d.Token()
		if errors.Is(err, io.EOF) {
			return list, all.String()
		}
		if err != nil {
			t.Fatalf("%s: %v", file, err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			e := element{token.Name.Local, map[string]string{}}
			for _, a := range token.Attr {
				e.attributes[a.Name.Local] = a.Value
			}
			list = append(list, e)
		case xml.CharData:
			all.Write(token)
		}
	}
}

// TestDocumentsAreBuilt: every file of docs becomes a page with one heading, in the language, the looks and under the
// policy of the lab.
func TestDocumentsAreBuilt(t *testing.T) {
	s := buildDocs(t)
	files, err := filepath.Glob(filepath.Join(root, "docs/*.md"))
	if err != nil || len(files) != len(Documents) {
		t.Errorf("docs has %d documents, %d are listed (%v)", len(files), len(Documents), err)
	}
	for _, name := range Documents {
		page := "docs/" + name + ".html"
		if s.files[page] == 0 {
			t.Errorf("the build lacks %s", page)
			continue
		}
		list, text := elements(t, filepath.Join(s.dir, page))
		if strings.Contains(text, "$") {
			t.Errorf("%s shows a formula as it is written: it may go over two lines", page)
		}
		count := map[string]int{}
		for _, e := range list {
			count[e.name]++
			for a := range e.attributes {
				if a == "style" || strings.HasPrefix(a, "on") {
					t.Errorf("%s: <%s %s=…>, which the policy forbids", page, e.name, a)
				}
			}
			switch e.name {
			case "html":
				if e.attributes["lang"] != "en" {
					t.Errorf("%s has no language", page)
				}
			case "meta":
				if e.attributes["http-equiv"] == "Content-Security-Policy" && e.attributes["content"] == Policy {
					count["policy"]++
				}
			case "script":
				if e.attributes["src"] == "" {
					t.Errorf("%s has an inline script", page)
				}
			}
		}
		for what, want := range map[string]int{"h1": 1, "title": 1, "main": 1, "policy": 1, "style": 0, "img": 0} {
			if count[what] != want {
				t.Errorf("%s: %d × %s, want %d", page, count[what], what, want)
			}
		}
		if count["h2"] < 3 {
			t.Errorf("%s has %d sections", page, count["h2"])
		}
	}
}

// TestDocumentLinks: what a document leads to is in the site, down to the heading, or elsewhere by https.
func TestDocumentLinks(t *testing.T) {
	s := buildDocs(t)
	pages := map[string][]element{}
	for _, name := range Documents {
		page := "docs/" + name + ".html"
		pages[page], _ = elements(t, filepath.Join(s.dir, page))
	}
	for page, list := range pages {
		for _, e := range list {
			for _, attribute := range []string{"href", "src"} {
				to, ok := e.attributes[attribute]
				if !ok || strings.HasPrefix(to, "https://") {
					continue
				}
				file, fragment, _ := strings.Cut(to, "#")
				file, _, _ = strings.Cut(file, "?")
				target := page
				if file != "" {
					target = path.Join(path.Dir(page), file)
				}
				if strings.HasPrefix(file, "/") || strings.Contains(file, ":") || s.files[target] == 0 {
					t.Errorf("%s leads to %s, which the site lacks", page, to)
					continue
				}
				if target == "index.html" && fragment != "" {
					if _, _, notices := sim.ParseLink(fragment); len(notices) > 0 {
						t.Errorf("%s leads to a run that there is not: %s: %v", page, to, notices[0])
					}
					continue
				}
				if fragment != "" && !slices.ContainsFunc(pages[target], func(e element) bool { return e.attributes["id"] == fragment }) {
					t.Errorf("%s leads to %s, and there is no such heading", page, to)
				}
			}
		}
	}
}

// TestPageLeadsToDocuments: the sheet about the lab lists them all, by names that the catalogue has, and so does the
// README.
func TestPageLeadsToDocuments(t *testing.T) {
	list := regexp.MustCompile(`const DOCUMENTS = \[(.*)\];`).FindStringSubmatch(read(t, filepath.Join(root, "web/dialogs.js")))
	if list == nil || strings.ReplaceAll(list[1], "'", "") != strings.Join(Documents, ", ") {
		t.Errorf("the page lists %q, the documents are %v", list, Documents)
	}
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	readme := read(t, filepath.Join(root, "README.md"))
	for _, name := range Documents {
		if words["page.about.docs."+name] == "" {
			t.Errorf("no words for page.about.docs.%s", name)
		}
		if !strings.Contains(readme, "(docs/"+name+".md)") {
			t.Errorf("README.md does not lead to docs/%s.md", name)
		}
	}
}

// TestFilesNamed: a file that the README or a document names exists.
func TestFilesNamed(t *testing.T) {
	named := regexp.MustCompile("`((?:sim|render|wasm|web)/[\\w./-]*)`")
	names := 0
	for _, file := range append([]string{"README"}, Documents...) {
		if file != "README" {
			file = "docs/" + file
		}
		for _, match := range named.FindAllStringSubmatch(read(t, filepath.Join(root, file+".md")), -1) {
			names++
			if _, err := os.Stat(filepath.Join(root, match[1])); err != nil {
				t.Errorf("%s.md names %s, which there is not", file, match[1])
			}
		}
	}
	if names < 10 {
		t.Errorf("only %d files are named", names)
	}
}

// spelled is every word that docs/link.md sets in code.
func spelled(t *testing.T) (text string, words map[string]bool) {
	t.Helper()
	text = read(t, filepath.Join(root, "docs/link.md"))
	words = map[string]bool{}
	for _, code := range regexp.MustCompile("`[^`\n]+`").FindAllString(text, -1) {
		for _, word := range regexp.MustCompile(`[\w-]+`).FindAllString(code, -1) {
			words[word] = true
		}
	}
	return text, words
}

// TestLinkIsComplete: docs/link.md names everything that a link or a script can say.
func TestLinkIsComplete(t *testing.T) {
	text, words := spelled(t)
	need := func(what string, names ...string) {
		if len(names) == 0 {
			t.Errorf("found no %s", what)
		}
		for _, name := range names {
			if !words[name] {
				t.Errorf("docs/link.md does not name the %s `%s`", what, name)
			}
		}
	}

	d := player.Describe(render.PanelNames()...)
	for _, p := range d.Parameters {
		if row := parameterRow(p); !strings.Contains(text, "\n"+row) {
			t.Errorf("docs/link.md lacks the row that begins\n%s", row)
		}
	}
	for _, s := range d.Scenarios {
		need("scenario", s.Slug)
	}
	need("panel", d.Panels...)
	for _, k := range d.Diagrams.Kinds {
		need("diagram", k.Kind)
		need("option of diagrams", append(k.Options, "diagram")...)
	}
	for _, choices := range d.Diagrams.Choices {
		for _, c := range choices {
			need("choice about diagrams", fmt.Sprint(c))
		}
	}
	for slug := range slices.Values(sim.Slugs()) {
		if kind := sim.DiagramOf(slug); kind != sim.TheoryPlane && !strings.Contains(text, "`"+slug+"` shows\n`"+kind+"`") && !strings.Contains(text, "`"+slug+"` shows `"+kind+"`") {
			t.Errorf("docs/link.md does not say that `%s` shows `%s`", slug, kind)
		}
	}

	// The query: what environment.js reads, what it may say, and the switches of index.html.
	environment := read(t, filepath.Join(root, "web/environment.js"))
	need("option", submatches(`(?:choice|value|list)\('(\w+)'`, environment)...)
	for _, list := range submatches(`(?m)^const [A-Z]+ = \[(.*)\];`, environment) {
		need("choice of an option", submatches(`'([\w-]+)'`, list)...)
	}
	need("option of the curves", submatches(`data-(?:option|on|off)="(\w+)"`, read(t, filepath.Join(root, "index.html")))...)
	for _, speed := range d.Speeds {
		word, err := json.Marshal(speed)
		if err != nil {
			t.Fatal(err)
		}
		if end, err := strconv.Unquote(string(word)); err == nil {
			need("speed", end)
		}
	}

	// The object of the page, and its errors.
	_, api, found := strings.Cut(read(t, filepath.Join(root, "web/api.js")), "export function createApi")
	_, api, _ = strings.Cut(api, "\n  return {\n")
	if !found || api == "" {
		t.Fatal("web/api.js has no createApi that returns an object")
	}
	need("verb", submatches(`(?m)^    (?:async )?(\w+)(?:[:(].*|,)$`, api)...)
	need("fact of an error", submatches(`this\.(\w+) = facts`, read(t, filepath.Join(root, "web/bridge.js")))...)
	need("series", sim.GeneralisationError)
	need("fact of a run", submatches(`"(\w+)":`, between(t, "wasm/lab/packets.go", "func (l *Lab) measured(whole bool)", "\n}"))...)
	need("prediction", submatches(`answer\["(\w+)"\]|"(\w+)":`, between(t, "wasm/lab/packets.go", "func (l *Lab) theory()", "\n}"))...)
}

// parameterRow is the beginning of a parameter's row: its key, symbol, values and default.
func parameterRow(p sim.Parameter) string {
	number := func(v float64) string {
		text := strings.Replace(strconv.FormatFloat(v, 'g', -1, 64), "e-0", "e-", 1)
		if rest, negative := strings.CutPrefix(text, "-"); negative {
			return "−" + rest
		}
		return text
	}
	symbol := " "
	if p.Symbol != "" {
		symbol = " $" + p.Symbol + "$ "
	}
	values, usual := "a matrix", "example"
	if p.Kind == "kept" {
		values, usual = "a name", "none"
	}
	switch usually := p.Default.(type) {
	case float64:
		values, usual = number(p.Min)+" … "+number(p.Max), number(usually)
	case string:
		if p.Kind == "choice" {
			values, usual = "`"+strings.Join(p.Choices, "`, `")+"`", "`"+usually+"`"
		}
	}
	return "| `" + p.Key + "` |" + symbol + "| " + values + " | " + usual + " |"
}

// submatches are what the groups of a pattern match, each once.
func submatches(pattern, text string) (list []string) {
	for _, match := range regexp.MustCompile(pattern).FindAllStringSubmatch(text, -1) {
		for _, group := range match[1:] {
			if group != "" && !slices.Contains(list, group) {
				list = append(list, group)
			}
		}
	}
	return list
}

// between is the part of a file from one text to the next other.
func between(t *testing.T, file, from, to string) string {
	t.Helper()
	_, rest, found := strings.Cut(read(t, filepath.Join(root, file)), from)
	part, _, closed := strings.Cut(rest, to)
	if !found || !closed {
		t.Fatalf("%s has no %q", file, from)
	}
	return part
}

func TestMathML(t *testing.T) {
	for source, want := range map[string]string{
		"t_{B}/t_A":         `<msub><mi>t</mi><mrow><mi>B</mi></mrow></msub><mo>/</mo><msub><mi>t</mi><mi>A</mi></msub>`,
		"W_m^{tot}":         `<msubsup><mi>W</mi><mi>m</mi><mi>tot</mi></msubsup>`,
		`\tilde Σ_{yB} < 1`: `<msub><mover accent="true"><mi>Σ</mi><mo stretchy="false">~</mo></mover><mrow><mi>y</mi><mi>B</mi></mrow></msub><mo>&lt;</mo><mn>1</mn>`,
		`\ln(1/γ)`:          `<mi>ln</mi><mo stretchy="false">(</mo><mn>1</mn><mo>/</mo><mi>γ</mi><mo stretchy="false">)</mo>`,
		"Σ_A^{−1}":          `<msubsup><mi>Σ</mi><mi>A</mi><mrow><mo>−</mo><mn>1</mn></mrow></msubsup>`,
		"‖w^1‖":             `<mo stretchy="false" lspace="0" rspace="0">‖</mo><msup><mi>w</mi><mn>1</mn></msup><mo stretchy="false" lspace="0" rspace="0">‖</mo>`,
		"0.5":               `<mn>0.5</mn>`,
		"x_":                `<msub><mi>x</mi><mrow></mrow></msub>`,
	} {
		if got := mathML(source); got != "<math>"+want+"</math>" {
			t.Errorf("%s\n   is %s\n want <math>%s</math>", source, got, want)
		}
	}
}

// TestDocument: what the Markdown of the documents has beyond that of everybody.
func TestDocument(t *testing.T) {
	d, err := readDocument("a", []byte("# One *and*\ntwo\n\nThe lead, `a` to $t_{A}$.\n\n## A part\n\n[there](b.md#c), [here](#a-part), [far](https://far.example/a.md)\n\n"+
		"It's $5, or $6. `$x$`\n\n| a | b |\n|---|--:|\n| $x$ | <b> |\n"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Title != "One and" || d.Lead != "two" {
		t.Errorf("title %q, lead %q", d.Title, d.Lead)
	}
	if len(d.Sections) != 1 || d.Sections[0] != (section{"a-part", "A part"}) {
		t.Errorf("sections %v", d.Sections)
	}
	for _, want := range []string{
		`<math><msub><mi>t</mi><mrow><mi>A</mi></mrow></msub></math>`, `href="b.html#c"`, `href="#a-part"`, `href="https://far.example/a.md" rel="noreferrer"`,
		"It’s $5, or $6.", "<code>$x$</code>", `<div class="wide" tabindex="0"><table>`, `align="right"`, "<td><math><mi>x</mi></math></td>",
	} {
		if !strings.Contains(string(d.Body), want) {
			t.Errorf("no %s in\n%s", want, d.Body)
		}
	}
	for _, source := range []string{"", "A paragraph.\n", "# A title\n"} {
		if _, err := readDocument("a", []byte(source)); err == nil {
			t.Errorf("%q passes for a document", source)
		}
	}
}

// TestScoreNamesTests: behind every feature that the score claims, and every point of interactive description, stands a test
// there is.
func TestScoreNamesTests(t *testing.T) {
	tests := map[string]bool{}
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		for _, match := range regexp.MustCompile(`(?m)^func (Test\w+)\(t \*testing\.T\)`).FindAllStringSubmatch(read(t, path), -1) {
			tests[match[1]] = true
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	features, points := 0, 0
	for _, row := range regexp.MustCompile("(?m)^\\| (.*?) \\|.*\\| (.*) \\|$").FindAllStringSubmatch(read(t, filepath.Join(root, "docs/score.md")), -1) {
		if row[2] == "Test" {
			continue // the heads of the tables
		}
		if number, err := strconv.Atoi(row[1]); err != nil {
			points++
		} else if features++; number != features {
			t.Errorf("row %d stands in the place of row %d", number, features)
		}
		named := regexp.MustCompile("`(Test\\w+)`").FindAllStringSubmatch(row[2], -1)
		if len(named) == 0 {
			t.Errorf("row %s names no test", row[1])
		}
		for _, match := range named {
			if !tests[match[1]] {
				t.Errorf("row %s names %s, which there is not", row[1], match[1])
			}
		}
	}
	if features != 26 || points != 6 {
		t.Errorf("the score has %d features, and %d points of interactive description", features, points)
	}
}
