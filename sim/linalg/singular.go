package linalg

import "math"

// Direction is a singular value of a matrix with its unit vectors: Left of as many numbers as it
// has rows, Right of as many as it has columns.
type Direction struct {
	Value       float64
	Left, Right []float64
}

// Singular returns the singular directions of a (rows × cols, row-major), the largest first,
// without those of no more than rounding, by the eigenvectors of the smaller of aaᵀ and aᵀa.
func Singular(a []float64, rows, cols int) (list []Direction) {
	if rows > cols {
		flipped := make([]float64, len(a))
		for i := range rows {
			for j := range cols {
				flipped[j*rows+i] = a[i*cols+j]
			}
		}
		for _, d := range Singular(flipped, cols, rows) {
			list = append(list, Direction{d.Value, d.Right, d.Left})
		}
		return list
	}
	gram := make([]float64, rows*rows)
	for i := range rows {
		for j := range i + 1 {
			gram[i*rows+j] = Dot(a[i*cols:(i+1)*cols], a[j*cols:(j+1)*cols])
			gram[j*rows+i] = gram[i*rows+j]
		}
	}
	values, vectors := Eigen(gram, rows)
	for e := rows - 1; e >= 0; e-- {
		if !(values[e] > rankTolerance*values[rows-1]) {
			break
		}
		d := Direction{Left: make([]float64, rows), Right: make([]float64, cols)}
		for i := range rows {
			d.Left[i] = vectors[i*rows+e]
			for j, v := range a[i*cols : (i+1)*cols] {
				d.Right[j] += d.Left[i] * v
			}
		}
		d.Value = Norm(d.Right)
		for j := range d.Right {
			d.Right[j] /= d.Value
		}
		list = append(list, d)
	}
	return list
}

// Sub writes r − aᵀ w into r for a symmetric n × n matrix a, in the order of the entries of w. It goes
// along several rows of a at once, which is faster by some times.
func Sub(r, a, w []float64) {
	n, j := len(w), 0
	for ; j+4 <= n; j += 4 {
		a0, a1, a2, a3 := a[j*n:(j+1)*n], a[(j+1)*n:(j+2)*n], a[(j+2)*n:(j+3)*n], a[(j+3)*n:(j+4)*n]
		r0, r1, r2, r3 := r[j], r[j+1], r[j+2], r[j+3]
		for i, v := range w {
			r0 -= v * a0[i]
			r1 -= v * a1[i]
			r2 -= v * a2[i]
			r3 -= v * a3[i]
		}
		r[j], r[j+1], r[j+2], r[j+3] = r0, r1, r2, r3
	}
	for ; j < n; j++ {
		v := r[j]
		for i, u := range w {
			v -= u * a[j*n+i]
		}
		r[j] = v
	}
}

// fewest is the size from which [Eigen] makes the matrix tridiagonal first.
const fewest = 24

// eigenLarge is Eigen by Householder's reduction to a tridiagonal matrix and implicit QL steps
// [GVL, sec. 8.3]; an n³ in place of ten. ok is false if it does not converge.
func eigenLarge(a []float64, n int) (values, vectors []float64, ok bool) {
	v := make([]float64, n*n) // rows hold what become the eigenvectors
	for i := range n {
		for j := range n {
			v[i*n+j] = a[min(i, j)*n+max(i, j)]
		}
	}
	d, e := tridiagonal(v, n)
	if !implicitQL(d, e, v, n) {
		return nil, nil, false
	}
	return d, v, true
}

// tridiagonal takes a symmetric matrix to its diagonal d and what is beside it, e from 1 on, and
// leaves in v, a row each, the vectors that do so.
func tridiagonal(v []float64, n int) (d, e []float64) {
	d, e = make([]float64, n), make([]float64, n)
	p, u := make([]float64, n), make([]float64, n)
	type reflection struct {
		u []float64
		h float64
	}
	var done []reflection
	for k := n - 1; k > 1; k-- { // make row k zero left of its neighbour
		row := v[k*n : k*n+k]
		size := 0.0
		for _, x := range row[:k-1] {
			size = math.Max(size, math.Abs(x))
		}
		if size == 0 {
			e[k] = row[k-1]
			done = append(done, reflection{})
			continue
		}
		norm := Norm(row)
		if row[k-1] > 0 {
			norm = -norm
		}
		copy(u, row)
		u[k-1] -= norm
		e[k] = norm
		h := Dot(u[:k], u[:k]) / 2
		for i := range k {
			p[i] = 0
		}
		for i := range k { // the lower triangle of the rest
			line := v[i*n : i*n+i]
			p[i] += Dot(line, u[:i]) + v[i*n+i]*u[i]
			for j, x := range line {
				p[j] += x * u[i]
			}
		}
		for i := range k {
			p[i] /= h
		}
		half := Dot(p[:k], u[:k]) / (2 * h)
		for i := range k {
			p[i] -= half * u[i]
		}
		for i := range k {
			line := v[i*n : i*n+i+1]
			for j := range line {
				line[j] -= u[i]*p[j] + p[i]*u[j]
			}
		}
		done = append(done, reflection{append([]float64(nil), u[:k]...), h})
	}
	for i := range n {
		d[i] = v[i*n+i]
	}
	if n > 1 {
		e[1] = v[n]
	}
	clear(v)
	for i := range n {
		v[i*n+i] = 1
	}
	for i := len(done) - 1; i >= 0; i-- {
		r := done[i]
		if r.u == nil {
			continue
		}
		k := len(r.u)
		for row := range k { // a row of v is a basis vector of the tridiagonal matrix, seen from outside
			line := v[row*n : row*n+k]
			s := Dot(line, r.u) / r.h
			for j, x := range r.u {
				line[j] -= s * x
			}
		}
	}
	return d, e
}

// implicitQL takes the tridiagonal matrix (d, e) to its eigenvalues, and turns the rows of v along.
func implicitQL(d, e, v []float64, n int) bool {
	copy(e, e[1:])
	e[n-1] = 0
	const most = 60
	for l := range n {
		for step := 0; ; step++ {
			m := l
			for ; m < n-1; m++ {
				if size := math.Abs(d[m]) + math.Abs(d[m+1]); math.Abs(e[m]) <= 0x1p-53*size {
					break
				}
			}
			if m == l {
				break
			}
			if step == most {
				return false
			}
			g := (d[l+1] - d[l]) / (2 * e[l])
			r := math.Hypot(g, 1)
			g = d[m] - d[l] + e[l]/(g+math.Copysign(r, g))
			s, c, p := 1.0, 1.0, 0.0
			split := false
			for i := m - 1; i >= l; i-- {
				f, b := s*e[i], c*e[i]
				r = math.Hypot(f, g)
				e[i+1] = r
				if r == 0 {
					d[i+1] -= p
					e[m] = 0
					split = true
					break
				}
				s, c = f/r, g/r
				g = d[i+1] - p
				r = (d[i]-g)*s + 2*c*b
				p = s * r
				d[i+1] = g + p
				g = c*r - b
				lower, upper := v[i*n:(i+1)*n], v[(i+1)*n:(i+2)*n]
				for k, y := range upper {
					x := lower[k]
					upper[k], lower[k] = s*x+c*y, c*x-s*y
				}
			}
			if split {
				continue
			}
			d[l] -= p
			e[l], e[m] = g, 0
		}
	}
	return true
}
