package sim

import (
	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// way is a direction of the end-to-end weights of a modality: a unit vector of the targets and one of
// its inputs. Of several targets, and of data with more than [MaxOwnInputs] inputs of a person's own,
// a modality goes to a goal G by its weight along the first singular direction of GΣ_m, what G says
// of the targets: on the unimodal plateau that of Σ_ym, the direction in which it grows first. Its
// level is half of what G is there, which is never negative. ‖W_m‖ would not do: with many inputs it
// is what little varies that makes ‖Σ_ym Σ_m⁺‖ large, and explains next to nothing (ours).
type way struct{ left, right []float64 }

// along is the part of end-to-end weights, rows of n, along the way of inputs from lo on.
func (w *way) along(total []float64, n, lo int) (sum float64) {
	for k, u := range w.left {
		sum += u * kernel.Dot(w.right, total[k*n+lo:k*n+lo+len(w.right)])
	}
	return sum
}

// findWays finds the ways of all modalities, if they go by them, and their levels.
func (m *Moments) findWays() {
	if !m.directed {
		return
	}
	inputs := m.Inputs()
	m.ways = make([][aims]way, len(m.modalities))
	for i, modality := range m.modalities {
		lo, dim := m.offset[i], modality.Dim
		sigma, _ := m.block(i)
		var end []float64
		for k := range m.outputs {
			end = append(end, m.optimum[k*inputs+lo:k*inputs+lo+dim]...)
		}
		for aim, goal := range [aims][]float64{m.plateaus[i], end} {
			level := [aims]*float64{&m.levels.plateau[i], &m.levels.final[i]}[aim]
			said := make([]float64, len(goal))
			for k := range m.outputs {
				kernel.Product(said[k*dim:(k+1)*dim], sigma, goal[k*dim:(k+1)*dim])
			}
			list := linalg.Singular(said, m.outputs, dim)
			if len(list) == 0 {
				list = []linalg.Direction{{Left: make([]float64, m.outputs), Right: make([]float64, dim)}}
				*level = 0
			}
			w := way{list[0].Left, list[0].Right}
			m.ways[i][aim] = w
			if aim == toPlateau && m.outputs > 1 {
				m.directions[i] = w.right
			}
			if *level > 0 {
				*level = w.along(goal, dim, 0) / 2
			}
		}
	}
}
