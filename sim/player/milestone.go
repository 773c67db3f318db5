package player

import (
	"math"

	"unimodal-bias-lab/sim"
)

// Milestone codes, in the order a run meets them.
const (
	MilestoneStart      = "start"             // epoch 0
	MilestoneWaiting    = "waiting"           // nothing learned yet
	MilestoneLearned    = "learned"           // one modality learned, the unimodal phase has begun
	MilestonePhaseEnded = "phaseEnded"        // the second modality learned after a unimodal phase
	MilestoneFollowed   = "followed"          // the second one learned after the first, with no plateau between
	MilestoneTogether   = "together"          // both learned at about the same time
	MilestoneNothing    = "nothing"           // the target does not covary with the inputs
	MilestoneLarge      = "large"             // the initial weights are too large to tell what is learned
	MilestoneConverged  = "converged"         // the loss is at its minimum
	MilestoneAlone      = "convergedAlone"    // it is, and one modality alone makes it so
	MilestoneFinished   = "finished"          // the last epoch, not converged
	MilestoneEarlyEnd   = "finishedAlone"     // the last epoch, one modality learned and another not yet
	MilestoneStuck      = "finishedStuck"     // the same, and nothing of the other one grows any more
	MilestoneUnlearned  = "finishedUnlearned" // the last epoch, nothing learned
	MilestoneDead       = "finishedDead"      // the same, and no weight grows any more
	MilestoneStopAlone  = "stopAlone"         // the error on new data was lowest while one modality was learned alone
	MilestoneStopBoth   = "stopBoth"          // it was lowest with both learned
	MilestoneEndAlone   = "finishedStopAlone" // the last epoch of a run whose best stop was such a one
	MilestoneEndBoth    = "finishedStopBoth"
	MilestoneDiverged   = "diverged" // training ran away
)

// Milestones lists the codes, but for the reasons a run breaks off.
var Milestones = []string{MilestoneStart, MilestoneWaiting, MilestoneLearned, MilestonePhaseEnded, MilestoneFollowed, MilestoneTogether,
	MilestoneNothing, MilestoneLarge, MilestoneConverged,
	MilestoneAlone, MilestoneFinished, MilestoneEarlyEnd, MilestoneStuck, MilestoneUnlearned, MilestoneDead, MilestoneStopAlone, MilestoneStopBoth, MilestoneEndAlone, MilestoneEndBoth,
	MilestoneStartApart, MilestoneEven, MilestoneEvenEnd, MilestoneOverpowers, MilestoneKeptOut,
	MilestoneFirst, MilestoneNext, MilestoneOneLeft, MilestoneAll, MilestoneAllTogether, MilestoneDone, MilestoneSoFar}

// togetherRatio is the time ratio below which two modalities count as learned
// together: early fusion stays below it [ZLS24, sec. 3].
const togetherRatio = 1.2

// Milestone is the latest thing worth telling at some epoch of a run. The page
// makes a sentence of it.
type Milestone struct {
	Code     string
	Epoch    float64  // when it happened
	Modality string   // the modality it is about: learned now, or first
	Other    string   // the other one; of several that are not learned, the one that has come furthest
	Learned  []string // of more than two modalities those that are learned, in their order
	// Filled as far as they are measured, else NaN.
	TimeRatio, Misattribution float64
	Phase, PhaseEnd           float64 // length and end of the unimodal phase
	Share                     float64 // of its final weight that Other had at Epoch, while Modality was learned alone
	Stop                      float64 // the epoch at which the error on new data was lowest so far
	Diverged                  *sim.Error
}

// Milestone returns the latest milestone at the playhead. It depends on the
// shown run and the playhead only, so scrubbing back tells the same story.
func (p *Player) Milestone() Milestone {
	ms, s := p.milestone(), p.shown.Scenario()
	ms.Code = remedied(ms.Code, &s)
	return ms
}

