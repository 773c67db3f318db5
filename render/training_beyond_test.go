package render

import (
	"math"
	"slices"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestOneUnitForAll: where the plateau of A is far above its end its curve goes by the plateau, and the title of
// the axis says so; and whatever the run goes by, its ghost and pinned runs do, too.
func TestOneUnitForAll(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	far := runOf(t, map[string]any{"rho": -.623, "kappa": 2.278, "r": -.12}, 1000)
	near := runOf(t, nil, 1000)
	for _, c := range []struct {
		run, other *sim.Run
		beyond     bool
	}{{far, near, true}, {near, far, false}} {
		first := raceMoment(t, c.run, 1000).Prediction.First
		now := raceMoment(t, c.run, 1000)
		now.Ghost, now.Pins = c.other, []Pinned{{Run: c.other}}
		tr := NewTraining()
		tr.Show(now)
		of := func(run *sim.Run) float64 {
			if c.beyond {
				return run.PlateauNorm(first)
			}
			return run.FinalNorm(first)
		}
		if got, want := tr.series(first).at(1000), c.run.Norm(first)[1000]/of(c.run); math.Abs(got-want) > 1e-12 {
			t.Errorf("the curve ends at %v, want %v", got, want)
		}
		for name, curves := range map[string]*Training{"ghost": tr.Ghost, "pinned run": &tr.Pins[0].Curve} {
			if got, want := tr.shadowSeries(curves, first).at(1000), c.other.Norm(first)[1000]/of(c.other); math.Abs(got-want) > 1e-12 {
				t.Errorf("the %s ends at %v, want %v", name, got, want)
			}
		}
		var s scene.Scene
		tr.Draw(&s, scene.Rect{W: 876, H: 330}, &theme, words)
		title := textsOf(&s)["training/title/share"].Content
		if said := slices.Contains([]string{words["figure.training.yPlateau"], words["figure.training.yPlateauShort"]}, title); said != c.beyond {
			t.Errorf("plateau far above the end: %v, the axis is called %q", c.beyond, title)
		}
	}
}
