package render

import (
	"math"
	"slices"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// PortraitPanel is the panel's name in keys and hits.
const PortraitPanel = "portrait"

// Portrait is the phase portrait of training: the plane of the end-to-end
// weights W_A^tot and W_B^tot, the places where training rests, the flow of the
// network's architecture, and the way the run takes through it. Dashes are the
// way from small initial weights, for late and for early fusion: one goes around
// the corner at which one modality alone is learned, the other does not. It is
// plain data; Draw reads it only.
type Portrait struct {
	Names         []string
	Depth, Fusion int
	Shape         theory.Shape
	Data          theory.Data // of two scalar modalities, for the flow
	Plateau       [2]float64  // of A alone and of B alone
	Final         [2]float64
	Paths         []PortraitPath // from small weights; that of the run's own fusion layer last
	Run           Trail
	Others        []Trail    // of the runs trained beside it
	Fill          [2]float64 // of A and B: which part of the final norm is learned, 0 to 1
	A, B          [2]float64 // the ranges of the axes
	Unbalanced    bool       // its weights do not flow as the picture has it: see [sim.Scenario.Balanced]
	Vector        string     // the modality that has several inputs, so that there is no plane; else empty
	Inputs        int        // how many it has
	Count         int        // of modalities

	moments *sim.Moments // memory of Show: what Data and Paths belong to, with gain
	gain    float64
}

// Trail is W_A^tot and W_B^tot at every epoch so far.
type Trail [2][]float64

// PortraitPath is the way from small weights for one fusion layer.
type PortraitPath struct {
	Fusion int
	Points [][2]float64
}

// HasPortrait reports whether the weights of a run span a plane, two scalar modalities and a scalar
// target, and flow on it as those of balanced layers do.
func HasPortrait(run *sim.Run) bool {
	m := run.Moments()
	for _, modality := range m.Modalities() {
		if modality.Dim != 1 {
			return false
		}
	}
	return len(m.Modalities()) == 2 && m.Outputs() == 1 && run.Scenario().Balanced()
}

// Show fills the picture with a run up to a moment. It has nothing to show of
// data that are not two scalar modalities and a scalar target. What depends on
// the data alone is worked out when they change; memory is reused.
func (p *Portrait) Show(now Moment) {
	run, epoch := now.Run, now.Epoch
	m, s := run.Objective(), run.Scenario()
	p.Names, p.Run, p.Others, p.Vector = p.Names[:0], Trail{}, p.Others[:0], ""
	p.Unbalanced = !s.Balanced()
	for _, modality := range m.Modalities() {
		if modality.Dim != 1 {
			p.Names, p.Vector, p.Inputs = p.Names[:0], modality.Name, modality.Dim
			break
		}
		p.Names = append(p.Names, modality.Name)
	}
	if p.Count = len(m.Modalities()); p.Count != 2 {
		p.Names = p.Names[:0]
	}
	if !HasPortrait(run) {
		p.Paths, p.moments = p.Paths[:0], nil
		return
	}
	if shape, gain := run.Shape(), run.Gain(); p.moments != m || p.gain != gain || p.Depth != s.Depth || p.Fusion != s.Fusion || !slices.Equal(shape.Branches, p.Shape.Branches) {
		p.moments, p.gain, p.Depth, p.Fusion, p.Shape = m, gain, s.Depth, s.Fusion, shape
		p.predict()
	}
	p.Run = trailOf(run, epoch)
	for _, companion := range run.Companions() {
		p.Others = append(p.Others, trailOf(companion, epoch))
	}
	for i := range p.Fill {
		p.Fill[i] = learned(run, i, epoch)
	}
}

func trailOf(run *sim.Run, epoch int) (t Trail) {
	for i := range t {
		weights := run.Weight(i)
		t[i] = weights[:min(epoch+1, len(weights))]
	}
	return t
}

// predict works out what the data, the depth and the fusion layer decide.
func (p *Portrait) predict() {
	m := p.moments
	if p.gain != 1 { // what rectified units show is the plane of a target so much larger
		cross := m.Cross()
		for i := range cross {
			cross[i] *= p.gain
		}
		larger, err := sim.NewMoments(m.Modalities(), 1, m.Sigma(), cross, p.gain*p.gain*m.TargetPower())
		if err != nil {
			panic(err) // moments of such a target
		}
		m = larger
	}
	final, _ := m.Optimum()
	p.Data = theory.Data{Dims: []int{1, 1}, Sigma: m.Sigma(), Yx: m.Cross(), Yy: m.TargetPower()}
	p.Final, p.Plateau = [2]float64(final), [2]float64{m.Plateau(0)[0], m.Plateau(1)[0]}
	count := 0
	for i, fusion := range [...]int{p.Depth, 1, p.Fusion} {
		if i < 2 && fusion == p.Fusion {
			continue // its own comes last
		}
		if count == len(p.Paths) {
			p.Paths = append(p.Paths, PortraitPath{})
		}
		path := &p.Paths[count]
		shape := p.Shape
		if fusion != p.Fusion {
			shape = theory.Even(p.Depth, fusion, 2)
		}
		path.Fusion, path.Points = fusion, sim.SmallInitPath(path.Points[:0], m, shape)
		count++
	}
	p.Paths = p.Paths[:count]
	p.A, p.B = p.limits()
}

// limits are the ranges of the axes: zero, every place of rest and the paths,
// with room around them.
func (p *Portrait) limits() (a, b [2]float64) {
	var limits [2][2]float64
	include := func(axis int, v float64) {
		limits[axis][0], limits[axis][1] = math.Min(limits[axis][0], v), math.Max(limits[axis][1], v)
	}
	for axis := range limits {
		include(axis, p.Plateau[axis])
		include(axis, p.Final[axis])
		for _, path := range p.Paths {
			for _, at := range path.Points {
				include(axis, at[axis])
			}
		}
	}
	spans := [2]float64{limits[0][1] - limits[0][0], limits[1][1] - limits[1][0]}
	least := 0.3 * math.Max(spans[0], spans[1])
	if least == 0 {
		least = 1
	}
	const room = 0.16
	for axis, span := range spans {
		pad := room * math.Max(span, least)
		if span < least { // one weight that stays near zero: in the middle
			pad += (least - span) / 2
		}
		limits[axis][0] -= pad
		limits[axis][1] += pad
	}
	return limits[0], limits[1]
}

// Plot is where Draw puts the axes. It depends on the box, the theme and the
// ranges only.
func (p *Portrait) Plot(box scene.Rect, theme *scene.Theme) WeightPlot {
	return WeightPlot{Box: box, Rect: weightRoom(box, theme), A: p.A, B: p.B}
}

// Draw lays the picture out in box and appends it to the Scene; in a box without
// room for it it draws nothing, and without two weights to show it says so.
func (p *Portrait) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	c := portrait{Portrait: p, weights: weights{Board: scene.Board{Scene: s, Theme: theme, Words: words}, panel: PortraitPanel, plot: p.Plot(box, theme)}}
	if p.Vector != "" || p.Count > 2 || p.Unbalanced {
		c.vector()
		return Placed{Weights: c.plot}
	}
	if !c.plot.roomy(theme) || len(p.Names) != 2 || len(p.Data.Yx) != 2 || len(p.Data.Sigma) != 4 {
		return Placed{Weights: c.plot}
	}
	c.tread()
	c.rests()
	c.titles(p.Names, ofBoth("figure.portrait.axis", "figure.portrait.axisShort"), s.Format(words, "figure.portrait.dashes"))
	c.pathNames()
	count := func(length, apart float64) int { return int(scene.Clamp(length/(apart*theme.SmallSize), 2, 5)) }
	c.ticks(scene.TickStep(p.A[0], p.A[1], count(c.plot.Rect.W, 6)), scene.TickStep(p.B[0], p.B[1], count(c.plot.Rect.H, 4)))

	c.zeros(scene.Fade(theme.Ink, 0.2))
	c.flow()
	for i := range p.Paths {
		c.path(i)
	}
	c.saddles()
	c.trails()
	return Placed{Weights: c.plot}
}

