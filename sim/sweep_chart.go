package sim

import (
	"math"
	"slices"
)

// Forms is t_B/t_A, or t_A, as theory has it in several forms; NaN where one is not offered.
type Forms struct {
	Paper       float64 // by norms
	Signed      float64 // with signs kept
	Descent     float64 // for gradient descent at the learning rate of the sweep
	Directional float64 // of the initial weights, by their directions
	Grown       float64 // of the initial weights, by following what grows of them
	MeanField   float64 // of deep networks, whatever the seed
}

// HasForms reports whether the quantity is one that theory has in several forms.
func (s *Sweep) HasForms() bool { return s.Quantity == QuantityRatio || s.Quantity == QuantityTimeA }

// Forms is what theory says of the quantity at a place of a chart, if it is one of those.
func (s *Sweep) Forms(x float64) Forms {
	none := math.NaN()
	at := s.At(x, s.Y.Value(0))
	p, err := formulas(at)
	if err != nil {
		return Forms{none, none, none, none, none, none}
	}
	of := func(t PredictedTimes) float64 {
		if s.Quantity == QuantityTimeA {
			return t.Times[0]
		}
		return t.Ratio
	}
	f := Forms{of(p.Paper), of(p.Signed), of(p.Descent), of(p.Directional), of(p.Grown), none}
	if p.flow {
		f.Descent = none
	}
	if !at.TwoLayers() {
		if field, err := MeanField(at); err == nil {
			f.MeanField = of(field)
		}
	}
	return f
}

// formulas is [Predict] without following the weights of deep networks, which a diagram has no
// use for and which would take longer than all the rest.
func formulas(s Scenario) (Prediction, error) {
	moments, err := s.Moments()
	if err != nil {
		return Prediction{}, err
	}
	if !s.TwoLayers() {
		s.Task = ""
	}
	return predict(s, moments)
}

// Published is a number of [ZLS24] at a place of a chart.
type Published struct {
	X    float64
	Mean float64 // of what was measured, or what the formula says
	SD   float64 // of the runs; 0: of the formula
}

// Published are the numbers of the authors' own program for the scenarios of a chart,
// appended to dst: none unless all of its parameters are theirs. Of two layers they were
// measured, of four layers they are its formula.
func (s *Sweep) Published(dst []Published) []Published {
	for i := range measuredThere {
		row := &measuredThere[i]
		p := Published{Mean: row.ratio, SD: row.ratioSD}
		switch s.Quantity {
		case QuantityRatio:
		case QuantityMisattribution:
			p.Mean, p.SD = row.mis, row.misSD
		default:
			continue
		}
		theirs := Default()
		theirs.Activation, theirs.Rho, theirs.Kappa = row.activation, row.rho, row.kappa
		dst = s.publish(dst, theirs, p)
	}
	if s.Quantity != QuantityRatio {
		return dst
	}
	for _, row := range formulaThere {
		theirs := Default()
		theirs.Depth, theirs.Fusion, theirs.Rho, theirs.Kappa, theirs.Init = 4, row.fusion, row.rho, row.kappa, row.init
		ours := s.At(NumberOf(theirs, s.X.Key), 0) // a formula for small rates and any width
		theirs.Eta, theirs.Width, theirs.Method = ours.Eta, ours.Width, ours.Method
		dst = s.publish(dst, theirs, Published{Mean: row.ratio})
	}
	return dst
}

// publish appends a number if it is of a scenario of the chart, whatever the seed.
func (s *Sweep) publish(dst []Published, theirs Scenario, p Published) []Published {
	p.X = NumberOf(theirs, s.X.Key)
	ours := s.At(p.X, 0)
	theirs.Epochs, theirs.Seed, theirs.Slug = ours.Epochs, ours.Seed, ours.Slug
	if ours == theirs && p.X >= s.X.Min && p.X <= s.X.Max {
		dst = append(dst, p)
	}
	return dst
}

// Across is the parameter across that of an axis in the plane (ρ, κ), "" of others.
func Across(key string) string {
	switch key {
	case "rho":
		return "kappa"
	case "kappa":
		return "rho"
	}
	return ""
}

// PublishedElsewhere are the values of another parameter, each of which by itself would
// bring measured numbers into a chart that has no published ones; none if there is no
// such parameter.
func (s *Sweep) PublishedElsewhere() (key string, values []float64) {
	other := Across(s.X.Key)
	if other == "" || !s.Chart() || s.Series() || len(s.Published(nil)) > 0 {
		return "", nil
	}
	for i := range measuredThere {
		row, there := &measuredThere[i], *s
		v := row.kappa
		if other == "rho" {
			v = row.rho
		}
		parameter(other).put(&there.Base, v)
		if !slices.Contains(values, v) && len(there.Published(nil)) > 0 {
			values = append(values, v)
		}
	}
	slices.Sort(values)
	return other, values
}

