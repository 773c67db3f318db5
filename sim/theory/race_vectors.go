package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/ode"
)

// spreadOf is Σ_m − Σ_m𝓛 Σ_𝓛⁺ Σ_𝓛m (d_m × d_m): while the others 𝓛 stay at their regression,
// the residual of modality m is E_m − W_m times it.
func spreadOf(d Data, resting []bool, m int) []float64 {
	n, dim := d.inputs(), d.Dims[m]
	lo, _ := d.span(m)
	var index []int
	for k := range d.Dims {
		from, to := d.span(k)
		for i := from; resting[k] && i < to; i++ {
			index = append(index, i)
		}
	}
	spread, sigma, cross := make([]float64, dim*dim), []float64(nil), []float64(nil)
	for _, i := range index {
		for _, j := range index {
			sigma = append(sigma, d.Sigma[i*n+j])
		}
	}
	for r := range dim {
		copy(spread[r*dim:], d.Sigma[(lo+r)*n+lo:][:dim])
		for _, j := range index {
			cross = append(cross, d.Sigma[(lo+r)*n+j])
		}
	}
	if len(index) == 0 {
		return spread
	}
	by, _ := linalg.Regress(sigma, cross, len(index))
	for r := range dim {
		for c := range dim {
			for k, i := range index {
				spread[r*dim+c] -= by[r*len(index)+k] * d.Sigma[i*n+lo+c]
			}
		}
	}
	return spread
}

// lag is how much later than with an isotropic spread ([HalfTime]) a modality of several inputs
// comes to half of its level under gradient flow at a pace, in units of τ (ours). All of its units grow
// alike from small weights, so that it is a single one, of incoming weights b and an outgoing a:
//
//	ḃ = a e,  ȧ = b·e,  e = E_m − S a b
//
// from b = u Ê_m and a = u. It turns on the way, and is slow where inputs have little spread.
func lag(c, spread []float64, level float64, p Pace) float64 {
	dim, s := len(c), linalg.Norm(c)
	if dim == 1 {
		return 0
	}
	const begin = 1e-4 // of the level: up to there it is exponential
	rate := p.Rate * (s - p.Decay)
	patience := 100 / rate
	u, state, e := math.Sqrt(begin*level), make([]float64, dim+1), make([]float64, dim)
	for i := range dim {
		state[i] = u * c[i] / s
	}
	state[dim] = u
	stepper := ode.NewStepper(ode.DormandPrince, dim+1)
	stepper.Rel, stepper.Abs = 1e-6, 1e-8*u
	stepper.Start(func(_ float64, y, dy []float64) {
		b, a := y[:dim], y[dim]
		for i := range e {
			e[i] = c[i] - a*linalg.Dot(spread[i*dim:(i+1)*dim], b)
			dy[i] = p.Rate * (a*e[i] - p.Decay*b[i])
		}
		dy[dim] = p.Rate * (linalg.Dot(b, e) - p.Decay*a)
	}, 0, state)
	missing := func(_ float64, y []float64) float64 { return y[dim]*linalg.Norm(y[:dim]) - level/2 }
	for stepper.T < patience && stepper.Step(patience) == nil {
		if missing(0, stepper.Y) >= 0 {
			t, _ := stepper.Crossing(missing, state)
			return t - HalfTime(rate, level, u)
		}
	}
	return 0 // nothing that it would be the time of
}
