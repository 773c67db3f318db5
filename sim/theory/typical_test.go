package theory

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestNormRaceIsTimes: of two modalities the race of norms has the times of the formula, whatever the
// signs, the rates and the momentum.
func TestNormRaceIsTimes(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 5))
	compared := 0
	for range 200 {
		d := toy(.3+2*random.Float64(), 1.8*random.Float64()-.9, 4*random.Float64()-2, 1)
		training := Training{Eta: .02 * random.Float64(), Beta: .9 * random.Float64()}
		u0 := []float64{1e-7, 1e-7}
		first := LearnedFirst(d)
		a, b := Times(d, training, first, 1-first, u0)
		got := NormRace(d, training, u0)
		if math.IsInf(b, 1) || b < a {
			continue
		}
		compared++
		if math.Abs(got[first]-a) > 1e-9*a || math.Abs(got[1-first]-b) > 1e-9*b {
			t.Errorf("%+v: %v, the formula has %v and %v", d, got, a, b)
		}
	}
	if compared < 150 {
		t.Errorf("%d compared", compared)
	}
}
