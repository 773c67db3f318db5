package render

import (
	"image/color"
	"math"
)

// board is where one drawing of a panel stands: what it draws with, and the
// room that is taken already.
type board struct {
	scene *Scene
	theme *Theme
	words Words

	taken [48]Rect
	count int
}

// put appends a text and remembers the room it takes. An empty one, whose words
// are still to come, takes none.
func (b *board) put(t Text) {
	if t.Content == "" {
		return
	}
	b.scene.AddText(t)
	b.reserve(t.Bounds())
}

// reserve keeps later texts out of r.
//
//go:noinline
func (b *board) reserve(r Rect) {
	if b.count < len(b.taken) {
		b.taken[b.count] = r
		b.count++
	}
}

// free reports whether nothing is in the way of r.
func (b *board) free(r Rect) bool {
	for _, taken := range b.taken[:b.count] {
		if taken.Overlaps(r) {
			return false
		}
	}
	return true
}

// putIfFree appends a text unless it is empty or another is in its way.
func (b *board) putIfFree(t Text) bool {
	if t.Content == "" || !b.free(t.Bounds().Inset(-2)) {
		return false
	}
	b.put(t)
	return true
}

// small is a text in the size of ticks and titles.
//
//go:noinline
func (b *board) small(key, content string, x, y float64, anchor Anchor, colour color.NRGBA) Text {
	return Text{Key: key, Content: content, X: x, Y: y, Anchor: anchor, Size: b.theme.SmallSize, Weight: 400, Colour: colour}
}

// upright draws a vertical line from y down to end, leaving out where it would
// cross a text.
func (b *board) upright(key string, x, y, end, width float64, colour color.NRGBA, dash [2]float64) {
	b.cutLine(Strip{Key: key, Width: width, Colour: colour, Dash: dash}, x, y, end, false)
}

// level is upright for a horizontal line from x to end.
func (b *board) level(key string, y, x, end, width float64, colour color.NRGBA, dash [2]float64) {
	b.cutLine(Strip{Key: key, Width: width, Colour: colour, Dash: dash}, y, x, end, true)
}

// cutLine draws along one axis from `from` to end, at `at` on the other.
func (b *board) cutLine(strip Strip, at, from, end float64, lying bool) {
	const margin = 3
	pen := b.scene.pen(strip)
	for from < end {
		stop, resume := end, end
		for _, text := range b.taken[:b.count] {
			text = text.Inset(-margin)
			if lying {
				text = Rect{text.Y, text.X, text.H, text.W}
			}
			if at < text.X || at > text.Right() || text.Bottom() <= from || text.Y >= stop {
				continue
			}
			stop, resume = math.Max(from, text.Y), text.Bottom()
		}
		if stop > from {
			a, z := Point{at, from}, Point{at, stop}
			if lying {
				a, z = Point{from, at}, Point{stop, at}
			}
			pen.lineTo(a)
			pen.lineTo(z)
		}
		pen.lift()
		from = resume
	}
}
