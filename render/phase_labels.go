package render

import "math"

// readOut sets the values beside the handle, in two lines: to the right, or to
// the left where there is no room.
func (c *plane) readOut() {
	s, at, size := c.scene, c.plot.Handle, c.theme.SmallSize
	kappa := c.small("phase/point/kappa", s.Format(c.words, "figure.plane.kappa", "value", s.Number(c.Kappa, 2)), 0, at.Y-size*0.27, Start, c.theme.Ink)
	r := c.small("phase/point/r", s.Format(c.words, "figure.plane.r", "value", s.Number(c.R, 2)), 0, at.Y+size*0.93, Start, c.theme.Ink)
	kappa.Weight, r.Weight = 600, 600
	x, anchor := at.X+rim(c.theme)+size*0.5, Start
	width := math.Max(kappa.Bounds().W, r.Bounds().W)
	if x+width > c.plot.Rect.Right()-size*0.3 {
		x, anchor = at.X-rim(c.theme)-size*0.5, End
	}
	kappa.X, kappa.Anchor, r.X, r.Anchor = x, anchor, x, anchor
	c.put(kappa)
	c.put(r)
	c.plate = Rect{x - size*0.2, at.Y - size*1.15, width + size*0.4, size * 2.35}
	if anchor == End {
		c.plate.X -= width
	}
}

// uniform reports whether room lies within one honest region.
func (c *plane) uniform(room Rect) bool {
	const checks = 6
	var first int
	for i := range (checks + 1) * (checks + 1) {
		x, y := room.X+room.W*float64(i%(checks+1))/checks, room.Y+room.H*float64(i/(checks+1))/checks
		f, b := Region(c.plot.kappa(x), c.Rho, c.plot.r(y))
		if f != b || i > 0 && f != first {
			return false
		}
		first = f
	}
	return true
}

// backPlate lies behind the read-out where that stands on a boundary.
func (c *plane) backPlate() {
	if !c.uniform(c.plate) {
		c.scene.AddRect("phase/point/plate", c.plate, Fade(c.theme.Paper, 0.82))
	}
}

func (c *plane) axisTitles() {
	s, size := c.scene, c.theme.SmallSize
	box, r := c.plot.Box, c.plot.Rect
	c.put(c.small("phase/title/r", s.Format(c.words, "figure.plane.y"), box.X, box.Y+size, Start, c.theme.Muted))
	c.putIfFree(c.small("phase/title/rho", s.Format(c.words, "figure.plane.rho", "rho", s.Number(c.Rho, 2)), r.Right(), box.Y+size, End, c.theme.Ink))
	c.put(c.small("phase/title/kappa", s.Format(c.words, "figure.plane.x"), r.Right(), r.Bottom()+size*3.05, End, c.theme.Muted))
}

// ticks are powers of two for κ and round numbers for r.
func (c *plane) ticks() {
	s, size, r := c.scene, c.theme.SmallSize, c.plot.Rect
	for k := math.Ceil(math.Log2(c.plot.Kappa[0]) - 1e-9); k <= math.Log2(c.plot.Kappa[1])+1e-9; k++ {
		kappa := math.Exp2(k)
		label := s.Number(kappa, int(math.Max(0, -k)))
		c.putIfFree(c.small(s.Key("phase/kappa/", label), label, c.plot.x(kappa), r.Bottom()+size*1.6, Middle, c.theme.Muted))
	}
	step := TickStep(c.plot.R[0], c.plot.R[1], 4)
	first, last := tickRange(c.plot.R[0], c.plot.R[1], step)
	for n := first; n <= last; n++ {
		v := multiple(n, step)
		label := s.Number(v, decimals(step))
		text := c.small(s.Key("phase/r/", label), label, r.X-size*0.6, c.plot.y(v)+midHeight*size, End, c.theme.Muted)
		if c.free(text.Bounds()) {
			c.put(text)
		}
	}
}

// grid marks the ticks, and the two lines about which the plane is symmetric or
// changes sides: r = 0 and κ = 1.
func (c *plane) grid() {
	s, r, solid := c.scene, c.plot.Rect, [2]float64{}
	length := c.theme.SmallSize * 0.35
	for k := math.Ceil(math.Log2(c.plot.Kappa[0]) - 1e-9); k <= math.Log2(c.plot.Kappa[1])+1e-9; k++ {
		kappa := math.Exp2(k)
		x := crisp(c.plot.x(kappa))
		if kappa == 1 {
			c.upright("phase/grid/kappa", x, r.Y, r.Bottom(), c.theme.HairWidth, c.theme.Grid, solid)
		}
		s.AddLine(s.Key("phase/tick/kappa/", s.Number(k, 0)), Point{x, r.Bottom()}, Point{x, r.Bottom() + length}, c.theme.HairWidth, c.theme.Axis, solid)
	}
	step := TickStep(c.plot.R[0], c.plot.R[1], 4)
	first, last := tickRange(c.plot.R[0], c.plot.R[1], step)
	for n := first; n <= last; n++ {
		y := crisp(c.plot.y(multiple(n, step)))
		if n == 0 {
			c.level("phase/grid/r", y, r.X, r.Right(), c.theme.HairWidth, c.theme.Grid, solid)
		}
		s.AddLine(s.Key("phase/tick/r/", s.Number(float64(n), 0)), Point{r.X - length, y}, Point{r.X, y}, c.theme.HairWidth, c.theme.Axis, solid)
	}
}

