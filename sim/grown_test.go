package sim

import (
	"math"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"
)

// quantiles are the median and the 95th percentile of what is not NaN, and how much that is.
func quantiles(v []float64) (median, most float64, count int) {
	var known []float64
	for _, x := range v {
		if !math.IsNaN(x) {
			known = append(known, x)
		}
	}
	if len(known) == 0 {
		return math.NaN(), math.NaN(), 0
	}
	floats.Argsort(known, make([]int, len(known)))
	return stat.Quantile(.5, stat.Empirical, known, nil), stat.Quantile(.95, stat.Empirical, known, nil), len(known)
}

// learnedBy trains a scenario until all there is to be learned has been, or for 20000 epochs.
func learnedBy(t *testing.T, s Scenario) Measurement {
	t.Helper()
	s.Epochs = 20000
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
		if r.Epoch()%200 == 0 && r.Measure(r.Epoch()).Second >= 0 {
			break
		}
	}
	return r.Measure(r.Epoch())
}

// TestGrownTimes: vector inputs that are not isotropic, late fusion and early, by
// descent and by flow: both drawn times are right to a thousandth, but for ties.
func TestGrownTimes(t *testing.T) {
	for _, fusion := range []int{1, 2} {
		var off []float64
		ties := 0
		for draw := 1; draw <= Draws; draw++ {
			s := mustPreset("wishart")
			s.Draw, s.Fusion, s.Method = draw, fusion, []string{GradientDescent, GradientFlow}[draw%2]
			s.DimB, s.Init = 1+draw%4, []float64{1e-9, 1e-4}[draw/2%2]
			m := learnedBy(t, s)
			if m.Second < 0 {
				continue
			}
			p, err := Predict(s)
			if err != nil {
				t.Fatal(err)
			}
			if got := p.Drawn(); fusion == 2 && p.First != m.First {
				ties++ // rates are alike, and the initial weights decide
			} else {
				off = append(off, math.Abs(got.Times[0]/m.Times[0]-1), math.Abs(got.Times[1]/m.Times[1]-1))
			}
		}
		median, most, count := quantiles(off)
		t.Logf("fusion layer %d: %d times, off by %.2g (95 %%: %.2g, all: %.2g)", fusion, count, median, most, floats.Max(off))
		if !(most < 1e-3) || !(floats.Max(off) < .01) || count < 80 || ties > 1 {
			t.Errorf("fusion layer %d: times are off by %.2g, up to %.2g, in %d, and %d times another modality is first", fusion, most, floats.Max(off), count, ties)
		}
	}
}

// TestDeepTimes: random deep networks. The times drawn, from a seed's own images, are right to a
// per cent or two; mean field, which knows no seed, is as right about the average of seeds.
func TestDeepTimes(t *testing.T) {
	const seeds = 6
	var own, ownRatio, field, fieldRatio, paperRatio []float64
	for _, s := range deepCases(14) {
		s.Width = max(s.Width, 50)
		expected, err := MeanField(s)
		if err != nil {
			t.Fatal(err)
		}
		var first, ratio []float64
		for s.Seed = 1; s.Seed <= seeds; s.Seed++ {
			m := learnedBy(t, s)
			p, err := Predict(s)
			if err != nil {
				t.Fatal(err)
			}
			if m.First != p.First || m.Second < 0 { // not within a run of the page
				continue
			}
			drawn := p.Drawn()
			own = append(own, math.Abs(drawn.Times[m.First]/m.Times[m.First]-1))
			ownRatio = append(ownRatio, math.Abs(drawn.Ratio/m.TimeRatio-1))
			first, ratio = append(first, m.Times[m.First]), append(ratio, m.TimeRatio)
			if s.Seed == 1 {
				paperRatio = append(paperRatio, math.Abs(p.Paper.Ratio/m.TimeRatio-1))
			}
		}
		if len(first) < seeds {
			continue
		}
		p, err := Predict(s)
		if err != nil {
			t.Fatal(err)
		}
		a := stat.Mean(first, nil)
		field = append(field, math.Abs(expected.Times[p.First]/a-1))
		fieldRatio = append(fieldRatio, math.Abs(expected.Ratio/stat.Mean(ratio, nil)-1))
	}
	for _, c := range []struct {
		what         string
		off          []float64
		median, most float64
		least        int
	}{
		{"t_A from own images", own, .02, .06, 50},
		{"ratio from own images", ownRatio, .005, .05, 50},
		{"t_A by mean field", field, .03, .12, 8},
		{"ratio by mean field", fieldRatio, .01, .12, 8},
	} {
		median, most, count := quantiles(c.off)
		t.Logf("%s: off by %.2g (95 %%: %.2g) in %d", c.what, median, most, count)
		if !(median <= c.median) || !(most <= c.most) || count < c.least {
			t.Errorf("%s: off by %.2g (95 %%: %.2g) in %d", c.what, median, most, count)
		}
	}
	if median, _, _ := quantiles(paperRatio); !(median > .02) {
		t.Errorf("the paper's ratio is off by %.2g: there is no need for more", median)
	}
}
