package render

import (
	"image/color"
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
)

// racetrack is one drawing of a Race.
type racetrack struct {
	*Race
	scene.Board
	plot scene.Plot
	y    scene.Linear // of heights
	tau  float64      // length of an epoch in units of the x axis
}

// Draw lays the picture out in box and appends it to the Scene; in a box without room for
// it it draws nothing, and of a network that has no race it says what it needs.
func (p *Race) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	c := racetrack{Race: p, Board: scene.Board{Scene: s, Theme: theme, Words: words}, plot: p.Plot(box, theme, words), tau: 1}
	if p.Need != "" {
		c.need()
		return Placed{}
	}
	r, size := c.plot.Rect, theme.SmallSize
	if !scene.Drawable(r) || r.W < 8*size || r.H < 2*size || !(p.Low < 0) || !scene.Finite(p.Low) {
		return Placed{}
	}
	c.y = scene.Linear{From: p.Low, To: 0, Start: r.Bottom(), End: r.Y + 1.5*size}
	if lowRace(box, theme) {
		c.y.End = r.Y + 0.5*size
	}
	if p.box != box {
		p.box, p.naming = box, raceInWords
		p.forget()
	}
	if p.InTau && p.Rate > 0 && scene.Finite(p.Rate*c.plot.Epochs) {
		c.tau = p.Rate
	}
	c.readOut()
	c.titles()
	c.ticks()
	c.names()

	c.axes()
	c.bends()
	c.predicted()
	c.curves()
	c.heads()
	c.crosshair()
	return Placed{Curves: c.plot}
}

// need says why there is no race, over as many lines as it takes.
func (c *racetrack) need() {
	box, size := c.plot.Box, c.Theme.SmallSize
	var l lines
	l.size = size
	if !scene.Drawable(box) || !l.wrap(c.Scene.Format(c.Words, c.Need), box.W-2*size) || float64(l.n)*1.35*size > box.H {
		return
	}
	y := box.Y + box.H/2 - float64(l.n-1)*0.675*size
	for i, text := range l.text[:l.n] {
		c.Put(c.Small(c.Scene.Key("race/need/", digits[i]), text, box.X+box.W/2, y+1.35*size*float64(i), scene.Middle, c.Theme.Muted))
	}
}

func (c *racetrack) at(epoch, height float64) scene.Point {
	return scene.Point{X: c.plot.X(epoch), Y: c.y.At(height)}
}

// now is the playhead, held within the axis.
func (c *racetrack) now() float64 {
	if math.IsNaN(c.Playhead) {
		return 0
	}
	return scene.Clamp(c.Playhead, 0, c.plot.Epochs)
}

// titles says what is drawn, and below what is seen in it.
func (c *racetrack) titles() {
	s, box, size := c.Scene, c.plot.Box, c.Theme.SmallSize
	key := "figure.race.title"
	if c.Depth > 2 {
		key = "figure.race.titleDeep"
	}
	if flatRace(box, c.Theme) {
		return
	}
	title := c.Small("race/title", s.Format(c.Words, key), box.X, box.Y+size, scene.Start, c.Theme.Ink)
	title.Weight = 600
	if title.Bounds().Right() > box.Right() {
		title.Content = s.Format(c.Words, "figure.race.titleShort")
	}
	c.Put(title)
	if lowRace(box, c.Theme) || c.Said.Key == "" {
		return
	}
	said := &c.Said
	for _, long := range [...]bool{true, false} {
		key := said.Key
		if !long {
			key = s.Key(said.Key, ".short")
		}
		t := c.Small("race/caption", s.Format(c.Words, key, "first", said.First, "other", said.Other, "from", c.number(said.From), "to", c.number(said.To)), box.X, box.Y+2.45*size, scene.Start, c.Theme.Ink)
		if t.Bounds().Right() <= box.Right() {
			c.Put(t)
			return
		}
	}
}

// number writes a slope or an epoch to three digits, without zeros at its end.
func (c *racetrack) number(v float64) string {
	if !(math.Abs(v) >= 1e-3 && math.Abs(v) < 1e5) {
		return c.Scene.Figures(v)
	}
	unit := math.Pow(10, math.Min(0, math.Floor(math.Log10(math.Abs(v)))-2))
	return c.Scene.Shortest(math.Round(v/unit) * unit)
}