// boundaryLabels names the boundaries where they leave the plot through its
// top, one to the left of its end, the other to the right.
func (c *plane) boundaryLabels() {
	s, size, top := c.scene, c.theme.SmallSize, c.plot.R[1]
	if !(top > 0) {
		return
	}
	better := 1 / top
	_, first := quadratic(top, c.Rho*(1-top), -1) // r₊ at its right-hand end
	texts := [2]Text{
		c.small("phase/better", s.Format(c.words, "figure.plane.better"), 0, 0, End, c.theme.Muted),
		c.small("phase/first", s.Format(c.words, "figure.plane.first"), 0, 0, Start, c.theme.Ink),
	}
	texts[1].Weight = 600
	ends := [2]float64{better, first}
	var missing [2]bool
	for i, kappa := range ends {
		if !(kappa >= c.plot.Kappa[0] && kappa <= c.plot.Kappa[1]) {
			continue
		}
		x, y := c.plot.x(kappa), c.plot.Rect.Y
		text := &texts[i]
		stub := Strip{Width: c.theme.CurveWidth, Colour: c.theme.Ink}
		if i == 0 {
			stub.Width, stub.Colour = c.theme.ThinWidth, Fade(c.theme.Ink, 0.5)
		}
		offset := size * 0.35
		if (kappa >= ends[1-i]) != (text.Anchor == Start) && kappa != ends[1-i] {
			text.Anchor = End - text.Anchor // the ends have changed places
		}
		if text.Anchor == End {
			offset = -offset
		}
		text.X, text.Y = x+offset, y-size*0.9
		if b := text.Bounds(); b.X >= c.plot.Box.X && b.Right() <= c.plot.Box.Right() && c.putIfFree(*text) {
			c.reserve(Rect{x - 1, y - size*1.2, 2, size * 0.2}) // the stub
			s.AddLine(s.Key(text.Key, "/stub"), Point{x, y - size*1.2}, Point{x, y}, stub.Width, stub.Colour, stub.Dash)
			continue
		}
		// Shifted along the row, as long as it stands over its end.
		text.X, text.Anchor = c.plot.Box.X, Start
		b := text.Bounds()
		if other := c.plot.x(ends[1-i]); x < b.Right() && (other < b.X-2 || other > b.Right()+2) && b.Right() <= c.plot.Box.Right() && c.putIfFree(*text) {
			s.AddLine(s.Key(text.Key, "/stub"), Point{x, y - size*0.55}, Point{x, y}, stub.Width, stub.Colour, stub.Dash)
			continue
		}
		missing[i] = true
	}
	if missing[0] {
		c.labelAlong(texts[0], betterPlus)
	}
	if missing[1] {
		c.labelAlong(texts[1], firstPlus)
	}
}

// labelAlong names a curve for which the row over the plot has no room: above
// or below it, as near to its right-hand end as can be.
func (c *plane) labelAlong(t Text, curve int) bool {
	const steps, checks = 48, 8
	size, r := c.theme.SmallSize, c.plot.Rect
	t.Anchor = End
	for i := range 4 * steps {
		t.X = r.Right() - size*0.4 - r.W*float64(i/2%steps)/steps
		width := TextWidth(t.Content, t.Size, t.Weight)
		if t.X-width < r.X+size*0.4 {
			continue
		}
		top, bottom := math.Inf(1), math.Inf(-1)
		for k := range checks + 1 {
			y := c.plot.y(c.curve(curve, c.plot.kappa(t.X-width*float64(k)/checks)))
			top, bottom = math.Min(top, y), math.Max(bottom, y)
		}
		if i < 2*steps && bottom-top > size { // first where it is rather flat
			continue
		}
		t.Y = top - size*0.45
		if i%2 == 1 {
			t.Y = bottom + size*(ascent+0.1)
		}
		if b := t.Bounds(); b.Y >= r.Y && b.Bottom() <= r.Bottom() && c.putIfFree(t) {
			return true
		}
	}
	return false
}

// ghost is where the run before was trained.
func (c *plane) ghost() {
	if !(c.GhostKappa > 0) || !finite(c.GhostR) {
		return
	}
	c.scene.AddMark(Mark{
		Key: "phase/ghost", At: c.plot.At(c.GhostKappa, c.GhostR), Radius: c.theme.HandleRadius * 0.6,
		Fill: c.theme.Paper, Ring: Fade(c.theme.Ink, 0.35), RingW: c.theme.ThinWidth,
	})
}

// crosshair leads from the handle to its values on both axes.
func (c *plane) crosshair() {
	at, r, solid := c.plot.Handle, c.plot.Rect, [2]float64{}
	gap, length := rim(c.theme), c.theme.SmallSize*0.35
	c.upright("phase/crosshair/kappa", at.X, at.Y+gap, r.Bottom()+length, c.theme.HairWidth, c.theme.Axis, solid)
	c.level("phase/crosshair/r", at.Y, r.X-length, at.X-gap, c.theme.HairWidth, c.theme.Axis, solid)
}
