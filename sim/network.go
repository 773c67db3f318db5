package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/theory"
)

// Limits of a network the lab trains.
const (
	MinDepth, MaxDepth = 2, 8
	MinWidth, MaxWidth = 1, 512
)

// Architecture is the shape of a multimodal linear network.
type Architecture struct {
	Depth  int   // L, 2 … 8
	Fusion int   // L_f, 1 (early) … L (late)
	Width  int   // N, 1 … 512
	Inputs []int // d_m of each modality
	Output int   // d_y

	// BranchDepths are L_m, the layers of each branch up to and including its block
	// of the fusion layer: 1 … 8, and L_f in the first. nil: L_f in all of them.
	BranchDepths []int
}

// check returns an *[Error] for a shape that is out of range.
func (a Architecture) check() error {
	switch {
	case a.Depth < MinDepth || a.Depth > MaxDepth:
		return outOfRange("depth", a.Depth, MinDepth, MaxDepth)
	case a.Fusion < 1 || a.Fusion > a.Depth:
		return outOfRange("fusion", a.Fusion, 1, float64(a.Depth))
	case a.Width < MinWidth || a.Width > MaxWidth:
		return outOfRange("width", a.Width, MinWidth, MaxWidth)
	case len(a.Inputs) == 0:
		return &Error{Code: Mismatch, Key: "modalities", Value: "there are none"}
	case a.Output < 1:
		return &Error{Code: Mismatch, Key: "outputs", Value: format("%v outputs, at least 1 is needed", a.Output)}
	}
	for _, d := range a.Inputs {
		if d < 1 {
			return &Error{Code: Mismatch, Key: "modalities", Value: format("dimension %v, at least 1 is needed", d)}
		}
	}
	return a.checkBranches()
}

// Layer is a weight matrix, row-major: Rows outputs × Cols inputs.
type Layer struct {
	Rows, Cols int
	Data       []float64
}

// Row returns the incoming weights of unit i.
func (l Layer) Row(i int) []float64 { return l.Data[i*l.Cols : (i+1)*l.Cols] }

// Norm returns the Frobenius norm.
func (l Layer) Norm() float64 { return math.Sqrt(kernel.Squares(l.Data)) }

// Network holds the weights. Branches[m] = W_m^1 … W_m^{L_m}, the last one the
// block of the fusion layer that reads branch m; Shared = W^{L_f+1} … W^L.
type Network struct {
	Architecture
	Branches [][]Layer
	Shared   []Layer
	weights  []float64 // all of the above, in that order

	worth func() *bases // remembers worthProjecting, where several runs start from it; else nil
}

// NewNetwork returns a network of zero weights. Its errors are of type
// *[Error].
func NewNetwork(a Architecture) (*Network, error) {
	if err := a.check(); err != nil {
		return nil, err
	}
	n := laidOut(a)
	n.allocate()
	return n, nil
}

// laidOut returns a network whose layers have shapes, but no weights yet.
func laidOut(a Architecture) *Network {
	n := &Network{Architecture: a}
	shape := func(last bool) Layer {
		if last {
			return Layer{Rows: a.Output, Cols: a.Width}
		}
		return Layer{Rows: a.Width, Cols: a.Width}
	}
	for m, d := range a.Inputs {
		var branch []Layer
		for l := range a.BranchDepth(m) {
			branch = append(branch, shape(a.Fusion == a.Depth && l == a.BranchDepth(m)-1))
		}
		branch[0].Cols = d
		n.Branches = append(n.Branches, branch)
	}
	for l := a.Fusion; l < a.Depth; l++ {
		n.Shared = append(n.Shared, shape(l == a.Depth-1))
	}
	return n
}

