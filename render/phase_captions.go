package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// caption is a small paragraph that says what a region means.
type caption struct {
	text [2]scene.Text
	n    int
	w, h float64
}

// The wordings of a caption, from the one to be preferred.
const (
	inLines   = iota // learns A first, / though B explains more
	inOneLine        // the same
	inShort          // A first, B explains more; where they are the same, A first
	inBrief          // A first, / B explains more
	inFull           // A first, A explains more: inShort with nothing left out
)

// leading is the distance of the lines of a caption, in units of their size.
const leading = 1.24

// compose writes the caption of a region.
func (c *plane) compose(first, better, wording int) (p caption) {
	s := c.Scene
	names := [...]string{"first", phaseNames[first], "better", phaseNames[better]}
	learns := s.Format(c.Words, "figure.plane.learns", names[:]...)
	explains := s.Format(c.Words, "figure.plane.honest", names[:]...)
	if first != better {
		explains = s.Format(c.Words, "figure.plane.superficial", names[:]...)
	}
	key := s.Key("phase/region/", phaseNames[first], phaseNames[better])
	switch {
	case wording == inLines:
		c.line(&p, key, learns, first, 600)
		c.line(&p, key, explains, -1, 400)
	case wording == inBrief:
		c.line(&p, key, s.Format(c.Words, "figure.plane.firstShort", names[:]...), first, 600)
		c.line(&p, key, s.Format(c.Words, "figure.plane.moreShort", names[:]...), -1, 400)
	case wording == inOneLine:
		c.line(&p, key, s.Format(c.Words, "figure.plane.sentence", "learns", learns, "explains", explains), first, 600)
	case first == better && wording == inShort:
		c.line(&p, key, s.Format(c.Words, "figure.plane.honestShort", names[:]...), first, 600)
	default:
		c.line(&p, key, s.Format(c.Words, "figure.plane.superficialShort", names[:]...), first, 600)
	}
	size := c.Theme.SmallSize
	p.h = size * (scene.LineHeight + leading*float64(p.n-1))
	return p
}

var lineKeys = [...]string{"", "/2"}

func (c *plane) line(p *caption, key, content string, modality, weight int) {
	colour := c.Theme.Ink
	if modality >= 0 {
		colour = c.Theme.Modality(modality).Word
	}
	t := c.Small(c.Scene.Key(key, lineKeys[p.n]), content, 0, 0, scene.Start, colour)
	t.Weight = weight
	p.text[p.n] = t
	p.w = math.Max(p.w, scene.TextWidth(content, t.Size, weight))
	p.n++
}

// set puts the caption down with its upper left corner at (x, y), beside a
// superficial region or inside it.
func (c *plane) set(p *caption, x, y float64, inside bool) {
	size := c.Theme.SmallSize
	room := scene.Rect{X: x, Y: y, W: p.w, H: p.h}
	for i := range p.n {
		t := p.text[i]
		if inside { // a hue would not read on its own strong tint
			t.Colour = c.Theme.Ink
		}
		t.X = x
		t.Y = y + size*(scene.Ascent+leading*float64(i))
		if !c.Hidden(room) { // all of it or nothing
			c.Put(t)
		}
	}
	c.Reserve(room)
}

// tickMark is a check mark at a place on a baseline, in the hue of what the run has
// learned first.
func tickMark(b *scene.Board, key string, at scene.Point, modality int) {
	size := b.Theme.SmallSize
	pen := b.Scene.Pen(scene.Strip{Key: key, Width: b.Theme.CurveWidth, Colour: b.Theme.Modality(modality).Mark})
	pen.LineTo(scene.Point{X: at.X + size*0.08, Y: at.Y - size*0.34})
	pen.LineTo(scene.Point{X: at.X + size*0.32, Y: at.Y - size*0.06})
	pen.LineTo(scene.Point{X: at.X + size*0.82, Y: at.Y - size*0.68})
	pen.Lift()
}

// captions names the regions: first the superficial ones, which need their place, then
// the others, which have room. Where they stand depends on the correlation only, so that
// they keep still while the operating point is dragged.
func (c *plane) captions() {
	for m := range phaseNames {
		c.superficialCaption(m)
	}
	for m := range phaseNames {
		c.honestCaption(m)
	}
}