// measuredThere are the tables of measurements in testdata/reference: late fusion of two
// layers at N = 100, γ = 1e-9, η = 0.04. Means and standard deviations are of five runs,
// of rectified units of two.
var measuredThere = []struct {
	activation     string
	rho, kappa     float64
	ratio, ratioSD float64
	mis, misSD     float64
}{
	{Linear, 0, 3, 8.0256, 0.26623, -0.00065548, 0.002142},
	{Linear, 0.5, 3, 9.8898, 0.26716, 0.16282, 0.0022239},
	{Linear, -0.5, 3, 10.804, 0.37991, -0.16487, 0.0015901},
	{Linear, 0.9, 3, 34.41, 0.9577, 0.28706, 0.00097068},
	{Linear, -0.9, 3, 40.935, 1.4336, -0.29331, 0.00085183},
	{Linear, 0, 1.5, 2.2111, 0.070594, -0.0012982, 0.0042457},
	{Linear, 0.5, 1.5, 2.5475, 0.044176, 0.32286, 0.0073938},
	{Linear, -0.5, 1.5, 2.6691, 0.087681, -0.32957, 0.0040722},
	{Linear, 0.9, 1.5, 6.8493, 0.092021, 0.56622, 0.0023323},
	{Linear, -0.9, 1.5, 7.7125, 0.27176, -0.59226, 0.0015112},
	{ReLU, 0, 3, 8.3451, 0.24427, -0.0014428, 0.0021889},
	{ReLU, 0.5, 3, 10.52, 0.32912, 0.16389, 0.0019445},
	{ReLU, -0.5, 3, 11.075, 0.36474, -0.16691, 0.00131},
	{ReLU, 0.9, 3, 37.78, 0.79276, 0.28911, 0.0023381},
	{ReLU, -0.9, 3, 41.541, 1.4332, -0.29378, 0.00055237},
	{ReLU, 0, 1.5, 2.2006, 0.062397, -0.0028689, 0.0044609},
	{ReLU, 0.5, 1.5, 2.5809, 0.027878, 0.32542, 0.0063869},
	{ReLU, -0.5, 1.5, 2.6472, 0.073324, -0.33025, 0.0039017},
	{ReLU, 0.9, 1.5, 7.1177, 0.015496, 0.56972, 0.0023621},
	{ReLU, -0.9, 1.5, 7.6032, 0.25786, -0.59246, 0.00017389},
}

// formulaThere are rows of the tables of the formula for four layers in
// testdata/reference.
var formulaThere = []struct {
	fusion           int
	rho, kappa, init float64
	ratio            float64
}{
	{2, -0.696969697, 2, 0.1, 1.4743935},
	{2, -0.306666667, 2, 0.1, 1.2481781},
	{2, 0, 2, 0.1, 1.21334014},
	{2, 0.343838384, 2, 0.1, 1.22989135},
	{2, 0.734141414, 2, 0.1, 1.41782868},
	{3, -0.734141414, 2, 0.1, 2.76123382},
	{3, -0.45, 2, 0.1, 1.98200816},
	{3, -0.0836363636, 2, 0.1, 1.75918174},
	{3, 0.306666667, 2, 0.1, 1.80461556},
	{3, 0.696969697, 2, 0.1, 2.37745139},
	{4, -0.9, 2, 0.1, 16.7894737},
	{4, -0.511111111, 2, 0.1, 5.06082888},
	{4, -0.120808081, 2, 0.1, 4.04443225},
	{4, 0.269494949, 2, 0.1, 4.23494614},
	{4, 0.65979798, 2, 0.1, 6.31286933},
	{4, 0.92, 2, 0.1, 20.53125},
	{2, 0, 1.14141414, 0.1, 1.02540922},
	{2, 0, 1.56565657, 0.1, 1.10758525},
	{2, 0, 1.98989899, 0.1, 1.21060405},
	{2, 0, 2.41414141, 0.1, 1.33713065},
	{2, 0, 2.83838384, 0.1, 1.48764868},
	{3, 0, 1.14141414, 0.1, 1.08098027},
	{3, 0, 1.56565657, 0.1, 1.36774047},
	{3, 0, 1.98989899, 0.1, 1.73820102},
	{3, 0, 2.41414141, 0.1, 2.19561604},
	{3, 0, 2.83838384, 0.1, 2.74060981},
	{4, 0, 1.14141414, 0.1, 1.30282624},
	{4, 0, 1.56565657, 0.1, 2.45128048},
	{4, 0, 1.98989899, 0.1, 3.95969799},
	{4, 0, 2.41414141, 0.1, 5.82807877},
	{4, 0, 2.83838384, 0.1, 8.05642281},
	{2, 0, 2, 0.0234343434, 1.01882907},
	{2, 0, 2, 0.0637373737, 1.1027018},
	{2, 0, 2, 0.104040404, 1.22723574},
	{2, 0, 2, 0.144343434, 1.37973202},
	{2, 0, 2, 0.184646465, 1.55312008},
	{3, 0, 2, 0.0234343434, 1.17327425},
	{3, 0, 2, 0.0637373737, 1.47332132},
	{3, 0, 2, 0.104040404, 1.77909651},
	{3, 0, 2, 0.144343434, 2.09440165},
	{3, 0, 2, 0.184646465, 2.42331867},
	{4, 0, 2, 0.0234343434, 4},
	{4, 0, 2, 0.0637373737, 4},
	{4, 0, 2, 0.104040404, 4},
	{4, 0, 2, 0.144343434, 4},
	{4, 0, 2, 0.184646465, 4},
}
