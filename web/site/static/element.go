package static

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// ElementName is the module that other people's pages load, beside index.html. Its source lies with the others.
const (
	ElementName   = "element.js"
	elementSource = "web/element.js"
)

// emptyTable is what stands in the source in place of the names that a build writes there.
const emptyTable = "JSON.parse('{}')"

// elementTable is what the element knows by name: one module that asks for nothing else has to bring it along.
type elementTable struct {
	elementWords
	Languages []string          `json:"languages"` // English first
	Opening   string            `json:"opening"`   // the scenario of an element that names none
	Symbols   map[string]string `json:"symbols"`   // of parameters that have one
	Panels    []string          `json:"panels"`
	Themes    []string          `json:"themes"`
	Numbers   []string          `json:"numbers"` // keys of the run: parameters that are numbers, and the epoch
	Texts     []string          `json:"texts"`   // the others
	Query     []string          `json:"query"`   // keys of the view
	Verbs     []string          `json:"verbs"`
}

// elementWords are what it says in one language.
type elementWords struct {
	Lang      string               `json:"lang"`
	Words     map[string]string    `json:"words"`
	Scenarios map[string][2]string `json:"scenarios"` // title and caption
	Steps     map[string][2]string `json:"steps"`     // of the story: title and scenario
}

// What the element leaves out of the query: it says these itself.
var notOfElement = regexp.MustCompile(`^(view|origin|theme|lang)$`)

var (
	queryKey = regexp.MustCompile(`(?:choice|value|list)\('(\w+)'`)
	curveKey = regexp.MustCompile(`data-option="(\w+)"`)
	apiVerb  = regexp.MustCompile(`(?m)^    (?:async )?(\w+)(?:[:(].*|,)$`)
	themeOf  = regexp.MustCompile(`(?m)^const NAMES = \[(.*)\];`)
	quoted   = regexp.MustCompile(`'(\w+)'`)
	creditTo = regexp.MustCompile(`id="credit" href="([^"]+)"`)
	markup   = strings.NewReplacer("@{", "", "_{", "", "^{", "", "}", "", "$", "", "`", "")
)

// tableOfElement gathers the names from where they are kept: the parameter table, the catalogue and the modules of the page.
func tableOfElement(root string) (t elementTable, err error) {
	text := map[string]string{}
	for _, name := range []string{"index.html", "web/environment.js", "web/api.js", "web/theme.js"} {
		data, err := os.ReadFile(filepath.Join(root, filepath.FromSlash(name)))
		if err != nil {
			return t, err
		}
		text[name] = string(data)
	}
	if t.Languages, err = Languages(root); err != nil {
		return t, err
	}
	steps, err := Script(root)
	if err != nil {
		return t, err
	}
	if t.elementWords, err = wordsOfElement(root, English, steps); err != nil {
		return t, err
	}
	t.Words["paper"] = first(creditTo, text["index.html"])
	t.Opening = sim.Slugs()[0]
	t.Panels = render.PanelNames()
	t.Themes = all(quoted, first(themeOf, text["web/theme.js"]))
	t.Numbers, t.Texts, t.Symbols = []string{"epoch"}, []string{"scenario", "pins"}, map[string]string{}
	for _, p := range player.Describe(t.Panels...).Parameters {
		if p.Kind == "number" || p.Kind == "integer" {
			t.Numbers = append(t.Numbers, p.Key)
		} else {
			t.Texts = append(t.Texts, p.Key)
		}
		if p.Symbol != "" {
			t.Symbols[p.Key] = markup.Replace(p.Symbol)
		}
	}
	for _, key := range append(all(queryKey, text["web/environment.js"]), all(curveKey, text["index.html"])...) {
		if !notOfElement.MatchString(key) {
			t.Query = append(t.Query, key)
		}
	}
	_, api, _ := strings.Cut(text["web/api.js"], "export function createApi")
	_, api, _ = strings.Cut(api, "\n  return {\n")
	for _, verb := range all(apiVerb, api) {
		if verb != "ready" && verb != "on" { // these two are no calls
			t.Verbs = append(t.Verbs, verb)
		}
	}
	if len(t.Verbs) == 0 || len(t.Query) == 0 || len(t.Themes) == 0 || t.Words["paper"] == "" {
		return t, fmt.Errorf("the modules of the page are not written as the element expects: %+v", t)
	}
	return t, nil
}

// wordsOfElement are those in a language.
func wordsOfElement(root, lang string, steps []step) (w elementWords, err error) {
	w = elementWords{Lang: lang, Words: map[string]string{}, Scenarios: map[string][2]string{}, Steps: map[string][2]string{}}
	s := site{root: root}
	words, err := s.wordsOf(lang)
	if err != nil {
		return w, err
	}
	w.Words["credit"], w.Words["open"] = words["page.credit"], words["page.open"]
	for key, sentence := range words {
		if name, ok := strings.CutPrefix(key, "element."); ok {
			w.Words[name] = sentence
		}
	}
	for _, slug := range sim.Slugs() {
		w.Scenarios[slug] = [2]string{markup.Replace(words["scenario."+slug+".title"]), markup.Replace(words["scenario."+slug+".caption"])}
	}
	story, err := s.storyWordsOf(lang)
	if err != nil {
		return w, err
	}
	for _, step := range steps {
		scenario, _, _ := sim.ParseLink(step.Link)
		w.Steps[step.Slug] = [2]string{story[step.Slug+".title"], scenario.Slug}
	}
	return w, nil
}

// all returns what the only group of a pattern finds, first its first find.
func all(pattern *regexp.Regexp, text string) (found []string) {
	for _, match := range pattern.FindAllStringSubmatch(text, -1) {
		found = append(found, match[1])
	}
	return found
}

func first(pattern *regexp.Regexp, text string) string {
	if match := pattern.FindStringSubmatch(text); match != nil {
		return match[1]
	}
	return ""
}

// element writes the module with its table.
func (s *site) element() error {
	source, err := os.ReadFile(filepath.Join(s.root, filepath.FromSlash(elementSource)))
	if err != nil {
		return err
	}
	table, err := tableOfElement(s.root)
	if err != nil {
		return err
	}
	var names bytes.Buffer
	e := json.NewEncoder(&names)
	e.SetEscapeHTML(false)
	if err := e.Encode(table); err != nil {
		return err
	}
	if strings.Count(string(source), emptyTable) != 1 {
		return fmt.Errorf("%s has no place for its table: %s", elementSource, emptyTable)
	}
	module, err := s.minify(ElementName, []byte(strings.Replace(string(source), emptyTable, strings.TrimSpace(names.String()), 1)))
	if err != nil {
		return err
	}
	if err := s.write(ElementName, module); err != nil {
		return err
	}
	steps, err := Script(s.root)
	if err != nil {
		return err
	}
	for _, lang := range table.Languages {
		if lang == English {
			continue
		}
		words, err := wordsOfElement(s.root, lang, steps)
		if err != nil {
			return err
		}
		words.Words["paper"] = table.Words["paper"]
		text, err := json.Marshal(words)
		if err != nil {
			return err
		}
		if err := s.write("web/element."+lang+".js", append(append([]byte("export default "), text...), ";\n"...)); err != nil {
			return err
		}
	}
	return nil
}
