package sim

import (
	"math"
	"slices"
	"strconv"
	"sync"

	"unimodal-bias-lab/sim/theory"
)

// divergence is the multiple of ℒ(ℳ_0), or of the first loss if that is larger,
// beyond which a run counts as diverged. Gradient descent that converges stays
// far below, and one that runs away passes any bound within a few epochs.
const divergence = 100

// A run whose loss has risen maxRises times by more than the part unsettled of
// ℒ(ℳ_0) will never settle. A stable run overshoots a few times at most.
const (
	unsettled = 1e-3
	maxRises  = 50
)

// Run is one network in training, with everything its observers saw so far.
type Run struct {
	scenario   Scenario
	form       Form
	projection *Projection // of Projected, else nil
	data       *Data
	initial    *Network // of its scenario, as it starts; nil: of the caller's own
	moments    *Moments // of what it descends: data.Moments, but for remedies
	shape      theory.Shape
	learner    learner
	state      state             // of learner: always the same
	rectified  *rectifiedDescent // the learner of rectified units, else nil
	goals      goals
	prediction *Prediction // see Predict
	columns    []Column
	weights    [][]float64 // per modality: see Weight; not a public series
	passages   passages
	signals    func(to [][aims]float64) // of the weights in seen, per modality
	seen       []float64
	continuous bool // passages are read off the flow itself
	epoch      int
	loss       float64   // ℒ at epoch
	heights    []float64 // of what is descended at every epoch, where that is not ℒ
	scratch    []float64 // of the loss
	paths      []float64 // of goals.paths: the norms at epoch
	rises      int       // epochs that raised the loss noticeably
	failed     *Error

	aligned    *Run        // see Aligned
	raceNeed   *string     // see RaceNeed
	companions []*Run      // of Scenario.Compare: the other fusion layers
	stride     int         // epochs between two rows of layerNorms
	layerNorms [][]float64 // per row: every layer's norm, in storage order
	keyframes  keyframes
	reach      *Unit // see Reach
}

// rowsAhead is for how many epochs series have room from the start: most runs of a diagram are
// over long before they may be, and so is a run that a drag replaces.
const rowsAhead = 2000

// layerRows is about how many times in a run the norms of all layers are
// written down: enough for a picture, cheap beside the training itself.
const layerRows = 400

// Companions returns the runs trained beside this one for comparison, in the
// order of their fusion layers. They stop with this run, and each by itself
// where it diverges. Read only.
func (r *Run) Companions() []*Run { return r.companions }

func (r *Run) compare() error {
	if !r.scenario.Compare {
		return nil
	}
	for fusion := 1; fusion <= r.scenario.Depth; fusion++ {
		if fusion == r.scenario.Fusion {
			continue
		}
		s := r.scenario
		s.Fusion, s.Compare, s.Weights = fusion, false, "" // of another shape
		s.fitDepthGap()
		companion, err := newScenarioRun(s, Fastest, given{data: r.data})
		if err != nil {
			return err
		}
		r.companions = append(r.companions, companion)
	}
	return nil
}

// NewRun prepares a scenario in the form that trains fastest and observes its
// initial weights. Errors are of type *[Error].
func NewRun(s Scenario) (*Run, error) { return newScenarioRun(s, Fastest, given{}) }

// NewRunAfter is NewRun for a scenario that follows others: data and initial weights that one of their
// runs has are not made again. A run may be nil.
func NewRunAfter(s Scenario, others ...*Run) (*Run, error) {
	var k given
	for _, r := range others {
		if r == nil {
			continue
		}
		if r.scenario.data() == s.data() {
			k.data = r.data
		}
		if r.initial != nil && r.scenario.startsAs(&s) {
			k.initial = r.initial
		}
	}
	return newScenarioRun(s, Fastest, k)
}

// given is what need not be made again for a run: neither changes while it trains.
type given struct {
	data    *Data
	initial *Network
}

