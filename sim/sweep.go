package sim

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// TheoryPlane is the phase diagram that is not simulated: the plane (κ, r) of
// data statistics, as theory has it.
const TheoryPlane = "theory"

// Kinds of phase diagrams that are simulated, in menu order.
const (
	SweepPreference     = "preference"     // (κ, r): which modality is learned first × which explains more
	SweepRatio          = "ratio"          // (ρ, κ): t_B/t_A
	SweepMisattribution = "misattribution" // (ρ, κ)
	SweepDepthRho       = "depthRho"       // (ρ, L_f): t_B/t_A
	SweepDepthKappa     = "depthKappa"     // (κ, L_f): t_B/t_A
	SweepError          = "error"          // what SweepRatio shows over what is predicted: where the theory holds
	SweepErrorMis       = "errorMisattribution"
	SweepErrorRho       = "errorDepthRho"
	SweepErrorKappa     = "errorDepthKappa"
	SweepGeneralisation = "generalisation" // (P, σ_ε): which modalities are learned at the best stop
	SweepOwn            = "own"            // any two numeric parameters, any quantity

	SweepChartRho    = "chartRho" // t_B/t_A along one parameter
	SweepChartKappa  = "chartKappa"
	SweepChartInit   = "chartInit"
	SweepChartFusion = "chartFusion"

	SweepDraws = "draws" // t_B/t_A of random covariances, one by one
)

// Charts are the kinds that are not planes.
var Charts = []string{SweepChartRho, SweepChartKappa, SweepChartInit, SweepChartFusion, SweepDraws}

// SweepKinds lists all of them.
var SweepKinds = append([]string{
	SweepPreference, SweepRatio, SweepMisattribution, SweepDepthRho, SweepDepthKappa, SweepError, SweepErrorMis, SweepErrorRho, SweepErrorKappa, SweepGeneralisation, SweepOwn,
}, Charts...)

// comparesWith are the kinds that show another one, measured over predicted.
var comparesWith = map[string]string{SweepError: SweepRatio, SweepErrorMis: SweepMisattribution, SweepErrorRho: SweepDepthRho, SweepErrorKappa: SweepDepthKappa}

// SweepCells are the numbers of cells a side there can be.
var SweepCells = []int{32, 64, 128, 256}

// Quantities of an own diagram. Modalities are 0 and 1, truths 0 and 1, times
// are in epochs.
var Quantities = []string{"ratio", "misattribution", "first", "better", "superficial", "tA", "tB"}

// Sweep says what a phase diagram shows: a network trained in every cell. Two
// equal sweeps give the same numbers, bit for bit. A chart has no vertical axis:
// its Y has no key and a single row.
type Sweep struct {
	Kind     string
	X, Y     SweepAxis
	Quantity string // one of Quantities
	Full     bool   // whole networks where the reduction would be asymptotic
	Base     Scenario
}

// Compares reports whether what is shown is measured over predicted.
func (s *Sweep) Compares() bool { return comparesWith[s.Kind] != "" }

// Chart reports whether the sweep goes along one parameter.
func (s *Sweep) Chart() bool { return s.Y.Key == "" }

// SweepAxis is the range of a parameter and the number of cells along it, which
// share it equally. Points reach from one end to the other.
type SweepAxis struct {
	Key     string  `json:"key"`
	Min     float64 `json:"min"`
	Max     float64 `json:"max"`
	Log     bool    `json:"log"`
	Integer bool    `json:"integer"`
	Points  bool    `json:"points"`
	Count   int     `json:"count"`
}

// sweepRanges are narrower than what a parameter can be where its ends say nothing
// or take for ever.
var sweepRanges = map[string][2]float64{
	"rho": {-0.95, 0.95}, "init": {1e-12, 0.1}, "eta": {1e-3, 0.2}, "noise": {0, 2}, "wB": {-2, 2},
}

// SweepKeys are the parameters that can be an axis of an own diagram: those that
// count for linear networks on the toy data.
func SweepKeys() (keys []string) {
	own := Default()
	values := own.Values()
	for _, p := range parameters {
		if p.isNumber() && p.Key != "epochs" && p.counts(values) {
			keys = append(keys, p.Key)
		}
	}
	return keys
}

// axis returns the axis of a parameter with a number of cells, fewer where it has
// fewer values.
func axis(key string, cells int, base *Scenario) SweepAxis {
	row := parameter(key)
	a := SweepAxis{Key: key, Min: row.Min, Max: row.Max, Log: row.Scale == "log", Integer: row.Kind == "integer", Count: cells}
	if r, ok := sweepRanges[key]; ok {
		a.Min, a.Max = r[0], r[1]
	}
	switch key {
	case "fusion":
		a.Max = float64(base.Depth)
	case "skew":
		lo, hi := base.depthGapRange()
		a.Min, a.Max = max(a.Min, float64(lo)), min(a.Max, float64(hi))
	case "seed":
		a.Max = float64(cells)
	}
	if a.Integer {
		a.Count = min(cells, int(a.Max-a.Min)+1)
	}
	return a
}

