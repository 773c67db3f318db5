package sim

import (
	"math"
	"math/rand/v2"
	"slices"

	"unimodal-bias-lab/sim/kernel"
)

// Tasks: where the data come from.
const (
	TaskToy     = "toy"     // two correlated Gaussian numbers, y = w_A x_A + w_B x_B + σ_ε ε
	TaskBlock   = "block"   // Σ = diag(κ² I, I), every weight of A is r w_B, of B w_B: generalisation in [ZLS24]
	TaskWishart = "wishart" // a random Σ and random weights: general covariances in [ZLS24]
	TaskXor     = "xor"     // x_A ~ N(0, κ²), x_B ∈ {±1}² uniform, y = x_A + xor(x_B): heterogeneous features in [ZLS24]
	TaskMany    = "many"    // three scalar modalities or more, of which A and B correlate (ours)
	TaskOwn     = "own"     // second moments that somebody brings
)

// Activations of hidden units.
const (
	Linear = "linear"
	ReLU   = "relu" // φ(z) = z above zero, slope·z below
)

// What a network trains on.
const (
	Population = "population" // the expectation over endlessly many examples
	Sample     = "sample"     // P examples, drawn by the seed
)

// Limits of data the lab draws.
const (
	MaxInputs  = 50 // of a modality
	MaxSamples = 8192
)

// Data is what a network of a scenario learns from.
type Data struct {
	Moments *Moments // second moments of what it trains on
	Samples *Samples // the examples themselves; nil: there are none
	True    *Moments // of the population the examples are from, or of rows held out; nil without any
	Held    bool     // True is of rows held out
}

// Samples are P examples of a scalar target.
type Samples struct {
	Count, Dim int       // P, D
	Inputs     []float64 // P × D, row-major
	Targets    []float64 // P
}

// Data draws or computes the scenario's data. Errors are of type *[Error].
func (s Scenario) Data() (*Data, error) {
	population, err := s.population()
	if err != nil {
		return &Data{}, err
	}
	d := &Data{Moments: population, True: s.heldOut()}
	d.Held = d.True != nil
	if s.From == Sample {
		d.Samples, d.True = s.draw(), population
		if d.Moments, err = d.Samples.Moments(population.modalities); err != nil {
			return d, err
		}
	}
	return d.scaled(s.Scaling)
}

// Moments returns the moments of what the scenario trains on.
func (s Scenario) Moments() (*Moments, error) {
	d, err := s.Data()
	return d.Moments, err
}

// data returns the scenario with all its data do not depend on set to what every
// scenario has: two scenarios for which it is the same train on the same data.
func (s Scenario) data() Scenario {
	d := Scenario{Task: s.Task, Scaling: s.Scaling, Rho: s.Rho, Kappa: s.Kappa, R: s.R, WB: s.WB, Noise: s.Noise, From: s.From}
	switch s.Task {
	case TaskBlock:
		d.DimA, d.DimB = s.DimA, s.DimB
	case TaskWishart:
		d.DimA, d.DimB, d.Draw = s.DimA, s.DimB, s.Draw
	case TaskMany:
		d.Modalities = s.Modalities
	case TaskOwn:
		d.Own = s.Own
	}
	if s.From == Sample {
		d.Samples, d.Seed = s.Samples, s.Seed
	}
	return d
}

// inputs are the dimensions of the modalities.
func (s *Scenario) inputs() []int {
	switch s.Task {
	case TaskBlock, TaskWishart:
		return []int{s.DimA, s.DimB}
	case TaskXor:
		return []int{1, 2}
	case TaskMany:
		return slices.Repeat([]int{1}, s.Modalities)
	case TaskOwn:
		return s.ownDims()
	}
	return []int{1, 1}
}

// population returns the moments of the population.
func (s *Scenario) population() (*Moments, error) {
	switch s.Task {
	case TaskToy:
		return Toy(s.Kappa, s.Rho, s.R*s.WB, s.WB, s.Noise)
	case TaskWishart:
		return wishartMoments(s.DimA, s.DimB, uint64(s.Draw), s.Noise)
	case TaskMany:
		return manyMoments(s.Modalities, s.Kappa, s.Rho, s.R*s.WB, s.WB, s.Noise)
	case TaskOwn:
		k, err := ownSet(s.Own)
		if err != nil {
			return nil, err
		}
		return k.train, nil
	}
	dims := s.inputs()
	d := dims[0] + dims[1]
	sigma, cross, yy := make([]float64, d*d), make([]float64, d), 0.0
	for i := range d {
		variance, weight := 1.0, s.WB
		if i < dims[0] {
			variance, weight = s.Kappa*s.Kappa, s.R*s.WB
		}
		if s.Task == TaskXor {
			weight = 0 // xor(x_B) correlates with neither of its inputs
			if i < dims[0] {
				weight = 1
			}
		}
		sigma[i*d+i], cross[i] = variance, weight*variance
		yy += weight * cross[i]
	}
	if s.Task == TaskXor {
		yy++
	} else {
		yy += s.Noise * s.Noise
	}
	return NewMoments([]Modality{{"A", dims[0]}, {"B", dims[1]}}, 1, sigma, cross, yy)
}

// sampleStream keeps the examples apart from the streams of the layers, so that
// a seed chooses both independently.
const sampleStream = 1 << 32

// draw draws the examples.
func (s *Scenario) draw() *Samples {
	dims := s.inputs()
	d := dims[0] + dims[1]
	x := &Samples{Count: s.Samples, Dim: d, Inputs: make([]float64, s.Samples*d), Targets: make([]float64, s.Samples)}
	random := rand.New(rand.NewPCG(uint64(s.Seed), sampleStream))
	for p := range x.Count {
		row, y := x.Inputs[p*d:(p+1)*d], &x.Targets[p]
		switch s.Task {
		case TaskXor:
			// All four points equally often, as in the paper's code.
			row[0], row[1], row[2] = s.Kappa*random.NormFloat64(), float64(1-p&2), float64(1-2*(p&1))
			*y = row[0] - row[1]*row[2]
		case TaskToy:
			b := random.NormFloat64()
			row[0] = s.Kappa * (s.Rho*b + math.Sqrt(1-s.Rho*s.Rho)*random.NormFloat64())
			row[1] = b
			*y = s.R*s.WB*row[0] + s.WB*b + s.Noise*random.NormFloat64()
		case TaskBlock:
			for i := range row {
				scale, weight := 1.0, s.WB
				if i < dims[0] {
					scale, weight = s.Kappa, s.R*s.WB
				}
				row[i] = scale * random.NormFloat64()
				*y += weight * row[i]
			}
			*y += s.Noise * random.NormFloat64()
		}
	}
	return x
}

// Moments returns the second moments of the examples. Its error is an *[Error].
func (x *Samples) Moments(modalities []Modality) (*Moments, error) {
	d := x.Dim
	sigma, cross, yy := make([]float64, d*d), make([]float64, d), 0.0
	for p, y := range x.Targets {
		row := x.Inputs[p*d : (p+1)*d]
		for i, v := range row {
			kernel.Axpy(v, row[i:], sigma[i*d+i:(i+1)*d])
		}
		kernel.Axpy(y, row, cross)
		yy += y * y
	}
	part := 1 / float64(x.Count)
	for i := range d {
		for j := i; j < d; j++ {
			sigma[i*d+j] *= part
			sigma[j*d+i] = sigma[i*d+j]
		}
		cross[i] *= part
	}
	return NewMoments(modalities, 1, sigma, cross, yy*part)
}
