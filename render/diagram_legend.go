package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// quantity names what is measured.
func (c *diagram) quantity() string {
	if c.MeanField && c.Quantity == sim.QuantityError {
		return c.Scene.Format(c.Words, "figure.diagram.errorMeanField")
	}
	return c.Scene.Format(c.Words, c.Scene.Key("figure.diagram.quantity.", c.Quantity))
}

// amount writes a measured value to three digits; what is not one of a scale of
// numbers is said in words.
func (c *diagram) amount(v float64) string {
	s := c.Scene
	switch {
	case math.IsNaN(v):
		return s.Format(c.Words, c.unknown())
	case math.IsInf(v, 0):
		return "∞"
	case c.Colour.Kind == sim.Regions && v >= 0 && v < 4:
		first := int(v)
		return s.Format(c.Words, "figure.plane.superficialShort", "first", phaseNames[first&1], "better", phaseNames[first>>1])
	case c.Colour.Kind == sim.Modalities && v >= 0 && v < 2:
		return phaseNames[int(v)]
	case c.Colour.Kind == sim.Learned && v >= 0 && v < 4:
		return s.Format(c.Words, learnedWords[int(v)], "name", phaseNames[(int(v)+1)&1])
	case c.Colour.Kind == sim.Flag:
		key := [...]string{"figure.diagram.no", "figure.diagram.yes"}[int(scene.Clamp(v, 0, 1))]
		if c.Quantity == sim.QuantityNever {
			key += ".never"
		}
		return s.Format(c.Words, key)
	}
	return c.figures(&c.Colour, v)
}

// either is the name of a modality, or that it is neither.
func (c *diagram) either(name string, tie bool) string {
	if tie {
		return c.Scene.Format(c.Words, learnedWords[0])
	}
	return name
}

// figures writes a number of a scale of numbers.
func (b *axesBoard) figures(scale *sim.Scale, v float64) string {
	switch {
	case scale.Percent:
		return b.Scene.Format(b.Words, "figure.diagram.percent", "value", b.Scene.Number(v*100, 0))
	case scale.Kind == sim.Count:
		return b.Scene.Number(v, 0)
	}
	return b.Scene.Figures(v)
}

// rounded writes a round value.
func (c *diagram) rounded(v float64) string {
	s := c.Scene
	switch {
	case c.Colour.Percent:
		return s.Format(c.Words, "figure.diagram.percent", "value", s.Number(v*100, 0))
	case math.Abs(v) >= 1e5:
		return s.Power(v)
	}
	return c.Scene.Shortest(v)
}

// scalePart is where a value lies on the colour scale, 0 to 1 between its ends.
func (c *diagram) scalePart(v float64) float64 {
	lo, hi := c.memory.lo, c.memory.hi
	if c.Colour.Log {
		lo, hi, v = math.Log(lo), math.Log(hi), math.Log(v)
	}
	return (v - lo) / (hi - lo)
}

// legend says in the upper right corner what the colours mean, and at the left
// of it what has none.
func (c *diagram) legend() {
	switch {
	case c.Colour.Kind.Continuous():
		c.colourBar()
	case c.Colour.Kind == sim.Learned:
		c.learnedSwatches()
	case c.Colour.Kind != sim.Regions:
		c.swatches()
	}
	c.unknownLegend()
}

