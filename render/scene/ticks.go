package scene

import "math"

// TickStep is the distance between ticks a person would choose on [lo, hi]: 1,
// 2 or 5 times a power of ten, such that about count ticks fit. It is 0 when
// there is no such number (an empty or infinite interval, or count < 1).
func TickStep(lo, hi float64, count int) float64 {
	span := hi - lo
	if !(span > 0) || !Finite(span) || count < 1 {
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

// TickRange is the first and the last multiple of step within [lo, hi], as
// integers, so that a tick is n*step and errors do not add up.
func TickRange(lo, hi, step float64) (first, last int) {
	const slack = 1e-9 // a boundary that is a multiple but for rounding counts
	return int(math.Ceil(lo/step - slack)), int(math.Floor(hi/step + slack))
}

// Ticks are the multiples of [TickStep] within [lo, hi], appended to dst.
func Ticks(dst []float64, lo, hi float64, count int) []float64 {
	step := TickStep(lo, hi, count)
	if step == 0 {
		return dst
	}
	first, last := TickRange(lo, hi, step)
	for n := first; n <= last; n++ {
		dst = append(dst, Multiple(n, step))
	}
	return dst
}

// Multiple is n*step, through the inverse for steps below one: 3*0.1 is not
// 0.3 in floating point, 3/10 is.
func Multiple(n int, step float64) float64 {
	if step < 1 {
		return float64(n) / math.Round(1/step)
	}
	return float64(n) * step
}

// Decimals is how many digits after the point a multiple of step needs.
func Decimals(step float64) int {
	if step <= 0 || step >= 1 {
		return 0
	}
	return int(math.Ceil(-math.Log10(step) - 1e-9))
}

// logMantissas are steps within a decade, from coarse to fine.
var logMantissas = [...][]float64{{1}, {1, 3}, {1, 2, 5}, {1, 1.5, 2, 3, 5, 7}}

// LogTicks are numbers a person would choose on a logarithmic scale over
// [lo, hi], lo > 0, appended to dst: at most count of them, and as many as can be.
func LogTicks(dst []float64, lo, hi float64, count int) []float64 {
	if !(lo > 0) || !(hi > lo) || !Finite(hi) || count < 1 {
		return dst
	}
	const slack = 1 + 1e-9
	first, last := math.Floor(math.Log10(lo)), math.Ceil(math.Log10(hi))
	for fine := len(logMantissas) - 1; fine >= 0; fine-- {
		n := len(dst)
		for decade := first; decade <= last && last-first < 40; decade++ {
			for _, m := range logMantissas[fine] {
				if v := m * math.Pow(10, decade); v*slack >= lo && v <= hi*slack {
					dst = append(dst, v)
				}
			}
		}
		found := len(dst) - n
		if fine == len(logMantissas)-1 && found < min(3, count) { // a narrow range
			return Ticks(dst[:n], lo, hi, count)
		}
		if found <= count {
			return dst
		}
		dst = dst[:n]
	}
	return dst
}
