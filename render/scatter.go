package render

import (
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
)

// Scatter compares what was predicted of many data with what was measured, both as
// t_later/t_earlier on logarithmic axes: what is right lies on the diagonal. Every
// draw has two marks on one height, joined by a hair. It takes the place of a
// [Diagram] and is plain data; Draw changes nothing but its memory.
type Scatter struct {
	Draws   []ScatterDraw
	Current int // the draw that is trained beside the picture, −1 for none
	Handle  scene.Handle
	Pointer scene.Point // the nearest draw is read out; NaN: the current one

	ticks, errors []float64
}

// ScatterDraw is one of the data; NaN where something is not known.
type ScatterDraw struct {
	Norms    float64 // predicted by the paper's formula
	Grown    float64 // predicted by following what grows from the initial weights
	Measured float64
}

// ScatterPlot is where the picture put its axes.
type ScatterPlot struct {
	Box, Rect scene.Rect
	Range     [2]float64  // of both axes, logarithms
	Handle    scene.Point // the current draw; NaN for none
	Reach     float64
	draws     []ScatterDraw
}

// At is where a pair of ratios lies; not finite where one is missing.
func (p *ScatterPlot) At(predicted, measured float64) scene.Point {
	x := scene.Linear{From: p.Range[0], To: p.Range[1], Start: p.Rect.X, End: p.Rect.Right()}
	y := scene.Linear{From: p.Range[0], To: p.Range[1], Start: p.Rect.Bottom(), End: p.Rect.Y}
	return scene.Point{X: x.At(math.Log(predicted)), Y: y.At(math.Log(measured))}
}

// Nearest is the draw whose mark is nearest to a place of the picture; ok is false
// beside the axes and far from every mark. Under a hand, which drags, no place is too far.
func (p *ScatterPlot) Nearest(x, y, reach float64) (draw int, ok bool) {
	if !math.IsInf(reach, 1) && !p.Rect.Inset(-reach/2).Contains(x, y) {
		return 0, false
	}
	for i, d := range p.draws {
		for _, predicted := range [...]float64{d.Norms, d.Grown} {
			at := p.At(predicted, d.Measured)
			if far := math.Hypot(at.X-x, at.Y-y); far < reach {
				draw, reach, ok = i, far, true
			}
		}
	}
	return draw, ok
}

// Draw lays the panel out in box and appends it to the Scene; in a box without room
// for the axes it draws nothing.
func (d *Scatter) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) ScatterPlot {
	none := math.NaN()
	plot := ScatterPlot{Box: box, Rect: planeRoom(box, theme, "0.25"), Reach: scene.Reach(theme), Handle: scene.Point{X: none, Y: none}, draws: d.Draws}
	if !scene.Drawable(plot.Rect) {
		return plot
	}
	plot.Range = d.limits()
	c := scatter{Scatter: d, axesBoard: axesBoard{scene.Board{Scene: s, Theme: theme, Words: words}}, plot: plot}
	if d.Current >= 0 && d.Current < len(d.Draws) {
		now := d.Draws[d.Current]
		c.plot.Handle = c.plot.At(now.Grown, now.Measured)
		if !scene.Finite(c.plot.Handle.X + c.plot.Handle.Y) {
			c.plot.Handle = c.plot.At(now.Norms, now.Measured)
		}
	}
	c.titles()
	c.readOut()
	c.axes()
	c.marks()
	c.current()
	return c.plot
}

// limits are the ends of both axes.
func (d *Scatter) limits() [2]float64 {
	lo, hi := 0., math.Log(2)
	for _, draw := range d.Draws {
		for _, v := range [...]float64{draw.Norms, draw.Grown, draw.Measured} {
			if v > 0 && scene.Finite(v) {
				lo, hi = math.Min(lo, math.Log(v)), math.Max(hi, math.Log(v))
			}
		}
	}
	room := .04 * (hi - lo)
	return [2]float64{lo - room, hi + room}
}

// scatter is one drawing of a Scatter.
type scatter struct {
	*Scatter
	axesBoard
	plot ScatterPlot
}

// titles name the axes and say what the marks are and how far they are off.
func (c *scatter) titles() {
	s, size, box, r := c.Scene, c.Theme.SmallSize, c.plot.Box, c.plot.Rect
	c.Put(c.Small("scatter/title/y", s.Format(c.Words, "figure.scatter.measured"), box.X, box.Y+size, scene.Start, c.Theme.Muted))
	words := "figure.scatter.predicted"
	if box := c.plot.Box; !ownRow(box, c.Theme) && box.W < 38*size { // it leaves room to what is read out
		words = "figure.scatter.predictedShort"
	}
	c.Put(c.Small("scatter/title/x", s.Format(c.Words, words), r.Right(), r.Bottom()+size*3.05, scene.End, c.Theme.Muted))
	c.legend()
}

