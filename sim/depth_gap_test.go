package sim

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"

	"unimodal-bias-lab/sim/theory"
)

// unevenShapes are branches of every depth up to four beside those of A, for
// inputs of one to three dimensions.
func unevenShapes(visit func(a Architecture)) {
	for _, shape := range shapes(4) {
		for depthB := 1; depthB <= 4; depthB++ {
			for _, outputs := range []int{1, 2} {
				visit(Architecture{
					Depth: shape[0], Fusion: shape[1], Width: 3, Inputs: []int{2, 1}, Output: outputs,
					BranchDepths: []int{shape[1], depthB},
				})
			}
		}
	}
}

// TestUnequalGradients: the end-to-end maps are plain products and the gradient is
// that of the loss, by finite differences, whatever the depths.
func TestUnequalGradients(t *testing.T) {
	unevenShapes(func(a Architecture) {
		m, n := randomMoments(t, 3, a.Output, a.Inputs...), randomNetwork(t, a, 5)
		for i, branch := range n.Branches {
			if len(branch) != a.BranchDepths[i] {
				t.Fatalf("%+v: branch %d has %d layers", a, i, len(branch))
			}
		}
		checkTotalAndGradient(t, newTraining(n, plain(m)), n)
		if t.Failed() {
			t.Fatalf("the shape is %+v", a)
		}
	})
}

// TestEqualDepthsAsBefore: depths that are given and equal are those that are not
// given, to the last bit, and a branch keeps the weights of its layers when the
// other one loses some.
func TestEqualDepthsAsBefore(t *testing.T) {
	drawn := func(depths []int) *Network {
		n, err := NewNetwork(Architecture{Depth: 4, Fusion: 3, Width: 5, Inputs: []int{1, 1}, Output: 1, BranchDepths: depths})
		if err != nil {
			t.Fatal(err)
		}
		n.Init(7, .1)
		return n
	}
	plain, given, shorter := drawn(nil), drawn([]int{3, 3}), drawn([]int{3, 2})
	if !slices.Equal(plain.weights, given.weights) {
		t.Error("equal depths, other weights")
	}
	for l, w := range shorter.Branches[0] {
		if !slices.Equal(w.Data, plain.Branches[0][l].Data) {
			t.Errorf("layer %d of A is drawn anew", l)
		}
	}
	if !slices.Equal(shorter.Shared[0].Data, plain.Shared[0].Data) || !slices.Equal(shorter.Branches[1][1].Data, plain.Branches[1][1].Data) {
		t.Error("what stays is drawn anew")
	}
}

// TestUnequalInit: a network that is deep along one branch only has layers of norm
// γ all over.
func TestUnequalInit(t *testing.T) {
	n, err := NewNetwork(Architecture{Depth: 2, Fusion: 2, Width: 400, Inputs: []int{1, 1}, Output: 1, BranchDepths: []int{2, 3}})
	if err != nil {
		t.Fatal(err)
	}
	n.Init(3, .2)
	n.each(func(l *Layer) {
		if norm := l.Norm(); math.Abs(norm/.2-1) > .15 { // 4 sd of a χ with 400 degrees of freedom
			t.Errorf("a layer has the norm %v", norm)
		}
	})
}

// TestUnequalForms: the reductions of two layers stand for two layers in every
// branch.
func TestUnequalForms(t *testing.T) {
	a := Architecture{Depth: 2, Fusion: 2, Width: 100, Inputs: []int{1, 1}, Output: 1}
	for depthB := 1; depthB <= 3; depthB++ {
		a.BranchDepths = []int{2, depthB}
		for _, form := range []Form{GramFactor, Modes} {
			if got := form.Exact(a, GradientDescent); got != (depthB == 2) {
				t.Errorf("%v is exact for 2 and %d layers: %v", form, depthB, got)
			}
		}
		if got := cheapest(a, GradientFlow) != FullWidth; got != (depthB == 2) {
			t.Errorf("2 and %d layers are reduced: %v", depthB, got)
		}
	}
}