// Need is the key of what a run lacks for a plane; empty: nothing.
func (p *Portrait) Need() string {
	switch {
	case len(p.Names) == 2 && len(p.Paths) > 0:
		return ""
	case p.Count > 2:
		return "figure.needsTwo"
	case p.Vector == "":
		return "figure.portrait.unbalanced"
	}
	return "figure.portrait.vector"
}

// vector says why there is no plane.
func (c *portrait) vector() {
	box, s := c.plot.Box, c.Scene
	words := s.Format(c.Words, c.Need(), "name", c.Vector, "count", s.Number(float64(c.Inputs), 0))
	t := c.Small("portrait/vector", words, box.X+box.W/2, box.Y+box.H/2, scene.Middle, c.Theme.Muted)
	if b := t.Bounds(); scene.Drawable(box) && b.W <= box.W && b.H <= box.H {
		c.Put(t)
	}
}

// portrait is one drawing of a Portrait.
type portrait struct {
	*Portrait
	weights

	dots  [maxDots]scene.Point // every few pixels of every path
	dotOf [maxDots]int8        // the path it belongs to
	trod  int                  // how many there are
	fixed [restCount]rest

	streaks [maxStreaks]streak
}

const (
	maxDots    = 600
	maxStreaks = 480
)

// path draws the way from small weights: dashes, for it is asymptotic, stronger
// for the fusion layer of the run.
func (c *portrait) path(i int) {
	path := &c.Paths[i]
	opacity := 0.5
	if i == len(c.Paths)-1 {
		opacity = 0.9
	}
	pen := c.Scene.Pen(scene.Strip{
		Key: c.Scene.Key("portrait/path/", c.Scene.Number(float64(path.Fusion), 0)), Width: c.Theme.ThinWidth,
		Colour: scene.Fade(c.Theme.Ink, opacity), Dash: c.Theme.Dash,
	})
	for _, at := range path.Points {
		pen.LineTo(c.plot.At(at[0], at[1]))
	}
	pen.Lift()
}

