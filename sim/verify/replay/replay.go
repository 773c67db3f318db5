// Package replay reads runs of the paper's own code and trains them again with
// this simulator, from their own initial weights, to compare curve by curve.
//
// The format is "unimodal-bias/reference-run/1", described in
// sim/testdata/reference/README.md: network, training, modalities, moments (or
// those of a sample together with the true ones), initial weights, and columns
// sampled at some epochs. At epoch i the loss is the one before update i, every
// other column belongs to the state after it.
package replay

import (
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"slices"
	"strings"

	"unimodal-bias-lab/sim"
)

// Format is the only one read.
const Format = "unimodal-bias/reference-run/1"

// File is one reference run as it is stored.
type File struct {
	Format  string `json:"format"`
	Name    string `json:"name"`
	Network struct {
		Depth      int    `json:"depth"`
		Fusion     int    `json:"fusion"`
		Width      int    `json:"width"`
		Activation string `json:"activation"`
	} `json:"network"`
	Training struct {
		Method       string  `json:"method"`
		LearningRate float64 `json:"learning_rate"`
		Epochs       int     `json:"epochs"`
	} `json:"training"`
	Modalities []sim.Modality `json:"modalities"`
	Moments    struct {
		XX [][]float64 `json:"xx"`
		YX [][]float64 `json:"yx"`
		YY float64     `json:"yy"`
	} `json:"moments"`
	True *struct {
		Covariance []float64 `json:"cov_diagonal"`
		Weights    []float64 `json:"w"`
	} `json:"true_moments"`
	Initial struct {
		Branches map[string][][][]float64 `json:"branches"`
		Shared   [][][]float64            `json:"shared"`
	} `json:"initial"`
	Columns map[string][]float64 `json:"columns"`
}

// FieldError names the field of a file that cannot be used, and why.
type FieldError struct{ File, Field, Why string }

func (e *FieldError) Error() string { return e.File + ": " + e.Field + ": " + e.Why }

