package sim

import "math"

// Stop is a moment at which training could be stopped: a local minimum of the
// error on examples the network has not seen.
type Stop struct {
	Epoch int
	Error float64 // E_g there
	Best  bool    // the lowest of those seen, and the error is not lower now
}

// stopDepth is how far E_g has to rise from a minimum, and to fall before it, to
// make it one, as a part of what it is at the start.
const stopDepth = 0.01

// Stops appends the minima of [GeneralisationError] to dst that can be told from
// its first epochs+1 values, in their order; nothing for runs without it. The last
// value counts as one if nothing was lower by the end of the run.
func (r *Run) Stops(dst []Stop, epochs int) []Stop {
	values := r.Values(GeneralisationError)
	if len(values) == 0 || !(values[0] > 0) {
		return dst
	}
	epochs = min(epochs, r.epoch)
	depth := stopDepth * values[0]
	from := len(dst)
	least, most := 0, 0 // the lowest since the last rise, the highest since the last fall
	falling := true
	for e, v := range values[:epochs+1] {
		switch {
		case falling && v < values[least]:
			least = e
		case falling && v > values[least]+depth:
			dst = append(dst, Stop{Epoch: least, Error: values[least]})
			falling, most = false, e
		case !falling && v > values[most]:
			most = e
		case !falling && v < values[most]-depth:
			falling, least = true, e
		}
	}
	best, lowest := -1, math.Inf(1)
	for i := from; i < len(dst); i++ {
		if dst[i].Error < lowest {
			best, lowest = i, dst[i].Error
		}
	}
	switch {
	case falling && epochs == r.scenario.Epochs && values[least] < lowest:
		best, dst = len(dst), append(dst, Stop{Epoch: least, Error: values[least]})
	case falling && values[least] < lowest-depth:
		best = -1 // where it will end is not known
	}
	if best >= 0 {
		dst[best].Best = true
	}
	return dst
}

// Seen is the epoch at which a stop can be told: once the error has risen from it, or the run is over.
func (r *Run) Seen(stop Stop) int {
	values := r.Values(GeneralisationError)
	for e := stop.Epoch; e < r.epoch; e++ {
		if values[e] > stop.Error+stopDepth*values[0] {
			return e
		}
	}
	return r.epoch
}

// Phases of a run, as far as modalities are learned.
const (
	PhaseNone     = iota // nothing is learned yet
	PhaseUnimodal        // one modality is
	PhaseBoth            // all are
)

// PhaseAt returns the phase an epoch belongs to, by what the measurement knows.
func (m *Measurement) PhaseAt(epoch float64) int {
	switch {
	case m.First < 0 || epoch < m.Times[m.First]:
		return PhaseNone
	case m.Second < 0 || epoch < m.Times[m.Second]:
		return PhaseUnimodal
	}
	return PhaseBoth
}
