package sim

import (
	"errors"
	"maps"
	"math"
	"slices"
)

// Scenario is everything a run depends on. Two equal scenarios train the same
// network, bit for bit.
type Scenario struct {
	Slug string // the preset it started from

	Fusion, Depth, Width int     // L_f, L, N
	DepthGap             int     // L_B − L_A, where L_A = L_f
	Activation           string  // [Linear] or [ReLU]
	Slope                float64 // of a ReLU below zero
	Init                 float64 // γ, by the convention of [Network.Init]
	Weights              string  // initial weights that somebody brought ([KeepWeights]); empty: drawn by the seed
	Task                 string  // where the data come from: [TaskToy] …
	DimA, DimB           int     // d_A, d_B of tasks with inputs of any dimension
	Modalities           int     // M, of [TaskMany]
	Draw                 int     // which random covariance
	Own                  string  // moments of one's own, in the canonical form of [ParseMoments]
	Rho, Kappa, R, WB    float64 // ρ of A and B, κ = σ_A/σ of the last modality, r = w_A/w_B, w_B
	Noise                float64 // σ_ε
	From                 string  // [Population] or [Sample]
	Samples              int     // P, of a sample
	Scaling              string  // of the inputs: [ScaleRaw] …
	Eta                  float64 // η
	Epochs, Seed         int
	Method               string  // [GradientDescent] …
	Optimiser                    // constants of the method
	InitRatio            float64 // γ_B/γ_A
	Remedies

	// Compare trains one network for every fusion layer 1 … L side by side: a
	// property of the preset, not a parameter.
	Compare bool
}

// preset is a named starting point: what differs from the defaults of the
// parameter table.
type preset struct {
	slug    string
	values  map[string]any // as for [Scenario.With]
	compare bool
	diagram string     // that says most about it; "" for [TheoryPlane]
	window  [2]float64 // of r, in the plane of (κ, r); zero: what is usual there
	panel   string     // of the pictures that share a place the one that says most about it; "" for [UsualPanel]
}

// presets, the first one being what the page opens on. Words about them are in
// the string catalogue.
var presets = []preset{
	{slug: "late", panel: racePanel},
	{slug: "early", values: map[string]any{"fusion": 1}},
	{slug: "late-positive", values: map[string]any{"rho": 0.5}},
	{slug: "late-negative", values: map[string]any{"rho": -0.5}},
	{slug: "flow", values: map[string]any{"method": GradientFlow}},
	{slug: "superficial", values: map[string]any{"r": 0.375, "wB": 0.8}, window: [2]float64{0, 1}, panel: racePanel}, // w = (0.3, 0.8)
	{slug: "intermediate", values: map[string]any{"depth": 4, "fusion": 2, "init": 0.1, "epochs": 1600}},
	{slug: "unequal", values: map[string]any{"depth": 3, "fusion": 3, "skew": -1, "width": 20, "init": 0.02, "epochs": 500}},
	{slug: "small-data", compare: true, values: blockData(70, 12)},
	{slug: "enough-data", compare: true, values: blockData(700, 1)},
	{slug: "relu", values: map[string]any{"activation": ReLU, "rho": 0.5, "epochs": 2000}},
	{slug: "xor", values: map[string]any{"task": TaskXor, "activation": ReLU, "from": Sample, "epochs": 2500}},
	{slug: "xor-early", values: map[string]any{"task": TaskXor, "activation": ReLU, "from": Sample, "fusion": 1, "kappa": 3, "epochs": 1500}},
	{slug: "wishart", diagram: SweepDraws, values: map[string]any{"task": TaskWishart, "draw": 28, "method": GradientFlow, "epochs": 3000}},
	{slug: "many", values: map[string]any{"task": TaskMany, "rho": -0.7}, panel: racePanel},
	{slug: "own", values: map[string]any{"task": TaskOwn}, panel: racePanel},
	{slug: "depth", compare: true, diagram: SweepChartFusion, values: map[string]any{"depth": 4, "fusion": 4, "width": 50, "init": 0.1, "epochs": 7000}},
	{slug: "rates", diagram: SweepRatesFirst, values: map[string]any{"etaRatio": 4, "epochs": 400}, panel: racePanel},
	{slug: "standardised", values: map[string]any{"scaling": ScaleStandard, "r": 0.375, "wB": 0.8, "epochs": 1200}, window: [2]float64{0, 1}, panel: racePanel},
	{slug: "dropout", diagram: SweepRemedyRho, values: map[string]any{"rho": -0.5, "dropout": 0.5, "epochs": 4500}, panel: racePanel},
	{slug: "decay", diagram: SweepDecayRho, values: map[string]any{"rho": -0.5, "decay": 0.7}, panel: racePanel},
	{slug: "momentum", values: map[string]any{"method": Momentum, "epochs": 300}, panel: racePanel},
	{slug: "adam", values: map[string]any{"method": Adam, "eta": 0.001, "epochs": 300}},
	{slug: "modulation", values: map[string]any{"modulation": 0.5}},
}

