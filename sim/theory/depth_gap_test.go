package theory

import (
	"math"
	"testing"
)

// TestUnequalTimesByHand: no shared layers, κ = 2, ρ = 0, w = (1, 1), so that
// ‖Σ_yA‖ = 4 and ‖Σ_yB‖ = ‖Σ̃_yB‖ = 1. A branch of three layers takes
// (1/u0 − 1)/‖Σ‖, one of two ln(1/u0)/‖Σ‖, one of one ln 2, for Σ_B = 1: at L_A = 3,
// L_B = 2 the larger correlation wins for large weights, the smaller depth for
// small ones.
func TestUnequalTimesByHand(t *testing.T) {
	d := toy(2, 0, 1, 1)
	for _, c := range []struct {
		a, b, first int
		u0          float64
		times       [2]float64
	}{
		{3, 2, 0, .3, [2]float64{(1/.3 - 1) / 4, math.Log(1 / .3)}},
		{3, 2, 0, .1, [2]float64{9. / 4, math.Log(10)}}, // a tie, nearly: 2.25 and 2.30
		{3, 2, 1, .03, [2]float64{(1/.03 - 1) / 4, math.Log(1 / .03)}},
		{4, 2, 1, .1, [2]float64{99. / 8, math.Log(10)}},
		{2, 1, 1, .01, [2]float64{math.Log(100) / 4, math.Ln2}},
		{2, 3, 0, .1, [2]float64{math.Log(10) / 4, 9}},
		{2, 2, 0, .1, [2]float64{math.Log(10) / 4, math.Log(10)}},
	} {
		first, times := DepthGapTimes(d, Shape{Branches: []int{c.a, c.b}}, c.u0)
		if first != c.first {
			t.Errorf("L = %d, %d at %g: %d first, want %d", c.a, c.b, c.u0, first, c.first)
		}
		for m, want := range c.times {
			near(t, "t", times[m]/want, 1, 1e-9)
		}
	}
}

// TestUnequalTimesOfEqualDepth: branches of one depth have the ratio of late
// fusion, and that of intermediate fusion in the limit, in which the paper's
// formula drops what does not grow: at L_f = 3, u0 = 1e-6, one part in 1e6.
func TestUnequalTimesOfEqualDepth(t *testing.T) {
	for _, rho := range []float64{-.6, 0, .5} {
		d := toy(2, rho, 1, 1)
		r := Rates(d, 0, 1)
		for _, shape := range [][2]int{{2, 2}, {3, 3}, {5, 5}, {3, 2}, {4, 2}, {4, 3}, {5, 3}} {
			const u0 = 1e-6
			_, times := DepthGapTimes(d, Even(shape[0], shape[1], 2), u0)
			near(t, "t_A", times[0]/DeepFirstTime(r, shape[0], shape[1], u0), 1, 1e-9)
			near(t, "t_B/t_A", times[1]/times[0]/DeepTimeRatio(r, shape[0], shape[1], u0), 1, 3e-6)
		}
	}
}

// TestUnequalTimesShared: one shared layer, L_A = 2, L_B = 1, ρ = 0, ‖Σ_yA‖ = 4,
// by the trapezoidal rule on the layers themselves; then L_B alone from where it
// got to, beside shared layers of norm ‖W_A‖^{1/3} = 1.
func TestUnequalTimesShared(t *testing.T) {
	const u0, dt = .3, 1e-6
	d := toy(2, 0, 1, 1)
	for _, layers := range [][2]int{{2, 1}, {1, 2}, {3, 2}} {
		a, b, time := u0, u0, 0.0
		power := func(x float64, p int) float64 { return math.Pow(x, float64(p)) }
		slope := func(a, b float64) (float64, float64) {
			v := math.Hypot(a, b)
			return 4 * power(a, layers[0]-1) * v, power(b, layers[1]-1) * v
		}
		for a < 1 && b < 1 {
			da, db := slope(a, b)
			ea, eb := slope(a+dt*da, b+dt*db)
			a, b, time = a+dt*(da+ea)/2, b+dt*(db+eb)/2, time+dt
		}
		first, times := DepthGapTimes(d, Shape{Branches: layers[:], Shared: 1}, u0)
		if first != 0 {
			t.Fatalf("%v: %d first", layers, first)
		}
		near(t, "t_A", times[0], time, 2e-6) // the step, and the last one's excess
		rest := 1 - b
		if layers[1] == 2 {
			rest = math.Log(1 / b)
		}
		near(t, "t_B − t_A", times[1]-times[0], rest, 2e-5)
	}
}

