// Package linalg does the little linear algebra that is not on the hot path:
// symmetric eigenvalues and what follows from them.
//
// It calls gonum's LAPACK directly. Package gonum/mat would be the comfortable
// way, but it keeps all of LAPACK and the complex BLAS alive through interfaces,
// which costs every visitor of the page some 0.4 MB; tests compare with it.
package linalg

import (
	"math"

	"gonum.org/v1/gonum/lapack"
	"gonum.org/v1/gonum/lapack/gonum"

	"gonum.org/v1/gonum/blas"
)

// Eigen returns the eigenvalues of the symmetric n × n matrix a (row-major, its
// upper triangle is read) in ascending order, and the eigenvectors: entry
// (i, c) of vectors, row-major, is component i of vector c.
func Eigen(a []float64, n int) (values, vectors []float64) {
	values, vectors = make([]float64, n), append([]float64(nil), a...)
	work := make([]float64, 1)
	var impl gonum.Implementation
	impl.Dsyev(lapack.EVCompute, blas.Upper, n, vectors, n, values, work, -1)
	work = make([]float64, int(work[0]))
	if !impl.Dsyev(lapack.EVCompute, blas.Upper, n, vectors, n, values, work, len(work)) {
		panic("linalg: eigenvalues of a finite symmetric matrix did not converge")
	}
	return values, vectors
}

// rankTolerance is the part of the largest eigenvalue below which another one
// counts as zero.
const rankTolerance = 1e-12

// Regress returns w = c Σ⁺ for a symmetric positive semidefinite Σ (d × d) and
// c of any number of rows of length d, and the smallest eigenvalue of Σ.
func Regress(sigma, c []float64, d int) (w []float64, smallest float64) {
	values, vectors := Eigen(sigma, d)
	w = make([]float64, len(c))
	for e, v := range values {
		if v <= rankTolerance*values[d-1] {
			continue
		}
		for row := 0; row < len(c); row += d {
			p := 0.0
			for j := range d {
				p += c[row+j] * vectors[j*d+e]
			}
			for j := range d {
				w[row+j] += p / v * vectors[j*d+e]
			}
		}
	}
	return w, values[0]
}

// QR factors a (rows × cols, row-major, rows ≥ cols) into q (rows × cols,
// orthonormal columns) and the upper triangular r (cols × cols), a = q r.
func QR(a []float64, rows, cols int) (q, r []float64) {
	q, r = append([]float64(nil), a...), make([]float64, cols*cols)
	tau, work := make([]float64, cols), make([]float64, cols)
	var impl gonum.Implementation
	impl.Dgeqr2(rows, cols, q, cols, tau, work)
	for i := range cols {
		copy(r[i*cols+i:(i+1)*cols], q[i*cols+i:(i+1)*cols])
	}
	impl.Dorg2r(rows, cols, cols, q, cols, tau, work)
	return q, r
}

// LargestEigenvalue returns the largest eigenvalue of a product H Σ of two
// symmetric n × n matrices, Σ positive semidefinite: that of Σ^{1/2} H Σ^{1/2}.
func LargestEigenvalue(h, sigma []float64, n int) float64 {
	values, root := Eigen(sigma, n) // Σ = R Rᵀ with R = root of the eigenvectors
	for c, v := range values {
		for i := range n {
			root[i*n+c] *= math.Sqrt(math.Max(v, 0))
		}
	}
	product := make([]float64, n*n) // Rᵀ H R
	for a := range n {
		for b := range n {
			s := 0.0
			for i := range n {
				for j := range n {
					s += root[i*n+a] * h[i*n+j] * root[j*n+b]
				}
			}
			product[a*n+b] = s
		}
	}
	values, _ = Eigen(product, n)
	return values[n-1]
}

// Dot returns the scalar product.
func Dot(a, b []float64) float64 {
	s := 0.0
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// Norm returns the Euclidean norm.
func Norm(a []float64) float64 { return math.Sqrt(Dot(a, a)) }
