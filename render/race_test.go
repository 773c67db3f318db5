package render

import (
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// raceOf is the race of a whole run at an epoch.
func raceOf(t testing.TB, changes map[string]any, epoch int) *Race {
	t.Helper()
	run := runOf(t, changes, 1<<15)
	p := NewRace()
	p.Show(raceMoment(t, run, epoch))
	return p
}

func raceMoment(t testing.TB, run *sim.Run, epoch int) Moment {
	t.Helper()
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	return Moment{Run: run, Epoch: epoch, Prediction: &prediction}
}

const redundant = "1_1~4_2_4_1_2_4" // B is half of A

// raceStates are races worth looking at.
func raceStates(t testing.TB) map[string]*Race {
	states := map[string]*Race{}
	for name, at := range map[string]struct {
		changes map[string]any
		epoch   int
	}{
		"start": {map[string]any{"rho": .5}, 0}, "rise": {map[string]any{"rho": .5}, 60}, "bend": {map[string]any{"rho": .5}, 300}, "end": {map[string]any{"rho": .5}, 1000},
		"straight": {map[string]any{}, 300}, "turn": {map[string]any{"rho": -.8}, 700}, "return": {map[string]any{"rho": .9, "r": -.1, "epochs": 3000}, 2400},
		"tie": {map[string]any{"kappa": 1}, 200}, "never": {map[string]any{"task": sim.TaskOwn, "own": redundant}, 600}, "vectors": {map[string]any{"scenario": "wishart"}, 1200},
		"deep": {map[string]any{"depth": 4, "init": .1, "epochs": 3000}, 2200}, "many": {map[string]any{"scenario": "many"}, 450}, "linear": {map[string]any{"activation": sim.ReLU}, 100}, "fusion": {map[string]any{"fusion": 1}, 100},
	} {
		states[name] = raceOf(t, at.changes, at.epoch)
	}
	states["pointer"] = raceOf(t, map[string]any{"rho": .5}, 300)
	states["pointer"].Pointer = 150
	states["tau"] = raceOf(t, map[string]any{"rho": .5}, 300)
	states["tau"].InTau, states["tau"].Whole = true, true
	return states
}

func TestRaceGolden(t *testing.T) {
	words := wordsForTest(t)
	for name, p := range raceStates(t) {
		inEverySize(t, "race-"+name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { p.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
			return name == "bend" || theme == "light" && sz == weightSizes[2]
		})
	}
}

// TestRaceOfTinyWeights: heights of 10¹⁷ are written as a power, within the picture.
func TestRaceOfTinyWeights(t *testing.T) {
	p, theme := raceOf(t, map[string]any{"depth": 4, "epochs": 100}, 50), scene.LightTheme()
	s, numbers := new(scene.Scene), 0
	box := scene.Rect{W: 430, H: 280}
	p.Draw(s, box, &theme, wordsForTest(t))
	for key, text := range textsOf(s) {
		if !strings.HasPrefix(key, "race/height/") {
			continue
		}
		if numbers++; text.Content != "0" && text.Content != "10^{17}" || text.Bounds().X < box.X {
			t.Errorf("%q from %v", text.Content, text.Bounds().X)
		}
	}
	if numbers != 2 {
		t.Errorf("%d numbers", numbers)
	}
}

// TestRaceSays: every sentence, at moments at which it is so.
func TestRaceSays(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		epoch   int
		want    RaceCaption
	}{
		{map[string]any{"rho": .5}, 20, RaceCaption{"steeper", "A", "B", 5, 2}},
		{map[string]any{"rho": .5}, 300, RaceCaption{"flatter", "A", "B", 2, .75}},
		{map[string]any{"rho": .5}, 1000, RaceCaption{"late", "A", "B", 4.56, 0}},
		{map[string]any{}, 300, RaceCaption{"straight", "A", "B", 1, 1}},
		{map[string]any{"eta": 1.5}, 3, RaceCaption{Key: "restless"}},
		{map[string]any{"eta": 1.5}, 1000, RaceCaption{Key: "restless"}},
		{map[string]any{"rho": -.1, "kappa": 3}, 500, RaceCaption{"faster", "A", "B", .7, .99}},
		{map[string]any{"rho": -.8}, 400, RaceCaption{"turns", "A", "B", .6, .36}},
		{map[string]any{"kappa": 1, "method": sim.GradientFlow}, 50, RaceCaption{"alike", "", "", 1, 1}},
		{map[string]any{"kappa": 1.001, "method": sim.GradientFlow}, 900, RaceCaption{"together", "", "", 1, 0}},
		{map[string]any{"scenario": "many"}, 50, RaceCaption{"steepest", "A", "B", 2.02, 0}},
		{map[string]any{"scenario": "many"}, 450, RaceCaption{"arrived", "A", "B", 236, 0}},
		{map[string]any{"scenario": "many"}, 800, RaceCaption{"late", "A", "B", 2.97, 0}},
		{map[string]any{"scenario": "many", "rho": 0}, 800, RaceCaption{"late", "A", "C", 3.82, 0}},
		{map[string]any{"scenario": "many", "kappa": .25, "rho": 0}, 50, RaceCaption{"steepest", "C", "A", 1, 0}},
		{map[string]any{"etaRatio": 8.}, 20, RaceCaption{"paced", "B", "A", 1, 4}},
		{map[string]any{"kappa": 1., "etaRatio": 2., "method": sim.GradientFlow}, 20, RaceCaption{"paced", "B", "A", 1, 1}},
		{map[string]any{"etaRatio": 2.}, 20, RaceCaption{"steeper", "A", "B", 4, 1}},
		{map[string]any{"etaRatio": 4., "method": sim.GradientFlow}, 20, RaceCaption{"balanced", "", "", 1, 4}},
		{map[string]any{"rho": .5, "decay": 1.4}, 500, RaceCaption{"decays", "A", "B", 2, 1.1}},
		{map[string]any{"rho": -.5, "decay": .7}, 500, RaceCaption{"arrived", "A", "B", 209, 0}}, // B has been falling before
		{map[string]any{"decay": 5}, 50, RaceCaption{"sinks", "", "", 0, 0}},
		{map[string]any{"wB": 0, "decay": .1}, 50, RaceCaption{"sinks", "", "", 0, 0}},
		{map[string]any{"wB": 0}, 50, RaceCaption{"nothing", "", "", 0, 0}},
		{map[string]any{"task": sim.TaskOwn, "own": redundant}, 600, RaceCaption{"level", "A", "B", 2, 0}},
		{map[string]any{"depth": 4, "init": .1, "epochs": 3000}, 100, RaceCaption{"deep", "A", "B", 0, 0}},
	} {
		race := raceOf(t, c.changes, c.epoch)
		got := race.Said
		near := func(a, b float64) bool { return math.Abs(a-b) <= .02*math.Max(1, math.Abs(b)) }
		if got.Key != "figure.race."+c.want.Key || c.want.First != "" && (got.First != c.want.First || got.Other != c.want.Other) || !near(got.From, c.want.From) || !near(got.To, c.want.To) {
			t.Errorf("%v, epoch %d: %+v, want %+v", c.changes, c.epoch, got, c.want)
		}
		for _, lane := range race.Lanes {
			if drawn := len(lane.Line) > 0; drawn == (c.want.Key == "restless") {
				t.Errorf("%v, epoch %d: %s, and %s has %d pieces of a line", c.changes, c.epoch, c.want.Key, lane.Name, len(lane.Line))
			}
		}
	}
}

