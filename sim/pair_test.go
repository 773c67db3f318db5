package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestPairIsTheFlow: the closed form and the implicit steps of pair see the
// events that the explicit flow of the same network sees, all over the plane, and
// cheaply.
func TestPairIsTheFlow(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 8))
	most, sum := 0, 0
	const runs = 400
	for i := range runs {
		s := Default()
		s.Rho, s.Kappa, s.R = random.Float64()*1.9-.95, math.Exp2(random.Float64()*4-2), random.Float64()*4-2
		s.WB, s.Seed = random.Float64()*2-1, 1+random.IntN(1000)
		if i%4 == 0 {
			s.Init, s.Width = math.Pow(10, -4*random.Float64()), 1+random.IntN(20)
		}
		moments, network := ingredients(t, s)
		converge := i%2 == 0
		want := watchForm(moments, network, Angles, s, converge)
		f := newModes(plain(moments), network)
		var p pair
		p.set(moments.sigma, moments.yx, moments.yy, f.pp, f.qq)
		p.run(converge)
		var got Measurement
		p.measure(&got, s.Eta, p.weightAt)
		steps := p.solver.Accepted + p.solver.Rejected
		most, sum = max(most, steps), sum+steps
		near := func(what string, a, b, tol float64) {
			if math.IsNaN(a) != math.IsNaN(b) || math.Abs(a-b) > tol {
				t.Errorf("ρ %.3g κ %.3g r %.3g w_B %.3g γ %.2g N %d: %s = %v, the explicit flow says %v", s.Rho, s.Kappa, s.R, s.WB, s.Init, s.Width, what, a, b)
			}
		}
		if want.Second < 0 && got.Second >= 0 {
			continue // the explicit flow ran out of steps
		}
		if got.First != want.First || got.Second != want.Second {
			t.Errorf("ρ %.3g κ %.3g r %.3g: first %d second %d, the explicit flow says %d %d", s.Rho, s.Kappa, s.R, got.First, got.Second, want.First, want.Second)
			continue
		}
		for m := range 2 {
			near("t", got.Times[m], want.Times[m], 5e-5*want.Times[m]+1e-5)
		}
		near("mis-attribution", got.Misattribution, want.Misattribution, 5e-5*(1+math.Abs(want.Misattribution)))
		if converge && want.Converged >= 0 {
			near("convergence", float64(got.Converged), float64(want.Converged), 1+2e-4*float64(want.Converged))
		}
	}
	t.Logf("%d steps a run, %d at most", sum/runs, most)
	if sum/runs > 120 || most > 400 {
		t.Errorf("%d steps a run, %d at most", sum/runs, most)
	}
}
