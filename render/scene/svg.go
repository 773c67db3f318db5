package scene

import (
	"bytes"
	"encoding/base64"
	"image/color"
	"io"
	"math"
	"strconv"
	"unicode/utf8"
)

// Sheet is what an SVG file is beside its Scene.
type Sheet struct {
	Width, Height float64 // CSS pixels
	Centimetres   bool    // the file states its size in centimetres, for paper
	About         *About  // nil: the file says nothing of itself
}

// About is what a file says of itself. Such a file has a key on every element, by which two of them can be compared.
type About struct {
	Title, Description string // read aloud in place of the picture
	Metadata           string // for programs
}

// PixelsPerCentimetre is how many CSS pixels there are to a centimetre.
const PixelsPerCentimetre = 96 / 2.54

// WriteSVG is WriteSheet of a file of the given size that says nothing of itself.
func (s *Scene) WriteSVG(w io.Writer, width, height float64, theme *Theme) error {
	return s.WriteSheet(w, Sheet{Width: width, Height: height}, theme)
}

// WriteSheet writes the Scene as a standalone SVG file, on the
// theme's paper. It uses presentation attributes only, no style sheet, so that
// it shows the same under any content security policy. Texts lie above all
// else, as they do on the page.
func (s *Scene) WriteSheet(w io.Writer, sheet Sheet, theme *Theme) error {
	b := svg{keyed: sheet.About != nil}
	b.tag("svg").text("xmlns", "http://www.w3.org/2000/svg")
	if sheet.Centimetres {
		b.centimetres("width", sheet.Width).centimetres("height", sheet.Height)
	} else {
		b.number("width", sheet.Width).number("height", sheet.Height)
	}
	b.attribute("viewBox").raw("0 0 ").short(sheet.Width).raw(" ").short(sheet.Height).raw(`"`)
	b.text("font-family", theme.Font).text("font-variant", "tabular-nums")
	if about := sheet.About; about != nil {
		b.text("xml:space", "preserve") // else some programs drop the spaces around subscripts
		b.text("role", "img").text("aria-labelledby", "figure-title figure-desc").raw(">\n")
		b.tag("title").text("id", "figure-title").raw(">").escape(about.Title).raw("</title>\n")
		b.tag("desc").text("id", "figure-desc").raw(">").escape(about.Description).raw("</desc>\n")
		b.tag("metadata").raw(">").escape(about.Metadata).raw("</metadata>\n")
	} else {
		b.raw(">\n")
	}
	b.tag("rect").text("width", "100%").text("height", "100%").colour("fill", theme.Paper).raw("/>\n")
	for _, item := range s.items {
		b.shape(s, item)
	}
	for i := range s.texts {
		b.label(&s.texts[i])
	}
	b.raw("</svg>\n")
	_, err := w.Write(b.Bytes())
	return err
}

// shape writes an item, unless it is a text.
func (b *svg) shape(s *Scene, item Item) {
	switch item.Kind {
	case KindStrip:
		b.strip(&s.strips[item.Index])
	case KindArea:
		b.area(&s.areas[item.Index])
	case KindBand:
		b.band(&s.bands[item.Index])
	case KindSegments:
		b.segments(&s.segments[item.Index])
	case KindMark:
		b.mark(&s.marks[item.Index])
	case KindCells:
		b.cells(&s.cells[item.Index])
	}
}

// svg builds the file; its methods return it, to be chained.
type svg struct {
	bytes.Buffer
	keyed bool // marks and texts carry their keys, too
}

func (b *svg) raw(s string) *svg { b.WriteString(s); return b }

func (b *svg) short(v float64) *svg {
	b.Write(appendShort(b.AvailableBuffer(), v))
	return b
}

func (b *svg) tag(name string) *svg       { return b.raw("<").raw(name) }
func (b *svg) attribute(name string) *svg { return b.raw(" ").raw(name).raw(`="`) }

func (b *svg) number(name string, v float64) *svg {
	return b.attribute(name).short(v).raw(`"`)
}

// centimetres writes a length in pixels as one on paper, to a thousandth of a millimetre.
func (b *svg) centimetres(name string, v float64) *svg {
	return b.attribute(name).raw(strconv.FormatFloat(math.Round(1e4*v/PixelsPerCentimetre)/1e4, 'f', -1, 64)).raw(`cm"`)
}

// key names a mark or a text, in files that say what they are.
func (b *svg) key(key string) *svg {
	if b.keyed {
		b.text("data-key", key)
	}
	return b
}

func (b *svg) text(name, value string) *svg {
	return b.attribute(name).escape(value).raw(`"`)
}

// colour writes a paint and, unless it is opaque, its opacity.
func (b *svg) colour(name string, c color.NRGBA) *svg {
	b.attribute(name)
	b.Write(appendHex(b.AvailableBuffer(), c))
	b.raw(`"`)
	if c.A < 0xff {
		b.number(name+"-opacity", Opacity(c))
	}
	return b
}

