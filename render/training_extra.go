package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
)

// lossDecades is how far a logarithmic loss axis reaches down.
const lossDecades = 4

// logAxis begins at the loss of the zero network: as a share 1, raw the power
// of ten above it.
func (t *Training) logAxis() logAxis {
	from := 1.0
	if t.Raw && t.LossScale > 0 && scene.Finite(t.LossScale) {
		from = math.Pow(10, math.Ceil(math.Log10(t.LossScale)-1e-9))
	}
	return logAxis{from, t.unit(), lossDecades}
}

// logOnLeft reports whether the axis at the left is that of a logarithmic loss:
// there are no norms that it could belong to.
func (t *Training) logOnLeft() bool { return t.LogLoss && len(t.Modalities) == 0 }

// decade is the height of the power of ten k decades below the top of the
// logarithmic axis, and its exponent.
func (c *chart) decade(k int) (height float64, exponent string) {
	axis := c.logAxis()
	v := axis.from * math.Pow(10, -float64(k))
	return axis.height(v), c.Scene.Number(math.Log10(v), 0)
}

// lossTicks are the powers of ten of a logarithmic loss, inside the plot at its
// right edge: the axis at the left belongs to the norms.
func (c *chart) lossTicks() {
	if !c.LogLoss || c.logOnLeft() {
		return
	}
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	for k := range lossDecades + 1 {
		height, number := c.decade(k)
		y := c.y(height)
		s.AddLine(s.Key("training/tick/loss/", number), scene.Point{X: r.Right() - size*0.35, Y: scene.Crisp(y)}, scene.Point{X: r.Right(), Y: scene.Crisp(y)}, c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
		if t := c.Small(s.Key("training/loss/", number), s.Key("10^{", number, "}"), r.Right()-size*0.6, y+scene.MidHeight*size, scene.End, c.Theme.Muted); c.clear(t) {
			c.until(t)
		}
	}
}

// clear reports whether neither another text, which stays, nor a curve is in the way of
// a text within the plot.
func (c *chart) clear(t scene.Text) bool {
	b := t.Bounds()
	return b.Y >= c.plot.Rect.Y-1 && b.Bottom() <= c.plot.Rect.Bottom() && c.clearOfCurves(b) && c.Free(b.Inset(-2))
}

// plateau is the height of the loss that modality m reaches alone.
func (c *chart) plateau(m int) (y float64, ok bool) {
	v := c.PlateauLosses[m]
	if !(v >= 0) || len(c.Loss) == 0 && len(c.Modalities) == 0 {
		return 0, false
	}
	if c.Raw && c.LossScale > 0 {
		v *= c.LossScale
	}
	if c.LogLoss {
		v = c.logAxis().height(v)
	}
	return c.y(v), v <= c.yMax
}

// plateaus draws the levels at which the loss would rest with one modality
// learned: thin and solid at half opacity, for they are exact.
func (c *chart) plateaus() {
	for m := range min(len(c.PlateauLosses), len(c.Modalities)) {
		if y, ok := c.plateau(m); ok {
			c.Level(c.Scene.Key("training/plateau/", c.Modalities[m].Name), y, c.plot.Rect.X, c.plot.Rect.Right(),
				c.Theme.HairWidth, c.Theme.Exact(m), [2]float64{})
		}
	}
}

// plateauLabels names the levels at their ends, right of the plot, unless one of the
// names that the curves will have there at the end of the run is in the way.
func (c *chart) plateauLabels() {
	s, size := c.Scene, c.Theme.SmallSize
	var heads, col scene.Column
	if !c.heads(&heads, c.end) {
		return
	}
	for m := range min(len(c.PlateauLosses), len(c.Modalities)) {
		y, ok := c.plateau(m)
		if !ok {
			continue
		}
		name := c.Modalities[m].Name
		said, words := name, c.plateauWords()
		if m < len(c.Together) {
			said = c.Together[m]
			if words = "figure.training.stage"; narrow(c.plot.Box, c.Theme) {
				words = "figure.training.stageShort"
			}
		}
		label := c.Small(s.Key("training/plateau/", name), s.Format(c.Words, words, "name", said), 0, 0, scene.Start, c.Theme.Modality(m).Word)
		if _, named := c.Words.Name(name); named {
			label.Content = s.Shorten(label.Content, size, label.Weight, c.plot.Box.Right()-c.plot.Rect.Right()-size*0.5)
		}
		col.Add(label, y)
	}
	if !col.Settle(c.plot.Rect.Right()+size*0.5, scene.Start, c.plot.Rect.Y-size, c.plot.Rect.Bottom()+size*0.2) {
		return
	}
	for i := range col.Count {
		free := true
		for _, head := range heads.Texts[:heads.Count] {
			free = free && !head.Bounds().Overlaps(col.Texts[i].Bounds())
		}
		if free {
			c.until(col.Texts[i])
		}
	}
}

// plateauWords are those for the level of a loss: fewer beside a narrow plot.
func (c *chart) plateauWords() string { return plateauWords(c.plot.Box, c.Theme) }

func narrow(box scene.Rect, theme *scene.Theme) bool { return box.W < 45*theme.SmallSize }

func plateauWords(box scene.Rect, theme *scene.Theme) string {
	if narrow(box, theme) {
		return "figure.training.plateauShort"
	}
	return "figure.training.plateau"
}

// misstep is the step in which the first modality gives back what it had been
// given too much of, or gets what it lacked: from its plateau to its final norm,
// after the other modality is learned. It is known once the norm has arrived.
func (c *chart) misstep() (x, from, to float64, ok bool) {
	_, end, over, known := c.phase()
	if !known || !over || !(math.Abs(c.Misattribution) >= leastMisstep) || !scene.Finite(c.Misattribution) {
		return 0, 0, 0, false
	}
	curve, final := c.series(c.First), 1.0
	switch first := &c.Modalities[c.First]; {
	case c.Raw:
		final = first.Final
	case c.First == c.Beyond-1:
		final = first.Final / first.Plateau
	}
	plateau := final * (1 + c.Misattribution)
	if plateau < 0 || plateau > c.yMax {
		return 0, 0, 0, false
	}
	for e := int(math.Ceil(end)); e < len(curve.values) && float64(e) <= c.now(); e++ {
		if math.Abs(curve.at(e)-final) < 0.08*math.Abs(plateau-final) {
			x = c.plot.X(float64(e)) + c.Theme.SmallSize*0.6
			return x, c.y(plateau), c.y(final), x < c.plot.Rect.Right()
		}
	}
	return 0, 0, 0, false
}

// leastMisstep is the smallest mis-attribution that is marked, as a part of the final norm.
const leastMisstep = 0.02

// misattributionLabel writes the step's signed percentage beside its bracket,
// clear of the curve that arrives there, once the names at the ends of the curves have
// passed it.
func (c *chart) misattributionLabel() {
	if !c.Whole {
		c.Training.stepHeld = 0
	}
	x, from, to, ok := c.misstep()
	if !ok {
		return
	}
	s, size := c.Scene, c.Theme.SmallSize
	sign := ""
	if c.Misattribution > 0 {
		sign = "+"
	}
	percent := s.Key(sign, s.Number(c.Misattribution*100, 0))
	name := c.Modalities[c.First].Name
	text := func(key, words string) scene.Text {
		t := c.Small(s.Key("training/misattribution/", name, key), s.Format(c.Words, words, "percent", percent), x+size*0.6, 0, scene.Start, c.Theme.Modality(c.First).Word)
		t.Weight = 600
		return t
	}
	// In one line, else the word over the number; else under the plateau, where the step
	// begins.
	_, end, _, _ := c.phase()
	under := text("", "figure.training.misattribution")
	under.X, under.Anchor = c.plot.X(end)-size*0.6, scene.End
	for try, lines := range [...][2]scene.Text{
		{text("", "figure.training.misattribution")},
		{text("", "figure.training.misattributionWord"), text("/2", "figure.training.misattributionShort")},
		{under},
	} {
		if held := c.stepHeld; held > 0 && held != try+1 {
			continue // under a hand it goes, rather than jump
		}
		for i := range 9 {
			lines[0].Y = (from+to)/2 + scene.MidHeight*size + alternate(i)*0.3*size
			if try == 2 {
				lines[0].Y = from + size*(1.3+0.3*float64(i))
			}
			room := lines[0].Bounds()
			if lines[1].Content != "" {
				lines[1].X, lines[1].Y = lines[0].X, lines[0].Y+1.2*size
				b := lines[1].Bounds()
				room.W, room.H = math.Max(room.W, b.W), b.Bottom()-room.Y
			}
			free := room.X >= c.plot.Rect.X && room.Right() <= c.plot.Box.Right() && room.Y >= c.plot.Rect.Y-1 && room.Bottom() <= c.plot.Rect.Bottom() && c.clearOfCurves(room) && c.Free(room.Inset(-2))
			if !free || c.underHeads(room) {
				continue
			}
			for _, t := range lines {
				if t.Content != "" {
					c.stay(t, c.passed(room))
				}
			}
			if c.Whole {
				c.Training.stepHeld = try + 1
			}
			return
		}
	}
}

// bracket draws the step: the plateau continued to where the norm has arrived,
// and an upright with a serif at either end.
func (c *chart) bracket() {
	x, from, to, ok := c.misstep()
	if !ok {
		return
	}
	_, end, _, _ := c.phase()
	hue, serif, solid := c.Theme.Modality(c.First).Mark, c.Theme.SmallSize*0.25, [2]float64{}
	s := c.Scene
	s.AddLine("training/misattribution/level", scene.Point{X: c.plot.X(end), Y: from}, scene.Point{X: x, Y: from}, c.Theme.HairWidth, c.Theme.Exact(c.First), solid)
	s.AddLine("training/misattribution/bracket", scene.Point{X: x, Y: from}, scene.Point{X: x, Y: to}, c.Theme.ThinWidth, hue, solid)
	s.AddLine("training/misattribution/from", scene.Point{X: x - serif, Y: from}, scene.Point{X: x + serif, Y: from}, c.Theme.ThinWidth, hue, solid)
	s.AddLine("training/misattribution/to", scene.Point{X: x - serif, Y: to}, scene.Point{X: x + serif, Y: to}, c.Theme.ThinWidth, hue, solid)
}

// ghost draws the run before, under this one.
func (c *chart) ghost() {
	if c.Ghost == nil {
		return
	}
	const faint = 0.35
	g := c.Ghost
	draw := func(m int, key string, colour color.NRGBA) {
		c.shadowCurve(g, m, scene.Strip{Key: key, Width: c.Theme.CurveWidth, Colour: scene.Fade(colour, faint)})
	}
	draw(len(g.Modalities), "training/ghost/loss", c.Theme.Ink)
	for m := len(g.Modalities) - 1; m >= 0; m-- {
		draw(m, c.Scene.Key("training/ghost/", g.Modalities[m].Name), c.Theme.Modality(m).Mark)
	}
}

// shadowCurve draws a curve of another run; its loss is read on this chart's axis.
func (c *chart) shadowCurve(g *Training, m int, look scene.Strip) {
	c.trace(c.shadowSeries(g, m), math.Min(g.Playhead, c.plot.Epochs), look)
}

func (t *Training) shadowSeries(g *Training, m int) series {
	shadow := *g
	shadow.Raw, shadow.LogLoss, shadow.Beyond = t.Raw, t.LogLoss, t.Beyond
	v := shadow.series(m)
	if v.log.decades > 0 {
		v.log = t.logAxis()
	}
	return v
}

// seriesCurves draws the further loss curves: the current one like a run, the
// others thinner and fainter.
func (c *chart) seriesCurves() {
	for k := range c.Series {
		strip := scene.Strip{Key: c.Scene.Key("training/series/", c.Series[k].Label), Width: c.Theme.ThinWidth * 1.2, Colour: scene.Fade(c.Theme.Ink, 0.55)}
		if c.Series[k].Current {
			strip.Width, strip.Colour = c.Theme.CurveWidth, c.Theme.Ink
		}
		c.trace(c.series(len(c.Modalities)+1+k), c.now(), strip)
	}
}

// seriesHeights are tried for a label, in parts of the unit.
var seriesHeights = [...]float64{0.1, 0.15, 0.06, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9}
