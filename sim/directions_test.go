package sim

import (
	"fmt"
	"math"
	"slices"
	"testing"
)

// xorUnits is a run whose hidden units are set by hand, a row each: the incoming weights
// from B, the outgoing weight.
func xorUnits(t *testing.T, fusion int, slope float64, rows ...[3]float64) *Run {
	t.Helper()
	r := runTo(t, map[string]any{"task": TaskXor, "activation": ReLU, "fusion": fusion, "slope": slope, "width": 8, "kappa": 1}, 0)
	units := r.learner.state().(*rectified)
	clear(units.z)
	g := &units.groups[len(units.groups)-1]
	for i, row := range rows {
		z := g.rows(units.z)[i*(g.dim+1):]
		copy(z[g.dim-2:], row[:])
	}
	return r
}

// TestDirectionsByHand: a corner counts if the units nearest to it answer at least half
// of xor there, in its sign, whether they do it together or alone.
func TestDirectionsByHand(t *testing.T) {
	all := [][3]float64{{1, 1, -.5}, {1, -1, .5}, {-1, 1, .5}, {-1, -1, -.5}}
	for _, c := range []struct {
		name  string
		slope float64
		rows  [][3]float64
		want  int
	}{
		{"none", 0, nil, 0},
		{"all", 0, all, 4},
		{"three", 0, all[:3], 3},
		{"too little", 0, [][3]float64{{1, 1, -.2}, {1, -1, .5}}, 1},
		{"two together", 0, [][3]float64{{1, 1, -.13}, {.5, 1.5, -.13}}, 1},
		{"the wrong sign", 0, [][3]float64{{1, 1, .5}}, 0},
		{"one against another", 0, [][3]float64{{1, 1, -.5}, {1, 1, .4}}, 0},
		{"along an axis", 0, [][3]float64{{1, 0, 3}}, 0},
		{"leaks take off", .5, [][3]float64{{1, 1, -.4}}, 0},
		{"and ask for more", .5, [][3]float64{{1, 1, -.6}}, 1},
	} {
		for fusion := 1; fusion <= 2; fusion++ {
			got, ok := xorUnits(t, fusion, c.slope, c.rows...).Directions()
			if !ok || got != c.want {
				t.Errorf("%s, fusion layer %d: %d, want %d", c.name, fusion, got, c.want)
			}
		}
	}
	for _, changes := range []map[string]any{nil, {"activation": ReLU}, {"task": TaskXor}} {
		if _, ok := runTo(t, changes, 0).Directions(); ok {
			t.Errorf("%v has directions of xor", changes)
		}
	}
}

// TestDirectionsAsLearned: late fusion that has learned xor answers 1 by every corner's
// units, and initial weights answer nothing.
func TestDirectionsAsLearned(t *testing.T) {
	for _, slope := range []float64{0, .2} {
		r := runTo(t, map[string]any{"scenario": "xor", "slope": slope, "epochs": 4000}, 0)
		if got, _ := r.Directions(); got != 0 {
			t.Errorf("slope %v: %d directions before the first epoch", slope, got)
		}
		last := 0
		for !r.Done() {
			r.Part()
			got, _ := r.Directions()
			if got < last {
				t.Fatalf("slope %v, epoch %d: %d directions after %d", slope, r.Epoch(), got, last)
			}
			last = got
		}
		if loss := r.Values("loss")[r.Epoch()]; last != XorPoints || loss > learnedXor {
			t.Errorf("slope %v: %d directions at a loss of %v", slope, last, loss)
		}
	}
}

// TestDirectionsAlongTheSpread: late fusion finds every direction at any spread of A;
// early fusion does at small ones, and none at large ones, where it stays at the linear
// solution: a loss of half of xor's variance (testdata/reference/README.md).
func TestDirectionsAlongTheSpread(t *testing.T) {
	for seed := range 3 {
		c := NewCells(newSweep(t, SweepChartXor, 32, map[string]any{"seed": seed + 1}))
		if !slices.Equal(c.Y.Values(), []float64{1, 2}) {
			t.Fatalf("series %v", c.Y.Values())
		}
		for i, spread := range c.X.Values() {
			early, late := c.Value(i, 0), c.Value(i, 1)
			if late != XorPoints {
				t.Errorf("seed %d, spread %v: late fusion finds %v", seed+1, spread, late)
			}
			if spread <= 1 && early != XorPoints || spread >= 3 && early != 0 {
				t.Errorf("seed %d, spread %v: early fusion finds %v", seed+1, spread, early)
			}
		}
	}
}

// TestDirectionsOfTheRun: a cell shows what the run shows that it becomes, in one go and
// in slices.
func TestDirectionsOfTheRun(t *testing.T) {
	c := NewCells(newSweep(t, SweepChartXor, 32, map[string]any{"scenario": "xor", "width": 30, "samples": 500, "seed": 5}))
	parts := NewCells(c.Sweep)
	seen := map[string]bool{}
	for n := range c.Tiles() {
		i, j, _, _ := c.Block(n, 0)
		if i%5 > 0 {
			continue
		}
		r, err := NewRun(c.Scenario(i, j))
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Part()
		}
		want, ok := r.Directions()
		var sliced []float64
		for done := false; !done; {
			asked := 0
			sliced, done = parts.TilePart(sliced, n, func() bool { asked++; return asked > 2 })
		}
		if got := c.Value(i, j); !ok || got != float64(want) || math.Float64bits(sliced[0]) != math.Float64bits(got) {
			t.Errorf("cell (%d, %d): %v, in slices %v, the run has %d", i, j, got, sliced, want)
		}
		seen[fmt.Sprint(want)] = true
	}
	if len(seen) < 2 {
		t.Errorf("all cells alike: %v", seen)
	}
}