// trails are the ways of the runs up to now, with a head where that of the
// picture stands. The others are fainter, for they stand for themselves.
func (c *portrait) trails() {
	for i := range c.Others {
		c.trail(scene.Strip{Key: c.Scene.Key("portrait/other/", c.Scene.Number(float64(i), 0)), Width: c.Theme.ThinWidth, Colour: scene.Fade(c.Theme.Ink, 0.5)}, &c.Others[i])
	}
	head, ok := c.trail(scene.Strip{Key: "portrait/run", Width: c.Theme.CurveWidth, Colour: c.Theme.Ink}, &c.Run)
	if !ok {
		return
	}
	ring := c.Theme.CurveWidth * 0.75
	radius := portraitHead(c.Theme) - ring/2
	c.Scene.AddMark(scene.Mark{Key: "portrait/head", At: head, Radius: radius, Fill: c.Theme.Paper, Ring: c.Theme.Ink, RingW: ring})
	for m, level := range c.Fill {
		c.HalfDisc(c.Scene.Key("portrait/head/", c.Names[m]), head, radius, m, level)
	}
}

// portraitHead is how far the head of the run reaches, its ring included.
func portraitHead(theme *scene.Theme) float64 {
	return theme.MarkRadius*headSize*1.15 + theme.CurveWidth*0.375
}

// trail draws one of them; ok is false if it does not end within the axes.
func (c *portrait) trail(look scene.Strip, t *Trail) (end scene.Point, ok bool) {
	const fine = 0.5
	pen := c.Scene.Pen(look)
	length := min(len(t[0]), len(t[1]))
	for e, a := range t[0][:length] {
		at := c.plot.At(a, t[1][e])
		if !scene.Finite(at.X+at.Y) || !c.plot.Rect.Contains(at.X, at.Y) { // it has run away
			pen.Lift()
			ok = false
			continue
		}
		if ok && e < length-1 && math.Abs(at.X-end.X) < fine && math.Abs(at.Y-end.Y) < fine {
			continue
		}
		pen.LineTo(at)
		end, ok = at, true
	}
	pen.Lift()
	return end, ok
}

