package sim

import (
	"math"
	"math/rand/v2"
	"testing"

	"unimodal-bias-lab/sim/linalg"
)

// people is a population of which samples can be drawn: z = L g with g normal.
type people struct {
	set  *DataSet
	root []float64
	n    int
}

// anyPeople draws a population of two modalities of two inputs each, of which one target is a
// noisy sum.
func anyPeople(random *rand.Rand) people {
	const d, n = 4, 5
	root := make([]float64, n*n)
	for i := range d {
		for j := range i {
			root[i*n+j] = .4 * random.NormFloat64()
		}
		root[i*n+i] = .6 + random.Float64()
	}
	for i := range d {
		w := .3 + random.Float64()
		for j := range d {
			root[d*n+j] += w * root[i*n+j]
		}
	}
	root[d*n+d] = 1
	p := people{set: unnamed([]int{2, 2}, 1, nil), root: root, n: n}
	for i := range n {
		for j := i; j < n; j++ {
			p.set.Upper = append(p.set.Upper, linalg.Dot(root[i*n:(i+1)*n], root[j*n:(j+1)*n]))
		}
	}
	return p
}

// sample is a data set of so many rows of a population, in groups.
func (p people) sample(random *rand.Rand, rows, groups int) *DataSet {
	s := unnamed([]int{2, 2}, 1, make([]float64, len(p.set.Upper)))
	s.Rows = rows
	size := rows / groups
	for range groups {
		upper := make([]float64, len(s.Upper))
		for range size {
			g, z := make([]float64, p.n), make([]float64, p.n)
			for i := range g {
				g[i] = random.NormFloat64()
			}
			for i := range z {
				z[i] = linalg.Dot(p.root[i*p.n:(i+1)*p.n], g)
			}
			at := 0
			for i := range z {
				for j := i; j < p.n; j++ {
					upper[at] += z[i] * z[j] / float64(size)
					at++
				}
			}
		}
		for i, v := range upper {
			s.Upper[i] += v / float64(groups)
		}
		s.Groups = append(s.Groups, upper)
	}
	return s
}

