package theory

import "math"

// Shape is how many layers carry a modality to the prediction: Branches[m] = L_m
// of its own, its block of the fusion layer included, and Shared = L − L_f above.
type Shape struct {
	Branches []int
	Shared   int
}

// Even is the Shape of a network of the given depth whose branches all end in the
// same fusion layer.
func Even(depth, fusion, modalities int) Shape {
	s := Shape{Branches: make([]int, modalities), Shared: depth - fusion}
	for m := range s.Branches {
		s.Branches[m] = fusion
	}
	return s
}

// Equal reports whether all branches have the same number of layers.
func (s Shape) Equal() bool {
	for _, l := range s.Branches {
		if l != s.Branches[0] {
			return false
		}
	}
	return true
}

// Early reports whether no modality has a hidden layer of its own: training then
// rests at no plateau.
func (s Shape) Early() bool {
	for _, l := range s.Branches {
		if l > 1 {
			return false
		}
	}
	return true
}

// SharedNorm returns v, the norm of every shared layer of the balanced network
// with the end-to-end norms ‖W_m‖: branch m has layers of norm u_m, with
//
//	‖W_m‖ = u_m^{L_m} v^{L−L_f},   v² = Σ u_m²
//
// (ours). Where the branches are equally deep that is v = (Σ ‖W_m‖^{2/L_f})^{L_f/2L}.
func (s Shape) SharedNorm(norms []float64) float64 {
	return math.Sqrt(s.squared(norms))
}

// BranchNorm returns u_m of that network, for its v.
func (s Shape) BranchNorm(m int, norm, v float64) float64 {
	if v == 0 {
		return 0
	}
	return math.Pow(norm/math.Pow(v, float64(s.Shared)), 1/float64(s.Branches[m]))
}

// squared returns v² for end-to-end norms of any sign.
func (s Shape) squared(norms []float64) float64 {
	q := float64(s.Shared)
	if s.Equal() {
		layers, sum := float64(s.Branches[0]), 0.0
		for _, w := range norms {
			sum += math.Pow(math.Abs(w), 2/layers)
		}
		return math.Pow(sum, layers/(layers+q))
	}
	// Σ (|w_m| e^{−qy})^{2/L_m} = e^{2y} for y = ln v: in logarithms the left side
	// is convex and falls, so that Newton's method cannot miss.
	y := 0.0
	for range newtonSteps {
		sum, slope := 0.0, 0.0
		for m, w := range norms {
			p := 2 / float64(s.Branches[m])
			term := math.Exp(p*(math.Log(math.Abs(w))-q*y) - 2*y)
			sum += term
			slope += p * q * term
		}
		if sum == 0 {
			return 0
		}
		step := math.Log(sum) / (slope/sum + 2)
		y += step
		if !(math.Abs(step) > 1e-15*(1+math.Abs(y))) { // or not a number
			break
		}
	}
	return math.Exp(2 * y)
}

// newtonSteps is more than squared ever takes: the error is squared by each, and
// the slopes differ by a factor of MaxDepth at most.
const newtonSteps = 64
