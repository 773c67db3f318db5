package scene

import (
	"bytes"
	"image/color"
	"math"
	"strconv"
)

// Scene is a display list. The zero Scene is empty and ready for use.
type Scene struct {
	// Scale is device pixels per CSS pixel; 0 means 1. Panels use it only to
	// decide how many points of a long series are worth keeping.
	Scale float64

	items    []Item
	strips   []Strip
	areas    []Area
	bands    []Band
	segments []Segments
	marks    []Mark
	texts    []Text
	cells    []Cells

	points  []Point           // arena of everything that has points
	memo    map[string]string // strings built before; see intern
	decimal byte              // before decimals; 0: a point
	buffer  []byte
	within  string // see Within
}

// Item says that entry Index of its kind is next in painting order.
type Item struct {
	Kind  Kind
	Index int
}

// Kind is the kind of an item.
type Kind uint8

// The kinds of items.
const (
	KindStrip Kind = iota
	KindArea
	KindMark
	KindText
	KindBand
	KindSegments
	KindCells
)

// Strip is a polyline.
type Strip struct {
	Key    string
	Points []Point // finite, at least two; valid until the Scene is reset
	Width  float64
	Colour color.NRGBA // its alpha is the opacity
	Dash   [2]float64  // lengths on and off; {0, 0} is solid
}

// Area is a filled convex polygon.
type Area struct {
	Key    string
	Points []Point // finite, at least three; valid until the Scene is reset
	Colour color.NRGBA
}

// Band is a filled area between two polylines over the same places, of any
// shape. Its edges are not smoothed, so that bands side by side meet without a
// seam; a strip along a free edge makes it smooth.
type Band struct {
	Key          string
	Upper, Lower []Point // finite, as many of each, equal X pairwise; valid until the Scene is reset
	Colour       color.NRGBA
}

// Segments are many straight lines that look the same: a hatching, the
// connections between two layers.
type Segments struct {
	Key    string
	Points []Point // finite, in pairs: from, to, from, to, …; valid until the Scene is reset
	Width  float64
	Colour color.NRGBA
}

// Cells is a grid of equal cells, each in one colour, with sharp edges.
type Cells struct {
	Key           string
	Rect          Rect
	Columns, Rows int
	Pixels        []byte // opaque RGBA, row by row from the top; valid until the Scene is reset
	Version       int    // another one whenever the pixels under this key change
}

// Mark is a small symbol at a point.
type Mark struct {
	Key    string
	At     Point
	Shape  Shape
	Radius float64 // of the fill
	Fill   color.NRGBA
	Ring   color.NRGBA // drawn around the fill
	RingW  float64     // width of the ring; 0 is none
}

// Shape is the shape of a mark.
type Shape uint8

// The shapes of marks. A square is as large in area as the disc of its radius.
const (
	Disc Shape = iota
	Square
)

// squareHalf is half the side of a square mark of radius 1: √π/2.
const squareHalf = 0.886227

// HalfSide is half the side of a square mark with the given radius.
func HalfSide(radius float64) float64 { return radius * squareHalf }

// Text is one line of text.
type Text struct {
	Key      string
	X, Y     float64 // anchor and baseline
	Anchor   Anchor
	Size     float64
	Weight   int // 400 or 600
	Colour   color.NRGBA
	Rotation float64 // degrees clockwise about (X, Y)
	Content  string  // with markup; see Run
}

// Anchor is the part of a text that sits at its X.
type Anchor uint8

// The anchors.
const (
	Start Anchor = iota
	Middle
	End
)

// String is the anchor in SVG's words.
func (a Anchor) String() string { return [...]string{"start", "middle", "end"}[a] }

// Metrics of a line of text, in units of its size, around its baseline.
const (
	Ascent     = 0.92 // with room for a superscript
	Descent    = 0.30
	LineHeight = Ascent + Descent
	MidHeight  = 0.36 // from the baseline up to the optical middle
)

// Bounds is the box the text is taken to fill; rotation is not considered.
func (t *Text) Bounds() Rect {
	w := TextWidth(t.Content, t.Size, t.Weight)
	x := t.X - w*float64(t.Anchor)/2
	return Rect{x, t.Y - Ascent*t.Size, w, LineHeight * t.Size}
}

