package sim

import (
	"math"
	"strconv"
	"testing"
)

// TestOwnTime: data in any unit are trained in their own time: both modalities are learned
// within the epochs, at a rate that is stable and has one digit; what is reasonable stays.
func TestOwnTime(t *testing.T) {
	for _, c := range []float64{1, 1e-10, 4e-7, 30, 1e5, 3e7} {
		text := "1_1~"
		for i, v := range []float64{4, .6, 4.6, 1, 1.6, 6.2} {
			if i > 0 {
				text += "_"
			}
			text += strconv.FormatFloat(c*v, 'g', 12, 64)
		}
		s := mustWith(t, map[string]any{"scenario": "own", "own": text})
		before := s.Eta
		eta, epochs, err := s.OwnTime()
		if err != nil {
			t.Fatal(err)
		}
		if c == 1 && (eta != before || epochs != s.Epochs) {
			t.Errorf("a rate of %v that trains becomes %v", before, eta)
		}
		next, err := s.With(map[string]any{"eta": eta, "epochs": epochs})
		if err != nil {
			t.Fatalf("× %v: %v is suggested and refused: %v", c, eta, err)
		}
		r, err := NewRun(next)
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Step()
		}
		if got := r.Measure(r.Epoch()); got.Second < 0 {
			t.Errorf("× %v: at η = %v nothing but %v is learned in %d epochs", c, eta, got.Times, epochs)
		}
		if c != 1 {
			if digits := eta / math.Pow10(int(math.Floor(math.Log10(eta)*(1+1e-15)))); math.Abs(digits-math.Round(digits)) > 1e-9*digits && math.Abs(digits*10-math.Round(digits*10)) > 1e-8*digits {
				t.Errorf("× %v: η = %v is no number a person would choose", c, eta)
			}
		}
	}
}
