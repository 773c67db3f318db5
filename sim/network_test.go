package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/floats/scalar"
	"gonum.org/v1/gonum/mat"
)

// randomMoments draws a well-conditioned data set with the given sizes.
func randomMoments(t *testing.T, seed uint64, outputs int, dims ...int) *Moments {
	t.Helper()
	random := rand.New(rand.NewPCG(seed, 0))
	d, mods := 0, []Modality(nil)
	for i, dim := range dims {
		mods = append(mods, Modality{string(rune('A' + i)), dim})
		d += dim
	}
	factor := mat.NewDense(d, 2*d, nil)
	for i := range d {
		for j := range 2 * d {
			factor.Set(i, j, random.NormFloat64()/math.Sqrt(float64(2*d)))
		}
	}
	var sigma, yx mat.Dense
	sigma.Mul(factor, factor.T())
	w := mat.NewDense(outputs, d, nil)
	for k := range outputs {
		for j := range d {
			w.Set(k, j, random.NormFloat64())
		}
	}
	yx.Mul(w, &sigma)
	var p mat.Dense
	p.Mul(&yx, w.T())
	m, err := NewMoments(mods, outputs, sigma.RawMatrix().Data, yx.RawMatrix().Data, mat.Trace(&p)+0.3)
	if err != nil {
		t.Fatal(err)
	}
	return m
}

func randomNetwork(t *testing.T, a Architecture, seed uint64) *Network {
	t.Helper()
	n, err := NewNetwork(a)
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(seed, 1))
	for i := range n.weights {
		n.weights[i] = random.NormFloat64() / 2
	}
	return n
}

func shapes(maxDepth int) (list [][2]int) {
	for depth := MinDepth; depth <= maxDepth; depth++ {
		for fusion := 1; fusion <= depth; fusion++ {
			list = append(list, [2]int{depth, fusion})
		}
	}
	return list
}

// endToEnd multiplies the layers of a network the plain way.
func endToEnd(n *Network) []float64 {
	var w []*mat.Dense
	for _, branch := range n.Branches {
		p := mat.Matrix(mat.NewDense(branch[0].Rows, branch[0].Cols, branch[0].Data))
		for _, l := range append(branch[1:len(branch):len(branch)], n.Shared...) {
			var q mat.Dense
			q.Mul(mat.NewDense(l.Rows, l.Cols, l.Data), p)
			p = &q
		}
		w = append(w, mat.DenseCopyOf(p))
	}
	var flat []float64
	for k := range n.Output {
		for _, p := range w {
			flat = append(flat, p.RawRowView(k)...)
		}
	}
	return flat
}

// loss and norm of the present weights.
func (t *training) loss() float64 {
	t.refresh()
	return t.drive.loss(t.total, make([]float64, 2*t.drive.Inputs()))
}

func (t *training) norm(m int) float64 {
	t.refresh()
	return t.drive.norm(t.total, m)
}

// checkTotalAndGradient holds that the end-to-end map is the plain product of the
// layers and that the gradient is that of the loss, by finite differences. It returns
// the weights, which it puts back, and the gradient −∂ℒ/∂W there.
func checkTotalAndGradient(t *testing.T, tr *training, n *Network) (weights, g []float64) {
	t.Helper()
	tr.refresh()
	if want := endToEnd(n); !floats.EqualApprox(tr.total, want, 1e-12) {
		t.Fatalf("end-to-end map %v, plain product %v", tr.total, want)
	}
	g, weights = make([]float64, len(n.weights)), slices.Clone(n.weights)
	tr.gradient(g)
	at := func(x []float64) float64 {
		copy(n.weights, x)
		tr.fresh = false
		return tr.loss()
	}
	want := fd.Gradient(nil, at, weights, &fd.Settings{Formula: fd.Central})
	at(weights)
	floats.Scale(-1, want)
	if !floats.EqualApprox(g, want, 1e-7) {
		t.Errorf("−∂ℒ/∂W = %v\nfinite differences %v", g, want)
	}
	return weights, g
}

