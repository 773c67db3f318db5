package sim

import "math"

// What kind of statement a line of a theory card makes.
const (
	Exact      = "exact"      // true of the data, or of training, as it stands
	Asymptotic = "asymptotic" // the limit of small initial weights, of many units or examples
	Measured   = "measured"   // no formula is offered
)

// CardLine is one statement about a scenario: what theory says, by which
// equation, beside what the run has shown. Words for the quantity and the
// equation are in the string catalogue.
type CardLine struct {
	Quantity string `json:"quantity"` // one of [CardQuantities]
	Equation string `json:"equation"` // one of [CardEquations]
	Status   string `json:"status"`   // [Exact], [Asymptotic] or [Measured]
	// Of are names of the modalities it is about, in the order in which they are learned,
	// separated by commas; empty: the quantity says it.
	Of string `json:"of,omitempty"`
	// Predicted and Measured are numbers or names of modalities as in Of; nil: no formula,
	// not seen yet, or nothing that a run could show.
	// A number may be [Never] or [Beyond], a name [Neither].
	Predicted any `json:"predicted"`
	Measured  any `json:"measured"`
	// Note is why a number is missing, one of [CardNotes]; empty: it is not, or not yet
	// known.
	Note string `json:"note,omitempty"`
}

// CardNotes are the reasons for which a card leaves out a number that it has a formula for.
var CardNotes = []string{
	"restless",  // the run does not rest where the formula holds
	"deficient", // fewer independent inputs than inputs: no one final weight
	UnsureFew,   // too few rectified units for a time
	UnsureExamples,
	UnsureLarge, // initial weights too large for one
	UnsureSteps,
	UnsureClose,
	"alone",   // one modality explains all: no other has anything to add
	"decayed", // what one modality leaves for another is no more than weight decay
}

// CardQuantities are what a card can speak about. A and B stand for the modality
// that theory expects first and the other one.
var CardQuantities = []string{
	"first",          // learned first: a name
	"better",         // lowers the loss more when learned alone: a name
	"tA",             // epoch at which A is learned
	"ratio",          // t_B/t_A
	"misattribution", // (W_A − W_A*)/W_A* in the middle of the unimodal phase
	"plateauLoss",    // ℒ/ℒ(ℳ_0) there
	"finalLoss",      // ℒ/ℒ(ℳ_0) in the end
	"bestStop",       // epoch of the smallest generalisation error
	"order",          // in which all are learned: names
	"time",           // epoch at which one of them is learned
	"stageLoss",      // ℒ/ℒ(ℳ_0) between two of these epochs
}

