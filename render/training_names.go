package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

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
	text = scene.Text{Key: "training/label/loss", Content: c.Words["figure.training.loss"], Anchor: scene.End, Size: size, Weight: 600, Colour: c.Theme.Ink}
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
	at := math.NaN()
	var heights [scene.MaxLabels]float64
	order := c.ranks()
	for _, m := range order[:min(len(c.Modalities), len(order))] {
		curve := c.series(m)
		end, ok := curve.head(epoch)
		if !ok {
			heights[m] = math.NaN()
			continue
		}
		if !(at >= end) {
			at = end
		}
		heights[m] = c.y(math.Min(curve.between(end), c.yMax))
	}
	if len(c.Modalities) == 2 && math.Abs(heights[0]-heights[1]) < alike { // they take the same room, whichever is above
		middle := (heights[0] + heights[1]) / 2
		heights[0], heights[1] = middle, middle+1e-6*c.apart(1, 0, at)
	}
	for _, m := range order[:min(len(c.Modalities), len(order))] {
		switch {
		case math.IsNaN(heights[m]):
		case len(c.Modalities) > 2: // half a line: two that pass each other still push each other
			col.Queue(c.name(m), heights[m], alike, c.Theme.LabelSize*scene.LineHeight/2)
		default:
			col.Add(c.name(m), heights[m])
		}
	}
	return at >= 0 && col.Settle(c.plot.X(at)+headGap(c.Theme), scene.Start, c.plot.Rect.Y, c.bottomLimit(c.Theme.LabelSize))
}

// name is what stands at the end of the curve of modality m.
func (c *chart) name(m int) scene.Text {
	t := &c.names[m]
	if t.Content == "" {
		s, name, wording := c.Scene, c.Modalities[m].Name, "figure.training.norm"
		if c.Paths {
			wording = "figure.training.path"
		}
		*t = scene.Text{Key: s.Key("training/label/", name), Content: s.Format(c.Words, wording, "name", name), Size: c.Theme.LabelSize, Weight: 600, Colour: c.Theme.Modality(m).Word}
		if _, named := c.Words.Name(name); named {
			t.Content = s.Shorten(t.Content, t.Size, t.Weight, c.nameRoom(c.plot.Box, c.Theme, c.Words))
		}
	}
	return *t
}

// ranks is the order in which the names of several modalities stand above one another as long
// as their curves do not tell: that of the end of the run, where they end alike that in which
// they are learned. Under a hand it stays what it was.
func (c *chart) ranks() *[scene.MaxLabels]int {
	order, count := &c.Training.order, min(len(c.Modalities), scene.MaxLabels)
	if c.Whole && c.Training.ordered == count {
		return order
	}
	c.Training.ordered = count
	var ends [scene.MaxLabels]float64
	for m := range count {
		order[m], ends[m] = m, math.Inf(1)
		if end, ok := c.series(m).head(c.end); ok {
			ends[m] = c.y(math.Min(c.series(m).between(end), c.yMax))
		}
		if count == 2 {
			continue
		}
		for i := m; i > 0; i-- {
			one, other := order[i-1], order[i]
			d := ends[other] - ends[one]
			if d >= alike || !(d <= -alike) && !(c.comes(other) < c.comes(one)) {
				break
			}
			order[i-1], order[i] = other, one
		}
	}
	return order
}

// underHeads reports whether the names at the ends of the curves will come over a box at
// the end of the run.
func (c *chart) underHeads(b scene.Rect) bool {
	var col scene.Column
	if !c.heads(&col, c.end) {
		return false
	}
	for _, head := range col.Texts[:col.Count] {
		if head.Bounds().Inset(-1).Overlaps(b) {
			return true
		}
	}
	loss, ok := c.lossLabel(c.end)
	return ok && loss.Bounds().Inset(-1).Overlaps(b)
}

// alike is how near two ends are between which one does not decide by height which name
// stands above the other, in pixels.
const alike = 3

