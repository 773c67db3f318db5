package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Training is everything the training panel shows: how the modalities and the
// loss went, epoch by epoch, and what was predicted. It is plain data; Draw
// reads it only.
//
// A run is known to its end before it is played. The scale, and where labels stand, go
// by the whole of it: nothing moves while it is played but what follows the playhead.
type Training struct {
	Epochs     int             // the x axis is [0, Epochs]
	Playhead   float64         // the epoch now; curves are drawn up to it
	Top        float64         // the upper end of the y axis; 0: as the run needs it, see Needs
	Whole      bool            // a hand drags: the rest of the curves is drawn as well, paler
	Modalities []ModalityCurve // A, B, …
	Loss       []float64       // as a share of the loss of the zero network, per epoch
	First      int             // the modality measured as learned first, −1 while unknown
	Diverged   bool
	Pointer    float64 // the epoch under the pointer, NaN for none

	PlateauLosses  []float64       // loss with modality m alone, as a share like Loss; NaN for none
	Together       []string        // of more than two modalities, those with which m is learned by then
	Foretold       string          // the key of what is predicted in place of times; "" for nothing
	Ratio          float64         // t_later/t_earlier as predicted, for Foretold
	Misattribution float64         // (plateau − final)/final of the first modality, signed; NaN or 0 for none
	Ghost          *Training       // the run before: its norms and losses, up to its Playhead
	Overlay        *Companion      // another way to compute the run, nil for none
	Pins           []*PinnedCurves // runs kept to compare with, at most [sim.MaxPins]
	Series         []LabelledCurve // more loss curves, such as one for every fusion layer
	Stops          []sim.Stop      // minima of the last of Series, where training could be stopped
	Truth          bool            // the error on new data is shown, and norms are shares of the weights the target was made with
	Held           bool            // new data are rows held out: norms are shares of what training arrives at
	Paths          bool            // norms are path norms ([sim.Run.ByPaths])
	Title          string          // the key of words over the chart; "" for none
	Beside         *Training       // another network on the same data, in a chart of its own; nil for none

	LogLoss   bool    // the loss on a logarithmic scale
	Raw       bool    // norms and losses as they are, not as shares
	Beyond    int     // whose curve, counted from 1, is a share of its plateau, which is far above its end; 0: nobody's
	LossScale float64 // the loss of the zero network, for Raw; 0 means 1
	InTau     bool    // times in units of τ = 1/η
	Rate      float64 // η, for InTau

	measured                    sim.Measurement       // memory of Show
	of                          *sim.Run              // which run the next three are of
	upTo                        int                   // and up to which epoch it was known
	phaseAt                     float64               // where the name of the phase stands, as a part of the height
	whole                       sim.Measurement       // what the run will have shown by its end
	stops                       []sim.Stop            // the same, of Stops
	ghost                       *Training             // the same, for Ghost
	overlay                     *Companion            // the same, for Overlay
	beside                      *Training             // the same, for Beside
	pins                        []*PinnedCurves       // the same, for Pins
	foresaw                     sim.Prediction        // what was predicted for Beside
	levels                      []float64             // PlateauLosses of more than two modalities
	levelsOf                    *sim.Run              // and whose
	spans                       [][]span              // of the curves as Show found them
	order                       [scene.MaxLabels]int  // memory of Draw: how the names of several modalities are stacked
	ordered                     int                   // and of how many
	predictedHeld, measuredHeld [scene.MaxLabels]hold // and where labels stand under a hand
	stepHeld                    int                   // and which of its places the name of mis-attribution has, from 1
	passages                    []passage             // and when names pass over others
	passing                     passing               // and of what
	shares                      []float64             // E_g as a share of its start
}

// ModalityCurve is what the panel shows of one modality. A time that does not
// exist (yet) is NaN.
type ModalityCurve struct {
	Name          string
	Norm          []float64 // ‖W_m^tot‖, index = epoch
	Final         float64   // the norm at the end of learning; 0 means 1
	Plateau       float64   // the norm on its unimodal plateau
	Time          float64   // measured learning epoch
	PredictedTime float64   // predicted for this method and learning rate
}

// norm is what the curve of a modality is a share of.
func (t *Training) norm(m int) float64 {
	if m == t.Beyond-1 {
		return t.Modalities[m].Plateau
	}
	return t.Modalities[m].Final
}

