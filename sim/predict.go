package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/linalg"
	"unimodal-bias-lab/sim/theory"
)

// Prediction is what theory says about a scenario. Losses, plateaus and
// mis-attribution are exact; times are for small initial weights. NaN means
// that no formula is offered for this network.
type Prediction struct {
	First, Better int // learned first; lowers the loss more when learned alone
	// Where these are ties, neither is; First and Better are then only names.
	FirstTie, BetterTie bool
	Superficial         bool // First ≠ Better

	// Times t_m of each modality in epochs and their ratio, by the paper's
	// formula (learning rate → 0), by the same formula with signs kept, and for
	// gradient descent at the scenario's learning rate (two layers only).
	Paper, Signed, Descent PredictedTimes
	// Directional are the half-times of the scenario's own initial weights, by its own
	// method (linear units in two layers, late fusion): see [theory.DirectionalTimes].
	// A time of +Inf means never.
	Directional PredictedTimes
	// Grown are the times of the scenario's own initial weights, by its own method, reduced
	// to what grows from them and followed ([theory.Reduced]): in two layers of linear units the
	// growing modes, where half-times do not do, for inputs of several dimensions and early
	// fusion; in more layers the first images of the inputs and of the output.
	Grown PredictedTimes
	flow  bool // the scenario is trained by gradient flow

	Rates          []float64 // at which branches grow out of the origin, ‖Σ_ym‖ in linear networks: the larger one is learned first
	Signals        []float64 // ‖Σ_ym‖ of the data; the same, unless branches have rates of their own or more than the loss is lowered
	Misattribution float64   // relative, as in [Measurement]
	PlateauNorms   []float64 // ‖Σ_ym Σ_m⁺‖, of rectified units larger by [Run.Gain]
	FinalNorms     []float64 // ‖W_m*‖, likewise; path norms where [Run.ByPaths]
	PlateauLosses  []float64 // ℒ(ℳ_m)/ℒ(ℳ_0)
	FinalLoss      float64   // ℒ(ℳ_*)/ℒ(ℳ_0)
	// Unsure is why times do not hold for the network, [UnsureFew] …; empty: they do.
	Unsure string

	// Of more than two modalities, and of several targets: in which order they are learned, as far as that is
	// predicted, and ℒ/ℒ(ℳ_0) once as many of them are; none for early fusion.
	Order       []int
	StageLosses []float64
}

// PredictedTimes are learning times in epochs and last over first.
type PredictedTimes struct {
	Times []float64
	Ratio float64
}

// theory hands the moments over to package theory, which only reads them.
func (m *Moments) theory() theory.Data {
	d := theory.Data{Sigma: m.sigma, Yx: m.yx, Yy: m.yy, Outputs: m.outputs, Along: m.directed, Decay: m.decay.rate, Joint: m.decay.early}
	for _, modality := range m.modalities {
		d.Dims = append(d.Dims, modality.Dim)
	}
	return d
}

// Predict evaluates the theory for a scenario. Its error is an *[Error].
func Predict(s Scenario) (Prediction, error) {
	moments, err := s.Moments()
	if err != nil {
		return Prediction{}, err
	}
	return predict(s, moments)
}

// predict is Predict for moments of the data that are known.
func predict(s Scenario, data *Moments) (Prediction, error) {
	if s.learnsXor() {
		return predictXor(s, data), nil
	}
	p, moments := outlook(&s, data)
	d, told := moments.theory(), data.theory() // what it descends, and what the losses are of
	if len(d.Dims) > 2 || data.outputs > 1 {
		err := p.many(&s, moments, d, told)
		return p, err
	}
	if s.Untold() {
		return p, nil
	}
	s.Eta /= s.gain() // rectified units learn from half of the inputs
	p.Paper, p.Signed, p.Descent = predictTimes(s, d, p.First)
	p.Unsure = unsure(&s, moments, p.PlateauNorms[p.First])
	if relu(&s) || s.Task == "" { // no task: no weights of the scenario's own
		return p, nil
	}
	n, err := s.Network()
	if err != nil {
		return p, err
	}
	late := s.TwoLayers() && s.Fusion == 2
	if late {
		p.Directional = predictDirectional(&s, d, p.First, n)
	}
	if late && p.Unsure == "" && !p.FirstTie && overtaken(&s, d, p.First, n) {
		p.Unsure = UnsureClose
	}
	together := math.IsNaN(p.Directional.Times[1-p.First]) // neither waits for the other
	if !late || len(d.Yx) > 2 || together || theory.Turns(d, p.First) {
		p.Grown = predictGrown(&s, d, p.First, n)
	}
	return p, nil
}

