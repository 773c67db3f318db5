package render

import (
	"math"
	"strings"

	"unimodal-bias-lab/render/scene"
)

// phase is the unimodal phase as far as the playhead has seen it.
func (c *chart) phase() (from, to float64, over, ok bool) {
	if c.First < 0 || c.First >= len(c.Modalities) {
		return 0, 0, false, false
	}
	from, to = c.Modalities[c.First].Time, c.now()
	for m := range c.Modalities {
		if t := c.Modalities[m].Time; m != c.First && t <= to {
			to, over = t, true
		}
	}
	return from, to, over, from >= 0 && from < to
}

// band shades it in the hue of the modality that is learned alone.
func (c *chart) band() {
	from, to, _, ok := c.phase()
	if !ok {
		return
	}
	x := c.plot.X(from)
	hue := c.Theme.Modality(c.First).Mark
	r := c.plot.Rect
	c.Scene.AddRect("training/phase/band", scene.Rect{X: x, Y: r.Y, W: c.plot.X(to) - x, H: r.H}, scene.Fade(hue, c.Theme.BandOpacity))
}

// wholePhase is the unimodal phase as it will be at the end of the run.
func (c *chart) wholePhase() (from, to float64) {
	from, to = c.comes(c.First), c.end
	for m := range c.Modalities {
		if t := c.comes(m); m != c.First && t <= to {
			to = t
		}
	}
	return from, to
}

