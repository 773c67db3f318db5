package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestStoppingCellIsItsRun: a cell shows what the run shows that it becomes.
func TestStoppingCellIsItsRun(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	c := NewCells(newSweep(t, SweepGeneralisation, 32, map[string]any{"seed": 12}))
	var seen [4]int
	for range 40 {
		i, j := random.IntN(c.X.Count), random.IntN(c.Y.Count)
		s, err := Default().With(c.Changes(c.Scenario(i, j)))
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Step()
		}
		mask, ok := r.LearnedAtBest()
		got := c.Value(i, j)
		if !ok && !math.IsNaN(got) || ok && got != float64(mask) {
			t.Errorf("P %d, noise %.3f: %v, the run says %d, %v", s.Samples, s.Noise, got, mask, ok)
		}
		seen[mask]++
	}
	t.Logf("neither %d, A %d, B %d, both %d", seen[0], seen[1], seen[2], seen[3])
	if seen[1] < 5 || seen[3] < 5 {
		t.Errorf("of 40 cells %v: too much of one kind to tell", seen)
	}
}

// TestStoppingInSlices: with pauses anywhere the tiles are the same.
func TestStoppingInSlices(t *testing.T) {
	s := newSweep(t, SweepGeneralisation, 32, nil)
	a, b := NewCells(s), NewCells(s)
	random := rand.New(rand.NewPCG(5, 6))
	for n := range 6 {
		var values []float64
		for done := false; !done; {
			values, done = a.TilePart(values, n, func() bool { return random.IntN(3) > 0 })
		}
		for k, v := range b.Tile(nil, n) {
			if math.Float64bits(v) != math.Float64bits(values[k]) {
				t.Errorf("tile %d: %v in slices, %v at once", n, values[k], v)
			}
		}
	}
}

// TestStoppingNeedsAnEnd: the inputs are fewer than those of the scenario, so their
// weights are larger, and the runs long enough to see both learned; one that is not
// says nothing.
func TestStoppingNeedsAnEnd(t *testing.T) {
	for _, changes := range []map[string]any{nil, {"scenario": "small-data"}, {"scenario": "enough-data"}} {
		c := NewCells(newSweep(t, SweepGeneralisation, 32, changes))
		if c.Base.WB != .22 {
			t.Errorf("%v: w_B = %v", changes, c.Base.WB)
		}
		if v := c.Value(31, 1); v != 3 {
			t.Errorf("%v: ten examples an input and hardly any noise stop with %v", changes, v)
		}
	}
	c := NewCells(newSweep(t, SweepGeneralisation, 32, map[string]any{"scenario": "small-data", "wB": .03, "r": 2}))
	if v := c.Value(31, 1); !math.IsNaN(v) {
		t.Errorf("a modality that is learned after the end leaves %v", v)
	}
}

// TestSmallDataStopsWithOne: with noise 0.5, half an example per input stops best
// with one modality, six with both [ZLS24, sec. 5]. Over 20 seeds: at least seven in
// ten, for a sample of ten says little, and nine in ten.
func TestSmallDataStopsWithOne(t *testing.T) {
	const seeds = 20
	one, both := 0, 0
	for seed := 1; seed <= seeds; seed++ {
		c := NewCells(newSweep(t, SweepGeneralisation, 32, map[string]any{"seed": seed}))
		few, many := c.At(10, .5), c.At(120, .5)
		if v, _ := c.end(&few, never); v == 1 || v == 2 {
			one++
		}
		if v, _ := c.end(&many, never); v == 3 {
			both++
		}
	}
	t.Logf("of %d seeds: with one %d at P/D = 0.5, with both %d at P/D = 6", seeds, one, both)
	if one < seeds*7/10 || both < seeds*9/10 {
		t.Errorf("of %d seeds: with one %d at P/D = 0.5, with both %d at P/D = 6", seeds, one, both)
	}
}
