package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Profile is a phase diagram of a single parameter, as a chart: what networks along
// it did, as points, and what theory says, as thin dashes, or thin lines where that is
// exact. It takes the place of a [Diagram]. It is plain data; Draw changes nothing but its memory.
type Profile struct {
	X      DiagramAxis
	Places []float64 // of the points on X
	Values []float64 // of the quantity there, series by series; NaN: not learned
	Known  []int32   // 0: nothing has come yet

	Quantity string // figure.diagram.quantity.<Quantity> names it
	Scale    sim.Scale
	Series   []string // figure.profile.<name> names each of two; none: the points are of one kind
	Seeds    int      // how many networks of one kind there are at every place, a row of Values each; 0: one
	Row      int      // the series, or the row of the seed, of the operating point

	Lines   []ProfileLine // the one to compare with first
	Printed []PrintedMark // what the paper has
	// Note is the key of a sentence about values of another parameter, of the points or of
	// what the paper has measured elsewhere; empty: there is none.
	Note       string
	NoteKey    string
	NoteValues []float64

	At     float64   // the operating point; NaN for none
	Ghost  float64   // that of the run before; NaN for none
	Fill   []float64 // of A and B: which part of the final norm is learned, 0 to 1
	Handle scene.Handle

	Own     Own         // the run beside the chart
	Pointer scene.Point // its nearest point is read out; NaN: the operating point's

	places []scene.Point // of the lines on the screen
	from   []int         // where each line begins among them
	ticks  []float64
	lo, hi float64 // of the vertical axis, on its scale
	log    bool
}

// ProfileLine is a line of a Profile.
type ProfileLine struct {
	Name   string // figure.profile.<Name> names it
	Exact  bool   // thin and solid instead of dashed
	X, Y   []float64
	Values []float64 // of the same form at Places; none: it is not read out
}

// PrintedMark is a published number with its standard deviation, 0 for none.
type PrintedMark struct{ X, Mean, SD float64 }

// Plot is where Draw puts the axes. The handle is on the points: Draw knows where.
func (p *Profile) Plot(box scene.Rect, theme *scene.Theme) DiagramPlot {
	plot := DiagramPlot{Box: box, X: p.X, Columns: len(p.Places), Rows: 1, Reach: scene.Reach(theme)}
	widest := "0.25"
	if p.Scale.Percent {
		widest = "−60 %"
	}
	plot.Rect = planeRoom(box, theme, widest)
	plot.Handle = scene.Point{X: math.NaN(), Y: math.NaN()}
	return plot
}

// Draw lays the panel out in box and appends it to the Scene; in a box without room
// for the axes it draws nothing.
func (p *Profile) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) DiagramPlot {
	plot := p.Plot(box, theme)
	if !scene.Drawable(plot.Rect) || !p.X.valid(len(p.Places)) || len(p.Values) != p.rows()*len(p.Places) || len(p.Known) != len(p.Values) {
		return plot
	}
	c := profile{Profile: p, axesBoard: axesBoard{scene.Board{Scene: s, Theme: theme, Words: words}}, plot: plot}
	c.findRange()
	c.placeLines()
	if !math.IsNaN(p.At) {
		c.plot.Handle = scene.Point{X: c.plot.At(p.At, 0).X, Y: c.curve()}
		if p.Own.Known {
			if y := c.y(p.Own.End); scene.Finite(y) {
				c.plot.Handle.Y = y // where the run itself ends
			}
		}
	}
	c.names()
	if scene.Finite(c.plot.Handle.X + c.plot.Handle.Y) {
		c.Reserve(scene.Around(c.plot.Handle, scene.Rim(theme)+1))
	}
	c.Put(c.Small("profile/title/y", s.Format(words, s.Key("figure.diagram.quantity.", p.Quantity)), box.X, box.Y+theme.SmallSize, scene.Start, theme.Muted))
	c.putTitle(&c.plot)
	c.legend()
	c.note()
	c.readOut()
	c.levels()
	c.ticksAlong(&c.plot)
	for n := range p.Lines {
		c.line(n)
	}
	c.printed()
	c.points()
	c.operating()
	return c.plot
}

// profile is one drawing of a Profile.
type profile struct {
	*Profile
	axesBoard
	plot DiagramPlot
}

// rows is the number of values at a place.
func (p *Profile) rows() int { return max(1, len(p.Series), p.Seeds) }

// RowAt is the series whose point at place i is nearest to a height, as drawn last.
func (p *Profile) RowAt(plot *DiagramPlot, i int, y float64) (row int) {
	nearest := math.Inf(1)
	for r := range p.rows() {
		if d := math.Abs(p.HeightOf(plot, p.Values[r*len(p.Places)+i]) - y); d < nearest {
			row, nearest = r, d
		}
	}
	return row
}