func TestTotalsAndGradientEveryShape(t *testing.T) {
	for _, c := range []struct {
		dims    []int
		outputs int
	}{{[]int{1, 1}, 1}, {[]int{2, 3}, 1}, {[]int{2, 1, 2}, 2}} {
		for _, shape := range shapes(5) {
			t.Run(fmt.Sprintf("L=%d,Lf=%d,d=%v,dy=%d", shape[0], shape[1], c.dims, c.outputs), func(t *testing.T) {
				m := randomMoments(t, 3, c.outputs, c.dims...)
				n := randomNetwork(t, Architecture{Depth: shape[0], Fusion: shape[1], Width: 3, Inputs: c.dims, Output: c.outputs}, 5)
				tr := newTraining(n, plain(m))
				weights, g := checkTotalAndGradient(t, tr, n)
				if got, want := tr.loss(), m.directLoss(tr.total); !scalar.EqualWithinAbsOrRel(got, want, 1e-12, 1e-12) {
					t.Errorf("loss %v, by its definition %v", got, want)
				}

				// One epoch is one step along the same gradient.
				const eta = 0.01
				tr.epoch(eta)
				for i := range weights {
					weights[i] += eta * g[i]
				}
				if !floats.EqualApprox(n.weights, weights, 1e-14) {
					t.Errorf("an epoch is not a step along the gradient")
				}
			})
		}
	}
}

// TestBalances: W^{l+1}ᵀW^{l+1} − W^l W^lᵀ is conserved within a branch and
// within the shared layers, and W^{L_f+1}ᵀW^{L_f+1} − Σ_m W_m^{L_f} W_m^{L_f}ᵀ
// at the fusion. Gradient descent keeps them to O(η²) a step.
func TestBalances(t *testing.T) {
	for _, shape := range shapes(5) {
		t.Run(fmt.Sprintf("L=%d,Lf=%d", shape[0], shape[1]), func(t *testing.T) {
			m := randomMoments(t, 8, 1, 2, 2)
			drift := func(eta float64) float64 {
				n := randomNetwork(t, Architecture{Depth: shape[0], Fusion: shape[1], Width: 3, Inputs: []int{2, 2}, Output: 1}, 9)
				tr := newTraining(n, plain(m))
				before := balances(n)
				for range int(0.5 / eta) {
					tr.epoch(eta)
				}
				worst := 0.0
				for i, after := range balances(n) {
					var d mat.Dense
					d.Sub(after, before[i])
					worst = max(worst, mat.Norm(&d, 2))
				}
				return worst
			}
			coarse, fine := drift(1e-3), drift(1e-4)
			if len(balances(randomNetwork(t, Architecture{Depth: shape[0], Fusion: shape[1], Width: 3, Inputs: []int{2, 2}, Output: 1}, 9))) == 0 {
				t.Fatal("no balance checked")
			}
			// First order in η at fixed time: a tenth of η, a tenth of the drift.
			if fine > 2e-3 || fine > coarse/8 {
				t.Errorf("balances drift by %.2g at η = 1e-3 and %.2g at η = 1e-4", coarse, fine)
			}
		})
	}
}

func balances(n *Network) (list []*mat.Dense) {
	dense := func(l Layer) *mat.Dense { return mat.NewDense(l.Rows, l.Cols, l.Data) }
	balance := func(upper Layer, lower ...Layer) {
		var b, g mat.Dense
		b.Mul(dense(upper).T(), dense(upper))
		for _, l := range lower {
			g.Mul(dense(l), dense(l).T())
			b.Sub(&b, &g)
			g.Reset()
		}
		list = append(list, &b)
	}
	var fusion []Layer
	for _, branch := range n.Branches {
		for l := range len(branch) - 1 {
			balance(branch[l+1], branch[l])
		}
		fusion = append(fusion, branch[len(branch)-1])
	}
	if len(n.Shared) > 0 {
		balance(n.Shared[0], fusion...)
	}
	for l := range len(n.Shared) - 1 {
		balance(n.Shared[l+1], n.Shared[l])
	}
	return list
}

