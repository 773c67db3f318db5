package sim

import (
	"math"
	"slices"
	"strconv"
)

// Parameter is one row of the table every control, link key, check and help
// text is made from.
type Parameter struct {
	Key     string   `json:"key"`
	Symbol  string   `json:"symbol"` // with _{} and ^{} markup; empty: the parameter has only a name
	Group   string   `json:"group"`  // network, data, training or remedies
	Kind    string   `json:"kind"`   // number, integer, choice, text, or kept: the name of what only this program has
	Min     float64  `json:"min"`    // of a number
	Max     float64  `json:"max"`
	From    float64  `json:"from,omitempty"` // where the slider begins and ends, if not at Min and Max
	To      float64  `json:"to,omitempty"`
	MaxKey  string   `json:"maxKey,omitempty"`  // the parameter it cannot exceed
	Sum     *Sum     `json:"sum,omitempty"`     // what its sum with another parameter can be
	Choices []string `json:"choices,omitempty"` // of a choice
	Default any      `json:"default"`           // a float64, one of the choices, or a canonical text
	Scale   string   `json:"scale"`             // of the slider: linear, log, or none where neighbours have nothing in common
	Step    float64  `json:"step,omitempty"`    // of a linear slider
	Unit    string   `json:"unit,omitempty"`
	Changes string   `json:"changes"`          // what a change costs: redraw, rerun or resweep
	Shown   bool     `json:"shown"`            // has a control on the page
	Seldom  bool     `json:"seldom,omitempty"` // has one where the scenario, or a link, takes it from its default
	Aside   bool     `json:"aside,omitempty"`  // its control is folded away with those of its group
	Panel   string   `json:"panel,omitempty"`  // the picture in which it can be stepped
	// Needs are the values of choices beside which the parameter counts: of every
	// key one. Elsewhere it changes nothing, and needs no control.
	Needs  map[string][]string `json:"needs,omitempty"`
	With   string              `json:"with,omitempty"`   // a number; where that is 0, this one changes nothing, too
	Invite bool                `json:"invite,omitempty"` // the one to try first

	field func(*Scenario) any // *float64, *int or *string
}

// Sum is the range of the sum of two parameters.
type Sum struct {
	Key string  `json:"key"` // the other one
	Min float64 `json:"min"`
	Max float64 `json:"max"`
}

// Parameters returns the table, in the order of the controls.
func Parameters() []Parameter { return slices.Clone(parameters) }