// CardEquations are the equations a card can name, [ZLS24] unless marked (ours).
var CardEquations = []string{
	"rates",         // ‖Σ_yA‖ > ‖Σ_yB‖
	"ratesUnequal",  // du_m/dt = ‖Σ_ym‖ u_m^{L_m − 1}/τ, the sooner (ours)
	"ratesAltered",  // ln(1/u_m)/g_m, the sooner (ours)
	"ratesMany",     // ‖Σ_ym‖, the largest
	"ratesSingular", // of several targets the largest singular value of Σ_ym (ours)
	"explained",     // Σ_yA Σ_A⁻¹ Σ_yAᵀ, the larger
	"explainedMany",
	"timeSame",   // as in the line before
	"timeRace",   // half-times along the straight lines of the race (ours)
	"time",       // t_A ≈ τ ‖Σ_yA‖⁻¹ ln(1/u_0)
	"timeHalf",   // ln(W_A/u_0,A² − 1)/2s from the run's own initial weights (ours)
	"timeGrown",  // from what grows of them (ours)
	"timeImages", // the same of more than two layers (ours)
	"timeMeanField",
	"timeEarly",    // t ≈ τ ‖Σ_yx‖⁻¹ ln(1/u_0)
	"timeSingular", // time, and timeEarly, of several targets: s_1 of Σ_yA for ‖Σ_yA‖ (ours)
	"timeEarlySingular",
	"timeEarlyDescent",
	"timeRectified", // timeDescent for rectified units, which learn from half of the inputs
	"timeEarlyRectified",
	"ratesXor", // of rectified units in the xor task, late fusion (ours)
	"timeXor",
	"ratioXor",
	"ratio",            // 1 + (‖Σ_yA‖ − ‖Σ_yB‖)/‖Σ̃_yB‖
	"ratioSigned",      // with the sign of Σ_yB (ours)
	"ratioDescent",     // the same at a finite rate (ours)
	"ratioDirectional", // with the run's own initial weights (ours)
	"ratioGrown",       // times from what grows of them (ours)
	"ratioImages",      // the same of more than two layers (ours)
	"ratioMeanField",   // random layers without their weights (ours)
	"ratioUnequal",     // branches of unequal depth (ours)
	"ratioEarly",       // 1
	"ratioDeepTwo",     // fusion in the second layer of more
	"ratioDeepMore",    // later, but not last
	"ratioDeepLate",    // in the last
	"misattribution",   // Σ_yA Σ_A⁻¹ beside W_A*
	"plateau",          // ½ (Σ_yy − Σ_yA Σ_A⁻¹ Σ_yAᵀ)
	"stage",            // ½ (Σ_yy − Σ_y𝓛 Σ_𝓛⁻¹ Σ_y𝓛ᵀ), 𝓛 what is learned (ours)
	"minimum",          // ½ (Σ_yy − Σ_yx Σ⁻¹ Σ_yxᵀ)
	"timeAltered",      // ln(1/u_A)/g_A: learning rates of branches, decay, momentum (ours)
	"timeEarlyAltered", // the same of early fusion (ours)
	"ratioAltered",     // (ours)
	"timeHalfAltered",  // half-times of such growth from the run's own initial weights (ours)
	"timeRaceAltered",  // timeRace with such growth (ours)
	"creditDecayed",    // of weights that weight decay shrinks (ours)
	"stageAltered",     // ℒ where some modalities rest, likewise (ours)
	"plateauDecayed",   // ℒ at them (ours)
	"minimumAltered",   // ℒ where training ends, if that lowers more than ℒ (ours)
	"none",
}

// Card returns what theory says about the run beside what its first epochs+1
// observations have shown.
func (r *Run) Card(epochs int) []CardLine {
	c := r.cardAt(min(epochs, r.epoch))
	s := &r.scenario
	switch {
	case len(r.moments.modalities) > 2 || r.moments.outputs > 1:
		c.many()
	case s.learnsXor() && (s.Untold() || s.altered()):
		// The formulas are of branches that learn alike by plain descent.
	case s.learnsXor() && s.Fusion == 1:
		// Which features form where all units read A at first has no formula.
	case s.learnsXor():
		c.line("first", "ratesXor", Asymptotic, c.name(c.said.First), c.name(c.seen.First))
		c.line("tA", "timeXor", Asymptotic, c.when(c.said.Descent.Times[c.said.First]), c.time())
		c.ratio("ratioXor", c.said.Descent.Ratio)
	case s.Untold():
		c.untold()
	case s.Early():
		c.line("better", "explained", c.explained(), c.either(c.said.Better, c.said.BetterTie), nil)
		c.early()
	default:
		order := "rates"
		switch {
		case s.altered() && s.TwoLayers():
			order = "ratesAltered"
		case s.DepthGap != 0 || s.altered():
			order = "ratesUnequal"
		}
		c.line("first", order, Asymptotic, c.either(c.said.First, c.said.FirstTie), c.name(c.seen.First))
		c.line("better", "explained", c.explained(), c.either(c.said.Better, c.said.BetterTie), nil)
		c.late()
	}
	if s.Activation == Linear {
		equation := "minimum"
		if r.moments != r.data.Moments {
			equation = "minimumAltered"
		}
		c.line("finalLoss", equation, Exact, value(c.said.FinalLoss), c.finalLoss())
	}
	if len(r.Values(GeneralisationError)) > 0 {
		c.line("bestStop", "none", Measured, nil, c.bestStop())
	}
	if len(c.lines) == 0 {
		c.line("tA", "none", Measured, nil, c.time())
		c.line("ratio", "none", Measured, nil, value(c.seen.TimeRatio))
	}
	if c.said.Unsure != "" {
		for i := range c.lines {
			if l := &c.lines[i]; l.Status == Asymptotic && (l.Quantity == "tA" || l.Quantity == "ratio" || l.Quantity == "order" || l.Quantity == "time") {
				l.Predicted, l.Note = nil, c.said.Unsure
			}
		}
	}
	return c.lines
}

