package lab

import (
	"fmt"
	"math"
	"slices"
	"testing"
	"time"
)

// laboured is a lab with a clock that moves by a millisecond whenever it is looked
// at, and by nothing else: how long a task takes is how often it looks, and between
// two looks it may do one unit of work.
type laboured struct {
	*fixture
	looks     int
	delivered int // cells of this sweep that others have trained
}

const (
	looksOfAFrame = int(frameBudget/time.Millisecond) + 8 // those of a slice, and what begins and ends its parts
	batch         = 32                                    // predictions are a unit of so many
)

func labour(t *testing.T) *laboured {
	w := &laboured{fixture: diagrams(t)}
	w.work()
	w.lab.now = func() time.Time {
		w.looks++
		return time.UnixMilli(int64(w.looks))
	}
	return w
}

// effort is what a task has done: cells trained by the lab itself, cells predicted
// and looks at the clock.
type effort struct{ trained, predicted, looks int }

func (w *laboured) done() effort {
	d := &w.lab.diagram
	e := effort{d.shown - w.delivered, d.predicted, w.looks}
	if d.own >= 0 {
		e.trained += len(d.buffer)
	}
	return e
}

func (w *laboured) task(f func()) effort {
	before, cells := w.done(), w.lab.diagram.cells
	f()
	if w.lab.diagram.cells != cells { // another sweep, of which nothing was done before
		before.trained, before.predicted, w.delivered = 0, 0, 0
	}
	e := w.done()
	return effort{e.trained - before.trained, e.predicted - before.predicted, e.looks - before.looks}
}

// command is a call that may compute nothing at all.
func (w *laboured) command(name, args string) {
	w.Helper()
	if e := w.task(func() { w.call(name, args) }); e.trained > 0 || e.predicted > 0 { // less than nothing: a tile in the middle was taken back
		w.Errorf("%s(%s): %+v", name, args, e)
	}
}

// tick is a frame, which is one task for the page.
func (w *laboured) tick() {
	w.Helper()
	if e := w.task(func() { w.frame(.016) }); e.looks > looksOfAFrame || e.trained > e.looks || e.predicted > batch*e.looks {
		w.Errorf("a frame: %+v, and there is time for %d looks at the clock", e, looksOfAFrame)
	}
}

// TestNoTaskExceedsItsSlice: with the finest diagrams, by itself and beside
// workers, under a hand that begins one sweep after the other: a command computes
// nothing, and a frame ends within one unit of work after its time is over.
func TestNoTaskExceedsItsSlice(t *testing.T) {
	for _, kind := range []string{"preference", "ratio", "misattribution", "depthKappa", "error", "errorDepthRho"} {
		for _, workers := range []int{0, 2} {
			t.Run(fmt.Sprintf("%s, %d workers", kind, workers), func(t *testing.T) {
				w := labour(t)
				w.command("workers", fmt.Sprintf(`{"count":%d}`, workers))
				w.command("diagram", `{"kind":"`+kind+`","cells":256}`)
				w.tick()
				// The hand: every move begins a sweep, and the next frame shows it.
				for i := range 5 {
					w.command("set", fmt.Sprintf(`{"r":%g,"rho":%g,"noise":%g}`, .5+.1*float64(i), .1*float64(i), .1*float64(i)))
					w.command("take", fmt.Sprintf(`{"job":%d}`, w.lab.diagram.job))
					w.tick()
					if w.done().trained == 0 {
						t.Error("the picture does not follow the hand")
					}
				}
				if workers > 0 {
					hired := w.hire()
					for range 10 {
						e := w.task(func() {
							tile := hired.take()
							if w.delivered += hired.cells.Size(tile); !hired.deliver(tile) {
								t.Fatalf("tile %d is of no use", tile)
							}
						})
						if e.trained != 0 || e.predicted != 0 {
							t.Errorf("a delivery: %+v", e)
						}
					}
				}
				w.command("pauseSweep", `{}`)
				w.command("resumeSweep", `{}`)
				w.command("cancelSweep", `{}`)
				w.command("resumeSweep", `{}`)
				for range 40 {
					w.tick()
				}
				// Theory comes beside cells, and neither starves the other.
				d := &w.lab.diagram
				for n := 0; n < 400 && !d.cells.Prepared(); n++ { // mean fields take longer, at the same pace
					w.tick()
				}
				w.tick()
				if predicted := d.predicted > 0; predicted == d.cells.Compares() {
					t.Errorf("%d cells are predicted", d.predicted)
				}
				if workers == 0 && d.shown < 64 {
					t.Errorf("%d cells after 40 frames", d.shown)
				}
			})
		}
	}
}

// TestFirstPassMovesWithTheHand: the coarsest picture is the next frame's, whatever
// workers take meanwhile, and whatever does not fit in it is theirs.
func TestFirstPassMovesWithTheHand(t *testing.T) {
	f := diagrams(t)
	f.call("workers", `{"count":1}`)
	f.call("diagram", `{"kind":"preference","cells":64}`)
	w := f.hire()
	if tile := w.take(); tile < w.cells.FirstPass() {
		t.Errorf("tile %d, which is the lab's, went to a worker", tile)
	}
	f.frame(.016)
	if slices.ContainsFunc(f.lab.diagram.values, math.IsNaN) {
		t.Error("the picture has holes")
	}

	l := labour(t)
	l.call("workers", `{"count":1}`)
	l.call("diagram", `{"kind":"depthKappa","cells":64}`)
	l.tick()
	l.tick() // the end of the tile the lab is in the middle of
	d := &l.lab.diagram
	if d.own >= 0 || d.ahead != d.first || len(d.back) == 0 || d.shown == 0 {
		t.Errorf("the lab keeps tile %d and %d others, %d are the workers', %d cells are there", d.own, d.first-d.ahead, len(d.back), d.shown)
	}
	hired := l.hire()
	for tile := hired.take(); tile >= 0; tile = hired.take() {
		if !hired.deliver(tile) {
			t.Errorf("tile %d is done twice", tile)
		}
	}
	if d.running() {
		t.Errorf("%d of %d cells", d.shown, d.total())
	}
}
