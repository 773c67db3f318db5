package replay

import (
	"maps"
	"math"
	"slices"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// column is one stored series and how to read it off a run.
type column struct {
	name    string
	after   bool      // belongs to the state after update i, not before it
	stored  []float64 // by row
	allowed float64
	value   func(*sim.Run) float64
}

// columns returns the series to compare, by name.
func columns(f *runfile.File) (list []column, err error) {
	for _, name := range slices.Sorted(maps.Keys(f.Columns)) {
		c := column{name: name, after: name != "loss", stored: f.Columns[name], allowed: tolerance(f, name)}
		if c.value, err = value(f, name); err != nil {
			return nil, &runfile.FieldError{File: f.Path, Field: "columns." + name, Why: err.Error()}
		}
		list = append(list, c)
	}
	return list, nil
}

// tolerance is what a faithful replay of a column stays within: 1e-8 for two
// layers, 1e-5 for deeper networks, where the largest loss or weight stored is
// between 0.1 and 10, and in proportion to its power of ten elsewhere. Nine digits
// are stored, so for two layers half of it may be theirs.
func tolerance(f *runfile.File, name string) float64 {
	largest := 0.0
	for other, values := range f.Columns {
		if isLoss(other) != isLoss(name) {
			continue
		}
		for _, v := range values {
			largest = max(largest, math.Abs(v))
		}
	}
	power := 1.0
	for ; largest >= 10*power; power *= 10 {
	}
	for ; largest < power/10 && largest > 0; power /= 10 {
	}
	if f.Architecture.Depth == 2 {
		return 1e-8 * power
	}
	return 1e-5 * power
}

// pathNorm is Σ_i |w²_i| ‖w¹_{m,i}‖ of two layers.
func pathNorm(n *sim.Network, modality int) (s float64) {
	first, last := n.Branches[modality][0], n.Branches[modality][n.Fusion-1]
	if len(n.Shared) > 0 {
		last = n.Shared[0]
	}
	for i, w := range last.Data {
		square := 0.0
		for _, v := range first.Data[i*first.Cols : (i+1)*first.Cols] {
			square += v * v
		}
		s += math.Abs(w) * math.Sqrt(square)
	}
	return s
}

func isLoss(name string) bool { return name == "loss" || name == "generalisation_error" }

// value returns how to read a column off a run.
func value(f *runfile.File, name string) (func(*sim.Run) float64, error) {
	series, err := f.Series(name)
	if err != nil {
		return nil, err
	}
	m := series.Modality
	switch series.Kind {
	case runfile.Loss:
		return func(r *sim.Run) float64 { return r.Values("loss")[r.Epoch()] }, nil
	case runfile.Generalisation:
		return func(r *sim.Run) float64 { return generalisationError(f, r) }, nil
	case runfile.Norm:
		return func(r *sim.Run) float64 { return r.Norm(m)[r.Epoch()] }, nil
	case runfile.Path:
		return func(r *sim.Run) float64 { return pathNorm(r.Network(), m) }, nil
	}
	return func(r *sim.Run) float64 { return r.Total(m)[0] }, nil
}

// generalisationError is E_g = ½ (W − w*) Σ (W − w*)ᵀ under the true moments of the
// file.
func generalisationError(f *runfile.File, r *sim.Run) float64 {
	d := f.Moments.Inputs()
	var delta []float64
	for m := range f.Moments.Modalities() {
		for _, w := range r.Total(m) {
			delta = append(delta, w-f.Truth.W[len(delta)])
		}
	}
	s := 0.0
	for i, a := range delta {
		for j, b := range delta {
			s += a * f.Truth.Sigma[i*d+j] * b
		}
	}
	return s / 2
}
