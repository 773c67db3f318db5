package render

import (
	"maps"
	"math"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

var weightSizes = []size{{240, 200}, {300, 240}, {430, 280}, {358, 358}, {640, 480}}

// runOf trains a scenario that differs from the default one up to an epoch.
func runOf(t testing.TB, changes map[string]any, epoch int) *sim.Run {
	t.Helper()
	s, err := sim.Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for range epoch {
		run.Step()
	}
	return run
}

// unitStates are runs at moments worth looking at.
func unitStates(t *testing.T) map[string]Units {
	states := map[string]Units{}
	for name, at := range map[string]struct {
		slug  string
		epoch int
	}{
		"start": {"late", 0}, "rise": {"late", 118}, "phase": {"late", 300}, "end": {"late", 1000},
		"early-rise": {"early", 112}, "early": {"early", 400}, "intermediate": {"intermediate", 1200},
	} {
		var u Units
		u.Show(Moment{Run: runTo(t, at.slug, at.epoch), Epoch: at.epoch})
		states[name] = u
	}
	return states
}

// xorStates are runs of the xor task: before, between and after, and one that
// never learns xor.
func xorStates(t *testing.T) map[string]Units {
	states := map[string]Units{}
	for name, at := range map[string]struct {
		changes map[string]any
		epoch   int
	}{
		"late-start": {nil, 0}, "late-rise": {nil, 1380}, "late": {nil, 2500},
		"early-rise": {map[string]any{"fusion": 1, "init": 1e-6}, 1280}, "early": {map[string]any{"fusion": 1, "init": 1e-6}, 2500},
		"early-stuck": {map[string]any{"fusion": 1, "from": sim.Sample, "kappa": 3}, 2500},
	} {
		changes := map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500}
		maps.Copy(changes, at.changes)
		var u Units
		u.Show(Moment{Run: runOf(t, changes, at.epoch), Epoch: at.epoch})
		states["xor-"+name] = u
	}
	return states
}

func TestUnitsGolden(t *testing.T) {
	words := wordsForTest(t)
	states := unitStates(t)
	maps.Copy(states, xorStates(t))
	for name, u := range states {
		inEverySize(t, "units-"+name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { u.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
			return name == "phase" || name == "xor-late" && sz == weightSizes[2] || theme == "light" && sz == weightSizes[2]
		})
	}
}

// TestUnitsStandStill: of a run that is known the axes are the same at every epoch,
// they hold every unit, and they are hardly wider than that.
func TestUnitsStandStill(t *testing.T) {
	cases := []map[string]any{
		{}, {"fusion": 1.}, {"rho": .5}, {"rho": -.6, "kappa": 3.}, {"width": 1.}, {"width": 3.}, {"width": 512., "epochs": 600.}, {"r": .375, "wB": .8},
		{"depth": 4., "fusion": 2., "init": .1, "epochs": 1600.}, {"depth": 3., "fusion": 1., "init": .1}, {"depth": 4., "fusion": 4., "init": .2, "width": 20., "epochs": 3000.},
		{"activation": sim.ReLU}, {"activation": sim.ReLU, "fusion": 1.},
		{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2000.}, {"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 3000., "fusion": 1., "kappa": 1., "seed": 3.},
	}
	var runs []*sim.Run
	for _, changes := range cases {
		runs = append(runs, runOf(t, changes, 0))
	}
	for _, slug := range sim.Slugs() {
		runs = append(runs, runTo(t, slug, 0))
	}
	for _, run := range runs {
		what := run.Scenario()
		for !run.Done() {
			run.Step()
		}
		var u Units
		u.Show(Moment{Run: run, Epoch: 0})
		extent, farthest := u.Extent, 0.0
		for epoch := 0; epoch <= run.Epoch(); epoch += 1 + run.Epoch()/200 {
			u.Show(Moment{Run: run, Epoch: epoch})
			if u.Extent != extent {
				t.Errorf("%v, epoch %d: the axes go from %g to %g", what, epoch, extent, u.Extent)
				break
			}
			for i := range u.Points {
				p := &u.Points[i]
				shown := []float64{farthest, math.Abs(p.A), math.Abs(p.B), math.Abs(p.Plane[0]), math.Abs(p.Plane[1])}
				if u.sized() {
					shown = append(shown, p.size())
				}
				farthest = slices.Max(shown)
			}
		}
		if farthest > extent || farthest < extent/1.25 {
			t.Errorf("%v: units go up to %g on axes up to %g", what, farthest, extent)
		}
	}
}

// TestUnitsOfUnfinishedRunHaveAxes: those of a run that is still computed stand where theory
// expects the units to go, and hold what there is.
func TestUnitsOfUnfinishedRunHaveAxes(t *testing.T) {
	run := runOf(t, nil, 300)
	var u Units
	u.Show(Moment{Run: run, Epoch: 300})
	farthest := 0.0
	for _, p := range u.Points {
		farthest = max(farthest, math.Abs(p.A), math.Abs(p.B))
	}
	if farthest > u.Extent || farthest < u.Extent/4 {
		t.Errorf("units go up to %g on axes up to %g", farthest, u.Extent)
	}
}

// TestUnitsSayWhatIsThere: the remark says what the units of a scenario do at that time,
// and every sentence is one that some run can bring about.
func TestUnitsSayWhatIsThere(t *testing.T) {
	said := map[string]bool{}
	for _, c := range []struct {
		changes map[string]any
		epoch   int
		key     string
		first   int
	}{
		{nil, 0, "none", 0}, {nil, 300, "one", 0}, {nil, 1000, "axes", 0},
		{map[string]any{"kappa": .5}, 600, "one", 1},
		{map[string]any{"fusion": 1.}, 400, "line", 0},
		{map[string]any{"fusion": 1., "init": .5}, 5, "both", 0},
		{map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500}, 600, "one", 0},
		{map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500}, 2500, "diagonals", 1},
		{map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500, "init": 1.}, 1, "plane", 0},
		{map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500, "fusion": 1, "from": sim.Sample, "kappa": 3}, 2500, "along", 0},
		{map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2500, "fusion": 1, "init": 1e-6}, 2500, "sized", 0},
	} {
		run := runOf(t, c.changes, 0)
		for !run.Done() {
			run.Step()
		}
		var u Units
		u.Show(Moment{Run: run, Epoch: c.epoch})
		if key, first := u.Observation(); key != "figure.units.say."+c.key || first != c.first {
			t.Errorf("%v, epoch %d: %q of modality %d, want %q of %d", c.changes, c.epoch, key, first, c.key, c.first)
		}
		said[c.key] = true
	}
	for key := range wordsForTest(t) {
		if name, ok := strings.CutPrefix(key, "figure.units.say."); ok && !said[name] {
			t.Errorf("%q is said of no run here", key)
		}
	}
}

