package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// Profile is a phase diagram of a single parameter, as a chart: what networks along
// it did, as points, and what theory says, as thin dashes. It takes the place of a
// [Diagram]. It is plain data; Draw changes nothing but its memory.
type Profile struct {
	X      DiagramAxis
	Places []float64 // of the points on X
	Values []float64 // t_later/t_earlier there, NaN: not learned
	Known  []int32   // 0: nothing has come yet

	Aligned bool          // the points are those of aligned layers, not of whole networks
	Lines   []ProfileLine // the one to compare with first
	Printed []PrintedMark // what the paper has

	At     float64   // the operating point; NaN for none
	Ghost  float64   // that of the run before; NaN for none
	Fill   []float64 // of A and B: which part of the final norm is learned, 0 to 1
	Handle scene.Handle

	Own     Own         // the run beside the chart
	Pointer scene.Point // its nearest point is read out; NaN: the operating point's

	places []scene.Point // of the lines on the screen
	from   []int         // where each line begins among them
	ticks  []float64
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
	plot.Rect = planeRoom(box, theme, "0.25")
	plot.Handle = scene.Point{X: math.NaN(), Y: math.NaN()}
	return plot
}

// Draw lays the panel out in box and appends it to the Scene; in a box without room
// for the axes it draws nothing.
func (p *Profile) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) DiagramPlot {
	plot := p.Plot(box, theme)
	if !scene.Drawable(plot.Rect) || !p.X.valid(len(p.Places)) || len(p.Values) != len(p.Places) || len(p.Known) != len(p.Places) {
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
		if scene.Finite(c.plot.Handle.X + c.plot.Handle.Y) {
			c.Reserve(scene.Around(c.plot.Handle, scene.Rim(theme)+1))
		}
	}
	c.Put(c.Small("profile/title/y", s.Format(words, "figure.diagram.quantity.ratio"), box.X, box.Y+theme.SmallSize, scene.Start, theme.Muted))
	c.putTitle(&c.plot)
	c.legend()
	c.readOut()
	c.levels()
	c.ticksAlong(&c.plot)
	c.names()
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
	plot   DiagramPlot
	lo, hi float64 // of the vertical axis, on its scale
	log    bool
}

// findRange fits the vertical axis to what there is; it is logarithmic where that
// spans more than a decade.
func (c *profile) findRange() {
	const most = 1e3 // a formula may go beyond all bounds
	lo, hi := 1., 1.
	include := func(v float64) {
		if v > 0 && v < most {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	for i := range c.Lines {
		for _, v := range c.Lines[i].Y {
			include(v)
		}
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
	if hi = math.Max(hi, 1.2*lo); hi > 10*lo {
		lo, hi, c.log = math.Log(lo), math.Log(hi), true
	}
	room := .05 * (hi - lo)
	c.lo, c.hi = lo-room, hi+room
}

// y is where a value lies, NaN beyond the plot.
func (c *profile) y(v float64) float64 {
	if c.log {
		v = math.Log(v)
	}
	if !(v >= c.lo && v <= c.hi) {
		return math.NaN()
	}
	r := c.plot.Rect
	return scene.Linear{From: c.lo, To: c.hi, Start: r.Bottom(), End: r.Y}.At(v)
}

// levels are the numbers of the vertical axis, with a faint line each.
func (c *profile) levels() {
	r, size, count := c.plot.Rect, c.Theme.SmallSize, int(scene.Clamp(c.plot.Rect.H/(2.4*c.Theme.SmallSize), 2, 7))
	if c.log {
		c.ticks = scene.LogTicks(c.ticks[:0], math.Exp(c.lo), math.Exp(c.hi), count)
	} else {
		c.ticks = scene.Ticks(c.ticks[:0], c.lo, c.hi, count)
	}
	for _, v := range c.ticks {
		label, at := c.Scene.Shortest(v), scene.Crisp(c.y(v))
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

// at is the place of a point, NaN if it is not there.
func (c *profile) at(i int) scene.Point {
	if c.Known[i] == 0 {
		return scene.Point{X: math.NaN(), Y: math.NaN()}
	}
	return scene.Point{X: c.plot.At(c.Places[i], 0).X, Y: c.y(c.Values[i])}
}

// points are the networks; what has not been learned is a tick at the axis.
func (c *profile) points() {
	s, r, radius := c.Scene, c.plot.Rect, c.Theme.MarkRadius*.85
	colour := c.Theme.Ink
	if c.Aligned {
		colour = over(scene.Fade(colour, .5), c.Theme.Paper)
	}
	pointed, under, ok := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	ok = ok && under == 0
	for i := range c.Places {
		at := c.at(i)
		key := s.Key("profile/point/", s.Number(float64(i), 0))
		if c.Known[i] != 0 && math.IsNaN(c.Values[i]) {
			at = scene.Point{X: scene.Crisp(c.plot.At(c.Places[i], 0).X), Y: r.Bottom()}
			s.AddLine(key, scene.Point{X: at.X, Y: at.Y - c.Theme.SmallSize*.5}, at, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
			continue
		}
		mark := scene.Mark{Key: key, At: at, Radius: radius, Fill: colour}
		if ok && i == pointed {
			mark.Radius *= 1.5
			mark.Ring, mark.RingW = c.Theme.Paper, c.Theme.HairWidth*1.5
		}
		s.AddMark(mark)
	}
}

// printed are the paper's numbers, hollow, with bars a standard deviation long.
func (c *profile) printed() {
	s, r := c.Scene, c.Theme.MarkRadius*1.35
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
		s.AddMark(scene.Mark{Key: s.Key("profile/printed/", number), At: at, Radius: r, Fill: c.Theme.Paper, Ring: c.Theme.Muted, RingW: c.Theme.ThinWidth})
	}
}

// curve is the height of the operating point: on the points as far as they are
// there, else on what is predicted.
func (c *profile) curve() float64 {
	for i := 1; i < len(c.Places); i++ {
		if a, b := c.at(i-1), c.at(i); c.At >= c.Places[i-1] && c.At <= c.Places[i] && scene.Finite(a.Y+b.Y) {
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
