package scene

import (
	"math"
	"math/rand/v2"
	"testing"
)

func intervals(half float64, wants ...float64) (list []interval) {
	for _, w := range wants {
		list = append(list, interval{want: w, half: half})
	}
	return list
}

func TestSpread(t *testing.T) {
	for _, c := range []struct {
		wants, at []float64
	}{
		{[]float64{10, 50}, []float64{10, 50}},         // room enough
		{[]float64{50, 50}, []float64{45, 55}},         // apart by their widths
		{[]float64{50, 52, 90}, []float64{46, 56, 90}}, // the third stays
		{[]float64{0, 1}, []float64{5, 15}},            // held by the edge
		{[]float64{99, 99, 99}, []float64{75, 85, 95}},
	} {
		list := intervals(5, c.wants...)
		if !spread(list, 0, 0, 100) {
			t.Fatalf("%v does not fit", c.wants)
		}
		for i := range list {
			if math.Abs(list[i].at-c.at[i]) > 1e-9 {
				t.Errorf("%v: label %d at %g, want %g", c.wants, i, list[i].at, c.at[i])
			}
		}
	}
	if spread(intervals(5, 1, 2, 3), 0, 0, 29) {
		t.Error("30 fit into 29")
	}
}

func TestSpreadNeverOverlaps(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 5000 {
		var list []interval
		want := -20.0
		for range 1 + random.IntN(8) {
			want += 15 * random.Float64() * float64(random.IntN(3))
			list = append(list, interval{want: want, half: 1 + 9*random.Float64()})
		}
		if !spread(list, 2, 0, 200) {
			t.Fatalf("%v does not fit", list)
		}
		edge := -2.0
		for _, l := range list {
			if l.at-l.half < edge+2-1e-9 {
				t.Fatalf("overlap in %v", list)
			}
			edge = l.at + l.half
		}
		if edge > 200+1e-9 {
			t.Fatalf("beyond the edge: %v", list)
		}
	}
}
