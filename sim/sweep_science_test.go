package sim

import (
	"math"
	"runtime"
	"slices"
	"testing"

	"unimodal-bias-lab/sim/tiles"
)

// TestRegionsAsPredicted: which modality is learned first and which explains more,
// all over the plane and more than a cell from where theory changes its mind.
//
// Under flow not one such cell disagrees, at any seed tried: what is finite about
// γ shows in the row of cells along a boundary only. Under descent those disagree
// that never learn, κ and |r| near their ends: the plateau's sharpness is 2Σ_yA,
// and for ηΣ_yA > 1 training leaves it again, oscillating, or runs away.
func TestRegionsAsPredicted(t *testing.T) {
	for _, method := range []string{GradientFlow, GradientDescent} {
		for _, rho := range []float64{-.6, 0, .6} {
			c := NewCells(newSweep(t, SweepPreference, 64, map[string]any{"rho": rho, "method": method}))
			var inside, agree, unstable, edge, edgeAgree int
			for j := range c.Y.Count {
				for i := range c.X.Count {
					got, want := c.Value(i, j), c.Theory(i, j)
					if atBoundary(c, i, j) {
						edge++
						if got == want {
							edgeAgree++
						}
						continue
					}
					inside++
					s := c.Scenario(i, j)
					switch {
					case got == want:
						agree++
					case method == GradientDescent && math.IsNaN(got) && s.Eta*max(c.pair.cross[0], c.pair.cross[1]) > 1:
						unstable++
					default:
						t.Errorf("%s, ρ %v, κ %.3f, r %.3f: region %v, theory says %v", method, rho, s.Kappa, s.R, got, want)
					}
				}
			}
			share := float64(agree) / float64(inside)
			t.Logf("%s, ρ = %v: %d of %d cells agree (%.2f %%), %d do not train; along the boundaries %d of %d",
				method, rho, agree, inside, 100*share, unstable, edgeAgree, edge)
			if share < .98 || inside < 3000 {
				t.Errorf("%s, ρ = %v: %d of %d cells agree", method, rho, agree, inside)
			}
		}
	}
}

// atBoundary reports whether theory says something else of a neighbour.
func atBoundary(c *Cells, i, j int) bool {
	for y := max(0, j-1); y <= min(j+1, c.Y.Count-1); y++ {
		for x := max(0, i-1); x <= min(i+1, c.X.Count-1); x++ {
			if c.Theory(x, y) != c.Theory(i, j) {
				return true
			}
		}
	}
	return false
}

// TestBriefIsWhole: regions are computed without waiting for the second modality,
// and are those of cells that do wait, also where descent turns out not to train.
func TestBriefIsWhole(t *testing.T) {
	for _, changes := range []map[string]any{
		{"method": GradientFlow, "rho": .9}, {"method": GradientFlow, "init": .5, "width": 2}, {"rho": -.9}, {"eta": .15, "rho": .5}, {"eta": .1, "init": .1},
	} {
		c := NewCells(newSweep(t, SweepPreference, 32, changes))
		for j := range c.Y.Count {
			for i := range c.X.Count {
				got, want := c.Value(i, j), math.NaN()
				if m := c.Measure(i, j); m.First >= 0 {
					want = c.quantity.measured(&m, c.pair.better())
				}
				if got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
					s := c.Scenario(i, j)
					t.Errorf("%v, κ %.3f, r %.3f: region %v in brief, %v to the end", changes, s.Kappa, s.R, got, want)
				}
			}
		}
	}
}

// TestRatiosAsPredicted: t_B/t_A comes to the form with signs kept, under descent
// to the one for its learning rate, as the initial weights become small.
func TestRatiosAsPredicted(t *testing.T) {
	for _, method := range []string{GradientFlow, GradientDescent} {
		before := math.Inf(1)
		for _, gamma := range []float64{1e-6, 1e-9, 1e-12} {
			c := NewCells(newSweep(t, SweepRatio, 32, map[string]any{"method": method, "init": gamma, "eta": .04}))
			var off []float64
			for j := range c.Y.Count {
				for i := range c.X.Count {
					if s := c.Scenario(i, j); s.Kappa >= 1.2 && s.Kappa <= 3 && math.Abs(s.Rho) <= .9 {
						off = append(off, math.Abs(c.Value(i, j)/c.Theory(i, j)-1))
					}
				}
			}
			slices.Sort(off)
			median := off[len(off)/2]
			t.Logf("%s, γ = %.0e: %d cells, median |measured/theory − 1| = %.4f, 95 %% are within %.4f", method, gamma, len(off), median, off[len(off)*95/100])
			if gamma == 1e-9 && !(median <= .03) {
				t.Errorf("%s, γ = %g: median %.4f", method, gamma, median)
			}
			if !(median < before) {
				t.Errorf("%s: median %.4f at γ = %g, %.4f at a larger one", method, median, gamma, before)
			}
			before = median
		}
	}
}

