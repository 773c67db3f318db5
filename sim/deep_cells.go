package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/ode"
)

// deepCells measures deep networks with random layers in the cells of a diagram: real ones,
// projected onto the directions in which their layers change. Memory is reused, and so are
// the bases from cell to cell as long as the initial weights are the same.
type deepCells struct {
	known  []deepStart // the latest ones
	oldest int
	now    *deepStart
	tiny   tiny

	sigma          [4]float64
	cross, optimum [2]float64
	levels         [2][aims]float64   // of the signals
	signs          [2][aims]float64   // of the weights in them
	before         [2]float64         // the weights at the last look
	times          [2][aims][]float64 // as of [passages]
	weights        [2][]float64       // at every look
	looks          []float64          // when these were

	rate    tiny // its field
	scratch []float64
	passing struct{ m, aim int }

	field   ode.Field // bound once: a cell takes no memory
	signal  func(t float64, y []float64) float64
	has     func(m, aim int) bool
	since   func(m, aim int, by float64) float64
	alongAt func(t float64) float64
	first   int     // of alongAt
	eta     float64 // of field
}

// cellResidual is the residual ([Projection]) that a cell may have, less in a layer of a few
// units, cellPart for each: its times are then within three hundredths, most of them within
// one. cellFlow is the tolerance of a flow.
const (
	cellResidual = 0.08
	cellPart     = 0.002
	cellFlow     = 1e-6
)

// deepStart is the initial weights of deep networks.
type deepStart struct {
	of      Scenario // what they depend on
	narrow  *Network
	wide    bool         // three directions a layer do not do
	stepper *ode.Stepper // of the flow
}

// deepStarts is how many are kept: as many as there are rows of a diagram of fusion layers.
const deepStarts = MaxDepth

// suits reports whether three directions a layer stand for the network of a scenario.
func (d *deepCells) suits(s *Scenario) bool {
	d.take(s)
	return !d.now.wide
}

// take makes the initial weights of a scenario ready.
func (d *deepCells) take(s *Scenario) {
	of := Scenario{Depth: s.Depth, Fusion: s.Fusion, DepthGap: s.DepthGap, Width: s.Width, Init: s.Init, InitRatio: s.InitRatio, Seed: s.Seed}
	d.now = nil
	for i := range d.known {
		if d.known[i].of == of {
			d.now = &d.known[i]
		}
	}
	if d.now == nil {
		if len(d.known) < deepStarts {
			d.known = append(d.known, deepStart{})
			d.now = &d.known[len(d.known)-1]
		} else {
			d.now = &d.known[d.oldest]
			d.oldest = (d.oldest + 1) % deepStarts
		}
		b := project(mustNetwork(s), 1)
		*d.now = deepStart{of: of, narrow: b.narrow, wide: b.Residual > math.Min(cellResidual, cellPart*float64(s.Width)) || !d.tiny.fits(b.narrow)}
	}
	if d.has == nil {
		d.bind()
	}
	if !d.now.wide {
		d.tiny.take(d.now.narrow)
	}
}

func (d *deepCells) bind() {
	d.has = func(m, aim int) bool { return d.levels[m][aim] > 0 }
	d.since = func(m, aim int, by float64) float64 { return since(d.times[m][aim], aim, by) }
	d.field = func(_ float64, y, dy []float64) {
		d.load(y)
		w := d.tiny.weights()
		d.rate.numbers(func(three []float64) { clear(three) })
		d.tiny.learn(d.eta, d.residual(&w), &d.rate)
		d.rate.numbers(func(three []float64) { dy = dy[copy(dy, three):] })
	}
	d.signal = func(_ float64, y []float64) float64 {
		d.load(y)
		m, aim := d.passing.m, d.passing.aim
		return d.signs[m][aim]*d.tiny.weights()[m] - d.levels[m][aim]
	}
	d.alongAt = func(t float64) float64 {
		i, _ := slices.BinarySearch(d.looks, t)
		if i == 0 || i == len(d.looks) {
			return math.NaN()
		}
		w, f := d.weights[d.first], (t-d.looks[i-1])/(d.looks[i]-d.looks[i-1])
		return w[i-1] + f*(w[i]-w[i-1])
	}
}

