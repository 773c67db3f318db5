package sim

import "unimodal-bias-lab/sim/kernel"

// At most this many states of a run are kept, and at most this many numbers.
const (
	maxKeyframes    = 64
	keyframeNumbers = 2 << 20
)

// keyframes are states of a run at evenly spread epochs, from which any epoch is
// reached again by training on: series are written down for every epoch, the
// network itself is not.
type keyframes struct {
	stride int
	frames [][]float64
	start  func() learner // a fresh one at epoch 0

	again learner // goes over the run a second time; nil until asked to
	epoch int     // where it is
}

func newKeyframes(l learner, epochs int, start func() learner) keyframes {
	count := max(1, min(maxKeyframes, keyframeNumbers/len(l.save(nil))))
	return keyframes{stride: epochs/count + 1, start: start}
}

// keep writes the state down at the epochs of keyframes, except that of epoch 0,
// which is a fresh start.
func (k *keyframes) keep(l learner, epoch int) {
	if epoch > 0 && epoch%k.stride == 0 && epoch/k.stride > len(k.frames) {
		k.frames = append(k.frames, l.save(nil))
	}
}

// seek brings the second learner to an epoch, in slices: it reports whether it
// is there, and gives up for now after at least some work when stop says so.
func (k *keyframes) seek(epoch int, stop func() bool) bool {
	nearest := min(epoch/k.stride, len(k.frames))
	if k.again == nil || epoch < k.epoch || nearest*k.stride > k.epoch {
		if k.again == nil || nearest == 0 {
			k.again, k.epoch = k.start(), 0
		}
		if nearest > 0 {
			k.again.restore(k.frames[nearest-1])
			k.epoch = nearest * k.stride
		}
	}
	for k.epoch < epoch {
		done, err := k.again.advance()
		if err != nil {
			panic(err) // it went well the first time
		}
		if done {
			k.epoch++
		}
		if k.epoch < epoch && stop() {
			return false
		}
	}
	return true
}

// HasState reports whether [Run.State] at an epoch is at hand.
func (r *Run) HasState(epoch int) bool {
	return epoch >= r.epoch || r.keyframes.again != nil && r.keyframes.epoch == epoch
}

// SeekState prepares [Run.State] at an epoch: it trains on from the keyframe
// before it until it is there, or stop says that it is enough for now. It
// reports whether it is there.
func (r *Run) SeekState(epoch int, stop func() bool) bool {
	return epoch >= r.epoch || r.keyframes.seek(epoch, stop)
}

// State returns the full-width network at an epoch up to the present one,
// training on from a keyframe if need be. Read only, and valid until the next
// call or epoch.
func (r *Run) State(epoch int) *Network { return r.stateAt(epoch).network() }

func (r *Run) stateAt(epoch int) state {
	if epoch >= r.epoch {
		return r.learner.state()
	}
	r.keyframes.seek(epoch, func() bool { return false })
	return r.keyframes.again.state()
}

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
	n := r.State(epoch)
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
