package sim

import "math"

// Ratios is t_B/t_A as theory has it in several forms; NaN where one is not offered.
type Ratios struct {
	Paper       float64 // by norms
	Signed      float64 // with signs kept
	Descent     float64 // for gradient descent at the learning rate of the sweep
	Directional float64 // of the initial weights, by their directions
}

// Ratios is what theory says of t_B/t_A at a place of a chart.
func (s *Sweep) Ratios(x float64) Ratios {
	none := math.NaN()
	p, err := Predict(s.At(x, 0))
	if err != nil {
		return Ratios{none, none, none, none}
	}
	f := Ratios{p.Paper.Ratio, p.Signed.Ratio, p.Descent.Ratio, p.Directional.Ratio}
	if p.flow {
		f.Descent = none
	}
	return f
}

// Published is a ratio t_B/t_A of [ZLS24] at a place of a chart.
type Published struct {
	X     float64
	Ratio float64 // the mean of what was measured, or what the formula says
	SD    float64 // 0: of the formula
}

// Published are the numbers of the authors' own program for the scenarios of a
// chart, appended to dst: none unless all of its parameters are theirs. Of two
// layers they were measured, of four layers they are its formula.
func (s *Sweep) Published(dst []Published) []Published {
	for _, row := range published {
		theirs := Default()
		theirs.Depth, theirs.Fusion, theirs.Rho, theirs.Kappa, theirs.Init = row.depth, row.fusion, row.rho, row.kappa, row.init
		x := NumberOf(theirs, s.X.Key)
		ours := s.At(x, 0)
		theirs.Epochs, theirs.Seed, theirs.Slug = ours.Epochs, ours.Seed, ours.Slug
		if row.depth > 2 { // a formula for small rates and any width
			theirs.Eta, theirs.Width, theirs.Method = ours.Eta, ours.Width, ours.Method
		}
		if ours == theirs && x >= s.X.Min && x <= s.X.Max {
			dst = append(dst, Published{x, row.ratio, row.sd})
		}
	}
	return dst
}

// published are rows of the tables in testdata/reference: measured for late fusion
// of two layers at N = 100, γ = 1e-9, η = 0.04 (mean and standard deviation of five
// runs), and the formula for four layers.
var published = []struct {
	depth, fusion    int
	rho, kappa, init float64
	ratio, sd        float64
}{
	{2, 2, 0, 3, 1e-9, 8.0256, 0.26623},
	{2, 2, 0.5, 3, 1e-9, 9.8898, 0.26716},
	{2, 2, -0.5, 3, 1e-9, 10.804, 0.37991},
	{2, 2, 0.9, 3, 1e-9, 34.41, 0.9577},
	{2, 2, -0.9, 3, 1e-9, 40.935, 1.4336},
	{2, 2, 0, 1.5, 1e-9, 2.2111, 0.070594},
	{2, 2, 0.5, 1.5, 1e-9, 2.5475, 0.044176},
	{2, 2, -0.5, 1.5, 1e-9, 2.6691, 0.087681},
	{2, 2, 0.9, 1.5, 1e-9, 6.8493, 0.092021},
	{2, 2, -0.9, 1.5, 1e-9, 7.7125, 0.27176},
	{4, 2, -0.696969697, 2, 0.1, 1.4743935, 0},
	{4, 2, -0.306666667, 2, 0.1, 1.2481781, 0},
	{4, 2, 0, 2, 0.1, 1.21334014, 0},
	{4, 2, 0.343838384, 2, 0.1, 1.22989135, 0},
	{4, 2, 0.734141414, 2, 0.1, 1.41782868, 0},
	{4, 3, -0.734141414, 2, 0.1, 2.76123382, 0},
	{4, 3, -0.45, 2, 0.1, 1.98200816, 0},
	{4, 3, -0.0836363636, 2, 0.1, 1.75918174, 0},
	{4, 3, 0.306666667, 2, 0.1, 1.80461556, 0},
	{4, 3, 0.696969697, 2, 0.1, 2.37745139, 0},
	{4, 4, -0.9, 2, 0.1, 16.7894737, 0},
	{4, 4, -0.511111111, 2, 0.1, 5.06082888, 0},
	{4, 4, -0.120808081, 2, 0.1, 4.04443225, 0},
	{4, 4, 0.269494949, 2, 0.1, 4.23494614, 0},
	{4, 4, 0.65979798, 2, 0.1, 6.31286933, 0},
	{4, 4, 0.92, 2, 0.1, 20.53125, 0},
	{4, 2, 0, 1.14141414, 0.1, 1.02540922, 0},
	{4, 2, 0, 1.56565657, 0.1, 1.10758525, 0},
	{4, 2, 0, 1.98989899, 0.1, 1.21060405, 0},
	{4, 2, 0, 2.41414141, 0.1, 1.33713065, 0},
	{4, 2, 0, 2.83838384, 0.1, 1.48764868, 0},
	{4, 3, 0, 1.14141414, 0.1, 1.08098027, 0},
	{4, 3, 0, 1.56565657, 0.1, 1.36774047, 0},
	{4, 3, 0, 1.98989899, 0.1, 1.73820102, 0},
	{4, 3, 0, 2.41414141, 0.1, 2.19561604, 0},
	{4, 3, 0, 2.83838384, 0.1, 2.74060981, 0},
	{4, 4, 0, 1.14141414, 0.1, 1.30282624, 0},
	{4, 4, 0, 1.56565657, 0.1, 2.45128048, 0},
	{4, 4, 0, 1.98989899, 0.1, 3.95969799, 0},
	{4, 4, 0, 2.41414141, 0.1, 5.82807877, 0},
	{4, 4, 0, 2.83838384, 0.1, 8.05642281, 0},
	{4, 2, 0, 2, 0.0234343434, 1.01882907, 0},
	{4, 2, 0, 2, 0.0637373737, 1.1027018, 0},
	{4, 2, 0, 2, 0.104040404, 1.22723574, 0},
	{4, 2, 0, 2, 0.144343434, 1.37973202, 0},
	{4, 2, 0, 2, 0.184646465, 1.55312008, 0},
	{4, 3, 0, 2, 0.0234343434, 1.17327425, 0},
	{4, 3, 0, 2, 0.0637373737, 1.47332132, 0},
	{4, 3, 0, 2, 0.104040404, 1.77909651, 0},
	{4, 3, 0, 2, 0.144343434, 2.09440165, 0},
	{4, 3, 0, 2, 0.184646465, 2.42331867, 0},
	{4, 4, 0, 2, 0.0234343434, 4, 0},
	{4, 4, 0, 2, 0.0637373737, 4, 0},
	{4, 4, 0, 2, 0.104040404, 4, 0},
	{4, 4, 0, 2, 0.144343434, 4, 0},
	{4, 4, 0, 2, 0.184646465, 4, 0},
}
