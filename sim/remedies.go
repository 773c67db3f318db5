package sim

import (
	"math"
	"math/rand/v2"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/theory"
)

// Remedies are what people do about unimodal bias beside the choice of data, network and
// learning rate. The zero value does nothing, but for EtaRatio, which then counts as 1.
type Remedies struct {
	EtaRatio   float64 // η_B/η_A: learning rate of branch B over that of A and of the shared layers
	Unimodal   float64 // λ: weight of the losses ½E‖y − W_m^tot x_m‖² of every modality alone
	Dropout    float64 // p: probability to leave a modality out, each by itself; what is kept is not rescaled
	Masks      string  // [ExpectedMasks] or [SampledMasks], of Dropout
	Decay      float64 // λ₂: −λ₂ W is part of the gradient of every layer
	Modulation float64 // α: see [drive.modulate]
}

// Masks of modality dropout.
const (
	ExpectedMasks = "expected" // the mean over all masks
	SampledMasks  = "sampled"  // one mask for each update, drawn by the seed
)

// Scalings of the inputs, by the second moments of what the network trains on.
const (
	ScaleRaw       = "raw"       // as they are
	ScaleStandard  = "standard"  // every input has mean square 1
	ScaleWhiteEach = "whiteEach" // Σ_m = I for every modality
	ScaleWhiteAll  = "whiteAll"  // Σ = I
)

// trained is how theory is told of the method and the learning rates of a scenario.
func (s *Scenario) trained() theory.Training {
	t := theory.Training{}
	if s.Method != GradientFlow {
		t.Eta = s.Eta
	}
	if s.Method == Momentum {
		t.Beta = s.Beta
	}
	if s.etaOf(1) != 1 {
		t.Rates = []float64{1, s.EtaRatio}
	}
	return t
}

// drawsMasks reports whether updates see one mask of dropout each.
func (r *Remedies) drawsMasks() bool { return r.Dropout > 0 && r.Masks == SampledMasks }

// Untold reports whether no formula says when a network learns what: its updates are no
// multiples of gradients, or depend on draws, or on who explains how much, or its initial weights
// are not as its scale draws them.
func (s *Scenario) Untold() bool {
	return s.strange() || everyWeight(s.Method) || s.Method == Batches || s.Modulation > 0 || s.drawsMasks()
}

// Unordered reports whether no formula says which modality a network learns first: nothing is told of such training, or
// it is of the xor task where all units see every input, or where branches do not learn alike by plain descent.
func (s *Scenario) Unordered() bool {
	return s.Untold() || s.Task == TaskXor && s.Early() || s.learnsXor() && s.altered()
}

// altered reports whether the times of [ZLS24] need other rates than those of the moments it
// trains on: branches have rates or initial scales of their own, weights decay, or steps go on.
func (s *Scenario) altered() bool {
	return s.etaOf(1) != 1 || s.scaleOf(1) != 1 || s.Decay > 0 || s.Method == Momentum
}

// unremedied reports whether none of the remedies is on, and steps are those of plain descent or
// flow.
func (s *Scenario) unremedied() bool {
	return s.Remedies.inObjective() && s.Unimodal == 0 && s.Dropout == 0 && s.scaleOf(1) == 1 && s.Scaling == ScaleRaw && plainest(s.Method) == s.Method
}

// Plane is the plane of (κ, r) as it is for the scenario.
func (s Scenario) Plane() theory.Plane {
	return theory.Plane{Rho: s.Rho, Pace: s.etaOf(1), Standard: s.Scaling == ScaleStandard || s.Scaling == ScaleWhiteEach}
}

// Balanced reports whether weights go the way of balanced layers under plain gradients: no remedy
// lets one branch start or move by itself or decay, and no method goes another way.
func (s Scenario) Balanced() bool {
	return !s.Untold() && s.Decay == 0 && s.etaOf(1) == 1 && s.scaleOf(1) == 1
}

// OffPlane is why the regions of [Scenario.Plane] are not those of a scenario: its method or a
// remedy has others; empty: they are. Unimodal losses, dropout and momentum leave them where they
// are, a learning rate for each branch moves one boundary.
func (s Scenario) OffPlane() string {
	switch {
	case s.Untold():
		return "untold"
	case s.Decay > 0:
		return "decay"
	case s.scaleOf(1) != 1:
		return "init"
	case s.Scaling == ScaleWhiteAll:
		return "mixed"
	}
	return ""
}

