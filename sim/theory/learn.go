package theory

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/ode"
)

// Course is how a network learns, in units of τ.
type Course struct {
	First int         // the modality learned first; −1: none within the time given
	Times []float64   // when each is learned; NaN: not within the time given, +Inf: never
	T     []float64   // some moments
	Norms [][]float64 // per modality: ‖W_m^tot‖ then
}

// Learn follows a reduced network on data d for a time, in units of τ, or until its loss has
// covered its way, and every weight is within half of where it ends (ours). An epoch of descent takes
// the time η. The modality learned
// first is at half of its plateau before any other is at half of its final weight; the time of
// any other is since when it has been beyond half of its final weight. A scalar weight counts in the sign in which
// it goes, of a vector its norm. One that correlates with none learned before it goes by its plateau, as
// the first one does. Where [Data.Along] says so, and of several targets, what counts is how far a weight
// has come along one direction ([Data.way]). early says that there is no plateau: then all go by their
// final weights.
//
// Nothing is asymptotic here but what the reduced network leaves out.
func (r Reduced) Learn(d Data, early bool, t Training, limit float64) Course {
	l := newLesson(r.motion(d), early)
	l.findRates(t)
	if t.Eta > 0 {
		l.descend(t, limit)
	} else {
		l.flow(limit)
	}
	return l.course()
}

// learnedPart is the part of its way that the loss may still have to go at the end, and restPart
// as long as not all that has a weight to reach is within half of it;
// descentMoments is about how many moments of a descent a Course has; flowSteps is how many
// steps a flow may take: a stiff one must not keep anyone waiting; fewInputs is with how many inputs a
// look at the loss takes no time.
const (
	learnedPart    = 1e-3
	smallStart     = 2 // times the initial norm a level has to be
	restPart       = 1e-9
	descentMoments = 400
	flowSteps      = 10000
	fewInputs      = 16
)

// lesson is a reduced network that learns.
type lesson struct {
	*motion
	Course
	early          bool
	plateau, final []goal
	lowest         float64   // of height
	pace           []float64 // of every weight, over η; nil: 1
	before, now    []float64 // W^tot at the last look and at this one
	failed         bool      // training ran away
}

// goal is a weight to be reached, and when half of it was passed: upwards, downwards, in turn.
type goal struct {
	lo, hi int       // the inputs
	sign   float64   // of a scalar weight, 0 for a vector
	way    way       // of a weight that goes by what it does along one
	level  float64   // 0: there is nothing to reach
	large  bool      // it began too near to it
	weight []float64 // itself
	times  []float64
}

// way is a direction of end-to-end weights of a modality: of the targets and of the inputs.
type way struct{ left, right []float64 }

// way is the first singular direction of WΣ_m, what weights W of a modality (d_y × d_m) say of the
// targets: on the plateau that of Σ_ym. Along it W does the most, and comes at the rate of its
// fastest mode (ours).
func (d Data) way(w []float64, m int) (way, bool) {
	dim, sigma := d.Dims[m], d.block(m, m)
	said := make([]float64, len(w))
	for i, v := range w {
		k := i / dim * dim
		for j := range dim {
			said[k+j] += v * sigma[i%dim*dim+j]
		}
	}
	list := linalg.Singular(said, d.outputs(), dim)
	if len(list) == 0 {
		return way{}, false
	}
	return way{list[0].Left, list[0].Right}, true
}

// along is the part of end-to-end weights, rows of n, along the way of inputs from lo on.
func (w *way) along(total []float64, n, lo int) (sum float64) {
	for k, u := range w.left {
		sum += u * linalg.Dot(w.right, total[k*n+lo:k*n+lo+len(w.right)])
	}
	return sum
}

func (g *goal) signal(total []float64) float64 {
	if g.way.left != nil {
		return g.way.along(total, len(total)/len(g.way.left), g.lo)
	}
	if g.sign != 0 {
		return g.sign * total[g.lo]
	}
	return linalg.Norm(total[g.lo:g.hi])
}

// off is how far the weight is from its goal.
func (g *goal) off(total []float64) float64 {
	if g.way.left != nil {
		return math.Abs(g.signal(total) - 2*g.level)
	}
	s := 0.0
	for i, w := range g.weight {
		s = math.Hypot(s, total[g.lo+i]-w)
	}
	return s
}

