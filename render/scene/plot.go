package scene

// Plot is where a panel put its coordinate system: what the page needs to line
// the scrubber up with the x axis and to understand a pointer.
type Plot struct {
	Panel  string  // "training"
	Box    Rect    // the whole panel
	Rect   Rect    // between the axes
	Epochs float64 // the x axis runs over [0, Epochs]
	Top    float64 // the y axis runs over [0, Top]; 0: it has no such scale
}

// X is where an epoch lies.
func (p Plot) X(epoch float64) float64 { return p.Scale().At(epoch) }

// Epoch is the epoch at x, held within the axis.
func (p Plot) Epoch(x float64) float64 { return Clamp(p.Scale().Invert(x), 0, p.Epochs) }

// Scale maps epochs to x.
func (p Plot) Scale() Linear {
	return Linear{0, p.Epochs, p.Rect.X, p.Rect.Right()}
}

// Hit is what lies under the pointer.
type Hit struct {
	Panel string
	Epoch float64
}

// HitTest finds the panel whose box contains (x, y). Positions beside the axes
// count as their nearest epoch, so a pointer at the edge does not flicker.
func HitTest(plots []Plot, x, y float64) (hit Hit, ok bool) {
	for _, p := range plots {
		if p.Box.Contains(x, y) {
			return Hit{p.Panel, p.Epoch(x)}, true
		}
	}
	return Hit{}, false
}
