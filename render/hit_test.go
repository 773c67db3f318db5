package render

import (
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
)

func TestHitTest(t *testing.T) {
	tr := lateState(0)
	theme := scene.LightTheme()
	box := scene.Rect{X: 100, Y: 50, W: 640, H: 300}
	plots := []scene.Plot{tr.Plot(box, &theme, testWords)}
	p := plots[0]
	for _, c := range []struct{ x, epoch float64 }{
		{p.Rect.X, 0}, {p.Rect.X + p.Rect.W/4, 250}, {p.Rect.Right(), 1000}, {box.X, 0}, {box.Right(), 1000},
	} {
		hit, ok := scene.HitTest(plots, c.x, 200)
		if !ok || hit.Panel != TrainingPanel || math.Abs(hit.Epoch-c.epoch) > 1e-9 {
			t.Errorf("at x = %g: %v %v, want epoch %g", c.x, hit, ok, c.epoch)
		}
		if c.x > p.Rect.X && math.Abs(p.Epoch(p.X(c.epoch))-c.epoch) > 1e-9 {
			t.Errorf("X and Epoch are no inverses at %g", c.epoch)
		}
	}
	if _, ok := scene.HitTest(plots, 50, 200); ok {
		t.Error("a hit beside the panel")
	}
	if _, ok := scene.HitTest(plots, math.NaN(), 200); ok {
		t.Error("a hit at NaN")
	}
}
