package lab

import (
	"encoding/binary"
	"math"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
)

var defaultChoice = sim.SweepChoice{Kind: sim.TheoryPlane, Cells: 64, X: "init", Y: "kappa", Quantity: sim.QuantityRatio}

// diagram is the phase diagram being filled in: by workers, which take tiles and
// deliver their values, or by the lab itself where there are none.
type diagram struct {
	choice sim.SweepChoice
	usual  string // the kind that the scenario asks for
	wished wish
	job    int // counts sweeps; what belongs to another one is void
	cells  *sim.Cells

	values  []float64 // as shown: a cell stands for its block until finer ones come
	waiting []float64 // as measured, in place of values until what they are shown beside is known
	known   bool      // it is
	strides []int32   // the area of the block every value comes from; 0: none yet
	theory  []float64
	version int

	predicted int             // cells of theory
	lines     chart           // theory of a diagram of one parameter
	within    bool            // the run is one of the sweep's
	seen      sim.Measurement // of the run
	drawn     int             // the job in the picture

	first   int   // tiles of the coarsest pass, which the lab keeps for its next frame
	ahead   int   // of them, those it has begun with
	given   int   // tiles handed out so far, kept ones included
	own     int   // the tile the lab is at itself, −1 for none
	back    []int // tiles of workers that died
	done    []bool
	shown   int // cells delivered
	paused  bool
	over    bool // nobody wants the rest
	workers int
	buffer  []float64 // values of the lab's own tile, as far as it is
	came    []float64 // of one that was delivered

	started  time.Time // of the present stretch of work
	measured int       // cells delivered since
}

// running reports whether cells are missing that somebody wants.
func (d *diagram) running() bool { return d.cells != nil && !d.over && d.shown < len(d.values) }

// total is the number of cells.
func (d *diagram) total() int { return d.cells.X.Count * d.cells.Y.Count }

// sweepNews tells the page of a job, or that there is none any more.
func (l *Lab) sweepNews() {
	d := &l.diagram
	news := map[string]any{"job": d.job, "spec": nil}
	if d.cells != nil {
		news["spec"] = d.cells.Encode()
	}
	packet := marshal(news)
	l.outbox = append(l.outbox, func() { l.page.Event("sweep", packet) })
}

// wish is what decides about a sweep.
type wish struct {
	choice   sim.SweepChoice
	scenario sim.Scenario
	seen     bool // the panel has a place
}

// choose changes what is wanted. On error nothing has changed.
func (l *Lab) choose(args []byte) (any, error) {
	c := l.diagram.choice
	fields := into{"kind": &c.Kind, "cells": &c.Cells, "x": &c.X, "y": &c.Y, "quantity": &c.Quantity, "full": &c.Full}
	if err := decode(args, fields); err != nil {
		return nil, err
	}
	if err := fields.cover(args); err != nil {
		return nil, err
	}
	// What the present kind has no use for has to be right, too: it counts as soon
	// as another one is chosen.
	own := c
	own.Kind = sim.SweepOwn
	for _, wanted := range []sim.SweepChoice{own, c} {
		if wanted.Kind == sim.TheoryPlane {
			continue
		}
		if _, err := sim.NewSweep(wanted, l.player.Scenario()); err != nil {
			return nil, err
		}
	}
	if c != l.diagram.choice {
		l.diagram.choice, l.dirty = c, true
		l.diagram.paused = false
		l.renewSweep()
	}
	return c, nil
}

// suggest shows the diagram that goes with a scenario, unless another one has been
// chosen.
func (l *Lab) suggest() {
	d := &l.diagram
	before := d.usual
	d.usual = sim.DiagramOf(l.player.Scenario().Slug)
	if d.choice.Kind == before && before != d.usual {
		d.choice.Kind, d.paused, l.dirty = d.usual, false, true
	}
}

// renewSweep begins anew if the scenario or the choice ask for other cells than
// those being computed: the old ones are void at once. Nothing is computed before
// the next frame.
func (l *Lab) renewSweep() {
	d := &l.diagram
	_, seen := l.layout.Panels[render.PhasePanel]
	now := wish{d.choice, l.player.Scenario(), seen}
	if now == d.wished {
		return
	}
	d.wished = now
	defer func() { d.within = d.cells != nil && d.contains(now.scenario) }()
	if d.choice.Kind == sim.TheoryPlane || !seen {
		if d.cells != nil {
			d.job++
			d.cells, d.values = nil, nil
			l.sweepNews()
		}
		return
	}
	sweep, err := sim.NewSweep(d.choice, l.player.Scenario())
	if err != nil { // axes that were valid at another depth, say
		return
	}
	if d.cells != nil && d.cells.Sweep == sweep {
		return
	}
	d.begin(sweep)
	l.dirty = true
	l.sweepNews()
}

