package theory

import "math"

// TypicalRace is [TwoLayerRace] of random units without their weights, from effective norms u0[m]
// ([EffectiveInit]): N weights of standard deviation γ are, to any mode, as long as N → ∞, what
// γ√N times the identity is (ours).
func TypicalRace(d Data, t Training, u0 []float64) Race {
	z := make([][]float64, len(d.Dims))
	for m, dim := range d.Dims {
		n := dim + 1
		z[m] = make([]float64, n*n)
		for i := range n {
			z[m][i*n+i] = math.Sqrt2 * u0[m]
		}
	}
	return TwoLayerRace(d, t, z)
}
