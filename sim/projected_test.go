package sim

import (
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// deepCases are random deep networks on random data: (κ, ρ), depths, fusion layers, gaps,
// widths and initial scales within what learns in a few thousand epochs.
func deepCases(count int) (cases []Scenario) {
	random := rand.New(rand.NewPCG(13, 0))
	between := func(lo, hi float64) float64 { return lo + random.Float64()*(hi-lo) }
	for len(cases) < count {
		s := Default()
		s.Kappa, s.Rho = between(.5, 3), between(-.6, .6)
		s.Depth = 3 + random.IntN(2)
		s.Fusion = 1 + random.IntN(s.Depth)
		s.Width, s.Init = 30+random.IntN(90), between(.1, .2)
		if s.Depth == 3 {
			s.Init = between(.02, .1)
		}
		if random.IntN(4) == 0 && s.Fusion > 1 {
			s.DepthGap = random.IntN(3) - 1
		}
		s.Seed, s.Epochs = random.IntN(100), 2500
		s.Eta = .08 / max(s.Kappa*s.Kappa, 1)
		if s.Check() == nil {
			cases = append(cases, s)
		}
	}
	return cases
}

// moves is the largest change of a column over all epochs from the beginning: how far
// a value is off where times are off by a part of themselves.
func moves(column []float64) (most float64) {
	for e := 1; e < len(column); e++ {
		most = math.Max(most, float64(e)*math.Abs(column[e]-column[e-1]))
	}
	return most
}

func trained(r *Run) *Run {
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestProjection: a projected network follows the full one as closely as its residual
// says, column by column, order by order, down to its weights.
func TestProjection(t *testing.T) {
	learned := 0
	for _, s := range deepCases(20) {
		data, network, err := s.prepare(given{})
		if err != nil {
			t.Fatal(err)
		}
		full := trained(newLinearRun(s, data, network, FullWidth))
		if full.Diverged() != nil {
			t.Fatal(s, full.Diverged())
		}
		if full.Measure(s.Epochs).First >= 0 {
			learned++
		}
		name := fmt.Sprintf("L %d, L_f %d, gap %d, N %d, γ %.3f, κ %.2f, ρ %.2f", s.Depth, s.Fusion, s.DepthGap, s.Width, s.Init, s.Kappa, s.Rho)
		before := math.Inf(1)
		for order := 1; order <= 3; order++ {
			b := project(network, order)
			if !(b.Residual < before/10) {
				t.Errorf("%s: the residual is %.2g at order %d, %.2g before", name, b.Residual, order, before)
			}
			before = b.Residual
			r := trained(newProjectedRun(s, data, network, b))
			for i, column := range full.Columns() {
				off := floats.Distance(column.Values, r.Columns()[i].Values, math.Inf(1))
				if allowed := b.Residual*max(moves(column.Values), largest(column.Values)) + 1e-12; !(off <= allowed) {
					t.Errorf("%s, order %d: %s is off by %.2g, residual %.2g allows %.2g", name, order, column.Name, off, b.Residual, allowed)
				}
			}
			if order < 3 || b.Residual > 1e-7 {
				continue
			}
			got, want := r.Network(), full.Network()
			if off := floats.Distance(got.weights, want.weights, math.Inf(1)); !(off <= 1e-4*largest(want.weights)) {
				t.Errorf("%s: a weight is off by %.2g", name, off)
			}
			branches, shared := r.LayerNorms(s.Epochs, nil, nil)
			wantBranches, wantShared := full.LayerNorms(s.Epochs, nil, nil)
			for l := range wantBranches {
				if !floats.EqualApprox(branches[l], wantBranches[l], 1e-8) {
					t.Errorf("%s: layers of branch %d: %v, want %v", name, l, branches[l], wantBranches[l])
				}
			}
			if !floats.EqualApprox(shared, wantShared, 1e-8) {
				t.Errorf("%s: shared layers: %v, want %v", name, shared, wantShared)
			}
		}
	}
	if learned < 15 {
		t.Errorf("%d of 20 networks learn anything", learned)
	}
}

// TestProjectionOfAnything: vector inputs, several outputs, one modality or three,
// branches of different depths, both methods.
func TestProjectionOfAnything(t *testing.T) {
	for _, c := range []struct {
		a      Architecture
		method string
	}{
		{Architecture{Depth: 3, Fusion: 2, Width: 60, Inputs: []int{2, 3}, Output: 1}, GradientDescent},
		{Architecture{Depth: 3, Fusion: 3, Width: 60, Inputs: []int{2, 1}, Output: 2}, GradientFlow},
		{Architecture{Depth: 4, Fusion: 2, Width: 80, Inputs: []int{1, 1, 1}, Output: 1, BranchDepths: []int{2, 3, 1}}, GradientDescent},
		{Architecture{Depth: 3, Fusion: 1, Width: 60, Inputs: []int{1}, Output: 1}, GradientFlow},
		{Architecture{Depth: 3, Fusion: 2, Width: 5, Inputs: []int{3, 3}, Output: 1}, GradientDescent}, // nothing to leave out
	} {
		m := randomMoments(t, 8, c.a.Output, c.a.Inputs...)
		plan := Plan{Eta: .02, Epochs: 1500, Method: c.method, Form: FullWidth}
		full := trained(started(t, m, c.a, .1, plan))
		plan.Form = Projected
		r := trained(started(t, m, c.a, .1, plan))
		p := r.Projection()
		if p == nil || p.Residual > ResidualTolerance || p.Width > c.a.Width {
			t.Fatalf("%+v: %+v", c.a, p)
		}
		if full.Values("lossNormalised")[1500] > .9 {
			t.Errorf("%+v: nothing is learned", c.a)
		}
		for i, column := range full.Columns() {
			if off := floats.Distance(column.Values, r.Columns()[i].Values, math.Inf(1)); !(off <= p.Residual*moves(column.Values)+1e-5) {
				t.Errorf("%+v: %s is off by %.2g, residual %.2g", c.a, column.Name, off, p.Residual)
			}
		}
	}
}

// TestProjectionIsChosen: a deep network of the lab's trains in its projection, a narrow one
// at full width, and a projected epoch costs what its directions cost.
func TestProjectionIsChosen(t *testing.T) {
	s := Default()
	s.Depth, s.Fusion, s.Init, s.Epochs = 4, 2, .1, 5000
	var weights []int
	for _, width := range []int{5, 100, 512} {
		s.Width = width
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		if p := r.Projection(); width == 5 {
			if p != nil || r.Form() != FullWidth {
				t.Errorf("N = %d: %v %+v", width, r.Form(), p)
			}
			continue
		} else if p == nil || r.Form() != Projected || p.Residual > ResidualTolerance || p.Order != 2 {
			t.Fatalf("N = %d: %v %+v", width, r.Form(), p)
		}
		weights = append(weights, r.Projection().Weights)
		if n := testing.AllocsPerRun(20, r.Step); n > 0 {
			t.Errorf("N = %d: an epoch allocates %v times", width, n)
		}
	}
	if weights[0] != weights[1] {
		t.Errorf("the cost depends on the width: %v weights", weights)
	}
}

// TestProjectionRefused: a residual that is too large is an error with its numbers.
func TestProjectionRefused(t *testing.T) {
	toy, err := Toy(2, 0, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		plan Plan
		key  string
	}{
		{Plan{Order: 1, Tolerance: 1e-4}, "residual"},
		{Plan{Tolerance: 1e-300}, "residual"}, // no order there is gets so far
		{Plan{Order: -1}, "order"},
		{Plan{Order: MaxOrder + 1}, "order"},
		{Plan{Tolerance: math.NaN()}, "tolerance"},
		{Plan{Tolerance: -1}, "tolerance"},
		{Plan{Activation: ReLU, Samples: examplesOf(toy)}, "form"},
	} {
		n, err := NewNetwork(toy.architecture(4, 2, 100))
		if err != nil {
			t.Fatal(err)
		}
		n.Init(1, .1)
		c.plan.Eta, c.plan.Epochs, c.plan.Form = .04, 10, Projected
		_, err = StartRun(toy, n, c.plan)
		var e *Error
		if !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%+v: %v", c.plan, err)
			continue
		}
		if c.key == "residual" && (e.Value.(float64) <= c.plan.Tolerance || *e.Max != c.plan.Tolerance) {
			t.Errorf("%+v: %v", c.plan, e)
		}
	}
}
