package theory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/integrate/quad"
)

// TestRuleIsGonums: the rules that light figures find have the nodes and weights of gonum's tables, and integrate what the
// times of deep networks are made of as these do, to twelve digits.
func TestRuleIsGonums(t *testing.T) {
	for _, n := range []int{1, 2, 3, 10, quadrature, 100} {
		r := legendre(n)
		nodes, weights := make([]float64, n), make([]float64, n)
		quad.Legendre{}.FixedLocations(nodes, weights, -1, 1)
		for k := range n {
			if math.Abs(nodes[k]-r.nodes[k]) > 5e-16 || math.Abs(weights[k]/r.weights[k]-1) > 1e-12 {
				t.Errorf("%d nodes: node %d is %v with weight %v, gonum has %v, %v", n, k, r.nodes[k], r.weights[k], nodes[k], weights[k])
			}
		}
	}
	r := legendre(quadrature)
	for _, steep := range []float64{0, 1, 4, 10} {
		for _, u0 := range []float64{1e-12, 1e-3, 0.5} {
			f := func(x float64) float64 { return math.Exp(-steep * x) }
			got, want := r.over(f, math.Log(u0), 0), quad.Fixed(f, math.Log(u0), 0, quadrature, quad.Legendre{}, 0)
			if math.Abs(got/want-1) > 1e-12 {
				t.Errorf("∫ exp(−%v x) from ln %v to 0 is %v, with gonum %v", steep, u0, got, want)
			}
		}
	}
}
