package sim

import (
	"fmt"
	"math"
	"sort"
	"strings"
	"testing"

	"unimodal-bias-lab/sim/record"
)

// Records of every scenario and every diagram, to six digits. What is right is held by the
// other tests.

// digits writes a value to six digits; rounding is no value.
func digits(v float64) string {
	if math.Abs(v) < 1e-12 {
		v = 0
	}
	return fmt.Sprintf("%.6g", v)
}

func all(values []float64) string {
	words := make([]string, len(values))
	for i, v := range values {
		words[i] = digits(v)
	}
	return strings.Join(words, " ")
}

// TestRecordedScenarios: every preset at five moments: what is measured, predicted and
// said of it.
func TestRecordedScenarios(t *testing.T) {
	var b strings.Builder
	for _, slug := range Slugs() {
		s := mustPreset(slug)
		s.Width, s.Samples = min(s.Width, 20), min(s.Samples, 512)
		if s.Depth > 2 {
			s.Epochs = 2500
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "%s %s\n", slug, EncodeLink(s, 7))
		fmt.Fprintf(&b, " form %v stable %s gain %s paths %v enough %v %v diagram %s\n", r.Form(), digits(r.StableRate()), digits(r.Gain()), r.ByPaths(), r.Enough(0), r.Enough(1), DiagramOf(slug))
		fmt.Fprintf(&b, " first %d better %d superficial %v misattribution %s\n", p.First, p.Better, p.Superficial, digits(p.Misattribution))
		for _, f := range []PredictedTimes{p.Paper, p.Signed, p.Descent, p.Directional, p.Drawn()} {
			fmt.Fprintf(&b, " times %s ratio %s\n", all(f.Times), digits(f.Ratio))
		}
		fmt.Fprintf(&b, " rates %s plateaus %s finals %s losses %s end %s\n", all(p.Rates), all(p.PlateauNorms), all(p.FinalNorms), all(p.PlateauLosses), digits(p.FinalLoss))
		for _, part := range []float64{.02, .2, .45, .7, 1} {
			epoch := int(part * float64(s.Epochs))
			for r.Epoch() < epoch && !r.Done() {
				r.Step()
			}
			m := r.Measure(epoch)
			fmt.Fprintf(&b, " %d: first %d second %d times %s ratio %s misattribution %s converged %d\n", epoch, m.First, m.Second, all(m.Times), digits(m.TimeRatio), digits(m.Misattribution), m.Converged)
			for _, c := range r.Columns() {
				fmt.Fprintf(&b, "  %s %s", c.Name, digits(c.Values[len(c.Values)-1]))
			}
			branches, shared := r.LayerNorms(epoch, nil, nil)
			fmt.Fprintf(&b, "  layers")
			for _, branch := range branches {
				fmt.Fprintf(&b, " %s;", all(branch))
			}
			fmt.Fprintf(&b, " %s\n", all(shared))
			for _, line := range r.Card(epoch) {
				fmt.Fprintf(&b, "  %s %s %s %s %s\n", line.Quantity, line.Equation, line.Status, said(line.Predicted), said(line.Measured))
			}
			for _, stop := range r.Stops(nil, epoch) {
				fmt.Fprintf(&b, "  stop %d %s %v\n", stop.Epoch, digits(stop.Error), stop.Best)
			}
		}
		for _, u := range r.Units(nil, s.Epochs/2)[:2] {
			fmt.Fprintf(&b, " unit %d %s out %s plane %s\n", u.Branch, all(u.In[:]), digits(u.Out), all(u.Plane[:]))
		}
	}
	record.Check(t, "scenarios.txt", b.String())
}

// said is a value of a card.
func said(v any) string {
	if x, ok := v.(float64); ok {
		return digits(x)
	}
	return fmt.Sprint(v)
}

// TestRecordedDiagrams: some cells of every diagram, from where it usually is and from a
// scenario of other data: what is trained, measured, predicted and shown.
func TestRecordedDiagrams(t *testing.T) {
	var b strings.Builder
	for _, kind := range SweepKinds() {
		for n, around := range []Scenario{Default(), mustPreset("unequal"), mustPreset("wishart"), mustPreset("small-data"), mustPreset("xor")} {
			around.Width, around.Samples = min(around.Width, 20), min(around.Samples, 40)
			if n == 0 {
				around.Method, around.Rho, around.Seed = GradientFlow, .3, 3
			}
			choice := SweepChoice{Kind: kind, Cells: 32, X: []string{"depth", "eta", "width", "seed", "rho"}[n], Y: []string{"r", "init", "kappa", "wB", "fusion"}[n],
				Quantity: OwnQuantities()[(2*n)%len(OwnQuantities())]}
			s, err := NewSweep(choice, around)
			if err != nil {
				fmt.Fprintf(&b, "%s around %s: %v\n", kind, around.Slug, err)
				continue
			}
			c := NewCells(s)
			resets := s.Resets(around)
			keys := make([]string, 0, len(resets))
			for key := range resets {
				keys = append(keys, key)
			}
			sort.Strings(keys)
			fmt.Fprintf(&b, "%s around %s: shows %s %+v\n", kind, around.Slug, s.Shows().Name, s.Shows().Scale)
			fmt.Fprintf(&b, " x %+v y %+v tiles %d first %d quick %v chart %v whole %v resets %v\n", s.X, s.Y, c.Tiles(), c.FirstPass(), c.Quick(), s.Chart(), s.WholeRuns(), keys)
			if s.Chart() {
				fmt.Fprintf(&b, " forms %+v published %d\n", s.Forms(s.X.Value(s.X.Count/3)), len(s.Published(nil)))
			}
			for _, at := range [][2]float64{{.1, .2}, {.5, .5}, {.9, .7}} {
				i, j := int(at[0]*float64(s.X.Count)), int(at[1]*float64(s.Y.Count))
				cell := c.Scenario(i, j)
				if !cell.TwoLayers() && n > 1 {
					continue // enough of deep ones
				}
				v := c.Value(i, j)
				fmt.Fprintf(&b, " %d %d: %s value %s theory %s shown %s tidy %s %s\n", i, j, EncodeLink(cell, 0), digits(v), digits(c.Theory(i, j)), digits(c.Shown(i, j, v)),
					digits(s.X.Tidy(s.X.Value(i))), digits(s.Y.Tidy(s.Y.Value(j))))
			}
		}
	}
	record.Check(t, "diagrams.txt", b.String())
}
