package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/kernel"
)

// projected is a linear network of any depth in the few directions in which its
// layers change (ours). The gradient of a layer is a backward image of the outputs times a
// forward image of the inputs. So project every hidden layer l onto an orthonormal basis
// Q_l of such images:
//
//	W̃^l = Q_lᵀ W^l Q_{l−1},   W^l = W^l(0) + Q_l (W̃^l − W̃^l(0)) Q_{l−1}ᵀ
//
// The layers W̃^l train like a network of their own, as wide as there are directions,
// whatever N is. At order 1 these are the forward images W^l…W^1 x of the inputs and the
// backward images (W^L…W^{l+1})ᵀ of the outputs, in the initial network. Every order more
// goes there and back once more: twice, the newest directions are sent through the layers
// next to them, up and down. That converges to the full network: sooner or later the
// bases map into each other and nothing is left out.
type projected struct {
	*weights
	*bases
	wide    *Network  // memory of network
	product []float64 // likewise
}

// Projection says what a projected network leaves out.
type Projection struct {
	Order   int // of the images in its bases
	Width   int // directions of the largest basis, at most N
	Weights int // numbers that are trained
	// Residual is the norm of the images that would come next, each as large as it is fed,
	// of the hidden layer where that is largest; 0: nothing is left out. Where some layers are
	// much smaller than others it is larger by that an order, for they grow through these for
	// long. It estimates how far times are off, in parts of themselves: see Within.
	Residual float64
}

// Within is how far times of the projected network are off from those of every weight, at most,
// in parts of themselves. Of 480 random networks of 3 to 6 layers nine in ten were within a third
// of the residual; the worst, a branch longer than the other and weights of one size, was at nine.
func (p Projection) Within() float64 { return 10 * p.Residual }

// Limits of a projection that is chosen for its residual. Beyond the order, it has not
// converged; below the part of all weights, it is worth its while.
const (
	MaxOrder          = 4
	ResidualTolerance = 2e-5
	worthwhile        = 0.25
)

// bases are what a network is projected onto.
type bases struct {
	Projection
	initial *Network  // full width
	narrow  *Network  // W̃(0)
	edges   []edge    // of initial
	uneven  float64   // see unevenness
	next    []image   // what the next order begins with
	left    []float64 // per layer: ‖W(0)‖² − ‖W̃(0)‖²
}

// project projects n at an order.
func project(n *Network, order int) *bases {
	b := firstBases(n)
	for b.Order < order {
		b.raise()
	}
	b.reduce()
	return b
}

// firstBases are the bases of order 1, with nothing projected yet.
func firstBases(n *Network) *bases {
	b := &bases{Projection: Projection{Order: 1}, initial: n, edges: spanned(n)}
	b.uneven = b.unevenness()
	b.look()
	b.count()
	return b
}

// look finds what comes next.
func (b *bases) look() {
	b.next, b.Residual = images(b.edges)
	b.Residual *= math.Pow(b.uneven, float64(b.Order))
}

// unevenness is how many times the norm of the smallest layer that of the largest one is, 1 for
// less than twice: layers drawn by [Network.Init], where those above a fusion are √M larger.
func (b *bases) unevenness() float64 {
	least, most := math.Inf(1), 0.0
	for i := range b.edges {
		e := &b.edges[i]
		e.squares = kernel.Squares(e.layer.Data)
		norm := math.Sqrt(e.squares)
		if i >= len(b.edges)-len(b.initial.Shared) {
			norm /= math.Sqrt(float64(len(b.initial.Branches)))
		}
		least, most = math.Min(least, norm), math.Max(most, norm)
	}
	if !(least > 0) { // a layer of zeros, of which nothing is known
		return 1
	}
	if ratio := most / least; ratio > 2 {
		return ratio
	}
	return 1
}

// raise takes the bases to the next order.
func (b *bases) raise() {
	b.Order++
	for range 2 {
		for i := range b.edges {
			if e := &b.edges[i]; e.to != nil {
				e.to.older = e.to.count()
			}
		}
		for _, i := range b.next {
			i.of.add(i.vector, i.weight)
		}
		b.look()
	}
	b.count()
}

// count finds the size of what is to be projected.
func (b *bases) count() {
	b.Width, b.Weights = 0, 0
	for i := range b.edges {
		e := &b.edges[i]
		b.Width, b.Weights = max(b.Width, e.inner()), b.Weights+e.rows()*e.columns()
	}
}

// projectWithin projects n at the lowest order whose residual is within a tolerance; nil, and
// the residual of the highest order there is: no order gets so far.
func projectWithin(n *Network, tolerance float64) (*bases, float64) {
	b := firstBases(n)
	for b.Residual > tolerance && b.Order < MaxOrder {
		b.raise()
	}
	if b.Residual > tolerance {
		return nil, b.Residual
	}
	b.reduce()
	return b, b.Residual
}

