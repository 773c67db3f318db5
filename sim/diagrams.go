package sim

// TheoryPlane is the phase diagram that is not simulated: the plane (κ, r) of
// data statistics, as theory has it.
const TheoryPlane = "theory"

// Kinds of phase diagrams that are simulated.
const (
	SweepPreference     = "preference"     // (κ, r): which modality is learned first × which explains more
	SweepRatio          = "ratio"          // (ρ, κ): t_B/t_A
	SweepMisattribution = "misattribution" // (ρ, κ)
	SweepDepthRho       = "depthRho"       // (ρ, L_f): t_B/t_A
	SweepDepthKappa     = "depthKappa"     // (κ, L_f): t_B/t_A
	SweepError          = "error"          // what SweepRatio shows over what is predicted: where the theory holds
	SweepErrorMis       = "errorMisattribution"
	SweepErrorRho       = "errorDepthRho"
	SweepErrorKappa     = "errorDepthKappa"
	SweepGeneralisation = "generalisation" // (P, σ_ε): which modalities are learned at the best stop
	SweepOwn            = "own"            // any two numeric parameters, any quantity

	SweepChartRho    = "chartRho" // t_B/t_A along one parameter
	SweepChartKappa  = "chartKappa"
	SweepChartInit   = "chartInit"
	SweepChartFusion = "chartFusion"

	SweepDraws = "draws" // t_B/t_A of random covariances, one by one

	SweepChartMis       = "chartMis" // mis-attribution along ρ
	SweepChartReluRho   = "chartReluRho"
	SweepChartReluKappa = "chartReluKappa"
	SweepChartReluMis   = "chartReluMis"
	SweepChartXor       = "chartXor" // directions found along σ_A, early and late fusion
	SweepChartDeepRho   = "chartDeepRho"
	SweepChartDeepKappa = "chartDeepKappa"
	SweepChartWidth     = "chartWidth" // t_A of deep networks along N, several seeds each
	SweepRemedyRho      = "remedyRho"  // what modality dropout does
	SweepRatesFirst     = "ratesFirst" // what learning rates of the branches do
	SweepDecayRho       = "decayRho"   // what weight decay does
)

// Groups of the menu.
const (
	GroupPlanes    = "planes"
	GroupCharts    = "charts"
	GroupRectified = "rectified"
	GroupDeep      = "deep"
	GroupRemedies  = "remedies"
)

// Draws is how many random covariances the scatter is of.
const Draws = 50

// diagram is one kind of phase diagram.
type diagram struct {
	kind     string
	quantity string // by its name; "": chosen by a person, as are the axes
	x, y     string // the parameters along the axes; a chart has no y, but for series
	group    string // of the menu; "": planes, or charts
	compares bool   // the quantity is shown over what is predicted
	full     bool   // offers to train whole networks
	typical  bool   // what is predicted is the mean field, whatever the seed: of a chart, for planes of deep networks are

	// predicted is what the quantity is beside; nil: what theory says of the quantity.
	predicted func(*Scenario, *Prediction) float64
	// base takes the scenario of the run to where the diagram is.
	base func(*Scenario)
	// points is the axis of a chart at numbers a person would choose; nil: all of the
	// parameter's, or as many as there are cells.
	points *SweepAxis
	// series are the values of y of a chart that shows several.
	series *SweepAxis
	span   [2]float64 // of the x axis; zero: that of the parameter
	// epochs is how long the runs are; 0: as long as they take.
	epochs int
}

