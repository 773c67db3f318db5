package render

import (
	"math"

	"unimodal-bias-lab/sim"
)

// Companion is a run computed in another way, to be laid over the curves: the
// network weight by weight over its exact reduction, or the aligned reduction of
// a deep network, which holds for small initial weights only.
type Companion struct {
	Exact bool     // the same network: the curves ought to coincide
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
	o.Exact, o.Width, o.Off = run.Scenario().Depth == 2, run.Scenario().Width, 0
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

// overlayCurves draws the exact network as a dark core in the curves it ought to
// lie on, and an asymptotic one with dashes.
func (c *chart) overlayCurves() {
	if c.Overlay == nil {
		return
	}
	g := &c.Overlay.Curve
	g.Raw, g.LogLoss = c.Raw, c.LogLoss
	last := len(g.Modalities)
	if len(c.Modalities) == 0 {
		c.shadowCurve(g, last, Strip{Key: "training/overlay/loss", Width: c.theme.ThinWidth, Colour: c.theme.Ink, Dash: c.theme.Dash})
		return
	}
	look := Strip{Key: "training/overlay/loss", Width: c.theme.ThinWidth, Colour: Fade(c.theme.Ink, 0.85), Dash: c.theme.Dash}
	if c.Overlay.Exact {
		look.Width, look.Colour, look.Dash = c.theme.HairWidth, c.theme.Paper, [2]float64{}
	}
	c.shadowCurve(g, last, look)
	for m := last - 1; m >= 0; m-- {
		look.Key, look.Colour = c.scene.Key("training/overlay/", g.Modalities[m].Name), c.theme.Modality(m).Mark
		if c.Overlay.Exact {
			look.Colour = c.theme.Ink
		}
		c.shadowCurve(g, m, look)
	}
}

// overlayLabel says what the overlay is, and how far it is from the run.
func (c *chart) overlayLabel() {
	if c.Overlay == nil {
		return
	}
	s, size, r := c.scene, c.theme.SmallSize, c.plot.Rect
	words := s.Format(c.words, "figure.training.overlay.aligned")
	if c.Overlay.Exact {
		off := "0"
		if c.Overlay.Off > 0 {
			off = s.Power(c.Overlay.Off)
		}
		words = s.Format(c.words, "figure.training.overlay.full", "width", s.Number(float64(c.Overlay.Width), 0), "off", off)
	}
	t := c.small("training/overlay", words, r.Right()-size*0.6, 0, End, c.theme.Muted)
	if c.LogLoss {
		t.X -= size * 3
	}
	for _, part := range [...]float64{0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1} {
		if t.Y = r.Y + r.H*part; c.putClear(t) {
			return
		}
	}
	t.X, t.Anchor = r.X+size*0.6, Start
	for _, part := range [...]float64{0.5, 0.6, 0.4, 0.7, 0.3, 0.8, 0.2, 0.9, 0.1} {
		if t.Y = r.Y + r.H*part; c.putClear(t) {
			return
		}
	}
}
