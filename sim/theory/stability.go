package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// LargestStableRate returns the learning rate η = 2/λ_max above which gradient
// descent leaves the balanced solutions training comes to: the plateau of the
// modality learned first (unless fusion is early) and the global minimum
// (ours).
//
// Near a solution W the residual δ = W − W* of the end-to-end map follows
// δ ← δ − η δ Σ H, where H collects the layers' squared gradients. For the
// balanced solution with layer norms u_m in the branches and
// v = √(Σ u_m²) in the shared layers (so ‖W_m‖ = u_m^{L_f} v^{L−L_f}) and unit
// directions ŵ_m,
//
//	H_mn = δ_mn v^{2(L−L_f)} u_m^{2(L_f−1)} (I + (L_f−1) ŵ_mᵀ ŵ_m)
//	       + (L−L_f) v^{2(L−L_f−1)} u_m^{L_f} u_n^{L_f} ŵ_mᵀ ŵ_n
//
// and λ_max is the largest eigenvalue of Σ^{1/2} H Σ^{1/2}.
func LargestStableRate(d Data, depth, fusion int) float64 {
	all, _ := GlobalMinimum(d)
	largest := sharpness(d, all, depth, fusion)
	if fusion > 1 {
		first := LearnedFirst(d)
		plateau := make([]float64, len(d.Yx))
		w, _ := UnimodalMinimum(d, first)
		lo, _ := d.span(first)
		copy(plateau[lo:], w)
		largest = math.Max(largest, sharpness(d, plateau, depth, fusion))
	}
	return 2 / largest
}

// sharpness returns λ_max of Σ^{1/2} H Σ^{1/2} at the balanced solution w.
func sharpness(d Data, w []float64, depth, fusion int) float64 {
	n := len(w)
	L, Lf := float64(depth), float64(fusion)
	norms := make([]float64, len(d.Dims))
	v := 0.0
	for m := range d.Dims {
		lo, hi := d.span(m)
		norms[m] = linalg.Norm(w[lo:hi])
		v += math.Pow(norms[m], 2/Lf)
	}
	if v == 0 {
		return 0
	}
	v = math.Pow(v, Lf/(2*L)) // from ‖W_m‖ = u_m^{L_f} v^{L−L_f} and v² = Σ u_m²

	// The shared layers: u_m^{L_f} ŵ_m is w_m/v^{L−L_f}.
	h := make([]float64, n*n)
	shared := (L - Lf) * math.Pow(v, 2*(L-Lf-1)) / math.Pow(v, 2*(L-Lf))
	for i := range n {
		for j := range n {
			h[i*n+j] = shared * w[i] * w[j]
		}
	}
	for m := range d.Dims {
		lo, hi := d.span(m)
		u := math.Pow(norms[m]/math.Pow(v, L-Lf), 1/Lf)
		own := math.Pow(v, 2*(L-Lf)) * math.Pow(u, 2*(Lf-1))
		for i := lo; i < hi; i++ {
			h[i*n+i] += own
			if norms[m] == 0 {
				continue
			}
			for j := lo; j < hi; j++ {
				h[i*n+j] += own * (Lf - 1) * w[i] * w[j] / (norms[m] * norms[m])
			}
		}
	}
	return linalg.LargestEigenvalue(h, d.Sigma, n)
}
