package sim

import "math"

// gain is W^tot read off the weights of a two-layer network over that of the
// linear network that predicts the same, 2/(1 + a) for rectified units: an input of
// either sign is seen by half of them. Times grow by the same factor, for every
// unit learns from half of the inputs [ZLS24, sec. 7].
func (s *Scenario) gain() float64 {
	if s.Activation == ReLU {
		return 2 / (1 + s.Slope)
	}
	return 1
}

// learnsXor reports whether a network can learn what the end-to-end maps of the xor
// task do not show.
func (s *Scenario) learnsXor() bool {
	return s.Task == TaskXor && s.Activation == ReLU && s.Slope < 1
}

// learnedXor is the loss below which the xor task counts as learned.
const learnedXor = .01

// goals are what the norms and the loss of a run go to.
//
// The norm of a modality is ‖W_m^tot‖, for rectified units W² W¹ read off the
// weights. In the xor task W_B^tot is zero by symmetry when all of xor is learned;
// there the norm is the path norm Σ_i |w²_i| ‖w¹_{m,i}‖ of late fusion's least
// solution: 2/(1 + a) for A, 2√2/(1 − a) for B, whose four perpendicular directions
// each need 1/(√2 (1 − a)).
type goals struct {
	paths          bool // norms are path norms
	gain           float64
	plateau, final []float64 // norms
	levels         levels
	converged      float64 // the loss of a run that has learned everything
	sole           int     // see Sole
}

func newGoals(s *Scenario, m *Moments) (g goals) {
	g.gain, g.sole = s.gain(), m.Sole()
	g.converged = m.optimumLoss + convergedPart*(m.ZeroLoss()-m.optimumLoss)
	for i := range m.modalities {
		g.plateau = append(g.plateau, g.gain*m.PlateauNorm(i))
		g.final = append(g.final, g.gain*m.OptimumNorm(i))
	}
	g.levels = m.levels
	switch {
	case s.learnsXor():
		g.paths, g.sole, g.converged = true, -1, learnedXor
		g.plateau = []float64{g.gain, 2 * math.Sqrt2 / (1 - s.Slope)}
		g.final = g.plateau
		fallthrough
	case g.gain != 1:
		scale := 0.0
		for i := range g.final {
			scale = max(scale, g.plateau[i], g.final[i])
		}
		g.levels = levels{}
		for i := range g.final {
			g.levels.plateau = append(g.levels.plateau, half(g.plateau[i], scale))
			g.levels.final = append(g.levels.final, half(g.final[i], scale))
		}
	}
	return g
}

// Gain is W^tot read off the weights over the map that the linear network learns:
// 2/(1 + a) for rectified units of slope a, 1 for linear ones.
func (r *Run) Gain() float64 { return r.goals.gain }

// ByPaths reports whether the norms of the modalities are path norms
// Σ_i |w²_i| ‖w¹_{m,i}‖, as in the xor task, instead of ‖W_m^tot‖.
func (r *Run) ByPaths() bool { return r.goals.paths }

// PlateauNorm is what the norm of a modality rests at while it is learned alone.
func (r *Run) PlateauNorm(modality int) float64 { return r.goals.plateau[modality] }

// FinalNorm is what the norm of a modality converges to.
func (r *Run) FinalNorm(modality int) float64 { return r.goals.final[modality] }

// Sole is the modality that alone has anything to learn, −1 if several have or none.
func (r *Run) Sole() int { return r.goals.sole }