// cardAt is what a card is made of.
func (r *Run) cardAt(epoch int) card {
	said, err := r.Predict()
	if err != nil {
		panic(err) // a run has moments
	}
	return card{run: r, epoch: epoch, said: said, seen: r.Measure(epoch)}
}

// card is one in the making.
type card struct {
	run   *Run
	epoch int
	said  Prediction
	seen  Measurement
	lines []CardLine
}

func (c *card) line(quantity, equation, status string, predicted, measured any) *CardLine {
	c.lines = append(c.lines, CardLine{Quantity: quantity, Equation: equation, Status: status, Predicted: predicted, Measured: measured})
	return &c.lines[len(c.lines)-1]
}

// Never is in the place of a time, or of a ratio of times, that does not come.
const Never = "never"

// Neither is in the place of a modality where both are alike.
const Neither = "neither"

// Beyond is in the place of a time of more than longest time constants, or of a ratio beyond
// longest.
const Beyond = "beyond"

const longest = 1e6

// when is a time of a card, in epochs.
func (c *card) when(t float64) any { return within(t, t*c.run.scenario.Eta) }

// within is a number of a card, or Beyond, if its size is finite and more than longest.
func within(v, size float64) any {
	if size > longest && !math.IsInf(size, 1) {
		return Beyond
	}
	return value(v)
}

// value is a number of a card.
func value(v float64) any {
	switch {
	case math.IsInf(v, 1):
		return Never
	case math.IsNaN(v) || math.IsInf(v, 0):
		return nil
	}
	return v
}

// name is a modality of a card.
func (c *card) name(modality int) any {
	if modality < 0 {
		return nil
	}
	return c.run.moments.modalities[modality].Name
}

// either is a modality, or neither.
func (c *card) either(modality int, tie bool) any {
	if tie {
		return Neither
	}
	return c.name(modality)
}

// time is when the modality that theory expects first was learned.
func (c *card) time() any { return c.when(c.seen.Times[c.said.First]) }

// seenRatio is the measured time ratio: never, if the run is over and the first modality has
// been enough.
func (c *card) seenRatio() any {
	if c.seen.First >= 0 && c.seen.Second < 0 && c.seen.Converged >= 0 && c.run.Enough(c.seen.First) {
		return Never
	}
	return value(c.seen.TimeRatio)
}

// untold says what is known where no formula tells times.
func (c *card) untold() {
	early := c.run.scenario.Early()
	if !early {
		c.line("first", "none", Measured, nil, c.name(c.seen.First))
	}
	c.line("better", "explained", Exact, c.either(c.said.Better, c.said.BetterTie), nil)
	c.line("tA", "none", Measured, nil, c.time())
	c.line("ratio", "none", Measured, nil, c.seenRatio())
	if !early {
		c.credit(Exact, c.rests())
		c.plateauLine(c.rests())
	}
}

// explained is how true it is which modality explains more: rectified units explain what no line
// does, of a few examples much.
func (c *card) explained() string {
	if c.run.goals.open {
		return Asymptotic
	}
	return Exact
}

