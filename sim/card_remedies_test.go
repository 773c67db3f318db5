package sim

import (
	"math"
	"testing"
)

// TestCardsOfRemedies: what a card calls exact is what the run shows, also where it descends more
// than its loss; times of altered growth are within a tenth of the limit.
func TestCardsOfRemedies(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		want    map[string]string // equation of a quantity
	}{
		{map[string]any{"decay": .3, "rho": .3}, map[string]string{"first": "ratesAltered", "tA": "timeAltered", "ratio": "ratioAltered", "misattribution": "creditDecayed", "plateauLoss": "plateauDecayed", "finalLoss": "minimumAltered"}},
		{map[string]any{"unimodal": 1., "rho": .5, "eta": .02}, map[string]string{"first": "rates", "tA": "time", "misattribution": "misattribution", "plateauLoss": "plateau", "finalLoss": "minimumAltered"}},
		{map[string]any{"dropout": .5, "rho": .5, "epochs": 2000}, map[string]string{"first": "rates", "plateauLoss": "plateau", "finalLoss": "minimumAltered"}},
		{map[string]any{"etaRatio": 2., "rho": .3}, map[string]string{"first": "ratesAltered", "tA": "timeAltered", "ratio": "ratioAltered", "plateauLoss": "plateau", "finalLoss": "minimum"}},
		{map[string]any{"method": Momentum, "eta": .002, "rho": .3, "epochs": 2000}, map[string]string{"tA": "timeAltered", "ratio": "ratioAltered", "finalLoss": "minimum"}},
		{map[string]any{"scaling": ScaleStandard, "rho": .3}, map[string]string{"tA": "time", "finalLoss": "minimum"}},
	} {
		saw := map[string]CardLine{}
		for _, l := range runTo(t, c.changes, wholeRun).Card(math.MaxInt) {
			if _, twice := saw[l.Quantity]; !twice {
				saw[l.Quantity] = l
			}
			predicted, ok := l.Predicted.(float64)
			measured, seen := l.Measured.(float64)
			if !ok || !seen {
				continue
			}
			within := map[string]float64{"finalLoss": 1e-3, "plateauLoss": .02, "misattribution": .02}[l.Quantity]
			if within == 0 {
				within = .1 * predicted
			}
			if math.Abs(predicted-measured) > within {
				t.Errorf("%v: %+v", c.changes, l)
			}
		}
		for quantity, equation := range c.want {
			if l := saw[quantity]; l.Equation != equation {
				t.Errorf("%v: %s by %q, want %q", c.changes, quantity, l.Equation, equation)
			}
		}
	}
}

// TestUntoldCards: where no formula tells times, no card predicts one, nor who is first.
func TestUntoldCards(t *testing.T) {
	xor := map[string]any{"task": TaskXor, "activation": ReLU, "epochs": 20}
	for _, changes := range []map[string]any{
		{"method": Adam}, {"method": RMSProp, "fusion": 1}, {"method": Batches, "from": Sample, "samples": 500}, {"modulation": .5}, {"dropout": .5, "masks": SampledMasks},
		{"scenario": "many", "method": Adam}, {"scenario": "many", "method": Adam, "fusion": 1}, {"depth": 3, "init": .05, "method": RMSProp},
		{"method": Adam, "task": TaskXor, "activation": ReLU}, {"method": Momentum, "task": TaskXor, "activation": ReLU}, {"etaRatio": 3., "task": TaskXor, "activation": ReLU},
		{"initRatio": 3., "task": TaskXor, "activation": ReLU}, {"method": Adam, "activation": ReLU},
	} {
		r := runTo(t, changes, 20)
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		for _, forms := range []PredictedTimes{p.Paper, p.Signed, p.Descent, p.Directional, p.Grown} {
			for _, at := range append(forms.Times, forms.Ratio) {
				if !math.IsNaN(at) {
					t.Errorf("%v: a time of %v is predicted", changes, at)
				}
			}
		}
		for _, l := range r.Card(r.Epoch()) {
			switch l.Quantity {
			case "first", "tA", "ratio", "time", "order":
				if l.Status != Measured || l.Predicted != nil {
					t.Errorf("%v: %+v", changes, l)
				}
			}
		}
	}
	if p, err := Predict(mustWith(t, xor)); err != nil || math.IsNaN(p.Descent.Ratio) {
		t.Errorf("plain descent on xor has no times: %v, %v", p.Descent, err)
	}
}

// TestNoStableRateIsNamed: where the formula of the largest stable rate does not hold none is named.
func TestNoStableRateIsNamed(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		stable  float64
	}{
		{map[string]any{"eta": .5}, .25}, {map[string]any{"eta": .5, "unimodal": 1.}, .12}, {map[string]any{"eta": 1., "method": Adam}, 0},
		{map[string]any{"eta": .5, "method": Momentum}, 0}, {map[string]any{"etaRatio": 50.}, 0}, {map[string]any{"eta": .5, "decay": 10.}, 0},
	} {
		e := runTo(t, c.changes, wholeRun).Diverged()
		if e == nil || e.Stable != c.stable || (e.Why == WhySteps) != (c.stable == 0) {
			t.Errorf("%v: %+v", c.changes, e)
		}
	}
}

// TestDecayKeepsOut: a card does not say that nothing is left for a modality that decay keeps out.
func TestDecayKeepsOut(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		note    string
	}{{map[string]any{"rho": -.5, "decay": .6}, "decayed"}, {map[string]any{"wB": 0., "r": 1., "task": TaskOwn, "own": "1_1~4_2_4_1_2_4"}, "alone"}} {
		noted := 0
		for _, l := range runTo(t, c.changes, wholeRun).Card(math.MaxInt) {
			if l.Note == "alone" || l.Note == "decayed" {
				noted++
				if l.Note != c.note {
					t.Errorf("%v: %+v", c.changes, l)
				}
			}
		}
		if noted == 0 {
			t.Errorf("%v: no card says why one is alone", c.changes)
		}
	}
}
