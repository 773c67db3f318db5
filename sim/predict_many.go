package sim

import (
	"cmp"
	"math"
	"slices"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/theory"
)

// many completes the prediction for more than two linear modalities, or for several targets. The
// formulas of [ZLS24] for times are of two and of one. In two layers fused late, half-times of [TaskMany] are
// those of the race from the scenario's own initial weights ([theory.TwoLayerRace]); any other network is
// reduced and followed ([theory.Reduced]), a person's data by their growing modes
// ([theory.AllGrowingModes]): all of them may correlate, which a race takes too lightly. Of the formulas, the time of the first one is left.
func (p *Prediction) many(s *Scenario, moments *Moments, d, told theory.Data) error {
	least := p.PlateauNorms[p.First]
	for _, norm := range p.FinalNorms {
		if norm > levelFloor*least {
			least = min(least, norm)
		}
	}
	p.Unsure = unsure(s, moments, least)
	if s.Untold() {
		return nil
	}
	if s.TwoLayers() {
		p.Paper, p.Descent = firstAlone(s, d, p.First)
		p.Signed = p.Paper
	}
	if s.Task == "" { // no weights of the scenario's own
		return nil
	}
	n, err := s.Network()
	if err != nil {
		return err
	}
	if s.Task == TaskMany && s.TwoLayers() && s.Fusion == 2 {
		p.Directional = raced(s, d, p.First, n)
	} else {
		p.Grown = predictGrown(s, d, p.First, n)
	}
	if p.FirstTie {
		return nil // a race of equals is decided by nothing
	}
	p.foresee(d, told, s.Early())
	return nil
}

// firstAlone is the time of the modality learned first in two layers, under gradient flow and
// under descent; in early fusion that of all, which grow together along Σ_yx.
func firstAlone(s *Scenario, d theory.Data, first int) (flow, descent PredictedTimes) {
	flow, descent = noTimes(len(d.Dims)), noTimes(len(d.Dims))
	rate, u0 := theory.InputOutputNorm(d, first), theory.EffectiveInit(s.Init, s.Width)
	if s.Fusion == 1 {
		if rate = linalg.Norm(d.Yx); d.Outputs > 1 {
			rate = s.trained().Drive(d)
		}
	}
	for m := range d.Dims {
		if m != first && s.Fusion != 1 {
			continue
		}
		if t := theory.FirstTime(rate, u0); t > 0 {
			flow.Times[m] = t / s.Eta
			descent.Times[m] = theory.FirstTime(s.trained().Of(d, m).Growth(rate), u0) / s.Eta
		}
	}
	if s.Fusion == 1 {
		flow.Ratio, descent.Ratio = 1, 1
	}
	return flow, descent
}

// raced are half-times of the race, NaN where the initial weights are not small.
func raced(s *Scenario, d theory.Data, first int, n *Network) PredictedTimes {
	p := noTimes(len(d.Dims))
	for m, t := range theory.TwoLayerRace(d, s.trained(), hidden(n)).Times {
		if t > 0 {
			p.Times[m] = t / s.Eta // +Inf: never
		}
	}
	p.Ratio = lastOver(p.Times, first)
	return p
}

// lastOver is the latest time there is over that of the first: +Inf, if all others are never.
func lastOver(times []float64, first int) float64 {
	last := math.Inf(-1)
	for m, t := range times {
		if m != first && !math.IsInf(t, 1) {
			last = math.Max(last, t) // NaN stays
		}
	}
	if math.IsInf(last, -1) {
		last = math.Inf(1)
	}
	return last / times[first]
}

// foresee fills in the order of the predicted times and the losses of its stages.
func (p *Prediction) foresee(d, told theory.Data, early bool) {
	times := p.Drawn().Times
	for m, t := range times {
		if t >= 0 && !math.IsInf(t, 1) {
			p.Order = append(p.Order, m)
		}
	}
	slices.SortStableFunc(p.Order, func(a, b int) int { return cmp.Compare(times[a], times[b]) })
	learned := make([]bool, len(d.Dims))
	for _, m := range p.Order {
		if learned[m] = true; !early {
			w, _ := theory.PartialMinimum(d, learned)
			p.StageLosses = append(p.StageLosses, theory.Loss(told, w)/theory.ZeroLoss(told))
		}
	}
}