// LabelledCurve is one loss curve of several.
type LabelledCurve struct {
	Label   string    // with markup, or the key of its words
	Keyed   bool      // which of the two
	Values  []float64 // as a share of the loss of the zero network, per epoch
	Broken  bool      // it diverged: the curve ends there
	Current bool      // the one the other pictures are about
	Scale   float64   // what Values are shares of, for Raw; 0: LossScale
}

// NewTraining returns an empty panel, with no pointer over it.
func NewTraining() *Training { return &Training{Pointer: math.NaN()} }

// TrainingPanel is the panel's name in keys and hits.
const TrainingPanel = "training"

// Draw lays the panel out in box and appends it to the Scene; in a box without
// room for the axes it draws nothing.
func (t *Training) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) Placed {
	first, second := box, scene.Rect{}
	if t.Beside != nil {
		first, second = halves(box, theme)
	}
	top, corner := t.Top, topRight(box, theme)
	if !(top > 0) {
		top = t.Needs()
	}
	if !second.Empty() {
		s.Within("beside/")
		t.Beside.draw(s, second, theme, words, top, corner)
		s.Within("")
	}
	return Placed{Curves: t.draw(s, first, theme, words, top, corner)}
}

// halves splits the box of two charts: side by side, one above the other, or
// without room for a second one.
func halves(box scene.Rect, theme *scene.Theme) (first, second scene.Rect) {
	gap, size := 2*theme.SmallSize, theme.SmallSize
	switch {
	case box.W >= 27*size && (theme.SmallSize > 20 || box.W >= 48*size):
		w := (box.W - gap) / 2
		return scene.Rect{X: box.X, Y: box.Y, W: w, H: box.H}, scene.Rect{X: box.X + w + gap, Y: box.Y, W: w, H: box.H}
	case box.H >= 24*size:
		h := (box.H - gap) / 2
		return scene.Rect{X: box.X, Y: box.Y, W: box.W, H: h}, scene.Rect{X: box.X, Y: box.Y + h + gap, W: box.W, H: h}
	}
	return box, scene.Rect{}
}

// draw is Draw for one chart, whose y axis ends at top and whose titles keep left of
// corner.
func (t *Training) draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words, top, corner float64) scene.Plot {
	c := t.chart(s, box, theme, words, top, corner)
	if r := c.plot.Rect; r.Empty() || !scene.Finite(r.X+r.Y+r.W+r.H) {
		return c.plot
	}

	// Texts come first: the upright lines then leave room for whatever stands in
	// their path. Those that follow the playhead or the pointer have their place
	// whatever stands there, and hide it; the others, the most important ones first,
	// keep theirs.
	c.pointerLabels()
	c.headLabels()
	c.axisTitles()
	c.pinLegend()
	c.pinNumbers()
	c.shareTicks()
	c.lossTicks()
	c.predictionLabels()
	c.measuredLabels()
	c.epochTicks()
	c.divergence()
	c.plateauLabels()
	c.stopLabels()
	c.misattributionLabel()
	c.phaseLabel()
	c.seriesLabels()
	c.overlayLabel()
	c.passing()

	c.band()
	c.axes()
	c.plateaus()
	c.stopLines()
	c.predictions()
	c.measuredTicks()
	c.ghost()
	c.pinCurves()
	c.rest()
	c.seriesCurves()
	c.curves()
	c.overlayCurves()
	c.stopMarks()
	c.bracket()
	c.crosshair()
	return c.plot
}

// Plot is where Draw puts the axes. It depends on the box, the theme, the words,
// the number of epochs and what the left axis counts only, so it stands still while a network trains. Pinned
// runs may take a row off it, see makeRoom.
func (t *Training) Plot(box scene.Rect, theme *scene.Theme, words scene.Words) scene.Plot {
	small := theme.SmallSize
	left := scene.TextWidth("0.00", small, 400) + small*0.8
	if t.logOnLeft() {
		left = math.Max(left, scene.TextWidth("10^{−0}", small, 400)+small*0.8)
	}
	right := scene.TextWidth(words["figure.training.loss"], theme.LabelSize, 600)
	// The words around a name take the same room for every modality, and names that nobody
	// has given are single letters: measuring the template keeps Plot free of formatting.
	right = math.Max(right, scene.TextWidth("‖W_{M}^{tot}‖", theme.LabelSize, 600))
	if t.Paths {
		right = math.Max(right, scene.TextWidth("‖W_{M}^{path}‖", theme.LabelSize, 600))
	}
	right = math.Max(right, t.nameRoom(box, theme, words)) + headGap(theme)
	right = math.Max(right, small*2+scene.TextWidth(words["figure.training.x"], small, 400)) // half of "1000", then the title
	if len(t.PlateauLosses) > 0 {
		right = math.Max(right, small*0.5+scene.TextWidth(words[plateauWords(box, theme)], small, 400)-scene.TextWidth("{name}", small, 400)+math.Max(small, t.nameRoom(box, theme, words)*small/theme.LabelSize))
	}
	top := small * 4.6    // a title, two rows of predicted times
	bottom := small * 3.2 // two rows of times and ticks
	if compact(box, theme) {
		top, bottom = small*3.1, small*2.1
	}
	return scene.Plot{
		Panel:  TrainingPanel,
		Box:    box,
		Epochs: math.Max(1, float64(t.Epochs)),
		Rect: scene.Rect{
			X: math.Round(box.X + left),
			Y: math.Round(box.Y + top),
			W: math.Round(box.W - left - right),
			H: math.Round(box.H - top - bottom),
		},
	}
}

