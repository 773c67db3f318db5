package sim

import "unimodal-bias-lab/sim/theory"

// OverlayRun returns what is worth laying over a run of the scenario to compare
// with: two-layer networks weight by weight, deeper ones by their mean field
// ([theory.MeanField]), and those that train on endlessly many examples, where this is not a
// matter of second moments, example by example. nil: there is none.
func OverlayRun(r *Run) (*Run, error) {
	s := r.scenario
	s.Compare = false
	if s.Activation == ReLU && s.From == Population {
		s.From = Sample // what endlessly many examples come to is seen in many
		return newScenarioRun(s, FullWidth, given{})
	}
	if s.TwoLayers() {
		return newScenarioRun(s, FullWidth, given{data: r.data})
	}
	field, ok := meanFieldOf(&s, r.moments)
	if !ok {
		return nil, nil
	}
	return newRun(s, r.data, networkOf(field, s.Depth, s.Fusion), FullWidth)
}

// networkOf is a network of the layers of a reduced one.
func networkOf(r theory.Reduced, depth, fusion int) *Network {
	n := &Network{Architecture: Architecture{Depth: depth, Fusion: fusion, Output: 1}}
	list := func(layers []theory.Matrix) (own []Layer) {
		for _, w := range layers {
			own = append(own, Layer{Rows: w.Rows, Cols: w.Cols})
			n.Width = max(n.Width, w.Cols)
		}
		return own
	}
	for _, branch := range r.Branches {
		n.Inputs, n.BranchDepths = append(n.Inputs, branch[0].Cols), append(n.BranchDepths, len(branch))
		n.Branches = append(n.Branches, list(branch))
	}
	n.Shared = list(r.Shared)
	n.allocate()
	i := 0
	put := func(w *theory.Matrix) {
		i += copy(n.weights[i:], w.Data)
	}
	r.Each(put)
	return n
}
