package sim

import "testing"

// TestTidy: a place that a hand has found becomes a value short enough for a link and
// a field, and lies within the axis.
func TestTidy(t *testing.T) {
	linear := SweepAxis{Min: -.9, Max: .9}
	log := SweepAxis{Min: .02, Max: 40, Log: true}
	whole := SweepAxis{Min: 1, Max: 8, Integer: true}
	for _, c := range []struct {
		name    string
		axis    *SweepAxis
		v, want float64
	}{
		{"two decimals", &linear, .123456, .12},
		{"two decimals", &linear, -.126, -.13},
		{"three digits", &log, 2.34567, 2.35},
		{"three digits", &log, 23.4567, 23.5},
		{"three digits", &log, .0234567, .0235},
		{"whole", &whole, 2.6, 3},
		{"the lower end", &linear, -2, -.9},
		{"the upper end", &log, 41, 40},
	} {
		if got := c.axis.Tidy(c.v); got != c.want {
			t.Errorf("%s: %v becomes %v, want %v", c.name, c.v, got, c.want)
		}
	}
}
