package sim

import "unimodal-bias-lab/sim/kernel"

// training is the working memory of one network learning one data set. All of
// it is allocated once: an epoch allocates nothing.
//
// Naming: above = W^L … W^{l+1}, the map from the output of layer l to the
// prediction (d_y × rows of l); below = E-weighted inputs of layer l, i.e.
// (layers below l) Eᵀ as d_y rows of length cols of l. The gradient of layer l
// is then minus the sum over outputs k of above_kᵀ below_k.
type training struct {
	net   *Network
	drive *drive

	total    []float64 // [W_A^tot W_B^tot …], d_y × D
	residual []float64 // E, d_y × D

	branches [][]stage // [m][l]
	shared   []stage
	fusion   []float64 // the sum that the layer after the fusion reads; the output, if there is none
	term     []float64 // scratch: what one branch adds to it

	fresh bool // total and above belong to the present weights

	update, addGradient func(*stage) // bound once: an epoch allocates nothing
	rate                float64      // of update or addGradient, in the present layer
	into                []float64    // of addGradient
}

// stage is a layer with what it reads and writes in an epoch.
type stage struct {
	w     Layer
	above []float64 // d_y × rows
	below []float64 // d_y × cols
	out   []float64 // W·below, d_y × rows: the next stage's below
}

func newTraining(net *Network, moves *drive) *training {
	ky, d := moves.Outputs(), moves.Inputs()
	t := &training{net: net, drive: moves}
	t.total = make([]float64, ky*d)
	t.residual = make([]float64, ky*d)

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
	fused := net.Branches[0][net.Fusion-1].Rows // and of every other branch's last layer
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
		below := t.residual[moves.offset[m]:moves.offset[m+1]]
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
	t.update, t.addGradient = t.updateOf, t.gradientOf
	return t
}

// refresh computes the products above every layer and the end-to-end maps.
func (t *training) refresh() {
	if t.fresh {
		return
	}
	t.fresh = true
	ky, d := t.drive.Outputs(), t.drive.Inputs()
	timesStages(t.shared, ky)
	if len(t.shared) > 0 {
		bottom, top := &t.shared[0], &t.branches[0][len(t.branches[0])-1]
		timesLayer(top.above, bottom.above, bottom.w, ky)
	}
	for m, branch := range t.branches {
		timesStages(branch, ky)
		lo, hi := t.drive.offset[m], t.drive.offset[m+1]
		first := &branch[0]
		for k := range ky {
			timesLayerRow(t.total[k*d+lo:k*d+hi], first.above[k*first.w.Rows:(k+1)*first.w.Rows], first.w)
		}
	}
}

// timesStages computes above from the last stage but one down.
func timesStages(stages []stage, ky int) {
	for l := len(stages) - 2; l >= 0; l-- {
		below, s := stages[l].above, &stages[l+1]
		if ky == 1 {
			timesLayerRow(below, s.above, s.w)
		} else {
			timesLayer(below, s.above, s.w, ky)
		}
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
		dst[0] = kernel.Dot(q, w.Data)
	case w.Rows == 1 && q[0] == 1: // the last layer of one output
		copy(dst, w.Data)
	default:
		kernel.LeftProduct(dst, q, w.Data)
	}
}

// epoch performs one step of full-batch gradient descent at rate eta,
// allocating nothing.
func (t *training) epoch(eta float64) {
	t.refresh()
	t.drive.look(t.residual, t.total)
	t.fresh = false
	if t.drive.outputs == 1 {
		t.updateSingle(eta)
		return
	}
	t.walk(t.update, eta, true)
}

// updateOf is epoch for one layer.
func (t *training) updateOf(s *stage) {
	s.forward()
	s.addGradient(s.w.Data, t.rate)
}

// updateSingle is walk by updateOf for a network of one output, in as few calls as can be:
// they are half of the time of narrow layers.
func (t *training) updateSingle(eta float64) {
	for m, branch := range t.branches {
		updateStages(branch, eta*t.drive.etaOf(m)*t.drive.gain(m))
		if m > 0 {
			kernel.Axpy(1, t.term, t.fusion)
		}
	}
	updateStages(t.shared, eta)
}

func updateStages(stages []stage, eta float64) {
	for l := range stages {
		if s := &stages[l]; s.w.Cols == 1 {
			kernel.ScaleThenAxpy(s.out, s.w.Data, s.below[0], s.above, eta*s.below[0])
		} else {
			kernel.ProductThenUpdate(s.out, s.w.Data, s.below, s.above, eta)
		}
	}
}

// gradient writes −∂ℒ/∂W of every weight into dst, in storage order; of a branch, times what
// modulation leaves of it.
func (t *training) gradient(dst []float64) {
	t.refresh()
	t.drive.look(t.residual, t.total)
	clear(dst)
	t.into = dst
	t.walk(t.addGradient, 1, false)
}

// gradientOf is gradient for one layer, the next part of t.into.
func (t *training) gradientOf(s *stage) {
	s.forward()
	s.addGradient(t.into, t.rate)
	t.into = t.into[len(s.w.Data):]
}

// walk goes through the layers from the inputs up, in storage order, keeping
// the E-weighted inputs of each layer. visit must fill out = W·below from the
// weights as they were before it changed them, and find its rate in t.rate: that of the branch,
// if branches have rates of their own, times what modulation leaves.
func (t *training) walk(visit func(*stage), rate float64, paced bool) {
	ky, d := t.drive.Outputs(), t.drive.Inputs()
	for m, branch := range t.branches {
		t.rate = rate * t.drive.gain(m)
		if paced {
			t.rate *= t.drive.etaOf(m)
		}
		if ky > 1 {
			lo, below := t.drive.offset[m], branch[0].below
			dm := branch[0].w.Cols
			for k := range ky {
				copy(below[k*dm:(k+1)*dm], t.residual[k*d+lo:k*d+lo+dm])
			}
		}
		for l := range branch {
			visit(&branch[l])
		}
		if m > 0 {
			kernel.Axpy(1, t.term, t.fusion)
		}
	}
	t.rate = rate
	for l := range t.shared {
		visit(&t.shared[l])
	}
}

// forward writes out = W·below.
func (s *stage) forward() {
	rows, cols := s.w.Rows, s.w.Cols
	for out, below := s.out, s.below; len(below) > 0; out, below = out[rows:], below[cols:] {
		kernel.Product(out[:rows], s.w.Data, below[:cols])
	}
}

// addGradient adds rate · Σ_k above_kᵀ below_k to dst, of the shape of W.
func (s *stage) addGradient(dst []float64, rate float64) {
	rows, cols := s.w.Rows, s.w.Cols
	for above, below := s.above, s.below; len(below) > 0; above, below = above[rows:], below[cols:] {
		if cols == 1 {
			kernel.Axpy(rate*below[0], above[:rows], dst)
			continue
		}
		for i, v := range above[:rows] {
			kernel.Axpy(rate*v, below[:cols], dst[i*cols:])
		}
	}
}