// blockData are the values of the paper's task for generalisation: 50 inputs a
// modality, of variance 3 and 1, all weights 0.1.
func blockData(samples, seed int) map[string]any {
	return map[string]any{
		"task": TaskBlock, "dA": 50, "dB": 50, "kappa": math.Sqrt(3), "wB": 0.1, "noise": 0.5,
		"from": Sample, "samples": samples, "seed": seed, "epochs": 1200,
	}
}

// Default returns the scenario the lab opens on.
func Default() Scenario {
	return mustPreset(presets[0].slug)
}

// Slugs returns the names of all scenarios, in menu order.
func Slugs() []string {
	slugs := make([]string, len(presets))
	for i, p := range presets {
		slugs[i] = p.slug
	}
	return slugs
}

// DiagramOf returns the kind of diagram that says most about a scenario, one of
// [Slugs].
func DiagramOf(slug string) string {
	for _, p := range presets {
		switch {
		case p.slug != slug:
		case p.diagram != "":
			return p.diagram
		default:
			return TheoryPlane
		}
	}
	panic("sim: no scenario is called " + slug)
}

// UsualPanel is the picture that most scenarios show of those that share a place.
const UsualPanel = "network"

const racePanel = "race"

// PanelOf returns the picture that says most about a scenario, one of [Slugs], of those that
// share a place.
func PanelOf(slug string) string {
	for _, p := range presets {
		if p.slug == slug && p.panel != "" {
			return p.panel
		}
	}
	return UsualPanel
}

// Preset returns the scenario with the given slug, or an *[Error] that names
// the slugs there are.
func Preset(slug string) (Scenario, error) {
	for _, p := range presets {
		if p.slug != slug {
			continue
		}
		s := Scenario{Slug: slug, Compare: p.compare}
		for i := range parameters {
			row := &parameters[i]
			raw, ok := p.values[row.Key]
			if !ok {
				raw = row.Default
			}
			if err := row.set(&s, raw); err != nil {
				return s, err
			}
		}
		return s, nil
	}
	return Scenario{}, &Error{Code: UnknownScenario, Key: "scenario", Value: slug, Allowed: Slugs()}
}

// Changed reports whether the scenario differs from the preset that it started from: then it may be no
// more what its name says.
func (s Scenario) Changed() bool {
	preset, err := Preset(s.Slug)
	return err != nil || s != preset
}

func mustPreset(slug string) Scenario {
	s, err := Preset(slug)
	if err != nil {
		panic(err) // there is one
	}
	return s
}

// With returns the scenario after the given changes: parameter keys of the
// table, with numbers, strings that spell numbers, or the strings of a choice,
// and "scenario", which starts from that preset before the other changes apply.
// All is checked before anything is used; errors are of type *[Error]. A change
// of depth alone takes the fusion layer along: late fusion stays late. Where branch
// B would end up without a layer or with too many, skew goes along, too.
func (s Scenario) With(changes map[string]any) (Scenario, error) {
	if raw, ok := changes["scenario"]; ok {
		slug, isString := raw.(string)
		if !isString {
			return s, &Error{Code: UnknownScenario, Key: "scenario", Value: raw, Allowed: Slugs()}
		}
		next, err := Preset(slug)
		if err != nil {
			return s, err
		}
		s, changes = next, maps.Clone(changes)
		delete(changes, "scenario")
	}
	next := s
	known := 0
	for i := range parameters {
		row := &parameters[i]
		raw, ok := changes[row.Key]
		if !ok {
			continue
		}
		known++
		if err := row.read(&next, raw); err != nil {
			return s, row.within(err, &next)
		}
	}
	if known < len(changes) {
		for _, key := range slices.Sorted(maps.Keys(changes)) {
			if parameter(key) == nil {
				return s, &Error{Code: UnknownKey, Key: key, Value: changes[key], Allowed: keys()}
			}
		}
	}
	asked := func(key string) bool { _, given := changes[key]; return given }
	next.adapt(&s, asked)
	if !asked("skew") {
		next.fitDepthGap()
	}
	if !asked("weights") {
		next.dropWeights(&s)
	}
	if err := next.checkTogether(); err != nil {
		return s, err
	}
	return next, nil
}

// adapt changes what nobody asked for where it does not go with the rest, given
// the scenario before.
func (s *Scenario) adapt(before *Scenario, asked func(key string) bool) {
	s.repair(asked)
	s.keepLate(before, asked)
}

