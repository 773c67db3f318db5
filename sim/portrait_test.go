package sim

import (
	"math"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

// pathData are toy moments all over the plane, with the ends of every range.
func pathData(t *testing.T, visit func(kappa, rho, r float64, m *Moments)) {
	t.Helper()
	for _, rho := range []float64{-.99, -.6, 0, .6, .99} {
		for _, kappa := range []float64{.25, .5, 1, 2, 4} {
			for _, r := range []float64{-2, -.4, 0, .375, 1, 2} {
				m, err := Toy(kappa, rho, r, 1, 0)
				if err != nil {
					t.Fatal(err)
				}
				visit(kappa, rho, r, m)
			}
		}
	}
}

var pathShapes = [][2]int{{2, 1}, {2, 2}, {3, 2}, {4, 1}, {4, 2}, {4, 4}, {8, 1}, {8, 4}, {8, 8}}

// TestSmallInitPath: from zero to the global minimum, downhill, without a gap
// where it bends, late and intermediate fusion around a corner and early fusion
// along Σ_yx.
func TestSmallInitPath(t *testing.T) {
	scratch := make([]float64, 4)
	pathData(t, func(kappa, rho, r float64, m *Moments) {
		final, best := m.Optimum()
		for _, shape := range pathShapes {
			path := SmallInitPath(nil, m, theory.Even(shape[0], shape[1], 2))
			if path[0] != [2]float64{} || path[len(path)-1] != [2]float64(final) || len(path) > 400 {
				t.Errorf("κ=%v ρ=%v r=%v, %v: %d points from %v to %v", kappa, rho, r, shape, len(path), path[0], path[len(path)-1])
			}
			before := m.ZeroLoss()
			for _, w := range path[1:] {
				loss := m.loss(w[:], scratch)
				if !(loss <= before+1e-4*(m.ZeroLoss()-best)) {
					t.Errorf("κ=%v ρ=%v r=%v, %v: the loss rises from %v to %v at %v", kappa, rho, r, shape, before, loss, w)
				}
				before = loss
			}
			a, b := math.Abs(m.yx[0]), math.Abs(m.yx[1])
			switch corner := [2]float64{m.Plateau(0)[0], 0}; {
			case shape[1] == 1: // near ρ = ±1 it has turned before the first point
				if cross := path[1][0]*m.yx[1] - path[1][1]*m.yx[0]; math.Abs(rho) < .9 && math.Abs(cross) > 2e-2*math.Hypot(path[1][0], path[1][1])*math.Hypot(a, b) {
					t.Errorf("κ=%v ρ=%v r=%v: early fusion leaves towards %v, not %v", kappa, rho, r, path[1], m.yx)
				}
			case math.Abs(a-b) < 1e-6:
			default:
				if b > a {
					corner = [2]float64{0, m.Plateau(1)[0]}
				}
				if distance(path[1], corner) > 1e-12 {
					t.Errorf("κ=%v ρ=%v r=%v, %v: over %v, not %v", kappa, rho, r, shape, path[1], corner)
				}
			}
		}
	})
}

// TestSmallInitPathMirrors: (r, ρ) → (−r, −ρ) turns W_A over, exactly.
func TestSmallInitPathMirrors(t *testing.T) {
	pathData(t, func(kappa, rho, r float64, m *Moments) {
		mirrored, err := Toy(kappa, -rho, -r, 1, 0)
		if err != nil {
			t.Fatal(err)
		}
		for _, shape := range pathShapes {
			path, other := SmallInitPath(nil, m, theory.Even(shape[0], shape[1], 2)), SmallInitPath(nil, mirrored, theory.Even(shape[0], shape[1], 2))
			if len(path) != len(other) {
				t.Errorf("κ=%v ρ=%v r=%v, %v: %d and %d points", kappa, rho, r, shape, len(path), len(other))
				continue
			}
			for i := range path {
				if distance(path[i], [2]float64{-other[i][0], other[i][1]}) > 1e-9 {
					t.Errorf("κ=%v ρ=%v r=%v, %v: %v mirrors %v", kappa, rho, r, shape, path[i], other[i])
				}
			}
		}
	})
}

// TestRunsFollowTheirPath: a network that begins small stays close to it.
// Gradient descent at η = .01 against the flow, γ = 1e-9: within 3 % of the
// largest weight. At κ = 2 late fusion misses the corner by less.
func TestRunsFollowTheirPath(t *testing.T) {
	for _, c := range []struct {
		kappa, rho, r float64
		fusion        float64
	}{{2, 0, 1, 2}, {2, 0, 1, 1}, {2, .5, 1, 2}, {2, -.5, 1, 1}, {2, -.9, 1, 2}, {.5, .3, -.8, 2}, {.5, .3, -.8, 1}} {
		s, err := Default().With(map[string]any{"kappa": c.kappa, "rho": c.rho, "r": c.r, "fusion": c.fusion, "eta": .01, "epochs": 8000., "width": 20.})
		if err != nil {
			t.Fatal(err)
		}
		run, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		path := SmallInitPath(nil, run.Moments(), s.Shape())
		worst := 0.0
		for !run.Done() {
			run.Step()
			at, nearest := [2]float64{run.Total(0)[0], run.Total(1)[0]}, math.Inf(1)
			for i := range path[1:] {
				nearest = min(nearest, offSegment(at, path[i], path[i+1]))
			}
			worst = max(worst, nearest)
		}
		if worst > .03*1.5 {
			t.Errorf("%+v: the run goes up to %.3f off its path", c, worst)
		}
		for m := range 2 {
			if got, want := run.Weight(m)[run.Epoch()], run.Total(m)[0]; math.Abs(got-want) > 1e-12 {
				t.Errorf("%+v: weight %d is %v in the series, %v in the network", c, m, got, want)
			}
		}
	}
}

// offSegment is how far p lies off the line from a to b.
func offSegment(p, a, b [2]float64) float64 {
	dx, dy := b[0]-a[0], b[1]-a[1]
	f := ((p[0]-a[0])*dx + (p[1]-a[1])*dy) / max(dx*dx+dy*dy, 1e-300)
	f = max(0, min(1, f))
	return distance(p, [2]float64{a[0] + f*dx, a[1] + f*dy})
}

func TestPathOfNothing(t *testing.T) {
	m, err := Toy(2, .3, 0, 0, 0)
	if err != nil {
		t.Fatal(err)
	}
	if path := SmallInitPath(nil, m, theory.Even(2, 2, 2)); len(path) != 1 || path[0] != [2]float64{} {
		t.Errorf("nothing to learn: %v", path)
	}
}

// TestUnits: late fusion has units of one modality each, early fusion units of
// both, and together they carry the norms of their layers.
func TestUnits(t *testing.T) {
	for fusion, want := range map[float64]int{1: 50, 2: 100, 4: 100} {
		s, err := Default().With(map[string]any{"depth": 4., "fusion": fusion, "width": 50., "init": .1})
		if err != nil {
			t.Fatal(err)
		}
		run, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for range 50 {
			run.Step()
		}
		units := run.Units(nil, 50)
		if len(units) != want {
			t.Errorf("L_f = %v: %d units", fusion, len(units))
		}
		var sum [2]float64
		for _, u := range units {
			for m, w := range u.In {
				sum[m] += w * w
				if (fusion == 1) != (u.Branch == -1) || fusion > 1 && m != u.Branch && w != 0 {
					t.Errorf("L_f = %v: %+v", fusion, u)
				}
			}
		}
		for m := range sum {
			if norm := run.Network().Branches[m][0].Norm(); math.Abs(math.Sqrt(sum[m])-norm) > 1e-12 {
				t.Errorf("L_f = %v: units of norm %v, a layer of %v", fusion, math.Sqrt(sum[m]), norm)
			}
		}
	}
}

func BenchmarkSmallInitPath(b *testing.B) {
	m, err := Toy(4, -.9, 1, 1, 0)
	if err != nil {
		b.Fatal(err)
	}
	path := SmallInitPath(nil, m, theory.Even(4, 4, 2))
	for b.Loop() {
		path = SmallInitPath(path[:0], m, theory.Even(4, 4, 2))
	}
}