// decades are the distance of the numbers at the logarithmic axis.
func (c *racetrack) decades() float64 {
	most := math.Max(1, math.Floor(math.Abs(c.y.End-c.y.Start)/(2.4*c.Theme.SmallSize)))
	for _, step := range [...]float64{1, 2, 3, 5, 10, 20, 50, 100} {
		if -c.Low/step <= most {
			return step
		}
	}
	return max(200, scene.TickStep(c.Low, 0, 2)) // a line may fall for ever
}

// hugeStep is from where on heights, of tiny weights, are too long to be written out: beside 0
// there is a single power of ten.
const hugeStep = 1e5

// step is the distance of the numbers at the upright axis.
func (c *racetrack) step() float64 {
	if !scene.Finite(c.Low) {
		return 0 // no numbers
	}
	if c.Depth > 2 && -c.Low >= hugeStep {
		return math.Pow(10, math.Floor(math.Log10(-c.Low)))
	}
	if c.Depth > 2 {
		return scene.TickStep(c.Low, 0, max(2, int((c.y.Start-c.y.End)/(3*c.Theme.SmallSize))))
	}
	return c.decades()
}

// label is what stands at a height.
func (c *racetrack) label(n int, step float64) string {
	s := c.Scene
	switch {
	case c.Depth > 2 && n > 0 && step >= hugeStep:
		return s.Key("10^{", s.Number(math.Log10(step), 0), "}")
	case c.Depth > 2:
		return s.Number(scene.Multiple(n, step), scene.Decimals(step))
	case n == 0:
		return s.Number(1, 0)
	}
	return s.Key("10^{", s.Number(-scene.Multiple(n, step), 0), "}")
}

func (c *racetrack) ticks() {
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	step := c.step()
	for n := 0; step > 0 && float64(n)*step <= -c.Low && (n < 2 || step < hugeStep); n++ {
		label := c.label(n, step)
		c.PutIfFree(c.Small(s.Key("race/height/", label), label, r.X-size*0.6, c.y.At(-float64(n)*step)+scene.MidHeight*size, scene.End, c.Theme.Muted))
	}
	if thinRace(c.plot.Box, c.Theme) {
		return
	}
	base := r.Bottom() + 1.6*size
	word := "figure.training.x"
	if c.tau != 1 {
		word = "figure.training.xTau"
	}
	time := c.timeStep()
	decimals := scene.Decimals(time)
	_, last := scene.TickRange(0, c.plot.Epochs*c.tau, time)
	end := scene.TextWidth(s.Number(c.plot.Epochs*c.tau, decimals), size, 400)
	title := c.Small("race/title/epoch", s.Format(c.Words, word), r.Right()+end/2+size*0.6, base, scene.Start, c.Theme.Muted)
	if title.Bounds().Right() <= c.plot.Box.Right() {
		c.PutIfFree(title)
	}
	for n := 0; n <= last; n++ {
		label := s.Number(scene.Multiple(n, time), decimals)
		c.PutIfFree(c.Small(s.Key("race/epoch/", label), label, c.plot.X(scene.Multiple(n, time)/c.tau), base, scene.Middle, c.Theme.Muted))
	}
}

func (c *racetrack) timeStep() float64 {
	count := int(c.plot.Rect.W / (7 * c.Theme.SmallSize))
	step := scene.TickStep(0, c.plot.Epochs*c.tau, max(2, min(6, count)))
	if c.tau != 1 {
		return step
	}
	return math.Max(1, step)
}