// TestUnitsRemarkHasRoom: at every size of the page the sentence is there, inside the panel,
// and a title keeps a distance from the number of units.
func TestUnitsRemarkHasRoom(t *testing.T) {
	words := wordsForTest(t)
	states := unitStates(t)
	maps.Copy(states, xorStates(t))
	for name, u := range states {
		for _, sz := range []size{{412, 254}, {430, 280}, {358, 358}, {640, 480}} {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
				if theme.SmallSize > 20 && sz.w < 600 {
					continue
				}
				var s scene.Scene
				u.Draw(&s, scene.Rect{W: sz.w, H: sz.h}, &theme, words)
				var title, count scene.Rect
				said := false
				for _, text := range s.Texts() {
					b := text.Bounds()
					if strings.HasPrefix(text.Key, "units/say") {
						said = true
						if b.X < -1e-9 || b.Right() > sz.w+1 || b.Bottom() > sz.h+1 {
							t.Errorf("%s, %v, %s: %q lies at %v", name, sz, theme.Name, text.Content, b)
						}
					}
					if strings.HasPrefix(text.Key, "units/title/B") && text.Anchor == scene.Start {
						title = b
					}
					if text.Key == "units/remark" {
						count = b
					}
				}
				if !said {
					t.Errorf("%s, %v, %s: nothing is said", name, sz, theme.Name)
				}
				if count.W > 0 && title.W > 0 && count.X-title.Right() < theme.SmallSize {
					t.Errorf("%s, %v, %s: the title at %v touches the number at %v", name, sz, theme.Name, title, count)
				}
			}
		}
	}
}

// TestUnitsLieWhereTheyShould: marks are at the weights, equally scaled, those of
// late fusion on the axes.
func TestUnitsLieWhereTheyShould(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for name, u := range unitStates(t) {
		for _, sz := range weightSizes {
			var s scene.Scene
			plot := u.Draw(&s, scene.Rect{X: 3, Y: 4, W: sz.w, H: sz.h}, &theme, words).Weights
			zero := plot.At(0, 0)
			if math.Abs(zero.X-plot.Rect.X-plot.Rect.W/2) > 1e-6 || math.Abs(zero.Y-plot.Rect.Y-plot.Rect.H/2) > 1e-6 {
				t.Errorf("%s, %v: zero lies at %v in %v", name, sz, zero, plot.Rect)
			}
			one := plot.At(u.Extent, u.Extent)
			if math.Abs((one.X-zero.X)-(zero.Y-one.Y)) > 1e-6 || !plot.Rect.Inset(-1e-6).Contains(one.X, one.Y) {
				t.Errorf("%s, %v: the extent lies at %v", name, sz, one)
			}
			if len(s.Marks()) != len(u.Points) {
				t.Errorf("%s, %v: %d marks for %d units", name, sz, len(s.Marks()), len(u.Points))
			}
			for _, m := range s.Marks() {
				if a := strings.HasPrefix(m.Key, "units/A/"); a && (m.At.Y != zero.Y || m.Shape != scene.Disc) {
					t.Errorf("%s, %v: %s is a %v at %v", name, sz, m.Key, m.Shape, m.At)
				}
				if b := strings.HasPrefix(m.Key, "units/B/"); b && (m.At.X != zero.X || m.Shape != scene.Square) {
					t.Errorf("%s, %v: %s is a %v at %v", name, sz, m.Key, m.Shape, m.At)
				}
			}
		}
	}
}

