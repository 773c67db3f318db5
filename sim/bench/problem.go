package main

import "unimodal-bias-lab/sim"

// problem is everything another program needs to train the very same network:
// the data by its moments, the shape, the initial weights.
type problem struct {
	Sigma       []float64 `json:"sigma"` // Σ, D × D
	YX          []float64 `json:"yx"`    // Σ_yx, 1 × D
	Optimum     []float64 `json:"optimum"`
	OptimumLoss float64   `json:"optimumLoss"`
	Branches    [][]layer `json:"branches"` // as in sim.Network
	Shared      []layer   `json:"shared"`
	Eta         float64   `json:"eta"`
	Epochs      int       `json:"epochs"`
	Method      string    `json:"method"`
	Beta        float64   `json:"beta"`
	Beta2       float64   `json:"beta2"`
	Epsilon     float64   `json:"epsilon"`

	// Of rectified units: the examples they see, and the slope below zero.
	Inputs  []float64 `json:"inputs,omitempty"` // P × D
	Targets []float64 `json:"targets,omitempty"`
	Slope   float64   `json:"slope"`
}

type layer struct {
	Rows    int       `json:"rows"`
	Cols    int       `json:"cols"`
	Weights []float64 `json:"weights"` // row-major
}

func layers(from []sim.Layer) []layer {
	to := []layer{}
	for _, l := range from {
		to = append(to, layer{l.Rows, l.Cols, l.Data})
	}
	return to
}

func describe(key string) (*problem, error) {
	w, err := find(key)
	if err != nil {
		return nil, err
	}
	r, err := w.start()
	if err != nil {
		return nil, err
	}
	m, n, s := r.Moments(), r.Network(), r.Scenario()
	p := &problem{Sigma: m.Sigma(), YX: m.Cross(), Shared: layers(n.Shared), Eta: s.Eta, Epochs: s.Epochs,
		Method: s.Method, Beta: s.Beta, Beta2: s.Beta2, Epsilon: s.Epsilon}
	if w.epochs > 0 {
		p.Epochs = w.epochs
	}
	p.Optimum, p.OptimumLoss = m.Optimum()
	if x := r.Data().Samples; x != nil && s.Activation == sim.ReLU {
		p.Inputs, p.Targets, p.Slope = x.Inputs, x.Targets, s.Slope
	}
	for _, branch := range n.Branches {
		p.Branches = append(p.Branches, layers(branch))
	}
	return p, nil
}
