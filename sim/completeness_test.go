package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

// What somebody who adds a parameter, a preset, a quantity or a diagram could forget.

// beside returns values of the choices that a parameter needs to count.
func beside(row *Parameter) map[string]any {
	changes := map[string]any{}
	for key, needed := range row.Needs {
		changes[key] = needed[0]
	}
	return changes
}

// valuesOf are some values of a parameter that differ.
func valuesOf(row *Parameter) (list []any) {
	switch {
	case row.Kind == "choice":
		for _, choice := range row.Choices {
			list = append(list, choice)
		}
	case row.Kind == "text":
		list = []any{ownExample, "1_1~1_0.1_1_2_1_9"}
	case row.Kind == "kept":
		for seed := 3; seed < 5; seed++ {
			list = append(list, broughtWeights(Default(), seed))
		}
	case row.Scale == "log":
		list = []any{row.Min * math.Pow(row.Max/row.Min, .5), row.Min * math.Pow(row.Max/row.Min, .8)}
	case row.Kind == "integer" && row.Max < 20:
		list = []any{math.Max(row.Min, 1), math.Max(row.Min, 1) + 1}
	default:
		list = []any{row.Min + .6*(row.Max-row.Min), row.Min + .9*(row.Max-row.Min)}
	}
	for i, v := range list {
		if x, ok := v.(float64); ok && row.Kind == "integer" {
			list[i] = math.Round(x)
		}
	}
	return list
}

// broughtWeights keeps weights that fit a scenario and that another seed draws, at γ = .02.
func broughtWeights(s Scenario, seed int) (name string) {
	s.Weights, s.Seed, s.Init = "", seed, .02
	n, err := s.random()
	if err != nil {
		panic(err)
	}
	if name, err = KeepWeights(n, "brought.json"); err != nil {
		panic(err)
	}
	return name
}

// TestEveryParameterCounts: no two values of a row of the table train the same run.
// Rows that do nothing are found here.
func TestEveryParameterCounts(t *testing.T) {
	for i := range parameters {
		row := &parameters[i]
		seen := map[string]any{}
		for _, v := range valuesOf(row) {
			changes := beside(row)
			changes["init"], changes["epochs"], changes["eta"] = .3, 40, .02
			switch row.Key {
			case "fusion", "skew": // where there is room for them
				changes["depth"], changes["fusion"] = 4, 3
			case "scaling": // where a modality has several inputs
				changes["task"], changes["dA"] = TaskWishart, 3
			case "masks":
				changes["dropout"] = .5
			}
			changes[row.Key] = v
			r := runTo(t, changes, wholeRun)
			saw := fmt.Sprint(r.Epoch(), r.Hash(r.Epoch()), r.Values("loss")[r.Epoch()])
			if other, twice := seen[saw]; twice {
				t.Errorf("%s: %v and %v train the same run", row.Key, other, v)
			}
			seen[saw] = v
		}
	}
}

// TestEveryAxisCounts: what can be an axis of an own diagram changes what its cells
// measure.
func TestEveryAxisCounts(t *testing.T) {
	for _, key := range SweepKeys() {
		other := "kappa"
		if key == other {
			other = "rho"
		}
		counts := false
		for _, base := range []map[string]any{nil, {"depth": 4, "fusion": 3, "init": .1}} {
			for _, quantity := range []string{QuantityTimeA, QuantityTimeB} {
				around, err := Default().With(base)
				if err != nil {
					t.Fatal(err)
				}
				s, err := NewSweep(SweepChoice{Kind: SweepOwn, Cells: 32, X: key, Y: other, Quantity: quantity}, around)
				if err != nil {
					t.Fatal(err)
				}
				c, first := NewCells(s), math.NaN()
				for i := range 4 {
					v := c.Value((s.X.Count-1)*(2*i+1)/8, s.Y.Count/2)
					if math.IsNaN(first) {
						first = v
					}
					counts = counts || !math.IsNaN(v) && v != first
				}
			}
		}
		if !counts {
			t.Errorf("%s changes nothing that cells measure: it is no axis", key)
		}
	}
}