// legend says what the marks are and, where there is room, how far they are off: in a row above
// the plot, or inside one so high that the marks leave its corner free.
func (c *scatter) legend() {
	size, box, r := c.Theme.SmallSize, c.plot.Box, c.plot.Rect
	const step, gap = 1.45, 1.5
	for _, wording := range [...]string{"error", "", "Short"} {
		first, second := c.entry(0, wording), c.entry(1, wording)
		second.X += first.Bounds().W + size*(gap+entryMark)
		high := wording == "error" && r.H > 13*size
		switch {
		case second.Bounds().Right() <= box.Right():
		case high && math.Max(first.Bounds().W, second.Bounds().W) < r.W-size*2:
			first.X, first.Y = r.X+size*(.5+entryMark), r.Y+size*1.3
			second.X, second.Y = first.X, first.Y+size*step
		default:
			continue
		}
		for kind, t := range [...]scene.Text{first, second} {
			c.Put(t)
			c.Scene.AddMark(c.mark(c.Scene.Key("scatter/legend/mark/", scatterNames[kind]), scene.Point{X: t.X - size*.8, Y: t.Y - scene.MidHeight*size}, kind))
		}
		return
	}
}

// entryMark is the room of the mark before a name of the legend, in sizes of small type.
const entryMark = 1.3

// entry is what the legend says of a prediction, at the beginning of the row above the plot.
func (c *scatter) entry(kind int, wording string) scene.Text {
	s, name, size := c.Scene, scatterNames[kind], c.Theme.SmallSize
	short := ""
	if wording == "Short" {
		short = wording
	}
	words := s.Format(c.Words, s.Key("figure.scatter.", name, short))
	if off, any := c.Median(kind); any && wording == "error" {
		percent, digits := OffPercent(off)
		words = s.Format(c.Words, "figure.scatter.error", "name", words, "percent", s.Number(percent, digits))
	}
	return c.Small(s.Key("scatter/legend/", name), words, c.plot.Box.X+size*entryMark, c.plot.Rect.Y-size*.8, scene.Start, c.Theme.Ink)
}

// OffPercent is by how many per cent a prediction is off, and how many digits of that are shown: a small error is rounded up,
// so that none looks perfect.
func OffPercent(off float64) (percent float64, digits int) {
	if off > 0 && off < .01 {
		return math.Ceil(1000*off) / 10, 1
	}
	return math.Round(100 * off), 0
}

// scatterNames are the two predictions, in the order of their marks.
var scatterNames = [2]string{"norms", "directional"}

// mark is the look of a prediction: hollow by norms, full by directions.
func (c *scatter) mark(key string, at scene.Point, kind int) scene.Mark {
	m := scene.Mark{Key: key, At: at, Radius: c.Theme.MarkRadius * .85, Fill: c.Theme.Ink}
	if kind == 0 {
		m.Fill, m.Ring, m.RingW = c.Theme.Paper, c.Theme.Ink, c.Theme.ThinWidth
	}
	return m
}

func (d *ScatterDraw) predicted(kind int) float64 {
	if kind == 0 {
		return d.Norms
	}
	return d.Grown
}

// Median is that of |predicted/measured − 1| over the draws there are, by the paper's formula (kind 0) or
// from the initial weights (1); any: there is one.
func (c *Scatter) Median(kind int) (off float64, any bool) {
	c.errors = c.errors[:0]
	for i := range c.Draws {
		if v := math.Abs(c.Draws[i].predicted(kind)/c.Draws[i].Measured - 1); scene.Finite(v) {
			c.errors = append(c.errors, v)
		}
	}
	n := len(c.errors)
	if n == 0 {
		return 0, false
	}
	slices.Sort(c.errors)
	return (c.errors[(n-1)/2] + c.errors[n/2]) / 2, true
}