// keepLate takes the fusion layer along with a depth that alone has changed.
func (s *Scenario) keepLate(before *Scenario, asked func(key string) bool) {
	if !asked("fusion") && s.Depth != before.Depth {
		// Late fusion stays late, and a fusion layer that is gone moves down.
		if before.Fusion == before.Depth {
			s.Fusion = s.Depth
		}
		s.Fusion = min(s.Fusion, s.Depth)
	}
}

// Check returns the *[Error] that [Scenario.With] would have returned for a
// scenario that was put together by hand, or nil.
func (s Scenario) Check() error {
	for i := range parameters {
		row := &parameters[i]
		if err := row.check(row.value(&s)); err != nil {
			return row.within(err, &s)
		}
	}
	return s.checkTogether()
}

// checkTogether returns an *[Error] if values that are right by themselves do not
// go together.
func (s Scenario) checkTogether() error {
	if s.Fusion > s.Depth {
		return outOfRange("fusion", s.Fusion, 1, float64(s.Depth))
	}
	if rule := s.broken(); rule != nil {
		return rule.error(&s)
	}
	if err := s.checkDepthGap(); err != nil {
		return err
	}
	return s.checkWeights()
}

// within narrows the range an error names to what the other parameters leave.
func (p *Parameter) within(err error, s *Scenario) error {
	var e *Error
	if !errors.As(err, &e) || e.Max == nil {
		return err
	}
	if limit := parameter(p.MaxKey); limit != nil {
		most := limit.value(s).(float64)
		e.Max = &most
	}
	if p.Sum != nil {
		other := parameter(p.Sum.Key).value(s).(float64)
		least, most := p.Sum.Min-other, p.Sum.Max-other
		e.Min, e.Max = &least, &most
	}
	return err
}

func keys() []string {
	k := []string{"scenario"}
	for _, p := range parameters {
		k = append(k, p.Key)
	}
	return k
}

// Values returns every parameter by key, a float64 or a string: the inverse of
// [Scenario.With].
func (s Scenario) Values() map[string]any {
	v := make(map[string]any, len(parameters))
	for i := range parameters {
		v[parameters[i].Key] = parameters[i].value(&s)
	}
	return v
}

// Planar reports whether the data lie in the plane of (κ, r) that the diagram of
// superficial preference shows. A sample of a few inputs or more has its own moments, which
// do not.
func (s Scenario) Planar() bool {
	return s.Task == TaskToy || s.Task == TaskBlock && s.DimA == s.DimB && s.From == Population
}

// usualWindow is the range of r that the plane of (κ, r) shows.
var usualWindow = [2]float64{-2, 2}

// Window is the range of r that the plane of (κ, r) shows: for a scenario that happens in
// a part of it, that part, as long as r lies there.
func (s Scenario) Window() [2]float64 {
	for _, p := range presets {
		if w := p.window; p.slug == s.Slug && w[1] > w[0] && s.R >= w[0] && s.R <= w[1] {
			return w
		}
	}
	return usualWindow
}

// ScalarPair reports whether a scenario is two scalar modalities in two linear layers,
// fused late, on the population: networks of which thousands are trained in a moment.
func (s Scenario) ScalarPair() bool {
	return s.scalarPair() && s.Activation == Linear && s.From == Population
}

// Two reports whether there are two modalities, as most formulas have it.
func (s Scenario) Two() bool { return s.count() <= 2 }

// count is the number of modalities; 0 of data that are not here.
func (s *Scenario) count() int {
	switch s.Task {
	case TaskMany:
		return s.Modalities
	case TaskOwn:
		return len(s.ownDims())
	}
	return 2
}

// outputs is d_y.
func (s *Scenario) outputs() int {
	if s.Task != TaskOwn {
		return 1
	}
	return s.ownTargets()
}

// TwoLayers reports whether all modalities pass two layers, for which there are
// exact reductions and formulas of their own.
func (s Scenario) TwoLayers() bool { return s.Depth == 2 && s.DepthGap == 0 }

// scalarPair reports whether a scenario is two scalar modalities in two layers, fused
// late: known in closed form and a few steps.
func (s *Scenario) scalarPair() bool { return s.Task == TaskToy && s.TwoLayers() && s.Fusion == 2 }

// Early reports whether both inputs enter the same first layer: then there is no
// unimodal phase.
func (s Scenario) Early() bool { return s.Fusion == 1 && s.DepthGap == 0 }

// Network returns the scenario's network with its initial weights.
func (s Scenario) Network() (*Network, error) {
	if s.Weights == "" {
		return s.random()
	}
	if err := s.checkWeights(); err != nil {
		return nil, err
	}
	k, err := weightsOf(s.Weights)
	if err != nil {
		return nil, err
	}
	return k.network.clone(), nil
}
