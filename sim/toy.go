package sim

import "math"

// toyScaled are the second moments of the toy data as a scenario scales them: what
// [Scenario.Data] comes to, in a few operations.
func toyScaled(s *Scenario) (sigma [4]float64, cross [2]float64, yy float64) {
	sigma, cross, yy = toyMoments(s.Kappa, s.Rho, s.R*s.WB, s.WB, s.Noise)
	switch s.Scaling {
	case ScaleStandard, ScaleWhiteEach:
		sigma = [4]float64{1, s.Rho, s.Rho, 1}
		cross[0] /= s.Kappa
	case ScaleWhiteAll:
		// Σ^{−1/2} = (√det · Σ⁻¹ + I)/√(tr Σ + 2√det) for 2 × 2.
		det := sigma[0]*sigma[3] - sigma[1]*sigma[1]
		root := math.Sqrt(det)
		size := math.Sqrt(sigma[0] + sigma[3] + 2*root)
		a, b, off := (sigma[3]/root+1)/size, (sigma[0]/root+1)/size, -sigma[1]/(root*size)
		sigma = [4]float64{1, 0, 0, 1}
		cross = [2]float64{a*cross[0] + off*cross[1], off*cross[0] + b*cross[1]}
	}
	return sigma, cross, yy
}

// toyObjective is [Moments.objective] of these.
func toyObjective(s *Scenario) (sigma [4]float64, cross [2]float64, yy float64) {
	sigma, cross, yy = toyScaled(s)
	if s.Unimodal == 0 && s.Dropout == 0 {
		return sigma, cross, yy
	}
	together, alone := s.together(), s.alone()
	for i, part := range [4]float64{together + alone, together, together, together + alone} {
		sigma[i] *= part
	}
	for m := range cross {
		cross[m] *= together + alone
	}
	return sigma, cross, yy * (1 + 2*s.Unimodal)
}

// toldOf is the loss of the data, for inputs of the sign in which they correlate with the target.
func toldOf(s *Scenario) func(w0, w1 float64) float64 {
	sigma, cross, yy := toyScaled(s)
	a, b := math.Abs(cross[0]), math.Abs(cross[1])
	off := sigma[1]
	if (cross[0] < 0) != (cross[1] < 0) {
		off = -off
	}
	return func(w0, w1 float64) float64 {
		return (yy + w0*(sigma[0]*w0-2*a) + w1*(sigma[3]*w1-2*b) + 2*off*w0*w1) / 2
	}
}
