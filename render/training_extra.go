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
		c.putClear(c.Small(s.Key("training/loss/", number), s.Key("10^{", number, "}"), r.Right()-size*0.6, y+scene.MidHeight*size, scene.End, c.Theme.Muted))
	}
}

// putClear appends a text unless another, or a curve, is in its way.
func (c *chart) putClear(t scene.Text) bool {
	if b := t.Bounds(); b.Y < c.plot.Rect.Y-1 || b.Bottom() > c.plot.Rect.Bottom() || !c.clearOfCurves(b) {
		return false
	}
	return c.PutIfFree(t)
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
				c.Theme.HairWidth, scene.Fade(c.Theme.Modality(m).Mark, 0.5), [2]float64{})
		}
	}
}

// plateauLabels names the levels where they have room: on them at the right,
// else at the left.
func (c *chart) plateauLabels() {
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	for m := range min(len(c.PlateauLosses), len(c.Modalities)) {
		y, ok := c.plateau(m)
		if !ok {
			continue
		}
		name := c.Modalities[m].Name
		t := c.Small(s.Key("training/plateau/", name), s.Format(c.Words, "figure.training.plateau", "name", name), 0, 0, scene.End, c.Theme.Modality(m).Word)
		margin := 0.0
		if c.LogLoss {
			margin = size * 3.2 // beyond the ticks of the loss
		}
		for _, at := range [...]struct {
			x, y   float64
			anchor scene.Anchor
		}{
			{r.Right() - margin, y - size*0.35, scene.End}, {r.Right() - margin, y + size*1.05, scene.End},
			{r.X, y - size*0.35, scene.Start}, {r.X, y + size*1.05, scene.Start},
		} {
			t.X, t.Y, t.Anchor = at.x, at.y, at.anchor
			if c.putClear(t) {
				break
			}
		}
	}
}

// misstep is the step in which the first modality gives back what it had been
// given too much of, or gets what it lacked: from its plateau to its final norm,
// after the other modality is learned. It is known once the norm has arrived.
func (c *chart) misstep() (x, from, to float64, ok bool) {
	const least = 0.01 // of the final norm
	_, end, over, known := c.phase()
	if !known || !over || !(math.Abs(c.Misattribution) >= least) || !scene.Finite(c.Misattribution) {
		return 0, 0, 0, false
	}
	curve, final := c.series(c.First), 1.0
	if c.Raw {
		final = c.Modalities[c.First].Final
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

// misattributionLabel writes the step's signed percentage beside its bracket,
// clear of the curve that arrives there.
func (c *chart) misattributionLabel() {
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
	y := (from + to) / 2
	if from < to {
		y = math.Min(y, to-size*0.8)
	} else {
		y = math.Max(y, to+size*0.8)
	}
	for _, words := range [...]string{"figure.training.misattribution", "figure.training.misattributionShort"} {
		t := c.Small("training/misattribution", s.Format(c.Words, words, "percent", percent), x+size*0.6, y+scene.MidHeight*size, scene.Start, c.Theme.Modality(c.First).Word)
		t.Weight = 600
		if t.Bounds().Right() <= c.plot.Box.Right() && c.putClear(t) {
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
	s.AddLine("training/misattribution/level", scene.Point{X: c.plot.X(end), Y: from}, scene.Point{X: x, Y: from}, c.Theme.HairWidth, scene.Fade(hue, 0.5), solid)
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

func (c *chart) shadowSeries(g *Training, m int) series {
	shadow := *g
	shadow.Raw, shadow.LogLoss = c.Raw, c.LogLoss
	v := shadow.series(m)
	if v.log.decades > 0 {
		v.log = c.logAxis()
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
