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
	add("standard", r.suited(r.standardised()), scaled)
	add("whiten", r.suited(Variant{{"scaling", ScaleWhiteEach}}), unless(s.Scaling == ScaleWhiteEach || s.Scaling == ScaleWhiteAll, "already"))
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

// suited gives a variant with other inputs a learning rate that suits these, if that of the run does not,
// and as many more epochs as that takes.
func (r *Run) suited(v Variant) Variant {
	t, err := v.Of(r.scenario)
	if err != nil || everyWeight(t.Method) {
		return v
	}
	moments, err := t.Moments()
	if err != nil {
		return v
	}
	eta, ok := t.ownRate(moments)
	if ok {
		return v
	}
	v = slices.DeleteFunc(slices.Clone(v), func(d Difference) bool { return !differs(d) })
	return r.until(append(v, Difference{"eta", eta}), float64(t.Epochs)*r.scenario.Eta/eta)
}

// mostForetold is how many inputs times targets there may be for a prediction that is made only to know how
// long a run has to be, or what it may be beside; it takes too long for a frame otherwise.
const mostForetold = 256

// foretells reports whether a prediction is a matter of a moment.
func (r *Run) foretells() bool {
	return r.data.Moments.Inputs()*r.data.Moments.outputs <= mostForetold
}

// lasting gives a variant the epochs that its prediction asks for, if it is predicted, else three times
// those of the run for a deeper one, and twice for other inputs.
func (r *Run) lasting(v Variant) Variant {
	t, err := v.Of(r.scenario)
	if len(v) == 0 || err != nil {
		return v
	}
	last := 0.0
	if r.foretells() && !t.Untold() {
		if p, err := Predict(t); err == nil {
			for _, time := range p.Drawn().Times {
				if !math.IsInf(time, 0) && time > last {
					last = time
				}
			}
		}
	}
	const beyond, deeper, other = 1.15, 3, 2
	switch {
	case last > 0:
	case t.Depth > r.scenario.Depth:
		last = deeper / beyond * float64(r.scenario.Epochs)
	case t.Scaling != r.scenario.Scaling:
		last = other / beyond * float64(r.scenario.Epochs)
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
	Helps   = "helps"   // the phase is shorter as a multiple of the time of the first modality, or gone
	Nothing = "same"    // it is as long
	Harms   = "harms"   // it is longer, or some modality is never learned
	Mixed   = "mixed"   // it is shorter as a multiple, but longer in epochs, or the other way round
	Unknown = "unknown" // the run does not show it
)

// Counsel is what a remedy does to the data of a run.
type Counsel struct {
	Verdict string `json:"verdict"` // [Helps] …
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

// length is that of a phase, in epochs and in multiples of the time of the first modality: open is as long as
// a run has shown it to be at least, known whether that is all of it.
type length struct {
	epochs, multiple float64
	known, open      bool
}

// lengthOf reads a phase as [Counsel] has it, of a run that ends at an epoch.
func lengthOf(phase any, first, end float64) length {
	switch v := phase.(type) {
	case float64:
		return length{epochs: v, multiple: v / first, known: true}
	case string:
		if v == Never {
			return length{epochs: math.Inf(1), multiple: math.Inf(1), known: true}
		}
		return length{known: true}
	}
	if first < end {
		return length{epochs: end - first, multiple: (end - first) / first, open: true}
	}
	return length{}
}

// verdict compares two phases.
func verdict(before, after length) string {
	const little = 2 * (Together - 1) // of the time of the first modality
	switch {
	case !before.known && !before.open || !after.known && !after.open || before.open && after.open:
		return Unknown
	case math.Max(before.multiple, after.multiple) < little || math.IsInf(before.multiple, 1) && math.IsInf(after.multiple, 1):
		return Nothing
	}
	less := func(a, b float64) bool { return a*clearly < b }
	shorter, longer := less(after.multiple, before.multiple), less(before.multiple, after.multiple)
	switch {
	case before.open: // it is as long at least
		if shorter && after.epochs <= before.epochs {
			return Helps
		}
		return Unknown
	case after.open:
		if longer && after.epochs >= before.epochs {
			return Harms
		}
		return Unknown
	case shorter && less(before.epochs, after.epochs), longer && less(after.epochs, before.epochs):
		return Mixed
	case shorter:
		return Helps
	case longer:
		return Harms
	}
	return Nothing // and if all is slower alike, that is a matter of the learning rate
}

// Counsel compares the run of a remedy with one without it, both done.
func (r *Run) Counsel(with *Run) Counsel {
	c := Counsel{Verdict: Unknown, Effects: []Sentence{}}
	say := func(key, status string) *Sentence {
		c.Effects = append(c.Effects, Sentence{Key: key, Status: status, Names: map[string][]int{}, Epochs: map[string]float64{}, Shares: map[string]float64{}, Counts: map[string]float64{}})
		return &c.Effects[len(c.Effects)-1]
	}
	data := r.data.Moments
	needed := func(m int) bool { return data.OptimumNorm(m) > 0 }
	if with.foretells() {
		if said, err := with.Predict(); err == nil && said.Unsure == "" {
			c.Predicted, _, _ = span(said.Drawn().Times, needed)
		}
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
	c.Verdict = verdict(lengthOf(before, firstBefore, float64(r.epoch)), lengthOf(after, first, float64(with.epoch)))
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
	old, now := r.preference(&was), with.preference(&seen)
	if now.phased && seen.First != was.First && was.First >= 0 {
		say("first", Measured).of("first", seen.First)
	}
	switch {
	case old.superficial && now.phased && !now.superficial && !now.tie:
		say("deserved", Measured).of("first", seen.First)
		if c.Verdict == Nothing {
			c.Verdict = Helps
		}
	case now.superficial && old.phased && !old.superficial:
		say("superficialNow", Measured).of("first", seen.First).of("other", now.better)
	}
	if ratio := last / lastBefore; ratio >= clearly && !math.IsInf(ratio, 1) {
		say("slower", Measured).count("times", ratio)
	} else if ratio > 0 && ratio <= 1/clearly {
		say("faster", Measured).count("times", 1/ratio)
	}
	if all, share := r.ends(), with.ends(); all-share > movedBy {
		say("moved", Exact).share("share", share).share("all", all)
	}
	return c
}

// ends is the part of the target that is explained where training ends.
func (r *Run) ends() float64 {
	data := r.data.Moments
	return 1 - data.loss(r.moments.optimum, make([]float64, 2*data.Inputs()))/data.ZeroLoss()
}

// preference is who is learned alone at first, beside who explains most.
type preference struct {
	phased, superficial bool
	better              int
	tie                 bool // several explain the same
}

func (r *Run) preference(seen *Measurement) (p preference) {
	loss := r.data.Moments.aloneLoss
	for m := range loss {
		if loss[m] < loss[p.better] {
			p.better = m
		}
	}
	for m := range loss {
		p.tie = p.tie || m != p.better && loss[m]-loss[p.better] <= enough*r.data.Moments.ZeroLoss()
	}
	p.phased = r.failed == nil && seen.First >= 0 && seen.Plateau && !r.scenario.Early()
	p.superficial = p.phased && !p.tie && seen.First != p.better
	return p
}
