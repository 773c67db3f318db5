package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/ode"
)

// pair is two-layer late fusion of two scalar inputs under gradient flow, in
// hyperbolic coordinates (ours), for those who want to know when what is
// learned and nothing else: a cell of a phase diagram. As long as the second
// modality's weight is negligible the flow is known in closed form,
//
//	θ̇_a = Σ_ya − Σ_a W_a(θ_a)          a Riccati equation in e^{2θ_a}
//	θ_b = Σ_yb t − Σ_ab ∫W_a dt,  Σ_a ∫W_a dt = Σ_ya t − θ_a
//
// and what remains, the end of the unimodal phase, is stiff and left to
// [ode.Planar]. Times are in units of τ.
type pair struct {
	sigma  [2][2]float64
	cross  [2]float64 // Σ_ym ≥ 0: the inputs have the sign that makes it so
	pp, qq [2]float64 // ‖p_m‖², ‖q_m‖² at t = 0
	yy     float64    // Σ_yy

	decay     float64    // λ₂, of [pair.steps]
	unit      [2]float64 // of what weights of m are measured in
	plateauAt [2]float64 // weights of the plateaus
	optimum   [2]float64
	best      float64 // ℒ(ℳ_*)
	scale     float64 // of a weight
	levels    struct{ plateau, final [2]float64 }
	gates     struct{ plateau, final [2]gate } // the angles at which they are reached
	lead      int                              // the modality with the larger Σ_ym
	so        Measurement                      // as of now
	brief     bool                             // it is enough to know which modality is learned first

	plateau, final [2]float64 // since when a modality is beyond its level, NaN if it is not
	converged      float64
	jump           float64     // until then the closed form holds
	pieces         []ode.Piece // of the flow from there on
	solver         ode.Planar
	standing       standing

	series  [2][]float64 // of descend: the weights from epoch skipped on
	skipped int
	gap     gap
}

// pairTolerance of the angles, which is that of the weights' logarithms, per step:
// times come out better than 5e-5 of themselves, most of them better than 1e-6.
const pairTolerance = 1e-5

// negligible is the part of what is left for the second modality, in units of
// weight, that its weight may have while it counts as zero.
const negligible = 1e-6

// gate is the angle beyond which a weight is beyond a level, upwards or, for a weight that
// goes the other way, downwards.
type gate struct {
	at   float64
	down bool
}

func (p *pair) gate(m int, level, sign float64) gate {
	switch {
	case level == 0:
		return gate{at: math.Inf(1)}
	case sign < 0:
		return gate{p.angle(m, -level), true}
	}
	return gate{at: p.angle(m, level)}
}

func (g *gate) beyond(theta float64) bool {
	if g.down {
		return theta <= g.at
	}
	return theta >= g.at
}

// has reports whether there is a level, for [Measurement.order]; since says when it was
// passed.
func (p *pair) has(m, aim int) bool { return p.levelsOf(aim)[m] > 0 }

func (p *pair) levelsOf(aim int) *[2]float64 {
	if aim == toPlateau {
		return &p.levels.plateau
	}
	return &p.levels.final
}

func (p *pair) since(m, aim int, by float64) float64 {
	t := p.final[m]
	if aim == toPlateau {
		t = p.plateau[m]
	}
	if t <= by {
		return t
	}
	return math.NaN()
}

// set prepares a pair; memory is reused. sigma is [Σ_A, Σ_AB, Σ_AB, Σ_B].
func (p *pair) set(sigma, cross []float64, yy float64, pp, qq []float64) {
	p.setPaced(sigma, cross, yy, pp, qq, [2]float64{1, 1})
}

// setPaced is set where branch m learns at k_m times the rate. Inputs k_m x_m with weights and
// initial ‖p_m‖², ‖q_m‖² divided by k_m train in the same way at the same rate.
func (p *pair) setPaced(sigma, cross []float64, yy float64, pp, qq []float64, k [2]float64) {
	*p = pair{yy: yy, pieces: p.pieces[:0], series: p.series, so: p.so, converged: math.NaN()}
	p.standing.theta[0] = math.NaN() // nowhere
	flip := 1.0
	for m := range 2 {
		p.pp[m], p.qq[m], p.cross[m] = pp[m]/k[m], qq[m]/k[m], k[m]*cross[m]
		if cross[m] < 0 { // the other sign of the input: W_m changes sign, p and q change places
			p.cross[m], flip = -p.cross[m], -flip
			p.pp[m], p.qq[m] = p.qq[m], p.pp[m]
		}
		p.plateau[m], p.final[m] = math.NaN(), math.NaN()
	}
	off := flip * sigma[1] * k[0] * k[1]
	p.sigma, p.unit = [2][2]float64{{sigma[0] * k[0] * k[0], off}, {off, sigma[3] * k[1] * k[1]}}, k
	if p.cross[1] > p.cross[0] {
		p.lead = 1
	}
	det := p.sigma[0][0]*p.sigma[1][1] - off*off
	p.optimum[0] = (p.cross[0]*p.sigma[1][1] - p.cross[1]*p.sigma[0][1]) / det
	p.optimum[1] = (p.cross[1]*p.sigma[0][0] - p.cross[0]*p.sigma[0][1]) / det
	p.best = max(0, yy-p.cross[0]*p.optimum[0]-p.cross[1]*p.optimum[1]) / 2
	for m := range 2 {
		p.plateauAt[m] = p.cross[m] / p.sigma[m][m]
	}
	p.level()
}

