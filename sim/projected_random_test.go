package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// TestProjectionAnywhere: from 3 layers to 6, every fusion layer, early and late among them,
// branches of unequal depth, widths from 20 to 200, layers of one norm or weights of one size, the
// times of a projected network are as near those of the full one as [Projection.Within] says, at
// the order that a run of the page takes, and at order 2, as runs of the paper's code are replayed.
// So is, up to four layers and branches of one depth, every column, if its clock is off by as much;
// deeper, a weight on the rise multiplies that.
func TestProjectionAnywhere(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(13, 3))
	between := func(lo, hi float64) float64 { return lo + random.Float64()*(hi-lo) }
	scales := [...][2]float64{3: {.05, .2}, 4: {.15, .3}, 5: {.3, .5}, 6: {.5, .7}}
	learned, count, early, late := 0, 0, 0, 0
	columns := 0.0
	var worst [2]float64 // of layers of one norm, and of weights of one size
	for n := 0; count < 96; n++ {
		s := Default()
		s.Depth = 3 + n%4
		s.Fusion = 1 + n/4%s.Depth
		s.Kappa, s.Rho = between(.7, 2.5), between(-.6, .6)
		s.Width = int(20 * math.Pow(10, random.Float64()))
		s.Init = between(scales[s.Depth][0], scales[s.Depth][1])
		s.Seed, s.Epochs, s.Eta = random.IntN(1000), 1500, .1/max(s.Kappa*s.Kappa, 1)
		if s.Fusion > 1 && random.IntN(3) == 0 {
			s.DepthGap = random.IntN(3) - 1
		}
		if s.Check() != nil {
			continue
		}
		count++
		data, network, err := s.prepare(given{})
		if err != nil {
			t.Fatal(err)
		}
		name := fmt.Sprintf("L %d, L_f %d, skew %d, N %d, γ %.3f, κ %.2f, ρ %.2f", s.Depth, s.Fusion, s.DepthGap, s.Width, s.Init, s.Kappa, s.Rho)
		uneven := random.IntN(2)
		if uneven == 1 { // all weights of one size: the first and the last layer are much smaller
			name += ", weights of one size"
			drawGaussians(network.weights, uint64(s.Seed), 1, 1.3*s.Init/float64(s.Width))
		}
		full := trained(newLinearRun(s, data, network, FullWidth))
		if full.Diverged() != nil {
			t.Fatal(name, full.Diverged())
		}
		if full.Measure(s.Epochs).First >= 0 {
			learned++
		}
		switch s.Fusion {
		case 1:
			early++
		case s.Depth:
			late++
		}
		taken, _ := projectWithin(network, ResidualTolerance)
		var tried []*bases
		if taken != nil {
			tried = append(tried, taken)
		} else if uneven == 0 { // others train at full width
			t.Errorf("%s: no order is within the tolerance", name)
		}
		tried = append(tried, project(network, 2))
		for _, b := range tried {
			r := trained(newProjectedRun(s, data, network, b))
			for m, at := range full.Measure(s.Epochs).Times {
				if math.IsNaN(at) {
					continue
				}
				off, allowed := math.Abs(r.Measure(s.Epochs).Times[m]/at-1), b.Within()+1e-9
				if worst[uneven] = math.Max(worst[uneven], off/allowed); !(off <= allowed) {
					t.Errorf("%s, order %d: time %d is off by %.2g, %.2g is allowed", name, b.Order, m, off, allowed)
				}
			}
			if s.Depth > 4 || s.DepthGap != 0 {
				continue
			}
			for i, column := range full.Columns() {
				off := floats.Distance(column.Values, r.Columns()[i].Values, math.Inf(1))
				allowed := b.Within()*math.Max(moves(column.Values), largest(column.Values)) + 1e-9
				if columns = math.Max(columns, off/allowed); !(off <= allowed) {
					t.Errorf("%s, order %d: %s is off by %.2g, %.2g is allowed", name, b.Order, column.Name, off, allowed)
				}
			}
		}
	}
	t.Logf("%d networks, %d of them early, %d late, %d learn something: of what is allowed, times of layers and of weights of one size are off by at most %.2f, columns by %.2f", count, early, late, learned, worst, columns)
	if learned < 45 || early < 16 || late < 16 {
		t.Errorf("%d of %d networks learn anything, %d are early, %d late", learned, count, early, late)
	}
}