// colourBar is the scale with a few numbers, which point to it from below.
func (c *diagram) colourBar() {
	s, m, size, r, box := c.Scene, &c.memory, c.Theme.SmallSize, c.plot.Rect, c.plot.Box
	width := scene.Clamp(r.W*.38, 5*size, 15*size)
	tip := size * .45
	bar := scene.Rect{X: r.Right() - tip - width, Y: box.Y + size*.38, W: width, H: math.Round(size * .62)}
	bar.X, bar.W = math.Round(bar.X), math.Round(bar.W)
	c.Reserve(bar.Inset(-2))

	title := c.Small("diagram/legend", c.quantity(), bar.X-tip-size*.4, box.Y+size, scene.End, c.Theme.Ink)
	y := box.Y + size*2.45
	if b := title.Bounds(); b.X < box.X || !c.PutIfFree(title) {
		title.Y, title.X, title.Anchor = y, box.X, scene.Start
		if title.Bounds().Right() < bar.X-size*.6 {
			c.PutIfFree(title)
		}
	}
	m.ticks = c.ticksOfScale(m.ticks[:0])
	every, from := c.thin(m.ticks, bar.W)
	for n := from; n < len(m.ticks); n += every {
		at := bar.X + bar.W*c.scalePart(m.ticks[n])
		label := c.rounded(m.ticks[n])
		t := c.Small(s.Key("diagram/legend/", label), label, at, y, scene.Middle, c.Theme.Muted)
		if b := t.Bounds(); b.Right() <= box.Right() && c.Free(b) {
			c.Put(t)
			s.AddLine(s.Key("diagram/legend/tick/", label), scene.Point{X: scene.Crisp(at), Y: bar.Bottom()}, scene.Point{X: scene.Crisp(at), Y: bar.Bottom() + size*.22}, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
		}
	}
	s.AddCells(scene.Cells{Key: "diagram/legend/bar", Rect: bar, Columns: shadeCount, Rows: 1, Pixels: m.table, Version: m.stamp})
	mid := bar.Y + bar.H/2
	if c.Colour.Kind == sim.Diverging {
		c.signAt(scene.Point{X: bar.X + bar.W/8, Y: mid}, c.inkOver(c.Colour.From))
	}
	if m.under {
		arrow := s.Outline()
		arrow.Add(scene.Point{X: bar.X, Y: bar.Y}, scene.Point{X: bar.X - tip, Y: mid}, scene.Point{X: bar.X, Y: bar.Bottom()})
		arrow.Area("diagram/legend/under", m.table.at(0))
	}
	if m.over {
		arrow := s.Outline()
		arrow.Add(scene.Point{X: bar.Right(), Y: bar.Y}, scene.Point{X: bar.Right() + tip, Y: mid}, scene.Point{X: bar.Right(), Y: bar.Bottom()})
		arrow.Area("diagram/legend/over", m.table.at(shadeCount-1))
	}
}

// thin says every how many of the ticks, beginning with which, can be numbered
// along a bar; a diverging scale keeps the number at its centre.
func (c *diagram) thin(ticks []float64, width float64) (every, from int) {
	for every = 1; every < len(ticks); every++ {
		from = 0
		for n, v := range ticks {
			if c.Colour.Kind == sim.Diverging && v == c.Colour.Centre {
				from = n % every
			}
		}
		fits, end := true, math.Inf(-1)
		for n := from; n < len(ticks); n += every {
			at, half := width*c.scalePart(ticks[n]), scene.TextWidth(c.rounded(ticks[n]), c.Theme.SmallSize, 400)/2
			fits = fits && at-half > end
			end = at + half + c.Theme.SmallSize*.4
		}
		if fits {
			break
		}
	}
	return every, from
}

// ticksOfScale appends a few round values of the colour scale, which are the
// levels of the contours, too.
func (c *diagram) ticksOfScale(dst []float64) []float64 {
	const few = 6
	lo, hi := c.memory.lo, c.memory.hi
	if c.Colour.Log {
		return scene.LogTicks(dst, lo, hi, few)
	}
	return scene.Ticks(dst, lo, hi, few-1)
}

// swatches are the colours of modalities, or of a flag.
func (c *diagram) swatches() {
	s, size, box := c.Scene, c.Theme.SmallSize, c.plot.Box
	right := c.plot.Rect.Right()
	side := size * .8
	for v := 1; v >= 0; v-- {
		if c.Colour.Kind == sim.Flag && v == 0 {
			break
		}
		name := phaseNames[v]
		if c.Colour.Kind == sim.Flag {
			name = c.quantity()
		}
		t := c.Small(s.Key("diagram/legend/", digits[v]), name, right, box.Y+size, scene.End, c.Theme.Ink)
		swatch := scene.Rect{X: t.Bounds().X - side - size*.4, Y: box.Y + size*.22, W: side, H: side}
		if swatch.X < box.X || !c.Free(swatch.Inset(-2)) || !c.PutIfFree(t) {
			return
		}
		c.Reserve(swatch)
		colour, _ := categoryOf(c.Colour.Kind, v, c.Theme)
		s.AddRect(s.Key("diagram/legend/swatch/", digits[v]), swatch, colour)
		if c.Colour.Kind == sim.Modalities && v == 1 {
			c.signAt(scene.Point{X: swatch.X + side/2, Y: swatch.Y + side/2}, c.Theme.Modality(v).Word)
		}
		right = swatch.X - size*.9
	}
	if c.Colour.Kind == sim.Modalities {
		t := c.Small("diagram/legend", c.quantity(), right, box.Y+size, scene.End, c.Theme.Muted)
		if t.Bounds().X >= box.X {
			c.PutIfFree(t)
		}
	}
}

// learnedWords say what is learned at the best stop, by bits of the modalities.
var learnedWords = [4]string{"figure.learned.none", "figure.learned.alone", "figure.learned.alone", "figure.learned.both"}

// learnedSwatches are the colours of what is learned at the best stop, as far as
// they occur, and a line on what a cell is.
func (c *diagram) learnedSwatches() {
	s, size, box := c.Scene, c.Theme.SmallSize, c.plot.Box
	right, side := c.plot.Rect.Right(), size*.85
	var occurs [4]bool
	for _, v := range c.Values {
		if v >= 0 && v < 4 {
			occurs[int(v)] = true
		}
	}
	for v := 3; v >= 0; v-- {
		if !occurs[v] {
			continue
		}
		t := c.Small(s.Key("diagram/legend/", digits[v]), c.amount(float64(v)), right, box.Y+size, scene.End, c.Theme.Ink)
		swatch := scene.Rect{X: t.Bounds().X - side - size*.4, Y: box.Y + size*.18, W: side, H: side}
		if swatch.X < box.X || !c.Free(swatch.Inset(-2)) || !c.PutIfFree(t) {
			break
		}
		c.Reserve(swatch)
		colour, class := categoryOf(c.Colour.Kind, v, c.Theme)
		s.AddRect(s.Key("diagram/legend/swatch/", digits[v]), swatch, colour)
		if class != classPlain {
			m := int(class) - classA
			a, z := scene.Point{X: swatch.X, Y: swatch.Bottom()}, scene.Point{X: swatch.Right(), Y: swatch.Y}
			if m == 1 {
				a.Y, z.Y = z.Y, a.Y
			}
			s.AddLine(s.Key("diagram/legend/hatch/", digits[v]), a, z, c.Theme.ThinWidth, c.Theme.Hatch(m), [2]float64{})
		}
		right = swatch.X - size*.9
	}
	for _, words := range [...]string{"figure.learned.cell", "figure.learned.cellShort"} {
		t := c.Small("diagram/legend", s.Format(c.Words, words), c.plot.Rect.Right(), box.Y+size*2.45, scene.End, c.Theme.Muted)
		if t.Bounds().X >= box.X && c.PutIfFree(t) {
			return
		}
	}
}

// unknownLegend explains the hatched paper, if there is any.
func (c *diagram) unknownLegend() {
	if c.memory.counts[classUnknown] == 0 {
		return
	}
	s, size, box, r := c.Scene, c.Theme.SmallSize, c.plot.Box, c.plot.Rect
	side := size * .8
	for _, y := range [...]float64{box.Y + size*2.4, r.Bottom() + size*3.05} {
		t := c.Small("diagram/legend/unknown", s.Format(c.Words, c.unknown()), box.X+side+size*.4, y, scene.Start, c.Theme.Muted)
		if t.Bounds().Right() > box.Right() || !c.PutIfFree(t) {
			continue
		}
		hatch := s.Outline()
		for _, f := range [...]float64{.5, 1, 1.5} {
			a, z := math.Max(0, f-1), math.Min(1, f)
			hatch.Add(scene.Point{X: box.X + a*side, Y: y - (f-a)*side + side*.08}, scene.Point{X: box.X + z*side, Y: y - (f-z)*side + side*.08})
		}
		hatch.Lines("diagram/legend/unknown/hatch", c.Theme.HairWidth, c.Theme.Axis)
		return
	}
}

// remarks is what is said beside theory's plane.
func (c *diagram) remarks() {
	if c.plot.Rect.Contains(c.Pointer.X, c.Pointer.Y) {
		c.readOut()
	}
}

// readOut says under the plot what was measured in the cell under the pointer, or in the
// run of the operating point, which need not be that of its cell, and what theory says: as
// much as there is room for. Before the run has got there, the nearest cell stands for it.
func (c *diagram) readOut() {
	s, r := c.Scene, c.plot.Rect
	i, j, pointed := c.plot.Cell(c.Pointer.X, c.Pointer.Y)
	at := scene.Point{X: r.X + (float64(i)+.5)/float64(c.Columns)*r.W, Y: r.Bottom() - (float64(j)+.5)/float64(c.Rows)*r.H}
	px, py := c.plot.Values(at.X, at.Y)
	if !pointed {
		at := c.plot.Handle
		var ok bool
		if i, j, ok = c.plot.Cell(at.X, at.Y); !ok {
			return
		}
	}
	n := j*c.Columns + i
	v, theory := c.Values[n], math.NaN()
	if len(c.Theory) == len(c.Values) {
		theory = c.Theory[n]
	}
	words := "figure.diagram.nearest"
	own := !pointed && c.Own.Known && scene.Finite(c.Own.Measured)
	if own {
		v, theory, words = c.Own.Measured, c.Own.Predicted, "figure.diagram.here"
	}
	named := own && c.Colour.Kind == sim.Modalities
	tie, tieForeseen := named && c.Own.Tie, named && c.Own.TieForeseen
	value := c.either(c.amount(v), tie)
	wordings := [...]string{value, value, value}
	differs := tie != tieForeseen || !tie && theory != v
	if !math.IsNaN(theory) && (c.Colour.Kind.Continuous() || differs) {
		wordings = c.compared(value, c.either(c.amount(theory), tieForeseen), c.Colour.Kind.Continuous())
	}
	y := rowBelow(r, c.plot.Box, c.Theme)
	t := c.Small("diagram/read", "", c.plot.Box.X, y, scene.Start, c.Theme.Ink)
	for try := range 2 * len(wordings) {
		t.Content = wordings[try%len(wordings)]
		switch {
		case try >= len(wordings):
		case pointed:
			t.Content = s.Format(c.Words, "figure.diagram.cell", "x", c.valued(&c.plot.X, px), "y", c.valued(&c.plot.Y, py), "value", t.Content)
		default:
			t.Content = s.Format(c.Words, words, "value", t.Content)
		}
		if t.Bounds().Right() <= c.plot.Box.Right() && c.PutIfFree(t) {
			return
		}
	}
}

// compared says what was measured and predicted, in wordings from the longest to the
// shortest; a number says which it is, words that stand for one do not need to.
func (c *axesBoard) compared(value, theory string, number bool) [3]string {
	s := c.Scene
	short := s.Format(c.Words, "figure.diagram.comparedShort", "value", value, "theory", theory)
	if !number {
		return [3]string{short, short, value}
	}
	return [3]string{s.Format(c.Words, "figure.diagram.compared", "value", value, "theory", theory), short, value}
}

// unknown is what a cell without a value is called.
func (c *diagram) unknown() string {
	switch c.Colour.Kind {
	case sim.Learned:
		return "figure.diagram.undecided" // the run is too short to tell
	case sim.Regions:
		return "figure.diagram.unsettled" // the rate is too large there
	}
	return "figure.diagram.unknown"
}

// dashesLegend says what the contours are, where there are some and it has room.
func (c *diagram) dashesLegend() {
	if len(c.memory.levels) == 0 || !c.Colour.Kind.Continuous() || len(c.Theory) != len(c.Values) {
		return
	}
	size, words := c.Theme.SmallSize, "figure.diagram.dashes"
	if c.MeanField {
		words = "figure.diagram.dashesMeanField"
	}
	t := c.Small("diagram/legend/dashes", c.Scene.Format(c.Words, words), c.plot.Box.X, c.plot.Box.Y+size*2.4, scene.Start, c.Theme.Muted)
	c.PutIfFree(t)
}
