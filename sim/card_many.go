package sim

import (
	"math"
	"strings"

	"unimodal-bias-lab/sim/theory"
)

// many says what is known of more than two modalities, or of several targets.
func (c *card) many() {
	s := &c.run.scenario
	switch {
	case s.Early():
	case s.Untold():
		c.line("first", "none", Measured, nil, c.name(c.seen.First))
	default:
		rates := "ratesMany"
		if c.run.moments.outputs > 1 {
			rates = "ratesSingular"
		}
		c.line("first", rates, Asymptotic, c.either(c.said.First, c.said.FirstTie), c.name(c.seen.First))
	}
	c.line("better", "explainedMany", Exact, c.either(c.said.Better, c.said.BetterTie), nil)
	equation := "timeRace"
	switch {
	case c.said.Followed() && s.TwoLayers():
		equation = "timeGrown"
	case c.said.Followed():
		equation = "timeImages"
	case !c.said.Halved():
		equation = "none"
	case s.altered():
		equation = "timeRaceAltered"
	}
	switch {
	case !s.TwoLayers() || s.Untold():
	case c.run.moments.outputs > 1 && !s.altered() && s.Early():
		c.first("timeEarlySingular", c.said.Paper)
	case c.run.moments.outputs > 1 && !s.altered():
		c.first("timeSingular", c.said.Paper)
	case s.altered() && s.Early():
		c.first("timeEarlyAltered", c.said.Descent)
	case s.altered():
		c.first("timeAltered", c.said.Descent)
	case !s.Early():
		c.first("time", c.said.Paper)
	case c.atRate():
		c.first("timeEarlyDescent", c.said.Descent)
	default:
		c.first("timeEarly", c.said.Signed)
	}
	c.order(equation)
	if equation != "none" {
		equation = "timeSame"
	}
	c.times(equation, c.said.Drawn())
	if p := meanField(s, c.run.moments); !math.IsNaN(p.Times[c.said.First]) {
		c.times("timeMeanField", p)
	}
	if !s.Early() {
		c.credit(Exact, c.rests())
		c.stages()
	}
}

// names are those of modalities, in their order.
func (c *card) names(modalities []int) string {
	names := make([]string, len(modalities))
	for i, m := range modalities {
		names[i] = c.run.moments.modalities[m].Name
	}
	return strings.Join(names, ", ")
}

// order is a line about the order, which is measured once it is known as far as it goes.
func (c *card) order(equation string) {
	status, predicted, measured := Asymptotic, any(nil), any(nil)
	if equation == "none" {
		status = Measured
	} else if len(c.said.Order) > 0 {
		predicted = c.names(c.said.Order)
	}
	if c.seen.Second >= 0 {
		measured = c.names(c.seen.Order)
	}
	c.line("order", equation, status, predicted, measured)
}

// times are lines about the times of all, in the predicted order.
func (c *card) times(equation string, p PredictedTimes) {
	status := Asymptotic
	if equation == "none" {
		status = Measured
	}
	listed := make([]bool, len(p.Times))
	list := func(m int) {
		if listed[m] {
			return
		}
		listed[m] = true
		var predicted any
		if status != Measured {
			predicted = c.when(p.Times[m])
		}
		c.line("time", equation, status, predicted, c.when(c.seen.Times[m])).Of = c.names([]int{m})
		if status != Measured {
			equation = "timeSame"
		}
	}
	for _, m := range c.said.Order {
		list(m)
	}
	for m := range p.Times {
		list(m)
	}
}

// stages are lines about the losses between the predicted times, exact where a run rests with
// what has been learned, and learns no more of it.
func (c *card) stages() {
	order, equation := c.said.Order, "stage"
	if c.run.moments != c.run.data.Moments {
		equation = "stageAltered"
	}
	for k := range order {
		if k == len(order)-1 {
			return // that is the final loss
		}
		line := c.line("stageLoss", equation, Exact, value(c.said.StageLosses[k]), nil)
		line.Of = c.names(order[:k+1])
		if len(c.seen.Order) < k+2 {
			continue
		}
		a, b := c.seen.Times[c.seen.Order[k]], c.seen.Times[c.seen.Order[k+1]]
		if !c.asPredicted(k+1) || !c.restsWith(order[:k+1], a, b) {
			line.Note = "restless"
			continue
		}
		line.Measured = value(c.lossAt((a + b) / 2))
	}
}

// asPredicted reports whether the first modalities learned are those that are predicted.
func (c *card) asPredicted(count int) bool {
	for i, m := range c.seen.Order[:count] {
		if m != c.said.Order[i] {
			return false
		}
	}
	return c.seen.First == c.said.Order[0] && c.seen.Plateau
}

// restsWith reports whether a run rests in the middle between two times, with some modalities
// learned and the others not: what [card.rests] is of the first one alone.
func (c *card) restsWith(learned []int, a, b float64) bool {
	if math.Abs(c.lossAt(a+.4*(b-a))-c.lossAt(a+.6*(b-a))) >= restless {
		return false
	}
	m := c.run.moments
	on := make([]bool, len(m.modalities))
	for _, i := range learned {
		on[i] = true
	}
	w, _ := theory.PartialMinimum(m.theory(), on)
	for i := range on {
		goal, scale := m.norm(w, i), c.run.FinalNorm(i)
		if on[i] {
			scale = goal
		}
		if !(math.Abs(at(c.run.Norm(i)[:c.epoch+1], (a+b)/2)-goal) < astray*scale) {
			return false
		}
	}
	return true
}

func (c *card) lossAt(t float64) float64 {
	return at(c.run.Values("lossNormalised")[:c.epoch+1], t)
}
