package runfile

import "fmt"

// Series is what a column shows.
type Series struct {
	Kind     SeriesKind
	Modality int // of Norm and Weight
}

// SeriesKind is a kind of column.
type SeriesKind int

// The kinds of columns. All but Loss are of the state after an update.
const (
	Loss           SeriesKind = iota
	Generalisation            // E_g under the true moments
	Norm                      // ‖W_m^tot‖
	Weight                    // W_m^tot, of one input and one output
	Path                      // Σ_i |w²_i| ‖w¹_{m,i}‖ of two layers and one output
)

const (
	lossName           = "loss"
	generalisationName = "generalisation_error"
	normName           = "norm_W_" // and the name of a modality, as in the next
	weightName         = "W_"
	pathName           = "path_norm_"
)

// Series says what a column of the file shows, or why there is no such column.
func (f *File) Series(name string) (Series, error) {
	scalar := f.Moments.Outputs() == 1
	switch {
	case name == lossName:
		return Series{Kind: Loss}, nil
	case name == generalisationName && scalar:
		return Series{Kind: Generalisation}, nil
	case name == generalisationName:
		return Series{}, fmt.Errorf("defined for one output, here are %d", f.Moments.Outputs())
	}
	for m, modality := range f.Moments.Modalities() {
		switch {
		case name == normName+modality.Name:
			return Series{Norm, m}, nil
		case name == pathName+modality.Name && scalar && f.Architecture.Depth == 2 && f.Architecture.Shape().Equal():
			return Series{Path, m}, nil
		case name == pathName+modality.Name:
			return Series{}, fmt.Errorf("defined for two layers and one output")
		case name == weightName+modality.Name && scalar && modality.Dim == 1:
			return Series{Weight, m}, nil
		case name == weightName+modality.Name:
			return Series{}, fmt.Errorf("one number for a map of %d × %d", f.Moments.Outputs(), modality.Dim)
		}
	}
	return Series{}, fmt.Errorf("no such series")
}