// contains reports whether a scenario is one of the sweep's, wherever on its axes.
func (d *diagram) contains(s sim.Scenario) bool {
	all := s.Values()
	for key, v := range d.cells.Changes(d.cells.At(sim.NumberOf(s, d.cells.X.Key), sim.NumberOf(s, d.cells.Y.Key))) {
		if key != "epochs" && all[key] != v {
			return false
		}
	}
	return true
}

// firstPass computes the coarsest picture, so that the next frame moves with the
// hand. Tiles that do not fit into the time are for the workers, if there are any.
func (l *Lab) firstPass(stop func() bool) {
	d := &l.diagram
	if d.ahead == d.first && (d.own < 0 || d.own >= d.first) || d.paused || !d.running() {
		return
	}
	for done := false; !done; {
		l.deliverOwn(stop)
		done = stop() || d.ahead == d.first && d.own < 0
	}
	if d.own >= 0 {
		l.quiet = 0 // it goes on with this one in the next frame, whatever else happens
	}
	if d.handOver(); len(d.back) > 0 {
		l.sweepNews() // whoever has found nothing to do looks again
	}
}

// begin forgets the old job.
func (d *diagram) begin(sweep sim.Sweep) {
	d.job++
	d.cells = sim.NewCellsAfter(sweep, d.cells)
	n := d.total()
	d.values, d.strides, d.theory = grown(d.values, n), grown(d.strides, n), grown(d.theory, n)
	for i := range d.values {
		d.values[i], d.strides[i] = math.NaN(), 0
	}
	d.known = !sweep.Compares() || d.cells.Prepared()
	if !d.known {
		d.waiting = append(d.waiting[:0], d.values...)
	}
	d.first, d.ahead = 0, 0
	if d.cells.Quick() {
		d.first = d.cells.FirstPass()
	}
	d.given, d.back, d.shown, d.measured, d.predicted, d.started = d.first, d.back[:0], 0, 0, 0, time.Time{}
	d.done = grown(d.done, d.cells.Tiles())
	clear(d.done)
	d.over, d.own = false, -1
	d.lines.begin(sweep)
	d.version++
}

func grown[T any](s []T, n int) []T {
	if cap(s) < n {
		return make([]T, n)
	}
	return s[:n]
}

// take hands out the next tile of a job, −1 if there is none now.
func (d *diagram) take(job int) int {
	if d.cells == nil || job != d.job || d.paused || d.over {
		return -1
	}
	if n := len(d.back); n > 0 {
		tile := d.back[n-1]
		d.back = d.back[:n-1]
		return tile
	}
	if d.given == d.cells.Tiles() {
		return -1
	}
	d.given++
	return d.given - 1
}

// deliver puts the values of a tile into the picture. It reports whether they
// were of use.
func (d *diagram) deliver(job, tile int, values []float64) bool {
	if d.cells == nil || job != d.job || tile < 0 || tile >= d.cells.Tiles() || len(values) != d.cells.Size(tile) || d.done[tile] {
		return false
	}
	d.done[tile] = true
	columns, to := d.cells.X.Count, d.waiting
	if d.known {
		to = d.values
	}
	for k, v := range values {
		i, j, w, h := d.cells.Block(tile, k)
		if d.known {
			v = d.cells.Shown(i, j, v)
		}
		for y := j; y < j+h; y++ {
			for x := i; x < i+w; x++ {
				at := y*columns + x
				if area := int32(w * h); d.strides[at] == 0 || area <= d.strides[at] {
					d.strides[at], to[at] = area, v
				}
			}
		}
	}
	d.shown += len(values)
	d.measured += len(values)
	d.version++
	return true
}

// deliverOwn computes the next tile here, or goes on with it.
func (l *Lab) deliverOwn(stop func() bool) {
	d := &l.diagram
	if d.own < 0 {
		if d.own, d.buffer = d.ahead, d.buffer[:0]; d.ahead < d.first {
			d.ahead++
		} else if d.own = d.take(d.job); d.own < 0 {
			return
		}
	}
	values, done := d.cells.TilePart(d.buffer, d.own, stop)
	if d.buffer = values; done {
		d.deliver(d.job, d.own, values)
		d.own, l.dirty = -1, true
	}
}