// worthProjecting returns the bases of a network that trains faster in them, and to
// [ResidualTolerance] as well; nil: it does not.
func worthProjecting(n *Network) *bases {
	if n.worth != nil {
		return n.worth()
	}
	return findBases(n)
}

func findBases(n *Network) *bases {
	b := firstBases(n)
	for ; float64(b.Weights) <= worthwhile*float64(len(n.weights)); b.raise() {
		if b.Residual <= ResidualTolerance {
			b.reduce()
			return b
		}
		if b.Order == MaxOrder {
			break
		}
	}
	return nil
}

// start returns the projected network with its initial weights.
func (b *bases) start(d *drive) *projected {
	return &projected{weights: newWeights(d, b.narrow.clone()), bases: b}
}

// reduce works out the projected network.
func (b *bases) reduce() {
	n := laidOut(b.initial.Architecture)
	rest := b.edges
	n.each(func(l *Layer) {
		e := &rest[0]
		l.Rows, l.Cols = e.rows(), e.columns()
		rest = rest[1:]
	})
	n.Width = b.Width
	n.allocate()
	rest = b.edges
	n.each(func(l *Layer) {
		e := &rest[0]
		columns := e.outputs()
		if e.to != nil {
			columns = e.to.parts(columns)
		}
		for c := range l.Cols {
			for r := range l.Rows {
				l.Data[r*l.Cols+c] = columns[c*l.Rows+r]
			}
		}
		b.left, rest = append(b.left, e.squares-kernel.Squares(l.Data)), rest[1:]
	})
	b.narrow, b.next = n, nil
}

func (p *projected) layerNorms(dst []float64) {
	p.weights.layerNorms(dst)
	for i, left := range p.left {
		dst[i] = math.Sqrt(max(0, dst[i]*dst[i]+left))
	}
}

// network adds what the layers have learned to the initial network.
func (p *projected) network() *Network {
	if p.wide == nil {
		p.wide = p.initial.clone()
	}
	copy(p.wide.weights, p.initial.weights)
	var wide []Layer
	p.wide.each(func(l *Layer) { wide = append(wide, *l) })
	start := p.narrow.weights
	p.net.each(func(l *Layer) {
		p.spread(wide[0], *l, start, &p.edges[len(p.edges)-len(wide)])
		wide, start = wide[1:], start[len(l.Data):]
	})
	return p.wide
}

// spread adds Q_to (W̃ − W̃(0)) Q_fromᵀ to a layer.
func (p *projected) spread(wide, l Layer, start []float64, e *edge) {
	p.product = slices.Grow(p.product[:0], wide.Cols)[:wide.Cols]
	for r := range l.Rows {
		row := p.product // of (W̃ − W̃(0)) Q_fromᵀ
		clear(row)
		for c, v := range l.Row(r) {
			v -= start[r*l.Cols+c]
			if e.from == nil {
				row[c] = v
			} else {
				kernel.Axpy(v, e.from.vector(c), row)
			}
		}
		if e.to == nil {
			kernel.Axpy(1, row, wide.Row(r))
			continue
		}
		for i, q := range e.to.vector(r) {
			kernel.Axpy(q, row, wide.Row(i))
		}
	}
}

// directions are the basis of a hidden layer, of size units.
type directions struct {
	size   int
	basis  []float64 // rows: unit vectors, orthogonal to each other
	weight []float64 // per vector: how large it was as an image, next to those of order 1
	older  int       // vectors there were before the newest ones
	coming float64   // the squares of the images that would come next
}

func newDirections(size int) *directions {
	const most = 12 // of order 2, for two scalar inputs
	return &directions{size: size, basis: make([]float64, 0, most*size), weight: make([]float64, 0, most)}
}

func (d *directions) count() int             { return len(d.weight) }
func (d *directions) vector(i int) []float64 { return d.basis[i*d.size : (i+1)*d.size] }
func (d *directions) newest() []float64      { return d.basis[d.older*d.size:] }

// parts are those of some vectors along the basis, a row each.
func (d *directions) parts(vectors []float64) []float64 {
	along := make([]float64, len(vectors)/d.size*d.count())
	kernel.Products(along, d.basis, vectors, d.size)
	return along
}

// takeOut takes from vectors what lies along some vectors of the basis.
func (d *directions) takeOut(basis, vectors []float64) {
	if len(basis) == 0 {
		return
	}
	along := make([]float64, len(vectors)/d.size*(len(basis)/d.size))
	kernel.Products(along, basis, vectors, d.size)
	for i := range along {
		along[i] = -along[i]
	}
	kernel.AddLeftProducts(vectors, along, basis, d.size)
}

// rounding is the part of an image that is left of it by rounding.
const rounding = 1e-12

// add appends the direction that v has beside the basis, if it has one. v is known to lie
// beside the older vectors.
func (d *directions) add(v []float64, weight float64) {
	least := rounding * math.Sqrt(kernel.Squares(v))
	d.takeOut(d.newest(), v)
	d.takeOut(d.basis, v) // twice is enough
	left := math.Sqrt(kernel.Squares(v))
	if !(left > least) || d.count() == d.size {
		return
	}
	for i := range v {
		v[i] /= left
	}
	d.basis, d.weight = append(d.basis, v...), append(d.weight, weight)
}

