package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// Reduced is a linear network of a few numbers that stands for a wide one: its hidden
// layers hold only the directions in which those of the wide one change. Branches and
// Shared are as in [Shape], each from the inputs up.
type Reduced struct {
	Branches [][]Matrix
	Shared   []Matrix
}

// Matrix is a layer: rows outputs × columns inputs.
type Matrix struct {
	Rows, Cols int
	Data       []float64 // row-major
}

func matrix(rows, cols int) Matrix { return Matrix{rows, cols, make([]float64, rows*cols)} }

func (m *Matrix) put(row, col int, v float64) { m.Data[row*m.Cols+col] = v }

// times writes m x into y; below adds the row x m to y, which is zero.
func (m *Matrix) times(y, x []float64) {
	for i := range y {
		y[i] = linalg.Dot(m.Data[i*m.Cols:(i+1)*m.Cols], x)
	}
}

func (m *Matrix) below(y, x []float64) {
	for i, v := range x {
		for j, w := range m.Data[i*m.Cols : (i+1)*m.Cols] {
			y[j] += v * w
		}
	}
}

// RandomLayers are the standard deviations of the initial weights of a network: of the
// layers of each branch and of the shared ones, as in [Shape].
type RandomLayers struct {
	Branches [][]float64
	Shared   []float64
}

// MeanField returns the reduced network of random layers of great width N (ours). Images
// of independent random layers are orthogonal, and as long as they are on average: a layer of
// standard deviation σ makes a unit vector σ√N long. So let each hidden layer have a direction
// for the forward image of every input, and one for the backward image of the output. At
// first, a layer takes forward directions to forward ones and the backward direction to the
// backward one, each times its σ√N. The first layer writes the forward directions, the last
// one reads the backward one, and all else is zero. dims are the numbers of inputs.
//
// At a finite N norms vary from seed to seed, by a part of about 1/√N each.
func MeanField(dims []int, s Shape, random RandomLayers, width int) Reduced {
	long, inputs := math.Sqrt(float64(width)), 0
	for _, d := range dims {
		inputs += d
	}
	var r Reduced
	shift := 0 // the first of the modality's forward directions where all have theirs
	for m, d := range dims {
		layers, last := s.Branches[m], s.Branches[m]-1
		var branch []Matrix
		for l := range layers {
			size := random.Branches[m][l] * long
			switch hidden := l < last || s.Shared > 0; {
			case !hidden && l == 0:
				branch = append(branch, matrix(1, d)) // no hidden layer: as good as zero
			case !hidden:
				branch = append(branch, reads(d, size))
			case l < last:
				branch = append(branch, carries(d, d, 0, l > 0, size))
			default:
				branch = append(branch, carries(inputs, d, shift, l > 0, size))
			}
		}
		r.Branches, shift = append(r.Branches, branch), shift+d
	}
	for l := range s.Shared {
		size := random.Shared[l] * long
		if l == s.Shared-1 {
			r.Shared = append(r.Shared, reads(inputs, size))
		} else {
			r.Shared = append(r.Shared, carries(inputs, inputs, 0, true, size))
		}
	}
	return r
}

// carries is a layer below another: it takes forward directions to those from shift on of as
// many as forward, and the backward direction, if there is one below, to the backward one.
func carries(forward, from, shift int, backward bool, size float64) Matrix {
	columns := from
	if backward {
		columns++
	}
	w := matrix(forward+1, columns)
	for i := range from {
		w.put(shift+i, i, size)
	}
	if backward {
		w.put(forward, from, size)
	}
	return w
}

// reads is the last layer: it reads the backward direction beside the forward ones.
func reads(forward int, size float64) Matrix {
	w := matrix(1, forward+1)
	w.put(0, forward, size)
	return w
}

// Each visits all layers, branches first.
func (r *Reduced) Each(visit func(*Matrix)) {
	for _, branch := range r.Branches {
		for l := range branch {
			visit(&branch[l])
		}
	}
	for l := range r.Shared {
		visit(&r.Shared[l])
	}
}

// motion is a reduced network on its way. Only to make one takes memory.
type motion struct {
	d               Data
	branches        [][]link
	shared          []link
	weights         []float64 // all of them; those of the links are parts of it
	total, residual []float64 // W^tot, and E = Σ_yx − WΣ
	fused           []float64 // what the shared layers are driven by
}