// serve says how many workers there are. With the last one its tiles are gone;
// the first one gets the tile the lab is at.
func (d *diagram) serve(count int) {
	if count <= 0 && d.workers > 0 && d.cells != nil {
		d.recall()
	}
	d.workers = max(0, count)
	d.handOver()
	if d.workers > 0 && d.own >= 0 {
		d.back = append(d.back, d.own)
		d.own = -1
	}
}

// handOver leaves the tiles that the lab has kept to the workers, if there are any.
func (d *diagram) handOver() {
	if d.workers == 0 {
		return
	}
	for tile := d.first - 1; tile >= d.ahead; tile-- { // the last one goes first
		d.back = append(d.back, tile)
	}
	d.ahead = d.first
}

// sweepOwn computes for a part of a frame where no workers do.
func (l *Lab) sweepOwn(stop func() bool) {
	d := &l.diagram
	if d.workers > 0 || d.paused || !d.running() {
		return
	}
	for l.deliverOwn(stop); d.own >= 0 || d.ahead < d.first || d.given < len(d.done) || len(d.back) > 0; l.deliverOwn(stop) {
		if stop() {
			break
		}
	}
	l.quiet = 0
}

// left estimates the seconds until the picture is complete; NaN while there is
// nothing to go by.
func (d *diagram) left(now time.Time) float64 {
	if d.started.IsZero() {
		d.started, d.measured = now, 0
	}
	elapsed := now.Sub(d.started).Seconds()
	if !d.running() || d.paused || d.measured == 0 || elapsed < .3 {
		return math.NaN()
	}
	return math.Ceil(elapsed / float64(d.measured) * float64(d.total()-d.shown))
}

// diagramState is what the page shows about the diagram.
type diagramState struct {
	sim.SweepChoice
	Job     int     `json:"job"`
	Total   int     `json:"total"` // cells in all
	Done    float64 `json:"done"`
	Running bool    `json:"running"`
	Paused  bool    `json:"paused"`
	Left    seconds `json:"left"`
	Usual   string  `json:"usual"`   // the kind that the scenario asks for
	Answers bool    `json:"answers"` // in place of theory stands what the network answers
	// Populated is how many networks fill the plane of theory in; 0: it is theory alone.
	Populated int `json:"populated"`
}

// seconds are null in JSON while nobody knows.
type seconds float64

const unknown seconds = -1

func (s seconds) MarshalJSON() ([]byte, error) {
	if s < 0 {
		return []byte("null"), nil
	}
	return marshal(float64(s)), nil
}

func (l *Lab) diagramState() diagramState {
	d := &l.diagram
	s := diagramState{SweepChoice: d.choice, Usual: d.usual, Job: d.job, Done: 1, Running: d.running(), Paused: d.paused, Left: unknown}
	s.Answers = render.ExplanationOf(l.player.Scenario()) == render.ByResponse
	s.Populated = len(l.populated().Times)
	if d.cells != nil {
		s.Total = d.total()
		s.Done = math.Floor(100*float64(d.shown)/float64(s.Total)) / 100
	}
	if s.Running {
		if left := d.left(l.now()); !math.IsNaN(left) {
			s.Left = seconds(left)
		}
	}
	return s
}

// pauseSweep and its like are what the page can do with a sweep. One that was
// cancelled goes on as another job.
func (l *Lab) pauseSweep(paused bool) {
	d := &l.diagram
	if !paused && d.over {
		d.over = false
		d.recall()
		l.sweepNews()
	}
	d.paused = paused && d.running()
	d.started = time.Time{}
}

// recall takes back every tile that is out.
func (d *diagram) recall() {
	d.back, d.own, d.ahead = d.back[:0], -1, d.first
	for tile := d.given - 1; tile >= 0; tile-- { // the last one goes first
		if !d.done[tile] {
			d.back = append(d.back, tile)
		}
	}
}

func never() bool { return false }

// cancelSweep leaves the picture as far as it is.
func (l *Lab) cancelSweep() {
	d := &l.diagram
	if !d.running() {
		return
	}
	d.job++
	d.over, d.paused = true, false
	packet := marshal(map[string]any{"job": d.job, "spec": nil})
	l.outbox = append(l.outbox, func() { l.page.Event("sweep", packet) })
}

// phaseDiagram is the answer to phaseDiagram().
func (l *Lab) phaseDiagram() map[string]any {
	d := &l.diagram
	if d.cells == nil {
		return map[string]any{"kind": d.choice.Kind, "x": nil, "y": nil, "values": []any{}, "theory": []any{}, "theories": map[string]any{}, "resets": map[string]any{}, "done": 1}
	}
	d.predict(never)
	axis := func(a *sim.SweepAxis) map[string]any {
		return map[string]any{"key": a.Key, "values": a.Values()}
	}
	answer := map[string]any{
		"kind": d.choice.Kind, "x": axis(&d.cells.X), "y": nil,
		"values": d.values, "theory": d.theory, "theories": plainjson.Map(d.theories()), "resets": d.cells.Resets(l.player.Scenario()), "done": float64(d.shown) / float64(d.total()),
	}
	if !d.cells.Chart() || d.cells.Series() {
		answer["y"] = axis(&d.cells.Y)
	}
	return answer
}

