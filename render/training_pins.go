package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Pinned is a run that somebody keeps to compare with, and what it has in place of the values of
// the run beside it.
type Pinned struct {
	Run  *sim.Run
	Name sim.Variant
}

// PinnedCurves are those of a pinned run, from its beginning to its end whatever the playhead does.
type PinnedCurves struct {
	Name  sim.Variant // as it is named
	Curve Training    // its norms and losses
	Times []float64   // when it learned each modality; NaN: not by its end
	of    *sim.Run
}

// keep shows pinned runs, in memory of theirs.
func (t *Training) keep(pins []Pinned) {
	t.Pins = t.Pins[:0]
	for k, pin := range pins {
		if k == len(t.pins) {
			t.pins = append(t.pins, &PinnedCurves{})
		}
		p := t.pins[k]
		if p.of != pin.Run {
			p.Curve.shadow(pin.Run, pin.Run.Epoch())
			p.Times = append(p.Times[:0], pin.Run.Measure(pin.Run.Epoch()).Times...)
			p.of = pin.Run
		}
		p.Name = pin.Name
		t.Pins = append(t.Pins, p)
	}
}

// pinSeries are the curves of a pinned run that the chart shows: norms, or losses where it
// has no norms.
func (t *Training) pinSeries(p *PinnedCurves) (from, to int) {
	if n := len(p.Curve.Modalities); len(t.Modalities) == 0 {
		return n, n + 1
	}
	return 0, min(len(p.Curve.Modalities), len(t.Modalities))
}

// pinsPeak is the highest value of the pinned curves on the axis.
func (t *Training) pinsPeak() (peak float64) {
	for _, p := range t.Pins {
		for m, to := t.pinSeries(p); m < to; m++ {
			_, hi := t.shadowSeries(&p.Curve, m).extent(0, t.Epochs)
			peak = math.Max(peak, hi)
		}
	}
	return peak
}

// pinFaint is how much of its hue a pinned curve has.
const pinFaint = 0.5

// pinCurves draws pinned runs under this one: thin, and paler.
func (c *chart) pinCurves() {
	for k, p := range c.Pins {
		m, to := c.pinSeries(p)
		for ; m < to; m++ {
			key, hue := "loss", c.Theme.Ink
			if m < len(p.Curve.Modalities) {
				key, hue = p.Curve.Modalities[m].Name, c.Theme.Modality(m).Mark
			}
			c.shadowCurve(&p.Curve, m, scene.Strip{
				Key:   c.Scene.Key("training/pin/", c.Scene.Number(float64(k+1), 0), "/", key),
				Width: c.Theme.ThinWidth, Colour: scene.Fade(hue, pinFaint),
			})
		}
	}
}

// clearOfPins reports whether no curve of a pinned run goes through b.
func (c *chart) clearOfPins(b scene.Rect) bool {
	for _, p := range c.Pins {
		for m, to := c.pinSeries(p); m < to; m++ {
			if c.meets(c.shadowSeries(&p.Curve, m), b, math.Min(p.Curve.Playhead, c.plot.Epochs)) {
				return false
			}
		}
	}
	return true
}

// pinNumbers number the pinned curves where they climb.
func (c *chart) pinNumbers() {
	for k, p := range c.Pins {
		for m, to := c.pinSeries(p); m < to; m++ {
			c.pinNumber(k, m, p)
		}
	}
}

// pinHeights are tried for the number of a curve, in parts of the unit.
var pinHeights = [...]float64{0.5, 0.4, 0.6, 0.3, 0.7, 0.2, 0.8, 0.12, 0.9}

// pinNumber writes the number of a pinned run beside one of its curves, where that passes a height
// and nothing else is in the way.
func (c *chart) pinNumber(k, m int, p *PinnedCurves) {
	s, size := c.Scene, c.Theme.SmallSize
	key, hue := "loss", c.Theme.Muted
	if m < len(p.Curve.Modalities) {
		key, hue = p.Curve.Modalities[m].Name, c.Theme.Modality(m).Word
	}
	number := s.Number(float64(k+1), 0)
	t := c.Small(s.Key("training/pin/", number, "/number/", key), number, 0, 0, scene.Start, hue)
	curve := c.shadowSeries(&p.Curve, m)
	for i := range 2 * len(pinHeights) {
		level := pinHeights[i/2] * c.unit()
		epoch := curve.passes(level, math.Min(p.Curve.Playhead, c.plot.Epochs))
		if math.IsNaN(epoch) {
			continue
		}
		t.X, t.Y, t.Anchor = c.plot.X(epoch)+size*0.4, c.y(level)+scene.MidHeight*size, scene.Start
		if i%2 == 1 {
			t.X, t.Anchor = c.plot.X(epoch)-size*0.4, scene.End
		}
		if b := t.Bounds(); b.X >= c.plot.Rect.X && b.Right() <= c.plot.Rect.Right() && c.clear(t) {
			c.PutIfFree(t)
			return
		}
	}
}