// axes are the same numbers along both, and the diagonal.
func (c *scatter) axes() {
	s, r, size, solid := c.Scene, c.plot.Rect, c.Theme.SmallSize, [2]float64{}
	count := int(scene.Clamp(math.Min(r.W/(4*size), r.H/(2.2*size)), 2, 6))
	c.ticks = scene.LogTicks(c.ticks[:0], math.Exp(c.plot.Range[0]), math.Exp(c.plot.Range[1]), count)
	for _, v := range c.ticks {
		label, at := c.Scene.Shortest(v), c.plot.At(v, v)
		x, y := scene.Crisp(at.X), scene.Crisp(at.Y)
		s.AddLine(s.Key("scatter/grid/y/", label), scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, c.Theme.HairWidth, c.Theme.Grid, solid)
		s.AddLine(s.Key("scatter/grid/x/", label), scene.Point{X: x, Y: r.Y}, scene.Point{X: x, Y: r.Bottom()}, c.Theme.HairWidth, c.Theme.Grid, solid)
		c.PutIfFree(c.Small(s.Key("scatter/y/", label), label, r.X-size*.6, at.Y+scene.MidHeight*size, scene.End, c.Theme.Muted))
		c.PutIfFree(c.Small(s.Key("scatter/x/", label), label, at.X, r.Bottom()+size*1.6, scene.Middle, c.Theme.Muted))
	}
	s.AddLine("scatter/diagonal", scene.Point{X: r.X, Y: r.Bottom()}, scene.Point{X: r.Right(), Y: r.Y}, c.Theme.ThinWidth, c.Theme.Axis, solid)
}

func (c *scatter) marks() {
	s := c.Scene
	for i := range c.Draws {
		d, number := &c.Draws[i], s.Number(float64(i+1), 0)
		s.AddLine(s.Key("scatter/hair/", number), c.plot.At(d.Norms, d.Measured), c.plot.At(d.Grown, d.Measured), c.Theme.HairWidth, scene.Fade(c.Theme.Ink, .35), [2]float64{})
	}
	for kind, name := range scatterNames {
		for i := range c.Draws {
			d := &c.Draws[i]
			s.AddMark(c.mark(s.Key("scatter/", name, "/", s.Number(float64(i+1), 0)), c.plot.At(d.predicted(kind), d.Measured), kind))
		}
	}
}

// ring goes around both marks of a draw.
func (c *scatter) ring(name string, draw int, width float64) {
	const sides = 24
	d, radius := &c.Draws[draw], c.Theme.MarkRadius*2
	for kind := range scatterNames {
		at := c.plot.At(d.predicted(kind), d.Measured)
		pen := c.Scene.Pen(scene.Strip{Key: c.Scene.Key("scatter/", name, "/", scatterNames[kind]), Width: width, Colour: c.Theme.Ink})
		for side := range sides + 1 {
			sin, cos := math.Sincos(2 * math.Pi * float64(side) / sides)
			pen.LineTo(scene.Point{X: at.X + radius*cos, Y: at.Y + radius*sin})
		}
		pen.Lift()
	}
}

func (c *scatter) current() {
	if near, ok := c.plot.Nearest(c.Pointer.X, c.Pointer.Y, c.near()); ok && near != c.Current {
		c.ring("pointed", near, c.Theme.HairWidth)
	}
	if scene.Finite(c.plot.Handle.X + c.plot.Handle.Y) {
		width := c.Theme.ThinWidth
		if c.Handle.State != scene.HandleNormal {
			width = c.Theme.CurveWidth
		}
		c.ring("current", c.Current, width)
	}
}

// near is how far from a mark it is still meant.
func (c *scatter) near() float64 { return 2 * c.Theme.SmallSize }

// readOut says of one draw what was measured and predicted; where room is short, the
// marks of the legend stand for the formulas.
func (c *scatter) readOut() {
	draw, ok := c.plot.Nearest(c.Pointer.X, c.Pointer.Y, c.near())
	if !ok {
		if draw = c.Current; draw < 0 || draw >= len(c.Draws) || math.IsNaN(c.Draws[draw].Measured) {
			return
		}
	}
	s, d := c.Scene, &c.Draws[draw]
	y := rowBelow(c.plot.Rect, c.plot.Box, c.Theme)
	t := c.Small("scatter/read", "", c.plot.Box.X, y, scene.Start, c.Theme.Ink)
	for i, words := range [...]string{"figure.scatter.draw", "figure.scatter.drawBrief", "figure.scatter.drawMarks", "figure.scatter.drawShort"} {
		if i < 3 && math.IsNaN(d.Norms+d.Grown) {
			continue // not predicted, or not yet
		}
		t.Content = s.Format(c.Words, words, "draw", s.Number(float64(draw+1), 0), "value", c.Scene.Figures(d.Measured), "norms", c.Scene.Figures(d.Norms), "directional", c.Scene.Figures(d.Grown))
		if t.Bounds().Right() <= c.plot.Box.Right() && c.PutIfFree(t) {
			return
		}
	}
}
