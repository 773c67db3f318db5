package render

import (
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Companion is a run computed in another way, to be laid over the curves: the
// network weight by weight over its exact reduction, or the mean field of a deep
// network, which is that of a typical seed.
type Companion struct {
	Exact bool     // the same network: the curves ought to coincide
	From  int      // examples it trains on instead of endlessly many; 0: it is the same network
	Width int      // of that network
	Off   float64  // largest difference of a norm so far, as a part of it; for Exact
	Curve Training // its norms and losses, up to its Playhead
}

// overlayOf shows the overlay of a run up to an epoch.
func (t *Training) overlayOf(run, over *sim.Run, epoch int) *Companion {
	if t.overlay == nil {
		t.overlay = &Companion{}
	}
	o := t.overlay
	epoch = min(epoch, over.Epoch(), run.Epoch())
	o.Exact, o.Width, o.Off = run.Scenario().TwoLayers(), run.Scenario().Width, 0
	if o.From = 0; over.Scenario().From != run.Scenario().From {
		o.From = over.Scenario().Samples
	}
	o.Curve.shadow(over, epoch)
	for m := range o.Curve.Modalities {
		other := over.Norm(m)
		for e, norm := range run.Norm(m)[:epoch+1] {
			if d := math.Abs(norm-other[e]) / norm; d > o.Off {
				o.Off = d
			}
		}
	}
	return o
}

// overlayCurves draws the exact network as open marks, like points on the curves
// they ought to lie on, and an asymptotic one with dashes.
func (c *chart) overlayCurves() {
	if c.Overlay == nil {
		return
	}
	g := &c.Overlay.Curve
	for m := len(g.Modalities); m >= 0; m-- {
		key, hue := "loss", c.Theme.Ink
		if m < len(g.Modalities) {
			if len(c.Modalities) == 0 {
				continue // a comparison of losses
			}
			key, hue = g.Modalities[m].Name, c.Theme.Modality(m).Mark
		}
		if c.Overlay.Exact {
			c.overlayMarks(g, m, key, hue)
			continue
		}
		c.shadowCurve(g, m, scene.Strip{Key: c.Scene.Key("training/overlay/", key), Width: c.Theme.ThinWidth, Colour: hue, Dash: c.Theme.Dash})
	}
}

// overlayMarks puts open marks between the curve's own ones.
func (c *chart) overlayMarks(g *Training, m int, key string, hue color.NRGBA) {
	curves := len(g.Modalities) + 1
	step := c.plot.Epochs / math.Max(4, math.Round(c.plot.Rect.W/(4*c.Theme.SmallSize)))
	curve := c.shadowSeries(g, m)
	for k := 0; ; k++ {
		epoch := math.Round((float64(k) + float64(m)/float64(curves)) * step)
		if epoch > g.Playhead {
			return
		}
		if at := curve.between(epoch); at <= c.yMax {
			c.Scene.AddMark(scene.Mark{
				Key: c.Scene.Key("training/overlay/", key, "/", c.Scene.Number(float64(k), 0)), At: c.place(epoch, at), Shape: shapeOf(m),
				Radius: c.Theme.MarkRadius, Fill: c.Theme.Paper, Ring: hue, RingW: c.Theme.HairWidth * 1.5,
			})
		}
	}
}

// clearOfOverlay reports whether no curve of an overlay runs through b.
func (c *chart) clearOfOverlay(b scene.Rect) bool {
	if c.Overlay == nil {
		return true
	}
	g := &c.Overlay.Curve
	for m := range len(g.Modalities) + 1 {
		if m < len(g.Modalities) && len(c.Modalities) == 0 {
			continue // a comparison of losses
		}
		if c.meets(c.shadowSeries(g, m), b, g.Playhead) {
			return false
		}
	}
	return true
}

// overlayLabel says what the overlay is, and how far it is from the run; briefly
// where there is no room for more. It stands beside the titles, or else where nothing ever comes
// over it, or else where names only do, once they have passed, or else until something comes.
func (c *chart) overlayLabel() {
	if c.Overlay == nil {
		return
	}
	for _, put := range [...]func(string) bool{
		c.titleOverlay,
		func(words string) bool { return c.placeOverlayLabel(words, c.freeForGood, c.Put) },
		func(words string) bool { return c.placeOverlayLabel(words, c.freeInTheEnd, c.putOncePassed) },
		func(words string) bool { return c.placeOverlayLabel(words, c.freeAtFirst, c.putUntilMet) },
	} {
		if c.nameOverlay(put) {
			return
		}
	}
}

// titleOverlay puts the label into the row of the titles.
func (c *chart) titleOverlay(words string) bool {
	t := c.Small("training/overlay", words, c.titled, c.plot.Box.Y+c.Theme.SmallSize, scene.Start, c.Theme.Muted)
	return t.Bounds().Right() <= c.corner && c.PutIfFree(t)
}

// freeForGood reports whether neither a curve nor a name that follows the playhead ever comes over b.
func (c *chart) freeForGood(b scene.Rect) bool {
	if !c.clearOfCurves(b) || !c.passedFrom(0, b) || c.underHeads(b) {
		return false
	}
	first, _ := c.passage(b)
	return math.IsInf(first, 1)
}

// freeInTheEnd reports whether b will be free once the run has been played.
func (c *chart) freeInTheEnd(b scene.Rect) bool { return c.clearOfCurves(b) && !c.underHeads(b) }

func (c *chart) putOncePassed(t scene.Text) { c.stay(t, true) }

// freeAtFirst reports whether b is free before the run is played.
func (c *chart) freeAtFirst(b scene.Rect) bool {
	first, _ := c.passage(b)
	return first > 0 && c.clearUpTo(0, b)
}

// putUntilMet puts a text until a curve, or a name at the end of one, comes to it.
func (c *chart) putUntilMet(t scene.Text) {
	if b := t.Bounds(); c.Hidden(b) || !c.clearUpTo(c.now(), b) {
		c.Reserve(b)
		return
	}
	c.until(t)
}

// nameOverlay puts the longest words that have a place, and reports whether any have.
func (c *chart) nameOverlay(put func(words string) bool) bool {
	s := c.Scene
	for _, key := range c.Overlay.words() {
		words := s.Format(c.Words, key)
		if c.Overlay.Exact {
			off := "0"
			if c.Overlay.Off > 0 {
				off = s.Power(c.Overlay.Off)
			}
			words = s.Format(c.Words, key, "width", s.Number(float64(c.Overlay.Width), 0), "off", off, "samples", s.Number(float64(c.Overlay.From), 0))
		}
		if put(words) {
			return true
		}
	}
	return false
}

// words are the keys of what is said of the overlay, longest first.
func (o *Companion) words() []string {
	switch {
	case o.From > 0:
		return sampleWords[:]
	case o.Exact:
		return fullWords[:]
	}
	return meanFieldWords[:]
}

var (
	fullWords      = [...]string{"figure.training.overlay.full", "figure.training.overlay.fullShort", "figure.training.overlay.fullName"}
	sampleWords    = [...]string{"figure.training.overlay.sample", "figure.training.overlay.sampleShort", "figure.training.overlay.sampleName"}
	meanFieldWords = [...]string{"figure.training.overlay.meanField", "figure.training.overlay.meanFieldShort"}
)

// placeOverlayLabel finds the label a place where no text is in its way, and nothing else by
// what free says, and puts it there.
func (c *chart) placeOverlayLabel(words string, free func(scene.Rect) bool, put func(scene.Text)) bool {
	size, r := c.Theme.SmallSize, c.plot.Rect
	t := c.Small("training/overlay", words, r.Right()-size*0.6, 0, scene.End, c.Theme.Muted)
	if c.LogLoss {
		t.X -= size * 3
	}
	width := scene.TextWidth(t.Content, t.Size, t.Weight)
	if width > t.X-r.X {
		return false
	}
	for _, along := range [...]float64{1, 0.875, 0.75, 0.625, 0.5, 0.375, 0.25, 0.125, 0} {
		for try := range 18 {
			at := t
			at.X, at.Y = t.X-(1-along)*(t.X-r.X-width), r.Y+r.H*(0.55+0.05*alternate(try))
			if b := at.Bounds().Inset(-0.3 * size); at.Content != "" && free(b) && c.Free(at.Bounds().Inset(-2)) {
				put(at)
				return true
			}
		}
	}
	return false
}
