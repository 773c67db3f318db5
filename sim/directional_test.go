package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

// spreadOf is the median and the largest of some errors.
func spreadOf(errors []float64) (median, worst float64) {
	slices.Sort(errors)
	return errors[len(errors)/2], errors[len(errors)-1]
}

// TestDirectionalAgainstRuns: gradient flow of the opening network at γ = 1e-9 over
// the plane at seven correlations, superficial regions and data whose Σ̃_yB points
// against Σ_yB included. Measured: t of the first modality is exact to 1e-6 in most
// cells and never off by more than 0.7 % (the other one has begun to grow), the
// second's, and the ratio, by a median 0.1 % and at most 6 %: where A has to give
// most of its weight back (ρ = ±0.9, r = 0.1) it does not follow B at once. The
// signed formula, which knows nothing of the weights, is a median 1.6 % off and up to 42 %.
func TestDirectionalAgainstRuns(t *testing.T) {
	var first, second, ratio, signed, superficial, opposite []float64
	together := 0
	for _, rho := range []float64{-.9, -.6, -.3, 0, .3, .6, .9} {
		for _, kappa := range []float64{.35, .7, 1.3, 2, 3.5} {
			for _, r := range []float64{-1.5, -.6, .1, .375, 1, 1.8} {
				s := Default()
				s.Rho, s.Kappa, s.R, s.Method = rho, kappa, r, GradientFlow
				p, err := Predict(s)
				if err != nil {
					t.Fatal(err)
				}
				m, err := Cell(s)
				if err != nil {
					t.Fatal(err)
				}
				if !m.Plateau && m.TimeRatio < 1.02 {
					together++ // A has next to nothing to learn in the end: it is there before its plateau
					continue
				}
				if m.First != p.First || m.Second < 0 {
					t.Fatalf("ρ = %v, κ = %v, r = %v: %d is first, predicted %d", rho, kappa, r, m.First, p.First)
				}
				off := func(got, want float64) float64 { return math.Abs(got/want - 1) }
				first = append(first, off(p.Directional.Times[m.First], m.Times[m.First]))
				later := off(p.Directional.Times[m.Second], m.Times[m.Second])
				second = append(second, later)
				ratio = append(ratio, off(p.Directional.Ratio, m.TimeRatio))
				signed = append(signed, off(p.Signed.Ratio, m.TimeRatio))
				if p.Superficial {
					superficial = append(superficial, later)
				}
				moments, err := s.Moments()
				if err != nil {
					t.Fatal(err)
				}
				d := moments.theory()
				if theory.InputOutput(d, m.Second)[0]*theory.LeftOver(d, m.First, m.Second)[0] < 0 {
					opposite = append(opposite, later)
				}
			}
		}
	}
	if together > 2 {
		t.Errorf("in %d cells both are learned together", together)
	}
	if len(superficial) < 20 || len(opposite) < 20 {
		t.Errorf("%d cells of superficial regions, %d with Σ̃_yB against Σ_yB", len(superficial), len(opposite))
	}
	for _, c := range []struct {
		name          string
		errors        []float64
		median, worst float64
	}{
		{"time of the first", first, 1e-6, .008},
		{"time of the second", second, .0015, .07},
		{"ratio", ratio, .0015, .07},
		{"time of the second, superficial", superficial, .008, .07},
		{"time of the second, opposite", opposite, .0015, .02},
	} {
		median, worst := spreadOf(c.errors)
		t.Logf("%s: median %.2g, worst %.2g of %d", c.name, median, worst, len(c.errors))
		if median > c.median || worst > c.worst {
			t.Errorf("%s: median %.2g, worst %.2g", c.name, median, worst)
		}
	}
	better, _ := spreadOf(ratio)
	if median, worst := spreadOf(signed); median < 5*better || worst < .2 {
		t.Errorf("the signed formula is as good: median %.2g, worst %.2g", median, worst)
	}
}

