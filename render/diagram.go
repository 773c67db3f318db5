package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// DiagramPanel is the panel's name in keys and hits.
const DiagramPanel = "diagram"

// Diagram is a phase diagram that is measured: a plane of two parameters in
// which every cell is the colour of what a network trained there did. What
// theory predicts lies over it: contours in dashes, and over regions the two
// boundaries of [Phase]. It is plain data; Draw changes nothing but its memory.
//
// The colours of a quantity are not those of a modality: one neutral hue for
// more of something, two others for above and below. Only regions, and which
// modality, are said in the modalities' hues.
type Diagram struct {
	X, Y          DiagramAxis
	Columns, Rows int       // of the cells
	Values        []float64 // row by row from the smallest y; NaN: nothing was learned there
	Theory        []float64 // of the same cells, or none
	Version       int       // another one whenever Values change
	TheoryVersion int       // the same for Theory
	MeanField     bool      // what is predicted is the mean field, which the legend then says

	Quantity string // figure.diagram.quantity.<Quantity> names it
	Colour   sim.Scale
	Plane    *Phase // of Regions: for theory's boundaries and the captions

	Own    Own        // the run beside the diagram
	At     [2]float64 // the operating point
	Ghost  [2]float64 // that of the run before; NaN or {0, 0} for none
	Fill   []float64  // of A and B: which part of the final norm is learned, 0 to 1
	Handle scene.Handle

	Pointer scene.Point // its cell is read out; NaN: that of the operating point

	memory diagramMemory
}

// Own is what a diagram is about in the run beside it, which need not be that of a cell. NaN
// is what is not there.
type Own struct {
	Known     bool
	Measured  float64 // by now
	End       float64 // by the end of the run, for a chart
	Predicted float64
	// Of modalities: it is neither of the two, whatever stands above, by measurement and by theory.
	Tie, TieForeseen bool
}

// DiagramAxis is the range of a parameter. A number of cells shares it equally,
// on its scale; each is known by the value in its middle. An integer parameter
// with as many cells as values has one for each. Points reach from end to end.
type DiagramAxis struct {
	Key          string // of the parameter: for its name and symbol
	Min, Max     float64
	Log, Integer bool
	Points       bool
	Per          float64 // the axis is numbered in multiples of it; 0: of one
	Title        string  // a key of the words, in place of the name and the symbol
}

// whole reports whether an axis of so many cells has one for each value.
func (a *DiagramAxis) whole(cells int) bool {
	return a.Integer && float64(cells) == a.Max-a.Min+1
}

// valid reports whether the axis can be drawn.
func (a *DiagramAxis) valid(cells int) bool {
	const widest = 1e9
	return cells > 0 && (a.Max > a.Min || a.whole(cells)) && a.Max < widest && a.Min > -widest && (!a.Log || a.Min > 1/widest/widest)
}

// DiagramPlot is where the diagram put its axes and its handle.
type DiagramPlot struct {
	Box           scene.Rect // the whole panel
	Rect          scene.Rect // between the axes
	X, Y          DiagramAxis
	Columns, Rows int
	Handle        scene.Point // its centre
	Reach         float64     // half the side of the square that takes hold of it
}

// At is where (x, y) lies, held within the axes.
func (p *DiagramPlot) At(x, y float64) scene.Point {
	return scene.Point{X: p.xScale().At(p.X.scaled(x, p.Columns)), Y: p.yScale().At(p.Y.scaled(y, p.Rows))}
}

// Values is the (x, y) at a place, held within the axes.
func (p *DiagramPlot) Values(px, py float64) (x, y float64) {
	return p.X.value(p.xScale().Invert(px), p.Columns), p.Y.value(p.yScale().Invert(py), p.Rows)
}

// Cell is the column and the row, from below, at a place within the axes.
func (p *DiagramPlot) Cell(px, py float64) (column, row int, ok bool) {
	if !p.Rect.Contains(px, py) {
		return 0, 0, false
	}
	if p.X.Points {
		first, last := p.At(p.X.Min, 0).X, p.At(p.X.Max, 0).X
		return int(math.Round(scene.Clamp((px-first)/(last-first), 0, 1) * float64(p.Columns-1))), 0, true
	}
	column = int((px - p.Rect.X) / p.Rect.W * float64(p.Columns))
	row = int((p.Rect.Bottom() - py) / p.Rect.H * float64(p.Rows))
	return min(column, p.Columns-1), min(row, p.Rows-1), true
}

func (p *DiagramPlot) xScale() scene.Linear { return p.X.linear(p.Columns, p.Rect.X, p.Rect.Right()) }
func (p *DiagramPlot) yScale() scene.Linear { return p.Y.linear(p.Rows, p.Rect.Bottom(), p.Rect.Y) }