// axes draws the grid, the base line with its ticks, and the finish.
func (c *racetrack) axes() {
	s, r, solid := c.Scene, c.plot.Rect, [2]float64{}
	step := c.step()
	for n := 1; step > 0 && float64(n)*step <= -c.Low; n++ {
		y := scene.Crisp(c.y.At(-float64(n) * step))
		s.AddLine(s.Key("race/grid/", c.label(n, step)), scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, c.Theme.HairWidth, c.Theme.Grid, solid)
	}
	bottom := scene.Crisp(r.Bottom())
	s.AddLine("race/axis", scene.Point{X: r.X, Y: bottom}, scene.Point{X: r.Right(), Y: bottom}, c.Theme.HairWidth, c.Theme.Axis, solid)
	time := c.timeStep()
	_, last := scene.TickRange(0, c.plot.Epochs*c.tau, time)
	for n := 0; n <= last; n++ {
		v := scene.Multiple(n, time)
		x := scene.Crisp(c.plot.X(v / c.tau))
		s.AddLine(s.Key("race/tick/", s.Number(v, scene.Decimals(time))), scene.Point{X: x, Y: bottom}, scene.Point{X: x, Y: bottom + c.Theme.SmallSize*0.35}, c.Theme.HairWidth, c.Theme.Axis, solid)
	}
	y := scene.Crisp(c.y.At(0))
	s.AddLine("race/finish", scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, c.Theme.ThinWidth, c.Theme.Axis, solid)
}

// finishName says what the upper line is, over its end.
func (c *racetrack) finishName() {
	size, r := c.Theme.SmallSize, c.plot.Rect
	if lowRace(c.plot.Box, c.Theme) {
		return
	}
	key := "figure.race.finish"
	if c.Depth > 2 {
		key = "figure.race.finishDeep"
	}
	t := c.Small("race/finish/name", c.Scene.Format(c.Words, key), r.Right(), c.y.At(0)-0.6*size, scene.End, c.Theme.Muted)
	if t.Bounds().X >= r.X {
		c.PutIfFree(t)
	}
}

// remark says what dashes are, where there are any, in the corner below the lines.
func (c *racetrack) remark() {
	if !slices.ContainsFunc(c.Lanes, func(lane RaceLane) bool { return len(lane.Line) > 0 }) {
		return
	}
	size, r := c.Theme.SmallSize, c.plot.Rect
	key := "figure.race.dashes"
	switch {
	case c.Depth > 2:
		key = "figure.race.dashesDeep"
	case c.Rough:
		key = "figure.race.dashesRough"
	}
	t := c.Small("race/dashes", c.Scene.Format(c.Words, key), r.Right(), r.Bottom()-0.6*size, scene.End, c.Theme.Muted)
	if b := t.Bounds(); b.X >= r.X && c.clear(b.Inset(-2)) {
		c.PutIfFree(t)
	}
}

// The parts of a line that have names.
const (
	racePartStart = iota // before any other modality has arrived
	racePartFalls
	racePartLeft // what others have left drives it
	raceParts
)

var (
	racePartSymbols = [raceParts]string{"figure.race.slope", "figure.race.slopeFalls", "figure.race.slopeLeft"}
	racePartWords   = [raceParts]string{"figure.race.slope.words", "figure.race.slopeFalls.words", "figure.race.slopeLeft.words"}
)

func (p *RacePiece) part() int {
	switch {
	case !p.Left:
		return racePartStart
	case p.Falls && !p.Decays:
		return racePartFalls
	}
	return racePartLeft
}

// How parts of the lines are named.
const (
	raceInWords   = iota // what their symbols mean, too
	raceInSymbols        //
	raceTight            // before the arrival has its place
)

// names names the arrival, the parts of the lines and the rest: the arrival has its place first,
// unless it takes that of a part; words about parts take nobody's, or there are symbols only.
func (c *racetrack) names() {
	for ; ; c.naming++ {
		before, all := c.Note(), true
		switch c.naming {
		case raceInWords:
			all = c.arrival()
			c.finishName()
			c.remark()
			all = c.slopes() && all
		case raceInSymbols:
			c.arrival()
			all = c.slopes()
		case raceTight:
			c.slopes()
			c.arrival()
		}
		if all || c.Whole {
			break
		}
		c.Undo(before)
		c.forget()
	}
	if c.naming != raceInWords {
		c.finishName()
		c.remark()
	}
}