// measure trains a scenario on toy data until all there is to be learned is, or in brief the
// first, for longestFollowed epochs at most, and measures that as a [Run] does. p has the data.
func (d *deepCells) measure(m *Measurement, s *Scenario, p *pair, brief bool) {
	d.take(s)
	d.begin(s, p)
	m.reset(2)
	if s.Method == GradientFlow {
		d.flow(m, s, brief)
	} else {
		d.descend(m, s, brief)
	}
	if m.Second >= 0 && m.Plateau && d.levels[m.First][toFinal] > 0 {
		d.first = m.First
		end := d.optimum[d.first]
		m.Misattribution = (d.alongAt((m.Times[m.First]+m.Times[m.Second])/2) - end) / end
	}
}

// begin is the state at epoch 0, on the data of p.
func (d *deepCells) begin(s *Scenario, p *pair) {
	d.sigma, d.cross, _ = toyObjective(s)
	d.before, d.looks = d.tiny.weights(), append(d.looks[:0], 0)
	for m, w := range d.before {
		flip := math.Copysign(1, d.cross[m]) // p has made it so
		d.optimum[m] = flip * p.optimum[m]
		d.levels[m] = [aims]float64{aboveStart(p.levels.plateau[m], math.Abs(w)), aboveStart(p.levels.final[m], math.Abs(w))}
		d.signs[m] = [aims]float64{flip, math.Copysign(1, d.optimum[m])}
		d.weights[m] = append(d.weights[m][:0], w)
		for aim := range d.times[m] {
			d.times[m][aim] = d.times[m][aim][:0]
		}
	}
}

func (d *deepCells) residual(w *[2]float64) [2]float64 {
	c, s := &d.cross, &d.sigma
	return [2]float64{c[0] - w[0]*s[0] - w[1]*s[2], c[1] - w[0]*s[1] - w[1]*s[3]}
}

// learned looks at what there is to be learned at a time, and reports whether that is enough.
func (d *deepCells) learned(m *Measurement, early, brief bool) bool {
	m.reset(2)
	m.order(early, d.has, d.since, nil)
	return m.Second >= 0 || brief && m.First >= 0
}

func (d *deepCells) descend(m *Measurement, s *Scenario, brief bool) {
	for e := 1; e <= longestFollowed; e++ {
		d.tiny.learn(s.Eta, d.residual(&d.before), &d.tiny)
		now, t := d.tiny.weights(), float64(e)
		if sum := now[0] + now[1]; sum-sum != 0 { // it has run away
			m.reset(2)
			return
		}
		if d.look(now, t, func(m, aim int, before, now float64) float64 {
			return t - 1 + (d.levels[m][aim]-before)/(now-before)
		}) && d.learned(m, s.Early(), brief) {
			return
		}
	}
}

func (d *deepCells) flow(m *Measurement, s *Scenario, brief bool) {
	d.rate.take(d.now.narrow)
	d.eta = s.Eta
	d.scratch = d.scratch[:0]
	d.tiny.numbers(func(three []float64) { d.scratch = append(d.scratch, three...) })
	stepper := d.now.stepper
	if stepper == nil {
		stepper = ode.NewStepper(ode.DormandPrince, len(d.scratch))
		stepper.Rel, stepper.Abs = cellFlow, 1e-300
		end := 0
		d.now.narrow.each(func(l *Layer) {
			end += 9
			if l.Rows == 1 || l.Cols == 1 {
				end -= 6
			}
			stepper.Blocks = append(stepper.Blocks, end)
		})
		d.now.stepper = stepper
	}
	stepper.Start(d.field, 0, d.scratch)
	for range eventSteps {
		if stepper.T >= longestFollowed || stepper.Step(longestFollowed) != nil {
			return
		}
		d.load(stepper.Y)
		if d.look(d.tiny.weights(), stepper.T, func(m, aim int, _, _ float64) float64 {
			d.passing.m, d.passing.aim = m, aim
			t, _ := stepper.Crossing(d.signal, d.scratch)
			return t
		}) && d.learned(m, s.Early(), brief) {
			return
		}
	}
}

func (d *deepCells) load(y []float64) {
	d.tiny.numbers(func(three []float64) { y = y[copy(three, y):] })
}

// look takes the weights at a time and reports whether a level has been passed since the
// last look, at a moment that when finds.
func (d *deepCells) look(now [2]float64, t float64, when func(m, aim int, before, now float64) float64) (news bool) {
	for m, w := range now {
		d.weights[m] = append(d.weights[m], w)
		for aim, level := range d.levels[m] {
			before, now := d.signs[m][aim]*d.before[m], d.signs[m][aim]*w
			if level == 0 || (before < level) == (now < level) {
				continue
			}
			d.times[m][aim] = append(d.times[m][aim], when(m, aim, before, now))
			news = true
		}
	}
	d.before, d.looks = now, append(d.looks, t)
	return news
}