// linear maps the axis, on its scale, to the screen.
func (a *DiagramAxis) linear(cells int, start, end float64) scene.Linear {
	switch {
	case a.whole(cells):
		return scene.Linear{From: a.Min - .5, To: a.Max + .5, Start: start, End: end}
	}
	lo, hi := a.Min, a.Max
	if a.Log {
		lo, hi = math.Log(lo), math.Log(hi)
	}
	if a.Points { // the first and the last one lie within the plot
		const room = .025
		lo, hi = lo-room*(hi-lo), hi+room*(hi-lo)
	}
	return scene.Linear{From: lo, To: hi, Start: start, End: end}
}

// scaled is a value on the scale of the axis, held within its range.
func (a *DiagramAxis) scaled(v float64, cells int) float64 {
	v = scene.Clamp(v, a.Min, a.Max)
	if a.Log && !a.whole(cells) {
		return math.Log(v)
	}
	return v
}

// value undoes scaled.
func (a *DiagramAxis) value(v float64, cells int) float64 {
	if a.Log && !a.whole(cells) {
		v = math.Exp(v)
	}
	if a.Integer {
		v = math.Round(v)
	}
	return scene.Clamp(v, a.Min, a.Max)
}

// Plot is where Draw puts the axes and the handle.
func (d *Diagram) Plot(box scene.Rect, theme *scene.Theme) DiagramPlot {
	plot := DiagramPlot{Box: box, X: d.X, Y: d.Y, Columns: d.Columns, Rows: d.Rows, Reach: scene.Reach(theme)}
	widest := d.Y.widest()
	if d.Plane != nil {
		widest = widestR
	}
	plot.Rect = planeRoom(box, theme, widest)
	plot.Handle = plot.At(d.At[0], d.At[1])
	return plot
}

// Draw lays the panel out in box and appends it to the Scene; in a box without
// room for the axes, or without a value for every cell, it draws nothing.
func (d *Diagram) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) DiagramPlot {
	plot := d.Plot(box, theme)
	if !scene.Drawable(plot.Rect) || !d.X.valid(d.Columns) || !d.Y.valid(d.Rows) || len(d.Values) != d.Columns*d.Rows {
		return plot
	}
	d.shade(theme)
	if d.Colour.Kind == sim.Regions && d.Plane != nil {
		return d.drawPlane(s, plot, theme, words)
	}
	c := diagram{Diagram: d, axesBoard: &axesBoard{scene.Board{Scene: s, Theme: theme, Words: words}}, plot: plot}
	firstText := len(s.Texts())
	atHandle := scene.Finite(plot.Handle.X + plot.Handle.Y)
	if atHandle {
		c.Pass(scene.Around(plot.Handle, scene.Rim(theme)+1))
		c.values()
		c.Reserve(scene.Around(plot.Handle, scene.Rim(theme)+1))
	}
	c.axisTitles()
	c.readOut()
	c.legend()
	c.ticks()
	c.traceTheory()
	c.labelContours()
	c.dashesLegend()

	c.cells()
	c.hatch(s.Texts()[firstText:])
	c.signs(s.Texts()[firstText:])
	c.contours()
	c.frame()
	c.pointed()
	c.ghost()
	if atHandle {
		c.crosshair()
		c.DrawHandle(DiagramPanel, plot.Handle, d.Handle, d.Fill)
	}
	return plot
}

// drawPlane draws theory's plane over the regions as they were measured.
func (d *Diagram) drawPlane(s *scene.Scene, plot DiagramPlot, theme *scene.Theme, words scene.Words) DiagramPlot {
	phase := &d.memory.plane
	*phase = *d.Plane
	phase.KappaRange, phase.RRange = [2]float64{d.X.Min, d.X.Max}, [2]float64{d.Y.Min, d.Y.Max}
	phase.Kappa, phase.R, phase.Fill, phase.Handle = d.At[0], d.At[1], d.Fill, d.Handle
	phase.GhostKappa, phase.GhostR = d.Ghost[0], d.Ghost[1]
	c := plane{Phase: phase, Rho: phase.Rho - phase.Lag, axesBoard: axesBoard{scene.Board{Scene: s, Theme: theme, Words: words}}, plot: phase.Plot(plot.Box, theme)}
	plot.Rect, plot.Handle = c.plot.Rect, c.plot.Handle
	c.draw(&diagram{Diagram: d, axesBoard: &c.axesBoard, plot: plot})
	return plot
}

