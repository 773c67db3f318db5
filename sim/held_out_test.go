package sim

import (
	"math"
	"math/rand/v2"
	"testing"
)

// overfitted is data of few rows and as many to check with: y = x_A + x_B/2 + noise.
func overfitted(random *rand.Rand, dims []int, rows int) *DataSet {
	d := unnamed(dims, 1, nil)
	n := d.size()
	draw := func(rows int) (upper []float64) {
		sums := make([]float64, n*n)
		for range rows {
			z := make([]float64, n)
			for i := range n - 1 {
				z[i] = random.NormFloat64()
				if i < dims[0] {
					z[i] *= 2
				}
				z[n-1] += z[i] / 10
			}
			z[n-1] += random.NormFloat64()
			for i, a := range z {
				for j, b := range z {
					sums[i*n+j] += a * b / float64(rows)
				}
			}
		}
		for i := range n {
			upper = append(upper, sums[i*n+i:(i+1)*n]...)
		}
		return upper
	}
	d.Upper, d.HeldOut, d.Rows, d.Held = draw(rows), draw(rows), rows, rows
	return d
}

// TestHeldOut: the error on new data is half the mean squared error on the rows kept back, whatever
// is done to the inputs; training stops paying before it ends, and the card says when.
func TestHeldOut(t *testing.T) {
	random := rand.New(rand.NewPCG(15, 9))
	set := overfitted(random, []int{10, 10}, 30)
	own, err := Keep(set)
	if err != nil || !Local(own) {
		t.Fatalf("%s, %v", own, err)
	}
	for _, scaling := range []string{ScaleRaw, ScaleStandard, ScaleWhiteEach} {
		_, r, _ := learnedIn(t, own, map[string]any{"scaling": scaling})
		if !r.Data().Held || r.Data().Samples != nil {
			t.Fatal("no rows are held out")
		}
		joint, n := set.joint(set.HeldOut)
		scaler := make([]float64, (n-1)*(n-1))
		for i := range n - 1 {
			scaler[i*(n-1)+i] = 1
		}
		if scaling != ScaleRaw {
			train, err := set.moments()
			if err != nil {
				t.Fatal(err)
			}
			scaler = train.scaler(scaling)
		}
		var total []float64
		for m := range set.Modalities {
			total = append(total, r.Total(m)...)
		}
		v := make([]float64, n) // ŷ − y = v·z
		for i := range n - 1 {
			for j := range n - 1 {
				v[i] += total[j] * scaler[j*(n-1)+i]
			}
		}
		v[n-1] = -1
		want := 0.0
		for i := range n {
			for j := range n {
				want += v[i] * joint[i*n+j] * v[j] / 2
			}
		}
		values := r.Values(GeneralisationError)
		if got := values[r.Epoch()]; math.Abs(got/want-1) > 1e-9 {
			t.Errorf("%s: E_g = %v, the rows say %v", scaling, got, want)
		}
		for !r.Done() {
			r.Step()
		}
		best := math.NaN()
		for _, stop := range r.Stops(nil, r.Epoch()) {
			if stop.Best {
				best = float64(stop.Epoch)
			}
		}
		least := 0
		for e, v := range values {
			if v < values[least] {
				least = e
			}
		}
		if best != float64(least) || least == 0 || least == r.Epoch() {
			t.Errorf("%s: the best stop is %v, E_g is least at %d of %d", scaling, best, least, r.Epoch())
		}
		found := false
		for _, line := range r.Card(r.Epoch()) {
			if line.Quantity == "bestStop" {
				found = true
				if line.Measured != best {
					t.Errorf("%s: the card says %v, it is %v", scaling, line.Measured, best)
				}
			}
		}
		if !found {
			t.Errorf("%s: the card has no best stop", scaling)
		}
	}
}

// TestNames: people's names stay beside the letters of the symbols.
func TestNames(t *testing.T) {
	set := drawnSet(rand.New(rand.NewPCG(15, 10)), []int{1, 2, 1}, 1)
	set.Modalities[0].Name, set.Modalities[2].Name = "audio", "smell & taste"
	own, err := Keep(set)
	if err != nil {
		t.Fatal(err)
	}
	s := mustWith(t, map[string]any{"task": TaskOwn, "own": own})
	if names := s.Names(); len(names) != 3 || names[0] != "audio" || names[1] != "B" || names[2] != "smell & taste" {
		t.Errorf("names %q", names)
	}
	m, err := s.Moments()
	if err != nil || m.Modalities()[0].Name != "A" || m.Modalities()[2].Name != "C" {
		t.Errorf("%v, %v", m, err)
	}
	if names := mustPreset("own").Names(); names != nil {
		t.Errorf("the example has names: %q", names)
	}
	if s.Task = TaskToy; s.Names() != nil {
		t.Error("the toy data have names")
	}
}
