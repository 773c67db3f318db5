package raster

import (
	"image"
	"image/color"
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
)

var (
	white = color.NRGBA{0xff, 0xff, 0xff, 0xff}
	red   = color.NRGBA{0xd0, 0x20, 0x10, 0xff}
	half  = color.NRGBA{0, 0, 0, 0x80}
)

// drawn paints a scene of 20 by 20 pixels, two device pixels each.
func drawn(add func(s *scene.Scene)) *image.RGBA {
	var s scene.Scene
	add(&s)
	p := New(20, 20, 2, white)
	p.Draw(&s, scene.Point{})
	return p.Image
}

// at is the colour at a place in CSS pixels.
func at(m *image.RGBA, x, y float64) color.NRGBA {
	return color.NRGBAModel.Convert(m.At(int(2*x), int(2*y))).(color.NRGBA)
}

func near(a, b color.NRGBA) bool {
	d := func(x, y uint8) bool { return math.Abs(float64(x)-float64(y)) <= 2 }
	return d(a.R, b.R) && d(a.G, b.G) && d(a.B, b.B)
}

// Every kind of item is where the SVG painter puts it, in its colour, and nowhere else.
func TestItems(t *testing.T) {
	grey := color.NRGBA{0x7f, 0x7f, 0x7f, 0xff}
	box := func(s *scene.Scene) scene.Outline {
		o := s.Outline()
		o.Add(scene.Point{X: 5, Y: 5}, scene.Point{X: 15, Y: 5})
		return o
	}
	for name, c := range map[string]struct {
		add     func(s *scene.Scene)
		within  []scene.Point
		colour  color.NRGBA
		without []scene.Point
	}{
		"area": {func(s *scene.Scene) { s.AddRect("a", scene.Rect{X: 5, Y: 5, W: 10, H: 10}, half) },
			[]scene.Point{{X: 5, Y: 5}, {X: 14, Y: 14}}, grey, []scene.Point{{X: 4, Y: 10}, {X: 15, Y: 10}, {X: 10, Y: 15.5}}},
		"band": {func(s *scene.Scene) {
			o := box(s)
			o.Add(scene.Point{X: 5, Y: 15}, scene.Point{X: 15, Y: 15})
			o.Band("b", half)
		}, []scene.Point{{X: 5, Y: 5}, {X: 14, Y: 14}}, grey, []scene.Point{{X: 4, Y: 10}, {X: 15, Y: 10}}},
		"segments": {func(s *scene.Scene) { box(s).Lines("s", 4, half) },
			[]scene.Point{{X: 6, Y: 4}, {X: 14, Y: 6}}, grey, []scene.Point{{X: 4, Y: 5}, {X: 15.5, Y: 5}, {X: 10, Y: 8}}},
		"strip with a bend": {func(s *scene.Scene) {
			pen := s.Pen(scene.Strip{Key: "p", Width: 4, Colour: half})
			for _, q := range []scene.Point{{X: 3, Y: 5}, {X: 15, Y: 5}, {X: 15, Y: 17}} {
				pen.LineTo(q)
			}
			pen.Lift()
		}, []scene.Point{{X: 4, Y: 5}, {X: 14.5, Y: 5.5}, {X: 15.5, Y: 4.5}, {X: 15, Y: 16}}, grey, []scene.Point{{X: 2, Y: 5}, {X: 16.7, Y: 3.2}, {X: 10, Y: 10}, {X: 15, Y: 18}}},
		"dashes": {func(s *scene.Scene) {
			s.AddLine("d", scene.Point{X: 0, Y: 10}, scene.Point{X: 20, Y: 10}, 2, red, [2]float64{4, 4})
		}, []scene.Point{{X: 1, Y: 10}, {X: 9, Y: 10}, {X: 17, Y: 10}}, red, []scene.Point{{X: 5.5, Y: 10}, {X: 14, Y: 10}}},
		"disc with a ring": {func(s *scene.Scene) {
			s.AddMark(scene.Mark{At: scene.Point{X: 10, Y: 10}, Radius: 4, Fill: red, Ring: half, RingW: 2})
		}, []scene.Point{{X: 10, Y: 10}, {X: 13, Y: 10}}, red, []scene.Point{{X: 17, Y: 10}, {X: 15, Y: 15}}},
		"ring": {func(s *scene.Scene) {
			s.AddMark(scene.Mark{At: scene.Point{X: 10, Y: 10}, Radius: 4, Ring: half, RingW: 2})
		}, []scene.Point{{X: 15, Y: 10}, {X: 13, Y: 10}}, grey, []scene.Point{{X: 10, Y: 10}, {X: 17, Y: 10}}},
		"square": {func(s *scene.Scene) {
			s.AddMark(scene.Mark{At: scene.Point{X: 10, Y: 10}, Radius: 4, Shape: scene.Square, Fill: red})
		}, []scene.Point{{X: 7, Y: 7}, {X: 13, Y: 13}}, red, []scene.Point{{X: 5.5, Y: 10}, {X: 14.5, Y: 10}}},
		"cells": {func(s *scene.Scene) {
			s.AddCells(scene.Cells{Key: "c", Rect: scene.Rect{X: 4, Y: 4, W: 12, H: 6}, Columns: 2, Rows: 1, Pixels: []byte{red.R, red.G, red.B, 0xff, 0xff, 0xff, 0xff, 0xff}})
		}, []scene.Point{{X: 4, Y: 4}, {X: 9, Y: 9}}, red, []scene.Point{{X: 3, Y: 5}, {X: 11, Y: 5}, {X: 5, Y: 11}}},
	} {
		m := drawn(c.add)
		for _, q := range c.within {
			if got := at(m, q.X, q.Y); !near(got, c.colour) {
				t.Errorf("%s: at %v it is %v, want %v", name, q, got, c.colour)
			}
		}
		for _, q := range c.without {
			if got := at(m, q.X, q.Y); got != white {
				t.Errorf("%s: at %v it is %v, want paper", name, q, got)
			}
		}
	}
}

