package sim

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// drawnBy is the network of a scenario as another seed draws it.
func drawnBy(t *testing.T, s Scenario, seed int) *Network {
	t.Helper()
	s.Seed = seed
	n, err := s.random()
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// TestEveryFormStartsFromWeights: with the weights that another seed draws, a run is that of the other seed, bit for
// bit, in every form: modes and angles, Gram factors, projected, weight by weight, rays and lines. What theory says of
// it is that, too.
func TestEveryFormStartsFromWeights(t *testing.T) {
	seen := map[Form]int{}
	for _, values := range []map[string]any{
		{}, {"method": GradientFlow}, {"fusion": 1}, {"task": TaskWishart}, {"task": TaskMany}, {"scenario": "own"}, {"scenario": "adam"},
		{"scenario": "intermediate"}, {"scenario": "unequal"}, {"scenario": "relu"}, {"scenario": "xor", "samples": 64}, {"scenario": "xor-early", "samples": 64}, {"scenario": "decay"},
	} {
		values["epochs"] = 300
		s := mustWith(t, values)
		name, err := KeepWeights(drawnBy(t, s, 5), "five.json")
		if err != nil {
			t.Fatal(err)
		}
		brought := mustWith(t, values)
		brought.Weights = name
		five := mustWith(t, values)
		five.Seed = 5
		data, err := s.Data() // a sample is that of the seed, whatever the weights
		if err != nil {
			t.Fatal(err)
		}
		for _, form := range []Form{Fastest, FullWidth} {
			if form == FullWidth && relu(&s) && s.From == Population {
				continue // there are no examples
			}
			a, errA := newScenarioRun(brought, form, given{})
			b, errB := newScenarioRun(five, form, given{data: data})
			if errA != nil || errB != nil {
				t.Fatal(errA, errB)
			}
			for !a.Done() {
				a.Step()
				b.Step()
			}
			seen[a.Form()]++
			for i, c := range a.Columns() {
				if !slices.Equal(c.Values, b.Columns()[i].Values) {
					t.Errorf("%v, %v: %s is another one", values, a.Form(), c.Name)
				}
			}
			said, err := a.Predict()
			want, errB := b.Predict()
			if err != nil || errB != nil || format("%v", said) != format("%v", want) {
				t.Errorf("%v: theory says %+v of it, not %+v", values, said, want)
			}
		}
		if got := brought.WeightsSource(); got != "five.json" || five.WeightsSource() != "" {
			t.Errorf("they are from %q", got)
		}
	}
	for _, form := range []Form{FullWidth, GramFactor, Modes, Angles, Rays, Lines, Projected} {
		if seen[form] == 0 {
			t.Errorf("%v was not tried", form)
		}
	}
}

// TestWeightsScale: the scale of weights is that which drew them, to a tenth; if a layer has another one, or all of
// them another than the scenario, no formula tells times.
func TestWeightsScale(t *testing.T) {
	for _, slug := range []string{"late", "early", "intermediate", "wishart"} {
		s := mustPreset(slug)
		n := drawnBy(t, s, 5)
		name, err := KeepWeights(n, "")
		if err != nil {
			t.Fatal(err)
		}
		scale := WeightsScale(name)
		if !(math.Abs(scale/s.Init-1) < .1) {
			t.Errorf("%s: the scale is %v, drawn with %v", slug, scale, s.Init)
		}
		if s.Weights = name; s.Untold() {
			t.Errorf("%s: nothing is told of usual weights", slug)
		}
		s.Init = math.Min(10*s.Init, 1)
		if !s.Untold() {
			t.Errorf("%s: times are told of weights of another scale", slug)
		}
		s.Init = scale
		for i := range n.Branches[0][0].Data {
			n.Branches[0][0].Data[i] *= 10
		}
		if s.Weights, err = KeepWeights(n.clone(), ""); err != nil {
			t.Fatal(err)
		}
		if s.Init = WeightsScale(s.Weights); !s.Untold() {
			t.Errorf("%s: times are told of layers of unlike scales", slug)
		}
	}
}

// TestWeightsThatDoNotFit: weights of another shape, or that are not finite, or not here, are refused by name.
func TestWeightsThatDoNotFit(t *testing.T) {
	s := Default()
	name, err := KeepWeights(drawnBy(t, s, 5), "")
	if err != nil {
		t.Fatal(err)
	}
	var e *Error
	if _, err := s.With(map[string]any{"weights": name, "width": 50.}); !errors.As(err, &e) || e.Code != Mismatch || e.Key != "weights" {
		t.Errorf("of another width: %v", err)
	}
	if _, err := s.With(map[string]any{"weights": 3.}); err == nil {
		t.Error("a number is taken for a name")
	}
	if _, err := s.With(map[string]any{"weights": "tab-nowhere"}); !errors.As(err, &e) || e.Code != WeightsElsewhere {
		t.Errorf("not here: %v", err)
	}
	n := drawnBy(t, s, 5)
	n.Weights()[7] = math.NaN()
	if _, err := KeepWeights(n, ""); !errors.As(err, &e) || e.Code != NotANumber {
		t.Errorf("not finite: %v", err)
	}
	with, err := s.With(map[string]any{"weights": name})
	if err != nil {
		t.Fatal(err)
	}
	sweep, err := NewSweep(SweepChoice{Kind: SweepRatio, Cells: 32}, with)
	if err != nil || sweep.Base.Weights != "" || sweep.Resets(with)["weights"] != "" {
		t.Errorf("the cells of a diagram have them: %v, %v", sweep.Base.Weights, err)
	}
}