// since is when the level was passed for good, as of a time; NaN if it was not, or if that
// cannot be told: it began too near to it.
func (g *goal) since(by float64) float64 {
	n := len(g.times)
	if g.large {
		return math.NaN()
	}
	for n > 0 && g.times[n-1] > by {
		n--
	}
	if n%2 == 0 {
		return math.NaN()
	}
	return g.times[n-1]
}

func newLesson(m *motion, early bool) *lesson {
	l := &lesson{motion: m, early: early}
	best, _ := GlobalMinimum(m.d)
	l.lowest = m.d.height(best)
	scale := linalg.Norm(best)
	aim := func(i int, w []float64) (g goal) {
		g.weight = w
		g.lo, g.hi = m.d.span(i)
		if len(w) == 1 {
			g.sign = math.Copysign(1, w[0])
		}
		norm := linalg.Norm(w)
		if !(norm > nothing*scale) {
			return g
		}
		g.level = norm / 2
		if m.d.Along || m.d.outputs() > 1 {
			var ok bool
			if g.way, ok = m.d.way(w, i); ok {
				g.level = g.way.along(w, len(w)/m.d.outputs(), 0) / 2
			}
		}
		return g
	}
	for i := range m.d.Dims {
		w, _ := UnimodalMinimum(m.d, i)
		scale = math.Max(scale, linalg.Norm(w))
		l.plateau = append(l.plateau, aim(i, w))
	}
	for i := range m.d.Dims {
		l.final = append(l.final, aim(i, m.d.part(best, i)))
		l.Norms = append(l.Norms, nil)
	}
	m.refresh()
	for i := range l.final {
		norm := linalg.Norm(m.d.part(m.total, i))
		for _, g := range [...]*goal{&l.plateau[i], &l.final[i]} {
			began := norm
			if g.way.left != nil {
				began = math.Abs(g.signal(m.total))
			}
			g.large = g.level > 0 && g.level < smallStart*began
		}
	}
	l.before = append(l.before, m.total...)
	l.note(0)
	return l
}

func (l *lesson) note(t float64) {
	l.T = append(l.T, t)
	for i := range l.final {
		l.Norms[i] = append(l.Norms[i], linalg.Norm(l.d.part(l.total, i)))
	}
}

// done reports whether the loss has covered its way.
func (l *lesson) done() bool {
	part := (l.d.height(l.total) - l.lowest) / (ZeroLoss(l.d) - l.lowest)
	for i := range l.final { // one that explains next to nothing is worth waiting for, too
		if g := &l.final[i]; g.level > 0 && g.off(l.total) > g.level {
			return !(part > restPart)
		}
	}
	return !(part > learnedPart)
}

// height is what training lowers: the loss, and the penalty of decay.
func (d Data) height(w []float64) float64 {
	h := d.half(w, d.Sigma, d.Yx)
	if d.Decay == 0 {
		return h
	}
	if d.Joint {
		return h + d.Decay*linalg.Norm(w)
	}
	for m := range d.Dims {
		lo, hi := d.span(m)
		h += d.Decay * linalg.Norm(w[lo:hi])
	}
	return h
}

// look notes what has been passed since the last look, at moments that when finds.
func (l *lesson) look(when func(g *goal, before, now float64) float64) {
	var passed []*goal
	for i := range l.final {
		for _, g := range [...]*goal{&l.plateau[i], &l.final[i]} {
			if g.level > 0 && (g.signal(l.before) < g.level) != (g.signal(l.total) < g.level) {
				passed = append(passed, g)
			}
		}
	}
	l.now = append(l.now[:0], l.total...) // when may move the network
	for _, g := range passed {
		g.times = append(g.times, when(g, g.signal(l.before), g.signal(l.now)))
	}
	l.before, l.now = l.now, l.before
}

// findRates finds the rate of every weight.
func (l *lesson) findRates(t Training) {
	if t.Rates == nil {
		return
	}
	for m, branch := range l.branches {
		for i := range branch {
			l.pace = append(l.pace, slices.Repeat([]float64{t.rate(m)}, len(branch[i].Data))...)
		}
	}
	l.pace = append(l.pace, slices.Repeat([]float64{1}, len(l.weights)-len(l.pace))...)
}

