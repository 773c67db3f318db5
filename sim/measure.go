package sim

import (
	"math"
	"slices"
)

// Measurement is what a run shows by a given epoch. Times are in epochs; NaN means not
// yet, or not defined. They are those of [ZLS24] ("measured times") where its definition
// says something, and go by one rule for every modality and architecture:
//
// The modality learned first is at half of its unimodal plateau Σ_ym Σ_m⁺ before any other
// is at half of its final value W_m*: that moment is its time. The time of any other
// is since when it has been beyond half of its final value. If no modality is the first
// in this sense, if fusion is early, or if every weight makes steps of its own ([Adam], [RMSProp]), there is no plateau, and all go by their final
// values. A scalar weight counts in the sign in which it has to go, of a vector its norm;
// of several targets, and of a person's data with many inputs, what is along one direction (see [way]);
// levels that are not smallStart times the initial norm are none. Of more than two modalities, one that
// correlates with none learned before it goes by its plateau, as the first does. Of rectified units
// weights are larger by [Run.Gain], and in the xor task they are path norms
// ([Run.ByPaths]).
//
// Between two epochs of descent a weight is taken for a straight line, so that times in
// units of τ do not depend on the scale of the data; under flow times are read off the
// continuous solution.
type Measurement struct {
	First  int // index of the modality learned first, −1 not yet known
	Second int // the last one learned, −1 as long as one that will be is not
	// Order is who is learned by now, in the order of Times.
	Order []int
	// Plateau is whether First went by a plateau: without one there is no unimodal phase.
	Plateau bool
	Times   []float64 // t_m of each modality
	// TimeRatio is the time of Second over the time of First.
	TimeRatio float64
	// Misattribution is (W(t) − W*)/W* of the first modality along W*, at
	// t = (t_first + t_next)/2, the middle of the unimodal phase. NaN for early
	// fusion, which has no such phase.
	Misattribution float64
	// Converged is the epoch since which the loss has covered all but 1e-6
	// of its way (below .01 in the xor task), −1 if it has not.
	Converged int
}

// Together is the ratio of times below which two modalities are learned together: initial weights,
// not data, decide who is the first, and there is no unimodal phase.
const Together = 1.02

func (m *Measurement) apart() bool { return !(m.TimeRatio < Together) }

// levelFloor is the part of a typical weight below which a plateau counts as
// absent: a modality uncorrelated with the target cannot be learned first.
const levelFloor = 1e-6

// convergedPart is the part of its way that the loss may still have to go when a
// run counts as converged.
const convergedPart = 1e-6

// weighedPart is the same of an objective that is not the loss: where it is flat, the loss has a
// slope, and would still be seen to move.
const weighedPart = 1e-11

// levels are the norms at which a modality counts as learned: half of its
// unimodal plateau for the first, half of its final value for the others. 0: the
// modality has no such level.
type levels struct{ plateau, final []float64 }

// half is the level of a norm, beside weights of the given scale.
func half(norm, scale float64) float64 {
	if norm/2 <= levelFloor*scale {
		return 0
	}
	return norm / 2
}

func (m *Moments) findLevels() (l levels) {
	scale := 0.0
	for i := range m.modalities {
		scale = max(scale, m.PlateauNorm(i), m.OptimumNorm(i))
	}
	for i := range m.modalities {
		l.plateau = append(l.plateau, half(m.PlateauNorm(i), scale))
		l.final = append(l.final, half(m.OptimumNorm(i), scale))
	}
	return l
}

// reset forgets everything about a number of modalities.
func (m *Measurement) reset(modalities int) {
	*m = Measurement{First: -1, Second: -1, Times: m.Times[:0], Order: m.Order[:0], TimeRatio: math.NaN(), Misattribution: math.NaN(), Converged: -1}
	for range modalities {
		m.Times = append(m.Times, math.NaN())
	}
}

// order fills in what is learned when, given which levels there are, since when, by some
// time, a modality's weight has been beyond one of them (see [passages.since]), and which
// modalities correlate; nil: there are no more than two.
func (m *Measurement) order(early bool, has func(modality, aim int) bool, since func(modality, aim int, by float64) float64, correlate func(m, n int) bool) {
	end := math.Inf(1)
	others := func(of int) (first, last int, open bool) { // of the others, by final values
		first, last = -1, -1
		missing := false
		for i := range m.Times {
			if i == of || !has(i, toFinal) {
				continue
			}
			switch t := since(i, toFinal, end); {
			case math.IsNaN(t):
				missing = true
			default:
				if first < 0 || t < since(first, toFinal, end) {
					first = i
				}
				if last < 0 || t > since(last, toFinal, end) {
					last = i
				}
			}
		}
		return first, last, missing && first == last
	}
	for i := range m.Times {
		if early || !has(i, toPlateau) {
			continue
		}
		by := end
		if first, _, _ := others(i); first >= 0 {
			by = since(first, toFinal, end)
		}
		if t := since(i, toPlateau, by); !math.IsNaN(t) && (m.First < 0 || t < m.Times[m.First]) {
			m.First, m.Times[i], m.Plateau = i, t, true
		}
	}
	if m.First >= 0 {
		first := m.Times[m.First]
		for i := range m.Times {
			m.Times[i] = math.NaN()
		}
		m.Times[m.First] = first
	} else {
		// Once two are there, no third one can be at half of its plateau before any other.
		first, _, open := others(-1)
		if first < 0 || open && !early {
			return
		}
		m.First, m.Times[first] = first, since(first, toFinal, end)
	}
	for i := range m.Times {
		if i != m.First && has(i, toFinal) {
			m.Times[i] = since(i, toFinal, end)
		}
		if i != m.First && m.Plateau && correlate != nil && !correlate(i, m.First) && has(i, toPlateau) {
			m.alone(i, has, since, correlate)
		}
	}
	m.sort()
	last, missing := m.Order[len(m.Order)-1], false
	for i, t := range m.Times {
		missing = missing || i != m.First && has(i, toFinal) && math.IsNaN(t)
	}
	if last != m.First && !missing {
		m.Second = last
		m.TimeRatio = m.Times[last] / m.Times[m.First]
	}
	if next := m.Next(); next >= 0 && m.Times[next] < Together*m.Times[m.First] {
		m.Plateau = false
	}
}

