package sim

// directionEpochs is how long the networks of the chart of directions train: late
// fusion has found all of them by then, and early fusion what it finds in as many
// epochs as [ZLS24] shows.
const directionEpochs = 6000

// Directions counts the corners of x_B in the xor task that rectified units have
// found, as of the present epoch: 0 to 4. ok is false for any other network.
//
// A unit points to the corner v_k that is nearest to its incoming weights from B,
// w¹_B. A corner is found if the units that point to it answer, by themselves and to
// x_A = 0, at least half of what is to be said there:
//
//	xor(v_k) Σ_i w²_i w¹_{B,i}·v_k ≥ ½ 1/(1 − a),
//
// for the leaks of the opposite corner, a of as much, take off the rest. In late
// fusion that has learned xor both sides of a corner are 1/(1 − a), so that the bound
// is half way; early fusion may say more there, and make up for it by its other units.
// (ours)
func (r *Run) Directions() (found int, ok bool) {
	units, bent := r.learner.state().(*rectified)
	if !bent || !r.goals.paths {
		return 0, false
	}
	var answers [XorPoints]float64
	for i := range units.groups {
		g := &units.groups[i]
		if g.end < 2 {
			continue // it does not read B
		}
		for row := g.rows(units.z); len(row) > 0; row = row[g.dim+1:] {
			b, out := row[g.dim-2:g.dim], row[g.dim]
			for k := range answers {
				if v := corners[2*k:]; b[0]*v[0] > 0 && b[1]*v[1] > 0 {
					answers[k] += xor[k] * out * (b[0]*v[0] + b[1]*v[1])
				}
			}
		}
	}
	for _, answer := range answers {
		if answer*(1-r.scenario.Slope) >= .5 {
			found++
		}
	}
	return found, true
}

// heterogeneous takes a scenario to where the chart of directions is: rectified units on
// examples of the xor task.
func (s *Scenario) heterogeneous() {
	xor := mustPreset("xor")
	xor.Seed, xor.Slug = s.Seed, s.Slug
	if s.Task == TaskXor && relu(s) {
		xor.Eta, xor.Width, xor.Init, xor.Slope, xor.From, xor.Samples = s.Eta, s.Width, s.Init, s.Slope, s.From, s.Samples
	}
	*s = xor
}