// TestRaceSaysNothingFalse: over the plane, played to its end. What is said before the first
// modality arrives comes true; that a line bends is said of runs whose line does.
func TestRaceSaysNothingFalse(t *testing.T) {
	count := map[string]int{}
	type place struct{ rho, kappa, r, decay float64 }
	var places []place
	for _, rho := range []float64{-.8, -.4, 0, .3, .9} {
		for _, kappa := range []float64{.5, .9, 1, 1.2, 2, 3} {
			for _, r := range []float64{-1.2, -.3, .2, 1} {
				places = append(places, place{rho, kappa, r, 0})
				if r == 1 {
					places = append(places, place{rho, kappa, r, .5}, place{rho, kappa, r, 1.2})
				}
			}
		}
	}
	for _, c := range places {
		run := runOf(t, map[string]any{"rho": c.rho, "kappa": c.kappa, "r": c.r, "decay": c.decay, "epochs": 2000}, 2000)
		end := run.Measure(2000)
		p := NewRace()
		for epoch := 0; epoch <= 2000; epoch += 50 {
			p.Show(Moment{Run: run, Epoch: epoch})
			said := strings.TrimPrefix(p.Said.Key, "figure.race.")
			count[said]++
			slope := func(m, from, to int) float64 {
				return math.Log(run.Norm(m)[to]/run.Norm(m)[from]) / 2 / float64(to-from) / run.Scenario().Eta
			}
			switch said {
			case "steeper", "ahead":
				if end.First >= 0 && string(rune('A'+end.First)) != p.Said.First {
					t.Errorf("%+v, epoch %d: %s of %s, but %d is first", c, epoch, said, p.Said.First, end.First)
				}
			case "nothing":
				t.Errorf("%+v: there is something to learn", c)
			case "sinks":
				if end.First >= 0 || !(slope(0, 1000, 2000) < 0) || !(slope(1, 1000, 2000) < 0) {
					t.Errorf("%+v: %s, but slopes are %v and %v", c, said, slope(0, 1000, 2000), slope(1, 1000, 2000))
				}
			case "flatter", "faster", "straight", "turns", "decays":
				other := 1 - end.First
				tA := end.Times[end.First]
				before := slope(other, int(.6*tA), int(.9*tA))
				from := int(tA) + 2*(epoch-int(tA))/3 // late enough to have turned
				after := slope(other, from, epoch)
				wrong := map[string]bool{
					"flatter": !(after < before), "faster": !(after > before), "straight": math.Abs(after/before-1) > .2 && run.Norm(other)[epoch] < .1*run.FinalNorm(other),
					"turns": !(slope(other, int(tA)+60, int(tA)+80) < 0), "decays": !(before > 0 && after < 0),
				}[said]
				if wrong {
					t.Errorf("%+v, epoch %d: %s, but slopes are %v and %v", c, epoch, said, before, after)
				}
			}
		}
	}
	for _, said := range []string{"steeper", "flatter", "faster", "straight", "turns", "late", "arrived", "decays", "sinks"} {
		if count[said] < 10 {
			t.Errorf("%s is said %d times", said, count[said])
		}
	}
	t.Log(count)
}

