package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// leader ties a caption to the region it is about.
type leader struct {
	from, to scene.Point
	shown    bool
}

// wedge is one of the two superficial regions of a modality: for A right of
// κ = 1 between r₊ and 1/κ (or −1/κ and r₋), for B left of it and the other way
// round.
type wedge struct {
	c     *plane
	m     int
	upper bool
}

// extent is the wedge's range of heights at x, top first; ok is false where it
// has none.
func (w wedge) extent(x float64) (top, bottom float64, ok bool) {
	c := w.c
	kappa := c.plot.kappa(x)
	if (kappa > 1) != (w.m == 0) {
		return 0, 0, false
	}
	learned, explains := c.curve(firstPlus, kappa), 1/kappa
	edge := c.plot.R[1]
	if !w.upper {
		learned, explains = c.curve(firstMinus, kappa), -1/kappa
		edge = c.plot.R[0]
	}
	if kappa < math.Abs(c.Rho) {
		learned = edge
	}
	top = c.plot.y(scene.Clamp(math.Max(learned, explains), c.plot.R[0], c.plot.R[1]))
	bottom = c.plot.y(scene.Clamp(math.Min(learned, explains), c.plot.R[0], c.plot.R[1]))
	first, better := Region(c.statics(), kappa, c.plot.r((top+bottom)/2))
	return top, bottom, bottom > top && first == w.m && better != w.m
}

// widest is the x at which the wedge is highest; height is 0 when there is none.
func (w wedge) widest() (x, height float64) {
	r := w.c.plot.Rect
	for i := 1; i < wedgeSteps; i++ {
		at := r.X + r.W*float64(i)/wedgeSteps
		if top, bottom, ok := w.extent(at); ok && bottom-top > height {
			x, height = at, bottom-top
		}
	}
	return x, height
}

// wedgeSteps is how finely places in a wedge are tried across the plot.
const wedgeSteps = 64

// superficialCaption puts the sentence of a superficial region into the larger one of its
// wedges; where there is no room, beside it with a leader; else the same for the other.
func (c *plane) superficialCaption(m int) {
	side := c.Rho > 0.02
	if !c.captionWedge(wedge{c, m, side}) {
		c.captionWedge(wedge{c, m, !side})
	}
}

func (c *plane) captionWedge(w wedge) bool {
	home, height := w.widest()
	if height < c.Theme.CurveWidth*2 {
		return false
	}
	for wording := inLines; wording <= inBrief; wording++ {
		p := c.compose(w.m, 1-w.m, wording)
		if c.setInside(w, &p, home) {
			return true
		}
	}
	for _, wording := range [...]int{inLines, inShort, inBrief} {
		p := c.compose(w.m, 1-w.m, wording)
		if c.setBeside(w, &p, home, height) {
			return true
		}
	}
	return false
}

// setInside puts the caption where the wedge holds it, as near to home as can be.
func (c *plane) setInside(w wedge, p *caption, home float64) bool {
	r := c.plot.Rect
	best, place := math.Inf(1), scene.Rect{}
	for i := 1; i < wedgeSteps; i++ {
		x := r.X + r.W*float64(i)/wedgeSteps
		top, bottom, ok := w.extent(x)
		if !ok || bottom-top < p.h {
			continue
		}
		room := scene.Rect{X: x - p.w/2, Y: (top+bottom)/2 - p.h/2, W: p.w, H: p.h}
		if d := math.Abs(x - home); d < best && w.holds(room) && c.Free(room.Inset(-3)) {
			best, place = d, room
		}
	}
	if math.IsInf(best, 1) {
		return false
	}
	c.set(p, place.X, place.Y, true)
	return true
}

// holds reports whether room, with a margin, lies in the wedge.
func (w wedge) holds(room scene.Rect) bool {
	const checks = 8
	room = room.Inset(-3)
	if room.X < w.c.plot.Rect.X || room.Right() > w.c.plot.Rect.Right() {
		return false
	}
	for i := range checks + 1 {
		top, bottom, ok := w.extent(room.X + room.W*float64(i)/checks)
		if !ok || top > room.Y || bottom < room.Bottom() {
			return false
		}
	}
	return true
}

// setBeside puts the caption into the honest region next to the wedge, on the
// far side of "explains more", with an upright leader into the wedge.
func (c *plane) setBeside(w wedge, p *caption, home, height float64) bool {
	size, r := c.Theme.SmallSize, c.plot.Rect
	above := (w.m == 0) == w.upper
	best := math.Inf(1)
	var place scene.Rect
	var line leader
	for i := 1; i < wedgeSteps; i++ {
		x := r.X + r.W*float64(i)/wedgeSteps
		top, bottom, ok := w.extent(x)
		if !ok || bottom-top < math.Min(size, height*0.6) {
			continue
		}
		for _, share := range [...]float64{0.08, 0.5, 0.92} {
			room := scene.Rect{X: x - share*p.w, Y: 0, W: p.w, H: p.h}
			end := room.X // where 1/κ comes nearest to the caption
			if w.m == 1 {
				end = room.Right()
			}
			explains := 1 / c.plot.kappa(end)
			if !w.upper {
				explains = -explains
			}
			for try := range 8 {
				distance := size * (0.6 + 0.6*float64(try))
				l := leader{to: scene.Point{X: x, Y: (top + bottom) / 2}}
				if above {
					room.Y = math.Min(c.plot.y(explains)-distance, top-size) - p.h
					l.from = scene.Point{X: x, Y: room.Bottom() + 1}
				} else {
					room.Y = math.Max(c.plot.y(explains)+distance, bottom+size)
					l.from = scene.Point{X: x, Y: room.Y - 1}
				}
				cost := math.Abs(l.to.Y-l.from.Y) + 0.3*math.Abs(x-home) + 0.02*math.Abs(share-0.08)*p.w
				if cost < best && c.hosts(w.m, room) && c.Free(room.Inset(-4)) && c.Free(l.room()) {
					best, place, line = cost, room, l
				}
			}
		}
	}
	if math.IsInf(best, 1) {
		return false
	}
	c.set(p, place.X, place.Y, false)
	c.Reserve(line.room())
	line.shown = true
	c.leader[w.m] = line
	return true
}

// room is what a leader needs for itself.
func (l leader) room() scene.Rect {
	top, bottom := math.Min(l.from.Y, l.to.Y), math.Max(l.from.Y, l.to.Y)
	return scene.Rect{X: l.to.X - 4, Y: top, W: 8, H: bottom - top}
}

// leaders draws them, with a dot in the region.
func (c *plane) leaders() {
	s := c.Scene
	for m, l := range c.leader {
		if !l.shown {
			continue
		}
		s.AddLine(s.Key("phase/leader/", phaseNames[m]), l.from, l.to, c.Theme.HairWidth, scene.Fade(c.Theme.Ink, 0.6), [2]float64{})
		s.AddMark(scene.Mark{Key: s.Key("phase/leader/dot/", phaseNames[m]), At: l.to, Radius: c.Theme.MarkRadius * 0.7, Fill: c.Theme.Ink})
	}
}