var parameters = []Parameter{
	{Key: "depth", Symbol: "L", Group: "network", Kind: "integer", Min: MinDepth, Max: MaxDepth, Default: 2.0, Scale: "linear", Step: 1, Changes: "rerun", Shown: true, Panel: "network",
		field: func(s *Scenario) any { return &s.Depth }},
	{Key: "fusion", Symbol: "L_{f}", Group: "network", Kind: "integer", Min: 1, Max: MaxDepth, Default: 2.0, Scale: "linear", Step: 1, MaxKey: "depth", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Fusion }},
	{Key: "skew", Symbol: "ΔL", Group: "network", Kind: "integer", Min: 1 - MaxDepth, Max: MaxDepth - 1, Default: 0.0, Scale: "linear", Step: 1, Sum: &Sum{"fusion", 1, MaxDepth}, Changes: "rerun", Seldom: true,
		field: func(s *Scenario) any { return &s.DepthGap }},
	{Key: "width", Symbol: "N", Group: "network", Kind: "integer", Min: MinWidth, Max: MaxWidth, Default: 100.0, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Width }},
	{Key: "init", Symbol: "γ", Group: "network", Kind: "number", Min: 1e-12, Max: 1, Default: 1e-9, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Init }},
	{Key: "weights", Group: "network", Kind: "kept", Default: "", Scale: "none", Changes: "rerun",
		field: func(s *Scenario) any { return &s.Weights }},
	{Key: "activation", Group: "network", Kind: "choice", Choices: []string{Linear, ReLU}, Default: Linear, Scale: "none", Changes: "rerun", Seldom: true,
		Needs: map[string][]string{"task": {TaskToy, TaskXor}}, field: func(s *Scenario) any { return &s.Activation }},
	{Key: "slope", Symbol: "a", Group: "network", Kind: "number", Min: 0, Max: 1, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"activation": {ReLU}}, field: func(s *Scenario) any { return &s.Slope }},
	{Key: "task", Group: "data", Kind: "choice", Choices: []string{TaskToy, TaskBlock, TaskWishart, TaskXor, TaskMany, TaskOwn}, Default: TaskToy, Scale: "none", Changes: "rerun",
		field: func(s *Scenario) any { return &s.Task }},
	{Key: "modalities", Symbol: "M", Group: "data", Kind: "integer", Min: MinModalities, Max: MaxModalities, Default: 3.0, Scale: "linear", Step: 1, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskMany}}, field: func(s *Scenario) any { return &s.Modalities }},
	{Key: "dA", Symbol: "d_{A}", Group: "data", Kind: "integer", Min: 1, Max: MaxInputs, Default: 5.0, Scale: "linear", Step: 1, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskBlock, TaskWishart}}, field: func(s *Scenario) any { return &s.DimA }},
	{Key: "dB", Symbol: "d_{B}", Group: "data", Kind: "integer", Min: 1, Max: MaxInputs, Default: 5.0, Scale: "linear", Step: 1, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskBlock, TaskWishart}}, field: func(s *Scenario) any { return &s.DimB }},
	{Key: "draw", Group: "data", Kind: "integer", Min: 1, Max: 999999, Default: 1.0, Scale: "none", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskWishart}}, field: func(s *Scenario) any { return &s.Draw }},
	{Key: "own", Group: "data", Kind: "text", Default: ownExample, Scale: "none", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskOwn}}, field: func(s *Scenario) any { return &s.Own }},
	{Key: "rho", Symbol: "ρ", Group: "data", Kind: "number", Min: -0.99, Max: 0.99, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Invite: true,
		Needs: map[string][]string{"task": {TaskToy, TaskMany}}, field: func(s *Scenario) any { return &s.Rho }},
	{Key: "kappa", Symbol: "κ", Group: "data", Kind: "number", Min: 0.25, Max: 4, Default: 2.0, Scale: "log", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskToy, TaskBlock, TaskXor, TaskMany}}, field: func(s *Scenario) any { return &s.Kappa }},
	{Key: "r", Symbol: "r", Group: "data", Kind: "number", Min: -2, Max: 2, Default: 1.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"task": {TaskToy, TaskBlock, TaskMany}}, field: func(s *Scenario) any { return &s.R }},
	{Key: "wB", Symbol: "w_{B}", Group: "data", Kind: "number", Min: -2, Max: 2, Default: 1.0, Scale: "linear", Step: 0.01, Changes: "rerun",
		Needs: map[string][]string{"task": {TaskToy, TaskBlock, TaskMany}}, field: func(s *Scenario) any { return &s.WB }},
	{Key: "noise", Symbol: "σ_{ε}", Group: "data", Kind: "number", Min: 0, Max: 2, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun",
		Needs: map[string][]string{"task": {TaskToy, TaskBlock, TaskWishart, TaskMany}}, field: func(s *Scenario) any { return &s.Noise }},
	{Key: "from", Group: "data", Kind: "choice", Choices: []string{Population, Sample}, Default: Population, Scale: "none", Changes: "rerun", Seldom: true,
		Needs: map[string][]string{"task": {TaskToy, TaskBlock, TaskXor}}, field: func(s *Scenario) any { return &s.From }},
	{Key: "samples", Symbol: "P", Group: "data", Kind: "integer", Min: 1, Max: MaxSamples, Default: 8192.0, Scale: "log", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"from": {Sample}}, field: func(s *Scenario) any { return &s.Samples }},
	{Key: "eta", Symbol: "η", Group: "training", Kind: "number", Min: 1e-12, Max: 1e9, From: 1e-4, To: 1, Default: 0.04, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Eta }},
	{Key: "method", Group: "training", Kind: "choice", Choices: methods, Default: GradientDescent, Scale: "none", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Method }},
	{Key: "beta", Symbol: "β", Group: "training", Kind: "number", Min: 0, Max: 0.999, Default: 0.9, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"method": {Momentum, Adam}}, field: func(s *Scenario) any { return &s.Beta }},
	{Key: "beta2", Symbol: "β_{2}", Group: "training", Kind: "number", Min: 0, Max: 0.99999, Default: 0.999, Scale: "linear", Step: 0.001, Changes: "rerun", Shown: true,
		Needs: map[string][]string{"method": {Adam, RMSProp}}, field: func(s *Scenario) any { return &s.Beta2 }},
	{Key: "epsilon", Symbol: "ε", Group: "training", Kind: "number", Min: 1e-15, Max: 1, Default: 1e-8, Scale: "log", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"method": {Adam, RMSProp}}, field: func(s *Scenario) any { return &s.Epsilon }},
	{Key: "batch", Symbol: "b", Group: "training", Kind: "integer", Min: 1, Max: MaxSamples, Default: 32.0, Scale: "log", Changes: "rerun", Shown: true,
		Needs: map[string][]string{"method": {Batches}}, field: func(s *Scenario) any { return &s.Batch }},
	{Key: "epochs", Group: "training", Kind: "integer", Min: 1, Max: 20000, Default: 1000.0, Scale: "log", Unit: "epochs", Changes: "rerun",
		field: func(s *Scenario) any { return &s.Epochs }},
	{Key: "etaRatio", Symbol: "η_{B}/η_{A}", Group: "remedies", Kind: "number", Min: 0.01, Max: 100, Default: 1.0, Scale: "log", Changes: "rerun", Shown: true, Aside: true,
		Needs: twoModalities, field: func(s *Scenario) any { return &s.EtaRatio }},
	{Key: "initRatio", Symbol: "γ_{B}/γ_{A}", Group: "remedies", Kind: "number", Min: 1e-6, Max: 1e6, Default: 1.0, Scale: "log", Changes: "rerun", Shown: true, Aside: true,
		Needs: twoModalities, field: func(s *Scenario) any { return &s.InitRatio }},
	{Key: "scaling", Group: "remedies", Kind: "choice", Choices: []string{ScaleRaw, ScaleStandard, ScaleWhiteEach, ScaleWhiteAll}, Default: ScaleRaw, Scale: "none", Changes: "rerun", Shown: true, Aside: true,
		field: func(s *Scenario) any { return &s.Scaling }},
	{Key: "unimodal", Symbol: "λ", Group: "remedies", Kind: "number", Min: 0, Max: 10, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Aside: true,
		field: func(s *Scenario) any { return &s.Unimodal }},
	{Key: "dropout", Symbol: "p", Group: "remedies", Kind: "number", Min: 0, Max: 0.95, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Aside: true,
		field: func(s *Scenario) any { return &s.Dropout }},
	{Key: "masks", Group: "remedies", Kind: "choice", Choices: []string{ExpectedMasks, SampledMasks}, Default: ExpectedMasks, Scale: "none", Changes: "rerun", Shown: true, Aside: true, With: "dropout",
		field: func(s *Scenario) any { return &s.Masks }},
	{Key: "decay", Symbol: "λ_{2}", Group: "remedies", Kind: "number", Min: 0, Max: 10, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Aside: true,
		field: func(s *Scenario) any { return &s.Decay }},
	{Key: "modulation", Symbol: "α", Group: "remedies", Kind: "number", Min: 0, Max: 2, Default: 0.0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Aside: true,
		Needs: twoModalities, field: func(s *Scenario) any { return &s.Modulation }},
	{Key: "seed", Group: "training", Kind: "integer", Min: 1, Max: 999999, Default: 1.0, Scale: "none", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Seed }},
}

