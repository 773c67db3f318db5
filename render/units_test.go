package render

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

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
		u.Show(runTo(t, at.slug, at.epoch), at.epoch)
		states[name] = u
	}
	return states
}

func TestUnitsGolden(t *testing.T) {
	words := wordsForTest(t)
	for name, u := range unitStates(t) {
		for _, sz := range weightSizes {
			for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				box := Rect{W: sz.w, H: sz.h}
				var s Scene
				u.Draw(&s, box, &theme, words)
				file := fmt.Sprintf("units-%s-%gx%g-%s", name, sz.w, sz.h, theme.Name)
				checkTexts(t, &s, box, file)
				checkKeys(t, file, &s)
				checkFinite(t, &s)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, file+".svg"), &s, sz, theme)
				}
				if name == "phase" || theme.Name == "light" && sz == weightSizes[2] {
					golden(t, file, record(&s))
				}
			}
		}
	}
}

// TestUnitsStandStill: from the first epoch to the last the axes are the same,
// they hold every unit, and they are not far wider than that.
func TestUnitsStandStill(t *testing.T) {
	for _, changes := range []map[string]any{
		{}, {"fusion": 1.}, {"rho": .5}, {"rho": -.6, "kappa": 3.}, {"width": 1.}, {"width": 3.}, {"width": 512., "epochs": 600.}, {"r": .375, "wB": .8},
		{"depth": 4., "fusion": 2., "init": .1, "epochs": 1600.}, {"depth": 3., "fusion": 1., "init": .1}, {"depth": 4., "fusion": 4., "init": .2, "width": 20., "epochs": 3000.},
	} {
		run := runOf(t, changes, 0)
		var u Units
		u.Show(run, 0)
		extent, farthest := u.Extent, 0.0
		for !run.Done() {
			run.Step()
			if run.Epoch()%20 > 0 {
				continue
			}
			u.Show(run, run.Epoch())
			if u.Extent != extent {
				t.Errorf("%v, epoch %d: the axes go from %g to %g", changes, run.Epoch(), extent, u.Extent)
				break
			}
			for _, p := range u.Points {
				farthest = math.Max(farthest, math.Max(math.Abs(p.A), math.Abs(p.B)))
			}
		}
		if farthest > extent || farthest < extent/4 {
			t.Errorf("%v: units go up to %g on axes up to %g", changes, farthest, extent)
		}
	}
}

// TestUnitsLieWhereTheyShould: marks are at the weights, equally scaled, those of
// late fusion on the axes.
func TestUnitsLieWhereTheyShould(t *testing.T) {
	theme, words := LightTheme(), wordsForTest(t)
	for name, u := range unitStates(t) {
		for _, sz := range weightSizes {
			var s Scene
			plot := u.Draw(&s, Rect{X: 3, Y: 4, W: sz.w, H: sz.h}, &theme, words)
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
				if a := strings.HasPrefix(m.Key, "units/A/"); a && (m.At.Y != zero.Y || m.Shape != Disc) {
					t.Errorf("%s, %v: %s is a %v at %v", name, sz, m.Key, m.Shape, m.At)
				}
				if b := strings.HasPrefix(m.Key, "units/B/"); b && (m.At.X != zero.X || m.Shape != Square) {
					t.Errorf("%s, %v: %s is a %v at %v", name, sz, m.Key, m.Shape, m.At)
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
	theme, words := LightTheme(), wordsForTest(t)
	run := runOf(t, map[string]any{"width": 512.}, 50)
	var s Scene
	var u Units
	rebuild := func() {
		s.Reset()
		u.Show(run, 50)
		u.Draw(&s, Rect{W: 420, H: 300}, &theme, words)
	}
	rebuild()
	if n := testing.AllocsPerRun(20, rebuild); n != 0 {
		t.Errorf("a warm rebuild allocates %v times", n)
	}
}

func TestUnitsSurviveAnything(t *testing.T) {
	theme := LightTheme()
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1, 1e308, 5e-324}
	for i, a := range odd {
		for j, b := range odd {
			u := Units{Names: []string{"A", "B"}, Width: i - 1, Early: i%2 == 0, Extent: a, Points: []UnitPoint{{a, b, 0}, {b, a, 1}, {0, 0, -1}, {0, b, j}}}
			for _, box := range []Rect{{W: 430, H: 280}, {W: 90, H: 60}, {W: 20, H: 10}, {}, {X: a, W: 300, H: b}} {
				var s Scene
				u.Draw(&s, box, &theme, Words{})
				checkFinite(t, &s)
				if box.W < 100 && len(s.Items()) > 0 {
					t.Errorf("%v: something is drawn in a box without room", box)
				}
			}
		}
	}
}

func BenchmarkUnits(b *testing.B) {
	theme := LightTheme()
	run := runOf(b, map[string]any{"width": 512.}, 50)
	var s Scene
	var u Units
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		u.Show(run, 50)
		u.Draw(&s, Rect{W: 640, H: 480}, &theme, Words{})
	}
}
