package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// Modality is one block of the input.
type Modality struct {
	Name string `json:"name"`
	Dim  int    `json:"dim"` // d_m ≥ 1
}

// Moments are the uncentred second moments of inputs and target: all that
// linear networks ever see of their data. D is the sum of the dimensions of the
// modalities, whose blocks follow each other in the order of Modalities.
//
// A Moments value is immutable once made.
type Moments struct {
	modalities []Modality
	offset     []int     // first column of each modality; offset[len] = D
	outputs    int       // d_y
	sigma      []float64 // Σ = E[x xᵀ], D × D
	yx         []float64 // Σ_yx = E[y xᵀ], d_y × D
	yy         float64   // E[yᵀ y]

	minimum     []float64   // Σ_yx Σ⁺, d_y × D: where the loss is least
	optimum     []float64   // W*, d_y × D: where training ends; minimum, but for weight decay
	optimumLoss float64     // ℒ at the minimum
	decay       shrinkage   // of the weights
	least       float64     // height of the optimum
	apart       bool        // of an objective that is not the loss of its data
	optimumNorm []float64   // ‖W_m*‖
	plateaus    [][]float64 // Σ_ym Σ_m⁺, d_y × d_m
	levels      levels
	signs       [][aims]float64     // see toward
	directed    bool                // a modality goes by what it does along one direction: see way
	ways        [][aims]way         // of the modalities then
	deficient   bool                // Σ is singular: many weights are best
	aloneLoss   []float64           // ℒ(ℳ_m)
	directions  [][]float64         // Σ_ym/‖Σ_ym‖, of several outputs the first singular direction; 0 where that is 0
	correlate   func(m, n int) bool // whether Σ_mn is not zero; nil: there are no more than two
}

// NewMoments checks and completes second moments: sigma is D × D and
// symmetric positive semidefinite, yx is d_y × D, both row-major, and
// yy = E[yᵀ y], all of them of the same data. Its errors are of type *[Error].
func NewMoments(modalities []Modality, outputs int, sigma, yx []float64, yy float64) (*Moments, error) {
	return newMoments(modalities, outputs, sigma, yx, yy, shrinkage{}, false)
}

