package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// learnedIn trains own data in their own time unit until all is learned, for 20000 epochs at most.
func learnedIn(t *testing.T, own string, changes map[string]any) (Scenario, *Run, Measurement) {
	t.Helper()
	s, err := Default().With(map[string]any{"task": TaskOwn, "own": own})
	if err == nil {
		s, err = s.With(changes)
	}
	if err == nil {
		s.Eta, s.Epochs, err = s.OwnTime()
	}
	if err != nil {
		t.Fatal(err)
	}
	s.Epochs = 20000
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for seen := r.Measure(0); !r.Done() && seen.Second < 0; seen = r.Measure(r.Epoch()) {
		for range 100 {
			if r.Step(); r.Done() {
				break
			}
		}
	}
	return s, r, r.Measure(r.Epoch())
}

// TestRacesOfOwn: 50 random draws of three to five modalities of one to six inputs each: the order is
// that of the times drawn in 95 %, and these are off by a median of 3 % at most.
func TestRacesOfOwn(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 6))
	const draws = 50
	var off []float64
	right, vectors := 0, 0
	for range draws {
		dims := make([]int, 3+random.IntN(3))
		for m := range dims {
			dims[m] = 1 + random.IntN(6)
		}
		if random.IntN(5) == 0 {
			for m := range dims {
				dims[m] = 1
			}
		}
		own, err := Keep(drawnSet(random, dims, 1))
		if err != nil {
			t.Fatal(err)
		}
		s, r, m := learnedIn(t, own, nil)
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		if r.moments.Inputs() > len(dims) {
			vectors++
		}
		if slices.Equal(p.Order, m.Order) {
			right++
		} else {
			t.Logf("%v, D = %v: order %v, predicted %v; times %v, predicted %v", dims, r.moments.Inputs(), m.Order, p.Order, m.Times, p.Drawn().Times)
		}
		for i, at := range m.Times {
			if want := p.Drawn().Times[i]; !math.IsNaN(at) {
				off = append(off, math.Abs(want/at-1))
				if math.IsNaN(want) {
					t.Errorf("%s: %d is learned at %v, nothing is predicted", EncodeLink(s, 0), i, at)
				}
			}
		}
	}
	median, most, count := quantiles(off)
	t.Logf("order right in %d of %d; %d times: median %.2g, 95 %% %.2g; %d of vectors", right, draws, count, median, most, vectors)
	if right < draws*95/100 || !(median <= .03) || count < 3*draws || vectors < draws/2 {
		t.Errorf("order right in %d of %d; %d times: median %.2g, 95 %% %.2g; %d of vectors", right, draws, count, median, most, vectors)
	}
}

// TestLargeOwn: of many inputs a modality, growing modes are few beside what they stand for.
func TestLargeOwn(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 8))
	var off []float64
	wrong := 0
	for _, c := range []struct {
		dims    []int
		targets int
	}{{[]int{20, 30}, 1}, {[]int{20, 30, 10}, 1}, {[]int{40, 15, 25, 30}, 1}, {[]int{20, 20, 20, 20, 20}, 1}, {[]int{30, 40}, 3}, {[]int{25, 20, 30}, 4}} {
		for range 3 {
			own, err := Keep(drawnSet(random, c.dims, c.targets))
			if err != nil {
				t.Fatal(err)
			}
			s, r, m := learnedIn(t, own, nil)
			p, err := r.Predict()
			if err != nil {
				t.Fatal(err)
			}
			if !Local(s.Own) || m.First != p.First {
				wrong++
			}
			for i, at := range m.Times {
				if !math.IsNaN(at) {
					off = append(off, math.Abs(p.Drawn().Times[i]/at-1))
				}
			}
			t.Logf("%v, %d targets: %d epochs, %v, predicted %v", c.dims, c.targets, r.Epoch(), m.Times, p.Drawn().Times)
		}
	}
	median, most, count := quantiles(off)
	t.Logf("%d times: median %.2g, 95 %% %.2g; first wrong in %d", count, median, most, wrong)
	if !(median <= .01) || !(most <= .05) || wrong > 0 || count < 30 {
		t.Errorf("%d times: median %.2g, 95 %% %.2g; first wrong in %d", count, median, most, wrong)
	}
}

// TestSeveralTargets: 20 random draws of two to four modalities and two to five targets, late and
// early fusion, by descent and by flow: the first one is that of the largest singular value, and
// every time drawn is that of the run.
func TestSeveralTargets(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 7))
	const draws = 20
	var off []float64
	right, drawn := 0, 0
	for draw := range draws {
		dims := make([]int, 2+random.IntN(3))
		for m := range dims {
			dims[m] = 1 + random.IntN(6)
		}
		own, err := Keep(drawnSet(random, dims, 2+random.IntN(4)))
		if err != nil {
			t.Fatal(err)
		}
		changes := map[string]any{"method": []string{GradientDescent, GradientFlow}[draw%2]}
		if draw%5 == 4 {
			changes["fusion"] = 1
		}
		s, r, m := learnedIn(t, own, changes)
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		if s.Early() || p.First == m.First {
			right++
		}
		for i, at := range m.Times {
			want := p.Drawn().Times[i]
			if math.IsNaN(at) {
				continue
			}
			drawn++
			off = append(off, math.Abs(want/at-1))
			if !(math.Abs(want/at-1) < .05) {
				t.Logf("%v, %d targets, fusion %d, %s: %d is learned at %v, predicted %v", dims, r.moments.outputs, s.Fusion, s.Method, i, at, want)
			}
		}
	}
	median, most, count := quantiles(off)
	t.Logf("first right in %d of %d; %d of %d times: median %.2g, 95 %% %.2g", right, draws, count, drawn, median, most)
	if right < draws*95/100 || !(median <= .01) || !(most <= .05) || count < drawn || drawn < 2*draws {
		t.Errorf("first right in %d of %d; %d of %d times: median %.2g, 95 %% %.2g", right, draws, count, drawn, median, most)
	}
}
