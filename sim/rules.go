package sim

// rule says which values of one parameter go with a value of another.
type rule struct {
	beside  string               // the key of the other
	applies func(*Scenario) bool // to its value
	key     string
	fits    func(*Scenario) bool
	instead any      // what fits anywhere the rule applies
	allowed []string // as a sentence names it
}

// momentsOnly: no examples are drawn from such a task.
func momentsOnly(s *Scenario) bool {
	return s.Task == TaskWishart || s.Task == TaskMany || s.Task == TaskOwn
}

func many(s *Scenario) bool { return !s.Two() }

func relu(s *Scenario) bool { return s.Activation == ReLU }

// rules of values that are right by themselves but not together.
var rules = []rule{
	{"task", func(s *Scenario) bool { return s.Task == TaskBlock || momentsOnly(s) }, "activation", func(s *Scenario) bool { return s.Activation == Linear }, Linear, []string{Linear}},
	{"task", momentsOnly, "from", func(s *Scenario) bool { return s.From == Population }, Population, []string{Population}},
	{"task", many, "skew", func(s *Scenario) bool { return s.DepthGap == 0 }, 0.0, []string{"0"}}, // it is of branch B beside A
	{"activation", relu, "depth", func(s *Scenario) bool { return s.Depth == 2 }, 2.0, []string{"2"}},
	{"activation", relu, "skew", func(s *Scenario) bool { return s.DepthGap == 0 }, 0.0, []string{"0"}},
	{"activation", relu, "method", func(s *Scenario) bool { return s.Method == GradientDescent }, GradientDescent, []string{GradientDescent}},
}

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
		Beside: r.beside, BesideValue: parameter(r.beside).value(s)}
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
