package linalg

import "math"

// large is the size from which a factorisation is worth its rounding: rotations
// take some ten times as long, which a page notices when it has to follow a hand.
const large = 16

// regressLarge is Regress by a Cholesky factorisation with pivoting [GVL, sec.
// 4.2]: Σ = L Lᵀ with L of d × rank in some order of the rows, so that Σ⁺ =
// L (LᵀL)⁻² Lᵀ. ok is false if Σ is not positive semidefinite.
func regressLarge(sigma, c []float64, d int) (w []float64, smallest float64, ok bool) {
	l, order, rank, ok := pivotedCholesky(sigma, d)
	if !ok {
		return nil, 0, false
	}
	var gram []float64 // the factor of LᵀL, unless L is square
	if rank < d {
		m := make([]float64, rank*rank)
		for i := range d {
			row := l[i*d : i*d+min(i+1, rank)]
			for a, v := range row {
				for b, u := range row[:a+1] {
					m[a*rank+b] += v * u
				}
			}
		}
		if gram, ok = cholesky(m, rank); !ok {
			return nil, 0, false
		}
	}
	if smallest = math.Inf(1); rank < d {
		smallest = 0
	}
	w = make([]float64, len(c))
	x, y := make([]float64, d), make([]float64, rank)
	for row := 0; row < len(c); row += d {
		for i, from := range order {
			x[i] = c[row+from]
		}
		if rank == d {
			forward(l, d, x)
			back(l, d, x)
		} else {
			for a := range rank {
				y[a] = 0
				for i := a; i < d; i++ {
					y[a] += l[i*d+a] * x[i]
				}
			}
			for range 2 {
				forward(gram, rank, y)
				back(gram, rank, y)
			}
			for i := range d {
				x[i] = Dot(l[i*d:i*d+min(i+1, rank)], y)
			}
		}
		for i, to := range order {
			w[row+to] = x[i]
		}
	}
	return w, smallest, true
}

// pivotedCholesky returns the lower trapezoid l (d × d, columns from rank on are
// void) of Σ with its rows and columns in the given order.
func pivotedCholesky(sigma []float64, d int) (l []float64, order []int, rank int, ok bool) {
	l, order = append([]float64(nil), sigma...), make([]int, d)
	largest := 0.0
	for i := range d {
		order[i] = i
		largest = math.Max(largest, math.Abs(sigma[i*d+i]))
	}
	for k := range d {
		pivot := k
		for i := k + 1; i < d; i++ {
			if l[i*d+i] > l[pivot*d+pivot] {
				pivot = i
			}
		}
		if l[pivot*d+pivot] <= float64(d)*rankTolerance*largest {
			return l, order, k, vanishes(l, d, k, 1e-10*largest)
		}
		exchange(l, d, k, pivot)
		order[k], order[pivot] = order[pivot], order[k]
		root := math.Sqrt(l[k*d+k])
		l[k*d+k] = root
		for i := k + 1; i < d; i++ {
			l[i*d+k] /= root
		}
		for i := k + 1; i < d; i++ {
			v, row := l[i*d+k], l[i*d+k+1:i*d+i+1]
			for j := range row {
				row[j] -= v * l[(k+1+j)*d+k]
			}
		}
	}
	return l, order, d, true
}

// Root returns L (n × rank, row-major) with L Lᵀ = a, a positive semidefinite n × n matrix, as far as
// rounding lets it be one.
func Root(a []float64, n int) (l []float64, rank int) {
	full, order, rank, _ := pivotedCholesky(a, n)
	l = make([]float64, n*rank)
	for i, from := range order {
		copy(l[from*rank:], full[i*n:i*n+min(i+1, rank)])
	}
	return l, rank
}

// vanishes reports whether nothing but rounding is left from row k on.
func vanishes(l []float64, d, k int, rounding float64) bool {
	for i := k; i < d; i++ {
		for _, v := range l[i*d+k : i*d+i+1] {
			if math.Abs(v) > rounding {
				return false
			}
		}
	}
	return true
}

// exchange swaps rows and columns k < pivot of a symmetric matrix whose first k
// columns are factored already; only the lower triangle counts.
func exchange(l []float64, d, k, pivot int) {
	if k == pivot {
		return
	}
	for j := range k {
		l[k*d+j], l[pivot*d+j] = l[pivot*d+j], l[k*d+j]
	}
	l[k*d+k], l[pivot*d+pivot] = l[pivot*d+pivot], l[k*d+k]
	for i := k + 1; i < pivot; i++ {
		l[i*d+k], l[pivot*d+i] = l[pivot*d+i], l[i*d+k]
	}
	for i := pivot + 1; i < d; i++ {
		l[i*d+k], l[i*d+pivot] = l[i*d+pivot], l[i*d+k]
	}
}

// cholesky returns the lower factor of a positive definite n × n matrix.
func cholesky(a []float64, n int) (l []float64, ok bool) {
	l = append([]float64(nil), a...)
	for i := range n {
		for j := range i + 1 {
			s := l[i*n+j] - Dot(l[i*n:i*n+j], l[j*n:j*n+j])
			if i > j {
				l[i*n+j] = s / l[j*n+j]
				continue
			}
			if !(s > 0) {
				return nil, false
			}
			l[i*n+i] = math.Sqrt(s)
		}
	}
	return l, true
}

// forward solves L x = b in place for the leading n × n triangle of l.
func forward(l []float64, n int, x []float64) {
	for i := range n {
		x[i] = (x[i] - Dot(l[i*n:i*n+i], x)) / l[i*n+i]
	}
}

// back solves Lᵀ x = b in place.
func back(l []float64, n int, x []float64) {
	for i := n - 1; i >= 0; i-- {
		x[i] /= l[i*n+i]
		for j := range i {
			x[j] -= l[i*n+j] * x[i]
		}
	}
}
