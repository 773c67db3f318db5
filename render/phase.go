package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// Phase is the phase diagram of superficial modality preference: the plane of
// κ = σ_A/σ_B (horizontal, logarithmic) and r = w_A/w_B (vertical) at one
// correlation ρ, and the point in it that the network is trained at. It is
// plain data; Draw reads it only.
//
// Hue says which modality is learned first; a hatching says that it explains
// less. Two boundaries part the regions. Both are solid, for dashes are kept for
// predicted times: "explains more" is a fact of the data and thin at half
// opacity, like everything exact; "learned first" is the line at which the run
// itself changes and is drawn with the weight of the run.
type Phase struct {
	Rho        float64    // correlation
	Lag        float64    // how far behind Rho the regions are, on their way to it
	Kappa, R   float64    // the operating point
	KappaRange [2]float64 // of the axis, positive; zero means [0.25, 4]
	RRange     [2]float64 // of the axis; zero means [−2, 2]

	Home      [2]float64 // the operating point for which the scenario is there: texts make way for it; zero: none
	Other     string     // why the plane is not about the run's network, see otherNetwork; empty: it is
	Pace      float64    // of the regions: η_B/η_A
	Standard  bool       // of the regions: inputs are standardised
	Deep      bool       // the network has more than two layers: the plane holds for small γ
	Fill      []float64  // of A and B: which part of the final norm is learned, 0 to 1
	First     int        // the modality measured as learned first, −1 while unknown
	Confirmed bool       // First agrees with the region of the operating point

	GhostKappa, GhostR float64 // the operating point of the run before; NaN or 0 for none
	Handle             scene.Handle

	Field Field // networks trained all over the plane; none: it is theory alone
	Epoch int   // up to which they are shown

	field    fieldMemory
	measured sim.Measurement // memory of Show
	homeOf   string          // the scenario that Home is of
}

// PhasePanel is the panel's name in keys and hits.
const PhasePanel = "phase"

// phaseNames are the two modalities that the plane is about.
var phaseNames = [2]string{"A", "B"}

// Region says which modality is learned first and which explains more at a
// point of the plane: 0 is A, 1 is B. Where they differ the preference is
// superficial; where both explain as much it is not, as in a [sim.Prediction].
func Region(p theory.Plane, kappa, r float64) (first, better int) {
	first = p.LearnedFirst(kappa, r)
	if _, tie := p.Ties(kappa, r); tie {
		return first, first
	}
	return first, theory.PlaneContributesMore(kappa, r)
}

// PhasePlot is where the diagram put its axes and its handle.
type PhasePlot struct {
	Box    scene.Rect // the whole panel
	Rect   scene.Rect // between the axes
	Kappa  [2]float64
	R      [2]float64
	Handle scene.Point // its centre
	Reach  float64     // half the side of the square that takes hold of it
}

// At is where (κ, r) lies, held within the axes.
func (p *PhasePlot) At(kappa, r float64) scene.Point {
	kappa, r = scene.Clamp(kappa, p.Kappa[0], p.Kappa[1]), scene.Clamp(r, p.R[0], p.R[1])
	return scene.Point{X: p.x(kappa), Y: p.y(r)}
}

// Values is the (κ, r) at a place, held within the axes.
func (p *PhasePlot) Values(x, y float64) (kappa, r float64) {
	return scene.Clamp(p.kappa(x), p.Kappa[0], p.Kappa[1]), scene.Clamp(p.r(y), p.R[0], p.R[1])
}

func (p *PhasePlot) kappaScale() scene.Linear {
	return scene.Linear{From: math.Log(p.Kappa[0]), To: math.Log(p.Kappa[1]), Start: p.Rect.X, End: p.Rect.Right()}
}

func (p *PhasePlot) rScale() scene.Linear {
	return scene.Linear{From: p.R[0], To: p.R[1], Start: p.Rect.Bottom(), End: p.Rect.Y}
}

func (p *PhasePlot) x(kappa float64) float64 { return p.kappaScale().At(math.Log(kappa)) }
func (p *PhasePlot) y(r float64) float64     { return p.rScale().At(r) }
func (p *PhasePlot) kappa(x float64) float64 { return math.Exp(p.kappaScale().Invert(x)) }
func (p *PhasePlot) r(y float64) float64     { return p.rScale().Invert(y) }

