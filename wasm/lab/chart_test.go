package lab

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// values reads numbers of an answer; null is NaN.
func values(list any) (v []float64) {
	for _, x := range list.([]any) {
		f, ok := x.(float64)
		if !ok {
			f = math.NaN()
		}
		v = append(v, f)
	}
	return v
}

// TestChartAnswers: phaseDiagram() has no vertical axis for charts, and theory in
// all its forms.
func TestChartAnswers(t *testing.T) {
	for _, c := range []struct {
		kind, x string
		count   int
		forms   []string // that are numbers
	}{
		{"chartRho", "rho", 39, []string{"paper", "signed", "descent"}},
		{"chartKappa", "kappa", 33, []string{"paper", "signed", "descent"}},
		{"chartInit", "init", 25, []string{"paper", "signed"}},
		{"chartFusion", "fusion", 4, []string{"paper", "signed"}},
		{"draws", "draw", 50, []string{"paper", "directional", "grown"}},
		{"chartReluRho", "rho", 39, []string{"paper", "signed", "descent"}},
		{"chartReluKappa", "kappa", 25, []string{"paper", "signed", "descent"}},
		{"chartDeepKappa", "kappa", 17, []string{"paper", "signed", "meanField"}},
	} {
		f := start(t)
		f.call("layout", square)
		f.call("diagram", `{"kind":"`+c.kind+`"}`)
		f.complete()
		answer := f.call("phaseDiagram", `{}`)
		x := answer["x"].(map[string]any)
		if answer["kind"] != c.kind || x["key"] != c.x || len(values(x["values"])) != c.count || answer["y"] != nil || answer["done"] != 1.0 {
			t.Errorf("%s: kind %v, x %v with %d values, y %v, done %v", c.kind, answer["kind"], x["key"], len(values(x["values"])), answer["y"], answer["done"])
		}
		measured, theory := values(answer["values"]), values(answer["theory"])
		unlearned := 0
		if c.kind == "chartInit" { // at the smallest γ a run takes more than 20 000 epochs
			unlearned = 2
		}
		if len(measured) != c.count || len(theory) != c.count || slices.ContainsFunc(measured[unlearned:], math.IsNaN) {
			t.Errorf("%s: %v, theory %v", c.kind, measured, theory)
		}
		for _, name := range c.forms {
			form := values(answer["theories"].(map[string]any)[name])
			if len(form) != c.count || slices.ContainsFunc(form, math.IsNaN) {
				t.Errorf("%s: %s is %v", c.kind, name, form)
			}
		}
		// Theory in one word is one of the forms.
		drawn := map[string]string{"chartInit": "signed", "chartFusion": "signed", "draws": "paper", "chartDeepKappa": "signed"}[c.kind]
		if drawn == "" {
			drawn = "descent"
		}
		if !slices.Equal(theory, values(answer["theories"].(map[string]any)[drawn])) {
			t.Errorf("%s: theory is not %s", c.kind, drawn)
		}
	}
}