// Reset empties the Scene and keeps its memory.
func (s *Scene) Reset() {
	s.Cut(Extent{})
}

// Extent is how much a Scene holds at a moment.
type Extent struct{ items, strips, areas, bands, segments, marks, texts, cells, points int }

// Extent is how much there is now.
func (s *Scene) Extent() Extent {
	return Extent{len(s.items), len(s.strips), len(s.areas), len(s.bands), len(s.segments), len(s.marks), len(s.texts), len(s.cells), len(s.points)}
}

// Cut takes away all that was added after a moment since the Scene was reset.
func (s *Scene) Cut(at Extent) {
	s.items = s.items[:at.items]
	s.strips = s.strips[:at.strips]
	s.areas = s.areas[:at.areas]
	s.bands = s.bands[:at.bands]
	s.segments = s.segments[:at.segments]
	s.marks = s.marks[:at.marks]
	s.texts = s.texts[:at.texts]
	s.cells = s.cells[:at.cells]
	s.points = s.points[:at.points]
	s.within = ""
}

// Within puts a prefix before the keys of all that is added from now on, so that
// a panel can be drawn twice; "" ends it.
func (s *Scene) Within(prefix string) { s.within = prefix }

// keyed is a key with the prefix.
func (s *Scene) keyed(key string) string {
	if s.within == "" {
		return key
	}
	return s.Key(s.within, key)
}

// Items is the painting order. Like the lists below it is to be read only, and
// valid until the Scene is reset.
func (s *Scene) Items() []Item { return s.items }

// Strips, Areas, Bands, Segments, Marks, Texts and Cells are what Items point into.
func (s *Scene) Strips() []Strip      { return s.strips }
func (s *Scene) Areas() []Area        { return s.areas }
func (s *Scene) Bands() []Band        { return s.bands }
func (s *Scene) Segments() []Segments { return s.segments }
func (s *Scene) Marks() []Mark        { return s.marks }
func (s *Scene) Texts() []Text        { return s.texts }
func (s *Scene) Cells() []Cells       { return s.cells }

// AddLine appends a straight strip.
func (s *Scene) AddLine(key string, a, b Point, width float64, c color.NRGBA, dash [2]float64) {
	pen := s.Pen(Strip{Key: key, Width: width, Colour: c, Dash: dash})
	pen.LineTo(a)
	pen.LineTo(b)
	pen.Lift()
}

// AddRect appends a filled rectangle, unless it is empty or not finite.
func (s *Scene) AddRect(key string, r Rect, c color.NRGBA) {
	if r.Empty() || !Finite(r.X+r.Y+r.W+r.H) {
		return
	}
	shape := s.Outline()
	shape.Add(Point{r.X, r.Y}, Point{r.Right(), r.Y}, Point{r.Right(), r.Bottom()}, Point{r.X, r.Bottom()})
	shape.Area(key, c)
}

// Outline is a shape under way: points that become an area, a band or segments.
// One is finished before the next begins.
type Outline struct {
	scene *Scene
	from  int
}

// Outline begins a shape.
func (s *Scene) Outline() Outline { return Outline{s, len(s.points)} }

// Add appends points to the shape.
func (o Outline) Add(points ...Point) { o.scene.points = append(o.scene.points, points...) }

// take is the points of the shape; it leaves no trace of fewer than least, or of
// any that are not finite.
func (o Outline) take(least int) (points []Point) {
	s := o.scene
	if points = s.points[o.from:len(s.points):len(s.points)]; len(points) < least || !allFinite(points) {
		s.points = s.points[:o.from]
		return nil
	}
	return points
}

// Area appends the points as a convex polygon.
func (o Outline) Area(key string, c color.NRGBA) {
	if points := o.take(3); points != nil {
		s := o.scene
		s.items = append(s.items, Item{KindArea, len(s.areas)})
		s.areas = append(s.areas, Area{s.keyed(key), points, c})
	}
}