// outlook is a prediction of linear units without times, and the moments of what is descended.
func outlook(s *Scenario, data *Moments) (p Prediction, moments *Moments) {
	moments = data.objective(&s.Remedies, s.Early())
	d, told := moments.theory(), data.theory()
	p.Better = theory.ContributesMore(told)
	p.First, p.FirstTie = s.firstOf(d)
	p.Misattribution = theory.Misattribution(d, p.First)
	zero := theory.ZeroLoss(told)
	final, loss := theory.GlobalMinimum(d)
	if moments != data {
		loss = theory.Loss(told, final)
	}
	p.FinalLoss = loss / zero
	for m := range d.Dims {
		w, loss := theory.UnimodalMinimum(d, m)
		if moments != data {
			loss = theory.Loss(told, theory.Alone(d, m, w))
		}
		p.Rates = append(p.Rates, s.etaOf(m)*theory.InputOutputNorm(d, m))
		p.Signals = append(p.Signals, theory.InputOutputNorm(told, m))
		p.PlateauNorms = append(p.PlateauNorms, s.gain()*linalg.Norm(w))
		p.PlateauLosses = append(p.PlateauLosses, loss/zero)
		p.FinalNorms = append(p.FinalNorms, s.gain()*linalg.Norm(theory.Part(d, final, m)))
	}
	if p.BetterTie = theory.SameContributions(told); p.BetterTie {
		p.Better = p.First
	}
	if p.FirstTie || moments.deficient {
		p.Misattribution = math.NaN() // of which? and where is the end?
	}
	p.Superficial = p.First != p.Better && !p.FirstTie
	p.flow = s.Method == GradientFlow
	none := func() PredictedTimes { return noTimes(len(d.Dims)) }
	p.Paper, p.Signed, p.Descent, p.Directional, p.Grown = none(), none(), none(), none(), none()
	return p, moments
}

// predictXor is predict for rectified units in the xor task (ours). In late fusion
// its two halves do not disturb each other, for all that the branches have in common
// is a mean. A unit of A grows at the rate E[y x_A⁺] and one of B, in the direction
// of the corner it is closest to, at E[y (u·x_B)⁺] = √2/4. Early fusion, whose units
// all turn to A at first, has no such formula.
func predictXor(s Scenario, moments *Moments) Prediction {
	variance := moments.sigma[0]
	rates := [2]float64{variance * (1 + s.Slope) / 2, math.Sqrt2 / 4 * (1 - s.Slope)}
	goals := newGoals(&s, moments)
	p := Prediction{Rates: rates[:], Signals: rates[:], PlateauNorms: goals.plateau, FinalNorms: goals.final, PlateauLosses: []float64{1 / (1 + variance), variance / (1 + variance)}}
	if rates[1] > rates[0] {
		p.First = 1
	}
	if variance < 1 {
		p.Better = 1
	}
	p.BetterTie = variance == 1
	p.Superficial = p.First != p.Better
	u0 := theory.EffectiveInit(s.Init, s.Width)
	times := func(rate func(float64) float64) PredictedTimes {
		t := PredictedTimes{Ratio: math.NaN()}
		for _, r := range rates {
			at := theory.FirstTime(rate(r), u0) / s.Eta
			if s.Fusion == 1 || !(at > 0) {
				at = math.NaN()
			}
			t.Times = append(t.Times, at)
		}
		t.Ratio = t.Times[1-p.First] / t.Times[p.First]
		return t
	}
	if s.Untold() || s.altered() { // they are for branches alike under plain descent
		p.Paper, p.Signed, p.Descent, p.Directional, p.Grown = noTimes(2), noTimes(2), noTimes(2), noTimes(2), noTimes(2)
		return p
	}
	p.Paper = times(func(r float64) float64 { return r })
	p.Signed = p.Paper
	p.Descent = times(func(r float64) float64 { return theory.DescentRate(r, s.Eta) })
	p.Directional, p.Grown = noTimes(2), noTimes(2)
	p.Unsure = unsure(&s, moments, p.PlateauNorms[p.First])
	return p
}

