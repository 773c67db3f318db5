package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// parameters is the table that axes take their symbols from.
var parameters = sim.Parameters()

func symbolOf(key string) string {
	for i := range parameters {
		if parameters[i].Key == key {
			return parameters[i].Symbol
		}
	}
	return ""
}

// How the ticks of an axis are chosen.
const (
	tickLinear  = iota
	tickOctaves // powers of two
	tickDecades // powers of ten
	tickDigits  // a few digits of every decade
)

func (a *DiagramAxis) tickKind() int {
	switch {
	case !a.Log || a.Integer && a.Max/a.Min < 20:
		return tickLinear
	case a.Max/a.Min <= 128 && a.Min < .1:
		return tickDigits
	case a.Max/a.Min <= 128:
		return tickOctaves
	}
	return tickDecades
}

// widest is as wide as the numbers at the axis get.
func (a *DiagramAxis) widest() string {
	switch {
	case a.tickKind() == tickDecades && a.Min < .001*(1-1e-9):
		return "10^{−10}"
	case a.tickKind() == tickDecades && a.Min < .01:
		return "0.001"
	case a.tickKind() == tickOctaves:
		return "0.25"
	case a.Max >= 1000:
		return "10\u202f000"
	case !a.Integer && a.Max-a.Min <= 3:
		return "−0.5"
	}
	return "−2"
}

// axesBoard is the board of a picture whose axes are parameters.
type axesBoard struct{ scene.Board }

// number writes a value of an axis as it is read off.
func (b *axesBoard) number(a *DiagramAxis, v float64) string {
	switch {
	case a.Integer:
		return b.Scene.Number(v, 0)
	case v != 0 && math.Abs(v) < .01:
		if k := math.Log10(v); math.Abs(k-math.Round(k)) < .01 {
			return b.Scene.Key("10^{", b.Scene.Number(k, 0), "}")
		}
		return b.Scene.Power(v)
	}
	return b.Scene.Number(v, 2)
}

// named is the name and the symbol of a parameter, or what it has of them.
func (b *axesBoard) named(key string) string {
	name, symbol := b.Scene.Format(b.Words, b.Scene.Key("param.", key, ".name")), symbolOf(key)
	if symbol == "" {
		return name
	}
	return b.Scene.Format(b.Words, "figure.diagram.axis", "name", name, "symbol", symbol)
}

// valued is the symbol of a parameter, or its name, with a value.
func (b *axesBoard) valued(a *DiagramAxis, v float64) string {
	symbol := symbolOf(a.Key)
	if symbol == "" {
		symbol = b.Scene.Format(b.Words, b.Scene.Key("param.", a.Key, ".name"))
	}
	return b.Scene.Format(b.Words, "figure.diagram.value", "symbol", symbol, "value", b.number(a, v))
}

func (c *diagram) axisTitles() {
	size, box := c.Theme.SmallSize, c.plot.Box
	c.Put(c.Small("diagram/title/y", c.titled(&c.Y), box.X, box.Y+size, scene.Start, c.Theme.Muted))
	c.putTitle(&c.plot)
}

// putTitle names the horizontal axis.
func (b *axesBoard) putTitle(plot *DiagramPlot) {
	r, size := plot.Rect, b.Theme.SmallSize
	b.Put(b.Small("diagram/title/x", b.titled(&plot.X), r.Right(), r.Bottom()+size*3.05, scene.End, b.Theme.Muted))
}

// titled is what an axis is called.
func (b *axesBoard) titled(a *DiagramAxis) string {
	if a.Title != "" {
		return b.Scene.Format(b.Words, a.Title)
	}
	if a.Key == "fusion" && a.Max > 1 { // of how many layers
		return b.Scene.Key(b.named(a.Key), ", L = ", b.Scene.Number(a.Max, 0))
	}
	return b.named(a.Key)
}

// values sets those of the operating point at the axes, at the ends of its crosshair.
func (c *diagram) values() {
	at, size, r, box := c.plot.Handle, c.Theme.SmallSize, c.plot.Rect, c.plot.Box
	x := c.Small("diagram/point/x", c.number(&c.X, c.At[0]), at.X, r.Bottom()+size*1.6, scene.Middle, c.Theme.Ink)
	y := c.Small("diagram/point/y", c.number(&c.Y, c.At[1]), r.X-size*0.6, at.Y+scene.MidHeight*size, scene.End, c.Theme.Ink)
	x.Weight, y.Weight = 600, 600
	half := x.Bounds().W / 2
	x.X = scene.Clamp(x.X, box.X+half, box.Right()-half)
	if y.Bounds().X < box.X {
		y.X, y.Anchor = box.X, scene.Start
	}
	c.Put(x)
	c.Put(y)
}

