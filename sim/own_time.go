package sim

import (
	"math"

	"unimodal-bias-lab/sim/theory"
)

// OwnTime returns a learning rate and a number of epochs in the time unit of the scenario's
// data, whatever unit those were measured in: those it has, if the rate is between a
// fiftieth and half of the largest stable one, else a quarter of that, with as many epochs
// as the prediction for the last modality asks for.
func (s Scenario) OwnTime() (eta float64, epochs int, err error) {
	moments, err := s.Moments()
	if err != nil {
		return s.Eta, s.Epochs, err
	}
	rate, ok := s.ownRate(moments)
	if ok {
		return s.Eta, s.Epochs, nil
	}
	s.Eta = rate
	far := s
	far.Epochs = longestFollowed
	p, err := predict(far, moments)
	if err != nil {
		return s.Eta, s.Epochs, err
	}
	longest, later := 0.0, 1.0
	for _, t := range p.Drawn().Times {
		switch {
		case math.IsNaN(t): // it is not seen to be learned: show that it takes a multiple of the time
			later = 3
		case !math.IsInf(t, 0):
			longest = math.Max(longest, t)
		}
	}
	if longest *= later; longest > 0 {
		s.Epochs = int(math.Max(100, math.Min(100*math.Ceil(1.3*longest/100), parameter("epochs").Max)))
	}
	return s.Eta, s.Epochs, nil
}

// ownRate is a learning rate for moments; ok: that of the scenario will do.
func (s *Scenario) ownRate(moments *Moments) (eta float64, ok bool) {
	stable := s.gain() * theory.LargestStableRate(moments.objective(&s.Remedies, s.Early()).theory(), s.Shape(), s.trained())
	if !(stable > 0) || math.IsInf(stable, 0) || s.Eta >= stable/50 && s.Eta <= stable/2 {
		return s.Eta, true
	}
	unit := math.Pow10(int(math.Floor(math.Log10(stable / 4))))
	row := parameter("eta")
	return math.Max(row.Min, math.Min(tidyProduct(math.Floor(stable/4/unit), unit), row.Max)), false
}

// tidyProduct is digits × unit without the crumbs of binary arithmetic.
func tidyProduct(digits, unit float64) float64 {
	if unit < 1 {
		return digits / math.Round(1/unit)
	}
	return digits * unit
}
