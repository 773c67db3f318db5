package canvas

import (
	"image/color"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render/scene"
)

// feather is half the width of the rim over which an edge fades out.
const feather = 0.5

// mesh is a list of triangles in device pixels, in painting order.
type mesh struct {
	vertices []ebiten.Vertex
	indices  []uint32
	line     []scene.Point // a strip, scaled
	dash     []scene.Point // a piece of it
}

func (m *mesh) reset() {
	m.vertices = m.vertices[:0]
	m.indices = m.indices[:0]
}

func (m *mesh) add(s *scene.Scene, item scene.Item, scale float64) {
	switch item.Kind {
	case scene.KindStrip:
		m.addStrip(&s.Strips()[item.Index], scale)
	case scene.KindArea:
		m.addArea(&s.Areas()[item.Index], scale)
	case scene.KindBand:
		m.addBand(&s.Bands()[item.Index], scale)
	case scene.KindSegments:
		m.addSegments(&s.Segments()[item.Index], scale)
	case scene.KindMark:
		m.addMark(&s.Marks()[item.Index], scale)
	}
}

func (m *mesh) addStrip(s *scene.Strip, scale float64) {
	m.line = scaled(m.line[:0], s.Points, scale)
	half := s.Width * scale / 2
	c := premultiplied(s.Colour)
	if s.Dash[0]*scale >= feather && s.Dash[1] > 0 {
		m.addDashes(half, s.Dash[0]*scale, s.Dash[1]*scale, c)
		return
	}
	m.addPolyline(m.line, half, c)
}

func (m *mesh) addArea(a *scene.Area, scale float64) {
	m.line = scaled(m.line[:0], a.Points, scale)
	m.addConvex(m.line, premultiplied(a.Colour))
}

// addBand is one strip of triangles without a rim: neighbours that share their
// vertices then share every pixel exactly once.
func (m *mesh) addBand(b *scene.Band, scale float64) {
	c := premultiplied(b.Colour)
	for i := range min(len(b.Upper), len(b.Lower)) {
		base := m.vertex(b.Upper[i].X*scale, b.Upper[i].Y*scale, c)
		m.vertex(b.Lower[i].X*scale, b.Lower[i].Y*scale, c)
		if i > 0 {
			m.indices = append(m.indices, base-2, base-1, base, base, base-1, base+1)
		}
	}
}

func (m *mesh) addSegments(s *scene.Segments, scale float64) {
	half, c := s.Width*scale/2, premultiplied(s.Colour)
	for i := 0; i+1 < len(s.Points); i += 2 {
		m.line = scaled(m.line[:0], s.Points[i:i+2], scale)
		m.addPolyline(m.line, half, c)
	}
}

func (m *mesh) addMark(mark *scene.Mark, scale float64) {
	at := scene.Point{X: mark.At.X * scale, Y: mark.At.Y * scale}
	if mark.RingW > 0 && mark.Ring.A > 0 {
		m.addShape(mark.Shape, at, mark.Radius*scale, mark.RingW*scale, premultiplied(mark.Ring))
	}
	m.addShape(mark.Shape, at, mark.Radius*scale, 0, premultiplied(mark.Fill))
}

// addShape draws a mark's shape, grown by extra on every side.
func (m *mesh) addShape(shape scene.Shape, at scene.Point, radius, extra float64, c tint) {
	if shape == scene.Square {
		h := scene.HalfSide(radius) + extra
		m.line = append(m.line[:0],
			scene.Point{X: at.X - h, Y: at.Y - h}, scene.Point{X: at.X + h, Y: at.Y - h},
			scene.Point{X: at.X + h, Y: at.Y + h}, scene.Point{X: at.X - h, Y: at.Y + h})
		m.addConvex(m.line, c)
		return
	}
	m.addDisc(at, radius+extra, c)
}

// addDisc is a fan around the centre with a feathered rim.
func (m *mesh) addDisc(at scene.Point, radius float64, c tint) {
	inner, outer := max(0, radius-feather), radius+feather
	n := uint32(min(96, max(12, int(4*math.Sqrt(radius)*2))))
	base := m.vertex(at.X, at.Y, c)
	for i := range n {
		sin, cos := math.Sincos(2 * math.Pi * float64(i) / float64(n))
		m.vertex(at.X+inner*cos, at.Y+inner*sin, c)
		m.vertex(at.X+outer*cos, at.Y+outer*sin, tint{})
	}
	for i := range n {
		a, b := base+1+2*i, base+1+2*((i+1)%n)
		m.indices = append(m.indices, base, a, b, a, a+1, b, b, a+1, b+1)
	}
}

// addConvex fills a convex polygon of either orientation: a fan within, and a
// feathered rim along the mitred edges.
func (m *mesh) addConvex(points []scene.Point, c tint) {
	n := len(points)
	if n < 3 {
		return
	}
	outward := 1.0
	if signedArea(points) < 0 {
		outward = -1
	}
	base := uint32(len(m.vertices))
	for i, p := range points {
		ux, uy := direction(points[(i+n-1)%n], p)
		vx, vy := direction(p, points[(i+1)%n])
		nx, ny, miter := normal(ux, uy, vx, vy)
		d := feather * miter * outward
		m.vertex(p.X-nx*d, p.Y-ny*d, c)
		m.vertex(p.X+nx*d, p.Y+ny*d, tint{})
	}
	for i := range uint32(n) {
		a, b := base+2*i, base+2*((i+1)%uint32(n))
		if i > 0 && int(i) < n-1 {
			m.indices = append(m.indices, base, a, b)
		}
		m.indices = append(m.indices, a, a+1, b, b, a+1, b+1)
	}
}

// tint is a premultiplied colour, 0 to 1.
type tint struct{ r, g, b, a float32 }

func premultiplied(c color.NRGBA) tint {
	a := float32(c.A) / 255
	return tint{float32(c.R) / 255 * a, float32(c.G) / 255 * a, float32(c.B) / 255 * a, a}
}

func (m *mesh) vertex(x, y float64, c tint) uint32 {
	m.vertices = append(m.vertices, ebiten.Vertex{
		DstX: float32(x), DstY: float32(y),
		SrcX: 1.5, SrcY: 1.5,
		ColorR: c.r, ColorG: c.g, ColorB: c.b, ColorA: c.a,
	})
	return uint32(len(m.vertices) - 1)
}

func scaled(dst, points []scene.Point, scale float64) []scene.Point {
	for _, p := range points {
		dst = append(dst, scene.Point{X: p.X * scale, Y: p.Y * scale})
	}
	return dst
}

// direction is the unit vector from a to b, zero when they coincide.
func direction(a, b scene.Point) (x, y float64) {
	x, y = b.X-a.X, b.Y-a.Y
	if l := math.Hypot(x, y); l > 0 {
		return x / l, y / l
	}
	return 0, 0
}

// normal is the unit normal of the corner between directions u and v, and how
// much longer the mitre is than the half width, at most 2.
func normal(ux, uy, vx, vy float64) (nx, ny, miter float64) {
	tx, ty := ux+vx, uy+vy
	l := math.Hypot(tx, ty)
	if l < 1e-9 {
		return uy, -ux, 1
	}
	nx, ny = ty/l, -tx/l
	along := math.Abs(nx*vy - ny*vx) // cosine of half the turn
	if vx == 0 && vy == 0 || ux == 0 && uy == 0 {
		along = 1
	}
	return nx, ny, 1 / max(0.5, along)
}

func signedArea(points []scene.Point) (twice float64) {
	for i, p := range points {
		q := points[(i+1)%len(points)]
		twice += p.X*q.Y - q.X*p.Y
	}
	return twice
}
