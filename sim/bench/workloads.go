package main

import (
	"fmt"

	"unimodal-bias-lab/sim"
)

// workload is something the lab computes. A run goes epoch by epoch; a
// measurement comes at once.
type workload struct {
	Key       string `json:"key"`
	Text      string `json:"text"`
	FullWidth bool   `json:"fullWidth"` // every weight is trained: another program can do the same

	epochs int // of the run that are trained; 0: all

	Pictures int `json:"pictures,omitempty"` // of a sweep: any number of workers can do the same
	Cells    int `json:"cells,omitempty"`    // of a picture

	start   func() (*sim.Run, error)
	measure func() error
	sweep   func(picture int) sim.Sweep
}

var workloads = []workload{
	{Key: "a", Text: "two layers, late fusion, N = 100, 1000 epochs, full width", FullWidth: true,
		start: func() (*sim.Run, error) { return sim.NewFullRun(late()) }},
	{Key: "b", Text: "the same by the exact reduction",
		start: func() (*sim.Run, error) { return sim.NewRun(late()) }},
	{Key: "c", Text: "the same to convergence, gradient flow",
		measure: func() error { return discard(sim.Converge(late())) }},
	{Key: "d", Text: "L = 4, L_f = 2, N = 100, 1000 epochs, full width", FullWidth: true,
		start: func() (*sim.Run, error) { return sim.NewFullRun(deep()) }},
	{Key: "e", Text: "two layers, late fusion, 50 + 50 inputs, N = 100, 1200 epochs, full width", FullWidth: true,
		start: block},
	{Key: "f", Text: "a cell of a phase diagram, gradient flow",
		measure: func() error { return discard(sim.Cell(late())) }},
	{Key: "g", Text: "a phase diagram: t_B/t_A over (ρ, κ), 128² cells, gradient flow", Pictures: 1, Cells: 128 * 128,
		sweep: func(int) sim.Sweep { return sweep(sim.SweepRatio, 128, sim.GradientFlow, 0) }},
	{Key: "h", Text: "the same with 256² cells", Pictures: 1, Cells: 256 * 256,
		sweep: func(int) sim.Sweep { return sweep(sim.SweepRatio, 256, sim.GradientFlow, 0) }},
	{Key: "i", Text: "the regions of (κ, r), 64² cells, gradient flow, 10 times for a changing ρ", Pictures: 10, Cells: 64 * 64,
		sweep: func(n int) sim.Sweep {
			return sweep(sim.SweepPreference, 64, sim.GradientFlow, -.6+.12*float64(n))
		}},
	{Key: "j", Text: "as (g), by gradient descent", Pictures: 1, Cells: 128 * 128,
		sweep: func(int) sim.Sweep { return sweep(sim.SweepRatio, 128, sim.GradientDescent, 0) }},
	{Key: "k", epochs: 4, Text: "xor task, early fusion, rectified, N = 100, P = 8192, 4 epochs, every unit on every example", FullWidth: true,
		start: func() (*sim.Run, error) { return examples(1, sim.FullWidth) }},
	{Key: "l", epochs: 4, Text: "the same with late fusion", FullWidth: true,
		start: func() (*sim.Run, error) { return examples(2, sim.FullWidth) }},
	{Key: "m", epochs: 4, Text: "as (k), exact sums along lines", start: func() (*sim.Run, error) { return examples(1, sim.Lines) }},
	{Key: "n", epochs: 4, Text: "as (l), exact sums on rays", start: func() (*sim.Run, error) { return examples(2, sim.Rays) }},
	{Key: "o", Text: "xor task, early fusion, rectified, N = 100, 1000 epochs, exact over endlessly many examples",
		start: func() (*sim.Run, error) {
			return sim.NewRun(scenario("late", map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "fusion": 1}))
		}},
	{Key: "p", Text: "as (d), projected onto the directions in which layers change",
		start: func() (*sim.Run, error) { return sim.NewRun(deep()) }},
	{Key: "q", Text: "a phase diagram of random networks, L = 4, L_f = 2, N = 100: t_B/t_A over (ρ, κ), 64² cells", Pictures: 1, Cells: 64 * 64,
		sweep: func(int) sim.Sweep {
			s, err := sim.NewSweep(sim.SweepChoice{Kind: sim.SweepRatio, Cells: 64}, deep())
			if err != nil {
				panic(err)
			}
			return s
		}},
	{Key: "r", Text: "as (a), with momentum, β = 0.9, every weight", FullWidth: true,
		start: func() (*sim.Run, error) {
			return sim.NewFullRun(scenario("momentum", map[string]any{"epochs": 1000}))
		}},
	{Key: "s", Text: "the same by the exact reduction",
		start: func() (*sim.Run, error) {
			return sim.NewRun(scenario("momentum", map[string]any{"epochs": 1000}))
		}},
	{Key: "t", Text: "as (a), with Adam, η = 0.001, every weight", FullWidth: true,
		start: func() (*sim.Run, error) {
			return sim.NewRun(scenario("adam", map[string]any{"epochs": 1000}))
		}},
	{Key: "u", Text: "who is learned first over (η_B/η_A, κ), 64² cells", Pictures: 1, Cells: 64 * 64,
		sweep: func(int) sim.Sweep { return sweep(sim.SweepRatesFirst, 64, sim.GradientDescent, 0) }},
	{Key: "v", Text: "permanent bias over (λ₂, ρ), 64² cells", Pictures: 1, Cells: 64 * 64,
		sweep: func(int) sim.Sweep { return sweep(sim.SweepDecayRho, 64, sim.GradientDescent, 0) }},
}

