package player

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim"
)

// Milestone codes, in the order a run meets them.
const (
	MilestoneStart      = "start"             // epoch 0
	MilestoneStartPlain = "startPlain"        // epoch 0, of modalities that need no introduction: a person's own, or more than two
	MilestoneWaiting    = "waiting"           // nothing learned yet
	MilestonePartly     = "partly"            // none counts as learned, and the loss has covered most of its way
	MilestoneBreaks     = "breaks"            // training will run away
	MilestoneLearned    = "learned"           // one modality learned, the unimodal phase has begun
	MilestoneUntold     = "untold"            // one is, and the other one began with weights too large to tell
	MilestoneFades      = "fades"             // one was, and its weight has fallen since
	MilestonePhaseEnded = "phaseEnded"        // the second modality learned after a unimodal phase
	MilestoneFollowed   = "followed"          // the second one learned after the first, with no plateau between
	MilestoneTogether   = "together"          // both learned at about the same time
	MilestoneTurns      = "turns"             // the second one learned, by which the first one, of the wrong sign, is no more
	MilestoneNothing    = "nothing"           // the target does not covary with the inputs
	MilestoneLarge      = "large"             // the initial weights are too large to tell what is learned
	MilestoneConverged  = "converged"         // the loss is at its minimum
	MilestoneAlone      = "convergedAlone"    // it is, and one modality alone makes it so
	MilestoneSolved     = "solved"            // it is as small as in the xor task counts as learned
	MilestoneFinished   = "finished"          // the last epoch, not converged
	MilestoneEarlyEnd   = "finishedAlone"     // the last epoch, one modality learned and another not yet
	MilestoneOneEnd     = "finishedOne"       // the same, where there is no unimodal phase
	MilestoneStuck      = "finishedStuck"     // the same, and nothing of the other one grows any more
	MilestoneUnlearned  = "finishedUnlearned" // the last epoch, nothing learned
	MilestoneDead       = "finishedDead"      // the same, and no weight grows any more
	MilestoneStopAlone  = "stopAlone"         // the error on new data was lowest while one modality was learned alone
	MilestoneStopBoth   = "stopBoth"          // it was lowest with both learned
	MilestoneStopNone   = "stopNone"          // it was lowest before either was learned
	MilestoneEndAlone   = "finishedStopAlone" // the last epoch of a run whose best stop was such a one
	MilestoneEndBoth    = "finishedStopBoth"
	MilestoneEndNone    = "finishedStopNone"
	MilestoneDiverged   = "diverged" // training ran away
)

// Milestones lists the codes, but for the reasons a run breaks off.
var Milestones = []string{MilestoneStart, MilestoneStartPlain, MilestoneWaiting, MilestonePartly, MilestoneBreaks, MilestoneLearned, MilestoneUntold, MilestoneFades, MilestonePhaseEnded, MilestoneFollowed, MilestoneTogether, MilestoneTurns,
	MilestoneNothing, MilestoneLarge, MilestoneConverged, MilestoneAlone, MilestoneSolved,
	MilestoneFinished, MilestoneEarlyEnd, MilestoneOneEnd, MilestoneStuck, MilestoneUnlearned, MilestoneDead, MilestoneStopAlone, MilestoneStopBoth, MilestoneStopNone, MilestoneEndAlone, MilestoneEndBoth, MilestoneEndNone,
	MilestoneStartApart, MilestoneBrought, MilestoneEven, MilestoneEvenEnd, MilestoneOverpowers, MilestoneKeptOut,
	MilestoneFirst, MilestoneNext, MilestoneOneLeft, MilestoneSome, MilestoneAll, MilestoneAllTogether, MilestoneDone, MilestoneSoFar}

// togetherRatio is the time ratio below which modalities count as learned together where
// none of them had a plateau: early fusion stays below it [ZLS24, sec. 3].
const togetherRatio = 1.2

// Together reports whether a measurement is of modalities that are learned together: they come soon after each other,
// and no unimodal phase lies between them.
func Together(m *sim.Measurement) bool {
	return m.Second >= 0 && !m.Plateau && m.TimeRatio < togetherRatio
}

// mostOfTheWay is the part of its way by which the loss has fallen when it would be odd to say
// that nothing is learned. A scalar modality that is learned alone is halfway there by then.
const mostOfTheWay = 0.75

