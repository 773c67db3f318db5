package sim

import (
	"encoding/csv"
	"encoding/json"
	"math"
	"os"
	"path/filepath"
	"strconv"
	"testing"
)

// referenceRun is one file of testdata/reference (see its README): initial
// weights, moments and curves of a run of the paper's own code.
type referenceRun struct {
	Network struct {
		Depth, Fusion, Width int
	}
	Training struct {
		LearningRate float64 `json:"learning_rate"`
		Epochs       int
	}
	Modalities []struct {
		Name string
		Dim  int
	}
	Moments struct {
		XX, YX [][]float64
		YY     float64
	}
	Initial struct {
		Branches map[string][][][]float64
		Shared   [][][]float64
	}
	Columns map[string][]float64
}

func readReference(t *testing.T, name string) referenceRun {
	t.Helper()
	text, err := os.ReadFile(filepath.Join("testdata", "reference", name))
	if err != nil {
		t.Fatal(err)
	}
	var ref referenceRun
	if err := json.Unmarshal(text, &ref); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
	return ref
}

// run returns the run a reference file starts.
func (ref referenceRun) run(t *testing.T) *Run {
	t.Helper()
	var mods []Modality
	var dims []int
	for _, m := range ref.Modalities {
		mods = append(mods, Modality{m.Name, m.Dim})
		dims = append(dims, m.Dim)
	}
	flatten := func(rows [][]float64) (flat []float64) {
		for _, row := range rows {
			flat = append(flat, row...)
		}
		return flat
	}
	moments, err := NewMoments(mods, len(ref.Moments.YX), flatten(ref.Moments.XX), flatten(ref.Moments.YX), ref.Moments.YY)
	if err != nil {
		t.Fatal(err)
	}
	n, err := NewNetwork(Architecture{Depth: ref.Network.Depth, Fusion: ref.Network.Fusion, Width: ref.Network.Width, Inputs: dims, Output: len(ref.Moments.YX)})
	if err != nil {
		t.Fatal(err)
	}
	for m, mod := range mods {
		for l, w := range ref.Initial.Branches[mod.Name] {
			if copied := copy(n.Branches[m][l].Data, flatten(w)); copied != len(n.Branches[m][l].Data) {
				t.Fatalf("branch %s layer %d has %d weights, want %d", mod.Name, l, copied, len(n.Branches[m][l].Data))
			}
		}
	}
	for l, w := range ref.Initial.Shared {
		if copied := copy(n.Shared[l].Data, flatten(w)); copied != len(n.Shared[l].Data) {
			t.Fatalf("shared layer %d has %d weights, want %d", l, copied, len(n.Shared[l].Data))
		}
	}
	s := Scenario{Depth: ref.Network.Depth, Fusion: ref.Network.Fusion, Width: ref.Network.Width, Eta: ref.Training.LearningRate, Epochs: ref.Training.Epochs}
	return newRun(s, moments, n)
}

// TestReferenceRuns replays runs of the paper's code from their own initial
// weights. Tolerances: the files store nine digits; a float64 replay by other
// code agrees to 5e-9 (two layers) and 4e-8 (depth 4).
func TestReferenceRuns(t *testing.T) {
	for _, c := range []struct {
		file string
		tol  float64
	}{
		{"two_layer_late_rho+0.0.json", 1e-8},
		{"two_layer_late_rho+0.5.json", 1e-8},
		{"two_layer_early_rho+0.0.json", 1e-8},
		{"two_layer_early_rho+0.5.json", 1e-8},
		{"depth4_Lf2.json", 1e-5},
		{"depth4_Lf3.json", 1e-5},
	} {
		t.Run(c.file, func(t *testing.T) {
			ref := readReference(t, c.file)
			r := ref.run(t)
			type series struct {
				want, got []float64
				after     int // rows of W_* and norm_W_* belong to the state after update i
			}
			columns := map[string]*series{"loss": {want: ref.Columns["loss"]}}
			for _, m := range ref.Modalities {
				columns["W_"+m.Name] = &series{want: ref.Columns["W_"+m.Name], after: 1}
				columns["norm_W_"+m.Name] = &series{want: ref.Columns["norm_W_"+m.Name], after: 1}
			}
			if len(columns)+1 != len(ref.Columns) {
				t.Fatalf("the file has %d columns, %d are compared", len(ref.Columns)-1, len(columns))
			}
			var totals [][]float64
			for {
				r.training.refresh()
				totals = append(totals, append([]float64(nil), r.training.total...))
				if r.Done() {
					break
				}
				r.Step()
			}
			if r.Diverged() != nil {
				t.Fatal(r.Diverged())
			}
			for i, epoch := range ref.Columns["epoch"] {
				e := int(epoch)
				check := func(name string, got float64) {
					s := columns[name]
					s.got = append(s.got, got)
					if d := math.Abs(got - s.want[i]); !(d <= c.tol) {
						t.Errorf("%s at epoch %d: %.12g, the paper's run has %.12g", name, e, got, s.want[i])
					}
				}
				check("loss", r.Values("loss")[e])
				for m, mod := range ref.Modalities {
					check("W_"+mod.Name, totals[e+1][m])
					check("norm_W_"+mod.Name, r.Values("norm" + mod.Name)[e+1])
				}
			}
		})
	}
}

// readTable reads a CSV table of numbers from testdata/reference.
func readTable(t *testing.T, name string) (rows []map[string]float64) {
	t.Helper()
	f, err := os.Open(filepath.Join("testdata", "reference", name))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	for _, record := range records[1:] {
		row := map[string]float64{}
		for i, text := range record {
			if row[records[0][i]], err = strconv.ParseFloat(text, 64); err != nil {
				t.Fatalf("%s: %v", name, err)
			}
		}
		rows = append(rows, row)
	}
	return rows
}
