package theory

import "math"

// Plane is the plane of toy data: κ = σ_A/σ_B > 0 and r = w_A/w_B, at a correlation.
// Regions are decided by the two inequalities, never by the boundary curves,
// whose order changes with κ and ρ.
type Plane struct {
	Rho      float64
	Pace     float64 // η_B/η_A, the learning rates of the branches; 0: 1
	Standard bool    // inputs are standardised: κ becomes 1 and r becomes rκ (ours)
}

func (p Plane) pace() float64 {
	if p.Pace == 0 {
		return 1
	}
	return p.Pace
}

// sides are η_A|Σ_yA| and η_B|Σ_yB|, up to a factor.
func (p Plane) sides(kappa, r float64) (a, b float64) {
	if p.Standard {
		kappa, r = 1, r*kappa
	}
	return math.Abs(r*kappa*kappa + p.Rho*kappa), p.pace() * math.Abs(1+r*p.Rho*kappa)
}

// LearnedFirst returns 0 if A is learned first, η_A|rκ² + ρκ| > η_B|1 + rρκ|,
// else 1 [ZLS24, sec. 4; general ρ and η_B/η_A (ours)]; of a tie it says what the function
// [LearnedFirst] does.
func (p Plane) LearnedFirst(kappa, r float64) int {
	if a, b := p.sides(kappa, r); a >= b {
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

// Ties reports whether a point lies on a boundary: neither is learned first, neither
// explains more.
func (p Plane) Ties(kappa, r float64) (first, better bool) {
	same := func(a, b float64) bool { return math.Abs(a-b) <= alike*math.Max(a, b) }
	return same(p.sides(kappa, r)), same(math.Abs(r*kappa), 1)
}

// Boundaries returns the two r at which η_A|Σ_yA| = η_B|Σ_yB|, with q = η_B/η_A
//
//	r₊ = (q − ρκ)/(κ(κ − qρ)),  r₋ = −(q + ρκ)/(κ(κ + qρ)).
//
// They are infinite at κ = qρ and κ = −qρ. Of standardised inputs they are those of κ = 1,
// over κ.
func (p Plane) Boundaries(kappa float64) (plus, minus float64) {
	q, over := p.pace(), 1.0
	if p.Standard {
		kappa, over = 1, kappa
	}
	return (q - p.Rho*kappa) / (kappa * (kappa - q*p.Rho)) / over, -(q + p.Rho*kappa) / (kappa * (kappa + q*p.Rho)) / over
}

// Corners returns the κ at which the boundaries of who is first meet those of who explains more,
// |rκ| = 1, that at which one of them jumps, and those, from left to right, at which r₊ and then
// r₋ pass r; NaN where there is none.
func (p Plane) Corners(r float64) (meet, jump float64, pass [4]float64) {
	q := p.pace()
	if p.Standard {
		plus, minus := p.Boundaries(1) // r over κ
		return math.NaN(), math.NaN(), [4]float64{math.NaN(), plus / r, math.NaN(), minus / r}
	}
	pass[0], pass[1] = quadratic(r, p.Rho*(1-q*r), -q)
	pass[2], pass[3] = quadratic(r, p.Rho*(1+q*r), q)
	return q, q * math.Abs(p.Rho), pass
}

// quadratic returns the real roots of ax² + bx + c, NaN where there are none.
func quadratic(a, b, c float64) (low, high float64) {
	if a == 0 {
		return -c / b, math.NaN()
	}
	root := math.Sqrt(b*b - 4*a*c)
	return (-b - root) / (2 * a), (-b + root) / (2 * a)
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
	if (Plane{Rho: rho}).LearnedFirst(kappa, r) == 0 {
		return [2]float64{a, b}, b - a*rho/kappa
	}
	return [2]float64{b, a}, a - b*rho*kappa
}

// PlaneMisattribution is [Misattribution] of the modality learned first on toy
// data: ρ w_B/(κ w_A), or ρκ w_A/w_B if that is B. NaN where its final weight is 0.
func PlaneMisattribution(kappa, rho, r float64) float64 {
	switch first := (Plane{Rho: rho}).LearnedFirst(kappa, r); {
	case first == 1:
		return rho * kappa * r
	case r == 0:
		return math.NaN()
	default:
		return rho / (kappa * r)
	}
}
