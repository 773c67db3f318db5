package render

import (
	"image/color"
	"math"
)

// WeightPlot is where a panel put its plane of two weights: one of A along x,
// one of B upwards.
type WeightPlot struct {
	Box  Rect       // the whole panel
	Rect Rect       // between the axes
	A, B [2]float64 // the ranges of the axes
}

// At is where a pair of weights lies.
func (p *WeightPlot) At(a, b float64) Point {
	return Point{
		Linear{p.A[0], p.A[1], p.Rect.X, p.Rect.Right()}.At(a),
		Linear{p.B[0], p.B[1], p.Rect.Bottom(), p.Rect.Y}.At(b),
	}
}

// weightRoom is the plot of such a panel in box: a row above it for a title, two
// below for numbers and the other title, numbers at its left.
func weightRoom(box Rect, theme *Theme) Rect {
	small := theme.SmallSize
	left := TextWidth("−0.25", small, 400) + small*0.8
	return Rect{
		X: math.Round(box.X + left), Y: math.Round(box.Y + small*2.3),
		W: math.Round(box.W - left - small*0.8), H: math.Round(box.H - small*5.7),
	}
}

// roomy reports whether a plane of weights has enough room to be read.
func (p *WeightPlot) roomy(theme *Theme) bool {
	least := 6 * theme.SmallSize
	return drawable(p.Rect) && p.Rect.W >= least && p.Rect.H >= least &&
		p.A[1] > p.A[0] && p.B[1] > p.B[0] && finite(p.A[1]-p.A[0]) && finite(p.B[1]-p.B[0])
}

// weights is one drawing of a plane of weights.
type weights struct {
	board
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
	s, size, box, r := w.scene, w.theme.SmallSize, w.plot.Box, w.plot.Rect
	for i, axis := range axes {
		name, which := names[axis.modality], ""
		if axes[0].modality == axes[1].modality {
			which = [...]string{"1", "2"}[i]
		}
		t := w.small(s.Key(w.panel, "/title/", name, which), "", r.Right(), r.Bottom()+size*3.05, End, w.theme.Modality(axis.modality).Word)
		if i == 1 {
			t.X, t.Y, t.Anchor = box.X, box.Y+size, Start
		}
		for _, wording := range [...]string{axis.key, axis.short} {
			t.Content = s.Format(w.words, wording, "name", name)
			if b := t.Bounds(); b.X >= box.X && b.Right() <= box.Right() && w.putIfFree(t) {
				break
			}
		}
	}
	t := w.small(s.Key(w.panel, "/remark"), remark, r.Right(), box.Y+size, End, w.theme.Muted)
	if t.Bounds().X >= box.X {
		w.putIfFree(t)
	}
}

// ofBoth are the titles of axes of A and of B, in the same words.
func ofBoth(key, short string) [2]axisTitle {
	return [2]axisTitle{{key, short, 0}, {key, short, 1}}
}

// ticks numbers both axes at every step that there is room for.
func (w *weights) ticks(stepA, stepB float64) {
	s, size, r := w.scene, w.theme.SmallSize, w.plot.Rect
	length, solid := size*0.35, [2]float64{}
	for axis, limits := range [...][2]float64{w.plot.A, w.plot.B} {
		step := [...]float64{stepA, stepB}[axis]
		if step == 0 {
			continue
		}
		first, last := tickRange(limits[0], limits[1], step)
		for n := first; n <= last; n++ {
			v := multiple(n, step)
			label := s.Number(v, decimals(step))
			if n == 0 {
				label = "0"
			}
			at := w.plot.At(v, v)
			x, y := crisp(at.X), crisp(at.Y)
			if axis == 0 {
				t := w.small(s.Key(w.panel, "/a/", label), label, at.X, r.Bottom()+size*1.6, Middle, w.theme.Muted)
				if b := t.Bounds(); b.X >= w.plot.Box.X && b.Right() <= w.plot.Box.Right() && w.putIfFree(t) {
					s.AddLine(s.Key(w.panel, "/tick/a/", label), Point{x, r.Bottom()}, Point{x, r.Bottom() + length}, w.theme.HairWidth, w.theme.Axis, solid)
				}
				continue
			}
			t := w.small(s.Key(w.panel, "/b/", label), label, r.X-size*0.6, at.Y+midHeight*size, End, w.theme.Muted)
			if b := t.Bounds(); b.X >= w.plot.Box.X && w.putIfFree(t) {
				s.AddLine(s.Key(w.panel, "/tick/b/", label), Point{r.X - length, y}, Point{r.X, y}, w.theme.HairWidth, w.theme.Axis, solid)
			}
		}
	}
}

// zeros draws the two lines on which one of the weights is zero, without what
// would cross a text.
func (w *weights) zeros(colour color.NRGBA) {
	s, r, zero := w.scene, w.plot.Rect, w.plot.At(0, 0)
	w.upright(s.Key(w.panel, "/zero/a"), crisp(zero.X), r.Y, r.Bottom(), w.theme.HairWidth, colour, [2]float64{})
	w.level(s.Key(w.panel, "/zero/b"), crisp(zero.Y), r.X, r.Right(), w.theme.HairWidth, colour, [2]float64{})
}

// niceAbove is the smallest number of a person's choice that is not below v.
func niceAbove(v float64) float64 {
	if !(v > 0) || !finite(v) {
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
