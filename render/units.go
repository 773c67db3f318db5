package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// UnitsPanel is the panel's name in keys and hits.
const UnitsPanel = "units"

// Units is the picture of the first hidden layer: every unit at its weights from
// A and from B. Before the branches meet a unit reads one modality and lies on
// an axis, so that the picture shows one branch growing while the other is
// still a heap at zero; under early fusion it reads both.
//
// In the xor task, whose second modality has two inputs, the axes are the weights
// from these, and the directions that xor is made of are drawn as faint lines; units
// that read A alone stand on a strip of their own. Units of early fusion lie at their
// weight from A and at the size of those from B, and a hue says how much they have
// from either. A larger mark has a larger weight to the output.
//
// A sentence says what to look at: see remark.
//
// It is plain data; Draw reads it only.
type Units struct {
	Names  []string // of the modalities
	Points []UnitPoint
	Early  bool    // units read all modalities
	Plane  bool    // axes are the two inputs of B
	Width  int     // N: units in a branch, or in all
	Extent float64 // an axis runs over [−Extent, Extent]
	Most   float64 // of the plane: the weight to the output that the largest mark has

	run    *sim.Run // whose extent it is, and whether it was done then
	done   bool
	units  []sim.Unit // memory of Show
	finals []float64
}

// UnitPoint is one unit.
type UnitPoint struct {
	A, B   float64    // its weights, 0 from what it does not read
	Branch int        // the modality it reads, −1 for all
	Plane  [2]float64 // its weights from the two inputs of B
	Out    float64    // its weight to the output
}

// Show fills the picture with the hidden units at a moment. The axes hold what the
// units do in the whole run, so that they stand still while it plays; of a run that is
// still computed they are those of the plateaus and the solution that training comes
// to. Memory is reused.
func (u *Units) Show(now Moment) {
	run := now.Run
	s := run.Scenario()
	u.Early, u.Plane, u.Width = s.Early(), run.ByPaths(), s.Width
	u.Names, u.Points = u.Names[:0], u.Points[:0]
	for _, modality := range run.Moments().Modalities() {
		u.Names = append(u.Names, modality.Name)
	}
	u.units = run.Units(u.units[:0], now.Epoch)
	if u.run != run || u.done != run.Done() {
		u.run, u.done = run, run.Done()
		u.Extent, u.Most = u.extents(run)
	}
	for _, unit := range u.units {
		p := UnitPoint{unit.In[0], unit.In[1], unit.Branch, unit.Plane, unit.Out}
		u.Points = append(u.Points, p)
		shown := [...]float64{p.A, p.B, 0}
		if u.Plane {
			shown = [...]float64{p.Plane[0], p.Plane[1], p.A}
		}
		if u.sized() {
			shown = [...]float64{p.A, p.size(), 0}
		}
		for _, v := range shown {
			if v = math.Abs(v); v > u.Extent && scene.Finite(v) {
				u.Extent = niceAbove(v)
			}
		}
	}
}

// size is that of a unit's weights from both inputs of B.
func (p *UnitPoint) size() float64 { return math.Hypot(p.Plane[0], p.Plane[1]) }

// sized reports whether upwards is the size of the weights from both inputs of B.
func (u *Units) sized() bool { return u.Plane && u.Early }

// extents are how far the axes go, with room for a mark at their ends, and the weight
// to the output that the largest mark has.
func (u *Units) extents(run *sim.Run) (extent, most float64) {
	if expected := u.extentOf(run); !run.Done() {
		return niceAbove(expected), expected
	}
	reach := run.Reach()
	extent = math.Max(reach.In[0], reach.In[1])
	if u.Plane {
		plane := math.Max(reach.Plane[0], reach.Plane[1])
		if u.sized() { // those that are large lie on a diagonal
			plane *= math.Sqrt2
		}
		extent = math.Max(reach.In[0], plane)
	}
	if most = reach.Out; most == 0 {
		most = extent
	}
	if !(extent > 0) || !scene.Finite(extent) {
		return niceAbove(extent), 1
	}
	return 1.1 * extent, most
}

// extentOf is how far from zero the weights of a run may be expected to get. N
// random units with a layer of norm u have weights of standard deviation u/√N,
// and hardly one of them lies beyond √(2 ln 8N) of these.
func (u *Units) extentOf(run *sim.Run) (extent float64) {
	s, moments := run.Scenario(), run.Moments()
	root := math.Sqrt(float64(s.Width))
	most := math.Min(root, math.Sqrt(2*math.Log(8*float64(s.Width))))
	shape := run.Shape()
	finals := u.finals[:0]
	for m := range moments.Modalities() {
		finals = append(finals, run.FinalNorm(m))
	}
	u.finals = finals
	shared := shape.SharedNorm(finals)
	for m, modality := range moments.Modalities() {
		norm := shape.BranchNorm(m, finals[m], shared)
		if !shape.Early() { // learned alone it has all layers to itself
			norm = math.Max(norm, math.Pow(run.PlateauNorm(m), 1/float64(shape.Branches[m]+shape.Shared)))
			if run.ByPaths() && modality.Dim > 1 {
				norm /= math.Sqrt2 // it lies on a diagonal
			}
		}
		extent = math.Max(extent, norm)
	}
	if start := s.Init; s.TwoLayers() {
		extent = math.Max(extent, start*root)
	} else {
		extent = math.Max(extent, start)
	}
	return extent * most / root
}

