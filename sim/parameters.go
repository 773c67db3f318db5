package sim

import (
	"encoding/json"
	"math"
	"slices"
	"strconv"
)

// Version of the lab, shown on the page.
const Version = "0.1.0"

// Parameter is one row of the table every control, link key, check and help
// text is made from.
type Parameter struct {
	Key     string  `json:"key"`
	Symbol  string  `json:"symbol"` // with _{} and ^{} markup; empty: the parameter has only a name
	Group   string  `json:"group"`  // network, data or training
	Kind    string  `json:"kind"`   // number or integer
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	MaxKey  string  `json:"maxKey,omitempty"` // the parameter it cannot exceed
	Default float64 `json:"default"`
	Scale   string  `json:"scale"`          // of the slider: linear, log, or none where neighbours have nothing in common
	Step    float64 `json:"step,omitempty"` // of a linear slider
	Unit    string  `json:"unit,omitempty"`
	Changes string  `json:"changes"`          // what a change costs: redraw, rerun or resweep
	Shown   bool    `json:"shown"`            // has a control on the page
	Panel   string  `json:"panel,omitempty"`  // the picture in which it can be stepped
	Invite  bool    `json:"invite,omitempty"` // the one to try first

	field func(*Scenario) any // *float64 or *int
}

// Parameters returns the table, in the order of the controls.
func Parameters() []Parameter { return slices.Clone(parameters) }

var parameters = []Parameter{
	{Key: "depth", Symbol: "L", Group: "network", Kind: "integer", Min: MinDepth, Max: MaxDepth, Default: 2, Scale: "linear", Step: 1, Changes: "rerun", Shown: true, Panel: "network",
		field: func(s *Scenario) any { return &s.Depth }},
	{Key: "fusion", Symbol: "L_{f}", Group: "network", Kind: "integer", Min: 1, Max: MaxDepth, Default: 2, Scale: "linear", Step: 1, MaxKey: "depth", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Fusion }},
	{Key: "width", Symbol: "N", Group: "network", Kind: "integer", Min: MinWidth, Max: MaxWidth, Default: 100, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Width }},
	{Key: "init", Symbol: "γ", Group: "network", Kind: "number", Min: 1e-12, Max: 1, Default: 1e-9, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Init }},
	{Key: "rho", Symbol: "ρ", Group: "data", Kind: "number", Min: -0.99, Max: 0.99, Default: 0, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true, Invite: true,
		field: func(s *Scenario) any { return &s.Rho }},
	{Key: "kappa", Symbol: "κ", Group: "data", Kind: "number", Min: 0.25, Max: 4, Default: 2, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Kappa }},
	{Key: "r", Symbol: "r", Group: "data", Kind: "number", Min: -2, Max: 2, Default: 1, Scale: "linear", Step: 0.01, Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.R }},
	{Key: "wB", Symbol: "w_{B}", Group: "data", Kind: "number", Min: -2, Max: 2, Default: 1, Scale: "linear", Step: 0.01, Changes: "rerun",
		field: func(s *Scenario) any { return &s.WB }},
	{Key: "noise", Symbol: "σ_{ε}", Group: "data", Kind: "number", Min: 0, Max: 2, Default: 0, Scale: "linear", Step: 0.01, Changes: "rerun",
		field: func(s *Scenario) any { return &s.Noise }},
	{Key: "eta", Symbol: "η", Group: "training", Kind: "number", Min: 1e-4, Max: 1, Default: 0.04, Scale: "log", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Eta }},
	{Key: "epochs", Group: "training", Kind: "integer", Min: 1, Max: 20000, Default: 1000, Scale: "log", Unit: "epochs", Changes: "rerun",
		field: func(s *Scenario) any { return &s.Epochs }},
	{Key: "seed", Group: "training", Kind: "integer", Min: 1, Max: 999999, Default: 1, Scale: "none", Changes: "rerun", Shown: true,
		field: func(s *Scenario) any { return &s.Seed }},
}

// value reads the parameter of a scenario.
func (p *Parameter) value(s *Scenario) float64 {
	switch f := p.field(s).(type) {
	case *int:
		return float64(*f)
	case *float64:
		return *f
	}
	panic("sim: parameter " + p.Key + " has no field")
}

// assign checks v and writes it to a scenario.
func (p *Parameter) assign(s *Scenario, v float64) error {
	switch {
	case math.IsNaN(v) || math.IsInf(v, 0):
		return &Error{Code: NotANumber, Key: p.Key, Value: strconv.FormatFloat(v, 'g', -1, 64), Min: &p.Min, Max: &p.Max}
	case v < p.Min || v > p.Max:
		return outOfRange(p.Key, v, p.Min, p.Max)
	case p.Kind == "integer" && v != math.Trunc(v):
		return &Error{Code: NotAnInteger, Key: p.Key, Value: v, Min: &p.Min, Max: &p.Max}
	}
	switch f := p.field(s).(type) {
	case *int:
		*f = int(v)
	case *float64:
		*f = v
	}
	return nil
}

// Number reads a parameter value as it arrives from a control, a link or a
// message: a number, or a string that spells one. Its error is an *[Error].
func Number(key string, raw any) (float64, error) {
	switch v := raw.(type) {
	case float64:
		return v, nil
	case int:
		return float64(v), nil
	case json.Number:
		if f, err := v.Float64(); err == nil {
			return f, nil
		}
	case string:
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f, nil
		}
	}
	e := &Error{Code: NotANumber, Key: key, Value: raw}
	if row := parameter(key); row != nil {
		e.Min, e.Max = &row.Min, &row.Max
	}
	return 0, e
}