// TestRaceStands: the run lies on the dashed lines where it has left its initial weights and
// is not yet learned, and the mark of the bend on the run.
func TestRaceStands(t *testing.T) {
	for name, p := range raceStates(t) {
		if p.Need != "" || p.Depth > 2 || name == "vectors" {
			continue
		}
		compared := 0
		for m := range p.Lanes {
			for _, piece := range p.Lanes[m].Line {
				for e := int(piece.From + .1*(piece.To-piece.From)); float64(e) < piece.To; e += 7 {
					want := piece.Start + (float64(e)-piece.From)/(piece.To-piece.From)*(piece.End-piece.Start)
					if piece.Rests || want > -1 || want < p.Lanes[m].Line[0].Start+1.2 || e >= len(p.Lanes[m].Curve) {
						continue
					}
					compared++
					if got := p.Lanes[m].Curve[e]; math.Abs(got-want) > .45 {
						t.Errorf("%s: at epoch %d %d is at %.2f, predicted %.2f", name, e, m, got, want)
					}
				}
			}
		}
		if compared < 20 {
			t.Errorf("%s: %d places compared", name, compared)
		}
	}
}

// TestRaceNeeds: networks that have no race say so, in the box if that has room.
func TestRaceNeeds(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	for _, need := range []struct {
		changes map[string]any
		want    string
	}{
		{map[string]any{"activation": sim.ReLU}, sim.RaceNeedsLinear}, {map[string]any{"fusion": 1}, sim.RaceNeedsLate}, {map[string]any{"init": 1.}, sim.RaceNeedsSmall},
		{map[string]any{"depth": 3, "rho": .9, "r": -.1, "init": .05}, sim.RaceNeedsSigns},
		{map[string]any{"method": sim.Adam}, sim.RaceNeedsRates}, {map[string]any{"modulation": .5}, sim.RaceNeedsRates},
		{map[string]any{"depth": 3, "init": .05, "etaRatio": 2.}, sim.RaceNeedsPlain},
	} {
		p := NewRace()
		p.Show(Moment{Run: runOf(t, need.changes, 5), Epoch: 5})
		for _, w := range []float64{200, 430} {
			var s scene.Scene
			if placed := p.Draw(&s, scene.Rect{W: w, H: 200}, &theme, words); placed.Curves.Panel != "" {
				t.Errorf("%v: there is an axis", need.changes)
			}
			said := ""
			for _, text := range s.Texts() {
				said += text.Content + " "
			}
			if strings.TrimSpace(said) != words["figure.race.needs."+need.want] {
				t.Errorf("%v: it says %q", need.changes, said)
			}
			checkTexts(t, &s, scene.Rect{W: w, H: 200}, need.want)
		}
	}
}

