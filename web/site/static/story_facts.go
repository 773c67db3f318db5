package static

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// A text of the story names its numbers; they are measured on the runs of its step when the site is built.

// runs are the trained ones of a step by their names; the one of its figure has none.
type runs map[string]*sim.Run

// never is the time of what a run does not reach.
var never = math.Inf(1)

// trained runs a link to its end; one that is not read in full is a mistake of the script.
func trained(link string) (*sim.Run, error) {
	scenario, _, notices := sim.ParseLink(link)
	if len(notices) > 0 {
		return nil, fmt.Errorf("%s: %w", link, notices[0])
	}
	run, err := sim.NewRun(scenario)
	if err != nil {
		return nil, fmt.Errorf("%s: %w", link, err)
	}
	for !run.Done() {
		run.Step()
	}
	if failed := run.Diverged(); failed != nil {
		return nil, fmt.Errorf("%s: %w", link, failed)
	}
	return run, nil
}

// factName is [run/]key[:modality][@epoch], such as four/timeRatio or norm:B@300.
var factName = regexp.MustCompile(`^(?:(\w+)/)?(\w+)(?::(\w))?(?:@(\d+))?$`)

// fact is a number that a text may name, and the kind of number it is.
type fact struct {
	value float64
	kind  factKind
}

type factKind uint8

const (
	plain   factKind = iota
	epoch            // never: +Inf
	ratio            // of times; never: +Inf
	percent          // of 1
)

// fact looks one up.
func (rs runs) fact(name string) (fact, error) {
	m := factName.FindStringSubmatch(name)
	if m == nil {
		return fact{}, fmt.Errorf("%q is no name of a number: [run/]key[:modality][@epoch] is", name)
	}
	run := rs[m[1]]
	if run == nil {
		return fact{}, fmt.Errorf("%s: there is no run %q", name, m[1])
	}
	modality := -1
	if m[3] != "" {
		if modality = int(m[3][0]) - 'A'; modality < 0 || modality >= len(run.Moments().Modalities()) {
			return fact{}, fmt.Errorf("%s: there is no modality %s", name, m[3])
		}
	}
	at := run.Epoch()
	if m[4] != "" {
		if at, _ = strconv.Atoi(m[4]); at > run.Epoch() {
			return fact{}, fmt.Errorf("%s: the run ends at epoch %d", name, run.Epoch())
		}
	}
	measured := run.Measure(run.Epoch())
	switch key := m[2]; key {
	case "tA", "tB", "tC":
		if i := int(key[1] - 'A'); i < len(measured.Times) {
			return fact{orNever(measured.Times[i]), epoch}, nil
		}
	case "phase": // between the rounded ends, as anybody would subtract them
		if measured.First >= 0 && measured.Second >= 0 {
			return fact{math.Round(measured.Times[measured.Second]) - math.Round(measured.Times[measured.First]), epoch}, nil
		}
		return fact{never, epoch}, nil
	case "timeRatio":
		return fact{orNever(measured.TimeRatio), ratio}, nil
	case "misattribution":
		return fact{measured.Misattribution, percent}, nil
	case "bestStop":
		for _, stop := range run.Stops(nil, run.Epoch()) {
			if stop.Best {
				return fact{float64(stop.Epoch), epoch}, nil
			}
		}
		return fact{never, epoch}, nil
	case "loss":
		return fact{run.Values("lossNormalised")[at], percent}, nil
	case "norm":
		if modality >= 0 {
			return fact{run.Norm(modality)[at] / run.FinalNorm(modality), percent}, nil
		}
	case "silenced":
		if modality >= 0 {
			return fact{silenced(run, modality, at), percent}, nil
		}
	case "explains":
		if modality >= 0 {
			predicted, err := run.Predict()
			if err != nil {
				return fact{}, err
			}
			return fact{1 - predicted.PlateauLosses[modality], percent}, nil
		}
	default:
		if v, ok := run.Scenario().Values()[key]; ok {
			if number, err := sim.Number(key, v); err == nil {
				return fact{number, plain}, nil
			}
		}
		return fact{}, fmt.Errorf("%s: there is no number %s", name, key)
	}
	return fact{}, fmt.Errorf("%s: it needs a modality of the run", name)
}

