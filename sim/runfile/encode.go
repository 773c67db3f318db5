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
	// Within is by which part of themselves the times of the curves that the lab drew may be off those of the columns:
	// it drew a projected network ([sim.Projection]). 0: they are the same.
	Within float64 `json:"times_within,omitempty"`
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
	Examples   *examples      `json:"examples,omitempty"`
	Initial    initial        `json:"initial"`
	Columns    map[string]any `json:"columns"`
	Lab        Lab            `json:"lab"`
}

type shape struct {
	Depth        int     `json:"depth"`
	Fusion       int     `json:"fusion"`
	BranchDepths []int   `json:"branch_depths,omitempty"`
	Width        int     `json:"width"`
	Activation   string  `json:"activation"`
	Slope        float64 `json:"slope,omitempty"`
}

type training struct {
	Method    string             `json:"method"`
	Rate      float64            `json:"learning_rate"`
	Epochs    int                `json:"epochs"`
	Constants map[string]float64 `json:"constants,omitempty"`
	Batch     int                `json:"batch,omitempty"`
	Seed      int                `json:"seed,omitempty"`
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

type examples struct {
	Inputs  [][]float64 `json:"inputs"`
	Targets []float64   `json:"targets"`
}

type initial struct {
	Branches map[string][][][]float64 `json:"branches"`
	Shared   [][][]float64            `json:"shared"`
}

// Encode writes a run that is trained as far as it goes, of every weight ([sim.Run.Full]): else its columns are not those
// of the weights in the file. Numbers have the digits that give the same bits back. Its error is that of
// [sim.Scenario.Examples].
func Encode(r *sim.Run, from Lab) ([]byte, error) {
	s := r.Scenario()
	if r.Projection() != nil {
		panic("runfile: the columns of a projected run")
	}
	seen, err := s.Examples(r.Data())
	if err != nil {
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
	slope := 0.0
	if s.Activation == sim.ReLU {
		slope = s.Slope
	}
	file := written{
		Format: Format, Name: from.Scenario, Source: "Unimodal Bias Lab " + from.Version,
		Network:    shape{s.Depth, s.Fusion, network.BranchDepths, s.Width, s.Activation, slope},
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
	if seen != nil {
		file.Examples = &examples{rows(seen.Inputs, d), seen.Targets}
	}
	return marshal(file), nil
}

// populationOf are the moments that the generalisation error of a run is measured under; nil: it has none, or another
// one.
func populationOf(r *sim.Run) *sim.Moments {
	if data := r.Data(); r.Values(sim.GeneralisationError) != nil && data.True != nil && !data.Held && data.Moments.Outputs() == 1 {
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
	norm := normName
	if r.ByPaths() {
		norm, scalars = pathName, false
	}
	for m, modality := range modalities {
		list[norm+modality.Name] = r.Norm(m)[1 : updates+1]
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
