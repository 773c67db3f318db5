package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim/theory"
)

// caption is a small paragraph that says what a region means.
type caption struct {
	text    [3]scene.Text
	n       int
	verdict int // the line about the run, −1 for none
	w, h    float64
}

// The wordings of a caption, from the one to be preferred.
const (
	inLines   = iota // learns A first, / though B explains more
	inOneLine        // the same
	inShort          // A first, B explains more; where they are the same, A first
	inFull           // A first, A explains more: inShort with nothing left out
)

// leading is the distance of the lines of a caption, in units of their size.
const leading = 1.24

// compose writes the caption of a region. The region of the operating point also
// says whether the run agrees.
func (c *plane) compose(first, better, wording int) (p caption) {
	s := c.Scene
	names := [...]string{"first", phaseNames[first], "better", phaseNames[better]}
	learns := s.Format(c.Words, "figure.plane.learns", names[:]...)
	explains := s.Format(c.Words, "figure.plane.honest", names[:]...)
	if first != better {
		explains = s.Format(c.Words, "figure.plane.superficial", names[:]...)
	}
	key := s.Key("phase/region/", phaseNames[first], phaseNames[better])
	p.verdict = -1
	switch {
	case wording == inLines:
		c.line(&p, key, learns, first, 600)
		c.line(&p, key, explains, -1, 400)
	case wording == inOneLine:
		c.line(&p, key, s.Format(c.Words, "figure.plane.sentence", "learns", learns, "explains", explains), first, 600)
	case first == better && wording == inShort:
		c.line(&p, key, s.Format(c.Words, "figure.plane.honestShort", names[:]...), first, 600)
	default:
		c.line(&p, key, s.Format(c.Words, "figure.plane.superficialShort", names[:]...), first, 600)
	}
	if c.First >= 0 && c.First < len(phaseNames) && c.holds(first, better) {
		p.verdict = p.n
		if c.Confirmed {
			c.line(&p, key, s.Format(c.Words, "figure.plane.confirmed"), -1, 400)
		} else {
			c.line(&p, key, s.Format(c.Words, "figure.plane.contradicted", "first", phaseNames[c.First]), c.First, 600)
		}
	}
	size := c.Theme.SmallSize
	p.h = size * (scene.LineHeight + leading*float64(p.n-1))
	return p
}

// holds reports whether the operating point lies in a region of this kind, and the plane
// speaks of its network.
func (c *plane) holds(first, better int) bool {
	if first, better := theory.PlaneTies(c.Kappa, c.Rho, c.R); first || better || c.Other != "" {
		return false
	}
	f, b := Region(c.Kappa, c.Rho, c.R)
	return f == first && b == better
}

var lineKeys = [...]string{"", "/2", "/3"}

func (c *plane) line(p *caption, key, content string, modality, weight int) {
	colour := c.Theme.Ink
	if modality >= 0 {
		colour = c.Theme.Modality(modality).Word
	}
	t := c.Small(c.Scene.Key(key, lineKeys[p.n]), content, 0, 0, scene.Start, colour)
	t.Weight = weight
	p.text[p.n] = t
	p.w = math.Max(p.w, scene.TextWidth(content, t.Size, weight)+c.tickWidth(p, p.n))
	p.n++
}

// tickWidth is the room for the tick before a line.
func (c *plane) tickWidth(p *caption, line int) float64 {
	if line == p.verdict && c.Confirmed {
		return c.Theme.SmallSize * 1.15
	}
	return 0
}

// set puts the caption down with its upper left corner at (x, y), beside a
// superficial region or inside it.
func (c *plane) set(p *caption, x, y float64, inside bool) {
	size := c.Theme.SmallSize
	for i := range p.n {
		t := p.text[i]
		if inside { // a hue would not read on its own strong tint
			t.Colour = c.Theme.Ink
		}
		tick := c.tickWidth(p, i)
		t.X = x + tick
		t.Y = y + size*(scene.Ascent+leading*float64(i))
		c.Put(t)
		if tick > 0 {
			c.tickMark(x, t.Y)
		}
	}
	c.Reserve(scene.Rect{X: x, Y: y, W: p.w, H: p.h})
}

