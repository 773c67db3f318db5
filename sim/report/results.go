package main

import (
	"cmp"
	"fmt"
	"math"
	"slices"

	"unimodal-bias-lab/sim"
)

// result is one trained network of the menu: what was predicted of it, what it
// did, and what the paper's code measured. NaN means that there is no number.
type result struct {
	scenario  sim.Scenario
	predicted sim.Prediction
	field     sim.PredictedTimes // of a typical seed
	measured  sim.Measurement
	form      sim.Form
	left      *sim.Projection // nil: it is trained without leaving anything out
	paper     paperNumbers
}

// results trains every scenario to its end. One that compares fusion layers
// gives a result for each.
func results(reference string) (list []result, err error) {
	for _, slug := range sim.Slugs() {
		scenario, err := sim.Preset(slug)
		if err != nil {
			return nil, err
		}
		run, err := sim.NewRun(scenario)
		if err != nil {
			return nil, fmt.Errorf("scenario %s: %w", slug, err)
		}
		for !run.Done() {
			run.Step()
		}
		trained := append([]*sim.Run{run}, run.Companions()...)
		slices.SortFunc(trained, func(a, b *sim.Run) int { return cmp.Compare(a.Scenario().Fusion, b.Scenario().Fusion) })
		for _, run := range trained {
			if failed := run.Diverged(); failed != nil {
				return nil, fmt.Errorf("scenario %s: %w", slug, failed)
			}
			r := result{scenario: run.Scenario(), measured: run.Measure(run.Epoch()), form: run.Form(), left: run.Projection()}
			if r.predicted, err = sim.Predict(r.scenario); err != nil {
				return nil, fmt.Errorf("scenario %s: %w", slug, err)
			}
			if r.field, err = sim.MeanField(r.scenario); err != nil {
				return nil, fmt.Errorf("scenario %s: %w", slug, err)
			}
			if r.paper, err = paper(reference, r.scenario); err != nil {
				return nil, err
			}
			list = append(list, r)
		}
	}
	return list, nil
}

// times returns the predicted times that the page draws: those of the initial weights, if
// there are such.
func (r *result) times() []float64 { return r.predicted.Drawn().Times }

// typical returns t_A and the ratio by mean field.
func (r *result) typical() (first, ratio float64) {
	return r.field.Times[r.predicted.First], r.field.Ratio
}

// trained says in what form the network was trained.
func (r *result) trained() string {
	switch {
	case r.left != nil:
		return fmt.Sprintf("projected, order %d, residual %s", r.left.Order, power(r.left.Residual))
	case r.form == sim.FullWidth:
		return "every weight"
	case r.scenario.Activation == sim.ReLU:
		return "every unit"
	}
	return "exactly, without the width"
}

// misattribution returns the predicted one: none for early fusion, which has no
// unimodal phase.
func (r *result) misattribution() float64 {
	if r.scenario.Early() {
		return math.NaN()
	}
	return r.predicted.Misattribution
}

// statement says what the predicted times come from.
func (r *result) statement() string {
	p := &r.predicted
	switch {
	case math.IsNaN(p.Drawn().Times[p.First]):
		return "not predicted"
	case p.Followed() && !r.scenario.TwoLayers():
		return "first images, followed"
	case p.Followed():
		return "growing modes, followed"
	case p.Halved():
		return "half-times of its weights"
	}
	return "the limit of small weights"
}
