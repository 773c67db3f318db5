package sim

import (
	"math"

	"unimodal-bias-lab/sim/theory"
)

// Scale says what kind of values a quantity has, and how they are told apart.
type Scale struct {
	Kind     ScaleKind
	Log      bool    // equal ratios are equal steps
	Percent  bool    // values are read as parts of a hundred
	From, To float64 // the ends; equal: those of the values
	Centre   float64 // of a diverging scale, which reaches as far to both sides
}

// ScaleKind is the kind of a scale.
type ScaleKind uint8

// The kinds of scales.
const (
	Sequential ScaleKind = iota // from little to much
	Diverging                   // below and above a centre
	Regions                     // first + 2·better: which modality is learned first, which explains more
	Modalities                  // which modality
	Flag                        // 0: no, 1: yes
	Learned                     // bit m: modality m is learned
	Count                       // whole numbers
)

// Continuous reports whether the scale is one of numbers.
func (k ScaleKind) Continuous() bool { return k <= Diverging }

// Holds reports whether v has a place on a scale of this kind: of numbers every one has, of categories those that there are.
// NaN, where there is nothing, has one on all.
func (k ScaleKind) Holds(v float64) bool {
	last := 1.0
	switch k {
	case Regions, Learned:
		last = 3
	case Modalities, Flag:
	default:
		return true
	}
	return math.IsNaN(v) || v == math.Trunc(v) && v >= 0 && v <= last
}

// Quantity is what a phase diagram can show: how it is measured, what theory says of
// it, and how its values are told apart. Modalities are 0 and 1, truths 0 and 1, times
// are in epochs; NaN is where there is nothing.
type Quantity struct {
	Name  string
	Own   bool // can be chosen for a diagram of one's own
	Brief bool // it is enough to know which modality is learned first
	Scale Scale

	// measured reads it off a measurement, given the modality that lowers the loss
	// more alone; nil: it is read off a whole run.
	measured func(m *Measurement, better int) float64
	// ended reads it off a run at its end, given what is measured of that.
	ended func(r *Run, m *Measurement) float64
	// predicted is what theory says of a scenario; nil: it has no formula.
	predicted func(s *Scenario, p *Prediction) float64
	// times reads it off predicted times alone; nil: it is no matter of times.
	times func(t *PredictedTimes) float64
	// plane is predicted where that takes a few operations, and whether it does; nil:
	// it never does.
	plane func(s *Scenario) (v float64, ok bool)
}

// Quantities there are.
const (
	QuantityRatio          = "ratio"
	QuantityMisattribution = "misattribution"
	QuantityFirst          = "first"
	QuantityBetter         = "better"
	QuantitySuperficial    = "superficial"
	QuantityNever          = "never" // once one modality is learned, the other never is
	QuantityTimeA          = "tA"
	QuantityTimeB          = "tB"
	QuantityPreference     = "preference"     // first + 2 · better
	QuantityBestStop       = "generalisation" // [Run.LearnedAtBest]
	QuantityDirections     = "directions"     // [Run.Directions]
	QuantityError          = "error"          // another one, measured over predicted
)