func (p *Player) milestone() Milestone {
	epoch := p.Epoch()
	r, names := p.shown, p.shown.Moments().Modalities()
	m := r.Measure(epoch)
	if len(names) > 2 {
		return manyMilestone(r, &m, epoch)
	}
	ms := Milestone{Code: MilestoneWaiting, TimeRatio: m.TimeRatio, Misattribution: m.Misattribution, Phase: math.NaN(), Share: math.NaN(), Stop: math.NaN()}
	switch {
	case !r.Learnable():
		ms.Code = MilestoneNothing
	case !r.Tells():
		ms.Code = MilestoneLarge
	}
	if m.First >= 0 {
		ms.Code = MilestoneLearned
		ms.Epoch = m.Times[m.First]
		ms.Modality = names[m.First].Name
		ms.Other = names[(m.First+1)%len(names)].Name
	}
	if m.Second >= 0 {
		ms.Code = MilestonePhaseEnded
		ms.Epoch = m.Times[m.Second]
		ms.Other = names[m.Second].Name
		ms.Phase, ms.PhaseEnd = m.Times[m.Second]-m.Times[m.First], m.Times[m.Second]
		switch {
		case m.TimeRatio < togetherRatio:
			ms.Code = MilestoneTogether
		case !m.Plateau:
			ms.Code = MilestoneFollowed
		}
	}
	p.stops = r.Stops(p.stops[:0], epoch)
	atStop, atEnd := "", MilestoneFinished
	for _, stop := range p.stops {
		if !stop.Best || m.First < 0 {
			continue
		}
		ms.Stop = float64(stop.Epoch)
		switch {
		case m.PhaseAt(ms.Stop) == sim.PhaseBoth || ms.Code == MilestoneTogether:
			atStop, atEnd = MilestoneStopBoth, MilestoneEndBoth
		case m.Second < 0:
			atStop, atEnd = MilestoneStopAlone, MilestoneEndAlone
		default:
			atEnd = MilestoneEndAlone // it is over: the second modality is the news
		}
	}
	if atStop != "" {
		ms.Code, ms.Epoch = atStop, ms.Stop
	}
	switch {
	case r.Diverged() != nil && epoch >= r.Epoch():
		ms.Code, ms.Epoch, ms.Diverged = MilestoneDiverged, float64(r.Epoch()), r.Diverged()
	case ms.Code == MilestoneNothing:
	case epoch == 0:
		ms.Code, ms.Epoch = MilestoneStart, 0
	case epoch >= r.Scenario().Epochs && atEnd != MilestoneFinished:
		ms.Code, ms.Epoch = atEnd, float64(epoch)
	case m.Converged >= 0:
		ms.Code, ms.Epoch = MilestoneConverged, float64(m.Converged)
		if !m.Plateau {
			ms.Phase = math.NaN() // there was none
		}
		if m.First >= 0 && m.Second < 0 && r.Enough(m.First) {
			ms.Code = MilestoneAlone
		}
	case epoch >= r.Scenario().Epochs:
		ms.Code, ms.Epoch = MilestoneFinished, float64(epoch)
		switch {
		case m.First < 0:
			ms.Code = MilestoneUnlearned
			if r.Scenario().Activation == sim.ReLU && !r.Grows() {
				ms.Code = MilestoneDead
			}
		case m.Second < 0 && !r.Enough(m.First):
			ms.Code = MilestoneEarlyEnd
			if r.Stuck((m.First + 1) % len(names)) {
				ms.Code = MilestoneStuck
			}
		}
	}
	switch ms.Code {
	case MilestoneLearned, MilestoneStopAlone, MilestoneEarlyEnd, MilestoneStuck:
		ms.Share = share(r, (m.First+1)%len(names), ms.Epoch)
	}
	return ms
}

// share is the part of its final weight that a modality has at an epoch, NaN if it ends at
// none.
func share(r *sim.Run, modality int, epoch float64) float64 {
	norm, final := r.Norm(modality), r.FinalNorm(modality)
	e := min(int(math.Round(epoch)), len(norm)-1)
	if !(final > 0) || e < 0 {
		return math.NaN()
	}
	return norm[e] / final
}
