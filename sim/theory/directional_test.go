package theory

import (
	"math"
	"math/rand/v2"
	"testing"

	"unimodal-bias-lab/sim/linalg"
)

// TestGrowingModeByHand: two units, inputs 3 and 4 long along (0.6, 0.8).
func TestGrowingModeByHand(t *testing.T) {
	z := []float64{1, 2, .5, -1, 0, 2} // incoming (1, 2) and (−1, 0), outgoing .5 and 2
	p := modeOf(z, towards([]float64{3, 4}))
	near(t, "p_1", p[0], .6+1.6+.5, 1e-15)
	near(t, "p_2", p[1], -.6+2, 1e-15)
	// The other sign of the correlation: the other mode.
	if q := modeOf([]float64{.3, .4}, towards([]float64{-2})); math.Abs(q[0]-.1) > 1e-15 {
		t.Errorf("q = %v", q)
	}
}

// TestPropagate: (ŝ, 1) grows, (ŝ, −1) shrinks, what is across stays; in general it
// is the power series of e^{Kt}.
func TestPropagate(t *testing.T) {
	c := []float64{3, 4}
	e := math.E
	for _, x := range []struct{ v, want []float64 }{
		{[]float64{.6, .8, 1}, []float64{.6 * e, .8 * e, e}},
		{[]float64{.6, .8, -1}, []float64{.6 / e, .8 / e, -1 / e}},
		{[]float64{-.8, .6, 0}, []float64{-.8, .6, 0}},
		{[]float64{0, 0, 1}, []float64{.6 * math.Sinh(1), .8 * math.Sinh(1), math.Cosh(1)}},
	} {
		for i, got := range Propagate(x.v, c, .2, Pace{Rate: 1}) { // ‖c‖ t = 1
			near(t, "e^K v", got, x.want[i], 1e-14)
		}
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20 {
		c, v := make([]float64, 3), make([]float64, 4)
		for i := range v {
			v[i] = random.NormFloat64()
		}
		for i := range c {
			c[i] = random.NormFloat64()
		}
		const time = .7
		sum, term := append([]float64(nil), v...), append([]float64(nil), v...)
		for n := 1.; n < 60; n++ {
			next := make([]float64, 4)
			for i, ci := range c {
				next[i] = ci * term[3] * time / n
				next[3] += ci * term[i] * time / n
			}
			term = next
			for i := range sum {
				sum[i] += term[i]
			}
		}
		for i, got := range Propagate(v, c, time, Pace{Rate: 1}) {
			near(t, "e^K v", got, sum[i], 1e-12*(1+math.Abs(sum[i])))
		}
	}
	if got := Propagate([]float64{1, 2}, []float64{0}, 5, Pace{Rate: 1}); got[0] != 1 || got[1] != 2 {
		t.Errorf("nothing drives it, yet %v", got)
	}
}

// TestDirectionalTimesByHand: κ = 2, ρ = 0, w = (1, 1), one unit with p_A = p_B = 2u:
// A takes ln(1/u² − 1)/8; B has u_B = u e^{t_A} then and takes ln(1/u_B² − 1)/2.
func TestDirectionalTimesByHand(t *testing.T) {
	const u = 1e-3
	z := []float64{1.5 * u, .5 * u}
	a, b := DirectionalTimes(toy(2, 0, 1, 1), Training{}, 0, 1, z, z)
	wantA := math.Log(1/(u*u)-1) / 8
	near(t, "t_A", a, wantA, 1e-12)
	ub := u * math.Exp(wantA)
	near(t, "t_B", b, wantA+math.Log(1/(ub*ub)-1)/2, 1e-12)
}

// TestDirectionalLimit: as the initial weights vanish the ratio becomes the signed
// formula for any ρ, also where Σ_yB and Σ̃_yB point opposite ways (ρ < −1/κ): what
// is missing is of order 1/ln(1/γ), so it halves with every squaring of γ.
func TestDirectionalLimit(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 4))
	opposite := 0
	for _, kappa := range []float64{.6, 1.5, 2, 3} {
		for _, rho := range []float64{-.9, -.6, 0, .4, .8} {
			for _, r := range []float64{-1.3, .3, 1} {
				d := toy(kappa, rho, r, 1)
				first := LearnedFirst(d)
				if InputOutput(d, 1-first)[0]*LeftOver(d, first, 1-first)[0] < 0 {
					opposite++
				}
				var unit [2][]float64
				for m := range unit {
					for range 10 {
						unit[m] = append(unit[m], random.NormFloat64())
					}
				}
				off := func(gamma float64) float64 {
					var z [2][]float64
					for m := range z {
						for _, v := range unit[m] {
							z[m] = append(z[m], gamma*v)
						}
					}
					a, b := DirectionalTimes(d, Training{}, first, 1-first, z[first], z[1-first])
					return b/a - SignedTimeRatio(d, first, 1-first)
				}
				coarse, fine := off(1e-35), off(1e-70)
				if math.Abs(fine) > 1e-6 && math.Abs(coarse/fine-2) > .2 || math.Abs(fine) > .05*SignedTimeRatio(d, first, 1-first) {
					t.Errorf("κ = %v, ρ = %v, r = %v: off by %v, then %v", kappa, rho, r, coarse, fine)
				}
			}
		}
	}
	if opposite < 5 {
		t.Errorf("only %d cases in which Σ̃_yB points against Σ_yB", opposite)
	}
}

// TestDirectionalOverlap: where Σ̃_yB stands at an angle α to Σ_yB, what has grown
// for t_A passes on the part (1 + cos α)/2 of it; straight against it nothing.
func TestDirectionalOverlap(t *testing.T) {
	const alpha = 2.
	rest := []float64{math.Cos(alpha), math.Sin(alpha)}
	v := Propagate(towards(rest), []float64{5, 0}, 4, Pace{Rate: 1})
	got := linalg.Norm(v) / (math.Sqrt2 * math.Exp(20))
	near(t, "overlap", got/((1+math.Cos(alpha))/2), 1, 1e-8)
}