// startsAs reports whether two scenarios have the same initial weights because they differ in nothing but where the operating
// point lies, and how fast and how long they train.
func (s Scenario) startsAs(t *Scenario) bool {
	s.Kappa, s.R, s.Rho, s.Eta, s.Epochs = t.Kappa, t.R, t.Rho, t.Eta, t.Epochs
	return s == *t
}

// NewFullRun is NewRun weight by weight.
func NewFullRun(s Scenario) (*Run, error) { return newScenarioRun(s, FullWidth, given{}) }

// Full is the run of a scenario weight by weight, where it keeps less than determines its network ([Projected]): another
// run, at its start and without companions. Of any other it is the run itself. Its error is an *[Error].
func (r *Run) Full() (*Run, error) {
	if r.projection == nil {
		return r, nil
	}
	s := r.scenario
	s.Compare = false
	return newScenarioRun(s, FullWidth, given{data: r.data})
}

// newScenarioRun is NewRun for a form and for what is known of the scenario.
func newScenarioRun(s Scenario, form Form, k given) (*Run, error) {
	data, network, err := s.prepare(k)
	if err != nil {
		return nil, err
	}
	if k.initial == nil {
		network.worth = sync.OnceValue(func() *bases { return findBases(network) })
	}
	r, err := newRun(s, data, network, form)
	if err != nil {
		return nil, err
	}
	r.initial = network
	return r, r.compare()
}

// prepare checks a scenario and returns its data and its initial weights.
func (s Scenario) prepare(k given) (data *Data, network *Network, err error) {
	if err = s.Check(); err != nil {
		return nil, nil, err
	}
	if data = k.data; data == nil {
		if data, err = s.Data(); err != nil {
			return nil, nil, err
		}
	}
	if network = k.initial; network == nil {
		network, err = s.Network()
	}
	return data, network, err
}

// MaxEpochs is how long a run can be: every epoch is written down.
const MaxEpochs = 1_000_000

// Plan says how to train a network. The zero Method is gradient descent, the
// zero Kind the fastest, the zero Activation linear.
type Plan struct {
	Eta    float64 // learning rate η = 1/τ
	Epochs int     // 1 … MaxEpochs
	Method string
	Form   Form
	Optimiser
	Remedies
	Seed int // of masks and batches, which are drawn

	// Order is that of [Projected]; 0: the lowest whose residual is within Tolerance. At an
	// order of choice a Tolerance of 0 lets any residual pass, else it is [ResidualTolerance].
	Order     int     // 0 … MaxOrder
	Tolerance float64 // of [Projection.Residual]

	Activation string
	Slope      float64  // of [ReLU], 0 … 1
	Samples    *Samples // what rectified units and batches train on; the moments are those of it
}

