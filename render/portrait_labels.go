package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
)

// The places of rest, in the order of their names.
const (
	restZero = iota
	restA
	restB
	restBoth
	restCount
)

// rest is a place at which training rests.
type rest struct {
	w    [2]float64
	at   scene.Point
	with int // the first one at the same place, its own index if it is that
}

// tread leaves a dot every few pixels of every path: what labels keep clear of.
func (c *portrait) tread() {
	apart := 0.45 * c.Theme.SmallSize
	for i := range c.Paths {
		var last scene.Point
		for k, w := range c.Paths[i].Points {
			at := c.plot.At(w[0], w[1])
			if !scene.Finite(at.X + at.Y) {
				continue
			}
			if k == 0 {
				last = at
			}
			way := math.Hypot(at.X-last.X, at.Y-last.Y)
			for n := 1.0; n*apart <= way && c.trod < len(c.dots); n++ {
				c.dots[c.trod], c.dotOf[c.trod] = scene.Mix(last, at, n*apart/way), int8(i)
				c.trod++
			}
			if way >= apart {
				last = at
			}
		}
	}
}

// barred is the penalty of a place that a path runs through.
const barred = 10

// crossed is how much a text in a box would be in the way of the paths, where it
// is about one of them or about none (−1): they should not run through it, that
// of the run least of all, and no other one should come close.
func (c *portrait) crossed(box scene.Rect, about int) (penalty float64) {
	through, close := 0, 0
	inner, outer := box.Inset(-3), box.Inset(-1.1*c.Theme.SmallSize)
	for i, dot := range c.dots[:c.trod] {
		if !outer.Contains(dot.X, dot.Y) {
			continue
		}
		of := int(c.dotOf[i])
		if about >= 0 && of != about {
			close |= 1 << of
		}
		if inner.Contains(dot.X, dot.Y) {
			through |= 1 << of
		}
	}
	for i := range c.Paths {
		weight := 1.0
		if i == len(c.Paths)-1 {
			weight = 2
		}
		penalty += weight * (barred*float64(through>>i&1) + 1.5*float64(close>>i&1))
	}
	return penalty
}

// best puts a text at the one of the places that is free and in the way of least;
// earlier ones are preferred. It reports false if no place is free with a penalty
// below the limit.
func (c *portrait) best(t scene.Text, about int, places []scene.Point, limit float64) bool {
	least, chosen := limit, scene.Point{}
	margin := 2.0
	if about >= 0 { // no mistaking it for what stands beside a mark
		margin = 0.5 * c.Theme.SmallSize
	}
	zero := c.plot.At(0, 0)
	for order, place := range places {
		late := 0.004 * float64(order)
		if late >= least {
			break
		}
		t.X, t.Y = place.X, place.Y
		b := t.Bounds()
		if r := c.plot.Rect; b.X < r.X || b.Right() > r.Right() || b.Y < r.Y || b.Bottom() > r.Bottom() || !c.Free(b.Inset(-margin)) {
			continue
		}
		penalty := late + c.crossed(b, about)
		if b.X < zero.X && zero.X < b.Right() || b.Y < zero.Y && zero.Y < b.Bottom() {
			penalty += 0.3
		}
		if penalty < least {
			least, chosen = penalty, place
		}
	}
	if least == limit {
		return false
	}
	t.X, t.Y = chosen.X, chosen.Y
	c.Put(t)
	return true
}

// rests finds the places of rest, which of them are one on the screen, and names
// them, clear of the head of a run that rests there.
func (c *portrait) rests() {
	c.fixed = [restCount]rest{
		restA: {w: [2]float64{c.Plateau[0], 0}}, restB: {w: [2]float64{0, c.Plateau[1]}}, restBoth: {w: c.Final},
	}
	radius := c.Theme.MarkRadius * restSize
	for i := range c.fixed {
		p := &c.fixed[i]
		p.at = c.plot.At(p.w[0], p.w[1])
		p.with = i
		for _, other := range c.fixed[:i] {
			if math.Hypot(p.at.X-other.at.X, p.at.Y-other.at.Y) < 2*radius {
				p.with = other.with
				break
			}
		}
		c.Reserve(scene.Around(p.at, portraitHead(c.Theme)))
	}
	before := c.Note()
	for try := range 3 {
		if c.nameRests(try) {
			return
		}
		if try < 2 {
			c.Undo(before)
		}
	}
}

// nameRests names all places: in words, in symbols, or in symbols and the other
// way round. It reports false if one is left without a name.
func (c *portrait) nameRests(try int) bool {
	all := true
	for i := range c.fixed {
		if try == 2 {
			i = restCount - 1 - i
		}
		if c.fixed[i].with == i {
			all = c.nameRest(i, try > 0) && all
		}
	}
	return all
}

// restSize is how large the mark of a place of rest is, in units of the others.
const restSize = 1.2