// Milestone is the latest thing worth telling at some epoch of a run. The page
// makes a sentence of it.
type Milestone struct {
	Code     string
	Epoch    float64  // when it happened
	Modality string   // the modality it is about: learned now, or first
	Other    string   // the other one; of several that are not learned, the one that has come furthest
	Learned  []string // of more than two modalities those that are learned, in their order
	// Filled as far as they are measured, else NaN.
	TimeRatio       float64
	Misattribution  float64 // where the first one rests midway
	Phase, PhaseEnd float64 // length and end of the unimodal phase
	Share           float64 // of its final weight that Other had at Epoch, while Modality was learned alone; less than zero: it pointed the other way
	Stop            float64 // the epoch at which the error on new data was lowest so far
	Diverged        *sim.Error
}

// Milestone returns the latest milestone at the playhead. It depends on the
// shown run and the playhead only, so scrubbing back tells the same story.
func (p *Player) Milestone() Milestone { return p.milestoneAt(p.Epoch()) }

// Milestones returns what the shown run has met up to an epoch, in the order in which it happened: the beginning, what was
// learned when, the best stop, the end. The last one is what [Player.Milestone] tells there. Who looks back knows
// more: of what turns out to be learned together, none is told to be learned without the others.
func (p *Player) Milestones(epoch int) (list []Milestone) {
	r := p.shown
	epoch = min(epoch, r.Epoch())
	m := r.Measure(epoch)
	at := []int{0, epoch}
	for _, stop := range r.Stops(nil, epoch) {
		if seen := r.Seen(stop); stop.Best && seen < epoch {
			at = append(at, seen)
		}
	}
	for _, t := range append([]float64{float64(m.Converged)}, m.Times...) {
		if e := math.Ceil(t); e > 0 && e < float64(epoch) { // not of what is not known
			at = append(at, int(e))
		}
	}
	slices.Sort(at)
	for _, e := range at {
		ms := p.milestoneAt(e)
		passing := ms.Code == MilestoneWaiting || ms.Code == MilestoneEven || Together(&m) && slices.Contains(ofSome, ms.Code)
		switch n := len(list); {
		case passing && e < epoch:
		case n > 0 && list[n-1].Code == ms.Code && list[n-1].Modality == ms.Modality:
			list[n-1] = ms // of which more is known by then
		default:
			list = append(list, ms)
		}
	}
	return list
}

// ofSome are codes that tell of some modalities that are learned and others that are not.
var ofSome = []string{MilestoneLearned, MilestoneFirst, MilestoneNext, MilestoneOneLeft}

// milestoneAt is what is told of the shown run with the playhead at an epoch.
func (p *Player) milestoneAt(epoch int) Milestone {
	ms, s := p.milestone(epoch), p.shown.Scenario()
	ms.Code = remedied(ms.Code, &s)
	return ms
}

