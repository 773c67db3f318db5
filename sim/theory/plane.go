package theory

import "math"

// The plane of toy data: κ = σ_A/σ_B > 0 and r = w_A/w_B at correlation ρ.
// Regions are decided by the two inequalities, never by the boundary curves,
// whose order changes with κ and ρ.

// PlaneLearnedFirst returns 0 if A is learned first, |rκ² + ρκ| > |1 + rρκ|,
// else 1 [ZLS24, sec. 4; general ρ (ours)].
func PlaneLearnedFirst(kappa, rho, r float64) int {
	if math.Abs(r*kappa*kappa+rho*kappa) > math.Abs(1+r*rho*kappa) {
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

// PlaneBoundaries returns the two r at which |Σ_yA| = |Σ_yB|,
//
//	r₊ = (1 − ρκ)/(κ(κ − ρ)),  r₋ = −(1 + ρκ)/(κ(κ + ρ)).
//
// They are infinite at κ = ρ and κ = −ρ.
func PlaneBoundaries(kappa, rho float64) (plus, minus float64) {
	return (1 - rho*kappa) / (kappa * (kappa - rho)), -(1 + rho*kappa) / (kappa * (kappa + rho))
}
