package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// anyData are random data of two to five modalities of one to three inputs.
func anyData(random *rand.Rand) *DataSet {
	var blocks []int
	d := 0
	for range 2 + random.IntN(4) {
		blocks = append(blocks, 1+random.IntN(3))
		d += blocks[len(blocks)-1]
	}
	n := d + 1
	root := make([]float64, n*n)
	for i := range d {
		for j := range i {
			root[i*n+j] = .3 * random.NormFloat64()
		}
		root[i*n+i] = .4 + 1.6*random.Float64()
	}
	silent := -1 // an input that says nothing
	if random.IntN(6) == 0 {
		silent = random.IntN(d)
	}
	for i := range d {
		w := random.NormFloat64()
		for j := range d {
			if i != silent {
				root[d*n+j] += w * root[i*n+j]
			}
		}
	}
	root[d*n+d] = random.Float64()
	product := func() (upper []float64) {
		for i := range n {
			for j := i; j < n; j++ {
				sum := 0.0
				for k := range n {
					sum += root[i*n+k] * root[j*n+k]
				}
				upper = append(upper, sum)
			}
		}
		return upper
	}
	set := unnamed(blocks, 1, product())
	if random.IntN(4) == 0 { // rows kept back: some of what has been learned does not hold there
		for j := range d {
			if random.IntN(6) == 0 {
				root[d*n+j] *= -1
			}
		}
		set.HeldOut = product()
	}
	return set
}

// anyAnswer is a random run of random data, done.
func anyAnswer(t *testing.T, random *rand.Rand) (*Run, *DataSet) {
	t.Helper()
	set := anyData(random)
	own, err := Keep(set)
	if err != nil {
		t.Fatal(err)
	}
	s, err := mustPreset("own").With(map[string]any{"own": own, "init": math.Pow(10, -3-4*random.Float64())})
	if err != nil {
		t.Fatal(err)
	}
	if s.Eta, s.Epochs, err = s.OwnTime(); err != nil {
		t.Fatal(err)
	}
	for _, changes := range []map[string]any{
		{"fusion": 1}, {"method": Adam}, {"method": GradientFlow}, {"decay": .5}, {"unimodal": 1.0},
		{"epochs": max(50, s.Epochs/2)}, {"eta": 20 * s.Eta}, {"depth": 3, "init": .1},
	} {
		if random.IntN(12) == 0 {
			if next, err := s.With(changes); err == nil {
				s = next
			}
		}
	}
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r, set
}

// solved is w = c A⁻¹ by elimination: another way than the lab's.
func solved(a [][]float64, c []float64) []float64 {
	n := len(c)
	m := make([][]float64, n)
	for i := range m {
		m[i] = append(slices.Clone(a[i]), c[i])
	}
	for i := range m {
		p := i
		for k := i; k < n; k++ {
			if math.Abs(m[k][i]) > math.Abs(m[p][i]) {
				p = k
			}
		}
		m[i], m[p] = m[p], m[i]
		for k := range m {
			if k != i {
				f := m[k][i] / m[i][i]
				for j := i; j <= n; j++ {
					m[k][j] -= f * m[i][j]
				}
			}
		}
	}
	w := make([]float64, n)
	for i := range w {
		w[i] = m[i][n] / m[i][i]
	}
	return w
}

// regressed is where a regression on some modalities ends, 0 for the others, and the part that it
// explains of the target.
func regressed(set *DataSet, alone float64, on ...int) (w [][]float64, share float64) {
	matrix, n := set.joint(set.Upper)
	var index, of []int
	from := 0
	for m, modality := range set.Modalities {
		w = append(w, make([]float64, modality.Dim))
		for i := range modality.Dim {
			if slices.Contains(on, m) {
				index, of = append(index, from+i), append(of, m)
			}
		}
		from += modality.Dim
	}
	var sigma [][]float64
	var cross []float64
	for a, i := range index {
		var row []float64
		for b, j := range index {
			v := matrix[i*n+j]
			if of[a] == of[b] { // a loss of every modality alone
				v *= 1 + alone
			}
			row = append(row, v)
		}
		sigma, cross = append(sigma, row), append(cross, (1+alone)*matrix[i*n+n-1])
	}
	found := solved(sigma, cross)
	loss := matrix[n*n-1]
	for a, i := range index {
		loss -= 2 * found[a] * matrix[i*n+n-1]
		for b, j := range index {
			loss += found[a] * found[b] * matrix[i*n+j]
		}
	}
	at := map[int]int{}
	for a, m := range of {
		w[m][at[m]] = found[a]
		at[m]++
	}
	return w, 1 - loss/matrix[n*n-1]
}

// norm of the weights of a modality.
func normOf(w []float64) (n float64) {
	for _, v := range w {
		n = math.Hypot(n, v)
	}
	return n
}

