package sim

import (
	"math"

	"unimodal-bias-lab/sim/ode"
	"unimodal-bias-lab/sim/theory"
)

// Plateau returns Σ_ym Σ_m⁺ (d_y × d_m, row-major): what W_m^tot rests at while
// modality m has been learned alone. Read only.
func (m *Moments) Plateau(modality int) []float64 { return m.plateaus[modality] }

// Of a path: how finely it is drawn and how close to a saddle it begins, in
// units of the largest weight in the picture; and how many steps it is followed
// for. The stiffest data take thousands more, for a path that has become a
// straight line by then: it ends within 0.4 % of the one that is followed on.
const (
	pathStep   = 1.0 / 128
	pathLeaves = 1e-2
	pathBudget = 200
)

// SmallInitPath appends the way (W_A^tot, W_B^tot) that training takes in the
// limit of small initial weights, from ℳ_0 to ℳ_*, for two scalar modalities and
// a scalar target.
//
// Early fusion leaves the origin along Σ_yx. In late and intermediate fusion the
// modality learned second keeps vanishing while the first one grows: the
// network goes straight to the plateau ℳ_A, and leaves this saddle in the
// direction of W_B*, which has the sign of Σ̃_yB. Two modalities that correlate
// equally with the target grow together, through equally many layers. Both legs
// follow [theory.Flow].
func SmallInitPath(dst [][2]float64, m *Moments, shape theory.Shape) [][2]float64 {
	d := m.theory()
	final := [2]float64(m.optimum)
	plateau := [2]float64{m.plateaus[0][0], m.plateaus[1][0]}
	scale := 0.0
	for i := range final {
		scale = max(scale, math.Abs(final[i]), math.Abs(plateau[i]))
	}
	dst = append(dst, [2]float64{})
	if scale == 0 {
		return dst
	}
	first := theory.FirstOf(d, shape, 0)
	second := 1 - first
	together := shape.Equal() && math.Abs(d.Yx[second]) >= math.Abs(d.Yx[first])*(1-1e-9) && d.Yx[second]*final[second] > 0
	var start [2]float64
	switch {
	case shape.Early() || together: // as far as what is left has not changed
		near := pathLeaves / (d.Sigma[0] + d.Sigma[3])
		for i := range start {
			start[i] = near * d.Yx[i]
		}
	case final[second] == 0:
		return append(dst, final)
	default:
		start[first] = plateau[first]
		dst = append(dst, start)
		start[second] = pathLeaves * final[second]
		start[first] -= d.Sigma[1] / d.Sigma[first*3] * start[second] // E_first stays 0
	}

	s := ode.NewStepper(ode.DormandPrince, 2)
	s.Rel, s.Abs = 1e-5, 1e-6*scale
	s.Start(func(_ float64, w, dw []float64) { theory.Flow(d, shape, w, dw) }, 0, start[:])
	last, next := start, start
	for s.Accepted+s.Rejected < pathBudget && distance([2]float64(s.Y), final) > pathStep*scale/2 {
		if s.Step(math.MaxFloat64) != nil {
			break
		}
		// A long step is drawn by its dense solution, short ones are left out.
		pieces := math.Ceil(distance([2]float64(s.Y), last) / (pathStep * scale))
		for i := 1.0; i <= min(pieces, 64); i++ {
			s.Dense(s.T-s.Taken*(1-i/pieces), next[:])
			if distance(next, last) >= pathStep*scale/2 {
				dst = append(dst, next)
				last = next
			}
		}
	}
	// What is left is straight: a path that was not followed to its end creeps
	// along a valley towards ℳ_*.
	return append(dst, final)
}

func distance(a, b [2]float64) float64 { return math.Hypot(a[0]-b[0], a[1]-b[1]) }
