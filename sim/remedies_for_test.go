package sim

import (
	"fmt"
	"testing"
)

// TestRemediesOfAnyScale: data in units as large or as small as people have them get remedies within the table, or none.
func TestRemediesOfAnyScale(t *testing.T) {
	decays := 0
	for _, unit := range []float64{1e-12, 1e-6, 1e-3, 1, 1e2, 65025, 1e8} {
		for _, method := range []string{GradientDescent, Adam} {
			own := fmt.Sprintf("%g 0 %g\n0 %g %g\n%g %g %g", 4*unit, 2*unit, unit, .8*unit, 2*unit, .8*unit, 3*unit)
			s, err := Default().With(map[string]any{"scenario": "own", "own": own, "method": method, "width": 4.0, "epochs": 40.0})
			if err != nil {
				t.Fatalf("unit %v: %v", unit, err)
			}
			if s.Eta, s.Epochs, err = s.OwnTime(); err != nil {
				t.Fatal(err)
			}
			r := runOut(t, s)
			for _, v := range RemediesFor(r) {
				if u, err := v.Of(s); err != nil || u.Check() != nil {
					t.Errorf("unit %v, %s: %v: %v, %v", unit, method, v, err, u.Check())
				}
			}
			for _, a := range AdviceFor(r) {
				if a.Kind == "decay" && a.Why == "" {
					decays++
				}
				if u, err := a.Variant.Of(s); err != nil || u.Check() != nil {
					t.Errorf("unit %v, %s: %s %v: %v, %v", unit, method, a.Kind, a.Variant, err, u.Check())
				}
			}
		}
	}
	if decays == 0 {
		t.Error("a decay was never advised: that tests little")
	}
}

// TestRemediesOfAnyRate: so do the least and the largest learning rates there are.
func TestRemediesOfAnyRate(t *testing.T) {
	row := parameter("eta")
	for _, eta := range []float64{row.Min, row.Max} {
		for _, kappa := range []float64{.5, 2} {
			s := with(t, Default(), map[string]any{"eta": eta, "kappa": kappa, "width": 4.0, "epochs": 10.0})
			r := runOut(t, s)
			list := RemediesFor(r)
			for _, a := range AdviceFor(r) {
				list = append(list, a.Variant)
			}
			for _, v := range list {
				if u, err := v.Of(s); err != nil || u.Check() != nil {
					t.Errorf("η = %v, κ = %v: %v: %v, %v", eta, kappa, v, err, u.Check())
				}
			}
		}
	}
}
