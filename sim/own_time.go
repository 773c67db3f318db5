package sim

import (
	"math"

	"unimodal-bias-lab/sim/theory"
)

// OwnTime returns a learning rate and a number of epochs in the time unit of the scenario's
// data, whatever unit those were measured in: those it has, if the rate is between a
// fiftieth and half of the largest stable one, else a quarter of that, with as many epochs
// as the prediction for the second modality asks for.
func (s Scenario) OwnTime() (eta float64, epochs int, err error) {
	moments, err := s.Moments()
	if err != nil {
		return s.Eta, s.Epochs, err
	}
	stable := s.gain() * theory.LargestStableRate(moments.objective(&s.Remedies, s.Early()).theory(), s.Shape(), s.trained())
	if !(stable > 0) || math.IsInf(stable, 0) || s.Eta >= stable/50 && s.Eta <= stable/2 {
		return s.Eta, s.Epochs, nil
	}
	unit := math.Pow10(int(math.Floor(math.Log10(stable / 4))))
	s.Eta = tidyProduct(math.Floor(stable/4/unit), unit)
	rate := parameter("eta")
	s.Eta = math.Max(rate.Min, math.Min(s.Eta, rate.Max))
	p, err := predict(s, moments)
	if err != nil {
		return s.Eta, s.Epochs, err
	}
	longest := 0.0
	for _, t := range p.Drawn().Times {
		if !math.IsNaN(t) && !math.IsInf(t, 0) {
			longest = math.Max(longest, t)
		}
	}
	if longest > 0 {
		s.Epochs = int(math.Max(100, math.Min(100*math.Ceil(1.3*longest/100), parameter("epochs").Max)))
	}
	return s.Eta, s.Epochs, nil
}

// tidyProduct is digits × unit without the crumbs of binary arithmetic.
func tidyProduct(digits, unit float64) float64 {
	if unit < 1 {
		return digits / math.Round(1/unit)
	}
	return digits * unit
}