// Why predicted times do not hold for a network, which are in the limit of small initial
// weights and, of rectified units, of many units and examples.
const (
	UnsureFew      = "few"      // rectified units: each of a few goes its own way
	UnsureExamples = "examples" // of rectified units: few examples have no average
	UnsureLarge    = "large"    // the initial weights are not small beside what is to be learned
	UnsureSteps    = "steps"    // no training settles at such a learning rate
	UnsureClose    = "close"    // the initial weights decide which modality is first
)

// unsure tells whether times hold, given the least norm that is to be learned: beyond these bounds
// more than one in twenty were off by more than 5 % in some hundred runs. Rectified units have no
// half-times, so that what is left out is a part 1/ln(1/u_0) of the time.
func unsure(s *Scenario, m *Moments, least float64) string {
	const fewest, examples = 20, 1000
	switch {
	case s.Task == "" || !(least > 0):
	case s.unstable(m):
		return UnsureSteps
	case relu(s) && s.Width < fewest:
		return UnsureFew
	case relu(s) && s.From == Sample && s.Samples < examples:
		return UnsureExamples
	case s.large(least):
		return UnsureLarge
	}
	return ""
}

// unstable reports whether no training of linear units settles at the learning rate.
func (s *Scenario) unstable(m *Moments) bool {
	return !relu(s) && s.Method != GradientFlow && s.Eta > theory.LargestStableRate(m.theory(), s.Shape(), s.trained())
}

// firstOf is who is learned first, as theory has it, and whether that is a tie.
func (s *Scenario) firstOf(d theory.Data) (first int, tie bool) {
	shape := s.Shape()
	switch {
	case !s.altered() || s.Early():
		return theory.FirstOf(d, shape, s.Init), shape.Equal() && theory.SameRates(d)
	case s.TwoLayers():
		return theory.SoonestOf(theory.Arrivals(d, s.trained(), s.effective()))
	}
	return theory.SoonestOf(theory.DeepArrivals(d, s.trained(), shape, s.inits()))
}

// inits are γ_m of every branch.
func (s *Scenario) inits() (scales []float64) {
	for m := range s.inputs() {
		scales = append(scales, s.Init*s.scaleOf(m))
	}
	return scales
}

// effective is u_0 of every branch of two layers.
func (s *Scenario) effective() (u0 []float64) {
	for _, scale := range s.inits() {
		u0 = append(u0, theory.EffectiveInit(scale, s.Width))
	}
	return u0
}

// large reports whether the initial weights of two layers are not small beside a norm.
func (s *Scenario) large(norm float64) bool {
	most, u0 := 1e-2, slices.Max(s.effective())
	switch {
	case relu(s):
		most = 1e-11
	case many(s) && s.Fusion == 2: // an error passes on from one to the next
		most = 3e-5
	}
	return s.TwoLayers() && s.Task != "" && norm > 0 && u0*u0 > most*norm
}

// Stronger reports whether a modality has the strongest signal: the reason for which it is learned
// first, if branches are alike.
func (p *Prediction) Stronger(modality int) bool {
	return p.Signals[modality] == slices.Max(p.Signals)
}

// noTimes is where there is no formula.
func noTimes(modalities int) PredictedTimes {
	return PredictedTimes{Times: slices.Repeat([]float64{math.NaN()}, modalities), Ratio: math.NaN()}
}

// Drawn returns the times to draw beside a run: those of its own initial weights
// where there are such, else those of a formula.
func (p *Prediction) Drawn() PredictedTimes {
	if p.Followed() {
		return p.Grown
	}
	return p.Formula()
}

// Formula returns the times of Drawn by a formula alone, without following anything: what
// diagrams are beside.
func (p *Prediction) Formula() PredictedTimes {
	if p.Halved() {
		return p.Directional
	}
	return p.limit()
}

// limit are the times for the learning rate, if there is such a form, else those of the
// small-rate limit, which is gradient flow.
func (p *Prediction) limit() PredictedTimes {
	if p.flow || math.IsNaN(p.Descent.Ratio) {
		return p.Signed
	}
	return p.Descent
}

// Halved reports whether there are half-times of the initial weights themselves.
func (p *Prediction) Halved() bool { return !math.IsNaN(p.Directional.Times[p.First]) }

// Followed reports whether what grows from the initial weights has been followed.
func (p *Prediction) Followed() bool { return !math.IsNaN(p.Grown.Times[p.First]) }

