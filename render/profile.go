package render

import "math"

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
	Handle Handle

	Pointer Point // its nearest point is read out; NaN: the operating point's

	places []Point // of the lines on the screen
	from   []int   // where each line begins among them
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
func (p *Profile) Plot(box Rect, theme *Theme) DiagramPlot {
	plot := DiagramPlot{Box: box, X: p.X, Columns: len(p.Places), Rows: 1, Reach: reach(theme)}
	plot.Rect = planeRoom(box, theme, "0.25")
	plot.Handle = Point{math.NaN(), math.NaN()}
	return plot
}

// Draw lays the panel out in box and appends it to the Scene; in a box without room
// for the axes it draws nothing.
func (p *Profile) Draw(s *Scene, box Rect, theme *Theme, words Words) DiagramPlot {
	plot := p.Plot(box, theme)
	if !drawable(plot.Rect) || !p.X.valid(len(p.Places)) || len(p.Values) != len(p.Places) || len(p.Known) != len(p.Places) {
		return plot
	}
	c := profile{Profile: p, axesBoard: axesBoard{board{scene: s, theme: theme, words: words}}, plot: plot}
	c.findRange()
	c.placeLines()
	if !math.IsNaN(p.At) {
		c.plot.Handle = Point{c.plot.At(p.At, 0).X, c.curve()}
		if finite(c.plot.Handle.X + c.plot.Handle.Y) {
			c.reserve(around(c.plot.Handle, rim(theme)+1))
		}
	}
	c.put(c.small("profile/title/y", s.Format(words, "figure.diagram.quantity.ratio"), box.X, box.Y+theme.SmallSize, Start, theme.Muted))
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
	return Linear{c.lo, c.hi, r.Bottom(), r.Y}.At(v)
}

// levels are the numbers of the vertical axis, with a faint line each.
func (c *profile) levels() {
	r, size, count := c.plot.Rect, c.theme.SmallSize, int(clamp(c.plot.Rect.H/(2.4*c.theme.SmallSize), 2, 7))
	if c.log {
		c.ticks = LogTicks(c.ticks[:0], math.Exp(c.lo), math.Exp(c.hi), count)
	} else {
		c.ticks = Ticks(c.ticks[:0], c.lo, c.hi, count)
	}
	for _, v := range c.ticks {
		label, at := c.scene.Shortest(v), crisp(c.y(v))
		c.scene.AddLine(c.scene.Key("profile/grid/", label), Point{r.X, at}, Point{r.Right(), at}, c.theme.HairWidth, c.theme.Grid, [2]float64{})
		c.putIfFree(c.small(c.scene.Key("profile/y/", label), label, r.X-size*.6, at+midHeight*size, End, c.theme.Muted))
	}
	c.scene.AddLine("profile/axis", Point{r.X, crisp(r.Bottom())}, Point{r.Right(), crisp(r.Bottom())}, c.theme.HairWidth, c.theme.Axis, [2]float64{})
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
			at := Point{c.plot.At(x, 0).X, c.y(l.Y[i])}
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
	look := Strip{Key: c.scene.Key("profile/line/", c.Lines[n].Name), Width: c.theme.ThinWidth, Colour: Fade(c.theme.Ink, .55), Dash: c.theme.Dash}
	switch {
	case c.Lines[n].Exact:
		look.Colour, look.Dash = Fade(c.theme.Ink, .5), [2]float64{}
	case n == 0:
		look.Colour = Fade(c.theme.Ink, .9)
	}
	pen := c.scene.pen(look)
	for _, at := range c.places[c.from[n]:c.from[n+1]] {
		pen.lineTo(at)
	}
	pen.lift()
}

// at is the place of a point, NaN if it is not there.
func (c *profile) at(i int) Point {
	if c.Known[i] == 0 {
		return Point{math.NaN(), math.NaN()}
	}
	return Point{c.plot.At(c.Places[i], 0).X, c.y(c.Values[i])}
}

// points are the networks; what has not been learned is a tick at the axis.
func (c *profile) points() {
	s, r, radius := c.scene, c.plot.Rect, c.theme.MarkRadius*.85
	colour := c.theme.Ink
	if c.Aligned {
		colour = over(Fade(colour, .5), c.theme.Paper)
	}
	pointed, under, ok := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	ok = ok && under == 0
	for i := range c.Places {
		at := c.at(i)
		key := s.Key("profile/point/", s.Number(float64(i), 0))
		if c.Known[i] != 0 && math.IsNaN(c.Values[i]) {
			at = Point{crisp(c.plot.At(c.Places[i], 0).X), r.Bottom()}
			s.AddLine(key, Point{at.X, at.Y - c.theme.SmallSize*.5}, at, c.theme.HairWidth, c.theme.Axis, [2]float64{})
			continue
		}
		mark := Mark{Key: key, At: at, Radius: radius, Fill: colour}
		if ok && i == pointed {
			mark.Radius *= 1.5
			mark.Ring, mark.RingW = c.theme.Paper, c.theme.HairWidth*1.5
		}
		s.AddMark(mark)
	}
}

// printed are the paper's numbers, hollow, with bars a standard deviation long.
func (c *profile) printed() {
	s, r := c.scene, c.theme.MarkRadius*1.35
	for i, m := range c.Printed {
		number := s.Number(float64(i), 0)
		at := Point{c.plot.At(m.X, 0).X, c.y(m.Mean)}
		if !finite(at.Y) {
			continue
		}
		if m.SD > 0 {
			if low, high := c.y(m.Mean-m.SD), c.y(m.Mean+m.SD); low-high > 2*r {
				s.AddLine(s.Key("profile/printed/bar/", number), Point{crisp(at.X), high}, Point{crisp(at.X), low}, c.theme.ThinWidth, c.theme.Muted, [2]float64{})
			}
		}
		s.AddMark(Mark{Key: s.Key("profile/printed/", number), At: at, Radius: r, Fill: c.theme.Paper, Ring: c.theme.Muted, RingW: c.theme.ThinWidth})
	}
}

// curve is the height of the operating point: on the points as far as they are
// there, else on what is predicted.
func (c *profile) curve() float64 {
	for i := 1; i < len(c.Places); i++ {
		if a, b := c.at(i-1), c.at(i); c.At >= c.Places[i-1] && c.At <= c.Places[i] && finite(a.Y+b.Y) {
			return a.Y + (c.plot.At(c.At, 0).X-a.X)/(b.X-a.X)*(b.Y-a.Y)
		}
	}
	for n := range c.Lines {
		if v := interpolated(c.Lines[n].X, c.Lines[n].Y, c.At); finite(c.y(v)) {
			return c.y(v)
		}
	}
	return c.plot.Rect.Y + c.plot.Rect.H/2
}
