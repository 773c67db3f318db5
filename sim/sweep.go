package sim

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// SweepCells are the numbers of cells a side there can be.
var SweepCells = []int{32, 64, 128, 256}

// Sweep says what a phase diagram shows: a network trained in every cell. Two
// equal sweeps give the same numbers, bit for bit. A chart has no vertical axis: its Y
// has no key and a single row, or is points, each of which is a series.
type Sweep struct {
	Kind     string
	X, Y     SweepAxis
	Quantity string // the name of one of [Quantities]
	Full     bool   // deep networks weight by weight, not projected
	Base     Scenario
}

// Compares reports whether what is shown is measured over predicted.
func (s *Sweep) Compares() bool { return s.row().compares }

// row is the kind of the diagram. Cells are trained without asking for it: the program
// that does nothing else carries no table of kinds.
func (s *Sweep) row() *diagram {
	if row := diagramNamed(s.Kind); row != nil {
		return row
	}
	panic("sim: no phase diagram of kind " + s.Kind)
}

// Shows is what the colours of the diagram mean.
func (s *Sweep) Shows() *Quantity {
	if s.Compares() {
		return quantityNamed(QuantityError)
	}
	return quantityNamed(s.Quantity)
}

// WholeRuns reports whether the runs of the cells have an end, which is part of what
// is shown.
func (s *Sweep) WholeRuns() bool { return s.row().epochs > 0 }

// Chart reports whether the sweep goes along one parameter.
func (s *Sweep) Chart() bool { return s.Y.Key == "" || s.Series() }

// Series reports whether the sweep is a chart of several series, a row each.
func (s *Sweep) Series() bool { return s.Y.Points }

// Seeds reports whether the series are seeds: networks of one kind.
func (s *Sweep) Seeds() bool { return s.Series() && s.Y.Key == "seed" }

// RowOf is the series that a scenario belongs to, the first one if to none.
func (s *Sweep) RowOf(of *Scenario) int {
	for j := range s.Y.Count {
		if s.Y.Value(j) == NumberOf(*of, s.Y.Key) {
			return j
		}
	}
	return 0
}

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
	"rho": {-0.95, 0.95}, "init": {1e-12, 0.1}, "eta": {1e-3, 0.2}, "etaRatio": {0.1, 10}, "initRatio": {1e-3, 1e3},
	"unimodal": {0, 2}, "dropout": {0, 0.9}, "decay": {0, 1},
}

// notAxes are parameters that change nothing a diagram could show of linear networks
// on the population of the toy data: the length of the run, and noise, which adds to
// the loss alone.
var notAxes = []string{"epochs", "noise"}

