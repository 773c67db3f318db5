package sim

import (
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// TestPublishedRows: every number of the tables stands in the reference files, and every
// row of what was measured in the tables.
func TestPublishedRows(t *testing.T) {
	seen := 0
	for activation, name := range map[string]string{Linear: "toy_sweep_linear.csv", ReLU: "toy_sweep_relu.csv"} {
		for _, row := range readTable(t, name) {
			found := false
			for _, p := range measuredThere {
				found = found || p.activation == activation && p.kappa == row["ratio"] && p.rho == row["rho"] &&
					p.ratio == row["time_ratio_mean"] && p.ratioSD == row["time_ratio_sd"] && p.mis == row["misattr_mean"] && p.misSD == row["misattr_sd"]
			}
			if seen++; !found {
				t.Errorf("%s: %v is not in the table", name, row)
			}
		}
	}
	if seen != len(measuredThere) {
		t.Errorf("%d rows in the files, %d in the table", seen, len(measuredThere))
	}
	var formula []map[string]float64
	for _, name := range []string{"theory_rho_sweep.csv", "theory_ratio_sweep.csv", "theory_init_sweep.csv"} {
		formula = append(formula, readTable(t, name)...)
	}
	for _, p := range formulaThere {
		if !slices.ContainsFunc(formula, func(row map[string]float64) bool {
			return row["Lf"] == float64(p.fusion) && row["ratio"] == p.kappa && row["rho"] == p.rho && row["init"] == p.init && row["lag_depth"] == p.ratio
		}) {
			t.Errorf("%+v is in no file", p)
		}
	}
}

// TestPublishedWhereTheyBelong: they come with the scenarios they are of only.
func TestPublishedWhereTheyBelong(t *testing.T) {
	for _, c := range []struct {
		kind    string
		changes map[string]any
		count   int
		sd      bool
	}{
		{SweepChartRho, map[string]any{"kappa": 3}, 5, true},
		{SweepChartRho, map[string]any{"kappa": 1.5, "seed": 4}, 5, true},
		{SweepChartRho, map[string]any{"kappa": 2}, 0, false},
		{SweepChartRho, map[string]any{"kappa": 3, "eta": .02}, 0, false},
		{SweepChartRho, map[string]any{"kappa": 3, "method": GradientFlow}, 0, false},
		{SweepChartKappa, map[string]any{"rho": .5}, 2, true},
		{SweepChartKappa, map[string]any{"rho": .5, "noise": .1}, 0, false},
		{SweepChartRho, map[string]any{"scenario": "intermediate"}, 5, false},
		{SweepChartKappa, map[string]any{"scenario": "intermediate", "fusion": 3}, 5, false},
		{SweepChartInit, nil, 5, false}, // four of the table of γ, one of that of ρ; at its smallest no network learns within a run
		{SweepChartFusion, nil, 1, false},
		{SweepDraws, nil, 0, false},
		{SweepChartMis, map[string]any{"kappa": 3}, 5, true},
		{SweepChartMis, nil, 0, false},
		{SweepChartMis, map[string]any{"scenario": "intermediate"}, 0, false},
		{SweepChartReluRho, nil, 5, true}, // from anywhere to where it was measured
		{SweepChartReluRho, map[string]any{"scenario": "wishart"}, 5, true},
		{SweepChartReluRho, map[string]any{"scenario": "relu"}, 0, false},
		{SweepChartReluRho, map[string]any{"scenario": "relu", "kappa": 1.5}, 5, true},
		{SweepChartReluRho, map[string]any{"scenario": "relu", "kappa": 1.5, "slope": .1}, 0, false},
		{SweepChartReluKappa, nil, 2, true},
		{SweepChartReluMis, nil, 5, true},
		{SweepChartXor, nil, 0, false},
		{SweepChartDeepRho, nil, 5, false},
		{SweepChartDeepKappa, map[string]any{"scenario": "intermediate", "fusion": 4}, 5, false},
	} {
		s := newSweep(t, c.kind, 32, c.changes)
		list := s.Published(nil)
		if len(list) != c.count {
			t.Errorf("%s, %v: %v", c.kind, c.changes, list)
		}
		for _, p := range list {
			if (p.SD > 0) != c.sd {
				t.Errorf("%s, %v: %+v", c.kind, c.changes, p)
			}
		}
	}
}

// TestPublishedElsewhere: a chart without measured numbers knows which value of the other
// parameter would bring some, and only such values.
func TestPublishedElsewhere(t *testing.T) {
	for _, c := range []struct {
		kind    string
		changes map[string]any
		key     string
		values  []float64
	}{
		{SweepChartRho, nil, "kappa", []float64{1.5, 3}},
		{SweepChartMis, map[string]any{"kappa": 2.5}, "kappa", []float64{1.5, 3}},
		{SweepChartReluRho, map[string]any{"scenario": "relu"}, "kappa", []float64{1.5, 3}},
		{SweepChartKappa, map[string]any{"rho": .4}, "rho", []float64{-.9, -.5, 0, .5, .9}},
		{SweepChartRho, map[string]any{"kappa": 3}, "", nil},
		{SweepChartRho, map[string]any{"noise": .5}, "kappa", nil},
		{SweepChartInit, nil, "", nil},
		{SweepChartXor, nil, "", nil},
		{SweepRatio, nil, "", nil},
	} {
		s := newSweep(t, c.kind, 32, c.changes)
		key, values := s.PublishedElsewhere()
		if !slices.Equal(values, c.values) || key != c.key {
			t.Errorf("%s, %v: %s %v, want %s %v", c.kind, c.changes, key, values, c.key, c.values)
		}
	}
}

// TestChartsBesidePublished: our points beside what the authors' program measured, on
// samples of its own: two of its standard deviations and 5 %, for the few runs of a point
// can happen to lie close.
func TestChartsBesidePublished(t *testing.T) {
	compared := 0
	for _, kind := range []string{SweepChartRho, SweepChartMis, SweepChartReluRho, SweepChartReluMis} {
		for _, kappa := range []float64{1.5, 3} {
			changes := map[string]any{"kappa": kappa}
			if kind == SweepChartReluRho || kind == SweepChartReluMis {
				changes["scenario"] = "relu"
			}
			c := NewCells(newSweep(t, kind, 32, changes))
			for _, p := range c.Published(nil) {
				i := slices.Index(c.X.Values(), p.X)
				if i < 0 {
					t.Fatalf("no point at ρ = %v: %v", p.X, c.X.Values())
				}
				got := c.Value(i, 0)
				if d := math.Abs(got - p.Mean); !(d <= 2*p.SD+.05*math.Abs(p.Mean)) {
					t.Errorf("%s, κ %v, ρ %v: %.4f, the paper's code says %.4f ± %.4f", kind, kappa, p.X, got, p.Mean, p.SD)
				}
				compared++
			}
		}
	}
	if compared != 40 {
		t.Errorf("%d points of 40", compared)
	}
}

// TestChartsAsPredicted: two layers, γ = 1e-9: within 3 % of the form for the
// learning rate where κ ≥ 1.2, all ρ with |ρ| ≤ 0.9, and flow within 3 % of the form with
// signs. Deep networks at γ = 0.1 are within 7 % of their mean field, but for late fusion, whose
// seeds scatter more.
func TestChartsAsPredicted(t *testing.T) {
	for _, c := range []struct {
		kind    string
		changes map[string]any
		of      func(Forms) float64
		lo, hi  float64
		skip    func(x float64) bool
	}{
		{SweepChartRho, nil, func(f Forms) float64 { return f.Descent }, .97, 1.03, func(x float64) bool { return math.Abs(x) > .9 }},
		{SweepChartRho, map[string]any{"method": GradientFlow}, func(f Forms) float64 { return f.Signed }, .97, 1.03, func(x float64) bool { return math.Abs(x) > .9 }},
		{SweepChartKappa, map[string]any{"rho": .5}, func(f Forms) float64 { return f.Descent }, .97, 1.03, func(x float64) bool { return x < 1.2 || x > 3 }},
		{SweepChartRho, map[string]any{"scenario": "intermediate"}, func(f Forms) float64 { return f.MeanField }, .93, 1.07, func(x float64) bool { return math.Abs(x) > .9 }},
		{SweepChartFusion, nil, func(f Forms) float64 { return f.MeanField }, .75, 1.25, func(float64) bool { return false }},
	} {
		cells := NewCells(newSweep(t, c.kind, 32, c.changes))
		least, most, compared := math.Inf(1), 0., 0
		for i, x := range cells.X.Values() {
			if c.skip(x) {
				continue
			}
			got := cells.Value(i, 0) / c.of(cells.Forms(x))
			least, most, compared = math.Min(least, got), math.Max(most, got), compared+1
			if !(got >= c.lo && got <= c.hi) {
				t.Errorf("%s, %v: at %v measured/predicted is %.3f", c.kind, c.changes, x, got)
			}
		}
		t.Logf("%s, %v: %d points, measured/predicted from %.3f to %.3f", c.kind, c.changes, compared, least, most)
		if compared < 4 {
			t.Errorf("%s: %d points", c.kind, compared)
		}
	}
}

// TestChartPoints: they lie from end to end, at numbers that a link can hold.
func TestChartPoints(t *testing.T) {
	for kind, want := range map[string][]float64{
		SweepChartRho: {-.95, -.9, -.5, 0, .35, .9, .95}, SweepChartKappa: {.25, .5, 1, 2, 4}, SweepChartInit: {.03, .3}, SweepChartFusion: {1, 2, 3, 4}, SweepDraws: {1, 2, 50},
		SweepChartMis: {-.95, -.9, -.5, 0, .95}, SweepChartReluKappa: {.5, 1, 2, 4}, SweepChartXor: {.25, 1, 1.5, 2, 3, 4}, SweepChartDeepRho: {-.9, -.5, 0, .9}, SweepChartDeepKappa: {1, 1.5, 2, 3}, SweepChartWidth: {10, 14, 20, 28, 40, 57, 80, 113, 160, 226, 320},
	} {
		s := newSweep(t, kind, 64, nil)
		values := s.X.Values()
		for _, v := range want {
			if !slices.Contains(values, v) {
				t.Errorf("%s: no point at %v: %v", kind, v, values)
			}
		}
		if values[0] != want[0] || values[len(values)-1] != want[len(want)-1] || !slices.IsSorted(values) {
			t.Errorf("%s: %v", kind, values)
		}
	}
}

// TestChangesLeadToTheCell: from anywhere to the scenario of a cell, which is in the
// same sweep.
func TestChangesLeadToTheCell(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for _, kind := range SweepKinds() {
		for _, slug := range Slugs() {
			from, err := Preset(slug)
			if err != nil {
				t.Fatal(err)
			}
			s, err := NewSweep(SweepChoice{Kind: kind, Cells: 32, X: "init", Y: "r", Quantity: "ratio"}, from)
			if err != nil {
				t.Fatal(err)
			}
			for range 5 {
				cell := s.Scenario(random.IntN(s.X.Count), random.IntN(s.Y.Count))
				to, err := from.With(s.Changes(cell))
				if err != nil {
					t.Fatalf("%s from %s: %v", kind, slug, err)
				}
				for key, v := range s.Changes(cell) {
					if to.Values()[key] != v {
						t.Errorf("%s from %s: %s is %v, not %v", kind, slug, key, to.Values()[key], v)
					}
				}
				if again, err := NewSweep(SweepChoice{Kind: kind, Cells: 32, X: "init", Y: "r", Quantity: "ratio"}, to); err != nil || again != s && s.Base.DepthGap == 0 {
					t.Fatalf("%s from %s: the sweep around the cell is %+v, was %+v (%v)", kind, slug, again, s, err)
				}
			}
		}
	}
}

// TestDrawsAreTheirScenarios: a draw shows what its scenario shows, and the
// predictions are as good as they are said to be: over the fifty draws, a median
// error below 15 % by norms, no more with directions, and none to speak of by following what grows.
func TestDrawsAreTheirScenarios(t *testing.T) {
	c := NewCells(newSweep(t, SweepDraws, 32, nil))
	var norms, directions, grown []float64
	for i := range c.X.Count {
		got := c.Value(i, 0)
		f := c.Forms(c.X.Value(i))
		norms, directions = append(norms, math.Abs(f.Paper/got-1)), append(directions, math.Abs(f.Directional/got-1))
		grown = append(grown, math.Abs(f.Grown/got-1))
		if i%10 != 0 {
			continue
		}
		s := c.Scenario(i, 0)
		want, err := Cell(s)
		if err != nil || want.TimeRatio != got || s.Draw != i+1 || s.Task != TaskWishart {
			t.Errorf("draw %d: %v, its scenario says %v (%v)", i+1, got, want.TimeRatio, err)
		}
		if c.Theory(i, 0) != f.Paper {
			t.Errorf("draw %d: theory %v, by norms %v", i+1, c.Theory(i, 0), f.Paper)
		}
	}
	slices.Sort(norms)
	slices.Sort(directions)
	slices.Sort(grown)
	median := func(v []float64) float64 { return (v[len(v)/2-1] + v[len(v)/2]) / 2 }
	n, d := median(norms), median(directions)
	t.Logf("median error by norms %.3f, by directions %.3f; the worst %.2f and %.2f", n, d, norms[49], directions[49])
	if !(n < .15 && d <= n && median(grown) < 1e-4 && grown[47] < .01) {
		t.Errorf("median error by norms %.3f, by directions %.3f", n, d)
	}
}

// TestPublishedWithinTheAxis: what was printed for a place beyond either end of the axis
// is left out; it would be drawn outside of the plot.
func TestPublishedWithinTheAxis(t *testing.T) {
	s := newSweep(t, SweepChartRho, 32, map[string]any{"kappa": 3})
	whole := s.Published(nil)
	if len(whole) < 3 {
		t.Fatalf("%d printed places", len(whole))
	}
	s.X.Min, s.X.Max = -.6, .6
	list := s.Published(nil)
	for _, p := range list {
		if p.X < s.X.Min || p.X > s.X.Max {
			t.Errorf("printed at %g, the axis goes from %g to %g", p.X, s.X.Min, s.X.Max)
		}
	}
	if len(list) == 0 || len(list) == len(whole) {
		t.Errorf("%d of %d printed places are within", len(list), len(whole))
	}
}
