package sim

// At most this many states of a run are kept, and at most this many numbers.
const (
	maxKeyframes    = 64
	keyframeNumbers = 1 << 19
)

// keyframeRoom is about how many numbers of memory are taken at a time: much at once finds no place among what is small.
const keyframeRoom = 4 << 10

// keyframes are states of a run at evenly spread epochs, from which any epoch is
// reached again by training on: series are written down for every epoch, the
// network itself is not.
type keyframes struct {
	size   int // of a state
	stride int
	frames [][]float64
	room   []float64      // for the next ones
	start  func() learner // a fresh one at epoch 0

	again learner // goes over the run a second time; nil until asked to
	epoch int     // where it is
}

func newKeyframes(l learner, epochs int, start func() learner) keyframes {
	size := len(l.save(nil))
	count := max(1, min(maxKeyframes, keyframeNumbers/size))
	return keyframes{size: size, stride: epochs/count + 1, start: start, frames: make([][]float64, 0, count)}
}

// keep writes the state down at the epochs of keyframes, except that of epoch 0,
// which is a fresh start.
func (k *keyframes) keep(l learner, epoch int) {
	if epoch > 0 && epoch%k.stride == 0 && epoch/k.stride > len(k.frames) {
		if cap(k.room)-len(k.room) < k.size {
			k.room = make([]float64, 0, k.size*max(1, min(keyframeRoom/k.size, maxKeyframes-len(k.frames))))
		}
		start := len(k.room)
		k.room = l.save(k.room)
		k.frames = append(k.frames, k.room[start:len(k.room):len(k.room)])
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
