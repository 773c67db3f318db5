package scene

import (
	"math"
	"reflect"
	"testing"
)

func TestTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		count  int
		want   []float64
	}{
		{0, 1.05, 2, []float64{0, 0.5, 1}},
		{0, 1000, 5, []float64{0, 200, 400, 600, 800, 1000}},
		{0, 1000, 3, []float64{0, 500, 1000}},
		{0, 0.6, 6, []float64{0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6}},
		{-0.9, 0.9, 4, []float64{-0.5, 0, 0.5}},
		{3, 3, 5, nil},
		{0, math.Inf(1), 5, nil},
		{0, math.NaN(), 5, nil},
		{0, 1, 0, nil},
		{0, 5e-324, 4, nil},
	} {
		if got := Ticks(nil, c.lo, c.hi, c.count); !reflect.DeepEqual(got, c.want) {
			t.Errorf("Ticks(%g, %g, %d) = %v, want %v", c.lo, c.hi, c.count, got, c.want)
		}
	}
}

func TestTickStepsAreRound(t *testing.T) {
	for span := 1e-6; span < 1e9; span *= 1.37 {
		for count := 1; count <= 10; count++ {
			step := TickStep(0, span, count)
			lead := step / math.Pow(10, math.Floor(math.Log10(step)*(1+1e-12)+1e-9))
			if math.Abs(lead-1) > 1e-9 && math.Abs(lead-2) > 1e-9 && math.Abs(lead-5) > 1e-9 {
				t.Fatalf("step %g for %g in %d", step, span, count)
			}
			if n := span / step / float64(count); n < 0.5 || n > 1.6 {
				t.Fatalf("%g ticks instead of %d on %g", span/step, count, span)
			}
		}
	}
}

func TestLinear(t *testing.T) {
	s := Linear{From: 0, To: 200, Start: 40, End: 440}
	if got := s.At(50); got != 140 {
		t.Errorf("At(50) = %g", got)
	}
	if got := s.Invert(140); got != 50 {
		t.Errorf("Invert(140) = %g", got)
	}
	down := Linear{From: 0, To: 1, Start: 300, End: 100}
	if got := down.At(0.25); got != 250 {
		t.Errorf("a falling range: %g", got)
	}
	if got := (Linear{From: 3, To: 3, Start: 7, End: 9}).At(3); got != 7 {
		t.Errorf("an empty domain: %g", got)
	}
	if got := (Linear{From: 3, To: 5, Start: 7, End: 7}).Invert(7); got != 3 {
		t.Errorf("an empty range: %g", got)
	}
}

func TestNumbers(t *testing.T) {
	var s Scene
	for _, c := range []struct {
		v        float64
		decimals int
		want     string
	}{
		{0, 0, "0"}, {126.4, 0, "126"}, {1000, 0, "1000"}, {9999.6, 0, "10\u202f000"},
		{1234567, 0, "1\u202f234\u202f567"}, {1002003, 0, "1\u202f002\u202f003"},
		{0.5, 1, "0.5"}, {-0.001, 2, "0.00"}, {-0.25, 2, "−0.25"}, {-12000, 0, "−12\u202f000"},
	} {
		if got := s.Number(c.v, c.decimals); got != c.want {
			t.Errorf("Number(%g, %d) = %q, want %q", c.v, c.decimals, got, c.want)
		}
	}
	if got := s.Power(-4.23e45); got != "−4.2·10^{45}" {
		t.Errorf("Power: %q", got)
	}
}

func TestLogTicks(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		count  int
		want   []float64
	}{
		{1, 32, 6, []float64{1, 2, 5, 10, 20}},
		{1, 8, 6, []float64{1, 1.5, 2, 3, 5, 7}},
		{.01, 1e6, 9, []float64{.01, .1, 1, 10, 100, 1000, 1e4, 1e5, 1e6}},
		{.8, 1.25, 6, []float64{.8, .9, 1, 1.1, 1.2}}, // narrow
		{0, 1, 5, nil},
		{2, 1, 5, nil},
		{math.NaN(), 1, 5, nil},
	} {
		got := LogTicks(nil, c.lo, c.hi, c.count)
		same := len(got) == len(c.want)
		for i := range min(len(got), len(c.want)) {
			same = same && math.Abs(got[i]/c.want[i]-1) < 1e-12
		}
		if !same {
			t.Errorf("[%g, %g], %d: %v, want %v", c.lo, c.hi, c.count, got, c.want)
		}
	}
}
