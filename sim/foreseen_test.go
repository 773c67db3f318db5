package sim

import (
	"math"
	"math/rand/v2"
	"reflect"
	"testing"
)

// TestForeseen: of a few inputs it is the prediction; of many it is the same without times, unless these are
// known already.
func TestForeseen(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 9))
	for _, c := range []struct {
		dims    []int
		targets int
		times   bool
	}{{[]int{2, 3}, 1, true}, {[]int{50, 40}, 3, false}} {
		own, err := Keep(drawnSet(random, c.dims, c.targets))
		if err != nil {
			t.Fatal(err)
		}
		s, err := mustPreset("own").With(map[string]any{"own": own, "epochs": 1})
		if err != nil {
			t.Fatal(err)
		}
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		seen, err := r.Foreseen()
		if err != nil {
			t.Fatal(err)
		}
		if known := !math.IsNaN(seen.Drawn().Times[seen.First]); known != c.times {
			t.Errorf("%v: a time is seen: %v", c.dims, known)
		}
		p, err := r.Predict()
		if err != nil {
			t.Fatal(err)
		}
		if seen.First != p.First || seen.Better != p.Better || !reflect.DeepEqual(seen.PlateauLosses, p.PlateauLosses) || !reflect.DeepEqual(seen.Rates, p.Rates) {
			t.Errorf("%v: %+v is not %+v", c.dims, seen, p)
		}
		if seen, err = r.Foreseen(); err != nil || !(seen.Drawn().Times[seen.First] == p.Drawn().Times[p.First]) {
			t.Errorf("%v: %v, and not the prediction that is known", c.dims, seen.Drawn())
		}
	}
}