// TestAnswersAreTrue: every sentence about random runs of random data is found again from the columns
// of the run and from regressions by other means.
func TestAnswersAreTrue(t *testing.T) {
	const runs = 300
	random := rand.New(rand.NewPCG(15, 15))
	told := map[string]int{}
	for range runs {
		r, set := anyAnswer(t, random)
		a := r.Answer()
		if faults := a.contradicted(r, set, told); faults != "" {
			t.Errorf("%s\n%+v\n%s", EncodeLink(r.scenario, 0), a, faults)
		}
	}
	t.Log(told)
	for _, key := range []string{"diverged", "early", "stepwise", "two", "many", "open", "superficial", "same", "better", "plateau", "over", "under", "stopAlone", "stopAll", "methodUntold"} {
		if told[key] == 0 {
			t.Errorf("%s was never told", key)
		}
	}
}

// contradicted says what is not so about an answer.
func (a *Answer) contradicted(r *Run, set *DataSet, told map[string]int) (faults string) {
	fault := func(format string, values ...any) { faults += fmt.Sprintf(format, values...) + "\n" }
	near := func(what string, got, want, slack float64) {
		if !(math.Abs(got-want) <= slack) {
			fault("%s is %v, not %v", what, got, want)
		}
	}
	s := r.scenario
	everyone := []int{}
	for m := range set.Modalities {
		everyone = append(everyone, m)
	}
	final, _ := regressed(set, s.Unimodal, everyone...)
	_, all := regressed(set, 0, everyone...)
	near("what all explain", a.Explained, all, 1e-9)
	alone := make([]float64, len(everyone))
	for m, row := range a.Modalities {
		_, alone[m] = regressed(set, 0, m)
		near("what "+row.Name+" explains", row.Alone, alone[m], 1e-9)
		_, without := regressed(set, 0, slices.DeleteFunc(slices.Clone(everyone), func(i int) bool { return i == m })...)
		near("what "+row.Name+" adds", row.Adds, all-without, 1e-8)
	}
	// beyond is since when a norm has been at half of its end until the end, −1: it is not.
	beyond := func(m int) int {
		level, norm := r.FinalNorm(m)/2, r.Norm(m)
		e := len(norm) - 1
		for ; e >= 0 && norm[e] >= level*(1-1e-9); e-- {
		}
		if e == len(norm)-1 {
			return -1
		}
		return e + 1
	}
	// reached is when a norm is first at half of what a regression on some modalities gives it.
	reached := func(m int, on ...int) int {
		w, _ := regressed(set, s.Unimodal, on...)
		level := normOf(w[m]) / 2
		return slices.IndexFunc(r.Norm(m), func(v float64) bool { return v >= level })
	}
	when := func(what string, m int, epoch float64) {
		at := float64(beyond(m))
		turns := len(final[m]) == 1 && r.Weight(m)[int(epoch)]*r.Weight(m)[r.epoch] < 0
		slack := 2.0
		if r.moments.directed { // learned is what goes one way, see the type way: about when the norm does
			slack += .3 * epoch
		}
		if !turns && math.Abs(at-epoch) > slack && math.Abs(float64(reached(m, m))-epoch) > slack {
			fault("%s is at epoch %v: beyond half of its end since %v, of its plateau since %v", what, epoch, at, reached(m, m))
		}
	}
	plain := s.Decay == 0 && s.Depth == 2
	for _, x := range a.Sentences {
		told[x.Key]++
		first := -1
		if len(x.Names["first"]) > 0 {
			first = x.Names["first"][0]
		}
		switch x.Key {
		case "diverged":
			if r.Diverged() == nil {
				fault("it has not diverged")
			}
		case "notYet", "notEver", "someLarge":
			for _, m := range x.Names["others"] {
				if _, learned := a.Modalities[m].Measured.(float64); learned {
					fault("%d is learned", m)
				}
				if begins := r.Norm(m)[0] > r.FinalNorm(m)/4; begins != (x.Key == "someLarge") && r.FinalNorm(m) > 1e-6 {
					fault("%d begins at %v, and ends at %v", m, r.Norm(m)[0], r.FinalNorm(m))
				}
			}
		case "expected":
			if m := x.Names["next"][0]; !(x.Epochs["until"] >= float64(r.epoch)) || math.Abs(a.Modalities[m].Predicted.(float64)-x.Epochs["until"]) > .5 {
				fault("%d is expected at %v", m, a.Modalities[m].Predicted)
			}
		case "awaited":
			if m := x.Names["first"][0]; !(x.Epochs["until"] >= float64(r.epoch)) || r.Norm(m)[r.epoch] > r.PlateauNorm(m) {
				fault("%d is expected at %v", m, x.Epochs["until"])
			}
		case "waiting":
			if x.Epochs["epoch"] != float64(r.epoch) {
				fault("it ends at epoch %d", r.epoch)
			}
			for m := range everyone {
				if r.Norm(m)[r.epoch] > max(r.FinalNorm(m), r.PlateauNorm(m)) {
					fault("%d stands at %v", m, r.Norm(m)[r.epoch])
				}
			}
		case "early":
			if !s.Early() {
				fault("fusion is not early")
			}
		case "stepwise":
			if s.Method != Adam {
				fault("the method is %s", s.Method)
			}
		case "together":
			if x.Epochs["until"] > 1.05*x.Epochs["epoch"]+2 && len(x.Names["order"]) == len(everyone) && plain {
				from, to := reached(x.Names["order"][0], x.Names["order"][0]), beyond(x.Names["order"][1])
				if from >= 0 && float64(to) > 1.05*float64(from)+2 && !r.moments.directed {
					fault("%v are apart: %v and %v", x.Names["order"], from, to)
				}
			}
		case "two", "many", "never", "open", "openMany", "alone", "decayed", "lost":
			if plain && s.Unimodal == 0 {
				when("the first", first, x.Epochs["epoch"])
			}
			if plain && len(x.Names["next"]) > 0 {
				when("the next", x.Names["next"][0], x.Epochs["until"])
			}
			if plain && len(x.Names["last"]) > 0 {
				when("the last", x.Names["last"][0], x.Epochs["until"])
			}
			for _, m := range x.Names["others"] {
				if level := r.FinalNorm(m) / 2; r.Norm(m)[r.epoch] > level && level > 1e-6 && len(final[m]) > 1 {
					fault("%d is learned: %v of %v", m, r.Norm(m)[r.epoch], 2*level)
				}
			}
			for i, m := range x.Names["order"] {
				if i > 0 && a.Modalities[m].Measured.(float64) < a.Modalities[x.Names["order"][i-1]].Measured.(float64) {
					fault("the order is wrong")
				}
				if m != first && plain && r.Norm(m)[r.epoch] < .49*min(r.FinalNorm(m), r.PlateauNorm(m)) {
					fault("%d is not learned", m)
				}
			}
		case "superficial":
			better := x.Names["better"][0]
			near("share", x.Shares["share"], slices.Max(alone), 1e-9)
			near("its share", x.Shares["share"], alone[better], 1e-9)
			near("other", x.Shares["other"], alone[first], 1e-9)
			if !(alone[better] > alone[first]) || !a.Superficial {
				fault("it is not superficial")
			}
		case "same":
			if alone[first] < slices.Max(alone)-1e-9 || a.Superficial {
				fault("%d does not explain most: %v", first, alone)
			}
			near("other", x.Shares["other"], alone[x.Names["rival"][0]], 1e-9)
		case "better":
			if alone[x.Names["better"][0]] < slices.Max(alone)-1e-9 {
				fault("%v explain %v", x.Names, alone)
			}
		case "plateau":
			if !plain {
				continue
			}
			_, share := regressed(set, s.Unimodal, first)
			near("what is explained", x.Shares["share"], share, 1e-8)
			middle := int((a.Modalities[first].Measured.(float64) + a.Modalities[x.Names["next"][0]].Measured.(float64)) / 2)
			near("what is explained in the run", 1-r.Values("lossNormalised")[middle], share, .03)
		case "over", "under", "fair", "turned", "undeserved":
			if !plain {
				continue
			}
			w, _ := regressed(set, s.Unimodal, first)
			dot, norm := 0.0, normOf(final[first])
			for i, v := range w[first] {
				dot += v * final[first][i]
			}
			times := dot / norm / norm
			if x.Key == "over" || x.Key == "under" {
				near("times", x.Counts["times"], times, 1e-6*(1+math.Abs(times)))
			}
			key := "over"
			switch {
			case norm < 1e-10:
				key = "undeserved"
			case times < -fairly:
				key = "turned"
			case math.Abs(times-1) <= fairly:
				key = "fair"
			case times < 1:
				key = "under"
			}
			if key != x.Key {
				fault("%v times its weight", times)
			}
		case "stopAlone", "stopAll":
			e := r.Values(GeneralisationError)
			if e[int(x.Epochs["epoch"])] > slices.Min(e)+.011*e[0] {
				fault("the error has been lower")
			}
			for m, row := range a.Modalities {
				t, learned := row.Measured.(float64)
				if later := learned && t > x.Epochs["epoch"]; later != slices.Contains(x.Names["others"], m) {
					fault("%s is learned at %v", row.Name, row.Measured)
				}
			}
		case "methodUntold":
			if s.Method != Adam {
				fault("%s is told", s.Method)
			}
		case "disagree":
			var said []int
			for m := range a.Modalities {
				if a.Modalities[m].Expected > 0 {
					said = append(said, m)
				}
			}
			slices.SortFunc(said, func(i, j int) int { return a.Modalities[i].Expected - a.Modalities[j].Expected })
			if !slices.Equal(said, x.Names["order"]) {
				fault("expected is %v", said)
			}
		}
	}
	return faults
}
