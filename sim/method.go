package sim

import "unimodal-bias-lab/sim/ode"

// Methods of training.
const (
	GradientDescent = "gd"   // W ← W − η ∂ℒ/∂W once an epoch, as the paper's code
	GradientFlow    = "flow" // τ Ẇ = −∂ℒ/∂W with τ = 1/η epochs: the limit η → 0 at the same t/τ
	Momentum        = "momentum"
	Adam            = "adam"
	RMSProp         = "rmsprop"
	Batches         = "batches" // gradient descent on a few examples at a time
)

// methods are all of them, in the order of the menu.
var methods = []string{GradientDescent, GradientFlow, Momentum, Adam, RMSProp, Batches}

// everyWeight reports whether a method treats every weight by itself, so that no form but the
// weights stands for a network.
func everyWeight(method string) bool { return method == Adam || method == RMSProp }

// Form is the form in which a run keeps its network. All are exact but Projected, which
// says how far it is from that: see [Run.Projection].
type Form int

// The forms. GramFactor, Modes and Angles are for two layers; see the types trainable,
// factors, modes, rays and lines for why they are exact. Rays, Lines and FullWidth are
// those of rectified units, all of which keep every weight: they differ in how often
// they look at an example.
const (
	Fastest    Form = iota // whichever of the others costs least, Projected within [ResidualTolerance]
	FullWidth              // weight by weight
	GramFactor             // as many hidden units as a unit has weights
	Modes                  // late fusion of scalar inputs: two growth factors a modality
	Angles                 // the same under gradient flow: one hyperbolic angle a modality
	Rays                   // rectified, late fusion of scalars or of a few points: moments on rays
	Lines                  // rectified, early fusion of scalars or of one with a few points: moments along lines
	Projected              // linear, any depth: the directions in which layers change
)

// String names the form as tables do.
func (f Form) String() string {
	return [...]string{"fastest", "full width", "Gram factor", "modes", "angles", "rays", "lines", "projected"}[f]
}

// Exact reports whether a form, other than FullWidth, stands for a linear network
// of this shape under a method.
func (f Form) Exact(a Architecture, method string) bool {
	switch f {
	case Fastest, FullWidth:
		return true
	case Rays, Lines, Projected:
		return false
	}
	if everyWeight(method) {
		return false
	}
	if twoLayers := a.Depth == 2 && a.Shape().Equal(); !twoLayers || f == GramFactor {
		return twoLayers
	}
	scalar := a.Output == 1 && a.Fusion == 2
	for _, d := range a.Inputs {
		scalar = scalar && d == 1
	}
	return scalar && (f == Angles) == (method == GradientFlow)
}

// cheapest picks the cheapest form.
func cheapest(a Architecture, method string) Form {
	for _, f := range []Form{Angles, Modes} {
		if f.Exact(a, method) {
			return f
		}
	}
	inputs := a.Output
	for _, d := range a.Inputs {
		inputs += d
	}
	if GramFactor.Exact(a, method) && a.Width > inputs {
		return GramFactor
	}
	return FullWidth
}

// learner carries a network from epoch to epoch.
type learner interface {
	// advance goes on towards the next epoch by about the work of one gradient and
	// reports whether it is there; until then the state is that of the epoch
	// before. It allocates nothing. An error says that there is no way on.
	advance() (done bool, err error)
	// state is the network at the present epoch.
	state() state
	// save appends all that the epochs to come depend on; restore takes it back,
	// with the same epochs to come bit for bit.
	save(dst []float64) []float64
	restore(saved []float64)
}

// descent is gradient descent: an epoch an update.
type descent struct {
	trainable
	eta float64
}

func (d *descent) advance() (done bool, err error) {
	d.descend(d.eta)
	return true, nil
}

func (d *descent) state() state                 { return d.trainable }
func (d *descent) save(dst []float64) []float64 { return append(dst, d.coordinates()...) }

func (d *descent) restore(saved []float64) {
	copy(d.coordinates(), saved)
	d.moved()
}

// Tolerances of gradient flow, relative to a layer's norm and, for angles,
// absolute (an angle's error is the relative error of what it stands for).
const (
	flowRel = 1e-9
	flowAbs = 1e-10
)

// flow is gradient flow, integrated with steps of its own; an epoch is read off
// the continuous solution. The steps do not depend on when anybody looks.
type flow struct {
	trainable           // at the present epoch
	probe     trainable // at the trial points of the integrator
	stepper   *ode.Stepper
	epoch     int
	end       float64
	stepped   func() // what is to be done after every step of an advance; nil: nothing
}

// newFlow returns the flow of a form over a number of epochs; probe is a second
// form of the same network.
func newFlow(f, probe trainable, eta float64, epochs int) *flow {
	n, pace := len(f.coordinates()), ratesOf(f)
	l := &flow{trainable: f, probe: probe, stepper: ode.NewStepper(ode.DormandPrince, n), end: float64(epochs)}
	l.stepper.Rel, l.stepper.Abs, l.stepper.Blocks = flowRel, 1e-300, f.blocks()
	if l.stepper.Blocks == nil {
		l.stepper.Rel, l.stepper.Abs = 1e-12, flowAbs
	}
	l.stepper.Start(func(_ float64, y, dy []float64) {
		copy(l.probe.coordinates(), y)
		l.probe.moved()
		l.probe.velocity(dy)
		for i := range dy {
			dy[i] *= eta
		}
		for i, p := range pace {
			dy[i] *= p
		}
	}, 0, f.coordinates())
	return l
}

func (l *flow) advance() (done bool, err error) {
	next := float64(l.epoch + 1)
	if l.stepper.T < next {
		done, err = l.stepper.Advance(l.end)
		if done && l.stepped != nil {
			l.stepped()
		}
		if !done || l.stepper.T < next {
			return false, err
		}
	}
	l.epoch++
	l.read()
	return true, nil
}

// probed returns the end-to-end weights at a time within the last step. Read only, and valid
// until the next call or step.
func (l *flow) probed(t float64) []float64 {
	l.stepper.Dense(t, l.probe.coordinates())
	l.probe.moved()
	return l.probe.totals()
}

// when is the moment within the last step at which g, of the end-to-end weights, crosses zero.
func (l *flow) when(g func(total []float64) float64) float64 {
	t, _ := l.stepper.Crossing(func(float64, []float64) float64 {
		l.probe.moved()
		return g(l.probe.totals())
	}, l.probe.coordinates())
	return t
}

// read takes the state at the present epoch off the last step.
func (l *flow) read() {
	l.stepper.Dense(float64(l.epoch), l.coordinates())
	l.moved()
}

func (l *flow) state() state { return l.trainable }

func (l *flow) save(dst []float64) []float64 {
	return l.stepper.Save(append(dst, float64(l.epoch)))
}

func (l *flow) restore(saved []float64) {
	l.epoch = int(saved[0])
	l.stepper.Restore(saved[1:])
	for l.stepper.T < float64(l.epoch) {
		if err := l.stepper.Step(l.end); err != nil {
			panic(err) // it went well the first time
		}
	}
	l.read()
}
