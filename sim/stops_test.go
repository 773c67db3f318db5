package sim

import (
	"math"
	"slices"
	"testing"
)

// TestSmallData: with 70 examples for 100 inputs the lowest error on new data lies
// in the unimodal phase of late fusion, and the bias becomes permanent; with 700 it
// comes after both modalities are learned; early fusion has both learned at its
// best [ZLS24, sec. 5]. Over 20 seeds, at least nine in ten.
func TestSmallData(t *testing.T) {
	const seeds = 20
	var permanent, transient, second, early int
	for seed := 1; seed <= seeds; seed++ {
		for _, slug := range []string{"small-data", "enough-data"} {
			s, err := Preset(slug)
			if err != nil {
				t.Fatal(err)
			}
			s.Seed = seed
			r, err := NewRun(s)
			if err != nil {
				t.Fatal(err)
			}
			toEnd(r)
			phase, stops := bestPhase(t, r)
			switch {
			case slug == "small-data" && phase == PhaseUnimodal:
				permanent++
			case slug == "enough-data" && phase == PhaseBoth:
				transient++
			}
			if slug != "small-data" {
				continue
			}
			if m := r.Measure(s.Epochs); len(stops) > 1 && m.PhaseAt(float64(stops[len(stops)-1].Epoch)) == PhaseBoth {
				second++ // the dip as B is learned
			}
			// The norm of W* is that of an overfitted network here: what early fusion
			// has of B is compared with the truth.
			c := r.Companions()[0]
			_, stops = bestPhase(t, c)
			best := stops[slices.IndexFunc(stops, func(s Stop) bool { return s.Best })].Epoch
			if c.Norm(1)[best] > .5*r.Data().True.OptimumNorm(1) {
				early++
			}
		}
	}
	t.Logf("of %d seeds: permanent %d, a second dip %d, early fusion with both %d, transient %d", seeds, permanent, second, early, transient)
	const most = seeds * 9 / 10
	if permanent < most || transient < most || early < most {
		t.Errorf("of %d seeds: permanent in %d, transient in %d, early fusion with both in %d; at least %d were expected", seeds, permanent, transient, early, most)
	}
}

// bestPhase is the phase in which a finished run has its lowest generalisation
// error, and all its minima.
func bestPhase(t *testing.T, r *Run) (int, []Stop) {
	stops := r.Stops(nil, r.Epoch())
	best := slices.IndexFunc(stops, func(s Stop) bool { return s.Best })
	if best < 0 {
		t.Fatalf("seed %d: no minimum", r.Scenario().Seed)
	}
	least := slices.Min(r.Values(GeneralisationError))
	if stops[best].Error > least*(1+1e-12) {
		t.Errorf("seed %d: the best stop has an error of %g, there is %g", r.Scenario().Seed, stops[best].Error, least)
	}
	m := r.Measure(r.Epoch())
	return m.PhaseAt(float64(stops[best].Epoch)), stops
}

// TestStops: minima are found where they are, by what has been seen so far.
func TestStops(t *testing.T) {
	curve := []float64{10, 6, 4, 5, 7, 5, 4.5, 6, 6, 6.05}
	r := &Run{epoch: len(curve) - 1, columns: []Column{{Name: GeneralisationError, Values: curve}}}
	r.scenario.Epochs = r.epoch
	for _, c := range []struct {
		epochs int
		want   []Stop
	}{
		{0, nil},
		{2, nil},
		{3, []Stop{{2, 4, true}}},
		{6, []Stop{{2, 4, true}}},
		{9, []Stop{{2, 4, true}, {6, 4.5, false}}},
		{99, []Stop{{2, 4, true}, {6, 4.5, false}}},
	} {
		if got := r.Stops(nil, c.epochs); !slices.Equal(got, c.want) {
			t.Errorf("up to %d: %v, want %v", c.epochs, got, c.want)
		}
	}
	// A hundredth of the start is what a curve has to rise by.
	r.columns[0].Values = []float64{10, 4, 4.09, 3.9, 4.02}
	r.epoch, r.scenario.Epochs = 4, 9
	if got := r.Stops(nil, 4); !slices.Equal(got, []Stop{{3, 3.9, true}}) {
		t.Errorf("small rises: %v", got)
	}
	r.columns[0].Values = []float64{3, 2, 1}
	r.epoch, r.scenario.Epochs = 2, 2
	if got := r.Stops(nil, 2); !slices.Equal(got, []Stop{{2, 1, true}}) {
		t.Errorf("still falling at the end: %v", got)
	}
	var buffer []Stop
	if n := testing.AllocsPerRun(10, func() { buffer = r.Stops(buffer[:0], 2) }); n > 0 {
		t.Errorf("%v allocations", n)
	}
}

// TestGeneralisationError: on the population's own moments nothing is left to
// generalise to, and a large sample is nearly one.
func TestGeneralisationError(t *testing.T) {
	r := runTo(t, map[string]any{"from": Sample, "noise": .5}, wholeRun)
	g := r.Values(GeneralisationError)
	// E_g of W = 0 is half the power of the target without its noise.
	if want := (r.Data().True.TargetPower() - .25) / 2; math.Abs(g[0]-want) > 1e-9 {
		t.Errorf("at the start %g, want %g", g[0], want)
	}
	// E[E_g] of least squares is σ² D/2P for P ≫ D; five times as much is rare.
	if last, mean := g[r.Epoch()], .25*2/2/8192.; last > 5*mean {
		t.Errorf("at the end %g, about %g was expected", last, mean)
	}
	s := r.Scenario()
	s.From = Population
	if r, err := NewRun(s); err != nil || r.Values(GeneralisationError) != nil {
		t.Errorf("the population has an error on new data (%v)", err)
	}
}
