package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// compared is a run with its formula.
type compared struct {
	Measurement
	said Prediction
}

func compare(t *testing.T, changes map[string]any) compared {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() && r.Measure(r.Epoch()).Second < 0 {
		for range 50 {
			r.Step()
		}
	}
	p, err := r.Predict()
	if err != nil {
		t.Fatal(err)
	}
	return compared{r.Measure(r.Epoch()), p}
}

// TestClosedForms: each closed form agrees with runs over a random sweep of its parameter, at
// γ = 1e-9, within 3 %: the ratio by the formula of the limit, and the times that are drawn. That
// scaling is other data, to which the same formula applies, [TestScalingIsOtherData] shows; with
// both as loud, the limit itself is up to 6 % off.
// Gradient flow, so that nothing but the initial scale is asymptotic, and descent.
func TestClosedForms(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 3))
	for _, c := range []struct {
		name  string
		sweep func() map[string]any
	}{
		{"learning rates of the branches", func() map[string]any { return map[string]any{"etaRatio": math.Exp(1.2 - 2.4*random.Float64())} }},
		{"initial scales of the branches", func() map[string]any { return map[string]any{"initRatio": math.Pow(10, 4*random.Float64()-2)} }},
		{"standardised", func() map[string]any { return map[string]any{"scaling": ScaleStandard, "r": .2 + random.Float64()} }},
		{"whitened each", func() map[string]any { return map[string]any{"scaling": ScaleWhiteEach, "r": .2 + random.Float64()} }},
		{"whitened together", func() map[string]any { return map[string]any{"scaling": ScaleWhiteAll, "r": .2 + random.Float64()} }},
		{"unimodal losses", func() map[string]any { return map[string]any{"unimodal": 3 * random.Float64()} }},
		{"dropout", func() map[string]any { return map[string]any{"dropout": .8 * random.Float64()} }},
		{"decay", func() map[string]any { return map[string]any{"decay": .4 * random.Float64()} }},
		{"momentum", func() map[string]any { return map[string]any{"method": Momentum, "beta": .3 + .6*random.Float64()} }},
	} {
		count, never, worst, worstDrawn := 0, 0, 0.0, 0.0
		for count < 20 {
			changes := c.sweep()
			changes["rho"] = -.6 + 1.2*random.Float64()
			changes["epochs"] = 20000
			if _, given := changes["method"]; !given && count%2 == 0 {
				changes["method"] = GradientFlow
			}
			got := compare(t, changes)
			if math.IsInf(got.said.Drawn().Ratio, 1) {
				if got.Second >= 0 {
					t.Errorf("%s: %v: predicted never, learned at %v", c.name, changes, got.Times)
				}
				never++
				count++
				continue
			}
			if got.said.FirstTie || got.TimeRatio < 1.05 || got.Second < 0 {
				continue // neither waits for the other, or it takes longer than a run
			}
			count++
			if got.First != got.said.First {
				t.Errorf("%s: %v: first %d, predicted %d", c.name, changes, got.First, got.said.First)
				continue
			}
			formula := got.said.limit().Ratio
			worst = max(worst, math.Abs(formula/got.TimeRatio-1))
			tol := .03
			if changes["scaling"] != nil {
				tol = .06
			}
			if off := math.Abs(formula/got.TimeRatio - 1); off > tol {
				t.Errorf("%s: %v: ratio %.4g, the formula %.4g", c.name, changes, got.TimeRatio, formula)
			}
			for m, drawn := range got.said.Drawn().Times {
				worstDrawn = max(worstDrawn, math.Abs(drawn/got.Times[m]-1))
			}
		}
		t.Logf("%s: %d settings, %d never; ratios within %.2g %%, drawn times within %.2g %%", c.name, count, never, 100*worst, 100*worstDrawn)
		if worstDrawn > .03 {
			t.Errorf("%s: a drawn time is off by %.2g", c.name, worstDrawn)
		}
	}
}