// phaseLabel names the unimodal phase in place, with its length. It begins at
// the left edge of the band and stays there while the band grows; how it is
// broken into lines is decided by how wide the band will become, and it is not
// written before the band is wide enough for it. A band that will be too narrow for its
// words has them beside it, on a leader, once it has ended.
func (c *chart) phaseLabel() {
	from, to, over, ok := c.phase()
	if !ok {
		return
	}
	s := c.Scene
	name := s.Format(c.Words, "figure.phase.name")
	count := c.phaseLength(from, to, over)
	line := s.Format(c.Words, "figure.phase.line", "name", name, "length", count)
	_, end := c.wholePhase()
	longest := c.phaseLength(from, end, false) // the longest that will be written
	widest := s.Format(c.Words, "figure.phase.line", "name", name, "length", longest)

	inset := c.Theme.SmallSize * 0.9
	left := c.plot.X(from) + inset
	room := c.plot.X(end) - left - c.behind()
	drawn := c.plot.X(to) - left
	if width := scene.TextWidth(widest, c.Theme.LabelSize, 400); width <= room {
		c.putPhase(lines{x: left, size: c.Theme.LabelSize, text: [maxLines]string{line}, n: 1}, 1, width, drawn >= width)
		return
	}
	for _, try := range [...]struct {
		size, room float64
		lines      int
	}{{c.Theme.LabelSize, room, 2}, {c.Theme.SmallSize, room, 2}, {c.Theme.LabelSize, room, maxLines}, {c.Theme.SmallSize, room, maxLines}} {
		l, most := lines{x: left, size: try.size}, lines{size: try.size}
		if most.wrap(name, try.room) && most.wrap(longest, try.room) && most.n <= try.lines && l.wrap(name, try.room) && l.wrap(count, try.room) {
			width := most.width()
			c.putPhase(l, most.n, width, drawn >= width)
			return
		}
	}
	beside := c.plot.X(end) + 2*inset
	l := lines{x: beside, size: c.Theme.SmallSize, beside: true}
	room = c.plot.Box.Right() - beside
	if scene.TextWidth(line, l.size, 400) <= room {
		l.wrap(line, room)
	} else if !l.wrap(name, room) || !l.wrap(count, room) { // no dot at the end of a line
		return
	}
	if y, ok := c.putPhase(l, l.n, l.width(), over || c.atEnd()); ok {
		y -= scene.MidHeight * l.size
		s.AddLine("training/phase/leader", scene.Point{X: (c.plot.X(from) + c.plot.X(to)) / 2, Y: y}, scene.Point{X: beside - 3, Y: y}, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
	}
}

// phaseLength says how long the phase is, or is so far.
func (c *chart) phaseLength(from, to float64, over bool) string {
	length := "figure.phase.soFar"
	if over {
		length = "figure.phase.length"
	}
	if c.tau() != 1 {
		return c.Scene.Format(c.Words, length+"Tau", "time", c.time(to-from))
	}
	return c.Scene.Format(c.Words, length, "epochs", c.Scene.Number(math.Round(to)-math.Round(from), 0))
}

// lines is a small paragraph set flush left.
type lines struct {
	x, size float64
	text    [maxLines]string
	n       int
	beside  bool // the band
}

const maxLines = 5

// wrap appends s, broken where its script allows so that no line is wider than room; it
// reports false if that cannot be done.
func (l *lines) wrap(s string, room float64) bool {
	for s != "" {
		end := 0 // of the words that fit
		for i := scene.Next(s, 0); ; i = scene.Next(s, i) {
			if scene.TextWidth(s[:i], l.size, 400) > room {
				break
			}
			if end = i; i == len(s) {
				break
			}
		}
		if end == 0 || l.n == maxLines {
			return false
		}
		l.text[l.n] = s[:end]
		l.n++
		s = strings.TrimPrefix(s[end:], " ")
	}
	return true
}

// width is that of the longest line.
func (l *lines) width() (w float64) {
	for _, text := range l.text[:l.n] {
		w = math.Max(w, scene.TextWidth(text, l.size, 400))
	}
	return w
}

var phaseKeys = [maxLines]string{
	"training/phase", "training/phase/2", "training/phase/3", "training/phase/4", "training/phase/5",
}

// putPhase sets the paragraph, which will have at most so many lines and none longer than
// width, at the height nearest to where it was, or to the middle of the chart, at which it
// meets neither a curve nor another text; it is written if shown, and what is written
// about the playhead has passed. It returns the baseline of its first line.
func (c *chart) putPhase(l lines, most int, width float64, shown bool) (baseline float64, ok bool) {
	const step, steps = 0.02, 60
	r, leading := c.plot.Rect, l.size*1.35
	home, least, far := c.phaseAt, c.phaseAt, 0.5*l.size/r.H
	if !(home > 0) {
		home, far = 0.5, 1 // of the first line
	}
	if c.Whole {
		c.Training.phaseAt = 0
	}
	for i := range steps {
		height := home + step*alternate(i)
		if c.Whole && least > 0 && math.Abs(height-least) > far {
			break // it goes, rather than jump
		}
		y := c.y(height*c.yMax) + scene.MidHeight*l.size
		block := scene.Rect{X: l.x, Y: y - scene.Ascent*l.size, W: width, H: leading*float64(most-1) + scene.LineHeight*l.size}
		block = block.Inset(-0.4 * l.size)
		above := block // of a loss, whose name stands on it
		above.H += c.Theme.LabelSize
		if block.Y < r.Y || block.Bottom() > r.Bottom() || block.Right() > c.plot.Box.Right()+0.4*l.size || !c.Free(block) || !c.clearOfCurves(block) || l.beside && c.underHeads(block) || c.meets(c.series(len(c.Modalities)), above, c.end) {
			continue
		}
		if c.Whole {
			c.Training.phaseAt = height
		}
		if _, last := c.passage(block); !shown || c.now() <= last && !c.atEnd() {
			c.Reserve(block)
			return y, false
		}
		for i, text := range l.text[:l.n] {
			key := phaseKeys[i]
			if l.beside {
				key = c.Scene.Key("training/beside-", key[len("training/"):])
			}
			c.Put(scene.Text{Key: key, Content: text, X: l.x, Y: y + leading*float64(i), Size: l.size, Weight: 400, Colour: c.Theme.Ink})
		}
		return y, true
	}
	return 0, false
}

// clearOfCurves reports whether no curve enters b in the whole run, be it of the run, of
// its overlay or of a pinned one.
func (c *chart) clearOfCurves(b scene.Rect) bool { return c.clearUpTo(c.end, b) }

// clearUpTo is clearOfCurves up to an epoch.
func (c *chart) clearUpTo(epoch float64, b scene.Rect) bool {
	for m := range c.curveCount() {
		if c.meets(c.series(m), b, epoch) {
			return false
		}
	}
	return c.clearOfOverlay(b) && c.clearOfPins(b)
}

// meets reports whether a curve drawn up to an epoch runs through b.
func (c *chart) meets(curve series, b scene.Rect, end float64) bool {
	first := int(math.Floor(c.plot.Epoch(b.X)))
	last := int(math.Ceil(math.Min(c.plot.Epoch(b.Right()), end)))
	lo, hi := curve.extent(first, last)
	return lo <= hi && c.y(hi) < b.Bottom() && c.y(lo) > b.Y
}
