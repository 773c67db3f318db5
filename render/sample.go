package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// series is one curve: a value per epoch, divided by what makes it a share.
type series struct {
	values []float64
	divide float64 // 0 means 1
	log    logAxis // the zero axis is linear
	spans  []span  // of whole blocks of values, as far as they are known
}

// span is the smallest and the largest finite value of a block of a curve: to
// place labels a picture asks for the extremes of long pieces thousands of times.
type span struct{ lo, hi float64 }

const block = 32 // values

// appendSpans appends the spans of the whole blocks of values.
func appendSpans(dst []span, values []float64) []span {
	for ; len(values) >= block; values = values[block:] {
		s := span{math.Inf(1), math.Inf(-1)}
		for _, v := range values[:block] {
			if scene.Finite(v) {
				s = span{min(s.lo, v), max(s.hi, v)}
			}
		}
		dst = append(dst, s)
	}
	return dst
}

func (s series) at(i int) float64 { return s.height(s.values[i]) }

// height is where a value is drawn: higher for a larger one.
func (s series) height(v float64) float64 {
	if s.divide != 0 {
		v /= s.divide
	}
	if s.log.decades > 0 {
		return s.log.height(v)
	}
	return v
}

// logAxis turns values into heights on the axis of shares, at which their
// logarithms lie: `from` at the height of the unit, and zero so many decades
// below it. What is smaller lies at zero.
type logAxis struct{ from, unit, decades float64 }

func (l logAxis) height(v float64) float64 {
	if v <= 0 {
		return 0
	}
	return math.Max(0, l.unit*(1+math.Log10(v/l.from)/l.decades))
}

// between is the value at a fractional epoch, NaN outside the series.
func (s series) between(epoch float64) float64 {
	i := int(math.Floor(epoch))
	if !(epoch >= 0) || i >= len(s.values) {
		return math.NaN()
	}
	rest := epoch - float64(i)
	if rest == 0 || i+1 == len(s.values) {
		return s.at(i)
	}
	return s.at(i) + rest*(s.at(i+1)-s.at(i))
}

// head is the last epoch up to the playhead at which the series has a finite
// value; ok is false when it has none.
func (s series) head(playhead float64) (epoch float64, ok bool) {
	epoch = math.Min(playhead, float64(len(s.values)-1))
	if epoch >= 0 && scene.Finite(s.between(epoch)) {
		return epoch, true
	}
	for i := int(math.Floor(epoch)); i >= 0; i-- {
		if scene.Finite(s.at(i)) {
			return float64(i), true
		}
	}
	return 0, false
}

// extent is the smallest and the largest finite value from epoch first to last.
func (s series) extent(first, last int) (lo, hi float64) {
	lo, hi = math.Inf(1), math.Inf(-1)
	last = min(last, len(s.values)-1)
	for i := max(first, 0); i <= last; {
		if k := i / block; i%block == 0 && i+block-1 <= last && k < len(s.spans) {
			if p := s.spans[k]; p.lo <= p.hi {
				lo, hi = min(lo, s.height(p.lo)), max(hi, s.height(p.hi))
			}
			i += block
			continue
		}
		if v := s.at(i); scene.Finite(v) {
			lo, hi = min(lo, v), max(hi, v)
		}
		i++
	}
	return lo, hi
}

// falls is the last epoch up to now at which the curve falls below level, NaN if
// it does not.
func (s series) falls(level, now float64) float64 {
	for i := min(len(s.values)-1, int(math.Floor(now))); i > 0; i-- {
		if k := i / block; i%block == block-1 && k < len(s.spans) {
			if p := s.spans[k]; p.lo > p.hi || s.height(p.lo) >= level || s.height(p.hi) < level {
				i -= block - 1 // nothing falls within the block
				if i == 0 {
					break
				}
			}
		}
		if a, b := s.at(i-1), s.at(i); a >= level && b < level {
			return float64(i-1) + (a-level)/(a-b)
		}
	}
	return math.NaN()
}

// trace draws the series up to the playhead. Where there are more than two
// epochs to a device pixel it keeps the extremes of each pixel column only, in
// the order they occur, so no spike is lost and no column has more than two
// points. The columns belong to the axes: the drawn part of a growing curve
// never changes.
func (c *chart) trace(s series, playhead float64, strip scene.Strip) {
	end, ok := s.head(playhead)
	if !ok {
		return
	}
	last := int(math.Floor(end))
	clip := clippedPen{
		Pen: c.Scene.Pen(strip), top: c.yMax,
		x: c.plot.Scale(), y: c.shareScale(),
	}
	columns := max(1, int(math.Ceil(c.plot.Rect.W*c.density())))
	perColumn := c.plot.Epochs / float64(columns)
	crowded := perColumn > 2
	for i := 0; i <= last; {
		next := i + 1
		if crowded {
			column := math.Floor(float64(i)/perColumn) + 1
			next = max(next, int(math.Ceil(column*perColumn)))
		}
		clip.column(s, i, min(next-1, last))
		i = next
	}
	if end > float64(last) {
		clip.lineTo(end, s.between(end))
	}
	clip.Lift()
}

// clippedPen draws in epochs and shares, and ends the line where it leaves the
// plot through the top.
type clippedPen struct {
	scene.Pen
	x, y         scene.Linear
	top          float64
	epoch, value float64 // the point before
	started      bool
}

// flat is the part of the axis below which a curve counts as level.
const flat = 1e-6

// column draws epochs first to last as at most two points.
func (p *clippedPen) column(s series, first, last int) {
	low, high := first, first
	least := s.at(first)
	most := least
	for i := first; i <= last; i++ {
		v := s.at(i)
		if !scene.Finite(v) {
			p.breakLine()
			return
		}
		if v < least {
			low, least = i, v
		}
		if v > most {
			high, most = i, v
		}
	}
	if most-least < flat*p.top { // nothing to see but rounding
		low, high = first, first
	}
	if early := min(low, high); early != max(low, high) {
		p.lineTo(float64(early), s.at(early))
	} else if first == 0 && last > 0 { // a level start still starts at epoch 0
		p.lineTo(0, s.at(0))
	}
	late := max(low, high)
	if low == high {
		late = last
	}
	p.lineTo(float64(late), s.at(late))
}

func (p *clippedPen) breakLine() {
	p.started = false
	p.Lift()
}

func (p *clippedPen) lineTo(epoch, value float64) {
	if !scene.Finite(value) {
		p.breakLine()
		return
	}
	inside, wasInside := value <= p.top, p.started && p.value <= p.top
	if p.started && inside != wasInside {
		t := (p.top - p.value) / (value - p.value)
		p.Pen.LineTo(p.place(p.epoch+t*(epoch-p.epoch), p.top))
	}
	if inside {
		p.Pen.LineTo(p.place(epoch, value))
	} else {
		p.Lift()
	}
	p.epoch, p.value, p.started = epoch, value, true
}

func (p *clippedPen) place(epoch, value float64) scene.Point {
	return scene.Point{X: p.x.At(epoch), Y: p.y.At(value)}
}