// edge is a layer between two bases; nil is the inputs or the outputs, all of which
// are kept.
type edge struct {
	layer    *Layer
	from, to *directions
	sent     []float64 // between two bases: the images of from, a row each
	squares  float64   // ‖W‖²
}

// rows and columns are those of the projected layer, inner the directions it writes.
func (e *edge) rows() int {
	if e.to == nil {
		return e.layer.Rows
	}
	return e.to.count()
}

func (e *edge) columns() int {
	if e.from == nil {
		return e.layer.Cols
	}
	return e.from.count()
}

func (e *edge) inner() int {
	if e.to == nil {
		return 0
	}
	return e.to.count()
}

// outputs are what the layer writes for every column of the projected one, a row each.
func (e *edge) outputs() []float64 {
	rows, cols := e.layer.Rows, e.layer.Cols
	switch {
	case e.from == nil:
		transposed := make([]float64, 0, rows*cols)
		for c := range cols {
			for r := range rows {
				transposed = append(transposed, e.layer.Data[r*cols+c])
			}
		}
		return transposed
	case e.to == nil:
		return e.forward(e.from.basis)
	}
	return e.sent
}

// image is a direction on its way into a basis.
type image struct {
	of     *directions
	vector []float64
	weight float64
}

// spanned returns the layers of a network in storage order, with the bases of order 1
// between them.
func spanned(n *Network) (edges []edge) {
	chain := func(layers []Layer, from, top *directions) (list []edge) {
		for l := range layers {
			to := top
			if l < len(layers)-1 {
				to = newDirections(n.Width)
			}
			list = append(list, edge{layer: &layers[l], from: from, to: to})
			from = to
		}
		return list
	}
	var fused *directions
	if len(n.Shared) > 0 {
		fused = newDirections(n.Width)
	}
	shared := chain(n.Shared, fused, nil)
	var branches [][]edge
	for _, branch := range n.Branches {
		list := chain(branch, nil, fused)
		for j := range branch[0].Cols {
			climb(shared, climb(list, unit(branch[0].Cols, j)))
		}
		branches, edges = append(branches, list), append(edges, list...)
	}
	for k := range n.Output {
		v := descend(shared, unit(n.Output, k))
		for _, list := range branches {
			descend(list, v)
		}
	}
	return append(edges, shared...)
}

// climb sends an input up the layers and adds its images to their bases; descend sends
// an output down.
func climb(edges []edge, v []float64) []float64 {
	for _, e := range edges {
		if v = e.forward(v); e.to != nil {
			e.to.add(slices.Clone(v), 1)
		}
	}
	return v
}

func descend(edges []edge, v []float64) []float64 {
	for _, e := range slices.Backward(edges) {
		if e.from != nil {
			v = e.backward(v)
			e.from.add(slices.Clone(v), 1)
		}
	}
	return v
}

func unit(n, i int) []float64 {
	v := make([]float64, n)
	v[i] = 1
	return v
}

// forward and backward are the images of some vectors, a row each.
func (e *edge) forward(vectors []float64) []float64 {
	images := make([]float64, len(vectors)/e.layer.Cols*e.layer.Rows)
	kernel.Products(images, e.layer.Data, vectors, e.layer.Cols)
	return images
}

func (e *edge) backward(vectors []float64) []float64 {
	images := make([]float64, len(vectors)/e.layer.Rows*e.layer.Cols)
	kernel.AddLeftProducts(images, vectors, e.layer.Data, e.layer.Cols)
	return images
}

// images are those of the newest directions under the layers next to them, without
// what the bases hold. left is their norm, of the hidden layer where that is largest.
func images(edges []edge) (list []image, left float64) {
	for i := range edges {
		if to := edges[i].to; to != nil {
			to.coming = 0
		}
	}
	into := func(to *directions, vectors, weights []float64) {
		least := make([]float64, len(weights))
		for i := range least {
			least[i] = rounding * math.Sqrt(kernel.Squares(vectors[i*to.size:(i+1)*to.size]))
		}
		to.takeOut(to.basis, vectors)
		to.takeOut(to.basis, vectors) // twice is enough
		for i, weight := range weights {
			v := vectors[i*to.size : (i+1)*to.size]
			rest := math.Sqrt(kernel.Squares(v))
			if weight *= rest; rest > least[i] {
				list = append(list, image{to, v, weight})
				to.coming += weight * weight
			}
		}
		left = math.Max(left, math.Sqrt(to.coming))
	}
	for i := range edges {
		e := &edges[i]
		if e.from == nil || e.to == nil {
			continue
		}
		up := e.forward(e.from.newest())
		e.sent = append(e.sent, up...)
		into(e.to, up, e.from.weight[e.from.older:])
		into(e.from, e.backward(e.to.newest()), e.to.weight[e.to.older:])
	}
	return list, left
}