// hidden are Z_m of each group of hidden units of a two-layer network: a row a unit, its
// incoming weights, then its outgoing one.
func hidden(n *Network) (z [][]float64) {
	for _, g := range unitGroups(n) {
		rows, _ := g.gather(nil)
		z = append(z, rows)
	}
	return z
}

// predictDirectional evaluates the two-stage prediction for initial weights, NaN where they
// are not small.
func predictDirectional(s *Scenario, d theory.Data, first int, n *Network) PredictedTimes {
	p, second, z := noTimes(2), 1-first, hidden(n)
	a, b := theory.DirectionalTimes(d, s.trained(), first, second, z[first], z[second])
	if a > 0 {
		p.Times[first] = a / s.Eta
		if b > a { // +Inf: never
			p.Times[second], p.Ratio = b/s.Eta, b/a
		}
	}
	return p
}

// overtaken reports whether initial weights let the modality that is slower arrive before the one
// that theory expects first.
func overtaken(s *Scenario, d theory.Data, first int, n *Network) bool {
	z := hidden(n)
	sooner, _ := theory.DirectionalTimes(d, s.trained(), first, 1-first, z[first], z[1-first])
	later, _ := theory.DirectionalTimes(d, s.trained(), 1-first, first, z[1-first], z[first])
	return later < sooner
}

// Limits of following a reduced network: of inputs, of which deep ones have as many directions
// a layer, of epochs, which is the longest run the page can have, and of products of numbers, for a
// page that waits. With more inputs an epoch takes long, and what comes soon after the run has to do.
const (
	mostFollowed    = 12
	longestFollowed = 20000
	mostProducts    = 1_000_000_000
)

// predictGrown follows what grows from initial weights.
func predictGrown(s *Scenario, d theory.Data, first int, n *Network) PredictedTimes {
	var r theory.Reduced
	switch {
	case d.Inputs() > mostFollowed && !s.TwoLayers() || s.Init >= 1:
		return noTimes(len(d.Dims))
	case !s.TwoLayers():
		r = reducedOf(projectWell(n).narrow)
	default:
		z := hidden(n)
		if d.Along { // what little varies has no say in when something is learned
			d, z = theory.Condense(d, z)
		}
		switch {
		case s.Fusion == 1:
			r = theory.GrowingMode(d, s.trained(), z[0])
		case len(d.Dims) > 2 || d.Outputs > 1:
			r = theory.AllGrowingModes(d, z)
		default:
			r = theory.GrowingModes(d, s.trained(), first, 1-first, [2][]float64{z[0], z[1]})
		}
	}
	return s.follow(r, d, first)
}

// followedResidual is how far times of a network that is followed may be off by its projection: see
// [Projection].
const followedResidual = .05

// projectWell projects n as predictions do: narrow networks, whose directions have much in common,
// need a higher order than the first.
func projectWell(n *Network) *bases {
	if b, _ := projectWithin(n, followedResidual); b != nil {
		return b
	}
	return project(n, MaxOrder)
}

// reducedOf hands a network over to package theory.
func reducedOf(n *Network) (r theory.Reduced) {
	list := func(layers []Layer) (own []theory.Matrix) {
		for _, l := range layers {
			own = append(own, theory.Matrix{Rows: l.Rows, Cols: l.Cols, Data: l.Data})
		}
		return own
	}
	for _, branch := range n.Branches {
		r.Branches = append(r.Branches, list(branch))
	}
	r.Shared = list(n.Shared)
	return r
}

// follow returns when a reduced network has learned what, by the method of the scenario.
func (s *Scenario) follow(r theory.Reduced, d theory.Data, first int) PredictedTimes {
	p := noTimes(len(d.Dims))
	epochs := longestFollowed
	if n := d.Inputs(); n > mostFollowed {
		epochs = min(epochs, 2*s.Epochs, mostProducts/(n*n*max(1, d.Outputs)))
	}
	c := r.Learn(d, s.Early(), s.trained(), float64(epochs)*s.Eta)
	for m, t := range c.Times {
		p.Times[m] = t / s.Eta
	}
	if len(d.Dims) > 2 {
		p.Ratio = lastOver(p.Times, first)
		return p
	}
	if !s.Early() && theory.NothingLeft(d, first, 1-first) {
		p.Times[1-first] = math.Inf(1)
	}
	p.Ratio = p.Times[1-first] / p.Times[first]
	return p
}

