package replay

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strconv"
	"testing"

	"gonum.org/v1/gonum/mat"

	"unimodal-bias-lab/sim/runfile"
)

// shape is what a test file is made of.
type shape struct {
	depth, fusion, width int
	dims                 []int
	outputs, samples     int
}

const generalisationColumn = "generalisation_error"

var names = []string{"vision", "text", "W_audio"} // the last one looks like a column

// plain trains a network the plain way, layer products and all, and writes down
// what a reference file holds. It shares nothing with package sim.
type plain struct {
	branches [][]*mat.Dense
	shared   []*mat.Dense
	xx, yx   *mat.Dense
	yy       float64
	dims     []int
}

func gaussian(random *rand.Rand, rows, cols int, std float64) *mat.Dense {
	m := mat.NewDense(rows, cols, nil)
	for i := range rows {
		for j := range cols {
			m.Set(i, j, std*random.NormFloat64())
		}
	}
	return m
}

func newPlain(s shape, seed uint64) *plain {
	random := rand.New(rand.NewPCG(seed, 0))
	p := &plain{dims: s.dims}
	d := 0
	for _, dim := range s.dims {
		var branch []*mat.Dense
		for l := range s.fusion {
			rows, cols := s.width, s.width
			if l == 0 {
				cols = dim
			}
			if l == s.depth-1 {
				rows = s.outputs
			}
			branch = append(branch, gaussian(random, rows, cols, .7/math.Sqrt(float64(cols))))
		}
		p.branches = append(p.branches, branch)
		d += dim
	}
	for l := s.fusion; l < s.depth; l++ {
		rows := s.width
		if l == s.depth-1 {
			rows = s.outputs
		}
		p.shared = append(p.shared, gaussian(random, rows, s.width, .7/math.Sqrt(float64(s.width))))
	}
	x, noise := gaussian(random, s.samples, d, 1), gaussian(random, s.samples, s.outputs, .3)
	y := mat.NewDense(s.samples, s.outputs, nil)
	y.Mul(x, gaussian(random, d, s.outputs, 1))
	y.Add(y, noise)
	p.xx, p.yx = mat.NewDense(d, d, nil), mat.NewDense(s.outputs, d, nil)
	p.xx.Mul(x.T(), x)
	p.xx.Scale(1/float64(s.samples), p.xx)
	p.yx.Mul(y.T(), x)
	p.yx.Scale(1/float64(s.samples), p.yx)
	p.yy = math.Pow(mat.Norm(y, 2), 2) / float64(s.samples)
	return p
}

// chain multiplies layers, the first one lowest.
func chain(layers ...*mat.Dense) *mat.Dense {
	product := layers[0]
	for _, l := range layers[1:] {
		var next mat.Dense
		next.Mul(l, product)
		product = &next
	}
	return product
}

// total returns all of W^tot.
func (p *plain) total() *mat.Dense {
	outputs, _ := p.yx.Dims()
	all, at := mat.NewDense(outputs, len(p.xx.RawRowView(0)), nil), 0
	for m, branch := range p.branches {
		w := chain(append(branch[:len(branch):len(branch)], p.shared...)...)
		all.Slice(0, outputs, at, at+p.dims[m]).(*mat.Dense).Copy(w)
		at += p.dims[m]
	}
	return all
}

// loss is ½ (Σ_yy − 2 tr W Σ_xy + tr W Σ Wᵀ).
func (p *plain) loss() float64 {
	w := p.total()
	var quadratic, linear, half mat.Dense
	half.Mul(w, p.xx)
	quadratic.Mul(&half, w.T())
	linear.Mul(w, p.yx.T())
	return (p.yy - 2*mat.Trace(&linear) + mat.Trace(&quadratic)) / 2
}

