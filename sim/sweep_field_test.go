package sim

import (
	"math"
	"slices"
	"testing"
)

// TestPlanesOfDeepNetworks: what a plane of deep networks is beside is the mean field, between
// the cells where it is found within a few per cent, most of them within one; random networks
// are within a few per cent of that on the whole, and the limit of small weights is not.
func TestPlanesOfDeepNetworks(t *testing.T) {
	for _, c := range []struct {
		choice SweepChoice
		slug   string
		change map[string]any
	}{
		{SweepChoice{Kind: SweepDepthRho, Cells: 64}, "intermediate", nil},
		{SweepChoice{Kind: SweepDepthKappa, Cells: 64}, "intermediate", nil},
		{SweepChoice{Kind: SweepErrorRho, Cells: 64}, "intermediate", map[string]any{"seed": 5}},
		{SweepChoice{Kind: SweepErrorKappa, Cells: 64}, "intermediate", nil},
		{SweepChoice{Kind: SweepRatio, Cells: 64}, "intermediate", map[string]any{"fusion": 3, "method": GradientFlow}},
		{SweepChoice{Kind: SweepOwn, Cells: 64, X: "init", Y: "kappa", Quantity: QuantityTimeA}, "intermediate", nil},
		{SweepChoice{Kind: SweepOwn, Cells: 64, X: "rho", Y: "depth", Quantity: QuantityRatio}, "intermediate", map[string]any{"fusion": 3}},
	} {
		s, err := mustPreset(c.slug).With(c.change)
		if err != nil {
			t.Fatal(err)
		}
		sweep, err := NewSweep(c.choice, s)
		if err != nil {
			t.Fatal(err)
		}
		cells := NewCells(sweep)
		looks := 0
		for !cells.Prepare(func() bool { looks++; return looks%10 == 0 }) {
		}
		if looks > fieldNodes {
			t.Errorf("%v: %d mean fields", c.choice, looks)
		}
		if all, some := cells.MeanField(); !some || all != (c.choice.Y != "depth") {
			t.Errorf("%v: mean fields: all %v, some %v", c.choice, all, some)
		}
		var between, off, formula []float64
		for j := 0; j < sweep.Y.Count; j += 1 + sweep.Y.Count/9 {
			for i := 0; i < sweep.X.Count; i += 9 {
				if at := cells.Scenario(i, j); at.TwoLayers() || at.Depth > 6 { // the one has a formula, the other takes long
					continue
				}
				predicted := cells.predicted(i, j)
				exact := cells.Predicted(sweep.X.Value(i), sweep.Y.Value(j))
				measured := cells.Value(i, j)
				if math.IsNaN(measured) || math.IsNaN(predicted) {
					continue
				}
				between = append(between, math.Abs(predicted/exact-1))
				if shown := cells.Shown(i, j, measured); cells.Compares() && shown != measured/predicted {
					t.Errorf("%v: %v of %v is shown as %v", c.choice, measured, predicted, shown)
				}
				off = append(off, math.Abs(measured/predicted-1))
				p, err := formulas(cells.Scenario(i, j))
				if err != nil {
					t.Fatal(err)
				}
				limit := p.Formula()
				formula = append(formula, math.Abs(measured/cells.quantity.times(&limit)-1))
			}
		}
		slices.Sort(between)
		slices.Sort(off)
		slices.Sort(formula)
		n, m := len(between), len(off)
		if m < 8 {
			t.Fatalf("%v: %d cells", c.choice, m)
		}
		if !(between[n-1] < .04) || !(between[n*9/10] < .01) {
			t.Errorf("%v: interpolated within %v, nine of ten within %v", c.choice, between[n-1], between[n*9/10])
		}
		if !(off[m/2] < .04) || !(off[m-1] < .2) || !(formula[m/2] > 2*off[m/2]) {
			t.Errorf("%v: measured within %v, median %v of the mean field; median %v of the formula", c.choice, off[m-1], off[m/2], formula[m/2])
		}
		t.Logf("%v: interpolated within %.2g (nine of ten: %.2g), measured within %.3f (median %.3f) of the mean field, %.3f (median %.3f) of the formula",
			c.choice, between[n-1], between[n*9/10], off[m-1], off[m/2], formula[len(formula)-1], formula[len(formula)/2])
	}
}
