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

// Show fills the picture that explains a run with it as it stands at an epoch, with
// what theory predicts for it, and with the run before (nil: none); memory is
// reused.
func (e *Explanation) Show(run *sim.Run, epoch int, prediction *sim.Prediction, ghost *sim.Run) {
	switch e.kind = ExplanationOf(run.Scenario()); e.kind {
	case ByPlane:
		e.Phase.Show(run, epoch, prediction, ghost)
	case ByMoments:
		e.Preference.Show(run, epoch, prediction)
	case ByResponse:
		e.Response.Show(run, epoch)
	}
}

// Draw lays the picture out in box and appends it to the Scene. The PhasePlot is
// empty for all but the plane, which alone has a handle.
func (e *Explanation) Draw(s *scene.Scene, box scene.Rect, theme *scene.Theme, words scene.Words) (plot PhasePlot) {
	switch e.kind {
	case ByPlane:
		plot = e.Phase.Draw(s, box, theme, words)
	case ByMoments:
		e.Preference.Draw(s, box, theme, words)
	case ByResponse:
		e.Response.Draw(s, box, theme, words)
	}
	return plot
}
