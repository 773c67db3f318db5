package sim

import (
	"math"

	"unimodal-bias-lab/sim/theory"
)

// What a network lacks for its modalities to race along straight lines.
const (
	RaceNeedsLinear = "linear" // its units are rectified
	RaceNeedsLate   = "late"   // its branches meet before the last layer, or are of unequal depth
	RaceNeedsSmall  = "small"  // its initial weights are not small
	RaceNeedsSigns  = "signs"  // an aligned layer would have to change its sign
)

// Race is the race of the modalities of a run ([theory.Race]): for two layers from its own
// initial weights, by its own method. Times are in units of τ = 1/η. For more layers it is that
// of the aligned reduction ([Run.Aligned]), not of layers drawn at random.
// What a network needs to have a race is "", or RaceNeedsLinear and so on.
func (r *Run) Race() (race theory.Race, need string) {
	s, d := r.scenario, r.moments.theory()
	switch {
	case relu(&s):
		return race, RaceNeedsLinear
	case s.Fusion != s.Depth || s.DepthGap != 0:
		return race, RaceNeedsLate
	case s.Depth > 2 && r.Aligned() == nil:
		return race, RaceNeedsSigns
	}
	plateau := r.goals.plateau[theory.LearnedFirst(d)]
	if s.Depth > 2 {
		if s.Init > math.Pow(plateau, 1/float64(s.Depth))/2 {
			return race, RaceNeedsSmall
		}
		u0 := make([]float64, len(d.Dims))
		for m := range u0 {
			u0[m] = s.Init
		}
		return theory.DeepRace(d, s.Depth, u0), ""
	}
	if unsure(&s, plateau) == UnsureLarge {
		return race, RaceNeedsSmall
	}
	n, err := s.Network()
	if err != nil {
		return race, RaceNeedsLate // there is no such network
	}
	return theory.TwoLayerRace(d, hidden(n), s.rate()), ""
}