// diagrams are the kinds, in menu order.
var diagrams = []diagram{
	{kind: SweepPreference, quantity: QuantityPreference, x: "kappa", y: "r", base: (*Scenario).plane},
	{kind: SweepRatio, quantity: QuantityRatio, x: "rho", y: "kappa", base: (*Scenario).plane},
	{kind: SweepMisattribution, quantity: QuantityMisattribution, x: "rho", y: "kappa", base: (*Scenario).plane},
	{kind: SweepDepthRho, quantity: QuantityRatio, x: "rho", y: "fusion", full: true, base: (*Scenario).deepPlane},
	{kind: SweepDepthKappa, quantity: QuantityRatio, x: "kappa", y: "fusion", full: true, base: (*Scenario).deepPlane},
	{kind: SweepError, quantity: QuantityRatio, x: "rho", y: "kappa", compares: true, base: (*Scenario).plane},
	{kind: SweepErrorMis, quantity: QuantityMisattribution, x: "rho", y: "kappa", compares: true, base: (*Scenario).plane},
	{kind: SweepErrorRho, quantity: QuantityRatio, x: "rho", y: "fusion", compares: true, full: true, base: (*Scenario).deepPlane},
	{kind: SweepErrorKappa, quantity: QuantityRatio, x: "kappa", y: "fusion", compares: true, full: true, base: (*Scenario).deepPlane},
	{kind: SweepGeneralisation, quantity: QuantityBestStop, x: "samples", y: "noise", base: (*Scenario).sampled, span: [2]float64{leastSamples, mostSamples}, epochs: stoppingEpochs},
	{kind: SweepRemedyRho, quantity: QuantityRatio, x: "dropout", y: "rho", group: GroupRemedies, base: (*Scenario).plane},
	{kind: SweepRatesFirst, quantity: QuantityFirst, x: "etaRatio", y: "kappa", group: GroupRemedies, base: (*Scenario).plane},
	{kind: SweepDecayRho, quantity: QuantityNever, x: "decay", y: "rho", group: GroupRemedies, base: (*Scenario).plane},
	{kind: SweepOwn, base: (*Scenario).plane},

	{kind: SweepChartRho, quantity: QuantityRatio, x: "rho", base: (*Scenario).plane, points: &alongRho},
	{kind: SweepChartKappa, quantity: QuantityRatio, x: "kappa", base: (*Scenario).plane,
		points: &SweepAxis{Key: "kappa", Min: 0.25, Max: 4, Log: true, Points: true, Count: 33}},
	{kind: SweepChartInit, quantity: QuantityRatio, x: "init", group: GroupDeep, full: true, base: (*Scenario).deepPlane, // where networks of four layers train within a run of the page
		points: &SweepAxis{Key: "init", Min: 0.03, Max: 0.3, Log: true, Points: true, Count: 25}},
	{kind: SweepChartFusion, quantity: QuantityRatio, x: "fusion", group: GroupDeep, full: true, base: (*Scenario).deepPlane},
	{kind: SweepDraws, quantity: QuantityRatio, x: "draw", base: (*Scenario).drawn,
		predicted: func(_ *Scenario, p *Prediction) float64 { return p.Paper.Ratio },
		points:    &SweepAxis{Key: "draw", Min: 1, Max: Draws, Integer: true, Count: Draws}},

	{kind: SweepChartMis, quantity: QuantityMisattribution, x: "rho", base: (*Scenario).plane, points: &alongRho},
	{kind: SweepChartReluRho, quantity: QuantityRatio, x: "rho", group: GroupRectified, base: (*Scenario).rectifiedPlane, points: &alongRho},
	{kind: SweepChartReluKappa, quantity: QuantityRatio, x: "kappa", group: GroupRectified, base: (*Scenario).rectifiedPlane,
		points: &SweepAxis{Key: "kappa", Min: 0.5, Max: 4, Log: true, Points: true, Count: 25}},
	{kind: SweepChartReluMis, quantity: QuantityMisattribution, x: "rho", group: GroupRectified, base: (*Scenario).rectifiedPlane, points: &alongRho},
	{kind: SweepChartXor, quantity: QuantityDirections, x: "kappa", y: "fusion", group: GroupRectified, base: (*Scenario).heterogeneous, epochs: directionEpochs,
		points: &SweepAxis{Key: "kappa", Min: 0.25, Max: 4, Points: true, Count: 16},
		series: &SweepAxis{Key: "fusion", Min: 1, Max: 2, Integer: true, Points: true, Count: 2}},
	{kind: SweepChartDeepRho, quantity: QuantityRatio, x: "rho", group: GroupDeep, full: true, base: (*Scenario).deepPlane,
		points: &SweepAxis{Key: "rho", Min: -0.9, Max: 0.9, Points: true, Count: 19}},
	{kind: SweepChartDeepKappa, quantity: QuantityRatio, x: "kappa", group: GroupDeep, full: true, base: (*Scenario).deepPlane, // beyond 3 descent at η = 0.04 does not settle
		points: &SweepAxis{Key: "kappa", Min: 1, Max: 3, Points: true, Count: 17}},
	{kind: SweepChartWidth, quantity: QuantityTimeA, x: "width", y: "seed", group: GroupDeep, full: true, typical: true, base: (*Scenario).deepPlane,
		points: &SweepAxis{Key: "width", Min: 10, Max: 320, Log: true, Integer: true, Points: true, Count: 11},
		series: &SweepAxis{Key: "seed", Min: 1, Max: chartSeeds, Integer: true, Points: true, Count: chartSeeds}},
}

