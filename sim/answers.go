package sim

import "unimodal-bias-lab/sim/kernel"

// Answers appends ŷ at an epoch up to the present one, training on from a keyframe
// if need be, for inputs of D numbers a row: d_y numbers for every row. It
// allocates nothing where dst has room and [Run.HasState].
func (r *Run) Answers(dst []float64, epoch int, inputs []float64) []float64 {
	s, d := r.stateAt(epoch), r.moments.Inputs()
	units, bent := s.(*rectified)
	for ; len(inputs) >= d; inputs = inputs[d:] {
		if bent {
			dst = append(dst, units.answer(inputs[:d], r.scenario.Slope))
			continue
		}
		for total := s.totals(); len(total) > 0; total = total[d:] {
			dst = append(dst, kernel.Dot(total[:d], inputs[:d]))
		}
	}
	return dst
}

// answer is f(x).
func (r *rectified) answer(x []float64, slope float64) (y float64) {
	for i := range r.groups {
		g := &r.groups[i]
		in := x[g.offset : g.offset+g.dim]
		for row := g.rows(r.z); len(row) > 0; row = row[g.dim+1:] {
			z := kernel.Dot(row[:g.dim], in)
			if z <= 0 {
				z *= slope
			}
			y += row[g.dim] * z
		}
	}
	return y
}