// StartRun returns a run from data and initial weights of the caller's own, which
// stay as they are, in a network that [NewNetwork] made. The Scenario of the run
// holds the shape and the training only. Errors are of type *[Error].
func StartRun(moments *Moments, network *Network, p Plan) (*Run, error) {
	if p.Method == "" {
		p.Method = GradientDescent
	}
	if p.Activation == "" {
		p.Activation = Linear
	}
	switch {
	case !(p.Eta > 0) || math.IsInf(p.Eta, 0):
		return nil, outOfRange("eta", p.Eta, math.SmallestNonzeroFloat64, math.MaxFloat64)
	case p.Epochs < 1 || p.Epochs > MaxEpochs:
		return nil, outOfRange("epochs", p.Epochs, 1, MaxEpochs)
	case !slices.Contains(methods, p.Method):
		return nil, &Error{Code: NotAChoice, Key: "method", Value: p.Method, Allowed: methods}
	case p.Form < Fastest || p.Form > Projected:
		return nil, outOfRange("form", int(p.Form), float64(Fastest), float64(Projected))
	case p.Order < 0 || p.Order > MaxOrder:
		return nil, outOfRange("order", p.Order, 0, MaxOrder)
	case !(p.Tolerance >= 0) || p.Tolerance > 1:
		return nil, outOfRange("tolerance", p.Tolerance, 0, 1)
	case p.Activation != Linear && p.Activation != ReLU:
		return nil, &Error{Code: NotAChoice, Key: "activation", Value: p.Activation, Allowed: []string{Linear, ReLU}}
	}
	if err := network.check(); err != nil {
		return nil, err
	}
	switch {
	case len(network.Branches) != len(moments.modalities) || network.Output != moments.outputs:
		return nil, &Error{Code: Mismatch, Key: "network", Value: format("%v branches and %v outputs for %v modalities and %v outputs", len(network.Branches), network.Output, len(moments.modalities), moments.outputs)}
	case p.Form == Projected && p.Activation != Linear:
		return nil, &Error{Code: Unsuited, Key: "form", Value: p.Form.String(), Beside: "activation", BesideValue: p.Activation}
	case p.Activation == Linear && p.Form != Projected && !p.Form.Exact(network.Architecture, p.Method):
		return nil, &Error{Code: Mismatch, Key: "form", Value: format("%v does not stand for a network of depth %v, fusion layer %v and inputs %v under %v", p.Form, network.Depth, network.Fusion, network.Inputs, p.Method)}
	}
	for m, branch := range network.Branches {
		if d := moments.modalities[m].Dim; branch[0].Cols != d {
			return nil, &Error{Code: Mismatch, Key: "network", Value: format("branch %v reads %v inputs, modality %v has %v", m, branch[0].Cols, moments.modalities[m].Name, d)}
		}
	}
	for _, w := range network.weights {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return nil, &Error{Code: NotANumber, Key: "weights", Value: written(w)}
		}
	}
	if p.Activation == ReLU {
		if err := checkRectified(network.Architecture, &p, moments.Inputs()); err != nil {
			return nil, err
		}
	}
	if p.Method == Batches && p.Samples != nil {
		if err := p.Samples.check(moments.Inputs()); err != nil {
			return nil, err
		}
	}
	s := Scenario{Depth: network.Depth, Fusion: network.Fusion, Width: network.Width, Activation: p.Activation, Slope: p.Slope, Eta: p.Eta, Epochs: p.Epochs, Method: p.Method, Optimiser: p.Optimiser, Seed: p.Seed}
	if len(network.BranchDepths) > 1 {
		s.DepthGap = network.BranchDepths[1] - network.Fusion
	}
	if err := s.plan(&p, moments); err != nil {
		return nil, err
	}
	data := &Data{Moments: moments, Samples: p.Samples}
	if p.Form == Projected {
		b, err := p.project(network)
		if err != nil {
			return nil, err
		}
		return newProjectedRun(s, data, network, b), nil
	}
	return newRun(s, data, network, p.Form)
}

// plan takes the remedies of a plan, if they go together with the rest of it.
func (s *Scenario) plan(p *Plan, moments *Moments) error {
	s.Remedies, s.Scaling = p.Remedies, ScaleRaw
	if s.EtaRatio == 0 {
		s.EtaRatio = 1
	}
	if s.Masks == "" {
		s.Masks = ExpectedMasks
	}
	if p.Method == Batches && p.Samples != nil {
		s.From = Sample
	}
	for i := range parameters {
		row := &parameters[i]
		if row.Group != "remedies" && (row.Needs["method"] == nil || !row.counts(map[string]any{"method": p.Method})) || row.Key == "initRatio" {
			continue
		}
		if err := row.check(row.value(s)); err != nil {
			return err
		}
	}
	if rule := s.broken(); rule != nil {
		return rule.error(s)
	}
	switch {
	case len(moments.modalities) > 2 && (s.EtaRatio != 1 || s.Modulation > 0):
		return &Error{Code: Mismatch, Key: "modalities", Value: format("%v, where etaRatio and modulation are of B beside A", len(moments.modalities))}
	case moments.outputs > 1 && s.Decay > 0:
		return &Error{Code: Mismatch, Key: "outputs", Value: format("%v, where weight decay needs 1", moments.outputs)}
	case p.Form == Projected && everyWeight(p.Method):
		return &Error{Code: Unsuited, Key: "form", Value: p.Form.String(), Beside: "method", BesideValue: p.Method}
	}
	return nil
}