// newMoments is NewMoments for training with weight decay, and for modalities that go by one
// direction, as with several targets they do.
func newMoments(modalities []Modality, outputs int, sigma, yx []float64, yy float64, decay shrinkage, directed bool) (*Moments, error) {
	if len(modalities) == 0 {
		return nil, &Error{Code: Mismatch, Key: "modalities", Value: "there are none"}
	}
	m := &Moments{modalities: modalities, outputs: outputs, sigma: sigma, yx: yx, yy: yy, decay: decay, directed: directed || outputs > 1}
	d := 0
	for _, mod := range modalities {
		if mod.Dim < 1 {
			return nil, &Error{Code: Mismatch, Key: "modalities", Value: format("%v has dimension %v, at least 1 is needed", mod.Name, mod.Dim)}
		}
		m.offset = append(m.offset, d)
		d += mod.Dim
	}
	m.offset = append(m.offset, d)
	if outputs < 1 {
		return nil, &Error{Code: Mismatch, Key: "outputs", Value: format("%v outputs, at least 1 is needed", outputs)}
	}
	if d > len(sigma) || len(sigma) != d*d { // the first, for a square that overflows
		return nil, &Error{Code: Mismatch, Key: "sigma", Value: format("%v numbers for %v inputs, %v are needed", len(sigma), d, d*d)}
	}
	if outputs > len(yx) || len(yx) != outputs*d {
		return nil, &Error{Code: Mismatch, Key: "yx", Value: format("%v numbers for %v inputs and %v outputs, %v are needed", len(yx), d, outputs, outputs*d)}
	}
	for _, x := range [][]float64{sigma, yx, {yy}} {
		for _, v := range x {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, &Error{Code: NotANumber, Key: "moments", Value: written(v)}
			}
		}
	}
	scale := 0.0
	for i := range d {
		scale = max(scale, math.Abs(sigma[i*d+i]))
	}
	for i := range d {
		for j := range i {
			if math.Abs(sigma[i*d+j]-sigma[j*d+i]) > 1e-9*scale {
				return nil, &Error{Code: Mismatch, Key: "sigma", Value: format("not symmetric: %v at (%v, %v) but %v at (%v, %v)", sigma[i*d+j], i, j, sigma[j*d+i], j, i)}
			}
		}
	}

	var smallest float64
	m.minimum, smallest = linalg.Regress(sigma, yx, d)
	m.deficient = smallest <= 1e-12*scale && decay.rate == 0
	if smallest < -1e-9*scale {
		return nil, &Error{Code: NotPositive, Key: "sigma", Value: smallest}
	}
	if err := m.checkTarget(); err != nil {
		return nil, err
	}
	m.optimumLoss = m.directLoss(m.minimum)
	clearNoise(m.minimum)
	m.optimum = m.minimum
	if decay.rate > 0 {
		m.optimum = decay.regress(sigma, yx, m.offset)
		clearNoise(m.optimum)
	}
	for i := range modalities {
		s, c := m.block(i)
		w, _ := linalg.Regress(s, c, modalities[i].Dim)
		m.aloneLoss = append(m.aloneLoss, max(m.yy-kernel.Dot(w, c), 2*m.optimumLoss)/2)
		if decay.rate > 0 {
			w = decay.regress(s, c, []int{0, modalities[i].Dim})
		}
		m.plateaus = append(m.plateaus, w)
		m.optimumNorm = append(m.optimumNorm, blockNorm(m.optimum, d, m.offset[i], m.offset[i+1]))
		direction := c[:modalities[i].Dim]
		if norm := linalg.Norm(direction); norm > 0 && len(direction) > 1 {
			for j := range direction {
				direction[j] /= norm
			}
		} else if len(direction) == 1 {
			direction[0] = 1 // a number is its own direction
		}
		m.directions = append(m.directions, direction)
	}
	m.levels = m.findLevels()
	m.findSigns()
	m.findWays()
	m.least = m.height(m.optimum, make([]float64, 2*d))
	if len(modalities) > 2 {
		m.correlate = m.correlated
	}
	return m, nil
}

// sameData is the rounding that moments of the same data are granted, as a part
// of themselves.
const sameData = 1e-5

// checkTarget returns an *[Error] if no target has these moments with the inputs:
// if it correlates with what does not vary, or more than it varies itself.
func (m *Moments) checkTarget() error {
	d := m.Inputs()
	explained, largest := 0.0, 0.0
	for i := range d {
		largest = max(largest, m.sigma[i*d+i])
	}
	rest := make([]float64, len(m.yx))
	m.residual(rest, m.minimum)
	for i, c := range m.yx {
		explained += c * m.minimum[i]
		if math.Abs(rest[i]) > sameData*math.Sqrt(largest*max(m.yy, 0)) {
			return &Error{Code: Mismatch, Key: "yx", Value: format("%v at %v correlates with inputs that do not vary", c, i)}
		}
	}
	if m.yy < explained*(1-sameData) {
		return outOfRange("yy", m.yy, explained, math.MaxFloat64)
	}
	return nil
}

// Toy returns the population moments of the two scalar Gaussians of [ZLS24]:
// std σ_A = kappa and σ_B = 1, correlation rho, y = wA x_A + wB x_B + noise·ε.
func Toy(kappa, rho, wA, wB, noise float64) (*Moments, error) {
	switch {
	case !(kappa > 0) || math.IsInf(kappa, 0):
		return nil, outOfRange("kappa", kappa, math.SmallestNonzeroFloat64, math.MaxFloat64)
	case !(math.Abs(rho) < 1):
		return nil, outOfRange("rho", rho, math.Nextafter(-1, 0), math.Nextafter(1, 0))
	}
	sigma, cross, yy := toyMoments(kappa, rho, wA, wB, noise)
	return NewMoments([]Modality{{"A", 1}, {"B", 1}}, 1, sigma[:], cross[:], yy)
}

