package scene

import "math"

// Point is a place on the stage in CSS pixels, y pointing down.
type Point struct{ X, Y float64 }

// Rect is an axis-parallel rectangle in CSS pixels. A Rect with W or H ≤ 0 is
// empty: it contains nothing and overlaps nothing.
type Rect struct{ X, Y, W, H float64 }

// Right is the x of the right edge.
func (r Rect) Right() float64 { return r.X + r.W }

// Bottom is the y of the lower edge.
func (r Rect) Bottom() float64 { return r.Y + r.H }

// Empty reports whether r covers no area.
func (r Rect) Empty() bool { return !(r.W > 0 && r.H > 0) }

// Contains reports whether (x, y) lies in r, edges included.
func (r Rect) Contains(x, y float64) bool {
	return !r.Empty() && x >= r.X && x <= r.Right() && y >= r.Y && y <= r.Bottom()
}

// Overlaps reports whether r and o share an area; touching edges do not count.
func (r Rect) Overlaps(o Rect) bool {
	return !r.Empty() && !o.Empty() &&
		r.X < o.Right() && o.X < r.Right() && r.Y < o.Bottom() && o.Y < r.Bottom()
}

// overlapsAny reports whether one of a list overlaps r.
func (r Rect) overlapsAny(list []Rect) bool {
	for _, other := range list {
		if other.Overlaps(r) {
			return true
		}
	}
	return false
}

// Inset is r moved inwards by d on every side (outwards for d < 0).
func (r Rect) Inset(d float64) Rect {
	return Rect{r.X + d, r.Y + d, r.W - 2*d, r.H - 2*d}
}

// Drawable reports whether r is a place on some screen.
func Drawable(r Rect) bool {
	const vast = 1e5
	return !r.Empty() && Finite(r.X+r.Y) && r.W < vast && r.H < vast
}

// Finite reports whether v is a number and not infinite.
func Finite(v float64) bool { return !math.IsNaN(v) && !math.IsInf(v, 0) }

// Clamp is v, held between lo and hi.
func Clamp(v, lo, hi float64) float64 { return math.Max(lo, math.Min(v, hi)) }

// Mix is the place that is the part t of the way from a to z.
func Mix(a, z Point, t float64) Point { return Point{a.X + t*(z.X-a.X), a.Y + t*(z.Y-a.Y)} }

// Crisp moves v to the middle of the nearest pixel, where a line one pixel
// wide is sharp at every integer scale.
func Crisp(v float64) float64 { return math.Floor(v) + 0.5 }
