package sim

import "math"

// training is the working memory of one network learning one data set. All of
// it is allocated once: an epoch allocates nothing.
//
// Naming: above = W^L … W^{l+1}, the map from the output of layer l to the
// prediction (d_y × rows of l); below = E-weighted inputs of layer l, i.e.
// (layers below l) Eᵀ as d_y rows of length cols of l. The gradient of layer l
// is then minus the sum over outputs k of above_kᵀ below_k.
type training struct {
	moments *Moments

	total    []float64 // [W_A^tot W_B^tot …], d_y × D
	residual []float64 // E, d_y × D
	scratch  []float64 // 2 D

	branches [][]stage // [m][l]
	shared   []stage
	fusion   []float64 // the sum that the layer after the fusion reads; the output, if there is none
	term     []float64 // scratch: what one branch adds to it

	fresh     bool // total and above belong to the present weights
	lossKnown bool // and so does lossValue
	lossValue float64
}

// stage is a layer with what it reads and writes in an epoch.
type stage struct {
	w     Layer
	above []float64 // d_y × rows
	below []float64 // d_y × cols
	out   []float64 // W·below, d_y × rows: the next stage's below
}

func newTraining(net *Network, moments *Moments) *training {
	ky, d := moments.Outputs(), moments.Inputs()
	t := &training{moments: moments}
	t.total = make([]float64, ky*d)
	t.residual = make([]float64, ky*d)
	t.scratch = make([]float64, 2*d)

	stages := func(layers []Layer, below, out []float64) []stage {
		list := make([]stage, len(layers))
		for l, w := range layers {
			list[l] = stage{w, make([]float64, ky*w.Rows), below, make([]float64, ky*w.Rows)}
			below = list[l].out
		}
		if len(list) > 0 {
			list[len(list)-1].out = out
		}
		return list
	}
	fused := net.Branches[0][net.Fusion-1].Rows
	t.fusion, t.term = make([]float64, ky*fused), make([]float64, ky*fused)
	t.shared = stages(net.Shared, t.fusion, make([]float64, ky*ky))
	last := make([]float64, ky*ky) // nothing is above the last layer
	for k := range ky {
		last[k*ky+k] = 1
	}
	above := last
	if len(t.shared) > 0 {
		t.shared[len(t.shared)-1].above = last
		above = make([]float64, ky*fused)
	}
	for m, branch := range net.Branches {
		below := t.residual[moments.offset[m]:moments.offset[m+1]]
		if ky > 1 { // its rows are apart
			below = make([]float64, ky*branch[0].Cols)
		}
		out := t.fusion
		if m > 0 {
			out = t.term
		}
		list := stages(branch, below, out)
		list[len(list)-1].above = above // the same for every branch
		t.branches = append(t.branches, list)
	}
	return t
}

// refresh computes the products above every layer and the end-to-end maps.
func (t *training) refresh() {
	if t.fresh {
		return
	}
	t.fresh, t.lossKnown = true, false
	ky, d := t.moments.Outputs(), t.moments.Inputs()
	timesStages(t.shared, ky)
	if len(t.shared) > 0 {
		bottom, top := &t.shared[0], &t.branches[0][len(t.branches[0])-1]
		timesLayer(top.above, bottom.above, bottom.w, ky)
	}
	for m, branch := range t.branches {
		timesStages(branch, ky)
		lo, hi := t.moments.offset[m], t.moments.offset[m+1]
		first := &branch[0]
		for k := range ky {
			timesLayerRow(t.total[k*d+lo:k*d+hi], first.above[k*first.w.Rows:(k+1)*first.w.Rows], first.w)
		}
	}
}

// timesStages computes above from the last stage but one down.
func timesStages(stages []stage, ky int) {
	for l := len(stages) - 2; l >= 0; l-- {
		timesLayer(stages[l].above, stages[l+1].above, stages[l+1].w, ky)
	}
}

// timesLayer writes above = aboveNext · W, ky rows.
func timesLayer(above, aboveNext []float64, w Layer, ky int) {
	if ky == 1 {
		timesLayerRow(above, aboveNext, w)
		return
	}
	for k := range ky {
		timesLayerRow(above[k*w.Cols:(k+1)*w.Cols], aboveNext[k*w.Rows:(k+1)*w.Rows], w)
	}
}

