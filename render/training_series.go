package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// seriesLabels names each of the further curves: beside a place where it falls, on the
// side that has room; else on a leader to such a place; else, if the ends of no others
// are in the way, where it will end. A name beside a place comes when the curve has got there.
func (c *chart) seriesLabels() {
	var ends scene.Column
	at := 0.0
	for pass := range 2 {
		for k := range min(len(c.Series), scene.MaxLabels) {
			t := c.Small(c.Scene.Key("training/series/", c.Series[k].Label), c.seriesName(k), 0, 0, scene.Start, c.Theme.Muted)
			if t.Content == "" {
				continue
			}
			if c.Series[k].Current {
				t.Weight, t.Colour = 600, c.Theme.Ink
			}
			if pass == 0 {
				c.named[k] = c.Series[k].Broken && c.labelBroken(t, k) || c.labelBeside(t, k)
				continue
			}
			if c.named[k] || c.labelOnLeader(t, k) {
				continue
			}
			curve := c.series(len(c.Modalities) + 1 + k)
			if epoch, ok := curve.head(c.end); ok && len(c.Modalities) == 0 {
				at = math.Max(at, epoch)
				ends.Add(t, c.y(math.Min(curve.between(epoch), c.yMax)))
			}
		}
	}
	r := c.plot.Rect
	if ends.Count > 0 && ends.Settle(c.plot.X(at)+headGap(c.Theme), scene.Start, r.Y, c.bottomLimit(c.Theme.SmallSize)) {
		c.putEnds(&ends)
	}
}

// labelBroken puts the label of a further curve that diverges beside where it leaves, once
// it has.
func (c *chart) labelBroken(t scene.Text, k int) bool {
	curve := c.series(len(c.Modalities) + 1 + k)
	end, ok := curve.head(c.end)
	if !ok {
		return false
	}
	for try := range 12 {
		t.X, t.Anchor = c.plot.X(end)+t.Size*0.6, scene.Start
		t.Y = c.plot.Rect.Y + t.Size*(1.2+0.7*float64(try))
		if b := t.Bounds(); b.Right() <= c.plot.Box.Right() && c.clear(t) {
			c.stay(t, c.measured(end))
			return true
		}
	}
	return false
}

// seriesName is the name of further curve k: its label, or the words for it.
func (c *chart) seriesName(k int) string {
	if c.Series[k].Keyed {
		return c.Scene.Format(c.Words, c.Series[k].Label)
	}
	if c.Series[k].Broken {
		return c.Scene.Format(c.Words, "figure.training.broken", "name", c.Series[k].Label)
	}
	return c.Series[k].Label
}

// putEnds appends the labels of a settled column; one in whose way another text
// stands moves to the nearest free place.
func (c *chart) putEnds(col *scene.Column) {
	r := c.plot.Rect
	for i := range col.Count {
		t := col.Texts[i]
		for try := range 96 {
			t.Y = col.Texts[i].Y + alternate(try%48)*0.35*t.Size
			if try >= 48 {
				t.X = col.Texts[i].X + col.Box.W + 0.5*t.Size
			}
			if b := t.Bounds(); b.Y >= r.Y-1 && b.Bottom() <= r.Bottom()+1 && b.Right() <= c.plot.Box.Right() && c.Free(b.Inset(-0.7)) {
				c.Put(t)
				break
			}
		}
	}
}

// labelBeside puts the label of further curve k right where that falls.
func (c *chart) labelBeside(t scene.Text, k int) bool {
	size, curve := c.Theme.SmallSize, c.series(len(c.Modalities)+1+k)
	for i := range 2 * len(seriesHeights) {
		level := seriesHeights[i/2] * c.unit()
		epoch := curve.falls(level, c.end)
		if math.IsNaN(epoch) || c.crowded(len(c.Modalities)+1+k, scene.Point{X: c.plot.X(epoch), Y: c.y(level)}) {
			continue
		}
		t.X, t.Y, t.Anchor = c.plot.X(epoch)+size*0.6, c.y(level)+scene.MidHeight*size, scene.Start
		if i%2 == 1 {
			t.X, t.Anchor = c.plot.X(epoch)-size*0.6, scene.End
		}
		if b := t.Bounds(); b.Right() <= c.plot.Rect.Right() && b.X >= c.plot.Rect.X && c.clear(t) {
			c.stay(t, c.measured(epoch))
			return true
		}
	}
	return false
}