// diagram is one drawing of a Diagram.
type diagram struct {
	*Diagram
	*axesBoard
	plot DiagramPlot

	labels  [maxContours]scene.Rect // of the contours; empty: none
	named   int                     // bits of the levels that have a label
	cramped int                     // bits of the contours that have no room for theirs
}

// frame is a hair around the cells: some of them are as white as the paper.
func (c *diagram) frame() {
	r := c.plot.Rect
	pen := c.Scene.Pen(scene.Strip{Key: "diagram/frame", Width: c.Theme.HairWidth, Colour: c.Theme.Axis})
	for _, corner := range [...]scene.Point{{X: r.X, Y: r.Y}, {X: r.Right(), Y: r.Y}, {X: r.Right(), Y: r.Bottom()}, {X: r.X, Y: r.Bottom()}, {X: r.X, Y: r.Y}} {
		pen.LineTo(corner)
	}
	pen.Lift()
}

func (c *diagram) cells() {
	m := &c.memory
	c.Scene.AddCells(scene.Cells{Key: "diagram/cells", Rect: c.plot.Rect, Columns: c.Columns, Rows: c.Rows, Pixels: m.pixels, Version: m.stamp})
}

// hatch draws the lines over what is hatched, leaving out the texts.
func (c *diagram) hatch(texts []scene.Text) {
	m := &c.memory
	c.traceHatches()
	h := newHatching(&c.Board, texts)
	for class := classA; class < classCount; class++ {
		runs := m.hatches[class]
		if len(runs) == 0 {
			continue
		}
		colour := c.Theme.Axis
		width := c.Theme.HairWidth
		if class != classUnknown {
			colour, width = c.Theme.Hatch(class-classA), c.Theme.ThinWidth
		}
		h.begin()
		for i := 0; i < len(runs); i += 2 {
			h.cut(runs[i], runs[i+1], 0)
		}
		h.lines.Lines(c.Scene.Key("diagram/hatch/", digits[class]), width, colour)
	}
}

// pointed frames the cell under the pointer, larger than it is if it is small.
func (c *diagram) pointed() {
	i, j, ok := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	if !ok {
		return
	}
	r := c.plot.Rect
	w, h := r.W/float64(c.Columns), r.H/float64(c.Rows)
	x, y := r.X+(float64(i)+.5)*w, r.Bottom()-(float64(j)+.5)*h
	least := c.Theme.SmallSize * .5
	w, h = math.Max(w, least)/2, math.Max(h, least)/2
	for _, frame := range [...]scene.Strip{
		{Key: "diagram/pointer/under", Width: c.Theme.HairWidth * 3, Colour: scene.Fade(c.Theme.Paper, .8)},
		{Key: "diagram/pointer", Width: c.Theme.HairWidth, Colour: c.Theme.Ink},
	} {
		pen := c.Scene.Pen(frame)
		for _, corner := range [...]scene.Point{{X: x - w, Y: y - h}, {X: x + w, Y: y - h}, {X: x + w, Y: y + h}, {X: x - w, Y: y + h}, {X: x - w, Y: y - h}} {
			pen.LineTo(corner)
		}
		pen.Lift()
	}
}

func (c *diagram) ghost() {
	if c.Ghost == [2]float64{} || !scene.Finite(c.Ghost[0]+c.Ghost[1]) {
		return
	}
	c.Scene.AddMark(scene.Mark{
		Key: "diagram/ghost", At: c.plot.At(c.Ghost[0], c.Ghost[1]), Radius: c.Theme.HandleRadius * 0.6,
		Fill: c.Theme.Paper, Ring: scene.Fade(c.Theme.Ink, 0.35), RingW: c.Theme.ThinWidth,
	})
}

// crosshair leads from the handle to its values on both axes, over whatever
// colour lies there.
func (c *diagram) crosshair() {
	at, r, solid := c.plot.Handle, c.plot.Rect, [2]float64{}
	gap, length, wide, hair := scene.Rim(c.Theme), c.Theme.SmallSize*0.35, c.Theme.HairWidth*3, c.Theme.HairWidth
	under, ink := scene.Fade(c.Theme.Paper, .45), scene.Fade(c.Theme.Ink, .6)
	c.Upright("diagram/crosshair/x/under", at.X, at.Y+gap, r.Bottom(), wide, under, solid)
	c.Level("diagram/crosshair/y/under", at.Y, r.X, at.X-gap, wide, under, solid)
	c.Upright("diagram/crosshair/x", at.X, at.Y+gap, r.Bottom()+length, hair, ink, solid)
	c.Level("diagram/crosshair/y", at.Y, r.X-length, at.X-gap, hair, ink, solid)
}
