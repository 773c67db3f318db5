package theory

import (
	"cmp"
	"math"
	"slices"

	"unimodal-bias-lab/sim/linalg"
)

// Limits of [Condense]: from how many inputs on it is worth its while, how many it leaves at most,
// which part of the targets it need not explain, and which it may miss where those do not suffice.
const (
	manyInputs    = 64
	mostCondensed = 160
	neededPart    = 1e-7
	missedPart    = 1e-2
)

// Condense returns data of fewer inputs on which a network of two layers learns as on d, with its
// hidden units: z[m] has a row a unit of branch m, its incoming weights and then its outgoing ones, or
// z[0] one for all inputs together (ours). From small weights W_m moves within the span of Σ_ym, of
// Σ_mn times what W_n moves in, and so on. Of these words, the ones that weigh most are kept, an
// orthonormal basis a modality, until they explain of the targets what all inputs do, of every
// modality alone and of all together. Data of few inputs come back as they are; so do those of which
// mostCondensed directions explain too little: what the last of them would add is learned too slowly
// to be seen.
func Condense(d Data, z [][]float64) (Data, [][]float64) {
	n := d.inputs()
	if n < manyInputs {
		return d, z
	}
	c := newCondenser(d)
	for more := true; more; {
		more = c.round()
		if !more || c.rounds%4 == 0 {
			small := c.data()
			if missed := c.misses(small); missed < neededPart || !more && missed < missedPart {
				return small, c.units(z)
			}
		}
	}
	return d, z
}

// condenser finds the bases.
type condenser struct {
	d        Data
	bases    [][][]float64 // of every modality: unit vectors of its inputs
	frontier []word        // what was added last
	alone    []float64     // what every modality explains of the targets, and all together
	rounds   int
	unit     float64 // the largest variance, for words to keep their size
}

// word is a unit vector of the inputs of a modality and its weight.
type word struct {
	modality int
	vector   []float64
	weight   float64
}

func newCondenser(d Data) *condenser {
	c := &condenser{d: d, bases: make([][][]float64, len(d.Dims))}
	for m, dim := range d.Dims {
		for cross := d.cross(m); len(cross) > 0; cross = cross[dim:] {
			c.add(m, slices.Clone(cross[:dim]), 1)
		}
		w, _ := UnimodalMinimum(d, m)
		c.alone = append(c.alone, linalg.Dot(w, d.cross(m)))
		lo, hi := d.span(m)
		trace := 0.0
		for i := lo; i < hi; i++ {
			trace += d.Sigma[i*d.inputs()+i]
		}
		c.unit = math.Max(c.unit, trace)
	}
	w, _ := GlobalMinimum(d)
	c.alone = append(c.alone, linalg.Dot(w, d.Yx))
	return c
}

// add takes what is new of a vector into the basis of a modality.
func (c *condenser) add(m int, v []float64, weight float64) {
	whole := linalg.Norm(v)
	for range 2 {
		for _, q := range c.bases[m] {
			by := linalg.Dot(q, v)
			for i, x := range q {
				v[i] -= by * x
			}
		}
	}
	norm := linalg.Norm(v)
	if !(norm > 1e-10*whole) {
		return
	}
	for i := range v {
		v[i] /= norm
	}
	c.bases[m] = append(c.bases[m], v)
	c.frontier = append(c.frontier, word{m, v, weight * norm})
}

// round makes words longer; false: there is nothing to add, or it would be too much.
func (c *condenser) round() bool {
	n, size := c.d.inputs(), 0
	c.rounds++
	for _, basis := range c.bases {
		size += len(basis)
	}
	next := c.frontier
	c.frontier = nil
	var longer []word
	for _, w := range next {
		lo, hi := c.d.span(w.modality)
		for m, dim := range c.d.Dims {
			from, _ := c.d.span(m)
			part := make([]float64, dim)
			for i := range part {
				part[i] = linalg.Dot(c.d.Sigma[(from+i)*n+lo:(from+i)*n+hi], w.vector)
			}
			weight := w.weight * linalg.Norm(part) / c.unit
			longer = append(longer, word{m, part, weight})
		}
	}
	slices.SortStableFunc(longer, func(a, b word) int { return cmp.Compare(b.weight, a.weight) })
	most := 2 * len(c.d.Dims) * c.d.outputs()
	if size+most > mostCondensed {
		return false
	}
	for _, w := range longer[:min(most, len(longer))] {
		norm := linalg.Norm(w.vector)
		if norm > 0 {
			c.add(w.modality, w.vector, w.weight/norm)
		}
	}
	return len(c.frontier) > 0
}

// data are those of the inputs along the bases.
func (c *condenser) data() Data {
	d, n := c.d, c.d.inputs()
	small := d
	small.Dims, small.Sigma, small.Yx = nil, nil, nil
	type direction struct {
		lo     int
		vector []float64
	}
	var all []direction
	for m, basis := range c.bases {
		lo, _ := d.span(m)
		small.Dims = append(small.Dims, max(1, len(basis)))
		for _, q := range basis {
			all = append(all, direction{lo, q})
		}
		if len(basis) == 0 { // nothing correlates with it
			all = append(all, direction{lo, make([]float64, d.Dims[m])})
		}
	}
	size := len(all)
	small.Sigma = make([]float64, size*size)
	image := make([]float64, n)
	for a, q := range all {
		for i := range image {
			image[i] = linalg.Dot(d.Sigma[i*n+q.lo:i*n+q.lo+len(q.vector)], q.vector)
		}
		for b, p := range all[:a+1] {
			v := linalg.Dot(image[p.lo:p.lo+len(p.vector)], p.vector)
			small.Sigma[a*size+b], small.Sigma[b*size+a] = v, v
		}
	}
	for k := range d.outputs() {
		for _, q := range all {
			small.Yx = append(small.Yx, linalg.Dot(d.Yx[k*n+q.lo:k*n+q.lo+len(q.vector)], q.vector))
		}
	}
	return small
}

// misses is the largest part of the mean square of the targets that condensed data leave unexplained
// and all inputs explain.
func (c *condenser) misses(small Data) float64 {
	most := 0.0
	for m := range c.d.Dims {
		w, _ := UnimodalMinimum(small, m)
		most = math.Max(most, c.alone[m]-linalg.Dot(w, small.cross(m)))
	}
	w, _ := GlobalMinimum(small)
	return math.Max(most, c.alone[len(c.d.Dims)]-linalg.Dot(w, small.Yx)) / c.d.Yy
}

// units are hidden units with their incoming weights along the bases.
func (c *condenser) units(z [][]float64) (list [][]float64) {
	together := len(z) == 1 && len(c.d.Dims) > 1
	for g, rows := range z {
		var own []float64
		long := c.d.outputs()
		if together {
			long += c.d.inputs()
		} else {
			long += c.d.Dims[g]
		}
		for ; len(rows) > 0; rows = rows[long:] {
			from := 0
			for m, basis := range c.bases {
				if !together && m != g {
					continue
				}
				part := rows[from : from+c.d.Dims[m]]
				from += c.d.Dims[m]
				for _, q := range basis {
					own = append(own, linalg.Dot(q, part))
				}
				if len(basis) == 0 {
					own = append(own, 0)
				}
			}
			own = append(own, rows[from:long]...)
		}
		list = append(list, own)
	}
	return list
}
