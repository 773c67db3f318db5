package sim

import (
	"encoding/json"
	"math"
	"os"
	"testing"
)

// setting is a run of the NumPy program in testdata/optimisers.
type setting struct {
	Name                 string
	Depth, Fusion, Width int
	Inputs               []int
	Sigma, Yx            []float64
	YY                   float64
	Weights              []float64
	Method               string
	Eta                  float64
	Epochs               int
	Beta, Beta2, Epsilon float64
	EtaRatio, Unimodal   float64
	Dropout, Decay       float64
	Modulation           float64
	Columns              struct{ Loss, NormA, NormB []float64 }
}

// start is a network with the initial weights of a setting, and what moves it.
func (s *setting) start(t *testing.T) (*Network, *drive) {
	t.Helper()
	n, err := NewNetwork(Architecture{Depth: s.Depth, Fusion: s.Fusion, Width: s.Width, Inputs: s.Inputs, Output: 1})
	if err != nil {
		t.Fatal(err)
	}
	if copy(n.weights, s.Weights) != len(n.weights) || len(s.Weights) != len(n.weights) {
		t.Fatalf("%v: %v weights for a network of %v", s.Name, len(s.Weights), len(n.weights))
	}
	data, err := NewMoments([]Modality{{"A", s.Inputs[0]}, {"B", s.Inputs[1]}}, 1, s.Sigma, s.Yx, s.YY)
	if err != nil {
		t.Fatal(err)
	}
	r := Remedies{EtaRatio: s.EtaRatio, Unimodal: s.Unimodal, Dropout: s.Dropout, Masks: ExpectedMasks, Decay: s.Decay, Modulation: s.Modulation}
	return n, newDrive(data.objective(&r, s.Fusion == 1), data, r, 1)
}

func readSettings(t *testing.T) []setting {
	t.Helper()
	text, err := os.ReadFile("testdata/optimisers/reference.json")
	if err != nil {
		t.Fatal(err)
	}
	var all struct{ Settings []setting }
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	if len(all.Settings) < 8 {
		t.Fatalf("%v settings, at least 8 are expected", len(all.Settings))
	}
	return all.Settings
}

// formsOf are the forms that stand for the network of a setting.
func (s *setting) formsOf(n *Network) (forms []Form) {
	for _, f := range []Form{FullWidth, GramFactor, Modes} {
		if f.Exact(n.Architecture, s.Method) {
			forms = append(forms, f)
		}
	}
	return forms
}

// TestOptimisersReplay trains what an independent NumPy program has trained: every optimiser
// and every remedy, in every form that is exact for it.
func TestOptimisersReplay(t *testing.T) {
	seen := map[string]bool{}
	for _, s := range readSettings(t) {
		n, moves := s.start(t)
		for _, form := range s.formsOf(n) {
			u := newUpdates(newTrainable(form, moves, n), s.Method, Optimiser{Beta: s.Beta, Beta2: s.Beta2, Epsilon: s.Epsilon}, s.Eta)
			data, _ := NewMoments(moves.modalities, 1, s.Sigma, s.Yx, s.YY)
			scratch, worst := make([]float64, 2*data.Inputs()), 0.0
			for e := range s.Epochs + 1 {
				w := u.totals()
				for _, d := range []float64{data.loss(w, scratch) - s.Columns.Loss[e], data.norm(w, 0) - s.Columns.NormA[e], data.norm(w, 1) - s.Columns.NormB[e]} {
					worst = max(worst, math.Abs(d))
				}
				if _, err := u.advance(); err != nil {
					t.Fatal(err)
				}
			}
			t.Logf("%v, %v: columns within %.1e", s.Name, form, worst)
			if !(worst <= 1e-9) {
				t.Errorf("%v, %v: a column is off by %.2g", s.Name, form, worst)
			}
			seen[s.Method+" "+form.String()] = true
		}
	}
	for _, want := range []string{"gd modes", "momentum modes", "gd Gram factor", "momentum Gram factor", "adam full width", "rmsprop full width"} {
		if !seen[want] {
			t.Errorf("no setting is %v", want)
		}
	}
}

// TestUpdatesAllocateNothing: an update of any optimiser, under any remedy, takes no memory.
func TestUpdatesAllocateNothing(t *testing.T) {
	for _, changes := range []map[string]any{
		{"method": Momentum}, {"method": Adam}, {"method": RMSProp}, {"method": Batches, "from": Sample, "samples": 96},
		{"decay": .1}, {"modulation": .5}, {"dropout": .5, "masks": SampledMasks}, {"etaRatio": 2, "unimodal": .5},
		{"method": Batches, "from": Sample, "samples": 96, "dropout": .3, "masks": SampledMasks, "unimodal": .2, "modulation": .5},
		{"method": Adam, "depth": 4, "fusion": 2, "init": .1, "width": 12},
	} {
		s, err := Default().With(changes)
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		r.Step()
		if n := testing.AllocsPerRun(50, func() {
			if _, err := r.learner.advance(); err != nil {
				t.Fatal(err)
			}
		}); n != 0 {
			t.Errorf("%v, %v: an update allocates %v times", changes, r.Form(), n)
		}
	}
}