// twoModalities are the tasks that have no more, for parameters of B beside A.
var twoModalities = map[string][]string{"task": {TaskToy, TaskBlock, TaskWishart, TaskXor, TaskOwn}}

// parameter returns the row of a key, or nil.
func parameter(key string) *Parameter {
	for i := range parameters {
		if parameters[i].Key == key {
			return &parameters[i]
		}
	}
	return nil
}

// value reads the parameter of a scenario: a float64, or the string of a choice or
// a text.
func (p *Parameter) value(s *Scenario) any {
	switch f := p.field(s).(type) {
	case *int:
		return float64(*f)
	case *float64:
		return *f
	case *string:
		return *f
	}
	panic("sim: parameter " + p.Key + " has no field")
}

// isNumber reports whether the values of the parameter are numbers.
func (p *Parameter) isNumber() bool { return p.Kind == "number" || p.Kind == "integer" }

// NumberOf is the value of a numeric parameter of a scenario, NaN of any other.
func NumberOf(s Scenario, key string) float64 {
	if row := parameter(key); row != nil {
		if v, ok := row.value(&s).(float64); ok {
			return v
		}
	}
	return math.NaN()
}

// Counting returns the rows of the parameters that have a say in a scenario, in the order of the table.
func Counting(s Scenario) (rows []Parameter) {
	values := s.Values()
	for _, p := range parameters {
		if p.counts(values) {
			rows = append(rows, p)
		}
	}
	return rows
}