// SweepKeys are the parameters that can be an axis of an own diagram: those that
// count for linear networks on the toy data.
func SweepKeys() (keys []string) {
	own := Default()
	values := own.Values()
	for _, p := range parameters {
		if p.isNumber() && !slices.Contains(notAxes, p.Key) && p.counts(values) {
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
	return a.short(a.at(f))
}

// short is v in as few decimals as leave it within a hundredth of a cell: a cell that is clicked
// becomes a link.
func (a *SweepAxis) short(v float64) float64 {
	cell := (a.Max - a.Min) / float64(a.Count)
	if a.Log {
		cell = v * math.Log(a.Max/a.Min) / float64(a.Count)
	}
	if !(cell > 0) || math.IsInf(cell, 0) { // an axis of one value, the other one of a chart
		return v
	}
	const most = 17 // of decimals
	text := strconv.FormatFloat(v, 'f', int(min(max(0, math.Ceil(-math.Log10(cell/50))), most)), 64)
	rounded, err := strconv.ParseFloat(text, 64)
	if err != nil || !(rounded >= a.Min && rounded <= a.Max) {
		return v
	}
	return rounded
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

// SweepChoice is what a person chooses of a phase diagram.
type SweepChoice struct {
	Kind     string `json:"kind"`
	Cells    int    `json:"cells"`    // a side
	X        string `json:"x"`        // of an own diagram
	Y        string `json:"y"`        // likewise
	Quantity string `json:"quantity"` // likewise
	Full     bool   `json:"full"`
}

// NewSweep returns the sweep that is chosen, around a scenario. Errors are of type
// *[Error].
func NewSweep(choice SweepChoice, around Scenario) (Sweep, error) {
	s := Sweep{Kind: choice.Kind, Full: choice.Full, Base: around}
	if !slices.Contains(SweepCells, choice.Cells) {
		return s, &Error{Code: NotAChoice, Key: "cells", Value: choice.Cells, Allowed: []string{"32", "64", "128", "256"}}
	}
	row := diagramNamed(choice.Kind)
	if row == nil {
		return s, &Error{Code: NotAChoice, Key: "kind", Value: choice.Kind, Allowed: SweepKinds()}
	}
	x, y := row.x, row.y
	if s.Quantity = row.quantity; row.own() {
		if err := choice.check(); err != nil {
			return s, err
		}
		x, y, s.Quantity = choice.X, choice.Y, choice.Quantity
	}
	row.base(&s.Base)
	s.Base.Compare, s.Base.Weights = false, "" // the seed draws those of every cell
	switch deeper := x == "depth" || y == "depth" || x == "skew" || y == "skew"; {
	case (x == "decay" || y == "decay") && s.Base.Activation == Linear: // is of two layers
		s.Base.Depth, s.Base.DepthGap = 2, 0
	case deeper:
		s.Base.Decay = 0
	}
	s.X, s.Y = axis(x, choice.Cells, &s.Base), SweepAxis{Count: 1}
	if row.points != nil {
		s.X = *row.points
	}
	if row.span != [2]float64{} {
		s.X.Min, s.X.Max = row.span[0], row.span[1]
	}
	switch {
	case row.series != nil:
		s.Y = *row.series
	case y != "":
		s.Y = axis(y, choice.Cells, &s.Base)
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
	if row.epochs > 0 {
		s.Base.Epochs = row.epochs
	}
	s.Base.Fusion = min(s.Base.Fusion, s.Base.Depth)
	if x != "fusion" && y != "fusion" && (x == "depth" || y == "depth") && around.Fusion == around.Depth {
		s.Base.Fusion = MaxDepth // late stays late
	}
	return s, s.Base.checkLate()
}

// check returns an *[Error] if the axes or the quantity of an own diagram are none.
func (c *SweepChoice) check() error {
	keys := SweepKeys()
	for _, a := range [...]struct{ key, value string }{{"x", c.X}, {"y", c.Y}} {
		if !slices.Contains(keys, a.value) {
			return &Error{Code: NotAChoice, Key: a.key, Value: a.value, Allowed: keys}
		}
	}
	if decay, other := c.X == "decay", c.Y; decay || c.Y == "decay" {
		if !decay {
			other = c.X
		}
		if other == "depth" || other == "skew" {
			return &Error{Code: Mismatch, Key: "y", Value: "decay is of two layers"}
		}
	}
	if c.X == c.Y {
		return &Error{Code: Mismatch, Key: "y", Value: c.Y + " is the horizontal axis already"}
	}
	if q := quantityNamed(c.Quantity); q == nil || !q.Own {
		return &Error{Code: NotAChoice, Key: "quantity", Value: c.Quantity, Allowed: OwnQuantities()}
	}
	return nil
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
	if s.Y.Key != "" {
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
		if row.counts(all) && (row.Key != "epochs" || s.WholeRuns()) {
			changes[row.Key] = all[row.Key]
		}
	}
	return changes
}

// Resets are the parameters that count for a scenario but not for the networks of the
// sweep, which have the values given here: what a diagram of the toy data makes of a
// run on other ones.
func (s *Sweep) Resets(around Scenario) map[string]any {
	theirs, resets := around.Values(), map[string]any{}
	for i := range parameters {
		row := &parameters[i]
		if key := row.Key; key == s.X.Key || key == s.Y.Key || key == "epochs" || !row.counts(theirs) {
			continue
		}
		if v := row.value(&s.Base); v != theirs[row.Key] {
			resets[row.Key] = v
		}
	}
	return resets
}

// Build says which sources a program is made of: a sweep is read by one of the same only, for another
// one may fill its cells with other numbers. The site's build sets it.
var Build = "0"

// Encode writes a sweep for another program of this package, made of the same sources.
func (s *Sweep) Encode() string {
	words := []string{Build, s.Kind, s.X.encode(), s.Y.encode(), s.Quantity, strconv.FormatBool(s.Full)}
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
	if len(parts) != 6+len(parameters) || parts[0] != Build {
		return s, bad
	}
	parts = parts[1:]
	s = Sweep{Kind: parts[0], Quantity: parts[3], Full: parts[4] == "true", Base: Default()}
	if quantityNamed(s.Quantity) == nil {
		return s, bad
	}
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
