package scene

import "math"

// MaxLabels bounds how many labels one row or column is laid out for.
const MaxLabels = 16

// Row is a line of labels that may shift sideways to make room.
type Row struct {
	Texts [MaxLabels]Text
	spots [MaxLabels]interval
	ranks [MaxLabels]int // of labels in a queue, when they came
	Count int
}

// Add puts a label into the row, by the place its centre wants.
func (r *Row) Add(t Text, want float64) {
	if r.Count == MaxLabels {
		return
	}
	i := r.Count
	for ; i > 0 && r.spots[i-1].want > want; i-- {
		r.spots[i], r.Texts[i] = r.spots[i-1], r.Texts[i-1]
	}
	r.spots[i] = interval{want: want, half: TextWidth(t.Content, t.Size, t.Weight) / 2}
	r.Texts[i] = t
	r.Count++
}

// Queue is Add for labels that keep the order in which they are added: one of them stands
// before the one added just before it only where it wants to by more than slack, and before
// one added earlier by a step more for each between them. So none passes several at once.
func (r *Row) Queue(t Text, want, slack, step float64) {
	before := r.Count
	for i := r.Count; i > 0 && r.Count < MaxLabels && r.spots[i-1].want-want > slack+step*float64(r.Count-1-r.ranks[i-1]); i-- {
		before = i - 1
	}
	if r.Count == MaxLabels {
		return
	}
	copy(r.spots[before+1:], r.spots[before:r.Count])
	copy(r.Texts[before+1:], r.Texts[before:r.Count])
	copy(r.ranks[before+1:], r.ranks[before:r.Count])
	r.spots[before] = interval{want: want, half: TextWidth(t.Content, t.Size, t.Weight) / 2}
	r.Texts[before], r.ranks[before] = t, r.Count
	r.Count++
}

// Settle spreads the labels within [lo, hi]; it reports false if they do not
// fit or one would have to move further than strain times its half width.
func (r *Row) Settle(gap, lo, hi, strain float64) bool {
	var wants [MaxLabels]float64
	for i := range r.Count {
		wants[i] = r.spots[i].want
	}
	if !spread(r.spots[:r.Count], gap, lo, hi) {
		return false
	}
	for i := range r.Count {
		if math.Abs(r.spots[i].at-wants[i]) > strain*r.spots[i].half {
			return false
		}
		r.Texts[i].Anchor = Middle
		r.Texts[i].X = r.spots[i].at
	}
	return true
}

// Column is a stack of labels beside points, spread vertically.
type Column struct {
	Row
	Box Rect // around all of them, once settled
}

// Settle spreads the labels vertically within [lo, hi], beside x; it reports false if
// they do not fit.
func (col *Column) Settle(x float64, anchor Anchor, lo, hi float64) bool {
	for i := range col.Count {
		col.spots[i].half = col.Texts[i].Size * LineHeight / 2
	}
	if !spread(col.spots[:col.Count], 0, lo, hi) {
		return false
	}
	for i := range col.Count {
		t := &col.Texts[i]
		t.Y = col.spots[i].at + MidHeight*t.Size
	}
	col.MoveTo(x, anchor)
	return true
}

// MoveTo sets a settled column at another x.
func (col *Column) MoveTo(x float64, anchor Anchor) {
	for i := range col.Count {
		t := &col.Texts[i]
		t.X, t.Anchor = x, anchor
		b := t.Bounds()
		if i > 0 {
			left, right := math.Min(col.Box.X, b.X), math.Max(col.Box.Right(), b.Right())
			b = Rect{left, col.Box.Y, right - left, b.Bottom() - col.Box.Y}
		}
		col.Box = b
	}
}
