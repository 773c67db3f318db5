package sim

import (
	"math"
	"testing"
)

// TestReachHoldsEveryUnit: no unit of a run is anywhere much farther from zero than Reach
// says, some unit gets there, and to ask changes nothing of what is looked at.
func TestReachHoldsEveryUnit(t *testing.T) {
	for _, slug := range []string{"late", "early", "late-positive", "intermediate", "relu", "xor", "small-data"} {
		s, err := Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		run, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !run.Done() {
			run.Step()
		}
		epoch := s.Epochs / 3
		before := run.Units(nil, epoch)
		reach := run.Reach()
		if !run.HasState(epoch) {
			t.Errorf("%s: Reach has moved the state that is looked at", slug)
		}
		for i, u := range run.Units(nil, epoch) {
			if u != before[i] {
				t.Errorf("%s: unit %d is %v, was %v", slug, i, u, before[i])
			}
		}
		var most Unit
		for epoch := 0; epoch <= s.Epochs; epoch += 7 {
			most = farther(most, run.Units(nil, epoch))
		}
		most = farther(most, run.Units(nil, s.Epochs))
		for _, pair := range [][2]float64{{reach.In[0], most.In[0]}, {reach.In[1], most.In[1]}, {reach.Plane[0], most.Plane[0]}, {reach.Plane[1], most.Plane[1]}, {reach.Out, most.Out}} {
			if math.Abs(pair[0]-pair[1]) > 0.05*pair[1] {
				t.Errorf("%s: Reach says %v, units have been at %v", slug, reach, most)
				break
			}
		}
	}
}
