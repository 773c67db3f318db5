package linalg

import (
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/mat"
)

func random(n int, seed uint64) (symmetric, positive []float64) {
	r := rand.New(rand.NewPCG(seed, 0))
	f := mat.NewDense(n, n, nil)
	for i := range n {
		for j := range n {
			f.Set(i, j, r.NormFloat64())
		}
	}
	var p, s mat.Dense
	p.Mul(f, f.T())
	s.Add(f, f.T())
	return s.RawMatrix().Data, p.RawMatrix().Data
}

// TestAgainstMat compares with gonum/mat, which goes another way to the same
// numbers.
func TestAgainstMat(t *testing.T) {
	for n := 1; n < 9; n++ {
		h, sigma := random(n, uint64(n))
		var eig mat.EigenSym
		if !eig.Factorize(mat.NewSymDense(n, append([]float64(nil), h...)), true) {
			t.Fatal("no eigenvalues")
		}
		values, vectors := Eigen(h, n)
		if !floats.EqualApprox(values, eig.Values(nil), 1e-10) {
			t.Errorf("n = %d: eigenvalues %v, want %v", n, values, eig.Values(nil))
		}
		for c, v := range values { // H x = λ x
			for i := range n {
				s := 0.0
				for j := range n {
					s += h[i*n+j] * vectors[j*n+c]
				}
				if math.Abs(s-v*vectors[i*n+c]) > 1e-10 {
					t.Errorf("n = %d: vector %d is none", n, c)
				}
			}
		}

		c := values // any right-hand side
		var inverse mat.Dense
		if err := inverse.Inverse(mat.NewDense(n, n, append([]float64(nil), sigma...))); err != nil {
			t.Fatal(err)
		}
		var want mat.VecDense
		want.MulVec(&inverse, mat.NewVecDense(n, append([]float64(nil), c...)))
		got, _ := Regress(sigma, c, n)
		if !floats.EqualApprox(got, want.RawVector().Data, 1e-6) {
			t.Errorf("n = %d: c Σ⁺ = %v, want %v", n, got, want.RawVector().Data)
		}

		_, h = random(n, uint64(n+100)) // both positive
		var product mat.Dense
		product.Mul(mat.NewDense(n, n, append([]float64(nil), h...)), mat.NewDense(n, n, append([]float64(nil), sigma...)))
		var general mat.Eigen
		if !general.Factorize(&product, mat.EigenNone) {
			t.Fatal("no eigenvalues")
		}
		largest := math.Inf(-1)
		for _, v := range general.Values(nil) {
			largest = max(largest, real(v))
		}
		if got := LargestEigenvalue(h, sigma, n); math.Abs(got-largest) > 1e-8*(1+math.Abs(largest)) {
			t.Errorf("n = %d: largest eigenvalue of HΣ %v, want %v", n, got, largest)
		}
	}
}

// TestLargestEigenvalueOfSymmetricData: eigenvectors of small whole numbers, as
// symmetric data have them, are at no right angle to where the iteration starts.
func TestLargestEigenvalueOfSymmetricData(t *testing.T) {
	for _, v := range [][]float64{{1, -1}, {1, -2, 1}, {1, -1, -1, 1}, {1, -3, 3, -1}, {0, 1, -2, 1}, {1, -1, 1, -1, 1, -1}} {
		n := len(v)
		one, sigma := make([]float64, n*n), make([]float64, n*n) // I and I + 3 v vᵀ/‖v‖²
		for i := range n {
			one[i*n+i], sigma[i*n+i] = 1, 1
			for j := range n {
				sigma[i*n+j] += 3 * v[i] * v[j] / Dot(v, v)
			}
		}
		if got := LargestEigenvalue(one, sigma, n); math.Abs(got-4) > 1e-9 {
			t.Errorf("%v: %v, want 4", v, got)
		}
	}
}