// silenced is how much the loss of a network at an epoch grows when it hears nothing of a modality any more, as a part of
// that loss (theory.md §1, the quadratic form of the total weights).
func silenced(run *sim.Run, modality, at int) float64 {
	moments, w := run.Moments(), run.Totals(nil, at)
	with := lossOf(moments, w)
	from := 0
	for i, m := range moments.Modalities() {
		if i == modality {
			clear(w[from : from+m.Dim])
		}
		from += m.Dim
	}
	return lossOf(moments, w)/with - 1
}

// lossOf is ½(Σ_yy − 2 W Σ_yxᵀ + W Σ Wᵀ) of total weights, for a target of one number.
func lossOf(m *sim.Moments, w []float64) float64 {
	sigma, cross, n := m.Sigma(), m.Cross(), m.Inputs()
	loss := m.TargetPower()
	for i := range n {
		loss -= 2 * w[i] * cross[i]
		for j := range n {
			loss += w[i] * sigma[i*n+j] * w[j]
		}
	}
	return loss / 2
}

func orNever(t float64) float64 {
	if math.IsNaN(t) {
		return never
	}
	return t
}

// percentKey is how a language writes a part of a hundred.
const percentKey = "number.percent"

// text is a number as a sentence has it; web/story.js writes them alike. Never is a word of the language.
func (f fact) text(words func(string) string) string {
	digits := func(x float64, n int) string {
		return strings.NewReplacer("-", "−", ".", words(scene.DecimalKey)).Replace(strconv.FormatFloat(x, 'f', n, 64))
	}
	part := func(x float64, n int) string {
		return strings.Replace(words(percentKey), "{value}", digits(100*x, n), 1)
	}
	switch {
	case math.IsInf(f.value, 1) && f.kind == ratio || math.IsNaN(f.value):
		return words("ui.unsaid")
	case math.IsInf(f.value, 1):
		return words("ui.never")
	case f.kind == epoch:
		return digits(math.Round(f.value), 0)
	case f.kind == ratio && f.value < 2:
		return digits(f.value, 2)
	case f.kind == ratio:
		return digits(f.value, 1)
	case f.kind == percent && math.Abs(f.value) < 0.0005:
		return words("ui.hardly")
	case f.kind == percent && math.Abs(f.value) < 0.01:
		return part(f.value, 1)
	case f.kind == percent:
		return part(f.value, 0)
	}
	return strings.NewReplacer("-", "−", ".", words(scene.DecimalKey)).Replace(strconv.FormatFloat(f.value, 'g', 4, 64))
}

// condition is left < [factor] right, or with > or =; right may be a number, a fact or never.
var condition = regexp.MustCompile(`^(\S+) ([<>=]) (?:([\d.]+) )?(\S+)$`)

// holds evaluates a condition of the script.
func (rs runs) holds(text string) (bool, error) {
	m := condition.FindStringSubmatch(text)
	if m == nil {
		return false, fmt.Errorf("%q is no condition: “tB > 2 tA” is", text)
	}
	left, err := rs.fact(m[1])
	if err != nil {
		return false, err
	}
	right, err := rs.number(m[4])
	if err != nil {
		return false, err
	}
	if m[3] != "" {
		factor, err := strconv.ParseFloat(m[3], 64)
		if err != nil {
			return false, err
		}
		right *= factor
	}
	switch m[2] {
	case "<":
		return left.value < right, nil
	case ">":
		return left.value > right, nil
	}
	return left.value == right, nil
}

// number is one that is written out, never, or a fact.
func (rs runs) number(text string) (float64, error) {
	if text == "never" {
		return never, nil
	}
	if x, err := strconv.ParseFloat(text, 64); err == nil {
		return x, nil
	}
	f, err := rs.fact(text)
	return f.value, err
}