// toyMoments are the numbers of [Toy], unchecked.
func toyMoments(kappa, rho, wA, wB, noise float64) (sigma [4]float64, cross [2]float64, yy float64) {
	a, b, ab := kappa*kappa, 1.0, rho*kappa
	ya, yb := wA*a+wB*ab, wB*b+wA*ab
	return [4]float64{a, ab, ab, b}, [2]float64{ya, yb}, wA*ya + wB*yb + noise*noise
}

// Modalities returns the input blocks, in order.
func (m *Moments) Modalities() []Modality { return m.modalities }

// Outputs returns d_y.
func (m *Moments) Outputs() int { return m.outputs }

// Inputs returns D, the sum of all d_m.
func (m *Moments) Inputs() int { return m.offset[len(m.modalities)] }

// Optimum returns W* = Σ_yx Σ⁺ (d_y × D, row-major), the end-to-end map of the
// global minimum ℳ_*, and its loss ℒ(ℳ_*).
func (m *Moments) Optimum() (w []float64, loss float64) { return m.minimum, m.optimumLoss }

// ZeroLoss returns ℒ(ℳ_0) = ½ E‖y‖², the loss of a network that predicts 0.
func (m *Moments) ZeroLoss() float64 { return m.yy / 2 }

// OptimumNorm returns ‖W_m*‖, the norm of one modality's part of the global
// minimum: what ‖W_m^tot‖ converges to.
func (m *Moments) OptimumNorm(modality int) float64 { return m.optimumNorm[modality] }

// Enough reports whether a modality alone explains all that can be explained: learned first,
// it is the only one.
func (m *Moments) Enough(modality int) bool {
	if m.decay.rate > 0 { // then others may have something to add, and never do
		for i, norm := range m.optimumNorm {
			if i != modality && norm > 0 {
				return false
			}
		}
		return m.optimumNorm[modality] > 0
	}
	zero := m.ZeroLoss()
	return m.aloneLoss[modality]-m.optimumLoss <= enough*(zero-m.optimumLoss)+1e-15*zero
}

// enough is the part of what can be explained that counts as nothing.
const enough = 1e-9

// PlateauNorm returns ‖Σ_ym Σ_m⁺‖, what ‖W_m^tot‖ rests at while modality m
// has been learned alone.
func (m *Moments) PlateauNorm(modality int) float64 {
	w := m.plateaus[modality]
	return blockNorm(w, len(w)/m.outputs, 0, len(w)/m.outputs)
}

// Sigma returns a copy of Σ = E[x xᵀ] (D × D, row-major).
func (m *Moments) Sigma() []float64 { return append([]float64(nil), m.sigma...) }

// Cross returns a copy of Σ_yx = E[y xᵀ] (d_y × D, row-major).
func (m *Moments) Cross() []float64 { return append([]float64(nil), m.yx...) }

// TargetPower returns Σ_yy = E[yᵀ y].
func (m *Moments) TargetPower() float64 { return m.yy }

// block copies the moments of one modality alone.
func (m *Moments) block(i int) (sigma, yx []float64) {
	d, lo, hi := m.Inputs(), m.offset[i], m.offset[i+1]
	for r := lo; r < hi; r++ {
		sigma = append(sigma, m.sigma[r*d+lo:r*d+hi]...)
	}
	for k := range m.outputs {
		yx = append(yx, m.yx[k*d+lo:k*d+hi]...)
	}
	return sigma, yx
}

// correlated reports whether some input of a modality correlates with one of another.
func (m *Moments) correlated(a, b int) bool {
	d := m.Inputs()
	for i := m.offset[a]; i < m.offset[a+1]; i++ {
		for j := m.offset[b]; j < m.offset[b+1]; j++ {
			if m.sigma[i*d+j] != 0 {
				return true
			}
		}
	}
	return false
}

