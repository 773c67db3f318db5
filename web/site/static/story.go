package static

import (
	"bytes"
	"cmp"
	_ "embed"
	"encoding/json"
	"fmt"
	"html"
	"html/template"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// The story is one script, web/story/script.json, and its words beside it. The essay, the lecture, the lesson with its
// handout and the steps of figures are made of them.

// step is an entry of the script.
type step struct {
	Slug     string            `json:"slug"`
	Link     string            `json:"link"`     // the run it is about
	Panels   []string          `json:"panels"`   // of its figure, the first one the largest
	Asking   []string          `json:"asking"`   // those that are shown before the answer; none: all
	Controls []string          `json:"controls"` // parameters to turn, once the answer is given
	Minutes  int               `json:"minutes"`  // of a lesson of 45
	Short    int               `json:"short"`    // of one of 15; none: it is left out there
	Before   int               `json:"before"`   // paragraphs before the question
	Runs     map[string]string `json:"runs"`     // other runs whose numbers the text tells
	Scroll   []string          `json:"scroll"`   // epochs to which the paragraphs after the question scroll, in order
	Ask      ask               `json:"ask"`
}

// ask is how a step asks, before the run answers.
//
//	choose  one of Options, of which a single one holds
//	mark    an epoch on the chart: that of the number Of
//	sketch  a curve: the share of its final norm that Modality has
//	find    values of the controls at which the result named Goal is true; Solution is one
//	sort    whether the number Of is smaller, as large or larger in the runs that Options name
type ask struct {
	Kind     string         `json:"kind"`
	Options  []option       `json:"options"`
	Of       string         `json:"of"`
	Modality string         `json:"modality"`
	Goal     string         `json:"goal"`
	Solution map[string]any `json:"solution"`
}

type option struct {
	Name string `json:"name"`
	When string `json:"when"` // it is the answer if this holds
}

// outcomes are the answers of a step that sorts, and the least change that counts.
var outcomes = []string{"shorter", "same", "longer"}

const sameWithin = 0.03

// storyWords are the words of the story.
type storyWords map[string]string

// of is the text of a key; a missing one is a mistake.
func (w storyWords) of(key string) (string, error) {
	if text, ok := w[key]; ok {
		return text, nil
	}
	return "", fmt.Errorf("no words for %s in web/story", key)
}

// Script reads the steps of the story.
func Script(root string) (steps []step, err error) {
	file := filepath.Join(root, "web", "story", "script.json")
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&steps); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return steps, nil
}

// told is a step with its runs trained, as templates tell it.
type told struct {
	step
	Number   int
	Title    string
	Finding  template.HTML
	Before   []template.HTML // paragraphs
	After    []paragraph
	Question template.HTML
	Options  []toldOption
	Said     []toldOption // what is said of each answer
	Right    string       // the answer: a name, or a number
	Unit     string       // of a mark: the epochs of the run
	Look     template.HTML
	Do       template.HTML
	So       template.HTML
	Note     template.HTML
	Expect   template.HTML
	Myth     template.HTML
	Lab      string // the address of the run in the lab, from the story

	runs  runs
	words storyWords
	home  string
}

// LookText is what a picture shows, as its text.
func (t told) LookText() string { return bareText(t.Look) }

// SolutionText are the values that find what a step asks for.
func (t told) SolutionText() (string, error) {
	if t.Ask.Solution == nil {
		return "", nil
	}
	text, err := json.Marshal(t.Ask.Solution)
	return string(text), err
}

type paragraph struct {
	Text  template.HTML
	Epoch string // to which it scrolls
}

type toldOption struct {
	Name  string
	Text  template.HTML
	Right bool   // it is the answer
	Is    string // of a step that sorts: the outcome
}