// Plot is where Draw puts the axes and the handle. The axes depend on the box,
// the theme and the ranges only.
func (p *Phase) Plot(box scene.Rect, theme *scene.Theme) PhasePlot {
	plot := PhasePlot{
		Box:   box,
		Kappa: p.KappaRange,
		R:     p.RRange,
		Reach: scene.Reach(theme),
		Rect:  planeRoom(box, theme, widestR),
	}
	const widest = 1e6 // of an axis that still has something to show
	if k := plot.Kappa; !(k[0] > 1/widest && k[1] > k[0] && k[1] < widest) {
		plot.Kappa = [2]float64{0.25, 4}
	}
	if r := plot.R; !(r[0] > -widest && r[1] > r[0] && r[1] < widest) {
		plot.R = [2]float64{-2, 2}
	}
	plot.Handle = plot.At(p.Kappa, p.R)
	return plot
}

// widestR is the longest number at the axis of r.
const widestR = "−2.00"

// planeRoom is the plot of a plane in box: two rows above it, two or three below,
// and numbers as wide as a sample at its left.
func planeRoom(box scene.Rect, theme *scene.Theme, sample string) scene.Rect {
	small := theme.SmallSize
	left := math.Max(scene.Rim(theme)+2, scene.TextWidth(sample, small, 600)+small*0.8)
	right := scene.Rim(theme) + 3
	top := small * 3.4
	bottom := small * 3.4
	if ownRow(box, theme) {
		bottom += small * rowHeight
	}
	return scene.Rect{
		X: math.Round(box.X + left),
		Y: math.Round(box.Y + top),
		W: math.Round(box.W - left - right),
		H: math.Round(box.H - top - bottom),
	}
}

// ownRow reports whether the sentence under a plot that has no room for it has
// a row to itself: beside the title of the axis a narrow box does not hold it.
func ownRow(box scene.Rect, theme *scene.Theme) bool { return box.W < 31*theme.SmallSize }

const rowHeight = 1.4 // of that row, in units of the small type

// rowBelow is the baseline of that sentence.
func rowBelow(plot, box scene.Rect, theme *scene.Theme) float64 {
	y := plot.Bottom() + theme.SmallSize*3.05
	if ownRow(box, theme) {
		y += theme.SmallSize * rowHeight
	}
	return y
}

// Draw lays the panel out in box and appends it to the Scene; in a box without
// room for the axes it draws nothing.
func (p *Phase) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) PhasePlot {
	c := plane{Phase: p, Rho: p.Rho - p.Lag, axesBoard: axesBoard{scene.Board{Scene: s, Theme: theme, Words: words}}, plot: p.Plot(box, theme)}
	c.draw(nil)
	return c.plot
}

// draw draws the plane, over measured regions instead of its own if there are any.
func (c *plane) draw(measured *diagram) {
	s, theme := c.Scene, c.Theme
	if !scene.Drawable(c.plot.Rect) || !(math.Abs(c.Rho) <= 1) {
		return
	}
	firstText := len(s.Texts())
	c.findStops()
	for n := range c.pieces {
		c.sample(n)
	}

	// The texts have their places by the regions alone: the handle passes over them,
	// and its values stand at the axes.
	atHandle := scene.Finite(c.plot.Handle.X + c.plot.Handle.Y)
	if atHandle {
		c.Pass(scene.Around(c.plot.Handle, scene.Rim(theme)+1))
		c.readOut()
	}
	if c.Other != "" {
		c.elsewhere()
	}
	c.axisTitles()
	if home := c.Home; home[0] > 0 {
		c.Reserve(scene.Around(c.plot.At(home[0], home[1]), scene.Rim(theme)+1))
	}
	if c.Other == "" {
		c.boundaryLabels()
	}
	c.ticks()
	if measured != nil {
		measured.remarks()
	}
	if c.Other == "" {
		c.captions()
		c.verdict()
	}
	if measured != nil {
		measured.unknownLegend()
	}

	switch {
	case measured != nil:
		measured.cells()
		measured.hatch(s.Texts()[firstText:])
	case c.Field.Columns > 0 && c.Other == "":
		c.fieldCells()
		c.hatchings(s.Texts()[firstText:])
	default:
		c.regions()
		c.hatchings(s.Texts()[firstText:])
	}
	c.grid()
	c.boundaries()
	c.leaders()
	if c.Other != "" {
		s.AddRect("phase/veil", c.plot.Rect, scene.Fade(theme.Paper, 0.65))
	}
	if measured != nil {
		measured.pointed()
	}
	c.ghost()
	if atHandle {
		c.crosshair()
		c.DrawHandle(PhasePanel, c.plot.Handle, c.Handle, c.Fill)
	}
}

