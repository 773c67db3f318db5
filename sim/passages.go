package sim

import "math"

// smallStart is how many times a modality's initial norm its levels have to be: who
// starts near a level does not learn it by reaching it.
const smallStart = 2

// aboveStart is a level of a modality whose initial norm is known: 0, none, if it is not large
// enough.
func aboveStart(level, initial float64) float64 {
	if level < smallStart*initial {
		return 0
	}
	return level
}

// aims are the two signals of a modality: how far its weight has come towards its
// unimodal plateau, and towards its final value.
const (
	toPlateau = iota
	toFinal
	aims
)

// passages notes when the signals of every modality pass their levels, upwards and
// downwards in turn. A signal is the weight of a scalar input, in the sign in which it has
// to go, so that a weight of the wrong sign is none; of a vector it is the norm.
type passages struct {
	levels  [][aims]float64   // per modality; 0: there is none
	signals [][aims]float64   // at the last look
	before  [][aims]float64   // at the one before
	times   [][aims][]float64 // up, down, up, …
	last    float64           // when the last look was
}

// start notes where everything begins. norms are the initial ones.
func (p *passages) start(l *levels, norms []float64, signals func(to [][aims]float64)) {
	n := len(norms)
	*p = passages{signals: make([][aims]float64, n), before: make([][aims]float64, n), times: make([][aims][]float64, n)}
	for m, norm := range norms {
		p.levels = append(p.levels, [aims]float64{aboveStart(l.plateau[m], norm), aboveStart(l.final[m], norm)})
	}
	signals(p.signals)
}

// look takes the signals at time t and notes what has been passed since the last look; signals
// writes those of every modality.
// when returns the moment at which g crosses zero on the way; nil: between two looks
// signals are straight lines.
func (p *passages) look(t float64, signals func(to [][aims]float64), when func(modality, aim int, level float64) float64) {
	p.before, p.signals = p.signals, p.before
	signals(p.signals) // all of them, before when moves what they are read from
	for m := range p.levels {
		levels, earlier, present := &p.levels[m], &p.before[m], &p.signals[m]
		for a, level := range levels {
			before, now := earlier[a], present[a]
			if level == 0 || (before < level) == (now < level) {
				continue
			}
			at := p.last + (t-p.last)*(level-before)/(now-before)
			if when != nil {
				at = when(m, a, level)
			}
			p.times[m][a] = append(p.times[m][a], at)
		}
	}
	p.last = t
}

// since is when a signal passed its level upwards, as of a time, and has stayed beyond it; NaN
// if it has not. A plateau that has been reached has been reached, whatever becomes of it
// when another modality is learned.
func (p *passages) since(m, aim int, t float64) float64 { return since(p.times[m][aim], aim, t) }

func since(times []float64, aim int, t float64) float64 {
	n := len(times)
	if aim == toPlateau {
		n = min(n, 1)
	}
	for n > 0 && !(times[n-1] <= t) {
		n--
	}
	if n%2 == 0 {
		return math.NaN()
	}
	return times[n-1]
}

// order fills in what is learned when, as of a time. correlate is as in [Measurement.order].
func (p *passages) order(m *Measurement, early bool, t float64, correlate func(m, n int) bool) {
	m.order(early,
		func(i, aim int) bool { return p.levels[i][aim] > 0 },
		func(i, aim int, by float64) float64 { return p.since(i, aim, math.Min(by, t)) },
		correlate)
}

// toward is a signal of end-to-end weights W (d_y × D): W_m in the sign in which it goes
// there if it is a number, else ‖W_m‖, or what it is along a way.
func (m *Moments) toward(w []float64, modality, aim int) float64 {
	if m.ways != nil {
		return m.ways[modality][aim].along(w, m.Inputs(), m.offset[modality])
	}
	if sign := m.signs[modality][aim]; sign != 0 {
		return sign * w[m.offset[modality]]
	}
	return m.norm(w, modality)
}

// towards writes both signals of every modality.
func (m *Moments) towards(to [][aims]float64, w []float64) {
	for i := range to {
		if m.ways != nil {
			to[i] = [aims]float64{m.toward(w, i, toPlateau), m.toward(w, i, toFinal)}
		} else if signs := &m.signs[i]; signs[toFinal] != 0 {
			v := w[m.offset[i]]
			to[i] = [aims]float64{signs[toPlateau] * v, signs[toFinal] * v}
		} else {
			norm := m.norm(w, i)
			to[i] = [aims]float64{norm, norm}
		}
	}
}

// findSigns sets the signs in which weights that are numbers go to their plateau and to
// their final value; 0 for vectors.
func (m *Moments) findSigns() {
	for i, modality := range m.modalities {
		var signs [aims]float64
		if modality.Dim == 1 && m.outputs == 1 {
			signs = [aims]float64{math.Copysign(1, m.plateaus[i][0]), math.Copysign(1, m.optimum[m.offset[i]])}
		}
		m.signs = append(m.signs, signs)
	}
}
