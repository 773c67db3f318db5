package canvas

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// sharp is the cosine of the largest turn a mitre may take; where the line turns
// more, it ends, and a round joint covers the corner.
const sharp = -0.2

// addPolyline draws a feathered band along points: four vertices a point, the
// outer two transparent. Repeated points are skipped.
func (m *mesh) addPolyline(points []scene.Point, half float64, c tint) {
	// A line thinner than a pixel keeps the pixel and loses opacity instead.
	if half < feather {
		k := float32(half / feather)
		c = tint{c.r * k, c.g * k, c.b * k, c.a * k}
		half = feather
	}
	points = distinct(points)
	first := 0
	for i := 1; i+1 < len(points); i++ {
		ux, uy := direction(points[i-1], points[i])
		vx, vy := direction(points[i], points[i+1])
		if ux*vx+uy*vy < sharp {
			m.addPiece(points[first:i+1], half, c)
			if half > feather && c.a == 1 { // a translucent joint would show
				m.addDisc(points[i], half, c)
			}
			first = i
		}
	}
	m.addPiece(points[first:], half, c)
}

// addPiece draws a line without sharp corners.
func (m *mesh) addPiece(points []scene.Point, half float64, c tint) {
	if len(points) < 2 {
		return
	}
	for i, p := range points {
		ux, uy := direction(points[max(i-1, 0)], p)
		vx, vy := direction(p, points[min(i+1, len(points)-1)])
		nx, ny, miter := normal(ux, uy, vx, vy)
		inner, outer := (half-feather)*miter, (half+feather)*miter
		base := m.vertex(p.X-nx*outer, p.Y-ny*outer, tint{})
		m.vertex(p.X-nx*inner, p.Y-ny*inner, c)
		m.vertex(p.X+nx*inner, p.Y+ny*inner, c)
		m.vertex(p.X+nx*outer, p.Y+ny*outer, tint{})
		if i == 0 {
			continue
		}
		for k := range uint32(3) {
			a, b := base-4+k, base+k
			m.indices = append(m.indices, a, a+1, b, b, a+1, b+1)
		}
	}
}

// distinct removes, in place, points closer than a hundredth of a pixel to the
// one before: they have no direction.
func distinct(points []scene.Point) []scene.Point {
	kept := points[:0]
	for _, p := range points {
		if n := len(kept); n > 0 && math.Abs(p.X-kept[n-1].X)+math.Abs(p.Y-kept[n-1].Y) < 0.01 {
			continue
		}
		kept = append(kept, p)
	}
	return kept
}

// addDashes cuts m.line into dashes of length on with gaps of length off, the
// corners kept, and draws them.
func (m *mesh) addDashes(half, on, off float64, c tint) {
	points := distinct(m.line)
	if len(points) < 2 {
		return
	}
	m.dash = append(m.dash[:0], points[0])
	drawing, left := true, on
	for i := 1; i < len(points); i++ {
		a, b := points[i-1], points[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		for at := 0.0; ; {
			if length-at < left {
				left -= length - at
				if drawing {
					m.dash = append(m.dash, b)
				}
				break
			}
			at += left
			cut := scene.Point{X: a.X + (b.X-a.X)*at/length, Y: a.Y + (b.Y-a.Y)*at/length}
			m.dash = append(m.dash, cut)
			if drawing {
				m.addPolyline(m.dash, half, c)
				left = off
			} else {
				left = on
			}
			m.dash = m.dash[:0]
			if !drawing {
				m.dash = append(m.dash, cut)
			}
			drawing = !drawing
		}
	}
	if drawing {
		m.addPolyline(m.dash, half, c)
	}
}
