package theory

import (
	"cmp"
	"slices"

	"unimodal-bias-lab/sim/linalg"
)

// AllGrowingModes is [GrowingModes] of any number of modalities and targets (ours). While some
// modalities 𝓛 rest at their regression, the residual correlation of modality m is E_m = Σ_ym −
// W_𝓛 Σ_𝓛m, and (v, u) grows for every singular direction u vᵀ of it, while (v, −u) shrinks. Kept are
// the growing modes of E_m with nothing learned, with each other modality, with the fastest ones, and
// with all others: without what has shrunk of them before. z[m] has a row of d_m + d_y numbers for
// every hidden unit. Where the modes are as many as there are directions, nothing is left out.
func AllGrowingModes(d Data, z [][]float64) Reduced {
	var r Reduced
	for m, dim := range d.Dims {
		r.Branches = append(r.Branches, along(z[m], dim, d.outputs(), d.modes(m)))
	}
	return r
}

// modes are the vectors (v, u) of the modes that a modality may grow along.
func (d Data) modes(m int) (vectors [][]float64) {
	long := d.Dims[m] + d.outputs()
	var shrunk [][]float64
	for _, resting := range d.stages(m) {
		s := newStage(d, resting)
		grown := modesOf(s.residual[m], d.outputs())
		for _, v := range grown {
			v = slices.Clone(v)
			for _, gone := range shrunk {
				by := linalg.Dot(v, gone) / linalg.Dot(gone, gone)
				for i, g := range gone {
					v[i] -= by * g
				}
			}
			vectors = append(vectors, v)
		}
		if shrunk == nil { // what shrinks from the start
			for _, v := range grown {
				back := slices.Clone(v)
				for i := d.Dims[m]; i < long; i++ {
					back[i] *= -1
				}
				shrunk = append(shrunk, back)
			}
		}
	}
	if len(vectors) < long {
		return vectors
	}
	vectors = nil
	for i := range long {
		v := make([]float64, long)
		v[i] = 1
		vectors = append(vectors, v)
	}
	return vectors
}

// stages are sets of modalities that may rest while another one grows: none, each other one, those
// of the largest rates, all others.
func (d Data) stages(m int) (list [][]bool) {
	var others []int
	for n := range d.Dims {
		if n != m {
			others = append(others, n)
		}
	}
	slices.SortStableFunc(others, func(a, b int) int { return cmp.Compare(InputOutputNorm(d, b), InputOutputNorm(d, a)) })
	list = append(list, make([]bool, len(d.Dims)))
	add := func(modalities ...int) {
		resting := make([]bool, len(d.Dims))
		for _, n := range modalities {
			resting[n] = true
		}
		if !slices.ContainsFunc(list, func(have []bool) bool { return slices.Equal(have, resting) }) {
			list = append(list, resting)
		}
	}
	for k := range others {
		add(others[:k+1]...)
	}
	for _, n := range others {
		add(n)
	}
	return list
}

// modesOf are (v, u) of the singular directions u vᵀ of a matrix with so many rows; nil: it is zero.
func modesOf(c []float64, rows int) (vectors [][]float64) {
	if rows == 1 {
		if linalg.Norm(c) > 0 {
			vectors = append(vectors, towards(c))
		}
		return vectors
	}
	for _, s := range linalg.Singular(c, rows, len(c)/rows) {
		vectors = append(vectors, append(s.Right, s.Left...))
	}
	return vectors
}
