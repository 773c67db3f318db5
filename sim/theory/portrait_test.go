package theory

import (
	"math"
	"testing"
)

// TestFlowClosedForms: the phase portraits of the paper, κ = 2, ρ = 0, w = (1, 1),
// at τ = 1: two-layer late ẇ_A = 2(4 − 4a)|a|, and two-layer early with the
// prefactor 1/√(a² + b²). By hand besides: late fusion of any depth, and L = 3, L_f = 2
// from its layer norms, u_A² = |a|^{4/3}…: a = b = 1 have v² = 2^{2/3}.
func TestFlowClosedForms(t *testing.T) {
	d := toy(2, 0, 1, 1)
	dw := make([]float64, 2)
	for _, at := range [][2]float64{{.3, .2}, {1, .4}, {-.5, .7}, {1.4, -.2}, {0, .5}, {.5, 0}, {-1, -1}} {
		a, b := at[0], at[1]
		ea, eb := 4-4*a, 1-b
		Flow(d, Even(2, 2, 2), at[:], dw)
		near(t, "late, A", dw[0], 2*ea*math.Abs(a), 1e-13)
		near(t, "late, B", dw[1], 2*eb*math.Abs(b), 1e-13)
		Flow(d, Even(2, 1, 2), at[:], dw)
		norm := math.Hypot(a, b)
		near(t, "early, A", dw[0], (ea*(2*a*a+b*b)+eb*a*b)/norm, 1e-13)
		near(t, "early, B", dw[1], (ea*a*b+eb*(a*a+2*b*b))/norm, 1e-13)
		Flow(d, Even(5, 5, 2), at[:], dw)
		near(t, "late, five layers", dw[0], 5*ea*math.Pow(math.Abs(a), 1.6), 1e-13)
	}
	// L = 3, L_f = 2, a = b: u² v = a and v² = 2u², so u³ = a/√2.
	const a = .7
	u := math.Cbrt(a / math.Sqrt2)
	Flow(d, Even(3, 2, 2), []float64{a, a}, dw)
	ea, eb := 4-4*a, 1-a
	near(t, "intermediate", dw[0], 2*u*u*2*u*u*ea+a*a*(ea+eb)/(2*u*u), 1e-13)
}

// TestFlowIsTheGradient: the same from the definition, for every depth and
// fusion layer: each layer of the balanced aligned network is one number per
// branch, and ẇ_m = Σ_l ∂w_m/∂layer · (−∂ℒ/∂layer).
func TestFlowIsTheGradient(t *testing.T) {
	for _, d := range []Data{toy(2, 0, 1, 1), toy(.5, .7, -1, .8), toy(3, -.9, .3, .8)} {
		for depth := 2; depth <= 8; depth++ {
			for fusion := 1; fusion <= depth; fusion++ {
				for _, w := range [][]float64{{.3, .2}, {-1.2, .4}, {.02, -.9}} {
					v := 0.0
					for _, x := range w {
						v += math.Pow(math.Abs(x), 2/float64(fusion))
					}
					v = math.Pow(v, float64(fusion)/float64(2*depth))
					var u, e [2]float64
					for m := range w {
						u[m] = math.Pow(math.Abs(w[m])/math.Pow(v, float64(depth-fusion)), 1/float64(fusion))
						e[m] = d.Yx[m] - w[0]*d.Sigma[m] - w[1]*d.Sigma[2+m]
					}
					near(t, "v² − Σ u²", v*v, u[0]*u[0]+u[1]*u[1], 1e-12)
					// Of the layers of branch m and of a shared one: how the weights
					// change with it, and its negative gradient.
					var want [2]float64
					pull := 0.0
					for m := range w {
						own := w[m] / u[m]
						want[m] += float64(fusion) * own * own * e[m]
						pull += w[m] / v * e[m]
					}
					for m := range w {
						want[m] += float64(depth-fusion) * w[m] / v * pull
					}
					dw := make([]float64, 2)
					Flow(d, Even(depth, fusion, 2), w, dw)
					for m := range w {
						near(t, "ẇ", dw[m], want[m], 1e-10*(1+math.Abs(want[m])))
					}
				}
			}
		}
	}
}

// TestFlowRests at zero, on the plateaus and at the global minimum, falls
// downhill everywhere else and is a number whatever the weights.
func TestFlowRests(t *testing.T) {
	odd := []float64{0, 1, -1, 5e-324, 1e-200, 1e308, -1e308, math.Inf(1), math.NaN()}
	for _, d := range []Data{toy(2, 0, 1, 1), toy(3, -.9, .3, .8), toy(.5, .6, 0, 1), toy(1, 0, 0, 0)} {
		all, _ := GlobalMinimum(d)
		for depth := 2; depth <= 8; depth++ {
			for fusion := 1; fusion <= depth; fusion++ {
				rests := [][]float64{{0, 0}, all}
				if fusion > 1 {
					a, _ := UnimodalMinimum(d, 0)
					b, _ := UnimodalMinimum(d, 1)
					rests = append(rests, []float64{a[0], 0}, []float64{0, b[0]})
				}
				dw := make([]float64, 2)
				for _, w := range rests {
					Flow(d, Even(depth, fusion, 2), w, dw)
					near(t, "at rest", math.Hypot(dw[0], dw[1]), 0, 1e-12)
				}
				for _, a := range odd {
					for _, b := range odd {
						dw[0], dw[1] = math.NaN(), math.NaN()
						Flow(d, Even(depth, fusion, 2), []float64{a, b}, dw)
						if math.IsNaN(dw[0]+dw[1]) || math.IsInf(dw[0]+dw[1], 0) {
							t.Errorf("L = %d, L_f = %d at (%g, %g): %v", depth, fusion, a, b, dw)
						}
						w := []float64{math.Mod(a, 3), math.Mod(b, 3)}
						Flow(d, Even(depth, fusion, 2), w, dw)
						down := 0.0
						for m := range w {
							down += dw[m] * (d.Yx[m] - w[0]*d.Sigma[m] - w[1]*d.Sigma[2+m])
						}
						if down < 0 {
							t.Errorf("L = %d, L_f = %d at %v: the loss rises by %g", depth, fusion, w, -down)
						}
					}
				}
			}
		}
	}
}

// TestFlowSharpness: near the minimum the flow is −δ Σ H, whose largest rate is
// the sharpness behind [LargestStableRate].
func TestFlowSharpness(t *testing.T) {
	for _, shape := range []Shape{
		Even(2, 1, 2), Even(2, 2, 2), Even(3, 2, 2), Even(4, 2, 2), Even(5, 4, 2),
		{[]int{3, 2}, 0}, {[]int{2, 3}, 1}, {[]int{1, 4}, 2},
	} {
		d := toy(2, .3, 1, .8)
		all, _ := GlobalMinimum(d)
		var jacobian [4]float64
		const h = 1e-6
		for n := range all {
			plus, minus := []float64{all[0], all[1]}, []float64{all[0], all[1]}
			plus[n] += h
			minus[n] -= h
			up, down := make([]float64, 2), make([]float64, 2)
			Flow(d, shape, plus, up)
			Flow(d, shape, minus, down)
			for m := range all {
				jacobian[m*2+n] = (up[m] - down[m]) / (2 * h)
			}
		}
		trace, det := jacobian[0]+jacobian[3], jacobian[0]*jacobian[3]-jacobian[1]*jacobian[2]
		largest := -trace/2 + math.Sqrt(trace*trace/4-det)
		near(t, "largest rate", largest, sharpness(d, all, shape, Training{}), 1e-6*largest)
	}
}
