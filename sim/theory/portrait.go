package theory

import "math"

// Flow writes τ ẇ of the end-to-end weights of a balanced, aligned network with
// scalar modalities into dw (ours; the two-layer cases are the phase portraits
// of [ZLS24]). Such a network is its weights w_m alone: its branches have layer
// norms u_m and its shared layers v = √(Σ u_m²), with |w_m| = u_m^{L_m} v^{L−L_f}
// ([Shape.SharedNorm]), and every layer of rank one contributes the square of the
// product of the others:
//
//	τ ẇ_m = L_m u_m^{2(L_m−1)} v^{2(L−L_f)} E_m + (L−L_f) w_m (Σ_n w_n E_n)/v²
//
// which is E H for the H of [LargestStableRate], away from any solution too. At
// w = 0, unless a modality has one layer and no other, and where a weight is too
// large to be squared, dw is zero; it is never NaN for data that are numbers.
func Flow(d Data, s Shape, w, dw []float64) {
	q := float64(s.Shared)
	along := 0.0 // Σ_n w_n E_n
	for m := range w {
		e := d.Yx[m]
		for n, wn := range w {
			e -= wn * d.Sigma[n*len(w)+m]
		}
		dw[m] = e
		along += w[m] * e
	}
	square := s.squared(w) // v²
	for m, wm := range w {
		layers := float64(s.Branches[m])
		dw[m] *= layers * math.Pow(math.Abs(wm), 2-2/layers)
		if q > 0 { // u_m^{2(L_m−1)} is |w_m|^{2−2/L_m} v^{−2q(1−1/L_m)}
			dw[m] = dw[m]*math.Pow(square, q/layers) + q*wm*along/square
		}
	}
	for _, v := range dw[:len(w)] {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			clear(dw)
			return
		}
	}
}