// plainest is gradient descent, or flow where that is the method.
func plainest(method string) string {
	if method == GradientFlow {
		return method
	}
	return GradientDescent
}

// scaleOf is γ_m/γ.
func (s *Scenario) scaleOf(modality int) float64 {
	if modality == 1 && s.InitRatio != 0 {
		return s.InitRatio
	}
	return 1
}

// etaOf is η_m/η.
func (r *Remedies) etaOf(modality int) float64 {
	if modality == 1 && r.EtaRatio != 0 {
		return r.EtaRatio
	}
	return 1
}

// inObjective reports whether the moments of the objective hold all there is of the remedies.
func (r *Remedies) inObjective() bool {
	return r.etaOf(1) == 1 && r.Decay == 0 && r.Modulation == 0 && !r.drawsMasks()
}

// together and alone are the weights of the two parts of the objective: every modality learns
// from together · (y − Σ_n W_n x_n) + alone · (y − W_m x_m). Unimodal losses add to the
// second; under dropout a modality is there with the probability 1 − p, and so is, if it is,
// any other.
func (r *Remedies) together() float64 { return (1 - r.Dropout) * (1 - r.Dropout) }
func (r *Remedies) alone() float64    { return (1-r.Dropout)*r.Dropout + r.Unimodal }

// objective returns the moments of what a network descends: those of the data, if it is
// their loss. Unimodal losses and dropout, in expectation, are quadratic in W^tot as well:
//
//	Σ'_mn = (1 − p)² Σ_mn,  Σ'_m = (1 − p + λ) Σ_m,  Σ'_ym = (1 − p + λ) Σ_ym
//
// (ours). Weight decay changes where training ends; early is whether all modalities share one
// first layer.
func (m *Moments) objective(r *Remedies, early bool) *Moments {
	if r.Unimodal == 0 && r.Dropout == 0 && r.Decay == 0 {
		return m
	}
	sigma, yx := m.weighed(r.together(), r.alone())
	yy := m.yy * (1 + r.Unimodal*float64(len(m.modalities)))
	o, err := newMoments(m.modalities, m.outputs, sigma, yx, yy, shrinkage{r.Decay, early}, m.directed)
	if err != nil {
		panic(err) // a mean of losses of data that exist
	}
	o.apart = true
	return o
}

// weighed are Σ and Σ_yx with parts together and alone.
func (m *Moments) weighed(together, alone float64) (sigma, yx []float64) {
	sigma, yx = m.Sigma(), m.Cross()
	d := m.Inputs()
	for i := range m.modalities {
		for row := m.offset[i]; row < m.offset[i+1]; row++ {
			for col := range d {
				part := together
				if col >= m.offset[i] && col < m.offset[i+1] {
					part += alone
				}
				sigma[row*d+col] *= part
			}
		}
	}
	for i := range yx {
		yx[i] *= together + alone
	}
	return sigma, yx
}

// shrinkage is weight decay in two layers, seen from W^tot (ours). Layers are balanced, from
// small weights, so that ½λ₂(‖W¹‖² + ‖W²‖²) = λ₂‖W^tot‖ of a scalar target: a penalty of
// every modality for itself or, in early fusion, of all of them together.
type shrinkage struct {
	rate  float64 // λ₂
	early bool
}

// regress is where training ends: the lasso on whole modalities.
func (s shrinkage) regress(sigma, yx []float64, offset []int) []float64 {
	if s.early {
		offset = []int{0, offset[len(offset)-1]}
	}
	return linalg.GroupLasso(sigma, yx, offset, s.rate)
}

// height is what training lowers, as a function of W^tot: the loss, with its penalty.
func (m *Moments) height(w, scratch []float64) float64 {
	loss := m.loss(w, scratch)
	switch {
	case m.decay.rate == 0:
	case m.decay.early:
		loss += m.decay.rate * linalg.Norm(w)
	default:
		for i := range m.modalities {
			loss += m.decay.rate * m.norm(w, i)
		}
	}
	return loss
}

// residuals are where the residual correlations of an update come from.
type residuals interface {
	// residual writes E (d_y × D) for the end-to-end weights W.
	residual(e, w []float64)
}

