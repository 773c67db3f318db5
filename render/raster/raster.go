// Package raster paints a [scene.Scene] into an image, without a browser and without a graphics card: for the pictures by
// which other sites preview a link. The page itself paints with render/canvas, files are written by [scene.Scene.WriteSVG];
// the three agree on what every item looks like.
package raster

import (
	"image"
	"image/color"
	"image/draw"
	"math"

	"golang.org/x/image/vector"

	"unimodal-bias-lab/render/scene"
)

// Painter paints in CSS pixels, Scale device pixels each.
type Painter struct {
	Image *image.RGBA
	Scale float64

	Origin scene.Point // where what is painted has its origin, in CSS pixels

	outline []step          // collected until they are filled
	bounds  image.Rectangle // of these
	mask    vector.Rasterizer
}

// New makes a painter of w by h CSS pixels, on paper.
func New(w, h, scale float64, paper color.NRGBA) *Painter {
	p := &Painter{Image: image.NewRGBA(image.Rect(0, 0, int(math.Round(w*scale)), int(math.Round(h*scale)))), Scale: scale}
	draw.Draw(p.Image, p.Image.Bounds(), image.NewUniform(paper), image.Point{}, draw.Src)
	return p
}

// Draw paints a scene with its origin at a place. Texts lie above all else, as they do on the page.
func (p *Painter) Draw(s *scene.Scene, at scene.Point) {
	before := p.Origin
	p.Origin = scene.Point{X: before.X + at.X, Y: before.Y + at.Y}
	defer func() { p.Origin = before }()
	for _, item := range s.Items() {
		switch item.Kind {
		case scene.KindStrip:
			p.strip(&s.Strips()[item.Index])
		case scene.KindArea:
			a := &s.Areas()[item.Index]
			p.polygon(a.Points)
			p.fill(a.Colour, smooth)
		case scene.KindBand:
			p.band(&s.Bands()[item.Index])
		case scene.KindSegments:
			v := &s.Segments()[item.Index]
			for i := 0; i+1 < len(v.Points); i += 2 {
				p.line(v.Points[i], v.Points[i+1], v.Width)
			}
			p.fill(v.Colour, smooth)
		case scene.KindMark:
			p.mark(&s.Marks()[item.Index])
		case scene.KindCells:
			p.cells(&s.Cells()[item.Index])
		}
	}
	for i := range s.Texts() {
		p.text(&s.Texts()[i])
	}
}

// The edges of what is filled.
const (
	smooth = false
	crisp  = true // no pixel is painted in part, so that neighbours meet without a seam
)

// step is one of an outline, in device pixels.
type step struct {
	kind   byte // m, l, q, c as in SVG, z
	points [3][2]float32
}

// add appends a step of the outline under way to points of a scene.
func (p *Painter) add(kind byte, points ...scene.Point) {
	s := step{kind: kind}
	for i, q := range points {
		s.points[i][0], s.points[i][1] = p.device(q)
		x, y := int(math.Floor(float64(s.points[i][0]))), int(math.Floor(float64(s.points[i][1])))
		p.bounds = p.bounds.Union(image.Rect(x, y, x+2, y+2))
	}
	p.outline = append(p.outline, s)
}

// fill paints the outlines collected so far, and forgets them. Where shapes of one turn overlap they count once.
func (p *Painter) fill(c color.NRGBA, edges bool) {
	if len(p.outline) == 0 {
		return
	}
	p.mask.Reset(p.bounds.Dx(), p.bounds.Dy())
	p.mask.DrawOp = draw.Src
	dx, dy := float32(p.bounds.Min.X), float32(p.bounds.Min.Y)
	for _, s := range p.outline {
		a, b, c := s.points[0], s.points[1], s.points[2]
		switch s.kind {
		case 'm':
			p.mask.MoveTo(a[0]-dx, a[1]-dy)
		case 'l':
			p.mask.LineTo(a[0]-dx, a[1]-dy)
		case 'q':
			p.mask.QuadTo(a[0]-dx, a[1]-dy, b[0]-dx, b[1]-dy)
		case 'c':
			p.mask.CubeTo(a[0]-dx, a[1]-dy, b[0]-dx, b[1]-dy, c[0]-dx, c[1]-dy)
		case 'z':
			p.mask.ClosePath()
		}
	}
	covered := image.NewAlpha(p.bounds)
	p.mask.Draw(covered, p.bounds, image.Opaque, image.Point{})
	if edges == crisp {
		for i, a := range covered.Pix {
			covered.Pix[i] = 0
			if a >= 0x80 {
				covered.Pix[i] = 0xff
			}
		}
	}
	draw.DrawMask(p.Image, p.bounds, image.NewUniform(c), image.Point{}, covered, p.bounds.Min, draw.Over)
	p.outline, p.bounds = p.outline[:0], image.Rectangle{}
}

func (p *Painter) device(q scene.Point) (x, y float32) {
	return float32((q.X + p.Origin.X) * p.Scale), float32((q.Y + p.Origin.Y) * p.Scale)
}

// path adds a closed path, turned the way it is.
func (p *Painter) path(points []scene.Point) {
	for i, q := range points {
		kind := byte('l')
		if i == 0 {
			kind = 'm'
		}
		p.add(kind, q)
	}
	p.add('z')
}

// polygon adds a closed path turned the way of all polygons, so that it takes nothing from others.
func (p *Painter) polygon(points []scene.Point) {
	area := 0.0
	for i, q := range points {
		next := points[(i+1)%len(points)]
		area += q.X*next.Y - next.X*q.Y
	}
	if area >= 0 {
		p.path(points)
		return
	}
	turned := make([]scene.Point, len(points))
	for i, q := range points {
		turned[len(points)-1-i] = q
	}
	p.path(turned)
}