// directLoss is ½ (Σ_yy − 2 tr W Σ_xy + tr W Σ Wᵀ). It cancels near the
// minimum, so it is used once, at the minimum, and [Moments.loss] elsewhere.
func (m *Moments) directLoss(w []float64) float64 {
	d := m.Inputs()
	s := m.yy
	for k := range m.outputs {
		row := w[k*d : (k+1)*d]
		for i, wi := range row {
			acc := -2 * m.yx[k*d+i]
			for j, wj := range row {
				acc += m.sigma[i*d+j] * wj
			}
			s += wi * acc
		}
	}
	return max(s, 0) / 2
}

// loss is ℒ(ℳ_*) + ½ tr (W − W*) Σ (W − W*)ᵀ for W of d_y × D, W* at the minimum. scratch is of
// length 2 D.
func (m *Moments) loss(w, scratch []float64) float64 {
	d := m.Inputs()
	diff, slope := scratch[:d], scratch[d:2*d]
	s := 0.0
	if d == 2 && m.outputs == 1 { // two scalars: without a call
		a, b := w[0]-m.minimum[0], w[1]-m.minimum[1]
		s = a*(m.sigma[0]*a+m.sigma[1]*b) + b*(m.sigma[2]*a+m.sigma[3]*b)
		return m.optimumLoss + max(0, s)/2
	}
	for k := range m.outputs {
		for j := range d {
			diff[j] = w[k*d+j] - m.minimum[k*d+j]
		}
		kernel.Product(slope, m.sigma, diff)
		s += kernel.Dot(diff, slope)
	}
	return m.optimumLoss + max(0, s)/2
}

// residual writes E = Σ_yx − W Σ (d_y × D): entry (k, j) is what output k
// still correlates with input j. Σ is symmetric, so rows serve as columns.
func (m *Moments) residual(e, w []float64) {
	d := m.Inputs()
	if d == 2 && m.outputs == 1 { // likewise
		a, b := w[0], w[1]
		e[0], e[1] = m.yx[0]-(m.sigma[0]*a+m.sigma[1]*b), m.yx[1]-(m.sigma[2]*a+m.sigma[3]*b)
		return
	}
	for k := range m.outputs {
		row, yx := e[k*d:(k+1)*d], m.yx[k*d:(k+1)*d]
		kernel.Product(row, m.sigma, w[k*d:(k+1)*d])
		for j, c := range yx {
			row[j] = c - row[j]
		}
	}
}

// norm returns ‖W_m‖ of one modality's part of W, d_y × D.
func (m *Moments) norm(w []float64, modality int) float64 {
	if len(w) == len(m.modalities) { // scalars
		return math.Abs(w[modality])
	}
	return blockNorm(w, m.Inputs(), m.offset[modality], m.offset[modality+1])
}

// along returns the part of W_m that points towards its final value, with the
// sign of W_m for a scalar input: see [Run.Weight].
func (m *Moments) along(w []float64, modality int) float64 {
	if len(w) == len(m.modalities) {
		return w[modality]
	}
	d, s := m.Inputs(), 0.0
	for k := range m.outputs {
		for j := m.offset[modality]; j < m.offset[modality+1]; j++ {
			s += w[k*d+j] * m.optimum[k*d+j]
		}
	}
	norm := m.OptimumNorm(modality)
	if norm == 0 {
		return math.NaN()
	}
	return s / norm
}

// finalWeight is along of the global minimum.
func (m *Moments) finalWeight(modality int) float64 { return m.along(m.optimum, modality) }

// clearNoise sets to zero what of an optimum is rounding: a modality that does
// not count in the end must not look as if it had something to reach.
func clearNoise(w []float64) {
	largest := 0.0
	for _, v := range w {
		largest = max(largest, math.Abs(v))
	}
	for i, v := range w {
		if math.Abs(v) <= 1e-11*largest {
			w[i] = 0
		}
	}
}

// blockNorm is the Frobenius norm of columns [lo, hi) of w, whose rows have
// length d.
func blockNorm(w []float64, d, lo, hi int) float64 {
	s := 0.0
	for k := 0; k < len(w); k += d {
		for _, v := range w[k+lo : k+hi] {
			s += v * v
		}
	}
	return math.Sqrt(s)
}
