package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
)

// Optimiser holds the constants of the methods that have such.
type Optimiser struct {
	Beta    float64 // β of [Momentum], β₁ of [Adam]: how much of the steps before goes on
	Beta2   float64 // of [Adam] and [RMSProp]: how much of the squares before does
	Epsilon float64 // ε of both, outside the root
	Batch   int     // examples an update of [Batches]
}

// optimiser turns gradients into updates, for any coordinates of which an update is the same
// as for every weight: those of all forms for plain descent and momentum, which are linear in
// the gradient; the weights themselves for Adam and RMSProp. With g = −∂ℒ/∂W − λ₂W and the
// rate η_m of a branch,
//
//	gd        W ← W + η_m g
//	momentum  v ← βv + g,  W ← W + η_m v                                   (heavy ball)
//	adam      m ← β₁m + (1 − β₁)g,  s ← β₂s + (1 − β₂)g²
//	          W ← W + η_m m/(1 − β₁ᵗ) / (√(s/(1 − β₂ᵗ)) + ε)               [KB15]
//	rmsprop   s ← β₂s + (1 − β₂)g²,  W ← W + η_m g/(√s + ε)
//
//	[KB15]  D. P. Kingma, J. Ba. Adam: a method for stochastic optimization. ICLR 2015.
type optimiser struct {
	Optimiser
	method        string
	eta           float64
	pace          []float64 // η_m/η of every coordinate; nil: 1
	count         int       // updates so far
	first, second []float64 // v or m, and s; nil where a method has none
}

func newOptimiser(method string, o Optimiser, eta float64, coordinates int, pace []float64) *optimiser {
	u := &optimiser{Optimiser: o, method: method, eta: eta, pace: pace}
	if method == Momentum || method == Adam {
		u.first = make([]float64, coordinates)
	}
	if method == Adam || method == RMSProp {
		u.second = make([]float64, coordinates)
	}
	return u
}

// update moves the coordinates w, given g. It allocates nothing.
func (o *optimiser) update(w, g []float64) {
	o.count++
	switch o.method {
	case Momentum:
		for i, v := range g {
			o.first[i] = o.Beta*o.first[i] + v
		}
		o.move(w, o.first)
	case Adam:
		size := o.eta / (1 - math.Pow(o.Beta, float64(o.count)))
		root := 1 / math.Sqrt(1-math.Pow(o.Beta2, float64(o.count)))
		for i, v := range g {
			o.first[i] = o.Beta*o.first[i] + (1-o.Beta)*v
			o.second[i] = o.Beta2*o.second[i] + (1-o.Beta2)*v*v
			w[i] += o.relative(i) * size * o.first[i] / (math.Sqrt(o.second[i])*root + o.Epsilon)
		}
	case RMSProp:
		for i, v := range g {
			o.second[i] = o.Beta2*o.second[i] + (1-o.Beta2)*v*v
			w[i] += o.relative(i) * o.eta * v / (math.Sqrt(o.second[i]) + o.Epsilon)
		}
	default:
		o.move(w, g)
	}
}

// relative is η_m/η of coordinate i.
func (o *optimiser) relative(i int) float64 {
	if o.pace == nil {
		return 1
	}
	return o.pace[i]
}

// move is W ← W + η_m v.
func (o *optimiser) move(w, v []float64) {
	if o.pace == nil {
		kernel.Axpy(o.eta, v, w)
		return
	}
	for i, p := range o.pace {
		w[i] += o.eta * p * v[i]
	}
}

// save appends all that the updates to come depend on; restore takes it back, and returns what
// is left.
func (o *optimiser) save(dst []float64) []float64 {
	return append(append(append(dst, float64(o.count)), o.first...), o.second...)
}

func (o *optimiser) restore(saved []float64) (rest []float64) {
	o.count = int(saved[0])
	saved = saved[1:]
	saved = saved[copy(o.first, saved):]
	return saved[copy(o.second, saved):]
}

// ratesOf is η_m/η of every coordinate of a network; nil: all learn at the same rate.
func ratesOf(t trainable) []float64 {
	d := t.driven()
	if !d.ratesDiffer() {
		return nil
	}
	pace, from := make([]float64, len(t.coordinates())), 0
	for i := range pace {
		pace[i] = 1
	}
	for m, end := range t.branchEnds() {
		for ; from < end; from++ {
			pace[from] = d.etaOf(m)
		}
	}
	return pace
}

// updates is training by an optimiser: an epoch an update.
type updates struct {
	trainable
	*optimiser
	gradient []float64
}

func newUpdates(t trainable, method string, o Optimiser, eta float64) *updates {
	n := len(t.coordinates())
	return &updates{t, newOptimiser(method, o, eta, n, ratesOf(t)), make([]float64, n)}
}

func (u *updates) advance() (done bool, err error) {
	u.driven().turn(u.count)
	u.velocity(u.gradient)
	u.update(u.coordinates(), u.gradient)
	u.moved()
	return true, nil
}

func (u *updates) state() state { return u.trainable }

func (u *updates) save(dst []float64) []float64 {
	return append(u.optimiser.save(dst), u.coordinates()...)
}

func (u *updates) restore(saved []float64) {
	copy(u.coordinates(), u.optimiser.restore(saved))
	u.moved()
}