// level finds the levels.
func (p *pair) level() {
	p.scale = 0
	for m, k := range p.unit {
		p.scale = max(p.scale, k*p.plateauAt[m], k*math.Abs(p.optimum[m]))
	}
	for m, k := range p.unit {
		initial := math.Abs(p.pp[m]-p.qq[m]) / 4
		p.levels.plateau[m] = aboveStart(half(p.plateauAt[m], p.scale/k), initial)
		p.levels.final[m] = aboveStart(half(math.Abs(p.optimum[m]), p.scale/k), initial)
	}
}

// weight is W_m^tot at an angle.
func (p *pair) weight(m int, theta float64) float64 {
	x := kernel.Exp(2 * theta)
	return (p.pp[m]*x - p.qq[m]/x) / 4
}

// angle is where W_m^tot reaches w.
func (p *pair) angle(m int, w float64) float64 {
	if w < 0 {
		return -math.Log((math.Sqrt(4*w*w+p.pp[m]*p.qq[m])-2*w)/p.qq[m]) / 2
	}
	return math.Log((math.Sqrt(4*w*w+p.pp[m]*p.qq[m])+2*w)/p.pp[m]) / 2
}

// Velocity of the angles.
func (p *pair) Velocity(theta [2]float64) [2]float64 {
	return p.velocity(p.weight(0, theta[0]), p.weight(1, theta[1]))
}

func (p *pair) velocity(w0, w1 float64) [2]float64 {
	return [2]float64{
		p.cross[0] - p.sigma[0][0]*w0 - p.sigma[0][1]*w1,
		p.cross[1] - p.sigma[1][0]*w0 - p.sigma[1][1]*w1,
	}
}

// Linear is the velocity and its Jacobian.
func (p *pair) Linear(theta [2]float64) (v [2]float64, j [2][2]float64) {
	s := p.stand(theta)
	for m, slope := range s.slope {
		j[0][m], j[1][m] = -p.sigma[0][m]*slope, -p.sigma[1][m]*slope
	}
	return p.velocity(s.w[0], s.w[1]), j
}

// standing is the weights at some angles and how they grow with them.
type standing struct{ theta, w, slope [2]float64 }

// stand is where the angles stand, at the end of a step and the beginning of the
// next: its exponentials are what a step costs.
func (p *pair) stand(theta [2]float64) *standing {
	if s := &p.standing; theta != s.theta {
		s.theta = theta
		for m := range 2 {
			x := kernel.Exp(2 * theta[m])
			s.w[m], s.slope[m] = (p.pp[m]*x-p.qq[m]/x)/4, (p.pp[m]*x+p.qq[m]/x)/2
		}
	}
	return &p.standing
}

// riccati is one modality alone: x = e^{2θ} obeys ẋ = −(Σ/2)‖p‖² (x − x₊)(x − x₋).
type riccati struct{ high, low, rate, k float64 }

func (p *pair) alone(m int) (r riccati) {
	s := 2 * p.cross[m]
	root := math.Sqrt(s*s + p.sigma[m][m]*p.sigma[m][m]*p.pp[m]*p.qq[m])
	r.rate = root
	r.high = (s + root) / (p.sigma[m][m] * p.pp[m])
	r.low = -p.qq[m] / (p.pp[m] * r.high)
	r.k = (r.high - 1) / (1 - r.low)
	return r
}

// angle is θ at a time.
func (r *riccati) angle(t float64) float64 {
	e := r.k * kernel.Exp(-r.rate*t)
	return math.Log((r.high+r.low*e)/(1+e)) / 2
}

