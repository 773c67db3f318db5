package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// readOut sets the values of the handle at the axes, at the ends of its crosshair.
func (c *plane) readOut() {
	s, at, r, size := c.Scene, c.plot.Handle, c.plot.Rect, c.Theme.SmallSize
	kappa := c.Small("phase/point/kappa", s.Number(c.Kappa, 2), at.X, r.Bottom()+size*1.6, scene.Middle, c.Theme.Ink)
	value := c.Small("phase/point/r", s.Number(c.R, 2), r.X-size*0.6, at.Y+scene.MidHeight*size, scene.End, c.Theme.Ink)
	kappa.Weight, value.Weight = 600, 600
	half := kappa.Bounds().W / 2
	kappa.X = scene.Clamp(kappa.X, c.plot.Box.X+half, c.plot.Box.Right()-half)
	c.Put(kappa)
	c.Put(value)
}

func (c *plane) axisTitles() {
	s, size := c.Scene, c.Theme.SmallSize
	box, r := c.plot.Box, c.plot.Rect
	top := box.Y + size
	if c.Other != "" { // that has the first row
		top = r.Y - size*0.9
	}
	c.Put(c.Small("phase/title/r", s.Format(c.Words, "figure.plane.y"), box.X, top, scene.Start, c.Theme.Muted))
	rho := "figure.plane.rho"
	if c.Deep {
		rho = "figure.plane.rhoDeep"
	}
	c.PutIfFree(c.Small("phase/title/rho", s.Format(c.Words, rho, "rho", s.Number(c.Rho, 2)), r.Right(), box.Y+size, scene.End, c.Theme.Ink))
	c.Put(c.kappaTitle())
}

func (c *plane) kappaTitle() scene.Text {
	r := c.plot.Rect
	return c.Small("phase/title/kappa", c.Scene.Format(c.Words, "figure.plane.x"), r.Right(), r.Bottom()+c.Theme.SmallSize*3.05, scene.End, c.Theme.Muted)
}

// ticks are powers of two for κ and round numbers for r.
func (c *plane) ticks() {
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	for k := math.Ceil(math.Log2(c.plot.Kappa[0]) - 1e-9); k <= math.Log2(c.plot.Kappa[1])+1e-9; k++ {
		kappa := math.Exp2(k)
		label := s.Number(kappa, int(math.Max(0, -k)))
		c.PutIfFree(c.Small(s.Key("phase/kappa/", label), label, c.plot.x(kappa), r.Bottom()+size*1.6, scene.Middle, c.Theme.Muted))
	}
	step := scene.TickStep(c.plot.R[0], c.plot.R[1], 4)
	first, last := scene.TickRange(c.plot.R[0], c.plot.R[1], step)
	for n := first; n <= last; n++ {
		v := scene.Multiple(n, step)
		label := s.Number(v, scene.Decimals(step))
		text := c.Small(s.Key("phase/r/", label), label, r.X-size*0.6, c.plot.y(v)+scene.MidHeight*size, scene.End, c.Theme.Muted)
		if c.Free(text.Bounds()) {
			c.Put(text)
		}
	}
}

// grid marks the ticks, and the two lines about which the plane is symmetric or
// changes sides: r = 0 and κ = 1.
func (c *plane) grid() {
	s, r, solid := c.Scene, c.plot.Rect, [2]float64{}
	length := c.Theme.SmallSize * 0.35
	for k := math.Ceil(math.Log2(c.plot.Kappa[0]) - 1e-9); k <= math.Log2(c.plot.Kappa[1])+1e-9; k++ {
		kappa := math.Exp2(k)
		x := scene.Crisp(c.plot.x(kappa))
		if kappa == 1 {
			c.Upright("phase/grid/kappa", x, r.Y, r.Bottom(), c.Theme.HairWidth, c.Theme.Grid, solid)
		}
		s.AddLine(s.Key("phase/tick/kappa/", s.Number(k, 0)), scene.Point{X: x, Y: r.Bottom()}, scene.Point{X: x, Y: r.Bottom() + length}, c.Theme.HairWidth, c.Theme.Axis, solid)
	}
	step := scene.TickStep(c.plot.R[0], c.plot.R[1], 4)
	first, last := scene.TickRange(c.plot.R[0], c.plot.R[1], step)
	for n := first; n <= last; n++ {
		y := scene.Crisp(c.plot.y(scene.Multiple(n, step)))
		if n == 0 {
			c.Level("phase/grid/r", y, r.X, r.Right(), c.Theme.HairWidth, c.Theme.Grid, solid)
		}
		s.AddLine(s.Key("phase/tick/r/", s.Number(float64(n), 0)), scene.Point{X: r.X - length, Y: y}, scene.Point{X: r.X, Y: y}, c.Theme.HairWidth, c.Theme.Axis, solid)
	}
}

