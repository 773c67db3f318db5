package lab

import (
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// everyPanel is a layout in which everything can be said.
var everyPanel = func() string {
	panels := map[string]scene.Rect{}
	for i, name := range render.PanelNames() {
		panels[name] = scene.Rect{X: 0, Y: float64(i) * 400, W: 640, H: 400}
	}
	return laidOut(640, 400*float64(len(render.Panels)), panels)
}()

// laterWords are those a page opens without.
var laterWords = []string{"figure.diagram.", "figure.learned.", "figure.profile.", "figure.scatter."}

// unspoken is what a word that the whole catalogue lacks is written as in these tests.
const unspoken = "no words for {key}"

// catalogues are the page's words, the part it opens with, and none at all.
func catalogues(t *testing.T) (whole, first, none scene.Words) {
	t.Helper()
	text, err := os.ReadFile("../../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &whole); err != nil {
		t.Fatal(err)
	}
	first = maps.Clone(whole)
	maps.DeleteFunc(first, func(key, _ string) bool {
		return slices.ContainsFunc(laterWords, func(start string) bool { return strings.HasPrefix(key, start) })
	})
	whole[""] = unspoken
	return whole, first, scene.Words{}
}

// said are the texts of the picture in those words.
func (f *fixture) said(words scene.Words) []scene.Text {
	f.lab.words = words
	f.lab.buildScene()
	return slices.Clone(f.lab.scene.Texts())
}

// dotted is what a key of the catalogue looks like.
var dotted = regexp.MustCompile(`[a-z]+(\.[A-Za-z]+)+`)

// TestNoKeyIsPainted: in every scenario, with a quarter of the diagrams each, nothing a picture says is
// a key: with all the words because there is one for everything, with some or none of
// them because what has no words yet is left out. Once they are there, the picture is
// the one it would have been.
func TestNoKeyIsPainted(t *testing.T) {
	whole, first, none := catalogues(t)
	kinds := append([]string{sim.TheoryPlane}, sim.SweepKinds()...)
	over := func(panel string) string {
		return fmt.Sprintf(`{"x":300,"y":%d}`, 400*slices.Index(render.PanelNames(), panel)+180)
	}
	pointers := []string{`null`, over(render.PhasePanel), over(render.TrainingPanel)}
	count := 0
	for n, slug := range sim.Slugs() {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("workers", `{"count":1}`) // who never comes: the first pass will do
		f.call("set", `{"scenario":"`+slug+`","width":8}`)
		f.call("options", fmt.Sprintf(`{"overlay":"on","loss":%q,"unit":%q,"time":%q}`,
			[]string{"linear", "log"}[n%2], []string{"normalised", "raw"}[n/2%2], []string{"epochs", "tau"}[n/4%2]))
		for k, kind := range kinds {
			if (k+n)%4 > 0 && k > 0 { // every kind in a quarter of the scenarios, the plane in all
				continue
			}
			epoch := [...]int{0, 150, int(f.call("get", `{}`)["epochs"].(float64))}[k%3]
			f.call("seek", fmt.Sprintf(`{"epoch":%d}`, epoch))
			f.work()
			f.call("diagram", `{"kind":"`+kind+`","cells":32,"quantity":"`+sim.OwnQuantities()[n%len(sim.OwnQuantities())]+`"}`)
			f.frame(.016)
			f.call("pointer", pointers[(k+n)/4%len(pointers)])
			before := f.said(whole)
			for _, text := range slices.Concat(before, f.said(first), f.said(none)) {
				if count++; dotted.MatchString(text.Content) {
					t.Errorf("%s at %d, %s: %s shows %q", slug, epoch, kind, text.Key, text.Content)
				}
			}
			if !slices.Equal(f.said(whole), before) {
				t.Errorf("%s at %d, %s: after late words the picture is another one", slug, epoch, kind)
			}
		}
	}
	if count < 20000 {
		t.Errorf("%d texts: that tests little", count)
	}
}

// TestLateWordsAreDrawn: a lab at rest is given the rest of its words: it draws them
// with the next frame, and goes back to rest.
func TestLateWordsAreDrawn(t *testing.T) {
	whole, first, _ := catalogues(t)
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"scenario":"depth","width":4}`)
	boot := func(words scene.Words) {
		f.Helper()
		f.call("boot", string(encode(map[string]any{"strings": words, "theme": "light"})))
		draws := f.lab.draws
		if f.frame(.016); f.lab.draws != draws+1 {
			f.Errorf("%d frames drawn after the words came", f.lab.draws-draws)
		}
	}
	boot(first)
	f.complete()
	rest := func() {
		f.Helper()
		for idle, n := f.page.idle, 0; f.page.idle == idle; n++ {
			if f.frame(.016); n > 100 {
				f.Fatal("it never rests")
			}
		}
	}
	rest()
	title := func() string {
		texts := f.lab.scene.Texts()
		if i := slices.IndexFunc(texts, func(t scene.Text) bool { return t.Key == "profile/title/y" }); i >= 0 {
			return texts[i].Content
		}
		return ""
	}
	if got := title(); got != "" {
		t.Errorf("without its words the axis is called %q", got)
	}
	boot(whole)
	if got, want := title(), whole["figure.diagram.quantity.ratio"]; got != want {
		t.Errorf("the axis is called %q, want %q", got, want)
	}
	packet, _ := f.page.frames[len(f.page.frames)-1]["texts"].([]any)
	if !slices.ContainsFunc(packet, func(t any) bool { return t.(map[string]any)["k"] == "profile/title/y" }) {
		t.Errorf("the page was told %v", packet)
	}
	rest()
}