// Read reads and checks one file. Errors name the file, and are of type
// *[FieldError] where a field is at fault.
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	f := &File{}
	if err := json.Unmarshal(text, f); err != nil {
		var kind *json.UnmarshalTypeError
		if errors.As(err, &kind) {
			return nil, &FieldError{path, kind.Field, fmt.Sprintf("%s where a %s belongs", kind.Value, kind.Type)}
		}
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	fault := func(field, format string, args ...any) error {
		return &FieldError{path, field, fmt.Sprintf(format, args...)}
	}
	switch {
	case f.Format != Format:
		return nil, fault("format", "%q, only %q is read", f.Format, Format)
	case f.Network.Activation != "" && f.Network.Activation != "linear":
		return nil, fault("network.activation", "%q, only linear networks are replayed", f.Network.Activation)
	case f.Training.Method != "" && f.Training.Method != "gradient descent":
		return nil, fault("training.method", "%q, only gradient descent is replayed", f.Training.Method)
	case !(f.Training.LearningRate > 0) || math.IsInf(f.Training.LearningRate, 0):
		return nil, fault("training.learning_rate", "%v is not a positive number", f.Training.LearningRate)
	case f.Training.Epochs < 1:
		return nil, fault("training.epochs", "%d, at least 1 is needed", f.Training.Epochs)
	case len(f.Modalities) == 0:
		return nil, fault("modalities", "there are none")
	case len(f.Columns["epoch"]) == 0:
		return nil, fault("columns.epoch", "missing")
	}
	for i, m := range f.Modalities {
		if m.Name == "" || m.Dim < 1 {
			return nil, fault(fmt.Sprintf("modalities[%d]", i), "name %q, dim %d", m.Name, m.Dim)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(f.Columns)) {
		if n, want := len(f.Columns[name]), len(f.Columns["epoch"]); n != want {
			return nil, fault("columns."+name, "%d values for %d epochs", n, want)
		}
	}
	for i, e := range f.Columns["epoch"] {
		if e != math.Trunc(e) || e < 0 || e >= float64(f.Training.Epochs) {
			return nil, fault(fmt.Sprintf("columns.epoch[%d]", i), "%v is not an epoch of 0 to %d", e, f.Training.Epochs-1)
		}
	}
	return f, nil
}

// start builds the data and the network of a file.
func (f *File) start(path string) (*sim.Moments, *sim.Network, error) {
	fault := func(field string, why any) error { return &FieldError{path, field, fmt.Sprint(why)} }
	d := 0
	var dims []int
	for _, m := range f.Modalities {
		dims = append(dims, m.Dim)
		d += m.Dim
	}
	xx, err := matrix(f.Moments.XX, d, d)
	if err != nil {
		return nil, nil, fault("moments.xx", err)
	}
	outputs := len(f.Moments.YX)
	yx, err := matrix(f.Moments.YX, outputs, d)
	if err != nil {
		return nil, nil, fault("moments.yx", err)
	}
	moments, err := sim.NewMoments(f.Modalities, outputs, xx, yx, f.Moments.YY)
	if err != nil {
		return nil, nil, fault("moments", err)
	}
	n, err := sim.NewNetwork(sim.Architecture{Depth: f.Network.Depth, Fusion: f.Network.Fusion, Width: f.Network.Width, Inputs: dims, Output: outputs})
	if err != nil {
		return nil, nil, fault("network", err)
	}
	fill := func(field string, layers []sim.Layer, stored [][][]float64) error {
		if len(stored) != len(layers) {
			return fault(field, fmt.Sprintf("%d layers, the network has %d", len(stored), len(layers)))
		}
		for l, w := range layers {
			flat, err := matrix(stored[l], w.Rows, w.Cols)
			if err != nil {
				return fault(fmt.Sprintf("%s[%d]", field, l), err)
			}
			copy(w.Data, flat)
		}
		return nil
	}
	for m, modality := range f.Modalities {
		stored, ok := f.Initial.Branches[modality.Name]
		if !ok {
			return nil, nil, fault("initial.branches."+modality.Name, "missing")
		}
		if err := fill("initial.branches."+modality.Name, n.Branches[m], stored); err != nil {
			return nil, nil, err
		}
	}
	if len(f.Initial.Branches) != len(f.Modalities) {
		return nil, nil, fault("initial.branches", fmt.Sprintf("%d branches for %d modalities", len(f.Initial.Branches), len(f.Modalities)))
	}
	return moments, n, fill("initial.shared", n.Shared, f.Initial.Shared)
}

// matrix flattens rows that must be rows × cols finite numbers.
func matrix(rows [][]float64, r, c int) ([]float64, error) {
	if len(rows) != r {
		return nil, fmt.Errorf("%d rows, %d are needed", len(rows), r)
	}
	flat := make([]float64, 0, r*c)
	for i, row := range rows {
		if len(row) != c {
			return nil, fmt.Errorf("row %d has %d numbers, %d are needed", i, len(row), c)
		}
		for _, v := range row {
			if math.IsNaN(v) || math.IsInf(v, 0) {
				return nil, fmt.Errorf("row %d holds %v", i, v)
			}
		}
		flat = append(flat, row...)
	}
	return flat, nil
}

// Difference is how far a replay is from one column of its file.
type Difference struct {
	Column  string
	Largest float64 // absolute
	Epoch   int     // where
}

// Run is a replay compared with its file.
type Run struct {
	Name        string
	Depth       int
	Differences []Difference // in the order of the column names
}

// Tolerance is what a faithful replay stays within: 1e-8 for two layers, 1e-5
// for deeper networks, of the columns stored with nine digits.
func (r *Run) Tolerance() float64 {
	if r.Depth == 2 {
		return 1e-8
	}
	return 1e-5
}

// Largest returns the largest of all differences.
func (r *Run) Largest() float64 {
	worst := 0.0
	for _, d := range r.Differences {
		if !(d.Largest <= worst) {
			worst = d.Largest
		}
	}
	return worst
}

// Replay reads a file, trains its network again and compares every column.
func Replay(path string) (*Run, error) {
	f, err := Read(path)
	if err != nil {
		return nil, err
	}
	moments, network, err := f.start(path)
	if err != nil {
		return nil, err
	}
	columns, err := f.columns(path, moments)
	if err != nil {
		return nil, err
	}
	run, err := sim.StartRun(moments, network, sim.Plan{Eta: f.Training.LearningRate, Epochs: f.Training.Epochs, Kind: sim.FullWidth})
	if err != nil {
		return nil, err
	}
	result := &Run{Name: f.Name, Depth: f.Network.Depth}
	for _, c := range columns {
		result.Differences = append(result.Differences, Difference{Column: c.name})
	}
	compare := func(after int) {
		for i, c := range columns {
			want, ok := c.at[run.Epoch()-c.after]
			if !ok || c.after != after {
				continue
			}
			d := &result.Differences[i]
			if delta := math.Abs(c.value(run) - want); !(delta <= d.Largest) {
				d.Largest, d.Epoch = delta, run.Epoch()-c.after
			}
		}
	}
	for !run.Done() {
		compare(0)
		run.Step()
		compare(1)
	}
	if failed := run.Diverged(); failed != nil {
		return nil, fmt.Errorf("%s: %w", path, failed)
	}
	return result, nil
}

// column is one stored series and how to read it off a run.
type column struct {
	name  string
	after int             // 1: belongs to the state after update i
	at    map[int]float64 // by epoch
	value func(*sim.Run) float64
}

func (f *File) columns(path string, moments *sim.Moments) (list []column, err error) {
	for _, name := range slices.Sorted(maps.Keys(f.Columns)) {
		if name == "epoch" {
			continue
		}
		c := column{name: name, after: 1, at: map[int]float64{}}
		for i, e := range f.Columns["epoch"] {
			c.at[int(e)] = f.Columns[name][i]
		}
		switch {
		case name == "loss":
			c.after = 0
			c.value = func(r *sim.Run) float64 { return r.Values("loss")[r.Epoch()] }
		case name == "generalisation_error":
			if c.value, err = f.generalisation(path, moments); err != nil {
				return nil, err
			}
		default:
			m, of := f.modality(strings.TrimPrefix(strings.TrimPrefix(name, "norm_"), "W_"))
			if m < 0 {
				return nil, &FieldError{path, "columns." + name, "no such series"}
			}
			if strings.HasPrefix(name, "norm_") {
				c.value = func(r *sim.Run) float64 { return r.Norm(m)[r.Epoch()] }
			} else if of.Dim == 1 && moments.Outputs() == 1 {
				c.value = func(r *sim.Run) float64 { return r.Total(m)[0] }
			} else {
				return nil, &FieldError{path, "columns." + name, fmt.Sprintf("one number for a modality of dimension %d", of.Dim)}
			}
		}
		list = append(list, c)
	}
	return list, nil
}

func (f *File) modality(name string) (int, sim.Modality) {
	for m, modality := range f.Modalities {
		if modality.Name == name {
			return m, modality
		}
	}
	return -1, sim.Modality{}
}

// generalisation returns E_g = ½ (W − w*) Σ (W − w*)ᵀ under the true diagonal
// covariance of the file.
func (f *File) generalisation(path string, moments *sim.Moments) (func(*sim.Run) float64, error) {
	d := moments.Inputs()
	if f.True == nil || len(f.True.Covariance) != d || len(f.True.Weights) != d || moments.Outputs() != 1 {
		return nil, &FieldError{path, "true_moments", fmt.Sprintf("cov_diagonal and w of %d numbers are needed for generalisation_error", d)}
	}
	return func(r *sim.Run) float64 {
		s, j := 0.0, 0
		for m := range f.Modalities {
			for _, w := range r.Total(m) {
				delta := w - f.True.Weights[j]
				s += f.True.Covariance[j] * delta * delta
				j++
			}
		}
		return s / 2
	}, nil
}
