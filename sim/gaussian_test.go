package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestGaussians compares them with those of package rand, bit for bit: all strips of the
// ziggurat, its corners and its tail.
func TestGaussians(t *testing.T) {
	far := 0.0
	for seed := range uint64(40) {
		got := make([]float64, 20_000)
		stream := seed * 0x9e3779b97f4a7c15
		drawGaussians(got, seed, stream, .3)
		random := rand.New(rand.NewPCG(seed, stream))
		for i, v := range got {
			want := .3 * random.NormFloat64()
			if v != want {
				t.Fatalf("seed %d, number %d: %v, want %v", seed, i, v, want)
			}
			far = math.Max(far, math.Abs(v/.3))
		}
	}
	if far < 4 {
		t.Errorf("no number of 800000 is in the tail: the largest is %v", far)
	}
	for strip, width := range zigguratOfRand().width {
		if taken := zigguratOfRand().inside[strip] > 1; (width > 0) != taken {
			t.Errorf("strip %d: numbers are taken, %v, with a width of %v", strip, taken, width)
		}
	}
}
