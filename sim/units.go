package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
)

// Unit is a hidden unit of the first layer.
type Unit struct {
	Branch int        // the modality it reads, −1 where it reads all (early fusion)
	In     [2]float64 // its incoming weights from the first two modalities, 0 where it reads none
	Plane  [2]float64 // those from both inputs of the second modality, where that has two
	Out    float64    // its outgoing weight, where that is a number: two layers and a scalar target
}

// Units appends the hidden units of the first layer at an epoch, in the order of
// the branches, to dst[:0]. For an input of several dimensions a weight is the
// part of them along Σ_ym, the direction in which the branch grows.
func (r *Run) Units(dst []Unit, epoch int) []Unit {
	return r.unitsOf(dst, r.State(epoch))
}

// Reach is how far from zero the hidden units of a run that is done have been, at the
// epochs of its keyframes and at its end: of each weight of a [Unit] the largest
// magnitude. It is the same whatever epoch is looked at, and found once.
func (r *Run) Reach() Unit {
	if r.reach != nil {
		return *r.reach
	}
	units := r.unitsOf(nil, r.learner.state().network())
	reach := farther(Unit{}, units)
	l := r.keyframes.start() // the second learner stays where it is
	for _, frame := range r.keyframes.frames {
		l.restore(frame)
		units = r.unitsOf(units, l.state().network())
		reach = farther(reach, units)
	}
	if r.Done() {
		r.reach = &reach
	}
	return reach
}

// farther is the larger of the magnitudes in most and among units, weight by weight.
func farther(most Unit, units []Unit) Unit {
	for _, u := range units {
		for m := range most.In {
			most.In[m] = math.Max(most.In[m], math.Abs(u.In[m]))
			most.Plane[m] = math.Max(most.Plane[m], math.Abs(u.Plane[m]))
		}
		most.Out = math.Max(most.Out, math.Abs(u.Out))
	}
	return most
}

func (r *Run) unitsOf(dst []Unit, n *Network) []Unit {
	dst = dst[:0]
	shape := n.Shape()
	early := shape.Early()
	number := n.Depth == 2 && shape.Equal() && n.Output == 1
	for m, branch := range n.Branches[:min(2, len(n.Branches))] {
		s := r.moments.directions[m]
		for i := range branch[0].Rows {
			if !early || m == 0 {
				dst = append(dst, Unit{Branch: m})
			}
			u := &dst[len(dst)-1]
			switch {
			case !early:
				if number {
					u.Out = branch[1].Data[i]
				}
			default:
				if u = &dst[i]; number {
					u.Out = n.Shared[0].Data[i]
				}
				u.Branch = -1
			}
			u.In[m] = kernel.Dot(branch[0].Row(i), s)
			if m == 1 && branch[0].Cols == 2 {
				copy(u.Plane[:], branch[0].Row(i))
			}
		}
	}
	return dst
}
