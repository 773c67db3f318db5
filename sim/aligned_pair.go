package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/ode"
	"unimodal-bias-lab/sim/theory"
)

// alignedPair is the aligned reduction ([Aligned]) of two scalar modalities from
// the second layer on (L_m ≥ 2) under gradient flow, for those who want to know
// when what is learned and nothing else. Its unknowns are x_m = ln u_m:
//
//	τ ẋ_m = E_m g_m,  g_m = σ_m u_m^{L_m−2} v^{L−L_f},  W_m = g_m u_m²,  v² = Σ u_m²
//
// with σ_m the sign in which the modality grows. Times are in units of τ. Memory is
// reused.
type alignedPair struct {
	pair   // data, levels, events and the solver
	sign   [2]float64
	alone  [2]int // L_m − 2
	shared int    // L − L_f
}

// alignedPlace is where the unknowns stand.
type alignedPlace struct{ w, g, u2 [2]float64 }

func (p *alignedPair) place(x [2]float64) (s alignedPlace) {
	u := [2]float64{kernel.Exp(x[0]), kernel.Exp(x[1])}
	s.u2 = [2]float64{u[0] * u[0], u[1] * u[1]}
	v2 := s.u2[0] + s.u2[1]
	v := power(v2, p.shared/2)
	if p.shared%2 == 1 {
		v *= math.Sqrt(v2)
	}
	for m := range u {
		s.g[m] = p.sign[m] * power(u[m], p.alone[m]) * v
		s.w[m] = s.g[m] * s.u2[m]
	}
	return s
}

// power is xⁿ, n ≥ 0.
func power(x float64, n int) float64 {
	y := 1.0
	for range n {
		y *= x
	}
	return y
}

func (p *alignedPair) Velocity(x [2]float64) (dx [2]float64) {
	s := p.place(x)
	e := p.velocity(s.w[0], s.w[1])
	return [2]float64{e[0] * s.g[0], e[1] * s.g[1]}
}

func (p *alignedPair) Linear(x [2]float64) (v [2]float64, j [2][2]float64) {
	s := p.place(x)
	e := p.velocity(s.w[0], s.w[1])
	v2 := s.u2[0] + s.u2[1]
	for m := range j {
		v[m] = s.g[m] * e[m]
		for k := range j {
			common := float64(p.shared) * s.u2[k] / v2 // of ∂ln g_n/∂x_k, for every n
			slope := e[m] * common
			if m == k {
				slope += e[m] * float64(p.alone[m])
			}
			for n, w := range s.w {
				if n == k {
					slope -= p.sigma[m][n] * w * (common + float64(p.alone[n]+2))
				} else {
					slope -= p.sigma[m][n] * w * common
				}
			}
			j[m][k] = s.g[m] * slope
		}
	}
	return v, j
}

// run watches the aligned reduction of a scenario that p.set has the data of until
// both modalities are learned, or what is asked for in brief. It reports whether
// there is such a reduction.
func (p *alignedPair) run(s *Scenario) bool {
	p.alone, p.shared = [2]int{s.Fusion - 2, s.Fusion + s.DepthGap - 2}, s.Depth-s.Fusion
	if s.DepthGap != 0 { // depth has a say in what is learned first
		d := theory.Data{Dims: []int{1, 1}, Sigma: []float64{p.sigma[0][0], p.sigma[0][1], p.sigma[1][0], p.sigma[1][1]}, Yx: p.cross[:]}
		p.lead = theory.FirstOf(d, s.Shape(), s.Init)
	}
	lead, other := p.lead, 1-p.lead
	// Inputs have the sign in which they correlate with the target: only what the
	// first modality leaves over can grow the other way. See [Aligned] for why a
	// weight cannot turn round; the second one's never has to.
	p.sign = [2]float64{1, 1}
	if p.cross[other]-p.sigma[other][lead]*p.cross[lead]/p.sigma[lead][lead] < 0 {
		p.sign[other] = -1
	}
	if p.optimum[lead] < 0 && p.levels.final[lead] > 0 {
		return false
	}
	x := [2]float64{math.Log(s.Init), math.Log(s.Init)}
	before := p.place(x)
	for i, w := range before.w {
		p.levels.plateau[i] = aboveStart(p.levels.plateau[i], math.Abs(w))
		p.levels.final[i] = aboveStart(p.levels.final[i], math.Abs(w))
	}
	p.solver.Abs = pairTolerance
	speed := p.Velocity(x)
	p.solver.Start(0, x, .1/math.Max(math.Abs(speed[0]), math.Abs(speed[1])))
	for range eventSteps {
		if p.learned() || p.solver.Step(p) != nil {
			break
		}
		p.pieces = append(p.pieces, p.solver.Piece())
		c := &p.pieces[len(p.pieces)-1]
		after := p.place(c.To)
		for i := range x {
			p.noteWeight(&p.final[i], c, i, before.w[i], after.w[i], math.Copysign(p.levels.final[i], p.optimum[i]))
		}
		for i := range x {
			if math.IsNaN(p.plateau[i]) {
				p.noteWeight(&p.plateau[i], c, i, before.w[i], after.w[i], p.levels.plateau[i])
			}
		}
		if distance(after.w, p.optimum) < 1e-9*math.Hypot(p.optimum[0], p.optimum[1]) {
			break // at rest: what has not been learned by now never is
		}
		before = after
	}
	return true
}

// weightAt is W_m^tot at a time that has been passed.
func (p *alignedPair) weightAt(m int, t float64) float64 {
	for i := range p.pieces {
		if c := &p.pieces[i]; t <= c.T+c.H {
			return p.place([2]float64{c.At(0, t), c.At(1, t)}).w[m]
		}
	}
	return math.NaN()
}

// noteWeight notes when within a step W_i passes a level, as [noteEpoch] does.
func (p *alignedPair) noteWeight(at *float64, c *ode.Piece, i int, before, after, level float64) {
	sign := math.Copysign(1, level)
	if level == 0 || (sign*before < sign*level) == (sign*after < sign*level) {
		return
	}
	*at = math.NaN()
	if sign*after >= sign*level {
		*at = bisect(c, func(t float64) bool {
			return sign*p.place([2]float64{c.At(0, t), c.At(1, t)}).w[i] >= sign*level
		})
	}
}
