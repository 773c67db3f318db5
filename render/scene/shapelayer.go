package scene

import (
	"image/color"
	"math"
	"slices"
	"strconv"
	"strings"
)

// ShapeLayer remembers which shapes a page shows as SVG elements, everything but the texts, and finds what to change when
// the Scene has been rebuilt. The zero ShapeLayer shows nothing.
type ShapeLayer struct {
	shown map[string]*shownShape
	order []string // keys as they are painted
	next  []string
	pass  uint64
	key   []byte
	svg   svg
}

type shownShape struct {
	key  string
	sum  uint64 // of all that its element is made of
	pass uint64 // the last one that saw it
}

// AppendDiff appends what is new or different since the last call, as the page reads it:
//
//	{"changed":[[key,element],…],"order":[key,…]}
//
// An element is its SVG. The order, all keys as they are painted, is there if it is another one than before; what it
// leaves out is gone. When nothing changed, nothing is serialised.
func (l *ShapeLayer) AppendDiff(dst []byte, s *Scene) []byte {
	if l.shown == nil {
		l.shown = make(map[string]*shownShape)
	}
	l.pass++
	l.next = l.next[:0]
	dst = append(dst, `{"changed":[`...)
	first := true
	for _, item := range s.items {
		if item.Kind == KindText {
			continue
		}
		shape, sum := l.meet(item.Kind, s.shapeKey(item)), s.sum(item)
		l.next = append(l.next, shape.key)
		if shape.sum == sum {
			continue
		}
		shape.sum = sum
		if !first {
			dst = append(dst, ',')
		}
		first = false
		dst = appendString(append(dst, '['), shape.key)
		l.svg.Reset()
		l.svg.shape(s, item)
		dst = append(appendString(append(dst, ','), strings.TrimSuffix(l.svg.String(), "\n")), ']')
	}
	dst = append(dst, ']')
	if !slices.Equal(l.order, l.next) {
		l.order = append(l.order[:0], l.next...)
		dst = AppendKeys(append(dst, `,"order":`...), l.order)
		for key, shape := range l.shown {
			if shape.pass != l.pass {
				delete(l.shown, key)
			}
		}
	}
	return append(dst, '}')
}

// meet finds a shape by its key, which is unique among its kind but for shapes that a panel draws alike: those are
// numbered.
func (l *ShapeLayer) meet(kind Kind, key string) *shownShape {
	for n := 0; ; n++ {
		l.key = append(append(l.key[:0], byte('a'+kind)), key...)
		if n > 0 {
			l.key = strconv.AppendInt(append(l.key, '#'), int64(n), 10)
		}
		shape := l.shown[string(l.key)]
		if shape == nil {
			shape = &shownShape{key: string(l.key)}
			l.shown[shape.key] = shape
		}
		if shape.pass != l.pass {
			shape.pass = l.pass
			return shape
		}
	}
}

// shapeKey is the key of an item that is no text.
func (s *Scene) shapeKey(item Item) string {
	switch item.Kind {
	case KindStrip:
		return s.strips[item.Index].Key
	case KindArea:
		return s.areas[item.Index].Key
	case KindBand:
		return s.bands[item.Index].Key
	case KindSegments:
		return s.segments[item.Index].Key
	case KindMark:
		return s.marks[item.Index].Key
	case KindCells:
		return s.cells[item.Index].Key
	}
	return ""
}

// sum tells apart what two items look like. It is never 0.
func (s *Scene) sum(item Item) uint64 {
	h := sum(0xcbf29ce484222325)
	switch item.Kind {
	case KindStrip:
		v := &s.strips[item.Index]
		h.points(v.Points)
		h.colour(v.Colour)
		h.numbers(v.Width, v.Dash[0], v.Dash[1])
	case KindArea:
		v := &s.areas[item.Index]
		h.points(v.Points)
		h.colour(v.Colour)
	case KindBand:
		v := &s.bands[item.Index]
		h.points(v.Upper)
		h.points(v.Lower)
		h.colour(v.Colour)
	case KindSegments:
		v := &s.segments[item.Index]
		h.points(v.Points)
		h.colour(v.Colour)
		h.numbers(v.Width)
	case KindMark:
		v := &s.marks[item.Index]
		h.numbers(v.At.X, v.At.Y, v.Radius, v.RingW, float64(v.Shape))
		h.colour(v.Fill)
		h.colour(v.Ring)
	case KindCells:
		v := &s.cells[item.Index]
		h.numbers(v.Rect.X, v.Rect.Y, v.Rect.W, v.Rect.H, float64(v.Columns), float64(v.Rows), float64(v.Version))
	}
	return uint64(h) | 1
}

// sum is a check sum under way: multiply and fold, word by word.
type sum uint64

func (h *sum) word(v uint64) {
	x := (uint64(*h) ^ v) * 0x9e3779b97f4a7c15
	*h = sum(x ^ x>>29)
}

func (h *sum) numbers(values ...float64) {
	for _, v := range values {
		h.word(math.Float64bits(v))
	}
}

func (h *sum) points(points []Point) {
	h.word(uint64(len(points)))
	for _, p := range points {
		h.word(math.Float64bits(p.X))
		h.word(math.Float64bits(p.Y))
	}
}

func (h *sum) colour(c color.NRGBA) {
	h.word(uint64(c.R)<<24 | uint64(c.G)<<16 | uint64(c.B)<<8 | uint64(c.A))
}
