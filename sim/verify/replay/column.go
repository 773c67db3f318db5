package replay

import (
	"fmt"
	"maps"
	"math"
	"slices"

	"unimodal-bias-lab/sim"
)

// generalisation is the column measured under the moments of the population.
const generalisation = "generalisation_error"

// column is one stored series and how to read it off a run.
type column struct {
	name    string
	after   bool      // belongs to the state after update i, not before it
	stored  []float64 // by row
	allowed float64
	value   func(*sim.Run) float64
}

// columns returns the series to compare, by name.
func (f *File) columns() (list []column, err error) {
	for _, name := range slices.Sorted(maps.Keys(f.Columns)) {
		c := column{name: name, after: name != "loss", stored: f.Columns[name], allowed: f.tolerance(name)}
		if c.value, err = f.value(name); err != nil {
			return nil, &FieldError{f.Path, "columns." + name, err.Error()}
		}
		list = append(list, c)
	}
	return list, nil
}

// tolerance is what a faithful replay of a column stays within: 1e-8 for two
// layers, 1e-5 for deeper networks, where the largest loss or weight stored is
// between 0.1 and 10, and in proportion to its power of ten elsewhere. Nine digits
// are stored, so for two layers half of it may be theirs.
func (f *File) tolerance(name string) float64 {
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

func isLoss(name string) bool { return name == "loss" || name == generalisation }

// value returns how to read a column off a run, or why there is no such column.
func (f *File) value(name string) (func(*sim.Run) float64, error) {
	scalar := f.Moments.Outputs() == 1
	switch {
	case name == "loss":
		return func(r *sim.Run) float64 { return r.Values("loss")[r.Epoch()] }, nil
	case name == generalisation && scalar:
		return f.generalisationError, nil
	case name == generalisation:
		return nil, fmt.Errorf("defined for one output, here are %d", f.Moments.Outputs())
	}
	for m, modality := range f.Moments.Modalities() {
		switch {
		case name == "norm_W_"+modality.Name:
			return func(r *sim.Run) float64 { return r.Norm(m)[r.Epoch()] }, nil
		case name == "W_"+modality.Name && scalar && modality.Dim == 1:
			return func(r *sim.Run) float64 { return r.Total(m)[0] }, nil
		case name == "W_"+modality.Name:
			return nil, fmt.Errorf("one number for a map of %d × %d", f.Moments.Outputs(), modality.Dim)
		}
	}
	return nil, fmt.Errorf("no such series")
}

// generalisationError is E_g = ½ (W − w*) Σ (W − w*)ᵀ under the true diagonal
// covariance of the file.
func (f *File) generalisationError(r *sim.Run) float64 {
	s, j := 0.0, 0
	for m := range f.Moments.Modalities() {
		for _, w := range r.Total(m) {
			delta := w - f.truth[j]
			s += f.variances[j] * delta * delta
			j++
		}
	}
	return s / 2
}