func (p *Player) milestone(epoch int) Milestone {
	r, names := p.shown, p.shown.Moments().Modalities()
	m := r.Measure(epoch)
	if len(names) > 2 {
		return manyMilestone(r, &m, epoch)
	}
	ms := opening(r, epoch)
	ms.TimeRatio = m.TimeRatio
	if r.RestsMidway(&m) {
		ms.Misattribution = m.Misattribution
	}
	if m.First >= 0 {
		ms.Code = MilestoneLearned
		ms.Epoch = m.Times[m.First]
		ms.Modality = names[m.First].Name
		ms.Other = names[(m.First+1)%len(names)].Name
		switch {
		case m.Second < 0 && r.Untold((m.First+1)%len(names)):
			ms.Code = MilestoneUntold
		case m.Second < 0 && !stays(r, m.First, epoch):
			ms.Code = MilestoneFades
		}
	}
	if m.Second >= 0 {
		ms.Code = MilestonePhaseEnded
		ms.Epoch = m.Times[m.Second]
		ms.Other = names[m.Second].Name
		ms.Phase, ms.PhaseEnd = m.Times[m.Second]-m.Times[m.First], m.Times[m.Second]
		switch {
		case r.Turns(m.First, epoch):
			ms.Code = MilestoneTurns
		case Together(&m):
			ms.Code = MilestoneTogether
		case !m.Plateau:
			ms.Code = MilestoneFollowed
		}
	}
	p.stops = r.Stops(p.stops[:0], epoch)
	atStop, atEnd := "", MilestoneFinished
	for _, stop := range p.stops {
		if !stop.Best || m.First < 0 || ms.Code == MilestoneUntold || ms.Code == MilestoneFades {
			continue
		}
		ms.Stop = float64(stop.Epoch)
		switch phase := m.PhaseAt(ms.Stop); {
		case phase == sim.PhaseBoth:
			atStop, atEnd = MilestoneStopBoth, MilestoneEndBoth
		case phase == sim.PhaseNone:
			atEnd = MilestoneEndNone
			if m.Second < 0 {
				atStop = MilestoneStopNone
			}
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
	case ms.Code == MilestoneNothing || ms.Code == MilestoneBreaks:
	case epoch == 0:
		if ms.Code, ms.Epoch = MilestoneStart, 0; r.Scenario().Task == sim.TaskOwn {
			ms.Code = MilestoneStartPlain
		}
	case epoch >= r.Scenario().Epochs && atEnd != MilestoneFinished:
		ms.Code, ms.Epoch = atEnd, float64(epoch)
	case m.Converged >= 0:
		ms.Code, ms.Epoch = MilestoneConverged, float64(m.Converged)
		if !m.Plateau {
			ms.Phase = math.NaN() // there was none
		}
		switch {
		case m.First >= 0 && m.Second < 0 && r.Enough(m.First) && r.Idle((m.First+1)%len(names), m.First, epoch):
			ms.Code = MilestoneAlone
		case r.ByPaths() && !(ms.Phase >= 1):
			ms.Code = MilestoneSolved // the loss goes on falling
		}
	case epoch >= r.Scenario().Epochs:
		switch {
		case ms.Code == MilestoneLarge || ms.Code == MilestonePartly: // of which no more can be said
		case m.First < 0:
			ms.Code, ms.Epoch = MilestoneUnlearned, float64(epoch)
			if r.Scenario().Activation == sim.ReLU && !r.Grows() {
				ms.Code = MilestoneDead
			}
		case ms.Code == MilestoneUntold || ms.Code == MilestoneFades || m.Second >= 0 || r.Enough(m.First):
			ms.Code, ms.Epoch = MilestoneFinished, float64(epoch)
		default:
			ms.Code, ms.Epoch = MilestoneEarlyEnd, float64(epoch)
			switch {
			case r.Stuck((m.First + 1) % len(names)):
				ms.Code = MilestoneStuck
			case !m.Plateau:
				ms.Code = MilestoneOneEnd
			}
		}
	}
	switch ms.Code {
	case MilestoneLearned, MilestoneStopAlone, MilestoneEarlyEnd, MilestoneOneEnd, MilestoneStuck:
		ms.Share = share(r, (m.First+1)%len(names), ms.Epoch)
	}
	return ms
}

// opening is what can be said as long as nothing is learned.
func opening(r *sim.Run, epoch int) Milestone {
	nan := math.NaN()
	ms := Milestone{Code: MilestoneWaiting, TimeRatio: nan, Misattribution: nan, Phase: nan, Share: nan, Stop: nan}
	switch most := r.Covered(mostOfTheWay, epoch); {
	case !r.Learnable():
		ms.Code = MilestoneNothing
	case r.Diverged() != nil && epoch > 0:
		ms.Code, ms.Epoch = MilestoneBreaks, float64(r.Epoch())
	case !r.Tells():
		ms.Code = MilestoneLarge
	case most >= 0:
		ms.Code, ms.Epoch = MilestonePartly, float64(most)
	}
	return ms
}

// stays reports whether a modality that has been learned is still beyond one of its levels.
func stays(r *sim.Run, modality, epoch int) bool {
	return r.Norm(modality)[epoch] >= min(r.PlateauNorm(modality), r.FinalNorm(modality))/2
}

// share is the part of its final weight that a modality which is not learned has at an epoch, less than
// zero if its weight points the other way. NaN if it ends at none, and beyond half of it: steps
// that are too long take a weight there and back.
func share(r *sim.Run, modality int, epoch float64) float64 {
	norm, final := r.Norm(modality), r.FinalNorm(modality)
	e := min(int(math.Round(epoch)), len(norm)-1)
	if !(final > 0) || e < 0 {
		return math.NaN()
	}
	part := math.Copysign(norm[e]/final, r.Along(modality, e))
	if part > 0.5 {
		return math.NaN()
	}
	return part
}
