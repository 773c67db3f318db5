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

// TestTableOfScience: the table of docs/science.md of networks of four layers: t_A and the
// ratio by the formula, by mean field, and the average of twelve seeds.
func TestTableOfScience(t *testing.T) {
	const seeds = 12
	for i, want := range [][6]float64{
		{160, 1, 1064, 1.008, 1059, 1.009},
		{202, 1.213, 1137, 1.044, 1134, 1.044},
		{251, 1.748, 1246, 1.483, 1229, 1.50},
		{309, 4, 1665, 3.992, 1652, 4.2},
	} {
		s := mustPreset("intermediate")
		s.Fusion, s.Width = i+1, 100
		field, err := MeanField(s)
		if err != nil {
			t.Fatal(err)
		}
		p, err := formulas(s)
		if err != nil {
			t.Fatal(err)
		}
		got := [6]float64{p.Paper.Times[0], p.Paper.Ratio, field.Times[0], field.Ratio}
		for s.Seed = 1; s.Seed <= seeds; s.Seed++ {
			m, err := Cell(s)
			if err != nil || m.Second < 0 {
				t.Fatalf("seed %d: %+v (%v)", s.Seed, m, err)
			}
			got[4], got[5] = got[4]+m.Times[0]/seeds, got[5]+m.TimeRatio/seeds
		}
		for k, off := range [6]float64{.5, 5e-4, .5, 5e-4, .5, [4]float64{5e-4, 5e-4, 5e-3, .05}[i]} {
			if math.Abs(got[k]-want[k]) > off {
				t.Errorf("L_f = %d: column %d is %.4f, the table says %v", i+1, k, got[k], want[k])
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