// TestEveryScenarioHasItsDiagram: the diagram that goes with a preset is one there is,
// and cells of it can be trained.
func TestEveryScenarioHasItsDiagram(t *testing.T) {
	for _, p := range presets {
		kind := DiagramOf(p.slug)
		if kind == TheoryPlane {
			continue
		}
		s, err := NewSweep(SweepChoice{Kind: kind, Cells: 32}, mustPreset(p.slug))
		if err != nil {
			t.Errorf("%s goes with the diagram %q: %v", p.slug, kind, err)
			continue
		}
		c, known := NewCells(s), 0
		for i := range min(3, s.X.Count) {
			if !math.IsNaN(c.Value(i, s.Y.Count/2)) {
				known++
			}
		}
		if known == 0 {
			t.Errorf("%s: nothing is learned in its diagram %s", p.slug, kind)
		}
	}
}

// TestEveryDiagramIsWhole: a kind has a name of its own, and a quantity and axes that
// there are; what is not measured cell by cell is read off whole runs.
func TestEveryDiagramIsWhole(t *testing.T) {
	seen := map[string]bool{TheoryPlane: true}
	for i := range diagrams {
		d := &diagrams[i]
		if seen[d.kind] {
			t.Errorf("%s is there twice", d.kind)
		}
		seen[d.kind] = true
		if d.base == nil {
			t.Errorf("%s does not say which networks it is of", d.kind)
		}
		if d.own() {
			continue
		}
		q := quantityNamed(d.quantity)
		if q == nil {
			t.Errorf("%s shows %q, which is no quantity", d.kind, d.quantity)
			continue
		}
		if (q.measured == nil) != (d.epochs > 0) {
			t.Errorf("%s: whole runs: %v; measured cell by cell: %v", d.kind, d.epochs > 0, q.measured != nil)
		}
		if (q.measured == nil) != (q.ended != nil) {
			t.Errorf("%s is read off runs in two ways or none", d.kind)
		}
		if !slices.Contains([]string{GroupPlanes, GroupCharts, GroupRectified, GroupDeep, GroupRemedies}, d.menu()) || (d.menu() == GroupPlanes) != !d.chart() && d.group != "" && d.group != GroupRemedies {
			t.Errorf("%s is in the group %q of the menu", d.kind, d.menu())
		}
		if d.series != nil && d.series.Key != d.y {
			t.Errorf("%s has series of %q along %q", d.kind, d.series.Key, d.y)
		}
		if d.compares && q.predicted == nil {
			t.Errorf("%s compares with a prediction that there is not", d.kind)
		}
		if row := parameter(d.x); row == nil || !row.isNumber() {
			t.Errorf("%s: %q is no horizontal axis", d.kind, d.x)
		}
		if row := parameter(d.y); d.y != "" && (row == nil || !row.isNumber()) {
			t.Errorf("%s: %q is no vertical axis", d.kind, d.y)
		}
	}
	seen = map[string]bool{}
	for _, q := range quantities {
		if seen[q.Name] {
			t.Errorf("the quantity %s is there twice", q.Name)
		}
		seen[q.Name] = true
		if q.Own && (q.measured == nil || q.predicted == nil) {
			t.Errorf("%s can be chosen, but not be measured or predicted", q.Name)
		}
	}
}

// TestAnotherBuildIsRefused: a worker made of other sources does not take a sweep.
func TestAnotherBuildIsRefused(t *testing.T) {
	s := newSweep(t, SweepRatio, 32, nil)
	text := s.Encode()
	defer func(was string) { Build = was }(Build)
	Build = "another"
	if _, err := DecodeSweep(text); err == nil {
		t.Error("the sweep of another build was accepted")
	}
}

// TestUnknownNamesAreRefused: no name falls through to what happens to be the default.
func TestUnknownNamesAreRefused(t *testing.T) {
	s := newSweep(t, SweepRatio, 32, nil)
	for _, spoil := range []func(*Sweep){
		func(s *Sweep) { s.Quantity = "beauty" }, func(s *Sweep) { s.X.Key = "colour" },
	} {
		bad := s
		spoil(&bad)
		if _, err := DecodeSweep(bad.Encode()); err == nil {
			t.Errorf("%+v was accepted", bad)
		}
	}
	defer func() {
		if recover() == nil {
			t.Error("a diagram of no kind compares with something")
		}
	}()
	s.Kind = "heat"
	s.Compares()
}

