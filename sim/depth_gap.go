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
	if s.DepthGap == 0 {
		return nil
	}
	return []int{s.Fusion, s.Fusion + s.DepthGap}
}

// Shape returns how many layers carry each modality.
func (s Scenario) Shape() theory.Shape {
	shape := theory.Even(s.Depth, s.Fusion, max(2, s.count()))
	shape.Branches[1] += s.DepthGap
	return shape
}

// depthGapRange is what the fusion layer leaves of the range of skew: branch B has at
// least its block of the fusion layer and at most MaxDepth layers.
func (s *Scenario) depthGapRange() (lo, hi int) { return 1 - s.Fusion, MaxDepth - s.Fusion }

func (s *Scenario) checkDepthGap() error {
	if lo, hi := s.depthGapRange(); s.DepthGap < lo || s.DepthGap > hi {
		return outOfRange("skew", s.DepthGap, float64(lo), float64(hi))
	}
	return nil
}

// fitDepthGap takes skew to the nearest value that the fusion layer leaves.
func (s *Scenario) fitDepthGap() {
	lo, hi := s.depthGapRange()
	s.DepthGap = max(lo, min(s.DepthGap, hi))
}
