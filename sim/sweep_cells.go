package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/tiles"
)

// Cells computes the cells of a sweep. It reuses its memory and is not safe for
// concurrent use; any number of them give the same numbers.
type Cells struct {
	Sweep
	quantity *Quantity // that of the Sweep
	order    tiles.Order

	now    Scenario   // of the cell being computed
	drawn  [3]float64 // the width, γ and the ratio of the branches that pp and qq are of
	seed   int
	pp, qq [2]float64
	pair   pair
	deep   deepCells
	m      Measurement
	field  field // see MeanField

	whole   *Run // see trainWhole
	parts   int  // of it that have been trained
	wholeOf Scenario
}

// NewCells prepares a sweep: a few numbers, however many cells there are.
func NewCells(s Sweep) *Cells {
	c := &Cells{Sweep: s, quantity: quantityNamed(s.Quantity)}
	c.order = tiles.New(s.X.Count, s.Y.Count, c.tileSize())
	return c
}

// NewCellsAfter is [NewCells] in place of others, if there are any, which are not to be used any more: it takes over the
// memory in which they wrote down the weights of a cell, up to some megabytes.
func NewCellsAfter(s Sweep, before *Cells) *Cells {
	c := NewCells(s)
	if before != nil {
		c.pair.series = before.pair.series
	}
	return c
}

// fast reports whether a cell is two scalar modalities in two layers, fused late:
// known in closed form and a few steps.
func (c *Cells) fast(s *Scenario) bool {
	return s.scalarPair() && !relu(s) && plainest(s.Method) == s.Method && s.Decay == 0 && s.Modulation == 0 && !s.drawsMasks()
}

// stepped reports whether it is that but for what has to be followed epoch by epoch.
func (c *Cells) stepped(s *Scenario) bool {
	return s.scalarPair() && !relu(s) && (s.Method == GradientDescent || s.Method == Momentum) && !s.drawsMasks()
}

// tileSize is how many cells are worth a message: some milliseconds.
func (c *Cells) tileSize() int {
	corner, other := c.Scenario(0, 0), c.Scenario(c.X.Count-1, c.Y.Count-1)
	switch {
	case c.fast(&corner) && c.fast(&other) && c.quantity.Brief:
		return 1024
	case c.fast(&corner) && c.fast(&other):
		return 64
	case c.Full || corner.Task != TaskToy || relu(&corner):
		return 1
	}
	return 4
}

// Quick reports whether the first pass takes no longer than a frame.
func (c *Cells) Quick() bool { return c.order.Size > 1 }

// Tiles is the number of tiles.
func (c *Cells) Tiles() int { return c.order.Tiles }

// Tile computes tile n and appends the values of its cells to dst.
func (c *Cells) Tile(dst []float64, n int) []float64 {
	for k := range c.Size(n) {
		i, j, _, _ := c.Block(n, k)
		dst = append(dst, c.Value(i, j))
	}
	return dst
}

// Block is cell k of tile n and the block of cells it stands for until finer
// passes come.
func (c *Cells) Block(n, k int) (i, j, width, height int) {
	p, first := c.order.PassOf(n)
	if i, j = p.Cell(first + k); c.Chart() {
		return i, j, 1, 1 // a point stands for itself
	}
	return i, j, min(p.StrideX, c.X.Count-i), min(p.StrideY, c.Y.Count-j)
}

// Size is the number of cells of tile n.
func (c *Cells) Size(n int) int {
	p, first := c.order.PassOf(n)
	return min(c.order.Size, p.Cells-first)
}

// FirstPass is the number of tiles of the coarsest pass.
func (c *Cells) FirstPass() int { return c.order.UpTo(1) }

// Value trains the network of a cell and returns what the sweep is about, NaN where
// there is nothing: what was measured where [Cells.Shown] compares it with the
// prediction.
func (c *Cells) Value(i, j int) float64 {
	c.fill(&c.now, i, j)
	if c.quantity.measured == nil {
		value, _ := c.end(&c.now, never)
		return value
	}
	better := c.measure(&c.now, c.quantity.Brief)
	return c.quantity.measured(&c.m, better)
}

// Shown is what is shown of the value of a cell: nothing of one that its quantity cannot have, whoever measured it. The
// prediction is no part of Value, for the workers do without it.
func (c *Cells) Shown(i, j int, value float64) float64 {
	if !c.Compares() {
		if !c.quantity.Scale.Kind.Holds(value) {
			return math.NaN()
		}
		return value
	}
	// A prediction of nothing has no parts to be measured in.
	if p := c.predicted(i, j); math.Abs(p) > 1e-6 {
		return value / p
	}
	return math.NaN()
}