// apart tells which of two curves, as near to each other as that at an epoch, belongs
// above: the one that will be when they part, or, if they never do, that has been. It is
// −1 if that is m, 1 if it is k.
func (c *chart) apart(m, k int, epoch float64) float64 {
	if c.Whole || c.passingBy {
		return 1 // as long as a hand drags nothing depends on what is to come; both names together take the same room either way
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

// stay puts a text that has found its place for good: not before what it names is known,
// and once the names at the ends of the curves have passed by.
func (c *chart) stay(t scene.Text, known bool) {
	if known && c.passed(t.Bounds()) && !c.Hidden(t.Bounds()) {
		c.Put(t)
	} else {
		c.Keep(t.Bounds())
	}
}

// passed reports whether nothing of what is written about the playhead will come over b
// from now on.
func (c *chart) passed(b scene.Rect) bool {
	if c.atEnd() {
		return true
	}
	_, last := c.passage(b)
	return c.passedFrom(c.now(), b) && !(c.now() <= last)
}

// until puts a text that stands where names at the ends of curves come by: until the first of
// them does, and then no more.
func (c *chart) until(t scene.Text) {
	if first, _ := c.passage(t.Bounds()); c.now() >= first {
		c.Keep(t.Bounds())
		return
	}
	c.Put(t)
}

// passage is when names at the ends of curves lie over b, as the whole run is played: from the
// first epoch to the last; ∞ and −∞: never. Under a hand the run is another one in every
// picture, and what is to come does not count.
func (c *chart) passage(b scene.Rect) (first, last float64) {
	first, last = math.Inf(1), math.Inf(-1)
	if c.Whole {
		return first, last
	}
	memory, of := &c.Training.passages, passing{c.of, c.plot.Rect, c.yMax, c.end, c.LogLoss, c.Raw}
	if c.Training.passing != of || c.of == nil {
		*memory, c.Training.passing = (*memory)[:0], of
	}
	for _, p := range *memory {
		if p.b == b {
			return p.first, p.last
		}
	}
	const margin, tries = 3, 160
	wide := b.Inset(-margin)
	from := c.plot.Epoch(wide.X - headGap(c.Theme) - c.nameWidth())
	to := math.Min(c.plot.Epoch(wide.Right()+c.behind()), c.end)
	if from = math.Max(0, math.Floor(from)); wide.Right()+c.behind() >= c.plot.Rect.Right() {
		to = c.end
	}
	step := math.Max(1, math.Floor((to-from)/tries))
	c.passingBy = true
	for e := from; e <= to; e += step {
		var col scene.Column
		over := false
		if c.heads(&col, e) {
			for _, t := range col.Texts[:col.Count] {
				over = over || t.Bounds().Overlaps(wide)
			}
		}
		if loss, ok := c.lossLabel(e); ok {
			over = over || loss.Bounds().Overlaps(wide)
		}
		if over {
			first, last = math.Min(first, e), math.Max(last, e+step-1)
		}
	}
	c.passingBy = false
	*memory = append(*memory, passage{b, first, last})
	return first, last
}

// passage is when names at the ends of curves lie over a place.
type passage struct {
	b           scene.Rect
	first, last float64 // epochs
}

// passing is what passages depend on.
type passing struct {
	run          *sim.Run
	rect         scene.Rect
	top, known   float64
	logLoss, raw bool
}

// nameWidth is that of the longest name at the end of a curve.
func (c *chart) nameWidth() (w float64) {
	for m := range min(len(c.Modalities), scene.MaxLabels) {
		t := c.name(m)
		w = math.Max(w, scene.TextWidth(t.Content, t.Size, t.Weight))
	}
	return w
}

// passedFrom is passed from an epoch on, wherever the playhead is.
func (c *chart) passedFrom(now float64, b scene.Rect) bool {
	const near = 1.3 // heights of a name, to either side of its curve: names push each other
	size := near * c.Theme.LabelSize
	for m := range len(c.Modalities) + 1 {
		ahead, x := c.end, b.Right() // the name of a modality stands ahead of the playhead
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
