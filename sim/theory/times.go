package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// EffectiveInit returns u_0 ≈ γ √(N/2), the expected half norm of the growing
// mode p = (W²)ᵀ + W¹ŝ of N random units with weights of standard deviation
// gamma (ours).
func EffectiveInit(gamma float64, width int) float64 {
	return gamma * math.Sqrt(float64(width)/2)
}

// DescentRate returns ln(1 + ηs)/η, the rate that replaces s when the flow is
// followed by gradient descent, which multiplies by 1 + ηs per epoch (ours). s
// may be negative; at or below −1/η the result is −Inf.
func DescentRate(s, eta float64) float64 {
	if eta*s <= -1 {
		return math.Inf(-1)
	}
	return math.Log1p(eta*s) / eta
}

// nothing is the part of what the first modality has below which a correlation or a
// weight that is left for the other one is rounding.
const nothing = 1e-9

// FirstTime returns t ≈ τ s⁻¹ ln(1/u_0), in units of τ, at which a two-layer
// branch of rate s is learned [ZLS24, sec. 3.2]. Asymptotic.
func FirstTime(s, u0 float64) float64 { return math.Log(1/u0) / s }

// HalfTime returns when a two-layer branch with scalar input reaches half its
// plateau, τ/(2s) ln(plateau/u_0² − 1), in units of τ (ours).
// Exact under gradient flow as long as the other modality is still at zero.
func HalfTime(s, plateau, u0 float64) float64 {
	return math.Log(plateau/(u0*u0)-1) / (2 * s)
}

// DescentHalfTime is HalfTime under gradient descent at rate eta, in units of τ = 1/η
// (ours): the weight grows by (1 + ηs)² an epoch while it is small, and by
// (1 + ηs(1 − w/plateau))² as it is learned, read off between two epochs. Where steps
// are long that is not the logistic curve of any rate.
func DescentHalfTime(s, plateau, u0, eta float64) float64 {
	const small = 1e-4 // of the plateau: up to there growth is even
	w, grow := u0*u0, 2*math.Log1p(eta*s)
	if !(w > 0) || !(w < plateau/2) || !(grow > 0) {
		return HalfTime(s, plateau, u0) // no such weights, or learned already
	}
	if eta*s < 1e-3 { // then it is, to a few parts in ten thousand
		return eta*math.Max(0, math.Log(small*plateau/w))/grow + HalfTime(s, 1, math.Sqrt(math.Max(small, w/plateau)))
	}
	epochs := math.Max(0, math.Floor(math.Log(small*plateau/w)/grow))
	for w *= math.Exp(epochs * grow); ; epochs++ {
		f := 1 + eta*s*(1-w/plateau)
		next := w * f * f
		if next >= plateau/2 {
			return eta * (epochs + (plateau/2-w)/(next-w))
		}
		w = next
	}
}

// TimeRatio returns the paper's t_B/t_A ≈ 1 + (‖Σ_yA‖ − ‖Σ_yB‖)/‖Σ̃_yB‖ of
// two-layer late fusion, A = first [ZLS24, eq. 7]. Asymptotic. It
// underestimates where Σ̃_yB and Σ_yB have opposite signs.
func TimeRatio(d Data, first, second int) float64 {
	return ratioOf(InputOutputNorm(d, first), InputOutputNorm(d, second), linalg.Norm(LeftOver(d, first, second)))
}

// SignedTimeRatio is TimeRatio with the sign of Σ_yB relative to Σ̃_yB kept:
// t_B/t_A ≈ 1 + (|Σ_yA| − sgn(Σ̃_yB) Σ_yB)/|Σ̃_yB| (ours). What
// grew along the wrong direction has to shrink first.
func SignedTimeRatio(d Data, first, second int) float64 {
	a, b, rest := signedRates(d, first, second)
	return ratioOf(a, b, rest)
}

// DescentTimeRatio is SignedTimeRatio under gradient descent at rate eta: every
// rate s becomes [DescentRate] (ours).
func DescentTimeRatio(d Data, first, second int, eta float64) float64 {
	a, b, rest := signedRates(d, first, second)
	return ratioOf(DescentRate(a, eta), DescentRate(b, eta), DescentRate(rest, eta))
}

// ratioOf is 1 + (a − b)/rest, +Inf where nothing is left: that modality is never learned.
func ratioOf(a, b, rest float64) float64 {
	if rest == 0 {
		return math.Inf(1)
	}
	return 1 + (a-b)/rest
}

// signedRates returns ‖Σ_yA‖, ‖Σ_yB‖ with the sign of ⟨Σ_yB, Σ̃_yB⟩, ‖Σ̃_yB‖.
func signedRates(d Data, first, second int) (a, b, rest float64) {
	left := LeftOver(d, first, second)
	a, b, rest = InputOutputNorm(d, first), InputOutputNorm(d, second), linalg.Norm(left)
	if linalg.Dot(d.cross(second), left) < 0 {
		b = -b
	}
	return a, b, rest
}
