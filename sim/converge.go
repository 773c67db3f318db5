package sim

import "math"

// Converge trains a scenario by gradient flow until its loss is at its minimum
// and returns what it measures on the way, without writing series down: times are
// events of the continuous solution. The scenario's Epochs and Method do not
// matter. Errors are of type *[Error].
func Converge(s Scenario) (Measurement, error) { return measureEvents(s, true) }

// Cell is Converge that stops once the second modality is learned: what a cell of
// a phase diagram shows.
func Cell(s Scenario) (Measurement, error) { return measureEvents(s, false) }

// eventSteps bounds the integrator's steps: a modality that is never learned must
// not keep anyone waiting. Of the steps as many are remembered as take about
// eventNumbers numbers.
const (
	eventSteps   = 20000
	eventNumbers = 1 << 16
)

func measureEvents(s Scenario, converge bool) (m Measurement, err error) {
	s.Method = GradientFlow
	data, network, err := s.prepare(given{})
	if err != nil {
		return m, err
	}
	moments := data.Moments.objective(&s.Remedies, s.Early())
	moves := func() *drive { return newDrive(moments, data.Moments, s.Remedies, uint64(s.Seed)) }
	form := cheapest(network.Architecture, s.Method)
	if form == FullWidth {
		if b := worthProjecting(network); b != nil {
			return watchEvents(moments, func() trainable { return b.start(moves()) }, s, converge), nil
		}
	}
	if form == Angles && len(network.Branches) == 2 && s.Remedies.inObjective() {
		f := newModes(moves(), network)
		var p pair
		p.set(moments.sigma, moments.yx, moments.yy, f.pp, f.qq)
		p.run(converge)
		p.measure(&m, s.Eta, p.weightAt)
		return m, nil
	}
	return watchEvents(moments, func() trainable { return newTrainable(form, moves(), network) }, s, converge), nil
}

// watchEvents is measureEvents for every form of network, which forms makes with its initial
// weights.
func watchEvents(moments *Moments, forms func() trainable, s Scenario, converge bool) (m Measurement) {
	newWatch(moments, newFlow(forms(), forms(), s.Eta, math.MaxInt32), s.Early()).follow(&m, converge)
	return m
}

// follow follows the flow until the second modality is learned, or until the loss is at its
// minimum, and measures what it has seen.
func (w *watch) follow(m *Measurement, converge bool) {
	for range eventSteps {
		if w.left <= convergedPart || !converge && w.learned() {
			break
		}
		if w.step() != nil {
			break // what has been learned by now is all that can be told
		}
	}
	w.measure(m)
}

// watch follows a flow step by step and notes when weights pass their levels.
type watch struct {
	*flow
	moments   *Moments
	early     bool
	passages  passages
	signals   func(to [][aims]float64)
	left      float64   // the part of its way that the loss still has to go
	converged float64   // when that was little enough
	steps     []float64 // steps as [ode.Stepper.Save] writes them
	every     int       // how many steps apart they are
	scratch   []float64
	so        Measurement // as of the last step
}

func newWatch(moments *Moments, f *flow, early bool) *watch {
	w := &watch{flow: f, every: 1, moments: moments, early: early, converged: math.NaN(), scratch: make([]float64, 2*moments.Inputs())}
	w.signals = func(to [][aims]float64) { moments.towards(to, w.totals()) }
	var norms []float64
	for m := range moments.modalities {
		norms = append(norms, moments.norm(f.totals(), m))
	}
	w.passages.start(&moments.levels, norms, w.signals)
	w.left = w.lossLeft()
	return w
}

// at reads the flow at a time within the last step.
func (w *watch) at(t float64) {
	w.stepper.Dense(t, w.coordinates())
	w.moved()
}

func (w *watch) lossLeft() float64 {
	zero, best := w.moments.ZeroLoss(), w.moments.least
	if zero <= best {
		return 0
	}
	return (w.moments.height(w.totals(), w.scratch) - best) / (zero - best)
}

// step takes one step of the integrator.
func (w *watch) step() error {
	if err := w.stepper.Step(math.Inf(1)); err != nil {
		return err
	}
	w.remember()
	w.at(w.stepper.T)
	before := w.left
	w.left = w.lossLeft()
	w.passages.look(w.stepper.T, w.signals, func(m, aim int, level float64) float64 {
		return w.when(func(total []float64) float64 { return w.moments.toward(total, m, aim) - level })
	})
	if w.left <= convergedPart && before > convergedPart {
		w.converged = w.when(func(total []float64) float64 {
			left := (w.moments.height(total, w.scratch) - w.moments.least) / (w.moments.ZeroLoss() - w.moments.least)
			return left - convergedPart
		})
	}
	return nil
}

// remember writes the last step down, or one of several.
func (w *watch) remember() {
	if (w.stepper.Accepted-1)%w.every != 0 {
		return
	}
	before := len(w.steps)
	w.steps = w.stepper.Save(w.steps)
	if size := len(w.steps) - before; len(w.steps) > max(eventNumbers, size) {
		kept := w.steps[:0]
		for from := 0; from < len(w.steps); from += 2 * size { // every other one
			kept = append(kept, w.steps[from:from+size]...)
		}
		w.steps, w.every = kept, 2*w.every
	}
}

// learned reports whether one modality is learned first and every other one that
// has something to reach has reached it.
func (w *watch) learned() bool {
	w.so.reset(len(w.passages.levels))
	w.passages.order(&w.so, w.early, math.Inf(1), w.moments.correlate)
	for m, level := range w.passages.levels {
		if m != w.so.First && level[toFinal] > 0 && math.IsNaN(w.so.Times[m]) {
			return false
		}
	}
	return w.so.First >= 0
}

// measure writes down what the events say.
func (w *watch) measure(m *Measurement) {
	m.reset(len(w.passages.levels))
	w.passages.order(m, w.early, math.Inf(1), w.moments.correlate)
	m.misattribution(&w.moments.levels, w.moments.finalWeight, func(t float64) float64 {
		w.rewind(t)
		return w.moments.along(w.totals(), m.First)
	})
	if !math.IsNaN(w.converged) {
		m.Converged = int(math.Ceil(w.converged))
	}
}

// rewind takes the step again in which t lies, with those since the nearest one
// remembered, and reads the flow there.
func (w *watch) rewind(t float64) {
	if len(w.steps) == 0 {
		return // not a step was needed: it stands at the beginning
	}
	size := len(w.stepper.Save(nil))
	from := 0
	for from+size < len(w.steps) && w.steps[from+size] <= t { // a step begins with its time
		from += size
	}
	w.stepper.Restore(w.steps[from : from+size])
	for w.stepper.T < t {
		if err := w.stepper.Step(math.Inf(1)); err != nil {
			panic(err) // it went well the first time
		}
	}
	w.at(t)
}
