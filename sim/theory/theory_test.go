package theory

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
)

func toy(kappa, rho, wA, wB float64) Data {
	a, ab := kappa*kappa, rho*kappa
	ya, yb := wA*a+wB*ab, wB+wA*ab
	return Data{
		Dims:  []int{1, 1},
		Sigma: []float64{a, ab, ab, 1},
		Yx:    []float64{ya, yb},
		Yy:    wA*ya + wB*yb,
	}
}

func near(t *testing.T, what string, got, want, tol float64) {
	t.Helper()
	if !(math.Abs(got-want) <= tol) {
		t.Errorf("%s = %v, want %v", what, got, want)
	}
}

// TestToyClosedForms: the general functions against the forms of toy
// data, over a grid.
func TestToyClosedForms(t *testing.T) {
	for _, kappa := range []float64{.4, 1.2, 2, 3} {
		for _, rho := range []float64{-.9, -.5, 0, .5, .9} {
			for _, r := range []float64{-1.5, -.3, .2, 1} {
				const wB = .8
				d := toy(kappa, rho, r*wB, wB)
				aFirst := math.Abs(r*kappa*kappa+rho*kappa) > math.Abs(1+r*rho*kappa)
				if got := LearnedFirst(d) == 0; got != aFirst {
					t.Errorf("κ=%v ρ=%v r=%v: A first %v, want %v", kappa, rho, r, got, aFirst)
				}
				aBetter := math.Abs(r*kappa) > 1
				if got := ContributesMore(d) == 0; got != aBetter {
					t.Errorf("κ=%v ρ=%v r=%v: A explains more %v, want %v", kappa, rho, r, got, aBetter)
				}
				near(t, "mis-attribution of A", Misattribution(d, 0), rho/(kappa*r), 1e-10)
				w, loss := GlobalMinimum(d)
				near(t, "w_A*", w[0], r*wB, 1e-12)
				near(t, "w_B*", w[1], wB, 1e-12)
				near(t, "ℒ(ℳ_*)", loss, 0, 1e-12)
				_, unimodal := UnimodalMinimum(d, 0)
				near(t, "ℒ(ℳ_A)", unimodal, wB*wB*(1-rho*rho)/2, 1e-12)
			}
		}
	}
	// w = (1, 1): t_B/t_A = 1 + (κ² − 1)/(1 − ρ²), signs kept; the norm form
	// equals it only for ρ > −1/κ.
	for _, kappa := range []float64{1.2, 2, 3} {
		for _, rho := range []float64{-.9, -.4, 0, .5, .9} {
			want := 1 + (kappa*kappa-1)/(1-rho*rho)
			near(t, "signed ratio", SignedTimeRatio(toy(kappa, rho, 1, 1), 0, 1), want, 1e-10)
			paper := TimeRatio(toy(kappa, rho, 1, 1), 0, 1)
			if rho > -1/kappa {
				near(t, "ratio", paper, want, 1e-10)
			} else if !(paper < want) {
				t.Errorf("κ=%v ρ=%v: the norm form %v should lie under %v", kappa, rho, paper, want)
			}
		}
	}
}

// TestSmallWeightsAreMisattributed: however little A weighs in the end, what it is
// given too much of alone is known as a part of that. Only of nothing there is no part.
func TestSmallWeightsAreMisattributed(t *testing.T) {
	const kappa, rho = 2, .6
	for _, r := range []float64{.1, .05, -.01, 1e-3, 1e-6} {
		d := toy(kappa, rho, r, 1)
		want := rho / (kappa * r)
		near(t, "mis-attribution", Misattribution(d, 0), want, 1e-6*math.Abs(want))
	}
	if got := Misattribution(toy(kappa, rho, 0, 1), 0); !math.IsNaN(got) {
		t.Errorf("of no weight at all: %v", got)
	}
}

// TestPublishedNumbers: values known from elsewhere.
func TestPublishedNumbers(t *testing.T) {
	late := toy(2, 0, 1, 1)
	near(t, "ratio", TimeRatio(late, 0, 1), 4, 1e-12)
	near(t, "ratio at η = .04", DescentTimeRatio(late, 0, 1, .04), 3.78, .005)
	near(t, "ratio as η → 0", DescentTimeRatio(late, 0, 1, 1e-9), 4, 1e-6)
	near(t, "κ=3, ρ=−.9 by norms", TimeRatio(toy(3, -.9, 1, 1), 0, 1), 25, .3)
	near(t, "κ=3, ρ=−.9 signed", SignedTimeRatio(toy(3, -.9, 1, 1), 0, 1), 43.1, .05)

	superficial := toy(2, 0, .3, .8)
	_, a := UnimodalMinimum(superficial, 0)
	_, b := UnimodalMinimum(superficial, 1)
	near(t, "ℒ(ℳ_A)", a/ZeroLoss(superficial), .64, 1e-12)
	near(t, "ℒ(ℳ_B)", b/ZeroLoss(superficial), .36, 1e-12)
	if LearnedFirst(superficial) != 0 || ContributesMore(superficial) != 1 {
		t.Error("κ = 2, w = (.3, .8) is superficial")
	}
	// ρ = −.6, κ = 3: A first for r < .111, B for .111–.259, A above.
	for r, first := range map[float64]int{.1: 0, .12: 1, .25: 1, .27: 0} {
		if LearnedFirst(toy(3, -.6, r, 1)) != first {
			t.Errorf("ρ=−.6 κ=3 r=%v: first should be %d", r, first)
		}
	}
}

