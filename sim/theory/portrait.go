package theory

import "math"

// Flow writes τ ẇ of the end-to-end weights of a balanced, aligned network with
// scalar modalities into dw (ours; the two-layer cases are the phase portraits
// of [ZLS24]). Such a network is its weights w_m alone: its branches have layer
// norms u_m and its shared layers v = √(Σ u_m²), with |w_m| = u_m^{L_f} v^{L−L_f},
// and every layer of rank one contributes the square of the product of the
// others:
//
//	τ ẇ_m = L_f u_m^{2(L_f−1)} v^{2(L−L_f)} E_m + (L−L_f) w_m (Σ_n w_n E_n)/v²
//
// With a_m = |w_m|^{2/L_f} and S = Σ a_m = v^{2L/L_f} it reads
//
//	τ ẇ_m = (L_f S |w_m|^{2−2/L_f} E_m + (L−L_f) w_m Σ_n w_n E_n)/S^{L_f/L}
//
// which is E H for the H of [LargestStableRate], away from any solution too. At
// w = 0, and where a weight is too large to be squared, dw is zero; it is never
// NaN for data that are numbers.
func Flow(d Data, depth, fusion int, w, dw []float64) {
	L, Lf := float64(depth), float64(fusion)
	sum, along := 0.0, 0.0 // S, Σ_n w_n E_n
	for m := range w {
		e := d.Yx[m]
		for n, wn := range w {
			e -= wn * d.Sigma[n*len(w)+m]
		}
		dw[m] = e
		sum += math.Pow(math.Abs(w[m]), 2/Lf)
		along += w[m] * e
	}
	square := math.Pow(sum, Lf/L) // v²
	for m, wm := range w {
		own := Lf * sum * math.Pow(math.Abs(wm), 2-2/Lf) * dw[m]
		dw[m] = (own + (L-Lf)*wm*along) / square
	}
	for _, v := range dw[:len(w)] {
		if math.IsNaN(v) || math.IsInf(v, 0) {
			clear(dw)
			return
		}
	}
}