// TestAdam: whatever the correlation, both arrive together.
func TestAdam(t *testing.T) {
	for _, rho := range []float64{-.5, -.25, 0, .25, .5} {
		for seed := range 3 {
			got := compare(t, map[string]any{"method": Adam, "eta": .001, "rho": rho, "seed": seed + 1})
			t.Logf("ρ %v: ratio %.3f", rho, got.TimeRatio)
			if !(math.Abs(got.TimeRatio-1) <= .15) && !(math.Abs(1/got.TimeRatio-1) <= .15) {
				t.Errorf("ρ %v, seed %d: ratio %v", rho, seed+1, got.TimeRatio)
			}
		}
	}
}

// TestDropoutIsUnimodalLosses: p = ½ and λ = 1 end at the same weights, and differ in time by
// (1 − p)².
func TestDropoutIsUnimodalLosses(t *testing.T) {
	for _, rho := range []float64{-.5, .3} {
		run := func(changes map[string]any) *Run {
			changes["rho"], changes["method"] = rho, GradientFlow
			return runTo(t, changes, wholeRun)
		}
		dropped := run(map[string]any{"dropout": .5, "epochs": 20000})
		losses := run(map[string]any{"unimodal": 1, "epochs": 5000})
		for m := range 2 {
			a, b := dropped.Weight(m)[20000], losses.Weight(m)[5000]
			if math.Abs(a-b) > 1e-6 {
				t.Errorf("ρ %v: modality %d ends at %v and %v", rho, m, a, b)
			}
		}
		a, b := dropped.Measure(20000), losses.Measure(5000)
		if off := a.TimeRatio/b.TimeRatio - 1; math.Abs(off) > 1e-4 {
			t.Errorf("ρ %v: ratios %v and %v", rho, a.TimeRatio, b.TimeRatio)
		}
		if math.Abs(a.Times[0]/b.Times[0]-4) > 1e-2 {
			t.Errorf("ρ %v: %v and %v epochs, not four times as long", rho, a.Times[0], b.Times[0])
		}
	}
}

// TestWhiteningLeavesNothingSuperficial: in a plane of 64² cells, trained.
func TestWhiteningLeavesNothingSuperficial(t *testing.T) {
	for _, scaling := range []string{ScaleRaw, ScaleStandard, ScaleWhiteEach, ScaleWhiteAll} {
		for _, rho := range []float64{0, .5} {
			around, err := Default().With(map[string]any{"scaling": scaling, "rho": rho})
			if err != nil {
				t.Fatal(err)
			}
			s, err := NewSweep(SweepChoice{Kind: SweepPreference, Cells: 64}, around)
			if err != nil {
				t.Fatal(err)
			}
			c, superficial, learned := NewCells(s), 0, 0
			for i := range c.X.Count {
				for j := range c.Y.Count {
					switch first, better, _ := c.First(i, j); {
					case first < 0:
					case first != better:
						superficial++
						fallthrough
					default:
						learned++
					}
				}
			}
			t.Logf("%s, ρ %v: %d of %d cells superficial", scaling, rho, superficial, learned)
			if learned < 4000 || (superficial == 0) == (scaling == ScaleRaw) {
				t.Errorf("%s, ρ %v: %d of %d cells are superficial", scaling, rho, superficial, learned)
			}
		}
	}
}

// TestDecayIsPermanent: B is never learned at κ = 2, ρ = −.5, λ₂ = .6, in every form, by either
// method, and the run says so.
func TestDecayIsPermanent(t *testing.T) {
	for _, changes := range []map[string]any{{}, {"method": GradientFlow}, {"method": Momentum}, {"decay": .61, "width": 2}} {
		all := map[string]any{"rho": -.5, "decay": .6, "epochs": 20000}
		for key, v := range changes {
			all[key] = v
		}
		r := runTo(t, all, wholeRun)
		m := r.Measure(20000)
		if m.First != 0 || m.Second >= 0 || m.Converged < 0 || r.Norm(1)[20000] > 1e-6 {
			t.Errorf("%v: %+v, B ends at %v", all, m, r.Norm(1)[20000])
		}
		said := false
		for _, line := range r.Card(20000) {
			said = said || line.Quantity == "ratio" && line.Predicted == Never && line.Measured == Never
		}
		if !said {
			t.Errorf("%v: the card does not say never: %+v", all, r.Card(20000))
		}
	}
}

