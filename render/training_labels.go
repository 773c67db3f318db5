package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// tickBaseline is where the numbers under the x axis stand.
func (c *chart) tickBaseline() float64 { return c.plot.Rect.Bottom() + c.Theme.SmallSize*1.6 }

func (c *chart) axisTitles() {
	s, size := c.Scene, c.Theme.SmallSize
	box, r := c.plot.Box, c.plot.Rect

	left := box.X
	if c.Title != "" {
		heading := c.Small("training/title", s.Format(c.Words, c.Title), left, box.Y+size, scene.Start, c.Theme.Ink)
		heading.Weight = 600
		c.Put(heading)
		left = heading.Bounds().Right() + size
	}
	fits := func(title string) bool {
		return left+scene.TextWidth(title, size, 400) <= math.Min(box.X+box.W*0.7, c.corner)
	}
	title := s.Format(c.Words, "figure.training.yLong")
	switch {
	case c.Truth && !c.Raw:
		if title = s.Format(c.Words, "figure.training.yTruth"); !fits(title) {
			title = s.Format(c.Words, "figure.training.yTruthShort")
		}
	case len(c.Modalities) == 0 && c.Raw:
		title = s.Format(c.Words, "figure.training.yLossRaw")
	case len(c.Modalities) == 0 && len(c.Series) > 0:
		title = s.Format(c.Words, "figure.training.yLoss")
	case c.Raw:
		title = s.Format(c.Words, "figure.training.yRaw")
	case c.LogLoss || !fits(title):
		title = s.Format(c.Words, "figure.training.y")
	}
	if share := c.Small("training/title/share", title, left, box.Y+size, scene.Start, c.Theme.Muted); c.Title == "" || share.Bounds().Right() < c.corner {
		c.Put(share)
	}
	if c.LogLoss && !c.logOnLeft() {
		x := left + scene.TextWidth(title, size, 400) + size*1.5
		log := c.Small("training/title/log", s.Format(c.Words, "figure.training.logLoss"), x, box.Y+size, scene.Start, c.Theme.Ink)
		if b := log.Bounds(); b.Right() <= c.corner {
			c.PutIfFree(log)
		}
	}

	last := scene.TextWidth(c.time(c.plot.Epochs), size, 400)
	x := r.Right() + last/2 + size*0.6
	title = s.Format(c.Words, c.word("figure.training.x", "figure.training.xTau"))
	if x+scene.TextWidth(title, size, 400) > box.Right() {
		return
	}
	c.Put(c.Small("training/title/epoch", title, x, c.tickBaseline(), scene.Start, c.Theme.Muted))
}

// topRight is where the corner begins that the page keeps for its buttons:
// nothing is written there. A small panel has none; their words are as large as its
// own where they do not find another place above it.
func topRight(box scene.Rect, theme *scene.Theme) float64 {
	switch {
	case box.W < 600:
		return box.Right()
	case box.W < 36*theme.SmallSize:
		return box.Right() - 250
	}
	return box.Right() - 21*theme.SmallSize
}

func (c *chart) shareTicks() {
	s, size := c.Scene, c.Theme.SmallSize
	if c.logOnLeft() {
		for k := range lossDecades + 1 {
			height, number := c.decade(k)
			c.PutIfFree(c.Small(s.Key("training/loss/", number), s.Key("10^{", number, "}"), c.plot.Rect.X-size*0.6, c.y(height)+scene.MidHeight*size, scene.End, c.Theme.Muted))
		}
		return
	}
	step := c.shareStep()
	_, last := scene.TickRange(0, c.yMax, step)
	for n := 0; n <= last; n++ {
		v := scene.Multiple(n, step)
		label := c.shareLabel(v, step)
		c.Put(c.Small(s.Key("training/share/", label), label, c.plot.Rect.X-size*0.6, c.y(v)+scene.MidHeight*size, scene.End, c.Theme.Muted))
	}
}

// predictionLabels names the dashed lines above the plot: in full and with the
// paper's limit where there is room, else in full, else by symbol.
func (c *chart) predictionLabels() {
	r := c.predictionRow("figure.training.predicted", true)
	if !c.settlePredictions(&r, 2.5, 0.9) {
		r = c.predictionRow("figure.training.predicted", false)
		if !c.settlePredictions(&r, 1, 0.9) {
			r = c.predictionRow("figure.training.predictedShort", false)
			if !c.settlePredictions(&r, 1, math.Inf(1)) {
				return
			}
		}
	}
	for i := range r.Count {
		c.Put(r.Texts[i])
	}
}

func (c *chart) settlePredictions(r *scene.Row, gap, strain float64) bool {
	return r.Settle(gap*c.Theme.SmallSize, c.plot.Box.X, c.plot.Box.Right(), strain)
}

