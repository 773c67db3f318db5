package render

import (
	"math"
	"slices"
)

// Scatter compares what was predicted of many data with what was measured, both as
// t_later/t_earlier on logarithmic axes: what is right lies on the diagonal. Every
// draw has two marks on one height, joined by a hair. It takes the place of a
// [Diagram] and is plain data; Draw changes nothing but its memory.
type Scatter struct {
	Draws   []ScatterDraw
	Current int // the draw that is trained beside the picture, −1 for none
	Handle  Handle
	Pointer Point // the nearest draw is read out; NaN: the current one

	ticks, errors []float64
}

// ScatterDraw is one of the data; NaN where something is not known.
type ScatterDraw struct {
	Norms       float64 // predicted by the paper's formula
	Directional float64 // predicted with the directions of the initial weights
	Measured    float64
}

// ScatterPlot is where the picture put its axes.
type ScatterPlot struct {
	Box, Rect Rect
	Range     [2]float64 // of both axes, logarithms
	Handle    Point      // the current draw; NaN for none
	Reach     float64
	draws     []ScatterDraw
}

// At is where a pair of ratios lies; not finite where one is missing.
func (p *ScatterPlot) At(predicted, measured float64) Point {
	x := Linear{p.Range[0], p.Range[1], p.Rect.X, p.Rect.Right()}
	y := Linear{p.Range[0], p.Range[1], p.Rect.Bottom(), p.Rect.Y}
	return Point{x.At(math.Log(predicted)), y.At(math.Log(measured))}
}

// Nearest is the draw whose mark is nearest to a place of the picture; ok is false
// beside the axes and far from every mark.
func (p *ScatterPlot) Nearest(x, y, reach float64) (draw int, ok bool) {
	if !p.Rect.Inset(-reach/2).Contains(x, y) {
		return 0, false
	}
	for i, d := range p.draws {
		for _, predicted := range [...]float64{d.Norms, d.Directional} {
			at := p.At(predicted, d.Measured)
			if far := math.Hypot(at.X-x, at.Y-y); far < reach {
				draw, reach, ok = i, far, true
			}
		}
	}
	return draw, ok
}

// HandleBox is the square in which the current draw can be taken hold of.
func (p *ScatterPlot) HandleBox() Rect { return around(p.Handle, p.Reach) }