// labelOnLeader puts the label where there is room near a place at which curve k
// falls and stands apart from the others, and draws a line from it to there.
func (c *chart) labelOnLeader(t scene.Text, k int) bool {
	size, r := c.Theme.SmallSize, c.plot.Rect
	number := len(c.Modalities) + 1 + k
	curve := c.series(number)
	best := math.Inf(1)
	var place scene.Text
	var line [2]scene.Point
	for _, height := range seriesHeights {
		level := height * c.unit()
		epoch := curve.falls(level, c.end)
		to := scene.Point{X: c.plot.X(epoch), Y: c.y(level)}
		if math.IsNaN(epoch) || c.crowded(number, to) {
			continue
		}
		for try := range 2 * leaderTries * leaderTries {
			dx, dy := float64(try/2%leaderTries)*size, float64(try/2/leaderTries)*size*0.7
			t.Y, t.X, t.Anchor = to.Y-dy+scene.MidHeight*size, to.X+dx+size*0.8, scene.Start
			from := scene.Point{X: t.X - size*0.25, Y: to.Y - dy}
			if try%2 == 1 {
				t.X, t.Anchor = to.X-dx-size*0.8, scene.End
				from.X = t.X + size*0.25
			}
			cost := math.Hypot(from.X-to.X, from.Y-to.Y)
			if cost >= best {
				continue
			}
			b := t.Bounds().Inset(-2)
			if b.X < r.X || b.Right() > c.plot.Box.Right() || b.Y < r.Y || b.Bottom() > r.Bottom() || !c.Free(b) || !c.clearOfCurves(b) || !c.freeLine(from, to) {
				continue
			}
			cost += c.crossed(number, from, to, (best-cost)/size) * size
			if cost < best && !c.underHeads(b) {
				best, place, line = cost, t, [2]scene.Point{from, to}
			}
		}
	}
	if math.IsInf(best, 1) {
		return false
	}
	for i := range leaderRooms {
		c.Reserve(scene.Around(scene.Mix(line[0], line[1], (float64(i)+0.5)/leaderRooms), size*0.2))
	}
	known := line[1].X <= c.plot.X(c.now())
	c.stay(place, known)
	if !known || !c.passed(place.Bounds()) || c.Hidden(place.Bounds().Inset(-1)) {
		return true
	}
	c.Scene.AddLine(c.Scene.Key(t.Key, "/leader"), line[0], line[1], c.Theme.HairWidth, scene.Fade(c.Theme.Ink, 0.6), [2]float64{})
	c.Scene.AddMark(scene.Mark{Key: c.Scene.Key(t.Key, "/dot"), At: line[1], Radius: c.Theme.MarkRadius * 0.6, Fill: c.Theme.Ink})
	return true
}

const (
	leaderTries = 12 // places for a label, to either side and upwards
	leaderRooms = 4  // pieces of a leader that keep later texts off it
)

// crowded reports whether another curve, too, runs through at.
func (c *chart) crowded(number int, at scene.Point) bool {
	near := 2 * c.Theme.CurveWidth
	for m := range c.curveCount() {
		if m == number {
			continue
		}
		v := c.series(m)
		first, last := int(c.plot.Epoch(at.X-near)), int(math.Ceil(math.Min(c.plot.Epoch(at.X+near), c.end)))
		if lo, hi := v.extent(first, last); lo <= hi && c.y(hi) < at.Y+near && c.y(lo) > at.Y-near {
			return true
		}
	}
	return false
}

// crossed counts how often a leader meets other curves, in units of its cost, as
// far as that is below a limit.
func (c *chart) crossed(number int, from, to scene.Point, limit float64) (cost float64) {
	const checks, each = 24, 5
	for m := range c.curveCount() {
		if m == number {
			continue
		}
		v, side := c.series(m), 0.0
		for i := range checks + 1 {
			p := scene.Mix(from, to, float64(i)/checks)
			epoch := c.plot.Epoch(p.X)
			if epoch > c.end {
				continue
			}
			if d := p.Y - c.y(v.between(epoch)); d*side < 0 {
				if cost += each; cost >= limit {
					return cost
				}
				side = d
			} else if scene.Finite(d) && d != 0 {
				side = d
			}
		}
	}
	return cost
}

// freeLine reports whether no text lies on the way.
func (c *chart) freeLine(from, to scene.Point) bool {
	const checks = 12
	for i := range checks + 1 {
		if !c.Free(scene.Around(scene.Mix(from, to, float64(i)/checks), 2)) {
			return false
		}
	}
	return true
}
