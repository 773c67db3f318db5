package sim

import (
	"math"
	"slices"
	"strconv"

	"unimodal-bias-lab/sim/theory"
)

// remediesShown is how many remedies are compared at once.
const remediesShown = 6

// adamRate is the learning rate at which updates that every weight takes at about the same
// size are compared.
const adamRate = 0.001

// RemediesFor are up to six remedies that go with the state of a run that is done, as variants
// of its scenario, each in a strength that says something there and for as long as it takes. What
// the rules refuse, and what the run has already, is left out.
func RemediesFor(r *Run) (list Variants) {
	s := r.scenario
	for _, v := range []Variant{
		r.balancedRates(),
		r.standardised(),
		{{"unimodal", 1.0}},
		r.cautionaryDecay(),
		r.heavyBall(),
		r.weightwise(Adam),
		r.longer(Variant{{"dropout", 0.5}}, 1/kept),
		r.modulated(),
	} {
		t, err := v.Of(s)
		v = Between(s, t)
		if err != nil || !slices.ContainsFunc(v, differs) || len(list) == remediesShown || !v.counts(t) || !r.lacks(v) {
			continue
		}
		list = append(list, v)
	}
	return list
}

// differs reports whether a difference is one of training, not only of how long.
func differs(d Difference) bool { return d.Key != "epochs" }

// counts reports whether every value of the variant changes something in the scenario it makes.
func (v Variant) counts(t Scenario) bool {
	values := t.Values()
	for _, d := range v {
		if !parameter(d.Key).counts(values) {
			return false
		}
	}
	return true
}

// lacks reports whether the run has none of the remedies of a variant yet, in whatever strength;
// rates it can always balance. Decay and modulation do not go together: who explains something
// beside one that explains nothing stands still, until it has decayed.
func (r *Run) lacks(v Variant) bool {
	s := &r.scenario
	if v.has("decay") && s.Modulation > 0 || v.has("modulation") && s.Decay > 0 {
		return false
	}
	for _, d := range v {
		row := parameter(d.Key)
		if row.Group == "remedies" && d.Key != "etaRatio" && row.value(s) != row.Default {
			return false
		}
	}
	return true
}

// standardised are inputs of mean square 1, for as long as their smaller rates ask for.
func (r *Run) standardised() Variant {
	v := Variant{{"scaling", ScaleStandard}}
	m, slowest := r.data.Moments, 1.0
	for i, modality := range m.modalities {
		_, yx := m.block(i)
		rate, scaled := 0.0, 0.0
		for k, c := range yx {
			power := m.sigma[(m.offset[i]+k%modality.Dim)*(m.Inputs()+1)]
			if rate += c * c; power > 0 { // one that does not vary covaries with nothing
				scaled += c * c / power
			}
		}
		if scaled > 0 {
			slowest = math.Max(slowest, math.Sqrt(rate/scaled))
		}
	}
	return r.longer(v, slowest)
}

// kept is the part of the gradient that dropout of p = ½ leaves of that of unimodal losses.
const kept = 0.25

// balancedRates are the learning rates at which both branches leave small weights together,
// η_A‖Σ_yA‖ = η_B‖Σ_yB‖; where branches have different depths, those at which this run says they
// would. No branch then learns faster than is stable. nil: there are none, or the method does
// not go by them.
func (r *Run) balancedRates() Variant {
	row, s := parameter("etaRatio"), &r.scenario
	p, err := r.Predict()
	if err != nil || len(p.Rates) != 2 || p.FirstTie || everyWeight(s.Method) {
		return nil
	}
	faster := p.Rates[0] / p.Rates[1]
	if s.DepthGap != 0 {
		seen := r.Measure(r.epoch)
		faster = seen.Times[1] / seen.Times[0]
	}
	ratio := figures(s.etaOf(1)*faster, 3)
	if !(ratio >= row.Min && ratio <= row.Max) {
		return nil
	}
	if most := r.StableRate(); s.Eta*ratio > most { // let A wait for B
		rate := Difference{"eta", figures(s.Eta/ratio, 3)}
		if parameter(rate.Key).check(rate.Value) != nil {
			return nil
		}
		return r.longer(Variant{rate, {row.Key, ratio}}, ratio)
	}
	return r.longer(Variant{{row.Key, ratio}}, 1/ratio)
}