// Band appends the points as a band: first all of its upper edge, then as many of
// its lower edge.
func (o Outline) Band(key string, c color.NRGBA) {
	if points := o.take(4); points != nil {
		s, n := o.scene, len(points)/2
		s.items = append(s.items, Item{KindBand, len(s.bands)})
		s.bands = append(s.bands, Band{s.keyed(key), points[:n:n], points[n : 2*n : 2*n], c})
	}
}

// Lines appends the points, in pairs, as segments.
func (o Outline) Lines(key string, width float64, c color.NRGBA) {
	if points := o.take(2); points != nil {
		s := o.scene
		s.items = append(s.items, Item{KindSegments, len(s.segments)})
		s.segments = append(s.segments, Segments{s.keyed(key), points, width, c})
	}
}

func allFinite(points []Point) bool {
	for _, p := range points {
		if !Finite(p.X) || !Finite(p.Y) {
			return false
		}
	}
	return true
}

// AddMark appends a mark, unless its place is not finite.
//
//go:noinline
func (s *Scene) AddMark(m Mark) {
	if !Finite(m.At.X + m.At.Y) {
		return
	}
	s.items = append(s.items, Item{KindMark, len(s.marks)})
	m.Key = s.keyed(m.Key)
	s.marks = append(s.marks, m)
}

// AddCells appends a grid of cells, unless it is empty, not finite or has not a
// pixel for every cell.
func (s *Scene) AddCells(c Cells) {
	if c.Columns < 1 || c.Rows < 1 || len(c.Pixels) != 4*c.Columns*c.Rows || !Drawable(c.Rect) {
		return
	}
	s.items = append(s.items, Item{KindCells, len(s.cells)})
	c.Key = s.keyed(c.Key)
	s.cells = append(s.cells, c)
}

// AddText appends a text, unless it is empty or its place is not finite. Its
// place is rounded to a tenth of a pixel: a smaller move is not worth an update
// of the text layer.
func (s *Scene) AddText(t Text) {
	t.X = math.Round(t.X*10) / 10
	t.Y = math.Round(t.Y*10) / 10
	if t.Content == "" || !Finite(t.X+t.Y) {
		return
	}
	s.items = append(s.items, Item{KindText, len(s.texts)})
	t.Key = s.keyed(t.Key)
	s.texts = append(s.texts, t)
}

// Pen appends points to a strip; a place that is not finite breaks the line
// into pieces, which carry the keys "k", "k/1", "k/2", …
type Pen struct {
	scene  *Scene
	strip  Strip
	from   int
	pieces int
}

// Pen begins a polyline with the look of strip.
func (s *Scene) Pen(strip Strip) Pen {
	strip.Key = s.keyed(strip.Key)
	return Pen{scene: s, strip: strip, from: len(s.points)}
}

// LineTo draws on to a place.
func (p *Pen) LineTo(at Point) {
	if !Finite(at.X + at.Y) {
		p.Lift()
		return
	}
	p.scene.points = append(p.scene.points, at)
}

// Lift ends the piece; a piece of a single point leaves no trace.
func (p *Pen) Lift() {
	s := p.scene
	if len(s.points)-p.from < 2 {
		s.points = s.points[:p.from]
		return
	}
	piece := p.strip
	if p.pieces > 0 {
		piece.Key = s.Key(p.strip.Key, "/", s.Number(float64(p.pieces), 0))
	}
	piece.Points = s.points[p.from:len(s.points):len(s.points)]
	s.items = append(s.items, Item{KindStrip, len(s.strips)})
	s.strips = append(s.strips, piece)
	p.pieces++
	p.from = len(s.points)
}

// Key joins parts.
//
//go:noinline
func (s *Scene) Key(parts ...string) string {
	s.buffer = s.buffer[:0]
	for _, part := range parts {
		s.buffer = append(s.buffer, part...)
	}
	return s.intern(s.buffer)
}

// Format is words.Format, remembered.
func (s *Scene) Format(words Words, key string, pairs ...string) string {
	s.buffer = words.Append(s.buffer[:0], key, pairs...)
	return s.intern(s.buffer)
}