// TestChartAlongWidth: six seeds at every width, their mean field and the formula as lines; the
// handle stands at the run's own t_A, whatever its seed, and a click on a dot opens the run of its seed.
func TestChartAlongWidth(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"scenario":"intermediate","seed":9,"width":40}`)
	f.call("diagram", `{"kind":"chartWidth"}`)
	f.complete()
	f.frame(.016)
	answer := f.call("phaseDiagram", `{}`)
	widths, seeds := values(answer["x"].(map[string]any)["values"]), values(answer["y"].(map[string]any)["values"])
	measured, field := values(answer["values"]), values(answer["theories"].(map[string]any)["meanField"])
	if len(seeds) != 6 || len(measured) != 6*len(widths) || !slices.Equal(field, values(answer["theory"])[:len(widths)]) {
		t.Fatalf("%d seeds, %d values, mean field %v", len(seeds), len(measured), field)
	}
	p := &f.lab.profile
	if len(p.Lines) != 2 || p.Lines[0].Name != "meanField" || p.Lines[1].Name != "paperFormula" || p.Lines[1].Y[0] > field[0]/2 || p.Seeds != 6 {
		t.Errorf("%d lines, %d seeds", len(p.Lines), p.Seeds)
	}
	run := f.lab.player.Run()
	if m := run.Measure(run.Epoch()); p.At != 40 || p.Own.End != m.Times[0] || !(p.Own.End > 0) {
		t.Errorf("the run is at N = %v, t_A = %v; measured %v", p.At, p.Own.End, m.Times[0])
	}
	if own := p.Own.Predicted; math.Abs(own/p.Own.End-1) > .02 {
		t.Errorf("predicted from its own weights: %v, measured %v", own, p.Own.End)
	}
	at := f.lab.diagramPlot.At(widths[2], 0)
	row := 4
	at.Y = p.HeightOf(&f.lab.diagramPlot, measured[row*len(widths)+2])
	f.call("pick", fmt.Sprintf(`{"x":%v,"y":%v}`, at.X, at.Y))
	f.work()
	if s := f.lab.player.Scenario(); float64(s.Width) != widths[2] || s.Seed != row+1 {
		t.Errorf("the run has N = %d, seed %d", s.Width, s.Seed)
	}
}

// TestChartsWithWorkers: whoever computes the points, they have the same bits.
func TestChartsWithWorkers(t *testing.T) {
	for _, kind := range []string{"chartRho", "chartInit", "chartWidth", "draws", "generalisation"} {
		alone := start(t)
		alone.call("layout", square)
		alone.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		if kind == "generalisation" {
			for range 40 {
				alone.frame(.016)
			}
		} else {
			alone.complete()
		}
		f := start(t)
		f.call("layout", square)
		f.call("workers", `{"count":2}`)
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		f.frame(.016)
		w := f.hire()
		for tile := w.take(); tile >= 0 && f.lab.diagram.shown < alone.lab.diagram.shown; tile = w.take() {
			w.deliver(tile)
		}
		if shown := f.lab.diagram.shown; shown == 0 || shown != alone.lab.diagram.shown || !slices.Equal(f.bits(), alone.bits()) {
			t.Errorf("%s: %d cells with workers, %d without, or others", kind, shown, alone.lab.diagram.shown)
		}
	}
}

// TestChartFillsIn: a point that has not come yet stands for nothing.
func TestChartFillsIn(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.call("workers", `{"count":1}`)
	f.call("diagram", `{"kind":"draws"}`)
	w := f.hire()
	w.deliver(w.take())
	known := 0
	for i, stride := range f.lab.diagram.strides {
		if stride != 0 {
			known++
		} else if !math.IsNaN(f.lab.diagram.values[i]) {
			t.Errorf("draw %d has a value before it has come", i+1)
		}
	}
	if known != 1 {
		t.Errorf("%d draws after one tile of one", known)
	}
}

// TestPickPoint: a click beside a point opens its run, which is in the same sweep;
// from there the handle is in the picture and goes along the axis.
func TestPickPoint(t *testing.T) {
	for _, kind := range []string{"chartRho", "chartKappa", "chartInit", "chartFusion", "draws", "generalisation", "chartMis", "chartReluRho", "chartReluMis", "chartDeepKappa"} {
		f := start(t)
		f.call("layout", square)
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		for range 60 {
			f.frame(.016)
		}
		c, job := f.lab.diagram.cells, f.lab.diagram.job
		i, j := c.X.Count-2, c.Y.Count/3
		at := f.lab.diagramPlot.At(c.X.Value(i), c.Y.Value(j))
		if kind == "draws" {
			f.complete()
			f.frame(.016)
			draw := f.lab.scatter.Draws[i]
			at = f.lab.scatterPlot.At(draw.Norms, draw.Measured)
		}
		f.call("pick", fmt.Sprintf(`{"x":%v,"y":%v}`, at.X, at.Y))
		f.work()
		f.frame(.016)
		s, want := f.lab.player.Scenario(), c.Scenario(i, j)
		for key, v := range c.Changes(want) {
			if got := s.Values()[key]; got != v && key != "epochs" {
				t.Errorf("%s: %s is %v, want %v", kind, key, got, v)
			}
		}
		if kind == "generalisation" && s.Epochs != want.Epochs {
			t.Errorf("the run has %d epochs, the cell %d", s.Epochs, want.Epochs)
		}
		if f.lab.diagram.job != job || !f.lab.diagram.within {
			t.Errorf("%s: job %d, was %d; within %v", kind, f.lab.diagram.job, job, f.lab.diagram.within)
		}
		handle := f.lab.handles[phaseHandle].told
		if !handle.shown {
			t.Errorf("%s: no handle at the run", kind)
		}
		f.call("nudge", `{"handle":"phase","dx":-1,"dy":0}`)
		f.work()
		if now := sim.NumberOf(f.lab.player.Scenario(), c.X.Key); !(now < c.X.Value(i)) {
			t.Errorf("%s: an arrow leads from %v to %v", kind, c.X.Value(i), now)
		}
		if f.lab.diagram.job != job {
			t.Errorf("%s: another sweep after an arrow", kind)
		}
		if kind == "draws" {
			draw := f.lab.scatter.Draws[0]
			at := f.lab.scatterPlot.At(draw.Norms, draw.Measured)
			f.call("drag", fmt.Sprintf(`{"handle":"phase","x":%v,"y":%v}`, at.X, at.Y))
			f.work()
			if now := sim.NumberOf(f.lab.player.Scenario(), c.X.Key); now != c.X.Value(0) {
				t.Errorf("%s: dragged to the first draw it is %v", kind, now)
			}
		}
	}
}

// TestChartOfAnotherQuantity: the exact line of mis-attribution is drawn where theory has
// it, beside points that lie on it, and there are no times of it.
func TestChartOfAnotherQuantity(t *testing.T) {
	for _, kind := range []string{"chartMis", "chartReluMis"} {
		f := start(t)
		f.call("layout", square)
		f.call("set", `{"kappa":3}`)
		f.call("diagram", `{"kind":"`+kind+`"}`)
		f.complete()
		f.frame(.016)
		answer := f.call("phaseDiagram", `{}`)
		measured, theory := values(answer["values"]), values(answer["theory"])
		for i, x := range f.lab.profile.Places {
			if want := x / 3; math.Abs(theory[i]-want) > 1e-12 || math.Abs(measured[i]-want) > .005 {
				t.Errorf("%s at ρ = %v: %v, theory %v, want %v", kind, x, measured[i], theory[i], want)
			}
		}
		if len(answer["theories"].(map[string]any)) != 0 {
			t.Errorf("%s: times %v", kind, answer["theories"])
		}
		lines := f.lab.profile.Lines
		if len(lines) != 1 || lines[0].Name != "exact" || !lines[0].Exact || len(lines[0].X) < 4*38 {
			t.Fatalf("%s: %d lines, %+v", kind, len(lines), lines)
		}
		if printed := f.lab.profile.Printed; len(printed) != 5 || !(printed[1].SD > 0) {
			t.Errorf("%s: printed %v", kind, printed)
		}
	}
}

// TestChartSaysWhereItIs: a chart beside the run says for which κ it is, one around the run
// at which κ the paper has measured, and one beside the paper's marks nothing.
func TestChartSaysWhereItIs(t *testing.T) {
	for _, c := range []struct{ set, kind, want string }{
		{`{}`, "chartReluRho", "here κ = 3"},
		{`{"kappa":3}`, "chartReluRho", ""},
		{`{"kappa":1.5}`, "chartMis", ""},
		{`{}`, "chartMis", "the paper measured at κ = 1.5, 3"},
		{`{"scenario":"relu"}`, "chartReluRho", "the paper measured at κ = 1.5, 3"},
		{`{"scenario":"relu","rho":0.2}`, "chartReluKappa", "the paper measured at ρ = −0.9, −0.5, 0, 0.5, 0.9"},
		{`{"scenario":"xor"}`, "chartXor", ""},
	} {
		f := start(t)
		f.call("layout", everyPanel)
		f.call("workers", `{"count":1}`)
		f.call("set", c.set)
		f.call("diagram", `{"kind":"`+c.kind+`"}`)
		f.frame(.016)
		got := ""
		for _, text := range f.lab.scene.Texts() {
			if text.Key == "profile/note" {
				got = text.Content
			}
		}
		if got != c.want {
			t.Errorf("%s, %s: %q, want %q", c.kind, c.set, got, c.want)
		}
	}
}

// TestChartOfSeries: a click beside a point takes the run to its series; the handle goes
// along that one, and an answer says which row is which.
func TestChartOfSeries(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	f.call("set", `{"scenario":"xor","width":12,"samples":200}`)
	f.call("diagram", `{"kind":"chartXor"}`)
	f.complete()
	f.frame(.016)
	answer := f.call("phaseDiagram", `{}`)
	if y := answer["y"].(map[string]any); y["key"] != "fusion" || !slices.Equal(values(y["values"]), []float64{1, 2}) || len(values(answer["values"])) != 32 {
		t.Fatalf("%v with %d values", y, len(values(answer["values"])))
	}
	c, job := f.lab.diagram.cells, f.lab.diagram.job
	apart := -1
	for i := range c.X.Count {
		if f.lab.diagram.values[i] != f.lab.diagram.values[c.X.Count+i] {
			apart = i
		}
	}
	if apart < 0 {
		t.Fatal("both series are one")
	}
	for row := range 2 {
		mark := f.mark(fmt.Sprintf("profile/point/%d", row*c.X.Count+apart))
		f.call("pick", fmt.Sprintf(`{"x":%v,"y":%v}`, mark.X, mark.Y))
		f.work()
		f.frame(.016)
		s := f.lab.player.Scenario()
		if s.Fusion != row+1 || s.Kappa != c.X.Value(apart) || s.Epochs != c.Base.Epochs {
			t.Errorf("series %d: fusion layer %d, σ_A %v, %d epochs", row, s.Fusion, s.Kappa, s.Epochs)
		}
		if at := f.lab.diagramPlot.Handle; math.Hypot(at.X-mark.X, at.Y-mark.Y) > .01 {
			t.Errorf("series %d: the handle is at %v, the point at %v", row, at, mark)
		}
		f.call("nudge", `{"handle":"phase","dx":-1,"dy":0}`)
		f.work()
		f.frame(.016)
		if now := f.lab.player.Scenario(); now.Fusion != row+1 || !(now.Kappa < s.Kappa) || f.lab.diagram.job != job {
			t.Errorf("series %d: an arrow leads to fusion layer %d, σ_A %v, job %d after %d", row, now.Fusion, now.Kappa, f.lab.diagram.job, job)
		}
	}
}

// mark is where the picture has one.
func (f *fixture) mark(key string) scene.Point {
	f.Helper()
	for _, m := range f.lab.scene.Marks() {
		if m.Key == key {
			return m.At
		}
	}
	f.Fatalf("no mark %s", key)
	return scene.Point{}
}

// TestNoHandleBesideTheSweep: a run that is not one of the sweep's has no place in
// the picture.
func TestNoHandleBesideTheSweep(t *testing.T) {
	for kind, shown := range map[string]bool{"chartRho": true, "chartKappa": true, "chartInit": false, "chartFusion": false, "draws": false, "generalisation": false, "chartMis": true, "chartReluRho": false, "chartXor": false, "chartDeepRho": false} {
		f := start(t)
		f.call("layout", square)
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		f.frame(.016)
		if f.lab.handles[phaseHandle].told.shown != shown {
			t.Errorf("%s: handle shown %v", kind, !shown)
		}
	}
}

// TestLengthKeepsTheRunInItsSweep: how many epochs a run has says how far one looks, not
// which network it is. A longer one keeps its place in the picture.
func TestLengthKeepsTheRunInItsSweep(t *testing.T) {
	for _, kind := range []string{"chartRho", "generalisation"} {
		f := start(t)
		f.call("layout", square)
		f.call("diagram", `{"kind":"`+kind+`","cells":32}`)
		f.frame(.016)
		c := f.lab.diagram.cells
		f.call("set", string(encode(c.Changes(c.Scenario(2, 0))))) // one of its cells
		for _, epochs := range []int{f.lab.player.Scenario().Epochs, 333, 4000} {
			f.call("set", fmt.Sprintf(`{"epochs":%d}`, epochs))
			f.frame(.016)
			if !f.lab.handles[phaseHandle].told.shown {
				t.Errorf("%s: a run of %d epochs has no place", kind, epochs)
			}
		}
	}
}

// TestScenarioSuggestsDiagram: a scenario comes with the diagram that says most about
// it, unless somebody has chosen one.
func TestScenarioSuggestsDiagram(t *testing.T) {
	f := start(t)
	kind := func() string {
		f.frame(0)
		return f.lab.diagram.choice.Kind
	}
	f.call("set", `{"scenario":"wishart"}`)
	if got := kind(); got != sim.SweepDraws {
		t.Errorf("wishart comes with %q", got)
	}
	f.call("set", `{"scenario":"late"}`)
	if got := kind(); got != sim.TheoryPlane {
		t.Errorf("late comes with %q", got)
	}
	f.call("diagram", `{"kind":"ratio"}`)
	f.call("set", `{"scenario":"depth"}`)
	if got := kind(); got != sim.SweepRatio {
		t.Errorf("the chosen diagram gave way to %q", got)
	}
	f.call("diagram", `{"kind":"theory"}`)
	f.call("set", `{"scenario":"late"}`)
	f.call("open", `{"link":"#v=1&scenario=wishart"}`)
	if got := kind(); got != sim.SweepDraws {
		t.Errorf("a link to wishart comes with %q", got)
	}
}