// TestExactMeansExact: whatever is changed about a linear network, a run that has
// converged rests at the loss that its card calls exact. A parameter that moves it and
// is not in the theory is found here.
func TestExactMeansExact(t *testing.T) {
	for i := range parameters {
		row := &parameters[i]
		if row.Key == "activation" || row.Key == "slope" {
			continue // rectified units rest elsewhere, and have no such line
		}
		converged := 0
		for _, v := range valuesOf(row) {
			changes := beside(row)
			changes["init"], changes["epochs"], changes["eta"] = .02, 20000, .03
			switch row.Key {
			case "eta":
				v = math.Min(v.(float64), .05)
			case "init":
				v = math.Min(v.(float64), .02)
			case "beta2": // the steps of Adam do not fade
				changes["eta"] = 2e-4
			}
			changes[row.Key] = v
			r := runTo(t, changes, 0)
			for !r.Done() && r.Measure(r.Epoch()).Converged < 0 {
				for range 100 {
					r.Step()
				}
			}
			p, err := r.Predict()
			if err != nil {
				t.Fatal(err)
			}
			if r.Measure(r.Epoch()).Converged < 0 || r.ByPaths() {
				continue
			}
			converged++
			if got := r.Values("lossNormalised")[r.Epoch()]; math.Abs(got-p.FinalLoss) > 2e-6 {
				t.Errorf("%s = %v: it rests at %v of its loss, the card calls %v exact", row.Key, v, got, p.FinalLoss)
			}
		}
		if converged == 0 {
			t.Errorf("%s: no run converges, nothing was compared", row.Key)
		}
	}
}

// randomRemedies are none, one or two of them, of a strength with which a run is not stiff.
func (s *Scenario) randomRemedies(random *rand.Rand) {
	own := Default()
	s.Remedies, s.InitRatio, s.Scaling, s.Optimiser = own.Remedies, own.InitRatio, own.Scaling, own.Optimiser
	if s.Method = GradientDescent; random.IntN(2) == 0 {
		s.Method = GradientFlow
	}
	for range random.IntN(3) {
		switch random.IntN(8) {
		case 0:
			s.EtaRatio = .4 + 2*random.Float64()
		case 1:
			s.InitRatio = math.Pow(10, -2+3*random.Float64())
		case 2:
			s.Scaling = []string{ScaleStandard, ScaleWhiteEach, ScaleWhiteAll}[random.IntN(3)]
		case 3:
			s.Unimodal = random.Float64()
		case 4:
			s.Dropout = .7 * random.Float64()
		case 5:
			s.Decay = .3 * random.Float64()
		case 6:
			s.Modulation = random.Float64()
		case 7:
			s.Method, s.Beta = Momentum, .9*random.Float64()
		}
	}
}

// randomBase is a scenario of random values of the whole table, of which a diagram
// keeps what it shows and puts back the rest.
func randomBase(random *rand.Rand) Scenario {
	s := randomScenario(random)
	s.Width = 1 + random.IntN(40)
	s.Depth, s.Fusion = []int{2, 2, 2, 3, 4}[random.IntN(5)], 1+random.IntN(4)
	s.Init = math.Pow(10, -1-8*random.Float64())
	if s.Depth > 2 {
		s.Init = .02 + .1*random.Float64()
	}
	s.Eta = math.Pow(10, -2.5+1.3*random.Float64())
	s.WB, s.Rho, s.R = .2+random.Float64(), -.9+1.8*random.Float64(), .1+1.2*random.Float64()
	s.Fusion = min(s.Fusion, s.Depth)
	if s.Depth == 2 {
		s.DepthGap = 0
	}
	s.randomRemedies(random)
	s.repair(nobodyAsked)
	s.Fusion = min(s.Fusion, s.Depth)
	s.fitDepthGap()
	if s.Weights = ""; s.Draw%2 == 0 {
		s.Weights = broughtWeights(s, s.Seed+1)
	}
	return s
}

