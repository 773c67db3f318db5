package render

import (
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// TestBesideTheEnds: a chart keeps some room beside its first and its last point. Who
// points there means that point; a place before the first would be out of the list.
func TestBesideTheEnds(t *testing.T) {
	theme := scene.LightTheme()
	along := profileAlong(DiagramAxis{Key: "rho", Min: -.95, Max: .95, Points: true}, 39, func(float64) float64 { return 2 })
	plot := along.Draw(new(scene.Scene), scene.Rect{W: 422, H: 265}, &theme, testWords)
	for _, c := range []struct {
		name string
		x    float64
		want int
	}{
		{"left of the first point", plot.Rect.X + .5, 0},
		{"at the middle one", plot.At(0, 0).X, 19},
		{"right of the last point", plot.Rect.Right() - .5, 38},
	} {
		column, row, ok := plot.Cell(c.x, plot.Rect.Y+plot.Rect.H/2)
		if !ok || column != c.want || row != 0 {
			t.Errorf("%s: (%d, %d) %v, want column %d", c.name, column, row, ok, c.want)
		}
	}
}

// TestDecadesNeedALogarithm: within a decade equal differences are equally tall, which
// is easier to read; beyond one, small ratios would lie on the floor.
func TestDecadesNeedALogarithm(t *testing.T) {
	theme := scene.LightTheme()
	for _, c := range []struct {
		top float64
		log bool
	}{{9.5, false}, {10.5, true}} {
		p := profileAlong(DiagramAxis{Key: "rho", Min: -.95, Max: .95, Points: true}, 39, func(rho float64) float64 { return 1 + (c.top-1)*(rho+.95)/1.9 })
		list := new(scene.Scene)
		p.Draw(list, scene.Rect{W: 422, H: 265}, &theme, testWords)
		var grid []float64
		for _, s := range list.Strips() {
			if strings.HasPrefix(s.Key, "profile/grid/") {
				grid = append(grid, s.Points[0].Y)
			}
		}
		if len(grid) < 3 {
			t.Fatalf("up to %v there are %d levels", c.top, len(grid))
		}
		// Levels are crisp, which moves them by half a pixel.
		even := true
		for i := 2; i < len(grid); i++ {
			even = even && math.Abs(grid[i]-2*grid[i-1]+grid[i-2]) <= 2
		}
		if even == c.log {
			t.Errorf("up to %v the levels lie at %v", c.top, grid)
		}
	}
}
