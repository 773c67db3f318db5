package render

import (
	"math"
	"strconv"

	"unimodal-bias-lab/sim"
)

// UnitsPanel is the panel's name in keys and hits.
const UnitsPanel = "units"

// Units is the picture of the first hidden layer: every unit at its weights from
// A and from B. Before the branches meet a unit reads one modality and lies on
// an axis, so that the picture shows one branch growing while the other is
// still a heap at zero; under early fusion it reads both. It is plain data; Draw
// reads it only.
type Units struct {
	Names  []string // of the modalities
	Points []UnitPoint
	Early  bool    // units read all modalities
	Width  int     // N: units in a branch, or in all
	Extent float64 // the shorter axis runs over [−Extent, Extent]

	units  []sim.Unit // memory of Show
	finals []float64
}

// UnitPoint is one unit.
type UnitPoint struct {
	A, B   float64 // its weights, 0 from what it does not read
	Branch int     // the modality it reads, −1 for all
}

// Show fills the picture with the units of a run at an epoch. The axes are those
// of the plateaus and the solution that training comes to, so that they stand
// still while it goes there; memory is reused.
func (u *Units) Show(run *sim.Run, epoch int) {
	s := run.Scenario()
	u.Early, u.Width = s.Early(), s.Width
	u.Names, u.Points = u.Names[:0], u.Points[:0]
	for _, modality := range run.Moments().Modalities() {
		u.Names = append(u.Names, modality.Name)
	}
	u.units = run.Units(u.units[:0], epoch)
	u.Extent = niceAbove(u.extentOf(run))
	for _, unit := range u.units {
		u.Points = append(u.Points, UnitPoint{unit.In[0], unit.In[1], unit.Branch})
		for _, v := range unit.In {
			if v = math.Abs(v); v > u.Extent {
				u.Extent = niceAbove(v)
			}
		}
	}
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
		finals = append(finals, moments.OptimumNorm(m))
	}
	u.finals = finals
	shared := shape.SharedNorm(finals)
	for m, final := range finals {
		extent = math.Max(extent, shape.BranchNorm(m, final, shared))
		if !shape.Early() { // learned alone it has all layers to itself
			extent = math.Max(extent, math.Pow(moments.PlateauNorm(m), 1/float64(shape.Branches[m]+shape.Shared)))
		}
	}
	if start := s.Init; s.TwoLayers() {
		extent = math.Max(extent, start*root)
	} else {
		extent = math.Max(extent, start)
	}
	return extent * most / root
}

// Plot is where Draw puts the axes: both have the same scale, and zero is in the
// middle.
func (u *Units) Plot(box Rect, theme *Theme) WeightPlot {
	p := WeightPlot{Box: box, Rect: weightRoom(box, theme)}
	if scale := u.Extent / math.Min(p.Rect.W, p.Rect.H); scale > 0 {
		p.A = [2]float64{-scale * p.Rect.W, scale * p.Rect.W}
		p.B = [2]float64{-scale * p.Rect.H, scale * p.Rect.H}
	}
	return p
}

// Draw lays the picture out in box and appends it to the Scene; in a box without
// room for it, and of a network without units, it draws nothing.
func (u *Units) Draw(s *Scene, box Rect, theme *Theme, words Words) WeightPlot {
	d := weights{board: board{scene: s, theme: theme, words: words}, panel: UnitsPanel, plot: u.Plot(box, theme)}
	if !d.plot.roomy(theme) || len(u.Points) == 0 || len(u.Names) < 2 {
		return d.plot
	}
	remark := "figure.units.branch"
	if u.Early {
		remark = "figure.units.all"
	}
	if u.Width == 1 {
		remark += ".one"
	}
	d.titles(u.Names, "figure.units.axis", "figure.units.axisShort", s.Format(words, remark, "count", s.Number(float64(u.Width), 0)))
	count := 4
	if step := theme.SmallSize * 4; d.plot.Rect.H < 4*step {
		count = 2
	}
	step := TickStep(-u.Extent, u.Extent, count)
	if step > u.Extent { // zero is not enough
		step = TickStep(-u.Extent, u.Extent, count+2)
	}
	d.grid(step)
	d.zeros(theme.Axis)
	d.ticks(step, step)
	u.marks(&d)
	return d.plot
}

// grid is light lines at the numbers.
func (w *weights) grid(step float64) {
	s, r := w.scene, w.plot.Rect
	for axis, limits := range [...][2]float64{w.plot.A, w.plot.B} {
		first, last := tickRange(limits[0], limits[1], step)
		for n := first; n <= last; n++ {
			if n == 0 {
				continue
			}
			at := w.plot.At(multiple(n, step), multiple(n, step))
			a, z := Point{crisp(at.X), r.Y}, Point{crisp(at.X), r.Bottom()}
			if axis == 1 {
				a, z = Point{r.X, crisp(at.Y)}, Point{r.Right(), crisp(at.Y)}
			}
			s.AddLine(s.Key(w.panel, "/grid/", [...]string{"a", "b"}[axis], "/", s.Number(float64(n), 0)), a, z, w.theme.HairWidth, w.theme.Grid, [2]float64{})
		}
	}
}

// marks draws the units, those of A first. Where both lie in a heap the squares
// of B are seen within the discs of A. The more there are the fainter is each.
func (u *Units) marks(d *weights) {
	s, theme := d.scene, d.theme
	opacity := clamp(4/math.Sqrt(float64(u.Width)), 0.16, 0.7)
	looks := [3]Mark{ // of a unit that reads all, A or B
		{Key: "all", Radius: theme.MarkRadius * 1.15, Fill: Fade(theme.Ink, 0.8*opacity)},
		{Key: u.Names[0], Radius: theme.MarkRadius * 1.15, Fill: Fade(theme.Modality(0).Mark, opacity)},
		{Key: u.Names[1], Radius: theme.MarkRadius * 0.95, Fill: Fade(theme.Modality(1).Mark, opacity), Shape: Square},
	}
	for i, p := range u.Points {
		mark := looks[max(0, min(p.Branch+1, 2))]
		mark.At = d.plot.At(p.A, p.B)
		if !d.plot.Rect.Contains(mark.At.X, mark.At.Y) { // or not a number
			continue
		}
		s.buffer = append(append(append(s.buffer[:0], "units/"...), mark.Key...), '/')
		mark.Key = s.intern(strconv.AppendInt(s.buffer, int64(i), 10))
		s.AddMark(mark)
	}
}