// passes is the first epoch at which the series crosses a level, in whichever direction; NaN: it
// does not by then.
func (s series) passes(level, end float64) float64 {
	for i := 1; i < len(s.values) && float64(i) <= end; i++ {
		if k := i / block; i%block == 0 && k < len(s.spans) {
			if p := s.spans[k]; p.lo > p.hi || s.height(p.hi) < level || s.height(p.lo) >= level {
				if a, b := s.at(i-1), s.at(i); (a >= level) == (b >= level) {
					i += block - 1 // nothing passes within the block
					continue
				}
			}
		}
		if a, b := s.at(i-1), s.at(i); (a >= level) != (b >= level) {
			return float64(i-1) + (level-a)/(b-a)
		}
	}
	return math.NaN()
}

// pinRow is the names of pinned runs, side by side.
type pinRow struct {
	texts [sim.MaxPins]scene.Text
	count int
	width float64 // of all, with the gaps between them
	own   bool    // it stands under the title, else beside it
}

// makeRoom finds words for the names of pinned runs that fit: beside the title, else in a row of their
// own, for which the plot makes room; in full, else by the first difference.
func (c *chart) makeRoom() {
	size, box := c.Theme.SmallSize, c.plot.Box
	beside := math.Min(c.corner, box.Right()) - c.plot.Rect.X - 3*size - scene.TextWidth(c.Words["figure.training.yLong"], size, 400)
	if c.LogLoss {
		beside -= scene.TextWidth(c.Words["figure.training.logLoss"], size, 400) + size
	}
	c.legend = c.pinRow(maxDifferences)
	if len(c.Pins) == 0 || c.legend.width <= beside && c.Title == "" {
		return
	}
	for most := maxDifferences; most > 0; most-- {
		if c.legend = c.pinRow(most); c.legend.width <= box.W {
			break
		}
	}
	c.legend.own = true
	room := math.Round(1.4 * size)
	c.plot.Rect.Y, c.plot.Rect.H = c.plot.Rect.Y+room, c.plot.Rect.H-room
}

// pinRow composes the row out of names with so many differences each.
func (c *chart) pinRow(most int) (row pinRow) {
	size := c.Theme.SmallSize
	for k := range min(len(c.Pins), len(row.texts)) {
		if k > 0 {
			row.width += 1.2 * size
		}
		t := c.Small(c.Scene.Key("training/pin/", c.Scene.Number(float64(k+1), 0), "/name"), c.pinName(k, most), row.width, c.plot.Box.Y+size, scene.Start, c.Theme.Muted)
		row.width += scene.TextWidth(t.Content, size, t.Weight)
		row.texts[k], row.count = t, k+1
	}
	return row
}

// pinLegend names the pinned runs.
func (c *chart) pinLegend() {
	size, row, x := c.Theme.SmallSize, &c.legend, c.plot.Box.X
	if !row.own {
		strip := scene.Rect{X: c.plot.Rect.X, Y: c.plot.Box.Y, W: row.width, H: 1.3 * size}
		for strip.Right() < c.corner && !c.Free(strip.Inset(-size)) {
			strip.X += size
		}
		x = strip.X
	}
	for _, t := range row.texts[:row.count] {
		if t.X += x; row.own {
			t.Y += 1.4 * size
		}
		if t.Bounds().Right() <= c.plot.Box.Right() {
			c.Put(t)
		}
	}
}

// maxDifferences of a pinned run are named.
const maxDifferences = 2

// pinName is the number of a pinned run and what it has of its own, as far as that is named.
func (c *chart) pinName(k, most int) string {
	s, name := c.Scene, c.Scene.Number(float64(k+1), 0)
	differences := c.Pins[k].Name
	for i, d := range differences {
		between := " "
		if i > 0 {
			between = c.Words.List()
		}
		if i == most {
			return s.Key(name, " …")
		}
		name = s.Key(name, between, c.difference(d))
	}
	if len(differences) == 0 {
		name = s.Key(name, " ", s.Format(c.Words, "figure.training.pinSame"))
	}
	return name
}

// difference writes a value: a choice by its word, a number after its symbol, or its name.
func (c *chart) difference(d sim.Difference) string {
	s := c.Scene
	switch v := d.Value.(type) {
	case string:
		if words := c.Words[s.Key("param.", d.Key, ".", v)]; words != "" {
			return words
		}
		return v
	case float64:
		symbol := sim.SymbolOf(d.Key)
		if symbol == "" {
			symbol = c.Words[s.Key("param.", d.Key, ".name")]
		}
		value := s.Shortest(v)
		if v != 0 && math.Abs(v) < 0.001 {
			value = s.Power(v)
		}
		return s.Key(symbol, " = ", value)
	}
	return ""
}
