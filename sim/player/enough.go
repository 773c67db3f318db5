package player

import (
	"math"

	"unimodal-bias-lab/sim"
)

// The round number of epochs that is enough for a run lies so many times beyond the one
// at which it has converged, and is at most this part of what the run has.
const (
	leastBeyond = 1.1
	mostBeyond  = 1.3
	worthwhile  = 0.7
	stillPart   = 1. / 300 // of its largest value a series may still move: a pixel of a chart
)

// rest is what Enough has found out about a run.
type rest struct {
	run     *sim.Run
	enough  int
	measure sim.Measurement
}

// Enough returns a round number of epochs that shows all that happens in the run, once
// the playhead has come to its end: shortly after it, and every run trained beside it,
// has converged. It is 0 where that would leave out less than three tenths of the run, and
// where something moves all the same: the error on new data does after the loss has
// come to its minimum.
func (p *Player) Enough() int {
	if !p.AtEnd() {
		return 0
	}
	if p.rest.run != p.shown {
		p.rest.run, p.rest.enough = p.shown, p.findEnough()
	}
	return p.rest.enough
}

func (p *Player) findEnough() int {
	if p.shown.Diverged() != nil || len(p.shown.Values(sim.GeneralisationError)) > 0 {
		return 0
	}
	last := p.converged(p.shown)
	for _, run := range p.shown.Companions() {
		if e := p.converged(run); last >= 0 && e >= 0 {
			last = max(last, e)
		} else {
			last = -1
		}
	}
	if last < 1 {
		return 0
	}
	n := roundIn(leastBeyond*float64(last), mostBeyond*float64(last))
	if float64(n) > worthwhile*float64(p.shown.Scenario().Epochs) || !stillFrom(p.shown, n) {
		return 0
	}
	for _, run := range p.shown.Companions() {
		if !stillFrom(run, n) {
			return 0
		}
	}
	return n
}

// stillFrom reports whether no series of weights moves visibly any more from an epoch on.
func stillFrom(run *sim.Run, epoch int) bool {
	for m := range run.Moments().Modalities() {
		most, rest := 0.0, 0.0
		norm := run.Norm(m)
		for e, v := range norm {
			if most = math.Max(most, v); e >= epoch {
				rest = math.Max(rest, math.Abs(v-norm[len(norm)-1]))
			}
		}
		if !(rest <= stillPart*most) {
			return false
		}
	}
	return true
}

// converged is the epoch at which a run has, −1: it has not.
func (p *Player) converged(run *sim.Run) int {
	run.MeasureInto(&p.rest.measure, run.Epoch())
	return p.rest.measure.Converged
}

// roundIn is the roundest whole number from lo to hi: a multiple of the largest of 1, 2,
// 5, 10 … that has one there. Without any, it is the one above.
func roundIn(lo, hi float64) int {
	for power := math.Pow(10, math.Floor(math.Log10(hi))); power >= 1; power /= 10 {
		for _, factor := range [...]float64{5, 2, 1} {
			step := factor * power
			if n := math.Ceil(lo/step) * step; n <= hi {
				return int(n)
			}
		}
	}
	return int(math.Ceil(lo))
}
