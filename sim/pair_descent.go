package sim

import "math"

// descentEpochs bounds how long a cell waits for its second modality.
const descentEpochs = 200000

// descend is run for gradient descent at rate eta: epoch by epoch on the growth
// factors of the four modes, except where the residuals stand still and the factors
// are powers: at the beginning, where no weight is large enough to be seen, and in
// the unimodal phase as long as the second modality's is not. Times come out in
// epochs, interpolated as in [Run.Measure]. It reports whether training settled.
func (p *pair) descend(eta float64) bool {
	for m := range p.series {
		p.series[m] = p.series[m][:0]
	}
	p.brief = p.brief && eta*p.sharpest() < .95 // else it may yet turn out not to train
	rate, strongest := 1+eta*p.cross[p.lead], math.Max(p.pp[p.lead], p.qq[p.lead])
	p.skipped, p.gap = 0, gap{}
	if seen := 1e-13 * p.levels.plateau[p.lead]; strongest > 0 && seen > strongest && eta*p.cross[p.lead] < 2 {
		p.skipped = int(math.Log(seen/strongest) / (2 * math.Log(rate)))
	}
	start := func(m int, sign float64) float64 { return math.Pow(1+sign*eta*p.cross[m], float64(p.skipped)) }
	up0, down0, up1, down1 := start(0, 1), start(0, -1), start(1, 1), start(1, -1)
	pp0, qq0, pp1, qq1 := p.pp[0]/4, p.qq[0]/4, p.pp[1]/4, p.qq[1]/4
	s00, s01, s11 := p.sigma[0][0], p.sigma[0][1], p.sigma[1][1]
	o0, o1 := p.optimum[0], p.optimum[1]
	low0, high0 := p.between(0, 0)
	low1, high1 := p.between(1, 0)
	look := math.MaxInt // from when on the leading modality may have come to rest
	scale, lossBefore, rises := p.yy/2, math.Inf(1), 0
	var w0, w1, e0, e1 float64
	for epoch := p.skipped; epoch < descentEpochs; epoch++ {
		before0, before1 := w0, w1
		w0, w1 = pp0*up0*up0-qq0*down0*down0, pp1*up1*up1-qq1*down1*down1
		p.series[0] = append(p.series[0], w0)
		p.series[1] = append(p.series[1], w1)
		if w0 <= low0 || w0 >= high0 || w1 <= low1 || w1 >= high1 {
			low0, high0 = p.between(0, w0)
			low1, high1 = p.between(1, w1)
			if p.noteEpoch(epoch, [2]float64{before0, before1}, [2]float64{w0, w1}); p.learned(float64(epoch), [2]float64{w0, w1}) {
				return true
			}
			if p.first() == p.lead && p.gap.epochs == 0 {
				look = epoch
			}
		}
		d0, d1 := w0-o0, w1-o1
		f0, f1 := -(s00*d0 + s01*d1), -(s01*d0 + s11*d1)
		if !(f0*e0 >= 0 && f1*e1 >= 0) { // it has overshot, or run away: the only ways for the loss to rise
			loss := p.best - (d0*f0+d1*f1)/2
			if loss > lossBefore+unsettled*scale {
				rises++
			}
			if rises >= maxRises || !(loss <= divergence*scale) {
				return false
			}
			lossBefore = loss
		}
		e0, e1 = f0, f1
		if epoch >= look {
			growing, other := [2]float64{pp1 * up1 * up1, qq1 * down1 * down1}, &e1
			if p.lead == 1 {
				growing, other = [2]float64{pp0 * up0 * up0, qq0 * down0 * down0}, &e0
			}
			n, over := p.wait(eta, [2]float64{e0, e1}, growing)
			if over {
				look = math.MaxInt
			}
			if n = min(n, descentEpochs-epoch); n > 0 {
				p.gap = gap{len(p.series[0]) - 1, n}
				epoch += n
				u, d := math.Pow(1+eta**other, float64(n)), math.Pow(1-eta**other, float64(n))
				if p.lead == 1 {
					up0, down0 = up0*u, down0*d
				} else {
					up1, down1 = up1*u, down1*d
				}
			}
		}
		up0 *= 1 + eta*e0
		down0 *= 1 - eta*e0
		up1 *= 1 + eta*e1
		down1 *= 1 - eta*e1
	}
	return true
}