// forget forgets where names stood.
func (p *Race) forget() {
	for m := range p.Lanes {
		lane := &p.Lanes[m]
		lane.named, lane.pieces, lane.arrival = [scene.MaxLabels]int{}, [raceParts]int{}, 0
	}
}

// slopes names the parts of the lines by what drives them, those that rise first. It reports
// false if one that rises found no place.
func (c *racetrack) slopes() (all bool) {
	all = true
	for _, part := range [...]int{racePartStart, racePartLeft, racePartFalls} {
		for m := range c.Lanes {
			lane := &c.Lanes[m]
			for i := range lane.Line {
				piece := &lane.Line[i]
				if piece.Rests || piece.part() != part || i == len(lane.named) || c.Whole && lane.pieces[part] > 0 && i+1 != lane.pieces[part] {
					continue
				}
				if long, named := c.slope(lane, m, i); long {
					all = all && (named || part == racePartFalls)
					break
				}
			}
		}
	}
	return all
}

// Where the name of a part may stand: how far along it, and on which side.
var (
	raceAlong = [...]float64{0.55, 0.45, 0.65, 0.35, 0.75, 0.25, 0.85, 0.15}
	raceSides = [...]struct {
		x, y   float64 // in sizes of small type
		anchor scene.Anchor
	}{
		{0.55, 1.25, scene.Start}, {-0.55, -0.5, scene.End}, {0.55, scene.MidHeight, scene.Start}, {0, 1.5, scene.Middle},
		{0, -0.7, scene.Middle}, {0.55, -0.5, scene.Start}, {-0.55, 1.25, scene.End},
	}
)

// slope names a part of a line where nothing is in the way: where it stood before, if it can.
// While a hand drags it goes, rather than jump. It reports whether the part is long enough for a
// name, and whether it has one.
func (c *racetrack) slope(lane *RaceLane, m, i int) (long, named bool) {
	piece := &lane.Line[i]
	s, size, part := c.Scene, c.Theme.SmallSize, piece.part()
	from, to := c.at(piece.From, piece.Start), c.at(piece.To, piece.End)
	if !(math.Hypot(to.X-from.X, to.Y-from.Y) >= 2*size) {
		return false, false
	}
	words := racePartSymbols[part]
	if c.naming == raceInWords {
		words = racePartWords[part]
	}
	t := c.Small(s.Key("race/slope/", lane.Name, "/", digits[i]), s.Format(c.Words, words, "name", lane.Name, "value", c.number(piece.Residual)), 0, 0, scene.Start, c.Theme.Modality(m).Word)
	t.Weight = 600
	const beside = len(raceAlong) * len(raceSides)
	place := func(n int) bool {
		if n == beside { // over the finish, where the line comes to it
			t.X, t.Y, t.Anchor = math.Max(to.X-size, c.plot.Rect.X), c.y.At(0)-0.6*size, scene.Start
			b := t.Bounds()
			return math.Abs(piece.End) < 1e-9 && b.Y >= c.plot.Rect.Y-size && b.Right() <= c.plot.Box.Right() && c.Free(b.Inset(-2))
		}
		at, side := scene.Mix(from, to, raceAlong[n/len(raceSides)]), raceSides[n%len(raceSides)]
		t.X, t.Y, t.Anchor = at.X+side.x*size, at.Y+side.y*size, side.anchor
		b, r := t.Bounds(), c.plot.Rect
		return b.X >= r.X+2 && b.Right() <= c.plot.Box.Right() && b.Y >= c.y.At(0)+2 && b.Bottom() <= r.Bottom()-1 && c.Free(b.Inset(-2)) && c.clear(b.Inset(-1))
	}
	memory := &lane.named[i]
	if n := *memory - 1; n >= 0 && place(n) {
		c.Put(t)
		return true, true
	} else if n >= 0 && c.Whole {
		return true, false
	}
	for n := range beside + 1 {
		if place(n) {
			*memory, lane.pieces[part] = n+1, i+1
			c.Put(t)
			return true, true
		}
	}
	return true, false
}