// prepare finds what the cells are beside, as far as stop permits, and then shows those
// that have waited for it.
func (d *diagram) prepare(stop func() bool) bool {
	if !d.cells.Prepare(stop) {
		return false
	}
	if !d.known {
		columns := d.cells.X.Count
		for at, v := range d.waiting {
			d.values[at] = d.cells.Shown(at%columns, at/columns, v)
		}
		d.known = true
		d.version++
	}
	return true
}

// predict evaluates the theory of the cells, as far as stop permits.
func (d *diagram) predict(stop func() bool) {
	columns := d.cells.X.Count
	if !d.prepare(stop) {
		return
	}
	for d.predicted < len(d.theory) {
		d.theory[d.predicted] = d.cells.Theory(d.predicted%columns, d.predicted/columns)
		if d.predicted++; (d.cells.Chart() || d.predicted%32 == 0) && stop() { // a point may take long
			return
		}
	}
}

// predictCells is predict in a part of a frame: theory comes with the first one, or
// over some where it takes longer.
func (l *Lab) predictCells(stop func() bool) {
	d := &l.diagram
	switch {
	case d.cells == nil:
		return
	case d.cells.Compares():
		if !d.known {
			d.prepare(stop)
			l.dirty, l.quiet = l.dirty || d.known, 0
		}
		return
	case d.predicted == len(d.theory) && d.lines.done:
		return
	}
	if d.predict(stop); d.predicted == len(d.theory) {
		l.dirty = true
		d.lines.predict(d.cells, stop)
	}
	l.quiet = 0 // the rest in the next frame
}

// Deliver takes the values of a tile from a worker, the bytes of float64 in the
// order of this machine. It reports whether they were of use.
func (l *Lab) Deliver(job, tile int, bytes []byte) (used bool) {
	l.locked(func() {
		d := &l.diagram
		d.came = d.came[:0]
		for ; len(bytes) >= 8; bytes = bytes[8:] {
			d.came = append(d.came, math.Float64frombits(binary.LittleEndian.Uint64(bytes)))
		}
		if used = d.deliver(job, tile, d.came); used {
			l.dirty, l.quiet = true, 0
			l.changed()
		}
	})
	return used
}

// drawDiagram draws the measured diagram in place of the plane of theory.
func (l *Lab) drawDiagram(box scene.Rect) {
	l.diagram.drawn = l.diagram.job
	switch d := &l.diagram; {
	case d.cells.Kind == sim.SweepDraws:
		l.drawScatter(box)
		return
	case d.cells.Chart():
		l.drawProfile(box)
		return
	}
	d, m, s := &l.diagram, &l.heat, l.player.Scenario()
	x, y := &d.cells.X, &d.cells.Y
	m.X = render.DiagramAxis{Key: x.Key, Min: x.Min, Max: x.Max, Log: x.Log, Integer: x.Integer}
	m.Y = render.DiagramAxis{Key: y.Key, Min: y.Min, Max: y.Max, Log: y.Log, Integer: y.Integer}
	m.Columns, m.Rows, m.Values, m.Version = x.Count, y.Count, d.values, d.version
	shows := d.cells.Shows()
	m.Quantity, m.Colour = shows.Name, shows.Scale
	m.Theory, m.MeanField = nil, false
	if shows.Predicted() || d.cells.Compares() {
		m.MeanField, _ = d.cells.MeanField()
	}
	if shows.Predicted() && d.predicted == len(d.theory) {
		m.Theory, m.TheoryVersion = d.theory, d.job
	}
	plane := l.plane()
	m.Plane = plane
	m.At = [2]float64{sim.NumberOf(s, x.Key), sim.NumberOf(s, y.Key)}
	m.Ghost = [2]float64{math.NaN(), math.NaN()}
	if ghost := l.player.Ghost(); ghost != nil {
		g := ghost.Scenario()
		m.Ghost = [2]float64{sim.NumberOf(g, x.Key), sim.NumberOf(g, y.Key)}
	}
	if d.cells.WholeRuns() {
		base := &d.cells.Base
		m.X.Per, m.X.Title = float64(base.DimA+base.DimB), "figure.diagram.perInput"
		if !d.within {
			nowhere := [2]float64{math.NaN(), math.NaN()}
			m.At, m.Ghost = nowhere, nowhere
		}
	}
	m.Own = l.own()
	m.Fill, m.Handle = plane.Fill, l.handles[phaseHandle].picture()
	l.diagramPlot = m.Draw(&l.scene, box, &l.theme, l.words)
}

