package sim

import "math"

// Of the diagram of generalisation: 10 + 10 inputs, from 6 to 200 examples, and as
// many epochs as it takes to see both modalities learned and overfitted.
const (
	stoppingInputs = 10
	leastSamples   = 6
	mostSamples    = 200
	stoppingEpochs = 1500
	unfinished     = .02 // of the loss
)

// sampled takes a scenario to where the diagram of generalisation is: a linear
// network of two layers on examples of the block task, its weights such that the
// target correlates with the few inputs as with the many of [ZLS24].
func (s *Scenario) sampled() {
	if s.Task != TaskBlock || s.From != Sample {
		few := mustPreset("small-data")
		few.Seed, few.Eta, few.Width, few.Method, few.Slug = s.Seed, s.Eta, s.Width, s.Method, s.Slug
		*s = few
	}
	own := Default()
	s.Compare = false
	if most := parameter("wB").Max; s.DimA+s.DimB != 2*stoppingInputs { // 0.1 of 50 + 50 is 0.22 of 10 + 10
		s.WB *= math.Sqrt(float64(s.DimA+s.DimB) / (2 * stoppingInputs))
		s.WB = math.Max(-most, math.Min(math.Round(s.WB*100)/100, most))
	}
	s.Depth, s.DepthGap, s.Activation, s.Slope = own.Depth, own.DepthGap, own.Activation, own.Slope
	s.Fusion, s.Method = min(s.Fusion, s.Depth), plainest(s.Method)
	s.Remedies, s.InitRatio, s.Scaling = own.Remedies, own.InitRatio, own.Scaling
	s.DimA, s.DimB, s.Rho, s.Modalities, s.Draw, s.Own = stoppingInputs, stoppingInputs, own.Rho, own.Modalities, own.Draw, own.Own
}

// LearnedAtBest says which modalities are learned where the error on new examples
// is lowest: bit m is set for modality m, 0 if none is. ok is false for runs that
// have no such error, have broken off or are too short to tell.
//
// It goes by the phases of the run ([Measurement.PhaseAt]). Before the first one
// ends, the modality that has come furthest counts as learned once its norm is half
// of what it is in truth: where P is near the number of its inputs, it overfits so
// much that half of its plateau is many times that.
func (r *Run) LearnedAtBest() (mask int, ok bool) {
	var m Measurement
	r.MeasureInto(&m, r.epoch)
	return r.learnedAtBest(&m)
}

func (r *Run) learnedAtBest(m *Measurement) (mask int, ok bool) {
	if r.failed != nil || m.Second < 0 && r.height()-r.moments.least > unfinished*r.moments.ZeroLoss() {
		return 0, false // there is something left to learn, and with it a better stop may come
	}
	for _, stop := range r.Stops(nil, r.epoch) {
		if !stop.Best {
			continue
		}
		switch m.PhaseAt(float64(stop.Epoch)) {
		case PhaseUnimodal:
			return 1 << m.First, true
		case PhaseBoth:
			return 1<<len(r.weights) - 1, true
		}
		share := 0.5
		for i := range r.weights {
			truth := r.data.True.OptimumNorm(i)
			if norm := r.Norm(i)[stop.Epoch]; truth > 0 && norm >= share*truth {
				mask, share = 1<<i, norm/truth
			}
		}
		return mask, true
	}
	return 0, false
}

// bestStop is LearnedAtBest as the value of a cell.
func (r *Run) bestStop(m *Measurement) float64 {
	mask, ok := r.learnedAtBest(m)
	if !ok {
		return math.NaN()
	}
	return float64(mask)
}
