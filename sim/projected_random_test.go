package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"testing"

	"gonum.org/v1/gonum/floats"
)

// TestProjectionAnywhere: from 3 layers to 6, every fusion layer, early and late among them,
// branches of unequal depth, widths from 20 to 200, a projected network follows the full one as
// closely as its residual says: at the order that a run of the page takes, of layers of one norm
// or weights of one size, and of the former at order 2, as runs of the paper's code are replayed.
func TestProjectionAnywhere(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(13, 1))
	between := func(lo, hi float64) float64 { return lo + random.Float64()*(hi-lo) }
	scales := [...][2]float64{3: {.05, .2}, 4: {.15, .3}, 5: {.3, .5}, 6: {.5, .7}}
	learned, count, early, late := 0, 0, 0, 0
	var worst [2]float64 // of layers of one norm, and of weights of one size
	for n := 0; count < 24; n++ {
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
		data, network, err := s.prepare(nil)
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
		if uneven == 0 {
			tried = append(tried, project(network, 2))
		}
		for _, b := range tried {
			r := trained(newProjectedRun(s, data, network, b))
			for i, column := range full.Columns() {
				off := floats.Distance(column.Values, r.Columns()[i].Values, math.Inf(1))
				allowed := b.Residual*math.Max(moves(column.Values), largest(column.Values)) + 1e-9
				if worst[uneven] = math.Max(worst[uneven], off/allowed); !(off <= allowed) {
					t.Errorf("%s, order %d: %s is off by %.2g, residual %.2g allows %.2g", name, b.Order, column.Name, off, b.Residual, allowed)
				}
			}
		}
	}
	t.Logf("%d networks, %d of them early, %d late, %d learn something: off by at most %.2f of what residuals allow, by layers and by weights of one size", count, early, late, learned, worst)
	if learned < 14 || early < 4 || late < 4 {
		t.Errorf("%d of %d networks learn anything, %d are early, %d late", learned, count, early, late)
	}
}