// tell trains the runs of a step and fills its words in; the lab is at home.
func (s step) tell(number int, words storyWords, parameters map[string]called, home string, train func(link string) (*sim.Run, error)) (t told, err error) {
	t = told{step: s, Number: number, runs: runs{}, words: words, Lab: home + "#" + s.Link, home: home}
	if t.runs[""], err = train(s.Link); err != nil {
		return t, err
	}
	for name, link := range s.Runs {
		if t.runs[name], err = train(link); err != nil {
			return t, err
		}
	}
	p := prose{told: &t, parameters: parameters}
	title, err := words.of(s.Slug + ".title")
	if err != nil {
		return t, err
	}
	t.Title = title
	for i := 1; ; i++ {
		text, ok := words[s.Slug+"."+strconv.Itoa(i)]
		if !ok {
			break
		}
		if html := p.html(text); i <= s.Before {
			t.Before = append(t.Before, html)
		} else {
			t.After = append(t.After, paragraph{Text: html})
		}
	}
	for i, name := range s.Scroll {
		at, err := t.runs.number(name)
		if err != nil {
			return t, err
		}
		if i >= len(t.After) {
			return t, fmt.Errorf("%s: it scrolls to %d epochs, but has %d paragraphs after its question", s.Slug, len(s.Scroll), len(t.After))
		}
		t.After[i].Epoch = strconv.FormatFloat(at, 'f', 0, 64)
	}
	for _, part := range []struct {
		key string
		to  *template.HTML
	}{
		{"question", &t.Question}, {"finding", &t.Finding}, {"look", &t.Look}, {"do", &t.Do}, {"so", &t.So},
		{"note", &t.Note}, {"expect", &t.Expect}, {"misconception", &t.Myth},
	} {
		*part.to = p.of(s.Slug + "." + part.key)
	}
	t.answer(&p)
	if p.err != nil {
		return t, fmt.Errorf("%s: %w", s.Slug, p.err)
	}
	return t, nil
}

// answer works out, from the runs, which answer is right.
func (t *told) answer(p *prose) {
	var answers []string
	switch t.Ask.Kind {
	case "choose":
		for _, o := range t.Ask.Options {
			right, err := t.runs.holds(o.When)
			p.fail(err)
			if right {
				t.Right = o.Name
			}
			t.Options = append(t.Options, toldOption{o.Name, p.of(t.Slug + ".option." + o.Name), right, ""})
			answers = append(answers, o.Name)
		}
	case "sort":
		base, err := t.runs.fact(t.Ask.Of)
		p.fail(err)
		for _, o := range t.Ask.Options {
			f, err := t.runs.fact(o.Name + "/" + t.Ask.Of)
			p.fail(err)
			is := outcomes[1]
			if f.value < base.value*(1-sameWithin) {
				is = outcomes[0]
			} else if f.value > base.value*(1+sameWithin) {
				is = outcomes[2]
			}
			t.Options = append(t.Options, toldOption{o.Name, p.of(t.Slug + ".option." + o.Name), false, is})
			answers = append(answers, o.Name)
		}
	case "mark":
		f, err := t.runs.fact(t.Ask.Of)
		p.fail(err)
		t.Right, t.Unit = strconv.FormatFloat(f.value, 'f', 2, 64), strconv.Itoa(t.runs[""].Scenario().Epochs)
		answers = []string{"shown", "close", "before", "after"}
	case "sketch":
		f, err := t.runs.fact("misattribution")
		p.fail(err)
		t.Right = strconv.FormatFloat(f.value, 'f', 4, 64)
		answers = []string{"shown", "over", "under"}
	case "find":
		answers, p.found = []string{"found", "shown"}, true
	default:
		p.fail(fmt.Errorf("%q is no way to ask", t.Ask.Kind))
	}
	for i, name := range answers {
		said := toldOption{Name: name, Text: p.of(t.Slug + ".said." + name)}
		said.Right = name == t.Right || t.Ask.Kind == "sort" || t.Ask.Kind != "choose" && i == 0
		if t.Ask.Kind == "sort" {
			said.Text = t.Options[i].Text + ": " + said.Text
		}
		t.Said = append(t.Said, said)
	}
}

// prose makes HTML of the words of a step. Its first mistake stops it.
type prose struct {
	*told
	parameters map[string]called
	found      bool // the words are about the run named so
	err        error
}

func (p *prose) fail(err error) {
	if p.err == nil {
		p.err = err
	}
}

func (p *prose) of(key string) template.HTML {
	text, err := p.words.of(key)
	p.fail(err)
	return p.html(text)
}

