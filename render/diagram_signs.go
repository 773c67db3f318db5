package render

import (
	"image/color"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// signEvery is how far signs over the cells stand apart, in units of the spacing of hatches.
const signEvery = 3.5

// sign is a mark over the cells that says in shape what their hue says: a small square over those of B, as its curve has, a
// minus over those below the centre of a diverging scale. It is a stroke of a length and a width.
type sign struct{ length, width float64 }

// sign of the cells of this scale; none where they need none.
func (c *diagram) sign() sign {
	u := c.Theme.HatchSpacing
	switch c.Colour.Kind {
	case sim.Diverging:
		return sign{u * .9, c.Theme.ThinWidth}
	case sim.Modalities:
		return sign{u * .5, u * .5}
	}
	return sign{}
}

// signed says whether a value has the sign, and in which of two colours.
func (c *diagram) signed(v float64) (which int, ok bool) {
	if c.Colour.Kind == sim.Modalities {
		return 0, v == 1
	}
	if !(v < c.Colour.Centre) {
		return 0, false
	}
	if shade := c.shadeOf(v); Contrast(c.Theme.Paper, shade) > Contrast(c.Theme.Ink, shade) {
		which = 1
	}
	return which, true
}

// signs draws them on a lattice that is fixed to the plot, leaving out the texts.
func (c *diagram) signs(texts []scene.Text) {
	look, r := c.sign(), c.plot.Rect
	if look.width == 0 {
		return
	}
	colours := [2]color.NRGBA{c.Theme.Ink, c.Theme.Paper}
	if c.Colour.Kind == sim.Modalities {
		colours[0] = c.Theme.Modality(1).Word
	}
	h := newHatching(&c.Board, texts)
	step := c.Theme.HatchSpacing * signEvery
	for n, colour := range colours {
		h.begin()
		for line, y := 0, r.Y+step/2; y < r.Bottom(); line, y = line+1, y+step {
			for x := r.X + step/2*float64(1+line%2); x < r.Right(); x += step {
				i, j, ok := c.plot.Cell(x, y)
				if !ok {
					continue
				}
				a, z := scene.Point{X: x - look.length/2, Y: y}, scene.Point{X: x + look.length/2, Y: y}
				if which, has := c.signed(c.Values[j*c.Columns+i]); has && which == n && h.free(a, z) {
					h.lines.Add(a, z)
				}
			}
		}
		h.lines.Lines(c.Scene.Key("diagram/sign/", digits[n]), look.width, colour)
	}
}

// signAt draws one in the legend.
func (c *diagram) signAt(at scene.Point, colour color.NRGBA) {
	look := c.sign()
	c.Scene.AddLine("diagram/legend/sign", scene.Point{X: at.X - look.length/2, Y: at.Y}, scene.Point{X: at.X + look.length/2, Y: at.Y}, look.width, colour, [2]float64{})
}
