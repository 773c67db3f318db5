package render

import (
	"math"
	"math/rand/v2"
	"testing"
)

// TestSpans: what is known of whole blocks changes no answer about a curve.
func TestSpans(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 3))
	same := func(a, b float64) bool { return a == b || math.IsNaN(a) && math.IsNaN(b) }
	for _, log := range []logAxis{{}, {1, 1, 4}} {
		slow := series{divide: 2, log: log}
		for range 5*block + 17 {
			slow.values = append(slow.values, random.Float64())
		}
		for i := range 2 * block { // as of a run that has broken off, and a stretch without falls
			slow.values[i] = math.NaN()
			slow.values[3*block+i] = .5
		}
		fast := slow
		fast.spans = appendSpans(nil, slow.values)
		if len(fast.spans) != (5*block+17)/block {
			t.Fatalf("%d spans", len(fast.spans))
		}
		for range 2000 {
			first, last := random.IntN(400)-20, random.IntN(400)-20
			wantLo, wantHi := slow.extent(first, last)
			if lo, hi := fast.extent(first, last); lo != wantLo || hi != wantHi {
				t.Fatalf("from %d to %d: %v … %v, want %v … %v", first, last, lo, hi, wantLo, wantHi)
			}
			level, now := random.Float64()*.6, random.Float64()*400
			if got, want := fast.falls(level, now), slow.falls(level, now); !same(got, want) {
				t.Fatalf("falls below %v by %v: %v, want %v", level, now, got, want)
			}
		}
	}
}