func (c *chart) predictionRow(words string, withPaper bool) (r scene.Row) {
	s := c.Scene
	y := c.plot.Rect.Y - c.Theme.SmallSize*0.5
	for m := range c.Modalities {
		modality := &c.Modalities[m]
		hue := c.Theme.Modality(m).Word
		if math.IsInf(modality.PredictedTime, 1) {
			never := c.Small(s.Key("training/predicted/", modality.Name), s.Format(c.Words, "figure.training.never", "name", modality.Name), 0, y, scene.Middle, hue)
			r.Add(never, c.plot.Box.Right()-scene.TextWidth(never.Content, never.Size, never.Weight)/2)
			continue
		}
		if !(modality.PredictedTime >= 0) {
			continue
		}
		epoch := c.time(modality.PredictedTime)
		text := c.Small(s.Key("training/predicted/", modality.Name), s.Format(c.Words, words, "name", modality.Name, "epoch", epoch), 0, y, scene.Middle, hue)
		half := scene.TextWidth(text.Content, text.Size, text.Weight) / 2
		if !c.onAxis(modality.PredictedTime) {
			text.Content = s.Format(c.Words, "figure.training.beyond", "label", text.Content)
			half = scene.TextWidth(text.Content, text.Size, text.Weight) / 2
			r.Add(text, c.plot.Box.Right()-half)
			continue
		}
		want := c.plot.X(modality.PredictedTime)
		if withPaper && c.showsPaper(modality) {
			paper := c.Small(s.Key("training/paper/", modality.Name), s.Format(c.Words, c.paperWords(), "epoch", c.time(modality.PaperTime)), 0, y, scene.Middle, c.Theme.Muted)
			r.Add(paper, c.plot.X(modality.PaperTime)-scene.TextWidth(paper.Content, paper.Size, paper.Weight)/2)
			want += half
		}
		r.Add(text, want)
	}
	return r
}

// paperWords name the paper's own prediction by what tells it from the other one:
// the learning rate, or under gradient flow that it knows no signs.
func (c *chart) paperWords() string {
	if c.Flow {
		return "figure.training.paperFlow"
	}
	return "figure.training.paper"
}

// measuredLabels sets the measured learning epochs below the axis.
func (c *chart) measuredLabels() {
	s, size := c.Scene, c.Theme.SmallSize
	var r scene.Row
	for m := range c.Modalities {
		modality := &c.Modalities[m]
		if !c.measured(modality.Time) {
			continue
		}
		text := c.Small(s.Key("training/measured/", modality.Name),
			s.Format(c.Words, "figure.training.measured", "name", modality.Name, "epoch", c.time(modality.Time)),
			0, c.tickBaseline(), scene.Middle, c.Theme.Modality(m).Word)
		text.Weight = 600
		r.Add(text, c.plot.X(modality.Time))
	}
	if !r.Settle(size*0.6, c.plot.Rect.X-size*0.3, c.plot.Rect.Right()+size, math.Inf(1)) {
		return
	}
	for i := range r.Count {
		c.PutIfFree(r.Texts[i])
	}
}

func (c *chart) epochTicks() {
	s := c.Scene
	step := c.timeStep()
	_, last := scene.TickRange(0, c.plot.Epochs*c.tau(), step)
	for n := 0; n <= last; n++ {
		v := scene.Multiple(n, step)
		label := s.Number(v, scene.Decimals(step))
		c.PutIfFree(c.Small(s.Key("training/epoch/", label), label, c.plot.X(v/c.tau()), c.tickBaseline(), scene.Middle, c.Theme.Muted))
	}
}

// bottomLimit keeps the lowest label of a column, its subscript included, off
// the axis.
func (c *chart) bottomLimit(size float64) float64 {
	return c.plot.Rect.Bottom() - (scene.MidHeight+scene.Descent-scene.LineHeight/2)*size
}

// headLabels names every curve at its end.
func (c *chart) headLabels() {
	s := c.Scene
	var col scene.Column
	loss := len(c.Modalities)
	at, any := 0.0, false
	for m := range loss + 1 {
		curve := c.series(m)
		epoch, ok := curve.head(c.now())
		if !ok {
			continue
		}
		at, any = math.Max(at, epoch), true
		text := scene.Text{Size: c.Theme.LabelSize, Weight: 600}
		if m == loss {
			text.Key, text.Colour = "training/label/loss", c.Theme.Ink
			text.Content = s.Format(c.Words, "figure.training.loss")
		} else {
			name := c.Modalities[m].Name
			text.Key, text.Colour = s.Key("training/label/", name), c.Theme.Modality(m).Word
			wording := "figure.training.norm"
			if c.Paths {
				wording = "figure.training.path"
			}
			text.Content = s.Format(c.Words, wording, "name", name)
		}
		col.Add(text, c.y(math.Min(curve.between(epoch), c.yMax)))
	}
	if !any {
		return
	}
	r := c.plot.Rect
	if !col.Settle(c.plot.X(at)+headGap(c.Theme), scene.Start, r.Y, c.bottomLimit(c.Theme.LabelSize)) {
		return
	}
	c.putColumn(&col)
}

