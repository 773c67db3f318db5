package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/theory"
)

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
	open           bool    // it may fall further: rectified units also fit the noise of a sample
}

func newGoals(s *Scenario, m *Moments) (g goals) {
	g.gain = s.gain()
	part := convergedPart
	if m.apart {
		part = weighedPart
	}
	g.converged = m.least + part*(m.ZeroLoss()-m.least)
	for i := range m.modalities {
		g.plateau = append(g.plateau, g.gain*m.PlateauNorm(i))
		g.final = append(g.final, g.gain*m.OptimumNorm(i))
	}
	g.open = relu(s) && s.Slope < 1 && s.From == Sample && s.Task != TaskXor && m.optimumLoss > enough*m.ZeroLoss()
	g.levels = m.levels
	switch {
	case s.learnsXor():
		g.paths, g.converged = true, learnedXor
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

// Enough reports whether a modality leaves nothing for another to add: see
// [Moments.Enough].
func (r *Run) Enough(modality int) bool { return !r.goals.paths && r.moments.Enough(modality) }

// Learnable reports whether some modality has a plateau or a final value to go to.
func (r *Run) Learnable() bool {
	for i := range r.weights {
		if r.goals.levels.plateau[i] > 0 || r.goals.levels.final[i] > 0 {
			return true
		}
	}
	return false
}

// awaits reports whether there is another modality than the first to be learned.
func (r *Run) awaits(first int) bool {
	for m, own := range r.passages.levels {
		if m != first && own[toFinal] > 0 {
			return true
		}
	}
	return false
}

// Tells reports whether the initial weights are small enough for some level to say that a
// modality is learned.
func (r *Run) Tells() bool {
	for _, own := range r.passages.levels {
		if own[toPlateau] > 0 || own[toFinal] > 0 {
			return true
		}
	}
	return false
}

// beginsSmall reports whether every layer is small beside those of the largest solution, a part of
// whose norms they have.
func (r *Run) beginsSmall() bool {
	largest := 0.0
	for m := range r.weights {
		largest = max(largest, r.PlateauNorm(m), r.FinalNorm(m))
	}
	depth := r.shape.Shared
	for _, own := range r.shape.Branches {
		depth = max(depth, r.shape.Shared+own)
	}
	const small = .5
	most := 0.0
	for _, norm := range r.layerNorms[0] {
		most = max(most, norm)
	}
	return most < small*math.Pow(largest, 1/float64(depth))
}

// Counts reports whether a modality has a final weight to reach.
func (r *Run) Counts(modality int) bool { return r.goals.levels.final[modality] > 0 }

// Untold reports whether a modality has a final weight to reach and began with one too large
// to tell when it does.
func (r *Run) Untold(modality int) bool {
	return r.Counts(modality) && r.passages.levels[modality][toFinal] == 0
}

// Along is the weight of a modality at an epoch in the direction of its final value: less than
// zero, if it points the other way. Of path norms it is the norm.
func (r *Run) Along(modality, epoch int) float64 {
	return math.Copysign(1, r.finalWeight(modality)) * r.weights[modality][epoch]
}

// Turns reports whether a modality has to change its sign between its plateau and its final
// value, and is not halfway to that at an epoch.
func (r *Run) Turns(modality, epoch int) bool {
	if r.goals.paths {
		return false
	}
	m := r.moments
	opposed := 0.0
	for k := range m.outputs {
		d := m.modalities[modality].Dim
		opposed += kernel.Dot(m.plateaus[modality][k*d:(k+1)*d], m.optimum[k*m.Inputs()+m.offset[modality]:][:d])
	}
	return opposed < 0 && r.Along(modality, epoch) < r.goals.final[modality]/2
}

// Covered is the first epoch at which the loss has covered a part of its way from that of the
// zero network to its end; −1: it has not by the epoch given.
func (r *Run) Covered(part float64, epochs int) int {
	zero, end := r.data.Moments.ZeroLoss(), r.goals.converged
	if r.moments.apart {
		end = r.data.Moments.loss(r.moments.optimum, make([]float64, 2*r.moments.Inputs()))
	}
	level := zero - part*(zero-end)
	for e, loss := range r.Values("loss")[:epochs+1] {
		if loss <= level {
			return e
		}
	}
	return -1
}

// Idle reports whether the answers of the network depend on a modality by less than a hundredth
// of what they depend on another one, at an epoch.
func (r *Run) Idle(modality, other, epoch int) bool {
	reach := func(m int) float64 {
		spread, d := 0.0, r.moments.Inputs()
		for i := r.moments.offset[m]; i < r.moments.offset[m+1]; i++ {
			spread += r.moments.sigma[i*d+i]
		}
		return r.Norm(m)[epoch] * math.Sqrt(spread)
	}
	return reach(modality) < .01*reach(other)
}

// Grows reports whether some modality's weight has grown since the middle of the run, as of
// the present epoch.
func (r *Run) Grows() bool {
	for i := range r.weights {
		if norm := r.Norm(i); norm[r.epoch] > (1+still)*norm[r.epoch/2] {
			return true
		}
	}
	return false
}

// still is the part of itself by which a weight may grow in half of a run and stand still.
const still = 1e-3

// Stuck reports whether a modality will not be learned, as of the present epoch:
// what is used of it has not grown since the middle of the run. Units that wait
// near zero for their turn grow by a factor an epoch all the while; early fusion of
// the xor task may have none left.
func (r *Run) Stuck(modality int) bool {
	norm := r.Norm(modality)
	return r.goals.paths && r.shape.Early() && norm[r.epoch] < (1+still)*norm[r.epoch/2]
}

// largestStableRate is [theory.LargestStableRate], and for rectified units on rays
// the same of their own solutions (ours). Early fusion of two scalars is as stable as
// the linear network with half the rate is, to 5 % at ρ ≥ 0; at ρ < 0 more so.
func (r *Run) largestStableRate() float64 {
	d := r.moments.theory()
	var o *rays
	if r.rectified != nil {
		o, _ = r.rectified.objective.(*rays)
	}
	t := r.scenario.trained()
	switch {
	case r.scenario.Untold(), o == nil && r.goals.paths, o != nil && t.Rates != nil:
		return math.NaN()
	case o == nil:
		return r.goals.gain * theory.LargestStableRate(d, r.shape, t)
	}
	both := o.data.sharpness(r.solution(-1), o.slope)
	return 2 * (1 + t.Beta) / max(both, o.data.sharpness(r.solution(theory.LearnedFirst(d)), o.slope))
}

// solution is the balanced units, a row each as in rectified, of a minimum of late
// fusion in which a modality is learned alone, or all are (−1). Per modality.
func (r *Run) solution(alone int) (units [][]float64) {
	for m, modality := range r.moments.modalities {
		var list []float64
		switch {
		case alone >= 0 && m != alone:
		case modality.Dim == 1:
			w := r.moments.optimum[r.moments.offset[m]]
			if alone >= 0 {
				w = r.moments.plateaus[m][0]
			}
			size := math.Sqrt(math.Abs(w) / (1 + r.scenario.Slope))
			list = []float64{size, math.Copysign(size, w), -size, math.Copysign(size, -w)}
		case r.goals.paths:
			side := 1 / math.Sqrt(2*math.Sqrt2*(1-r.scenario.Slope))
			for i, sign := range xor {
				list = append(list, side*corners[2*i], side*corners[2*i+1], math.Sqrt2*side*sign)
			}
		}
		units = append(units, list)
	}
	return units
}
