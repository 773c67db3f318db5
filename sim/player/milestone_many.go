package player

import (
	"math"

	"unimodal-bias-lab/sim"
)

// Milestone codes of more than two modalities.
const (
	MilestoneFirst       = "first"        // one is learned, and none of the others
	MilestoneNext        = "next"         // another one is, and not yet all but one
	MilestoneOneLeft     = "oneLeft"      // all but one are
	MilestoneSome        = "some"         // another one is; others began with weights too large to tell
	MilestoneAll         = "all"          // the last one is
	MilestoneAllTogether = "allTogether"  // all are learned at about the same time
	MilestoneDone        = "done"         // the loss is at its minimum, with some modalities learned
	MilestoneSoFar       = "finishedSome" // the last epoch, not all of them learned
)

// manyMilestone is Milestone for more than two modalities.
func manyMilestone(r *sim.Run, m *sim.Measurement, epoch int) Milestone {
	names := r.Moments().Modalities()
	ms := opening(r, epoch)
	ms.TimeRatio = m.TimeRatio
	for _, i := range m.Order {
		ms.Learned = append(ms.Learned, names[i].Name)
	}
	untold := false
	if known := len(m.Order); m.First >= 0 {
		last := m.Order[known-1]
		ms.Epoch, ms.Modality = m.Times[last], names[last].Name
		left, furthest := 0, -1
		for i := range names {
			if !math.IsNaN(m.Times[i]) || !r.Counts(i) {
				continue
			}
			untold = untold || r.Untold(i)
			left++
			if s := share(r, i, ms.Epoch); furthest < 0 || s > ms.Share || math.IsNaN(s) {
				furthest, ms.Share = i, s
			}
		}
		switch {
		case untold:
			ms.Code = MilestoneSome
		case Together(m):
			ms.Code = MilestoneAllTogether
			ms.Phase, ms.PhaseEnd = m.Times[last]-m.Times[m.First], m.Times[last]
		case m.Second >= 0:
			ms.Code = MilestoneAll
		case known == 1 && !stays(r, m.First, epoch):
			ms.Code = MilestoneFades
		case known == 1:
			ms.Code = MilestoneFirst
		case left == 1:
			ms.Code = MilestoneOneLeft
		default:
			ms.Code = MilestoneNext
		}
		if furthest >= 0 {
			ms.Other = names[furthest].Name
		}
	}
	switch {
	case r.Diverged() != nil && epoch >= r.Epoch():
		ms.Code, ms.Epoch, ms.Diverged = MilestoneDiverged, float64(r.Epoch()), r.Diverged()
	case ms.Code == MilestoneNothing || ms.Code == MilestoneBreaks:
	case epoch == 0:
		ms.Code, ms.Epoch = MilestoneStartPlain, 0
	case m.Converged >= 0:
		ms.Code, ms.Epoch = MilestoneConverged, float64(m.Converged)
		if len(ms.Learned) > 0 && !untold {
			ms.Code = MilestoneDone
		}
	case epoch >= r.Scenario().Epochs && ms.Code != MilestoneLarge && ms.Code != MilestonePartly:
		ms.Epoch = float64(epoch)
		switch {
		case m.First < 0:
			ms.Code = MilestoneUnlearned
		case m.Second < 0 && !untold:
			ms.Code = MilestoneSoFar
		default:
			ms.Code = MilestoneFinished
		}
	}
	switch ms.Code {
	case MilestoneFirst, MilestoneNext, MilestoneOneLeft:
	default:
		ms.Share = math.NaN()
	}
	return ms
}
