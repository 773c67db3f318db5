package kernel

import (
	"math"
	"math/rand/v2"
	"testing"
)

func TestExp(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 9))
	for range 100000 {
		x := (random.Float64() - .5) * math.Pow(10, 6*random.Float64()-3)
		if got, want := Exp(x), math.Exp(x); math.Abs(got-want) > 1e-15*want && !(math.IsInf(want, 1) && got == want) {
			t.Fatalf("exp(%v) = %v, want %v", x, got, want)
		}
	}
	for x, want := range map[float64]float64{0: 1, math.Inf(1): math.Inf(1), math.Inf(-1): 0, 710: math.Inf(1), -800: 0} {
		if Exp(x) != want {
			t.Errorf("exp(%v) = %v", x, Exp(x))
		}
	}
	if !math.IsNaN(Exp(math.NaN())) {
		t.Error("exp(NaN)")
	}
}