// Plot is where Draw puts the axes: both have the same scale, and zero is in the
// middle, or of a size at the bottom. What it leaves free is the remark's, beside or
// below.
func (u *Units) Plot(box scene.Rect, theme *scene.Theme) WeightPlot {
	p, _ := u.plan(box, theme)
	return p
}

// plan is the plot and the room of the remark.
func (u *Units) plan(box scene.Rect, theme *scene.Theme) (p WeightPlot, remark scene.Rect) {
	small, room := theme.SmallSize, weightRoom(box, theme)
	p = WeightPlot{Box: box, Rect: room}
	wide := 1.0 // times as wide as high
	if u.sized() {
		wide = 2
	}
	strip := 0.0
	if u.stripped() {
		strip = stripRoom * small
	}
	fit := func() {
		p.Rect.H = math.Floor(math.Min(p.Rect.H, (room.W-strip)/wide))
		p.Rect.W = wide * p.Rect.H
	}
	fit()
	used := p.Rect.Right() + strip + small*1.5
	remark = scene.Rect{X: used, Y: room.Y, W: box.Right() - used, H: p.Rect.H}
	if remark.W < remarkWidth*small { // it stands below
		rows := remarkRows * remarkLeading * small
		p.Rect.H = math.Min(p.Rect.H, room.H-rows)
		fit()
		remark = scene.Rect{X: box.X, Y: p.Rect.Bottom() + small*3.4, W: box.W, H: rows}
	}
	e := u.Extent
	p.A, p.B = [2]float64{-e, e}, [2]float64{-e, e}
	if u.sized() {
		p.B[0] = 0
	}
	return p, remark
}

// stripped reports whether units of A have a strip beside the plane of B.
func (u *Units) stripped() bool { return u.Plane && !u.Early }

// The strip at the right of the plane, in sizes of small type: its width, and how
// much of the room the plane leaves to it.
const (
	stripWidth = 3
	stripRoom  = 5
)

// strip is where the units of A stand, on the scale of the upright axis.
func (u *Units) strip(plot *WeightPlot, theme *scene.Theme) scene.Rect {
	return scene.Rect{X: plot.Rect.Right() + (stripRoom-stripWidth)*theme.SmallSize, Y: plot.Rect.Y, W: stripWidth * theme.SmallSize, H: plot.Rect.H}
}

// Draw lays the picture out in box and appends it to the Scene; in a box without
// room for it, and of a network without units, it draws nothing.
func (u *Units) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	plot, room := u.plan(box, theme)
	d := weights{Board: scene.Board{Scene: s, Theme: theme, Words: words}, panel: UnitsPanel, plot: plot}
	if len(u.Names) > 2 {
		d.Put(d.Small("units/needs", s.Format(words, "figure.needsTwo"), box.X+box.W/2, box.Y+box.H/2, scene.Middle, theme.Muted))
		return Placed{}
	}
	if !d.plot.roomy(theme) || len(u.Points) == 0 || len(u.Names) < 2 {
		return Placed{Weights: d.plot}
	}
	count := "figure.units.branch"
	if u.Early {
		count = "figure.units.all"
	}
	if u.Width == 1 {
		count += ".one"
	}
	axes := ofBoth("figure.units.axis", "figure.units.axisShort")
	switch {
	case u.sized():
		axes[1] = axisTitle{"figure.units.size", "figure.units.sizeShort", 1}
	case u.Plane:
		axes = [2]axisTitle{{"figure.units.first", "figure.units.firstShort", 1}, {"figure.units.second", "figure.units.secondShort", 1}}
	}
	d.titles(u.Names, axes, s.Format(words, count, "count", s.Number(float64(u.Width), 0)))
	ticks := 4
	if step := theme.SmallSize * 4; d.plot.Rect.H < 4*step {
		ticks = 2
	}
	step := scene.TickStep(-u.Extent, u.Extent, ticks)
	if step > u.Extent { // zero is not enough
		step = scene.TickStep(-u.Extent, u.Extent, ticks+2)
	}
	d.grid(step)
	if u.stripped() {
		u.diagonals(&d)
	}
	d.zeros(theme.Axis)
	d.ticks(step, step)
	if u.stripped() {
		u.drawStrip(&d)
	}
	u.marks(&d)
	u.remark(&d, room)
	return Placed{Weights: d.plot}
}

// diagonals are the four directions of which xor is made: those of the points.
func (u *Units) diagonals(d *weights) {
	e := u.Extent
	for i, sign := range [...]float64{1, -1} {
		d.Scene.AddLine(d.Scene.Key(d.panel, "/diagonal/", [...]string{"up", "down"}[i]), d.plot.At(-e, -sign*e), d.plot.At(e, sign*e), d.Theme.HairWidth, scene.Fade(d.Theme.Ink, 0.16), [2]float64{})
	}
}