// boundaryLabels names the boundaries where they leave the plot through its
// top, one to the left of its end, the other to the right.
func (c *plane) boundaryLabels() {
	s, size, top := c.Scene, c.Theme.SmallSize, c.plot.R[1]
	if !(top > 0) {
		return
	}
	better := 1 / top
	_, _, pass := c.statics().Corners(top)
	first := pass[1] // r₊ at its right-hand end
	texts := [2]scene.Text{
		c.Small("phase/better", s.Format(c.Words, "figure.plane.better"), 0, 0, scene.End, c.Theme.Muted),
		c.Small("phase/first", s.Format(c.Words, "figure.plane.first"), 0, 0, scene.Start, c.Theme.Ink),
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
		stub := scene.Strip{Width: c.Theme.CurveWidth, Colour: c.Theme.Ink}
		if i == 0 {
			stub.Width, stub.Colour = c.Theme.ThinWidth, scene.Fade(c.Theme.Ink, secondBoundary)
		}
		offset := size * 0.35
		if (kappa >= ends[1-i]) != (text.Anchor == scene.Start) && kappa != ends[1-i] {
			text.Anchor = scene.End - text.Anchor // the ends have changed places
		}
		if text.Anchor == scene.End {
			offset = -offset
		}
		text.X, text.Y = x+offset, y-size*0.9
		if b := text.Bounds(); b.X >= c.plot.Box.X && b.Right() <= c.plot.Box.Right() && c.PutIfFree(*text) {
			c.Reserve(scene.Rect{X: x - 1, Y: y - size*1.2, W: 2, H: size * 0.2}) // the stub
			s.AddLine(s.Key(text.Key, "/stub"), scene.Point{X: x, Y: y - size*1.2}, scene.Point{X: x, Y: y}, stub.Width, stub.Colour, stub.Dash)
			continue
		}
		// Shifted along the row, as long as it stands over its end.
		text.X, text.Anchor = c.plot.Box.X, scene.Start
		b := text.Bounds()
		if other := c.plot.x(ends[1-i]); x < b.Right() && (other < b.X-2 || other > b.Right()+2) && b.Right() <= c.plot.Box.Right() && c.PutIfFree(*text) {
			s.AddLine(s.Key(text.Key, "/stub"), scene.Point{X: x, Y: y - size*0.55}, scene.Point{X: x, Y: y}, stub.Width, stub.Colour, stub.Dash)
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
func (c *plane) labelAlong(t scene.Text, curve int) bool {
	const steps, checks = 48, 8
	size, r := c.Theme.SmallSize, c.plot.Rect
	t.Anchor = scene.End
	for i := range 4 * steps {
		t.X = r.Right() - size*0.4 - r.W*float64(i/2%steps)/steps
		width := scene.TextWidth(t.Content, t.Size, t.Weight)
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
			t.Y = bottom + size*(scene.Ascent+0.1)
		}
		if b := t.Bounds(); b.Y >= r.Y && b.Bottom() <= r.Bottom() && c.PutIfFree(t) {
			return true
		}
	}
	return false
}

// ghost is where the run before was trained.
func (c *plane) ghost() {
	if !(c.GhostKappa > 0) || !scene.Finite(c.GhostR) {
		return
	}
	c.Scene.AddMark(scene.Mark{
		Key: "phase/ghost", At: c.plot.At(c.GhostKappa, c.GhostR), Radius: c.Theme.HandleRadius * 0.6,
		Fill: c.Theme.Paper, Ring: scene.Fade(c.Theme.Ink, 0.35), RingW: c.Theme.ThinWidth,
	})
}

// crosshair leads from the handle to its values on both axes.
func (c *plane) crosshair() {
	at, r, solid := c.plot.Handle, c.plot.Rect, [2]float64{}
	gap, length := scene.Rim(c.Theme), c.Theme.SmallSize*0.35
	c.Upright("phase/crosshair/kappa", at.X, at.Y+gap, r.Bottom()+length, c.Theme.HairWidth, c.Theme.Axis, solid)
	c.Level("phase/crosshair/r", at.Y, r.X-length, at.X-gap, c.Theme.HairWidth, c.Theme.Axis, solid)
}