// Draw lays the panel out in box and appends it to the Scene; in a box without room
// for the axes it draws nothing.
func (d *Scatter) Draw(s *Scene, box Rect, theme *Theme, words Words) ScatterPlot {
	none := math.NaN()
	plot := ScatterPlot{Box: box, Rect: planeRoom(box, theme, "0.25"), Reach: reach(theme), Handle: Point{none, none}, draws: d.Draws}
	if !drawable(plot.Rect) {
		return plot
	}
	plot.Range = d.limits()
	c := scatter{Scatter: d, board: board{scene: s, theme: theme, words: words}, plot: plot}
	if d.Current >= 0 && d.Current < len(d.Draws) {
		now := d.Draws[d.Current]
		c.plot.Handle = c.plot.At(now.Directional, now.Measured)
		if !finite(c.plot.Handle.X + c.plot.Handle.Y) {
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
		for _, v := range [...]float64{draw.Norms, draw.Directional, draw.Measured} {
			if v > 0 && finite(v) {
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
	board
	plot ScatterPlot
}

// titles name the axes and say what the marks are and how far they are off.
func (c *scatter) titles() {
	s, size, box, r := c.scene, c.theme.SmallSize, c.plot.Box, c.plot.Rect
	c.put(c.small("scatter/title/y", s.Format(c.words, "figure.scatter.measured"), box.X, box.Y+size, Start, c.theme.Muted))
	c.put(c.small("scatter/title/x", s.Format(c.words, "figure.scatter.predicted"), r.Right(), r.Bottom()+size*3.05, End, c.theme.Muted))
	y := r.Y + size*1.3
	for kind, name := range scatterNames {
		words := s.Format(c.words, s.Key("figure.scatter.", name))
		if off, any := c.median(kind); any {
			words = s.Format(c.words, "figure.scatter.error", "name", words, "percent", s.Number(100*off, 0))
		}
		at := Point{r.X + size*1.1, y - middle*size}
		t := c.small(s.Key("scatter/legend/", name), words, at.X+size*.8, y, Start, c.theme.Ink)
		if t.Bounds().Right() > r.Right() {
			t.Content = s.Format(c.words, s.Key("figure.scatter.", name))
		}
		if t.Content == "" || t.Bounds().Right() > box.Right() {
			continue
		}
		c.put(t)
		s.AddMark(c.mark(s.Key("scatter/legend/mark/", name), at, kind))
		y += size * 1.45
	}
}

// scatterNames are the two predictions, in the order of their marks.
var scatterNames = [2]string{"norms", "directional"}

// mark is the look of a prediction: hollow by norms, full by directions.
func (c *scatter) mark(key string, at Point, kind int) Mark {
	m := Mark{Key: key, At: at, Radius: c.theme.MarkRadius * .85, Fill: c.theme.Ink}
	if kind == 0 {
		m.Fill, m.Ring, m.RingW = c.theme.Paper, c.theme.Ink, c.theme.ThinWidth
	}
	return m
}

func (d *ScatterDraw) predicted(kind int) float64 {
	if kind == 0 {
		return d.Norms
	}
	return d.Directional
}

// median is that of |predicted/measured − 1| over the draws there are.
func (c *scatter) median(kind int) (off float64, any bool) {
	c.errors = c.errors[:0]
	for i := range c.Draws {
		if v := math.Abs(c.Draws[i].predicted(kind)/c.Draws[i].Measured - 1); finite(v) {
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
	s, r, size, solid := c.scene, c.plot.Rect, c.theme.SmallSize, [2]float64{}
	count := int(clamp(math.Min(r.W/(4*size), r.H/(2.2*size)), 2, 6))
	c.ticks = LogTicks(c.ticks[:0], math.Exp(c.plot.Range[0]), math.Exp(c.plot.Range[1]), count)
	for _, v := range c.ticks {
		label, at := c.shortest(v), c.plot.At(v, v)
		x, y := crisp(at.X), crisp(at.Y)
		s.AddLine(s.Key("scatter/grid/y/", label), Point{r.X, y}, Point{r.Right(), y}, c.theme.HairWidth, c.theme.Grid, solid)
		s.AddLine(s.Key("scatter/grid/x/", label), Point{x, r.Y}, Point{x, r.Bottom()}, c.theme.HairWidth, c.theme.Grid, solid)
		c.putIfFree(c.small(s.Key("scatter/y/", label), label, r.X-size*.6, at.Y+middle*size, End, c.theme.Muted))
		c.putIfFree(c.small(s.Key("scatter/x/", label), label, at.X, r.Bottom()+size*1.6, Middle, c.theme.Muted))
	}
	s.AddLine("scatter/diagonal", Point{r.X, r.Bottom()}, Point{r.Right(), r.Y}, c.theme.ThinWidth, c.theme.Axis, solid)
}

func (c *scatter) marks() {
	s := c.scene
	for i := range c.Draws {
		d, number := &c.Draws[i], s.Number(float64(i+1), 0)
		s.AddLine(s.Key("scatter/hair/", number), c.plot.At(d.Norms, d.Measured), c.plot.At(d.Directional, d.Measured), c.theme.HairWidth, Fade(c.theme.Ink, .35), [2]float64{})
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
	d, radius := &c.Draws[draw], c.theme.MarkRadius*2
	for kind := range scatterNames {
		at := c.plot.At(d.predicted(kind), d.Measured)
		pen := c.scene.pen(Strip{Key: c.scene.Key("scatter/", name, "/", scatterNames[kind]), Width: width, Colour: c.theme.Ink})
		for side := range sides + 1 {
			sin, cos := math.Sincos(2 * math.Pi * float64(side) / sides)
			pen.lineTo(Point{at.X + radius*cos, at.Y + radius*sin})
		}
		pen.lift()
	}
}

func (c *scatter) current() {
	if near, ok := c.plot.Nearest(c.Pointer.X, c.Pointer.Y, c.near()); ok && near != c.Current {
		c.ring("pointed", near, c.theme.HairWidth)
	}
	if finite(c.plot.Handle.X + c.plot.Handle.Y) {
		width := c.theme.ThinWidth
		if c.Handle.State != HandleNormal {
			width = c.theme.CurveWidth
		}
		c.ring("current", c.Current, width)
	}
}

// near is how far from a mark it is still meant.
func (c *scatter) near() float64 { return 2 * c.theme.SmallSize }

// readOut says of one draw what was measured and predicted.
func (c *scatter) readOut() {
	i, ok := c.plot.Nearest(c.Pointer.X, c.Pointer.Y, c.near())
	if !ok {
		if i = c.Current; i < 0 || i >= len(c.Draws) || math.IsNaN(c.Draws[i].Measured) {
			return
		}
	}
	s, size, d := c.scene, c.theme.SmallSize, &c.Draws[i]
	y := c.plot.Rect.Bottom() + size*3.05
	if ownRow(c.plot.Box, c.theme) {
		y += size * rowHeight
	}
	t := c.small("scatter/read", "", c.plot.Box.X, y, Start, c.theme.Ink)
	for _, words := range [...]string{"figure.scatter.draw", "figure.scatter.drawBrief", "figure.scatter.drawShort"} {
		t.Content = s.Format(c.words, words, "draw", s.Number(float64(i+1), 0), "value", c.figures(d.Measured), "norms", c.figures(d.Norms), "directional", c.figures(d.Directional))
		if t.Bounds().Right() <= c.plot.Box.Right() && c.putIfFree(t) {
			return
		}
	}
}