// Value is the parameter in the middle of cell i, or at point i.
func (a *SweepAxis) Value(i int) float64 {
	f := (float64(i) + .5) / float64(a.Count)
	switch {
	case a.Points:
		return a.Tidy(a.at(float64(i) / float64(a.Count-1)))
	case a.Integer && float64(a.Count) == a.Max-a.Min+1:
		return a.Min + float64(i)
	case a.Integer:
		return math.Round(a.at(f))
	}
	return a.at(f)
}

// at is the place of a part of the way along the axis.
func (a *SweepAxis) at(f float64) float64 {
	if a.Log {
		return math.Exp(math.Log(a.Min) + f*math.Log(a.Max/a.Min))
	}
	return a.Min + f*(a.Max-a.Min)
}

// Tidy is v within the axis and short enough for a link: three digits, or two
// decimals on a linear axis.
func (a *SweepAxis) Tidy(v float64) float64 {
	switch {
	case a.Integer:
		v = math.Round(v)
	case a.Log:
		digits := math.Pow(10, 2-math.Floor(math.Log10(v)))
		v = math.Round(v*digits) / digits
	default:
		v = math.Round(v*100) / 100
	}
	return math.Max(a.Min, math.Min(v, a.Max))
}

// Between are count values from end to end, whole numbers of a parameter that has
// no others.
func (a *SweepAxis) Between(count int) []float64 {
	if a.Integer {
		return a.Values()
	}
	list := make([]float64, count)
	for i := range list {
		list[i] = a.at(float64(i) / float64(count-1))
	}
	return list
}

// Values are those of all cells.
func (a *SweepAxis) Values() []float64 {
	list := make([]float64, a.Count)
	for i := range list {
		list[i] = a.Value(i)
	}
	return list
}

// NewSweep returns the sweep of a kind around a scenario, cells a side; x, y and
// quantity are for an own diagram. Errors are of type *[Error].
func NewSweep(kind string, cells int, x, y, quantity string, full bool, base Scenario) (Sweep, error) {
	s := Sweep{Kind: kind, Full: full, Base: base, Quantity: "ratio"}
	if !slices.Contains(SweepCells, cells) {
		return s, &Error{Code: NotAChoice, Key: "cells", Value: cells, Allowed: []string{"32", "64", "128", "256"}}
	}
	of, compares := comparesWith[kind]
	if !compares {
		of = kind
	}
	switch of {
	case SweepPreference:
		x, y = "kappa", "r"
	case SweepRatio:
		x, y = "rho", "kappa"
	case SweepMisattribution:
		x, y, s.Quantity = "rho", "kappa", "misattribution"
	case SweepDepthRho, SweepDepthKappa:
		x, y = map[string]string{SweepDepthRho: "rho", SweepDepthKappa: "kappa"}[of], "fusion"
		s.Base.deepen()
	case SweepChartInit, SweepChartFusion:
		s.Base.deepen()
		fallthrough
	case SweepChartRho, SweepChartKappa:
		if x, y = chartAxes[kind].Key, ""; x == "" {
			x = "fusion"
		}
	case SweepDraws:
		x, y = "draw", ""
	case SweepGeneralisation:
		x, y = "samples", "noise"
	case SweepOwn:
		for key, v := range map[string]string{"x": x, "y": y} {
			if !slices.Contains(SweepKeys(), v) {
				return s, &Error{Code: NotAChoice, Key: key, Value: v, Allowed: SweepKeys()}
			}
		}
		if x == y {
			return s, &Error{Code: Mismatch, Key: "y", Value: y + " is the horizontal axis already"}
		}
		if !slices.Contains(Quantities, quantity) {
			return s, &Error{Code: NotAChoice, Key: "quantity", Value: quantity, Allowed: Quantities}
		}
		s.Quantity = quantity
	default:
		return s, &Error{Code: NotAChoice, Key: "kind", Value: kind, Allowed: SweepKinds}
	}
	s.Base.Compare = false
	switch kind {
	case SweepGeneralisation:
		s.Base.sampled()
	case SweepDraws:
		s.Base.drawn()
	default:
		s.Base.plane()
	}
	s.X, s.Y = chartAxes[kind], SweepAxis{Count: 1}
	if s.X.Key == "" {
		s.X = axis(x, cells, &s.Base)
	}
	if y != "" {
		s.Y = axis(y, cells, &s.Base)
	}
	// What the axes say, the length of a run and where it started from do not
	// count: a sweep stays the same one while the operating point moves.
	own := Default()
	for _, key := range []string{x, y, "epochs"} {
		if key == "" {
			continue
		}
		row := parameter(key)
		if err := row.assign(&s.Base, row.value(&own)); err != nil {
			panic(err) // a default
		}
	}
	s.Base.Slug = own.Slug
	if kind == SweepGeneralisation {
		s.X.Min, s.X.Max = leastSamples, mostSamples
		s.Base.Epochs = stoppingEpochs
	}
	s.Base.Fusion = min(s.Base.Fusion, s.Base.Depth)
	if x != "fusion" && y != "fusion" && (x == "depth" || y == "depth") && base.Fusion == base.Depth {
		s.Base.Fusion = MaxDepth // late stays late
	}
	return s, s.Base.checkLate()
}

