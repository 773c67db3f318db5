package sim

import "unimodal-bias-lab/sim/theory"

// BranchDepth returns L_m, the number of layers of branch m, its block of the
// fusion layer included.
func (a *Architecture) BranchDepth(m int) int {
	if a.BranchDepths == nil {
		return a.Fusion
	}
	return a.BranchDepths[m]
}

// Shape returns how many layers carry each modality.
func (a *Architecture) Shape() theory.Shape {
	s := theory.Even(a.Depth, a.Fusion, len(a.Inputs))
	copy(s.Branches, a.BranchDepths)
	return s
}

// longest is the number of layers from the input to the output, along the deepest
// branch.
func (a *Architecture) longest() (layers int) {
	for m := range a.Inputs {
		layers = max(layers, a.BranchDepth(m)+a.Depth-a.Fusion)
	}
	return layers
}

// checkBranches is check for the depths of the branches.
func (a *Architecture) checkBranches() error {
	if a.BranchDepths == nil {
		return nil
	}
	if len(a.BranchDepths) != len(a.Inputs) || a.BranchDepths[0] != a.Fusion {
		return &Error{Code: Mismatch, Key: "branches", Value: format("%v layers in %v branches, the first with fusion layer %v", a.BranchDepths, len(a.Inputs), a.Fusion)}
	}
	for _, l := range a.BranchDepths {
		if l < 1 || l > MaxDepth {
			return outOfRange("branches", l, 1, MaxDepth)
		}
	}
	return nil
}

// branchDepths are those of the architecture of a scenario.
func (s *Scenario) branchDepths() []int {
	if s.Skew == 0 {
		return nil
	}
	return []int{s.Fusion, s.Fusion + s.Skew}
}

// Shape returns how many layers carry A and B.
func (s Scenario) Shape() theory.Shape {
	return theory.Shape{Branches: []int{s.Fusion, s.Fusion + s.Skew}, Shared: s.Depth - s.Fusion}
}

// TwoLayers reports whether both modalities pass two layers, for which there are
// exact reductions and formulas of their own.
func (s Scenario) TwoLayers() bool { return s.Depth == 2 && s.Skew == 0 }

// Early reports whether both inputs enter the same first layer: then there is no
// unimodal phase.
func (s Scenario) Early() bool { return s.Fusion == 1 && s.Skew == 0 }

// skewRange is what the fusion layer leaves of the range of skew: branch B has at
// least its block of the fusion layer and at most MaxDepth layers.
func (s *Scenario) skewRange() (lo, hi int) { return 1 - s.Fusion, MaxDepth - s.Fusion }

func (s *Scenario) checkSkew() error {
	if lo, hi := s.skewRange(); s.Skew < lo || s.Skew > hi {
		return outOfRange("skew", s.Skew, float64(lo), float64(hi))
	}
	return nil
}

// fitSkew takes skew to the nearest value that the fusion layer leaves.
func (s *Scenario) fitSkew() {
	lo, hi := s.skewRange()
	s.Skew = max(lo, min(s.Skew, hi))
}
