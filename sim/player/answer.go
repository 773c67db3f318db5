package player

import (
	"slices"

	"unimodal-bias-lab/sim"
)

// sample is what another sample of the same data could have been, if somebody asks.
type sample struct {
	wanted bool
	rows   int          // that somebody says a matrix is from; 0: nobody does
	of     sim.Scenario // what draws are of
	draws  *sim.Resampling
	why    string // there are none
}

// left reports whether draws have to be taken.
func (s *sample) left(of sim.Scenario) bool {
	return s.wanted && (s.of != of || s.draws != nil && !s.draws.Done())
}

// more takes one.
func (s *sample) more(of sim.Scenario) {
	if s.of != of {
		s.of = of
		s.draws, s.why = sim.NewResampling(of, s.rows)
		return
	}
	s.draws.Step()
}

// toldDraws are how many draws are worth telling of at once.
const toldDraws = 20

// news reports whether there is something to tell of after a draw.
func (s *sample) news() bool {
	return s.draws == nil || s.draws.Done() || s.draws.Taken()%toldDraws == 0
}

// WantAnswer says whether somebody reads the answer: then draws of other samples and the runs of all advice
// are wanted. rows is how many rows they say that the moments are from, 0: they do not.
func (p *Player) WantAnswer(on bool, rows int) {
	c := &p.beside
	if c.advice.wanted == on && c.sample.rows == rows {
		return
	}
	c.advice.want(on)
	c.more = (*Player).findMore
	if !on {
		c.advised = nil
	}
	if !on || c.sample.rows != rows {
		c.sample = sample{}
	}
	c.sample.wanted, c.sample.rows = on, rows
	c.version++
}

// Advised is a remedy with its run, as far as it is trained; By is nil for one that is not offered.
type Advised struct {
	sim.Advice
	By *Beside
}

// Advice returns what could be done, once the run is known.
func (p *Player) Advice() (list []Advised) {
	c := &p.beside
	for _, a := range c.advised {
		one := Advised{Advice: a}
		if i := slices.IndexFunc(c.advice.list, func(b *Beside) bool { return slices.Equal(b.Variant, a.Variant) }); i >= 0 && a.Why == "" {
			one.By = c.advice.list[i]
		}
		list = append(list, one)
	}
	return list
}

// Sensitivity is what the draws have shown so far; nil: there are none, for a reason.
func (p *Player) Sensitivity() (s *sim.Sensitivity, why string) {
	sample := &p.beside.sample
	if sample.of != p.scenario || sample.draws == nil {
		return nil, sample.why
	}
	found := sample.draws.Sensitivity()
	return &found, ""
}