func TestRaceSurvivesOddNumbers(t *testing.T) {
	words := wordsForTest(t)
	withOddNumbers(t, func(i, j int, a, b float64) drawing {
		p := raceOf(t, map[string]any{"rho": .5, "epochs": 40}, 30)
		lane := &p.Lanes[0]
		lane.Line[0].End, lane.Line[len(lane.Line)-1].Start = a, b
		lane.Curve[i+1], lane.Curve[j+2] = a, b
		lane.Comes, lane.Arrives, p.Pointer, p.Playhead = a, a, b, b
		p.Low = []float64{p.Low, a}[j%2]
		return func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { p.Draw(s, box, theme, words) }
	})
}

func TestRaceRebuildAllocatesNothing(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for name, changes := range map[string]map[string]any{"scalars": {"rho": .5}, "vectors": {"scenario": "wishart"}, "deep": {"depth": 3, "init": .1}} {
		run := runOf(t, changes, 1000)
		now := raceMoment(t, run, 300)
		p, picture := NewRace(), scene.Scene{}
		p.Pointer = 200
		rebuild := func() {
			picture.Reset()
			p.Show(now)
			p.Draw(&picture, scene.Rect{W: 430, H: 280}, &theme, words)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: %v allocations", name, n)
		}
	}
}

// TestScenariosShowAPanel: the picture a scenario shows first is one of those that share a
// place, and the page is written with that of the scenario it opens on.
func TestScenariosShowAPanel(t *testing.T) {
	for i, slug := range sim.Slugs() {
		found := false
		for _, panel := range Panels {
			if panel.Name != sim.PanelOf(slug) {
				continue
			}
			found = panel.Slot == SharedSlot
			if i == 0 && !panel.Opening {
				t.Errorf("the page does not open with %s", panel.Name)
			}
		}
		if !found {
			t.Errorf("%s shows %q", slug, sim.PanelOf(slug))
		}
	}
}

// TestRaceFitsAnywhere: in the low places that large type leaves it, what gives way is the
// caption, then the title, then the epochs, never the lines.
func TestRaceFitsAnywhere(t *testing.T) {
	words, theme := wordsForTest(t), scene.ProjectorTheme()
	for _, c := range []struct {
		height float64
		has    []string
		lacks  []string
	}{
		{90, nil, []string{"race/title", "race/caption", "race/epoch/500"}}, {150, []string{"race/epoch/500"}, []string{"race/title", "race/caption"}},
		{250, []string{"race/title", "race/epoch/500"}, []string{"race/caption"}}, {320, []string{"race/title", "race/caption", "race/epoch/500"}, nil},
	} {
		p, list := raceOf(t, map[string]any{"rho": .5}, 300), scene.Scene{}
		box := scene.Rect{W: 680, H: c.height}
		p.Draw(&list, box, &theme, words)
		checkTexts(t, &list, box, "low")
		there := map[string]bool{}
		for _, text := range list.Texts() {
			there[text.Key] = true
		}
		for _, strip := range list.Strips() {
			there[strip.Key] = true
		}
		for _, key := range append(c.has, "race/curve/A", "race/curve/B", "race/predicted/B", "race/finish") {
			if !there[key] {
				t.Errorf("height %g: no %s", c.height, key)
			}
		}
		for _, key := range c.lacks {
			if there[key] {
				t.Errorf("height %g: %s is there", c.height, key)
			}
		}
	}
}
