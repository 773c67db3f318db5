package sim

import "math"

// Outcome is what a run has measured by its end, as a table of runs shows it. A number is a
// float64, [Never], or nil where Note says why there is none.
type Outcome struct {
	Epochs         int    `json:"epochs"`         // of the run
	Times          []any  `json:"times"`          // of each modality, in epochs
	Phase          any    `json:"phase"`          // epochs from the time of the first modality to that of the next, or [NoPhase]
	Misattribution any    `json:"misattribution"` // nil, too, where the run does not rest in the middle of the phase
	Loss           any    `json:"loss"`           // at the end, as a share of that of the zero network
	Note           string `json:"note"`           // one of [OutcomeNotes], why times are missing; or empty
}

// NoPhase is in the place of a phase where no modality is learned alone.
const NoPhase = "none"

// OutcomeNotes are why numbers of an outcome are missing.
var OutcomeNotes = []string{
	"diverged", // the run broke off
	"large",    // the initial weights are too large for a level to say what is learned
	"short",    // the run ends before everything is learned
}

// Outcome measures a run that is done; of one that broke off there is nothing to measure.
func (r *Run) Outcome() Outcome {
	o := Outcome{Epochs: r.epoch, Times: make([]any, len(r.weights))}
	if r.failed != nil {
		o.Note = "diverged"
		return o
	}
	seen := r.Measure(r.epoch)
	if c := r.cardAt(r.epoch); c.rests() {
		o.Misattribution = value(seen.Misattribution)
	}
	o.Loss = value(r.Values("lossNormalised")[r.epoch])
	for m, t := range seen.Times {
		o.Times[m] = value(t)
		switch {
		case !math.IsNaN(t):
		case r.never(m, &seen):
			o.Times[m] = Never
		case r.Tells():
			o.Note = "short"
		default:
			o.Note = "large"
		}
	}
	switch next := seen.Next(); {
	case seen.First < 0:
	case next >= 0 && !seen.Plateau:
		o.Phase = NoPhase
	case next >= 0: // of the rounded ends, so that the columns add up
		o.Phase = math.Round(seen.Times[next]) - math.Round(seen.Times[seen.First])
	case r.data.Moments.Enough(seen.First) && !r.goals.paths:
		o.Phase = NoPhase // there is nothing else to come
	default:
		o.Phase = Never
		for m, t := range o.Times {
			if m != seen.First && t != Never {
				o.Phase = nil
			}
		}
	}
	return o
}

// never reports whether a modality that is not learned by the end will not be.
func (r *Run) never(m int, seen *Measurement) bool {
	return r.goals.final[m] == 0 || seen.Converged >= 0 && r.Tells() || r.Stuck(m)
}