// What stands in the words beside Markdown: formulas, which pass; links that act on the figure; modalities; the present
// numbers of the figure, controls in the sentence, and numbers of the step's runs.
var (
	insertion = regexp.MustCompile(`\$[^$]+\$|\[([^\]]+)\]\((seek|set|open|lab):([^)]+)\)|@\{([\w.]+)\}|\{=(\w+)\}|\{now\.([\w:]+)\}|\{([^{}]+)\}`)
	standIn   = regexp.MustCompile("\uE000(\\d+)\uE001")
)

// html is one paragraph, without the tags around it.
func (p *prose) html(text string) template.HTML {
	var inserted []string
	source := insertion.ReplaceAllStringFunc(text, func(part string) string {
		if part[0] == '$' {
			return part
		}
		inserted = append(inserted, p.insert(insertion.FindStringSubmatch(part)))
		return "\uE000" + strconv.Itoa(len(inserted)-1) + "\uE001"
	})
	var out bytes.Buffer
	p.fail(markdown.Convert([]byte(source), &out))
	inner := strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(out.String()), "<p>"), "</p>")
	return template.HTML(standIn.ReplaceAllStringFunc(inner, func(token string) string {
		i, _ := strconv.Atoi(standIn.FindStringSubmatch(token)[1])
		return inserted[i]
	}))
}

func (p *prose) insert(m []string) string {
	label, act, to, modality, control, now, name := m[1], m[2], m[3], m[4], m[5], m[6], m[7]
	switch {
	case act != "":
		return p.act(html.EscapeString(label), act, to)
	case strings.HasPrefix(modality, "now."):
		key := strings.TrimPrefix(modality, "now.")
		return p.modality(p.leader(key), ` data-now="`+key+`"`)
	case modality != "":
		return p.modality(modality, "")
	case control != "":
		return p.control(control)
	case now != "":
		return `<span data-now="` + now + `">` + html.EscapeString(p.present(now)) + `</span>`
	}
	f, err := p.runs.fact(name)
	p.fail(err)
	word := func(key string) string { text, err := p.words.of(key); p.fail(err); return text }
	return fmt.Sprintf(`<data value="%g" data-fact="%s">%s</data>`, f.value, html.EscapeString(name), html.EscapeString(f.text(word)))
}

func (p *prose) modality(letter, more string) string {
	return `<span class="modality" data-modality="` + letter + `"` + more + `>` + letter + `</span>`
}

// act is a link that tells the figure something; without a script it leads to the lab.
func (p *prose) act(label, act, to string) string {
	link := to
	switch act {
	case "seek":
		link = p.Link + "&epoch=" + to
	case "set":
		link = p.Link + "&" + to
	}
	if _, _, notices := sim.ParseLink(link); len(notices) > 0 {
		p.fail(fmt.Errorf("[%s](%s:%s): %w", label, act, to, notices[0]))
	}
	if act == "lab" {
		return fmt.Sprintf(`<a href="%s#%s">%s</a>`, p.home, html.EscapeString(to), label)
	}
	return fmt.Sprintf(`<a href="%s#%s" data-act="%s" data-to="%s">%s</a>`, p.home, html.EscapeString(link), act, html.EscapeString(to), label)
}

// control is a number of the run that can be changed in the sentence.
func (p *prose) control(key string) string {
	row, ok := p.parameters[key]
	if !ok {
		p.fail(fmt.Errorf("{=%s}: there is no such parameter", key))
		return ""
	}
	f, err := p.runs.fact(key)
	p.fail(err)
	step := "any"
	if row.Kind == "integer" {
		step = "1"
	}
	return fmt.Sprintf(`<input type="number" data-set="%s" aria-label="%s" min="%g" max="%g" step="%s" value="%g" inputmode="decimal" disabled>`,
		key, html.EscapeString(row.name), row.Min, row.Max, step, f.value)
}

// leader is a modality by what it does in the run: first or better.
func (p *prose) leader(key string) string {
	run := p.runs[""]
	if p.found { // the sentence is about what was found
		run = p.runs["found"]
	}
	predicted, err := run.Predict()
	p.fail(err)
	names := run.Moments().Modalities()
	switch measured := run.Measure(run.Epoch()); {
	case key == "better" && !predicted.BetterTie:
		return names[predicted.Better].Name
	case key == "first" && measured.First >= 0:
		return names[measured.First].Name
	}
	p.fail(fmt.Errorf("@{now.%s}: neither", key))
	return ""
}

