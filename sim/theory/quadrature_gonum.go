//go:build !light

package theory

import "gonum.org/v1/gonum/integrate/quad"

// integral returns ∫ f over [from, to], from < to.
func integral(f func(float64) float64, from, to float64) float64 {
	return quad.Fixed(f, from, to, quadrature, quad.Legendre{}, 0)
}