// TestCholesky: large matrices are factored; what comes out is what the
// eigenvectors say, whatever the rank, and indefinite ones are left to those.
func TestCholesky(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 3))
	for _, d := range []int{large, 40} {
		for _, rank := range []int{1, 7, d - 1, d, d + 5} {
			sigma := make([]float64, d*d)
			for range rank {
				x := make([]float64, d)
				for i := range x {
					x[i] = r.NormFloat64()
				}
				for i := range x {
					floats.AddScaled(sigma[i*d:(i+1)*d], x[i], x)
				}
			}
			c := make([]float64, 2*d) // within the range of Σ and, mostly, not
			for i := range d {
				c[i], c[d+i] = sigma[i], r.NormFloat64()
			}
			got, smallest, ok := regressLarge(sigma, c, d)
			if !ok || (smallest <= 0) != (rank < d) {
				t.Fatalf("d = %d, rank %d: factor %v, smallest eigenvalue %v", d, rank, ok, smallest)
			}
			values, vectors := Eigen(sigma, d)
			want := make([]float64, len(c))
			for e, v := range values[max(0, d-rank):] {
				e += max(0, d-rank)
				for row := 0; row < len(c); row += d {
					for i := range d {
						for j := range d {
							want[row+i] += c[row+j] * vectors[j*d+e] * vectors[i*d+e] / v
						}
					}
				}
			}
			if tol := 1e-7 * (1 + floats.Norm(want, math.Inf(1))); !floats.EqualApprox(got, want, tol) {
				t.Errorf("d = %d, rank %d: off by %g", d, rank, floats.Distance(got, want, math.Inf(1)))
			}
			sigma[0] -= 2 * values[d-1]
			if _, _, ok := regressLarge(sigma, c, d); ok {
				t.Errorf("d = %d, rank %d: an indefinite matrix has a factor", d, rank)
			}
			if _, smallest := Regress(sigma, c, d); smallest >= 0 {
				t.Errorf("d = %d, rank %d: an indefinite matrix has the smallest eigenvalue %g", d, rank, smallest)
			}
		}
	}
}

// TestLarge: as many inputs as the small-data task has.
func TestLarge(t *testing.T) {
	const n = 100
	_, sigma := random(n, 3)
	var eig mat.EigenSym
	if !eig.Factorize(mat.NewSymDense(n, append([]float64(nil), sigma...)), false) {
		t.Fatal("no eigenvalues")
	}
	values, _ := Eigen(sigma, n)
	if want := eig.Values(nil); !floats.EqualApprox(values, want, 1e-11*want[n-1]) {
		t.Errorf("eigenvalues %v, want %v", values, want)
	}
}

// TestQR: the product is what was factored, q is orthonormal, r triangular, also
// where a column depends on others.
func TestQR(t *testing.T) {
	r := rand.New(rand.NewPCG(5, 5))
	for _, size := range [][2]int{{1, 1}, {7, 3}, {100, 4}, {60, 51}} {
		for dependent := range 2 {
			rows, cols := size[0], size[1]
			a := make([]float64, rows*cols)
			for i := range a {
				a[i] = 1e-9 * r.NormFloat64()
			}
			if dependent == 1 && cols > 2 {
				for i := range rows {
					a[i*cols+2] = 2*a[i*cols] - a[i*cols+1]
				}
			}
			q, tri := QR(a, rows, cols)
			var product, gram mat.Dense
			dense := mat.NewDense(rows, cols, q)
			product.Mul(dense, mat.NewDense(cols, cols, tri))
			if d := floats.Distance(product.RawMatrix().Data, a, math.Inf(1)); d > 1e-22 {
				t.Errorf("%v: q r differs by %g", size, d)
			}
			gram.Mul(dense.T(), dense)
			for i := range cols {
				for j := range cols {
					want := 0.0
					if i == j && tri[i*cols+i] != 0 {
						want = 1
					}
					if math.Abs(gram.At(i, j)-want) > 1e-13 || j < i && tri[i*cols+j] != 0 {
						t.Errorf("%v: qᵀq = %v at (%d, %d), r = %v", size, gram.At(i, j), i, j, tri[i*cols+j])
					}
				}
			}
		}
	}
}

// TestInvertLower: from both sides it is the inverse, and triangular.
func TestInvertLower(t *testing.T) {
	for n := 1; n < 12; n++ {
		_, positive := random(n, uint64(n))
		var cholesky mat.Cholesky
		if !cholesky.Factorize(mat.NewSymDense(n, positive)) {
			t.Fatal("no factor")
		}
		var factor mat.TriDense
		cholesky.LTo(&factor)
		a := mat.DenseCopyOf(&factor)
		got := mat.NewDense(n, n, InvertLower(a.RawMatrix().Data, n))
		var want mat.Dense
		if err := want.Inverse(a); err != nil {
			t.Fatal(err)
		}
		if !mat.EqualApprox(got, &want, 1e-9*mat.Max(&want)) {
			t.Errorf("n = %d: %v, want %v", n, mat.Formatted(got), mat.Formatted(&want))
		}
		for r := range n {
			for c := r + 1; c < n; c++ {
				if got.At(r, c) != 0 {
					t.Errorf("n = %d: %v at (%d, %d)", n, got.At(r, c), r, c)
				}
			}
		}
	}
}

func TestRegressSingular(t *testing.T) {
	w, smallest := Regress([]float64{1, 1, 1, 1}, []float64{2, 2}, 2)
	if !floats.EqualApprox(w, []float64{1, 1}, 1e-12) || math.Abs(smallest) > 1e-12 {
		t.Errorf("w = %v, smallest %v", w, smallest)
	}
}