// chartSeeds is how many networks a chart shows at every point that shows how far seeds are
// apart.
const chartSeeds = 6

// alongRho are the points of charts along ρ. It is no pointer, so that the table above
// needs no code to be made, and programs without it do without what it names.
var alongRho = SweepAxis{Key: "rho", Min: -0.95, Max: 0.95, Points: true, Count: 39}

// own reports whether a person chooses the axes and the quantity.
func (d *diagram) own() bool { return d.quantity == "" }

// chart reports whether the diagram goes along one parameter.
func (d *diagram) chart() bool { return !d.own() && (d.y == "" || d.series != nil) }

// menu is the group of the menu that the diagram is in.
func (d *diagram) menu() string {
	switch {
	case d.group != "":
		return d.group
	case d.chart():
		return GroupCharts
	}
	return GroupPlanes
}

// SweepKinds are the names of the kinds, in menu order.
func SweepKinds() (kinds []string) {
	for i := range diagrams {
		kinds = append(kinds, diagrams[i].kind)
	}
	return kinds
}

// diagramNamed returns the row of a kind, or nil.
func diagramNamed(kind string) *diagram {
	for i := range diagrams {
		if diagrams[i].kind == kind {
			return &diagrams[i]
		}
	}
	return nil
}

// plane takes a scenario to where most diagrams are: linear networks on the
// population of the toy data.
func (s *Scenario) plane() {
	own := Default()
	s.Task, s.Activation, s.From = own.Task, own.Activation, own.From
	s.DimA, s.DimB, s.Modalities, s.Draw, s.Own, s.Slope, s.Samples = own.DimA, own.DimB, own.Modalities, own.Draw, own.Own, own.Slope, own.Samples
	if s.Method == Batches {
		s.Method = own.Method // there are no examples
	}
}

// deepPlane takes a scenario to where the fusion layer has something to decide.
func (s *Scenario) deepPlane() {
	if s.Depth < 4 || s.Depth > 6 {
		deep := mustPreset("intermediate")
		s.Depth, s.Fusion, s.DepthGap, s.Init = deep.Depth, deep.Fusion, deep.DepthGap, deep.Init
	}
	s.plane()
	s.Decay = 0
}

// rectifiedPlane takes a scenario to rectified units on the population of the toy data;
// one that has none, to where [ZLS24] measures them.
func (s *Scenario) rectifiedPlane() {
	if s.Task != TaskToy || !relu(s) {
		theirs := mustPreset("relu")
		theirs.Kappa, theirs.Rho, theirs.Seed = 3, s.Rho, s.Seed
		*s = theirs
	}
	slope := s.Slope
	s.plane()
	s.Activation, s.Slope = ReLU, slope
	s.repair(nobodyAsked)
}

// drawn takes a scenario to where the scatter is: two layers, fused late, under
// gradient flow, on random covariances.
func (s *Scenario) drawn() {
	random := mustPreset("wishart")
	if s.Task == TaskWishart {
		random.Seed, random.Eta, random.Width, random.Init = s.Seed, s.Eta, s.Width, s.Init
		random.DimA, random.DimB, random.Noise = s.DimA, s.DimB, s.Noise
	}
	*s = random
}