// project projects a network as planned. Its error is an *[Error] about the residual.
func (p *Plan) project(n *Network) (b *bases, err error) {
	tolerance, residual := p.Tolerance, 0.0
	if p.Order > 0 {
		b = project(n, p.Order)
		if residual = b.Residual; tolerance == 0 {
			return b, nil
		}
	} else {
		if tolerance == 0 {
			tolerance = ResidualTolerance
		}
		b, residual = projectWithin(n, tolerance)
	}
	if residual > tolerance {
		return nil, outOfRange("residual", residual, 0, tolerance)
	}
	return b, nil
}

// newRun returns a run of the units its scenario has.
func newRun(s Scenario, data *Data, network *Network, form Form) (*Run, error) {
	if s.Activation != ReLU {
		return newLinearRun(s, data, network, form), nil
	}
	r := unstarted(s, data, network)
	form, objective, err := s.rectifier(data, network, form)
	if err != nil {
		return nil, err
	}
	r.form = form
	r.start(network, func() learner {
		d := newRectifiedDescent(network, objective(), &r.scenario)
		if r.rectified == nil { // the others are for keyframes
			r.rectified = d
		}
		return d
	})
	return r, nil
}

// newLinearRun is newRun for linear units, with which nothing can be wrong. Who
// trains no others carries nothing else, as the programs of sweeps.
func newLinearRun(s Scenario, data *Data, network *Network, form Form) *Run {
	if form == Fastest {
		if form = cheapest(network.Architecture, s.Method); form == FullWidth && !everyWeight(s.Method) {
			if b := worthProjecting(network); b != nil {
				return newProjectedRun(s, data, network, b)
			}
		}
	}
	r := unstarted(s, data, network)
	r.form = form
	r.startLinear(network, func() trainable { return newTrainable(form, r.drive(), network) })
	return r
}

// newProjectedRun is newLinearRun for a network and its bases.
func newProjectedRun(s Scenario, data *Data, network *Network, b *bases) *Run {
	r := unstarted(s, data, network)
	r.form, r.projection = Projected, &b.Projection
	r.startLinear(network, func() trainable { return b.start(r.drive()) })
	return r
}

// startLinear is start by the method of the scenario. forms makes the network with its
// initial weights.
func (r *Run) startLinear(network *Network, forms func() trainable) {
	s := &r.scenario
	r.start(network, func() learner {
		t := forms()
		switch {
		case s.Method == GradientFlow:
			return newFlow(t, forms(), s.Eta, s.Epochs)
		case s.Method == Batches:
			return newMinibatches(t, forms(), r.data.Samples, s.Optimiser, s.Eta)
		case s.Method != GradientDescent || s.Decay > 0 || t.driven().masked != nil:
			return newUpdates(t, s.Method, s.Optimiser, s.Eta)
		}
		return &descent{t, s.Eta}
	})
}

// drive is what moves the network of a run: one for each form of it.
func (r *Run) drive() *drive {
	return newDrive(r.moments, r.data.Moments, r.scenario.Remedies, uint64(r.scenario.Seed))
}

func unstarted(s Scenario, data *Data, network *Network) *Run {
	shape := network.Shape()
	moments := data.Moments.objective(&s.Remedies, shape.Early())
	return &Run{
		scenario: s, data: data, moments: moments, shape: shape,
		goals:   newGoals(&s, moments),
		scratch: make([]float64, 2*moments.Inputs()),
	}
}

