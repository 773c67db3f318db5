package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// maxContours is how many contours can have a label.
const maxContours = 16

// finestField is how many points a side of what contours are traced in has at
// most, but for the rims.
const finestField = 64

// traceKey is what the contours depend on.
type traceKey struct {
	version, columns, rows int
	colour                 sim.Scale
	lo, hi                 float64
	stepped                bool
}

// traceTheory works out the contours of theory, unless they are those of last
// time.
func (c *diagram) traceTheory() {
	m := &c.memory
	now := traceKey{c.TheoryVersion, c.Columns, c.Rows, c.Colour, m.lo, m.hi, c.stepped()}
	if now == m.tracedOf && len(c.Theory) == len(c.Values) {
		return
	}
	m.tracedOf = now
	m.lines.Lines = m.lines.Lines[:0]
	if len(c.Theory) != len(c.Values) || c.Columns < 2 && c.Rows < 2 {
		return
	}
	switch {
	case !c.Colour.Kind.Continuous():
		m.levels = append(m.levels[:0], .5)
	default:
		m.levels = c.ticksOfScale(m.levels[:0])
	}
	if c.Colour.Log {
		for i, v := range m.levels {
			m.levels[i] = math.Log(v)
		}
	}
	if c.stepped() {
		c.traceSteps()
		return
	}
	c.sampleField()
	m.lines.Trace(scene.Lattice{Columns: len(m.atX), Rows: len(m.atY), Values: m.field}, m.levels)
	last := scene.Point{X: float64(len(m.atX) - 1), Y: float64(len(m.atY) - 1)}
	for i, p := range m.lines.Points {
		m.lines.Points[i] = scene.Point{X: between(m.atX, p.X, last.X), Y: between(m.atY, p.Y, last.Y)}
	}
}

// stepped reports whether an axis has a row for each of its values, between
// which nothing lies.
func (c *diagram) stepped() bool { return c.X.whole(c.Columns) || c.Y.whole(c.Rows) }

// between is the place at a fractional index.
func between(at []float64, index, last float64) float64 {
	i := math.Min(math.Floor(index), last-1)
	return at[int(i)] + (index-i)*(at[int(i)+1]-at[int(i)])
}

// theory is the prediction for a cell, on the scale of the colours.
func (c *diagram) theory(i, j int) float64 {
	v := c.Theory[j*c.Columns+i]
	if c.Colour.Log {
		return math.Log(v)
	}
	return v
}

// sampleField takes theory at some of the cells, and extends it to the rims of
// the plot.
func (c *diagram) sampleField() {
	m := &c.memory
	strideX, strideY := stride(c.Columns), stride(c.Rows)
	m.atX, m.atY = places(m.atX[:0], c.Columns, strideX), places(m.atY[:0], c.Rows, strideY)
	w, h := len(m.atX), len(m.atY)
	if cap(m.field) < w*h {
		m.field = make([]float64, w*h)
	}
	m.field = m.field[:w*h]
	for j := 1; j < h-1; j++ {
		for i := 1; i < w-1; i++ {
			m.field[j*w+i] = c.theory((i-1)*strideX, (j-1)*strideY)
		}
	}
	for j := 1; j < h-1; j++ {
		row := m.field[j*w : (j+1)*w]
		row[0] = extended(m.atX[0], m.atX[1], m.atX[2], row[1], row[2])
		row[w-1] = extended(m.atX[w-1], m.atX[w-2], m.atX[w-3], row[w-2], row[w-3])
	}
	for i := range w {
		m.field[i] = extended(m.atY[0], m.atY[1], m.atY[2], m.field[w+i], m.field[2*w+i])
		m.field[(h-1)*w+i] = extended(m.atY[h-1], m.atY[h-2], m.atY[h-3], m.field[(h-2)*w+i], m.field[(h-3)*w+i])
	}
}

func stride(cells int) int { return (cells + finestField - 1) / finestField }

// places are the middles of every so many cells, between the rims.
func places(dst []float64, cells, stride int) []float64 {
	dst = append(dst, 0)
	for i := 0; i < cells; i += stride {
		dst = append(dst, float64(i)+.5)
	}
	return append(dst, float64(cells))
}