// early says what is known of networks that learn both modalities together.
func (c *card) early() {
	equation := "timeEarly"
	switch {
	case c.run.scenario.altered():
		equation = "timeEarlyAltered"
	case c.run.scenario.Activation == ReLU:
		equation = "timeEarlyRectified"
	case c.atRate():
		equation = "timeEarlyDescent"
	}
	if c.run.scenario.TwoLayers() {
		c.first(equation, c.said.limit())
		c.line("ratio", "ratioEarly", Asymptotic, value(c.said.limit().Ratio), c.seenRatio())
	}
	c.followed()
}

// followed adds the times of what grows from the run's own initial weights, and of deep
// networks what is to be expected of any seed.
func (c *card) followed() {
	both := func(time, ratio string, p PredictedTimes) {
		c.first(time, p)
		c.ratio(ratio, p.Ratio)
	}
	switch {
	case !c.run.scenario.TwoLayers():
		if c.said.Followed() {
			both("timeImages", "ratioImages", c.said.Grown)
		}
		if p := meanField(&c.run.scenario, c.run.moments); !math.IsNaN(p.Times[c.said.First]) {
			both("timeMeanField", "ratioMeanField", p)
		}
		if !c.said.Followed() {
			c.line("tA", "none", Measured, nil, c.time())
		}
	case c.said.Followed():
		both("timeGrown", "ratioGrown", c.said.Grown)
	}
}

// late says what is known of networks with a unimodal phase.
func (c *card) late() {
	s := &c.run.scenario
	equation := "time"
	if s.Activation == ReLU {
		equation = "timeRectified"
	}
	altered := s.altered()
	switch {
	case altered && !s.TwoLayers():
	case altered:
		c.first("timeAltered", c.said.limit())
		if c.said.Halved() && !c.said.Followed() {
			c.first("timeHalfAltered", c.said.Directional)
		}
	case c.said.Followed() && s.TwoLayers():
		c.first(equation, c.said.Paper)
	case c.said.Halved():
		c.first(equation, c.said.Paper)
		c.first("timeHalf", c.said.Directional)
	case s.TwoLayers():
		c.first(equation, c.said.limit())
	}
	limit := c.said.limit().Ratio
	switch {
	case altered && !s.TwoLayers():
	case altered:
		c.ratio("ratioAltered", limit)
		if c.said.Halved() && !c.said.Followed() {
			c.ratio("ratioDirectional", c.said.Directional.Ratio)
		}
	case s.DepthGap != 0:
		c.ratio("ratioUnequal", limit)
	case s.Depth == 2:
		c.ratio("ratio", c.said.Paper.Ratio)
		// Signs are a matter of scalars: vectors have directions.
		switch signed, m := c.said.Signed.Ratio, c.run.moments; {
		case m.Inputs() > len(m.modalities):
		case c.atRate():
			c.ratio("ratioDescent", c.said.Descent.Ratio)
		case math.Abs(signed-c.said.Paper.Ratio) > 1e-9*signed:
			c.ratio("ratioSigned", signed)
		}
		if c.said.Halved() && !c.said.Followed() {
			c.ratio("ratioDirectional", c.said.Directional.Ratio)
		}
	case s.Fusion == s.Depth:
		c.ratio("ratioDeepLate", limit)
	case s.Fusion == 2:
		c.ratio("ratioDeepTwo", limit)
	default:
		c.ratio("ratioDeepMore", limit)
	}
	c.followed()
	exact := Exact
	if s.Activation == ReLU {
		exact = Asymptotic // half of the units are active, as long as all of them are small
	}
	rests := c.rests()
	c.credit(exact, rests)
	c.plateauLine(rests)
}

// plateauLine adds the loss on the plateau.
func (c *card) plateauLine(rests bool) {
	if c.run.scenario.Activation != Linear || c.said.FirstTie {
		return
	}
	equation := "plateau"
	if c.run.scenario.Decay > 0 {
		equation = "plateauDecayed"
	}
	loss := c.line("plateauLoss", equation, Exact, value(c.said.PlateauLosses[c.said.First]), c.plateauLoss())
	if !rests {
		loss.Measured, loss.Note = nil, "restless"
	}
	if c.seen.First >= 0 && c.run.Enough(c.seen.First) {
		loss.Note = c.alone()
	}
}