// nameRoom is what the longest of the names that a person has for the modalities takes at the end of a
// curve: a fifth of the box at most.
func (t *Training) nameRoom(box scene.Rect, theme *scene.Theme, words scene.Words) (width float64) {
	for i := range t.Modalities {
		if name, named := words.Name(t.Modalities[i].Name); named {
			width = math.Max(width, math.Min(scene.TextWidth(name, theme.LabelSize, 600), box.W/5))
		}
	}
	return width
}

// headGap is how far a curve's label stands off the end of the curve.
func headGap(theme *scene.Theme) float64 { return theme.MarkRadius + theme.SmallSize*0.5 }

// chart is one drawing of a Training panel.
type chart struct {
	*Training
	scene.Board
	plot   scene.Plot
	yMax   float64
	corner float64 // where the page's buttons begin
	titled float64 // where the row of titles has room
	end    float64 // the last epoch of the run that is computed, played or not
	legend pinRow

	named [scene.MaxLabels]bool       // of Series, while they are being labelled
	flags [scene.MaxLabels]float64    // of Stops: how far up the lines go
	names [scene.MaxLabels]scene.Text // of the modalities, at the ends of the curves
	moves [scene.MaxLabels]scene.Text // texts that follow the playhead or the pointer
	moved int

	passingBy bool // where the names will be is asked, not which is which
}

func (t *Training) chart(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words, top, corner float64) chart {
	c := chart{Training: t, Board: scene.Board{Scene: s, Theme: theme, Words: words}, plot: t.Plot(box, theme, words), yMax: top, corner: corner}
	if row := 2.3 * theme.SmallSize; t.Truth && c.compact() && c.plot.Rect.H > 2*row { // a row for the name of the best stop, above all that moves
		c.yMax *= c.plot.Rect.H / (c.plot.Rect.H - row)
	}
	c.end = c.known()
	c.makeRoom()
	if c.plot.Top = c.yMax; t.Raw {
		c.plot.Top = 0
	}
	return c
}

// series m is what is drawn of modality m; the one after the last is the loss,
// then come the further loss curves. On a logarithmic scale a loss is drawn at
// the height of its logarithm.
func (t *Training) series(m int) series {
	v := t.reading(m)
	if m < len(t.spans) {
		v.spans = t.spans[m]
	}
	if t.LogLoss && m >= len(t.Modalities) {
		v.log = t.logAxis()
	}
	return v
}

// reading is series with its values as one reads them.
func (t *Training) reading(m int) series {
	if m < len(t.Modalities) {
		if t.Raw {
			return series{values: t.Modalities[m].Norm}
		}
		return series{values: t.Modalities[m].Norm, divide: t.norm(m)}
	}
	v := series{values: t.Loss}
	scale := t.LossScale
	if k := m - len(t.Modalities) - 1; k >= 0 {
		v.values = t.Series[k].Values
		if t.Series[k].Scale > 0 {
			scale = t.Series[k].Scale
		}
	}
	if t.Raw && scale > 0 {
		v.divide = 1 / scale
	}
	return v
}

// curveCount is how many series there are.
func (t *Training) curveCount() int { return len(t.Modalities) + 1 + len(t.Series) }

// unit is where a curve ends that has learned everything: 1 for shares, the
// largest final norm or first loss for raw values.
func (t *Training) unit() float64 {
	if !t.Raw {
		return 1
	}
	unit := 0.0
	if len(t.Loss) > 0 || len(t.Series) > 0 || len(t.Modalities) == 0 {
		unit = t.LossScale
	}
	for m := range t.Modalities {
		if v := t.norm(m); scene.Finite(v) {
			unit = math.Max(unit, v)
		}
	}
	if !(unit > 0) || !scene.Finite(unit) {
		return 1
	}
	return unit
}

