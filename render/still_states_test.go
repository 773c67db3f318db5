package render

import (
	"fmt"
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// stillSizes are boxes of the curves and of the picture beside them: a desk, a telephone, a frame
// in a text, and a projector.
var stillSizes = []struct {
	name        string
	wide, plane scene.Rect
	theme       scene.Theme
}{
	{"1280×800", scene.Rect{W: 876, H: 330}, scene.Rect{W: 422, H: 265}, scene.LightTheme()},
	{"390×844", scene.Rect{W: 358, H: 280}, scene.Rect{W: 358, H: 358}, scene.DarkTheme()},
	{"700×420", scene.Rect{W: 361, H: 310}, scene.Rect{W: 295, H: 310}, scene.LightTheme()},
	{"1024×768, present", scene.Rect{W: 433, H: 320}, scene.Rect{W: 508, H: 480}, scene.ProjectorTheme()},
}

// stillStates are networks that no scenario shows.
var stillStates = map[string]map[string]any{
	"many, early":         {"scenario": "many", "fusion": 1},
	"four layers":         {"scenario": "depth", "width": 30, "epochs": 4000},
	"four layers, middle": {"depth": 4, "fusion": 3, "init": .1, "epochs": 2500},
	"another draw":        {"scenario": "wishart", "draw": 7},
	"a third draw":        {"scenario": "wishart", "draw": 41, "dA": 2, "dB": 9},
	"own, flow":           {"scenario": "own", "method": sim.GradientFlow},
	"own, early":          {"scenario": "own", "fusion": 1},
	"leaky":               {"scenario": "relu", "slope": .4},
	"little data":         {"scenario": "small-data", "samples": 110, "seed": 3},
	"large weights":       {"init": .1, "epochs": 300},
	"nearly a tie":        {"kappa": 1.1, "epochs": 2000},
	"four modalities":     {"scenario": "many", "modalities": 4},
	"six modalities":      {"scenario": "many", "modalities": 6},
	"five, flow":          {"scenario": "many", "modalities": 5, "method": sim.GradientFlow},
	"wide inputs":         {"scenario": "wishart", "dA": 7, "dB": 3},
	"three layers":        {"depth": 3, "init": .05, "width": 20, "epochs": 600},
	"loud xor":            {"scenario": "xor", "kappa": 3.5},
	"relu, opposed":       {"scenario": "relu", "rho": -.6},
}

// TestStillInOtherStates plays networks that no scenario shows, on all of these screens, with
// whatever can be switched on, and counts labels that jump or blink.
func TestStillInOtherStates(t *testing.T) {
	words := wordsForTest(t)
	for name, changes := range stillStates {
		run := runOf(t, changes, 1<<15)
		s := run.Scenario()
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		over, err := sim.OverlayRun(run)
		if err != nil {
			t.Fatal(name, err)
		}
		for over != nil && over.Epoch() < run.Epoch() && !over.Done() {
			over.Step()
		}
		for n, options := range []Training{{}, {InTau: true}, {LogLoss: true}, {Raw: true}, {LogLoss: true, Raw: true}} {
			for _, size := range stillSizes {
				training, explanation, race := NewTraining(), &Explanation{}, NewRace()
				training.InTau, training.LogLoss, training.Raw = options.InTau, options.LogLoss, options.Raw
				w := newWatcher()
				w.coarse = true
				for epoch := 0; epoch <= run.Epoch(); epoch += max(1, s.Epochs/120) {
					now := Moment{Run: run, Epoch: epoch, Prediction: &prediction}
					if n == 1 {
						now.Overlay = over
					}
					var list scene.Scene
					training.Show(now)
					training.Draw(&list, size.wide, &size.theme, words)
					if !ExplanationOf(s).NeedsState() {
						explanation.Show(now)
						explanation.Draw(&list, size.plane, &size.theme, words)
					}
					if n == 0 {
						race.Show(now)
						race.Draw(&list, size.plane, &size.theme, words)
					}
					w.look(fmt.Sprintf("%s, way %d, %s, epoch %d", name, n, size.name, epoch), &list)
				}
				for _, fault := range w.faults {
					t.Error(fault)
				}
			}
		}
	}
}

// TestStillUnderOtherHands drags sliders of networks that have no plane in sixty steps and counts
// labels that jump.
func TestStillUnderOtherHands(t *testing.T) {
	words := wordsForTest(t)
	for _, c := range []struct {
		changes  map[string]any
		key      string
		from, to float64
	}{
		{map[string]any{"depth": 3, "init": .05, "width": 20, "epochs": 600}, "kappa", 1.1, 3},
		{map[string]any{"scenario": "unequal"}, "kappa", .7, 3},
		{map[string]any{"scenario": "many"}, "kappa", .5, 3},
		{map[string]any{"scenario": "many"}, "r", .3, 1.8},
		{map[string]any{"scenario": "many"}, "rho", -.2, .7},
		{map[string]any{"scenario": "many", "modalities": 5}, "rho", -.68, .68},
		{map[string]any{"task": sim.TaskBlock, "dA": 3, "dB": 2, "epochs": 600}, "wB", .3, 1.5},
	} {
		for i, size := range stillSizes {
			training, explanation, race := NewTraining(), &Explanation{}, NewRace()
			part := (i + 1) % 4 // of the run has been played: a third, two, all, nothing
			w := newWatcher()
			w.coarse = true
			for n := range 61 {
				v := math.Round(1000*(c.from+(c.to-c.from)*float64(n)/60)) / 1000
				changes := map[string]any{c.key: v}
				for key, value := range c.changes {
					changes[key] = value
				}
				run := runOf(t, changes, 1<<15)
				prediction, err := run.Predict()
				if err != nil {
					t.Fatal(err)
				}
				now := Moment{Run: run, Epoch: run.Scenario().Epochs * part / 3, Prediction: &prediction, Whole: true}
				var list scene.Scene
				training.Show(now)
				if need := training.Needs(); n == 0 {
					training.Top = need
				} else if need > training.Top {
					training.Top = math.Min(need, training.Top*1.04)
				}
				training.Draw(&list, size.wide, &size.theme, words)
				explanation.Show(now)
				explanation.Draw(&list, size.plane, &size.theme, words)
				race.Show(now)
				race.Draw(&list, size.plane, &size.theme, words)
				w.comings = map[string]int{}
				w.look(fmt.Sprintf("%v, %s = %g, %s", c.changes, c.key, v, size.name), &list)
			}
			for _, fault := range w.faults {
				t.Error(fault)
			}
		}
	}
}

// TestStillWhileChartsFill: as the points of a chart come, coarse to fine, and as its
// handle goes along, no label jumps.
func TestStillWhileChartsFill(t *testing.T) {
	words := wordsForTest(t)
	for _, st := range profileStates() {
		for _, size := range stillSizes {
			p, w := st.profile, newWatcher()
			w.coarse = true
			all, known := append([]float64(nil), p.Values...), append([]int32(nil), p.Known...)
			p.Values, p.Known = append([]float64(nil), all...), append([]int32(nil), known...)
			step := 1
			for 2*step < len(p.Places) {
				step *= 2
			}
			clear(p.Known)
			draw := func(when string) {
				var list scene.Scene
				p.Draw(&list, size.plane, &size.theme, words)
				w.look(fmt.Sprintf("%s, %s, %s", st.name, size.name, when), &list)
			}
			for ; step > 0; step /= 2 {
				for i := 0; i < len(all); i++ {
					if i%len(p.Places)%step == 0 {
						p.Known[i] = known[i]
					}
				}
				for i, k := range p.Known {
					if p.Values[i] = all[i]; k == 0 {
						p.Values[i] = math.NaN()
					}
				}
				draw(fmt.Sprintf("every %d", step))
			}
			for n := range 61 {
				f := float64(n) / 60
				if p.At = p.X.Min + f*(p.X.Max-p.X.Min); p.X.Log {
					p.At = p.X.Min * math.Pow(p.X.Max/p.X.Min, f)
				}
				if p.X.Integer {
					p.At = math.Round(p.At)
				}
				w.comings = map[string]int{}
				draw(fmt.Sprintf("handle at %.3g", p.At))
			}
			for _, fault := range w.faults {
				t.Error(fault)
			}
		}
	}
}
