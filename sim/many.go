package sim

import "math"

// Limits of the number of modalities of [TaskMany].
const (
	MinModalities = 3
	MaxModalities = 6
)

// manyMoments returns the population moments of M scalar Gaussians A, B, C, … (ours).
// Standard deviations fall geometrically, σ_m = κ^{(M−m)/(M−1)} for m = 1 … M, from κ of A to 1
// of the last one. A and B have the correlation ρ; the others are independent of them and of
// each other, so that every |ρ| < 1 will do. The target is
// y = r w_B x_A + w_B (x_B + x_C + …) + noise·ε.
//
// ρ decides about the order. At 0, rates fall from A on: A, B, C. Were all pairs correlated
// alike, they still would: B and C would differ in their variance alone. So ρ is a matter of A
// and B. Where it is negative, the part of A in B hides B from the target: C, of less variance,
// comes before it. Once A is learned, B is seen again. M = 2 is [Toy].
// Errors are of type *[Error].
func manyMoments(modalities int, kappa, rho, wA, wB, noise float64) (*Moments, error) {
	d := modalities
	names, std, w := make([]Modality, d), make([]float64, d), make([]float64, d)
	for m := range d {
		names[m] = Modality{letter(m), 1}
		std[m], w[m] = math.Pow(kappa, float64(d-1-m)/float64(d-1)), wB
	}
	w[0] = wA
	sigma, cross, yy := make([]float64, d*d), make([]float64, d), noise*noise
	for m := range d {
		sigma[m*d+m] = std[m] * std[m]
	}
	sigma[1], sigma[d] = rho*std[0]*std[1], rho*std[0]*std[1]
	for m := range d {
		for n := range d {
			cross[m] += w[n] * sigma[n*d+m]
		}
		yy += w[m] * cross[m]
	}
	return NewMoments(names, 1, sigma, cross, yy)
}