// start observes the initial weights. learners makes a learner that starts from
// those.
func (r *Run) start(network *Network, learners func() learner) {
	s := &r.scenario
	r.learner = learners()
	r.state = r.learner.state()
	r.columns = newColumns(s, r.data)
	for range r.moments.Modalities() {
		r.weights = append(r.weights, newSeries(s))
	}
	r.stride = 1 + s.Epochs/layerRows
	layers := len(network.Shared)
	for _, branch := range network.Branches {
		layers += len(branch)
	}
	rows, norms := 1+s.Epochs/r.stride, make([]float64, (1+s.Epochs/r.stride)*layers)
	r.layerNorms = make([][]float64, 0, rows)
	for i := range rows {
		r.layerNorms = append(r.layerNorms, norms[i*layers:(i+1)*layers:(i+1)*layers])
	}
	r.keyframes = newKeyframes(r.learner, s.Epochs, learners)
	r.signals = func(to [][aims]float64) {
		if !r.goals.paths {
			r.moments.towards(to, r.seen)
			return
		}
		for m := range to {
			to[m] = [aims]float64{r.paths[m], r.paths[m]}
		}
	}
	r.observe()
	var initial []float64
	for m := range r.weights {
		initial = append(initial, r.Norm(m)[0])
		if r.moments.ways != nil {
			initial[m] = max(math.Abs(r.moments.toward(r.state.totals(), m, toPlateau)), math.Abs(r.moments.toward(r.state.totals(), m, toFinal)))
		}
	}
	r.passages.start(&r.goals.levels, initial, r.signals)
	if f, ok := r.learner.(*flow); ok {
		r.continuous = true
		f.stepped = func() {
			r.seen = f.probed(f.stepper.T)
			r.passages.look(f.stepper.T, r.signals, func(m, aim int, level float64) float64 {
				return f.when(func(total []float64) float64 { return r.moments.toward(total, m, aim) - level })
			})
		}
	}
}

// Scenario returns what this is a run of.
func (r *Run) Scenario() Scenario { return r.scenario }

// Shape returns how many layers carry each modality. Read only.
func (r *Run) Shape() theory.Shape { return r.shape }

// Moments returns the second moments of the data.
func (r *Run) Moments() *Moments { return r.data.Moments }

// Objective returns the second moments of what the run descends: those of the data, unless
// remedies have changed what it learns from.
func (r *Run) Objective() *Moments { return r.moments }

// Data returns what the run trains on. Read only.
func (r *Run) Data() *Data { return r.data }

// Predict is [Predict] for the scenario of the run, worked out once. Read only.
func (r *Run) Predict() (Prediction, error) {
	if r.prediction == nil {
		p, err := predict(r.scenario, r.data.Moments)
		if err != nil {
			return p, err
		}
		r.prediction = &p
	}
	return *r.prediction, nil
}

// Foreseen is [Run.Predict] where that is known or a matter of a moment, else the same without times: of many
// inputs they take longer to find than a picture may.
func (r *Run) Foreseen() (Prediction, error) {
	if r.prediction != nil || r.foretells() {
		return r.Predict()
	}
	p, _ := outlook(&r.scenario, r.data.Moments)
	return p, nil
}

// Form returns the form the run keeps its network in.
func (r *Run) Form() Form { return r.form }

// Projection says what the run leaves out; nil unless its form is [Projected]. Read only.
func (r *Run) Projection() *Projection { return r.projection }

// Network returns the full-width network in its present state, made anew from
// the run's own form if need be. Read only, and valid until the next epoch.
func (r *Run) Network() *Network { return r.learner.state().network() }

// Epoch returns the number of updates made.
func (r *Run) Epoch() int { return r.epoch }

// Columns returns the series observed so far, of length Epoch+1. Read only.
func (r *Run) Columns() []Column { return r.columns }