// extended continues the line through (a, va) and (b, vb) to at.
func extended(at, a, b, va, vb float64) float64 {
	if a == b {
		return va
	}
	return va + (at-a)/(b-a)*(vb-va)
}

// traceSteps marks in every row where theory crosses a level; rows are columns
// where it is the horizontal axis that has one for each value.
func (c *diagram) traceSteps() {
	m := &c.memory
	m.lines.Points = m.lines.Points[:0]
	alongX := c.Y.whole(c.Rows)
	rows, n := c.Rows, c.Columns
	if !alongX {
		rows, n = n, rows
	} else if c.X.whole(c.Columns) {
		return // nothing lies between cells at all
	}
	at := func(k, row int) float64 {
		if alongX {
			return c.theory(k, row)
		}
		return c.theory(row, k)
	}
	for row := range rows {
		for k := 1; k < n; k++ {
			a, b := at(k-1, row), at(k, row)
			if !scene.Finite(a + b) {
				continue
			}
			for number, level := range m.levels {
				if (a > level) == (b > level) {
					continue
				}
				place := float64(k) - .5 + (level-a)/(b-a)
				p, q := scene.Point{X: place, Y: float64(row)}, scene.Point{X: place, Y: float64(row) + 1}
				if !alongX {
					p, q = scene.Point{X: p.Y, Y: p.X}, scene.Point{X: q.Y, Y: q.X}
				}
				from := len(m.lines.Points)
				m.lines.Points = append(m.lines.Points, p, q)
				m.lines.Lines = append(m.lines.Lines, scene.Contour{Level: number, From: from, To: from + 2})
			}
		}
	}
}

// place is where a point of the contours lies.
func (c *diagram) place(p scene.Point) scene.Point {
	r := c.plot.Rect
	return scene.Point{X: r.X + p.X/float64(c.Columns)*r.W, Y: r.Bottom() - p.Y/float64(c.Rows)*r.H}
}

// line is contour number n in places of the picture.
func (c *diagram) line(n int) []scene.Point {
	l := c.memory.lines.Lines[n]
	return c.memory.lines.Points[l.From:l.To]
}

// levelOf is the value along a contour.
func (c *diagram) levelOf(l scene.Contour) float64 {
	v := c.memory.levels[l.Level]
	if c.Colour.Log {
		return math.Exp(v)
	}
	return v
}

// inkOver is what is read on the colour of a value: ink or paper, or on a shade that is far from neither, black or white.
func (c *diagram) inkOver(v float64) color.NRGBA {
	if !c.Colour.Kind.Continuous() {
		return c.Theme.Ink
	}
	shade := c.shadeOf(v)
	if Contrast(c.Theme.Ink, shade) >= leastContrast {
		return c.Theme.Ink
	}
	best := c.Theme.Paper
	for _, other := range [...]color.NRGBA{scene.RGB(0x000000), scene.RGB(0xffffff)} {
		if Contrast(best, shade) < leastContrast && Contrast(other, shade) > Contrast(best, shade) {
			best = other
		}
	}
	return best
}

// shadeOf is the colour of a value of a continuous scale.
func (c *diagram) shadeOf(v float64) color.NRGBA {
	return c.memory.table.at(int(scene.Clamp(c.scalePart(v), 0, 1) * (shadeCount - 1)))
}