// findRange fits the vertical axis to what there is; that of ratios is logarithmic
// where they span more than a decade, that of times always. Counts have their ends.
func (c *profile) findRange() {
	const noise = 1.025
	lo, hi, least, most := 1., 1., 0., 1e3 // a formula may go beyond all bounds
	times := c.Scale.Log && c.Scale.From == c.Scale.To
	ratios := c.Scale.Log && !times
	switch c.Scale.Kind {
	case sim.Sequential:
		if times {
			lo, hi, most = math.Inf(1), 0, math.Inf(1)
		}
	case sim.Diverging:
		lo, hi, least, most = c.Scale.Centre, c.Scale.Centre, 2*c.Scale.From, 2*c.Scale.To
	case sim.Count:
		lo, hi, most = c.Scale.From, c.Scale.To, c.Scale.To
	}
	include := func(v float64) {
		if v > least && v < most {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	for i := range c.Lines {
		for _, v := range c.Lines[i].Y {
			include(v)
		}
	}
	if ratios { // points about a line do not move the axis as they come
		lo /= noise
	}
	for i, v := range c.Values {
		if c.Known[i] != 0 {
			include(v)
		}
	}
	for _, m := range c.Printed {
		include(m.Mean + m.SD)
		include(m.Mean - m.SD)
	}
	if hi == 0 {
		lo, hi = 1, 1 // nothing has come yet
	}
	if ratios || times {
		hi = math.Max(hi, 1.2*lo)
	}
	hi = math.Max(hi, lo+.1)
	if c.log = times || ratios && hi > 10*lo; c.log {
		lo, hi = math.Log(lo), math.Log(hi)
	}
	room := .05 * (hi - lo)
	c.lo, c.hi = lo-room, hi+room
}

// y is where a value lies, NaN beyond the plot.
func (c *profile) y(v float64) float64 { return c.HeightOf(&c.plot, v) }

// HeightOf is where a value lies on the screen, NaN beyond the plot, as drawn last.
func (p *Profile) HeightOf(plot *DiagramPlot, v float64) float64 {
	if p.log {
		v = math.Log(v)
	}
	if !(v >= p.lo && v <= p.hi) {
		return math.NaN()
	}
	return scene.Linear{From: p.lo, To: p.hi, Start: plot.Rect.Bottom(), End: plot.Rect.Y}.At(v)
}

// levels are the numbers of the vertical axis, with a faint line each.
func (c *profile) levels() {
	r, size, count := c.plot.Rect, c.Theme.SmallSize, int(scene.Clamp(c.plot.Rect.H/(2.4*c.Theme.SmallSize), 2, 7))
	if c.log {
		c.ticks = scene.LogTicks(c.ticks[:0], math.Exp(c.lo), math.Exp(c.hi), count)
	} else {
		if c.Scale.Kind == sim.Count {
			count = min(count, int(c.Scale.To-c.Scale.From))
		}
		c.ticks = scene.Ticks(c.ticks[:0], c.lo, c.hi, count)
	}
	for _, v := range c.ticks {
		label, at := c.Scene.Shortest(v), scene.Crisp(c.y(v))
		if c.Scale.Percent {
			label = c.figures(&c.Scale, v)
		}
		c.Scene.AddLine(c.Scene.Key("profile/grid/", label), scene.Point{X: r.X, Y: at}, scene.Point{X: r.Right(), Y: at}, c.Theme.HairWidth, c.Theme.Grid, [2]float64{})
		c.PutIfFree(c.Small(c.Scene.Key("profile/y/", label), label, r.X-size*.6, at+scene.MidHeight*size, scene.End, c.Theme.Muted))
	}
	c.Scene.AddLine("profile/axis", scene.Point{X: r.X, Y: scene.Crisp(r.Bottom())}, scene.Point{X: r.Right(), Y: scene.Crisp(r.Bottom())}, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
}

// unseen is the distance in pixels at which two lines are one.
const unseen = 2.5

// placeLines works out where the lines run. Of one that comes later only what can
// be told from those before it is drawn.
func (c *profile) placeLines() {
	c.places, c.from = c.places[:0], c.from[:0]
	for n := range c.Lines {
		l := &c.Lines[n]
		c.from = append(c.from, len(c.places))
		for i, x := range l.X {
			at := scene.Point{X: c.plot.At(x, 0).X, Y: c.y(l.Y[i])}
			for before := range n {
				if other := &c.Lines[before]; !l.Exact && len(other.X) == len(l.X) && math.Abs(at.Y-c.y(other.Y[i])) < unseen {
					at.Y = math.NaN()
				}
			}
			c.places = append(c.places, at)
		}
	}
	c.from = append(c.from, len(c.places))
}

func (c *profile) line(n int) {
	look := scene.Strip{Key: c.Scene.Key("profile/line/", c.Lines[n].Name), Width: c.Theme.ThinWidth, Colour: scene.Fade(c.Theme.Ink, .55), Dash: c.Theme.Dash}
	switch {
	case c.Lines[n].Exact:
		look.Colour, look.Dash = scene.Fade(c.Theme.Ink, .5), [2]float64{}
	case n == 0:
		look.Colour = scene.Fade(c.Theme.Ink, .9)
	}
	pen := c.Scene.Pen(look)
	for _, at := range c.places[c.from[n]:c.from[n+1]] {
		pen.LineTo(at)
	}
	pen.Lift()
}

// at is the place of point i of a series, NaN if it is not there.
func (c *profile) at(row, i int) scene.Point {
	n := row*len(c.Places) + i
	if c.Known[n] == 0 {
		return scene.Point{X: math.NaN(), Y: math.NaN()}
	}
	return scene.Point{X: c.plot.At(c.Places[i], 0).X, Y: c.y(c.Values[n])}
}

// look is a point of a series: filled, or where there are two, of the first one a ring
// wide enough to be seen around a point of the other. Seeds look alike, and pale: it is
// their cloud that counts.
func (c *profile) look(row int) scene.Mark {
	mark := scene.Mark{Radius: c.Theme.MarkRadius * .85, Fill: c.Theme.Ink}
	if c.Seeds > 0 {
		mark.Radius, mark.Fill = c.Theme.MarkRadius*.7, scene.Fade(c.Theme.Ink, .45)
	}
	if len(c.Series) > 1 && row == 0 {
		mark.Radius, mark.Fill, mark.Ring, mark.RingW = c.Theme.MarkRadius*1.6, c.Theme.Paper, c.Theme.Ink, c.Theme.ThinWidth
	}
	return mark
}

// points are the networks; what has not been learned is a tick at the axis.
func (c *profile) points() {
	s, r := c.Scene, c.plot.Rect
	pointed, under, ok := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	ok = ok && under == 0
	for n := range c.Values {
		row, i := n/len(c.Places), n%len(c.Places)
		mark := c.look(row)
		mark.Key, mark.At = s.Key("profile/point/", s.Number(float64(n), 0)), c.at(row, i)
		if c.Known[n] != 0 && math.IsNaN(c.Values[n]) {
			at := scene.Point{X: scene.Crisp(c.plot.At(c.Places[i], 0).X), Y: r.Bottom()}
			s.AddLine(mark.Key, scene.Point{X: at.X, Y: at.Y - c.Theme.SmallSize*.5}, at, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
			continue
		}
		if ok && i == pointed {
			mark.Radius *= 1.5
			if mark.RingW == 0 {
				mark.Ring, mark.RingW = c.Theme.Paper, c.Theme.HairWidth*1.5
			}
		}
		s.AddMark(mark)
	}
}

// printed are the paper's numbers, hollow, with bars a standard deviation long.
func (c *profile) printed() {
	s, hollow := c.Scene, c.hollow()
	r := hollow.Radius
	for i, m := range c.Printed {
		number := s.Number(float64(i), 0)
		at := scene.Point{X: c.plot.At(m.X, 0).X, Y: c.y(m.Mean)}
		if !scene.Finite(at.Y) {
			continue
		}
		if m.SD > 0 {
			if low, high := c.y(m.Mean-m.SD), c.y(m.Mean+m.SD); low-high > 2*r {
				s.AddLine(s.Key("profile/printed/bar/", number), scene.Point{X: scene.Crisp(at.X), Y: high}, scene.Point{X: scene.Crisp(at.X), Y: low}, c.Theme.ThinWidth, c.Theme.Muted, [2]float64{})
			}
		}
		hollow.Key, hollow.At = s.Key("profile/printed/", number), at
		s.AddMark(hollow)
	}
}

// hollow is the mark of a number of the paper's.
func (c *profile) hollow() scene.Mark {
	return scene.Mark{Radius: c.Theme.MarkRadius * 1.35, Fill: c.Theme.Paper, Ring: c.Theme.Muted, RingW: c.Theme.ThinWidth}
}

// curve is the height of the operating point: on the points as far as they are
// there, else on what is predicted.
func (c *profile) curve() float64 {
	for i := 1; i < len(c.Places); i++ {
		if a, b := c.at(c.Row, i-1), c.at(c.Row, i); c.At >= c.Places[i-1] && c.At <= c.Places[i] && scene.Finite(a.Y+b.Y) {
			return a.Y + (c.plot.At(c.At, 0).X-a.X)/(b.X-a.X)*(b.Y-a.Y)
		}
	}
	for n := range c.Lines {
		if v := interpolated(c.Lines[n].X, c.Lines[n].Y, c.At); scene.Finite(c.y(v)) {
			return c.y(v)
		}
	}
	return c.plot.Rect.Y + c.plot.Rect.H/2
}
