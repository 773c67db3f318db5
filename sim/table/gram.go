package table

import "math"

// gramRows is how many rows of products are added together.
const gramRows = 32

// gram adds up Σ (z − s)(z − s)ᵀ and Σ (z − s) over rows z of n numbers, s being near the
// mean, so that no large number is taken from another. It holds O(n²).
type gram struct {
	n     int
	shift []float64
	rows  int
	sums  []float64 // n
	upper []float64 // n × n, of which the upper triangle counts
	block []float64 // n × gramRows: the rows that are not added yet
	held  int
}

func newGram(shift []float64) *gram {
	n := len(shift)
	return &gram{n: n, shift: shift, sums: make([]float64, n), upper: make([]float64, n*n), block: make([]float64, n*gramRows)}
}

// add adds a row.
func (g *gram) add(z []float64) {
	for i, v := range z {
		g.block[i*gramRows+g.held] = v - g.shift[i]
	}
	g.rows++
	if g.held++; g.held == gramRows {
		g.flush()
	}
}

// flush adds the products of the rows in the block, two columns by two.
func (g *gram) flush() {
	if g.held == 0 {
		return
	}
	n := g.n
	if g.held < gramRows {
		for i := range n {
			clear(g.block[i*gramRows+g.held : (i+1)*gramRows])
		}
	}
	column := func(i int) *[gramRows]float64 { return (*[gramRows]float64)(g.block[i*gramRows:]) }
	for i := range n {
		for _, v := range column(i) {
			g.sums[i] += v
		}
	}
	i := 0
	for ; i+1 < n; i += 2 {
		a, b := column(i), column(i+1)
		j := i
		for ; j+1 < n; j += 2 {
			c, d := column(j), column(j+1)
			ac, ad, bc, bd := 0.0, 0.0, 0.0, 0.0
			for k := range gramRows {
				x, y, u, v := a[k], b[k], c[k], d[k]
				ac += x * u
				ad += x * v
				bc += y * u
				bd += y * v
			}
			g.upper[i*n+j] += ac
			g.upper[i*n+j+1] += ad
			g.upper[(i+1)*n+j] += bc
			g.upper[(i+1)*n+j+1] += bd
		}
		if j < n {
			c := column(j)
			ac, bc := 0.0, 0.0
			for k := range gramRows {
				ac += a[k] * c[k]
				bc += b[k] * c[k]
			}
			g.upper[i*n+j] += ac
			g.upper[(i+1)*n+j] += bc
		}
	}
	if i < n {
		a, s := column(i), 0.0
		for k := range gramRows {
			s += a[k] * a[k]
		}
		g.upper[i*n+i] += s
	}
	g.held = 0
}

// plus adds what another one of the same shift has.
func (g *gram) plus(other *gram) {
	other.flush()
	g.rows += other.rows
	for i, v := range other.sums {
		g.sums[i] += v
	}
	for i, v := range other.upper {
		g.upper[i] += v
	}
}

// mean is that of the rows, less the shift.
func (g *gram) mean() []float64 {
	g.flush()
	mean := make([]float64, g.n)
	for i, v := range g.sums {
		mean[i] = v / float64(g.rows)
	}
	return mean
}

// zero is where z is zero, less the shift.
func (g *gram) zero() []float64 {
	zero := make([]float64, g.n)
	for i, v := range g.shift {
		zero[i] = -v
	}
	return zero
}

// about is the upper triangle of E[(z − m)(z − m)ᵀ], row by row, m being given less the shift: of the
// centred moments if m is the mean, of E[z zᵀ] if it is zero.
func (g *gram) about(m []float64) []float64 {
	g.flush()
	n, rows := g.n, float64(g.rows)
	upper := make([]float64, 0, n*(n+1)/2)
	for i := range n {
		si, di := g.sums[i]/rows, -m[i]
		for j := i; j < n; j++ {
			sj, dj := g.sums[j]/rows, -m[j]
			v := g.upper[i*n+j]/rows + si*dj + di*sj + di*dj
			if i == j {
				v = math.Max(v, 0)
			}
			upper = append(upper, v)
		}
	}
	return upper
}

// dependent finds what a symmetric positive semidefinite matrix (n × n) has no rank for, by a
// pivoted Cholesky factorisation of its correlations: each list is an index and those it is a sum of
// multiples of. What is left of a variance below a part of 10⁻¹⁰ is rounding. Zero variances
// are left out, and count for no rank.
func dependent(a []float64, n int) (lists [][]int, rank int) {
	const rounding = 1e-10
	l := make([]float64, n*n) // row i: of column i, on the pivots so far
	left, scale := make([]float64, n), make([]float64, n)
	for i := range n {
		if scale[i] = math.Sqrt(a[i*n+i]); scale[i] > 0 {
			left[i] = 1
		}
	}
	var pivots []int
	used := make([]bool, n)
	for {
		p := -1
		for i := range n {
			if !used[i] && left[i] > rounding && (p < 0 || left[i] > left[p]*(1+1e-9)) {
				p = i
			}
		}
		if p < 0 {
			break
		}
		used[p] = true
		k := len(pivots)
		root := math.Sqrt(left[p])
		for i := range n {
			if used[i] && i != p || scale[i] == 0 {
				continue
			}
			v := a[min(i, p)*n+max(i, p)] / (scale[i] * scale[p])
			for q := range k {
				v -= l[i*n+q] * l[p*n+q]
			}
			l[i*n+k] = v / root
			left[i] -= v / root * v / root
		}
		l[p*n+k] = root
		pivots = append(pivots, p)
	}
	rank = len(pivots)
	for i := range n {
		if used[i] || scale[i] == 0 {
			continue
		}
		// The row of i is a sum of those of the pivots: back substitution.
		c := make([]float64, rank)
		list := []int{i}
		for k := rank - 1; k >= 0; k-- {
			v := l[i*n+k]
			for q := k + 1; q < rank; q++ {
				v -= c[q] * l[pivots[q]*n+k]
			}
			c[k] = v / l[pivots[k]*n+k]
		}
		for k, p := range pivots {
			if math.Abs(c[k]) > 1e-6 {
				list = append(list, p)
			}
		}
		lists = append(lists, list)
	}
	return lists, rank
}