// plane takes a scenario to where the diagrams are: linear networks on the
// population of the toy data.
func (s *Scenario) plane() {
	own := Default()
	s.Task, s.Activation, s.From = own.Task, own.Activation, own.From
	s.DimA, s.DimB, s.Draw, s.Own, s.Slope, s.Samples = own.DimA, own.DimB, own.Draw, own.Own, own.Slope, own.Samples
}

// checkLate is Check, but for a fusion layer and a skew that go along with the depth.
func (s Scenario) checkLate() error {
	s.Fusion = min(s.Fusion, s.Depth)
	s.fitDepthGap()
	return s.Check()
}

// Scenario is what the cell (i, j) trains, column i and row j.
func (s *Sweep) Scenario(i, j int) (c Scenario) {
	s.fill(&c, i, j)
	return c
}

// At is what is trained at a place of the axes; y is nothing to a chart.
func (s *Sweep) At(x, y float64) (c Scenario) {
	s.put(&c, x, y)
	return c
}

// fill is Scenario into existing memory.
func (s *Sweep) fill(c *Scenario, i, j int) { s.put(c, s.X.Value(i), s.Y.Value(j)) }

func (s *Sweep) put(c *Scenario, x, y float64) {
	*c = s.Base
	parameter(s.X.Key).put(c, x)
	if !s.Chart() {
		parameter(s.Y.Key).put(c, y)
	}
	c.Fusion = min(c.Fusion, c.Depth)
	c.fitDepthGap()
}

// Changes are what [Scenario.With] makes one of the sweep's scenarios of any other
// with: all that counts beside its data and its network. How long it runs is of no
// consequence, but where the end of a run is part of what is shown.
func (s *Sweep) Changes(c Scenario) map[string]any {
	all := c.Values()
	changes := map[string]any{}
	for i := range parameters {
		row := &parameters[i]
		if row.counts(all) && (row.Key != "epochs" || s.Kind == SweepGeneralisation) {
			changes[row.Key] = all[row.Key]
		}
	}
	return changes
}

// Encode writes a sweep for another program of this package.
func (s *Sweep) Encode() string {
	words := []string{s.Kind, s.X.encode(), s.Y.encode(), s.Quantity, strconv.FormatBool(s.Full)}
	for i := range parameters {
		switch v := parameters[i].value(&s.Base).(type) {
		case float64:
			words = append(words, strconv.FormatFloat(v, 'g', -1, 64))
		case string:
			words = append(words, v)
		}
	}
	return strings.Join(words, " ")
}

func (a *SweepAxis) encode() string {
	number := func(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }
	return strings.Join([]string{a.Key, number(a.Min), number(a.Max), strconv.FormatBool(a.Log), strconv.FormatBool(a.Integer), strconv.FormatBool(a.Points), strconv.Itoa(a.Count)}, ",")
}

// DecodeSweep reads what Encode writes.
func DecodeSweep(text string) (s Sweep, err error) {
	bad := &Error{Code: BadLink, Key: "sweep", Value: text}
	parts := strings.Split(text, " ")
	if len(parts) != 5+len(parameters) {
		return s, bad
	}
	s = Sweep{Kind: parts[0], Quantity: parts[3], Full: parts[4] == "true", Base: Default()}
	for i := range parameters {
		if err := parameters[i].set(&s.Base, parts[5+i]); err != nil {
			return s, err
		}
	}
	if !s.X.decode(parts[1]) || !s.Y.decode(parts[2]) || s.X.Key == "" {
		return s, bad
	}
	return s, s.Base.checkLate()
}

func (a *SweepAxis) decode(text string) bool {
	parts := strings.Split(text, ",")
	if len(parts) != 7 || parts[0] != "" && parameter(parts[0]) == nil {
		return false
	}
	var errs [3]error
	*a = SweepAxis{Key: parts[0], Log: parts[3] == "true", Integer: parts[4] == "true", Points: parts[5] == "true"}
	a.Min, errs[0] = strconv.ParseFloat(parts[1], 64)
	a.Max, errs[1] = strconv.ParseFloat(parts[2], 64)
	a.Count, errs[2] = strconv.Atoi(parts[6])
	return errs == [3]error{} && a.Count > 0 && (a.Key != "" || a.Count == 1)
}
