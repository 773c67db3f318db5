package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// Training is how weights are moved. The zero value is gradient flow, of all branches alike.
type Training struct {
	Eta   float64   // learning rate of gradient descent; 0: gradient flow
	Beta  float64   // momentum: v ← βv + g, W ← W + ηv
	Rates []float64 // learning rate of every branch over η; nil: 1
}

// Pace is how the weights of one branch of two layers move.
type Pace struct {
	Eta, Beta float64 // as in [Training]
	Rate      float64 // of the branch over η
	Decay     float64 // λ₂
}

// Of returns the pace of a branch.
func (t Training) Of(d Data, m int) Pace { return Pace{t.Eta, t.Beta, t.rate(m), d.Decay} }

func (t Training) rate(m int) float64 {
	if t.Rates == nil {
		return 1
	}
	return t.Rates[m]
}

// Growth returns the rate at which ln u rises, per τ, while a residual correlation s drives the
// norm u of a branch; s < 0 is that of what shrinks by it (ours). With x = k(s − λ₂), k the
// rate of the branch, that is x under gradient flow, ln(1 + ηx)/η under descent, which multiplies
// by 1 + ηx an epoch, and with momentum ln |z|/η, z the larger root of
//
//	z² − (1 + β + ηx) z + β = 0
//
// Where an epoch would turn the weight around, it is −Inf.
func (p Pace) Growth(s float64) float64 {
	x := p.Rate * (s - p.Decay)
	switch {
	case p.Eta == 0:
		return x
	case p.Beta == 0:
		return DescentRate(x, p.Eta)
	}
	z, _ := p.roots(s)
	return math.Log(math.Max(z, 0)) / p.Eta
}

// roots are those of momentum; where they are complex, their size, twice.
func (p Pace) roots(s float64) (larger, smaller float64) {
	b := 1 + p.Beta + p.Eta*p.Rate*(s-p.Decay)
	root := b*b - 4*p.Beta
	switch {
	case root < 0:
		size := math.Sqrt(p.Beta)
		return size, size
	case b < 0: // every epoch turns it around
		return -1, -1
	}
	larger = (b + math.Sqrt(root)) / 2
	return larger, p.Beta / larger
}

// from returns the factor by which a mode is ahead of what grows from it at an even rate once s
// drives it, because of the velocity that it has: that of a weight which has grown by the
// factor before in the last epoch; 1: it stands still (ours). Only momentum has a memory.
func (p Pace) from(before, s float64) float64 {
	if p.Beta == 0 || p.Eta == 0 {
		return 1
	}
	z, other := p.roots(s)
	if !(z > other) || !(before > 0) {
		return 1
	}
	return (1 - other/before) * z / (z - other)
}

// factor is how much a mode grows in one epoch.
func (p Pace) factor(s float64) float64 {
	if p.Beta == 0 || p.Eta == 0 {
		return 1
	}
	z, _ := p.roots(s)
	return z
}

// Half returns when a branch of two layers with a scalar input reaches half of its plateau, in
// units of τ, if a residual correlation s drives it from the effective norm u0 and falls as the
// weight rises: [HalfTime] or [DescentHalfTime], with momentum followed epoch by epoch (ours).
func (p Pace) Half(s, plateau, u0 float64) float64 {
	x := p.Rate * (s - p.Decay)
	switch {
	case p.Eta == 0:
		return HalfTime(x, plateau, u0)
	case p.Beta == 0:
		return DescentHalfTime(x, plateau, u0, p.Eta)
	}
	const small = 1e-4 // of the plateau: up to there growth is even
	z, _ := p.roots(s)
	w, grow := u0*u0, 2*math.Log(z)
	if !(w > 0) || !(w < plateau/2) || !(grow > 0) {
		return HalfTime(x, plateau, u0)
	}
	if z < 1+1e-3 { // then it is the logistic curve of that growth, to a few parts in ten thousand
		g := grow / 2 / p.Eta
		return math.Max(0, math.Log(small*plateau/w))/(2*g) + HalfTime(g, 1, math.Sqrt(math.Max(small, w/plateau)))
	}
	epochs := math.Max(0, math.Floor(math.Log(small*plateau/w)/grow))
	u := u0 * math.Exp(epochs*grow/2)
	v := u * (1 - 1/z) / p.Eta // as of the last epoch
	for ; ; epochs++ {
		before := u
		v = p.Beta*v + x*(1-u*u/plateau)*u
		if u += p.Eta * v; !(u*u < plateau/2) { // or it has run away
			return p.Eta * (epochs + (plateau/2-before*before)/(u*u-before*before))
		}
	}
}