// Shorten is a text without markup if it fits into a width, else as much of it as does with an
// ellipsis.
func (s *Scene) Shorten(text string, size float64, weight int, width float64) string {
	if TextWidth(text, size, weight) <= width {
		return text
	}
	end := 0
	for i := range text {
		if s.buffer = append(append(s.buffer[:0], text[:i]...), "…"...); i > 0 && TextWidth(s.intern(s.buffer), size, weight) > width {
			break
		}
		end = i
	}
	s.buffer = append(append(s.buffer[:0], text[:end]...), "…"...)
	return s.intern(s.buffer)
}

// Figures writes v to three digits.
func (s *Scene) Figures(v float64) string {
	switch {
	case math.Abs(v) >= 1e5:
		return s.Power(v)
	case v == 0:
		return s.Number(0, 0)
	}
	return s.Number(v, int(Clamp(2-math.Floor(math.Log10(math.Abs(v))), 0, 3)))
}

// Shortest writes v with as few decimals as it has, at most three.
func (s *Scene) Shortest(v float64) string {
	for d := range 4 {
		if scaled := v * math.Pow10(d); math.Abs(scaled-math.Round(scaled)) < 1e-6 {
			return s.Number(v, d)
		}
	}
	return s.Number(v, 3)
}

// Speak has numbers written as the language of the words writes them; until then, and where they
// do not say, with a point before decimals.
func (s *Scene) Speak(words Words) {
	s.decimal = 0
	if mark := words[DecimalKey]; mark != "" {
		s.decimal = mark[0]
	}
}

// Number writes v with a fixed number of decimals and a real minus sign;
// from five digits on, thin spaces group the digits of a whole number.
func (s *Scene) Number(v float64, decimals int) string {
	s.buffer = s.appendNumber(s.buffer[:0], v, decimals)
	return s.intern(s.buffer)
}

// Power writes a large v to two digits as a power of ten, in markup.
func (s *Scene) Power(v float64) string {
	exponent := math.Floor(math.Log10(math.Abs(v)))
	s.buffer = s.appendNumber(s.buffer[:0], v/math.Pow(10, exponent), 1)
	s.buffer = append(s.buffer, "·10^{"...)
	s.buffer = s.appendNumber(s.buffer, exponent, 0)
	s.buffer = append(s.buffer, '}')
	return s.intern(s.buffer)
}

// intern returns b as a string, the one made last time if there is one. Frames
// repeat nearly all of their strings, so that a warm rebuild allocates none.
// Like the other small functions that are called everywhere it is not inlined:
// the copies would be a hundredth of what a visitor fetches.
//
//go:noinline
func (s *Scene) intern(b []byte) string {
	const plenty = 1 << 13
	if known, ok := s.memo[string(b)]; ok {
		return known
	}
	if s.memo == nil || len(s.memo) >= plenty {
		s.memo = make(map[string]string)
	}
	made := string(b)
	s.memo[made] = made
	return made
}

func (s *Scene) appendNumber(dst []byte, v float64, decimals int) []byte {
	if rounded := math.Round(v * math.Pow10(decimals)); rounded == 0 {
		v = 0 // never "−0.00"
	}
	if v < 0 {
		dst = append(dst, "−"...)
		v = -v
	}
	if decimals > 0 || !(v < 1e15) {
		from := len(dst)
		dst = strconv.AppendFloat(dst, v, 'f', decimals, 64)
		if point := bytes.IndexByte(dst[from:], '.'); point >= 0 && s.decimal != 0 {
			dst[from+point] = s.decimal
		}
		return dst
	}
	whole := int64(math.Round(v))
	if whole < 10000 {
		return strconv.AppendInt(dst, whole, 10)
	}
	return appendGrouped(dst, whole)
}

func appendGrouped(dst []byte, whole int64) []byte {
	if whole < 1000 {
		return strconv.AppendInt(dst, whole, 10)
	}
	dst = appendGrouped(dst, whole/1000)
	dst = append(dst, "\u202f"...)
	rest := whole % 1000
	return append(dst, byte('0'+rest/100), byte('0'+rest/10%10), byte('0'+rest%10))
}
