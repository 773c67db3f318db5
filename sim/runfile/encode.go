package runfile

import (
	"encoding/json"

	"unimodal-bias-lab/sim"
)

// Lab is where a run is from: what opens it again in the lab, as it was.
type Lab struct {
	Version   string         `json:"version"`
	Scenario  string         `json:"scenario"`
	Seed      int            `json:"seed"`
	Permalink string         `json:"permalink"`
	Values    map[string]any `json:"values"`            // of all parameters
	Data      *sim.DataSet   `json:"dataset,omitempty"` // what the parameter own stands for, but for groups of rows
}

// readLab reads where the run is from. It is never needed: what it says is checked against the rest by who uses it.
func (f *File) readLab(root node) {
	if !root.has("lab") {
		return
	}
	var lab Lab
	if err := json.Unmarshal(marshal(root.at("lab").plain()), &lab); err != nil {
		root.tree.fail("lab", "not as the lab writes it: %v", err)
		return
	}
	f.Lab = &lab
}

// Why a run cannot be written, with code [NoRunFile].
const (
	NoRunFile  sim.Code = "noRunFile"
	whyRelu             = "relu"    // rectified units do not train on moments
	whyBatches          = "batches" // nor does who draws examples
)

// Refuses returns the *[sim.Error] that says why no file can hold a run of the scenario, or nil.
func Refuses(s sim.Scenario) error {
	switch {
	case s.Activation == sim.ReLU:
		return &sim.Error{Code: NoRunFile, Key: "activation", Value: s.Activation, Why: whyRelu}
	case s.Method == sim.Batches:
		return &sim.Error{Code: NoRunFile, Key: "method", Value: s.Method, Why: whyBatches}
	}
	return nil
}

// Encode writes a run that is trained as far as it goes. Numbers have the digits that give the same bits back. Its
// error is that of [Refuses].
func Encode(r *sim.Run, from Lab) ([]byte, error) {
	s := r.Scenario()
	if err := Refuses(s); err != nil {
		return nil, err
	}
	network, err := s.Network()
	if err != nil {
		return nil, err
	}
	moments := r.Moments()
	d, names := moments.Inputs(), s.Names()
	modalities := append([]sim.Modality{}, moments.Modalities()...)
	branches := map[string]any{}
	for m, layers := range network.Branches {
		if names != nil {
			modalities[m].Name = names[m]
		}
		branches[modalities[m].Name] = matrices(layers)
	}
	shape := map[string]any{"depth": s.Depth, "fusion": s.Fusion, "width": s.Width, "activation": "linear"}
	if depths := network.BranchDepths; depths != nil {
		shape["branch_depths"] = depths
	}
	training := map[string]any{"learning_rate": s.Eta, "epochs": s.Epochs}
	settings := Settings{s.Method, s.Optimiser, s.Remedies, s.Seed}
	settings.written(training)
	file := map[string]any{
		"format": Format, "name": from.Scenario, "source": "Unimodal Bias Lab " + from.Version,
		"network": shape, "training": training, "modalities": modalities,
		"moments":      map[string]any{"xx": rows(moments.Sigma(), d), "yx": rows(moments.Cross(), d), "yy": moments.TargetPower()},
		"true_moments": nil,
		"initial":      map[string]any{"branches": branches, "shared": matrices(network.Shared)},
		"columns":      columns(r, modalities),
		"lab":          from,
	}
	if population := populationOf(r); population != nil {
		w, _ := population.Optimum()
		sigma := population.Sigma()
		truth := map[string]any{"w": w}
		if diagonal, ok := diagonalOf(sigma, d); ok {
			truth["cov_diagonal"] = diagonal
		} else {
			truth["cov"] = rows(sigma, d)
		}
		file["true_moments"] = truth
	}
	if p := r.Projection(); p != nil {
		file["times_within"] = p.Within()
	}
	return marshal(file), nil
}

// populationOf are the moments that the generalisation error of a run is measured under; nil: it has none, or another
// one.
func populationOf(r *sim.Run) *sim.Moments {
	if data := r.Data(); data.True != nil && !data.Held && data.Moments.Outputs() == 1 {
		return data.True
	}
	return nil
}

// columns are every series of a run, row i before or after update i.
func columns(r *sim.Run, modalities []sim.Modality) map[string]any {
	updates := r.Epoch()
	if r.Diverged() != nil {
		updates-- // the last one is not made again: it says that the rate is too large
	}
	epochs := make([]int, updates)
	for i := range epochs {
		epochs[i] = i
	}
	list := map[string]any{"epoch": epochs, lossName: r.Values("loss")[:updates]}
	scalars := r.Moments().Outputs() == 1 && r.Moments().Inputs() == len(modalities)
	for m, modality := range modalities {
		list[normName+modality.Name] = r.Norm(m)[1 : updates+1]
		if scalars {
			list[weightName+modality.Name] = r.Weight(m)[1 : updates+1]
		}
	}
	if populationOf(r) != nil {
		list[generalisationName] = r.Values(sim.GeneralisationError)[1 : updates+1]
	}
	return list
}

func matrices(layers []sim.Layer) [][][]float64 {
	list := [][][]float64{}
	for _, l := range layers {
		list = append(list, rows(l.Data, l.Cols))
	}
	return list
}

// rows are those of a row-major matrix.
func rows(flat []float64, cols int) (list [][]float64) {
	for ; len(flat) > 0; flat = flat[cols:] {
		list = append(list, flat[:cols])
	}
	return list
}

// diagonalOf is that of a square matrix, if nothing else is in it.
func diagonalOf(sigma []float64, d int) (diagonal []float64, ok bool) {
	for i, v := range sigma {
		if i/d == i%d {
			diagonal = append(diagonal, v)
		} else if v != 0 {
			return nil, false
		}
	}
	return diagonal, true
}

// marshal encodes what is made of finite numbers and texts: failing is a mistake here.
func marshal(v any) []byte {
	text, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return text
}
