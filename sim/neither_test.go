package sim

import "testing"

// answersOf trains a scenario to its end and returns its card by quantity, the last line of each.
func answersOf(t *testing.T, changes map[string]any) (r *Run, card map[string]CardLine) {
	t.Helper()
	r, card = runTo(t, changes, wholeRun), map[string]CardLine{}
	for _, line := range r.Card(r.Epoch()) {
		card[line.Quantity] = line
	}
	return r, card
}

// TestNeitherAndNever: where both modalities are alike, and where one has nothing to add,
// these are the answers; rounding is none.
func TestNeitherAndNever(t *testing.T) {
	_, card := answersOf(t, map[string]any{"kappa": 1, "epochs": 2000})
	if card["first"].Predicted != Neither || card["better"].Predicted != Neither {
		t.Errorf("κ = 1: first %v, better %v", card["first"].Predicted, card["better"].Predicted)
	}
	if card["misattribution"].Predicted != nil {
		t.Errorf("κ = 1: mis-attribution %v of whichever is first", card["misattribution"].Predicted)
	}
	_, card = answersOf(t, map[string]any{"kappa": 2, "r": .5, "epochs": 2000})
	if card["first"].Predicted != "A" || card["better"].Predicted != Neither {
		t.Errorf("|rκ| = 1: first %v, better %v", card["first"].Predicted, card["better"].Predicted)
	}
	if p, err := Predict(mustWith(t, map[string]any{"kappa": 2, "r": .5})); err != nil || p.Superficial {
		t.Errorf("|rκ| = 1: superficial %v, %v", p.Superficial, err)
	}
	r, card := answersOf(t, map[string]any{"wB": 0, "epochs": 500})
	if card["better"].Predicted != Neither || card["first"].Predicted != Neither {
		t.Errorf("no target: first %v, better %v", card["first"].Predicted, card["better"].Predicted)
	}
	if m := r.Measure(r.Epoch()); m.First >= 0 {
		t.Errorf("no target: %d is learned", m.First)
	}

	for name, changes := range map[string]map[string]any{
		"a redundant modality":         {"scenario": "own", "own": "1_1~4_2_4_1_2_4", "epochs": 3000},
		"fewer examples than inputs A": {"scenario": "small-data", "samples": 40, "epochs": 6000},
	} {
		r, card := answersOf(t, changes)
		m := r.Measure(r.Epoch())
		if !r.Enough(0) || m.First != 0 || m.Second >= 0 || m.Converged < 0 {
			t.Errorf("%s: A is enough %v, %+v", name, r.Enough(0), m)
		}
		if got := card["ratio"]; got.Predicted != Never || got.Measured != Never || got.Note != "alone" {
			t.Errorf("%s: %+v", name, got)
		}
		if got := card["misattribution"]; got.Predicted != nil || got.Measured != nil || got.Note != "deficient" {
			t.Errorf("%s: %+v", name, got)
		}
	}
}

func mustWith(t *testing.T, changes map[string]any) Scenario {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestRestlessIsBlank: what is exact on the plateau is compared with a run only if that rests
// there; then it holds to about .01.
func TestRestlessIsBlank(t *testing.T) {
	rests := 0
	for _, changes := range []map[string]any{
		{}, {"scenario": "superficial"}, {"scenario": "intermediate"}, {"scenario": "own"}, {"scenario": "wishart"}, {"scenario": "small-data"},
		{"kappa": 1.5, "r": -.4, "epochs": 3000}, {"kappa": 1.2, "rho": .5, "epochs": 3000}, {"init": 1e-2}, {"init": 1e-3}, {"kappa": 1.1, "rho": -.6, "epochs": 6000},
	} {
		_, card := answersOf(t, changes)
		for _, quantity := range []string{"plateauLoss", "misattribution"} {
			line, known := card[quantity]
			if !known {
				continue
			}
			predicted, _ := line.Predicted.(float64)
			measured, is := line.Measured.(float64)
			if !is {
				if line.Note == "" {
					t.Errorf("%v: no %s, and no word why: %+v", changes, quantity, line)
				}
				continue
			}
			rests++
			if diff := measured - predicted; diff > .012 || diff < -.012 {
				t.Errorf("%v: %s is %v, exact %v", changes, quantity, measured, predicted)
			}
		}
	}
	if rests < 10 {
		t.Errorf("%d numbers are compared", rests)
	}
}

// TestTimesOnlyWhereTheyHold: of a few rectified units, and of initial weights that are not
// small, the card gives no times, and says why.
func TestTimesOnlyWhereTheyHold(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		why     string
	}{
		{map[string]any{"activation": ReLU, "from": Sample, "samples": 100}, UnsureExamples},
		{map[string]any{"activation": ReLU, "init": 1e-3}, UnsureLarge},
		{map[string]any{"rho": -.42, "kappa": 3.1, "r": .04, "width": 3, "init": 1.185940745067061e-05, "method": GradientFlow, "epochs": 4000, "seed": 6275}, UnsureClose},
		{map[string]any{"fusion": 1, "eta": .26, "epochs": 300}, UnsureSteps},
		{map[string]any{"activation": ReLU, "width": 1}, UnsureFew},
		{map[string]any{"scenario": "xor", "width": 4, "epochs": 400}, UnsureFew},
		{map[string]any{"init": .1}, UnsureLarge},
		{map[string]any{"init": .01}, ""},
		{map[string]any{"width": 1}, ""},
		{map[string]any{"activation": ReLU}, ""},
	} {
		s, err := Default().With(c.changes)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Part()
		}
		said := false
		for _, line := range r.Card(r.Epoch()) {
			if line.Quantity != "tA" && line.Quantity != "ratio" {
				continue
			}
			said = true
			if line.Note != c.why || (line.Predicted == nil) != (c.why != "") {
				t.Errorf("%v: %s is %v, for the reason %q, want %q", c.changes, line.Quantity, line.Predicted, line.Note, c.why)
			}
		}
		if !said {
			t.Errorf("%v: no line about times", c.changes)
		}
	}
}