// nameRest names a place with all that rests there.
func (c *portrait) nameRest(i int, brief bool) bool {
	t := c.Small(c.Scene.Key("portrait/rest/", digits[i]), "", 0, 0, scene.Start, c.restColour(i))
	t.Weight = 600
	long, short := c.restName(i, false), c.restName(i, true)
	merged := false
	for k := i + 1; k < restCount; k++ {
		if c.fixed[k].with != i {
			continue
		}
		template := "figure.portrait.same"
		if math.Abs(c.fixed[k].w[0]-c.fixed[i].w[0]) > 1e-9*(c.A[1]-c.A[0]) || math.Abs(c.fixed[k].w[1]-c.fixed[i].w[1]) > 1e-9*(c.B[1]-c.B[0]) {
			template = "figure.portrait.near"
		}
		short = c.Scene.Format(c.Words, template, "one", short, "other", c.restName(k, true))
		merged = true
	}
	if merged {
		t.Colour = c.Theme.Ink
	}
	if merged || brief {
		long = short
	}
	for _, try := range [...]struct {
		name  string
		rings int
		limit float64
	}{{long, 2, barred}, {short, 2, barred}, {short, 3, barred}, {short, 3, math.Inf(1)}} {
		if t.Content = try.name; c.placeRest(t, c.fixed[i].at, try.rings, try.limit) {
			return true
		}
	}
	return false
}

func (c *portrait) restColour(i int) color.NRGBA {
	if i == restA || i == restB {
		return c.Theme.Modality(i - restA).Word
	}
	return c.Theme.Ink
}

func (c *portrait) restName(i int, short bool) string {
	key := [...]string{"figure.portrait.zero", "figure.portrait.alone", "figure.portrait.alone", "figure.portrait.both"}[i]
	if short {
		key = [...]string{"figure.portrait.zeroShort", "figure.portrait.aloneShort", "figure.portrait.aloneShort", "figure.portrait.bothShort"}[i]
	}
	name := ""
	if i == restA || i == restB {
		name = c.Names[i-restA]
	}
	return c.Scene.Format(c.Words, key, "name", name)
}

// placeRest sets the name of a place in one of the rings around its mark, where
// that costs less than the limit.
func (c *portrait) placeRest(t scene.Text, at scene.Point, rings int, limit float64) bool {
	size, gap := t.Size, portraitHead(c.Theme)+2.5
	var places [24]scene.Point
	n := 0
	width := scene.TextWidth(t.Content, size, t.Weight)
	for ring := range rings {
		far := gap + size*0.6*float64(ring)
		for _, y := range [...]float64{-far - scene.Descent*size, far + scene.Ascent*size, scene.MidHeight * size} { // above, below, beside
			for _, x := range [...]float64{far * 0.7, -far*0.7 - width, -width / 2} {
				if y == scene.MidHeight*size && x == -width/2 {
					continue
				}
				if y == scene.MidHeight*size { // beside: clear of the mark
					x += math.Copysign(far*0.3, x)
				}
				places[n] = scene.Point{X: at.X + x, Y: at.Y + y}
				n++
			}
		}
	}
	return c.best(t, -1, places[:n], limit)
}

// pathNames names the paths beside them, that of the run first.
func (c *portrait) pathNames() {
	for i := len(c.Paths) - 1; i >= 0; i-- {
		fusion := c.Paths[i].Fusion
		key := "figure.portrait.intermediate"
		switch fusion {
		case c.Depth:
			key = "figure.portrait.late"
		case 1:
			key = "figure.portrait.early"
		}
		number := c.Scene.Number(float64(fusion), 0)
		t := c.Small(c.Scene.Key("portrait/name/", number), c.Scene.Format(c.Words, key, "fusion", number), 0, 0, scene.Start, c.Theme.Muted)
		if i == len(c.Paths)-1 {
			t.Weight, t.Colour = 600, c.Theme.Ink
		}
		c.placeName(t, i)
	}
}

// placeName sets the name of a path at its side, if there is a place through
// which no path runs.
func (c *portrait) placeName(t scene.Text, path int) {
	from, to := 0, 0
	for i, of := range c.dotOf[:c.trod] {
		if int(of) == path {
			if to == 0 {
				from = i
			}
			to = i + 1
		}
	}
	if to-from < 2 {
		return
	}
	var places [128]scene.Point
	n := 0
	size, width := t.Size, scene.TextWidth(t.Content, t.Size, t.Weight)
	low := 0.75 * size // of a text below
	for _, along := range [...]float64{0.8, 0.86, 0.72, 0.64, 0.56, 0.48, 0.4, 0.3} {
		dot := c.dots[from+int(along*float64(to-from))]
		for _, gap := range [...]float64{size * 0.6, size * 1.1} {
			for _, place := range [...]scene.Point{
				{X: gap, Y: scene.MidHeight * size}, {X: -gap - width, Y: scene.MidHeight * size}, {X: -width / 2, Y: -gap}, {X: -width / 2, Y: gap + low},
				{X: -width, Y: -gap}, {X: 0, Y: gap + low}, {X: 0, Y: -gap}, {X: -width, Y: gap + low},
			} {
				places[n] = scene.Point{X: dot.X + place.X, Y: dot.Y + place.Y}
				n++
			}
		}
	}
	c.best(t, path, places[:n], barred)
}

// saddles marks the places of rest: hollow where training leaves again, filled
// where it stays.
func (c *portrait) saddles() {
	for i := range c.fixed {
		mark := scene.Mark{
			Key: c.Scene.Key("portrait/mark/", digits[i]), At: c.fixed[i].at, Radius: c.Theme.MarkRadius*restSize - c.Theme.ThinWidth/2,
			Fill: c.Theme.Paper, Ring: c.restColour(i), RingW: c.Theme.ThinWidth,
		}
		if i == restBoth {
			mark.Fill = c.Theme.Ink
		}
		c.Scene.AddMark(mark)
	}
}
