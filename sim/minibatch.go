package sim

import (
	"math/rand/v2"

	"unimodal-bias-lab/sim/kernel"
)

// minibatches is stochastic gradient descent: an epoch goes once through the examples, in an
// order drawn anew, Batch of them an update. The last batch of an epoch may be smaller.
type minibatches struct {
	trainable           // at the present epoch
	work      *updates  // on the way to the next
	batch     minibatch // what an update sees
	random    *rand.Rand
	order     []int32
	next      int // example
	epoch     int
}

// orderStream keeps the order of examples apart from the streams of layers, examples and masks.
const orderStream = 1 << 34

// newMinibatches returns SGD on examples; t and work are two forms of the same network.
func newMinibatches(t, work trainable, x *Samples, o Optimiser, eta float64) *minibatches {
	b := &minibatches{trainable: t, work: newUpdates(work, GradientDescent, o, eta), order: make([]int32, x.Count)}
	d := work.driven()
	b.random = rand.New(&d.generator)
	b.batch = minibatch{samples: x, drive: d, parts: make([]float64, len(d.modalities))}
	d.source = &b.batch
	return b
}

// advance makes one update.
func (b *minibatches) advance() (done bool, err error) {
	if b.next == 0 {
		b.shuffle()
	}
	end := min(b.next+b.work.Batch, len(b.order))
	b.batch.of = b.order[b.next:end]
	if b.batch.drive.masked != nil {
		b.batch.kept = b.batch.drive.mask(b.work.count)
	}
	b.work.velocity(b.work.gradient)
	b.work.update(b.work.coordinates(), b.work.gradient)
	b.work.moved()
	if b.next = end; end < len(b.order) {
		return false, nil
	}
	b.next = 0
	b.epoch++
	copy(b.coordinates(), b.work.coordinates())
	b.moved()
	return true, nil
}

// shuffle draws the order of the epoch to come.
func (b *minibatches) shuffle() {
	d := b.batch.drive
	d.generator.Seed(d.seed, orderStream+uint64(b.epoch))
	for i := range b.order {
		b.order[i] = int32(i)
	}
	b.random.Shuffle(len(b.order), func(i, j int) { b.order[i], b.order[j] = b.order[j], b.order[i] })
}

func (b *minibatches) state() state { return b.trainable }

func (b *minibatches) save(dst []float64) []float64 {
	return b.work.save(append(dst, float64(b.epoch)))
}

func (b *minibatches) restore(saved []float64) {
	b.epoch, b.next = int(saved[0]), 0
	b.work.restore(saved[1:])
	copy(b.coordinates(), b.work.coordinates())
	b.moved()
}

// minibatch is the residual correlations of some examples of a scalar target.
type minibatch struct {
	samples *Samples
	drive   *drive
	of      []int32
	kept    int       // the modalities that are kept, where masks are drawn
	parts   []float64 // W_m x_m of an example
}

// residual is that of [Moments.objective], or with masks of [Moments.masked], for the examples of
// the batch.
func (b *minibatch) residual(e, w []float64) {
	clear(e)
	d, dim := b.drive, b.samples.Dim
	together, alone := d.together(), d.alone()
	if d.masked != nil {
		together, alone = 1, d.Unimodal
	}
	for _, p := range b.of {
		x, y := b.samples.Inputs[int(p)*dim:(int(p)+1)*dim], b.samples.Targets[p]
		left := y
		for m := range b.parts {
			lo, hi := d.offset[m], d.offset[m+1]
			b.parts[m] = kernel.Dot(w[lo:hi], x[lo:hi])
			if d.masked == nil || b.kept>>m&1 == 1 {
				left -= b.parts[m]
			}
		}
		for m, part := range b.parts {
			error := alone * (y - part)
			if d.masked == nil || b.kept>>m&1 == 1 {
				error += together * left
			}
			lo, hi := d.offset[m], d.offset[m+1]
			kernel.Axpy(error/float64(len(b.of)), x[lo:hi], e[lo:hi])
		}
	}
}