// MeanField predicts the times of a deep network of random layers without its weights, for
// seeds that are neither lucky nor unlucky ([theory.MeanField]); NaN where that does not
// apply. Its error is an *[Error].
func MeanField(s Scenario) (PredictedTimes, error) {
	moments, err := s.Moments()
	if err != nil {
		return noTimes(2), err
	}
	return meanField(&s, moments.objective(&s.Remedies, s.Early())), nil
}

func meanField(s *Scenario, moments *Moments) PredictedTimes {
	r, ok := meanFieldOf(s, moments)
	if !ok {
		return noTimes(len(moments.modalities))
	}
	d := moments.theory()
	first, _ := s.firstOf(d)
	return s.follow(r, d, first)
}

// meanFieldOf is the mean field of a scenario, if it has one.
func meanFieldOf(s *Scenario, moments *Moments) (r theory.Reduced, ok bool) {
	dims := moments.theory().Dims
	if s.TwoLayers() || relu(s) || s.Task == "" || s.Untold() || moments.Inputs() > mostFollowed || moments.outputs > 1 || s.Init >= 1 {
		return r, false
	}
	a := Architecture{Depth: s.Depth, Fusion: s.Fusion, Width: s.Width, Inputs: dims, Output: 1, BranchDepths: s.branchDepths()}
	std := a.deviations(s.Init)
	for m, own := range std.Branches {
		for l := range own {
			own[l] *= s.scaleOf(m)
		}
	}
	return theory.MeanField(dims, s.Shape(), std, s.Width), true
}

// alteredTimes are those of two layers with rates of their own for branches, decay or momentum.
func (s *Scenario) alteredTimes(d theory.Data, first int) PredictedTimes {
	p, t := noTimes(2), s.trained()
	if s.Fusion == 1 {
		if s.scaleOf(1) != 1 {
			return p // the units are not alike in all directions
		}
		t.Rates = nil
		at := theory.FirstTime(t.Of(d, first).Growth(s.trained().Drive(d)), theory.EffectiveInit(s.Init, s.Width)) / s.Eta
		if at > 0 {
			p.Times[0], p.Times[1], p.Ratio = at, at, 1
		}
		return p
	}
	a, b := theory.Times(d, t, first, 1-first, s.effective())
	if a > 0 && !math.IsInf(a, 1) {
		p.Times[first], p.Times[1-first], p.Ratio = a/s.Eta, b/s.Eta, b/a
	}
	return p
}

// predictTimes evaluates the formulas for the scenario's depth and fusion.
func predictTimes(s Scenario, d theory.Data, first int) (paper, signed, descent PredictedTimes) {
	tau, second := 1/s.Eta, 1-first
	times := func(t, ratio float64) PredictedTimes {
		p := PredictedTimes{Times: make([]float64, 2), Ratio: ratio}
		if !(t > 0) { // weights that are not small to begin with: no formula
			t = math.NaN()
		}
		p.Times[first] = tau * t
		p.Times[second] = ratio * p.Times[first]
		return p
	}
	if !s.TwoLayers() && (s.Init >= 1 || s.altered()) {
		return noTimes(2), noTimes(2), noTimes(2)
	}
	if s.altered() {
		formula := s.alteredTimes(d, first)
		return noTimes(2), formula, formula
	}
	if s.DepthGap != 0 {
		_, t := theory.DepthGapTimes(d, s.Shape(), s.Init)
		limit := times(t[first], t[second]/t[first])
		return limit, limit, noTimes(2)
	}
	if s.Depth > 2 {
		rates := theory.Rates(d, first, second)
		limit := times(theory.DeepFirstTime(rates, s.Depth, s.Fusion, s.Init), theory.DeepTimeRatio(rates, s.Depth, s.Fusion, s.Init))
		return limit, limit, noTimes(2)
	}
	u0 := theory.EffectiveInit(s.Init, s.Width)
	if s.Fusion == 1 {
		// Early fusion grows both modalities together, along Σ_yx.
		rate := linalg.Norm(d.Yx)
		flow := times(theory.FirstTime(rate, u0), 1)
		return flow, flow, times(theory.FirstTime(theory.DescentRate(rate, s.Eta), u0), 1)
	}
	rate := theory.InputOutputNorm(d, first)
	t := theory.FirstTime(rate, u0)
	return times(t, theory.TimeRatio(d, first, second)),
		times(t, theory.SignedTimeRatio(d, first, second)),
		times(theory.FirstTime(theory.DescentRate(rate, s.Eta), u0), theory.DescentTimeRatio(d, first, second, s.Eta))
}