// First trains the network of a cell until its first modality is learned, and returns
// which that is, −1 for none, which one explains more, and when, in epochs. Where both come
// together it is the one that explains more.
func (c *Cells) First(i, j int) (first, better int, epoch float64) {
	c.fill(&c.now, i, j)
	better = c.measure(&c.now, true)
	if c.m.First < 0 {
		return -1, better, math.NaN()
	}
	if !c.m.apart() {
		return better, better, c.m.Times[c.m.First]
	}
	return c.m.First, better, c.m.Times[c.m.First]
}

// Beside is what the sweep is about in a run beside it, as measured by an epoch and as
// predicted: the run need not be that of a cell, in method, depth or kind. NaN is what is
// not there.
func (c *Cells) Beside(r *Run, epoch int, p *Prediction) (measured, predicted float64) {
	measured, predicted = math.NaN(), math.NaN()
	if c.quantity.measured == nil || c.Compares() {
		return measured, predicted
	}
	s := r.Scenario()
	if r.MeasureInto(&c.m, epoch); c.m.First >= 0 {
		measured = c.quantity.measured(&c.m, p.Better)
	}
	if c.quantity.predicted != nil {
		predicted = c.quantity.predicted(&s, p)
	}
	if c.Quantity == QuantityRatio {
		predicted = p.Drawn().Ratio // what the chart beside it draws, not what a formula says of cells
	}
	return measured, predicted
}

// Measure trains the network of a cell and returns all of what is measured.
func (c *Cells) Measure(i, j int) Measurement {
	c.fill(&c.now, i, j)
	c.measure(&c.now, false)
	m := c.m
	m.Times, m.Order = slices.Clone(m.Times), slices.Clone(m.Order)
	return m
}

// measure trains a scenario until both modalities are learned, or in brief the
// first where two layers are fused late, and returns the modality that lowers the
// loss more when it is trained alone.
func (c *Cells) measure(s *Scenario, brief bool) (better int) {
	if c.fast(s) {
		sigma, cross, yy := toyObjective(s)
		c.draw(s)
		c.pair.setPaced(sigma[:], cross[:], yy, c.pp[:], c.qq[:], [2]float64{1, s.etaOf(1)})
		c.pair.brief = brief
		if s.Method == GradientFlow {
			c.pair.run(false)
			c.pair.measure(&c.m, s.Eta, c.pair.weightAt)
		} else if c.pair.descend(s.Eta) {
			c.pair.measureDescent(&c.m)
		} else {
			c.m.reset(2)
		}
		return c.betterOf(s)
	}
	if c.stepped(s) {
		sigma, cross, yy := toyObjective(s)
		c.draw(s)
		c.pair.set(sigma[:], cross[:], yy, c.pp[:], c.qq[:])
		if c.pair.brief = brief; s.Decay > 0 {
			c.pair.shrink(s.Decay)
			c.pair.level()
		}
		if c.m.reset(2); c.pair.steps(s, toldOf(s)) {
			c.pair.measureDescent(&c.m)
		}
		return c.betterOf(s)
	}
	if !s.TwoLayers() && !c.takesWhole(s) {
		better := c.betterOf(s)
		sigma, cross, yy := toyObjective(s)
		ones := [2]float64{1, 1}
		c.pair.set(sigma[:], cross[:], yy, ones[:], ones[:])
		c.deep.measure(&c.m, s, &c.pair, brief)
		return better
	}
	m, err := s.Moments()
	if err != nil {
		panic(err) // the axes lie within the table
	}
	switch {
	case s.Method == GradientFlow && !c.takesWhole(s): // of linear units
		n := mustNetwork(s)
		form, objective := cheapest(n.Architecture, s.Method), m.objective(&s.Remedies, s.Early())
		c.m = watchEvents(objective, func() trainable { return newTrainable(form, newDrive(objective, m, s.Remedies, uint64(s.Seed)), n) }, *s, false)
	default:
		c.trainWhole(m, s, never)
	}
	return c.betterOf(s)
}

// betterOf is the modality that lowers the loss more when it is trained alone, of
// a scenario that is not fast.
func (c *Cells) betterOf(s *Scenario) int {
	sigma, cross, yy := toyScaled(s)
	ones := [2]float64{1, 1}
	c.pair.set(sigma[:], cross[:], yy, ones[:], ones[:])
	return c.pair.better()
}

// draw finds ‖p_m‖² and ‖q_m‖² of the initial weights, anew only if they change.
func (c *Cells) draw(s *Scenario) {
	if now := [3]float64{float64(s.Width), s.Init, s.InitRatio}; now != c.drawn || s.Seed != c.seed {
		c.drawn, c.seed = now, s.Seed
		for m, branch := range mustNetwork(s).Branches {
			c.pp[m], c.qq[m], _ = modeSums(branch)
		}
	}
}

func mustNetwork(s *Scenario) *Network {
	n, err := s.Network()
	if err != nil {
		panic(err) // the axes lie within the table
	}
	return n
}