// present is what a number of the figure is as it opens: [at:|ratio:|share:]key.
func (p *prose) present(name string) string {
	how, key, plain := strings.Cut(name, ":")
	if !plain {
		key = how
	}
	f, err := p.runs.fact(key)
	p.fail(err)
	word := func(key string) string { text, err := p.words.of(key); p.fail(err); return text }
	if how == "at" {
		if f.value == never {
			return word("ui.notYet")
		}
		return strings.Replace(word("ui.at"), "{value}", f.text(word), 1)
	}
	return f.text(word)
}

//go:embed story.html
var storyFrame string

//go:embed lesson.html
var lessonFrame string

var storyPage = template.Must(template.New("story").Parse(storyFrame))
var lessonPage = template.Must(template.New("lesson").Parse(lessonFrame))

// storyDir is where the pages of the story lie.
const storyDir = "story/"

// story writes the essay, the lesson, the pictures of their steps, and what scripts need of them, in every language.
func (s *site) story() error {
	languages, err := Languages(s.root)
	if err != nil {
		return err
	}
	for _, lang := range languages {
		if err := s.storyIn(lang, languages); err != nil {
			return fmt.Errorf("the story in %s: %w", lang, err)
		}
	}
	return nil
}

// storyFrameOf is what the frames of the story's pages are filled with.
type storyFrameOf struct {
	Language, Tag string
	Alternates    []alternate
	Home, Story   string // the lab and the essay, from a page of the story
	Pictures      string
	Policy        string
	Words         scene.Words
	Main          map[string]template.HTML // words of the lab
	Tags          template.HTML
	Steps         []told
	Parts         map[string]template.HTML
	Lessons       []lesson
}

func (s *site) storyIn(lang string, languages []string) error {
	steps, err := Script(s.root)
	if err != nil {
		return err
	}
	words, err := s.storyWordsOf(lang)
	if err != nil {
		return err
	}
	main, err := s.wordsOf(lang)
	if err != nil {
		return err
	}
	for _, key := range []string{scene.DecimalKey, percentKey} {
		words[key] = main[key]
	}
	parameters := map[string]called{}
	for _, row := range sim.Parameters() {
		parameters[row.Key] = called{row, main["param."+row.Key+".name"]}
	}
	page := storyFrameOf{Language: lang, Tag: tagOf(lang), Home: "../", Story: "./", Pictures: picturesOf(lang), Policy: Policy, Words: words, Main: map[string]template.HTML{}, Parts: map[string]template.HTML{}}
	if lang != English {
		page.Home, page.Story = "../?lang="+lang, inLanguage("index.html", lang)
	}
	for key, text := range main {
		if strings.HasPrefix(key, "page.") {
			page.Main[key] = template.HTML(codeMark.ReplaceAllString(html.EscapeString(text), "<code>$1</code>"))
		}
	}
	for i, step := range steps {
		t, err := step.tell(i+1, storyWords(words), parameters, page.Home, s.train)
		if err != nil {
			return err
		}
		if err := s.stepPictures(t, lang, main); err != nil {
			return err
		}
		page.Steps = append(page.Steps, t)
	}
	var tags bytes.Buffer
	if err := previewTags.Execute(&tags, preview{
		Title: words["title"], Description: words["description"], Folder: "step-" + page.Steps[0].Slug, Here: storyDir, Site: s.address, Width: previewWidth, Height: previewHeight,
	}); err != nil {
		return err
	}
	page.Tags = template.HTML(tags.String())
	p := prose{told: &told{words: storyWords(words), home: page.Home}}
	for _, key := range []string{"lead", "lead.how", "end.1", "end.2", "end.3", "end.paper", "end.lab", "lesson.what", "lesson.needs", "lesson.how", "lesson.goal.1", "lesson.goal.2", "lesson.goal.3"} {
		page.Parts[key] = p.of(key)
	}
	if p.err != nil {
		return p.err
	}
	there := strings.NewReplacer(`href="../"`, `href="`+page.Home+`"`, `href="lesson.html"`, `href="`+inLanguage("lesson.html", lang)+`"`)
	for key, part := range page.Parts {
		page.Parts[key] = template.HTML(there.Replace(string(part)))
	}
	page.Lessons = lessons(page.Steps)
	for name, frame := range map[string]*template.Template{"index.html": storyPage, "lesson.html": lessonPage, "notes.html": notesTemplate} {
		page.Alternates = alternates(name, languages)
		var out bytes.Buffer
		if err := frame.Execute(&out, page); err != nil {
			return err
		}
		s.part(storyDir+inLanguage(name, lang), out.Bytes(), markPage)
	}
	ui := map[string]string{}
	for key, text := range words {
		if strings.HasPrefix(key, "ui.") {
			ui["story."+key[len("ui."):]] = text
		}
	}
	if err := s.partJSON(storyDir+"words."+lang+".json", ui); err != nil {
		return err
	}
	return s.partJSON(storyDir+"steps."+lang+".json", map[string]any{"steps": brief(page.Steps)})
}

