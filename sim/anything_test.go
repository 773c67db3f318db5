package sim

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"testing"
)

// TestAnythingRuns: whatever the table allows, ends included, trains, is predicted
// and measured without a panic, and says nothing impossible.
func TestAnythingRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 1))
	seen := map[string]int{}
	for range 400 {
		s := randomScenario(random)
		s.Width, s.Epochs = min(s.Width, 8), min(s.Epochs, 50)
		if s.Samples = min(s.Samples, 200); random.IntN(2) == 0 {
			s.Samples = 1 + random.IntN(4)
		}
		s.dropWeights(&s) // where they do not fit any more
		seen[s.Task]++
		seen[s.Activation]++
		if err := worksAtAll(s); err != "" {
			t.Errorf("%s: %s", EncodeLink(s, 0), err)
		}
	}
	for _, kind := range []string{TaskToy, TaskBlock, TaskWishart, TaskXor, TaskMany, TaskOwn, Linear, ReLU} {
		if seen[kind] < 20 {
			t.Errorf("%d scenarios of %s: too few to tell", seen[kind], kind)
		}
	}
}

// worksAtAll runs a scenario to its end, or as far as a stiff flow comes in some
// slices, and returns what is wrong with it.
func worksAtAll(s Scenario) string {
	r, err := NewRun(s)
	if err != nil {
		return err.Error()
	}
	for slices := 0; slices < 50 && !r.Done(); slices++ {
		for range r.Chunk() {
			r.Part()
		}
	}
	said, err := r.Predict()
	if err != nil {
		return err.Error()
	}
	for _, f := range []PredictedTimes{said.Paper, said.Signed, said.Descent, said.Directional} {
		if len(f.Times) != len(r.moments.modalities) {
			return format("%v predicted times of %v modalities", len(f.Times), len(r.moments.modalities))
		}
	}
	for _, loss := range append([]float64{said.FinalLoss}, said.PlateauLosses...) {
		if !(loss >= 0 && loss <= 1+1e-12) { // rounding, of sums of up to 100 terms
			return format("a predicted loss of %v", written(loss))
		}
	}
	for _, c := range r.Columns() {
		for e, v := range c.Values {
			if !(v >= 0) || math.IsInf(v, 0) {
				return format("%v is %v at epoch %v", c.Name, written(v), e)
			}
		}
	}
	if _, err := json.Marshal(r.Card(r.Epoch())); err != nil {
		return err.Error()
	}
	if s.Method == GradientDescent { // a stiff flow would take its time
		r.Units(nil, r.Epoch()/2)
		r.Answers(nil, r.Epoch()/2, make([]float64, r.moments.Inputs()))
	}
	r.Units(nil, r.Epoch())
	if rate := r.StableRate(); rate <= 0 {
		return format("a stable rate of %v", written(rate))
	}
	return ""
}

// TestAnythingSweeps: from any scenario every diagram can be made, is the same after
// a trip to a worker, has cells that can be trained, and a cell that is clicked is a
// scenario the lab accepts.
func TestAnythingSweeps(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 2))
	keys := SweepKeys()
	for k := range 30 * len(SweepKinds()) {
		s := randomScenario(random)
		s.Width = min(s.Width, 8)
		at := random.Perm(len(keys))
		kind, quantity := SweepKinds()[k%len(SweepKinds())], OwnQuantities()[random.IntN(len(OwnQuantities()))]
		sweep, err := NewSweep(SweepChoice{Kind: kind, Cells: 32, X: keys[at[0]], Y: keys[at[1]], Quantity: quantity}, s)
		if err != nil {
			t.Errorf("%s from %s: %v", kind, EncodeLink(s, 0), err)
			continue
		}
		if back, err := DecodeSweep(sweep.Encode()); err != nil || back != sweep {
			t.Errorf("%+v comes back as %+v, %v", sweep, back, err)
		}
		cells := NewCells(sweep)
		for _, place := range [][2]int{{0, 0}, {sweep.X.Count - 1, 0}, {0, sweep.Y.Count - 1}, {sweep.X.Count - 1, sweep.Y.Count - 1}} {
			c := sweep.Scenario(place[0], place[1])
			if err := c.Check(); err != nil {
				t.Errorf("%s from %s, cell %v: %v", kind, EncodeLink(s, 0), place, err)
			}
			if _, err := s.With(sweep.Changes(c)); err != nil {
				t.Errorf("%s from %s, a click on %v: %v", kind, EncodeLink(s, 0), place, err)
			}
			cells.Theory(place[0], place[1])
		}
	}
}
