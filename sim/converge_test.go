package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestEventsAgreeWithRuns: what the events say is what the series of the same
// scenario say, to what linear interpolation between epochs leaves.
func TestEventsAgreeWithRuns(t *testing.T) {
	random := rand.New(rand.NewPCG(4, 4))
	for i := range 30 {
		s := Default()
		s.Method, s.Epochs, s.Fusion = GradientFlow, 4000, 1+i%2
		if s.Fusion == 2 {
			s.Rho, s.Kappa, s.R = random.Float64()*1.6-.8, math.Exp2(random.Float64()*2-1), random.Float64()*3-1.5
		} else {
			s.Rho, s.Kappa = random.Float64()-.5, 1+random.Float64()
		}
		if i == 4 {
			s.Depth, s.Fusion, s.Width, s.Init, s.Epochs = 3, 2, 6, .3, 1000
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Step()
		}
		want := r.Measure(r.Epoch())
		for name, measure := range map[string]func(Scenario) (Measurement, error){"Converge": Converge, "Cell": Cell} {
			got, err := measure(s)
			if err != nil {
				t.Fatal(err)
			}
			near := func(what string, a, b, tol float64) {
				if math.IsNaN(b) != math.IsNaN(a) || math.Abs(a-b) > tol {
					t.Errorf("%s of ρ %.3g κ %.3g r %.3g L %d L_f %d: %s = %v, the series say %v", name, s.Rho, s.Kappa, s.R, s.Depth, s.Fusion, what, a, b)
				}
			}
			if want.Second < 0 {
				continue // not within the run's epochs
			}
			if got.First != want.First || got.Second != want.Second {
				t.Errorf("%s: first %d second %d, the series say %d %d", name, got.First, got.Second, want.First, want.Second)
			}
			for m, at := range want.Times {
				near("t of "+r.Moments().Modalities()[m].Name, got.Times[m], at, .02)
			}
			near("mis-attribution", got.Misattribution, want.Misattribution, 1e-3)
			if name == "Converge" && want.Converged >= 0 {
				near("convergence", float64(got.Converged), float64(want.Converged), 0)
			}
		}
	}
}

// TestEventsOfWhatIsNeverLearned: a modality without anything to learn ends the
// wait, and mistakes come back as errors.
func TestEventsOfWhatIsNeverLearned(t *testing.T) {
	s := Default()
	s.R = 0 // y = x_B: A correlates with nothing
	m, err := Cell(s)
	if err != nil || m.First != 1 || m.Second != -1 {
		t.Errorf("%+v, %v", m, err)
	}
	s.WB = 0
	if m, err := Converge(s); err != nil || m.First != -1 {
		t.Errorf("nothing to learn: %+v, %v", m, err)
	}
	s.Kappa = -1
	if _, err := Converge(s); err == nil {
		t.Error("κ = −1 passed")
	}
}

func BenchmarkCell(b *testing.B) {
	for b.Loop() {
		if _, err := Cell(Default()); err != nil {
			b.Fatal(err)
		}
	}
}