// own is what the diagram is about in the run shown.
func (l *Lab) own() render.Own {
	run, cells := l.player.Run(), l.diagram.cells
	measured, predicted := cells.Beside(run, l.player.Epoch(), &l.prediction)
	own := render.Own{Known: true, Measured: measured, End: math.NaN(), Predicted: predicted}
	m, p := &l.diagram.seen, &l.prediction
	switch cells.Shows().Name {
	case sim.QuantityBetter:
		own.Tie, own.TieForeseen = p.BetterTie, p.BetterTie
		return own
	case sim.QuantityFirst, sim.QuantityPreference:
		run.MeasureInto(m, l.player.Epoch())
		own.Tie, own.TieForeseen = m.First >= 0 && m.TimeRatio < sim.Together, p.FirstTie
	case sim.QuantitySuperficial:
		if p.BetterTie && measured > 0 {
			own.Measured = 0 // whichever is first, the other one explains no more
		}
	default:
		return own
	}
	if !ordered(&l.predicted) {
		own.Predicted = math.NaN()
	}
	return own
}

// plane is the diagram of theory as the run stands.
func (l *Lab) plane() *render.Phase {
	p := &l.explanation.Phase
	p.Show(render.Moment{Run: l.player.Run(), Epoch: l.player.Epoch(), Prediction: &l.prediction, Ghost: l.player.Ghost(), Wanted: l.wanted()})
	return p
}

// moveIn sets the operating point of a measured diagram, in values short enough
// for a link.
func (l *Lab) moveIn(x, y float64) error {
	d := l.diagram.cells
	// The cells may be of deep networks while a shallow one runs: its first move
	// into the plane takes it there.
	if d.Series() { // it stays in its series
		y = sim.NumberOf(l.player.Scenario(), d.Y.Key)
	}
	return l.player.Set(d.Changes(d.At(d.X.Tidy(x), d.Y.Tidy(y))))
}

// nudgeIn moves the operating point by arrow keys: a step of an integer, 2 % of a
// logarithmic axis, a hundredth of another.
func (l *Lab) nudgeIn(dx, dy float64) error {
	d, s := l.diagram.cells, l.player.Scenario()
	step := func(a *sim.SweepAxis, by float64) float64 {
		v := math.Max(a.Min, math.Min(sim.NumberOf(s, a.Key), a.Max))
		switch {
		case a.Integer:
			return v + by
		case a.Log:
			return v * math.Pow(1.02, by)
		}
		return v + .01*by
	}
	if d.Chart() { // all arrows lead along it
		dx, dy = dx+dy, 0
	}
	return l.moveIn(step(&d.X, dx), step(&d.Y, dy))
}

// pick makes a cell the scenario: its very values, in a run long enough to see
// both modalities learned.
func (l *Lab) pick(args []byte) error {
	var at scene.Point
	if err := decode(args, into{"x": &at.X, "y": &at.Y}); err != nil {
		return err
	}
	l.onPage()
	c := l.diagram.cells
	if c == nil {
		if l.phasePlot.Rect.Contains(at.X, at.Y) {
			return l.moveTo(l.phasePlot.Values(at.X, at.Y))
		}
		return nil
	}
	if l.diagram.drawn != l.diagram.job {
		return nil // who points at a cell means one of another diagram
	}
	i, j, ok := l.diagramPlot.Cell(at.X, at.Y)
	switch {
	case c.Series():
		j = l.profile.RowAt(&l.diagramPlot, i, at.Y)
	case c.Kind == sim.SweepDraws:
		i, ok = l.scatterPlot.Nearest(at.X, at.Y, 2*l.theme.SmallSize)
	}
	if !ok {
		return nil
	}
	changes, epochs := c.Changes(c.Scenario(i, j)), l.player.Scenario().Epochs
	if brief := c.Base.Activation == sim.ReLU && !c.WholeRuns(); brief || c.Quick() || c.Kind == sim.SweepDraws {
		m := c.Measure(i, j)
		const longest = 20000
		if m.Second >= 0 && m.Times[m.Second] > .9*float64(epochs) {
			changes["epochs"] = math.Min(longest, 100*math.Ceil(m.Times[m.Second]*1.3/100))
		}
	}
	return l.player.Set(changes)
}