// credit adds mis-attribution.
func (c *card) credit(status string, rests bool) {
	equation := "misattribution"
	if c.run.scenario.Decay > 0 {
		equation = "creditDecayed"
	}
	line := c.line("misattribution", equation, status, value(c.said.Misattribution), value(c.seen.Misattribution))
	if !rests || !c.steady() {
		line.Measured, line.Note = nil, "restless"
	}
	if c.run.moments.deficient {
		line.Note = "deficient"
	}
}

// restless is how far the loss may still go, as a part of ℒ(ℳ_0), during the middle fifth of a
// unimodal phase in which a run rests: what holds on the plateau then holds for the run to
// about .01.
const restless = .015

// astray is how far the norms may be from the plateau in the middle of the phase, as a part of
// where they go.
const astray = .02

// rests reports whether the run has rested in the middle of its unimodal phase, at the
// modality that theory expects first; true as long as it is not known.
func (c *card) rests() bool {
	next := c.seen.Next()
	if next < 0 {
		return true
	}
	if !c.seen.Plateau || c.seen.First != c.said.First {
		return false
	}
	a, b := c.seen.Times[c.seen.First], c.seen.Times[next]
	loss := c.run.Values("lossNormalised")[:c.epoch+1]
	norm := func(m int) float64 { return at(c.run.Norm(m)[:c.epoch+1], (a+b)/2) }
	plateau, final := c.run.PlateauNorm(c.seen.First), c.run.FinalNorm(next)
	return at(loss, a+.4*(b-a))-at(loss, a+.6*(b-a)) < restless &&
		math.Abs(norm(c.seen.First)-plateau) < astray*plateau && norm(next) < astray*final
}

// steady reports whether the first modality is so near to its plateau in the middle of the phase
// that what it is off is little beside the step to its final value, which mis-attribution is.
func (c *card) steady() bool {
	const little, least = .05, .002
	first, next := c.seen.First, c.seen.Next()
	if next < 0 {
		return true
	}
	norm := at(c.run.Norm(first)[:c.epoch+1], (c.seen.Times[first]+c.seen.Times[next])/2)
	plateau, final := c.run.PlateauNorm(first), c.run.FinalNorm(first)
	return math.Abs(norm-plateau) < little*math.Abs(plateau-final)+least*final
}

// atRate reports whether times are predicted for descent at the learning rate of
// the run, not for its limit.
func (c *card) atRate() bool { return !c.said.flow && !math.IsNaN(c.said.Descent.Ratio) }

// first adds the time of the first modality.
func (c *card) first(equation string, p PredictedTimes) {
	c.line("tA", equation, Asymptotic, c.when(p.Times[c.said.First]), c.time())
}

func (c *card) ratio(equation string, predicted float64) {
	line := c.line("ratio", equation, Asymptotic, within(predicted, predicted), c.seenRatio())
	if math.IsInf(predicted, 1) {
		line.Note = c.alone()
	}
}

// alone is why a modality is the only one that is ever learned.
func (c *card) alone() string {
	if c.run.scenario.Decay > 0 {
		return "decayed"
	}
	return "alone"
}

// plateauLoss is the loss in the middle of the unimodal phase.
func (c *card) plateauLoss() any {
	if c.seen.Second < 0 {
		return nil
	}
	middle := (c.seen.Times[c.seen.First] + c.seen.Times[c.seen.Second]) / 2
	return value(at(c.run.Values("lossNormalised")[:c.epoch+1], middle))
}

// finalLoss is the loss of a run that has converged.
func (c *card) finalLoss() any {
	if c.seen.Converged < 0 {
		return nil
	}
	return value(c.run.Values("lossNormalised")[c.epoch])
}

// bestStop is when the error on new examples was smallest.
func (c *card) bestStop() any {
	for _, stop := range c.run.Stops(nil, c.epoch) {
		if stop.Best {
			return float64(stop.Epoch)
		}
	}
	return nil
}