// escape writes text so that XML reads it back; characters that XML 1.0 cannot
// hold at all become U+FFFD.
func (b *svg) escape(s string) *svg {
	for _, r := range s {
		switch {
		case r == '&':
			b.raw("&amp;")
		case r == '<':
			b.raw("&lt;")
		case r == '>':
			b.raw("&gt;")
		case r == '"':
			b.raw("&quot;")
		case r == '\t' || r == '\n' || r == '\r':
			b.raw("&#" + strconv.Itoa(int(r)) + ";")
		case r < ' ' || r == 0xfffe || r == 0xffff:
			b.WriteRune(utf8.RuneError)
		default:
			b.WriteRune(r)
		}
	}
	return b
}

func (b *svg) points(points []Point) *svg {
	b.attribute("points")
	for i, p := range points {
		if i > 0 {
			b.raw(" ")
		}
		b.short(p.X).raw(",").short(p.Y)
	}
	return b.raw(`"`)
}

func (b *svg) strip(s *Strip) {
	b.tag("polyline").text("data-key", s.Key).points(s.Points).text("fill", "none")
	b.colour("stroke", s.Colour).number("stroke-width", s.Width).text("stroke-linejoin", "round")
	if s.Dash[0] > 0 {
		b.attribute("stroke-dasharray").short(s.Dash[0]).raw(" ").short(s.Dash[1]).raw(`"`)
	}
	b.raw("/>\n")
}

func (b *svg) area(a *Area) {
	b.tag("polygon").text("data-key", a.Key).points(a.Points).colour("fill", a.Colour).raw("/>\n")
}

// band has crisp edges, so that neighbours leave no seam between them.
func (b *svg) band(v *Band) {
	b.tag("path").text("data-key", v.Key).attribute("d")
	command := "M"
	for _, p := range v.Upper {
		b.raw(command).short(p.X).raw(" ").short(p.Y)
		command = "L"
	}
	for i := len(v.Lower) - 1; i >= 0; i-- {
		b.raw("L").short(v.Lower[i].X).raw(" ").short(v.Lower[i].Y)
	}
	b.raw(`Z"`).text("shape-rendering", "crispEdges").colour("fill", v.Colour).raw("/>\n")
}

func (b *svg) segments(v *Segments) {
	b.tag("path").text("data-key", v.Key).attribute("d")
	for i, p := range v.Points {
		b.raw([...]string{"M", "L"}[i%2]).short(p.X).raw(" ").short(p.Y)
	}
	b.raw(`"`).text("fill", "none").colour("stroke", v.Colour).number("stroke-width", v.Width).raw("/>\n")
}

// mark draws the ring as a stroke of double width under the fill.
func (b *svg) mark(m *Mark) {
	if m.Shape == Square {
		half := HalfSide(m.Radius)
		b.tag("rect").number("x", m.At.X-half).number("y", m.At.Y-half).number("width", 2*half).number("height", 2*half)
	} else {
		b.tag("circle").number("cx", m.At.X).number("cy", m.At.Y).number("r", m.Radius)
	}
	b.key(m.Key).colour("fill", m.Fill)
	if m.RingW > 0 {
		b.colour("stroke", m.Ring).number("stroke-width", 2*m.RingW).text("paint-order", "stroke")
	}
	b.raw("/>\n")
}

// cells is an image of a pixel per cell, which a viewer enlarges without smoothing.
func (b *svg) cells(c *Cells) {
	b.tag("image").text("data-key", c.Key)
	b.number("x", c.Rect.X).number("y", c.Rect.Y).number("width", c.Rect.W).number("height", c.Rect.H)
	b.text("preserveAspectRatio", "none").text("image-rendering", "pixelated")
	b.attribute("href").raw("data:image/png;base64,")
	b.Write(base64.StdEncoding.AppendEncode(b.AvailableBuffer(), appendPNG(nil, c.Columns, c.Rows, c.Pixels)))
	b.raw(`"/>` + "\n")
}

func (b *svg) label(t *Text) {
	b.tag("text").key(t.Key).number("x", t.X).number("y", t.Y).number("font-size", t.Size)
	if t.Anchor != Start {
		b.text("text-anchor", t.Anchor.String())
	}
	if t.Weight != 400 {
		b.number("font-weight", float64(t.Weight))
	}
	b.colour("fill", t.Colour)
	if t.Rotation != 0 {
		b.attribute("transform").raw("rotate(").short(t.Rotation).raw(" ").short(t.X).raw(" ").short(t.Y).raw(`)"`)
	}
	b.raw(">")
	shift := 0.0
	for runs := NewRuns(t.Content); runs.Next(); {
		move := (runs.Shift() - shift) * t.Size
		shift = runs.Shift()
		if runs.Level == 0 && move == 0 && runs.Dx == 0 {
			b.escape(runs.Text)
			continue
		}
		b.tag("tspan")
		if runs.Dx != 0 {
			b.number("dx", runs.Dx*t.Size)
		}
		if move != 0 {
			b.number("dy", move)
		}
		if runs.Level != 0 {
			b.number("font-size", runs.Size()*t.Size)
		}
		b.raw(">").escape(runs.Text).raw("</tspan>")
	}
	b.raw("</text>\n")
}
