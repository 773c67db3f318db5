package sim

import (
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"testing"
)

// Truths that random states are held to.
const (
	plateauTolerance = .03 // of an exact statement about the plateau, in a run that rests there
	finalTolerance   = 3e-6
	timeTolerance    = .05 // of a drawn time whose premise holds …
	timeShare        = .97 // … in so many of the runs
)

// TestTruth: random states of every task, method, activation, shape and size, extremes
// included. What a card calls exact agrees with the run or is left out, with a word why;
// times drawn for small initial weights come true where those are small; what is measured
// is found again in the columns by another way; no number is absurd. LAB_SOAK=long tries
// two thousand states, else the first hundred and fifty of them.
func TestTruth(t *testing.T) {
	states := 150
	if os.Getenv("LAB_SOAK") == "long" {
		states = 2000
	}
	random := rand.New(rand.NewPCG(2026, 11))
	var exact, times, good int
	worst, worstLink := 0.0, ""
	for range states {
		s := randomScenario(random)
		s.Width, s.Epochs, s.Samples = min(s.Width, 20), min(max(s.Epochs, 300), 3000), min(s.Samples, 300)
		s.Compare = false
		if random.IntN(2) == 0 { // data and rates that people have
			s.Eta = []float64{.01, .02, .04, .1}[random.IntN(4)]
			s.Init = []float64{1e-9, 1e-6, 1e-3}[random.IntN(3)]
			s.Depth, s.Fusion, s.DepthGap, s.Epochs = 2, 2-random.IntN(4)/3, 0, 4000
			if random.IntN(2) == 0 {
				s.Task, s.Activation, s.From, s.Width = TaskToy, Linear, Population, 50
			}
		}
		s.randomRemedies(random)
		if s.repair(nobodyAsked); s.Check() != nil {
			continue
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for slices := 0; slices < 400 && !r.Done(); slices++ {
			for range r.Chunk() {
				r.Part()
			}
		}
		link := EncodeLink(s, r.Epoch())
		if r.Diverged() != nil {
			continue
		}
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		m := r.Measure(r.Epoch())
		for _, line := range r.Card(r.Epoch()) {
			exact += checkLine(t, link, line)
		}
		checkPassages(t, link, r, &m)
		if premise(&p, &m) {
			for i, predicted := range p.Drawn().Times {
				times++
				if off := math.Abs(predicted/m.Times[i] - 1); off <= timeTolerance {
					good++
				} else if off > worst {
					worst, worstLink = off, link
				}
			}
		}
	}
	t.Logf("%d exact numbers, %d of %d times within %v; the worst is off by %v\n%s", exact, good, times, timeTolerance, worst, worstLink)
	if exact < states/4 || times < states/20 {
		t.Errorf("only %d exact numbers and %d times were compared", exact, times)
	}
	if float64(good) < timeShare*float64(times) {
		t.Errorf("%d of %d drawn times come true within %v", good, times, timeTolerance)
	}
}

// names are those of modalities in a card.
var names = regexp.MustCompile("^[A-F](, [A-F])*$")

// checkLine holds a line of a card to what it says; it returns how many exact numbers could be
// compared.
func checkLine(t *testing.T, link string, line CardLine) (compared int) {
	t.Helper()
	for _, value := range []any{line.Predicted, line.Measured} {
		switch v := value.(type) {
		case nil:
		case string:
			if !names.MatchString(v) && v != Neither && v != Never && v != Beyond {
				t.Errorf("%s is %q\n%s", line.Quantity, v, link)
			}
		case float64:
			if math.IsNaN(v) || math.IsInf(v, 0) || line.Quantity == "ratio" && v > longest {
				t.Errorf("%s is %v\n%s", line.Quantity, v, link)
			}
		default:
			t.Errorf("%s is %v\n%s", line.Quantity, v, link)
		}
	}
	predicted, is := line.Predicted.(float64)
	measured, too := line.Measured.(float64)
	if line.Status != Exact || !is || !too {
		return 0
	}
	tolerance := plateauTolerance
	if line.Quantity == "finalLoss" {
		tolerance = finalTolerance
	}
	if math.Abs(predicted-measured) > tolerance*(1+math.Abs(predicted)) {
		t.Errorf("%s is exactly %v, and the run shows %v\n%s", line.Quantity, predicted, measured, link)
	}
	return 1
}

// checkPassages finds what is measured in the columns again, epoch by epoch.
func checkPassages(t *testing.T, link string, r *Run, m *Measurement) {
	t.Helper()
	if m.First < 0 {
		return
	}
	if m.Second >= 0 && !(m.TimeRatio >= 1) {
		t.Errorf("the second one is learned %v times as late\n%s", m.TimeRatio, link)
	}
	for i, at := range m.Times {
		if math.IsNaN(at) {
			continue
		}
		norm, level := r.Norm(i), r.FinalNorm(i)/2
		if byPlateau(r, m, i) {
			level = r.PlateauNorm(i) / 2
		}
		e := int(at)
		if e+1 >= len(norm) {
			continue
		}
		if lo, hi := math.Min(norm[e], norm[e+1]), math.Max(norm[e], norm[e+1]); r.Scenario().Method == GradientDescent && !(lo <= level*(1+1e-9) && hi >= level*(1-1e-9)) {
			t.Errorf("at epoch %v the norm of %d goes from %v to %v, and its level is %v\n%s", at, i, norm[e], norm[e+1], level, link)
		}
		if byPlateau(r, m, i) {
			continue // it may give its weight back
		}
		for _, v := range norm[e+1:] {
			if r.Scenario().Method == GradientDescent && v < level*(1-1e-9) {
				t.Errorf("%d is learned at epoch %v, and falls below its level later\n%s", i, at, link)
				break
			}
		}
	}
}

// byPlateau reports whether a modality that is learned is so by its plateau: the first one, and of
// more than two any that correlates with others, but with none that is learned before.
func byPlateau(r *Run, m *Measurement, i int) bool {
	if !m.Plateau || i == m.First {
		return m.Plateau
	}
	d, later := r.Moments().theory(), false
	for j := range d.Dims {
		if j == i || len(d.Dims) == 2 || d.Sigma[i*len(d.Yx)+j] == 0 {
			continue
		}
		if m.Times[j] < m.Times[i] {
			return false
		}
		later = true
	}
	return later
}

// premise reports whether times are drawn beside a run, and the run has come far enough to compare
// them. What their words promise is all that they need.
func premise(p *Prediction, m *Measurement) bool {
	d := p.Drawn()
	return p.Unsure == "" && !p.FirstTie && (p.Followed() || p.Halved()) && m.First >= 0 && m.Second >= 0 && !math.IsInf(d.Ratio, 0) && !math.IsNaN(d.Ratio)
}
