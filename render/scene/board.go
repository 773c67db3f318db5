package scene

import (
	"image/color"
	"math"
)

// Board is where one drawing of a panel stands: what it draws with, and the
// room that is taken already.
type Board struct {
	Scene *Scene
	Theme *Theme
	Words Words

	taken  [48]Rect
	unseen [48]bool // nothing stands there yet
	count  int
	over   [MaxLabels + 4]Rect
	passes int
}

// Pass announces something that moves over the panel, such as a handle or the name at
// the end of a curve. Texts do not make way for it: as long as it is over them they are
// not shown, and their room stays theirs.
func (b *Board) Pass(r Rect) {
	if b.passes < len(b.over) {
		b.over[b.passes] = r
		b.passes++
	}
}

// Hidden reports whether something passes over r.
func (b *Board) Hidden(r Rect) bool { return r.overlapsAny(b.over[:b.passes]) }

// Put appends a text, unless something passes over it, and remembers the room it takes.
// An empty one, whose words are still to come, takes none.
func (b *Board) Put(t Text) {
	if t.Content == "" {
		return
	}
	if !b.Hidden(t.Bounds().Inset(-1)) {
		b.Scene.AddText(t)
	}
	b.Reserve(t.Bounds())
}

// Reserve keeps later texts out of r, and lines.
func (b *Board) Reserve(r Rect) { b.reserve(r, false) }

// Keep is Reserve for a text that is still to come: lines run through its place until it does.
func (b *Board) Keep(r Rect) { b.reserve(r, true) }

//go:noinline
func (b *Board) reserve(r Rect, unseen bool) {
	if b.count < len(b.taken) {
		b.taken[b.count], b.unseen[b.count] = r, unseen
		b.count++
	}
}

// Free reports whether nothing is in the way of r.
func (b *Board) Free(r Rect) bool { return !r.overlapsAny(b.taken[:b.count]) }

// PutIfFree appends a text unless it is empty or another is in its way.
func (b *Board) PutIfFree(t Text) bool {
	if t.Content == "" || !b.Free(t.Bounds().Inset(-2)) {
		return false
	}
	b.Put(t)
	return true
}

// Note is what stands on a board at some time.
type Note struct{ items, texts, taken int }

// Note remembers what stands so far.
func (b *Board) Note() Note { return Note{len(b.Scene.items), len(b.Scene.texts), b.count} }

// Undo takes off the texts put since a moment.
func (b *Board) Undo(n Note) {
	b.Scene.items, b.Scene.texts, b.count = b.Scene.items[:n.items], b.Scene.texts[:n.texts], n.taken
}

// Small is a text in the size of ticks and titles.
//
//go:noinline
func (b *Board) Small(key, content string, x, y float64, anchor Anchor, colour color.NRGBA) Text {
	return Text{Key: key, Content: content, X: x, Y: y, Anchor: anchor, Size: b.Theme.SmallSize, Weight: 400, Colour: colour}
}

// Upright draws a vertical line from y down to end, leaving out where it would
// cross a text.
func (b *Board) Upright(key string, x, y, end, width float64, colour color.NRGBA, dash [2]float64) {
	b.cutLine(Strip{Key: key, Width: width, Colour: colour, Dash: dash}, x, y, end, false)
}

// Level is upright for a horizontal line from x to end.
func (b *Board) Level(key string, y, x, end, width float64, colour color.NRGBA, dash [2]float64) {
	b.cutLine(Strip{Key: key, Width: width, Colour: colour, Dash: dash}, y, x, end, true)
}

// cutLine draws along one axis from `from` to end, at `at` on the other.
func (b *Board) cutLine(strip Strip, at, from, end float64, lying bool) {
	const margin = 3
	pen := b.Scene.Pen(strip)
	for from < end {
		stop, resume := end, end
		for i, text := range b.taken[:b.count] {
			if b.unseen[i] {
				continue
			}
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
			pen.LineTo(a)
			pen.LineTo(z)
		}
		pen.Lift()
		from = resume
	}
}
