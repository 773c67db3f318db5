package sim

import (
	"math"
	"testing"
)

// TestTinyIsProjected: arrays of three directions train as the projected network does that
// they were taken from, in every shape that they fit, also after others.
func TestTinyIsProjected(t *testing.T) {
	var tiny tiny
	fitted := 0
	for _, shape := range [][3]int{{3, 1, 0}, {4, 4, 0}, {3, 2, 0}, {4, 2, 0}, {5, 3, 1}, {4, 2, -1}, {3, 3, -1}, {2, 1, 1}, {2, 2, 1}, {3, 3, -2}} {
		s := Default()
		s.Depth, s.Fusion, s.DepthGap, s.Init, s.Width, s.Rho = shape[0], shape[1], shape[2], .1*float64(shape[0]-2)+.1, 40, .3
		if s.Check() != nil {
			t.Fatalf("%v: %v", shape, s.Check())
		}
		moments, err := s.Moments()
		if err != nil {
			t.Fatal(err)
		}
		b := project(mustNetwork(&s), 1)
		if !tiny.fits(b.narrow) {
			if shape != [3]int{3, 3, -2} { // the other branch has no hidden layer
				t.Errorf("%v does not fit", shape)
			}
			continue
		}
		fitted++
		tiny.take(b.narrow)
		net := b.start(plain(moments))
		for e := range 600 {
			got, want := tiny.weights(), net.totals()
			for m := range got {
				if !(math.Abs(got[m]-want[m]) <= 1e-10*(1e-6+math.Abs(want[m]))) {
					t.Fatalf("%v: W_%d = %v at epoch %d, want %v", shape, m, got[m], e, want[m])
				}
			}
			var residual [2]float64
			moments.residual(residual[:], got[:])
			tiny.learn(s.Eta, residual, &tiny)
			net.descend(s.Eta)
		}
		if w := net.totals(); math.Abs(w[0])+math.Abs(w[1]) < .01 {
			t.Errorf("%v: nothing is learned", shape)
		}
	}
	if fitted < 9 {
		t.Errorf("%d shapes fit", fitted)
	}
}

// TestDeepCells: cells of deep networks are real ones, with the seed of the scenario; a cell takes
// no memory. Where three directions a layer do not do, every weight is trained.
func TestDeepCells(t *testing.T) {
	sweep := newSweep(t, SweepRatio, 64, map[string]any{"scenario": "intermediate"})
	c := NewCells(sweep)
	first := c.Value(20, 40)
	if s := c.Scenario(20, 40); s.Depth != 4 || !(first > 1) {
		t.Fatalf("%+v: %v", s, first)
	}
	if n := testing.AllocsPerRun(5, func() { c.Value(20, 40) }); n > 0 {
		t.Errorf("a cell allocates %v times", n)
	}
	sweep.Base.Seed++
	if other := NewCells(sweep).Value(20, 40); other == first || math.Abs(other/first-1) > .2 {
		t.Errorf("another seed: %v and %v", other, first)
	}
	sweep.Base.Seed--
	sweep.Full = true
	if full := NewCells(sweep).Value(20, 40); math.Abs(full/first-1) > .003 {
		t.Errorf("every weight: %v, projected %v", full, first)
	}
}

// TestBesideIsWhatIsDrawn: the ratio that a diagram reads out of the run beside it is the one
// whose times are drawn there, not that of the formula its cells are beside.
func TestBesideIsWhatIsDrawn(t *testing.T) {
	for _, changes := range []map[string]any{{"scenario": "intermediate"}, {"scenario": "early"}, {"scenario": "late", "rho": .5}} {
		r := trained(runTo(t, changes, 0))
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		measured, predicted := NewCells(newSweep(t, SweepRatio, 32, changes)).Beside(r, r.Epoch(), &p)
		if predicted != p.Drawn().Ratio || !(math.Abs(predicted/measured-1) < .01) {
			t.Errorf("%v: measured %v, predicted %v, drawn %v", changes, measured, predicted, p.Drawn().Ratio)
		}
	}
}
