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
	n := Aligned(m, theory.Even(depth, fusion, 2), u0)
	if n == nil {
		t.Fatalf("no aligned reduction of κ = %v, ρ = %v", kappa, rho)
	}
	r, err := StartRun(m, n, Plan{Eta: .04, Epochs: epochs, Method: GradientFlow, Kind: FullWidth})
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestAlignedReduction: a network of width one from balanced weights is the scalar
// equation of [Aligned], integrated by itself.
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

// TestNoAlignedReduction: where a weight has to change its sign on the way, one
// hidden unit cannot, and none is offered.
func TestNoAlignedReduction(t *testing.T) {
	s := Default()
	s.Depth, s.Fusion, s.Init, s.Rho, s.R = 3, 3, .1, .9, -.3 // A first grows with x_B, but w_A < 0
	overlay := func() (*Run, error) {
		run, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		return OverlayRun(run)
	}
	r, err := overlay()
	if err != nil || r != nil {
		t.Errorf("%v, %v", r, err)
	}
	s.Fusion = 1 // one layer reads both: a weight may cross zero
	if r, err := overlay(); err != nil || r == nil {
		t.Errorf("%v, %v", r, err)
	}
}