// clear reports whether no line, predicted or of the run to its end, runs through b.
func (c *racetrack) clear(b scene.Rect) bool {
	for m := range c.Lanes {
		lane := &c.Lanes[m]
		for i := range lane.Line {
			piece := &lane.Line[i]
			if lane.drawn(i) && crosses(c.at(piece.From, piece.Start), c.at(piece.To, piece.End), b) {
				return false
			}
		}
		if c.runsThrough(series{values: lane.Curve, spans: lane.spans}, b) || c.runsThrough(series{values: lane.Aligned}, b) {
			return false
		}
	}
	return true
}

// crosses reports whether a segment that goes to the right meets b.
func crosses(from, to scene.Point, b scene.Rect) bool {
	if to.X < b.X || from.X > b.Right() {
		return false
	}
	y := func(x float64) float64 {
		if to.X <= from.X {
			return from.Y
		}
		return from.Y + scene.Clamp((x-from.X)/(to.X-from.X), 0, 1)*(to.Y-from.Y)
	}
	one, other := y(b.X), y(b.Right())
	if to.X <= from.X {
		other = to.Y
	}
	return math.Min(one, other) < b.Bottom() && math.Max(one, other) > b.Y
}

func (c *racetrack) runsThrough(curve series, b scene.Rect) bool {
	lo, hi := curve.extent(int(c.plot.Epoch(b.X)), int(math.Ceil(c.plot.Epoch(b.Right()))))
	return lo <= hi && c.y.At(hi) < b.Bottom() && c.y.At(lo) > b.Y
}

// leader is the modality that arrives first by the end of the run, −1: none.
func (c *racetrack) leader() int {
	first := -1
	for m := range c.Lanes {
		if t := c.Lanes[m].Comes; t > 0 && t <= c.plot.Epochs && (first < 0 || t < c.Lanes[first].Comes) {
			first = m
		}
	}
	return first
}

// arrival names the moment at which the first one arrives, where its line does. It reports false
// if that finds no place.
func (c *racetrack) arrival() bool {
	first := c.leader()
	if first < 0 {
		return true
	}
	lane, size := &c.Lanes[first], c.Theme.SmallSize
	t := c.Small(c.Scene.Key("race/arrival/", lane.Name), c.Scene.Format(c.Words, "figure.race.arrives", "name", lane.Name), c.plot.X(lane.Comes)+0.55*size, 0, scene.Start, c.Theme.Modality(first).Word)
	rows := [...]float64{1.6, 2.9}
	for n, row := range rows {
		if lane.arrival > 0 && c.Whole && n != lane.arrival-1 {
			continue // it goes, rather than jump
		}
		t.Y = c.y.At(0) + row*size
		if b := t.Bounds(); b.Right() <= c.plot.Rect.Right() && b.Bottom() < c.plot.Rect.Bottom() && c.Free(b.Inset(-2)) && c.clear(b) {
			lane.arrival = n + 1
			if lane.Arrives <= c.now() {
				c.Put(t)
			} else {
				c.Reserve(b)
			}
			return true
		}
	}
	return false
}

// bends draws an upright line where the first one has arrived.
func (c *racetrack) bends() {
	first := c.leader()
	if first < 0 || !(c.Lanes[first].Arrives <= c.now()) {
		return
	}
	x := scene.Crisp(c.plot.X(c.Lanes[first].Arrives))
	c.Upright("race/arrival/line", x, c.y.At(0), c.plot.Rect.Bottom(), c.Theme.HairWidth, c.Theme.Exact(first), [2]float64{})
}

// predicted draws the straight lines.
func (c *racetrack) predicted() {
	s := c.Scene
	for m := len(c.Lanes) - 1; m >= 0; m-- {
		lane := &c.Lanes[m]
		pen := c.pen(scene.Strip{Key: s.Key("race/predicted/", lane.Name), Width: c.Theme.ThinWidth, Colour: c.Theme.Modality(m).Mark, Dash: c.Theme.Dash})
		for i := range lane.Line {
			piece := &lane.Line[i]
			if !lane.drawn(i) {
				break
			}
			pen.to(c.at(piece.From, piece.Start))
			pen.to(c.at(piece.To, piece.End))
		}
		pen.Lift()
	}
}