// Values returns one series by name, or nil.
func (r *Run) Values(name string) []float64 {
	for i := range r.columns {
		if r.columns[i].Name == name {
			return r.columns[i].Values
		}
	}
	return nil
}

// Total returns W_m^tot of the present weights, d_y × d_m row-major, as a new
// slice.
func (r *Run) Total(modality int) (w []float64) {
	total, d := r.learner.state().totals(), r.moments.Inputs()
	for k := range r.moments.Outputs() {
		w = append(w, total[k*d+r.moments.offset[modality]:k*d+r.moments.offset[modality+1]]...)
	}
	return w
}

// Diverged returns the reason training was stopped early, or nil.
func (r *Run) Diverged() *Error { return r.failed }

// Chunk is how many parts are worth training between two looks at the clock.
func (r *Run) Chunk() int {
	const numbers = 5000 // updated in some microseconds
	cost := len(r.learner.state().coordinates())
	if r.rectified != nil {
		cost = r.rectified.numbers()
	}
	return 1 + min(200, numbers/(1+cost))
}

// Done reports whether the run has reached its last epoch or diverged.
func (r *Run) Done() bool { return r.failed != nil || r.epoch >= r.scenario.Epochs }

// Step trains one epoch and observes it. It allocates nothing but a state at the
// epochs of keyframes, unless training diverges: then the run stops at the last
// finite epoch. Once Done, Step does nothing.
func (r *Run) Step() {
	for !r.Part() {
	}
}

// Part is Step in parts, each about the work of one gradient: it reports whether
// the epoch is complete.
func (r *Run) Part() (done bool) {
	if r.Done() {
		return true
	}
	for _, c := range r.companions { // they go first
		if c.epoch <= r.epoch && !c.Done() {
			c.Part()
			return false
		}
	}
	done, err := r.learner.advance()
	if err != nil { // no step of the flow is short enough: it runs away faster than numbers can tell
		r.fail(Diverged)
		return true
	}
	if done {
		r.epoch++
		r.observe()
		r.check()
	}
	return done
}

// check stops a run whose learning rate is too large: the loss ran away, or it
// keeps rising and falling without end.
func (r *Run) check() {
	losses := r.columns[lossColumn].Values
	loss, before := losses[r.epoch], losses[r.epoch-1]
	scale := max(r.data.Moments.ZeroLoss(), losses[0])
	if loss > before+unsettled*scale {
		r.rises++
	}
	switch {
	case !(loss <= divergence*scale): // NaN included
		if math.IsNaN(loss) || math.IsInf(loss, 0) {
			r.dropLast()
		}
		r.fail(Diverged)
	case r.rises >= maxRises:
		r.fail(Unsettled)
	}
}

// fail stops the run. The stable rate is named where it helps: large weights run away
// below it, for they begin too far from any solution. A flow knows no such rate.
func (r *Run) fail(code Code) {
	r.failed = &Error{Code: code, Key: "eta", Value: r.scenario.Eta, Epoch: r.epoch}
	if r.unknownRate() {
		r.failed.Why = WhySteps
	}
	if stable := r.StableRate(); stable < r.scenario.Eta && r.scenario.Method != GradientFlow && r.beginsSmall() {
		r.failed.Stable = stable
	}
}

// unknownRate reports whether how far an update goes is not told by the learning rate and the
// moments of the objective alone.
func (r *Run) unknownRate() bool { return r.scenario.Untold() || r.scenario.altered() }

// dropLast forgets a row that cannot be drawn.
func (r *Run) dropLast() {
	for i := range r.columns {
		r.columns[i].Values = r.columns[i].Values[:r.epoch]
	}
	for m := range r.weights {
		r.weights[m] = r.weights[m][:r.epoch]
	}
	if r.heights != nil {
		r.heights = r.heights[:r.epoch]
	}
	r.epoch--
}

