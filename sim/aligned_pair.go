package sim

import (
	"math"

	"unimodal-bias-lab/sim/ode"
	"unimodal-bias-lab/sim/theory"
)

// alignedPair is the aligned reduction ([Aligned]) of two scalar modalities from
// the second layer on (L_f ≥ 2) under gradient flow, for those who want to know
// when what is learned and nothing else. Its unknowns are x_m = ln u_m:
//
//	τ ẋ_m = σ_m E_m u_m^{L_f−2} v^{L−L_f},  W_m = σ_m u_m^{L_f} v^{L−L_f},  v² = Σ u_m²
//
// with σ_m the sign in which the modality grows. Times are in units of τ.
type alignedPair struct {
	pair         // data, levels, events and the solver
	sign         [2]float64
	depth, layer float64 // L, L_f
}

// total is [W_A, W_B] at x, with u_m² and v².
func (p *alignedPair) total(x [2]float64) (w, u2 [2]float64, v2 float64) {
	u2 = [2]float64{exp(2 * x[0]), exp(2 * x[1])}
	v2 = u2[0] + u2[1]
	shared := math.Pow(v2, (p.depth-p.layer)/2)
	for m := range w {
		w[m] = p.sign[m] * exp(p.layer*x[m]) * shared
	}
	return w, u2, v2
}

func (p *alignedPair) Velocity(x [2]float64) (dx [2]float64) {
	w, _, v2 := p.total(x)
	shared := math.Pow(v2, (p.depth-p.layer)/2)
	for m := range dx {
		e := p.cross[m] - p.sigma[m][0]*w[0] - p.sigma[m][1]*w[1]
		dx[m] = p.sign[m] * e * exp((p.layer-2)*x[m]) * shared
	}
	return dx
}

func (p *alignedPair) Linear(x [2]float64) (v [2]float64, j [2][2]float64) {
	w, u2, v2 := p.total(x)
	q := p.depth - p.layer
	shared := math.Pow(v2, q/2)
	for m := range j {
		e := p.cross[m] - p.sigma[m][0]*w[0] - p.sigma[m][1]*w[1]
		g := p.sign[m] * exp((p.layer-2)*x[m]) * shared
		v[m] = g * e
		for k := range j {
			slope := e * q * u2[k] / v2 // of g, over g
			if m == k {
				slope += e * (p.layer - 2)
			}
			for n := range w {
				dw := w[n] * q * u2[k] / v2
				if n == k {
					dw += w[n] * p.layer
				}
				slope -= p.sigma[m][n] * dw
			}
			j[m][k] = g * slope
		}
	}
	return v, j
}

// alignedEvents measures the aligned reduction of toy data until both modalities
// are learned, NaN where there is no such reduction.
func alignedEvents(m *Moments, s Scenario, out *Measurement) {
	out.reset(2)
	n := Aligned(m, s.Depth, s.Fusion, s.Init)
	if n == nil || len(m.modalities) != 2 {
		return
	}
	if s.Fusion == 1 {
		*out = watchEvents(m, n, FullWidth, s, false)
		return
	}
	d := m.theory()
	p := alignedPair{depth: float64(s.Depth), layer: float64(s.Fusion)}
	p.cross = [2]float64(m.yx)
	p.sigma = [2][2]float64{{m.sigma[0], m.sigma[1]}, {m.sigma[2], m.sigma[3]}}
	p.optimum, p.lead = [2]float64(m.optimum), theory.LearnedFirst(d)
	var x [2]float64
	for i := range 2 {
		p.sign[i] = math.Copysign(1, n.Branches[i][0].Data[0])
		p.plateau[i], p.final[i] = math.NaN(), math.NaN()
		p.levels.plateau[i], p.levels.final[i] = m.levels.plateau[i], m.levels.final[i]
		x[i] = math.Log(s.Init)
	}
	w, _, _ := p.total(x)
	for i := range 2 {
		noteEpoch(&p.plateau[i], 0, 0, math.Abs(w[i]), p.levels.plateau[i])
		noteEpoch(&p.final[i], 0, 0, math.Abs(w[i]), p.levels.final[i])
	}
	p.solver.Abs = pairTolerance
	speed := p.Velocity(x)
	p.solver.Start(0, x, .1/math.Max(math.Abs(speed[0]), math.Abs(speed[1])))
	for range eventSteps {
		if p.learned() || p.solver.Step(&p) != nil {
			break
		}
		p.pieces = append(p.pieces, p.solver.Piece())
		c := &p.pieces[len(p.pieces)-1]
		before, _, _ := p.total(c.From)
		after, _, _ := p.total(c.To)
		for i := range 2 {
			p.noteWeight(&p.plateau[i], c, i, before[i], after[i], p.levels.plateau[i])
			p.noteWeight(&p.final[i], c, i, before[i], after[i], p.levels.final[i])
		}
		if d := distance(after, p.optimum); d < 1e-9*math.Hypot(p.optimum[0], p.optimum[1]) {
			break // at rest: what has not been learned by now never is
		}
	}
	l := levels{p.levels.plateau[:], p.levels.final[:]}
	out.order(&l, func(i int) float64 { return p.plateau[i] / s.Eta }, func(i int) float64 { return p.final[i] / s.Eta })
	out.misattribution(&m.levels, m.finalWeight, s.Fusion, func(t float64) float64 {
		for i := range p.pieces {
			if c := &p.pieces[i]; t*s.Eta <= c.T+c.H {
				w, _, _ := p.total([2]float64{c.At(0, t*s.Eta), c.At(1, t*s.Eta)})
				return w[out.First]
			}
		}
		return math.NaN()
	})
}

// noteWeight notes when within a step |W_i| first reaches a level.
func (p *alignedPair) noteWeight(at *float64, c *ode.Piece, i int, before, after, level float64) {
	if level == 0 || !math.IsNaN(*at) || !(math.Abs(before) < level && math.Abs(after) >= level) {
		return
	}
	*at = bisect(c, func(t float64) bool {
		w, _, _ := p.total([2]float64{c.At(0, t), c.At(1, t)})
		return math.Abs(w[i]) >= level
	})
}