// drawn reports whether part i of a line is drawn: that of a rest which lasts is the finish.
func (l *RaceLane) drawn(i int) bool {
	for _, piece := range l.Line[i:] {
		if !piece.Rests {
			return true
		}
	}
	return false
}

// racePen draws what lies within the axes.
type racePen struct {
	scene.Pen
	top, bottom float64
	last        scene.Point
	begun       bool
}

func (c *racetrack) pen(look scene.Strip) racePen {
	return racePen{Pen: c.Scene.Pen(look), top: c.plot.Rect.Y, bottom: c.plot.Rect.Bottom()}
}

func (p *racePen) to(at scene.Point) {
	if math.IsNaN(at.Y) || !scene.Finite(at.X) {
		p.Lift()
		p.begun = false
		return
	}
	at.Y = scene.Clamp(at.Y, p.top-1e5, p.bottom+1e5) // ln 0
	inside := func(y float64) bool { return y >= p.top && y <= p.bottom }
	if p.begun && at == p.last {
		return
	}
	if p.begun && inside(at.Y) != inside(p.last.Y) {
		edge := p.bottom
		if math.Min(at.Y, p.last.Y) < p.top {
			edge = p.top
		}
		p.LineTo(scene.Mix(p.last, at, (edge-p.last.Y)/(at.Y-p.last.Y)))
	}
	if inside(at.Y) {
		p.LineTo(at)
	} else {
		p.Lift()
	}
	p.last, p.begun = at, true
}

// curves draws the run up to the playhead, A last; the aligned network behind it.
func (c *racetrack) curves() {
	s, now := c.Scene, int(c.now())
	for m := len(c.Lanes) - 1; m >= 0; m-- {
		lane, hue := &c.Lanes[m], c.Theme.Modality(m).Mark
		if c.Whole {
			c.curve(scene.Strip{Key: s.Key("race/rest/", lane.Name), Width: c.Theme.ThinWidth * 1.2, Colour: scene.Fade(hue, 0.4)}, lane.Curve, c.Epochs)
		}
		c.curve(scene.Strip{Key: s.Key("race/aligned/", lane.Name), Width: c.Theme.ThinWidth, Colour: c.Theme.Exact(m)}, lane.Aligned, now)
		c.curve(scene.Strip{Key: s.Key("race/curve/", lane.Name), Width: c.Theme.CurveWidth, Colour: hue}, lane.Curve, now)
	}
}

// curve draws heights up to an epoch, without points that nobody could tell from the one
// before.
func (c *racetrack) curve(look scene.Strip, heights []float64, upTo int) {
	const fine = 0.6
	pen := c.pen(look)
	last := min(upTo, len(heights)-1)
	for e, h := range heights[:last+1] {
		at := c.at(float64(e), h)
		if e > 0 && e < last && math.Abs(at.X-pen.last.X) < fine && math.Abs(at.Y-pen.last.Y) < fine {
			continue
		}
		pen.to(at)
	}
	pen.Lift()
}

// heads marks where the run is, and where the other line was as the first one arrived.
func (c *racetrack) heads() {
	s, now := c.Scene, int(c.now())
	first := c.leader()
	for m := len(c.Lanes) - 1; m >= 0; m-- {
		lane := &c.Lanes[m]
		if first >= 0 && m != first && c.Lanes[first].Arrives <= c.now() {
			e := int(math.Round(c.Lanes[first].Arrives))
			if e < len(lane.Curve) {
				hue := c.Theme.Modality(m).Mark
				c.mark(s.Key("race/bend/", lane.Name), m, e, lane.Curve[e], c.Theme.MarkRadius*1.1, c.Theme.Paper, hue)
			}
		}
		if e := min(now, len(lane.Curve)-1); e >= 0 {
			radius := c.Theme.MarkRadius * headSize
			for k := range m { // drawn over it
				if e < len(c.Lanes[k].Curve) && math.Abs(c.y.At(c.Lanes[k].Curve[e])-c.y.At(lane.Curve[e])) < radius {
					radius *= 1.5
				}
			}
			radius = math.Min(radius, c.Theme.MarkRadius*headSize*1.5*1.5)
			c.mark(s.Key("race/head/", lane.Name), m, e, lane.Curve[e], radius, c.Theme.Modality(m).Mark, c.Theme.Paper)
		}
	}
}

