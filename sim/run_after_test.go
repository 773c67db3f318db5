package sim

import (
	"math"
	"slices"
	"testing"
)

// TestRunAfterStartsAlike: a run that takes data and initial weights over from another is the run that has made its own, bit for
// bit, and leaves the other's as they were.
func TestRunAfterStartsAlike(t *testing.T) {
	for _, slug := range []string{"late", "intermediate", "relu", "momentum", "small-data", "unequal"} {
		s, err := Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		s.Epochs = min(s.Epochs, 300)
		after := func(s Scenario, others ...*Run) *Run {
			t.Helper()
			r, err := NewRunAfter(s, others...)
			if err != nil {
				t.Fatal(err)
			}
			return trained(r)
		}
		before := after(s)
		moved := s
		moved.Kappa, moved.R, moved.Rho, moved.Eta, moved.Epochs = s.Kappa*1.1, s.R*.9, s.Rho+.01, s.Eta*.9, s.Epochs+5
		next, alone := after(moved, nil, before), after(moved)
		if next.initial != before.initial {
			t.Errorf("%s: the weights are drawn again", slug)
		}
		again := after(s, next)
		for _, c := range []struct {
			name      string
			got, want *Run
		}{{"moved", next, alone}, {"moved back", again, before}} {
			for i, column := range c.want.Columns() {
				if got := c.got.Columns()[i]; !slices.EqualFunc(got.Values, column.Values, func(a, b float64) bool { return math.Float64bits(a) == math.Float64bits(b) }) {
					t.Errorf("%s, %s: %s differs", slug, c.name, column.Name)
				}
			}
		}
		other := s
		if other.Seed++; after(other, before).initial == before.initial {
			t.Errorf("%s: another seed has the same weights", slug)
		}
	}
}
