package sim

import (
	"math"
	"testing"
)

// TestTreesUnderFlow: the moments of 31 cherry trees (girth and height, volume), and thirty
// times as large. Under flow it is the same network on another clock: times are a
// thirtieth, and a rise that takes less than an epoch is read off the solution, not off
// the epochs.
func TestTreesUnderFlow(t *testing.T) {
	var before Measurement
	for i, c := range []struct {
		own    string
		factor float64
	}{
		{"1_1~9.847913978_10.383333333_49.888118280_40.6_62.66_270.2027956957", 1},
		{"1_1~295.43741934_311.5_1496.64354839_1218_1879.8_8106.08387097", 30},
	} {
		s, err := Default().With(map[string]any{"scenario": "own", "own": c.own, "method": GradientFlow})
		if err != nil {
			t.Fatal(err)
		}
		s.Eta = .04 // whatever is offered for these data
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() && r.Measure(r.Epoch()).Second < 0 {
			r.Step()
		}
		m := r.Measure(r.Epoch())
		if m.First != 1 || math.Abs(m.TimeRatio-1.441) > 5e-3 {
			t.Errorf("× %v: first %d, ratio %v; B and 1.441 were expected", c.factor, m.First, m.TimeRatio)
		}
		if cell, err := Cell(s); err != nil || cell.First != m.First || math.Abs(cell.TimeRatio-m.TimeRatio) > 1e-4 {
			t.Errorf("× %v: the cell says first %d, ratio %v (%v)", c.factor, cell.First, cell.TimeRatio, err)
		}
		if i == 0 {
			before = m
		} else if got := before.Times[1] / m.Times[1]; math.Abs(got-c.factor) > 1e-4*c.factor {
			t.Errorf("t_B becomes 1/%v of itself, want 1/%v", got, c.factor)
		}
	}
}

// TestScaleOfTheData: all moments × c and η ÷ c is the same descent, epoch by epoch.
func TestScaleOfTheData(t *testing.T) {
	moments := func(c float64) *Moments {
		sigma, cross, yy := toyMoments(2, .3, 1, 1, 0)
		for i := range sigma {
			sigma[i] *= c
		}
		m, err := NewMoments([]Modality{{"A", 1}, {"B", 1}}, 1, sigma[:], []float64{c * cross[0], c * cross[1]}, c*yy)
		if err != nil {
			t.Fatal(err)
		}
		return m
	}
	network, err := Default().Network()
	if err != nil {
		t.Fatal(err)
	}
	var want Measurement
	for _, c := range []float64{1, 1e-6, 1e5} {
		r, err := StartRun(moments(c), network, Plan{Eta: .04 / c, Epochs: 1500})
		if err != nil {
			t.Fatal(err)
		}
		for !r.Done() {
			r.Step()
		}
		m := r.Measure(r.Epoch())
		if c == 1 {
			want = m
		}
		if m.Second < 0 || math.Abs(m.Times[0]/want.Times[0]-1) > 1e-9 || math.Abs(m.Times[1]/want.Times[1]-1) > 1e-9 {
			t.Errorf("× %v: times %v, want %v", c, m.Times, want.Times)
		}
	}
}

// TestPassages: what is learned first and second where norms alone, or first crossings,
// mislead.
func TestPassages(t *testing.T) {
	for _, c := range []struct {
		name          string
		changes       map[string]any
		first, second int
		ratio         [2]float64
	}{
		{"a weight that starts beyond its small plateau has not learned it",
			map[string]any{"kappa": 3, "rho": -.33, "init": .1, "eta": .02, "epochs": 3000}, 0, 1, [2]float64{1.5, 20}},
		{"both are there before either is at its plateau: together, and the earlier one is first",
			map[string]any{"kappa": 1.01, "rho": .99, "epochs": 3000}, -2, -2, [2]float64{1, 1.05}},
		{"A has next to nothing to learn, and is there before B is at its plateau: together",
			map[string]any{"kappa": 1.065, "r": -.049, "rho": -.901, "epochs": 20000}, -2, -2, [2]float64{1, 1.2}},
		{"early fusion: a weight of the wrong sign is not learned",
			map[string]any{"scenario": "early", "rho": -.95, "epochs": 4000}, -2, -2, [2]float64{1, 3}},
	} {
		r := runTo(t, c.changes, wholeRun)
		m := r.Measure(r.Epoch())
		if m.First < 0 || m.Second < 0 || m.Second == m.First || c.first >= 0 && (m.First != c.first || m.Second != c.second) {
			t.Errorf("%s: first %d, second %d at %v", c.name, m.First, m.Second, m.Times)
			continue
		}
		if !(m.TimeRatio >= c.ratio[0] && m.TimeRatio <= c.ratio[1]) {
			t.Errorf("%s: ratio %v, want %v", c.name, m.TimeRatio, c.ratio)
		}
		for i, at := range m.Times { // what the curve shows
			w, level := r.Weight(i)[int(at)+1], r.Moments().finalWeight(i)/2
			if m.First == i && m.Plateau {
				continue
			}
			if w/level < .98 || r.Weight(i)[int(at)]/level > 1.02 {
				t.Errorf("%s: at epoch %.1f W_%d goes from %v to %v, which is not half of its way to %v", c.name, at, i, r.Weight(i)[int(at)], w, 2*level)
			}
		}
	}
}

// TestRestsMidway: a modality that waits for the other one rests in the middle of the unimodal phase, mis-attributed or not; with
// momentum it swings, so that where it is midway says nothing of the data.
func TestRestsMidway(t *testing.T) {
	for slug, want := range map[string]bool{"late": true, "late-positive": true, "late-negative": true, "own": true, "momentum": false} {
		r := ran(t, "scenario="+slug)
		m := r.Measure(r.Epoch())
		if got := r.RestsMidway(&m); got != want {
			t.Errorf("%s: %v, by a mis-attribution of %v", slug, got, m.Misattribution)
		}
		before := r.Measure(1)
		if r.RestsMidway(&before) {
			t.Errorf("%s rests midway before anything is learned", slug)
		}
	}
}