var quantities = []Quantity{
	{Name: QuantityRatio, Own: true, Scale: Scale{Log: true, From: 1, To: 32},
		measured:  func(m *Measurement, _ int) float64 { return m.TimeRatio },
		predicted: func(_ *Scenario, p *Prediction) float64 { return p.Formula().Ratio },
		times:     func(t *PredictedTimes) float64 { return t.Ratio },
		plane:     planeRatio},
	{Name: QuantityMisattribution, Own: true, Scale: Scale{Kind: Diverging, Percent: true, From: -1, To: 1},
		measured: func(m *Measurement, _ int) float64 { return m.Misattribution },
		predicted: func(s *Scenario, p *Prediction) float64 {
			if s.Early() {
				return math.NaN() // no phase in which anything could be mis-attributed
			}
			return p.Misattribution
		},
		plane: func(s *Scenario) (float64, bool) {
			return theory.PlaneMisattribution(s.Kappa, s.Rho, s.R), s.scalarPair() && s.unremedied()
		}},
	{Name: QuantityFirst, Own: true, Brief: true, Scale: Scale{Kind: Modalities},
		measured: func(m *Measurement, _ int) float64 {
			if m.First < 0 {
				return math.NaN()
			}
			return float64(m.First)
		},
		predicted: func(s *Scenario, p *Prediction) float64 { return p.foretold(s, float64(p.First)) }},
	{Name: QuantityBetter, Own: true, Scale: Scale{Kind: Modalities},
		measured:  func(_ *Measurement, better int) float64 { return float64(better) },
		predicted: func(_ *Scenario, p *Prediction) float64 { return float64(p.Better) }},
	{Name: QuantitySuperficial, Own: true, Brief: true, Scale: Scale{Kind: Flag},
		measured: func(m *Measurement, better int) float64 {
			if m.First < 0 {
				return math.NaN()
			}
			return truth(m.First != better && m.apart())
		},
		predicted: func(s *Scenario, p *Prediction) float64 { return p.foretold(s, truth(p.Superficial)) }},
	{Name: QuantityNever, Own: true, Scale: Scale{Kind: Flag},
		measured: func(m *Measurement, _ int) float64 {
			switch {
			case m.First < 0:
				return math.NaN()
			case m.Second >= 0:
				return 0
			case m.Converged >= 0: // training is over
				return 1
			}
			return math.NaN()
		},
		predicted: func(s *Scenario, p *Prediction) float64 {
			if ratio := p.Formula().Ratio; !math.IsNaN(ratio) {
				return truth(math.IsInf(ratio, 1))
			}
			return math.NaN()
		}},
	{Name: QuantityTimeA, Own: true, Scale: Scale{Log: true},
		measured: func(m *Measurement, _ int) float64 { return m.Times[0] }, predicted: formulaTime(0), times: timeOf(0)},
	{Name: QuantityTimeB, Own: true, Scale: Scale{Log: true},
		measured: func(m *Measurement, _ int) float64 { return m.Times[1] }, predicted: formulaTime(1), times: timeOf(1)},

	{Name: QuantityPreference, Brief: true, Scale: Scale{Kind: Regions},
		measured: func(m *Measurement, better int) float64 {
			if m.First < 0 {
				return math.NaN()
			}
			if !m.apart() {
				return float64(better + 2*better) // neither is preferred
			}
			return float64(m.First + 2*better)
		},
		predicted: func(s *Scenario, p *Prediction) float64 { return p.foretold(s, float64(p.First+2*p.Better)) },
		plane: func(s *Scenario) (float64, bool) {
			return float64(s.Plane().LearnedFirst(s.Kappa, s.R) + 2*theory.PlaneContributesMore(s.Kappa, s.R)), s.DepthGap == 0 && s.OffPlane() == ""
		}},
	{Name: QuantityBestStop, Scale: Scale{Kind: Learned}, ended: (*Run).bestStop},
	{Name: QuantityDirections, Scale: Scale{Kind: Count, From: 0, To: XorPoints},
		ended: func(r *Run, _ *Measurement) float64 {
			if found, ok := r.Directions(); ok {
				return float64(found)
			}
			return math.NaN()
		}},
	{Name: QuantityError, Scale: Scale{Kind: Diverging, Log: true, From: .8, To: 1.25, Centre: 1}},
}

// foretold is a statement about who is learned first, NaN where nobody knows.
func (p *Prediction) foretold(s *Scenario, v float64) float64 {
	if s.Untold() {
		return math.NaN()
	}
	return v
}

// truth is a truth as a number.
func truth(is bool) float64 {
	if is {
		return 1
	}
	return 0
}

// planeRatio is the predicted t_B/t_A.
func planeRatio(s *Scenario) (float64, bool) {
	if !s.scalarPair() || relu(s) || !s.unremedied() {
		return 0, false
	}
	eta := s.Eta
	if s.Method == GradientFlow {
		eta = 0
	}
	return theory.PlaneTimeRatio(s.Kappa, s.Rho, s.R, s.WB, eta), true
}

// formulaTime predicts when a modality is learned. Of random layers no formula
// says so: mean fields do.
func formulaTime(modality int) func(*Scenario, *Prediction) float64 {
	return func(s *Scenario, p *Prediction) float64 {
		if !s.TwoLayers() {
			return p.Grown.Times[modality]
		}
		return p.Formula().Times[modality]
	}
}

func timeOf(modality int) func(*PredictedTimes) float64 {
	return func(t *PredictedTimes) float64 { return t.Times[modality] }
}

// Predicted reports whether theory has something to say of the quantity.
func (q *Quantity) Predicted() bool { return q.predicted != nil }

// Quantities returns all of them.
func Quantities() []Quantity { return append([]Quantity(nil), quantities...) }

// OwnQuantities are the names of those of a diagram of one's own.
func OwnQuantities() (names []string) {
	for i := range quantities {
		if quantities[i].Own {
			names = append(names, quantities[i].Name)
		}
	}
	return names
}

// quantityNamed returns the row of a name, or nil.
func quantityNamed(name string) *Quantity {
	for i := range quantities {
		if quantities[i].Name == name {
			return &quantities[i]
		}
	}
	return nil
}