// drawStrip draws the axis of A: a line at zero and one along it.
func (u *Units) drawStrip(d *weights) {
	s, r, theme := d.Scene, u.strip(&d.plot, d.Theme), d.Theme
	x, y := scene.Crisp(r.X+r.W/2), scene.Crisp(d.plot.At(0, 0).Y)
	s.AddLine(s.Key(d.panel, "/strip/along"), scene.Point{X: x, Y: r.Y}, scene.Point{X: x, Y: r.Bottom()}, theme.HairWidth, theme.Grid, [2]float64{})
	s.AddLine(s.Key(d.panel, "/strip/zero"), scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, theme.HairWidth, theme.Axis, [2]float64{})
	title := d.Small(s.Key(d.panel, "/title/", u.Names[0]), s.Format(d.Words, "figure.units.axisShort", "name", u.Names[0]), r.X+r.W/2, r.Bottom()+theme.SmallSize*1.6, scene.Middle, theme.Modality(0).Word)
	if b := title.Bounds(); b.X >= d.plot.Box.X && b.Right() <= d.plot.Box.Right() {
		d.PutIfFree(title)
	}
}

// grid is light lines at the numbers.
func (w *weights) grid(step float64) {
	s, r := w.Scene, w.plot.Rect
	for axis, limits := range [...][2]float64{w.plot.A, w.plot.B} {
		first, last := scene.TickRange(limits[0], limits[1], step)
		for n := first; n <= last; n++ {
			if n == 0 {
				continue
			}
			at := w.plot.At(scene.Multiple(n, step), scene.Multiple(n, step))
			a, z := scene.Point{X: scene.Crisp(at.X), Y: r.Y}, scene.Point{X: scene.Crisp(at.X), Y: r.Bottom()}
			if axis == 1 {
				a, z = scene.Point{X: r.X, Y: scene.Crisp(at.Y)}, scene.Point{X: r.Right(), Y: scene.Crisp(at.Y)}
			}
			s.AddLine(s.Key(w.panel, "/grid/", [...]string{"a", "b"}[axis], "/", s.Number(float64(n), 0)), a, z, w.Theme.HairWidth, w.Theme.Grid, [2]float64{})
		}
	}
}

// marks draws the units, those of A first. Where both lie in a heap the squares
// of B are seen within the discs of A. The more there are the fainter is each.
func (u *Units) marks(d *weights) {
	s, theme := d.Scene, d.Theme
	opacity := scene.Clamp(4/math.Sqrt(float64(u.Width)), 0.16, 0.7)
	looks := [3]scene.Mark{ // of a unit that reads all, A or B
		{Key: "all", Radius: theme.MarkRadius * 1.15, Fill: scene.Fade(theme.Ink, 0.8*opacity)},
		{Key: u.Names[0], Radius: theme.MarkRadius * 1.15, Fill: scene.Fade(theme.Modality(0).Mark, opacity)},
		{Key: u.Names[1], Radius: theme.MarkRadius * 0.95, Fill: scene.Fade(theme.Modality(1).Mark, opacity), Shape: scene.Square},
	}
	for i, p := range u.Points {
		mark := looks[max(0, min(p.Branch+1, 2))]
		mark.At = d.plot.At(p.A, p.B)
		if u.Plane {
			u.place(d, &mark, &p, opacity)
		}
		if !d.plot.Rect.Contains(mark.At.X, mark.At.Y) && !(u.stripped() && u.strip(&d.plot, theme).Contains(mark.At.X, mark.At.Y)) { // or not a number
			continue
		}
		mark.Key = s.Key("units/", mark.Key, "/", s.Number(float64(i), 0))
		s.AddMark(mark)
	}
}

// place puts a mark where the plane of B's inputs has it, and gives it the size of
// its weight to the output and, if it reads both, the hues of what it reads.
func (u *Units) place(d *weights, mark *scene.Mark, p *UnitPoint, opacity float64) {
	mark.At = d.plot.At(p.Plane[0], p.Plane[1])
	if u.sized() {
		mark.At = d.plot.At(p.A, p.size())
	}
	if p.Branch == 0 {
		strip := u.strip(&d.plot, d.Theme)
		mark.At = scene.Point{X: strip.X + strip.W/2, Y: d.plot.At(0, p.A).Y}
	}
	if p.Branch < 0 {
		a, b := p.A*p.A, p.size()*p.size()
		share := 0.5
		if a+b > 0 && scene.Finite(a+b) {
			share = b / (a + b)
		}
		mark.Fill = scene.Fade(blend(d.Theme.Modality(0).Mark, d.Theme.Modality(1).Mark, share), opacity)
		if share > 0.5 {
			mark.Shape = scene.Square
		}
	}
	mark.Radius *= 0.5 + 0.7*math.Sqrt(scene.Clamp(math.Abs(p.Out)/u.Most, 0, 1))
}
