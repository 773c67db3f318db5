package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/theory"
)

// Answer is what a run says to somebody who asks what their network will learn, once it is done.
// Words for the codes are in the string catalogue.
type Answer struct {
	Modalities  []AnswerRow   `json:"modalities"`
	Sentences   []Sentence    `json:"sentences"`
	Plateaus    []AnswerStage `json:"plateaus"`  // in the order in which they come
	Explained   float64       `json:"explained"` // part of the target's mean square that all together explain
	Epochs      int           `json:"epochs"`    // of the run
	Superficial bool          `json:"superficial"`
}

// Sentence is one that is true of the run. Its status is [Exact], [Asymptotic] or [Measured].
type Sentence struct {
	Key    string             `json:"key"` // one of [AnswerKeys]
	Status string             `json:"status"`
	Names  map[string][]int   `json:"names,omitempty"`  // modalities, by the place in the sentence
	Epochs map[string]float64 `json:"epochs,omitempty"` // whole epochs
	Shares map[string]float64 `json:"shares,omitempty"` // parts of the target's mean square
	Counts map[string]float64 `json:"counts,omitempty"` // other numbers
}

// AnswerKeys are the sentences there are, with the names and numbers in them. Of lists, order is by time.
var AnswerKeys = []string{
	"diverged",     // the run broke off at epoch
	"nothing",      // no modality explains anything
	"large",        // initial weights too large to say what is learned
	"waiting",      // nothing is learned by the end, at epoch
	"awaited",      // likewise, and first is expected at until
	"together",     // no modality is learned alone at first: order, from epoch to until
	"early",        // the same, for branches meet in the first layer
	"stepwise",     // the same, for every weight makes steps of its own
	"two",          // first after epoch, and next ignored until
	"many",         // order, first after epoch, last after until
	"alone",        // first after epoch, which is enough: nothing is left for others
	"never",        // order, from epoch to until, and nothing is left for others
	"decayed",      // as alone, for decay takes away what is left
	"lost",         // as never, likewise
	"open",         // first after epoch, others not by the end, at until
	"openMany",     // order, from epoch on, others not by the end, at until
	"notYet",       // others not by the end, at epoch
	"notEver",      // others never
	"someLarge",    // others begin too large to say when they are learned
	"expected",     // next, which the run has not learned, is expected at until
	"superficial",  // better explains share, more than first does, other
	"same",         // first explains share, most, and rival other
	"better",       // better explains most, share, where none is first
	"betterTie",    // alike explain the same, share
	"plateau",      // share is explained until next is learned, of all
	"over",         // first has times its final weight until then
	"under",        // likewise
	"fair",         // its weight then is the final one
	"turned",       // it points the other way then
	"undeserved",   // it ends without a weight
	"disagree",     // theory expects order
	"targets",      // count targets: what first means
	"methodUntold", // no formula tells times for such training
	"unsureLarge",  // no times are predicted, for initial weights are large
	"unsureSteps",  // likewise, for steps are
	"unsureClose",  // likewise, for the initial weights decide who is first
	"stopAlone",    // on rows kept back the error is lowest at epoch, before others are learned
	"stopAll",      // likewise, after all are
}

// AnswerRow is what there is to know of one modality.
type AnswerRow struct {
	Name      string  `json:"name"`
	Dim       int     `json:"dim"`
	Place     int     `json:"place"`     // in the measured order, from 1; 0: not learned
	Expected  int     `json:"expected"`  // in the predicted order; 0: not predicted, or never
	Predicted any     `json:"predicted"` // epoch, [Never], [Beyond] or nil
	Measured  any     `json:"measured"`  // epoch, [Never] or nil: not by the end
	Alone     float64 `json:"alone"`     // part of the target's mean square that it explains alone: exact
	Adds      float64 `json:"adds"`      // what it adds to all others: exact
	// Credit is its weight once it is learned, before the next one is, along its final weight and
	// as a multiple of that: exact for a run that rests in between. nil: there is no such plateau
	// or no one final weight.
	Credit any `json:"credit"`
}

// AnswerStage is a plateau: what is explained while some modalities are learned.
type AnswerStage struct {
	Learned  []int   `json:"learned"`  // modalities, in their order
	Share    float64 `json:"share"`    // of the target's mean square, exact
	From     any     `json:"from"`     // epoch at which the last of them is learned
	To       any     `json:"to"`       // and the next one; nil: the end
	Measured any     `json:"measured"` // share in the middle; nil: the run does not rest there
}