// TestSwapSymmetry: exchanging the modalities of data and initial weights
// exchanges the curves.
func TestSwapSymmetry(t *testing.T) {
	for _, shape := range shapes(5) {
		ab, err := Toy(1.7, 0.4, 0.6, -0.9, 0.1)
		if err != nil {
			t.Fatal(err)
		}
		s, c := ab.Sigma(), ab.Cross()
		ba, err := NewMoments([]Modality{{"B", 1}, {"A", 1}}, 1, []float64{s[3], s[2], s[1], s[0]}, []float64{c[1], c[0]}, ab.TargetPower())
		if err != nil {
			t.Fatal(err)
		}
		a := Architecture{Depth: shape[0], Fusion: shape[1], Width: 4, Inputs: []int{1, 1}, Output: 1}
		n1 := randomNetwork(t, a, 2)
		n2 := randomNetwork(t, a, 2)
		for l := range n1.Branches[0] {
			copy(n2.Branches[0][l].Data, n1.Branches[1][l].Data)
			copy(n2.Branches[1][l].Data, n1.Branches[0][l].Data)
		}
		t1, t2 := newTraining(n1, plain(ab)), newTraining(n2, plain(ba))
		for range 200 {
			t1.epoch(0.02)
			t2.epoch(0.02)
		}
		for _, pair := range [][2]float64{{t1.norm(0), t2.norm(1)}, {t1.norm(1), t2.norm(0)}, {t1.loss(), t2.loss()}} {
			if !scalar.EqualWithinAbsOrRel(pair[0], pair[1], 1e-12, 1e-12) {
				t.Errorf("L=%d, Lf=%d: %v after swapping %v", shape[0], shape[1], pair[1], pair[0])
			}
		}
	}
}

// TestInit: the two conventions, by the norms they give.
func TestInit(t *testing.T) {
	const width, scale = 400, 0.3
	for _, shape := range shapes(4) {
		n, err := NewNetwork(Architecture{Depth: shape[0], Fusion: shape[1], Width: width, Inputs: []int{1, 1}, Output: 1})
		if err != nil {
			t.Fatal(err)
		}
		n.Init(11, scale)
		for m, branch := range n.Branches {
			for l, w := range branch {
				want := scale // Frobenius norm of every layer and fusion block
				if shape[0] == 2 {
					want = scale * math.Sqrt(float64(len(w.Data)))
				}
				if got := w.Norm(); math.Abs(got/want-1) > 0.12 { // 4 sd of a χ with 400 degrees of freedom
					t.Errorf("L=%d Lf=%d: branch %d layer %d has norm %.3g, want about %.3g", shape[0], shape[1], m, l, got, want)
				}
			}
		}
		for l, w := range n.Shared {
			want := scale * math.Sqrt2
			if shape[0] == 2 {
				want = scale * math.Sqrt(float64(len(w.Data)))
			}
			if got := w.Norm(); math.Abs(got/want-1) > 0.12 {
				t.Errorf("L=%d Lf=%d: shared layer %d has norm %.3g, want about %.3g", shape[0], shape[1], l, got, want)
			}
		}
		first := n.weights[0]
		n.Init(12, scale)
		if n.weights[0] == first {
			t.Error("another seed gave the same weight")
		}
		n.Init(11, scale)
		if n.weights[0] != first {
			t.Error("the same seed gave another weight")
		}
	}
}

// TestLargestNetwork: the limits themselves are within the range.
func TestLargestNetwork(t *testing.T) {
	if _, err := NewNetwork(Architecture{Depth: MaxDepth, Fusion: MaxDepth, Width: MaxWidth, Inputs: []int{1, 1}, Output: 1}); err != nil {
		t.Error(err)
	}
}

// TestSingularMoments: with fewer samples than inputs Σ has no inverse; the
// optimum is then the pseudo-inverse solution and its loss is reached.
func TestSingularMoments(t *testing.T) {
	m, err := NewMoments([]Modality{{"A", 1}, {"B", 1}}, 1, []float64{1, 1, 1, 1}, []float64{2, 2}, 5)
	if err != nil {
		t.Fatal(err)
	}
	w, loss := m.Optimum()
	if !floats.EqualApprox(w, []float64{1, 1}, 1e-12) || math.Abs(loss-0.5) > 1e-12 {
		t.Errorf("W* = %v, ℒ = %v; want [1 1] and 0.5", w, loss)
	}
}
