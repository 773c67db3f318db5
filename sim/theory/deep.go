package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// DeepRates are the numbers of the data on which the times of deep fusion
// depend: s_A = ‖Σ_yA‖ of the modality learned first, the signed ratio
// k = sgn(Σ̃_yB) Σ_yB/|Σ_yA| of the other (it may be negative), what is left for
// it, ‖Σ̃_yB‖, and the plateau ‖Σ_yA Σ_A⁻¹‖.
type DeepRates struct{ First, K, Rest, Plateau float64 }

// Rates returns the DeepRates of two modalities.
func Rates(d Data, first, second int) DeepRates {
	a, b, rest := signedRates(d, first, second)
	w, _ := UnimodalMinimum(d, first)
	return DeepRates{First: a, K: b / a, Rest: rest, Plateau: linalg.Norm(w)}
}

// SecondNorm returns u_B, the layer norm of the modality learned second while
// the first one's has grown from u0 to u: the balanced equations
// τ u̇_m = s_m u_m^{L_f−1} (u_A² + u_B²)^{(L−L_f)/2} divided by each other
// [ZLS24, appendix on deep networks].
func SecondNorm(u, u0, k float64, fusion int) float64 {
	switch fusion {
	case 1:
		return u0 + k*(u-u0)
	case 2:
		return math.Pow(u, k) * math.Pow(u0, 1-k)
	}
	p := float64(2 - fusion)
	return math.Pow(k*math.Pow(u, p)+(1-k)*math.Pow(u0, p), 1/p)
}

// DeepFirstTime returns t_A = τ ∫_{u0}^1 du/(s_A u^{L_f−1} (u² + u_B²)^{(L−L_f)/2}),
// in units of τ, for a network of the given depth and fusion layer whose layers
// start balanced with norm u0. Asymptotic in u0.
func DeepFirstTime(r DeepRates, depth, fusion int, u0 float64) float64 {
	integrand := func(x float64) float64 { // x = ln u, du = u dx
		u := math.Exp(x)
		b := SecondNorm(u, u0, r.K, fusion)
		return math.Pow(u, float64(2-fusion)) * math.Pow(u*u+b*b, -float64(depth-fusion)/2)
	}
	return integral(integrand, math.Log(u0), 0) / r.First
}

// DeepLag returns t_B − t_A in units of τ [ZLS24, eq. for intermediate and late
// fusion]. It is 0 for early fusion. Asymptotic in u0.
func DeepLag(r DeepRates, depth, fusion int, u0 float64) float64 {
	L, Lf := float64(depth), float64(fusion)
	scale := (1 - r.K) * math.Pow(r.Plateau, Lf/L-1) / r.Rest
	switch {
	case fusion == 1:
		return 0
	case fusion == 2:
		return scale * math.Log(1/u0)
	default:
		return scale * math.Pow(u0, 2-Lf) / (Lf - 2)
	}
}

// DeepTimeRatio returns t_B/t_A: 1 for early fusion, 1 + |Σ_yA|(1 − k)/‖Σ̃_yB‖
// for late fusion of any depth, and 1 + (t_B − t_A)/t_A between. It is the
// quantity the paper's code calls lag_depth.
func DeepTimeRatio(r DeepRates, depth, fusion int, u0 float64) float64 {
	switch fusion {
	case 1:
		return 1
	case depth:
		return 1 + r.First*(1-r.K)/r.Rest
	}
	return 1 + DeepLag(r, depth, fusion, u0)/DeepFirstTime(r, depth, fusion, u0)
}
