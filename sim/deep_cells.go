package sim

import "math"

// deepCells measures deep networks with random layers in the cells of a diagram: real ones,
// projected onto the directions in which their layers change. Memory is reused, and so are
// the bases from cell to cell as long as the initial weights are the same.
type deepCells struct {
	of    Scenario // what the initial weights depend on
	bases *bases
	net   *projected // where tiny does not do
	tiny  tiny

	levels  [2][aims]float64   // of the signals
	signs   [2][aims]float64   // of the weights in them
	before  [2]float64         // the weights an epoch before
	times   [2][aims][]float64 // as of [passages]
	weights [2][]float64       // per epoch
}

// cellResidual is the residual ([Projection]) that a cell may have: its times are then
// within a hundredth or so. cellFlow is the tolerance of a flow.
const (
	cellResidual = 0.03
	cellFlow     = 1e-6
)

// take makes the initial weights of a scenario ready.
func (d *deepCells) take(s *Scenario, moments *Moments) {
	of := Scenario{Depth: s.Depth, Fusion: s.Fusion, DepthGap: s.DepthGap, Width: s.Width, Init: s.Init, Seed: s.Seed}
	if d.bases == nil || d.of != of {
		n := mustNetwork(s)
		if d.bases = project(n, 1); d.bases.Residual > cellResidual {
			d.bases = project(n, 2)
		}
		d.of = of
		d.net = nil
	}
	if d.tiny.fits(d.bases.narrow) {
		d.tiny.take(d.bases.narrow)
		return
	}
	d.net = d.bases.start(moments)
}

// measure trains a scenario until all there is to be learned is, or in brief the first, for
// longestFollowed epochs at most, and measures that as a [Run] does.
func (d *deepCells) measure(m *Measurement, s *Scenario, moments *Moments, brief bool) {
	d.take(s, moments)
	if s.Method == GradientFlow {
		w := newWatch(moments, newFlow(d.bases.start(moments), d.bases.start(moments), s.Eta, math.MaxInt32), s.Early())
		w.stepper.Rel = cellFlow
		w.follow(m, false)
		return
	}
	m.reset(2)
	var bottom [2][3]float64
	d.begin(moments, &bottom)
	for e := 1; e <= longestFollowed; e++ {
		d.descend(s.Eta, moments, &bottom)
		news := d.look(float64(e), &bottom)
		if total := d.before[0] + d.before[1]; total-total != 0 { // it has run away
			m.reset(2)
			return
		}
		if !news {
			continue
		}
		m.reset(2)
		if m.order(s.Early(), d.has, d.since); m.Second >= 0 || brief && m.First >= 0 {
			break
		}
	}
	m.misattribution(&moments.levels, moments.finalWeight, func(t float64) float64 { return at(d.weights[m.First], t) })
}

func (d *deepCells) has(m, aim int) bool { return d.levels[m][aim] > 0 }

func (d *deepCells) since(m, aim int, by float64) float64 { return since(d.times[m][aim], aim, by) }

// now returns the weights.
func (d *deepCells) now(bottom *[2][3]float64) [2]float64 {
	if d.net == nil {
		return d.tiny.weights(bottom)
	}
	total := d.net.totals()
	return [2]float64{total[0], total[1]}
}

// descend is an epoch, from the weights that were looked at last.
func (d *deepCells) descend(eta float64, moments *Moments, bottom *[2][3]float64) {
	if d.net != nil {
		d.net.descend(eta)
		return
	}
	w, s, c := &d.before, moments.sigma, moments.yx
	d.tiny.epoch(eta, [2]float64{c[0] - w[0]*s[0] - w[1]*s[2], c[1] - w[0]*s[1] - w[1]*s[3]}, bottom)
}

// begin is the state at epoch 0.
func (d *deepCells) begin(moments *Moments, bottom *[2][3]float64) {
	d.before = d.now(bottom)
	for m, w := range d.before {
		norm := math.Abs(w)
		d.levels[m] = [aims]float64{aboveStart(moments.levels.plateau[m], norm), aboveStart(moments.levels.final[m], norm)}
		d.signs[m] = moments.signs[m]
		d.weights[m] = append(d.weights[m][:0], w)
		for aim := range d.times[m] {
			d.times[m][aim] = d.times[m][aim][:0]
		}
	}
}

// look looks at an epoch and reports whether a level has been passed.
func (d *deepCells) look(epoch float64, bottom *[2][3]float64) (news bool) {
	now := d.now(bottom)
	for m, w := range now {
		d.weights[m] = append(d.weights[m], w)
		for aim, level := range d.levels[m] {
			before, now := d.signs[m][aim]*d.before[m], d.signs[m][aim]*w
			if level == 0 || (before < level) == (now < level) {
				continue
			}
			d.times[m][aim] = append(d.times[m][aim], epoch-1+(level-before)/(now-before))
			news = true
		}
	}
	d.before = now
	return news
}
