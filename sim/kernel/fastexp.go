package kernel

import "math"

// Exp is math.Exp to a few units of rounding, straight through: WebAssembly has
// no instruction for it, and the cells of a phase diagram do little else.
func Exp(x float64) float64 {
	const (
		high = 6.93147180369123816490e-01 // ln 2 in two parts
		low  = 1.90821492927058770002e-10
		c2   = 1. / 2
		c3   = 1. / 6
		c4   = 1. / 24
		c5   = 1. / 120
		c6   = 1. / 720
		c7   = 1. / 5040
		c8   = 1. / 40320
		c9   = 1. / 362880
		c10  = 1. / 3628800
		c11  = 1. / 39916800
		c12  = 1. / 479001600
	)
	if !(x > -700 && x < 700) {
		return math.Exp(x)
	}
	k := math.Floor(x*math.Log2E + .5)
	r := x - k*high - k*low
	s := r * r
	even := 1 + s*(c2+s*(c4+s*(c6+s*(c8+s*(c10+s*c12)))))
	odd := 1 + s*(c3+s*(c5+s*(c7+s*(c9+s*c11))))
	return (even + r*odd) * math.Float64frombits(uint64(int64(k)+1023)<<52)
}