// plane is one drawing of a Phase.
type plane struct {
	*Phase
	axesBoard
	plot PhasePlot
	Rho  float64 // of the regions: that of the Phase, or on its way there

	stops   [32]float64 // x at which a boundary begins, ends, meets another or jumps
	stopped int
	pieces  [stretchCount]stretch
	leader  [2]leader
}

// Show fills the diagram with a moment, and with the operating point of the run
// before. The point is where the hand has brought it, although its run may still be on its way. The handle and the lag are
// left alone, memory is reused.
func (p *Phase) Show(now Moment) {
	run, epoch := now.Run, now.Epoch
	s := run.Scenario()
	p.Rho, p.Kappa, p.R, p.RRange, p.Epoch = s.Rho, s.Kappa, s.R, s.Window(), epoch
	if p.homeOf != s.Slug {
		if home, err := sim.Preset(s.Slug); err == nil {
			p.Home, p.homeOf = [2]float64{home.Kappa, home.R}, s.Slug
		}
	}
	p.Fill = p.Fill[:0]
	for m := range run.Moments().Modalities() {
		p.Fill = append(p.Fill, learned(run, m, epoch))
	}
	if run.Diverged() != nil {
		clear(p.Fill) // nothing is learned by a run that broke off
	}
	run.MeasureInto(&p.measured, epoch)
	p.First, p.Confirmed = p.measured.First, p.measured.First == s.Plane().LearnedFirst(s.Kappa, s.R)
	p.Pace, p.Standard = s.Plane().Pace, s.Plane().Standard
	p.Deep = !s.TwoLayers()
	if p.Other = otherNetwork(&s); p.Other != "" {
		p.First = -1 // it confirms no region
	}
	if w := now.Wanted; w != nil && w.Slug == s.Slug {
		p.Kappa, p.R, p.First = w.Kappa, w.R, -1 // nothing is measured there yet
		p.Confirmed = false
	}
	p.GhostKappa, p.GhostR = math.NaN(), math.NaN()
	if now.Ghost != nil {
		if g := now.Ghost.Scenario(); g.Kappa != p.Kappa || g.R != p.R {
			p.GhostKappa, p.GhostR = g.Kappa, g.R
		}
	}
}

// statics says where the regions are; of a drawing at the correlation that is shown.
func (p *Phase) statics() theory.Plane {
	return theory.Plane{Rho: p.Rho, Pace: p.Pace, Standard: p.Standard}
}

func (c *plane) statics() theory.Plane {
	s := c.Phase.statics()
	s.Rho = c.Rho
	return s
}

// otherNetwork is why the regions of the plane, those of branches alike that are fused late or
// on the way, are not those of a scenario's network; empty: they are.
func otherNetwork(s *sim.Scenario) string {
	switch {
	case s.Early() && !s.Untold():
		return "early"
	case s.DepthGap != 0:
		return "unequal"
	}
	return s.OffPlane()
}

// PlaneTells reports whether the regions of the plane are those of a scenario's network, so that networks may fill it in.
func PlaneTells(s *sim.Scenario) bool { return otherNetwork(s) == "" }

// learned is the part of its final norm that a modality has reached, 0 to 1.
func learned(run *sim.Run, m, epoch int) float64 {
	final := goal(run, m)
	if final == 0 {
		return 0
	}
	return scene.Clamp(run.Norm(m)[epoch]/final, 0, 1)
}