// TestUnequalRun: series, layer norms and states at any epoch are those of the
// network, which a second run repeats bit for bit.
func TestUnequalRun(t *testing.T) {
	s, err := Preset("unequal")
	if err != nil {
		t.Fatal(err)
	}
	s.Width, s.Epochs = 6, 300
	for _, s.DepthGap = range []int{-2, -1, 2} {
		for _, s.Method = range []string{GradientDescent, GradientFlow} {
			runs := [2]*Run{}
			for i := range runs {
				if runs[i], err = NewRun(s); err != nil {
					t.Fatal(err)
				}
				for !runs[i].Done() {
					runs[i].Step()
				}
			}
			r := runs[0]
			if r.Hash(300) != runs[1].Hash(300) {
				t.Error("the same scenario, other bits")
			}
			branches, shared := r.LayerNorms(300, nil, nil)
			if len(branches[0]) != 3 || len(branches[1]) != 3+s.DepthGap || len(shared) != 0 {
				t.Fatalf("skew %d: norms of %d and %d layers, %d shared", s.DepthGap, len(branches[0]), len(branches[1]), len(shared))
			}
			last := slices.Clone(r.Network().weights)
			for m, branch := range r.Network().Branches {
				for l, w := range branch {
					if math.Abs(branches[m][l]-w.Norm()) > 1e-12 {
						t.Errorf("skew %d: layer %d of branch %d has norm %v, written down %v", s.DepthGap, l, m, w.Norm(), branches[m][l])
					}
				}
			}
			for _, epoch := range []int{17, 250, 40} {
				if got, want := endToEnd(r.State(epoch)), []float64{r.Weight(0)[epoch], r.Weight(1)[epoch]}; !floats.EqualApprox(got, want, 1e-13) {
					t.Errorf("skew %d, epoch %d: the network maps %v, its series %v", s.DepthGap, epoch, got, want)
				}
			}
			if !slices.Equal(last, r.Network().weights) {
				t.Error("looking back changed the run")
			}
		}
	}
}

// TestSkewFits: skew has the range that the fusion layer leaves; a change of depth
// or fusion alone takes it along, one of its own is refused beyond.
func TestDepthGapFits(t *testing.T) {
	s, err := Preset("unequal")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		changes      map[string]any
		fusion, skew int
		min, max     float64 // of the error, where there is one
	}{
		{map[string]any{"skew": -2}, 3, -2, 0, 0},
		{map[string]any{"skew": 5}, 3, 5, 0, 0},
		{map[string]any{"skew": -3}, 0, 0, -2, 5},
		{map[string]any{"skew": 6}, 0, 0, -2, 5},
		{map[string]any{"skew": -9}, 0, 0, -2, 5}, // beyond the table
		{map[string]any{"fusion": 1}, 1, 0, 0, 0},
		{map[string]any{"depth": 2}, 2, -1, 0, 0},
		{map[string]any{"depth": 8, "skew": 0}, 8, 0, 0, 0},
		{map[string]any{"fusion": 1, "skew": -1}, 0, 0, 0, 7},
		{map[string]any{"fusion": 1, "skew": 7}, 1, 7, 0, 0},
	} {
		next, err := s.With(c.changes)
		var e *Error
		switch {
		case c.fusion > 0 && (err != nil || next.Fusion != c.fusion || next.DepthGap != c.skew):
			t.Errorf("%v: L_f = %d, skew %d, %v", c.changes, next.Fusion, next.DepthGap, err)
		case c.fusion == 0 && (!errors.As(err, &e) || e.Code != OutOfRange || e.Key != "skew" || *e.Min != c.min || *e.Max != c.max):
			t.Errorf("%v: %v", c.changes, err)
		case c.fusion == 0 && next != s:
			t.Errorf("%v: refused, yet something changed", c.changes)
		}
	}
	// A deeper late network takes its shorter branch along, as far as there is room.
	deep, err := s.With(map[string]any{"depth": 8})
	if err != nil || deep.Fusion != 8 || deep.DepthGap != -1 {
		t.Errorf("deeper: %+v, %v", deep, err)
	}
	if s, err = s.With(map[string]any{"skew": 4}); err == nil {
		s, err = s.With(map[string]any{"depth": 7})
	}
	if err != nil || s.Fusion != 7 || s.DepthGap != 1 {
		t.Errorf("from 3 + 4 layers to 7 + %d, %v", s.DepthGap, err)
	}
	// Links.
	for link, want := range map[string]int{"scenario=unequal&fusion=1": 0, "scenario=unequal&skew=-9": -2, "skew=-1&depth=3&fusion=3": -1, "skew=-1&fusion=1": 0, "skew=2.5": 3} {
		s, _, notices := ParseLink(link)
		if err := s.Check(); err != nil || s.DepthGap != want {
			t.Errorf("%s: skew %d, %v", link, s.DepthGap, err)
		}
		if silent := link == "skew=-1&depth=3&fusion=3"; silent != (len(notices) == 0) || len(notices) > 1 {
			t.Errorf("%s: %v", link, notices)
		}
	}
}