// Needs is the upper end of the y axis that suits the whole run, drawn or not: a little
// above the unit, more when a curve needs it, but not so much that the others lie flat.
// One that goes further leaves through the top, and so do pinned runs a little above the rest.
func (t *Training) Needs() float64 {
	const room, most, pinned = 1.05, 3, 1.3
	unit := t.unit()
	peak := unit
	for m := range t.curveCount() {
		_, hi := t.series(m).extent(0, math.MaxInt)
		peak = math.Max(peak, hi)
	}
	peak = math.Max(peak, math.Min(t.pinsPeak(), pinned*unit))
	limit := most * unit
	if t.Diverged {
		limit = 2 * unit
	}
	if !scene.Finite(peak) {
		peak = limit
	}
	top := math.Min(peak, limit) * room
	if t.Beside != nil { // one scale for both
		top = math.Max(top, t.Beside.Needs())
	}
	return top
}

// now is the playhead, held within the axis.
func (c *chart) now() float64 {
	if math.IsNaN(c.Playhead) {
		return 0
	}
	return scene.Clamp(c.Playhead, 0, c.plot.Epochs)
}

func (c *chart) density() float64 {
	if c.Scene.Scale > 0 {
		return c.Scene.Scale
	}
	return 1
}

func (c *chart) y(share float64) float64 {
	return c.shareScale().At(share)
}

func (c *chart) shareScale() scene.Linear {
	return scene.Linear{From: 0, To: c.yMax, Start: c.plot.Rect.Bottom(), End: c.plot.Rect.Y}
}

func (c *chart) place(epoch, share float64) scene.Point {
	return scene.Point{X: c.plot.X(epoch), Y: c.y(share)}
}

// known works out end.
func (c *chart) known() (last float64) {
	for m := range c.curveCount() {
		last = math.Max(last, float64(len(c.reading(m).values)-1))
	}
	return math.Min(last, c.plot.Epochs)
}

// atEnd reports whether all that is known of the run has been played.
func (c *chart) atEnd() bool { return c.now() >= c.end }

// comes is when modality m is learned, played or not; NaN: never.
func (c *chart) comes(m int) float64 {
	if t := c.Modalities[m].Time; t >= 0 || m >= len(c.whole.Times) {
		return t
	}
	return c.whole.Times[m]
}

// measured reports whether epoch lies within what has been played.
func (c *chart) measured(epoch float64) bool { return epoch >= 0 && epoch <= c.now() }

// shareStep is the distance between the few ticks of the y axis.
func (c *chart) shareStep() float64 { return scene.TickStep(0, c.yMax, 2) }

// timeStep keeps the ticks of the x axis apart in proportion to their type.
func (c *chart) timeStep() float64 {
	count := int(c.plot.Rect.W / (10 * c.Theme.SmallSize))
	step := scene.TickStep(0, c.plot.Epochs*c.tau(), max(2, min(8, count)))
	if c.tau() != 1 {
		return step
	}
	return math.Max(1, step)
}

// tau is the length of an epoch in units of the x axis.
func (c *chart) tau() float64 {
	if c.InTau && c.Rate > 0 && scene.Finite(c.Rate*c.plot.Epochs) {
		return c.Rate
	}
	return 1
}

// time writes an epoch in units of the x axis.
func (c *chart) time(epoch float64) string {
	if c.tau() == 1 {
		return c.Scene.Number(epoch, 0)
	}
	digits := 2 - math.Floor(math.Log10(c.plot.Epochs*c.tau())) // three that count
	return c.Scene.Number(epoch*c.tau(), int(scene.Clamp(digits, 0, 6)))
}

// word is the key of a wording, or of its variant for times in units of τ.
func (c *chart) word(key, inTau string) string {
	if c.tau() == 1 {
		return key
	}
	return inTau
}