// resampled takes all draws for a data set.
func resampled(t *testing.T, d *DataSet, rows int) *Resampling {
	t.Helper()
	own, err := Keep(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := mustPreset("own").With(map[string]any{"own": own, "init": 1e-6})
	if err != nil {
		t.Fatal(err)
	}
	r, why := NewResampling(s, rows)
	if r == nil {
		t.Fatalf("no resampling: %s", why)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestIntervalsCover: of the intervals that samples give, 90 to 98 % have in them what their population
// has, one sample from each of many populations; those from groups and those that know only how many rows there were.
func TestIntervalsCover(t *testing.T) {
	for _, from := range []string{FromGroups, FromGaussian} {
		const populations, rows = 100, 2048
		random := rand.New(rand.NewPCG(15, 4))
		inside, asked := map[string]int{}, map[string]int{}
		for range populations {
			p := anyPeople(random)
			d := p.sample(random, rows, 64)
			if from == FromGaussian {
				d.Groups, d.Rows = nil, 0
			}
			r := resampled(t, d, rows)
			truth, ok := r.foretell(p.set.Upper)
			if !ok || r.From != from {
				t.Fatalf("%v, from %s", ok, r.From)
			}
			s := r.Sensitivity()
			see := func(name string, b Band, want float64) {
				asked[name]++
				if b.Low <= want && want <= b.High {
					inside[name]++
				}
			}
			if s.Ratio != nil && !math.IsInf(truth.ratio(), 0) && !s.Close {
				see("ratio", *s.Ratio, truth.ratio())
			}
			for m, b := range s.Alone {
				see("alone", b, truth.alone[m])
			}
			see("explained", s.Explained, truth.explained)
		}
		t.Log(from, inside, asked)
		for name, n := range asked {
			if part := float64(inside[name]) / float64(n); n < populations/2 || part < .9 || part > .98 {
				t.Errorf("%s: %d of %d intervals of %s have it", from, inside[name], n, name)
			}
		}
	}
}

// TestDrawsAreSeeded: the same scenario gives the same draws, another seed others.
func TestDrawsAreSeeded(t *testing.T) {
	random := rand.New(rand.NewPCG(3, 1))
	d := anyPeople(random).sample(random, 640, 32)
	a, b := resampled(t, d, 0).Sensitivity(), resampled(t, d, 0).Sensitivity()
	if a.Explained != b.Explained || *a.Ratio != *b.Ratio {
		t.Errorf("%+v, then %+v", a, b)
	}
	s := resampled(t, d, 0).scenario
	s.Seed++
	other, _ := NewResampling(s, 0)
	for !other.Done() {
		other.Step()
	}
	if other.Sensitivity().Explained == a.Explained {
		t.Error("another seed draws the same")
	}
}

// TestFewRowsAreTooClose: what a million rows tell for sure, thirty do not, and without a number of rows
// nothing is said.
func TestFewRowsAreTooClose(t *testing.T) {
	d := unnamed([]int{1, 1}, 1, []float64{1, .2, .6, 1, .5, 1})
	few, many := resampled(t, d, 30).Sensitivity(), resampled(t, d, 1e6).Sensitivity()
	if !few.Close || few.Rival != 1 || many.Close || many.First[0] != 1 || many.Rival >= 0 || few.From != FromGaussian {
		t.Errorf("thirty rows: %+v, a million: %+v", few, many)
	}
	own, err := Keep(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := mustPreset("own").With(map[string]any{"own": own})
	if err != nil {
		t.Fatal(err)
	}
	if r, why := NewResampling(s, 0); r != nil || why != NoRows {
		t.Errorf("without rows: %v, %q", r, why)
	}
	if r, why := NewResampling(Default(), 100); r != nil || why != NoOwn {
		t.Errorf("not one's own data: %v, %q", r, why)
	}
}

// TestDrawsHaveTheirMoments: Gaussian draws have the given moments in the mean, and the spread of
// Wishart's distribution; those of a correlation matrix have ones on the diagonal.
func TestDrawsHaveTheirMoments(t *testing.T) {
	const rows, draws = 40, 4000
	for _, scale := range []float64{2, 1} {
		upper := []float64{scale, .3, .6, scale, .5, scale}
		r, why := NewResampling(resampled(t, unnamed([]int{1, 1}, 1, upper), rows).scenario, rows)
		if r == nil {
			t.Fatal(why)
		}
		mean, square := make([]float64, 6), make([]float64, 6)
		for range draws {
			for i, v := range r.drawGaussian() {
				mean[i] += v / draws
				square[i] += v * v / draws
			}
		}
		if unit := scale == 1; r.unit != unit || unit != (square[0] == 1 || math.Abs(square[0]-1) < 1e-9) {
			t.Errorf("scale %v: unit %v, a mean square of %v", scale, r.unit, square[0])
		}
		for i, v := range upper {
			if math.Abs(mean[i]-v) > .02*scale {
				t.Errorf("scale %v: entry %d is %v in the mean, not %v", scale, i, mean[i], v)
			}
		}
		// Var S_ij = (Σ_ij² + Σ_ii Σ_jj)/rows
		if want := (.09 + scale*scale) / rows; scale != 1 && math.Abs(square[1]-mean[1]*mean[1]-want) > .1*want {
			t.Errorf("entry 1 has the variance %v, not %v", square[1]-mean[1]*mean[1], want)
		}
	}
}

// TestTypicalRace: the race without the weights is that of very many units.
func TestTypicalRace(t *testing.T) {
	s := mustPreset("own")
	s.Width, s.Init = 512, 1e-6
	m, err := s.Moments()
	if err != nil {
		t.Fatal(err)
	}
	n, err := s.Network()
	if err != nil {
		t.Fatal(err)
	}
	_, typical := s.forecast(m)
	for i, want := range raced(&s, m.theory(), 0, n).Times {
		if got := typical[i] / s.Eta; math.Abs(got-want) > .01*want {
			t.Errorf("modality %d: %v without the weights, %v with them", i, got, want)
		}
	}
}
