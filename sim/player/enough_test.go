package player

import (
	"math"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestEnoughShowsAllThatHappens: a run cut to the number offered shows the same as the
// whole, and from its end on nothing moves in the whole. Only finished runs are offered one.
func TestEnoughShowsAllThatHappens(t *testing.T) {
	offered := map[string]int{}
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		p, err := New(s)
		if err != nil {
			t.Fatal(err)
		}
		p.Work(func() bool { return false })
		for _, epoch := range []int{0, s.Epochs / 2, s.Epochs - 1} {
			if p.Seek(epoch); p.Enough() != 0 {
				t.Errorf("%s, epoch %d of %d: already offered %d", slug, epoch, s.Epochs, p.Enough())
			}
		}
		p.Seek(s.Epochs)
		n := p.Enough()
		if n == 0 {
			continue
		}
		offered[slug] = n
		whole := p.Measure()
		if float64(n) > 0.7*float64(s.Epochs) || float64(n) < 1.1*float64(whole.Converged) {
			t.Errorf("%s: %d of %d epochs, converged at %d", slug, n, s.Epochs, whole.Converged)
		}
		for _, run := range append([]*sim.Run{p.Run()}, p.Run().Companions()...) {
			for _, column := range run.Columns() {
				if column.Name == "epoch" {
					continue
				}
				top := 0.0
				for _, v := range column.Values {
					top = max(top, math.Abs(v))
				}
				for _, v := range column.Values[n:] {
					if math.Abs(v-column.Values[s.Epochs]) > 4e-3*top {
						t.Errorf("%s: %s still moves after epoch %d", slug, column.Name, n)
						break
					}
				}
			}
		}
		if err := p.Set(map[string]any{"epochs": n}); err != nil {
			t.Fatal(err)
		}
		p.Work(func() bool { return false })
		cut := p.Measure()
		if p.Epoch() != n || cut.Converged != whole.Converged || cut.TimeRatio != whole.TimeRatio && !(math.IsNaN(cut.TimeRatio) && math.IsNaN(whole.TimeRatio)) {
			t.Errorf("%s: cut to %d it stands at %d and shows %v, was %v", slug, n, p.Epoch(), cut, whole)
		}
		if again := p.Enough(); again != 0 {
			t.Errorf("%s: %d epochs are enough, and then %d", slug, n, again)
		}
	}
	if offered["late"] != 700 || offered["early"] == 0 || offered["small-data"] != 0 || offered["xor-early"] != 0 {
		t.Errorf("offered: %v", offered)
	}
}

func TestRoundIn(t *testing.T) {
	for _, c := range []struct {
		lo, hi float64
		want   int
	}{{607, 718, 700}, {232, 274, 250}, {997, 1179, 1000}, {1.1, 1.3, 2}, {11, 13, 12}, {450, 560, 500}, {1313, 1551, 1500}} {
		if got := roundIn(c.lo, c.hi); got != c.want {
			t.Errorf("from %v to %v: %d, want %d", c.lo, c.hi, got, c.want)
		}
	}
}
