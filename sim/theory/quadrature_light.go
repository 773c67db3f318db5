//go:build light

package theory

// gauss stands in for gonum's tables, the rules of up to 100 nodes, which nothing compresses: 50 kB for every reader.
var gauss = legendre(quadrature)

// integral returns ∫ f over [from, to], from < to.
func integral(f func(float64) float64, from, to float64) float64 { return gauss.over(f, from, to) }