// alone lets a modality that is not the first go by its plateau, if it is there before any
// other that it correlates with is at half of its final value.
func (m *Measurement) alone(i int, has func(modality, aim int) bool, since func(modality, aim int, by float64) float64, correlate func(m, n int) bool) {
	by, correlates := math.Inf(1), false
	for j := range m.Times {
		if j == i || !correlate(i, j) {
			continue
		}
		correlates = true
		if t := since(j, toFinal, math.Inf(1)); has(j, toFinal) && t < by {
			by = t
		}
	}
	if t := since(i, toPlateau, by); correlates && !math.IsNaN(t) {
		m.Times[i] = t
	}
}

// sort fills in the order of times that are known.
func (m *Measurement) sort() {
	m.Order = m.Order[:0]
	for i, t := range m.Times {
		if math.IsNaN(t) {
			continue
		}
		at := len(m.Order)
		m.Order = append(m.Order, i)
		for ; at > 0 && m.Times[m.Order[at-1]] > t; at-- {
			m.Order[at] = m.Order[at-1]
		}
		m.Order[at] = i
	}
}

// Next is the modality learned after the first one, −1 not yet known: with it the unimodal
// phase ends.
func (m *Measurement) Next() int {
	for _, i := range m.Order {
		if i != m.First {
			return i
		}
	}
	return -1
}

// misattribution fills in how far the first modality's weight in the middle of
// the unimodal phase is from where it ends.
func (m *Measurement) misattribution(l *levels, final func(modality int) float64, weight func(t float64) float64) {
	next := m.Next()
	if next < 0 || !m.Plateau || l.final[m.First] == 0 {
		return
	}
	end := final(m.First)
	m.Misattribution = (weight((m.Times[m.First]+m.Times[next])/2) - end) / end
}

// RestsMidway reports whether the modality learned first rests in the middle of the unimodal phase, so that its measured
// mis-attribution is one of the data: in the middle half of the phase its weight moves by less than the mis-attribution, or by
// less than 1 % of its final one. With momentum it swings, and is where it is by chance.
func (r *Run) RestsMidway(m *Measurement) bool {
	next := m.Next()
	if m.First < 0 || next < 0 {
		return false
	}
	from, to := m.Times[m.First], m.Times[next]
	w, quarter := r.weights[m.First], (to-from)/4
	start := int(math.Ceil(from + quarter))
	if start > int(to-quarter) {
		return true // too short to tell
	}
	middle := w[start : int(to-quarter)+1]
	return slices.Max(middle)-slices.Min(middle) < max(math.Abs(m.Misattribution), .01)*math.Abs(r.finalWeight(m.First))
}

// finalWeight is what [Run.Weight] converges to.
func (r *Run) finalWeight(modality int) float64 {
	if r.goals.paths {
		return r.goals.final[modality]
	}
	return r.goals.gain * r.moments.finalWeight(modality)
}

// Measure reads a measurement off the first epochs+1 observations of a run.
func (r *Run) Measure(epochs int) (m Measurement) {
	r.MeasureInto(&m, epochs)
	return m
}

// MeasureInto is Measure into existing memory: it allocates nothing once m.Times
// is long enough.
func (r *Run) MeasureInto(m *Measurement, epochs int) {
	epochs = min(epochs, r.epoch)
	rows := epochs + 1
	m.reset(len(r.weights))
	if r.failed != nil {
		return // a run that broke off is evidence of nothing
	}
	level := r.shape.Early() || everyWeight(r.scenario.Method)                         // nothing waits at zero: there is no plateau
	r.passages.order(m, level && !r.goals.paths, float64(epochs), r.moments.correlate) // of path norms, plateaus are the final values
	if !r.moments.deficient {                                                          // else where weights end depends on where they began
		m.misattribution(&r.goals.levels, r.finalWeight, func(t float64) float64 { return at(r.weights[m.First][:rows], t) })
	}
	heights := r.heights
	if heights == nil {
		heights = r.Values("loss")
	}
	for e := epochs; !r.goals.open && e >= 0 && heights[e] <= r.goals.converged; e-- {
		m.Converged = e
	}
}

// Norm returns the series ‖W_m^tot‖ of one modality. Read only.
func (r *Run) Norm(m int) []float64 { return r.columns[len(r.columns)-len(r.weights)+m].Values }

// at interpolates v linearly; beyond its end it returns NaN.
func at(v []float64, t float64) float64 {
	lo := int(math.Floor(t))
	switch {
	case !(t >= 0) || lo > len(v)-1:
		return math.NaN()
	case lo == len(v)-1:
		return v[lo]
	}
	f := t - float64(lo)
	return v[lo]*(1-f) + v[lo+1]*f
}
