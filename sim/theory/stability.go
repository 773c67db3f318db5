package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// LargestStableRate returns the learning rate η = 2/λ_max above which gradient
// descent leaves the balanced solutions training comes to: the plateau of the
// modality learned first (unless fusion is early; where branches differ in depth,
// that of any, for the initial weights decide) and the global minimum (ours).
//
// Near a solution W the residual δ = W − W* of the end-to-end map follows
// δ ← δ − η δ Σ H, where H collects the layers' squared gradients. For the
// balanced solution with layer norms u_m in the branches and
// v = √(Σ u_m²) in the shared layers (so ‖W_m‖ = u_m^{L_m} v^{L−L_f}) and unit
// directions ŵ_m,
//
//	H_mn = δ_mn v^{2(L−L_f)} u_m^{2(L_m−1)} (I + (L_m−1) ŵ_mᵀ ŵ_m)
//	       + (L−L_f) v^{2(L−L_f−1)} u_m^{L_m} u_n^{L_n} ŵ_mᵀ ŵ_n
//
// and λ_max is the largest eigenvalue of Σ^{1/2} H Σ^{1/2}. Learning rates of its own multiply what
// a branch adds to H. Momentum is stable for 1 + β times the rate. Weight decay of two layers
// moves the solutions, and holds the difference of the two with a force of 2λ₂.
func LargestStableRate(d Data, s Shape, t Training) float64 {
	all, _ := GlobalMinimum(d)
	largest := math.Max(sharpness(d, all, s, t), 2*d.Decay)
	for m := range d.Dims {
		if s.Early() || s.Equal() && t.Rates == nil && m != LearnedFirst(d) {
			continue
		}
		plateau := make([]float64, len(d.Yx))
		w, _ := UnimodalMinimum(d, m)
		lo, _ := d.span(m)
		copy(plateau[lo:], w)
		largest = math.Max(largest, sharpness(d, plateau, s, t))
	}
	return 2 * (1 + t.Beta) / largest
}

// sharpness returns λ_max of Σ^{1/2} H Σ^{1/2} at the balanced solution w.
func sharpness(d Data, w []float64, s Shape, t Training) float64 {
	n, q := len(w), float64(s.Shared)
	norms := make([]float64, len(d.Dims))
	for m := range d.Dims {
		lo, hi := d.span(m)
		norms[m] = linalg.Norm(w[lo:hi])
	}
	v := s.SharedNorm(norms)
	if v == 0 {
		return 0
	}

	// The shared layers: u_m^{L_m} ŵ_m is w_m/v^{L−L_f}.
	h := make([]float64, n*n)
	shared := q * math.Pow(v, 2*(q-1)) / math.Pow(v, 2*q)
	for i := range n {
		for j := range n {
			h[i*n+j] = shared * w[i] * w[j]
		}
	}
	for m := range d.Dims {
		lo, hi := d.span(m)
		u, layers := s.BranchNorm(m, norms[m], v), float64(s.Branches[m])
		own := t.rate(m) * math.Pow(v, 2*q) * math.Pow(u, 2*(layers-1))
		for i := lo; i < hi; i++ {
			h[i*n+i] += own
			if norms[m] == 0 {
				continue
			}
			for j := lo; j < hi; j++ {
				h[i*n+j] += own * (layers - 1) * w[i] * w[j] / (norms[m] * norms[m])
			}
		}
	}
	return linalg.LargestEigenvalue(h, d.Sigma, n)
}
