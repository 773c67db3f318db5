package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// minima are those of the whole run: the labels of the later ones have their place
// before they are known.
func (c *chart) minima() []sim.Stop {
	if len(c.stops) >= len(c.Stops) {
		return c.stops
	}
	return c.Stops
}

// stopPoint is where a minimum of the error on new data lies, and whether it is known
// by now.
func (c *chart) stopPoint(i int) (p scene.Point, known bool) {
	epoch := float64(c.minima()[i].Epoch)
	v := c.series(len(c.Modalities) + len(c.Series)).between(epoch)
	return c.place(epoch, v), i < len(c.Stops) && c.drawable(i)
}

// drawable reports whether minimum i lies on the chart.
func (c *chart) drawable(i int) bool {
	if len(c.Series) == 0 || i >= scene.MaxLabels {
		return false
	}
	v := c.series(len(c.Modalities) + len(c.Series)).between(float64(c.minima()[i].Epoch))
	return scene.Finite(v) && v <= c.yMax
}

// stopKey is a key of something drawn at a minimum.
func (c *chart) stopKey(what string, i int) string {
	return c.Scene.Key("training/stop/", what, c.Scene.Number(float64(i), 0))
}

// stopLabels name the minima, the lowest one in fewer words rather than not. They stand
// where they will stand at the end of the run.
func (c *chart) stopLabels() {
	for i, stop := range c.minima() {
		if !c.drawable(i) {
			continue
		}
		at, known := c.stopPoint(i)
		c.flags[i] = at.Y
		words, weight := stopWords[2:], 400
		if stop.Best || known && c.Stops[i].Best {
			words, weight = stopWords[:2], 600
		}
		c.stopLabel(i, at, words, weight, known)
	}
}

var stopWords = [...]string{"figure.training.stopBest", "figure.training.stopBestShort", "figure.training.stop"}

// waits are how long the name of a minimum may wait until nothing comes over its place any
// more, in parts of the run: rather in fewer words than late.
var waits = [...]float64{0, 0.05, 0.1, 1}

// stopLabel finds a place for the name of a minimum beside the point, else at the top of a
// line that leads up from it, and writes it there if the minimum is known by now and
// nothing comes over it any more.
func (c *chart) stopLabel(i int, at scene.Point, words []string, weight int, known bool) {
	s := c.Scene
	t := c.Small(c.stopKey("", i), "", 0, 0, scene.Start, c.Theme.Ink)
	t.Weight = weight
	epoch, found := float64(c.minima()[i].Epoch), false
	for try := 0; try < len(words)*len(waits) && !found; try++ {
		t.Content = s.Format(c.Words, words[try%len(words)], "epoch", c.time(epoch))
		found = c.findStop(&t, i, at, epoch+waits[try/len(words)]*c.end)
	}
	if !found {
		return
	}
	if known && !c.Stops[i].Best {
		t.Content, t.Weight = s.Format(c.Words, "figure.training.stop", "epoch", c.time(float64(c.Stops[i].Epoch))), 400
	}
	c.stay(t, known)
}

// findStop sets the name of minimum i at the first place that is free for good from an
// epoch on, and reports whether there is one.
func (c *chart) findStop(t *scene.Text, i int, at scene.Point, from float64) bool {
	size := c.Theme.SmallSize
	if c.findNear(t, at, from) {
		return true
	}
	for y := c.plot.Rect.Y + size; y < at.Y-size; y += size * 0.7 {
		t.X, t.Y, t.Anchor = at.X+size*0.4, y, scene.Start
		if t.Bounds().Right() > c.plot.Box.Right() {
			t.X, t.Anchor = at.X-size*0.4, scene.End
		}
		if c.freeFrom(from, t) {
			c.flags[i] = t.Bounds().Y
			return true
		}
	}
	return false
}

// freeFrom reports whether nothing is in the way of a text, and from an epoch on nothing
// passes over it.
func (c *chart) freeFrom(epoch float64, t *scene.Text) bool {
	if b := t.Bounds(); b.X < c.plot.Box.X || b.Right() > c.plot.Box.Right() {
		return false
	}
	return c.clear(*t) && !c.underHeads(t.Bounds()) && (epoch >= c.end || c.passedFrom(epoch, t.Bounds()))
}

// findNear sets a text at the first place around a point of a curve that is free from an
// epoch on.
func (c *chart) findNear(t *scene.Text, at scene.Point, from float64) bool {
	size := c.Theme.SmallSize
	gap := c.Theme.MarkRadius + size*0.5
	for _, dy := range [...]float64{-1, 1.9, -2.2, 3.2, -3.4, 1} {
		for side := range 3 {
			t.X, t.Y = at.X+gap*float64([...]int{1, -1, 0}[side]), at.Y+dy*size
			t.Anchor = [...]scene.Anchor{scene.Start, scene.End, scene.Middle}[side]
			if b := t.Bounds(); b.X >= c.plot.Rect.X && b.Right() <= c.plot.Box.Right() && c.freeFrom(from, t) {
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