// sharpest bounds half of the sharpness of the loss along the way, 2Σ_m Σ_m|W_m|
// where layers are balanced: descent is stable below a learning rate of its inverse.
func (p *pair) sharpest() (sum float64) {
	for m := range 2 {
		sum += p.sigma[m][m] * math.Max(p.cross[m]/p.sigma[m][m], math.Abs(p.optimum[m]))
	}
	return sum
}

// gap is epochs without an entry in a series, during which the leading modality's
// weight is what it is at an index.
type gap struct{ after, epochs int }

// unseen is negligible, for descent: its times are exact to 1e-8 of themselves.
const unseen = 1e-7

// wait returns the number of epochs for which both residuals stand still, given
// them and the modes ¼‖p‖², ¼‖q‖² of the modality that has not been learned; over,
// if there are and will be none.
func (p *pair) wait(eta float64, e, modes [2]float64) (epochs int, over bool) {
	rest := e[1-p.lead]
	small := unseen * math.Abs(rest) / p.sigma[1-p.lead][1-p.lead]
	if level := p.nextLevel(1 - p.lead); small > level/2 {
		small = level / 2
	}
	grows, decays := modes[0], modes[1]
	if rest < 0 {
		grows, decays = decays, grows
	}
	if !(grows < small) || eta*math.Abs(rest) >= 1 {
		return 0, true
	}
	if !(decays < small && math.Abs(e[p.lead]) <= 1e-9*math.Abs(rest)) {
		return 0, false
	}
	n := math.Log(small/grows) / (2 * math.Log1p(eta*math.Abs(rest)))
	return int(math.Min(n, descentEpochs)), true
}

// nextLevel is the lowest level a modality has not reached, +Inf if there is none.
func (p *pair) nextLevel(m int) float64 {
	next := math.Inf(1)
	if level := p.levels.plateau[m]; level > 0 && math.IsNaN(p.plateau[m]) {
		next = level
	}
	if level := p.levels.final[m]; level > 0 && math.IsNaN(p.final[m]) {
		next = math.Min(next, level)
	}
	return next
}

// between is the interval around a weight within which it passes none of its levels.
func (p *pair) between(m int, w float64) (low, high float64) {
	low, high = math.Inf(-1), math.Inf(1)
	for _, level := range [...]float64{p.levels.plateau[m], math.Copysign(p.levels.final[m], p.optimum[m])} {
		switch {
		case level == 0:
		case level > w || level == w && level < 0:
			high = math.Min(high, level)
		default:
			low = math.Max(low, level)
		}
	}
	return low, high
}

// noteEpoch notes the levels that weights pass between two epochs, as [pair.note] does.
func (p *pair) noteEpoch(epoch int, before, now [2]float64) {
	for m := range 2 {
		noteEpoch(&p.final[m], epoch, before[m], now[m], math.Copysign(p.levels.final[m], p.optimum[m]))
		if math.IsNaN(p.plateau[m]) {
			noteEpoch(&p.plateau[m], epoch, before[m], now[m], p.levels.plateau[m])
		}
	}
}

// noteEpoch notes the epoch, between two, at which a weight passes a level, which has the
// sign in which the weight goes there, and NaN if it comes back.
func noteEpoch(at *float64, epoch int, before, now, level float64) {
	if level < 0 {
		before, now, level = -before, -now, -level
	}
	if level == 0 || (before < level) == (now < level) {
		return
	}
	*at = math.NaN()
	if now >= level {
		*at = float64(epoch)
		if epoch > 0 {
			*at += (level - now) / (now - before)
		}
	}
}

// measureDescent writes down what [pair.descend] found.
func (p *pair) measureDescent(m *Measurement) {
	m.reset(2)
	m.order(false, p.has, p.since, nil)
	if m.Second >= 0 && m.Plateau && p.levels.final[m.First] > 0 {
		m.Misattribution = p.epochWeight(m.First, (m.Times[m.First]+m.Times[m.Second])/2)/p.optimum[m.First] - 1
	}
	if !math.IsNaN(p.converged) {
		m.Converged = int(p.converged)
	}
}

// epochWeight is W_m^tot between two epochs.
func (p *pair) epochWeight(m int, epoch float64) float64 {
	epoch -= float64(p.skipped)
	if after := float64(p.gap.after); epoch > after {
		epoch = math.Max(after, epoch-float64(p.gap.epochs))
	}
	return at(p.series[m], math.Max(epoch, 0))
}
