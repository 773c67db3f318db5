package raster

import (
	"image/color"
	"math"
	"sync"

	"golang.org/x/image/font"
	"golang.org/x/image/font/gofont/gobold"
	"golang.org/x/image/font/gofont/goregular"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"

	"unimodal-bias-lab/render/scene"
)

// The two weights of texts, in the Go fonts, which are the same on every machine.
var faces = sync.OnceValue(func() (both [2]*sfnt.Font) {
	for i, data := range [][]byte{goregular.TTF, gobold.TTF} {
		f, err := sfnt.Parse(data)
		if err != nil {
			panic(err) // they come with the module
		}
		both[i] = f
	}
	return both
})

const grain = 1024 // units of outlines and advances per type size

// narrow are spaces the fonts have not, in units of the type size.
var narrow = map[rune]float64{'\u202f': 0.2, '\u2009': 0.2, '\u00a0': 0.28}

// substitutes are characters for those that the fonts have not.
var substitutes = map[rune]string{'‖': "||", '⁻': "-", '‑': "-"}

// typesetter knows a face.
type typesetter struct {
	face   *sfnt.Font
	buffer sfnt.Buffer
}

func setterOf(weight int) *typesetter {
	if weight >= 600 {
		return &typesetter{face: faces()[1]}
	}
	return &typesetter{face: faces()[0]}
}

// glyph is the index of a character, 0 if the face has none, and its advance in units of the type size.
func (t *typesetter) glyph(r rune) (index sfnt.GlyphIndex, advance float64) {
	if space, ok := narrow[r]; ok {
		return 0, space
	}
	index, err := t.face.GlyphIndex(&t.buffer, r)
	if err != nil {
		return 0, 0
	}
	width, err := t.face.GlyphAdvance(&t.buffer, index, fixed.I(grain), font.HintingNone)
	if err != nil {
		return 0, 0
	}
	return index, float64(width) / 64 / grain
}

// spelled is a text in characters that the face has, or spaces.
func (t *typesetter) spelled(text string) string {
	var out []rune
	for _, r := range text {
		if s, ok := substitutes[r]; ok {
			out = append(out, []rune(s)...)
		} else {
			out = append(out, r)
		}
	}
	return string(out)
}

// width is how wide a text is set, in units of its size.
func (t *typesetter) width(content string) (em float64) {
	for runs := scene.NewRuns(content); runs.Next(); {
		em += runs.Dx
		for _, r := range t.spelled(runs.Text) {
			_, advance := t.glyph(r)
			em += advance * runs.Size()
		}
	}
	return em
}

// Width is how wide a text is set, in CSS pixels.
func Width(content string, size float64, weight int) float64 {
	return setterOf(weight).width(content) * size
}

// Missing are the characters of a text that the fonts do not have.
func Missing(content string) string {
	var missing []rune
	for _, weight := range []int{400, 600} {
		setter := setterOf(weight)
		for runs := scene.NewRuns(content); runs.Next(); {
			for _, r := range setter.spelled(runs.Text) {
				if index, _ := setter.glyph(r); index == 0 && narrow[r] == 0 {
					missing = append(missing, r)
				}
			}
		}
	}
	return string(missing)
}

// text paints a line of text. It is never wider than the scene takes it to be.
func (p *Painter) text(t *scene.Text) {
	setter := setterOf(t.Weight)
	natural := setter.width(t.Content)
	if natural == 0 {
		return
	}
	squeeze := math.Min(1, scene.TextWidth(t.Content, t.Size, t.Weight)/t.Size/natural)
	sin, cos := math.Sincos(t.Rotation * math.Pi / 180)
	// place takes a point of the line, from its anchor and in CSS pixels, to its place in the scene.
	place := func(x, y float64) scene.Point {
		return scene.Point{X: t.X + x*cos - y*sin, Y: t.Y + x*sin + y*cos}
	}
	x := -natural * squeeze * t.Size * float64(t.Anchor) / 2
	for runs := scene.NewRuns(t.Content); runs.Next(); {
		x += runs.Dx * t.Size * squeeze
		size := runs.Size() * t.Size
		for _, r := range setter.spelled(runs.Text) {
			index, advance := setter.glyph(r)
			if index != 0 {
				p.glyph(setter, index, func(gx, gy float64) scene.Point {
					return place(x+gx*size*squeeze, runs.Shift()*t.Size+gy*size)
				})
			}
			x += advance * size * squeeze
		}
	}
	p.fill(t.Colour, smooth)
}

// Text paints a line of text by itself.
func (p *Painter) Text(x, y float64, content string, size float64, weight int, c color.NRGBA) {
	p.text(&scene.Text{X: x, Y: y, Content: content, Size: size, Weight: weight, Colour: c})
}

// glyph adds the outline of a glyph; place takes its coordinates, in units of the type size, to the scene.
func (p *Painter) glyph(t *typesetter, index sfnt.GlyphIndex, place func(x, y float64) scene.Point) {
	segments, err := t.face.LoadGlyph(&t.buffer, index, fixed.I(grain), nil)
	if err != nil {
		return
	}
	at := func(q fixed.Point26_6) scene.Point { return place(float64(q.X)/64/grain, float64(q.Y)/64/grain) }
	for i, s := range segments {
		switch s.Op {
		case sfnt.SegmentOpMoveTo:
			if i > 0 {
				p.add('z')
			}
			p.add('m', at(s.Args[0]))
		case sfnt.SegmentOpLineTo:
			p.add('l', at(s.Args[0]))
		case sfnt.SegmentOpQuadTo:
			p.add('q', at(s.Args[0]), at(s.Args[1]))
		case sfnt.SegmentOpCubeTo:
			p.add('c', at(s.Args[0]), at(s.Args[1]), at(s.Args[2]))
		}
	}
	p.add('z')
}
