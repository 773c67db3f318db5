package sim

import "math"

// What kind of statement a line of a theory card makes.
const (
	Exact      = "exact"      // true of the data, or of training, as it stands
	Asymptotic = "asymptotic" // the limit of small initial weights
	Measured   = "measured"   // no formula is offered
)

// CardLine is one statement about a scenario: what theory says, by which
// equation, beside what the run has shown. Words for the quantity and the
// equation are in the string catalogue.
type CardLine struct {
	Quantity string `json:"quantity"` // one of [CardQuantities]
	Equation string `json:"equation"` // one of [CardEquations]
	Status   string `json:"status"`   // [Exact], [Asymptotic] or [Measured]
	// Predicted and Measured are numbers or the name of a modality; nil: no formula,
	// not seen yet, or nothing that a run could show.
	// A number may be [Never].
	Predicted any `json:"predicted"`
	Measured  any `json:"measured"`
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
}

// CardEquations are the equations a card can name, [ZLS24] unless marked (ours).
var CardEquations = []string{
	"rates",        // ‖Σ_yA‖ > ‖Σ_yB‖
	"ratesUnequal", // du_m/dt = ‖Σ_ym‖ u_m^{L_m − 1}/τ, the sooner (ours)
	"explained",    // Σ_yA Σ_A⁻¹ Σ_yAᵀ, the larger
	"time",         // t_A ≈ τ ‖Σ_yA‖⁻¹ ln(1/u_0)
	"timeHalf",     // ln(W_A/u_0,A² − 1)/2s from the run's own initial weights (ours)
	"timeEarly",    // t ≈ τ ‖Σ_yx‖⁻¹ ln(1/u_0)
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
	"ratioUnequal",     // branches of unequal depth (ours)
	"ratioEarly",       // 1
	"ratioDeepTwo",     // fusion in the second layer of more
	"ratioDeepMore",    // later, but not last
	"ratioDeepLate",    // in the last
	"misattribution",   // Σ_yA Σ_A⁻¹ beside W_A*
	"plateau",          // ½ (Σ_yy − Σ_yA Σ_A⁻¹ Σ_yAᵀ)
	"minimum",          // ½ (Σ_yy − Σ_yx Σ⁻¹ Σ_yxᵀ)
	"none",
}

// Card returns what theory says about the run beside what its first epochs+1
// observations have shown.
func (r *Run) Card(epochs int) []CardLine {
	epochs = min(epochs, r.epoch)
	c := card{run: r, epoch: epochs, seen: r.Measure(epochs)}
	var err error
	if c.said, err = r.Predict(); err != nil {
		panic(err) // a run has moments
	}
	s := &r.scenario
	switch {
	case s.learnsXor() && s.Fusion == 1:
		// Which features form where all units read A at first has no formula.
	case s.learnsXor():
		c.line("first", "ratesXor", Asymptotic, c.name(c.said.First), c.name(c.seen.First))
		c.line("tA", "timeXor", Asymptotic, value(c.said.Descent.Times[c.said.First]), c.time())
		c.ratio("ratioXor", c.said.Descent.Ratio)
	case s.Early():
		c.line("better", "explained", Exact, c.name(c.said.Better), nil)
		c.early()
	default:
		order := "rates"
		if s.DepthGap != 0 {
			order = "ratesUnequal"
		}
		c.line("first", order, Asymptotic, c.name(c.said.First), c.name(c.seen.First))
		c.line("better", "explained", Exact, c.name(c.said.Better), nil)
		c.late()
	}
	if s.Activation == Linear {
		c.line("finalLoss", "minimum", Exact, value(c.said.FinalLoss), c.finalLoss())
	}
	if len(r.Values(GeneralisationError)) > 0 {
		c.line("bestStop", "none", Measured, nil, c.bestStop())
	}
	if len(c.lines) == 0 {
		c.line("tA", "none", Measured, nil, c.time())
		c.line("ratio", "none", Measured, nil, value(c.seen.TimeRatio))
	}
	return c.lines
}

// card is one in the making.
type card struct {
	run   *Run
	epoch int
	said  Prediction
	seen  Measurement
	lines []CardLine
}

func (c *card) line(quantity, equation, status string, predicted, measured any) {
	c.lines = append(c.lines, CardLine{quantity, equation, status, predicted, measured})
}

// Never is in the place of a time, or of a ratio of times, that does not come.
const Never = "never"

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

// time is when the modality that theory expects first was learned.
func (c *card) time() any { return value(c.seen.Times[c.said.First]) }

// early says what is known of networks that learn both modalities together.
func (c *card) early() {
	equation := "timeEarly"
	switch {
	case c.run.scenario.Activation == ReLU:
		equation = "timeEarlyRectified"
	case c.atRate():
		equation = "timeEarlyDescent"
	}
	c.first(equation)
	c.line("ratio", "ratioEarly", Asymptotic, value(c.said.Drawn().Ratio), value(c.seen.TimeRatio))
}

// late says what is known of networks with a unimodal phase.
func (c *card) late() {
	s := &c.run.scenario
	equation := "time"
	if s.Activation == ReLU {
		equation = "timeRectified"
	}
	if c.said.Halved() {
		c.line("tA", "time", Asymptotic, value(c.said.Paper.Times[c.said.First]), c.time())
		equation = "timeHalf"
	}
	c.first(equation)
	drawn := c.said.Drawn().Ratio
	switch {
	case s.DepthGap != 0:
		c.ratio("ratioUnequal", drawn)
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
		if c.said.Halved() {
			c.ratio("ratioDirectional", drawn)
		}
	case s.Fusion == s.Depth:
		c.ratio("ratioDeepLate", drawn)
	case s.Fusion == 2:
		c.ratio("ratioDeepTwo", drawn)
	default:
		c.ratio("ratioDeepMore", drawn)
	}
	exact := Exact
	if s.Activation == ReLU {
		exact = Asymptotic // half of the units are active, as long as all of them are small
	}
	c.line("misattribution", "misattribution", exact, value(c.said.Misattribution), value(c.seen.Misattribution))
	if s.Activation == Linear {
		c.line("plateauLoss", "plateau", Exact, value(c.said.PlateauLosses[c.said.First]), c.plateauLoss())
	}
}

// atRate reports whether times are predicted for descent at the learning rate of
// the run, not for its limit.
func (c *card) atRate() bool { return !c.said.flow && !math.IsNaN(c.said.Descent.Ratio) }

// first adds the time of the first modality, which is predicted for two layers.
func (c *card) first(equation string) {
	if !c.run.scenario.TwoLayers() {
		c.line("tA", "none", Measured, nil, c.time())
		return
	}
	c.line("tA", equation, Asymptotic, value(c.said.Drawn().Times[c.said.First]), c.time())
}

func (c *card) ratio(equation string, predicted float64) {
	c.line("ratio", equation, Asymptotic, value(predicted), value(c.seen.TimeRatio))
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
