package theory

import (
	"math"

	"gonum.org/v1/gonum/mat"
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
		plateau := mat.NewVecDense(d.Yx.Len(), nil)
		w, _ := UnimodalMinimum(d, first)
		lo, hi := d.span(first)
		plateau.SliceVec(lo, hi).(*mat.VecDense).CopyVec(w)
		largest = math.Max(largest, sharpness(d, plateau, depth, fusion))
	}
	return 2 / largest
}

// sharpness returns λ_max of Σ^{1/2} H Σ^{1/2} at the balanced solution w.
func sharpness(d Data, w *mat.VecDense, depth, fusion int) float64 {
	n := w.Len()
	L, Lf := float64(depth), float64(fusion)
	norms := make([]float64, len(d.Dims))
	v := 0.0
	for m := range d.Dims {
		lo, hi := d.span(m)
		norms[m] = mat.Norm(w.SliceVec(lo, hi), 2)
		v += math.Pow(norms[m], 2/Lf)
	}
	if v == 0 {
		return 0
	}
	v = math.Pow(v, Lf/(2*L)) // from ‖W_m‖ = u_m^{L_f} v^{L−L_f} and v² = Σ u_m²

	h := mat.NewSymDense(n, nil)
	at := func(m int, i int) float64 { // ŵ_m u_m^{L_f}, entry i of W
		return w.AtVec(i) / math.Pow(v, L-Lf)
	}
	for m := range d.Dims {
		mlo, mhi := d.span(m)
		u := math.Pow(norms[m]/math.Pow(v, L-Lf), 1/Lf)
		own := math.Pow(v, 2*(L-Lf)) * math.Pow(u, 2*(Lf-1))
		for i := mlo; i < mhi; i++ {
			h.SetSym(i, i, h.At(i, i)+own)
			for j := i; j < mhi; j++ {
				if norms[m] > 0 {
					h.SetSym(i, j, h.At(i, j)+own*(Lf-1)*w.AtVec(i)*w.AtVec(j)/(norms[m]*norms[m]))
				}
			}
			if depth > fusion {
				for k := range d.Dims {
					klo, khi := d.span(k)
					for j := max(klo, i); j < khi; j++ {
						h.SetSym(i, j, h.At(i, j)+(L-Lf)*math.Pow(v, 2*(L-Lf-1))*at(m, i)*at(k, j))
					}
				}
			}
		}
	}
	// Σ^{1/2} H Σ^{1/2} has the eigenvalues of Rᵀ H R for any Σ = R Rᵀ.
	var eig mat.EigenSym
	if !eig.Factorize(d.Sigma, true) {
		panic("theory: eigenvalues did not converge")
	}
	var root mat.Dense
	eig.VectorsTo(&root)
	for j, s := range eig.Values(nil) {
		for i := range n {
			root.Set(i, j, root.At(i, j)*math.Sqrt(math.Max(s, 0)))
		}
	}
	var hr, rhr mat.Dense
	hr.Mul(h, &root)
	rhr.Mul(root.T(), &hr)
	sym := mat.NewSymDense(n, nil)
	for i := range n {
		for j := i; j < n; j++ {
			sym.SetSym(i, j, (rhr.At(i, j)+rhr.At(j, i))/2)
		}
	}
	if !eig.Factorize(sym, false) {
		panic("theory: eigenvalues did not converge")
	}
	return eig.Values(nil)[n-1]
}
