package sim

import (
	"math"

	"unimodal-bias-lab/sim/theory"
)

// aligned returns the aligned reduction of a network of any width for a scalar
// target ([ZLS24] for the time until the first modality is
// learned, ours beyond): every layer of branch m up to its fusion block has one
// number u_m along the direction in which the modality grows, every shared layer
// v = √(Σ u_m²), and
//
//	τ u̇_m = E_m u_m^{L_m−1} v^{L−L_f}
//
// which is what a network of width one does from balanced weights u_m = u0. It is
// asymptotic: random layers are aligned only in the limit of small ones. nil: there
// is none, because a weight would have to end with the other sign than it grows
// with, which takes more than one hidden unit.
func aligned(moments *Moments, shape theory.Shape, u0 float64) *Network {
	if moments.outputs != 1 {
		return nil
	}
	fusion := shape.Branches[0]
	a := Architecture{Depth: fusion + shape.Shared, Fusion: fusion, Width: 1, Output: 1, BranchDepths: shape.Branches}
	for _, modality := range moments.modalities {
		a.Inputs = append(a.Inputs, modality.Dim)
	}
	n, err := NewNetwork(a)
	if err != nil {
		return nil
	}
	d := moments.theory()
	first := theory.FirstOf(d, shape, u0)
	for i := range n.weights {
		n.weights[i] = u0
	}
	for _, l := range n.Shared {
		for i := range l.Data {
			l.Data[i] = u0 * math.Sqrt(float64(len(n.Branches)))
		}
	}
	for m, branch := range n.Branches {
		grows := theory.InputOutput(d, m)
		if m != first {
			grows = theory.LeftOver(d, first, m)
		}
		norm := 0.0
		for _, v := range grows {
			norm = math.Hypot(norm, v)
		}
		if norm == 0 {
			grows, norm = []float64{1}, 1
		}
		for j := range branch[0].Data {
			branch[0].Data[j] = u0 * grows[j%len(grows)] / norm
		}
		end := moments.optimum[moments.offset[m]]
		if len(branch) > 1 && len(grows) == 1 && end*grows[0] < 0 {
			return nil
		}
	}
	return n
}

// Aligned is the run of the aligned reduction beside this one, from balanced layers as large as
// its initial scale; nil: there is none. It is trained to an epoch, as far as so many parts
// ([Run.Part]) take it. Read only.
func (r *Run) Aligned(epoch, parts int) *Run {
	if r.aligned == nil && !relu(&r.scenario) && r.scenario.Init > 0 {
		n := aligned(r.moments, r.shape, r.scenario.Init)
		if n == nil {
			return nil
		}
		s := r.scenario
		s.Compare = false
		r.aligned = newLinearRun(s, r.data, n, FullWidth)
	}
	for a := r.aligned; a != nil && a.Epoch() < epoch && !a.Done() && parts > 0; parts-- {
		a.Part()
	}
	return r.aligned
}