// tickMark is a check mark on the baseline at (x, y), in the hue of what the
// run has learned first.
func (c *plane) tickMark(x, y float64) {
	size := c.Theme.SmallSize
	pen := c.Scene.Pen(scene.Strip{Key: "phase/tick/confirmed", Width: c.Theme.CurveWidth, Colour: c.Theme.Modality(c.First).Mark})
	pen.LineTo(scene.Point{X: x + size*0.08, Y: y - size*0.34})
	pen.LineTo(scene.Point{X: x + size*0.32, Y: y - size*0.06})
	pen.LineTo(scene.Point{X: x + size*0.82, Y: y - size*0.68})
	pen.Lift()
}

// captions names the regions: first the one of the operating point, then the
// superficial ones, which need their place, then the others, which have room.
func (c *plane) captions() {
	first, better := Region(c.Kappa, c.Rho, c.R)
	if !c.remark() && !c.caption(first, better) {
		c.captionBelow(first, better, false)
	}
	for _, kind := range [...][2]int{{0, 1}, {1, 0}, {0, 0}, {1, 1}} {
		if kind != [2]int{first, better} || !c.holds(first, better) {
			c.caption(kind[0], kind[1])
		}
	}
}

// remark says under the plot why no region is that of this run: the plane is about other
// networks, or the operating point lies on a boundary. It reports whether that is so.
func (c *plane) remark() bool {
	s := c.Scene
	var wordings [2]string
	first, better := theory.PlaneTies(c.Kappa, c.Rho, c.R)
	f, b := Region(c.Kappa, c.Rho, c.R)
	both := func(one, two string) string { return s.Format(c.Words, "figure.plane.both", "one", one, "two", two) }
	switch {
	case c.Other != "":
		wordings = [2]string{s.Format(c.Words, s.Key("figure.plane.other.", c.Other)), s.Format(c.Words, s.Key("figure.plane.otherShort.", c.Other))}
	case first && better:
		wordings = [2]string{both(s.Format(c.Words, "figure.plane.tieFirst"), s.Format(c.Words, "figure.plane.tieBetter")), s.Format(c.Words, "figure.plane.tie")}
	case first:
		wordings[0] = both(s.Format(c.Words, "figure.plane.tieFirst"), s.Format(c.Words, "figure.plane.moreShort", "better", phaseNames[b]))
		wordings[1] = s.Format(c.Words, "figure.plane.tieFirst")
	case better:
		wordings[0] = both(s.Format(c.Words, "figure.plane.honestShort", "first", phaseNames[f]), s.Format(c.Words, "figure.plane.tieBetter"))
		wordings[1] = s.Format(c.Words, "figure.plane.tieBetter")
	default:
		return false
	}
	y := rowBelow(c.plot.Rect, c.plot.Box, c.Theme)
	for _, text := range wordings {
		t := c.Small("phase/remark", text, c.plot.Box.X, y, scene.Start, c.Theme.Ink)
		t.Weight = 600
		if text != "" && t.Bounds().Right() <= c.plot.Box.Right() && c.PutIfFree(t) {
			break
		}
	}
	return true
}

func (c *plane) caption(first, better int) (placed bool) {
	if first == better {
		return c.honestCaption(first)
	}
	return c.superficialCaption(first)
}

