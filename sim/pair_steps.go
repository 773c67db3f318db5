package sim

import "math"

// steps is run for updates that no closed form takes two of at once: gradient descent with
// weight decay, momentum or modulation, epoch by epoch on the growth factors of the four modes,
// as [modes] keeps them, until both modalities are learned, or in brief the first, or until
// there is nothing more to come. It reports whether training settled. told is the loss of the data,
// which is not always what training descends.
func (p *pair) steps(s *Scenario, told func(w0, w1 float64) float64) bool {
	for m := range p.series {
		p.series[m] = p.series[m][:0]
	}
	p.skipped, p.gap = 0, gap{}
	beta := 0.0
	if s.Method == Momentum {
		beta = s.Beta
	}
	var growth, speed [4]float64 // p_A, q_A, p_B, q_B
	for i := range growth {
		growth[i] = 1
	}
	var w, before [2]float64
	zero, lossBefore, rises := told(0, 0), math.Inf(1), 0
	for epoch := range descentEpochs {
		before = w
		for m := range w {
			up, down := growth[2*m], growth[2*m+1]
			w[m] = (p.pp[m]*up*up - p.qq[m]*down*down) / 4
			p.series[m] = append(p.series[m], w[m])
		}
		loss := told(w[0], w[1])
		if loss > lossBefore+unsettled*zero {
			rises++
		}
		if rises >= maxRises || !(loss <= divergence*zero) {
			return false
		}
		lossBefore = loss
		p.noteEpoch(epoch, before, w)
		if (p.brief || p.so.Second >= 0) && p.learned(float64(epoch), w) {
			return true
		}
		if math.IsNaN(p.converged) && p.distance(w) <= convergedPart {
			p.converged = float64(epoch)
			return true
		}
		e := p.velocity(w[0], w[1])
		var gains [2]float64
		modulation(s.Modulation, [2]float64{p.cross[0] * w[0], p.cross[1] * w[1]}, &gains)
		for m := range w {
			e[m] *= gains[m]
			rate := s.Eta * s.etaOf(m)
			for i, sign := range [2]float64{1, -1} {
				k := 2*m + i
				speed[k] = beta*speed[k] + (sign*e[m]-s.Decay)*growth[k]
				growth[k] += rate * speed[k]
			}
		}
	}
	return true
}

// shrink sets where training ends under weight decay: the lasso on two numbers.
func (p *pair) shrink(decay float64) {
	p.decay = decay
	alone := func(m int) float64 { return math.Max(p.cross[m]-decay, 0) / p.sigma[m][m] }
	for m := range 2 {
		p.plateauAt[m] = alone(m)
	}
	p.optimum = [2]float64{}
	for range lassoRounds { // each by itself, in turn
		was := p.optimum
		for m := range 2 {
			rest := p.cross[m] - p.sigma[m][1-m]*p.optimum[1-m]
			p.optimum[m] = math.Copysign(math.Max(math.Abs(rest)-decay, 0)/p.sigma[m][m], rest)
		}
		if math.Abs(was[0]-p.optimum[0]) <= 1e-15*math.Abs(p.optimum[0]) && math.Abs(was[1]-p.optimum[1]) <= 1e-15*math.Abs(p.optimum[1]) {
			break
		}
	}
}

// lassoRounds is more than data of the axes take: each round comes closer by the factor ρ².
const lassoRounds = 4000

// height is what training lowers.
func (p *pair) height(w [2]float64) float64 {
	h := p.decay * (math.Abs(w[0]) + math.Abs(w[1]))
	for m, v := range w {
		h += v * ((p.sigma[m][0]*w[0]+p.sigma[m][1]*w[1])/2 - p.cross[m])
	}
	return h
}

// distance is the part of its way that the height still has to go.
func (p *pair) distance(w [2]float64) float64 {
	least := p.height(p.optimum)
	return (p.height(w) - least) / -least
}
