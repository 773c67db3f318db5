package scene

import "math"

// HandleState is what the page knows about a handle.
type HandleState uint8

// The states of a handle.
const (
	HandleNormal HandleState = iota
	HandleHover
	HandleActive // held
	HandleFocus  // has the keyboard
)

// Handle is how a handle looks; where it is belongs to the panel.
type Handle struct {
	State HandleState
	Pulse float64 // 0 to 1: how far a single invitation to drag has gone; 0 and 1 show none
}

// Reach is half the side of the square in which a handle can be taken hold of.
func Reach(theme *Theme) float64 { return math.Max(22, theme.HandleRadius*1.4) }

// Rim is how far a resting handle extends from its centre, ring included.
func Rim(theme *Theme) float64 { return theme.HandleRadius + theme.CurveWidth }

// Around is the square of half the side half about p.
func Around(p Point, half float64) Rect { return Rect{p.X - half, p.Y - half, 2 * half, 2 * half} }

// DrawHandle draws a disc of paper with a ring of ink. Its halves fill from below
// in the hues of the first two modalities: fill is what is learned, 0 to 1.
func (b *Board) DrawHandle(panel string, at Point, look Handle, fill []float64) {
	s, theme := b.Scene, b.Theme
	radius, ring := theme.HandleRadius, theme.CurveWidth*0.875
	if p := look.Pulse; p > 0 && p < 1 {
		s.AddMark(Mark{Key: s.Key(panel, "/handle/pulse"), At: at, Radius: Rim(theme) + 1.6*radius*p, Fill: Fade(theme.Ink, 0.28*(1-p)*math.Min(1, 6*p))})
	}
	switch look.State {
	case HandleHover:
		ring = theme.CurveWidth * 1.25
	case HandleActive:
		ring = theme.CurveWidth * 1.25
		s.AddMark(Mark{Key: s.Key(panel, "/handle/halo"), At: at, Radius: radius * 1.75, Fill: Fade(theme.Ink, 0.13)})
	case HandleFocus:
		gap := theme.CurveWidth * 1.25
		s.AddMark(Mark{Key: s.Key(panel, "/handle/focus"), At: at, Radius: radius + ring + gap, Fill: theme.Paper, Ring: theme.Ink, RingW: gap})
	}
	s.AddMark(Mark{Key: s.Key(panel, "/handle"), At: at, Radius: radius, Fill: theme.Paper, Ring: theme.Ink, RingW: ring})
	for m, level := range fill[:min(2, len(fill))] {
		b.HalfDisc(s.Key(panel, "/handle/fill/", handleHalves[m]), at, radius, m, level)
	}
}

var handleHalves = [2]string{"0", "1"}

// HalfDisc fills the left (side 0) or right (side 1) half of a disc up to level.
func (b *Board) HalfDisc(key string, at Point, radius float64, side int, level float64) {
	if !(level > 0.005) {
		return
	}
	const steps = 24
	level = math.Min(level, 1)
	outward := float64(2*side - 1)
	end := math.Acos(1 - 2*level) // from the lowest point
	shape := b.Scene.Outline()
	for i := range steps + 1 {
		sin, cos := math.Sincos(end * float64(i) / steps)
		shape.Add(Point{at.X + outward*radius*sin, at.Y + radius*cos})
	}
	if level < 1 {
		shape.Add(Point{at.X, at.Y + radius*(1-2*level)})
	}
	shape.Area(key, b.Theme.Modality(side).Mark)
}