// Answer reads off a run that is done what its network learns.
func (r *Run) Answer() Answer {
	c := r.cardAt(r.epoch)
	a := answering{card: c, order: r.expected(&c.said), Answer: Answer{Epochs: r.epoch, Explained: r.data.Moments.explained(nil)}}
	a.rows()
	a.stages()
	a.lead()
	a.explains()
	a.onPlateau()
	a.caveats()
	a.stops()
	return a.Answer
}

// answering is one in the making.
type answering struct {
	card
	order []int // expected
	Answer
}

func (a *answering) say(key, status string) *Sentence {
	a.Sentences = append(a.Sentences, Sentence{Key: key, Status: status, Names: map[string][]int{}, Epochs: map[string]float64{}, Shares: map[string]float64{}, Counts: map[string]float64{}})
	return &a.Sentences[len(a.Sentences)-1]
}

func (s *Sentence) of(place string, modalities ...int) *Sentence {
	s.Names[place] = slices.Clone(modalities)
	return s
}

func (s *Sentence) at(place string, epoch float64) *Sentence {
	s.Epochs[place] = math.Round(epoch)
	return s
}

func (s *Sentence) share(place string, v float64) *Sentence {
	s.Shares[place] = v
	return s
}

func (s *Sentence) count(place string, v float64) *Sentence {
	s.Counts[place] = v
	return s
}

// expected is the predicted order, as far as there is one: of all that are ever learned.
func (r *Run) expected(p *Prediction) (order []int) {
	if p.FirstTie || r.scenario.Untold() || r.scenario.Early() {
		return nil
	}
	if p.Order != nil {
		return p.Order
	}
	times := p.Drawn().Times
	for m, t := range times {
		if !math.IsNaN(t) && !math.IsInf(t, 0) {
			order = append(order, m)
		}
	}
	slices.SortStableFunc(order, func(i, j int) int {
		if times[i] < times[j] {
			return -1
		}
		return 1
	})
	return order
}

// explained is the part of the target's mean square that some modalities explain together, nil:
// all of them.
func (m *Moments) explained(on []bool) float64 {
	loss := m.optimumLoss
	if on != nil {
		_, loss = theory.PartialMinimum(m.theory(), on)
	}
	return math.Max(0, 1-loss/m.ZeroLoss())
}

// rows are the modalities, one by one.
func (a *answering) rows() {
	data, count := a.run.data.Moments, len(a.run.weights)
	on := make([]bool, count)
	times, names := a.said.Drawn().Times, a.run.scenario.Names()
	for m, modality := range data.modalities {
		if names != nil {
			modality.Name = names[m]
		}
		row := AnswerRow{Name: modality.Name, Dim: modality.Dim, Alone: math.Max(0, 1-data.aloneLoss[m]/data.ZeroLoss())}
		for i := range on {
			on[i] = i != m
		}
		row.Adds = math.Max(0, a.Explained-data.explained(on))
		row.Place = 1 + slices.Index(a.seen.Order, m)
		row.Expected = 1 + slices.Index(a.order, m)
		if a.said.Unsure == "" {
			row.Predicted = a.when(times[m])
		}
		row.Measured = value(a.seen.Times[m])
		if never, _, _ := a.missing(); slices.Contains(never, m) {
			row.Measured = Never
		}
		row.Credit = a.credited(m)
		a.Modalities = append(a.Modalities, row)
	}
}

// phased reports whether the run has learned one modality alone.
func (a *answering) phased() bool {
	return a.run.failed == nil && a.seen.First >= 0 && a.seen.Plateau && !a.run.scenario.Early()
}

// learnedBy marks the first modalities of the measured order.
func (a *answering) learnedBy(count int) []bool {
	on := make([]bool, len(a.run.weights))
	for _, m := range a.seen.Order[:count] {
		on[m] = true
	}
	return on
}

// credited is the weight that a modality has on the plateau after it, as a multiple of its final
// one.
func (a *answering) credited(m int) any {
	objective := a.run.moments
	k := slices.Index(a.seen.Order, m)
	if !a.phased() || k < 0 || objective.deficient {
		return nil
	}
	w, _ := theory.PartialMinimum(objective.theory(), a.learnedBy(k+1))
	if objective.finalWeight(m) == 0 || math.IsNaN(objective.finalWeight(m)) {
		return nil
	}
	return objective.along(w, m) / objective.finalWeight(m)
}

