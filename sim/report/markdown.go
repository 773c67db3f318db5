package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"

	"unimodal-bias-lab/sim"
)

// markdown writes the table and what its columns are. titles are by slug.
func markdown(list []result, titles map[string]string) string {
	var b strings.Builder
	fmt.Fprintf(&b, `Every scenario, trained to its end. Unless a row says otherwise,
%s, seed %d.
Times are in epochs. *Predicted* is what the page draws, from the initial weights of the run where it can. *Paper* is the
paper's formula, *gd* the same for gradient descent at this η, *mean field* what a typical seed does: for deep networks,
the time of the modality learned first, and the ratio. *Measured* is our run, *paper's code* what the authors' program
measured. A dash: not learned by the end. More on how to read the table is in [Science](docs/science.md#the-results-table).

`, parameters(sim.Default(), sim.Scenario{}), sim.Default().Seed)
	b.WriteString("| scenario | t_A, t_B predicted | measured | mean field: first, ratio | t_B/t_A paper | gd | measured | paper's code | mis-attribution predicted | measured | paper's code | predicted from | trained |\n")
	b.WriteString("|---|---|---|---|---|---|---|---|---|---|---|---|---|\n")
	for i := range list {
		r := &list[i]
		name := titles[r.scenario.Slug]
		if differs := parameters(r.scenario, sim.Default()); differs != "" {
			name += ": " + differs
		}
		cells := []string{
			name,
			epochs(r.times()), epochs(r.measured.Times), field(r.typical()),
			ratio(r.predicted.Paper.Ratio), ratio(r.descent()), ratio(r.measured.TimeRatio), ratio(r.paper.ratio),
			part(r.misattribution()), part(r.measured.Misattribution), part(r.paper.misattribution),
			r.statement(), r.trained(),
		}
		b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
	}
	return b.String()
}

// descent is the predicted ratio under gradient descent, of runs that follow it.
func (r *result) descent() float64 {
	if r.scenario.Method == sim.GradientFlow {
		return math.NaN()
	}
	return r.predicted.Descent.Ratio
}

// parameters lists those of a scenario that have a symbol, count and differ from
// another's, or do not count there; the fusion layer, too, when the depth differs.
func parameters(s, other sim.Scenario) string {
	var list []string
	values, others := s.Values(), other.Values()
	for _, p := range sim.Parameters() {
		differs := values[p.Key] != others[p.Key] || p.Key == "fusion" && values["depth"] != others["depth"]
		if p.Group == "remedies" {
			differs = values[p.Key] != p.Default // off, unless somebody takes one
		}
		if p.Symbol != "" && counts(p, values) && (differs || p.Group != "remedies" && !counts(p, others)) {
			symbol := strings.NewReplacer("{", "", "}", "").Replace(p.Symbol)
			value := strconv.FormatFloat(values[p.Key].(float64), 'g', 5, 64) // what has a symbol is a number
			list = append(list, symbol+" = "+minus(strings.Replace(value, "e-0", "e-", 1)))
		}
	}
	return strings.Join(list, ", ")
}

// counts reports whether a parameter changes anything beside the choices of a
// scenario; beside none, anything does.
func counts(p sim.Parameter, values map[string]any) bool {
	for key, words := range p.Needs {
		if choice, _ := values[key].(string); choice != "" && !slices.Contains(words, choice) {
			return false
		}
	}
	return true
}

// minus writes a minus sign for a hyphen, except in an exponent.
func minus(number string) string {
	if rest, negative := strings.CutPrefix(number, "-"); negative {
		return "−" + rest
	}
	return number
}

// epochs writes times as whole epochs, a dash for one there is not beside one there
// is.
func epochs(times []float64) string {
	if !slices.ContainsFunc(times, func(t float64) bool { return !math.IsNaN(t) }) {
		return ""
	}
	var list []string
	for _, t := range times {
		if math.IsNaN(t) {
			list = append(list, "–")
			continue
		}
		if math.IsInf(t, 1) {
			list = append(list, "never")
			continue
		}
		list = append(list, strconv.FormatFloat(t, 'f', 0, 64))
	}
	return strings.Join(list, ", ")
}

// field writes a time and a ratio.
func field(first, times float64) string {
	if math.IsNaN(first) {
		return ""
	}
	return epochs([]float64{first}) + "; " + ratio(times)
}

// power writes a small number as in 5·10⁻⁶.
func power(v float64) string {
	digit, exponent, ok := strings.Cut(strconv.FormatFloat(v, 'e', 0, 64), "e-")
	if v == 0 || !ok {
		return minus(strconv.FormatFloat(v, 'g', 1, 64))
	}
	raised := strings.NewReplacer("0", "⁰", "1", "¹", "2", "²", "3", "³", "4", "⁴", "5", "⁵", "6", "⁶", "7", "⁷", "8", "⁸", "9", "⁹")
	return digit + "·10⁻" + raised.Replace(strings.TrimLeft(exponent, "0"))
}

// ratio writes three digits.
func ratio(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	if math.IsInf(v, 1) {
		return "never"
	}
	return minus(strconv.FormatFloat(v, 'g', 3, 64))
}

// part writes thousandths.
func part(v float64) string {
	if math.IsNaN(v) {
		return ""
	}
	v = math.Round(v*1000)/1000 + 0 // no −0
	return minus(strconv.FormatFloat(v, 'f', 3, 64))
}
