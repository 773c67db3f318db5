package sim

import (
	"errors"
	"math"
	"testing"
)

// TestFewExamplesStandForAll: what stands for a sample, or for a population, trains rectified units of late fusion as
// that does, every unit on every example, and has its moments; where all is seen of a sample, it stands for itself, and
// nothing stands for a population.
func TestFewExamplesStandForAll(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		most    int // examples
	}{
		{map[string]any{"scenario": "relu"}, 9},
		{map[string]any{"scenario": "relu", "rho": -.8, "kappa": 3., "noise": .7, "slope": .2, "epochs": 500.}, 9},
		{map[string]any{"scenario": "relu", "from": Sample, "samples": 50., "noise": .5, "epochs": 500.}, 9},
		{map[string]any{"scenario": "relu", "from": Sample, "samples": 3., "epochs": 200.}, 9},
		{map[string]any{"scenario": "xor"}, 17},
		{map[string]any{"scenario": "xor", "from": Population, "method": Momentum, "eta": .01, "epochs": 800.}, 17},
		{map[string]any{"scenario": "xor", "from": Population, "method": Adam, "eta": .001, "epochs": 800.}, 17},
		{map[string]any{"scenario": "xor-early", "samples": 100., "epochs": 300.}, 100},
	} {
		s, err := Default().With(c.changes)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		x, err := s.Examples(r.Data())
		if err != nil || x.Count > c.most || x.Count < 3 {
			t.Fatalf("%v: %d examples, %v", c.changes, x.Count, err)
		}
		m, err := x.Moments(r.Moments().Modalities())
		if err != nil {
			t.Fatal(err)
		}
		network, err := s.Network()
		if err != nil {
			t.Fatal(err)
		}
		again, err := StartRun(m, network, Plan{Eta: s.Eta, Epochs: s.Epochs, Method: s.Method, Optimiser: s.Optimiser, Form: FullWidth, Activation: ReLU, Slope: s.Slope, Samples: x})
		if err != nil {
			t.Fatal(err)
		}
		toEnd(r)
		toEnd(again)
		far := math.Abs(m.TargetPower() - r.Moments().TargetPower())
		for i, v := range m.Sigma() {
			far = math.Max(far, math.Abs(v-r.Moments().Sigma()[i]))
		}
		for i, v := range m.Cross() {
			far = math.Max(far, math.Abs(v-r.Moments().Cross()[i]))
		}
		for e, v := range r.Values("loss") {
			far = math.Max(far, math.Abs(v-again.Values("loss")[e]))
		}
		for m := range r.Moments().Modalities() {
			for i, v := range r.Total(m) {
				far = math.Max(far, math.Abs(v-again.Total(m)[i]))
			}
		}
		if t.Logf("%v: %d examples, %.1e", c.changes, x.Count, far); !(far < 1e-11) {
			t.Errorf("%v: %.1e from the run", c.changes, far)
		}
	}
	s, err := Default().With(map[string]any{"scenario": "relu", "fusion": 1., "rho": 0.})
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Data()
	if err != nil {
		t.Fatal(err)
	}
	var e *Error
	if _, err := s.Examples(data); !errors.As(err, &e) || e.Code != NoExamples {
		t.Errorf("early fusion of a population: %v", err)
	}
}

// TestFullRun: a projected run has one beside it that is not, of the same columns but for what the projection leaves out;
// any other is that itself.
func TestFullRun(t *testing.T) {
	for slug, projected := range map[string]bool{"late": false, "unequal": true, "depth": true} {
		r, err := NewRun(mustPreset(slug))
		if err != nil {
			t.Fatal(err)
		}
		full, err := r.Full()
		if err != nil || (full == r) == projected || full.Projection() != nil || len(full.Companions()) > 0 {
			t.Errorf("%s: %v, %v", slug, full.Form(), err)
		}
		if projected && (full.Epoch() != 0 || full.Data() != r.Data()) {
			t.Errorf("%s: it begins at epoch %d", slug, full.Epoch())
		}
	}
}