// TestRemediesByForm: what has no width equals the network weight by weight, at 1e-10, whatever
// remedies there are.
func TestRemediesByForm(t *testing.T) {
	random := rand.New(rand.NewPCG(14, 2))
	seen := map[Form]int{}
	for range 60 {
		s := Default()
		s.randomRemedies(random)
		s.Width, s.Init, s.Eta, s.Epochs = 12, .02, .02, 400
		s.Rho, s.Fusion = -.6+1.2*random.Float64(), 1+random.IntN(3)/1%2
		if random.IntN(3) == 0 {
			s.Task, s.DimA, s.DimB, s.Draw = TaskWishart, 2, 3, 1+random.IntN(50)
		}
		if s.Dropout > 0 && s.Method != GradientFlow && random.IntN(2) == 0 {
			s.Masks = SampledMasks
		}
		s.repair(nobodyAsked)
		narrow, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		full, err := NewFullRun(s)
		if err != nil {
			t.Fatal(err)
		}
		seen[narrow.Form()]++
		worst := 0.0
		for !narrow.Done() && !full.Done() {
			narrow.Step()
			full.Step()
			for m := range 2 {
				worst = max(worst, math.Abs(narrow.Norm(m)[narrow.epoch]-full.Norm(m)[full.epoch])/(1+full.Norm(m)[full.epoch]))
			}
		}
		tol := 1e-10
		if s.Method == GradientFlow {
			tol = 1e-7 // two integrations
		}
		if worst > tol || (narrow.Diverged() != nil) != (full.Diverged() != nil) {
			t.Errorf("%v: %s: columns differ by %.2g", narrow.Form(), EncodeLink(s, 0), worst)
		}
	}
	for _, form := range []Form{Modes, Angles, GramFactor} {
		if seen[form] < 5 {
			t.Errorf("only %d runs as %v", seen[form], form)
		}
	}
}

// TestScalingIsOtherData: standardised toy data are those of κ = 1 and rκ, and so are they where
// each modality is whitened.
func TestScalingIsOtherData(t *testing.T) {
	for _, scaling := range []string{ScaleStandard, ScaleWhiteEach} {
		a := runTo(t, map[string]any{"scaling": scaling, "kappa": 2.5, "r": .6, "rho": .4}, wholeRun)
		b := runTo(t, map[string]any{"kappa": 1, "r": 1.5, "rho": .4}, wholeRun)
		for m := range 2 {
			for e, w := range a.Norm(m) {
				if math.Abs(w-b.Norm(m)[e]) > 1e-12*(1+w) {
					t.Fatalf("%s: modality %d is at %v in epoch %d, the other data at %v", scaling, m, w, e, b.Norm(m)[e])
				}
			}
		}
	}
	// Whitened together, inputs of any dimension have no correlation left, and no mis-attribution.
	s, err := Default().With(map[string]any{"task": TaskWishart, "dA": 3, "dB": 2, "draw": 7, "scaling": ScaleWhiteAll})
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Moments()
	if err != nil {
		t.Fatal(err)
	}
	for i, v := range m.Sigma() {
		want := 0.0
		if i%6 == 0 {
			want = 1
		}
		if math.Abs(v-want) > 1e-9 {
			t.Errorf("Σ[%d] = %v", i, v)
		}
	}
	if p, err := Predict(s); err != nil || math.Abs(p.Misattribution) > 1e-9 {
		t.Errorf("mis-attribution %v, %v", p.Misattribution, err)
	}
}

