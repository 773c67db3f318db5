package linalg

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/mat"
)

// TestLargeEigen: eigenvalues as gonum has them, and vectors that make the matrix diagonal,
// for any rank, for blocks that are apart and for values that are the same.
func TestLargeEigen(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 3))
	for _, n := range []int{fewest, 25, 64, 150} {
		for _, kind := range []string{"full", "rank 3", "identity", "blocks", "graded"} {
			a := make([]float64, n*n)
			rank := n
			if kind == "rank 3" {
				rank = 3
			}
			for k := range rank {
				size := 1.0
				if kind == "graded" {
					size = math.Pow(10, -float64(k)/8)
				}
				x := make([]float64, n)
				for i := range x {
					x[i] = size * random.NormFloat64()
					if kind == "blocks" && (i < n/2) != (k < n/2) {
						x[i] = 0
					}
				}
				for i := range n {
					for j := range n {
						a[i*n+j] += x[i] * x[j]
					}
				}
			}
			if kind == "identity" {
				clear(a)
				for i := range n {
					a[i*n+i] = 2
				}
			}
			values, vectors := Eigen(a, n)
			var e mat.EigenSym
			e.Factorize(mat.NewSymDense(n, append([]float64(nil), a...)), false)
			want := e.Values(nil)
			scale := math.Max(want[n-1], 1e-300)
			for i, v := range values {
				if math.Abs(v-want[i]) > 1e-13*float64(n)*scale {
					t.Errorf("%s, %d: eigenvalue %d is %v, want %v", kind, n, i, v, want[i])
				}
			}
			for i := range n {
				for j := range n {
					back, unit := 0.0, 0.0
					for c := range n {
						back += vectors[i*n+c] * values[c] * vectors[j*n+c]
						unit += vectors[i*n+c] * vectors[j*n+c]
					}
					if i == j {
						unit--
					}
					if math.Abs(back-a[i*n+j]) > 1e-12*float64(n)*scale || math.Abs(unit) > 1e-12*float64(n) {
						t.Fatalf("%s, %d: entry (%d, %d) comes back as %v, want %v; off a unit by %v", kind, n, i, j, back, a[i*n+j], unit)
					}
				}
			}
		}
	}
}

// TestSingular: wide, tall and of low rank, the directions add up to the matrix.
func TestSingular(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 4))
	for _, c := range [][3]int{{1, 5, 1}, {5, 1, 1}, {3, 7, 3}, {7, 3, 3}, {6, 6, 2}, {4, 30, 4}} {
		rows, cols, rank := c[0], c[1], c[2]
		a := make([]float64, rows*cols)
		for range rank {
			x := make([]float64, cols)
			for j := range x {
				x[j] = random.NormFloat64()
			}
			for i := range rows {
				y := random.NormFloat64()
				for j, v := range x {
					a[i*cols+j] += y * v
				}
			}
		}
		list := Singular(a, rows, cols)
		if len(list) != rank {
			t.Errorf("%v: %d directions", c, len(list))
		}
		rest := append([]float64(nil), a...)
		for k, d := range list {
			if k > 0 && d.Value > list[k-1].Value || math.Abs(Norm(d.Left)-1) > 1e-9 || math.Abs(Norm(d.Right)-1) > 1e-9 {
				t.Errorf("%v: direction %d is %+v", c, k, d)
			}
			for i, u := range d.Left {
				for j, v := range d.Right {
					rest[i*cols+j] -= d.Value * u * v
				}
			}
		}
		if Norm(rest) > 1e-7*Norm(a) {
			t.Errorf("%v: they leave %v of %v", c, Norm(rest), Norm(a))
		}
	}
	if list := Singular(make([]float64, 6), 2, 3); list != nil {
		t.Errorf("of zeros: %v", list)
	}
}

// TestSub: as one row after another.
func TestSub(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 5))
	for n := range 11 {
		a, w, r := make([]float64, n*n), make([]float64, n), make([]float64, n)
		for i := range n {
			w[i], r[i] = random.NormFloat64(), random.NormFloat64()
			for j := range i + 1 {
				a[i*n+j] = random.NormFloat64()
				a[j*n+i] = a[i*n+j]
			}
		}
		want := append([]float64(nil), r...)
		for j := range want {
			for i, v := range w {
				want[j] -= v * a[i*n+j]
			}
		}
		Sub(r, a, w)
		for j := range r {
			if r[j] != want[j] {
				t.Errorf("n = %d: %v, want %v", n, r[j], want[j])
			}
		}
	}
}
