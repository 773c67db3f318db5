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

// times returns m x, and below the row x m.
func (m *Matrix) times(x []float64) []float64 {
	y := make([]float64, m.Rows)
	for i := range y {
		y[i] = linalg.Dot(m.Data[i*m.Cols:(i+1)*m.Cols], x)
	}
	return y
}

func (m *Matrix) below(x []float64) []float64 {
	y := make([]float64, m.Cols)
	for i, v := range x {
		for j := range y {
			y[j] += v * m.Data[i*m.Cols+j]
		}
	}
	return y
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

// layers visits all of them, branches first.
func (r *Reduced) layers(visit func(*Matrix)) {
	for _, branch := range r.Branches {
		for l := range branch {
			visit(&branch[l])
		}
	}
	for l := range r.Shared {
		visit(&r.Shared[l])
	}
}

// motion is a reduced network on its way.
type motion struct {
	Reduced
	d       Data
	weights []float64     // all of them; the layers are parts of it
	total   []float64     // W^tot
	above   [][][]float64 // per branch, then shared: the backward image of the output of each layer
}

func (r Reduced) motion(d Data) *motion {
	m := &motion{d: d, total: make([]float64, len(d.Yx))}
	r.layers(func(w *Matrix) { m.weights = append(m.weights, w.Data...) })
	rest := m.weights
	part := func(list []Matrix) (own []Matrix) {
		for _, w := range list {
			n := len(w.Data)
			own = append(own, Matrix{w.Rows, w.Cols, rest[:n:n]})
			rest = rest[n:]
		}
		return own
	}
	for _, branch := range r.Branches {
		m.Branches = append(m.Branches, part(branch))
	}
	m.Shared = part(r.Shared)
	return m
}

// velocity writes −∂ℒ/∂W of every weight into dst: the backward image of a layer's output
// times what the residual correlation E = Σ_yx − WΣ becomes on its way to the layer's input.
func (m *motion) velocity(dst []float64) {
	m.refresh()
	residual := make([]float64, len(m.total))
	for j := range residual {
		residual[j] = m.d.Yx[j]
		for i, w := range m.total {
			residual[j] -= w * m.d.Sigma[i*len(m.total)+j]
		}
	}
	put := func(w *Matrix, above, x []float64) {
		for i, a := range above {
			for j, v := range x {
				dst[i*w.Cols+j] = a * v
			}
		}
		dst = dst[len(w.Data):]
	}
	climb := func(layers []Matrix, above [][]float64, x []float64) []float64 {
		for l := range layers {
			put(&layers[l], above[l], x)
			x = layers[l].times(x)
		}
		return x
	}
	var fused []float64
	for b, branch := range m.Branches {
		lo, hi := m.d.span(b)
		out := climb(branch, m.above[b], residual[lo:hi])
		if fused == nil {
			fused = make([]float64, len(out))
		}
		for i, v := range out {
			fused[i] += v
		}
	}
	climb(m.Shared, m.above[len(m.Branches)], fused)
}

// refresh finds the backward images and W^tot.
func (m *motion) refresh() {
	m.above = m.above[:0]
	descend := func(layers []Matrix, x []float64) ([][]float64, []float64) {
		above := make([][]float64, len(layers))
		for l := len(layers) - 1; l >= 0; l-- {
			above[l] = x
			x = layers[l].below(x)
		}
		return above, x
	}
	shared, top := descend(m.Shared, []float64{1})
	for b, branch := range m.Branches {
		above, w := descend(branch, top)
		lo, _ := m.d.span(b)
		copy(m.total[lo:], w)
		m.above = append(m.above, above)
	}
	m.above = append(m.above, shared)
}