// when is the time at which θ passes an angle, 0 if it is beyond from the start.
func (r *riccati) when(theta float64) float64 {
	x := kernel.Exp(2 * theta)
	if x <= 1 {
		return 0
	}
	return math.Log(r.k*(x-r.low)/(r.high-x)) / r.rate
}

// before is the closed form: both angles at a time before the jump.
func (p *pair) before(r *riccati, t float64) (theta [2]float64) {
	a, b := p.lead, 1-p.lead
	theta[a] = r.angle(t)
	theta[b] = p.cross[b]*t - p.sigma[a][b]*(p.cross[a]*t-theta[a])/p.sigma[a][a]
	return theta
}

// findJump sets the time until which the second modality's weight is negligible,
// +Inf if it always is. Its angle is convex or concave in time, for the first
// modality's weight only grows.
func (p *pair) findJump(r *riccati) {
	a, b := p.lead, 1-p.lead
	c := p.sigma[a][b] / p.sigma[a][a]
	slope, rest := p.cross[b], p.cross[b]-c*p.cross[a] // of θ_b at first, and in the unimodal phase
	small := math.Inf(1)
	for _, s := range [2]float64{slope, math.Abs(rest)} {
		if s > levelFloor*p.cross[a] {
			small = min(small, negligible*s/p.sigma[b][b])
		}
	}
	if math.IsInf(small, 1) || math.Abs(p.weight(b, 0)) >= small || math.Abs(p.weight(a, 0))*p.sigma[a][a] >= .1*p.cross[a] {
		p.jump = 0
		if math.IsInf(small, 1) {
			p.jump = small
		}
		return
	}
	up, down := p.angle(b, small), p.angle(b, -small)
	beyond := func(t float64) float64 { // > 0 once the weight is not negligible
		theta := p.before(r, t)[b]
		return max(theta-up, down-theta)
	}
	// The peak, where the angle turns: a rise that is over before it matters.
	lo, hi := 0.0, 0.0
	if slope > 0 && rest < 0 {
		lo = r.when(p.angle(a, slope/p.sigma[a][b]))
		if beyond(lo) >= 0 {
			lo, hi = 0, lo
		}
	}
	if hi == 0 {
		if math.Abs(rest) <= levelFloor*p.cross[a] && !(beyond(64/p.cross[a]+2*r.when(p.gates.plateau[a].at)) >= 0) {
			p.jump = math.Inf(1)
			return
		}
		for hi = max(lo, 1/p.cross[a]); beyond(hi) < 0; hi *= 2 {
		}
	}
	for hi-lo > .01*hi { // any time before will do
		mid := (lo + hi) / 2
		if beyond(mid) < 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	p.jump = lo
}

// run finds the events, to convergence or until what can be learned is.
func (p *pair) run(converge bool) {
	a := p.lead
	if p.cross[a] <= 2*levelFloor*p.scale/p.unit[a]*p.sigma[a][a] {
		return // rounding: there is nothing to learn
	}
	r, first := p.alone(a), math.NaN()
	p.gates.plateau[a] = p.gate(a, p.levels.plateau[a], 1)
	if p.levels.plateau[a] > 0 {
		p.findJump(&r)
		first = r.when(p.gates.plateau[a].at)
	}
	if math.IsInf(p.jump, 1) {
		if math.IsNaN(p.plateau[a]) {
			p.plateau[a] = first
		}
		if !converge {
			return
		}
		p.jump = 0
	}
	if first <= p.jump && math.IsNaN(p.plateau[a]) {
		p.plateau[a] = first
	}
	start := p.before(&r, p.jump)
	if p.brief && p.learned(p.jump, [2]float64{p.weight(0, start[0]), p.weight(1, start[1])}) {
		return
	}
	if p.jump == 0 {
		start = [2]float64{}
	}
	for m := range 2 {
		p.gates.plateau[m], p.gates.final[m] = p.gate(m, p.levels.plateau[m], 1), p.gate(m, p.levels.final[m], p.optimum[m])
	}
	p.solver.Abs = pairTolerance
	p.solver.Start(p.jump, start, p.firstStep(start))
	passed := true // something, in the last step
	for range eventSteps {
		if left := p.left(p.solver.Y); left <= convergedPart || passed && !converge && p.learned(p.solver.T, p.standing.w) {
			break
		}
		if p.solver.Step(p) != nil {
			break // what has been learned by now is all that can be told
		}
		p.pieces = append(p.pieces, p.solver.Piece())
		passed = p.note(&p.pieces[len(p.pieces)-1])
	}
}

// firstStep is a length to try: half of the time in which an angle moves by one,
// the leading modality's or, once that is at rest, the other's.
func (p *pair) firstStep(start [2]float64) float64 {
	if p.jump == 0 {
		return .5 / p.cross[p.lead]
	}
	return math.Min(.5/math.Abs(p.Velocity(start)[1-p.lead]), p.jump)
}

// left is the part of its way that the loss still has to go.
func (p *pair) left(theta [2]float64) float64 {
	w := &p.stand(theta).w
	d0, d1 := w[0]-p.optimum[0], w[1]-p.optimum[1]
	return (d0*(p.sigma[0][0]*d0+p.sigma[0][1]*d1) + d1*(p.sigma[1][0]*d0+p.sigma[1][1]*d1)) / (p.yy - 2*p.best)
}

// note looks for events within a step, and reports whether a level has been passed.
func (p *pair) note(c *ode.Piece) (passed bool) {
	for m := range 2 {
		passed = p.gates.final[m].note(&p.final[m], c, m) || passed
		if math.IsNaN(p.plateau[m]) {
			passed = p.gates.plateau[m].note(&p.plateau[m], c, m) || passed
		}
	}
	if math.IsNaN(p.converged) && p.left(c.To) <= convergedPart {
		p.converged = bisect(c, func(t float64) bool { return p.left([2]float64{c.At(0, t), c.At(1, t)}) <= convergedPart })
	}
	return passed
}

// note sets the time at which the angle of modality m passes the gate within a step, NaN
// if it comes back.
func (g *gate) note(at *float64, c *ode.Piece, m int) (passed bool) {
	before, after := g.beyond(c.From[m]), g.beyond(c.To[m])
	if before == after {
		return false
	}
	*at = math.NaN()
	if after {
		*at = bisect(c, func(t float64) bool { return g.beyond(c.At(m, t)) })
	}
	return true
}

// bisect finds when within a step something becomes true, to a billionth of it.
func bisect(c *ode.Piece, is func(t float64) bool) float64 {
	lo, hi := c.T, c.T+c.H
	for range 30 {
		if mid := (lo + hi) / 2; is(mid) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return hi
}

// learned reports whether one modality is learned first, as of a time and weights, and the other
// too, if there is something to learn; in brief it is enough that the other comes later than
// [Together].
func (p *pair) learned(t float64, w [2]float64) bool {
	first := p.first()
	switch {
	case first < 0:
		return false
	case p.levels.final[1-first] == 0 || !math.IsNaN(p.final[1-first]):
		return true
	}
	const far = 0.25 // of its level: it takes longer than that
	return p.brief && (t >= Together*p.so.Times[first] || math.Abs(w[1-first]) < far*p.levels.final[1-first])
}

// first is the modality learned first, −1 not yet.
func (p *pair) first() int {
	p.so.reset(2)
	p.so.order(false, p.has, p.since, nil)
	return p.so.First
}

// weightAt is W_m^tot at a time that has been passed.
func (p *pair) weightAt(m int, t float64) float64 {
	if t <= p.jump {
		r := p.alone(p.lead)
		return p.weight(m, p.before(&r, t)[m])
	}
	for i := range p.pieces {
		if c := &p.pieces[i]; t <= c.T+c.H {
			return p.weight(m, c.At(m, t))
		}
	}
	return math.NaN()
}

// measure writes down what the events say, in epochs, given W_m^tot at a time that
// has been passed.
func (p *pair) measure(m *Measurement, eta float64, weightAt func(m int, t float64) float64) {
	m.reset(2)
	m.order(false, p.has, p.since, nil)
	if m.Second >= 0 && m.Plateau && p.levels.final[m.First] > 0 {
		middle := (m.Times[m.First] + m.Times[m.Second]) / 2
		m.Misattribution = weightAt(m.First, middle)/p.optimum[m.First] - 1
	}
	for i := range m.Times {
		m.Times[i] /= eta
	}
	if !math.IsNaN(p.converged) {
		m.Converged = int(math.Ceil(p.converged / eta))
	}
}

// better is the modality that lowers the loss more when it is trained alone, by
// the closed form of that training once it has come to rest.
func (p *pair) better() int {
	var losses [2]float64
	for m := range losses {
		losses[m] = p.yy
		if p.levels.plateau[m] == 0 {
			continue
		}
		r := p.alone(m)
		w := (p.pp[m]*r.high - p.qq[m]/r.high) / 4
		losses[m] += w * (p.sigma[m][m]*w - 2*p.cross[m])
	}
	if losses[0] < losses[1]*(1-1e-12) {
		return 0
	}
	return 1
}