// longer adds to a variant that makes learning take some times as long the epochs it then needs.
func (r *Run) longer(v Variant, times float64) Variant {
	seen := r.Measure(r.epoch)
	last := float64(seen.Converged)
	if last < 0 {
		last = float64(r.scenario.Epochs)
	}
	return r.until(v, last*times)
}

// until adds to a variant the epochs it needs, unless the scenario has as many.
func (r *Run) until(v Variant, epochs float64) Variant {
	const slack = 1.1
	if epochs *= slack; !(epochs > float64(r.scenario.Epochs)) {
		return v
	}
	return append(v, Difference{"epochs", math.Min(math.Ceil(figures(epochs, 2)), parameter("epochs").Max)})
}

// cautionaryDecay is the least of some round weight decays that keeps a modality from being
// learned for good, without any a tenth of the rate at which the first one grows. It takes no more than half of
// that rate, and no more than the lab allows; nil: there is none.
func (r *Run) cautionaryDecay() Variant {
	p, err := r.Predict()
	if err != nil || !(p.Rates[p.First] > 0) {
		return nil
	}
	data, rate := r.data.Moments, p.Rates[p.First]
	if data.outputs > 1 {
		return nil // the rules refuse it
	}
	var slight Variant
	if tenth := math.Max(figures(rate/10, 1), .01); tenth <= min(rate/2, parameter("decay").Max) {
		slight = Variant{{"decay", tenth}}
	}
	if data.Inputs() > MaxOwnInputs { // the search takes too long for a frame
		return slight
	}
	sigma, yx := data.weighed(r.scenario.together(), r.scenario.alone())
	for _, strength := range [...]float64{.1, .2, .3, .5, .7, 1, 1.5, 2, 3, 5, 7, 10} {
		if strength > rate/2 {
			break
		}
		w := shrinkage{strength, r.scenario.Early()}.regress(sigma, yx, data.offset)
		for m := range data.modalities {
			if data.OptimumNorm(m) > 0 && data.norm(w, m) == 0 {
				return r.longer(Variant{{"decay", strength}}, rate/(rate-strength))
			}
		}
	}
	return slight
}

// modulated is gradient modulation, where every modality alone explains something: who has nothing to
// show would hold the others for ever.
func (r *Run) modulated() Variant {
	p, err := r.Predict()
	if err != nil || !(slices.Min(p.Rates) > 1e-9*slices.Max(p.Rates)) {
		return nil
	}
	return Variant{{"modulation", 1.0}}
}

// heavyBall is momentum at the learning rate of the run; beside an optimiser whose rates mean something
// else, at one that suits descent.
func (r *Run) heavyBall() Variant {
	v := Variant{{"method", Momentum}, {"beta", 0.9}}
	if most := theory.LargestStableRate(r.moments.theory(), r.shape, theory.Training{}); everyWeight(r.scenario.Method) && most > 0 && !math.IsInf(most, 1) {
		row := parameter("eta")
		v = append(v, Difference{"eta", max(row.Min, min(figures(most/4, 1), row.Max))})
		return r.until(v, 1000)
	}
	return v
}

// weightwise is an optimiser that moves every weight by about [adamRate] an epoch, for as many
// epochs as the weights need to get where they go.
func (r *Run) weightwise(method string) Variant {
	s, most := &r.scenario, 1.0
	for m := range r.data.Moments.modalities {
		most = math.Max(most, r.goals.final[m])
	}
	const detour = 4
	way := math.Pow(most/float64(s.Width), 1/float64(s.Depth)) // of a weight, if all units share alike
	return r.until(Variant{{"method", method}, {"eta", adamRate}}, detour*way/adamRate)
}

// figures rounds to so many significant figures.
func figures(x float64, n int) float64 {
	rounded, err := strconv.ParseFloat(strconv.FormatFloat(x, 'g', n, 64), 64)
	if err != nil {
		return math.NaN() // it overflows
	}
	return rounded
}
