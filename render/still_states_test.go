package render

import (
	"fmt"
	"math"
	"os"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

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
			for i, screen := range stillScreens {
				if os.Getenv("LAB_SOAK") != "long" && i > 0 && (i+n)%2 == 0 { // every way on the desk, and on two of the others
					continue
				}
				training, explanation, race := NewTraining(), &Explanation{}, NewRace()
				training.InTau, training.LogLoss, training.Raw = options.InTau, options.LogLoss, options.Raw
				w := newWatcher()
				w.play(fmt.Sprintf("%s, way %d, %s", name, n, screen.name), run.Epoch(), framesOfARun/4, func(epoch int, list *scene.Scene) {
					now := Moment{Run: run, Epoch: epoch, Prediction: &prediction}
					if n == 1 {
						now.Overlay = over
					}
					training.Show(now)
					training.Draw(list, screen.wide, &screen.theme, words)
					if n > 0 {
						return
					}
					if !ExplanationOf(s).NeedsState() {
						explanation.Show(now)
						explanation.Draw(list, screen.plane, &screen.theme, words)
					}
					race.Show(now)
					race.Draw(list, screen.plane, &screen.theme, words)
				})
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
		for i, screen := range stillScreens {
			training, explanation, race := NewTraining(), &Explanation{}, NewRace()
			part := (i + 1) % 4 // of the run has been played: a third, two, all, nothing
			w := newWatcher()
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
				training.Draw(&list, screen.wide, &screen.theme, words)
				explanation.Show(now)
				explanation.Draw(&list, screen.plane, &screen.theme, words)
				race.Show(now)
				race.Draw(&list, screen.plane, &screen.theme, words)
				w.comings = map[string]int{}
				w.faults = append(w.faults, w.look(fmt.Sprintf("%v, %s = %g, %s", c.changes, c.key, v, screen.name), &list)...)
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
	states := profileStates()
	for _, kind := range []string{sim.SweepChartReluRho, sim.SweepChartReluKappa, sim.SweepChartReluMis} {
		states = append(states, profileCase{kind, trainedProfile(t, kind)})
	}
	for _, st := range states {
		for _, screen := range stillScreens {
			p, w := st.profile, newWatcher()
			all, known := append([]float64(nil), p.Values...), append([]int32(nil), p.Known...)
			p.Values, p.Known = append([]float64(nil), all...), append([]int32(nil), known...)
			step := 1
			for 2*step < len(p.Places) {
				step *= 2
			}
			clear(p.Known)
			draw := func(when string) {
				var list scene.Scene
				p.Draw(&list, screen.plane, &screen.theme, words)
				w.faults = append(w.faults, w.look(fmt.Sprintf("%s, %s, %s", st.name, screen.name, when), &list)...)
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

// trainedProfile is the chart of a kind, of networks trained here, with what theory says along it.
func trainedProfile(t *testing.T, kind string) Profile {
	t.Helper()
	sweep, err := sim.NewSweep(sim.SweepChoice{Kind: kind, Cells: 64}, sim.Default())
	if err != nil {
		t.Fatal(err)
	}
	cells, x := sim.NewCells(sweep), sweep.X
	shows := cells.Shows()
	p := Profile{
		X:      DiagramAxis{Key: x.Key, Min: x.Min, Max: x.Max, Log: x.Log, Integer: x.Integer, Points: x.Points},
		Places: x.Values(), Quantity: shows.Name, Scale: shows.Scale,
		At: math.NaN(), Ghost: math.NaN(), Fill: []float64{1, .3}, Pointer: scene.Point{X: math.NaN()},
	}
	for i := range p.Places {
		p.Values = append(p.Values, cells.Value(i, 0))
		p.Known = append(p.Known, 1)
	}
	names := []string{"signed", "paper"}
	if !cells.HasForms() {
		names = []string{"exact"}
	}
	for n, name := range names {
		line := ProfileLine{Name: name, Exact: name == "exact", X: x.Between(4*(x.Count-1) + 1)}
		for _, at := range line.X {
			switch {
			case line.Exact:
				line.Y = append(line.Y, cells.Predicted(at, 0))
			default:
				f := cells.Forms(at)
				line.Y = append(line.Y, []float64{f.Signed, f.Paper}[n])
			}
		}
		p.Lines = append(p.Lines, line)
	}
	return p
}
