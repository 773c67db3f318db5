package sim

// training is the working memory of one network learning one data set. All of
// it is allocated once: an epoch allocates nothing.
//
// Naming: above[l] = W^L … W^{l+1}, the map from the output of layer l to the
// prediction (d_y × rows of l); below[l] = E-weighted inputs of layer l, i.e.
// (layers below l) Eᵀ as d_y rows of length cols of l. The gradient of layer l
// is then minus the sum over outputs k of above[k]ᵀ below[k].
type training struct {
	net     *Network
	moments *Moments

	total    []float64 // [W_A^tot W_B^tot …], d_y × D
	residual []float64 // E, d_y × D

	aboveBranch [][][]float64 // [m][l], d_y × rows
	aboveShared [][]float64   // [l], d_y × rows
	belowBranch [][][]float64 // [m][l], d_y × cols
	belowShared [][]float64   // [l], d_y × cols; one more: the output
	fused       []float64     // scratch: one branch's contribution to the fusion sum

	fresh bool // total and above belong to the present weights

	update, addGradient func(w Layer, below, above, out []float64, ky int) // bound once: an epoch allocates nothing
	eta                 float64                                            // of update
	into                []float64                                          // of addGradient
}

func newTraining(net *Network, moments *Moments) *training {
	t := &training{net: net, moments: moments}
	ky, d := moments.Outputs(), moments.Inputs()
	t.total = make([]float64, ky*d)
	t.residual = make([]float64, ky*d)
	for _, branch := range net.Branches {
		var above, below [][]float64
		for _, w := range branch {
			above = append(above, make([]float64, ky*w.Rows))
			below = append(below, make([]float64, ky*w.Cols))
		}
		t.aboveBranch = append(t.aboveBranch, above)
		t.belowBranch = append(t.belowBranch, below)
	}
	for _, w := range net.Shared {
		t.aboveShared = append(t.aboveShared, make([]float64, ky*w.Rows))
		t.belowShared = append(t.belowShared, make([]float64, ky*w.Cols))
	}
	// The output of the last layer is never needed but must have a place to go.
	t.belowShared = append(t.belowShared, make([]float64, ky*max(moments.Outputs(), net.Width)))
	t.fused = make([]float64, ky*max(moments.Outputs(), net.Width))
	t.update, t.addGradient = t.updateOf, t.gradientOf
	return t
}

// refresh computes the products above every layer and the end-to-end maps.
func (t *training) refresh() {
	if t.fresh {
		return
	}
	t.fresh = true
	ky := t.moments.Outputs()
	top := t.aboveOfTop()
	for l := len(t.net.Shared) - 1; l >= 0; l-- {
		above := t.aboveShared[l]
		if l == len(t.net.Shared)-1 {
			copy(above, top)
		} else {
			timesLayer(above, t.aboveShared[l+1], t.net.Shared[l+1], ky)
		}
	}
	d := t.moments.Inputs()
	for m, branch := range t.net.Branches {
		for l := len(branch) - 1; l >= 0; l-- {
			above := t.aboveBranch[m][l]
			switch {
			case l < len(branch)-1:
				timesLayer(above, t.aboveBranch[m][l+1], branch[l+1], ky)
			case len(t.net.Shared) > 0:
				timesLayer(above, t.aboveShared[0], t.net.Shared[0], ky)
			default:
				copy(above, top)
			}
		}
		lo, hi := t.moments.offset[m], t.moments.offset[m+1]
		for k := range ky {
			timesLayerRow(t.total[k*d+lo:k*d+hi], t.aboveBranch[m][0][k*branch[0].Rows:(k+1)*branch[0].Rows], branch[0])
		}
	}
}

// aboveOfTop is the identity of size d_y, written over the scratch.
func (t *training) aboveOfTop() []float64 {
	ky := t.moments.Outputs()
	id := t.fused[:0]
	for k := range ky {
		for i := range ky {
			if i == k {
				id = append(id, 1)
			} else {
				id = append(id, 0)
			}
		}
	}
	return id
}

