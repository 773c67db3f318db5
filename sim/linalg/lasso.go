package linalg

import "math"

// GroupLasso returns the w that makes ½ w Σ wᵀ − c·w + penalty · Σ_g ‖w_g‖ least, for a
// positive semidefinite Σ (D × D), c of length D and groups of neighbours: group g goes
// from offset[g] to offset[g+1]. Groups that are not worth their penalty are exactly zero.
func GroupLasso(sigma, c []float64, offset []int, penalty float64) []float64 {
	d, groups := len(c), make([]group, len(offset)-1)
	for g := range groups {
		lo, hi := offset[g], offset[g+1]
		block := make([]float64, 0, (hi-lo)*(hi-lo))
		for i := lo; i < hi; i++ {
			block = append(block, sigma[i*d+lo:i*d+hi]...)
		}
		groups[g] = newGroup(block, lo, hi)
	}
	w := make([]float64, d)
	rest := make([]float64, d) // c of a group, less what the others take
	for range lassoSweeps {
		moved, size := 0.0, 0.0
		for i := range groups {
			g := &groups[i]
			for j := g.lo; j < g.hi; j++ {
				rest[j] = c[j] - Dot(sigma[j*d:j*d+g.lo], w[:g.lo]) - Dot(sigma[j*d+g.hi:(j+1)*d], w[g.hi:])
			}
			g.solve(rest[g.lo:g.hi], penalty)
			for k, v := range g.w {
				moved, size = math.Max(moved, math.Abs(v-w[g.lo+k])), math.Max(size, math.Abs(v))
				w[g.lo+k] = v
			}
		}
		if moved <= 1e-15*size || len(groups) == 1 {
			break
		}
	}
	return w
}

// lassoSweeps bounds the rounds: two groups that correlate by .99 take some 1500.
const lassoSweeps = 20000

// group is one group with the eigenvectors of its part of Σ.
type group struct {
	lo, hi          int
	values, vectors []float64
	along           []float64 // rest along the eigenvectors
	w               []float64
}

func newGroup(sigma []float64, lo, hi int) group {
	n := hi - lo
	g := group{lo: lo, hi: hi, along: make([]float64, n), w: make([]float64, n)}
	g.values, g.vectors = Eigen(sigma, n)
	return g
}

// solve finds w = (Σ + (penalty/t) I)⁻¹ r with ‖w‖ = t, where Σ_i (r_i/(s_i t + penalty))² = 1
// along the eigenvectors; 0 if ‖r‖ is not above the penalty.
func (g *group) solve(r []float64, penalty float64) {
	n := len(r)
	clear(g.w)
	switch {
	case Norm(r) <= penalty:
		return
	case n == 1:
		g.w[0] = math.Copysign(math.Abs(r[0])-penalty, r[0]) / g.values[0]
		return
	}
	for i := range n {
		g.along[i] = 0
		for j, v := range r {
			g.along[i] += g.vectors[j*n+i] * v
		}
	}
	beyond := func(t float64) bool { // the sum is above 1
		sum := 0.0
		for i, a := range g.along {
			part := a / (math.Max(g.values[i], 0)*t + penalty)
			sum += part * part
		}
		return sum > 1
	}
	lo, hi := 0.0, 1.0
	for beyond(hi) && hi < math.MaxFloat64/4 {
		lo, hi = hi, 2*hi
	}
	for range 200 {
		mid := (lo + hi) / 2
		if mid <= lo || mid >= hi {
			break
		}
		if beyond(mid) {
			lo = mid
		} else {
			hi = mid
		}
	}
	for i, a := range g.along {
		part := a * hi / (math.Max(g.values[i], 0)*hi + penalty)
		for j := range g.w {
			g.w[j] += g.vectors[j*n+i] * part
		}
	}
}
