package sim

import "math"

// Measurement is what a run shows by a given epoch, defined as in [ZLS24]
// ("measured times"). Times are in epochs, interpolated between
// two observations; NaN means not yet, or not defined.
//
// The modality learned first is the one whose norm first reaches half of its
// unimodal plateau ‖Σ_ym Σ_m⁺‖: that moment is its time. The time of any other
// modality is when its norm first reaches half of its final value ‖W_m*‖. Of
// rectified units both are larger by [Run.Gain], and in the xor task norms are path
// norms ([Run.ByPaths]), which random weights that are not small have from the start.
type Measurement struct {
	First  int       // index of the modality learned first, −1 not yet known
	Second int       // of the others, the last one learned, −1 not yet known
	Times  []float64 // t_m of each modality
	// TimeRatio is the time of Second over the time of First.
	TimeRatio float64
	// Misattribution is (W(t) − W*)/W* of the first modality along W*, at
	// t = (t_first + t_second)/2, the middle of the unimodal phase. NaN for early
	// fusion, which has no such phase.
	Misattribution float64
	// Converged is the first epoch at which the loss has covered all but 1e-6
	// of its way (below .01 in the xor task), −1 if it has not.
	Converged int
}

// levelFloor is the part of a typical weight below which a plateau counts as
// absent: a modality uncorrelated with the target cannot be learned first.
const levelFloor = 1e-6

// convergedPart is the part of its way that the loss may still have to go when a
// run counts as converged.
const convergedPart = 1e-6

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
	*m = Measurement{First: -1, Second: -1, Times: m.Times[:0], TimeRatio: math.NaN(), Misattribution: math.NaN(), Converged: -1}
	for range modalities {
		m.Times = append(m.Times, math.NaN())
	}
}

// order fills in what is learned when, given the times at which each modality's
// norm first reaches its levels, NaN if not yet.
func (m *Measurement) order(l *levels, plateau, final func(modality int) float64) {
	for i, level := range l.plateau {
		if level == 0 {
			continue
		}
		t := plateau(i)
		if !math.IsNaN(t) && (m.First < 0 || t < m.Times[m.First]) {
			m.First = i
		}
		m.Times[i] = t
	}
	if m.First < 0 {
		return
	}
	for i, level := range l.final {
		if i == m.First {
			continue
		}
		m.Times[i] = math.NaN()
		if level == 0 {
			continue
		}
		m.Times[i] = final(i)
		if !math.IsNaN(m.Times[i]) && (m.Second < 0 || m.Times[i] > m.Times[m.Second]) {
			m.Second = i
		}
	}
	if m.Second >= 0 {
		m.TimeRatio = m.Times[m.Second] / m.Times[m.First]
	}
}

// misattribution fills in how far the first modality's weight in the middle of
// the unimodal phase is from where it ends.
func (m *Measurement) misattribution(l *levels, final func(modality int) float64, early bool, weight func(t float64) float64) {
	if m.Second < 0 || early || l.final[m.First] == 0 {
		return
	}
	end := final(m.First)
	m.Misattribution = (weight((m.Times[m.First]+m.Times[m.Second])/2) - end) / end
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
	rows := min(epochs, r.epoch) + 1
	m.reset(len(r.weights))
	if r.failed != nil {
		return // a run that broke off is evidence of nothing
	}
	l := &r.goals.levels
	m.order(l,
		func(i int) float64 { return crossing(r.Norm(i)[:rows], l.plateau[i]) },
		func(i int) float64 { return crossing(r.Norm(i)[:rows], l.final[i]) })
	m.misattribution(l, r.finalWeight, r.shape.Early(), func(t float64) float64 { return at(r.weights[m.First][:rows], t) })
	for e, loss := range r.Values("loss")[:rows] {
		if loss <= r.goals.converged {
			m.Converged = e
			break
		}
	}
}

// Norm returns the series ‖W_m^tot‖ of one modality. Read only.
func (r *Run) Norm(m int) []float64 { return r.columns[len(r.columns)-len(r.weights)+m].Values }

// crossing returns the position at which v first reaches level, linearly
// interpolated, or NaN.
func crossing(v []float64, level float64) float64 {
	for e, x := range v {
		if x < level {
			continue
		}
		if e == 0 {
			return 0
		}
		return float64(e-1) + (level-v[e-1])/(x-v[e-1])
	}
	return math.NaN()
}

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