// TestHalfTimes: random networks on random data by their own method, as the page draws
// them. With small weights the first time is right to a few millionths, the ratio, at
// the 95th of a hundred, to a per cent; with weights of 1e-3 to a few per cent. The
// formulas of small weights are a median 1 % and 5 % off.
func TestHalfTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, c := range []struct {
		method             string
		gamma              float64
		first, ratio, most float64 // median, median, 95 %
	}{
		{GradientDescent, 1e-9, 1e-4, .002, .015}, {GradientFlow, 1e-9, 1e-4, .002, .015},
		{GradientDescent, 1e-3, .001, .008, .08}, {GradientFlow, 1e-3, .001, .008, .08},
	} {
		var first, ratio []float64
		for range 120 {
			s := Default()
			s.Method, s.Init, s.Epochs, s.Seed = c.method, c.gamma, 20000, 1+random.IntN(1000)
			s.Kappa, s.Rho, s.R, s.Eta = .4+3*random.Float64(), -.9+1.8*random.Float64(), -1.5+3*random.Float64(), .01+.04*random.Float64()
			p, err := Predict(s)
			if err != nil {
				t.Fatal(err)
			}
			r, err := NewRun(s)
			if err != nil {
				t.Fatal(err)
			}
			m := r.Measure(0)
			for !r.Done() && m.Second < 0 {
				for range 200 {
					r.Step()
				}
				m = r.Measure(r.Epoch())
			}
			if m.Second < 0 || m.First != p.First {
				continue // slower than a run of the page, or at a tie
			}
			first = append(first, math.Abs(p.Drawn().Times[m.First]/m.Times[m.First]-1))
			ratio = append(ratio, math.Abs(p.Drawn().Ratio/m.TimeRatio-1))
		}
		slices.Sort(first)
		slices.Sort(ratio)
		a, b, most := first[len(first)/2], ratio[len(ratio)/2], ratio[len(ratio)*95/100]
		t.Logf("%s, γ = %g: first time %.2g, ratio %.2g, 95 %% %.2g, of %d", c.method, c.gamma, a, b, most, len(ratio))
		if a > c.first || b > c.ratio || most > c.most || len(ratio) < 100 {
			t.Errorf("%s, γ = %g: first time %.2g, ratio %.2g, 95 %% %.2g, of %d", c.method, c.gamma, a, b, most, len(ratio))
		}
	}
}

// TestNeverIsAnAnswer: where A alone explains all that both do, B has nothing to learn:
// no time, however large, is predicted, and the card says so.
func TestNeverIsAnAnswer(t *testing.T) {
	canonical, _, err := ParseMoments("blocks: 1, 1\n4 2 4\n2 1.5 2\n4 2 4")
	if err != nil {
		t.Fatal(err)
	}
	s, err := Default().With(map[string]any{"task": TaskOwn, "own": canonical})
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	p, err := r.Predict()
	if err != nil {
		t.Fatal(err)
	}
	if drawn := p.Drawn(); !math.IsInf(drawn.Times[1], 1) || !math.IsInf(drawn.Ratio, 1) || !(drawn.Times[0] > 0) {
		t.Errorf("times %v, ratio %v", drawn.Times, drawn.Ratio)
	}
	for _, line := range r.Card(0) {
		if line.Equation == "ratioDirectional" && line.Predicted != Never {
			t.Errorf("the card says %v", line.Predicted)
		}
	}
}

// TestDirectionalPublished: the scenario flow, 117.15 predicted and 117.19 measured
// for A (a reading between epochs, at an η of its own); and no prediction where
// there is no such network.
func TestDirectionalPublished(t *testing.T) {
	s, err := Preset("flow")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Predict(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := Cell(s)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range m.Times {
		if got := p.Directional.Times[i]; math.Abs(got-want) > .05 {
			t.Errorf("t_%d = %v predicted, %v measured", i, got, want)
		}
	}
	for _, changes := range []map[string]any{{"fusion": 1}, {"depth": 3}, {"depth": 3, "fusion": 2}, {"skew": 1}, {"init": 1}} {
		next, err := s.With(changes)
		if err != nil {
			t.Fatal(err)
		}
		if p, err := Predict(next); err != nil || !math.IsNaN(p.Directional.Ratio) || len(p.Directional.Times) != 2 {
			t.Errorf("%v: %v, %v", changes, p.Directional, err)
		}
	}
}

// TestDirectionalVectors: inputs of three and two dimensions with random
// covariances, at γ = 1e-6. Half-times are those of an isotropic Σ_m and the first
// modality may reach half of its plateau late, so that agreement is a matter of the
// median, 2.1 % where the signed formula's is 5.0 %.
func TestDirectionalVectors(t *testing.T) {
	var later, signed []float64
	for seed := range uint64(60) {
		m := randomMoments(t, 100+seed, 1, 3, 2)
		n, err := NewNetwork(m.architecture(2, 2, 20))
		if err != nil {
			t.Fatal(err)
		}
		n.Init(seed, 1e-6)
		d := m.theory()
		first := theory.LearnedFirst(d)
		second := 1 - first
		got := watchForm(m, n, GramFactor, Scenario{Depth: 2, Fusion: 2, Eta: .04}, false)
		if got.First != first || got.Second != second {
			continue // too near a tie to have an order
		}
		var z [2][]float64
		for i, g := range unitGroups(n) {
			z[i], _ = g.gather(nil)
		}
		_, b := theory.DirectionalTimes(d, theory.Training{}, first, second, z[first], z[second])
		u0 := theory.EffectiveInit(1e-6, 20)
		plain := theory.FirstTime(theory.InputOutputNorm(d, first), u0) * theory.SignedTimeRatio(d, first, second)
		later = append(later, math.Abs(b/.04/got.Times[second]-1))
		signed = append(signed, math.Abs(plain/.04/got.Times[second]-1))
	}
	better, _ := spreadOf(later)
	worse, _ := spreadOf(signed)
	t.Logf("t of the second is a median %.3f off, by the signed formula %.3f, of %d", better, worse, len(later))
	if better > .03 || better > .6*worse || len(later) < 50 {
		t.Errorf("a median %.3f off, by the signed formula %.3f, of %d", better, worse, len(later))
	}
}