// timesLayerRow writes the row vector dst = q · W.
func timesLayerRow(dst, q []float64, w Layer) {
	switch {
	case w.Cols == 1: // a column: one dot product instead of many tiny rows
		dst[0] = dot(q, w.Data)
	case w.Rows == 1 && q[0] == 1: // the last layer of one output
		copy(dst, w.Data)
	default:
		leftProduct(dst, q, w.Data)
	}
}

// epoch performs one step of full-batch gradient descent at rate eta,
// allocating nothing.
func (t *training) epoch(eta float64) {
	t.refresh()
	t.moments.residual(t.residual, t.total)
	t.fresh = false
	t.walk(func(s *stage, ky int) {
		switch {
		case ky > 1:
			forward(s, ky)
			update(s.w, s, ky, eta)
		case s.w.Cols == 1:
			scaleThenAxpy(s.out, s.w.Data, s.below[0], s.above, eta*s.below[0])
		default:
			productThenUpdate(s.out, s.w.Data, s.below, s.above, eta)
		}
	})
}

// gradient writes −∂ℒ/∂W of every weight into g, a network of the same shape.
func (t *training) gradient(g *Network) {
	t.refresh()
	t.moments.residual(t.residual, t.total)
	clear(g.weights)
	rest := g.weights
	t.walk(func(s *stage, ky int) {
		size := s.w.Rows * s.w.Cols
		gw := Layer{Rows: s.w.Rows, Cols: s.w.Cols, Data: rest[:size]}
		rest = rest[size:]
		forward(s, ky)
		update(gw, s, ky, 1)
	})
}

// walk goes through the layers from the inputs up, in storage order, keeping
// the E-weighted inputs of each layer. visit must fill out = W·below from the
// weights as they were before it changed them.
func (t *training) walk(visit func(s *stage, ky int)) {
	ky, d := t.moments.Outputs(), t.moments.Inputs()
	for m, branch := range t.branches {
		if ky > 1 {
			lo, below := t.moments.offset[m], branch[0].below
			dm := branch[0].w.Cols
			for k := range ky {
				copy(below[k*dm:(k+1)*dm], t.residual[k*d+lo:k*d+lo+dm])
			}
		}
		for l := range branch {
			visit(&branch[l], ky)
		}
		if m > 0 {
			axpy(1, t.term, t.fusion)
		}
	}
	for l := range t.shared {
		visit(&t.shared[l], ky)
	}
}

// forward writes out = W·below.
func forward(s *stage, ky int) {
	rows, cols := s.w.Rows, s.w.Cols
	for k := range ky {
		product(s.out[k*rows:(k+1)*rows], s.w.Data, s.below[k*cols:(k+1)*cols])
	}
}

// update adds rate · Σ_k above_kᵀ below_k to w, the stage's own layer or one of
// its shape.
func update(w Layer, s *stage, ky int, rate float64) {
	for k := range ky {
		below, above := s.below[k*w.Cols:(k+1)*w.Cols], s.above[k*w.Rows:(k+1)*w.Rows]
		if w.Cols == 1 {
			axpy(rate*below[0], above, w.Data)
			continue
		}
		for i, v := range above {
			axpy(rate*v, below, w.Row(i))
		}
	}
}

// loss returns ℒ of the present weights, computed when first asked for.
func (t *training) loss() float64 {
	t.refresh()
	if !t.lossKnown {
		t.lossKnown = true
		t.lossValue = t.moments.loss(t.total, t.scratch)
	}
	return t.lossValue
}

// norm returns ‖W_m^tot‖.
func (t *training) norm(m int) float64 {
	t.refresh()
	return blockNorm(t.total, t.moments.Inputs(), t.moments.offset[m], t.moments.offset[m+1])
}

// along returns the part of W_m^tot that points towards its final value,
// ⟨W_m^tot, W_m*⟩/‖W_m*‖: for a scalar input W_m^tot with the sign of W_m*.
func (t *training) along(m int) float64 {
	t.refresh()
	d, s := t.moments.Inputs(), 0.0
	for k := range t.moments.Outputs() {
		for j := t.moments.offset[m]; j < t.moments.offset[m+1]; j++ {
			s += t.total[k*d+j] * t.moments.optimum[k*d+j]
		}
	}
	norm := t.moments.OptimumNorm(m)
	if norm == 0 {
		return math.NaN()
	}
	return s / norm
}
