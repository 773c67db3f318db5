package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// scaled returns the data with inputs T x in place of x, where T makes the second moments of
// what the network trains on those of a [Scenario.Scaling]: T = diag(Σ)^{−1/2}, or Σ_m^{−1/2}
// for every modality, or Σ^{−1/2}. Inputs, or directions, that do not vary become zero.
func (d *Data) scaled(scaling string) (*Data, error) {
	if scaling == ScaleRaw || scaling == "" {
		return d, nil
	}
	t := d.Moments.scaler(scaling)
	var err error
	s := &Data{Held: d.Held}
	if s.Moments, err = d.Moments.mapped(t); err != nil {
		return d, err
	}
	if d.True != nil {
		if s.True, err = d.True.mapped(t); err != nil {
			return d, err
		}
	}
	if x := d.Samples; x != nil {
		s.Samples = &Samples{Count: x.Count, Dim: x.Dim, Inputs: make([]float64, len(x.Inputs)), Targets: x.Targets}
		for p := range x.Count {
			kernel.Product(s.Samples.Inputs[p*x.Dim:(p+1)*x.Dim], t, x.Inputs[p*x.Dim:(p+1)*x.Dim])
		}
	}
	return s, nil
}

// scaler is T, D × D and symmetric.
func (m *Moments) scaler(scaling string) []float64 {
	d := m.Inputs()
	t := make([]float64, d*d)
	root := func(lo, hi int) { // Σ^{−1/2} of a block
		n := hi - lo
		block := make([]float64, 0, n*n)
		for i := lo; i < hi; i++ {
			block = append(block, m.sigma[i*d+lo:i*d+hi]...)
		}
		values, vectors := linalg.Eigen(block, n)
		for c, v := range values {
			if v <= 1e-12*values[n-1] {
				continue
			}
			for i := range n {
				for j := range n {
					t[(lo+i)*d+lo+j] += vectors[i*n+c] * vectors[j*n+c] / math.Sqrt(v)
				}
			}
		}
	}
	switch scaling {
	case ScaleStandard:
		for i := range d {
			root(i, i+1)
		}
	case ScaleWhiteEach:
		for i := range m.modalities {
			root(m.offset[i], m.offset[i+1])
		}
	case ScaleWhiteAll:
		root(0, d)
	default:
		panic("sim: no scaling is called " + scaling)
	}
	return t
}

// mapped are the moments of T x for a symmetric T.
func (m *Moments) mapped(t []float64) (*Moments, error) {
	d := m.Inputs()
	half, sigma, yx := make([]float64, d*d), make([]float64, d*d), make([]float64, len(m.yx))
	for i := range d {
		kernel.Product(half[i*d:(i+1)*d], m.sigma, t[i*d:(i+1)*d]) // row i of TΣ
	}
	for i := range d {
		kernel.Product(sigma[i*d:(i+1)*d], t, half[i*d:(i+1)*d])
	}
	for i := range d {
		for j := range i {
			mean := (sigma[i*d+j] + sigma[j*d+i]) / 2
			sigma[i*d+j], sigma[j*d+i] = mean, mean
		}
	}
	for k := range m.outputs {
		kernel.Product(yx[k*d:(k+1)*d], t, m.yx[k*d:(k+1)*d])
	}
	return newMoments(m.modalities, m.outputs, sigma, yx, m.yy, shrinkage{}, m.directed)
}