// height is what the run descends, at the present epoch.
func (r *Run) height() float64 {
	if r.heights != nil {
		return r.heights[r.epoch]
	}
	return r.loss
}

func (r *Run) observe() {
	total := r.state.totals()
	if r.rectified != nil {
		r.loss = r.rectified.risk
	} else {
		r.loss = r.data.Moments.loss(total, r.scratch)
	}
	if r.moments != r.data.Moments {
		r.heights = append(r.heights, r.moments.height(total, r.scratch))
	}
	if r.goals.paths {
		r.paths = r.rectified.pathNorms()
	}
	r.write(total)
	if r.seen = total; r.epoch > 0 && !r.continuous {
		r.passages.look(float64(r.epoch), r.signals, nil)
	}
	if r.epoch%r.stride == 0 {
		r.state.layerNorms(r.layerNorms[r.epoch/r.stride])
	}
	r.keyframes.keep(r.learner, r.epoch)
}

// Weight returns the series of W_m^tot with its sign, for a scalar input; for
// any other the part of W_m^tot along its final value, ⟨W_m^tot, W_m*⟩/‖W_m*‖,
// NaN if that is zero; the norm where [Run.ByPaths]. Read only.
func (r *Run) Weight(m int) []float64 { return r.weights[m] }

// LayerNorms writes the Frobenius norm of every layer at an epoch into dst:
// branches[m][l] and shared[l] as in [Network]. Between two rows written down
// it interpolates.
func (r *Run) LayerNorms(epoch int, branches [][]float64, shared []float64) ([][]float64, []float64) {
	epoch = max(0, min(epoch, r.epoch))
	lo := epoch / r.stride
	hi := min(lo+1, r.epoch/r.stride)
	f := float64(epoch-lo*r.stride) / float64(r.stride)
	if hi == lo {
		f = 0
	}
	at := func(i int) float64 { return r.layerNorms[lo][i]*(1-f) + r.layerNorms[hi][i]*f }
	i := 0
	branches = branches[:0]
	for _, depth := range r.shape.Branches {
		var norms []float64
		if len(branches) < cap(branches) {
			norms = branches[:len(branches)+1][len(branches)][:0]
		}
		for range depth {
			norms = append(norms, at(i))
			i++
		}
		branches = append(branches, norms)
	}
	shared = shared[:0]
	for range r.shape.Shared {
		shared = append(shared, at(i))
		i++
	}
	return branches, shared
}

// Hash fingerprints the state at an epoch: a 64-bit FNV-1a over the norms of
// every modality at every epoch up to it. Two runs with the same hash went the
// same way, bit for bit.
func (r *Run) Hash(epoch int) uint64 {
	h := uint64(14695981039346656037)
	for e := range min(epoch, r.epoch) + 1 {
		for m := range r.weights {
			bits := math.Float64bits(r.Norm(m)[e])
			for range 8 {
				h = (h ^ bits&0xff) * 1099511628211
				bits >>= 8
			}
		}
	}
	return h
}

// StableRate returns the largest learning rate with which training settles,
// rounded down to two digits; NaN where no formula is known: for early fusion of the xor task,
// for methods other than plain descent and flow, and for branches that decay, or have rates or
// scales of their own.
func (r *Run) StableRate() float64 {
	if r.unknownRate() {
		return math.NaN()
	}
	rate := r.largestStableRate()
	if !(rate > 0) || math.IsInf(rate, 0) {
		return rate
	}
	// Through the decimal text, so that the page shows 0.24 and not 0.24000000000000002.
	exponent := int(math.Floor(math.Log10(rate))) - 1
	digits := math.Floor(rate / math.Pow10(exponent) * (1 + 1e-9))
	rounded, err := strconv.ParseFloat(format("%ve%v", strconv.FormatFloat(digits, 'f', 0, 64), exponent), 64)
	if err != nil {
		panic(err)
	}
	return rounded
}
