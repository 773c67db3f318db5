package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// FirstOf returns the modality learned first from small balanced layers of norm
// u0 (ours). Where the branches are equally deep that is [LearnedFirst]. Else depth
// has a say: with dc = v^{L−L_f} dt/τ the layers of branch m grow by
//
//	du_m/dc = ‖Σ_ym‖ u_m^{L_m−1}
//
// each for itself, whatever is shared, and the first to reach one is the first
// learned. u0 = 0 is the limit, in which the branch with the fewest layers wins.
func FirstOf(d Data, s Shape, u0 float64) int {
	first := LearnedFirst(d)
	if s.Equal() || u0 >= 1 {
		return first
	}
	for m := range d.Dims {
		rate, best := InputOutputNorm(d, m), InputOutputNorm(d, first)
		layers, least := s.Branches[m], s.Branches[first]
		sooner := growth(layers, u0, 1)*best < growth(least, u0, 1)*rate
		if u0 == 0 && layers > 1 { // both times are infinite, or its own is
			sooner = layers < least || layers == least && rate > best
		}
		if sooner && rate > 0 {
			first = m
		}
	}
	return first
}

// DeepArrivals returns how long every branch would take from balanced layers of norm u0 < 1 to
// layers of norm one, each for itself, in units of the time that the shared layers give them
// (ours): [FirstOf] for learning rates and initial norms of its own.
func DeepArrivals(d Data, t Training, s Shape, u0 []float64) (times []float64) {
	for m := range d.Dims {
		rate, at := t.rate(m)*InputOutputNorm(d, m), math.Inf(1)
		if rate > 0 {
			at = math.Max(0, growth(s.Branches[m], u0[m], 1)/rate)
		}
		times = append(times, at)
	}
	return times
}

// DepthGapTimes returns when two modalities are learned whose branches may differ in
// depth, in units of τ, from small balanced layers of norm u0 < 1 (ours):
//
//	t_A = τ ∫ du/(‖Σ_yA‖ u^{L_A−1} (u² + u_B²)^{(L−L_f)/2})            from u0 to 1
//	t_B = t_A + τ ∫ du/(‖Σ̃_yB‖ u^{L_B−1} ‖W_A‖^{(L−L_f)/(L_A+L−L_f)})  from u_B(t_A) to 1
//
// A is the one learned first ([FirstOf]), u_B grows beside it by [FirstOf]'s
// equation with the sign that Σ_yB has along Σ̃_yB, and ‖W_A‖ = ‖Σ_yA Σ_A⁺‖ is its
// plateau. Asymptotic in u0.
//
// A single layer with none above it does not wait for its weights to grow: it is
// linear regression, half done at t_A = τ ln 2 ‖W_A‖/‖Σ_yA‖, exact for scalar inputs
// as long as B is small.
func DepthGapTimes(d Data, s Shape, u0 float64) (first int, times [2]float64) {
	first = FirstOf(d, s, u0)
	second := 1 - first
	own, other, q := s.Branches[first], s.Branches[second], float64(s.Shared)
	a, b, rest := signedRates(d, first, second)
	beside := func(u float64) float64 { return grown(other, u0, b/a*growth(own, u0, u)) }
	integrand := func(x float64) float64 { // x = ln u, du = u dx
		u := math.Exp(x)
		o := beside(u)
		return math.Pow(u, float64(2-own)) * math.Pow(u*u+o*o, -q/2)
	}
	times[first] = integral(integrand, math.Log(u0), 0) / a
	w, _ := UnimodalMinimum(d, first)
	by := beside(1)
	if own == 1 && s.Shared == 0 {
		times[first] = math.Ln2 * linalg.Norm(w) / a
		by = grown(other, u0, b*times[first])
	}
	shared := math.Pow(linalg.Norm(w), q/(float64(own)+q))
	times[second] = times[first] + growth(other, by, 1)/(rest*shared)
	return first, times
}

// growth is ∫ du/u^{layers−1} over [from, to]: how long a branch of rate one takes.
func growth(layers int, from, to float64) float64 {
	switch layers {
	case 1:
		return to - from
	case 2:
		return math.Log(to / from)
	}
	p := float64(2 - layers)
	return (math.Pow(to, p) - math.Pow(from, p)) / p
}

// grown is the inverse of growth: where a branch of rate one is after a time.
func grown(layers int, from, time float64) float64 {
	switch layers {
	case 1:
		return from + time
	case 2:
		return from * math.Exp(time)
	}
	p := float64(2 - layers)
	return math.Pow(math.Pow(from, p)+p*time, 1/p)
}
