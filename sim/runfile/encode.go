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
	NoRunFile  sim.Code = "dataNoRun"
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

// written is a file in the order in which people read it, the format first.
type written struct {
	Format     string         `json:"format"`
	Name       string         `json:"name"`
	Source     string         `json:"source"`
	Network    shape          `json:"network"`
	Training   training       `json:"training"`
	Modalities []sim.Modality `json:"modalities"`
	Moments    moment         `json:"moments"`
	Truth      *truth         `json:"true_moments"`
	Initial    initial        `json:"initial"`
	Within     float64        `json:"times_within,omitempty"`
	Columns    map[string]any `json:"columns"`
	Lab        Lab            `json:"lab"`
}

type shape struct {
	Depth        int    `json:"depth"`
	Fusion       int    `json:"fusion"`
	BranchDepths []int  `json:"branch_depths,omitempty"`
	Width        int    `json:"width"`
	Activation   string `json:"activation"`
}

type training struct {
	Method    string             `json:"method"`
	Rate      float64            `json:"learning_rate"`
	Epochs    int                `json:"epochs"`
	Constants map[string]float64 `json:"constants,omitempty"`
	Remedies  map[string]any     `json:"remedies,omitempty"`
}

type moment struct {
	XX [][]float64 `json:"xx"`
	YX [][]float64 `json:"yx"`
	YY float64     `json:"yy"`
}

type truth struct {
	Diagonal []float64   `json:"cov_diagonal,omitempty"`
	Cov      [][]float64 `json:"cov,omitempty"`
	W        []float64   `json:"w"`
}

type initial struct {
	Branches map[string][][][]float64 `json:"branches"`
	Shared   [][][]float64            `json:"shared"`
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
	branches := map[string][][][]float64{}
	for m, layers := range network.Branches {
		if names != nil {
			modalities[m].Name = names[m]
		}
		branches[modalities[m].Name] = matrices(layers)
	}
	settings := Settings{s.Method, s.Optimiser, s.Remedies, s.Seed}
	file := written{
		Format: Format, Name: from.Scenario, Source: "Unimodal Bias Lab " + from.Version,
		Network:    shape{s.Depth, s.Fusion, network.BranchDepths, s.Width, "linear"},
		Training:   settings.written(s.Eta, s.Epochs),
		Modalities: modalities,
		Moments:    moment{rows(moments.Sigma(), d), rows(moments.Cross(), d), moments.TargetPower()},
		Initial:    initial{branches, matrices(network.Shared)},
		Columns:    columns(r, modalities),
		Lab:        from,
	}
	if population := populationOf(r); population != nil {
		w, _ := population.Optimum()
		sigma := population.Sigma()
		file.Truth = &truth{W: w}
		if diagonal, ok := diagonalOf(sigma, d); ok {
			file.Truth.Diagonal = diagonal
		} else {
			file.Truth.Cov = rows(sigma, d)
		}
	}
	if p := r.Projection(); p != nil {
		file.Within = p.Within()
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
