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
	measured  sim.Measurement
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
			r := result{scenario: run.Scenario(), measured: run.Measure(run.Epoch())}
			if r.predicted, err = sim.Predict(r.scenario); err != nil {
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

// times returns the predicted times to print: none for deep networks, whose
// random layers are not the aligned ones the formula is about.
func (r *result) times() []float64 {
	if !r.scenario.TwoLayers() {
		return nil
	}
	return r.predicted.Drawn().Times
}

// misattribution returns the predicted one: none for early fusion, which has no
// unimodal phase.
func (r *result) misattribution() float64 {
	if r.scenario.Early() {
		return math.NaN()
	}
	return r.predicted.Misattribution
}

// statement says what kind of statement the predicted times and their ratio are.
func (r *result) statement() string {
	switch {
	case math.IsNaN(r.predicted.Paper.Ratio) && !r.predicted.Halved():
		return "not predicted"
	case !r.scenario.TwoLayers():
		return "asymptotic, aligned layers"
	}
	return "asymptotic"
}
