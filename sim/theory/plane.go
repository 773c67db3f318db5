package theory

import "math"

// The plane of toy data: κ = σ_A/σ_B > 0 and r = w_A/w_B at correlation ρ.
// Regions are decided by the two inequalities, never by the boundary curves,
// whose order changes with κ and ρ.

// PlaneLearnedFirst returns 0 if A is learned first, |rκ² + ρκ| > |1 + rρκ|,
// else 1 [ZLS24, sec. 4; general ρ (ours)]; of a tie it says what [LearnedFirst] does.
func PlaneLearnedFirst(kappa, rho, r float64) int {
	if math.Abs(r*kappa*kappa+rho*kappa) >= math.Abs(1+r*rho*kappa) {
		return 0
	}
	return 1
}

// PlaneContributesMore returns 0 if A alone lowers the loss more, |rκ| > 1 for
// every ρ (ours), else 1.
func PlaneContributesMore(kappa, r float64) int {
	if math.Abs(r*kappa) > 1 {
		return 0
	}
	return 1
}

// PlaneTies reports whether a point lies on a boundary: neither is learned first, neither
// explains more.
func PlaneTies(kappa, rho, r float64) (first, better bool) {
	same := func(a, b float64) bool { return math.Abs(a-b) <= alike*math.Max(a, b) }
	return same(math.Abs(r*kappa*kappa+rho*kappa), math.Abs(1+r*rho*kappa)), same(math.Abs(r*kappa), 1)
}

// PlaneBoundaries returns the two r at which |Σ_yA| = |Σ_yB|,
//
//	r₊ = (1 − ρκ)/(κ(κ − ρ)),  r₋ = −(1 + ρκ)/(κ(κ + ρ)).
//
// They are infinite at κ = ρ and κ = −ρ.
func PlaneBoundaries(kappa, rho float64) (plus, minus float64) {
	return (1 - rho*kappa) / (kappa * (kappa - rho)), -(1 + rho*kappa) / (kappa * (kappa + rho))
}

// PlaneTimeRatio is t_B/t_A of two-layer late fusion on toy data with signs kept:
// [SignedTimeRatio] for eta = 0, [DescentTimeRatio] at a learning rate, in a few
// operations (ours).
func PlaneTimeRatio(kappa, rho, r, wB, eta float64) float64 {
	s, rest := planeRates(kappa, rho, r, wB)
	if s[1]*rest < 0 {
		s[1] = -math.Abs(s[1])
	} else {
		s[1] = math.Abs(s[1])
	}
	s[0], rest = math.Abs(s[0]), math.Abs(rest)
	if eta > 0 {
		s[0], s[1], rest = DescentRate(s[0], eta), DescentRate(s[1], eta), DescentRate(rest, eta)
	}
	return 1 + (s[0]-s[1])/rest
}

// planeRates returns Σ_ym of the modality learned first, then of the other, and
// what is left for the other.
func planeRates(kappa, rho, r, wB float64) (s [2]float64, rest float64) {
	wA := r * wB
	a, b := wA*kappa*kappa+wB*rho*kappa, wB+wA*rho*kappa
	if PlaneLearnedFirst(kappa, rho, r) == 0 {
		return [2]float64{a, b}, b - a*rho/kappa
	}
	return [2]float64{b, a}, a - b*rho*kappa
}

// PlaneMisattribution is [Misattribution] of the modality learned first on toy
// data: ρ w_B/(κ w_A), or ρκ w_A/w_B if that is B. NaN where its final weight is 0.
func PlaneMisattribution(kappa, rho, r float64) float64 {
	switch first := PlaneLearnedFirst(kappa, rho, r); {
	case first == 1:
		return rho * kappa * r
	case r == 0:
		return math.NaN()
	default:
		return rho / (kappa * r)
	}
}