// codeMark finds what stands in the page's words as code.
var codeMark = regexp.MustCompile("`([^`]*)`")

// train runs a link to its end, once: the story is told in several languages.
func (s *site) train(link string) (*sim.Run, error) {
	if run := s.runs[link]; run != nil {
		return run, nil
	}
	run, err := trained(link)
	if err == nil {
		s.runs[link] = run
	}
	return run, err
}

// called is a parameter with its name.
type called struct {
	sim.Parameter
	name string
}

// lesson is a timetable.
type lesson struct {
	Minutes int
	Steps   []period
}

// Caption says how long it is.
func (l lesson) Caption(words scene.Words) string {
	return strings.Replace(words["lesson.plan"], "{minutes}", strconv.Itoa(l.Minutes), 1)
}

// period is a step of a lesson, from one minute to another.
type period struct {
	told
	From, To int
}

// lessons are the long and the short one.
func lessons(all []told) []lesson {
	var long, short lesson
	for _, t := range all {
		long.add(t, t.Minutes)
		short.add(t, t.Short)
	}
	return []lesson{short, long}
}

func (l *lesson) add(t told, minutes int) {
	if minutes > 0 {
		l.Steps = append(l.Steps, period{t, l.Minutes, l.Minutes + minutes})
		l.Minutes += minutes
	}
}

// briefStep is what a figure needs to show a step.
type briefStep struct {
	Slug     string   `json:"slug"`
	Title    string   `json:"title"`
	Caption  string   `json:"caption"`
	Link     string   `json:"link"`
	Panels   []string `json:"panels"`
	Controls []string `json:"controls"`
}

func brief(all []told) (list []briefStep) {
	for _, t := range all {
		list = append(list, briefStep{t.Slug, t.Title, bareText(t.Look), t.Link, t.Panels, t.Controls})
	}
	return list
}

var tags = regexp.MustCompile(`<[^>]*>`)

// bareText is the text of HTML.
func bareText(h template.HTML) string {
	return html.UnescapeString(tags.ReplaceAllString(string(h), ""))
}

// The pictures of a step: as it asks, and with its answer.
var storyPictureSizes = map[string]scene.Rect{"wide": {W: 864, H: 400}, "narrow": {W: 358, H: 236}}

func (s *site) stepPictures(t told, lang string, words scene.Words) error {
	asking := t.Panels[0]
	if len(t.Asking) > 0 {
		asking = t.Asking[0]
	}
	for kind, run := range map[string]*sim.Run{"ask": t.runs[""], "answer": cmp.Or(t.runs["found"], t.runs[""])} {
		predicted, err := run.Predict()
		if err != nil {
			return err
		}
		now := render.Moment{Run: run, Epoch: run.Epoch(), Prediction: &predicted}
		if kind == "ask" {
			now.Epoch, now.Quiet = 0, true
		}
		name := t.Panels[0]
		if kind == "ask" {
			name = asking
		}
		i := slices.IndexFunc(render.Panels, func(p render.Panel) bool { return p.Name == name })
		if i < 0 {
			return fmt.Errorf("%s: there is no panel %s", t.Slug, name)
		}
		picture := render.Panels[i].New()
		picture.Show(now)
		for size, box := range storyPictureSizes {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme()} {
				name := fmt.Sprintf("%s%s%s-%s-%s-%s.svg", storyDir, picturesOf(lang), t.Slug, kind, size, theme.Name)
				if err := s.picture(name, picture, box, &theme, words); err != nil {
					return err
				}
			}
		}
	}
	return nil
}