// stages are the plateaus of the measured order.
func (a *answering) stages() {
	if !a.phased() {
		return
	}
	for k := range a.seen.Order {
		stage := AnswerStage{Learned: slices.Clone(a.seen.Order[:k+1]), From: a.seen.Times[a.seen.Order[k]]}
		w, _ := theory.PartialMinimum(a.run.moments.theory(), a.learnedBy(k+1))
		scratch := make([]float64, 2*a.run.moments.Inputs())
		stage.Share = 1 - a.run.data.Moments.loss(w, scratch)/a.run.data.Moments.ZeroLoss()
		if k+1 < len(a.seen.Order) {
			from, to := a.seen.Times[a.seen.Order[k]], a.seen.Times[a.seen.Order[k+1]]
			stage.To = to
			if a.restsWith(stage.Learned, from, to) {
				stage.Measured = 1 - a.lossAt((from+to)/2)
			}
		} else if a.seen.Converged >= 0 {
			stage.Measured = 1 - a.lossAt(float64(a.epoch))
		}
		a.Plateaus = append(a.Plateaus, stage)
	}
}

// missing are the modalities that are not learned by the end: for good, not yet, or for all one can
// tell, as they begin too near to where they go.
func (a *answering) missing() (never, open, untold []int) {
	for m := range a.run.weights {
		switch {
		case !math.IsNaN(a.seen.Times[m]) || a.run.failed != nil:
		case a.run.goals.final[m] > 0 && a.run.passages.levels[m][toFinal] == 0 && a.run.goals.levels.final[m] > 0:
			untold = append(untold, m)
		case a.run.never(m, &a.seen):
			never = append(never, m)
		default:
			open = append(open, m)
		}
	}
	return never, open, untold
}

// lead says who is learned when.
func (a *answering) lead() {
	s, order := &a.run.scenario, a.seen.Order
	if e := a.run.failed; e != nil {
		a.say("diverged", Measured).at("epoch", float64(a.run.epoch))
		return
	}
	if a.Explained <= enough || !a.run.Learnable() {
		a.say("nothing", Exact)
		return
	}
	never, open, untold := a.missing()
	switch {
	case a.seen.First < 0 && !a.run.Tells():
		a.say("large", Measured)
		return
	case a.seen.First < 0:
		x := a.say("waiting", Measured).at("epoch", float64(a.epoch))
		if t := a.due(a.said.First); !a.said.FirstTie && t > 0 {
			x.Key, x.Status = "awaited", Asymptotic
			x.of("first", a.said.First).at("until", t)
		}
		return
	}
	first, last := a.seen.First, order[len(order)-1]
	begin, end := a.seen.Times[first], a.seen.Times[last]
	told := true // of those that are missing
	switch {
	case len(order) > 1 && !a.seen.Plateau:
		key := "together"
		switch {
		case s.Early():
			key = "early"
		case everyWeight(s.Method):
			key = "stepwise"
		}
		a.say(key, Measured).of("order", order...).at("epoch", begin).at("until", end)
		told = false
	case len(open) > 0 && len(order) == 1:
		a.say("open", Measured).of("first", first).of("others", open...).at("epoch", begin).at("until", float64(a.epoch))
	case len(open) > 0:
		a.say("openMany", Measured).of("first", first).of("order", order...).of("others", open...).at("epoch", begin).at("until", float64(a.epoch))
	case len(never) > 0:
		key := "alone"
		switch {
		case s.Decay > 0 && len(order) == 1:
			key = "decayed"
		case s.Decay > 0:
			key = "lost"
		case len(order) > 1:
			key = "never"
		}
		x := a.say(key, Measured).of("first", first).of("order", order...).of("others", never...).at("epoch", begin)
		if len(order) > 1 {
			x.of("last", last).at("until", end)
		}
		never = nil
	case len(order) == 2:
		a.say("two", Measured).of("first", first).of("next", last).at("epoch", begin).at("until", end)
	case len(order) > 2:
		a.say("many", Measured).of("order", order...).of("first", first).of("last", last).at("epoch", begin).at("until", end)
	}
	if len(open) > 0 && !told {
		a.say("notYet", Measured).of("others", open...).at("epoch", float64(a.epoch))
	}
	if len(never) > 0 {
		a.say("notEver", Measured).of("others", never...)
	}
	if len(untold) > 0 {
		a.say("someLarge", Measured).of("others", untold...)
	}
	next, at := -1, math.Inf(1)
	for _, m := range open {
		if t := a.due(m); t > 0 && t < at {
			next, at = m, t
		}
	}
	if next >= 0 && !slices.ContainsFunc(open, func(m int) bool { return math.IsNaN(a.said.Drawn().Times[m]) }) {
		a.say("expected", Asymptotic).of("next", next).at("until", at)
	}
}

