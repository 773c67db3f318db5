package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// Two layers, late fusion, with the initial weights as they are and inputs of any
// dimension. Row i of Z_m (N × (d_m + 1)) holds hidden unit i of branch m: its
// incoming weights, then its outgoing one. While the residual correlation is c,
// τ Ż_m = Z_m K(c) with K(c) = [[0, cᵀ], [c, 0]], for every unit alike.

// towards is (ŝ, 1) for c = ‖c‖ ŝ.
func towards(c []float64) []float64 {
	v := append([]float64(nil), c...)
	if norm := linalg.Norm(c); norm > 0 {
		for i := range v {
			v[i] /= norm
		}
	}
	return append(v, 1)
}

// modeOf is Z_m v, one number a hidden unit. For v = (ŝ, 1) it is the mode p_m that
// grows by e^{‖c‖t/τ} while the residual correlation is c = ‖c‖ ŝ (ours): it gives the
// end-to-end map ¼‖p_m‖² along ŝ, so that its effective norm is u = ½‖p_m‖.
func modeOf(z, v []float64) (p []float64) {
	for ; len(z) > 0; z = z[len(v):] {
		p = append(p, linalg.Dot(z[:len(v)], v))
	}
	return p
}

// Propagate returns e^{K(c) t} v for a vector v of d + 1 numbers (ours): K(c) has
// the eigenvalues ±‖c‖ for (ŝ, ±1), and 0 across them. With eta > 0 it is what
// gradient descent at that rate makes of v in the same time, (1 + ηK)^{t/η} v:
// every rate s becomes [DescentRate].
func Propagate(v, c []float64, t, eta float64) []float64 {
	d, up := len(c), towards(c)
	along, out := linalg.Dot(v[:d], up[:d]), v[d]
	s := linalg.Norm(c)
	grow, decay := (along+out)/2*math.Exp(rate(s, eta)*t), (along-out)/2*math.Exp(rate(-s, eta)*t)
	next := make([]float64, d, d+1)
	for i := range d {
		next[i] = v[i] - along*up[i] + (grow+decay)*up[i] // across first: what is left may be tiny
	}
	return append(next, grow-decay)
}

// DirectionalTimes returns when both modalities are learned, in units of τ, from
// initial weights Z_m (ours). A grows logistically, from u_A = ½‖p_A‖ to half of
// its plateau ‖Σ_yA Σ_A⁺‖ at t_A ([HalfTime]). By then B has been driven by Σ_yB, from
// then on it is by Σ̃_yB, which may point elsewhere:
//
//	Z_B(t) = Z_B(0) e^{K(Σ_yB) t_A/τ} e^{K(Σ̃_yB)(t − t_A)/τ}
//
// and its growing mode takes the half-time to ‖W_B*‖ from where it is at t_A. What
// grew along the wrong direction has to shrink first; but for Σ̃_yB straight against
// Σ_yB there is a part that need not. For scalar inputs the error vanishes with the
// initial weights; with vectors the half-times are those of an isotropic Σ_m. With
// eta > 0 they are those of gradient descent ([DescentRate], [DescentHalfTime]).
//
// A modality with nothing left to learn is never learned: its time is +Inf.
func DirectionalTimes(d Data, first, second int, zFirst, zSecond []float64, eta float64) (tFirst, tSecond float64) {
	half := func(c []float64, end []float64, z, v []float64) float64 {
		s, plateau, u0 := linalg.Norm(c), linalg.Norm(end), linalg.Norm(modeOf(z, v))/2
		if eta == 0 {
			return HalfTime(s, plateau, u0)
		}
		return DescentHalfTime(s, plateau, u0, eta)
	}
	plateau, _ := UnimodalMinimum(d, first)
	c := d.cross(first)
	tFirst = half(c, plateau, zFirst, towards(c))

	all, _ := GlobalMinimum(d)
	lo, hi := d.span(second)
	rest := LeftOver(d, first, second)
	if linalg.Norm(rest) <= nothing*linalg.Norm(c) || linalg.Norm(all[lo:hi]) <= nothing*linalg.Norm(plateau) {
		return tFirst, math.Inf(1)
	}
	v := Propagate(towards(rest), d.cross(second), tFirst, eta) // e^K is symmetric
	return tFirst, tFirst + half(rest, all[lo:hi], zSecond, v)
}
