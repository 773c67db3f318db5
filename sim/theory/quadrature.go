package theory

import "math"

// quadrature is how many Gauss–Legendre nodes an integral has. The integrands are analytic, that of [DeepFirstTime] in
// ln u, and 64 nodes reach rounding for every depth and u0 ≥ 1e-12.
const quadrature = 64

// rule is one of Gauss–Legendre on [−1, 1]: nodes, from the largest down, and their weights.
type rule struct{ nodes, weights []float64 }

// legendre finds the rule of n nodes, the roots of the Legendre polynomial P_n, by Newton's method. A weight is
// 2/((1−x²) P_n′(x)²), and (1−x²) P_n′ = n (P_{n−1} − x P_n).
func legendre(n int) rule {
	r := rule{make([]float64, n), make([]float64, n)}
	for k := range n {
		x := math.Cos(math.Pi * (float64(k) + 0.75) / (float64(n) + 0.5)) // off by less than 1/n⁴
		for range 5 {
			p, before := polynomial(n, x)
			x -= p * (1 - x*x) / (float64(n) * (before - x*p))
		}
		p, before := polynomial(n, x)
		slope := float64(n) * (before - x*p) // (1−x²) P_n′
		r.nodes[k], r.weights[k] = x, 2*(1-x*x)/(slope*slope)
	}
	return r
}

// polynomial evaluates P_n and P_{n−1} by Bonnet's recursion.
func polynomial(n int, x float64) (p, before float64) {
	p = 1
	for j := range n {
		p, before = (float64(2*j+1)*x*p-float64(j)*before)/float64(j+1), p
	}
	return p, before
}

// over returns ∫ f over [from, to].
func (r *rule) over(f func(float64) float64, from, to float64) (sum float64) {
	half := (to - from) / 2
	for k, x := range r.nodes {
		sum += r.weights[k] * half * f((x+1)*half+from)
	}
	return sum
}