func (c *racetrack) mark(key string, m, epoch int, height, radius float64, fill, ring color.NRGBA) {
	at := c.at(float64(epoch), height)
	if !(at.Y >= c.plot.Rect.Y && at.Y <= c.plot.Rect.Bottom()) {
		return
	}
	c.Scene.AddMark(scene.Mark{Key: key, At: at, Shape: shapeOf(m), Radius: radius, Fill: fill, Ring: ring, RingW: c.Theme.HairWidth * 1.25})
}

// pointed is the whole epoch nearest to the pointer.
func (c *racetrack) pointed() (epoch int, ok bool) {
	if !(c.Pointer >= 0 && c.Pointer <= c.plot.Epochs) {
		return 0, false
	}
	return int(math.Round(c.Pointer)), true
}

// readOut reads every curve out at the pointer: over everything else, as it comes and goes
// with a hand.
func (c *racetrack) readOut() {
	epoch, ok := c.pointed()
	if !ok {
		return
	}
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	x := c.plot.X(float64(epoch))
	word, time := "figure.training.pointer", s.Number(float64(epoch), 0)
	if c.tau != 1 {
		word, time = "figure.training.pointerTau", s.Figures(float64(epoch)*c.tau)
	}
	t := c.Small("race/pointer/epoch", s.Format(c.Words, word, "epoch", time), x, r.Bottom()+1.6*size, scene.Middle, c.Theme.Ink)
	t.Weight = 600
	half := scene.TextWidth(t.Content, size, 600) / 2
	t.X = scene.Clamp(x, c.plot.Box.X+half, c.plot.Box.Right()-half)
	if t.Bounds().Bottom() <= c.plot.Box.Bottom() {
		c.Put(t)
	}
	if float64(epoch) > c.now() {
		return
	}
	var col scene.Column
	for m := range min(len(c.Lanes), scene.MaxLabels) {
		lane := &c.Lanes[m]
		if epoch >= len(lane.Curve) || math.IsNaN(lane.Curve[epoch]) {
			continue
		}
		text := c.Small(s.Key("race/value/", lane.Name), s.Format(c.Words, "figure.training.value", "name", lane.Name, "value", c.value(lane.Curve[epoch])), 0, 0, scene.Start, c.Theme.Modality(m).Word)
		text.Weight = 600
		col.Add(text, scene.Clamp(c.y.At(lane.Curve[epoch])-0.85*size, r.Y, r.Bottom()))
	}
	gap := c.Theme.MarkRadius + size*0.5
	if !col.Settle(x+gap, scene.Start, r.Y, r.Bottom()) {
		return
	}
	if col.Box.Right() > c.plot.Box.Right() {
		col.MoveTo(x-gap, scene.End)
	}
	for _, text := range col.Texts[:col.Count] {
		c.Put(text)
		c.Pass(text.Bounds())
	}
}

// value writes what a height stands for.
func (c *racetrack) value(h float64) string {
	if c.Depth > 2 {
		return c.Scene.Figures(-h)
	}
	if v := math.Pow(10, h); v >= 0.01 || v == 0 {
		return c.Scene.Number(v, 2)
	}
	return c.Scene.Power(math.Pow(10, h))
}

func (c *racetrack) crosshair() {
	epoch, ok := c.pointed()
	if !ok {
		return
	}
	c.Upright("race/crosshair", c.plot.X(float64(epoch)), c.plot.Rect.Y, c.plot.Rect.Bottom(), c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
	for m := len(c.Lanes) - 1; m >= 0 && float64(epoch) <= c.now(); m-- {
		if lane := &c.Lanes[m]; epoch < len(lane.Curve) {
			c.mark(c.Scene.Key("race/pointer/", lane.Name), m, epoch, lane.Curve[epoch], c.Theme.MarkRadius*1.3, c.Theme.Modality(m).Mark, c.Theme.Paper)
		}
	}
}
