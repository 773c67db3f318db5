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
	RaceNeedsRates  = "rates"  // its updates are no multiples of gradients, or change with time
	RaceNeedsTarget = "target" // it has several targets, whose modes cross
	RaceNeedsPlain  = "plain"  // of more than two layers, its branches do not learn alike
)

// RaceNeed is what the network of a run needs to have a race: "" for nothing, or
// RaceNeedsLinear and so on. It is worked out once: a page asks with every state.
func (r *Run) RaceNeed() string {
	if r.raceNeed == nil {
		need := r.findRaceNeed()
		r.raceNeed = &need
	}
	return *r.raceNeed
}

func (r *Run) findRaceNeed() string {
	s := &r.scenario
	first, _ := s.firstOf(r.moments.theory())
	plateau := r.goals.plateau[first]
	switch {
	case relu(s):
		return RaceNeedsLinear
	case s.Fusion != s.Depth || s.DepthGap != 0 || s.Task == "": // without a task it has no weights of the scenario's own
		return RaceNeedsLate
	case r.moments.outputs > 1:
		return RaceNeedsTarget
	case s.Untold():
		return RaceNeedsRates
	case s.Depth > 2 && s.altered():
		return RaceNeedsPlain
	case s.Depth > 2 && aligned(r.moments, r.shape, s.Init) == nil:
		return RaceNeedsSigns
	case s.Depth > 2 && s.Init > math.Pow(plateau, 1/float64(s.Depth))/2, s.large(plateau):
		return RaceNeedsSmall
	}
	return ""
}

// Restless reports whether no training settles at the learning rate of a run of linear units: then
// nothing arrives when a race has it.
func (r *Run) Restless() bool { return r.scenario.unstable(r.moments) }

// Race is the race of the modalities of a run ([theory.Race]): for two layers from its own
// initial weights, by its own method. Times are in units of τ = 1/η. For more layers it is that
// of the aligned reduction ([Run.Aligned]), not of layers drawn at random. It is empty where
// [Run.RaceNeed] is not.
func (r *Run) Race() (race theory.Race) {
	s, d := &r.scenario, r.moments.theory()
	if r.RaceNeed() != "" {
		return race
	}
	if s.Depth > 2 {
		u0 := make([]float64, len(d.Dims))
		for m := range u0 {
			u0[m] = s.Init
		}
		return theory.DeepRace(d, s.Depth, u0)
	}
	n, err := s.Network()
	if err != nil {
		panic(err) // the run has one
	}
	return theory.TwoLayerRace(d, s.trained(), hidden(n))
}