// trainWhole trains a whole network until both modalities are learned, or until
// stop says that it is enough for now: then it goes on from there when it is asked
// for the same scenario again. It reports whether it is done.
func (c *Cells) trainWhole(m *Moments, s *Scenario, stop func() bool) bool {
	if c.whole == nil || c.wholeOf != *s {
		run := *s
		run.Epochs = longestFollowed
		c.start(run, &Data{Moments: m}, mustNetwork(s))
		c.wholeOf = *s
	}
	r := c.whole
	for {
		r.MeasureInto(&c.m, r.epoch)
		if r.Done() || c.m.Second >= 0 || c.m.First >= 0 && !r.awaits(c.m.First) && c.m.Converged >= 0 || r.failed != nil || c.parts > wholeParts {
			c.whole = nil
			return true
		}
		if stop() {
			return false
		}
		for range r.Chunk() {
			r.Part()
			c.parts++
		}
	}
}

// wholeParts is how many gradients a cell may take: a flow that is too stiff to come further
// must not keep anyone waiting.
const wholeParts = 4 * longestFollowed

// start begins with the run of a cell.
func (c *Cells) start(s Scenario, data *Data, network *Network) {
	form := Fastest
	if c.Full && !s.TwoLayers() {
		form = FullWidth
	}
	run, err := newRun(s, data, network, form)
	if err != nil {
		panic(err) // the axes lie within the table
	}
	c.whole, c.wholeOf, c.parts = run, s, 0
}

// end trains a cell to the end of its run, or until stop says that it is enough for
// now, and returns what is to be read off there.
func (c *Cells) end(s *Scenario, stop func() bool) (value float64, done bool) {
	if c.whole == nil || c.wholeOf != *s {
		data, network, err := s.prepare(given{})
		if err != nil {
			panic(err) // the axes lie within the table
		}
		c.start(*s, data, network)
	}
	r := c.whole
	for !r.Done() {
		if stop() {
			return 0, false
		}
		for range r.Chunk() {
			r.Part()
		}
	}
	c.whole = nil
	r.MeasureInto(&c.m, r.epoch)
	return c.quantity.ended(r, &c.m), true
}

func never() bool { return false }

// TilePart is [Cells.Tile] in slices: dst holds what the calls before have appended. It reports
// whether the tile is done, and stops between two cells or in the middle of one that takes long.
func (c *Cells) TilePart(dst []float64, n int, stop func() bool) ([]float64, bool) {
	for k, from := 0, len(dst); from+k < c.Size(n); k++ {
		if k > 0 && stop() {
			return dst, false
		}
		i, j, _, _ := c.Block(n, from+k)
		s := &c.now
		c.fill(s, i, j)
		if c.quantity.measured == nil {
			value, done := c.end(s, stop)
			if !done {
				return dst, false
			}
			dst = append(dst, value)
			continue
		}
		if !c.takesWhole(s) {
			dst = append(dst, c.Value(i, j))
			continue
		}
		m, err := s.Moments()
		if err != nil {
			panic(err) // the axes lie within the table
		}
		if !c.trainWhole(m, s, stop) {
			return dst, false
		}
		dst = append(dst, c.quantity.measured(&c.m, c.betterOf(s)))
	}
	return dst, true
}

// takesWhole reports whether a cell trains a whole network epoch by epoch: one of rectified
// units, or a deep one that is to be trained weight by weight or has to be.
func (c *Cells) takesWhole(s *Scenario) bool {
	return relu(s) || !s.TwoLayers() && (c.Full || plainest(s.Method) != s.Method || !s.Remedies.inObjective() || !c.deep.suits(s))
}

// Theory is the prediction for a cell that [Cells.Value] is to be compared with,
// NaN where there is none.
func (c *Cells) Theory(i, j int) float64 {
	if c.Compares() {
		return 1
	}
	return c.predicted(i, j)
}

func (c *Cells) predicted(i, j int) float64 {
	if c.fill(&c.now, i, j); !c.Chart() && c.fields(&c.now) {
		return c.interpolated(i, j)
	}
	return c.Predicted(c.X.Value(i), c.Y.Value(j))
}

// Predicted is what theory says at a place of the axes of what the sweep is about, NaN
// where it has no formula; y is nothing to a chart without series.
func (c *Cells) Predicted(x, y float64) float64 {
	s, q := &c.now, c.quantity
	if q.predicted == nil {
		return math.NaN()
	}
	c.put(s, x, y)
	if c.fields(s) {
		field, err := MeanField(*s)
		if err != nil {
			return math.NaN()
		}
		return q.times(&field)
	}
	predicted := q.predicted
	if other := c.row().predicted; other != nil {
		predicted = other
	} else if q.plane != nil {
		if v, ok := q.plane(s); ok {
			return v
		}
	}
	p, err := formulas(*s)
	if err != nil {
		return math.NaN()
	}
	return predicted(s, &p)
}