// counts reports whether the parameter changes anything beside such values.
func (p *Parameter) counts(values map[string]any) bool {
	for key, needed := range p.Needs {
		if v, ok := values[key].(string); !ok || !slices.Contains(needed, v) {
			return false
		}
	}
	return p.With == "" || values[p.With] != 0.0
}

// check returns an *[Error] if v is no value of the parameter: not one of the
// choices, no text in its canonical form, or not a float64 in the range.
func (p *Parameter) check(v any) error {
	switch p.Kind {
	case "choice":
		if text, ok := v.(string); !ok || !slices.Contains(p.Choices, text) {
			return &Error{Code: NotAChoice, Key: p.Key, Value: v, Allowed: p.Choices}
		}
		return nil
	case "text":
		if v == p.Default { // most scenarios have no other
			return nil
		}
		text, _ := v.(string)
		return checkOwn(text)
	case "kept":
		if text, ok := v.(string); !ok || text != "" {
			_, err := weightsOf(text)
			return err
		}
		return nil
	}
	x := v.(float64)
	switch {
	case math.IsNaN(x) || math.IsInf(x, 0):
		return &Error{Code: NotANumber, Key: p.Key, Value: strconv.FormatFloat(x, 'g', -1, 64), Min: &p.Min, Max: &p.Max}
	case x < p.Min || x > p.Max:
		return outOfRange(p.Key, x, p.Min, p.Max)
	case p.Kind == "integer" && x != math.Trunc(x):
		return &Error{Code: NotAnInteger, Key: p.Key, Value: x, Min: &p.Min, Max: &p.Max}
	}
	return nil
}

// assign checks v and writes it to a scenario.
func (p *Parameter) assign(s *Scenario, v any) error {
	if err := p.check(v); err != nil {
		return err
	}
	if text, ok := v.(string); ok {
		*p.field(s).(*string) = text
		return nil
	}
	p.put(s, v.(float64))
	return nil
}

// put writes a number that lies within the table.
func (p *Parameter) put(s *Scenario, v float64) {
	switch f := p.field(s).(type) {
	case *int:
		*f = int(v)
	case *float64:
		*f = v
	}
}

// read assigns what arrives from a control, a link or a message, a text in any
// way that can be read.
func (p *Parameter) read(s *Scenario, raw any) error {
	text, isText := raw.(string)
	if p.Kind != "text" || !isText {
		return p.set(s, raw)
	}
	canonical, _, err := ParseMoments(text)
	if err != nil {
		return err
	}
	return p.assign(s, canonical)
}

// set assigns what a table or another program of this package says: a number may
// come spelled, a text is in its canonical form.
func (p *Parameter) set(s *Scenario, raw any) error {
	if !p.isNumber() {
		return p.assign(s, raw)
	}
	v, err := Number(p.Key, raw)
	if err != nil {
		return err
	}
	return p.assign(s, v)
}

// Number reads a parameter value as it arrives from a control, a link or a
// message: a number, or a string that spells one. Its error is an *[Error].
func Number(key string, raw any) (float64, error) {
	switch v := raw.(type) {
	case float64:
		return v, nil
	case int:
		return float64(v), nil
	case interface{ Float64() (float64, error) }: // a json.Number
		if f, err := v.Float64(); err == nil {
			return f, nil
		}
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil && decimal(v) {
			return f, nil
		}
	}
	e := &Error{Code: NotANumber, Key: key, Value: raw}
	if row := parameter(key); row != nil && row.isNumber() {
		e.Min, e.Max = &row.Min, &row.Max
	}
	return 0, e
}