// TestUnequalAligned: the aligned reduction, a network of width one, comes to the formula
// of small weights: within 8 % at the preset's γ (a plateau is half reached a
// little before or after the layers have norm one), 4 % at a fifth of it.
func TestUnequalAligned(t *testing.T) {
	s, err := Preset("unequal")
	if err != nil {
		t.Fatal(err)
	}
	s.Method = GradientFlow
	for _, c := range []struct {
		depth, fusion, skew int
		tol                 [2]float64 // at γ, γ/5
	}{{3, 3, -1, [2]float64{.08, .04}}, {3, 2, 1, [2]float64{.08, .04}}, {4, 3, -1, [2]float64{.08, .04}}, {4, 4, -2, [2]float64{.08, .04}}} {
		for i, init := range []float64{.03, .006} {
			s.Init = init
			s.Depth, s.Fusion, s.DepthGap = c.depth, c.fusion, c.skew
			m, err := s.Moments()
			if err != nil {
				t.Fatal(err)
			}
			got := watchForm(m, aligned(m, s.Shape(), s.Init), FullWidth, s, false)
			first, want := theory.DepthGapTimes(m.theory(), s.Shape(), s.Init)
			if got.First != first {
				t.Errorf("%+v: %d is first, theory says %d", c, got.First, first)
			}
			for k := range want {
				if got := got.Times[k] * s.Eta; math.Abs(got/want[k]-1) > c.tol[i] {
					t.Errorf("%+v, γ = %v: t_%d = %.4g τ, theory says %.4g", c, s.Init, k, got, want[k])
				}
			}
		}
	}
}

// TestUnequalPreset: depth beats statistics. ‖Σ_yB‖ is a quarter of ‖Σ_yA‖, yet B,
// with a layer less, is learned first, as theory says, and A when theory says so
// of aligned layers: the reduction is within 3 %, descent included. Two random
// layers behave like aligned ones (B: within 20 %); three of N = 20 first have to
// turn towards each other, which takes A, over 12 seeds, 1.3 to 1.95 times as long.
func TestUnequalPreset(t *testing.T) {
	s, err := Preset("unequal")
	if err != nil {
		t.Fatal(err)
	}
	p, err := Predict(s)
	if err != nil {
		t.Fatal(err)
	}
	m, err := s.Moments()
	if err != nil {
		t.Fatal(err)
	}
	if d := m.theory(); theory.LearnedFirst(d) != 0 || p.First != 1 {
		t.Errorf("by statistics %d is first, with depth %d", theory.LearnedFirst(d), p.First)
	}
	want := p.Formula().Times
	measured := func(r *Run) Measurement {
		for !r.Done() {
			r.Step()
		}
		return r.Measure(r.Epoch())
	}
	run, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	layers, err := newRun(s, run.data, aligned(run.moments, run.shape, s.Init), FullWidth)
	if err != nil {
		t.Fatal(err)
	}
	if got := measured(layers); got.First != 1 || math.Abs(got.Times[0]/want[0]-1) > .03 || math.Abs(got.Times[1]/want[1]-1) > .03 {
		t.Errorf("aligned layers are learned at %v, theory says %v", got.Times, want)
	}
	if got := measured(run); got.Converged < 0 || got.Converged > s.Epochs {
		t.Errorf("it does not converge within its %d epochs: %d", s.Epochs, got.Converged)
	}
	s.Epochs = 1000
	for s.Seed = 1; s.Seed <= 12; s.Seed++ {
		run, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		got := measured(run)
		a, b := got.Times[0]/want[0], got.Times[1]/want[1]
		if got.First != 1 || math.Abs(b-1) > .2 || a < 1.25 || a > 2 {
			t.Errorf("seed %d: %d is first, times are %.3f and %.3f of the predicted ones", s.Seed, got.First, a, b)
		}
	}
}
