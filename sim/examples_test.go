package sim

import (
	"encoding/json"
	"math"
	"os"
	"slices"
	"testing"

	"unimodal-bias-lab/sim/table"
)

// answer is what an independent NumPy program says of a data set that comes with the lab:
// sim/testdata/examples/compute.py.
type answer struct {
	Modalities    []string
	Dims          []int
	Targets       int
	Rows, Dropped int
	Alone         []float64
	Together      float64
	Norms         []float64
	Strengths     []float64
	First, Better string
	Plateau       float64
	Times         []*float64
}

func answersOfNumPy(t *testing.T) (answers map[string]answer) {
	t.Helper()
	data, err := os.ReadFile("testdata/examples/answers.json")
	if err == nil {
		err = json.Unmarshal(data, &answers)
	}
	if err != nil || len(answers) != 6 {
		t.Fatal(len(answers), err)
	}
	return answers
}

// TestDigitsAreNumPys: what the lab finds of the two views of digits is what NumPy does.
func TestDigitsAreNumPys(t *testing.T) {
	data, err := os.ReadFile("../web/data/digits.json")
	if err != nil {
		t.Fatal(err)
	}
	var set DataSet
	if err := json.Unmarshal(data, &set); err != nil {
		t.Fatal(err)
	}
	own, err := Keep(&set)
	if err != nil {
		t.Fatal(err)
	}
	answers := answersOfNumPy(t)
	for _, scaling := range []string{ScaleRaw, ScaleStandard} {
		checkAnswer(t, "digits/"+scaling, own, scaling, answers["digits/"+scaling])
	}
}

// TestTablesAreNumPys: a table that comes with the lab, read as the page reads it, comes to the answers
// of NumPy.
func TestTablesAreNumPys(t *testing.T) {
	var entries []struct {
		Slug, File string
		Modalities json.RawMessage // an object whose order counts
		Targets    []string
	}
	index, err := os.ReadFile("../web/data/index.json")
	if err == nil {
		err = json.Unmarshal(index, &entries)
	}
	if err != nil {
		t.Fatal(err)
	}
	answers, tables := answersOfNumPy(t), 0
	for _, e := range entries {
		if e.Targets == nil {
			continue
		}
		tables++
		data, err := os.ReadFile("../web/data/" + e.File)
		if err != nil {
			t.Fatal(err)
		}
		reader, err := table.Open(e.File, int64(len(data)), table.Options{})
		if err == nil {
			_, err = reader.Feed(data)
		}
		if err != nil {
			t.Fatal(err)
		}
		survey, err := reader.Survey()
		if err != nil {
			t.Fatal(err)
		}
		column := func(name string) int {
			i := slices.IndexFunc(survey.Columns, func(c table.Column) bool { return c.Name == name })
			if i < 0 {
				t.Fatalf("%s has no column %s", e.File, name)
			}
			return i
		}
		want := answers[e.Slug+"/"+ScaleRaw]
		plan := table.Plan{Centre: true}
		var columns map[string][]string
		if err := json.Unmarshal(e.Modalities, &columns); err != nil {
			t.Fatal(err)
		}
		for _, name := range want.Modalities {
			block := table.Block{Name: name}
			for _, c := range columns[name] {
				block.Columns = append(block.Columns, column(c))
			}
			plan.Modalities = append(plan.Modalities, block)
		}
		for _, c := range e.Targets {
			plan.Targets = append(plan.Targets, column(c))
		}
		if err := reader.Begin(plan); err != nil {
			t.Fatal(err)
		}
		if _, err := reader.Feed(data); err != nil {
			t.Fatal(err)
		}
		read, err := reader.Finish()
		if err != nil {
			t.Fatal(err)
		}
		var set DataSet
		if err := json.Unmarshal(table.JSON(read), &set); err != nil {
			t.Fatal(err)
		}
		if set.Rows != want.Rows || set.Dropped != want.Dropped || len(set.Targets) != want.Targets {
			t.Errorf("%s: %d rows, %d dropped, targets %v; NumPy has %d, %d, %d", e.File, set.Rows, set.Dropped, set.Targets, want.Rows, want.Dropped, want.Targets)
		}
		own, err := Keep(&set)
		if err != nil {
			t.Fatal(err)
		}
		for _, scaling := range []string{ScaleRaw, ScaleStandard} {
			name := e.Slug + "/" + scaling
			checkAnswer(t, name, own, scaling, answers[name])
		}
	}
	if tables != 2 {
		t.Errorf("%d tables come with the lab", tables)
	}
}

// checkAnswer compares a run of a data set with an answer.
func checkAnswer(t *testing.T, name, own, scaling string, want answer) {
	t.Helper()
	const exact, late = 1e-6, .05
	const patience = 100 // in units of τ: the flow of many inputs takes its time
	s, err := Preset("own")
	if err == nil {
		s, err = s.With(map[string]any{"own": own, "scaling": scaling, "init": 1e-4, "method": GradientFlow})
	}
	if err != nil {
		t.Fatal(name, err)
	}
	if s.Eta, s.Epochs, err = s.OwnTime(); err != nil {
		t.Fatal(name, err)
	}
	for i, time := range want.Times {
		if time != nil && *time > patience {
			want.Times[i] = nil
		} else if time != nil {
			s.Epochs = max(s.Epochs, int(1.2**time/s.Eta))
		}
	}
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(name, err)
	}
	for !r.Done() {
		r.Step()
	}
	if e := r.Diverged(); e != nil {
		t.Fatal(name, e)
	}
	near := func(what string, got, want, tolerance float64) {
		t.Helper()
		if !(math.Abs(got-want) <= tolerance*math.Abs(want)) {
			t.Errorf("%s: %s is %.9g, NumPy says %.9g", name, what, got, want)
		}
	}
	m, names := r.Moments(), Kept(own).Modalities // the moments call them A, B, C
	zero := m.ZeroLoss()
	_, best := m.Optimum()
	near("what all explain", 1-best/zero, want.Together, exact)
	p, err := r.Predict()
	if err != nil {
		t.Fatal(name, err)
	}
	seen := r.Measure(r.Epoch())
	if got := names[p.First].Name; got != want.First {
		t.Errorf("%s: %s is to be first, NumPy says %s", name, got, want.First)
	}
	if timed := want.Times[slices.Index(want.Modalities, want.First)] != nil; timed != (seen.First >= 0) || timed && names[seen.First].Name != want.First {
		t.Errorf("%s: %d was first, NumPy says %s", name, seen.First, want.First)
	}
	if got := names[p.Better].Name; got != want.Better {
		t.Errorf("%s: %s explains more, NumPy says %s", name, got, want.Better)
	}
	near("the plateau", r.PlateauNorm(p.First), want.Plateau, exact)
	for i, modality := range names {
		if modality.Name != want.Modalities[i] || modality.Dim != want.Dims[i] {
			t.Errorf("%s: modality %d is %v, NumPy says %s of %d", name, i, modality, want.Modalities[i], want.Dims[i])
		}
		near("what "+modality.Name+" explains", 1-m.aloneLoss[i]/zero, want.Alone[i], exact)
		near("the norm of "+modality.Name, m.OptimumNorm(i), want.Norms[i], exact)
		if want.Times[i] != nil {
			near("the time of "+modality.Name, seen.Times[i]*s.Eta, *want.Times[i], late)
			near("the drawn time of "+modality.Name, p.Drawn().Times[i]*s.Eta, *want.Times[i], late)
		}
	}
	t.Logf("%s: η %v, %d epochs, times %v", name, s.Eta, s.Epochs, seen.Times)
}
