package render

import (
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Explanation is what the phase panel shows of a run: of three pictures the one that
// explains its data.
type Explanation struct {
	Phase      Phase
	Preference Preference
	Response   Response

	kind ExplanationKind // as of Show
}

// ExplanationKind is which picture explains a run.
type ExplanationKind uint8

// The kinds.
const (
	ByPlane    ExplanationKind = iota // the plane of (κ, r), for data that have a place in it
	ByMoments                         // bars of second moments, for all others
	ByResponse                        // what the network computes, where second moments do not tell: xor
)

// ExplanationOf is the kind for the runs of a scenario.
func ExplanationOf(s sim.Scenario) ExplanationKind {
	switch {
	case s.Task == sim.TaskXor:
		return ByResponse
	case s.Planar():
		return ByPlane
	}
	return ByMoments
}

// NeedsState reports whether Show asks for the network itself ([sim.Run.HasState]).
func (k ExplanationKind) NeedsState() bool { return k == ByResponse }

// Show fills the picture that explains the run of a moment; memory is reused.
func (e *Explanation) Show(now Moment) {
	switch e.kind = ExplanationOf(now.Run.Scenario()); e.kind {
	case ByPlane:
		e.Phase.Show(now)
	case ByMoments:
		e.Preference.Show(now)
	case ByResponse:
		e.Response.Show(now)
	}
}

// Draw lays the picture out in box and appends it to the Scene. The plane alone has
// a handle.
func (e *Explanation) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) (placed Placed) {
	switch e.kind {
	case ByPlane:
		placed.Plane = e.Phase.Draw(s, box, theme, words)
	case ByMoments:
		e.Preference.Draw(s, box, theme, words)
	case ByResponse:
		e.Response.Draw(s, box, theme, words)
	}
	return placed
}