// update makes one step of gradient descent.
func (p *plain) update(eta float64) {
	var e mat.Dense
	e.Mul(p.total(), p.xx)
	e.Sub(p.yx, &e)
	outputs, _ := p.yx.Dims()
	var weights, steps []*mat.Dense
	step := func(w *mat.Dense, above, below []*mat.Dense, residual mat.Matrix) {
		g := mat.DenseCopyOf(residual)
		if len(below) > 0 {
			var next mat.Dense
			next.Mul(g, chain(below...).T())
			g = &next
		}
		if len(above) > 0 {
			var next mat.Dense
			next.Mul(chain(above...).T(), g)
			g = &next
		}
		g.Scale(eta, g)
		weights, steps = append(weights, w), append(steps, g)
	}
	at := 0
	for m, branch := range p.branches {
		residual := e.Slice(0, outputs, at, at+p.dims[m])
		at += p.dims[m]
		all := append(branch[:len(branch):len(branch)], p.shared...)
		for l, w := range all { // a shared layer collects a step from every branch
			step(w, all[l+1:], all[:l], residual)
		}
	}
	for i, w := range weights {
		w.Add(w, steps[i])
	}
}

// round keeps nine digits.
func round(v float64) float64 {
	r, err := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 9, 64), 64)
	if err != nil {
		panic(err)
	}
	return r
}

func rows(m *mat.Dense) (list []any) {
	n, _ := m.Dims()
	for i := range n {
		row := []any{}
		for _, v := range m.RawRowView(i) {
			row = append(row, v)
		}
		list = append(list, row)
	}
	return list
}

func layers(stored []*mat.Dense) []any {
	list := []any{}
	for _, w := range stored {
		list = append(list, rows(w))
	}
	return list
}

// reference makes a file of a shape, as JSON would decode it.
func reference(s shape) map[string]any {
	const eta, epochs = .02, 150
	p := newPlain(s, uint64(100*s.depth+10*s.fusion+s.width))
	modalities, branches := []any{}, map[string]any{}
	variances, truth := []any{}, []any{}
	for m, dim := range s.dims {
		modalities = append(modalities, map[string]any{"name": names[m], "dim": float64(dim)})
		branches[names[m]] = layers(p.branches[m])
		for range dim {
			variances, truth = append(variances, 1+float64(m)), append(truth, .5)
		}
	}
	file := map[string]any{
		"format": runfile.Format, "name": "test",
		"network":      map[string]any{"depth": float64(s.depth), "fusion": float64(s.fusion), "width": float64(s.width), "activation": "linear"},
		"training":     map[string]any{"method": "gradient descent", "learning_rate": eta, "epochs": float64(epochs)},
		"modalities":   modalities,
		"moments":      map[string]any{"xx": rows(p.xx), "yx": rows(p.yx), "yy": p.yy},
		"true_moments": map[string]any{"cov_diagonal": variances, "w": truth},
		"initial":      map[string]any{"branches": branches, "shared": layers(p.shared)},
	}
	columns := map[string]any{}
	put := func(name string, v float64) {
		list, _ := columns[name].([]any)
		columns[name] = append(list, round(v))
	}
	for epoch := range epochs {
		stored := epoch < 3 || epoch%7 == 0 // not the last one
		if stored {
			put("epoch", float64(epoch))
			put("loss", p.loss())
		}
		p.update(eta)
		if !stored {
			continue
		}
		w, at, e := p.total(), 0, 0.0
		for m, dim := range s.dims {
			block := w.Slice(0, s.outputs, at, at+dim)
			put("norm_W_"+names[m], mat.Norm(block, 2))
			if dim == 1 && s.outputs == 1 {
				put("W_"+names[m], block.At(0, 0))
			}
			for j := range dim {
				e += (1 + float64(m)) * math.Pow(block.At(0, j)-.5, 2) / 2
			}
			at += dim
		}
		if s.outputs == 1 {
			put(generalisationColumn, e)
		}
	}
	file["columns"] = columns
	return file
}

// write stores a file and returns its path.
func write(t testing.TB, file any) string {
	t.Helper()
	text, err := json.Marshal(file)
	if err != nil {
		t.Fatal(err)
	}
	return writeText(t, text)
}

func writeText(t testing.TB, text []byte) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "run.json")
	if err := os.WriteFile(path, text, 0o644); err != nil {
		t.Fatal(err)
	}
	return path
}