// TestHalfTime integrates the flow of one scalar branch, ẇ = 2w(s − σw)/τ, and
// compares the epoch at which it reaches half.
func TestHalfTime(t *testing.T) {
	const s, sigma, u0 = 4.0, 2.0, 1e-4
	w, time, dt := u0*u0, 0.0, 1e-5
	for w < s/sigma/2 {
		w += dt * 2 * w * (s - sigma*w)
		time += dt
	}
	near(t, "half-time", HalfTime(s, s/sigma, u0), time, 1e-3)
}

func TestVectorInputs(t *testing.T) {
	// A block-diagonal Σ: modalities are learned independently, and what is
	// left for B is all of it.
	d := Data{
		Dims:  []int{2, 1},
		Sigma: []float64{2, .5, 0, .5, 1, 0, 0, 0, 3},
		Yx:    []float64{1, 2, -3},
		Yy:    20,
	}
	near(t, "‖Σ_yA‖", InputOutputNorm(d, 0), math.Sqrt(5), 1e-14)
	near(t, "Σ̃_yB", LeftOver(d, 0, 1)[0], -3, 1e-14)
	wA, _ := UnimodalMinimum(d, 0)
	all, _ := GlobalMinimum(d)
	if !floats.EqualApprox(wA, all[:2], 1e-12) {
		t.Errorf("plateau %v, global minimum %v", wA, all)
	}
	near(t, "mis-attribution", Misattribution(d, 0), 0, 1e-12)
}

func TestSingularSigma(t *testing.T) {
	d := Data{Dims: []int{1, 1}, Sigma: []float64{1, 1, 1, 1}, Yx: []float64{2, 2}, Yy: 4}
	w, loss := GlobalMinimum(d)
	near(t, "w_A", w[0], 1, 1e-12)
	near(t, "w_B", w[1], 1, 1e-12)
	near(t, "loss", loss, 0, 1e-12)
}

// TestPlane: the regions of the plane agree with the general rules, the
// boundaries lie between them, and (r, ρ) → (−r, −ρ) is a symmetry.
func TestPlane(t *testing.T) {
	for _, rho := range []float64{-.9, -.6, 0, .3, .6} {
		for _, kappa := range []float64{.35, .7, 1.3, 2, 3.7} {
			for r := -1.95; r < 2; r += .1 {
				d := toy(kappa, rho, r*.8, .8)
				if LearnedFirst(d) != (Plane{Rho: rho}).LearnedFirst(kappa, r) || ContributesMore(d) != PlaneContributesMore(kappa, r) {
					t.Errorf("κ=%v ρ=%v r=%v: the plane disagrees with the data", kappa, rho, r)
				}
				if (Plane{Rho: rho}).LearnedFirst(kappa, r) != (Plane{Rho: -rho}).LearnedFirst(kappa, -r) {
					t.Errorf("κ=%v ρ=%v r=%v: not symmetric", kappa, rho, r)
				}
			}
			plus, minus := Plane{Rho: rho}.Boundaries(kappa)
			for _, r := range []float64{plus, minus} {
				if (Plane{Rho: rho}).LearnedFirst(kappa, r-1e-6) == (Plane{Rho: rho}).LearnedFirst(kappa, r+1e-6) {
					t.Errorf("κ=%v ρ=%v: nothing changes at r=%v", kappa, rho, r)
				}
			}
		}
	}
}

// TestPlaneShortForms: on toy data the short forms are the general ones.
func TestPlaneShortForms(t *testing.T) {
	for _, rho := range []float64{-.9, -.4, 0, .3, .8} {
		for _, kappa := range []float64{.3, .8, 1, 1.7, 3.5} {
			for _, r := range []float64{-1.7, -.4, .2, 1, 1.9} { // κ = r = 1 is a tie
				for _, wB := range []float64{-.7, 1.3} {
					wA := r * wB
					ya, yb := wA*kappa*kappa+wB*rho*kappa, wB+wA*rho*kappa
					d := Data{Dims: []int{1, 1}, Sigma: []float64{kappa * kappa, rho * kappa, rho * kappa, 1}, Yx: []float64{ya, yb}, Yy: wA*ya + wB*yb}
					first := LearnedFirst(d)
					if got := (Plane{Rho: rho}).LearnedFirst(kappa, r); got != first {
						t.Errorf("ρ %v κ %v r %v w_B %v: %d is first, in general %d", rho, kappa, r, wB, got, first)
					}
					for _, c := range [][2]float64{
						{PlaneTimeRatio(kappa, rho, r, wB, 0), SignedTimeRatio(d, first, 1-first)},
						{PlaneTimeRatio(kappa, rho, r, wB, .04), DescentTimeRatio(d, first, 1-first, .04)},
						{PlaneMisattribution(kappa, rho, r), Misattribution(d, first)},
					} {
						if math.Abs(c[0]-c[1]) > 1e-9*(1+math.Abs(c[1])) {
							t.Errorf("ρ %v κ %v r %v w_B %v: %v, in general %v", rho, kappa, r, wB, c[0], c[1])
						}
					}
				}
			}
		}
	}
}
