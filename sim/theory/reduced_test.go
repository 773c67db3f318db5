package theory

import (
	"math"
	"testing"
)

// randomLayers are the standard deviations of random layers of Frobenius norm gamma, √2 times that
// above the fusion block, two scalar modalities.
func randomLayers(depth, fusion, width int, gamma float64) (r RandomLayers) {
	n := float64(width)
	for range 2 {
		var branch []float64
		for l := range fusion {
			size := n * n
			if l == 0 || l == depth-1 {
				size = n
			}
			branch = append(branch, gamma/math.Sqrt(size))
		}
		r.Branches = append(r.Branches, branch)
	}
	for l := fusion; l < depth; l++ {
		size := n * n
		if l == depth-1 {
			size = n
		}
		r.Shared = append(r.Shared, gamma*math.Sqrt(2/size))
	}
	return r
}

// TestMeanField: times and ratios by mean field, worked out independently (κ = 2, ρ = 0,
// η = .04): 1064 epochs and 1.008, …
func TestMeanField(t *testing.T) {
	for _, c := range []struct {
		depth, fusion, width int
		gamma, first, ratio  float64
	}{
		{4, 1, 100, .1, 1064, 1.008},
		{4, 2, 100, .1, 1137, 1.044},
		{4, 3, 100, .1, 1246, 1.483},
		{4, 4, 100, .1, 1665, 3.99},
		{4, 2, 400, .1, 1431, 1.035},
		{3, 2, 100, .05, 160, 1.412},
	} {
		d := toy(2, 0, 1, 1)
		r := MeanField(d.Dims, Even(c.depth, c.fusion, 2), randomLayers(c.depth, c.fusion, c.width, c.gamma), c.width)
		got := r.Learn(d, c.fusion == 1, Training{Eta: .04}, 800)
		if got.First != 0 || math.Abs(got.Times[0]/.04-c.first) > .6 || math.Abs(got.Times[1]/got.Times[0]-c.ratio) > .003 {
			t.Errorf("%+v: first %d at %.1f, ratio %.4f", c, got.First, got.Times[0]/.04, got.Times[1]/got.Times[0])
		}
	}
}
