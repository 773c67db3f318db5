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

// ingredients of a run of the scenario.
func ingredients(t *testing.T, s Scenario) (*Moments, *Network) {
	t.Helper()
	moments, err := s.Moments()
	if err != nil {
		t.Fatal(err)
	}
	network, err := s.Network()
	if err != nil {
		t.Fatal(err)
	}
	return moments, network
}

// TestEventsOfOneStep: two modalities may reach their levels within one step of
// the integrator; who begins beyond them, or near them, has not learned them.
func TestEventsOfOneStep(t *testing.T) {
	for _, c := range []struct {
		name    string
		changes map[string]any
		tA, tB  float64
	}{
		{"one step", map[string]any{"width": 2, "init": 0.00033103665620588303, "rho": -0.17227498809969, "kappa": 2.4668835606197184, "r": 0.19546436863669436, "wB": -0.9267831233402815, "seed": 819}, 242.515, 256.386},
		{"from the start", map[string]any{"width": 2, "init": 1., "rho": .08276623782644399, "kappa": 1., "r": .8151948876079622, "wB": -.5732582362858305, "seed": 877}, math.NaN(), math.NaN()},
		{"one from the start, the other never", map[string]any{"init": 1., "width": 1, "r": 0, "wB": -.03, "seed": 602}, math.NaN(), math.NaN()},
	} {
		s, err := Default().With(c.changes)
		if err != nil {
			t.Fatal(err)
		}
		moments, network := ingredients(t, s)
		cell, err := Cell(s)
		if err != nil {
			t.Fatal(err)
		}
		for name, m := range map[string]Measurement{"Cell": cell, "the explicit flow": watchForm(moments, network, FullWidth, s, false)} {
			for i, want := range []float64{c.tA, c.tB} {
				if got := m.Times[i]; math.Abs(got-want) > 1e-3*(1+want) || math.IsNaN(got) != math.IsNaN(want) {
					t.Errorf("%s, %s: times %v, want %v %v (first %d)", c.name, name, m.Times, c.tA, c.tB, m.First)
				}
			}
		}
	}
}

// TestEventsRemembered: what is written down of many steps stays bounded, and the
// flow is found again at any time.
func TestEventsRemembered(t *testing.T) {
	s := Default()
	s.Depth, s.Fusion, s.Width, s.Init, s.Method = 3, 2, 64, .1, GradientFlow
	moments, network := ingredients(t, s)
	w := newWatch(moments, newFlow(newTrainable(FullWidth, plain(moments), network), newTrainable(FullWidth, plain(moments), network), s.Eta, math.MaxInt32), false)
	type moment struct{ t, norm float64 }
	var seen []moment
	for w.stepper.Accepted < 400 {
		if err := w.step(); err != nil {
			t.Fatal(err)
		}
		seen = append(seen, moment{w.stepper.T, moments.norm(w.totals(), 0)})
	}
	if len(w.steps) > eventNumbers || w.every < 2 {
		t.Errorf("%d numbers are kept, of every step in %d", len(w.steps), w.every)
	}
	for i := range seen {
		at := seen[(i*37)%len(seen)]
		w.rewind(at.t)
		if got := moments.norm(w.totals(), 0); math.Abs(got-at.norm) > 1e-12*at.norm {
			t.Fatalf("at %v: ‖W_A‖ = %v, was %v", at.t, got, at.norm)
		}
	}
}

// watchForm is watchEvents for a form that needs nothing but the network.
func watchForm(moments *Moments, n *Network, form Form, s Scenario, converge bool) Measurement {
	return watchEvents(moments, func() trainable { return newTrainable(form, plain(moments), n) }, s, converge)
}