// ticks numbers both axes.
func (c *diagram) ticks() {
	c.ticksAlong(&c.plot)
	c.axisTicks(&c.plot, &c.plot.Y, false, int(scene.Clamp(c.plot.Rect.H/(2.4*c.Theme.SmallSize), 2, 6)))
}

// ticksAlong numbers the horizontal axis.
func (b *axesBoard) ticksAlong(plot *DiagramPlot) {
	b.axisTicks(plot, &plot.X, true, int(scene.Clamp(plot.Rect.W/(4.5*b.Theme.SmallSize), 2, 6)))
}

// axisTicks numbers one axis at about count places.
func (b *axesBoard) axisTicks(plot *DiagramPlot, whole *DiagramAxis, along bool, count int) {
	s, per, a := b.Scene, 1., *whole
	if a.Per > 0 {
		per = a.Per
		a.Min, a.Max, a.Integer = a.Min/per, a.Max/per, false
	}
	put := func(v float64, label string) { b.tick(plot, whole, along, v*per, label) }
	switch kind := a.tickKind(); kind {
	case tickLinear:
		step := scene.TickStep(a.Min, a.Max, count)
		if a.Integer {
			step = math.Max(1, step)
		}
		if a.Min == a.Max {
			put(a.Min, s.Number(a.Min, 0))
			return
		}
		first, last := scene.TickRange(a.Min, a.Max, step)
		for n := first; n <= last; n++ {
			v := scene.Multiple(n, step)
			put(v, b.Scene.Shortest(v))
		}
	case tickDigits:
		var few [8]float64
		for _, v := range scene.LogTicks(few[:0], a.Min, a.Max, count) {
			put(v, b.Scene.Shortest(v))
		}
	default:
		base := 2.
		if kind == tickDecades {
			base = 10
		}
		first := math.Ceil(math.Log(a.Min)/math.Log(base) - 1e-9)
		last := math.Floor(math.Log(a.Max)/math.Log(base) + 1e-9)
		step := math.Max(1, math.Ceil((last-first)/float64(count)))
		for k := math.Ceil(first/step) * step; k <= last; k += step {
			v := math.Pow(base, k)
			label := s.Number(v, int(math.Max(0, -k)))
			if kind == tickDecades && (a.Min < .001*(1-1e-9) || a.Max > 1e4) {
				label = s.Key("10^{", s.Number(k, 0), "}")
			}
			put(v, label)
		}
	}
}

func (b *axesBoard) tick(plot *DiagramPlot, a *DiagramAxis, along bool, v float64, label string) {
	s, size, r, solid := b.Scene, b.Theme.SmallSize, plot.Rect, [2]float64{}
	length := size * 0.35
	if along {
		at := plot.xScale().At(a.scaled(v, plot.Columns))
		if b.PutIfFree(b.Small(s.Key("diagram/x/", label), label, at, r.Bottom()+size*1.6, scene.Middle, b.Theme.Muted)) {
			s.AddLine(s.Key("diagram/tick/x/", label), scene.Point{X: scene.Crisp(at), Y: r.Bottom()}, scene.Point{X: scene.Crisp(at), Y: r.Bottom() + length}, b.Theme.HairWidth, b.Theme.Axis, solid)
		}
		return
	}
	at := plot.yScale().At(a.scaled(v, plot.Rows))
	text := b.Small(s.Key("diagram/y/", label), label, r.X-size*0.6, at+scene.MidHeight*size, scene.End, b.Theme.Muted)
	if b.Free(text.Bounds()) && text.Bounds().X >= plot.Box.X-1 {
		b.Put(text)
		s.AddLine(s.Key("diagram/tick/y/", label), scene.Point{X: r.X - length, Y: scene.Crisp(at)}, scene.Point{X: r.X, Y: scene.Crisp(at)}, b.Theme.HairWidth, b.Theme.Axis, solid)
	}
}
