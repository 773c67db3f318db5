package render

import "math"

// maxLabels bounds how many labels one row or column is laid out for.
const maxLabels = 16

// row is a line of labels that may shift sideways to make room.
type row struct {
	texts [maxLabels]Text
	spots [maxLabels]interval
	n     int
}

// add puts a label into the row, by the place its centre wants.
func (r *row) add(t Text, want float64) {
	if r.n == maxLabels {
		return
	}
	i := r.n
	for ; i > 0 && r.spots[i-1].want > want; i-- {
		r.spots[i], r.texts[i] = r.spots[i-1], r.texts[i-1]
	}
	r.spots[i] = interval{want: want, half: TextWidth(t.Content, t.Size, t.Weight) / 2}
	r.texts[i] = t
	r.n++
}

// settle spreads the labels within [lo, hi]; it reports false if they do not
// fit or one would have to move further than strain times its half width.
func (r *row) settle(gap, lo, hi, strain float64) bool {
	var wants [maxLabels]float64
	for i := range r.n {
		wants[i] = r.spots[i].want
	}
	if !spread(r.spots[:r.n], gap, lo, hi) {
		return false
	}
	for i := range r.n {
		if math.Abs(r.spots[i].at-wants[i]) > strain*r.spots[i].half {
			return false
		}
		r.texts[i].Anchor = Middle
		r.texts[i].X = r.spots[i].at
	}
	return true
}

// column is a stack of labels beside points, spread vertically.
type column struct {
	row
	box Rect // around all of them, once settled
}

func (col *column) settle(x float64, anchor Anchor, lo, hi float64) bool {
	for i := range col.n {
		col.spots[i].half = col.texts[i].Size * lineHeight / 2
	}
	if !spread(col.spots[:col.n], 1.5, lo, hi) {
		return false
	}
	for i := range col.n {
		t := &col.texts[i]
		t.Y = col.spots[i].at + midHeight*t.Size
	}
	col.moveTo(x, anchor)
	return true
}

// moveTo sets a settled column at another x.
func (col *column) moveTo(x float64, anchor Anchor) {
	for i := range col.n {
		t := &col.texts[i]
		t.X, t.Anchor = x, anchor
		b := t.Bounds()
		if i > 0 {
			left, right := math.Min(col.box.X, b.X), math.Max(col.box.Right(), b.Right())
			b = Rect{left, col.box.Y, right - left, b.Bottom() - col.box.Y}
		}
		col.box = b
	}
}