// drive is what moves the network of a run: residual correlations, and how much of them every
// branch gets.
type drive struct {
	*Moments              // of the objective
	Remedies              // what of them is not in the objective
	source    residuals   // of the update to come
	gains     []float64   // k_m of modulation, as of the last look
	masked    []residuals // one for every mask, bit m of which says that modality m is kept; nil: no masks are drawn
	seed      uint64
	generator rand.PCG
}

// newDrive returns what moves a network on data. The masks of its updates come from the seed.
func newDrive(objective, data *Moments, r Remedies, seed uint64) *drive {
	d := &drive{Moments: objective, Remedies: r, source: objective, seed: seed}
	if r.Modulation > 0 {
		d.gains = make([]float64, len(objective.modalities))
	}
	if r.drawsMasks() {
		for mask := range 1 << len(data.modalities) {
			d.masked = append(d.masked, data.masked(mask, r.Unimodal))
		}
	}
	return d
}

// plain is a drive that does nothing but follow the loss.
func plain(m *Moments) *drive { return newDrive(m, m, Remedies{}, 0) }

// masked are the residuals where modalities are left out; the unimodal losses are not.
func (m *Moments) masked(mask int, unimodal float64) residuals {
	sigma, yx := m.weighed(1, unimodal)
	kept := func(i int) bool { return mask>>i&1 == 1 }
	d := m.Inputs()
	for a := range m.modalities {
		for b := range m.modalities {
			if kept(a) && kept(b) {
				continue
			}
			for i := m.offset[a]; i < m.offset[a+1]; i++ {
				for j := m.offset[b]; j < m.offset[b+1]; j++ {
					sigma[i*d+j] = 0
					if a == b {
						sigma[i*d+j] = unimodal * m.sigma[i*d+j]
					}
				}
			}
		}
		for k := range m.outputs {
			for i := m.offset[a]; i < m.offset[a+1] && !kept(a); i++ {
				yx[k*d+i] = unimodal * m.yx[k*d+i]
			}
		}
	}
	return &Moments{modalities: m.modalities, offset: m.offset, outputs: m.outputs, sigma: sigma, yx: yx}
}

// maskStream keeps masks apart from the streams of layers and examples.
const maskStream = 1 << 33

// turn prepares an update, given how many there have been.
func (d *drive) turn(update int) {
	if d.masked != nil {
		d.source = d.masked[d.mask(update)]
	}
}

// mask draws which modalities an update keeps.
func (d *drive) mask(update int) (mask int) {
	d.generator.Seed(d.seed, maskStream+uint64(update))
	for m := range d.modalities {
		const unit = 1.0 / (1 << 53)
		if float64(d.generator.Uint64()>>11)*unit >= d.Dropout {
			mask |= 1 << m
		}
	}
	return mask
}

// look writes the residual correlations at the end-to-end weights W, and finds what
// modulation makes of them.
func (d *drive) look(e, w []float64) {
	d.source.residual(e, w)
	if d.gains != nil {
		d.modulate(w)
	}
}

// modulate sets the factors of the gradients of the branches,
//
//	k_m = 1 − tanh(α [c_m/c_n − 1]₊),  c_m = Σ_ym · W_m^tot
//
// for two modalities m and n: who explains more than the other learns the slower for it
// (gradient modulation, in the form that regression gives it). Who explains nothing is not
// slowed; who explains something beside one that explains nothing stands still.
func (d *drive) modulate(w []float64) {
	var c [2]float64
	inputs := d.Inputs()
	for k := range d.outputs {
		for m := range c {
			for i := k*inputs + d.offset[m]; i < k*inputs+d.offset[m+1]; i++ {
				c[m] += d.yx[i] * w[i]
			}
		}
	}
	modulation(d.Modulation, c, (*[2]float64)(d.gains))
}

// modulation writes k_m, given what the modalities explain.
func modulation(alpha float64, c [2]float64, gains *[2]float64) {
	for m := range c {
		switch other := c[1-m]; {
		case alpha == 0 || c[m] <= 0:
			gains[m] = 1
		case other <= 0:
			gains[m] = 0
		default:
			gains[m] = 1 - math.Tanh(alpha*math.Max(c[m]/other-1, 0))
		}
	}
}

// gain is k_m as of the last look.
func (d *drive) gain(modality int) float64 {
	if d.gains == nil {
		return 1
	}
	return d.gains[modality]
}

// ratesDiffer reports whether branches learn at rates of their own.
func (d *drive) ratesDiffer() bool { return d.etaOf(1) != 1 }
