package sim

import "math"

// Totals appends [W_A^tot W_B^tot …] at an epoch up to the present one to dst[:0], d_y × D row-major.
// Where the state is not at hand it trains on from a keyframe: see [Run.HasState].
func (r *Run) Totals(dst []float64, epoch int) []float64 {
	return append(dst[:0], r.stateAt(epoch).totals()...)
}

// LargestTotal is the largest magnitude of a total weight, at the epochs of the keyframes of a run and
// at its present end.
func (r *Run) LargestTotal() (most float64) {
	look := func(l learner) {
		for _, w := range l.state().totals() {
			most = math.Max(most, math.Abs(w))
		}
	}
	look(r.learner)
	l := r.keyframes.start() // the second learner stays where it is
	for _, frame := range r.keyframes.frames {
		l.restore(frame)
		look(l)
	}
	return most
}
