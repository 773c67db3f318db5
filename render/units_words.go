package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// The remark: how wide its room is at least, how many rows it has below a plot, in
// sizes of small type, and their distance.
const (
	remarkWidth   = 9
	remarkRows    = 2
	remarkLeading = 1.35
)

// What counts as a remark would say it, in shares of the extent of the axes or of
// all squared weights.
const (
	stillSmall = 0.05 // a weight close to zero
	grown      = 0.2  // one that shows where a unit points
	aligned    = 0.98 // of the squares, on a line or on one of the diagonals
)

var remarkKeys = [maxLines]string{"units/say", "units/say/2", "units/say/3", "units/say/4", "units/say/5"}

// remark says what there is to see in the units as they are at this moment.
func (u *Units) remark(d *weights, room scene.Rect) {
	s, size := d.Scene, d.Theme.SmallSize
	key, first := u.Observation()
	l := lines{x: room.X, size: size}
	sentence := s.Format(d.Words, key, "name", u.Names[first], "other", u.Names[1-first])
	if !l.wrap(sentence, room.W) || remarkLeading*size*float64(l.n) > room.H+1 || room.Bottom() > d.plot.Box.Bottom()+1 {
		return // all of it or nothing
	}
	for i, text := range l.text[:l.n] {
		d.Put(d.Small(remarkKeys[i], text, room.X, room.Y+size*(1+remarkLeading*float64(i)), scene.Start, d.Theme.Ink))
	}
}

// Observation is the key of the sentence that holds for the units as shown, and the modality it begins
// with. Every wording is either true of the architecture or measured here.
func (u *Units) Observation() (key string, first int) {
	var a, b float64 // the largest weights
	for i := range u.Points {
		p := &u.Points[i]
		a, b = math.Max(a, math.Abs(p.A)), math.Max(b, u.fromB(p))
	}
	least := stillSmall * u.Extent
	switch {
	case !(a >= least) && !(b >= least):
		return "figure.units.say.none", 0
	case !(a >= least) || !(b >= least):
		if b >= least {
			first = 1
		}
		if u.Early {
			return "figure.units.say.along", first
		}
		return "figure.units.say.one", first
	case u.sized():
		return "figure.units.say.sized", 0
	case u.Early && u.onOneLine():
		return "figure.units.say.line", 0
	case u.Early:
		return "figure.units.say.both", 0
	case u.Plane && u.onDiagonals():
		return "figure.units.say.diagonals", 1
	case u.Plane:
		return "figure.units.say.plane", 0
	}
	return "figure.units.say.axes", 0
}

// fromB is how large the weights of a unit from B are.
func (u *Units) fromB(p *UnitPoint) float64 {
	if u.Plane {
		return p.size()
	}
	return math.Abs(p.B)
}

// onOneLine reports whether the points lie on a line through zero: whether nearly all of
// their squares belong to one principal axis.
func (u *Units) onOneLine() bool {
	var aa, ab, bb float64
	for _, p := range u.Points {
		aa, ab, bb = aa+p.A*p.A, ab+p.A*p.B, bb+p.B*p.B
	}
	largest := (aa + bb + math.Hypot(aa-bb, 2*ab)) / 2
	return largest >= aligned*(aa+bb)
}

// onDiagonals reports whether the units of B that have grown point where xor does: of
// each nearly all of its squares lie on the nearer diagonal.
func (u *Units) onDiagonals() bool {
	for i := range u.Points {
		p := &u.Points[i]
		if p.size() < grown*u.Extent {
			continue
		}
		if along := math.Abs(p.Plane[0]) + math.Abs(p.Plane[1]); along*along/2 < aligned*p.size()*p.size() {
			return false
		}
	}
	return true
}
