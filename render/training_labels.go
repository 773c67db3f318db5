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
	c.titled = left
	if share := c.Small("training/title/share", title, left, box.Y+size, scene.Start, c.Theme.Muted); c.Title == "" || share.Bounds().Right() < c.corner {
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
			p.add(text)
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

// pair is a row of labels over or under what they name.
type pair struct {
	texts [scene.MaxLabels]scene.Text
	n     int
}

func (p *pair) add(t scene.Text) {
	if p.n < len(p.texts) {
		p.texts[p.n] = t
		p.n++
	}
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
			if p.texts[k].Content == "" || t.Content == "" {
				continue
			}
			if b := t.Bounds(); b.Right()+gap > other.X && other.Right()+gap > b.X && t.Y == p.texts[k].Y {
				t.Y += offset
			}
		}
		if p.texts[i] = t; offset > 0 || t.Bounds().Y >= c.plot.Box.Y+1.6*c.Theme.SmallSize || t.Bounds().Right() < c.corner {
			b := t.Bounds()
			wide := scene.Rect{X: b.X - gap, Y: b.Y + 1, W: b.W + 2*gap, H: b.H - 2} // a word beside it is not to look like a part of it
			if b.Y >= c.plot.Box.Y && b.Bottom() <= c.plot.Box.Bottom() && c.Free(wide) {
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
		if !(t <= c.known()) {
			continue
		}
		text := c.Small(s.Key("training/measured/", c.Modalities[m].Name),
			s.Format(c.Words, "figure.training.measured", "name", c.Modalities[m].Name, "epoch", c.time(t)),
			0, c.tickBaseline(), scene.Middle, c.Theme.Modality(m).Word)
		text.Weight = 600
		half := scene.TextWidth(text.Content, text.Size, text.Weight) / 2
		text.X = scene.Clamp(c.plot.X(t), r.X-size*0.3+half, r.Right()+size-half)
		p.add(text)
	}
	if c.compact() && c.meet(&p) {
		var row scene.Row
		for _, t := range p.texts[:p.n] {
			row.Add(t, t.X)
		}
		if row.Settle(size*0.6, r.X-size*0.3, r.Right()+size, math.Inf(1)) {
			p.texts = row.Texts
		}
	}
	for i := range p.n { // as they will stand; those that are known now
		for m := range c.Modalities {
			if p.texts[i].Key == s.Key("training/measured/", c.Modalities[m].Name) && !c.measured(c.Modalities[m].Time) {
				p.texts[i].Content = ""
			}
		}
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

// headLabels names every curve at its end: the modalities beside it, the loss on its own
// line just behind it, so that the two never change places.
func (c *chart) headLabels() {
	var col scene.Column
	if c.heads(&col, c.now()) {
		c.follow(&col)
	}
	if loss, ok := c.lossLabel(c.now()); ok {
		var one scene.Column
		one.Texts[0], one.Count = loss, 1
		c.follow(&one)
	}
}

// lossLabel is the name of the loss where it stands at an epoch.
func (c *chart) lossLabel(epoch float64) (text scene.Text, ok bool) {
	curve := c.series(len(c.Modalities))
	end, ok := curve.head(epoch)
	if !ok {
		return text, false
	}
	size := c.Theme.LabelSize
	text = scene.Text{Key: "training/label/loss", Content: c.Scene.Format(c.Words, "figure.training.loss"), Anchor: scene.End, Size: size, Weight: 600, Colour: c.Theme.Ink}
	if c.Truth { // that on new data counts
		text.Weight, text.Colour = 400, c.Theme.Muted
	}
	least := c.plot.Rect.X + 0.3*size + scene.TextWidth(text.Content, size, text.Weight)
	const early = 0.85 // of the first loss
	if then := curve.between(c.plot.Epoch(least)); c.plot.X(end) < least && then < early*curve.at(0) {
		return text, false // the name would be in the way of the others while the loss falls
	}
	text.X = math.Max(c.plot.X(end)-0.4*size, least)
	text.Y = math.Max(c.y(math.Min(curve.between(end), c.yMax))-0.4*size, c.plot.Rect.Y+0.75*size)
	return text, true
}

// heads settles the names of the modalities where their curves are at an epoch, and
// reports whether there are any and they have room.
func (c *chart) heads(col *scene.Column, epoch float64) bool {
	s, at := c.Scene, math.NaN()
	var heights [scene.MaxLabels]float64
	for m := range min(len(c.Modalities), len(heights)) {
		curve := c.series(m)
		end, ok := curve.head(epoch)
		if !ok {
			heights[m] = math.NaN()
			continue
		}
		if !(at >= end) {
			at = end
		}
		name := c.Modalities[m].Name
		wording := "figure.training.norm"
		if c.Paths {
			wording = "figure.training.path"
		}
		text := scene.Text{Key: s.Key("training/label/", name), Content: s.Format(c.Words, wording, "name", name), Size: c.Theme.LabelSize, Weight: 600, Colour: c.Theme.Modality(m).Word}
		heights[m] = c.y(math.Min(curve.between(end), c.yMax))
		for k := range m {
			if math.Abs(heights[m]-heights[k]) < alike {
				heights[m] = heights[k] + 1e-6*c.apart(m, k, end)
			}
		}
		col.Add(text, heights[m])
	}
	return at >= 0 && col.Settle(c.plot.X(at)+headGap(c.Theme), scene.Start, c.plot.Rect.Y, c.bottomLimit(c.Theme.LabelSize))
}

// underHeads reports whether the names at the ends of the curves will come over a box at
// the end of the run.
func (c *chart) underHeads(b scene.Rect) bool {
	var col scene.Column
	if !c.heads(&col, c.known()) {
		return false
	}
	for _, head := range col.Texts[:col.Count] {
		if head.Bounds().Inset(-1).Overlaps(b) {
			return true
		}
	}
	loss, ok := c.lossLabel(c.known())
	return ok && loss.Bounds().Inset(-1).Overlaps(b)
}

// alike is how near two ends are between which one does not decide by height which name
// stands above the other, in pixels.
const alike = 3

// apart tells which of two curves, as near to each other as that at an epoch, belongs
// above: the one that will be when they part, or, if they never do, that has been. It is
// −1 if that is m, 1 if it is k.
func (c *chart) apart(m, k int, epoch float64) float64 {
	if c.Whole {
		return 1 // as long as a hand drags nothing depends on what is to come
	}
	one, other := c.series(m), c.series(k)
	way := func(e int) float64 {
		d := c.y(math.Min(one.at(e), c.yMax)) - c.y(math.Min(other.at(e), c.yMax))
		if !(math.Abs(d) >= alike) {
			return 0
		}
		return math.Copysign(1, d)
	}
	last := min(len(one.values), len(other.values)) - 1
	for e := int(epoch); e <= last; e++ {
		if d := way(e); d != 0 {
			return d
		}
	}
	for e := min(int(epoch), last); e >= 0; e-- {
		if d := way(e); d != 0 {
			return d
		}
	}
	return 1
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

// stay puts a text that has found its place for good: not before what it names is known,
// and once the names at the ends of the curves have passed by.
func (c *chart) stay(t scene.Text, known bool) {
	if known && c.passed(t.Bounds()) {
		c.Put(t)
	} else {
		c.Reserve(t.Bounds())
	}
}

// passed reports whether nothing of what is written about the playhead will come over b
// from now on.
func (c *chart) passed(b scene.Rect) bool { return c.atEnd() || c.passedFrom(c.now(), b) }

// passedFrom is passed from an epoch on, wherever the playhead is.
func (c *chart) passedFrom(now float64, b scene.Rect) bool {
	const near = 1.3 // heights of a name, to either side of its curve: names push each other
	size := near * c.Theme.LabelSize
	for m := range len(c.Modalities) + 1 {
		ahead, x := c.known(), b.Right() // the name of a modality stands ahead of the playhead
		if m == len(c.Modalities) {
			x += c.behind()
		}
		if x < c.plot.Rect.Right() {
			ahead = math.Min(ahead, c.plot.Epoch(x))
		}
		last := int(math.Ceil(ahead))
		lo, hi := c.series(m).extent(int(now), last)
		if lo <= hi && c.y(math.Min(hi, c.yMax))-size < b.Bottom() && c.y(lo)+size > b.Y {
			return float64(last) <= now
		}
	}
	return true
}

// behind is how far what is written about the playhead reaches behind it.
func (c *chart) behind() float64 {
	return scene.TextWidth(c.Words["figure.training.loss"], c.Theme.LabelSize, 600) + 0.8*c.Theme.LabelSize
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
