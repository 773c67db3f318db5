package lab

import (
	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// ensembleCells is how finely the plane of theory is filled with networks, each way.
const ensembleCells = 64

// ensemble is the networks that fill the plane of theory in, without anybody's asking:
// once the run has left its beginning they are trained in what is left of the frames, and
// shown when they are complete. They are the closed pairs of which a plane takes some
// milliseconds; where the run is another kind of network, the plane stays theory, and the
// menu offers to simulate it.
type ensemble struct {
	asked sim.Scenario // of what it was wanted
	want  sim.Sweep
	cells *sim.Cells // of networks being trained, or trained
	next  int        // the cell to be trained
	field render.Field
}

// wants is the sweep that belongs to a scenario.
func (e *ensemble) wants(s sim.Scenario) sim.Sweep {
	if s == e.asked {
		return e.want
	}
	sweep, err := sim.NewSweep(sim.SweepChoice{Kind: sim.SweepPreference, Cells: ensembleCells}, s)
	if err != nil {
		panic(err) // the plane lies within the table
	}
	window := s.Window()
	sweep.Y.Min, sweep.Y.Max = window[0], window[1]
	e.asked, e.want = s, sweep
	return sweep
}

// begin starts anew if a scenario asks for other networks.
func (e *ensemble) begin(s sim.Scenario) {
	sweep := e.wants(s)
	if e.cells != nil && e.cells.Sweep == sweep {
		return
	}
	e.cells, e.next = sim.NewCellsAfter(sweep, e.cells), 0
	f := &e.field
	f.Columns, f.Rows = sweep.X.Count, sweep.Y.Count
	f.Classes, f.Times = grown(f.Classes, f.Columns*f.Rows), grown(f.Times, f.Columns*f.Rows)
	f.Version++
}

// populate trains networks of the ensemble for as long as stop permits.
func (l *Lab) populate(stop func() bool) {
	e, s := &l.ensemble, l.player.Scenario()
	_, seen := l.layout.Panels[render.PhasePanel]
	if !l.populates(s) || !seen || l.player.Pending() {
		return
	}
	e.begin(s)
	f := &e.field
	if e.next == len(f.Times) {
		return
	}
	for e.next < len(f.Times) {
		first, better, epoch := e.cells.First(e.next%f.Columns, e.next/f.Columns)
		class := -1
		if first >= 0 {
			class = first + 2*better
		}
		f.Classes[e.next], f.Times[e.next] = class, epoch
		e.next++
		if e.next%16 == 0 && stop() {
			break
		}
	}
	l.quiet = 0
	if e.next == len(f.Times) {
		l.dirty = true
	}
}

// populates reports whether the plane of a scenario is one to be filled in: not where it is about other networks.
func (l *Lab) populates(s sim.Scenario) bool {
	return l.diagram.choice.Kind == sim.TheoryPlane && s.ScalarPair() && render.PlaneTells(&s) && l.player.Epoch() > 0
}

// populated is the field of the run shown: all of it or nothing, so that the plane does
// not flicker while a hand drags the correlation.
func (l *Lab) populated() (none render.Field) {
	e, s := &l.ensemble, l.player.Run().Scenario()
	if !l.populates(s) || e.cells == nil || e.next < len(e.field.Times) || e.cells.Sweep != e.wants(s) || l.rho.to != l.rho.shown {
		return none
	}
	return e.field
}