// due is when a modality is predicted that the run has not learned: after its end, else 0.
func (a *answering) due(m int) float64 {
	t := a.said.Drawn().Times[m]
	if a.said.Unsure != "" || !(t > float64(a.epoch)) || math.IsInf(t, 1) {
		return 0
	}
	return t
}

// explains says who explains most, and whether that is who comes first.
func (a *answering) explains() {
	if a.Explained <= enough {
		return
	}
	better := a.said.Better
	best := a.Modalities[better].Alone
	if a.said.BetterTie {
		var alike []int
		for m, row := range a.Modalities {
			if math.Abs(row.Alone-a.most()) <= 2*enough {
				alike = append(alike, m)
			}
		}
		a.say("betterTie", Exact).of("alike", alike...).share("share", a.most())
		return
	}
	first := a.seen.First
	if !a.phased() {
		a.say("better", Exact).of("better", better).share("share", best)
		return
	}
	if first != better {
		a.Superficial = true
		a.say("superficial", Exact).of("better", better).of("first", first).share("share", best).share("other", a.Modalities[first].Alone)
		return
	}
	next := 0.0
	second := -1
	for m, row := range a.Modalities {
		if m != better && row.Alone >= next {
			next, second = row.Alone, m
		}
	}
	a.say("same", Exact).of("first", first).of("rival", second).share("share", best).share("other", next)
}

func (a *answering) most() (most float64) {
	for _, row := range a.Modalities {
		most = math.Max(most, row.Alone)
	}
	return most
}

// fairly is by what part of its final weight a modality may be off and still have what it ends
// with.
const fairly = .02

// onPlateau says what the network is like while it has learned the first modality alone: only of
// a run that comes to rest there.
func (a *answering) onPlateau() {
	if !a.phased() || len(a.Plateaus) < 2 || a.Plateaus[0].Measured == nil {
		return
	}
	first, next := a.seen.First, a.seen.Order[1]
	a.say("plateau", Exact).of("first", first).of("next", next).share("share", a.Plateaus[0].Share).share("all", a.Plateaus[len(a.Plateaus)-1].Share)
	credit, known := a.Modalities[first].Credit.(float64)
	key := "over"
	switch {
	case a.run.moments.deficient:
		return
	case !known:
		key = "undeserved"
	case credit < -fairly:
		key = "turned"
	case math.Abs(credit-1) <= fairly:
		key = "fair"
	case credit < 1:
		key = "under"
	}
	s := a.say(key, Exact).of("first", first).of("next", next)
	if key == "over" || key == "under" {
		s.count("times", credit)
	}
}

// caveats say what theory leaves open.
func (a *answering) caveats() {
	s := &a.run.scenario
	if a.run.failed != nil {
		return
	}
	if n := a.run.moments.outputs; n > 1 {
		a.say("targets", Asymptotic).count("count", float64(n))
	}
	switch {
	case s.Untold():
		a.say("methodUntold", Measured)
	case a.said.Unsure != "":
		a.say(map[string]string{UnsureLarge: "unsureLarge", UnsureSteps: "unsureSteps", UnsureClose: "unsureClose"}[a.said.Unsure], Asymptotic)
	case a.phased() && len(a.order) > 1 && len(a.seen.Order) == len(a.order) && !slices.Equal(a.order, a.seen.Order):
		a.say("disagree", Asymptotic).of("order", a.order...)
	}
}

// stops says where the error on rows kept back is lowest.
func (a *answering) stops() {
	for _, stop := range a.run.Stops(nil, a.epoch) {
		if !stop.Best || !a.phased() {
			continue
		}
		var later []int
		for m := range a.run.weights {
			if t := a.seen.Times[m]; t > float64(stop.Epoch) {
				later = append(later, m)
			}
		}
		if _, open, _ := a.missing(); len(later) > 0 {
			a.say("stopAlone", Measured).of("others", later...).at("epoch", float64(stop.Epoch))
		} else if len(open) == 0 {
			a.say("stopAll", Measured).at("epoch", float64(stop.Epoch))
		}
	}
}