// TestResetsAreSaid: of the values of a scenario a diagram either keeps them or says
// which others it has in their place.
func TestResetsAreSaid(t *testing.T) {
	random := rand.New(rand.NewPCG(8, 1))
	for _, kind := range SweepKinds() {
		for range 20 {
			around := randomBase(random)
			around.Epochs = 777
			s, err := NewSweep(SweepChoice{Kind: kind, Cells: 32, X: "init", Y: "r", Quantity: QuantityRatio}, around)
			if err != nil {
				t.Fatal(err)
			}
			said, counts := s.Resets(around), around.Values()
			if v, ok := said["epochs"]; ok { // a cell takes as long as it takes
				t.Errorf("%s: %v epochs are said to be in place of %d", kind, v, around.Epochs)
			}
			for i := range parameters {
				row := &parameters[i]
				if row.Key == s.X.Key || row.Key == s.Y.Key || row.Key == "epochs" || !row.counts(counts) {
					continue
				}
				kept := row.value(&s.Base) == row.value(&around)
				if v, ok := said[row.Key]; ok == kept || ok && v != row.value(&s.Base) {
					t.Errorf("%s: %s is %v beside %v, and %v is said to be in its place", kind, row.Key, row.value(&s.Base), row.value(&around), v)
				}
			}
		}
	}
}

// TestCellIsItsScenario: whatever the scenario a diagram is opened from, a cell shows
// what the run shows that it becomes. A parameter that cells ignore and the diagram does
// not put back is found here. Every kind has a random stream of its own.
func TestCellIsItsScenario(t *testing.T) {
	for k, kind := range SweepKinds() {
		if row := diagramNamed(kind); row.epochs > 0 || kind == SweepDraws {
			continue // see their own tests
		}
		random := rand.New(rand.NewPCG(6, uint64(k)))
		compared := 0
		for tries := 0; tries < 40 || compared < 15 && tries < 300; tries++ { // many have no short run
			s, err := NewSweep(SweepChoice{Kind: kind, Cells: 64, X: "init", Y: "r", Quantity: QuantityMisattribution}, randomBase(random))
			if err != nil {
				t.Fatal(err)
			}
			c := NewCells(s)
			if compareCell(t, c, random.IntN(c.X.Count), random.IntN(c.Y.Count)) {
				compared++
			}
		}
		if compared < 15 {
			t.Errorf("%s: only %d cells could be compared", kind, compared)
		}
	}
}

// compareCell holds a cell beside a run of its scenario, if there is one that is short
// enough.
func compareCell(t *testing.T, c *Cells, i, j int) bool {
	t.Helper()
	s, m := c.Scenario(i, j), c.Measure(i, j)
	last := 0.0
	for _, at := range m.Times {
		if at > last {
			last = at
		}
	}
	if m.First < 0 || last > 15000 || last > 8000 && !s.TwoLayers() {
		return false // nothing is learned, or in more epochs than a run of the page can have, or a test the time
	}
	s.Epochs = int(last*1.3) + 10
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	if r.Diverged() != nil || r.rises > 0 {
		return false // the cell has looked away by then
	}
	want := r.Measure(min(int(last)+2, r.Epoch())) // when the cell stops: what falls back later, does so unseen
	// A run is read off linearly between two epochs, where a flow curves: by as much of
	// an epoch, and as much of a weight as it moves in that time, they may differ.
	tol, within := 1e-3, .15
	if s.Method == GradientDescent && s.TwoLayers() {
		tol, within = 1e-7, 0
	}
	if !s.TwoLayers() && !c.Full { // to first order in what a projection leaves out
		tol = .03
	}
	where := EncodeLink(s, 0)
	if m.First != want.First || m.Second != want.Second {
		t.Errorf("%s, %s: first %d second %d, the run says %d %d", c.Kind, where, m.First, m.Second, want.First, want.Second)
		return true
	}
	for k, at := range want.Times {
		if d := math.Abs(m.Times[k] - at); d > tol*math.Max(at, 50)+within {
			t.Errorf("%s, %s: t_%d = %v, the run says %v", c.Kind, where, k, m.Times[k], at)
		}
	}
	a, b := m.Misattribution, want.Misattribution
	if math.IsNaN(a) != math.IsNaN(b) {
		t.Errorf("%s, %s: mis-attribution %v, the run says %v", c.Kind, where, a, b)
		return true
	}
	if !math.IsNaN(b) {
		middle := int((want.Times[0] + want.Times[1]) / 2)
		weights := r.Weight(want.First)[max(0, middle-1) : middle+3]
		moved := (slices.Max(weights) - slices.Min(weights)) / math.Abs(weights[1]/(1+b))
		if math.Abs(a-b) > tol*(1+math.Abs(b))+2*within*moved {
			t.Errorf("%s, %s: mis-attribution %v, the run says %v", c.Kind, where, a, b)
		}
	}
	return true
}
