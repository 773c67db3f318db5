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

// phaseLabel names the unimodal phase in place, with its length. It begins at
// the left edge of the band and stays there while the band grows; how it is
// broken into lines is decided by how wide the band is expected to become. A
// band too narrow for its words has them beside it, on a leader.
func (c *chart) phaseLabel() {
	from, to, over, ok := c.phase()
	if !ok || c.plot.X(to)-c.plot.X(from) < c.Theme.SmallSize*0.5 {
		return
	}
	s := c.Scene
	length := "figure.phase.soFar"
	if over {
		length = "figure.phase.length"
	}
	name := s.Format(c.Words, "figure.phase.name")
	count := s.Format(c.Words, length, "epochs", s.Number(math.Round(to)-math.Round(from), 0))
	if c.tau() != 1 {
		count = s.Format(c.Words, length+"Tau", "time", c.time(to-from))
	}
	line := s.Format(c.Words, "figure.phase.line", "name", name, "length", count)

	inset := c.Theme.SmallSize * 0.9
	left := c.plot.X(from) + inset
	room := c.plot.X(c.expectedEnd(to, over)) - left - inset*0.3
	if scene.TextWidth(line, c.Theme.LabelSize, 400) <= room {
		c.putPhase(lines{x: left, size: c.Theme.LabelSize, text: [maxLines]string{line}, n: 1})
		return
	}
	for _, size := range [...]float64{c.Theme.LabelSize, c.Theme.SmallSize} {
		l := lines{x: left, size: size}
		if l.wrap(name, room) && l.wrap(count, room) {
			c.putPhase(l)
			return
		}
	}
	beside := c.plot.X(to) + 2*inset
	l := lines{x: beside, size: c.Theme.SmallSize}
	room = c.plot.Box.Right() - beside
	if scene.TextWidth(line, l.size, 400) <= room {
		l.wrap(line, room)
	} else if !l.wrap(name, room) || !l.wrap(count, room) { // no dot at the end of a line
		return
	}
	if y, ok := c.putPhase(l); ok {
		y -= scene.MidHeight * l.size
		s.AddLine("training/phase/leader", scene.Point{X: (c.plot.X(from) + c.plot.X(to)) / 2, Y: y}, scene.Point{X: beside - 3, Y: y}, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
	}
}

// lines is a small paragraph set flush left.
type lines struct {
	x, size float64
	text    [maxLines]string
	n       int
}

const maxLines = 5

// wrap appends s, broken at spaces so that no line is wider than room; it
// reports false if that cannot be done.
func (l *lines) wrap(s string, room float64) bool {
	for s != "" {
		end := 0 // of the words that fit
		for i := 1; i <= len(s); i++ {
			if i < len(s) && s[i] != ' ' {
				continue
			}
			if scene.TextWidth(s[:i], l.size, 400) > room {
				break
			}
			end = i
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

// expectedEnd is where the band will end, as far as anyone can tell.
func (c *chart) expectedEnd(to float64, over bool) float64 {
	if over {
		return to
	}
	end := c.plot.Epochs
	for m := range c.Modalities {
		if t := c.Modalities[m].PredictedTime; m != c.First && t > to {
			end = math.Min(end, t)
		}
	}
	return end
}

var phaseKeys = [maxLines]string{
	"training/phase", "training/phase/2", "training/phase/3", "training/phase/4", "training/phase/5",
}

// putPhase sets the paragraph at the first height where it meets neither a
// curve nor another text, and returns the baseline of its first line.
func (c *chart) putPhase(l lines) (baseline float64, ok bool) {
	r, leading := c.plot.Rect, l.size*1.35
	for _, height := range [...]float64{0.62, 0.5, 0.4, 0.75, 0.3, 0.86} {
		y := c.y(height*c.yMax) + scene.MidHeight*l.size - leading*float64(l.n-1)/2
		block := scene.Rect{X: l.x, Y: y - scene.Ascent*l.size, W: 0, H: leading*float64(l.n-1) + scene.LineHeight*l.size}
		for _, text := range l.text[:l.n] {
			block.W = math.Max(block.W, scene.TextWidth(text, l.size, 400))
		}
		block = block.Inset(-3)
		if block.Y < r.Y || block.Bottom() > r.Bottom() || block.Right() > c.plot.Box.Right()+3 || !c.Free(block) || !c.clearOfCurves(block) {
			continue
		}
		for i, text := range l.text[:l.n] {
			c.Put(scene.Text{Key: phaseKeys[i], Content: text, X: l.x, Y: y + leading*float64(i), Size: l.size, Weight: 400, Colour: c.Theme.Ink})
		}
		return y, true
	}
	return 0, false
}

// clearOfCurves reports whether no drawn part of a curve enters b, be it of the run
// or of its overlay.
func (c *chart) clearOfCurves(b scene.Rect) bool {
	for m := range c.curveCount() {
		if c.meets(c.series(m), b, c.now()) {
			return false
		}
	}
	return c.clearOfOverlay(b)
}

// meets reports whether a curve drawn up to an epoch runs through b.
func (c *chart) meets(curve series, b scene.Rect, end float64) bool {
	first := int(math.Floor(c.plot.Epoch(b.X)))
	last := int(math.Ceil(math.Min(c.plot.Epoch(b.Right()), end)))
	lo, hi := curve.extent(first, last)
	return lo <= hi && c.y(hi) < b.Bottom() && c.y(lo) > b.Y
}
