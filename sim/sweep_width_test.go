package sim

import (
	"math"
	"testing"
)

// TestTimesAlongWidth: at N of 40 and more, t_A of random networks of four layers is the
// mean field's on average, to 5 %. It grows with N, and seeds lie closer together. The paper's formula,
// which knows no N, is a third of it at most.
func TestTimesAlongWidth(t *testing.T) {
	const seeds = 24
	for _, fusion := range []int{2, 4} {
		sweep := newSweep(t, SweepChartWidth, 32, map[string]any{"scenario": "intermediate", "fusion": float64(fusion)})
		if sweep.Y.Max, sweep.Y.Count = seeds, seeds; testing.Short() {
			t.Skip("a few hundred networks")
		}
		c := NewCells(sweep)
		before, widest := 0., 0.
		for i, width := range c.X.Values() {
			if i%2 != 0 || width > 160 {
				continue
			}
			var sum, squares float64
			for j := range seeds {
				v := c.Value(i, j)
				sum, squares = sum+v/seeds, squares+v*v/seeds
			}
			forms := c.Forms(width)
			spread := math.Sqrt(squares-sum*sum) / sum
			t.Logf("L_f %d, N %3.0f: %.0f ± %.1f %%, mean field %.0f, formula %.0f", fusion, width, sum, 100*spread, forms.MeanField, forms.Paper)
			if off := sum/forms.MeanField - 1; width >= 40 && math.Abs(off) > .05 {
				t.Errorf("L_f %d, N %v: the mean of %d seeds is %.1f %% off", fusion, width, seeds, 100*off)
			}
			if c.Predicted(width, 1) != forms.MeanField || !(forms.MeanField > before) || !(forms.Paper < forms.MeanField/3) && width >= 40 {
				t.Errorf("L_f %d, N %v: mean field %v, predicted %v, formula %v", fusion, width, forms.MeanField, c.Predicted(width, 1), forms.Paper)
			}
			if before = forms.MeanField; i == 0 {
				widest = spread
			}
			if width == 160 && !(spread < widest/2) {
				t.Errorf("L_f %d: seeds are %.3f apart at N = 160, %.3f at 10", fusion, spread, widest)
			}
		}
	}
}

// TestSeedsAreScenarios: a dot is the network of its own seed.
func TestSeedsAreScenarios(t *testing.T) {
	c := NewCells(newSweep(t, SweepChartWidth, 32, map[string]any{"scenario": "intermediate"}))
	if !c.Seeds() {
		t.Fatal("no seeds")
	}
	last := 0.
	for j := range c.Y.Count {
		s := c.Scenario(2, j)
		m, err := Cell(s)
		if err != nil || s.Seed != j+1 || s.Width != 20 {
			t.Fatalf("seed %d, N %d: %v", s.Seed, s.Width, err)
		}
		got := c.Value(2, j)
		if math.Abs(got/m.Times[0]-1) > cellResidual || got == last {
			t.Errorf("seed %d: t_A %v, its run %v, the seed before %v", s.Seed, got, m.Times[0], last)
		}
		last = got
	}
}