// axes draws the grid, the base line and its ticks; there is no frame.
func (c *chart) axes() {
	s, r, solid := c.Scene, c.plot.Rect, [2]float64{}
	step := c.shareStep()
	_, last := scene.TickRange(0, c.yMax, step)
	for n := 1; n <= last && !c.logOnLeft(); n++ {
		v := scene.Multiple(n, step)
		y := scene.Crisp(c.y(v))
		s.AddLine(s.Key("training/grid/", c.shareLabel(v, step)), scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, c.Theme.HairWidth, c.Theme.Grid, solid)
	}
	for k := 0; k < lossDecades && c.logOnLeft(); k++ {
		height, number := c.decade(k)
		y := scene.Crisp(c.y(height))
		s.AddLine(s.Key("training/grid/", number), scene.Point{X: r.X, Y: y}, scene.Point{X: r.Right(), Y: y}, c.Theme.HairWidth, c.Theme.Grid, solid)
	}
	bottom := scene.Crisp(r.Bottom())
	s.AddLine("training/axis", scene.Point{X: r.X, Y: bottom}, scene.Point{X: r.Right(), Y: bottom}, c.Theme.HairWidth, c.Theme.Axis, solid)
	step = c.timeStep()
	_, last = scene.TickRange(0, c.plot.Epochs*c.tau(), step)
	for n := 0; n <= last; n++ {
		v := scene.Multiple(n, step)
		x := scene.Crisp(c.plot.X(v / c.tau()))
		s.AddLine(s.Key("training/tick/", s.Number(v, scene.Decimals(step))), scene.Point{X: x, Y: bottom}, scene.Point{X: x, Y: bottom + c.Theme.SmallSize*0.35}, c.Theme.HairWidth, c.Theme.Axis, solid)
	}
}

// shareLabel writes a tick of the y axis; whole numbers stand bare.
func (c *chart) shareLabel(v, step float64) string {
	switch {
	case v >= 10000:
		return c.Scene.Power(v)
	case v == math.Trunc(v):
		return c.Scene.Number(v, 0)
	}
	return c.Scene.Number(v, scene.Decimals(step))
}

// predictions draws the predicted times as dashed lines.
func (c *chart) predictions() {
	s, r := c.Scene, c.plot.Rect
	for m := range c.Modalities {
		modality := &c.Modalities[m]
		if c.onAxis(modality.PredictedTime) {
			x := c.plot.X(modality.PredictedTime)
			for k := range m { // two on one place stand side by side
				if other := c.Modalities[k].PredictedTime; c.onAxis(other) && math.Abs(c.plot.X(other)-x) < 2*c.Theme.ThinWidth {
					x = c.plot.X(other) + 2*c.Theme.ThinWidth
				}
			}
			c.Upright(s.Key("training/predicted/", modality.Name), x, r.Y, r.Bottom(), c.Theme.ThinWidth, c.Theme.Modality(m).Mark, c.Theme.Dash)
		}
	}
}

// measuredTicks crosses the axis at every measured learning epoch.
func (c *chart) measuredTicks() {
	s, size := c.Scene, c.Theme.SmallSize
	bottom := scene.Crisp(c.plot.Rect.Bottom())
	for m := range c.Modalities {
		modality := &c.Modalities[m]
		if c.measured(modality.Time) {
			x := c.plot.X(modality.Time)
			s.AddLine(s.Key("training/measured/", modality.Name), scene.Point{X: x, Y: bottom - size*0.45}, scene.Point{X: x, Y: bottom + size*0.45},
				c.Theme.CurveWidth, c.Theme.Modality(m).Mark, [2]float64{})
		}
	}
}

func (c *chart) onAxis(epoch float64) bool { return epoch >= 0 && epoch <= c.plot.Epochs }

// curves draws the loss first and modality A last, so that A lies on top where
// all are zero.
func (c *chart) curves() {
	s := c.Scene
	now := c.now()
	loss := scene.Strip{Key: "training/curve/loss", Width: c.Theme.CurveWidth, Colour: c.Theme.Ink}
	if c.Truth { // the loss that counts is that on new data
		loss.Width, loss.Colour = c.Theme.ThinWidth*1.2, scene.Fade(c.Theme.Ink, 0.55)
	}
	c.trace(c.series(len(c.Modalities)), now, loss)
	for m := len(c.Modalities) - 1; m >= 0; m-- {
		hue := c.Theme.Modality(m).Mark
		c.trace(c.series(m), now, scene.Strip{Key: s.Key("training/curve/", c.Modalities[m].Name), Width: c.Theme.CurveWidth, Colour: hue})
	}
	for m := len(c.Modalities) - 1; m >= 0; m-- {
		c.curveMarks(m, now)
	}
}

