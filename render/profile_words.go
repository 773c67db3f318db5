package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// entry n of the legend, from the right: words and a mark. ok is false after the last.
func (c *profile) entry(n int) (words string, mark scene.Mark, ok bool) {
	rows := max(1, len(c.Series))
	switch {
	case n < rows && len(c.Series) > 0:
		row := rows - 1 - n
		return c.Scene.Format(c.Words, c.Scene.Key("figure.profile.", c.Series[row])), c.look(row), true
	case n == 0 && c.Seeds > 0:
		return c.Scene.Format(c.Words, "figure.profile.seeds", "count", c.Scene.Number(float64(c.Seeds), 0)), c.look(0), true
	case n == 0:
		return c.Scene.Format(c.Words, "figure.profile.measured"), c.look(0), true
	case n == rows && len(c.Printed) > 0 && c.Printed[0].SD == 0:
		return c.Scene.Format(c.Words, "figure.profile.printedFormula"), c.hollow(), true
	case n == rows && len(c.Printed) > 0:
		return c.Scene.Format(c.Words, "figure.profile.printed"), c.hollow(), true
	}
	return "", mark, false
}

// legend says in the corner what the marks are.
func (c *profile) legend() {
	s, size, box := c.Scene, c.Theme.SmallSize, c.plot.Box
	for _, y := range [...]float64{box.Y + size, box.Y + size*2.45} {
		fits := true
		for pass := range 2 { // first whether all of it has room
			x := c.plot.Rect.Right()
			for n := 0; fits; n++ {
				words, mark, ok := c.entry(n)
				if !ok {
					break
				}
				t := c.Small(s.Key("profile/legend/", digits[n]), words, x, y, scene.End, c.Theme.Muted)
				if t.Content == "" {
					continue
				}
				mark.Key, mark.At = s.Key("profile/legend/mark/", digits[n]), scene.Point{X: t.Bounds().X - math.Max(size*.85, mark.Radius+size*.6), Y: y - scene.MidHeight*size}
				x = mark.At.X - size*1.2
				if pass == 0 {
					fits = mark.At.X-size*.5 > box.X && c.Free(t.Bounds().Inset(-2)) && c.Free(scene.Around(mark.At, size*.5))
					continue
				}
				c.Put(t)
				c.Reserve(scene.Around(mark.At, size*.4))
				s.AddMark(mark)
			}
		}
		if fits {
			return
		}
	}
}

// note is the sentence about another parameter, where it has room.
func (c *profile) note() {
	if c.Note == "" {
		return
	}
	s, size, box := c.Scene, c.Theme.SmallSize, c.plot.Box
	list := ""
	for i, v := range c.NoteValues {
		if i > 0 {
			list = s.Key(list, ", ")
		}
		list = s.Key(list, s.Shortest(v))
	}
	words := s.Format(c.Words, c.Note, "symbol", symbolOf(c.NoteKey), "values", list)
	t := c.Small("profile/note", words, c.plot.Rect.Right(), box.Y+size*2.45, scene.End, c.Theme.Muted)
	if t.Bounds().X > c.plot.Rect.X {
		c.PutIfFree(t)
	}
}

// nameEvery is how many pixels lie between the places at which a name is tried.
const nameEvery = 8

// names puts a word beside every line: where nothing is in its way, and as far
// from the middle as can be, for lines part towards their ends. A name under the handle is gone
// as long as that stands there, it does not move out of its way; and it comes once all the points
// about it are there.
func (c *profile) names() {
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	for n := range c.Lines {
		t := c.Small(s.Key("profile/name/", c.Lines[n].Name), s.Format(c.Words, s.Key("figure.profile.", c.Lines[n].Name)), 0, 0, scene.Middle, c.Theme.Muted)
		if n == 0 {
			t.Colour = c.Theme.Ink
		}
		best, far := t, -1.
		for x := r.X; x <= r.Right(); x += nameEvery {
			distance, y := math.Abs(x-(r.X+r.W/2)), c.height(n, x)
			if distance <= far || !scene.Finite(y) {
				continue
			}
			for try := range 4 {
				t.X, t.Anchor = x+size*.5, scene.Start
				if try%2 == 1 {
					t.X, t.Anchor = x-size*.5, scene.End
				}
				t.Y = y + scene.MidHeight*size + size*[...]float64{-.95, .95}[try/2]
				b := t.Bounds()
				if b.X < r.X+2 || b.Right() > r.Right()-2 || b.Y < r.Y || b.Bottom() > r.Bottom()-2 || !c.Free(b) || c.crossed(b.Inset(-size*.15)) {
					continue
				}
				best, far = t, distance
				break
			}
		}
		if handle := scene.Around(c.plot.Handle, scene.Rim(c.Theme)+1); far >= 0 && !best.Bounds().Overlaps(handle) && c.settled(best.Bounds()) {
			c.Put(best)
		} else if far >= 0 {
			c.Reserve(best.Bounds())
		}
	}
}

