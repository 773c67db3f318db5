package static

import (
	"encoding/json"
	"encoding/xml"
	"io"
	"io/fs"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

const root = "../../.."

// build takes some steps of a build; the program, which takes long, is built by the tests that drive it.
func build(t *testing.T, steps ...func(*site) error) string {
	t.Helper()
	s := newSite(root, t.TempDir())
	for _, step := range append(steps, (*site).manifest) {
		if err := step(s); err != nil {
			t.Fatal(err)
		}
	}
	return s.dir
}

func TestBuildHoldsWhatThePageAsksFor(t *testing.T) {
	dir := build(t, (*site).copyPages, (*site).icons, (*site).docs, (*site).words, (*site).describe, (*site).posters, (*site).story, (*site).copyGlue)
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	page := read(t, filepath.Join(dir, "index.html"))
	for _, match := range regexp.MustCompile(`(?:src|href|srcset)="([^"]+)"`).FindAllStringSubmatch(page, -1) {
		name := match[1]
		if strings.Contains(name, ":") || strings.HasPrefix(name, "#") {
			continue
		}
		if strings.HasSuffix(name, "/") {
			name += "index.html"
		}
		if strings.HasPrefix(name, "/") {
			t.Errorf("%s is not relative: the site may lie in any folder", name)
		}
		if m.Files[name] == 0 {
			t.Errorf("index.html asks for %s, which the build lacks", name)
		}
	}
	for _, name := range []string{"index.html", "describe.json", "wasm_exec.js", "web/strings/en.json"} {
		if m.Files[name] == 0 {
			t.Errorf("the build lacks %s", name)
		}
	}
}

func TestBuildLeavesUnchangedFilesAlone(t *testing.T) {
	s := newSite(root, t.TempDir())
	if err := s.write("a/b.json", []byte("1")); err != nil {
		t.Fatal(err)
	}
	before, err := os.Stat(filepath.Join(s.dir, "a/b.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(filepath.Join(s.dir, "a/b.json"), before.ModTime().Add(-1e9), before.ModTime().Add(-1e9)); err != nil {
		t.Fatal(err)
	}
	if err := s.write("a/b.json", []byte("1")); err != nil {
		t.Fatal(err)
	}
	if after, _ := os.Stat(filepath.Join(s.dir, "a/b.json")); !after.ModTime().Before(before.ModTime()) {
		t.Error("the file was written again")
	}
}

func TestSweepDeletesOnlyWhatABuildWrote(t *testing.T) {
	dir := t.TempDir()
	for _, name := range []string{"old.js", "kept.js", "kept.js.br", "kept.js.gz", "foreign.txt"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	s := &site{dir: dir, files: map[string]int64{"kept.js": 1}}
	if err := s.sweep(Manifest{Files: map[string]int64{"old.js": 1, "kept.js": 1}}); err != nil {
		t.Fatal(err)
	}
	var left []string
	for _, name := range []string{"old.js", "kept.js", "kept.js.br", "kept.js.gz", "foreign.txt"} {
		if _, err := os.Stat(filepath.Join(dir, name)); err == nil {
			left = append(left, name)
		}
	}
	if got, want := strings.Join(left, " "), "kept.js foreign.txt"; got != want {
		t.Errorf("left: %s, want %s", got, want)
	}
	if err := s.sweep(Manifest{Files: map[string]int64{"../elsewhere": 1}}); err == nil {
		t.Error("a file outside the site was accepted")
	}
}

// put writes a file into a build.
func put(name, content string) func(*site) error {
	return func(s *site) error { return s.write(name, []byte(content)) }
}

func TestHandler(t *testing.T) {
	const much = "export const much = 'of the same, of the same, of the same, of the same';\n"
	dir := build(t, put("index.html", "<!doctype html>"), put("web/main.js", strings.Repeat(much, 9)), put("web/main.js"+mapSuffix, "{}"), put("posters/late/training-wide-light.svg", "<svg/>"), put("web/examples/notebook.html", "<!doctype html>"))
	if _, err := Compress(dir); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(filepath.Dir(dir), "outside.json"), []byte("{}"), 0o644); err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(Handler(dir))
	defer server.Close()
	for _, test := range []struct {
		path, accept           string
		status                 int
		kind, encoding, policy string
	}{
		{"/", "", 200, "text/html; charset=utf-8", "", Policy},
		{"/web/main.js", "gzip, br", 200, "text/javascript; charset=utf-8", "br", Policy},
		{"/web/main.js", "gzip", 200, "text/javascript; charset=utf-8", "gzip", Policy},
		{"/web/main.js", "br;q=0", 200, "text/javascript; charset=utf-8", "", Policy},
		{"/posters/late/training-wide-light.svg", "", 200, "image/svg+xml", "", Policy},
		{"/web/examples/notebook.html", "", 200, "text/html; charset=utf-8", "", ""},
		{"/web", "", 404, "", "", ""},
		{"/missing.js", "", 404, "", "", Policy},
		{"/../outside.json", "", 404, "", "", ""},
		{"/web/../../outside.json", "", 404, "", "", ""},
	} {
		request, err := http.NewRequest("GET", server.URL+test.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Accept-Encoding", test.accept)
		response, err := http.DefaultTransport.RoundTrip(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != test.status {
			t.Errorf("%s: status %d, want %d", test.path, response.StatusCode, test.status)
		}
		if test.status != 200 {
			continue
		}
		for name, want := range map[string]string{"Content-Type": test.kind, "Content-Encoding": test.encoding, "Content-Security-Policy": test.policy} {
			if got := response.Header.Get(name); got != want {
				t.Errorf("%s with %q: %s: %q, want %q", test.path, test.accept, name, got, want)
			}
		}
		if got := response.Header.Get("SourceMap"); (got == "main.js.map") != (test.path == "/web/main.js") {
			t.Errorf("%s: its map is said to be %q", test.path, got)
		}
	}
}

// What compression makes larger travels as it is, even if an earlier build has left a sibling of it.
func TestCompressReportsWhatAClientFetches(t *testing.T) {
	dir := build(t, put("long.css", strings.Repeat("a { color: red }\n", 99)), put("short.css", "a{}"))
	for _, stale := range []string{"short.css.br", "short.css.gz"} {
		if err := os.WriteFile(filepath.Join(dir, stale), nil, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	sizes, err := Compress(dir)
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]Size{}
	for _, s := range sizes {
		seen[s.Name] = s
	}
	long, short := seen["long.css"], seen["short.css"]
	if long.Plain != 17*99 || long.Brotli == 0 || long.Brotli > 60 || long.Gz == 0 || long.Gz > 90 {
		t.Errorf("the long file: %+v", long)
	}
	if short.Plain != 3 || short.Brotli != 3 || short.Gz != 3 {
		t.Errorf("the short file: %+v", short)
	}
	if again, err := Sizes(dir); err != nil || !slices.Equal(again, sizes) {
		t.Errorf("looked at again, %v and %v have become %v", err, sizes, again)
	}
	left, err := filepath.Glob(filepath.Join(dir, "*.css.*"))
	if err != nil || len(left) != 2 {
		t.Errorf("compressed siblings: %v (%v)", left, err)
	}
}

// The policy stands in the pages, too, for hosts that send none.
func TestPagesCarryThePolicy(t *testing.T) {
	for name, source := range pages {
		if !strings.Contains(read(t, filepath.Join(root, source)), `content="`+Policy+`"`) {
			t.Errorf("%s lacks the policy of the server", name)
		}
	}
}

// The static words of the page are those of the catalogue, so that the page reads the same before any script runs.
func TestPageSpeaksTheCatalogue(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	file, err := os.Open(filepath.Join(root, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	d := xml.NewDecoder(file)
	d.Strict, d.AutoClose, d.Entity = false, xml.HTMLAutoClose, xml.HTMLEntity
	type open struct{ key, text string }
	var stack []open
	seen := 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			attributes := map[string]string{}
			for _, a := range token.Attr {
				attributes[a.Name.Local] = a.Value
			}
			stack = append(stack, open{key: attributes["data-text"]})
			if key := attributes["data-label"]; key != "" && words[key] != attributes["aria-label"] {
				t.Errorf("%s: the page says %q, the catalogue %q", key, attributes["aria-label"], words[key])
			}
		case xml.CharData:
			for i := range stack {
				stack[i].text += string(token)
			}
		case xml.EndElement:
			last := stack[len(stack)-1]
			stack = stack[:len(stack)-1]
			if last.key == "" {
				continue
			}
			seen++
			if want := bare(words[last.key]); last.text != want {
				t.Errorf("%s: the page says %q, the catalogue %q", last.key, last.text, want)
			}
		}
	}
	if seen < 5 {
		t.Errorf("only %d texts found", seen)
	}
}

// bare takes the page's markup off a sentence.
func bare(s string) string {
	return strings.ReplaceAll(regexp.MustCompile(`@\{([^}]*)\}`).ReplaceAllString(s, "$1"), "`", "")
}

// A key given twice is two people's wording, one of them lost.
func TestCatalogueNamesEachKeyOnce(t *testing.T) {
	seen := map[string]bool{}
	for _, match := range regexp.MustCompile(`(?m)^\s*"([^"]+)":`).FindAllStringSubmatch(read(t, filepath.Join(root, "web/strings/en.json")), -1) {
		if seen[match[1]] {
			t.Errorf("%s is there twice", match[1])
		}
		seen[match[1]] = true
	}
}

// Everything a program can name has words.
func TestCatalogueIsComplete(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, p := range sim.Parameters() {
		keys = append(keys, "param."+p.Key+".name", "param."+p.Key+".help", "page.group."+p.Group)
		for _, choice := range p.Choices {
			keys = append(keys, "param."+p.Key+"."+choice)
		}
	}
	for _, slug := range sim.Slugs() {
		keys = append(keys, "scenario."+slug+".title", "scenario."+slug+".caption")
	}
	for _, code := range append([]string{player.MilestoneDiverged, string(sim.Unsettled)}, player.Milestones...) {
		keys = append(keys, "milestone."+code)
	}
	for _, code := range []sim.Code{
		sim.OutOfRange, sim.NotANumber, sim.NotAnInteger, sim.NotAChoice, sim.Unsuited, sim.UnknownKey, sim.UnknownScenario, sim.Mismatch, sim.NotPositive,
		sim.Diverged, sim.Unsettled,
		sim.MatrixMissing, sim.BadEntry, sim.RowLength, sim.NotSquare, sim.Incomplete, sim.BlocksMissing, sim.BlockSizes, sim.Asymmetric,
		sim.NegativeMean, sim.NotHere, sim.NoTarget, sim.Unexplainable,
	} {
		keys = append(keys, "error."+string(code))
	}
	for _, p := range sim.Parameters() {
		if p.Kind == "text" {
			keys = append(keys, "param."+p.Key+".gist")
		}
	}
	for _, quantity := range sim.CardQuantities {
		keys = append(keys, "card.quantity."+quantity)
	}
	for _, equation := range sim.CardEquations {
		keys = append(keys, "card.equation."+equation)
	}
	for _, broken := range []string{"error.diverged", "error.unsettled", "milestone.diverged", "milestone.unsettled"} {
		keys = append(keys, broken+"."+sim.WhySteps)
	}
	for _, reason := range sim.Reasons {
		keys = append(keys, "why."+reason)
	}
	for _, note := range sim.CardNotes {
		keys = append(keys, "card.note."+note)
	}
	for prefix, list := range map[string][]string{
		"answer.say.": sim.AnswerKeys, "answer.remedy.": sim.AdviceKinds, "answer.not.": append(slices.Clone(sim.AdviceReasons), "twoOnly", "oneTarget", "decaysAway", "other"),
		"answer.effect.": sim.Effects, "answer.verdict.": {sim.Helps, sim.Nothing, sim.Harms, sim.Mixed, sim.Unknown}, "answer.status.": {sim.Exact, sim.Asymptotic, sim.Measured},
		"answer.sure.": {sim.FromGroups, sim.FromGaussian, sim.NoRows},
	} {
		for _, word := range list {
			keys = append(keys, prefix+word)
		}
	}
	for _, answer := range []string{sim.Never, sim.Neither, sim.Beyond} {
		keys = append(keys, "card."+answer)
	}
	for _, status := range []string{sim.Exact, sim.Asymptotic, sim.Measured} {
		keys = append(keys, "page.about."+status)
	}
	diagrams := sim.Describe().Diagrams
	for _, k := range diagrams.Kinds {
		keys = append(keys, "diagram."+k.Kind)
		for _, option := range k.Options {
			keys = append(keys, "page.diagram."+option)
			if diagrams.Choices[option] == nil {
				keys = append(keys, "page.diagram."+option+".help")
			}
		}
	}
	for _, quantity := range sim.OwnQuantities() {
		keys = append(keys, "diagram.quantity."+quantity)
	}
	for _, about := range []string{"percent", "left", "minutes", "paused", "stopped", "pauseSweep", "resumeSweep", "cancelSweep"} {
		keys = append(keys, "page.diagram."+about)
	}
	modules, err := fs.Glob(os.DirFS(root), "web/*.js")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range modules {
		for _, match := range regexp.MustCompile(`'((?:page|error|answer|card|compare|data)\.[\w.]+)'`).FindAllStringSubmatch(read(t, filepath.Join(root, name)), -1) {
			keys = append(keys, match[1])
		}
	}
	for _, key := range keys {
		if words[key] == "" {
			t.Errorf("no words for %s", key)
		}
	}
}

// The page knows no parameter, scenario or panel by name: it reads describe.json.
func TestModulesKnowNoNames(t *testing.T) {
	var names []string
	description := sim.Describe(render.PanelNames()...)
	for _, p := range description.Parameters {
		names = append(names, p.Key)
	}
	for _, s := range description.Scenarios {
		names = append(names, s.Slug)
	}
	names = append(names, render.PanelNames()...)
	for _, p := range description.Parameters {
		for _, choice := range p.Choices {
			if choice != sim.Linear { // a kind of scale, too
				names = append(names, choice)
			}
		}
	}
	for _, k := range description.Diagrams.Kinds {
		if k.Kind != "theory" && k.Kind != "error" { // a verb and an event, too
			names = append(names, k.Kind)
		}
	}
	modules, err := filepath.Glob(filepath.Join(root, "web/*.js"))
	if err != nil || len(modules) == 0 {
		t.Fatal(modules, err)
	}
	for _, module := range modules {
		source := read(t, module)
		for _, name := range names {
			if regexp.MustCompile(`['"` + "`" + `]` + regexp.QuoteMeta(name) + `['"` + "`" + `]`).MatchString(source) {
				t.Errorf("%s names %q", filepath.Base(module), name)
			}
		}
	}
}

func TestDescriptionIsJSON(t *testing.T) {
	var d struct {
		Parameters []struct{ Key string }
		Scenarios  []struct{ Slug string }
		Panels     []string
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(build(t, (*site).describe), "describe.json"))), &d); err != nil {
		t.Fatal(err)
	}
	if len(d.Parameters) == 0 || len(d.Scenarios) == 0 || len(d.Panels) == 0 {
		t.Errorf("describe.json is empty: %+v", d)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}