// TestRectifiedOptimisers: rectified units train by the same updates, whatever form their sums take,
// and as a program says that knows only the gradient of each weight.
func TestRectifiedOptimisers(t *testing.T) {
	for _, method := range []string{GradientDescent, Momentum, Adam, RMSProp} {
		for _, fusion := range []int{1, 2} {
			s, err := Default().With(map[string]any{
				"activation": ReLU, "from": Sample, "samples": 40, "width": 6, "init": .1, "eta": .004, "epsilon": 1e-3,
				"epochs": 60, "method": method, "etaRatio": 2.5, "fusion": fusion,
			})
			if err != nil {
				t.Fatal(err)
			}
			r, err := NewRun(s)
			if err != nil {
				t.Fatal(err)
			}
			full, err := NewFullRun(s)
			if err != nil {
				t.Fatal(err)
			}
			n, err := s.Network()
			if err != nil {
				t.Fatal(err)
			}
			rows, first, second := newRectified(n), []float64(nil), []float64(nil)
			first, second = make([]float64, len(rows.z)), make([]float64, len(rows.z))
			for e := 1; e <= s.Epochs; e++ {
				r.Step()
				full.Step()
				stepRectified(rows, r.Data().Samples, &s, e, first, second)
			}
			w := rows.totals()
			for m := range 2 {
				for name, got := range map[string]float64{"in its own form": r.Total(m)[0], "unit by unit": full.Total(m)[0]} {
					if math.Abs(got-w[m]) > 1e-9*(1+math.Abs(w[m])) {
						t.Errorf("%s, L_f = %d, %v: W of modality %d is %v %s, %v by hand", method, fusion, r.Form(), m, got, name, w[m])
					}
				}
			}
		}
	}
}

// stepRectified is an epoch written down as plainly as can be, of scalar inputs.
func stepRectified(r *rectified, x *Samples, s *Scenario, epoch int, first, second []float64) {
	gradient := make([]float64, len(r.z))
	for p := range x.Count {
		in, answer := x.Inputs[p*x.Dim:(p+1)*x.Dim], 0.0
		each := func(visit func(at int, g *rectifiedGroup, z float64)) {
			for k := range r.groups {
				g := &r.groups[k]
				for u := range g.units {
					at, z := g.start+u*(g.dim+1), 0.0
					for j := range g.dim {
						z += r.z[at+j] * in[g.offset+j]
					}
					visit(at, g, z)
				}
			}
		}
		each(func(at int, g *rectifiedGroup, z float64) { answer += r.z[at+g.dim] * math.Max(z, 0) })
		each(func(at int, g *rectifiedGroup, z float64) {
			if z <= 0 {
				return
			}
			error := (x.Targets[p] - answer) / float64(x.Count)
			for j := range g.dim {
				gradient[at+j] += error * r.z[at+g.dim] * in[g.offset+j]
			}
			gradient[at+g.dim] += error * z
		})
	}
	for k := range r.groups {
		g := &r.groups[k]
		for i := g.start; i < g.start+g.units*(g.dim+1); i++ {
			column, rate := (i-g.start)%(g.dim+1), s.Eta
			if s.Fusion == 1 && column == 1 || s.Fusion == 2 && k == 1 { // of B
				rate *= s.EtaRatio
			}
			v := gradient[i]
			switch s.Method {
			case Momentum:
				first[i] = s.Beta*first[i] + v
				v = first[i]
			case Adam:
				first[i], second[i] = s.Beta*first[i]+(1-s.Beta)*v, s.Beta2*second[i]+(1-s.Beta2)*v*v
				v = first[i] / (1 - math.Pow(s.Beta, float64(epoch))) / (math.Sqrt(second[i]/(1-math.Pow(s.Beta2, float64(epoch)))) + s.Epsilon)
			case RMSProp:
				second[i] = s.Beta2*second[i] + (1-s.Beta2)*v*v
				v /= math.Sqrt(second[i]) + s.Epsilon
			}
			r.z[i] += rate * v
		}
	}
}
