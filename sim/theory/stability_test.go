package theory

import (
	"math"
	"testing"
)

// TestEarlyFusionRestsAtNoPlateau: early fusion goes straight to the minimum, so that
// a sharper plateau does not limit its learning rate. Of two inputs of variance 1,
// both of weight 1, what is learned at the minimum is (1, 1): by hand, its sharpness
// is √2 · 2 · (1 + ρ), less than that of the plateau where ρ is large.
func TestEarlyFusionRestsAtNoPlateau(t *testing.T) {
	const rho = .9
	d := toy(1, rho, 1, 1)
	early := LargestStableRate(d, Even(2, 1, 2), Training{})
	near(t, "the rate of early fusion", early, 1/(math.Sqrt2*(1+rho)), 1e-12)
	plateau := []float64{1 + rho, 0}
	if limit := 2 / sharpness(d, plateau, Even(2, 1, 2), Training{}); limit >= early {
		t.Errorf("the plateau allows %v: these data tell nothing", limit)
	}
}
