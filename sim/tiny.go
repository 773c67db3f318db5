package sim

// tiny is a deep network of two scalar inputs, projected at first order: a hidden layer
// has three directions at most. Thousands of them learn for one picture, so that layers
// are arrays of fixed size, those with fewer directions filled up with zeros, which stay zero.
type tiny struct {
	branches [2]chain
	shared   chain
	late     bool          // nothing is shared
	bottom   [2][3]float64 // the backward image of the output at the bottom of either branch
}

// chain is the layers from a number, or from three, to three, or to a number.
type chain struct {
	first   *[3]float64  // reads a scalar input; nil of shared layers
	middle  []square     // from the input up
	last    *[3]float64  // writes the output; nil below other layers
	above   [][3]float64 // per middle layer: the backward image of the output at its top
	vectors [2][3]float64
	squares []square
}

// square is three rows.
type square [9]float64

func (s *square) times(x *[3]float64) [3]float64 {
	return [3]float64{
		s[0]*x[0] + s[1]*x[1] + s[2]*x[2],
		s[3]*x[0] + s[4]*x[1] + s[5]*x[2],
		s[6]*x[0] + s[7]*x[1] + s[8]*x[2],
	}
}

func (s *square) below(a *[3]float64) [3]float64 {
	return [3]float64{
		a[0]*s[0] + a[1]*s[3] + a[2]*s[6],
		a[0]*s[1] + a[1]*s[4] + a[2]*s[7],
		a[0]*s[2] + a[1]*s[5] + a[2]*s[8],
	}
}

// learn adds a xᵀ.
func (s *square) learn(a, x *[3]float64) {
	for i, v := range a {
		s[3*i] += v * x[0]
		s[3*i+1] += v * x[1]
		s[3*i+2] += v * x[2]
	}
}

// fits reports whether a network is one: of two scalar inputs, a scalar output, three
// directions a hidden layer at most, and a hidden layer on the way of either input.
func (t *tiny) fits(n *Network) bool {
	if len(n.Branches) != 2 || n.Output != 1 {
		return false
	}
	fits := true
	n.each(func(l *Layer) { fits = fits && l.Rows <= 3 && l.Cols <= 3 })
	for m, branch := range n.Branches {
		fits = fits && n.Inputs[m] == 1 && (len(branch) > 1 || len(n.Shared) > 0)
	}
	return fits
}

// take copies the weights of a network that fits. Memory is reused.
func (t *tiny) take(n *Network) {
	t.late = len(n.Shared) == 0
	for m, branch := range n.Branches {
		t.branches[m].take(branch, true, t.late)
	}
	t.shared.take(n.Shared, false, !t.late)
}

func (c *chain) take(layers []Layer, first, last bool) {
	c.first, c.last, c.middle = nil, nil, c.squares[:0]
	vector := func(i int, l Layer) *[3]float64 {
		c.vectors[i] = [3]float64{}
		copy(c.vectors[i][:], l.Data)
		return &c.vectors[i]
	}
	if first {
		c.first, layers = vector(0, layers[0]), layers[1:]
	}
	if last {
		c.last, layers = vector(1, layers[len(layers)-1]), layers[:len(layers)-1]
	}
	for _, l := range layers {
		var s square
		for r := range l.Rows {
			copy(s[3*r:3*r+3], l.Row(r))
		}
		c.middle = append(c.middle, s)
	}
	c.squares = c.middle
	if len(c.above) < len(c.middle) {
		c.above = make([][3]float64, len(c.middle))
	}
}

// descend sends the backward image of the output down the middle layers.
func (c *chain) descend(a [3]float64) [3]float64 {
	for l := len(c.middle) - 1; l >= 0; l-- {
		c.above[l] = a
		a = c.middle[l].below(&a)
	}
	return a
}

// climb sends an input up the middle layers. What they learn from it, times eta, is added to
// those of to, which may be c.
func (c *chain) climb(x [3]float64, eta float64, to *chain) [3]float64 {
	for l := range c.middle {
		a := &c.above[l]
		y := c.middle[l].times(&x)
		to.middle[l].learn(&[3]float64{eta * a[0], eta * a[1], eta * a[2]}, &x)
		x = y
	}
	return x
}

// numbers calls visit with all weights of the chain, three at a time.
func (c *chain) numbers(visit func(three []float64)) {
	if c.first != nil {
		visit(c.first[:])
	}
	for l := range c.middle {
		for i := 0; i < len(square{}); i += 3 {
			visit(c.middle[l][i : i+3])
		}
	}
	if c.last != nil {
		visit(c.last[:])
	}
}

// numbers calls visit with all weights, three at a time.
func (t *tiny) numbers(visit func(three []float64)) {
	t.branches[0].numbers(visit)
	t.branches[1].numbers(visit)
	t.shared.numbers(visit)
}

// weights returns W_A and W_B. It has to come before learn.
func (t *tiny) weights() (w [2]float64) {
	var top [3]float64
	if !t.late {
		top = t.shared.descend(*t.shared.last)
	}
	for m := range t.branches {
		b := &t.branches[m]
		if t.late {
			top = *b.last
		}
		t.bottom[m] = b.descend(top)
		w[m] = dot(&t.bottom[m], b.first)
	}
	return w
}

// learn adds −η ∂ℒ/∂W, given the residual correlations E, to the weights of to: a network of
// the same shape, which may be t, a step of gradient descent.
func (t *tiny) learn(eta float64, e [2]float64, to *tiny) {
	var fused [3]float64
	for m := range t.branches {
		b, into := &t.branches[m], &to.branches[m]
		x := *b.first
		for i := range x {
			x[i] *= e[m]
			into.first[i] += eta * e[m] * t.bottom[m][i]
		}
		for i, v := range b.climb(x, eta, into) {
			if t.late {
				into.last[i] += eta * v
			} else {
				fused[i] += v
			}
		}
	}
	if t.late {
		return
	}
	for i, v := range t.shared.climb(fused, eta, &to.shared) {
		to.shared.last[i] += eta * v
	}
}

func dot(a, b *[3]float64) float64 { return a[0]*b[0] + a[1]*b[1] + a[2]*b[2] }
