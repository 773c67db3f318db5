package sim

import (
	"math"
	"slices"
)

// Advice is a remedy that somebody could try on their data, as a variant of the run.
type Advice struct {
	Kind    string  `json:"kind"` // one of [AdviceKinds]
	Variant Variant `json:"-"`
	// Why it is not offered: one of [AdviceReasons], or of [Reasons]; empty: it is.
	Why string `json:"why,omitempty"`
}

// AdviceKinds are the remedies there is advice about, in the order of a table.
var AdviceKinds = []string{
	"rates",        // learning rates at which both branches leave small weights together
	"standard",     // inputs of mean square 1
	"whiten",       // Σ_m = I for every modality
	"early",        // fusion in the first layer
	"intermediate", // in one between
	"momentum",
	"adam",
	"unimodal", // a loss of every modality alone
	"dropout",  // of modalities
	"decay",    // only where it keeps a modality from being learned: a warning
}

// AdviceReasons are why a remedy is not offered, beside those of the rules.
var AdviceReasons = []string{
	"already",  // the run has it
	"stepwise", // its method goes by no sizes of gradients
	"tie",      // no modality is ahead
	"silent",   // one modality does not correlate with the target by itself
	"beyond",   // the rates would be further apart than the lab allows
}

// AdviceFor are the remedies for a run that is done, each in a strength and for as many epochs as say
// something of its data.
func AdviceFor(r *Run) (list []Advice) {
	s := &r.scenario
	add := func(kind string, v Variant, why string) {
		if why == "" {
			t, err := v.Of(*s)
			switch e, refused := err.(*Error); {
			case refused && e.Why != "":
				why = e.Why
			case refused:
				why = string(e.Code)
			default:
				if v = Between(*s, t); !slices.ContainsFunc(v, differs) || !v.counts(t) {
					why = "already"
				}
			}
		}
		if why != "" {
			v = nil
		}
		list = append(list, Advice{kind, r.lasting(v), why})
	}
	unless := func(has bool, why string) string {
		if has {
			return why
		}
		return ""
	}
	add("rates", r.balancedRates(), r.unbalanced())
	scaled := unless(s.Scaling != ScaleRaw, "already")
	add("standard", r.standardised(), scaled)
	add("whiten", Variant{{"scaling", ScaleWhiteEach}}, unless(s.Scaling == ScaleWhiteEach || s.Scaling == ScaleWhiteAll, "already"))
	add("early", Variant{{"fusion", 1.0}, {"skew", 0.0}}, unless(s.Early(), "already"))
	add("intermediate", r.meetBetween(), unless(s.Fusion > 1 && s.Fusion < s.Depth, "already"))
	add("momentum", r.heavyBall(), unless(s.Method == Momentum, "already"))
	add("adam", r.weightwise(Adam), unless(everyWeight(s.Method), "already"))
	add("unimodal", Variant{{"unimodal", 1.0}}, unless(s.Unimodal > 0, "already"))
	add("dropout", r.longer(Variant{{"dropout", 0.5}}, 1/kept), unless(s.Dropout > 0, "already"))
	if v := r.cautionaryDecay(); s.Decay == 0 && v != nil && r.loses(v) {
		add("decay", v, "")
	}
	return list
}

// unbalanced is why there are no learning rates to balance; empty: there are.
func (r *Run) unbalanced() string {
	p, err := r.Predict()
	switch {
	case many(&r.scenario):
		return "twoOnly"
	case everyWeight(r.scenario.Method):
		return "stepwise"
	case err != nil || p.FirstTie:
		return "tie"
	case !(slices.Min(p.Rates) > 1e-9*slices.Max(p.Rates)):
		return "silent"
	case r.balancedRates() == nil:
		return "beyond"
	}
	return ""
}

