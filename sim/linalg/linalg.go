// Package linalg does the little linear algebra that is off the hot path:
// symmetric eigenvalues, a QR factorisation, and what follows from them.
//
// It is written out rather than taken from gonum. gonum's LAPACK would do, and
// tests compare with it, but it reaches BLAS through an interface, which keeps all
// of BLAS in the program, real and complex. Every visitor would download another
// 0.2 MB, a twelfth of the program, for the eigenvalues of a two-by-two matrix.
package linalg

import (
	"cmp"
	"math"
	"slices"
)

// Eigen returns the eigenvalues of the symmetric n × n matrix a (row-major, its
// upper triangle is read) in ascending order, and the eigenvectors: entry
// (i, c) of vectors, row-major, is component i of vector c. Of a small matrix it turns the
// elements away by Jacobi's rotations [GVL, sec. 8.5].
//
//	[GVL]  Golub, Van Loan. Matrix Computations, 4th ed.
func Eigen(a []float64, n int) (values, vectors []float64) {
	if n >= fewest {
		if values, rows, ok := eigenLarge(a, n); ok {
			return ascending(values, 1, rows, n)
		}
	}
	m, v := make([]float64, n*n), make([]float64, n*n) // v holds an eigenvector a row
	size := 0.0
	for i := range n {
		v[i*n+i] = 1
		for j := range n {
			m[i*n+j] = a[min(i, j)*n+max(i, j)]
			size += m[i*n+j] * m[i*n+j]
		}
	}
	const sweeps = 64 // it converges quadratically: ten are many
	for range sweeps {
		off := 0.0
		for p := range n {
			for q := p + 1; q < n; q++ {
				off += m[p*n+q] * m[p*n+q]
				rotate(m, v, n, p, q)
			}
		}
		if off <= 1e-32*size {
			break
		}
	}
	return ascending(m, n+1, v, n)
}

// ascending puts eigenvalues, every so many entries of a list, in order, and their vectors, which
// are rows of v, into columns.
func ascending(list []float64, every int, v []float64, n int) (values, vectors []float64) {
	order := make([]int, n)
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int { return cmp.Compare(list[i*every], list[j*every]) })
	values, vectors = make([]float64, n), make([]float64, n*n)
	for c, from := range order {
		values[c] = list[from*every]
		for i := range n {
			vectors[i*n+c] = v[from*n+i]
		}
	}
	return values, vectors
}

// rotate makes element (p, q) of m zero by a rotation in the plane of p and q.
func rotate(m, v []float64, n, p, q int) {
	if m[p*n+q] == 0 {
		return
	}
	tau := (m[q*n+q] - m[p*n+p]) / (2 * m[p*n+q])
	t := 1 / (math.Abs(tau) + math.Hypot(1, tau))
	if tau < 0 {
		t = -t
	}
	c := 1 / math.Hypot(1, t)
	s := t * c
	for k := range n {
		m[k*n+p], m[k*n+q] = c*m[k*n+p]-s*m[k*n+q], s*m[k*n+p]+c*m[k*n+q]
	}
	for k := range n {
		m[p*n+k], m[q*n+k] = c*m[p*n+k]-s*m[q*n+k], s*m[p*n+k]+c*m[q*n+k]
		v[p*n+k], v[q*n+k] = c*v[p*n+k]-s*v[q*n+k], s*v[p*n+k]+c*v[q*n+k]
	}
	m[p*n+q], m[q*n+p] = 0, 0
}

// rankTolerance is the part of the largest eigenvalue below which another one
// counts as zero.
const rankTolerance = 1e-12

// Regress returns w = c Σ⁺ for a symmetric positive semidefinite Σ (d × d) and
// c of any number of rows of length d. smallest is the smallest eigenvalue of Σ
// if that is negative or no more than rounding, else that or +Inf.
func Regress(sigma, c []float64, d int) (w []float64, smallest float64) {
	if d >= large {
		if w, smallest, ok := regressLarge(sigma, c, d); ok {
			return w, smallest
		}
	}
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
// orthonormal columns) and the upper triangular r (cols × cols), a = q r, by the
// modified Gram–Schmidt process, each column cleared twice. A column that depends
// on those before it leaves a column of zeros in q and a row of zeros in r.
func QR(a []float64, rows, cols int) (q, r []float64) {
	q, r = append([]float64(nil), a...), make([]float64, cols*cols)
	for j := range cols {
		before := 0.0
		for i := range rows {
			before = math.Hypot(before, q[i*cols+j])
		}
		for pass := 0; pass < 2; pass++ {
			for k := range j {
				s := 0.0
				for i := range rows {
					s += q[i*cols+k] * q[i*cols+j]
				}
				r[k*cols+j] += s
				for i := range rows {
					q[i*cols+j] -= s * q[i*cols+k]
				}
			}
		}
		norm := 0.0
		for i := range rows {
			norm = math.Hypot(norm, q[i*cols+j])
		}
		if norm <= 1e-14*before {
			norm = 0
		}
		r[j*cols+j] = norm
		for i := range rows {
			if norm == 0 {
				q[i*cols+j] = 0
				continue
			}
			q[i*cols+j] /= norm
		}
	}
	return q, r
}

// LargestEigenvalue returns the largest eigenvalue of a product H Σ of two
// symmetric positive semidefinite n × n matrices, by iteration [GVL, sec. 8.2]: to
// ten digits, unless two eigenvalues are nearly the same, and then to nearly those.
func LargestEigenvalue(h, sigma []float64, n int) float64 {
	const most = 2000 // iterations
	x, y := make([]float64, n), make([]float64, n)
	for i := range x {
		x[i] = math.Sqrt(float64(i + 2)) // no few of these add up to nothing: at no right angle to what is looked for
	}
	times := func(dst, a, v []float64) {
		for i := range dst {
			dst[i] = Dot(a[i*n:(i+1)*n], v)
		}
	}
	value := 0.0
	for range most {
		times(y, sigma, x)
		size := math.Sqrt(Dot(x, y)) // the norm that makes H Σ symmetric
		if !(size > 0) {
			return value
		}
		for i := range y {
			y[i] /= size
		}
		times(x, h, y)
		next := Dot(x, y)
		if math.Abs(next-value) <= 1e-12*next {
			return next
		}
		value = next
	}
	return value
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

// InvertLower returns the inverse of a lower triangular n × n matrix
// (row-major) without zeros on its diagonal, by forward substitution.
func InvertLower(a []float64, n int) []float64 {
	inverse, column := make([]float64, n*n), make([]float64, n)
	for c := range n {
		clear(column)
		column[c] = 1
		forward(a, n, column)
		for r, v := range column {
			inverse[r*n+c] = v
		}
	}
	return inverse
}
