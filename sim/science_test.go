package sim

import (
	"maps"
	"math"
	"math/rand/v2"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

func always() bool { return true }

// wholeRun is an epoch beyond the end of any run.
const wholeRun = MaxEpochs

// runTo trains changed defaults to an epoch, or to the end of the run; without the networks
// that are shown beside it.
func runTo(t testing.TB, changes map[string]any, epoch int) *Run {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	s.Compare = false
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for r.Epoch() < epoch && !r.Done() {
		r.Part()
	}
	return r
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
			c.changes["seed"] = seed
			r := runTo(t, c.changes, 1000)
			m := r.Measure(r.Epoch())
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
		r := runTo(t, map[string]any{"kappa": row["ratio"], "rho": row["rho"], "epochs": 6000}, 6000)
		m := r.Measure(r.Epoch())
		if math.Abs(m.TimeRatio/row["time_ratio_mean"]-1) > .03 {
			t.Errorf("κ = %g, ρ = %g: ratio %.4g, the paper's code %.4g", row["ratio"], row["rho"], m.TimeRatio, row["time_ratio_mean"])
		}
		if math.Abs(m.Misattribution-row["misattr_mean"]) > .035 {
			t.Errorf("κ = %g, ρ = %g: mis-attribution %.4g, the paper's code %.4g", row["ratio"], row["rho"], m.Misattribution, row["misattr_mean"])
		}
		prediction, err := Predict(r.Scenario())
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
		r := runTo(t, map[string]any{"scenario": slug}, wholeRun)
		m := r.Measure(r.Epoch())
		want, err := Predict(r.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		untold := r.scenario.Untold() // no formula says what is when
		if m.First != want.First && !want.FirstTie && !untold {
			t.Errorf("%s: modality %d learned first, predicted %d", slug, m.First, want.First)
		}
		if stuck[slug] {
			if loss := r.Values("loss")[r.Epoch()]; m.Second >= 0 || math.Abs(loss-.5) > .01 {
				t.Errorf("%s: %+v, loss %v; it was to rest at ½", slug, m, loss)
			}
			continue
		}
		// Intermediate fusion at γ = .1: .54–.86 of the formula's ratio has been
		// measured with random layers (testdata/reference/README.md); near 1
		// that is within 20 %.
		tol := .1
		if r.Scenario().Depth > 2 {
			tol = .25
		}
		if special[slug].ratio > 0 {
			tol = special[slug].ratio
		}
		never := math.IsInf(want.Drawn().Ratio, 1)
		if never != (m.Second < 0) {
			t.Errorf("%s: predicted never: %v, second %d", slug, never, m.Second)
		}
		if !untold && !never && !(math.Abs(m.TimeRatio/want.Drawn().Ratio-1) < tol) {
			t.Errorf("%s: ratio %.4g, predicted %.4g", slug, m.TimeRatio, want.Drawn().Ratio)
		}
		if special[slug].unfinished {
			continue
		}
		if m.Converged < 0 {
			t.Errorf("%s: not converged in %d epochs", slug, r.Scenario().Epochs)
		}
		if r.ByPaths() {
			continue // its minimum is no matter of second moments; converged says that it is reached
		}
		if got := r.Values("lossNormalised")[r.Epoch()]; math.Abs(got-want.FinalLoss) > 1e-6 && (r.moments == r.data.Moments || math.Abs(got-want.FinalLoss) > 1e-5) { // elsewhere the loss has a slope where training ends
			t.Errorf("%s: final loss %v, predicted %v", slug, got, want.FinalLoss)
		}
	}
}

// TestPartsAreSmall: between two looks at the clock a run evaluates one gradient,
// however many the integrator needs for an epoch.
func TestPartsAreSmall(t *testing.T) {
	s := runTo(t, map[string]any{"depth": 3, "fusion": 2, "init": .1, "width": 10, "method": GradientFlow, "eta": 1}, 0).Scenario()
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	f := r.learner.(*flow)
	most, parts := 0, 0
	counted := &counting{trainable: f.probe}
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
	trainable
	n int
}

func (c *counting) velocity(dst []float64) {
	c.n++
	c.trainable.velocity(dst)
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
		stable := runTo(t, c, 0).StableRate()
		outcome := func(eta float64) (*Run, int) {
			t.Helper()
			changes := maps.Clone(c)
			changes["epochs"], changes["eta"] = 4000, eta
			r := runTo(t, changes, 4000)
			return r, r.Measure(r.Epoch()).Converged
		}
		if r, converged := outcome(stable * .99); r.Diverged() != nil || converged < 0 {
			t.Errorf("%v: η = %.3g should be stable: %v, converged %d", c, stable*.99, r.Diverged(), converged)
		}
		if r, converged := outcome(stable * 1.15); r.Diverged() == nil && converged >= 0 && r.rises < 3 {
			t.Errorf("%v: η = %.3g should not settle, but converged at %d", c, stable*1.15, converged)
		}
		r, _ := outcome(1)
		failed := r.Diverged()
		if failed == nil || failed.Key != "eta" || failed.Value != 1.0 || failed.Stable != stable {
			t.Errorf("%v: η = 1: %+v", c, failed)
			continue
		}
		if r.Epoch() != failed.Epoch || !r.Done() {
			t.Errorf("%v: not stopped at epoch %d but %d", c, failed.Epoch, r.Epoch())
		}
		for _, column := range r.Columns() {
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
		r := runTo(t, map[string]any{"depth": shape[0], "fusion": shape[1], "width": 16, "init": .1}, 10)
		run := r
		if n := testing.AllocsPerRun(50, run.Step); n != 0 {
			t.Errorf("L=%d, Lf=%d: a warm step allocates %v times", shape[0], shape[1], n)
		}
	}
}

// TestNothingToLearn: a target of zero, and a modality that correlates with
// nothing, break nothing.
func TestNothingToLearn(t *testing.T) {
	r := runTo(t, map[string]any{"wB": 0}, 1000)
	if m := r.Measure(r.Epoch()); m.First != -1 {
		t.Errorf("learned %d of nothing", m.First)
	}
	r = runTo(t, map[string]any{"r": 0}, 1000)
	m := r.Measure(r.Epoch())
	if m.First != 1 || m.Second != -1 || !math.IsNaN(m.Times[0]) {
		t.Errorf("r = 0: %+v", m)
	}
	if last := r.Values("normA")[1000]; last > 1e-12 {
		t.Errorf("A correlates with nothing but its weight is %v", last)
	}
	// With ρ ≠ 0 A is learned for a while as a stand-in for B, and unlearned.
	r = runTo(t, map[string]any{"r": 0, "rho": .3}, 0)
	if final := r.Moments().OptimumNorm(0); final != 0 {
		t.Errorf("r = 0: ‖W_A*‖ = %v", final)
	}
	// No target, large weights, a large rate: NaN is caught, and no rate is named.
	r = runTo(t, map[string]any{"wB": 0, "init": 1, "width": 512, "eta": 1}, 1000)
	if e := r.Diverged(); e == nil || e.Stable != 0 || e.Error() == "" {
		t.Errorf("ran away: %+v", e)
	}
	// Far from every solution, but with a small rate it comes home.
	r = runTo(t, map[string]any{"init": 1, "width": 512, "eta": 1e-4}, 1000)
	if e := r.Diverged(); e != nil {
		t.Errorf("η = 1e-4: %v", e)
	}
}

// TestSuperficial: A is learned first although B explains more, and the plateau
// is the one where B would have done better.
func TestSuperficial(t *testing.T) {
	r := runTo(t, map[string]any{"scenario": "superficial"}, 480)
	m := r.Measure(r.Epoch())
	want, err := Predict(r.Scenario())
	if err != nil {
		t.Fatal(err)
	}
	if m.First != 0 || want.First != 0 || want.Better != 1 || !want.Superficial {
		t.Errorf("first %d, predicted %d, better %d", m.First, want.First, want.Better)
	}
	if loss := r.Values("lossNormalised")[480]; !(loss > .63 && loss < .65) {
		t.Errorf("plateau %v", loss)
	}
	if math.Abs(want.PlateauLosses[0]-.64) > 1e-12 || math.Abs(want.PlateauLosses[1]-.36) > 1e-12 {
		t.Errorf("ℒ(ℳ_A) = %v, ℒ(ℳ_B) = %v", want.PlateauLosses[0], want.PlateauLosses[1])
	}
}

// TestTieIsNotSuperficial: where |rκ| = 1 each modality explains as much as the other,
// and neither the rounding of its moments nor their order makes a preference superficial.
func TestTieIsNotSuperficial(t *testing.T) {
	for _, kappa := range []float64{.5, .625, .8, 1.25, 1.6, 2, 2.5, 4} {
		for _, rho := range []float64{-.9, -.35, 0, .1, .7} {
			for _, wB := range []float64{-1.1, .3, 1} {
				for _, sign := range []float64{1, -1} {
					s, err := Default().With(map[string]any{"kappa": kappa, "rho": rho, "r": sign / kappa, "wB": wB})
					if err != nil {
						t.Fatal(err)
					}
					p, err := Predict(s)
					if err != nil {
						t.Fatal(err)
					}
					if p.Superficial || p.Better != p.First {
						t.Errorf("κ = %v, ρ = %v, r = %v, w_B = %v: first %d, better %d, losses %v", kappa, rho, s.R, wB, p.First, p.Better, p.PlateauLosses)
					}
				}
			}
		}
	}
}

// TestDepthOrder: the deeper the fusion, the later the end, as in the paper.
func TestDepthOrder(t *testing.T) {
	late, err := NewRun(mustPreset("depth"))
	if err != nil {
		t.Fatal(err)
	}
	for !late.Done() {
		late.Part()
	}
	runs := append(late.Companions()[:3:3], late)
	for i, r := range runs {
		if r.Scenario().Fusion != i+1 || r.Epoch() != late.Epoch() {
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
			first := theory.Plane{Rho: rho}.LearnedFirst(kappa, r)
			clear := true
			for _, f := range []float64{.95, 1.05} {
				clear = clear && theory.Plane{Rho: rho}.LearnedFirst(kappa*f, r) == first && theory.Plane{Rho: rho}.LearnedFirst(kappa, r*f) == first
			}
			a, b := math.Abs(r*kappa*kappa+rho*kappa), math.Abs(1+r*rho*kappa)
			if !clear || math.Abs(a-b) < .05*max(a, b) {
				continue
			}
			n++
			run := runTo(t, map[string]any{"kappa": kappa, "rho": rho, "r": r, "eta": .01, "epochs": 20000}, 20000)
			if m := run.Measure(run.Epoch()); m.First != first {
				t.Errorf("ρ = %v, κ = %.3f, r = %.3f: the run learned %d first, the region says %d (%v)", rho, kappa, r, m.First, first, m.Times)
			}
		}
	}
}

// TestLayerNorms: read back as the network has them.
func TestLayerNorms(t *testing.T) {
	r := runTo(t, map[string]any{"scenario": "intermediate"}, 800)
	branches, shared := r.LayerNorms(800, nil, nil)
	for m, branch := range r.Network().Branches {
		for l, w := range branch {
			if math.Abs(branches[m][l]-w.Norm()) > 1e-12 {
				t.Errorf("branch %d layer %d: %v, the network has %v", m, l, branches[m][l], w.Norm())
			}
		}
	}
	for l, w := range r.Network().Shared {
		if math.Abs(shared[l]-w.Norm()) > 1e-12 {
			t.Errorf("shared layer %d: %v, the network has %v", l, shared[l], w.Norm())
		}
	}
	if n := testing.AllocsPerRun(10, func() { branches, shared = r.LayerNorms(401, branches, shared) }); n != 0 {
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
	r := runTo(b, nil, 0)
	run, err := NewFullRun(r.Scenario())
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		run.learner.(*descent).descend(1e-9)
	}
}

func BenchmarkEpochDepth4(b *testing.B) {
	r := runTo(b, map[string]any{"depth": 4, "fusion": 2, "init": .1}, 0)
	for b.Loop() {
		r.learner.(*descent).descend(1e-9)
	}
}
