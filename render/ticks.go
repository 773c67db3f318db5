package render

import "math"

// TickStep is the distance between ticks a person would choose on [lo, hi]: 1,
// 2 or 5 times a power of ten, such that about count ticks fit. It is 0 when
// there is no such number (an empty or infinite interval, or count < 1).
func TickStep(lo, hi float64, count int) float64 {
	span := hi - lo
	if !(span > 0) || !finite(span) || count < 1 {
		return 0
	}
	raw := span / float64(count)
	power := math.Pow(10, math.Floor(math.Log10(raw)))
	if power == 0 {
		return 0
	}
	switch factor := raw / power; {
	case factor >= math.Sqrt(50):
		return 10 * power
	case factor >= math.Sqrt(10):
		return 5 * power
	case factor >= math.Sqrt2:
		return 2 * power
	}
	return power
}

// tickRange is the first and the last multiple of step within [lo, hi], as
// integers, so that a tick is n*step and errors do not add up.
func tickRange(lo, hi, step float64) (first, last int) {
	const slack = 1e-9 // a boundary that is a multiple but for rounding counts
	return int(math.Ceil(lo/step - slack)), int(math.Floor(hi/step + slack))
}

// Ticks are the multiples of [TickStep] within [lo, hi], appended to dst.
func Ticks(dst []float64, lo, hi float64, count int) []float64 {
	step := TickStep(lo, hi, count)
	if step == 0 {
		return dst
	}
	first, last := tickRange(lo, hi, step)
	for n := first; n <= last; n++ {
		dst = append(dst, multiple(n, step))
	}
	return dst
}

// multiple is n*step, through the inverse for steps below one: 3*0.1 is not
// 0.3 in floating point, 3/10 is.
func multiple(n int, step float64) float64 {
	if step < 1 {
		return float64(n) / math.Round(1/step)
	}
	return float64(n) * step
}

// decimals is how many digits after the point a multiple of step needs.
func decimals(step float64) int {
	if step <= 0 || step >= 1 {
		return 0
	}
	return int(math.Ceil(-math.Log10(step) - 1e-9))
}