// putColumn appends those labels of a settled column that have room. The others
// of the column do not count: they are spread already.
func (c *chart) putColumn(col *scene.Column) {
	var room [scene.MaxLabels]bool
	for i := range col.Count {
		room[i] = c.Free(col.Texts[i].Bounds().Inset(-1))
	}
	for i := range col.Count {
		if room[i] {
			c.Put(col.Texts[i])
		}
	}
}

// pointerLabels reads out every curve at the pointer, on whichever side of the
// crosshair has room.
func (c *chart) pointerLabels() {
	epoch, ok := c.pointed()
	if !ok {
		return
	}
	s, size := c.Scene, c.Theme.SmallSize
	x := c.plot.X(epoch)
	title := c.Small("training/pointer/epoch", s.Format(c.Words, c.word("figure.training.pointer", "figure.training.pointerTau"), "epoch", c.time(epoch)), x, c.tickBaseline(), scene.Middle, c.Theme.Ink)
	title.Weight = 600
	half := scene.TextWidth(title.Content, size, 600) / 2
	title.X = scene.Clamp(x, c.plot.Box.X+half, c.plot.Box.Right()-half)
	c.PutIfFree(title)
	if epoch > c.now() {
		return
	}

	var col scene.Column
	loss := len(c.Modalities)
	for m := range c.curveCount() {
		v := c.series(m).between(epoch)
		if !scene.Finite(v) {
			continue
		}
		text := c.Small("training/value/loss", "", 0, 0, scene.Start, c.Theme.Ink)
		name := s.Format(c.Words, "figure.training.loss")
		switch {
		case m < loss:
			name = c.Modalities[m].Name
			text.Key, text.Colour = s.Key("training/value/", name), c.Theme.Modality(m).Word
		case m > loss:
			name = c.seriesName(m - loss - 1)
			text.Key = s.Key("training/value/series/", c.Series[m-loss-1].Label)
		}
		text.Weight = 600
		text.Content = s.Format(c.Words, "figure.training.value", "name", name, "value", c.value(c.reading(m).between(epoch)))
		col.Add(text, c.readOutPlace(c.y(math.Min(v, c.yMax))))
	}
	lo, hi := c.plot.Rect.Y, c.bottomLimit(size)
	gap := c.Theme.MarkRadius + size*0.5
	if !col.Settle(x+gap, scene.Start, lo, hi) {
		return
	}
	right := c.crossings(&col)
	if col.Box.Right()+size > c.plot.X(c.now()) {
		right += scene.MaxLabels // the labels of the heads are there
	}
	if x-gap-col.Box.W > c.plot.Rect.X {
		col.MoveTo(x-gap, scene.End)
		if c.crossings(&col) >= right {
			col.MoveTo(x+gap, scene.Start)
		}
	}
	c.putColumn(&col)
}

// crossings counts the labels of a settled column that a curve runs through.
func (c *chart) crossings(col *scene.Column) (n int) {
	for i := range col.Count {
		if !c.clearOfCurves(col.Texts[i].Bounds().Inset(1)) {
			n++
		}
	}
	return n
}

// readOutPlace is the centre of a read-out for a curve at height y: above the
// line, below it near the top.
func (c *chart) readOutPlace(y float64) float64 {
	offset := c.Theme.SmallSize * 0.85
	if y-1.6*offset < c.plot.Rect.Y {
		return y + offset
	}
	return y - offset
}

// value writes a share for reading; one that has run away is just large.
func (c *chart) value(v float64) string {
	if c.LogLoss && v > 0 && v < 0.01 {
		return c.Scene.Power(v)
	}
	if math.Abs(v) < 1000 {
		return c.Scene.Number(v, 2)
	}
	return c.Scene.Power(v)
}

// divergence says where the numbers ran away.
func (c *chart) divergence() {
	if !c.Diverged {
		return
	}
	at := 0.0
	for m := range len(c.Modalities) + 1 {
		if epoch, ok := c.series(m).head(c.now()); ok {
			at = math.Max(at, epoch)
		}
	}
	s, r := c.Scene, c.plot.Rect
	text := scene.Text{
		Key: "training/diverged", Content: s.Format(c.Words, "figure.training.diverged", "epoch", s.Number(at, 0)),
		Y: r.Y + r.H/2, Size: c.Theme.LabelSize, Weight: 600, Colour: c.Theme.Ink,
	}
	width := scene.TextWidth(text.Content, text.Size, text.Weight)
	text.X = c.plot.X(at) + headGap(c.Theme)
	if text.X+width > c.plot.Box.Right() {
		text.X, text.Anchor = c.plot.X(at)-headGap(c.Theme), scene.End
	}
	c.PutIfFree(text)
}
