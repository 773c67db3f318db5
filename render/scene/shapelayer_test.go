package scene

import (
	"encoding/json"
	"strings"
	"testing"
)

// shapes is what a page makes of differences.
type shapes struct {
	elements map[string]string
	order    []string
}

// apply takes a difference in, as the page does.
func (p *shapes) apply(t *testing.T, diff []byte) (changed int) {
	t.Helper()
	var d struct {
		Changed [][2]string
		Order   []string
	}
	if err := json.Unmarshal(diff, &d); err != nil {
		t.Fatalf("%v in %s", err, diff)
	}
	if p.elements == nil {
		p.elements = map[string]string{}
	}
	for _, c := range d.Changed {
		p.elements[c[0]] = c[1]
	}
	if d.Order != nil {
		kept := map[string]string{}
		for _, key := range d.Order {
			if p.elements[key] == "" {
				t.Errorf("the order names %s, of which nothing was told", key)
			}
			kept[key] = p.elements[key]
		}
		p.elements, p.order = kept, d.Order
	}
	return len(d.Changed)
}

// svg is the whole of it.
func (p *shapes) svg() string {
	var lines []string
	for _, key := range p.order {
		lines = append(lines, p.elements[key])
	}
	return strings.Join(lines, "\n")
}

// whole is what the SVG writer makes of the shapes of a scene.
func whole(t *testing.T, s *Scene) string {
	t.Helper()
	var b strings.Builder
	theme := LightTheme()
	if err := s.WriteSVG(&b, 100, 100, &theme); err != nil {
		t.Fatal(err)
	}
	var lines []string
	for _, line := range strings.Split(b.String(), "\n")[2:] { // after <svg> and the paper
		if line != "" && line != "</svg>" && !strings.HasPrefix(line, "<text") {
			lines = append(lines, line)
		}
	}
	return strings.Join(lines, "\n")
}

// TestShapesAreTheFile: whatever changes from frame to frame, what the differences add up to is the SVG of the scene.
func TestShapesAreTheFile(t *testing.T) {
	red, blue := RGB(0xff0000), RGB(0x0000ff)
	frame := func(s *Scene, n int) {
		s.Reset()
		s.AddRect("paper", Rect{0, 0, 100, 100}, red)
		pen := s.Pen(Strip{Key: "curve", Width: 2, Colour: blue})
		for i := range 5 + n {
			pen.LineTo(Point{float64(i), float64(i * n)})
		}
		pen.Lift()
		if n%2 == 1 {
			s.AddLine("between", Point{0, 0}, Point{9, 9}, 1, red, [2]float64{4, 2})
		}
		for i := range 3 { // alike, but for their place
			s.AddMark(Mark{Key: "dot", At: Point{float64(10 * i), float64(n)}, Radius: 3, Fill: red})
		}
		band := s.Outline()
		band.Add(Point{0, 1}, Point{5, 1}, Point{0, 4}, Point{5, float64(4 + n)})
		band.Band("band", blue)
		lines := s.Outline()
		lines.Add(Point{1, 1}, Point{2, float64(2 + n)})
		lines.Lines("hatch", 1, red)
		s.AddCells(Cells{Key: "cells", Rect: Rect{0, 0, 10, 10}, Columns: 1, Rows: 1, Pixels: []byte{byte(n), 0, 0, 255}, Version: n})
		s.AddText(Text{Key: "word", Content: "word", X: 5, Y: 5, Size: 10, Weight: 400})
		if n > 2 {
			s.AddMark(Mark{Key: "last", At: Point{1, 1}, Shape: Square, Radius: 3, Fill: red, Ring: blue, RingW: 1})
		}
	}
	var s Scene
	var layer ShapeLayer
	var page shapes
	for _, n := range []int{0, 1, 2, 3, 4, 0, 0} {
		frame(&s, n)
		page.apply(t, layer.AppendDiff(nil, &s))
		if got, want := page.svg(), whole(t, &s); got != want {
			t.Fatalf("frame %d:\n%s\nwant\n%s", n, got, want)
		}
	}
	if n := page.apply(t, layer.AppendDiff(nil, &s)); n != 0 {
		t.Errorf("%d changes of a scene that is the same", n)
	}
	buffer := make([]byte, 0, 1<<12)
	if n := testing.AllocsPerRun(20, func() { layer.AppendDiff(buffer, &s) }); n > 0 {
		t.Errorf("%v allocations where nothing changes", n)
	}
}
