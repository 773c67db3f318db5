package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
)

// trainable is what is kept of a network in training: all its weights, or as few
// numbers as determine them exactly. Which forms are exact for which network:
//
//	weights  every network; one number a weight
//	factors  two layers: as many hidden units a branch as it has inputs and outputs
//	modes    two layers, late fusion, scalar inputs and target: two numbers a modality
//
// and one that comes as close as one likes:
//
//	projected  deep networks: the few directions in which their layers change
//
// All of them obey the same equation, so that runs differ by rounding only. Units
// that are rectified obey another one: see the type rectified.
type trainable interface {
	state
	// moved has to be told when somebody changed the coordinates.
	moved()
	// descend performs one epoch of gradient descent at rate eta, without weight decay.
	descend(eta float64)
	// velocity writes τ times the time derivative of the coordinates under
	// gradient flow, where every branch learns at the same rate.
	velocity(dst []float64)
	// blocks are ends of runs of coordinates that belong together; nil: each is
	// of its own kind.
	blocks() []int
	// branchEnds are where the coordinates of every branch end. Those of the shared layers
	// follow.
	branchEnds() []int
	// driven is what moves the network.
	driven() *drive
}

// state is a network at some moment, in any form.
type state interface {
	// coordinates are the numbers kept: a view.
	coordinates() []float64
	// totals returns [W_A^tot W_B^tot …], d_y × D. Read only.
	totals() []float64
	// layerNorms writes the Frobenius norm of every layer of the network.
	layerNorms(dst []float64)
	// network returns the full-width network, made anew if need be. Read only.
	network() *Network
}

// newTrainable returns what is kept for a network with its initial weights,
// which it leaves alone, in a form that needs nothing else.
func newTrainable(form Form, d *drive, n *Network) trainable {
	switch form {
	case Modes:
		return newModes(d, n)
	case Angles:
		return newAngles(d, n)
	case GramFactor:
		return newFactors(d, n)
	case FullWidth:
		return newWeights(d, n.clone())
	}
	panic("sim: " + form.String() + " does not keep a linear network")
}

// weights is a network weight by weight.
type weights struct {
	*training
	ends []int
}

// newWeights trains n in place.
func newWeights(d *drive, n *Network) *weights {
	w, end := &weights{training: newTraining(n, d)}, 0
	n.each(func(l *Layer) {
		end += len(l.Data)
		w.ends = append(w.ends, end)
	})
	return w
}

func (w *weights) coordinates() []float64 { return w.net.weights }
func (w *weights) moved()                 { w.fresh = false }
func (w *weights) descend(eta float64)    { w.epoch(eta) }
func (w *weights) driven() *drive         { return w.drive }
func (w *weights) blocks() []int          { return w.ends }
func (w *weights) network() *Network      { return w.net }

func (w *weights) velocity(dst []float64) {
	w.gradient(dst)
	if decay := w.drive.Decay; decay > 0 {
		kernel.Axpy(-decay, w.net.weights, dst)
	}
}

func (w *weights) branchEnds() (ends []int) {
	end := 0
	for _, branch := range w.net.Branches {
		for _, l := range branch {
			end += len(l.Data)
		}
		ends = append(ends, end)
	}
	return ends
}

func (w *weights) totals() []float64 {
	w.refresh()
	return w.total
}

func (w *weights) layerNorms(dst []float64) {
	start := 0
	for i, end := range w.ends {
		dst[i] = math.Sqrt(kernel.Squares(w.net.weights[start:end]))
		start = end
	}
}