// rest draws what is still to be played, paler, while a hand drags: otherwise a drag
// early in the run would show flat lines.
func (c *chart) rest() {
	if !c.Whole {
		return
	}
	const pale = 0.4
	for m := c.curveCount() - 1; m >= 0; m-- {
		key, hue := "loss", c.Theme.Ink
		switch {
		case m < len(c.Modalities):
			key, hue = c.Modalities[m].Name, c.Theme.Modality(m).Mark
		case m > len(c.Modalities):
			key = c.Series[m-len(c.Modalities)-1].Label
		}
		c.trace(c.series(m), c.end, scene.Strip{Key: c.Scene.Key("training/rest/", key), Width: c.Theme.ThinWidth * 1.2, Colour: scene.Fade(hue, pale)})
	}
}

// curveMarks puts sparse marks on a modality's curve, at fixed epochs so that
// they stay where they are while it grows, and a larger one at its end.
func (c *chart) curveMarks(m int, now float64) {
	s, name, curve := c.Scene, c.Modalities[m].Name, c.series(m)
	end, ok := curve.head(now)
	if !ok {
		return
	}
	step := c.plot.Epochs / math.Max(2, math.Round(c.plot.Rect.W/(10*c.Theme.SmallSize)))
	offset := (float64(m) + 0.5) / float64(len(c.Modalities))
	clear := 3 * c.Theme.MarkRadius * c.plot.Epochs / c.plot.Rect.W
	for k := 0; ; k++ {
		epoch := math.Round((float64(k) + offset) * step)
		if epoch > end-clear {
			break
		}
		key := s.Key("training/mark/", name, "/", s.Number(float64(k), 0))
		c.markCurve(key, m, epoch, curve.between(epoch), c.Theme.MarkRadius)
	}
	radius := c.Theme.MarkRadius * headSize * c.headGrowth(m, c.place(end, curve.between(end)), now)
	c.markCurve(s.Key("training/head/", name), m, end, curve.between(end), radius)
}

// headSize is how much larger the mark at a curve's end is than the others.
const headSize = 1.4

// headGrowth enlarges the mark at the end of curve m by how far those drawn
// over it, which belong to the modalities before it, would hide it.
func (c *chart) headGrowth(m int, at scene.Point, now float64) float64 {
	const whole = 0.7 // for each that lies right on it
	growth, size := 1.0, 2*headSize*c.Theme.MarkRadius
	for k := range m {
		curve := c.series(k)
		epoch, ok := curve.head(now)
		if !ok || !(curve.between(epoch) <= c.yMax) {
			continue
		}
		over := c.place(epoch, curve.between(epoch))
		growth += whole * scene.Clamp(1-math.Hypot(over.X-at.X, over.Y-at.Y)/size, 0, 1)
	}
	return math.Min(growth, 1+2*whole) // more of them are not told apart anyhow
}

func (c *chart) markCurve(key string, m int, epoch, share, radius float64) {
	if !(share <= c.yMax) {
		return
	}
	c.Scene.AddMark(scene.Mark{
		Key: key, At: c.place(epoch, share), Shape: shapeOf(m), Radius: radius,
		Fill: c.Theme.Modality(m).Mark, Ring: c.Theme.Paper, RingW: c.Theme.HairWidth * 1.25,
	})
}

// shapeOf tells modalities apart without their hue.
func shapeOf(m int) scene.Shape {
	if m%2 == 1 {
		return scene.Square
	}
	return scene.Disc
}

// crosshair marks the pointer's epoch and every curve there.
func (c *chart) crosshair() {
	epoch, ok := c.pointed()
	if !ok {
		return
	}
	r := c.plot.Rect
	x := c.plot.X(epoch)
	c.Upright("training/crosshair", x, r.Y, r.Bottom(), c.Theme.HairWidth, c.Theme.Axis, [2]float64{})
	if epoch > c.now() {
		return
	}
	loss := len(c.Modalities)
	if v := c.series(loss).between(epoch); v <= c.yMax {
		c.Scene.AddMark(scene.Mark{
			Key: "training/pointer/loss", At: c.place(epoch, v), Radius: c.Theme.MarkRadius,
			Fill: c.Theme.Ink, Ring: c.Theme.Paper, RingW: c.Theme.HairWidth * 1.25,
		})
	}
	for m := loss - 1; m >= 0; m-- {
		key := c.Scene.Key("training/pointer/", c.Modalities[m].Name)
		c.markCurve(key, m, epoch, c.series(m).between(epoch), c.Theme.MarkRadius*1.3)
	}
}

// pointed is the whole epoch nearest to the pointer.
func (c *chart) pointed() (epoch float64, ok bool) {
	if !(c.Pointer >= 0 && c.Pointer <= c.plot.Epochs) {
		return 0, false
	}
	return math.Round(c.Pointer), true
}