// timesLayer writes above = aboveNext · W, ky rows.
func timesLayer(above, aboveNext []float64, w Layer, ky int) {
	for k := range ky {
		timesLayerRow(above[k*w.Cols:(k+1)*w.Cols], aboveNext[k*w.Rows:(k+1)*w.Rows], w)
	}
}

// timesLayerRow writes the row vector dst = q · W.
func timesLayerRow(dst, q []float64, w Layer) {
	if w.Cols == 1 { // a column: one dot product instead of many tiny rows
		dst[0] = dot(q, w.Data)
		return
	}
	leftProduct(dst, q, w.Data)
}

// epoch performs one step of full-batch gradient descent at rate eta,
// allocating nothing.
func (t *training) epoch(eta float64) {
	t.refresh()
	t.moments.residual(t.residual, t.total)
	t.fresh = false
	t.eta = eta
	t.walk(t.update)
}

// updateOf is epoch for one layer.
func (t *training) updateOf(w Layer, below, above, out []float64, ky int) {
	forwardAndUpdate(w, below, above, out, ky, t.eta)
}

// gradient writes −∂ℒ/∂W of every weight into dst, in storage order.
func (t *training) gradient(dst []float64) {
	t.refresh()
	t.moments.residual(t.residual, t.total)
	clear(dst)
	t.into = dst
	t.walk(t.addGradient)
}

// gradientOf is gradient for one layer, the next part of t.into.
func (t *training) gradientOf(w Layer, below, above, out []float64, ky int) {
	forward(w, below, out, ky)
	size := w.Rows * w.Cols
	update(Layer{Rows: w.Rows, Cols: w.Cols, Data: t.into[:size]}, below, above, ky, 1)
	t.into = t.into[size:]
}

// walk goes through the layers from the inputs up, in storage order, keeping
// the E-weighted inputs of each layer. visit must fill out = W·below from the
// weights as they were before it changed them.
func (t *training) walk(visit func(w Layer, below, above, out []float64, ky int)) {
	ky, d := t.moments.Outputs(), t.moments.Inputs()
	fusion := t.belowShared[0]
	clear(fusion)
	for m, branch := range t.net.Branches {
		lo, dm := t.moments.offset[m], branch[0].Cols
		for k := range ky {
			copy(t.belowBranch[m][0][k*dm:(k+1)*dm], t.residual[k*d+lo:k*d+lo+dm])
		}
		for l, w := range branch {
			out := t.fused[:ky*w.Rows]
			if l+1 < len(branch) {
				out = t.belowBranch[m][l+1]
			}
			visit(w, t.belowBranch[m][l], t.aboveBranch[m][l], out, ky)
		}
		for i, v := range t.fused[:ky*branch[len(branch)-1].Rows] {
			fusion[i] += v
		}
	}
	for l, w := range t.net.Shared {
		visit(w, t.belowShared[l], t.aboveShared[l], t.belowShared[l+1], ky)
	}
}

// forwardAndUpdate writes out = W·below and then adds rate · Σ_k above_kᵀ below_k
// to W.
func forwardAndUpdate(w Layer, below, above, out []float64, ky int, rate float64) {
	switch {
	case ky > 1:
		forward(w, below, out, ky)
		update(w, below, above, ky, rate)
	case w.Cols == 1:
		scaleThenAxpy(out, w.Data, below[0], above, rate*below[0])
	default:
		productThenUpdate(out, w.Data, below, above, rate)
	}
}

// forward writes out = W·below.
func forward(w Layer, below, out []float64, ky int) {
	for k := range ky {
		product(out[k*w.Rows:(k+1)*w.Rows], w.Data, below[k*w.Cols:(k+1)*w.Cols])
	}
}

// update adds rate · Σ_k above_kᵀ below_k to W.
func update(w Layer, below, above []float64, ky int, rate float64) {
	for k := range ky {
		x, q := below[k*w.Cols:(k+1)*w.Cols], above[k*w.Rows:(k+1)*w.Rows]
		if w.Cols == 1 {
			axpy(rate*x[0], q, w.Data)
			continue
		}
		for i, v := range q {
			axpy(rate*v, x, w.Row(i))
		}
	}
}
