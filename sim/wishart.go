package sim

import (
	"math"
	"math/rand/v2"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// wishartStream keeps the draws of a covariance apart from those of weights and
// samples: the same number may serve all of them as a seed.
const wishartStream = 1 << 33

// wishartMoments returns the population moments of one draw of random data with
// correlated vectors as inputs, as in the experiments of [ZLS24] on general
// covariances: D = dA + dB,
//
//	Σ ~ inverse Wishart(D + 2 degrees of freedom, Ψ = diag(2 I, I)),   E Σ = Ψ,
//	w ~ U(−1, 1)^D,   y = wᵀx + noise·ε.
//
// A seed is a draw. The precision Σ⁻¹ is Wishart with scale Ψ⁻¹, so that by
// Bartlett's decomposition Σ = Ψ^{1/2} (T Tᵀ)⁻¹ Ψ^{1/2}, T lower triangular with
// T_ii² ~ χ² of D + 2 − i degrees (i = 0 …) and standard normal numbers below the
// diagonal. Errors are of type *[Error].
func wishartMoments(dA, dB int, seed uint64, noise float64) (*Moments, error) {
	if dA < 1 || dB < 1 {
		return nil, &Error{Code: Mismatch, Key: "modalities", Value: format("%v and %v inputs, at least 1 each is needed", dA, dB)}
	}
	d := dA + dB
	factor := linalg.InvertLower(bartlett(d, d+2, rand.New(rand.NewPCG(seed, wishartStream))), d)
	for c := range d {
		psi := 1.0
		if c < dA {
			psi = 2
		}
		for r := range d {
			factor[r*d+c] *= math.Sqrt(psi)
		}
	}
	sigma := make([]float64, d*d) // T⁻ᵀ T⁻¹, scaled
	for i := range d {
		for j := range i + 1 {
			s := 0.0
			for k := i; k < d; k++ { // above row i there are zeros
				s += factor[k*d+i] * factor[k*d+j]
			}
			sigma[i*d+j], sigma[j*d+i] = s, s
		}
	}

	weights, yx := make([]float64, d), make([]float64, d)
	random := rand.New(rand.NewPCG(seed, wishartStream+1))
	for i := range weights {
		weights[i] = 2*random.Float64() - 1
	}
	kernel.Product(yx, sigma, weights)
	return NewMoments([]Modality{{"A", dA}, {"B", dB}}, 1, sigma, yx, kernel.Dot(weights, yx)+noise*noise)
}

// bartlett draws the lower triangular T (d × d) for which T Tᵀ is Wishart with
// the given degrees of freedom and scale I.
func bartlett(d, freedom int, random *rand.Rand) []float64 {
	t := make([]float64, d*d)
	for i := range d {
		for j := range i {
			t[i*d+j] = random.NormFloat64()
		}
		square := 0.0
		for range freedom - i {
			v := random.NormFloat64()
			square += v * v
		}
		t[i*d+i] = math.Sqrt(square)
	}
	return t
}