// captionBelow says in full what the region of the operating point means under
// the plot, where a small one has no room for it inside. Unless the verdict on
// the run has been given inside, it stands here: as the tick of a confirmed
// region before the sentence, or in words after it.
func (c *plane) captionBelow(first, better int, judged bool) {
	size, y := c.Theme.SmallSize, rowBelow(c.plot.Rect, c.plot.Box, c.Theme)
	for try, wording := range [...]int{inOneLine, inFull, inOneLine, inFull, inShort} {
		p := c.compose(first, better, wording)
		t := p.text[0]
		t.X, t.Y = c.plot.Box.X, y
		t.Key = c.Scene.Key(t.Key, "/below")
		tick := !judged && p.verdict >= 0 && c.Confirmed
		if tick {
			t.X += size * 1.15
		}
		room := t.Bounds()
		if try < 2 && !judged && p.verdict >= 0 && !c.Confirmed { // rather shorter, with the verdict
			room.W += size + scene.TextWidth(p.text[p.verdict].Content, size, 600)
		}
		if room.Right() > c.plot.Box.Right() || !c.Free(room.Inset(-2)) {
			continue
		}
		c.Put(t)
		switch {
		case tick:
			c.tickMark(c.plot.Box.X, y)
		case !judged && p.verdict >= 0: // the run says something else
			verdict := p.text[p.verdict]
			verdict.Key = c.Scene.Key(verdict.Key, "/below")
			verdict.X, verdict.Y = t.Bounds().Right()+size, y
			if verdict.Bounds().Right() <= c.plot.Box.Right() {
				c.PutIfFree(verdict)
			}
		}
		return
	}
}

// honestCaption is placed where its region is the same at every correlation: A
// explains more and is learned first where κ > 1 and |r| > 1/κ, and B where
// κ < 1 and |r| < 1/κ.
func (c *plane) honestCaption(m int) (placed bool) {
	p, short := c.compose(m, m, inLines), c.compose(m, m, inShort)
	if c.holds(m, m) { // in the half of the point
		if !c.setHonest(m, &p, true) {
			c.captionBelow(m, m, c.setHonest(m, &short, true))
		}
		return true
	}
	return c.setHonest(m, &p, false) || c.setHonest(m, &short, false)
}

func (c *plane) setHonest(m int, p *caption, sameHalf bool) bool {
	const tries = 6
	for step := range 4 * tries {
		if try := step % tries; sameHalf && m == 0 && try%2 == 1 {
			continue
		}
		room := c.honestRoom(m, p, float64(step/tries), step%tries)
		if c.hosts(m, room) && c.Free(room.Inset(-1)) {
			c.set(p, room.X, room.Y, false)
			return true
		}
	}
	return false
}

// honestRoom is a place to try: for A in the corners at the right, beginning in
// the operating point's half; for B at the left, beginning half way up.
func (c *plane) honestRoom(m int, p *caption, along float64, try int) scene.Rect {
	pad, r, size := c.Theme.SmallSize*0.6, c.plot.Rect, c.Theme.SmallSize
	room := scene.Rect{W: p.w, H: p.h}
	if m == 1 {
		up := 1.0 // away from the caption of the superficial region
		if c.side(1) {
			up = -1
		}
		room.X = r.X + pad + along*2*size
		room.Y = c.plot.y(0) - p.h/2 - up*(1+alternate(try))*2*size
		return room
	}
	room.X = r.Right() - pad - p.w - along*2*size
	down := size*0.3 + float64(try/2)*1.3*size
	if (try%2 == 0) == (c.R >= 0) {
		room.Y = r.Y + down
	} else {
		room.Y = r.Bottom() - down - p.h
	}
	return room
}

// alternate is 0, 1, −1, 2, −2, …
func alternate(i int) float64 {
	if i%2 == 1 {
		return float64(i+1) / 2
	}
	return -float64(i) / 2
}

// hosts reports whether room lies in the part of m's honest region that does
// not depend on the correlation.
func (c *plane) hosts(m int, room scene.Rect) bool {
	const margin = 3
	room = room.Inset(-margin)
	if r := c.plot.Rect; room.X < r.X || room.Right() > r.Right() || room.Y < r.Y || room.Bottom() > r.Bottom() {
		return false
	}
	high, low := c.plot.r(room.Y), c.plot.r(room.Bottom())
	if m == 0 {
		kappa := c.plot.kappa(room.X)
		return kappa >= 1 && (low >= 1/kappa || high <= -1/kappa)
	}
	kappa := c.plot.kappa(room.Right())
	return kappa <= 1 && high <= 1/kappa && low >= -1/kappa
}
