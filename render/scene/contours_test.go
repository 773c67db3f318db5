package scene

import (
	"math"
	"testing"
)

// Lines close up, part at a saddle, and stop where the field is unknown.
func TestTrace(t *testing.T) {
	const n = 21
	field := func(f func(x, y float64) float64) Lattice {
		l := Lattice{Columns: n, Rows: n}
		for j := range n {
			for i := range n {
				l.Values = append(l.Values, f(float64(i)-n/2, float64(j)-n/2))
			}
		}
		return l
	}
	var c Contours
	for _, k := range []struct {
		name  string
		f     func(x, y float64) float64
		level float64
		lines int
		round bool
	}{
		{"a ring", func(x, y float64) float64 { return math.Hypot(x, y) }, 6.3, 1, true},
		{"two branches", func(x, y float64) float64 { return (x + .1) * (y + .2) }, 3, 2, false},
		{"a saddle", func(x, y float64) float64 { return (x + .5) * (y + .5) }, .01, 2, false},
		{"a line that is cut", func(x, y float64) float64 {
			if math.Abs(x) < 3 {
				return math.NaN()
			}
			return y
		}, .5, 2, false},
		{"nothing", func(x, y float64) float64 { return 1 }, 1, 0, false},
	} {
		c.Trace(field(k.f), []float64{k.level})
		if len(c.Lines) != k.lines {
			t.Errorf("%s: %d lines", k.name, len(c.Lines))
			continue
		}
		for _, l := range c.Lines {
			points := c.Points[l.From:l.To]
			if round := points[0] == points[len(points)-1]; round != k.round || len(points) < 8 {
				t.Errorf("%s: round %t, %d points", k.name, round, len(points))
			}
			for i, p := range points[1:] {
				if d := math.Hypot(p.X-points[i].X, p.Y-points[i].Y); d > math.Sqrt2+1e-9 {
					t.Errorf("%s: a step of %g", k.name, d)
				}
			}
		}
	}
}

// TestTraceAtASaddle: in a cell whose corners are high and low by turns, a line cuts off
// the two corners that are unlike the centre.
func TestTraceAtASaddle(t *testing.T) {
	for _, c := range []struct {
		level float64
		alone [2]Point // the corners cut off
	}{
		{.4, [2]Point{{1, 0}, {0, 1}}}, // the centre, .5, is above the level: the low ones
		{.6, [2]Point{{0, 0}, {1, 1}}},
	} {
		var lines Contours
		lines.Trace(Lattice{Columns: 2, Rows: 2, Values: []float64{1, 0, 0, 1}}, []float64{c.level})
		if len(lines.Lines) != 2 {
			t.Fatalf("level %g: %d lines", c.level, len(lines.Lines))
		}
		for _, corner := range c.alone {
			found := false
			for _, l := range lines.Lines {
				a, z := lines.Points[l.From], lines.Points[l.To-1]
				found = found || math.Hypot(a.X-corner.X, a.Y-corner.Y) < .7 && math.Hypot(z.X-corner.X, z.Y-corner.Y) < .7
			}
			if !found {
				t.Errorf("level %g: no line cuts off %v: %v", c.level, corner, lines.Points)
			}
		}
	}
}