// TestUnitsOfXorLieWhereTheyShould: those of B in the plane of its inputs, those of A
// on their strip at the same scale, those of both at what they read from A and how much
// from B, in the hues of these; the larger the weight to the output the larger the mark.
func TestUnitsOfXorLieWhereTheyShould(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for name, u := range xorStates(t) {
		for _, sz := range weightSizes {
			var s scene.Scene
			plot := u.Draw(&s, scene.Rect{X: 3, Y: 4, W: sz.w, H: sz.h}, &theme, words).Weights
			if len(s.Marks()) != len(u.Points) || !u.Plane {
				t.Fatalf("%s, %v: %d marks for %d units", name, sz, len(s.Marks()), len(u.Points))
			}
			strip := u.strip(&plot, &theme)
			for i, m := range s.Marks() {
				p := u.Points[i]
				want := plot.At(p.Plane[0], p.Plane[1])
				if u.Early {
					want = plot.At(p.A, math.Hypot(p.Plane[0], p.Plane[1]))
				}
				if p.Branch == 0 {
					want = scene.Point{X: strip.X + strip.W/2, Y: plot.At(0, p.A).Y}
					if strip.X < plot.Rect.Right() || strip.Right() > plot.Box.Right() {
						t.Errorf("%s, %v: the strip is at %v beside %v", name, sz, strip, plot.Rect)
					}
				}
				if m.At != want {
					t.Errorf("%s, %v: unit %d lies at %v, want %v", name, sz, i, m.At, want)
				}
				readsB := p.Branch == 1 || p.Branch < 0 && p.A*p.A < p.Plane[0]*p.Plane[0]+p.Plane[1]*p.Plane[1]
				// A half and half unit has a hue between: one of a quarter and more is told.
				if a, b := p.A*p.A, p.Plane[0]*p.Plane[0]+p.Plane[1]*p.Plane[1]; (m.Shape == scene.Square) != readsB || (readsB != (m.Fill.B > m.Fill.R) && math.Abs(a-b) > .25*(a+b)) {
					t.Errorf("%s, %v: unit %d, %+v, is a %v in %v", name, sz, i, p, m.Shape, m.Fill)
				}
				if i > 0 && u.Points[i-1].Branch == p.Branch && s.Marks()[i-1].Shape == m.Shape && (math.Abs(u.Points[i-1].Out) < math.Abs(p.Out)-1e-9) != (s.Marks()[i-1].Radius < m.Radius-1e-9) && math.Abs(p.Out) < u.Most && math.Abs(p.Out-u.Points[i-1].Out) > 1e-3 {
					t.Errorf("%s, %v: units %d and %d have radii %v and %v for weights %v and %v", name, sz, i-1, i, s.Marks()[i-1].Radius, m.Radius, u.Points[i-1].Out, p.Out)
				}
			}
		}
	}
}

func TestNiceAbove(t *testing.T) {
	for v, want := range map[float64]float64{.36: .4, .4: .4, 1: 1, 1.01: 1.5, 7: 8, 8.2: 10, .0021: .003, 0: 1, math.NaN(): 1, math.Inf(1): 1} {
		if got := niceAbove(v); math.Abs(got-want) > 1e-12 {
			t.Errorf("above %v is %v, want %v", v, got, want)
		}
	}
}

func TestUnitsRebuildAllocatesNothing(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for _, changes := range []map[string]any{
		{"width": 512.}, {"task": sim.TaskXor, "activation": sim.ReLU}, {"task": sim.TaskXor, "activation": sim.ReLU, "fusion": 1.},
	} {
		run := runOf(t, changes, 50)
		var s scene.Scene
		var u Units
		rebuild := func() {
			s.Reset()
			u.Show(Moment{Run: run, Epoch: 50})
			u.Draw(&s, scene.Rect{W: 420, H: 300}, &theme, words)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%v: a warm rebuild allocates %v times", changes, n)
		}
	}
}

func TestUnitsSurviveAnything(t *testing.T) {
	withOddNumbers(t, func(i, j int, a, b float64) drawing {
		u := Units{Names: []string{"A", "B"}, Width: i - 1, Early: i%2 == 0, Plane: j%2 == 0, Extent: a, Most: b, Points: []UnitPoint{{a, b, 0, [2]float64{b, a}, a}, {b, a, 1, [2]float64{a, 0}, b}, {0, 0, -1, [2]float64{}, 0}, {0, b, j, [2]float64{b, b}, 1}}}
		return func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { u.Draw(s, box, theme, scene.Words{}) }
	})
}

func BenchmarkUnits(b *testing.B) {
	theme := scene.LightTheme()
	run := runOf(b, map[string]any{"width": 512.}, 50)
	var s scene.Scene
	var u Units
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		u.Show(Moment{Run: run, Epoch: 50})
		u.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, scene.Words{})
	}
}