// ink is the box of what is not paper, in CSS pixels.
func ink(m *image.RGBA) (box image.Rectangle) {
	for y := range m.Bounds().Dy() {
		for x := range m.Bounds().Dx() {
			if m.RGBAAt(x, y) != (color.RGBA{0xff, 0xff, 0xff, 0xff}) {
				box = box.Union(image.Rect(x, y, x+1, y+1))
			}
		}
	}
	return box
}

// Texts sit where their anchor says, within the box the scene takes them to fill; subscripts are lower, a turned text is
// as long downwards.
func TestTexts(t *testing.T) {
	text := func(t scene.Text) image.Rectangle {
		t.Colour, t.Weight = red, max(t.Weight, 400)
		var s scene.Scene
		s.AddText(t)
		p := New(200, 200, 2, white)
		p.Draw(&s, scene.Point{})
		return ink(p.Image)
	}
	for anchor, lo := range map[scene.Anchor]float64{scene.Start: 100, scene.Middle: 80, scene.End: 60} {
		wide := strings.Repeat("m", 5)
		one := scene.Text{X: 100, Y: 100, Size: 10, Anchor: anchor, Content: wide}
		bounds, got := one.Bounds(), text(one)
		if float64(got.Min.X)/2 < bounds.X-1 || float64(got.Max.X)/2 > bounds.Right()+1 || float64(got.Max.Y)/2 > 101 || float64(got.Min.Y)/2 < 90 {
			t.Errorf("anchor %v: the text fills %v, the scene takes it to fill %v", anchor, got, bounds)
		}
		if float64(got.Min.X)/2 < lo-3 {
			t.Errorf("anchor %v: it begins at %d", anchor, got.Min.X/2)
		}
	}
	plain, sub := text(scene.Text{X: 20, Y: 100, Size: 20, Content: "tA"}), text(scene.Text{X: 20, Y: 100, Size: 20, Content: "t_{A}"})
	if sub.Max.Y < plain.Max.Y+4 {
		t.Errorf("a subscript ends at %d, the line at %d", sub.Max.Y, plain.Max.Y)
	}
	turned, level := text(scene.Text{X: 100, Y: 100, Size: 20, Content: "level", Rotation: 90}), text(scene.Text{X: 100, Y: 100, Size: 20, Content: "level"})
	if turned.Dy() < level.Dx()-2 || turned.Dy() > level.Dx()+2 || turned.Min.Y < 199 {
		t.Errorf("turned it fills %v, level %v", turned, level)
	}
	if bold := text(scene.Text{X: 100, Y: 100, Size: 20, Content: "level", Weight: 600}); bold.Dx() <= level.Dx() {
		t.Errorf("bold it fills %v, level %v", bold, level)
	}
	if missing := Missing("t_{A} ≈ 4·10⁻³ − ‖W‖\u202fκ"); missing != "" {
		t.Errorf("no characters for %q", missing)
	}
	if Missing("漢") == "" {
		t.Error("a character is there that is not")
	}
}
