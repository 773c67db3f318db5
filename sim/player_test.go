package sim

import (
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

func always() bool { return true }

func newPlayer(t testing.TB, changes map[string]any) *Player {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	p, err := NewPlayer(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestPaperNumbers: what the paper's code measures (
// testdata/reference/README.md), on population moments.
func TestPaperNumbers(t *testing.T) {
	type interval [2]float64
	for _, c := range []struct {
		name              string
		changes           map[string]any
		tA, tB, ratio, ma interval
	}{
		{"late", map[string]any{"scenario": "late"}, interval{124, 128}, interval{470, 487}, interval{3.7, 3.9}, interval{-.003, .003}},
		{"late, correlated", map[string]any{"scenario": "late", "rho": .5}, interval{100, 108}, interval{450, 475}, interval{4.4, 4.7}, interval{.245, .251}},
		{"late, anticorrelated", map[string]any{"scenario": "late", "rho": -.5}, interval{160, 168}, interval{780, 815}, interval{4.8, 5}, interval{-.251, -.245}},
		{"early", map[string]any{"scenario": "early"}, interval{115, 130}, interval{115, 140}, interval{1, 1.2}, interval{}},
	} {
		for _, seed := range []int{1, 2, 3} {
			p := newPlayer(t, c.changes)
			if err := p.Set(map[string]any{"seed": seed}); err != nil {
				t.Fatal(err)
			}
			p.Step(1000)
			p.Work(never)
			m := p.Measure()
			for _, v := range []struct {
				name string
				got  float64
				want interval
			}{{"tA", m.Times[0], c.tA}, {"tB", m.Times[1], c.tB}, {"timeRatio", m.TimeRatio, c.ratio}, {"misattribution", m.Misattribution, c.ma}} {
				if v.want == (interval{}) { // not defined
					if !math.IsNaN(v.got) {
						t.Errorf("%s, seed %d: %s = %.4g, want none", c.name, seed, v.name, v.got)
					}
					continue
				}
				if !(v.got >= v.want[0] && v.got <= v.want[1]) {
					t.Errorf("%s, seed %d: %s = %.4g, want %v", c.name, seed, v.name, v.got, v.want)
				}
			}
			if m.First != 0 || m.Second != 1 {
				t.Errorf("%s, seed %d: first %d, second %d", c.name, seed, m.First, m.Second)
			}
		}
	}
}

// TestToySweep compares with the paper's measured sweep over κ and ρ. Its
// samples differ per repeat, hence 3 % on the ratio; mis-attribution within
// 0.035, because the paper divides by the last epoch of runs that end while W_A
// still comes down (largest at κ = 1.5, ρ = .9: .566 where .6 is exact).
func TestToySweep(t *testing.T) {
	rows := readTable(t, "toy_sweep_linear.csv")
	if len(rows) < 10 {
		t.Fatalf("%d rows", len(rows))
	}
	for _, row := range rows {
		p := newPlayer(t, map[string]any{"kappa": row["ratio"], "rho": row["rho"], "epochs": 6000})
		p.Seek(6000)
		p.Work(never)
		m := p.Measure()
		if math.Abs(m.TimeRatio/row["time_ratio_mean"]-1) > .03 {
			t.Errorf("κ = %g, ρ = %g: ratio %.4g, the paper's code %.4g", row["ratio"], row["rho"], m.TimeRatio, row["time_ratio_mean"])
		}
		if math.Abs(m.Misattribution-row["misattr_mean"]) > .035 {
			t.Errorf("κ = %g, ρ = %g: mis-attribution %.4g, the paper's code %.4g", row["ratio"], row["rho"], m.Misattribution, row["misattr_mean"])
		}
		prediction, err := Predict(p.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		// Gradient descent is within 3 % of its form in every row.
		if math.Abs(m.TimeRatio/prediction.Descent.Ratio-1) > .03 {
			t.Errorf("κ = %g, ρ = %g: ratio %.4g, predicted for gradient descent %.4g", row["ratio"], row["rho"], m.TimeRatio, prediction.Descent.Ratio)
		}
	}
}

// TestPresets: every scenario, theory against its run. First modality exactly;
// ratio within 10 %: times are leading order in 1/ln(1/u_0), and for early
// fusion the prediction 1 neglects the few epochs between the two half-times.
func TestPresets(t *testing.T) {
	special := map[string]struct {
		ratio      float64 // tolerance; 0: the usual one
		unfinished bool    // the run is not meant to converge
	}{
		// Of a sample the smallest variances are learned last, long after the run has
		// shown what it is about, and half of a norm is reached when most of a modality
		// is still to come.
		"small-data":  {.35, true},
		"enough-data": {.25, true},
	}
	// Early fusion stays where it has learned A alone.
	stuck := map[string]bool{"xor-early": true}
	for _, slug := range Slugs() {
		p := newPlayer(t, map[string]any{"scenario": slug})
		p.Seek(p.Scenario().Epochs)
		p.Work(never)
		m := p.Measure()
		want, err := Predict(p.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		if m.First != want.First {
			t.Errorf("%s: modality %d learned first, predicted %d", slug, m.First, want.First)
		}
		if stuck[slug] {
			if loss := p.Run().Values("loss")[p.Epoch()]; m.Second >= 0 || math.Abs(loss-.5) > .01 {
				t.Errorf("%s: %+v, loss %v; it was to rest at ½", slug, m, loss)
			}
			continue
		}
		// Intermediate fusion at γ = .1: .54–.86 of the formula's ratio has been
		// measured with random layers (testdata/reference/README.md); near 1
		// that is within 20 %.
		tol := .1
		if p.Scenario().Depth > 2 {
			tol = .25
		}
		if special[slug].ratio > 0 {
			tol = special[slug].ratio
		}
		if !(math.Abs(m.TimeRatio/want.Drawn().Ratio-1) < tol) {
			t.Errorf("%s: ratio %.4g, predicted %.4g", slug, m.TimeRatio, want.Drawn().Ratio)
		}
		if special[slug].unfinished {
			continue
		}
		if m.Converged < 0 {
			t.Errorf("%s: not converged in %d epochs", slug, p.Scenario().Epochs)
		}
		if p.Run().ByPaths() {
			continue // its minimum is no matter of second moments; converged says that it is reached
		}
		if got := p.Run().Values("lossNormalised")[p.Epoch()]; math.Abs(got-want.FinalLoss) > 1e-6 {
			t.Errorf("%s: final loss %v, predicted %v", slug, got, want.FinalLoss)
		}
	}
}

// TestSlicing: the numbers do not depend on how the work was cut, be it within an
// epoch, where the flow takes several steps, or between companions.
func TestSlicing(t *testing.T) {
	for _, changes := range []map[string]any{
		{"depth": 3, "fusion": 2, "init": .1, "width": 10},
		{"depth": 3, "fusion": 2, "init": .1, "width": 10, "method": GradientFlow, "eta": .5},
		{"method": GradientFlow},
		{"scenario": "depth", "width": 4, "epochs": 1000},
	} {
		whole := newPlayer(t, changes)
		whole.Seek(700)
		whole.Work(never)

		cut := newPlayer(t, changes)
		cut.Play()
		if err := cut.SetSpeed(3); err != nil {
			t.Fatal(err)
		}
		for i := 0; cut.Epoch() < 700; i++ {
			cut.Advance(0.013*float64(i%5), func() bool { return i%3 == 0 })
			if i%7 == 0 {
				cut.Seek(cut.Epoch() - 3)
			}
			if i > 1e6 {
				t.Fatal("it never gets there")
			}
		}
		runs := func(p *Player) []*Run { return append([]*Run{p.Run()}, p.Run().Companions()...) }
		for k, r := range runs(whole) {
			for c := range r.Columns() {
				w, g := r.Columns()[c], runs(cut)[k].Columns()[c]
				for e := range 701 {
					if w.Values[e] != g.Values[e] {
						t.Fatalf("%v: %s at epoch %d: %v in one go, %v in slices", changes, w.Name, e, w.Values[e], g.Values[e])
					}
				}
			}
		}
	}
}

// TestPartsAreSmall: between two looks at the clock a run evaluates one gradient,
// however many the integrator needs for an epoch.
func TestPartsAreSmall(t *testing.T) {
	s := newPlayer(t, map[string]any{"depth": 3, "fusion": 2, "init": .1, "width": 10, "method": GradientFlow, "eta": 1}).Scenario()
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	f := r.learner.(*flow)
	most, parts := 0, 0
	counted := &counting{form: f.probe}
	f.probe = counted
	for r.Epoch() < 40 {
		counted.n = 0
		r.Part()
		parts++
		most = max(most, counted.n)
	}
	if most != 1 || parts < 40*12 {
		t.Errorf("%d gradients in a part, %d parts in 40 epochs", most, parts)
	}
}

// counting counts gradients.
type counting struct {
	form
	n int
}

func (c *counting) velocity(dst []float64) {
	c.n++
	c.form.velocity(dst)
}

// TestSetKeepsPicture: while a changed scenario is recomputed the old run stays
// on show, and the new one appears complete up to the playhead.
func TestSetKeepsPicture(t *testing.T) {
	p := newPlayer(t, nil)
	p.Seek(300)
	p.Work(never)
	p.Play()
	old := p.Run()
	if err := p.Set(map[string]any{"rho": .5}); err != nil {
		t.Fatal(err)
	}
	for i := 0; p.Pending(); i++ {
		if i > 1000 {
			t.Fatal("the work never ends")
		}
		if p.Run() == old && p.Epoch() != 300 {
			t.Fatalf("old run shown at epoch %d", p.Epoch())
		}
		p.Work(always)
	}
	if p.Run() == old || p.Run().Scenario().Rho != .5 || p.Epoch() != 300 || !p.Playing() {
		t.Errorf("after the change: ρ = %v, epoch %d, playing %v", p.Run().Scenario().Rho, p.Epoch(), p.Playing())
	}

	// A scenario by name starts over.
	if err := p.Set(map[string]any{"scenario": "early", "seed": 3}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if p.Epoch() != 0 || p.Scenario().Fusion != 1 || p.Scenario().Seed != 3 {
		t.Errorf("early: epoch %d, %+v", p.Epoch(), p.Scenario())
	}

	// Late fusion stays late when only the depth changes; a fusion layer that is
	// gone moves down.
	for _, c := range []struct{ from, depth, want int }{{4, 6, 6}, {4, 3, 3}, {2, 6, 2}, {3, 2, 2}} {
		s, err := Default().With(map[string]any{"depth": 4, "fusion": c.from})
		if err == nil {
			s, err = s.With(map[string]any{"depth": c.depth})
		}
		if err != nil || s.Fusion != c.want {
			t.Errorf("L_f = %d of 4, then depth %d: L_f = %d (%v), want %d", c.from, c.depth, s.Fusion, err, c.want)
		}
	}

	// A wrong value changes nothing.
	before := p.Scenario()
	for _, bad := range []map[string]any{{"rho": 1.5}, {"rho": "x"}, {"rho": math.NaN()}, {"seed": 1.5}, {"lr": 1}, {"scenario": "none"}, {"scenario": 3}, {"fusion": 3}, {"rho": .2, "width": 0}, {"rho": nil}, {"method": "sgd"}, {"method": 1}, {"method": nil}} {
		err := p.Set(bad)
		var e *Error
		if !errors.As(err, &e) || e.Code == "" || e.Error() == "" {
			t.Errorf("%v: error %v", bad, err)
		}
		if !reflect.DeepEqual(p.Scenario(), before) || p.Pending() {
			t.Errorf("%v: the scenario changed", bad)
		}
	}
}

// TestSetDoesNotLoseASeek: a change that changes nothing leaves pending work.
func TestSetDoesNotLoseASeek(t *testing.T) {
	p := newPlayer(t, nil)
	p.Seek(500)
	if err := p.Set(map[string]any{"rho": 0}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if p.Epoch() != 500 {
		t.Errorf("at epoch %d", p.Epoch())
	}
}

// TestPredictionsOfLargeWeights: no formula is offered where the weights are
// not small.
func TestPredictionsOfLargeWeights(t *testing.T) {
	for _, c := range []map[string]any{{"init": 1}, {"init": 1, "depth": 4, "fusion": 2}, {"init": 1, "fusion": 1}} {
		s, err := Default().With(c)
		if err != nil {
			t.Fatal(err)
		}
		p, err := Predict(s)
		if err != nil {
			t.Fatal(err)
		}
		for _, times := range [][]float64{p.Paper.Times, p.Signed.Times, p.Descent.Times} {
			for m, v := range times {
				if !math.IsNaN(v) {
					t.Errorf("%v: modality %d at %v", c, m, v)
				}
			}
		}
	}
}

func TestTransport(t *testing.T) {
	p := newPlayer(t, map[string]any{"epochs": 100})
	p.Play()
	p.Advance(PaceSeconds/4, never)
	if p.Epoch() != 25 || !p.Playing() {
		t.Errorf("a quarter of the time: epoch %d", p.Epoch())
	}
	p.Pause()
	p.Advance(10, never)
	if p.Epoch() != 25 {
		t.Errorf("paused, but at epoch %d", p.Epoch())
	}
	p.Step(1)
	p.Work(never)
	p.Step(-2)
	if p.Epoch() != 24 {
		t.Errorf("after +1 −2: epoch %d", p.Epoch())
	}
	steps := p.Steps()
	p.Seek(1000)
	p.Work(never)
	if p.Epoch() != 100 || !p.AtEnd() || p.Steps() != 100 || steps != 26 {
		t.Errorf("seek past the end: epoch %d, %d steps (26 before: %d)", p.Epoch(), p.Steps(), steps)
	}
	p.Play()
	if p.Epoch() != 0 || !p.Playing() {
		t.Errorf("play from the end: epoch %d", p.Epoch())
	}
	p.Advance(1000, never)
	if p.Playing() || p.Epoch() != 100 {
		t.Errorf("at the end: epoch %d, playing %v", p.Epoch(), p.Playing())
	}
	p.Reset()
	if p.Epoch() != 0 || p.Playing() {
		t.Error("reset")
	}
	for _, bad := range []Speed{1. / 128, -1, 1000, Speed(math.NaN()), Speed(math.Inf(1))} {
		if p.SetSpeed(bad) == nil {
			t.Errorf("speed %v was accepted", bad)
		}
	}
}

func TestMilestonesTellTheStory(t *testing.T) {
	deep := newPlayer(t, map[string]any{"depth": 5, "epochs": 50}) // γ = 1e-9: it waits for ever
	deep.Seek(50)
	deep.Work(never)
	if ms := deep.Milestone(); ms.Code != MilestoneUnlearned {
		t.Errorf("nothing learned at the end: %+v", ms)
	}
	p := newPlayer(t, nil)
	for _, c := range []struct {
		epoch int
		code  string
		when  float64
	}{{0, MilestoneStart, 0}, {60, MilestoneWaiting, 0}, {200, MilestoneLearned, 126}, {500, MilestonePhaseEnded, 477}, {900, MilestoneConverged, 552}, {200, MilestoneLearned, 126}} {
		p.Seek(c.epoch)
		p.Work(never)
		ms := p.Milestone()
		if ms.Code != c.code || math.Abs(ms.Epoch-c.when) > 1 {
			t.Errorf("epoch %d: %+v, want %s at %v", c.epoch, ms, c.code, c.when)
		}
		if c.code == MilestoneLearned && (ms.Modality != "A" || ms.Other != "B") {
			t.Errorf("learned %q before %q", ms.Modality, ms.Other)
		}
	}
	p = newPlayer(t, map[string]any{"scenario": "early", "epochs": 150})
	p.Seek(150)
	p.Work(never)
	if ms := p.Milestone(); ms.Code != MilestoneFinished {
		t.Errorf("early at its end: %+v", ms)
	}
	p.Seek(140)
	if ms := p.Milestone(); ms.Code != MilestoneTogether {
		t.Errorf("early: %+v", ms)
	}
	// One modality is learned at the end: the other may be on its way, or never be.
	for _, c := range []struct {
		changes map[string]any
		code    string
	}{
		{map[string]any{"epochs": 300}, MilestoneEarlyEnd},
		{map[string]any{"scenario": "xor", "epochs": 1200}, MilestoneEarlyEnd},
		{map[string]any{"scenario": "xor-early"}, MilestoneStuck},
		{map[string]any{"scenario": "xor-early", "epochs": 1000}, MilestoneStuck},
		{map[string]any{"scenario": "xor-early", "kappa": 1, "epochs": 1050}, MilestoneEarlyEnd},
	} {
		p := newPlayer(t, c.changes)
		p.Seek(p.Scenario().Epochs)
		p.Work(never)
		if ms := p.Milestone(); ms.Code != c.code || ms.Modality != "A" || ms.Other != "B" {
			t.Errorf("%v: %+v, want %s", c.changes, ms, c.code)
		}
	}
}

// TestLearningRateTooLarge: a run away is detected, named and stopped, with the
// largest stable rate; that rate works, and somewhat more does not rest: it
// never converges, or bounces on the plateau before it does.
func TestLearningRateTooLarge(t *testing.T) {
	for _, c := range []map[string]any{
		{},
		{"rho": .6},
		{"rho": -.6, "kappa": 3},
		{"scenario": "early"},
		{"kappa": 2, "r": .375, "wB": .8},
		{"depth": 3, "fusion": 2, "init": .1, "width": 20},
		{"depth": 4, "fusion": 4, "init": .3, "width": 20},
		{"depth": 3, "fusion": 1, "init": .1, "width": 20},
	} {
		p := newPlayer(t, c)
		if err := p.Set(map[string]any{"epochs": 4000}); err != nil {
			t.Fatal(err)
		}
		stable := p.Run().StableRate()
		outcome := func(eta float64) (*Error, int) {
			t.Helper()
			if err := p.Set(map[string]any{"eta": eta}); err != nil {
				t.Fatal(err)
			}
			p.Seek(4000)
			p.Work(never)
			return p.Run().Diverged(), p.Measure().Converged
		}
		if failed, converged := outcome(stable * .99); failed != nil || converged < 0 {
			t.Errorf("%v: η = %.3g should be stable: %v, converged %d", c, stable*.99, failed, converged)
		}
		if failed, converged := outcome(stable * 1.15); failed == nil && converged >= 0 && p.Run().rises < 3 {
			t.Errorf("%v: η = %.3g should not settle, but converged at %d", c, stable*1.15, converged)
		}
		failed, _ := outcome(1)
		if failed == nil || failed.Key != "eta" || failed.Value != 1.0 || failed.Stable != stable {
			t.Errorf("%v: η = 1: %+v", c, failed)
			continue
		}
		if p.Epoch() != failed.Epoch || p.Playing() || !p.AtEnd() || p.Milestone().Diverged == nil {
			t.Errorf("%v: not stopped at epoch %d but %d", c, failed.Epoch, p.Epoch())
		}
		for _, column := range p.Run().Columns() {
			for e, v := range column.Values {
				if math.IsNaN(v) || math.IsInf(v, 0) {
					t.Fatalf("%v: %s at epoch %d is %v", c, column.Name, e, v)
				}
			}
		}
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	for _, shape := range shapes(4) {
		p := newPlayer(t, map[string]any{"depth": shape[0], "fusion": shape[1], "width": 16, "init": .1})
		p.Seek(10)
		p.Work(never)
		run := p.Run()
		if n := testing.AllocsPerRun(50, run.Step); n != 0 {
			t.Errorf("L=%d, Lf=%d: a warm step allocates %v times", shape[0], shape[1], n)
		}
	}
}

// TestNothingToLearn: a target of zero, and a modality that correlates with
// nothing, break nothing.
func TestNothingToLearn(t *testing.T) {
	p := newPlayer(t, map[string]any{"wB": 0})
	p.Seek(1000)
	p.Work(never)
	if m := p.Measure(); m.First != -1 {
		t.Errorf("learned %d of nothing", m.First)
	}
	p = newPlayer(t, map[string]any{"r": 0})
	p.Seek(1000)
	p.Work(never)
	m := p.Measure()
	if m.First != 1 || m.Second != -1 || !math.IsNaN(m.Times[0]) {
		t.Errorf("r = 0: %+v", m)
	}
	if ms := p.Milestone(); ms.Code != MilestoneAlone || ms.Modality != "B" || ms.Other != "A" {
		t.Errorf("r = 0 ends with %+v", ms)
	}
	if last := p.Run().Values("normA")[1000]; last > 1e-12 {
		t.Errorf("A correlates with nothing but its weight is %v", last)
	}
	// With ρ ≠ 0 A is learned for a while as a stand-in for B, and unlearned.
	p = newPlayer(t, map[string]any{"r": 0, "rho": .3})
	if final := p.Run().Moments().OptimumNorm(0); final != 0 {
		t.Errorf("r = 0: ‖W_A*‖ = %v", final)
	}
	// No target, large weights, a large rate: NaN is caught, and no rate is named.
	p = newPlayer(t, map[string]any{"wB": 0, "init": 1, "width": 512, "eta": 1})
	p.Seek(1000)
	p.Work(never)
	if e := p.Run().Diverged(); e == nil || e.Stable != 0 || e.Error() == "" {
		t.Errorf("ran away: %+v", e)
	}
	// Far from every solution, but with a small rate it comes home.
	p = newPlayer(t, map[string]any{"init": 1, "width": 512, "eta": 1e-4})
	p.Seek(1000)
	p.Work(never)
	if e := p.Run().Diverged(); e != nil {
		t.Errorf("η = 1e-4: %v", e)
	}
}

// TestSuperficial: A is learned first although B explains more, and the plateau
// is the one where B would have done better.
func TestSuperficial(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "superficial"})
	p.Seek(480)
	p.Work(never)
	m := p.Measure()
	want, err := Predict(p.Scenario())
	if err != nil {
		t.Fatal(err)
	}
	if m.First != 0 || want.First != 0 || want.Better != 1 || !want.Superficial {
		t.Errorf("first %d, predicted %d, better %d", m.First, want.First, want.Better)
	}
	if loss := p.Run().Values("lossNormalised")[480]; !(loss > .63 && loss < .65) {
		t.Errorf("plateau %v", loss)
	}
	if math.Abs(want.PlateauLosses[0]-.64) > 1e-12 || math.Abs(want.PlateauLosses[1]-.36) > 1e-12 {
		t.Errorf("ℒ(ℳ_A) = %v, ℒ(ℳ_B) = %v", want.PlateauLosses[0], want.PlateauLosses[1])
	}
}

// TestDepthOrder: the deeper the fusion, the later the end, as in the paper.
func TestDepthOrder(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "depth"})
	p.Seek(p.Scenario().Epochs)
	p.Work(never)
	runs := append(p.Run().Companions()[:3:3], p.Run())
	for i, r := range runs {
		if r.Scenario().Fusion != i+1 || r.Epoch() != p.Run().Epoch() {
			t.Fatalf("run %d has L_f = %d and is at %d", i, r.Scenario().Fusion, r.Epoch())
		}
		if i > 0 && !(r.Measure(r.Epoch()).Converged > runs[i-1].Measure(r.Epoch()).Converged) {
			t.Errorf("L_f = %d converges at %d, L_f = %d at %d", i+1, r.Measure(r.Epoch()).Converged, i, runs[i-1].Measure(r.Epoch()).Converged)
		}
	}
}

// TestPlaneAgreesWithRuns: the region shown and the run agree at random points
// of the plane, 5 % away from boundaries, for three correlations and both
// signs of r.
func TestPlaneAgreesWithRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(20, 26))
	for _, rho := range []float64{-.6, 0, .6} {
		for n := 0; n < 24; {
			kappa := math.Exp(math.Log(.5) + random.Float64()*math.Log(6)) // .5 … 3
			r := -2 + 4*random.Float64()
			first := theory.PlaneLearnedFirst(kappa, rho, r)
			clear := true
			for _, f := range []float64{.95, 1.05} {
				clear = clear && theory.PlaneLearnedFirst(kappa*f, rho, r) == first && theory.PlaneLearnedFirst(kappa, rho, r*f) == first
			}
			a, b := math.Abs(r*kappa*kappa+rho*kappa), math.Abs(1+r*rho*kappa)
			if !clear || math.Abs(a-b) < .05*max(a, b) {
				continue
			}
			n++
			p := newPlayer(t, map[string]any{"kappa": kappa, "rho": rho, "r": r, "eta": .01, "epochs": 20000})
			p.Seek(20000)
			p.Work(never)
			if m := p.Measure(); m.First != first {
				t.Errorf("ρ = %v, κ = %.3f, r = %.3f: the run learned %d first, the region says %d (%v)", rho, kappa, r, m.First, first, m.Times)
			}
		}
	}
}

// TestEndsOfSpeed: an epoch a second whatever the run's length; and as fast as
// the computing goes, in chunks, never beyond the budget of a frame.
func TestEndsOfSpeed(t *testing.T) {
	hash := func(p *Player, epoch int) uint64 {
		p.Seek(epoch)
		p.Work(never)
		return p.Run().Hash(epoch)
	}
	want := hash(newPlayer(t, nil), 700)

	p := newPlayer(t, nil)
	if err := p.SetSpeed(SpeedEpoch); err != nil {
		t.Fatal(err)
	}
	p.Play()
	for range 25 {
		p.Advance(.1, never)
	}
	if p.Epoch() != 2 {
		t.Errorf("after 2.5 s at an epoch a second: epoch %d", p.Epoch())
	}
	if got := hash(p, 700); got != want {
		t.Error("another state at an epoch a second")
	}

	p = newPlayer(t, nil)
	if err := p.SetSpeed(SpeedMax); err != nil {
		t.Fatal(err)
	}
	p.Play()
	p.Compare(true)
	p.Watch(true)
	frames := 0
	for ; p.Playing() && frames < 2000; frames++ {
		before, due := p.Epoch(), p.Pending() // an overlay that is behind comes first
		p.Advance(.016, always)
		if now := p.Epoch(); now != p.Run().Epoch() || !due && now == before || !p.Run().HasState(now) {
			t.Fatalf("frame %d: at %d of %d, before at %d", frames, now, p.Run().Epoch(), before)
		}
	}
	if frames < 4 || p.Epoch() != 1000 {
		t.Errorf("after %d frames at epoch %d", frames, p.Epoch())
	}
	p.Work(never)
	if p.Overlay() == nil || p.Overlay().Epoch() != 1000 {
		t.Error("the overlay is not there")
	}
	p.Compare(false)
	p.Watch(false)
	if got := hash(p, 700); got != want {
		t.Error("another state at full speed")
	}

	// Between the visible steps of reduced motion it computes ahead.
	p.Reset()
	if err := p.Set(map[string]any{"seed": 2}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	p.Play()
	p.Advance(0, never)
	if p.Epoch() != 0 || !p.Playing() {
		t.Errorf("no time has passed, but it is at %d", p.Epoch())
	}
	p.Advance(.5, always)
	if p.Epoch() != 1000 || p.Playing() {
		t.Errorf("after a visible step: epoch %d, playing %v", p.Epoch(), p.Playing())
	}

	// A run that breaks off is the end, too.
	p = newPlayer(t, map[string]any{"eta": 1})
	if err := p.SetSpeed(SpeedMax); err != nil {
		t.Fatal(err)
	}
	p.Play()
	p.Advance(.016, never)
	if p.Run().Diverged() == nil || p.Playing() || p.Epoch() != p.Run().Epoch() {
		t.Errorf("diverged: at %d of %d, playing %v", p.Epoch(), p.Run().Epoch(), p.Playing())
	}
}

// TestHash: the same whichever way a state was reached, different for another.
func TestHash(t *testing.T) {
	a := newPlayer(t, map[string]any{"rho": .2})
	a.Seek(500)
	a.Work(never)
	b := newPlayer(t, map[string]any{"rho": .7})
	b.Play()
	b.Advance(3, never)
	if err := b.Set(map[string]any{"rho": .2}); err != nil {
		t.Fatal(err)
	}
	b.Seek(900)
	b.Work(never)
	b.Seek(500)
	if a.Run().Hash(500) != b.Run().Hash(500) {
		t.Error("two ways to the same state, two hashes")
	}
	if a.Run().Hash(500) == a.Run().Hash(499) || a.Run().Hash(500) == newPlayer(t, nil).Run().Hash(0) {
		t.Error("different states, one hash")
	}
}

// TestHoldAndGhost: a held playhead waits, and the run at that moment is
// remembered.
func TestHoldAndGhost(t *testing.T) {
	p := newPlayer(t, nil)
	p.Play()
	p.Advance(5, never)
	at, before := p.Epoch(), p.Run()
	p.Hold()
	if p.Ghost() != nil {
		t.Error("a ghost before anything changed")
	}
	if err := p.Set(map[string]any{"r": .3}); err != nil {
		t.Fatal(err)
	}
	p.Advance(1, never) // computes the changed run
	p.Advance(1, never) // would move on
	if p.Epoch() != at || p.Ghost() != before || p.Run() == before {
		t.Errorf("held at %d, now %d", at, p.Epoch())
	}
	p.Release()
	p.Advance(1, never)
	if p.Epoch() <= at || !p.Playing() {
		t.Error("released, but it does not play on")
	}
	if err := p.Set(map[string]any{"scenario": "late"}); err != nil {
		t.Fatal(err)
	}
	if p.Ghost() != nil {
		t.Error("the ghost of another scenario")
	}
}

// TestLayerNorms: read back as the network has them.
func TestLayerNorms(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "intermediate"})
	p.Seek(800)
	p.Work(never)
	branches, shared := p.Run().LayerNorms(800, nil, nil)
	for m, branch := range p.Run().Network().Branches {
		for l, w := range branch {
			if math.Abs(branches[m][l]-w.Norm()) > 1e-12 {
				t.Errorf("branch %d layer %d: %v, the network has %v", m, l, branches[m][l], w.Norm())
			}
		}
	}
	for l, w := range p.Run().Network().Shared {
		if math.Abs(shared[l]-w.Norm()) > 1e-12 {
			t.Errorf("shared layer %d: %v, the network has %v", l, shared[l], w.Norm())
		}
	}
	if n := testing.AllocsPerRun(10, func() { branches, shared = p.Run().LayerNorms(401, branches, shared) }); n != 0 {
		t.Errorf("LayerNorms allocates %v times", n)
	}
}

func TestValuesRoundTrip(t *testing.T) {
	s, err := Default().With(map[string]any{"rho": "-0.25", "seed": 17, "kappa": 1.5, "fusion": 1, "method": "flow"})
	if err != nil {
		t.Fatal(err)
	}
	changes := map[string]any{"scenario": "late"}
	for k, v := range s.Values() {
		changes[k] = v
	}
	back, err := Default().With(changes)
	if err != nil || back != s {
		t.Errorf("%+v came back as %+v (%v)", s, back, err)
	}
}

func BenchmarkEpochLate(b *testing.B) {
	p := newPlayer(b, nil)
	run, err := NewFullRun(p.Scenario())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		run.learner.(*descent).descend(1e-9)
	}
}

func BenchmarkEpochDepth4(b *testing.B) {
	p := newPlayer(b, map[string]any{"depth": 4, "fusion": 2, "init": .1})
	for b.Loop() {
		p.Run().learner.(*descent).descend(1e-9)
	}
}
