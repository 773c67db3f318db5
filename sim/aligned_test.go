package sim

import (
	"math"
	"testing"

	"unimodal-bias-lab/sim/ode"
	"unimodal-bias-lab/sim/theory"
)

// alignedRun trains the aligned reduction of toy data by gradient flow.
func alignedRun(t *testing.T, kappa, rho float64, depth, fusion int, u0 float64, epochs int) *Run {
	t.Helper()
	m, err := Toy(kappa, rho, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	n := aligned(m, theory.Even(depth, fusion, 2), u0)
	if n == nil {
		t.Fatalf("no aligned reduction of κ = %v, ρ = %v", kappa, rho)
	}
	r, err := StartRun(m, n, Plan{Eta: .04, Epochs: epochs, Method: GradientFlow, Form: FullWidth})
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestAlignedReduction: a network of width one from balanced weights is the scalar
// equation of aligned, integrated by itself.
func TestAlignedReduction(t *testing.T) {
	for _, shape := range shapes(5) {
		depth, fusion := shape[0], shape[1]
		for _, rho := range []float64{-.4, 0, .4} {
			r := alignedRun(t, 1.5, rho, depth, fusion, .2, 600)
			s, c := r.Moments().Sigma(), r.Moments().Cross()
			power := func(x float64, p int) float64 { return math.Pow(x, float64(p)) }
			weights := func(u []float64) (w [2]float64) {
				v := math.Hypot(u[0], u[1])
				for m := range w {
					w[m] = power(u[m], fusion) * power(v, depth-fusion)
				}
				return w
			}
			st := ode.NewStepper(ode.DormandPrince, 2)
			st.Start(func(_ float64, u, du []float64) {
				w, v := weights(u), math.Hypot(u[0], u[1])
				for m := range du {
					e := c[m] - s[2*m]*w[0] - s[2*m+1]*w[1]
					du[m] = .04 * e * power(u[m], fusion-1) * power(v, depth-fusion)
				}
			}, 0, []float64{.2, .2})
			u := make([]float64, 2)
			for e := 1; e <= 600; e++ {
				for st.T < float64(e) {
					if err := st.Step(600); err != nil {
						t.Fatal(err)
					}
				}
				st.Dense(float64(e), u)
				for m, want := range weights(u) {
					if got := r.Weight(m)[e]; math.Abs(got-want) > 1e-5 {
						t.Fatalf("L = %d, L_f = %d, ρ = %v: W_%d = %v at epoch %d, the scalar equation says %v", depth, fusion, rho, m, got, e, want)
					}
				}
			}
		}
	}
}

// TestAlignedTimesApproachTheory: the smaller the initial weights, the nearer the
// aligned reduction comes to the formula for t_B/t_A.
func TestAlignedTimesApproachTheory(t *testing.T) {
	for _, c := range []struct {
		depth, fusion, epochs int
		u0                    [2]float64
	}{{3, 2, 4000, [2]float64{.03, .003}}, {4, 2, 60000, [2]float64{.03, .006}}, {4, 4, 60000, [2]float64{.1, .05}}, {3, 3, 20000, [2]float64{.03, .01}}} {
		var off [2]float64
		for i, u0 := range c.u0 {
			r := alignedRun(t, 2, 0, c.depth, c.fusion, u0, c.epochs)
			m := r.Measure(c.epochs)
			want := theory.DeepTimeRatio(theory.Rates(r.Moments().theory(), 0, 1), c.depth, c.fusion, u0)
			off[i] = math.Abs(m.TimeRatio/want - 1)
		}
		if !(off[1] < .12) || !(off[1] < off[0] || off[1] < .005) {
			t.Errorf("L = %d, L_f = %d: the ratio is off by %.3f, with smaller weights by %.3f", c.depth, c.fusion, off[0], off[1])
		}
	}
}

// TestMeanFieldOverlay: over a deep run lies its mean field, by the method of the run, and its times
// are those of the theory, which has a solver of its own. With too many inputs, and in two
// layers, there is none.
func TestMeanFieldOverlay(t *testing.T) {
	for _, changes := range []map[string]any{
		{"scenario": "intermediate"}, {"scenario": "intermediate", "method": GradientFlow, "fusion": 4, "epochs": 9000},
		{"scenario": "unequal"}, {"scenario": "intermediate", "fusion": 1}, {"scenario": "wishart", "depth": 3, "fusion": 2, "init": .1, "dA": 2, "dB": 1},
	} {
		r := runTo(t, changes, 0)
		over, err := OverlayRun(r)
		if err != nil || over == nil {
			t.Fatalf("%v: %v, %v", changes, over, err)
		}
		trained(over)
		want, err := MeanField(r.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		got := over.Measure(over.Epoch())
		for m, at := range got.Times {
			if !(math.Abs(at/want.Times[m]-1) < 1e-4) {
				t.Errorf("%v: modality %d is learned at %v, by the theory's solver at %v", changes, m, at, want.Times[m])
			}
		}
		if units := over.Network().Width; units > 6 {
			t.Errorf("%v: a mean field of %d directions", changes, units)
		}
	}
	r := runTo(t, map[string]any{"scenario": "wishart", "depth": 3, "fusion": 2, "init": .1, "dA": 9, "dB": 9}, 0)
	if over, err := OverlayRun(r); over != nil || err != nil {
		t.Errorf("18 inputs: %v, %v", over, err)
	}
	if p, err := MeanField(Default()); err != nil || !math.IsNaN(p.Ratio) {
		t.Errorf("two layers: %v, %v", p, err)
	}
}