// TestErrorIsRatioOverTheory: the kind theory error is the kind ratio over what
// theory says there.
func TestErrorIsRatioOverTheory(t *testing.T) {
	for _, method := range []string{GradientFlow, GradientDescent} {
		changes := map[string]any{"method": method}
		e, r := NewCells(newSweep(t, SweepError, 32, changes)), NewCells(newSweep(t, SweepRatio, 32, changes))
		compared := 0
		for j := range e.Y.Count {
			for i := range e.X.Count {
				s := e.Scenario(i, j)
				p, err := Predict(s)
				if err != nil {
					t.Fatal(err)
				}
				got, ratio := e.Shown(i, j, e.Value(i, j)), r.Value(i, j)
				if math.IsNaN(ratio) {
					continue
				}
				compared++
				formula := p.Descent.Ratio
				if method == GradientFlow {
					formula = p.Signed.Ratio
				}
				if want := ratio / formula; math.Abs(got-want) > 1e-12*want {
					t.Errorf("%s, ρ %.3f, κ %.3f: error %v, want %v", method, s.Rho, s.Kappa, got, want)
				}
			}
		}
		if compared < 1000 {
			t.Errorf("%s: %d cells have a ratio", method, compared)
		}
	}
}

// TestTileOrder: a cell does not know what was computed before it: not the order
// of the tiles, nor another sweep in the same memory.
func TestTileOrder(t *testing.T) {
	flow, descent := map[string]any{"method": GradientFlow, "rho": .4}, map[string]any{"seed": 3, "rho": -.7}
	for _, pair := range [][2]Sweep{
		{newSweep(t, SweepRatio, 32, flow), newSweep(t, SweepMisattribution, 32, descent)},
		{newSweep(t, SweepPreference, 32, flow), newSweep(t, SweepOwn, 32, descent)},
		{newSweep(t, SweepDepthKappa, 32, descent), newSweep(t, SweepDepthRho, 32, flow)},
	} {
		var want [2][][]float64
		for k, s := range pair {
			c := NewCells(s)
			for n := range c.Tiles() {
				want[k] = append(want[k], c.Tile(nil, n))
			}
		}
		// Backwards, in turns, each with its own order of cells.
		shared := NewCells(pair[0])
		orders := [2]tiles.Order{shared.order, NewCells(pair[1]).order}
		for n := max(orders[0].Tiles, orders[1].Tiles) - 1; n >= 0; n-- {
			for k, s := range pair {
				if n >= orders[k].Tiles {
					continue
				}
				shared.Sweep, shared.quantity, shared.order = s, quantityNamed(s.Quantity), orders[k]
				if got := shared.Tile(nil, n); !slices.EqualFunc(got, want[k][n], func(a, b float64) bool {
					return math.Float64bits(a) == math.Float64bits(b)
				}) {
					t.Fatalf("%s, tile %d: %v backwards and beside %s, %v alone", s.Kind, n, got, pair[1-k].Kind, want[k][n])
				}
			}
		}
	}
}

// TestTilesAllocateNothing: a page may fill pictures for hours. Of deep networks
// the row fused in the first layer is left out: its network is a general one.
func TestTilesAllocateNothing(t *testing.T) {
	for _, kind := range []string{SweepPreference, SweepRatio, SweepMisattribution, SweepError, SweepDepthRho, SweepDepthKappa} {
		for _, method := range []string{GradientFlow, GradientDescent} {
			c := NewCells(newSweep(t, kind, 32, map[string]any{"method": method}))
			late := 0
			if c.Y.Key == "fusion" {
				late = 1
			}
			all := func() {
				for j := late; j < c.Y.Count; j++ {
					for i := range c.X.Count {
						c.Value(i, j)
					}
				}
			}
			if n := testing.AllocsPerRun(1, all); n != 0 { // it warms up
				t.Errorf("%s, %s: %v allocations", kind, method, n)
			}
		}
	}
	c := NewCells(newSweep(t, SweepPreference, 256, nil))
	var values []float64
	if n := testing.AllocsPerRun(10, func() { values = c.Tile(values[:0], 1) }); n != 0 {
		t.Errorf("a tile: %v allocations", n)
	}
}

// TestTimesAsPredicted: each modality is learned when its own prediction says so,
// whichever is first.
func TestTimesAsPredicted(t *testing.T) {
	flow, err := Default().With(map[string]any{"method": GradientFlow, "init": 1e-9})
	if err != nil {
		t.Fatal(err)
	}
	firsts := [2]int{}
	for _, quantity := range []string{QuantityTimeA, QuantityTimeB} {
		s, err := NewSweep(SweepChoice{Kind: SweepOwn, Cells: 32, X: "kappa", Y: "r", Quantity: quantity}, flow)
		if err != nil {
			t.Fatal(err)
		}
		c := NewCells(s)
		for _, at := range [][2]int{{6, 28}, {10, 22}, {22, 28}, {26, 30}} {
			measured, predicted := c.Value(at[0], at[1]), c.Theory(at[0], at[1])
			if !(math.Abs(predicted/measured-1) < .05) {
				t.Errorf("%s at %v: measured %v, predicted %v", quantity, at, measured, predicted)
			}
			firsts[c.Measure(at[0], at[1]).First]++
		}
	}
	if firsts[0] == 0 || firsts[1] == 0 {
		t.Errorf("one modality is first everywhere: %v", firsts)
	}
}

// TestCellsTakeLittleRoom: a cell that is trained whole ends long before it would have to, and takes
// no room for the epochs it never sees.
func TestCellsTakeLittleRoom(t *testing.T) {
	for _, changes := range []map[string]any{{"scenario": "adam"}, {"scenario": "xor-early"}} {
		c := NewCells(newSweep(t, SweepPreference, 32, changes))
		const cells = 8
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for i := range cells {
			c.Value(4*i, 20)
		}
		runtime.ReadMemStats(&after)
		if each := (after.TotalAlloc - before.TotalAlloc) / cells; each > 300<<10 {
			t.Errorf("%v: a cell takes %d KB", changes, each>>10)
		}
	}
}