// TestFirstOf: equal depth leaves it to the statistics; in the limit of small
// weights the fewest layers win, and a modality that correlates with nothing never.
func TestFirstOf(t *testing.T) {
	for _, c := range []struct {
		d      Data
		layers []int
		u0     float64
		want   int
	}{
		{toy(2, 0, 1, 1), []int{3, 3}, 1e-9, 0},
		{toy(.5, 0, 1, 1), []int{3, 3}, .1, 1},
		{toy(2, 0, 1, 1), []int{3, 2}, 0, 1},
		{toy(2, 0, 1, 1), []int{2, 3}, 0, 0},
		{toy(2, 0, 1, 1), []int{2, 1}, 0, 1},
		{toy(2, 0, 1, 1), []int{1, 2}, 0, 0},
		{toy(2, 0, 1, 1), []int{3, 2}, 1, 0}, // not small: no say
		{toy(2, 0, 1, 0), []int{3, 2}, .01, 0},
		{toy(2, 0, 1, 0), []int{3, 2}, 0, 0},
	} {
		if got := FirstOf(c.d, Shape{Branches: c.layers}, c.u0); got != c.want {
			t.Errorf("layers %v at %g: %d first, want %d", c.layers, c.u0, got, c.want)
		}
	}
}

// TestSharedNorm: v² = Σ u_m² and ‖W_m‖ = u_m^{L_m} v^{L−L_f}, whatever the depths,
// and the closed form of equal ones is the solution of the general equation.
func TestSharedNorm(t *testing.T) {
	for _, branches := range [][]int{{3, 2}, {1, 8}, {8, 1}, {2, 2, 5}, {1, 2}, {4, 4}} {
		for shared := range 4 {
			s := Shape{branches, shared}
			for _, scale := range []float64{1e-9, .3, 1, 40} {
				var norms []float64
				for m := range branches {
					norms = append(norms, scale*float64(1+m))
				}
				v := s.SharedNorm(norms)
				sum := 0.0
				for m, w := range norms {
					u := s.BranchNorm(m, w, v)
					sum += u * u
					near(t, "‖W_m‖", math.Pow(u, float64(branches[m]))*math.Pow(v, float64(shared))/w, 1, 1e-12)
				}
				near(t, "Σ u_m²/v²", sum/(v*v), 1, 1e-12)
			}
			if v := s.SharedNorm(make([]float64, len(branches))); v != 0 {
				t.Errorf("%v: nothing has the norm %v", s, v)
			}
		}
	}
}

// TestUnequalFlow: every layer of the balanced aligned network is one number, and
// ẇ_m = Σ ∂w_m/∂layer · (−∂ℒ/∂layer).
func TestUnequalFlow(t *testing.T) {
	d := toy(2, .3, 1, .8)
	for _, s := range []Shape{{[]int{3, 2}, 0}, {[]int{3, 2}, 1}, {[]int{1, 4}, 2}, {[]int{2, 1}, 0}, {[]int{2, 1}, 3}} {
		for _, w := range [][]float64{{.3, .2}, {-1.2, .4}, {.02, -.9}} {
			v := s.SharedNorm([]float64{math.Abs(w[0]), math.Abs(w[1])})
			var e, want [2]float64
			pull := 0.0
			for m := range w {
				e[m] = d.Yx[m] - w[0]*d.Sigma[m] - w[1]*d.Sigma[2+m]
				own := w[m] / s.BranchNorm(m, math.Abs(w[m]), v)
				want[m] = float64(s.Branches[m]) * own * own * e[m]
				pull += w[m] / v * e[m]
			}
			dw := make([]float64, 2)
			Flow(d, s, w, dw)
			for m := range w {
				want[m] += float64(s.Shared) * w[m] / v * pull
				near(t, "ẇ", dw[m], want[m], 1e-11*(1+math.Abs(want[m])))
			}
		}
	}
	// At rest on the plateaus and at the minimum; a lone layer has no plateau.
	all, _ := GlobalMinimum(d)
	a, _ := UnimodalMinimum(d, 0)
	dw := make([]float64, 2)
	for _, w := range [][]float64{{0, 0}, {a[0], 0}, all} {
		Flow(d, Shape{[]int{3, 2}, 1}, w, dw)
		near(t, "at rest", math.Hypot(dw[0], dw[1]), 0, 1e-12)
	}
	if Flow(d, Shape{[]int{2, 1}, 0}, []float64{0, 0}, dw); dw[0] != 0 || dw[1] != d.Yx[1] {
		t.Errorf("a lone layer starts with %v", dw)
	}
}