// pull writes the velocity of every weight, its decay and its rate included.
func (l *lesson) pull(dst []float64) {
	l.velocity(dst)
	if l.d.Decay > 0 {
		for i, w := range l.weights {
			dst[i] -= l.d.Decay * w
		}
	}
	for i, k := range l.pace {
		dst[i] *= k
	}
}

func (l *lesson) descend(t Training, limit float64) {
	eta := t.Eta
	step, pull := make([]float64, len(l.weights)), make([]float64, len(l.weights))
	every := 1 + int(limit/eta/descentMoments)
	look := 1 // epochs from one look at the loss to the next: it takes as long as an epoch
	if l.d.inputs() > fewInputs {
		look = 16
	}
	for e := 1; float64(e)*eta <= limit && !(e%look == 0 && l.done()); e++ {
		l.pull(pull)
		for i, v := range pull {
			step[i] = t.Beta*step[i] + v
			l.weights[i] += eta * step[i]
		}
		l.refresh()
		for _, w := range l.total {
			if l.failed = l.failed || math.IsNaN(w) || math.IsInf(w, 0); l.failed {
				return
			}
		}
		l.look(func(g *goal, before, now float64) float64 {
			return eta * (float64(e-1) + (g.level-before)/(now-before))
		})
		if e%every == 0 {
			l.note(float64(e) * eta)
		}
	}
}

func (l *lesson) flow(limit float64) {
	s := ode.NewStepper(ode.DormandPrince, len(l.weights))
	s.Rel, s.Abs = 1e-7, 1e-300
	end := 0
	for _, links := range slices.Concat(l.branches, [][]link{l.shared}) {
		for _, w := range links {
			end += len(w.Data)
			s.Blocks = append(s.Blocks, end)
		}
	}
	s.Start(func(_ float64, y, dy []float64) {
		copy(l.weights, y)
		l.pull(dy)
	}, 0, append([]float64(nil), l.weights...))
	scratch := make([]float64, len(l.weights))
	at := func(y []float64) {
		copy(l.weights, y)
		l.refresh()
	}
	for s.T < limit && s.Accepted < flowSteps && !l.done() && s.Step(limit) == nil {
		at(s.Y)
		l.look(func(g *goal, _, _ float64) float64 {
			t, _ := s.Crossing(func(_ float64, y []float64) float64 {
				at(y)
				return g.signal(l.total) - g.level
			}, scratch)
			return t
		})
		at(s.Y)
		l.note(s.T)
	}
}

// apart lets modalities go by their plateau that are there before any other is learned that
// they correlate with, the first one included.
func (l *lesson) apart(c *Course) {
	final := slices.Clone(c.Times)
	for i := range l.plateau {
		by, correlates := math.Inf(1), false
		for j, t := range final {
			if j != i && l.d.correlate(i, j) {
				correlates = true
				by = math.Min(by, t)
			}
		}
		if i == c.First || !correlates || l.d.correlate(i, c.First) || len(l.plateau[i].times) == 0 {
			continue
		}
		if t := l.plateau[i].times[0]; t <= by {
			c.Times[i] = t
		}
	}
}

// course is what has been learned when.
func (l *lesson) course() Course {
	ever := math.Inf(1)
	c := l.Course
	c.First = -1
	for i := range l.final {
		c.Times = append(c.Times, l.final[i].since(ever))
	}
	if l.failed {
		for i := range c.Times {
			c.Times[i] = math.NaN()
		}
		return c
	}
	for i := range l.final {
		if l.final[i].level == 0 { // nothing to reach
			c.Times[i] = ever
		}
	}
	at := math.NaN()
	for i := range l.plateau {
		if l.early || l.plateau[i].large || len(l.plateau[i].times) == 0 {
			continue
		}
		by := ever
		for j, t := range c.Times {
			if j != i && t < by {
				by = t
			}
		}
		if t := l.plateau[i].times[0]; t <= by && !(t >= at) {
			c.First, at = i, t
		}
	}
	if c.First >= 0 {
		l.apart(&c)
		c.Times[c.First] = at
		return c
	}
	for i, t := range c.Times {
		if !math.IsNaN(t) && !math.IsInf(t, 1) && (c.First < 0 || t < c.Times[c.First]) {
			c.First = i
		}
	}
	return c
}
