package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
)

// WeightPlot is where a panel put its plane of two weights: one of A along x,
// one of B upwards.
type WeightPlot struct {
	Box  scene.Rect // the whole panel
	Rect scene.Rect // between the axes
	A, B [2]float64 // the ranges of the axes
}

// At is where a pair of weights lies.
func (p *WeightPlot) At(a, b float64) scene.Point {
	return scene.Point{
		X: scene.Linear{From: p.A[0], To: p.A[1], Start: p.Rect.X, End: p.Rect.Right()}.At(a),
		Y: scene.Linear{From: p.B[0], To: p.B[1], Start: p.Rect.Bottom(), End: p.Rect.Y}.At(b),
	}
}

// rightMargin is the margin of such a plot at its right, in sizes of small type.
const rightMargin = 0.8

// weightRoom is the plot of such a panel in box: a row above it for a title, two
// below for numbers and the other title, numbers at its left.
func weightRoom(box scene.Rect, theme *scene.Theme) scene.Rect {
	small := theme.SmallSize
	left := scene.TextWidth("−0.25", small, 400) + small*0.8
	return scene.Rect{
		X: math.Round(box.X + left), Y: math.Round(box.Y + small*2.3),
		W: math.Round(box.W - left - small*rightMargin), H: math.Round(box.H - small*5.7),
	}
}

// roomy reports whether a plane of weights has enough room to be read.
func (p *WeightPlot) roomy(theme *scene.Theme) bool {
	least := 6 * theme.SmallSize
	return scene.Drawable(p.Rect) && p.Rect.W >= least && p.Rect.H >= least &&
		p.A[1] > p.A[0] && p.B[1] > p.B[0] && scene.Finite(p.A[1]-p.A[0]) && scene.Finite(p.B[1]-p.B[0])
}

// weights is one drawing of a plane of weights.
type weights struct {
	scene.Board
	panel string
	plot  WeightPlot
}

// axisTitle is what an axis says: the words for it, shorter ones, and whose they
// are.
type axisTitle struct {
	key, short string
	modality   int
}

// titles names both axes in the hues of their modalities, and sets a remark at
// the right of the upper row. Where the longer wording does not fit, the shorter
// does.
func (w *weights) titles(names []string, axes [2]axisTitle, remark string) {
	s, size, box, r := w.Scene, w.Theme.SmallSize, w.plot.Box, w.plot.Rect
	for i, axis := range axes {
		name, which := names[axis.modality], ""
		if axes[0].modality == axes[1].modality {
			which = [...]string{"1", "2"}[i]
		}
		t := w.Small(s.Key(w.panel, "/title/", name, which), "", r.Right(), r.Bottom()+size*3.05, scene.End, w.Theme.Modality(axis.modality).Word)
		if i == 1 {
			t.X, t.Y, t.Anchor = box.X, box.Y+size, scene.Start
		}
		for _, wording := range [...]string{axis.key, axis.short} {
			t.Content = s.Format(w.Words, wording, "name", name)
			if b := t.Bounds(); b.X >= box.X && b.Right() <= box.Right() && w.PutIfFree(t) {
				break
			}
		}
	}
	t := w.Small(s.Key(w.panel, "/remark"), remark, box.Right()-size*rightMargin, box.Y+size, scene.End, w.Theme.Muted)
	if b := t.Bounds(); b.X >= box.X && w.Free(scene.Rect{X: b.X - size, Y: b.Y, W: b.W + size, H: b.H}) {
		w.PutIfFree(t)
	}
}

// ofBoth are the titles of axes of A and of B, in the same words.
func ofBoth(key, short string) [2]axisTitle {
	return [2]axisTitle{{key, short, 0}, {key, short, 1}}
}

// ticks numbers both axes at every step that there is room for.
func (w *weights) ticks(stepA, stepB float64) {
	s, size, r := w.Scene, w.Theme.SmallSize, w.plot.Rect
	length, solid := size*0.35, [2]float64{}
	for axis, limits := range [...][2]float64{w.plot.A, w.plot.B} {
		step := [...]float64{stepA, stepB}[axis]
		if step == 0 {
			continue
		}
		first, last := scene.TickRange(limits[0], limits[1], step)
		for n := first; n <= last; n++ {
			v := scene.Multiple(n, step)
			label := s.Number(v, scene.Decimals(step))
			if n == 0 {
				label = "0"
			}
			at := w.plot.At(v, v)
			x, y := scene.Crisp(at.X), scene.Crisp(at.Y)
			if axis == 0 {
				t := w.Small(s.Key(w.panel, "/a/", label), label, at.X, r.Bottom()+size*1.6, scene.Middle, w.Theme.Muted)
				if b := t.Bounds(); b.X >= w.plot.Box.X && b.Right() <= w.plot.Box.Right() && w.PutIfFree(t) {
					s.AddLine(s.Key(w.panel, "/tick/a/", label), scene.Point{X: x, Y: r.Bottom()}, scene.Point{X: x, Y: r.Bottom() + length}, w.Theme.HairWidth, w.Theme.Axis, solid)
				}
				continue
			}
			t := w.Small(s.Key(w.panel, "/b/", label), label, r.X-size*0.6, at.Y+scene.MidHeight*size, scene.End, w.Theme.Muted)
			if b := t.Bounds(); b.X >= w.plot.Box.X && w.PutIfFree(t) {
				s.AddLine(s.Key(w.panel, "/tick/b/", label), scene.Point{X: r.X - length, Y: y}, scene.Point{X: r.X, Y: y}, w.Theme.HairWidth, w.Theme.Axis, solid)
			}
		}
	}
}

// zeros draws the two lines on which one of the weights is zero, without what
// would cross a text.
func (w *weights) zeros(colour color.NRGBA) {
	s, r, zero := w.Scene, w.plot.Rect, w.plot.At(0, 0)
	w.Upright(s.Key(w.panel, "/zero/a"), scene.Crisp(zero.X), r.Y, r.Bottom(), w.Theme.HairWidth, colour, [2]float64{})
	w.Level(s.Key(w.panel, "/zero/b"), scene.Crisp(zero.Y), r.X, r.Right(), w.Theme.HairWidth, colour, [2]float64{})
}

// niceAbove is the smallest number of a person's choice that is not below v.
func niceAbove(v float64) float64 {
	if !(v > 0) || !scene.Finite(v) {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, factor := range [...]float64{1, 1.5, 2, 3, 4, 5, 6, 8} {
		if v <= factor*power*(1+1e-9) {
			return factor * power
		}
	}
	return 10 * power
}