// meetBetween is a network whose branches meet in its second layer of three, from layers small enough
// to show a phase; one that is deep already keeps its depth.
func (r *Run) meetBetween() Variant {
	const small = .05 // the norm of a layer
	if r.scenario.Depth > 2 {
		return Variant{{"fusion", math.Max(2, float64(r.scenario.Depth/2))}}
	}
	return Variant{{"depth", 3.0}, {"fusion", 2.0}, {"init", small}, {"skew", 0.0}}
}

// mostForetold is of how many inputs a prediction is made only to know how long a run has to be.
const mostForetold = 64

// lasting gives a variant the epochs that its prediction asks for, if it is predicted, else three times
// those of the run for a deeper one.
func (r *Run) lasting(v Variant) Variant {
	t, err := v.Of(r.scenario)
	if len(v) == 0 || err != nil {
		return v
	}
	last := 0.0
	if r.data.Moments.Inputs() <= mostForetold && !t.Untold() {
		if p, err := Predict(t); err == nil {
			for _, time := range p.Drawn().Times {
				if !math.IsInf(time, 0) && time > last {
					last = time
				}
			}
		}
	}
	const beyond, deeper = 1.15, 3
	if last == 0 && t.Depth > r.scenario.Depth {
		last = deeper / beyond * float64(r.scenario.Epochs)
	}
	if last*beyond <= float64(t.Epochs) {
		return v
	}
	v = slices.DeleteFunc(slices.Clone(v), func(d Difference) bool { return d.Key == "epochs" })
	return r.until(v, last*beyond)
}

// loses reports whether under a variant some modality is never learned that is now.
func (r *Run) loses(v Variant) bool {
	t, err := v.Of(r.scenario)
	if err != nil {
		return false
	}
	p, err := Predict(t)
	if err != nil {
		return false
	}
	return slices.ContainsFunc(p.FinalNorms, func(norm float64) bool { return norm == 0 }) &&
		!slices.Contains(r.goals.final, 0)
}

// Verdicts of a remedy.
const (
	Helps   = "helps"   // the phase is shorter, measured in the time that the first modality takes, or gone
	Nothing = "same"    // it is as long
	Harms   = "harms"   // it is longer, or some modality is never learned
	Unknown = "unknown" // the run does not show it
)

// Counsel is what a remedy does to the data of a run.
type Counsel struct {
	Verdict string `json:"verdict"`
	// Predicted and Phase are the epochs from the first modality learned to the last: a number,
	// [NoPhase], [Never] for some modality, or nil: no formula, or not by the end.
	Predicted any `json:"predicted"`
	Phase     any `json:"phase"`
	// Relative is Phase over the time of the first modality; nil where Phase is no number.
	Relative any        `json:"relative"`
	Effects  []Sentence `json:"effects"` // keys of [Effects]
}

// Effects are what a remedy does beside.
var Effects = []string{
	"diverged",       // its run broke off
	"short",          // it ends before everything is learned
	"never",          // others are never learned
	"first",          // first comes first now
	"deserved",       // which is the one that explains most: the preference is no longer superficial
	"superficialNow", // likewise, but other explains more
	"slower",         // times as long until everything is learned
	"faster",
	"moved", // training ends at share explained, of all
}

// span is the time from the first modality learned to the last, and that of the first. needed are the
// modalities that are to be learned.
func span(times []float64, needed func(m int) bool) (phase any, first, last float64) {
	first, last = math.Inf(1), 0
	for m, t := range times {
		if needed(m) && !math.IsInf(t, 0) && !math.IsNaN(t) {
			first, last = math.Min(first, t), math.Max(last, t)
		}
	}
	for m, t := range times {
		switch {
		case !needed(m):
		case math.IsInf(t, 1):
			return Never, first, math.Inf(1)
		case math.IsNaN(t):
			return nil, first, math.NaN()
		}
	}
	switch {
	case !(last >= first):
		return nil, first, math.NaN()
	case last < Together*first:
		return NoPhase, first, last
	}
	return last - first, first, last
}

