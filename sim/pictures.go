package sim

import "math"

// Totals appends [W_A^tot W_B^tot …] at an epoch up to the present one to dst[:0], d_y × D row-major.
// Where the state is not at hand it trains on from a keyframe: see [Run.HasState].
func (r *Run) Totals(dst []float64, epoch int) []float64 {
	return append(dst[:0], r.stateAt(epoch).totals()...)
}

// LargestTotals appends the largest magnitude of a total weight of each modality to dst[:0], at the
// epochs of the keyframes of a run and at its present end.
func (r *Run) LargestTotals(dst []float64) []float64 {
	dst = dst[:0]
	for range r.moments.modalities {
		dst = append(dst, 0)
	}
	look := func(l learner) {
		totals, d := l.state().totals(), r.moments.Inputs()
		for m := range dst {
			for k := range r.moments.outputs {
				for _, w := range totals[k*d+r.moments.offset[m] : k*d+r.moments.offset[m+1]] {
					dst[m] = math.Max(dst[m], math.Abs(w))
				}
			}
		}
	}
	look(r.learner)
	l := r.keyframes.start() // the second learner stays where it is
	for _, frame := range r.keyframes.frames {
		l.restore(frame)
		look(l)
	}
	return dst
}
