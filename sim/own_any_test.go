package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"
)

// TestOwnAnything: whatever is brought goes with every network, method and remedy that the rules let
// pass: it trains, every number that is finite stays so, cards, predictions and comparisons are made,
// and whatever has a width trains as the network weight by weight does.
func TestOwnAnything(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 13))
	refused := 0
	for draw := range 60 {
		dims := make([]int, 2+draw%5)
		for m := range dims {
			dims[m] = 1 + random.IntN(3)*random.IntN(3)
		}
		set := drawnSet(random, dims, 1+random.IntN(3))
		if random.IntN(2) == 0 {
			set.HeldOut = drawnSet(random, dims, len(set.Targets)).Upper
		}
		own, err := Keep(set)
		if err != nil {
			t.Fatal(err)
		}
		s, err := Default().With(map[string]any{"task": TaskOwn, "own": own})
		if err != nil {
			t.Fatal(err)
		}
		s.Eta, s.Epochs, err = s.OwnTime()
		s.Epochs = min(s.Epochs, 1500)
		if err != nil {
			t.Fatal(err)
		}
		choices := []map[string]any{
			{}, {"fusion": 1}, {"depth": 3, "fusion": 2, "init": .05}, {"depth": 3, "fusion": 3, "init": .05}, {"method": GradientFlow}, {"method": Momentum, "eta": s.Eta / 10},
			{"method": Adam, "eta": .01}, {"scaling": ScaleStandard}, {"scaling": ScaleWhiteEach}, {"scaling": ScaleWhiteAll}, {"unimodal": 1}, {"dropout": .5},
			{"dropout": .5, "masks": SampledMasks}, {"decay": .05}, {"etaRatio": 2}, {"initRatio": 3}, {"modulation": .5}, {"skew": 1, "init": .05},
		}
		next, err := s.With(choices[draw%len(choices)])
		if err != nil {
			refused++
			e, ok := err.(*Error)
			if two := len(dims) == 2; !ok || e.Code != Unsuited || e.Why == "twoOnly" && two || e.Why == "oneTarget" && len(set.Targets) == 1 {
				t.Errorf("%v, %d targets, %v: %v", dims, len(set.Targets), choices[draw%len(choices)], err)
			}
			continue
		}
		name := fmt.Sprintf("%v, %d targets, %v", dims, len(set.Targets), choices[draw%len(choices)])
		r, err := NewRun(next)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		full, err := NewFullRun(next)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for !r.Done() {
			r.Step()
		}
		for range 150 {
			if !full.Done() {
				full.Step()
			}
		}
		for m := range dims {
			for e := range min(150, full.Epoch()) {
				if a, b := r.Norm(m)[e], full.Norm(m)[e]; r.form != Projected && math.Abs(a-b) > 1e-6*math.Max(a, b)+1e-15 {
					t.Fatalf("%s, %v: norm %d at epoch %d is %v, weight by weight %v", name, r.form, m, e, a, b)
				}
			}
		}
		if r.Diverged() == nil {
			for _, c := range r.Columns() {
				for e, v := range c.Values {
					if math.IsNaN(v) || math.IsInf(v, 0) {
						t.Fatalf("%s: %s is %v at epoch %d", name, c.Name, v, e)
					}
				}
			}
		}
		if held := len(r.Values(GeneralisationError)) > 0; held != (set.HeldOut != nil) {
			t.Errorf("%s: error on new data: %v", name, held)
		}
		for _, epoch := range []int{0, r.Epoch() / 2, r.Epoch()} {
			if lines := r.Card(epoch); len(lines) < 2 {
				t.Errorf("%s: a card of %d lines", name, len(lines))
			}
		}
		for _, v := range RemediesFor(r) {
			if _, err := v.Of(next); err != nil {
				t.Errorf("%s: %v is offered and refused: %v", name, v, err)
			}
		}
		r.Race()
		r.Aligned(r.Epoch(), math.MaxInt)
		if len(dims) == 2 {
			r.Units(nil, r.Epoch())
			r.Reach()
		}
	}
	if refused == 0 || refused > 20 {
		t.Errorf("%d refused", refused)
	}
}