// Of the flow: streaks along the shorter side, the longest one in units of
// their distance, and how strongly speeds are compressed.
const (
	streaksAcross = 15
	streakLength  = 0.9
	streakPower   = 0.3
)

// A streak is a piece of the flow, from tail to head.
type streak [5]scene.Point

// flow draws streaks along the field, faint at the tail, where no text and no
// place of rest is in the way.
func (c *portrait) flow() {
	r := c.plot.Rect
	cell := math.Max(math.Max(math.Min(r.W, r.H)/streaksAcross, 1.35*c.Theme.SmallSize), math.Sqrt(r.W*r.H/maxStreaks))
	across, up := math.Floor(r.W/cell), math.Floor(r.H/cell)
	cells, fastest := min(int(across*up), maxStreaks), 0.0
	for i := range cells {
		_, speed := c.field(c.grid(i, across, up))
		fastest = math.Max(fastest, speed)
	}
	if fastest == 0 {
		return
	}
	count := 0
	for i := range cells {
		s, ok := c.streak(c.grid(i, across, up), cell, fastest)
		if ok && count < len(c.streaks) {
			c.streaks[count] = s
			count++
		}
	}
	picture := c.Scene
	for part, look := range [...]struct{ width, opacity float64 }{{0.6, 0.08}, {0.9, 0.14}, {1.2, 0.21}, {1.5, 0.29}} {
		lines := picture.Outline()
		for _, s := range c.streaks[:count] {
			lines.Add(s[part], s[part+1])
		}
		lines.Lines(picture.Key("portrait/flow/", digits[part]), c.Theme.HairWidth*look.width, scene.Fade(c.Theme.Ink, look.opacity))
	}
}

// grid is the place of streak i, in the middle of its cell.
func (c *portrait) grid(i int, across, up float64) scene.Point {
	r := c.plot.Rect
	row := math.Floor(float64(i) / across)
	return scene.Point{X: r.X + r.W*(float64(i)-row*across+0.5)/across, Y: r.Y + r.H*(row+0.5)/up}
}

// field is the direction in which the flow goes at a place of the plot, and how
// fast in pixels.
func (c *portrait) field(at scene.Point) (way scene.Point, speed float64) {
	r := c.plot.Rect
	scaleA, scaleB := (c.A[1]-c.A[0])/r.W, (c.B[1]-c.B[0])/r.H
	w := [2]float64{c.A[0] + (at.X-r.X)*scaleA, c.B[0] + (r.Bottom()-at.Y)*scaleB}
	var dw [2]float64
	theory.Flow(c.Data, c.Shape, w[:], dw[:])
	x, y := dw[0]/scaleA, -dw[1]/scaleB
	speed = math.Hypot(x, y)
	if !(speed > 0) || !scene.Finite(speed) {
		return scene.Point{}, 0
	}
	return scene.Point{X: x / speed, Y: y / speed}, speed
}

// streak follows the flow from a place to both sides; ok is false where it
// hardly moves, or something is in the way.
func (c *portrait) streak(at scene.Point, cell, fastest float64) (s streak, ok bool) {
	way, speed := c.field(at)
	length := streakLength * cell * math.Pow(speed/fastest, streakPower)
	if length < cell/6 {
		return s, false
	}
	step := length / 4
	s[2] = at
	s[3] = scene.Point{X: at.X + way.X*step, Y: at.Y + way.Y*step}
	s[1] = scene.Point{X: at.X - way.X*step, Y: at.Y - way.Y*step}
	ahead, fast := c.field(s[3])
	if fast == 0 {
		ahead = way
	}
	behind, fast := c.field(s[1])
	if fast == 0 {
		behind = way
	}
	s[4] = scene.Point{X: s[3].X + ahead.X*step, Y: s[3].Y + ahead.Y*step}
	s[0] = scene.Point{X: s[1].X - behind.X*step, Y: s[1].Y - behind.Y*step}
	return s, c.Free(scene.Rect{X: math.Min(s[0].X, s[4].X), Y: math.Min(s[0].Y, s[4].Y), W: math.Abs(s[4].X - s[0].X), H: math.Abs(s[4].Y - s[0].Y)}.Inset(-2))
}
