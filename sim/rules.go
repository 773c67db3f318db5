package sim

import "slices"

// rule says which values of one parameter go with a value of another.
type rule struct {
	beside  string               // the key of the other
	applies func(*Scenario) bool // to its value
	key     string
	fits    func(*Scenario) bool
	instead any      // what fits anywhere the rule applies
	allowed []string // as a sentence names it
	why     string   // one of [Reasons]; "": the two values say it
}

// momentsOnly: no examples are drawn from such a task.
func momentsOnly(s *Scenario) bool {
	return s.Task == TaskWishart || s.Task == TaskMany || s.Task == TaskOwn
}

func many(s *Scenario) bool { return !s.Two() }

func severalTargets(s *Scenario) bool { return s.outputs() > 1 }

func relu(s *Scenario) bool { return s.Activation == ReLU }

// rules of values that are right by themselves but not together.
var rules = []rule{
	{"task", func(s *Scenario) bool { return s.Task == TaskBlock || momentsOnly(s) }, "activation", func(s *Scenario) bool { return s.Activation == Linear }, Linear, []string{Linear}, ""},
	{"task", momentsOnly, "from", func(s *Scenario) bool { return s.From == Population }, Population, []string{Population}, ""},
	{"task", many, "skew", func(s *Scenario) bool { return s.DepthGap == 0 }, 0.0, []string{"0"}, "twoOnly"},
	{"activation", relu, "depth", func(s *Scenario) bool { return s.Depth == 2 }, 2.0, []string{"2"}, ""},
	{"activation", relu, "skew", func(s *Scenario) bool { return s.DepthGap == 0 }, 0.0, []string{"0"}, ""},
	{"activation", relu, "method", func(s *Scenario) bool { return s.Method != GradientFlow && s.Method != Batches }, GradientDescent, []string{GradientDescent, Momentum, Adam, RMSProp}, ""},
	{"activation", relu, "scaling", func(s *Scenario) bool { return s.Scaling == ScaleRaw }, ScaleRaw, []string{ScaleRaw}, "linearMoments"},
	{"activation", relu, "unimodal", func(s *Scenario) bool { return s.Unimodal == 0 }, 0.0, []string{"0"}, "linearOnly"},
	{"activation", relu, "dropout", func(s *Scenario) bool { return s.Dropout == 0 }, 0.0, []string{"0"}, "linearOnly"},
	{"activation", relu, "decay", func(s *Scenario) bool { return s.Decay == 0 }, 0.0, []string{"0"}, "linearOnly"},
	{"activation", relu, "modulation", func(s *Scenario) bool { return s.Modulation == 0 }, 0.0, []string{"0"}, "linearOnly"},
	{"task", momentsOnly, "method", func(s *Scenario) bool { return s.Method != Batches }, GradientDescent, everyMethodBut(Batches), "noExamples"},
	{"method", batched, "from", func(s *Scenario) bool { return s.From == Sample }, Sample, []string{Sample}, ""},
	{"method", flowing, "masks", func(s *Scenario) bool { return s.Masks == ExpectedMasks }, ExpectedMasks, []string{ExpectedMasks}, "noUpdates"},
	{"task", many, "etaRatio", func(s *Scenario) bool { return s.EtaRatio == 1 }, 1.0, []string{"1"}, "twoOnly"},
	{"task", many, "initRatio", func(s *Scenario) bool { return s.InitRatio == 1 }, 1.0, []string{"1"}, "twoOnly"},
	{"task", many, "modulation", func(s *Scenario) bool { return s.Modulation == 0 }, 0.0, []string{"0"}, "twoOnly"},
	{"task", severalTargets, "decay", func(s *Scenario) bool { return s.Decay == 0 }, 0.0, []string{"0"}, "oneTarget"},
	// What more layers of small weights have learned of nothing, decay takes away before they learn.
	{"depth", deep, "decay", func(s *Scenario) bool { return s.Decay == 0 }, 0.0, []string{"0"}, "decaysAway"},
	{"skew", uneven, "decay", func(s *Scenario) bool { return s.Decay == 0 }, 0.0, []string{"0"}, "decaysAway"},
}

func batched(s *Scenario) bool { return s.Method == Batches }

func flowing(s *Scenario) bool { return s.Method == GradientFlow }

func deep(s *Scenario) bool { return s.Depth > 2 }

func uneven(s *Scenario) bool { return s.DepthGap != 0 }

func everyMethodBut(one string) []string {
	return slices.DeleteFunc(slices.Clone(methods), func(m string) bool { return m == one })
}

// Reasons are why some values do not go together.
var Reasons = []string{
	"linearMoments", // only linear units see no more of their inputs than second moments
	"linearOnly",    // the equations are those of linear units
	"noExamples",    // there are moments, but no examples to make batches of
	"noUpdates",     // gradient flow has none that could draw a mask
	"twoOnly",       // it is of B beside A
	"oneTarget",     // where weights end under decay is known of one target
	"decaysAway",    // more layers of small weights lose them to decay before they learn
}

// WhySteps is why no learning rate is named that would settle: how far an update goes, other things
// than it and the data decide, too.
const WhySteps = "steps"

// broken returns the first rule the scenario breaks, or nil.
func (s *Scenario) broken() *rule {
	for i := range rules {
		if r := &rules[i]; r.applies(s) && !r.fits(s) {
			return r
		}
	}
	return nil
}

func (r *rule) error(s *Scenario) *Error {
	return &Error{Code: Unsuited, Key: r.key, Value: parameter(r.key).value(s), Allowed: r.allowed,
		Beside: r.beside, BesideValue: parameter(r.beside).value(s), Why: r.why}
}

// repair makes the values go together and says what it changed, as far as it need
// not touch what somebody asked for.
func (s *Scenario) repair(asked func(key string) bool) (notices []*Error) {
	for r := s.broken(); r != nil && !asked(r.key); r = s.broken() {
		e := r.error(s)
		e.Used = r.instead
		if err := parameter(r.key).set(s, r.instead); err != nil {
			panic(err) // a value of the table
		}
		notices = append(notices, e)
	}
	return notices
}

// nobodyAsked lets repair touch anything.
func nobodyAsked(string) bool { return false }
