package player

import "unimodal-bias-lab/sim"

// Milestone codes in place of others, whose sentences remedies and optimisers make untrue.
const (
	MilestoneStartApart = "startApart"         // epoch 0, with branches of unlike initial scale
	MilestoneBrought    = "startBrought"       // epoch 0, with the initial weights of a file
	MilestoneEven       = "waitingEven"        // nothing learned yet, by weights that small gradients move as well
	MilestoneEvenEnd    = "finishedEven"       // the last epoch of that
	MilestoneOverpowers = "nothingOverDecay"   // no signal is stronger than weight decay
	MilestoneKeptOut    = "convergedOverDecay" // the loss is at its minimum with one modality, since decay is stronger than what is left for the other
)

// remedied is the code of what is told of a scenario in place of another code.
func remedied(code string, s *sim.Scenario) string {
	even := s.Method == sim.Adam || s.Method == sim.RMSProp
	start := code == MilestoneStart || code == MilestoneStartPlain
	switch {
	case start && s.Weights != "":
		return MilestoneBrought
	case start && s.InitRatio != 1:
		return MilestoneStartApart
	case code == MilestoneWaiting && even:
		return MilestoneEven
	case code == MilestoneUnlearned && even:
		return MilestoneEvenEnd
	case code == MilestoneNothing && s.Decay > 0:
		return MilestoneOverpowers
	case code == MilestoneAlone && s.Decay > 0:
		return MilestoneKeptOut
	}
	return code
}