// Arrivals returns ln(1/u_0)/g for every modality, the time it would take to be learned alone,
// in units of τ, from effective norms u0 in two layers, late fusion; +Inf for those that
// nothing drives (ours). The least is learned first.
func Arrivals(d Data, t Training, u0 []float64) (times []float64) {
	for m := range d.Dims {
		g := t.Of(d, m).Growth(InputOutputNorm(d, m))
		at := math.Inf(1)
		if g > 0 {
			at = math.Log(1/u0[m]) / g
		}
		times = append(times, at)
	}
	return times
}

// SoonestOf returns the least of some times, and whether another one is the same.
func SoonestOf(times []float64) (first int, tie bool) {
	for m, t := range times {
		if t < times[first] {
			first = m
		}
	}
	for m, t := range times {
		tie = tie || m != first && !math.IsInf(t, 1) && t-times[first] <= alike*t
	}
	return first, tie
}

// Times returns when both modalities of two layers, late fusion, are learned, in units of τ, from
// effective norms u0 (ours), with the rates g of [Pace.Growth]:
//
//	t_A = ln(1/u_A)/g_A(s_A),  t_B = t_A + (ln(1/u_B) − g_B(±s_B) t_A)/g_B(‖Σ̃_yB‖)
//
// The sign is that of Σ_yB along Σ̃_yB. For equal u0 that is t_B/t_A = 1 + (g_A − g_B)/g̃_B:
// for learning rates of branches, unimodal losses, dropout, decay and momentum alike. A
// modality for which ‖Σ̃_yB‖ is within the decay is never learned. Asymptotic.
func Times(d Data, t Training, first, second int, u0 []float64) (tFirst, tSecond float64) {
	a, b, rest := signedRates(d, first, second)
	own, other := t.Of(d, first), t.Of(d, second)
	tFirst = math.Log(1/u0[first]) / own.Growth(a)
	after := other.Growth(rest)
	if !(after > 0) || NothingLeft(d, first, second) {
		return tFirst, math.Inf(1)
	}
	return tFirst, tFirst + (math.Log(1/u0[second])-other.Growth(b)*tFirst)/after
}

// Drive returns the rate √(Σ_m k_m ‖Σ_ym‖²) at which early fusion grows out of the origin: the
// units turn to (k_m Σ_ym) while their outgoing weights grow along, k_m the rate of the
// block of modality m (ours); of several targets the largest singular value of Σ_yx, for blocks of the
// same rate.
func (t Training) Drive(d Data) float64 {
	if d.outputs() > 1 {
		return spectral(d.Yx, d.outputs())
	}
	sum := 0.0
	for m := range d.Dims {
		s := InputOutputNorm(d, m)
		sum += t.rate(m) * s * s
	}
	return math.Sqrt(sum)
}

// lasso is the regression under weight decay of two layers: layers are balanced, so that λ₂ on
// their squares is a penalty 2λ₂‖w‖ on the squared error of every modality, or of all in early
// fusion (ours).
func (d Data) lasso(sigma, cross []float64, dims []int) []float64 {
	offset := []int{0}
	for _, n := range dims {
		offset = append(offset, offset[len(offset)-1]+n)
	}
	if d.Joint {
		offset = []int{0, offset[len(offset)-1]}
	}
	return linalg.GroupLasso(sigma, cross, offset, d.Decay)
}

// half is half of the mean squared error of weights.
func (d Data) half(w, sigma, cross []float64) float64 {
	sum, n := d.Yy, len(w)/d.outputs()
	for ; len(w) > 0; w, cross = w[n:], cross[n:] {
		for i, v := range w[:n] {
			sum -= 2 * v * cross[i]
			for j, u := range w[:n] {
				sum += v * u * sigma[i*n+j]
			}
		}
	}
	return math.Max(0, sum) / 2
}
