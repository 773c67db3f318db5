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
	case c.Truth && !c.Held && !c.Raw:
		if title = s.Format(c.Words, "figure.training.yTruth"); !fits(title) {
			title = s.Format(c.Words, "figure.training.yTruthShort")
		}
	case len(c.Modalities) == 0 && c.Raw:
		title = s.Format(c.Words, "figure.training.yLossRaw")
	case len(c.Modalities) == 0 && len(c.Series) > 0:
		title = s.Format(c.Words, "figure.training.yLoss")
	case c.Raw:
		title = s.Format(c.Words, "figure.training.yRaw")
	case c.Beyond > 0:
		if title = s.Format(c.Words, "figure.training.yPlateau"); !fits(title) {
			title = s.Format(c.Words, "figure.training.yPlateauShort")
		}
	case c.LogLoss || !fits(title):
		title = s.Format(c.Words, "figure.training.y")
	}
	c.titled = left
	if share := c.Small("training/title/share", title, left, box.Y+size, scene.Start, c.Theme.Muted); c.Title == "" || share.Bounds().Right() < math.Min(c.corner, box.Right()) {
		c.Put(share)
		c.titled = share.Bounds().Right() + size*1.5
	}
	if c.LogLoss && !c.logOnLeft() {
		x := left + scene.TextWidth(title, size, 400) + size*1.5
		log := c.Small("training/title/log", s.Format(c.Words, "figure.training.logLoss"), x, box.Y+size, scene.Start, c.Theme.Ink)
		if b := log.Bounds(); b.Right() <= c.corner && c.PutIfFree(log) {
			c.titled = b.Right() + size*1.5
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

// predictionLabels names the dashed lines above the plot, each over its line: in full,
// else by symbol. Where two would meet, the later one stands a row higher.
func (c *chart) predictionLabels() {
	size := c.Theme.SmallSize
	if c.Foretold != "" {
		words := c.Scene.Format(c.Words, c.Foretold, "ratio", c.Scene.Figures(c.Ratio))
		t := c.Small("training/foretold", words, c.plot.Rect.X, c.plot.Rect.Y-size*0.75, scene.Start, c.Theme.Muted)
		if t.Bounds().Right() <= c.plot.Box.Right() {
			c.PutIfFree(t)
		}
		return
	}
	for _, words := range [...]string{"figure.training.predicted", "figure.training.predictedShort"} {
		var p pair
		fits := true
		for m := range c.Modalities {
			text, ok := c.predictionLabel(m, words)
			if !ok {
				continue
			}
			width := scene.TextWidth(text.Content, text.Size, text.Weight)
			fits = fits && width < c.plot.Box.W/2
			text.X = scene.Clamp(text.X, c.plot.Box.X+width/2, c.plot.Box.Right()-width/2)
			p.add(text, m, c.lineOf(m))
		}
		if len(c.Modalities) > 2 && c.meet(&p) { // there is one row more, not three
			fits = false
		}
		if !c.compact() && fits || words == "figure.training.predictedShort" || c.compact() && fits && !c.meet(&p) {
			c.putPair(&p, -1.25*size)
			return
		}
	}
}

// predictionLabel is what is written over the plot of modality m.
func (c *chart) predictionLabel(m int, words string) (text scene.Text, ok bool) {
	s, modality := c.Scene, &c.Modalities[m]
	text = c.Small(s.Key("training/predicted/", modality.Name), "", 0, c.plot.Rect.Y-c.Theme.SmallSize*0.75, scene.Middle, c.Theme.Modality(m).Word)
	switch t := modality.PredictedTime; {
	case math.IsInf(t, 1):
		text.Content, text.X = s.Format(c.Words, "figure.training.never", "name", modality.Name), c.plot.Box.Right()
	case !(t >= 0):
		return text, false
	case !c.onAxis(t):
		text.Content = s.Format(c.Words, "figure.training.beyond", "label", s.Format(c.Words, words, "name", modality.Name, "epoch", c.time(t)))
		text.X = c.plot.Box.Right()
	default:
		text.Content, text.X = s.Format(c.Words, words, "name", modality.Name, "epoch", c.time(t)), c.plot.X(t)
	}
	return text, true
}

// lineOf is where the dashed line of modality m stands, NaN: not on the axis.
func (c *chart) lineOf(m int) float64 {
	if t := c.Modalities[m].PredictedTime; c.onAxis(t) {
		return c.plot.X(t)
	}
	return math.NaN()
}

// pair is a row of labels over or under what they name.
type pair struct {
	texts [scene.MaxLabels]scene.Text
	of    [scene.MaxLabels]int     // which modalities they name
	at    [scene.MaxLabels]float64 // where those have their lines, NaN: nowhere
	later [scene.MaxLabels]bool    // not there yet: its room is kept from the others
	n     int
}

// sort puts them in the order of their lines.
func (p *pair) sort() {
	for i := 1; i < p.n; i++ {
		for k := i; k > 0 && p.at[k] < p.at[k-1]; k-- {
			p.texts[k], p.texts[k-1] = p.texts[k-1], p.texts[k]
			p.of[k], p.of[k-1] = p.of[k-1], p.of[k]
			p.at[k], p.at[k-1] = p.at[k-1], p.at[k]
		}
	}
}

func (p *pair) add(t scene.Text, of int, at float64) {
	if p.n < len(p.texts) {
		p.texts[p.n], p.of[p.n], p.at[p.n] = t, of, at
		p.n++
	}
}

// hold is where a label stood as a hand began to drag, relative to its line.
type hold struct {
	dx, y   float64
	on, set bool // the axis
}

// holds reports whether a label stands where it did as the hand began to drag: it goes, rather
// than jump.
func (c *chart) holds(h *hold, t scene.Text, at float64) bool {
	if !c.Whole {
		*h = hold{}
		return true
	}
	b := t.Bounds()
	now := hold{dx: b.X + b.W/2, y: t.Y, on: at == at, set: true}
	if now.on {
		now.dx -= at
	}
	if !h.set || h.on != now.on {
		*h = now
	}
	return math.Hypot(now.dx-h.dx, now.y-h.y) <= b.H
}

// compact reports whether the chart is too low for rows that are needed now and then only.
func (c *chart) compact() bool { return compact(c.plot.Box, c.Theme) }

func compact(box scene.Rect, theme *scene.Theme) bool { return box.H < 20*theme.SmallSize }

// meet reports whether labels of a row would overlap, or one of them a text that is there.
func (c *chart) meet(p *pair) bool {
	for i := range p.n {
		for k := range i {
			if p.texts[i].Bounds().Inset(-2).Overlaps(p.texts[k].Bounds()) {
				return true
			}
		}
	}
	return false
}

// putPair puts the labels of a row where they want to be; one that would meet an earlier
// one stands in a second row, which is off from the first one by an offset.
func (c *chart) putPair(p *pair, offset float64) {
	gap := c.Theme.SmallSize * 0.5
	for i := range p.n {
		t := p.texts[i]
		for k := range i {
			other := p.texts[k].Bounds()
			if b := t.Bounds(); b.Right()+gap > other.X && other.Right()+gap > b.X && t.Y == p.texts[k].Y {
				t.Y += offset
			}
		}
		if p.texts[i] = t; p.later[i] {
			continue
		}
		if offset > 0 || t.Bounds().Y >= c.plot.Box.Y+1.6*c.Theme.SmallSize || t.Bounds().Right() < c.corner {
			b := t.Bounds()
			wide := scene.Rect{X: b.X - gap, Y: b.Y + 1, W: b.W + 2*gap, H: b.H - 2} // a word beside it is not to look like a part of it
			held := &c.Training.predictedHeld
			if offset > 0 {
				held = &c.Training.measuredHeld
			}
			if b.Y >= c.plot.Box.Y && b.Bottom() <= c.plot.Box.Bottom() && c.Free(wide) && c.holds(&held[p.of[i]], t, p.at[i]) {
				c.Put(t)
			}
		}
	}
}

// measuredLabels sets the measured learning epochs below the axis.
func (c *chart) measuredLabels() {
	s, size, r := c.Scene, c.Theme.SmallSize, c.plot.Rect
	var p pair
	for m := range c.Modalities {
		t := c.comes(m)
		if !(t <= c.end) {
			continue
		}
		text := c.Small(s.Key("training/measured/", c.Modalities[m].Name),
			s.Format(c.Words, "figure.training.measured", "name", c.Modalities[m].Name, "epoch", c.time(t)),
			0, c.tickBaseline(), scene.Middle, c.Theme.Modality(m).Word)
		text.Weight = 600
		half := scene.TextWidth(text.Content, text.Size, text.Weight) / 2
		text.X = scene.Clamp(c.plot.X(t), r.X-size*0.3+half, r.Right()+size-half)
		p.add(text, m, c.plot.X(t))
	}
	if p.n > 2 { // who comes later makes no other change its row
		p.sort()
	}
	if c.compact() && c.meet(&p) {
		var row scene.Row
		for _, t := range p.texts[:p.n] {
			row.Add(t, t.X)
		}
		if row.Settle(size*0.6, r.X-size*0.3, r.Right()+size, math.Inf(1)) {
			was := p
			for i, t := range row.Texts[:row.Count] { // in the order of their places
				for k := range was.n {
					if was.texts[k].Key == t.Key {
						p.texts[i], p.of[i], p.at[i] = t, was.of[k], was.at[k]
					}
				}
			}
		}
	}
	for i, m := range p.of[:p.n] { // they stand where they will among all; those that are known now are put
		p.later[i] = !c.measured(c.Modalities[m].Time)
	}
	c.putPair(&p, 1.25*size)
}

func (c *chart) epochTicks() {
	s := c.Scene
	step := c.timeStep()
	last := c.putEpochs(step, 0)
	if end := c.plot.Epochs * c.tau(); end-scene.Multiple(last, step) > 0.3*step { // an axis says where it ends
		label := c.time(c.plot.Epochs)
		if t := c.Small(s.Key("training/epoch/", label), label, c.plot.Rect.Right(), c.tickBaseline(), scene.Middle, c.Theme.Muted); c.numberFree(t) {
			c.PutIfFree(t)
		}
	}
}

// putEpochs writes the numbers at every step that nothing is in the way of, and returns
// how many steps there are. Where measured times leave none but zero, the first of a
// smaller step says how the axis goes on.
func (c *chart) putEpochs(step, apart float64) (last int) {
	s, put := c.Scene, 0
	_, last = scene.TickRange(0, c.plot.Epochs*c.tau(), step)
	for n := 0; n <= last && (apart == 0 || put == 0); n++ {
		v := scene.Multiple(n, step)
		label := s.Number(v, scene.Decimals(step))
		t := c.Small(s.Key("training/epoch/", label), label, c.plot.X(v/c.tau()), c.tickBaseline(), scene.Middle, c.Theme.Muted)
		if c.Free(t.Bounds().Inset(-apart)) && c.numberFree(t) && c.PutIfFree(t) && n > 0 {
			put++
		}
	}
	if put == 0 && apart == 0 {
		c.putEpochs(scene.TickStep(0, step, 3), c.Theme.SmallSize)
	}
	return last
}

// numberFree reports whether a number along the axis would not seem to be one with what stands
// beside it.
func (c *chart) numberFree(t scene.Text) bool {
	apart := .4 * c.Theme.SmallSize
	b := t.Bounds()
	return c.Free(scene.Rect{X: b.X - apart, Y: b.Y, W: b.W + 2*apart, H: b.H})
}

// bottomLimit keeps the lowest label of a column, its subscript included, off
// the axis.
func (c *chart) bottomLimit(size float64) float64 {
	return c.plot.Rect.Bottom() - (scene.MidHeight+scene.Descent-scene.LineHeight/2)*size
}

// follow keeps the labels of a settled column for passing. One that would hide another
// of them gives way.
func (c *chart) follow(col *scene.Column) {
	before := c.moved
	for i := range col.Count {
		free := true
		for _, t := range c.moves[:before] {
			free = free && !t.Bounds().Overlaps(col.Texts[i].Bounds().Inset(-1))
		}
		if free {
			c.carry(col.Texts[i])
		}
	}
}

// passing puts the texts that follow the playhead or the pointer, after those they hide.
func (c *chart) passing() {
	for _, t := range c.moves[:c.moved] {
		if t.Content != "" {
			c.Scene.AddText(t)
			c.Reserve(t.Bounds())
		}
	}
}

// carry keeps a text for passing.
func (c *chart) carry(t scene.Text) {
	if c.moved < len(c.moves) {
		c.moves[c.moved] = t
		c.moved++
		c.Pass(t.Bounds())
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
	c.carry(title)
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
	c.follow(&col)
}

// crossings counts the labels of a settled column that a curve runs through.
func (c *chart) crossings(col *scene.Column) (n int) {
	for i := range col.Count {
		if !c.clearUpTo(c.now(), col.Texts[i].Bounds().Inset(1)) {
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