// xorData is drawn once: the data is no part of the work.
var xorData = func() *sim.Data {
	d, err := scenario("late", map[string]any{"task": sim.TaskXor, "activation": sim.ReLU, "from": sim.Sample}).Data()
	if err != nil {
		panic(err)
	}
	return d
}()

// examples trains rectified units on the examples of the xor task.
func examples(fusion int, kind sim.Form) (*sim.Run, error) {
	n, err := scenario("late", map[string]any{"task": sim.TaskXor, "fusion": fusion, "init": .1}).Network()
	if err != nil {
		return nil, err
	}
	return sim.StartRun(xorData.Moments, n, sim.Plan{Eta: .04, Epochs: 1000, Form: kind, Activation: sim.ReLU, Samples: xorData.Samples})
}

func sweep(kind string, cells int, method string, rho float64) sim.Sweep {
	s, err := sim.NewSweep(sim.SweepChoice{Kind: kind, Cells: cells}, scenario("late", map[string]any{"method": method, "rho": rho}))
	if err != nil {
		panic(err)
	}
	return s
}

func discard(_ sim.Measurement, err error) error { return err }

func late() sim.Scenario { return scenario("late", nil) }

func deep() sim.Scenario {
	return scenario("intermediate", map[string]any{"epochs": 1000})
}

func scenario(slug string, changes map[string]any) sim.Scenario {
	s, err := sim.Preset(slug)
	if err == nil {
		s, err = s.With(changes)
	}
	if err != nil {
		panic(err)
	}
	return s
}

// The block task of [ZLS24]: two modalities of blockDim inputs, whose
// variances differ.
const (
	blockDim    = 50
	blockWeight = .1
	blockNoise  = .5
	blockEpochs = 1200
)

var blockVariances = [2]float64{3, 1}

// blockMoments is computed once: the data is no part of the work.
var blockMoments = func() *sim.Moments {
	const d = 2 * blockDim
	sigma, yx := make([]float64, d*d), make([]float64, d)
	yy := blockNoise * blockNoise
	for j := range d {
		v := blockVariances[j/blockDim]
		sigma[j*d+j] = v
		yx[j] = v * blockWeight
		yy += v * blockWeight * blockWeight
	}
	m, err := sim.NewMoments([]sim.Modality{{Name: "A", Dim: blockDim}, {Name: "B", Dim: blockDim}}, 1, sigma, yx, yy)
	if err != nil {
		panic(err)
	}
	return m
}()

func block() (*sim.Run, error) {
	s := late()
	n, err := sim.NewNetwork(sim.Architecture{Depth: s.Depth, Fusion: s.Fusion, Width: s.Width, Inputs: []int{blockDim, blockDim}, Output: 1})
	if err != nil {
		return nil, err
	}
	n.Init(uint64(s.Seed), s.Init)
	return sim.StartRun(blockMoments, n, sim.Plan{Eta: s.Eta, Epochs: blockEpochs, Form: sim.FullWidth})
}

// run does the work of a workload once. The last state is in the run, where
// there is one.
func (w *workload) run() (*sim.Run, error) {
	switch {
	case w.measure != nil:
		return nil, w.measure()
	case w.sweep != nil:
		w.paint()
		return nil, nil
	}
	r, err := w.start()
	if err != nil {
		return nil, err
	}
	for !r.Done() && (w.epochs == 0 || r.Epoch() < w.epochs) {
		r.Step()
	}
	if e := r.Diverged(); e != nil {
		return nil, fmt.Errorf("(%s) diverged: %w", w.Key, e)
	}
	return r, nil
}
