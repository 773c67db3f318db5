package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// Panels lists the panels in the order in which a page that has room for one
// more adds them.
var Panels = []string{TrainingPanel, PhasePanel, NetworkPanel, UnitsPanel, PortraitPanel}

// Show fills the diagram with a run as it stands at an epoch, with what theory
// predicts for it, and with the operating point of the run before (nil: none).
// The handle is left alone, memory is reused.
func (p *Phase) Show(run *sim.Run, epoch int, prediction *sim.Prediction, ghost *sim.Run) {
	s := run.Scenario()
	p.Rho, p.Kappa, p.R = s.Rho, s.Kappa, s.R
	p.Fill = p.Fill[:0]
	for m := range run.Moments().Modalities() {
		p.Fill = append(p.Fill, learned(run, m, epoch))
	}
	if run.Diverged() != nil {
		clear(p.Fill) // nothing is learned by a run that broke off
	}
	run.MeasureInto(&p.measured, epoch)
	p.First, p.Confirmed = p.measured.First, p.measured.First == theory.PlaneLearnedFirst(s.Kappa, s.Rho, s.R)
	if s.Early() {
		p.First = -1 // early fusion learns both together: it confirms no region
	}
	p.GhostKappa, p.GhostR = math.NaN(), math.NaN()
	if ghost != nil {
		if g := ghost.Scenario(); g.Kappa != s.Kappa || g.R != s.R {
			p.GhostKappa, p.GhostR = g.Kappa, g.R
		}
	}
}

// learned is the part of its final norm that a modality has reached, 0 to 1.
func learned(run *sim.Run, m, epoch int) float64 {
	final := goal(run, m)
	if final == 0 {
		return 0
	}
	return scene.Clamp(run.Norm(m)[epoch]/final, 0, 1)
}

// Show fills the picture with the network of a run at an epoch. A layer's
// strength is its norm as a part of what it has in the balanced solution that
// training ends in. The handle is left alone, memory is reused.
func (n *Network) Show(run *sim.Run, epoch int) {
	s := run.Scenario()
	n.Depth, n.Fusion = s.Depth, s.Fusion
	n.Names, n.Flow = n.Names[:0], n.Flow[:0]
	finals := n.finals[:0]
	for m, modality := range run.Moments().Modalities() {
		n.Names = append(n.Names, modality.Name)
		n.Flow = append(n.Flow, run.Norm(m)[epoch])
		finals = append(finals, run.FinalNorm(m))
	}
	n.finals = finals
	n.Branches, n.Shared = run.LayerNorms(epoch, n.Branches, n.Shared)
	shape := run.Shape()
	shared := shape.SharedNorm(finals)
	for m, layers := range n.Branches {
		for l := range layers {
			layers[l] = part(layers[l], shape.BranchNorm(m, finals[m], shared))
		}
	}
	for l := range n.Shared {
		n.Shared[l] = part(n.Shared[l], shared)
	}
}

func part(norm, final float64) float64 {
	if final == 0 {
		return 0
	}
	return scene.Clamp(norm/final, 0, 1)
}
