package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// stopPoint is where a minimum of the error on new data lies.
func (c *chart) stopPoint(i int) (p scene.Point, ok bool) {
	if len(c.Series) == 0 || i >= scene.MaxLabels {
		return p, false
	}
	epoch := float64(c.Stops[i].Epoch)
	v := c.series(len(c.Modalities) + len(c.Series)).between(epoch)
	return c.place(epoch, v), scene.Finite(v) && v <= c.yMax && c.measured(epoch)
}

// stopKey is a key of something drawn at a minimum.
func (c *chart) stopKey(what string, i int) string {
	return c.Scene.Key("training/stop/", what, c.Scene.Number(float64(i), 0))
}

// stopLabels name the minima, the lowest one in fewer words rather than not.
func (c *chart) stopLabels() {
	for i := range c.Stops {
		at, ok := c.stopPoint(i)
		if !ok {
			continue
		}
		c.flags[i] = at.Y
		if !c.Stops[i].Best {
			c.stopLabel(i, at, "figure.training.stop", 400)
		} else if !c.stopLabel(i, at, "figure.training.stopBest", 600) {
			c.stopLabel(i, at, "figure.training.stopBestShort", 600)
		}
	}
}

// stopLabel names a minimum beside the point, else at the top of a line that leads
// up from it, and reports whether there is room.
func (c *chart) stopLabel(i int, at scene.Point, words string, weight int) bool {
	s, size := c.Scene, c.Theme.SmallSize
	t := c.Small(c.stopKey("", i), s.Format(c.Words, words, "epoch", c.time(float64(c.Stops[i].Epoch))), 0, 0, scene.Start, c.Theme.Ink)
	t.Weight = weight
	if c.labelNear(&t, at) {
		return true
	}
	for y := c.plot.Rect.Y + size*1.2; y < at.Y-size; y += size * 0.7 {
		t.X, t.Y, t.Anchor = at.X+size*0.4, y, scene.Start
		if t.Bounds().Right() > c.plot.Box.Right() {
			t.X, t.Anchor = at.X-size*0.4, scene.End
		}
		if c.putClear(t) {
			c.flags[i] = t.Bounds().Y
			return true
		}
	}
	return false
}

// labelNear puts a text at the first free place around a point of a curve.
func (c *chart) labelNear(t *scene.Text, at scene.Point) bool {
	size := c.Theme.SmallSize
	gap := c.Theme.MarkRadius + size*0.5
	for _, dy := range [...]float64{-1, 1.9, -2.2, 3.2, -3.4, 1} {
		for side := range 3 {
			t.X, t.Y = at.X+gap*float64([...]int{1, -1, 0}[side]), at.Y+dy*size
			t.Anchor = [...]scene.Anchor{scene.Start, scene.End, scene.Middle}[side]
			if b := t.Bounds(); b.X >= c.plot.Rect.X && b.Right() <= c.plot.Box.Right() && c.putClear(*t) {
				return true
			}
		}
	}
	return false
}

// stopLines lead from the minima down to the axis, and up to a label there.
func (c *chart) stopLines() {
	for i := range c.Stops {
		if at, ok := c.stopPoint(i); ok {
			c.Upright(c.stopKey("line/", i), at.X, math.Min(at.Y, c.flags[i]), c.plot.Rect.Bottom(), c.Theme.ThinWidth, scene.Fade(c.Theme.Ink, 0.55), [2]float64{})
		}
	}
}

// stopMarks are filled at the lowest minimum, and hollow at the others.
func (c *chart) stopMarks() {
	for i := range c.Stops {
		at, ok := c.stopPoint(i)
		if !ok {
			continue
		}
		m := scene.Mark{Key: c.stopKey("mark/", i), At: at, Radius: c.Theme.MarkRadius * headSize,
			Fill: c.Theme.Paper, Ring: c.Theme.Ink, RingW: c.Theme.ThinWidth * 1.5}
		if c.Stops[i].Best {
			m.Fill = c.Theme.Ink
		}
		c.Scene.AddMark(m)
	}
}
