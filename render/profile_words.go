package render

import "math"

// legend says in the corner what the marks are.
func (c *profile) legend() {
	s, size, box := c.scene, c.theme.SmallSize, c.plot.Box
	right := c.plot.Rect.Right()
	for _, y := range [...]float64{box.Y + size, box.Y + size*2.45} {
		x := right
		fits := true
		for pass := range 2 { // first whether all of it has room
			x = right
			for kind := range 2 {
				key := [...]string{"figure.profile.measured", "figure.profile.printed"}[kind]
				switch {
				case kind == 0 && c.Aligned:
					key = "figure.profile.alignedPoints"
				case kind == 1 && len(c.Printed) == 0:
					continue
				case kind == 1 && c.Printed[0].SD == 0:
					key = "figure.profile.printedFormula"
				}
				t := c.small(s.Key("profile/legend/", digits[kind]), s.Format(c.words, key), x, y, End, c.theme.Muted)
				if t.Content == "" {
					continue
				}
				mark := Point{t.Bounds().X - size*.85, y - middle*size}
				if x = mark.X - size*1.2; pass == 0 {
					fits = fits && mark.X-size*.5 > box.X && c.free(t.Bounds().Inset(-2)) && c.free(around(mark, size*.5))
					continue
				}
				c.put(t)
				c.reserve(around(mark, size*.4))
				m := Mark{Key: s.Key("profile/legend/mark/", digits[kind]), At: mark, Radius: c.theme.MarkRadius * .85, Fill: c.theme.Ink}
				switch {
				case kind == 1:
					m.Radius, m.Fill, m.Ring, m.RingW = c.theme.MarkRadius*1.35, c.theme.Paper, c.theme.Muted, c.theme.ThinWidth
				case c.Aligned:
					m.Fill = over(Fade(c.theme.Ink, .5), c.theme.Paper)
				}
				s.AddMark(m)
			}
			if !fits {
				break
			}
		}
		if fits {
			return
		}
	}
}

// nameEvery is how many pixels lie between the places at which a name is tried.
const nameEvery = 8

// names puts a word beside every line: where nothing is in its way, and as far
// from the middle as can be, for lines part towards their ends. What the legend
// names is left out.
func (c *profile) names() {
	s, size, r := c.scene, c.theme.SmallSize, c.plot.Rect
	for n := range c.Lines {
		if c.Lines[n].Exact && c.Aligned {
			continue
		}
		t := c.small(s.Key("profile/name/", c.Lines[n].Name), s.Format(c.words, s.Key("figure.profile.", c.Lines[n].Name)), 0, 0, Middle, c.theme.Muted)
		if n == 0 {
			t.Colour = c.theme.Ink
		}
		best, far := t, -1.
		for x := r.X; x <= r.Right(); x += nameEvery {
			distance, y := math.Abs(x-(r.X+r.W/2)), c.height(n, x)
			if distance <= far || !finite(y) {
				continue
			}
			for try := range 4 {
				t.X, t.Anchor = x+size*.5, Start
				if try%2 == 1 {
					t.X, t.Anchor = x-size*.5, End
				}
				t.Y = y + middle*size + size*[...]float64{-.95, .95}[try/2]
				b := t.Bounds()
				if b.X < r.X+2 || b.Right() > r.Right()-2 || b.Y < r.Y || b.Bottom() > r.Bottom()-2 || !c.free(b) || c.crossed(b.Inset(-size*.15)) {
					continue
				}
				best, far = t, distance
				break
			}
		}
		if far >= 0 {
			c.put(best)
		}
	}
}

// height is where line n runs at x, NaN where it does not.
func (c *profile) height(n int, x float64) float64 {
	places := c.places[c.from[n]:c.from[n+1]]
	for i := 1; i < len(places); i++ {
		if a, b := places[i-1], places[i]; x >= a.X && x <= b.X {
			return a.Y + (x-a.X)/(b.X-a.X)*(b.Y-a.Y)
		}
	}
	return math.NaN()
}

// crossed reports whether a line or a mark comes into a box.
func (c *profile) crossed(box Rect) bool {
	for n := range c.Lines {
		places := c.places[c.from[n]:c.from[n+1]]
		for i := 1; i < len(places); i++ {
			a, b := places[i-1], places[i]
			if b.X < box.X || a.X > box.Right() {
				continue
			}
			if in, out := inside(box, a, b); finite(a.Y+b.Y) && in < out {
				return true
			}
		}
	}
	for i := range c.Places {
		if at := c.at(i); box.Contains(at.X, at.Y) {
			return true
		}
	}
	for _, m := range c.Printed {
		if box.Contains(c.plot.At(m.X, 0).X, c.y(m.Mean)) {
			return true
		}
	}
	return false
}

// readOut says under the plot what was measured at the point under the pointer, or
// at the one next to the operating point, and what theory says.
func (c *profile) readOut() {
	s, size, box := c.scene, c.theme.SmallSize, c.plot.Box
	i, _, pointed := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	if !pointed {
		if !finite(c.plot.Handle.X) {
			return
		}
		i, _, _ = c.plot.Cell(c.plot.Handle.X, c.plot.Rect.Y+1)
	}
	if c.Known[i] == 0 {
		return
	}
	value := s.Format(c.words, "figure.diagram.unknown")
	if !math.IsNaN(c.Values[i]) {
		value = c.figures(c.Values[i])
	}
	both := value
	if len(c.Lines) > 0 && len(c.Lines[0].Values) == len(c.Values) && finite(c.Lines[0].Values[i]) {
		both = s.Format(c.words, "figure.diagram.compared", "value", value, "theory", c.figures(c.Lines[0].Values[i]))
	}
	y := c.plot.Rect.Bottom() + size*3.05
	if ownRow(box, c.theme) {
		y += size * rowHeight
	}
	t := c.small("profile/read", "", box.X, y, Start, c.theme.Ink)
	for _, words := range [...]string{both, value} {
		t.Content = s.Format(c.words, "figure.profile.point", "x", c.valued(&c.plot.X, c.Places[i]), "value", words)
		if t.Bounds().Right() <= box.Right() && c.putIfFree(t) {
			return
		}
	}
}

// operating is the operating point: a hair to its value on the axis, and the handle.
func (c *profile) operating() {
	at, r, theme := c.plot.Handle, c.plot.Rect, c.theme
	if c.Ghost != 0 && finite(c.Ghost) {
		if y := c.y(interpolated(c.Places, c.Values, c.Ghost)); finite(y) {
			c.scene.AddMark(Mark{Key: "profile/ghost", At: Point{c.plot.At(c.Ghost, 0).X, y}, Radius: theme.HandleRadius * .6, Fill: theme.Paper, Ring: Fade(theme.Ink, .35), RingW: theme.ThinWidth})
		}
	}
	if !finite(at.X + at.Y) {
		return
	}
	c.upright("profile/crosshair", at.X, at.Y+rim(theme), r.Bottom()+theme.SmallSize*.35, theme.HairWidth, Fade(theme.Ink, .6), [2]float64{})
	c.handle(DiagramPanel, at, c.Handle, c.Fill)
}

// interpolated finds a value between those values over ascending places, NaN beyond them.
func interpolated(places, values []float64, x float64) float64 {
	for i := 1; i < min(len(places), len(values)); i++ {
		if a, b := places[i-1], places[i]; x >= a && x <= b {
			return values[i-1] + (x-a)/(b-a)*(values[i]-values[i-1])
		}
	}
	return math.NaN()
}
