package sim

import "testing"

// TestRoundingIsNoPlateau: a modality whose covariance with the target cancels
// (κ r = −ρ) has a plateau of nothing but rounding, some 1e-17. Weights pass half of
// that long before anything is learned: it must not make the modality the first.
func TestRoundingIsNoPlateau(t *testing.T) {
	r := runTo(t, map[string]any{"kappa": 3, "rho": -.3, "r": .1, "epochs": 20000}, wholeRun)
	if plateau := r.Data().Moments.PlateauNorm(0); !(plateau > 0 && plateau < 1e-12) {
		t.Fatalf("the plateau of A is %v, the test needs one that is rounding", plateau)
	}
	if m := r.Measure(r.Epoch()); m.First != 1 || m.Second != 0 || !(m.Times[1] > 1) {
		t.Errorf("%+v, but only B covaries with the target", m)
	}
}