// labelContours finds room for the numbers on the contours: near the middle of a
// line, where nothing is in the way and the line next to it is not too near. A line
// whose value nothing says is not drawn: one that has no room for its number, and a
// short one no other of its level speaks for.
func (c *diagram) labelContours() {
	if !c.Colour.Kind.Continuous() {
		return
	}
	s, size := c.Scene, c.Theme.SmallSize
	lines := c.memory.lines.Lines
	for n := range lines[:min(len(lines), maxContours)] {
		points, value := c.line(n), c.levelOf(lines[n])
		if c.stepped() && c.named>>lines[n].Level&1 == 1 {
			continue
		}
		t := c.Small(s.Key("diagram/contour/", digits[n]), c.rounded(value), 0, 0, scene.Middle, c.inkOver(value))
		width := scene.TextWidth(t.Content, t.Size, t.Weight)
		length := 0.
		for i := 1; i < len(points); i++ {
			length += c.distance(points[i-1], points[i])
		}
		if t.Content == "" || length < 2.5*width && !c.stepped() {
			continue
		}
		c.cramped |= 1 << n // until there is room
		for _, along := range labelPlaces {
			at := c.along(points, along*length)
			t.X, t.Y = at.X, at.Y+scene.MidHeight*size
			box := scene.Rect{X: at.X - width/2 - size*.3, Y: at.Y - size*.55, W: width + size*.6, H: size * 1.1}
			r := c.plot.Rect
			if box.X < r.X+2 || box.Right() > r.Right()-2 || box.Y < r.Y+2 || box.Bottom() > r.Bottom()-2 || !c.Free(box) || !c.Free(t.Bounds()) || c.crowded(box, n) {
				continue
			}
			c.Put(t)
			c.Reserve(box)
			c.labels[n] = box
			c.named |= 1 << lines[n].Level
			c.cramped &^= 1 << n
			break
		}
	}
}

// drawn reports whether something says the value of contour number n: its own number, or
// that of another of its level where it is too short for one or one of many pieces.
func (c *diagram) drawn(n int) bool {
	switch named := c.named>>c.memory.lines.Lines[n].Level&1 == 1; {
	case !c.Colour.Kind.Continuous(): // a boundary needs no number
		return true
	case n >= maxContours || c.stepped():
		return named
	default:
		return named && c.cramped>>n&1 == 0
	}
}

// labelPlaces are where along a line its number may stand, the best one first.
var labelPlaces = [...]float64{.5, .42, .58, .34, .66, .26, .74, .18, .82, .46, .54, .38, .62, .3, .7, .22, .78, .14, .86, .1, .9}

func (c *diagram) distance(a, b scene.Point) float64 {
	p, q := c.place(a), c.place(b)
	return math.Hypot(q.X-p.X, q.Y-p.Y)
}

// along is the place so far along a line.
func (c *diagram) along(points []scene.Point, far float64) scene.Point {
	for i := 1; i < len(points); i++ {
		length := c.distance(points[i-1], points[i])
		if far <= length && length > 0 {
			return scene.Mix(c.place(points[i-1]), c.place(points[i]), far/length)
		}
		far -= length
	}
	return c.place(points[len(points)-1])
}

// crowded reports whether another line than number n runs through a box.
func (c *diagram) crowded(box scene.Rect, n int) bool {
	for other, l := range c.memory.lines.Lines {
		if other == n {
			continue
		}
		for _, p := range c.memory.lines.Points[l.From:l.To] {
			if at := c.place(p); box.Contains(at.X, at.Y) {
				return true
			}
		}
	}
	return false
}

// contours draws them, thin and dashed like everything that is predicted.
func (c *diagram) contours() {
	for n, l := range c.memory.lines.Lines {
		if !c.drawn(n) {
			continue
		}
		points := c.line(n)
		var gap scene.Rect
		if n < maxContours {
			gap = c.labels[n]
		}
		pen := c.Scene.Pen(scene.Strip{
			Key: c.Scene.Key("diagram/theory/", c.Scene.Number(float64(n), 0)), Width: c.Theme.ThinWidth,
			Colour: scene.Fade(c.inkOver(c.levelOf(l)), .8), Dash: c.Theme.Dash,
		})
		from := c.place(points[0])
		pen.LineTo(from)
		for _, p := range points[1:] {
			to := c.place(p)
			in, out := inside(gap, from, to)
			if in < out {
				if in > 0 {
					pen.LineTo(scene.Mix(from, to, in))
				}
				pen.Lift()
				if out < 1 {
					pen.LineTo(scene.Mix(from, to, out))
				}
			}
			if !(in < out && out == 1) {
				pen.LineTo(to)
			}
			from = to
		}
		pen.Lift()
	}
}