// settled reports whether all points above and below a box have come, so that none will come over it.
func (c *profile) settled(box scene.Rect) bool {
	for n, known := range c.Known {
		if x := c.plot.At(c.Places[n%len(c.Places)], 0).X; known == 0 && x >= box.X && x <= box.Right() {
			return false
		}
	}
	return true
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
func (c *profile) crossed(box scene.Rect) bool {
	for n := range c.Lines {
		places := c.places[c.from[n]:c.from[n+1]]
		for i := 1; i < len(places); i++ {
			a, b := places[i-1], places[i]
			if b.X < box.X || a.X > box.Right() {
				continue
			}
			if in, out := inside(box, a, b); scene.Finite(a.Y+b.Y) && in < out {
				return true
			}
		}
	}
	for n := range c.Values {
		if at := c.at(n/len(c.Places), n%len(c.Places)); box.Contains(at.X, at.Y) {
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

// readOut says under the plot what was measured at the point under the pointer, or in the run
// of the operating point, else at the point next to it, and what theory says.
func (c *profile) readOut() {
	s, box := c.Scene, c.plot.Box
	i, _, pointed := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	if !pointed {
		if !scene.Finite(c.plot.Handle.X) {
			return
		}
		i, _, _ = c.plot.Cell(c.plot.Handle.X, c.plot.Rect.Y+1)
	}
	y := rowBelow(c.plot.Rect, box, c.Theme)
	t := c.Small("profile/read", "", box.X, y, scene.Start, c.Theme.Ink)
	if !pointed && c.Own.Known && scene.Finite(c.Own.Measured) { // the run, which need not be of the kind that the points are of
		own := c.figures(&c.Scale, c.Own.Measured)
		wordings := [...]string{own, own, own}
		if scene.Finite(c.Own.Predicted) {
			wordings = c.compared(own, c.figures(&c.Scale, c.Own.Predicted), true)
		}
		for _, words := range wordings {
			if t.Content = s.Format(c.Words, "figure.diagram.here", "value", words); t.Bounds().Right() <= box.Right() && c.PutIfFree(t) {
				return
			}
		}
		return
	}
	value := c.said(i)
	if value == "" {
		return
	}
	wordings := [...]string{value, value, value}
	if len(c.Lines) > 0 && len(c.Lines[0].Values) == len(c.Values) && scene.Finite(c.Lines[0].Values[i]) {
		wordings = c.compared(value, c.figures(&c.Scale, c.Lines[0].Values[i]), c.Seeds > 0 || !math.IsNaN(c.Values[i]))
	}
	for _, words := range wordings {
		t.Content = s.Format(c.Words, "figure.profile.point", "x", c.valued(&c.plot.X, c.Places[i]), "value", words)
		if t.Bounds().Right() <= box.Right() && c.PutIfFree(t) {
			return
		}
	}
}

// said are the values at place i, of seeds the least and the largest, "" where one has not
// come.
func (c *profile) said(i int) (all string) {
	s := c.Scene
	if c.Seeds > 0 {
		return c.span(i)
	}
	for row := range c.rows() {
		n := row*len(c.Places) + i
		if c.Known[n] == 0 {
			return ""
		}
		value := s.Format(c.Words, "figure.diagram.unknown")
		if !math.IsNaN(c.Values[n]) {
			value = c.figures(&c.Scale, c.Values[n])
		}
		if len(c.Series) > 0 {
			value = s.Format(c.Words, "figure.profile.ofSeries", "name", s.Format(c.Words, s.Key("figure.profile.", c.Series[row])), "value", value)
		}
		if all != "" {
			all = s.Key(all, ", ")
		}
		all = s.Key(all, value)
	}
	return all
}

// span is said for seeds.
func (c *profile) span(i int) string {
	lo, hi := math.Inf(1), math.Inf(-1)
	for row := range c.rows() {
		n := row*len(c.Places) + i
		if c.Known[n] == 0 {
			return ""
		}
		if v := c.Values[n]; !math.IsNaN(v) {
			lo, hi = math.Min(lo, v), math.Max(hi, v)
		}
	}
	if lo > hi {
		return c.Scene.Format(c.Words, "figure.diagram.unknown")
	}
	return c.Scene.Format(c.Words, "figure.profile.span", "low", c.figures(&c.Scale, lo), "high", c.figures(&c.Scale, hi))
}

// operating is the operating point: a hair to its value on the axis, and the handle.
func (c *profile) operating() {
	at, r, theme := c.plot.Handle, c.plot.Rect, c.Theme
	if c.Ghost != 0 && scene.Finite(c.Ghost) {
		if y := c.y(interpolated(c.Places, c.Values[c.Row*len(c.Places):], c.Ghost)); scene.Finite(y) {
			c.Scene.AddMark(scene.Mark{Key: "profile/ghost", At: scene.Point{X: c.plot.At(c.Ghost, 0).X, Y: y}, Radius: theme.HandleRadius * .6, Fill: theme.Paper, Ring: scene.Fade(theme.Ink, .35), RingW: theme.ThinWidth})
		}
	}
	if !scene.Finite(at.X + at.Y) {
		return
	}
	c.Upright("profile/crosshair", at.X, at.Y+scene.Rim(theme), r.Bottom()+theme.SmallSize*.35, theme.HairWidth, scene.Fade(theme.Ink, .6), [2]float64{})
	c.DrawHandle(DiagramPanel, at, c.Handle, c.Fill)
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
