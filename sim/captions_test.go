package sim

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"strings"
	"testing"

	"unimodal-bias-lab/sim/theory"
)

// told is a scenario with what its run has shown by its end.
type told struct {
	*testing.T
	s    Scenario
	run  *Run
	seen Measurement
}

func tell(t *testing.T, s Scenario) told {
	t.Helper()
	run, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !run.Done() {
		run.Step()
	}
	return told{t, s, run, run.Measure(s.Epochs)}
}

// with is the same with other parameters.
func (c told) with(changes map[string]any) told {
	c.Helper()
	s, err := c.s.With(changes)
	if err != nil {
		c.Fatal(err)
	}
	return tell(c.T, s)
}

// TestCaptionsAreDerived: the caption of every scenario is what its run says. Each sentence
// is put together here from what is measured, its numbers and its outcomes; whatever else
// stands in the catalogue is neither derived nor shown.
func TestCaptionsAreDerived(t *testing.T) {
	file, err := os.ReadFile("../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var words map[string]string
	if err := json.Unmarshal(file, &words); err != nil {
		t.Fatal(err)
	}
	for _, slug := range Slugs() {
		t.Run(slug, func(t *testing.T) {
			s, err := Preset(slug)
			if err != nil {
				t.Fatal(err)
			}
			says, ok := captions[slug]
			if !ok {
				t.Fatal("nothing derives its caption")
			}
			if got, want := words["scenario."+slug+".caption"], says(tell(t, s)); got != want {
				t.Errorf("the caption is\n%q, the run says\n%q", got, want)
			}
		})
	}
	for key := range words {
		slug, isScenario := strings.CutPrefix(key, "scenario.")
		if slug, isCaption := strings.CutSuffix(slug, ".caption"); isScenario && isCaption && captions[slug] == nil {
			t.Errorf("%s belongs to no scenario that is derived", key)
		}
	}
}

// captions derive what is said of a scenario.
var captions = map[string]func(c told) string{
	"rates": func(c told) string {
		return fmt.Sprintf("With %v times the learning rate, B arrives %s A: %s.", c.s.EtaRatio, c.either(math.Abs(c.seen.TimeRatio-1) < .01, "with", "apart from"),
			c.either(c.with(map[string]any{"etaRatio": 1., "epochs": 1000.}).seen.TimeRatio > 3, "the unimodal phase is gone", "there was no phase"))
	},
	"standardised": func(c told) string {
		raw := c.with(map[string]any{"scaling": ScaleRaw})
		p, err := c.run.Predict()
		if err != nil {
			c.Fatal(err)
		}
		better := c.either(p.Better == c.seen.First, "which explains more", "which explains less")
		return fmt.Sprintf("Standardised inputs: %s, %s, is learned first. Without, it is %s.", c.name(c.seen.First), better, c.name(raw.seen.First))
	},
	"dropout": func(c told) string {
		without := c.with(map[string]any{"dropout": 0.}).seen.TimeRatio
		same := c.with(map[string]any{"dropout": 0., "unimodal": c.s.Dropout / (1 - c.s.Dropout)}).seen.TimeRatio
		if math.Abs(same/c.seen.TimeRatio-1) > .1 {
			c.Errorf("unimodal losses of λ = p/(1 − p) give the ratio %v, dropout %v", same, c.seen.TimeRatio)
		}
		return fmt.Sprintf("Leaving modalities out at random %s here: B takes %.1f times as long as A, without it %.1f times.", c.either(c.seen.TimeRatio > without, "hurts", "helps"), c.seen.TimeRatio, without)
	},
	"decay": func(c told) string {
		never := c.seen.First == 0 && c.seen.Second < 0 && c.seen.Converged >= 0
		return fmt.Sprintf("Weight decay makes the bias %s: B is %s, and %.0f %% of the loss stays.", c.either(never, "permanent", "longer"), c.either(never, "never learned", "learned late"), 100*c.run.Values("lossNormalised")[c.run.Epoch()])
	},
	"momentum": func(c told) string {
		without := c.with(map[string]any{"method": GradientDescent, "epochs": 1000.}).seen.TimeRatio
		return fmt.Sprintf("Momentum %s the phase: B takes %.1f times as long as A, without it %.1f times.", c.either(c.seen.TimeRatio < without, "shortens", "lengthens"), c.seen.TimeRatio, without)
	},
	"adam": func(c told) string {
		a, b := c.seen.Times[0], c.seen.Times[1]
		return fmt.Sprintf("Adam makes all steps alike: A and B are learned %s, at epoch %.0f.", c.either(math.Abs(b-a) < 1, "together", "apart"), a)
	},
	"modulation": func(c told) string {
		without := c.with(map[string]any{"modulation": 0.}).seen.Times
		return fmt.Sprintf("Modulation slows A down to the pace of B: B comes %s, at epoch %.0f.", c.either(math.Abs(c.seen.Times[1]-without[1]) < 2, "no sooner", "at another time"), c.seen.Times[1])
	},
	"late": func(c told) string {
		return fmt.Sprintf("One input at a time: %s takes %.1f times as long as %s.", c.name(c.seen.Second), c.seen.TimeRatio, c.name(c.seen.First))
	},
	"early": func(c told) string {
		first, second := c.seen.Times[0], c.seen.Times[1]
		return fmt.Sprintf("%s: B follows A after %.0f epochs.", c.either(second < 1.2*first, "Both at once", "One after the other"), math.Round(second)-math.Round(first))
	},
	"late-positive": func(c told) string {
		return fmt.Sprintf("A and B move %s: at first %s.", c.either(c.s.Rho > 0, "together", "against each other"), c.credit())
	},
	"late-negative": func(c told) string {
		return fmt.Sprintf("A and B move %s: at first %s.", c.either(c.s.Rho > 0, "together", "against each other"), c.credit())
	},
	"flow": func(c told) string {
		p, err := c.run.Predict()
		if err != nil {
			c.Fatal(err)
		}
		off := math.Abs(p.Paper.Ratio/c.seen.TimeRatio - 1)
		return fmt.Sprintf("%s: B takes %.1f times as long as A%s.", c.either(c.s.Method == GradientFlow, "Infinitely small steps", "Steps"), c.seen.TimeRatio, c.either(off < .01, ", as the paper predicts", ""))
	},
	"superficial": func(c told) string { return c.superficial("A is learned first", "B is learned first") },
	"intermediate": func(c told) string {
		return fmt.Sprintf("The earlier the branches meet, the %s the plateau: B takes only %.0f %% longer than A.", c.later("shorter"), 100*(c.seen.TimeRatio-1))
	},
	"unequal": func(c told) string {
		branches := c.run.Shape().Branches
		layers := map[int]string{1: "one layer", 2: "two layers"}[branches[0]-branches[1]]
		return fmt.Sprintf("A varies %s, but its branch is %s deeper: %s is learned first.", c.either(c.s.Kappa > 1, "more", "less"), layers, c.name(c.seen.First))
	},
	"small-data":  func(c told) string { return c.stopping(", and the bias stays") },
	"enough-data": func(c told) string { return c.stopping("") },
	"relu": func(c told) string {
		linear := c.with(map[string]any{"activation": Linear})
		same := func(same bool) string { return c.either(same, "same", "another") }
		twice := true
		for m := range c.seen.Times {
			twice = twice && math.Abs(c.seen.Times[m]/linear.seen.Times[m]-2) < .1
		}
		return fmt.Sprintf("ReLU units: %s order, %s mis-attribution, %s the time.", same(c.seen.First == linear.seen.First),
			same(math.Abs(c.seen.Misattribution-linear.seen.Misattribution) < .02), c.either(twice, "twice", "another multiple of"))
	},
	"xor": func(c told) string {
		return fmt.Sprintf("Target = A + (B’s two signs differ? %s : %s). First %s, then the %s features XOR needs.", c.answer(1, -1), c.answer(1, 1), c.name(c.seen.First), c.features())
	},
	"xor-early": func(c told) string {
		reach := c.run.Reach()
		locked := math.Max(reach.Plane[0], reach.Plane[1]) < .05*reach.In[0]
		kappa, init := c.with(map[string]any{"kappa": 1.}), c.with(map[string]any{"init": 1e-3})
		return fmt.Sprintf("%s locks on to A, and %s. Try a %s κ, or a %s γ.", c.either(locked, "Every unit", "Not every unit"),
			c.either(c.seen.Second < 0, "none is left for XOR", "others learn XOR"), c.either(kappa.seen.Second >= 0, "smaller", "?"), c.either(init.seen.Second >= 0, "larger", "?"))
	},
	"wishart": func(c told) string {
		p, err := c.run.Predict()
		if err != nil {
			c.Fatal(err)
		}
		right := true
		for m, predicted := range p.Drawn().Times {
			right = right && math.Abs(predicted-c.seen.Times[m]) < 1
		}
		modalities := c.run.Moments().Modalities()
		off := math.Round(100 * math.Abs(p.Paper.Ratio/c.seen.TimeRatio-1))
		return fmt.Sprintf("%s blocks of %s inputs, correlated by chance. The paper’s formula is %v %% off; the dashed lines are %s to an epoch.",
			numerals[len(modalities)], c.either(modalities[0].Dim == modalities[1].Dim, strings.ToLower(numerals[modalities[0].Dim]), "several"), off, c.either(right, "right", "not right"))
	},
	"many": func(c told) string {
		var order []string
		for _, m := range c.seen.Order {
			order = append(order, c.name(m))
		}
		d, b := c.run.Moments().theory(), 1
		before, after := theory.InputOutputNorm(d, b), math.Abs(theory.LeftOver(d, c.seen.First, b)[0])
		return fmt.Sprintf("%s: %s %s %s, whose signal is %.2f until %[2]s is learned, then %[6]s.", strings.Join(order, ", then "), c.name(c.seen.First),
			c.either(before < after && c.seen.Second == b, "hides", "shows"), c.name(b), before, fmt.Sprintf("%.2f", after))
	},
	"own": func(c told) string {
		return "Drop a file of your own. The example " + c.superficial("learns A first", "learns B first")
	},
	"depth": func(c told) string {
		return fmt.Sprintf("%s networks: the later the branches meet, the %s the plateau.", numerals[1+len(c.run.Companions())], c.later("longer"))
	},
}

var numerals = map[int]string{1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five"}

func (c told) either(is bool, yes, no string) string {
	if is {
		return yes
	}
	return no
}

func (c told) name(m int) string {
	if m < 0 {
		return "neither"
	}
	return c.run.Moments().Modalities()[m].Name
}

// credit is the mis-attribution in the middle of the unimodal phase.
func (c told) credit() string {
	percent := 100 * c.seen.Misattribution
	return fmt.Sprintf("%s gets %.0f %% too %s credit (mis-attribution)", c.name(c.seen.First), math.Abs(percent), c.either(percent > 0, "much", "little"))
}

// superficial compares what is learned first with the part of the target that each modality
// explains alone, Σ_ym Σ_m⁺ Σ_ymᵀ / Σ_yy.
func (c told) superficial(a, b string) string {
	m := c.run.Moments()
	cross := m.Cross()
	var share [2]float64
	for i, first := range []int{0, m.Modalities()[0].Dim} {
		plateau := m.Plateau(i)
		for j, v := range plateau {
			share[i] += 100 * v * cross[first+j] / m.TargetPower()
		}
	}
	more := 0
	if share[1] > share[0] {
		more = 1
	}
	return fmt.Sprintf("%s, %s %s explains more: %.0f %% against %.0f %%.", c.either(c.seen.First == 0, a, b), c.either(c.seen.First != more, "although", "and"), c.name(more), share[more], share[1-more])
}

// later is the word if the plateau is the longer the later the branches meet, in the four
// networks of the scenario depth.
func (c told) later(word string) string {
	s, err := Preset("depth")
	if err != nil {
		c.Fatal(err)
	}
	all := tell(c.T, s)
	ratios := make([]float64, s.Depth)
	for _, run := range append([]*Run{all.run}, all.run.Companions()...) {
		seen := run.Measure(run.Epoch())
		ratios[run.Scenario().Fusion-1] = seen.TimeRatio
	}
	for i := 1; i < len(ratios); i++ {
		if !(ratios[i] > ratios[i-1]) && !(i == len(ratios)-1 && math.IsNaN(ratios[i])) { // the last may not end in time
			return fmt.Sprintf("? (%v)", ratios)
		}
	}
	return word
}

// stopping is when the error on new data is lowest.
func (c told) stopping(bias string) string {
	best := math.NaN()
	for _, stop := range c.run.Stops(nil, c.s.Epochs) {
		if stop.Best {
			best = float64(stop.Epoch)
		}
	}
	when := "at another time"
	switch c.seen.PhaseAt(best) {
	case PhaseUnimodal:
		when = "before " + c.name(c.seen.Second) + " is learned" + bias
	case PhaseBoth:
		when = "after both are learned"
	}
	return fmt.Sprintf("%d examples for %d inputs: the best time to stop is %s.", c.s.Samples, c.run.Moments().Inputs(), when)
}

// answer is what the network answers at the end to A = 0 and two inputs of B.
func (c told) answer(one, other float64) string {
	y := c.run.Answers(nil, c.s.Epochs, []float64{0, one, other})[0]
	return strings.Replace(fmt.Sprintf("%+.0f", y), "-", "−", 1)
}

// features counts the quadrants of B's plane into which its units have grown.
func (c told) features() string {
	reach, quadrants := c.run.Reach(), map[[2]bool]bool{}
	for _, u := range c.run.Units(nil, c.s.Epochs) {
		if u.Branch == 1 && math.Hypot(u.Plane[0], u.Plane[1]) > .2*reach.Plane[0] {
			quadrants[[2]bool{u.Plane[0] > 0, u.Plane[1] > 0}] = true
		}
	}
	return strings.ToLower(numerals[len(quadrants)])
}