// check returns an *[Error] for a network that is not as [NewNetwork] makes them:
// put together or taken apart by hand.
func (n *Network) check() error {
	if err := n.Architecture.check(); err != nil {
		return err
	}
	var want []Layer
	laidOut(n.Architecture).each(func(l *Layer) { want = append(want, *l) })
	fits, rest := true, n.weights
	n.each(func(l *Layer) {
		size := l.Rows * l.Cols
		if fits = fits && len(want) > 0 && l.Rows == want[0].Rows && l.Cols == want[0].Cols &&
			size <= len(rest) && len(l.Data) == size && &l.Data[0] == &rest[0]; fits {
			want, rest = want[1:], rest[size:]
		}
	})
	if !fits || len(want) > 0 {
		return &Error{Code: Mismatch, Key: "network", Value: "layers that are not those of its architecture; NewNetwork makes them"}
	}
	return nil
}

// allocate gives every layer its part of one slice of weights.
func (n *Network) allocate() {
	total := 0
	n.each(func(l *Layer) { total += l.Rows * l.Cols })
	n.weights = make([]float64, total)
	rest := n.weights
	n.each(func(l *Layer) {
		size := l.Rows * l.Cols
		l.Data, rest = rest[:size:size], rest[size:]
	})
}

// clone returns a copy that shares nothing.
func (n *Network) clone() *Network {
	c := &Network{Architecture: n.Architecture, Shared: slices.Clone(n.Shared)}
	for _, branch := range n.Branches {
		c.Branches = append(c.Branches, slices.Clone(branch))
	}
	c.allocate()
	copy(c.weights, n.weights)
	return c
}

// each visits the layers in storage order: branches, then shared.
func (n *Network) each(visit func(*Layer)) {
	for _, branch := range n.Branches {
		for l := range branch {
			visit(&branch[l])
		}
	}
	for l := range n.Shared {
		visit(&n.Shared[l])
	}
}

// Weights returns all weights as one slice, branches first: a view, not a copy.
func (n *Network) Weights() []float64 { return n.weights }

// Init draws random Gaussian weights by the two conventions of [ZLS24]. Two
// layers: every weight has standard deviation scale. Deeper, if along one branch
// only: every layer has
// Frobenius norm of about scale (standard deviation scale/√size), and √M
// larger from the fusion layer on for M modalities, the fusion layer counted as
// one matrix over the concatenated branches; each of its blocks then has norm
// scale like the layers below, and the shared layers continue the balance.
//
// Each layer draws from a stream of its own, so a layer keeps its directions
// when the width or the depth of others changes.
func (n *Network) Init(seed uint64, scale float64) {
	std := n.deviations(scale)
	for m, branch := range n.Branches {
		for l, w := range branch {
			drawGaussians(w.Data, seed, uint64(m)<<8|uint64(l), std.Branches[m][l])
		}
	}
	for l, w := range n.Shared {
		drawGaussians(w.Data, seed, 1<<16|uint64(n.Fusion+l), std.Shared[l])
	}
}

// scaleBranch multiplies the weights of every layer of a branch.
func (n *Network) scaleBranch(branch int, factor float64) {
	if branch >= len(n.Branches) {
		return
	}
	for _, l := range n.Branches[branch] {
		for i := range l.Data {
			l.Data[i] *= factor
		}
	}
}

// deviations are the standard deviations of [Network.Init].
func (a *Architecture) deviations(scale float64) (std theory.RandomLayers) {
	modalities, deep, n := float64(len(a.Inputs)), a.longest() > 2, laidOut(*a)
	for _, branch := range n.Branches {
		var own []float64
		for _, l := range branch {
			if deep {
				own = append(own, scale/math.Sqrt(float64(l.Rows*l.Cols)))
			} else {
				own = append(own, scale)
			}
		}
		std.Branches = append(std.Branches, own)
	}
	for _, l := range n.Shared {
		if deep {
			std.Shared = append(std.Shared, scale*math.Sqrt(modalities/float64(l.Rows*l.Cols)))
		} else {
			std.Shared = append(std.Shared, scale)
		}
	}
	return std
}