// line adds a straight line with blunt ends.
func (p *Painter) line(a, b scene.Point, width float64) {
	length := math.Hypot(b.X-a.X, b.Y-a.Y)
	if length == 0 {
		return
	}
	nx, ny := (a.Y-b.Y)/length*width/2, (b.X-a.X)/length*width/2
	p.polygon([]scene.Point{{X: a.X + nx, Y: a.Y + ny}, {X: b.X + nx, Y: b.Y + ny}, {X: b.X - nx, Y: b.Y - ny}, {X: a.X - nx, Y: a.Y - ny}})
}

// circle is a circle as a polygon, counter-clockwise for the eye if inner.
func (p *Painter) circle(at scene.Point, r float64, inner bool) {
	n := max(12, int(math.Ceil(4*math.Sqrt(r*p.Scale))*4))
	points := make([]scene.Point, n)
	for i := range points {
		angle := 2 * math.Pi * float64(i) / float64(n)
		if inner {
			angle = -angle
		}
		points[i] = scene.Point{X: at.X + r*math.Cos(angle), Y: at.Y + r*math.Sin(angle)}
	}
	p.path(points)
}

// Stroke paints a polyline with round joins; its ends are round, too, if asked.
func (p *Painter) Stroke(points []scene.Point, width float64, c color.NRGBA, roundEnds bool) {
	for i := range points {
		if i > 0 {
			p.line(points[i-1], points[i], width)
		}
		if end := i == 0 || i == len(points)-1; end && roundEnds || !end && turns(points[i-1:i+2]) {
			p.circle(points[i], width/2, false)
		}
	}
	p.fill(c, smooth)
}

// turns reports whether a line of three points has a bend in which a gap could be seen. A join where there is none would
// roughen the edge.
func turns(v []scene.Point) bool {
	ax, ay, bx, by := v[1].X-v[0].X, v[1].Y-v[0].Y, v[2].X-v[1].X, v[2].Y-v[1].Y
	return ax*bx+ay*by < 0.97*math.Hypot(ax, ay)*math.Hypot(bx, by)
}

func (p *Painter) strip(s *scene.Strip) {
	if s.Dash[0] <= 0 {
		p.Stroke(s.Points, s.Width, s.Colour, false)
		return
	}
	on, left := true, s.Dash[0]
	for i := 1; i < len(s.Points); i++ {
		a, b := s.Points[i-1], s.Points[i]
		length := math.Hypot(b.X-a.X, b.Y-a.Y)
		for at := 0.0; at < length; {
			step := math.Min(left, length-at)
			if on {
				p.line(between(a, b, at/length), between(a, b, (at+step)/length), s.Width)
			}
			at += step
			if left -= step; left <= 1e-9 {
				on = !on
				left = s.Dash[0]
				if !on {
					left = math.Max(s.Dash[1], 1e-3)
				}
			}
		}
		if on && i < len(s.Points)-1 && turns(s.Points[i-1:i+2]) {
			p.circle(b, s.Width/2, false)
		}
	}
	p.fill(s.Colour, smooth)
}

func between(a, b scene.Point, t float64) scene.Point {
	return scene.Point{X: a.X + (b.X-a.X)*t, Y: a.Y + (b.Y-a.Y)*t}
}

func (p *Painter) band(v *scene.Band) {
	for i := 1; i < len(v.Upper); i++ {
		p.polygon([]scene.Point{v.Upper[i-1], v.Upper[i], v.Lower[i], v.Lower[i-1]})
	}
	p.fill(v.Colour, crisp)
}

// mark paints the ring around the edge first, then the fill.
func (p *Painter) mark(m *scene.Mark) {
	shape := func(r float64, inner bool) {
		if m.Shape == scene.Disc {
			p.circle(m.At, r, inner)
			return
		}
		points := []scene.Point{{X: m.At.X - r, Y: m.At.Y - r}, {X: m.At.X + r, Y: m.At.Y - r}, {X: m.At.X + r, Y: m.At.Y + r}, {X: m.At.X - r, Y: m.At.Y + r}}
		if inner {
			points[1], points[3] = points[3], points[1]
		}
		p.path(points)
	}
	r := m.Radius
	if m.Shape == scene.Square {
		r = scene.HalfSide(r)
	}
	if m.RingW > 0 {
		shape(r+m.RingW, false)
		if r > m.RingW {
			shape(r-m.RingW, true)
		}
		p.fill(m.Ring, smooth)
	}
	shape(r, false)
	p.fill(m.Fill, smooth)
}

// cells have sharp edges: a pixel has the colour of the cell its middle lies in.
func (p *Painter) cells(c *scene.Cells) {
	bounds := p.Image.Bounds()
	x0, y0 := p.device(scene.Point{X: c.Rect.X, Y: c.Rect.Y})
	x1, y1 := p.device(scene.Point{X: c.Rect.Right(), Y: c.Rect.Bottom()})
	for y := max(bounds.Min.Y, int(math.Round(float64(y0)))); y < min(bounds.Max.Y, int(math.Round(float64(y1)))); y++ {
		row := cell((float64(y)+0.5-float64(y0))/float64(y1-y0), c.Rows)
		for x := max(bounds.Min.X, int(math.Round(float64(x0)))); x < min(bounds.Max.X, int(math.Round(float64(x1)))); x++ {
			column := cell((float64(x)+0.5-float64(x0))/float64(x1-x0), c.Columns)
			i := 4 * (row*c.Columns + column)
			p.Image.SetRGBA(x, y, color.RGBA{c.Pixels[i], c.Pixels[i+1], c.Pixels[i+2], 0xff})
		}
	}
}

func cell(share float64, count int) int {
	return int(scene.Clamp(math.Floor(share*float64(count)), 0, float64(count-1)))
}