// measuredSpan is span of a run, +Inf for what is never learned.
func (r *Run) measuredSpan(needed func(m int) bool) (phase any, first, last float64) {
	seen := r.Measure(r.epoch)
	times := slices.Clone(seen.Times)
	for m, t := range times {
		if math.IsNaN(t) && r.never(m, &seen) {
			times[m] = math.Inf(1)
		}
	}
	return span(times, needed)
}

// clearly is by what factor a phase or a time differs if that is worth a word.
const clearly = 1.25

// movedBy is the part of the target's mean square by which an end differs if that is worth a word.
const movedBy = .005

// Counsel compares the run of a remedy with one without it, both done.
func (r *Run) Counsel(with *Run) Counsel {
	c := Counsel{Verdict: Unknown, Effects: []Sentence{}}
	say := func(key, status string) *Sentence {
		c.Effects = append(c.Effects, Sentence{Key: key, Status: status, Names: map[string][]int{}, Epochs: map[string]float64{}, Shares: map[string]float64{}, Counts: map[string]float64{}})
		return &c.Effects[len(c.Effects)-1]
	}
	data := r.data.Moments
	needed := func(m int) bool { return data.OptimumNorm(m) > 0 }
	said, err := with.Predict()
	if err == nil && said.Unsure == "" {
		c.Predicted, _, _ = span(said.Drawn().Times, needed)
	}
	if with.failed != nil {
		say("diverged", Measured).at("epoch", float64(with.epoch))
		c.Verdict = Harms
		return c
	}
	before, firstBefore, lastBefore := r.measuredSpan(needed)
	after, first, last := with.measuredSpan(needed)
	c.Phase = after
	if v, ok := after.(float64); ok {
		c.Relative = v / first
	}
	relative := func(phase any, first float64) float64 {
		switch v := phase.(type) {
		case float64:
			return v / first
		case string:
			if v == Never {
				return math.Inf(1)
			}
			return 0
		}
		return math.NaN()
	}
	switch a, b := relative(before, firstBefore), relative(after, first); {
	case math.IsNaN(a) || math.IsNaN(b):
	case math.IsInf(a, 1) && math.IsInf(b, 1), b <= clearly*a && b >= a/clearly, math.Max(a, b) < 2*(Together-1):
		c.Verdict = Nothing
	case b < a:
		c.Verdict = Helps
	default:
		c.Verdict = Harms
	}
	seen, was := with.Measure(with.epoch), r.Measure(r.epoch)
	var never []int
	for m, t := range seen.Times {
		if needed(m) && math.IsNaN(t) && with.never(m, &seen) {
			never = append(never, m)
		}
	}
	switch {
	case len(never) > 0:
		say("never", Measured).of("others", never...)
	case after == nil:
		say("short", Measured).at("epoch", float64(with.epoch))
	}
	answerBefore, answerAfter := r.Answer(), with.Answer()
	if answerAfter.phase() && seen.First != was.First && was.First >= 0 {
		say("first", Measured).of("first", seen.First)
	}
	switch {
	case answerBefore.Superficial && answerAfter.phase() && !answerAfter.Superficial && !said.BetterTie:
		say("deserved", Measured).of("first", seen.First)
		if c.Verdict == Nothing {
			c.Verdict = Helps
		}
	case answerAfter.Superficial && !answerBefore.Superficial && answerBefore.phase():
		say("superficialNow", Measured).of("first", seen.First).of("other", said.Better)
	}
	if ratio := last / lastBefore; ratio >= clearly && !math.IsInf(ratio, 1) {
		say("slower", Measured).count("times", ratio)
	} else if ratio > 0 && ratio <= 1/clearly {
		say("faster", Measured).count("times", 1/ratio)
	}
	if base, err := r.Predict(); err == nil && said.FinalLoss-base.FinalLoss > movedBy {
		say("moved", Exact).share("share", 1-said.FinalLoss).share("all", 1-base.FinalLoss)
	}
	return c
}

// phase reports whether the answer is about one modality learned before the others.
func (a *Answer) phase() bool { return len(a.Plateaus) > 0 }