// link is a layer with its images: above the backward image of the output at its top, below that
// at its bottom, driven what the residual correlation has become at its bottom.
type link struct {
	Matrix
	above, below, driven []float64
}

func (r Reduced) motion(d Data) *motion {
	ky := d.outputs()
	m := &motion{d: d, total: make([]float64, len(d.Yx)), residual: make([]float64, len(d.Yx))}
	r.Each(func(w *Matrix) { m.weights = append(m.weights, w.Data...) })
	rest := m.weights
	chain := func(list []Matrix, above []float64) (own []link) {
		for _, w := range list {
			n := len(w.Data)
			own = append(own, link{
				Matrix: Matrix{w.Rows, w.Cols, rest[:n:n]},
				below:  make([]float64, ky*w.Cols), driven: make([]float64, ky*w.Cols),
			})
			rest = rest[n:]
		}
		for l := range own {
			own[l].above = above
			if l < len(own)-1 {
				own[l].above = own[l+1].below
			}
		}
		return own
	}
	top := make([]float64, ky*ky) // nothing is above the outputs
	for k := range ky {
		top[k*ky+k] = 1
	}
	above := top
	if len(r.Shared) > 0 {
		above = make([]float64, ky*r.Shared[0].Cols)
	}
	for _, branch := range r.Branches {
		m.branches = append(m.branches, chain(branch, above))
	}
	if m.shared = chain(r.Shared, top); len(m.shared) > 0 {
		m.shared[0].below, m.fused = above, m.shared[0].driven
	}
	for b := range m.branches {
		if ky > 1 {
			break // the rows of a modality are apart
		}
		lo, hi := d.span(b)
		m.branches[b][0].below, m.branches[b][0].driven = m.total[lo:hi], m.residual[lo:hi]
	}
	return m
}

// refresh finds the backward images, the last of which are W^tot.
func (m *motion) refresh() {
	descend := func(links []link) {
		for l := len(links) - 1; l >= 0; l-- {
			w := &links[l]
			clear(w.below)
			for below, above := w.below, w.above; len(above) > 0; below, above = below[w.Cols:], above[w.Rows:] {
				w.Matrix.below(below[:w.Cols], above[:w.Rows])
			}
		}
	}
	descend(m.shared)
	for b, branch := range m.branches {
		descend(branch)
		if m.d.outputs() > 1 {
			m.d.lay(m.total, b, branch[0].below)
		}
	}
}

// velocity writes −∂ℒ/∂W of every weight into dst: the backward image of a layer's output
// times what the residual correlation is on its way to the layer's input.
func (m *motion) velocity(dst []float64) {
	m.refresh()
	copy(m.residual, m.d.Yx)
	for n, k := m.d.inputs(), 0; k < len(m.total); k += n {
		linalg.Sub(m.residual[k:k+n], m.d.Sigma, m.total[k:k+n])
	}
	climb := func(links []link) {
		for l := range links {
			w := &links[l]
			for i := range w.Rows {
				w.gradient(dst[i*w.Cols:(i+1)*w.Cols], i)
			}
			dst = dst[w.Rows*w.Cols:]
			if l < len(links)-1 {
				next := links[l+1].driven
				for from := w.driven; len(from) > 0; from, next = from[w.Cols:], next[w.Rows:] {
					w.times(next[:w.Rows], from[:w.Cols])
				}
			}
		}
	}
	clear(m.fused)
	for b, branch := range m.branches {
		if m.d.outputs() > 1 {
			copy(branch[0].driven, m.d.part(m.residual, b))
		}
		climb(branch)
		last := &branch[len(branch)-1]
		for i := range m.fused {
			k, row := i/last.Rows, i%last.Rows
			m.fused[i] += linalg.Dot(last.Data[row*last.Cols:(row+1)*last.Cols], last.driven[k*last.Cols:(k+1)*last.Cols])
		}
	}
	climb(m.shared)
}

// gradient writes −∂ℒ/∂W of row i of a layer.
func (w *link) gradient(dst []float64, i int) {
	a := w.above[i]
	for j, v := range w.driven[:w.Cols] {
		dst[j] = a * v
	}
	for k := 1; k*w.Rows < len(w.above); k++ {
		a := w.above[k*w.Rows+i]
		for j, v := range w.driven[k*w.Cols : (k+1)*w.Cols] {
			dst[j] += a * v
		}
	}
}