// verdict says under the plot in which region the operating point lies, and whether the
// run agrees: as a tick after the sentence, or in words.
func (c *plane) verdict() {
	if c.remark() {
		return
	}
	first, better := Region(c.statics(), c.Kappa, c.R)
	size, y := c.Theme.SmallSize, rowBelow(c.plot.Rect, c.plot.Box, c.Theme)
	judged := c.First >= 0 && c.First < len(phaseNames)
	run := c.Small("phase/verdict/run", "", c.plot.Box.X, y, scene.Start, c.Theme.Ink)
	if judged && !c.Confirmed {
		run.Content, run.Colour, run.Weight = c.Scene.Format(c.Words, "figure.plane.contradicted", "first", phaseNames[c.First]), c.Theme.Modality(c.First).Word, 600
	}
	for _, wording := range [...]int{inOneLine, inFull, inShort} {
		p := c.compose(first, better, wording)
		t := p.text[0]
		t.X, t.Y, t.Key = c.plot.Box.X, y, "phase/verdict"
		room := t.Bounds()
		switch {
		case run.Content != "":
			room.W += size + run.Bounds().W
		case judged:
			room.W += size * tickRoom
		}
		if room.Right() > c.plot.Box.Right() || !c.Free(room.Inset(-2)) {
			continue
		}
		c.Put(t)
		run.X = t.Bounds().Right() + size
		if judged && c.Confirmed {
			tickMark(&c.Board, "phase/tick/confirmed", scene.Point{X: t.Bounds().Right() + size*0.3, Y: y}, c.First)
		}
		break
	}
	c.PutIfFree(run) // without room for both, the run counts
}

// tickRoom is what a tick after a sentence takes, in units of the small type.
const tickRoom = 1.3

// remark says under the plot why no region is that of this run: the operating point lies
// on a boundary. It reports whether that is so.
func (c *plane) remark() bool {
	s := c.Scene
	var wordings [2]string
	first, better := c.statics().Ties(c.Kappa, c.R)
	f, b := Region(c.statics(), c.Kappa, c.R)
	both := func(one, two string) string { return s.Format(c.Words, "figure.plane.both", "one", one, "two", two) }
	switch {
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

// elsewhere says, in place of all that is said of regions, that the plane is not about the
// network beside it: first what it is about, and below what holds here.
func (c *plane) elsewhere() {
	s, size, box := c.Scene, c.Theme.SmallSize, c.plot.Box
	above, below := box.Y+size, rowBelow(c.plot.Rect, box, c.Theme)
	about := c.Small("phase/remark", "", box.X, above, scene.Start, c.Theme.Ink)
	about.Weight = 600
	needs := c.Small("phase/remark/2", "", box.X, below, scene.Start, c.Theme.Ink)
	axis := c.kappaTitle() // it is written later, perhaps in the row below
	for _, each := range [...]struct {
		text  scene.Text
		words [2]string
	}{{about, [2]string{"figure.plane.other.", "figure.plane.otherShort."}}, {needs, [2]string{"figure.plane.needs.", "figure.plane.needsShort."}}} {
		for _, words := range each.words {
			if each.text.Content = s.Format(c.Words, s.Key(words, c.Other)); each.text.Bounds().Right() <= box.Right() && c.Free(each.text.Bounds()) && !each.text.Bounds().Overlaps(axis.Bounds()) {
				c.Put(each.text)
				break
			}
		}
	}
}

// honestCaption is placed where its region is the same at every correlation: A
// explains more and is learned first where κ > 1 and |r| > 1/κ, and B where
// κ < 1 and |r| < 1/κ.
func (c *plane) honestCaption(m int) {
	for _, wording := range [...]int{inLines, inShort} {
		p := c.compose(m, m, wording)
		if c.setHonest(m, &p) {
			return
		}
	}
}

func (c *plane) setHonest(m int, p *caption) bool {
	const tries = 6
	for step := range 4 * tries {
		room := c.honestRoom(m, p, float64(step/tries), step%tries)
		if c.hosts(m, room) && c.Free(room.Inset(-1)) {
			c.set(p, room.X, room.Y, false)
			return true
		}
	}
	return false
}

// honestRoom is a place to try: for A in the corners at the right, beginning with the
// upper one; for B at the left, beginning half way up.
func (c *plane) honestRoom(m int, p *caption, along float64, try int) scene.Rect {
	pad, r, size := c.Theme.SmallSize*0.6, c.plot.Rect, c.Theme.SmallSize
	room := scene.Rect{W: p.w, H: p.h}
	if m == 1 {
		room.X = r.X + pad + along*2*size
		room.Y = c.plot.y(0) - p.h/2 + alternate(try)*2*size
		return room
	}
	room.X = r.Right() - pad - p.w - along*2*size
	down := size*0.3 + float64(try/2)*1.3*size
	if try%2 == 0 {
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
