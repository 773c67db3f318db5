package python

import (
	"bytes"
	"encoding/csv"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// interpreter is that of Debian, with its python3-numpy.
const interpreter = "/usr/bin/python3"

// python runs a program in a folder. Without an interpreter that has NumPy the test fails.
func python(t *testing.T, folder string, args ...string) (out string, ok bool) {
	t.Helper()
	cmd := exec.Command(interpreter, args...)
	cmd.Dir = folder
	cmd.Env = append(os.Environ(), "OMP_NUM_THREADS=1", "OPENBLAS_NUM_THREADS=1", "PYTHONDONTWRITEBYTECODE=1")
	var text bytes.Buffer
	cmd.Stdout, cmd.Stderr = &text, &text
	err := cmd.Run()
	if err != nil && (cmd.ProcessState == nil || strings.Contains(text.String(), "No module named 'numpy'")) {
		t.Fatalf("the programs of runs are tried with %s and NumPy: install Debian's python3-numpy (apt-get install python3-numpy). %v\n%s", interpreter, err, text.String())
	}
	return text.String(), err == nil
}

// cases are the runs of every scenario, and some that no scenario has.
func cases(t *testing.T) map[string]sim.Scenario {
	all := map[string]sim.Scenario{}
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		s.Compare = false // the others have programs of their own
		if most := map[string]int{"flow": 500, "wishart": 300, "depth": 2500, "small-data": 300, "enough-data": 300, "xor-early": 200}[slug]; most > 0 {
			s.Epochs = most // the rest would take as long again
		}
		all[slug] = s
	}
	for name, values := range map[string]map[string]any{
		"rmsprop":       {"method": sim.RMSProp, "eta": 1e-3, "epochs": 200, "init": .1},
		"some remedies": {"unimodal": .5, "etaRatio": 3, "initRatio": 5, "method": sim.Momentum, "eta": .01, "epochs": 300},
		"own names":     {"task": sim.TaskOwn, "own": "vid%C3%A9o%20%22x%22:2_a%23b:1-2~3_1_0.4_0.1_0.2_1.34_0.2_0.2_0.1_0.8_0.3_0.87_2_0.1_2", "epochs": 400},
		"deep, decay":   {"depth": 2, "decay": .2, "rho": .4, "epochs": 600},
		"masks":         {"dropout": .3, "masks": sim.SampledMasks, "unimodal": .1, "seed": 7},
		"batches":       {"method": sim.Batches, "from": sim.Sample, "samples": 100, "batch": 7, "epochs": 200, "seed": 999999},
		"batches, wide": {"scenario": "small-data", "method": sim.Batches, "samples": 64, "epochs": 30},
		"batches, deep": {"method": sim.Batches, "from": sim.Sample, "samples": 40, "depth": 3, "width": 20, "init": .1, "epochs": 300},
		"all at once":   {"method": sim.Batches, "from": sim.Sample, "samples": 60, "dropout": .2, "masks": sim.SampledMasks, "decay": .02, "modulation": .3, "unimodal": .2, "etaRatio": 2, "init": .1, "epochs": 300},
		"relu, slope":   {"scenario": "relu", "slope": .3, "noise": .5, "from": sim.Sample, "samples": 300, "etaRatio": 2, "method": sim.Momentum, "eta": .01, "epochs": 400},
		"xor, expected": {"scenario": "xor", "from": sim.Population, "method": sim.Adam, "eta": .001, "epochs": 600},
		"xor, early":    {"scenario": "xor-early", "samples": 100, "width": 30},
		"early, slope":  {"scenario": "relu", "fusion": 1, "from": sim.Sample, "samples": 20, "slope": .5, "method": sim.RMSProp, "eta": .002, "epochs": 300},
	} {
		s, err := sim.Default().With(values)
		if err != nil {
			t.Fatal(name, err)
		}
		all[name] = s
	}
	return all
}

// trained returns a run of every weight, to its end.
func trained(t *testing.T, s sim.Scenario) *sim.Run {
	t.Helper()
	r, err := sim.NewRun(s)
	if err == nil {
		r, err = r.Full()
	}
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestPrograms: the NumPy program of every run agrees with the lab's columns, to 1e-9 of their largest values: for deep
// networks with those of every weight; for gradient flow to 1e-6. The PyTorch program is one that Python can read.
func TestPrograms(t *testing.T) {
	for name, s := range cases(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := trained(t, s)
			about := About{Version: sim.Version, Permalink: "https://example.org/#v=1&scenario=" + s.Slug, RunFile: "the run.run.json"}
			program, err := NumPy(r, about)
			if err != nil {
				t.Fatal(err)
			}
			most := 60
			if s.Method == sim.Batches || s.Masks == sim.SampledMasks { // it draws what the lab drew
				most = 85
			}
			if lines := strings.Count(program, "\n"); lines >= most {
				t.Errorf("%d lines", lines)
			}
			folder := t.TempDir()
			write := func(name string, text []byte) {
				if err := os.WriteFile(filepath.Join(folder, name), text, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			write("numpy_run.py", []byte(program))
			if !Embedded(r) {
				text, err := runfile.Encode(r, runfile.Lab{Scenario: s.Slug})
				if err != nil {
					t.Fatal(err)
				}
				write(about.RunFile, text)
			}
			out, ok := python(t, folder, "numpy_run.py", "curves.csv")
			if !ok || !strings.Contains(out, "largest difference") {
				t.Fatalf("it does not agree with the lab:\n%s", out)
			}
			t.Log(strings.Count(program, "\n"), compare(t, filepath.Join(folder, "curves.csv"), r, Within(r)), out)

			torch, err := PyTorch(r, about)
			if err != nil {
				t.Fatal(err)
			}
			write("torch_run.py", []byte(torch))
			if out, ok := python(t, folder, "-m", "py_compile", "torch_run.py"); !ok {
				t.Errorf("PyTorch: %s", out)
			}
		})
	}
}

// compare compares all rows of a CSV with the columns of a run, and returns the largest difference.
func compare(t *testing.T, path string, r *sim.Run, within float64) (largest float64) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	rows, err := csv.NewReader(file).ReadAll()
	if err != nil || len(rows) != r.Epoch()+2 {
		t.Fatalf("%d rows for %d epochs, %v", len(rows), r.Epoch(), err)
	}
	compared := 0
	for j, name := range rows[0] {
		values := r.Values(name)
		if values == nil {
			t.Errorf("%s is no column", name)
			continue
		}
		scale := slices.Max(values)
		for e, want := range values {
			got, err := strconv.ParseFloat(rows[e+1][j], 64)
			if err != nil {
				t.Fatal(err)
			}
			d := math.Abs(got-want) / scale
			if largest = math.Max(largest, d); !(d <= within) {
				t.Fatalf("%s is %v at epoch %d, not %v", name, got, e, want)
			}
		}
		compared++
	}
	if compared != 2+len(r.Moments().Modalities()) {
		t.Errorf("%d columns compared", compared)
	}
	return largest
}

// TestProgramIsWrong: a program that does something else is found out, by itself and by the comparison above.
func TestProgramIsWrong(t *testing.T) {
	s := sim.Default()
	r := trained(t, s)
	program, err := NumPy(r, About{})
	if err != nil {
		t.Fatal(err)
	}
	folder := t.TempDir()
	for _, change := range [][2]string{{"w += rate * g", "w += 1.00001 * rate * g"}, {"residual = YX - w @ XX", "residual = YX - w @ XX + 1e-7"}} {
		wrong := strings.Replace(program, change[0], change[1], 1)
		if wrong == program {
			t.Fatalf("%s is not in the program", change[0])
		}
		if err := os.WriteFile(filepath.Join(folder, "wrong.py"), []byte(wrong), 0o644); err != nil {
			t.Fatal(err)
		}
		if out, ok := python(t, folder, "wrong.py"); ok {
			t.Errorf("with %s it says %s", change[1], out)
		}
	}
}

// TestEndlessExamples: early fusion of rectified units sees all of a population, which no program holds.
func TestEndlessExamples(t *testing.T) {
	s, err := sim.Default().With(map[string]any{"scenario": "relu", "fusion": 1, "epochs": 10})
	if err != nil {
		t.Fatal(err)
	}
	r := trained(t, s)
	_, numpy := NumPy(r, About{})
	_, torch := PyTorch(r, About{})
	for _, err := range []error{numpy, torch} {
		if e, ok := err.(*sim.Error); !ok || e.Code != sim.NoExamples {
			t.Errorf("refused with %v", err)
		}
	}
}

// TestOrders: the programs shuffle as Go does, of any number of examples.
func TestOrders(t *testing.T) {
	program, want := &text{}, ""
	p := &run{Scenario: sim.Default()}
	p.Method, p.Seed = sim.Batches, 31
	p.generator(program)
	for _, count := range []int{1, 2, 3, 7, 8, 64, 100, 1000, 4095, 4096, 4097, sim.MaxSamples - 1, sim.MaxSamples} {
		order := make([]int, count)
		for i := range order {
			order[i] = i
		}
		rand.New(rand.NewPCG(31, 1<<34+uint64(count))).Shuffle(count, func(i, j int) { order[i], order[j] = order[j], order[i] })
		sum := 0
		for i, at := range order {
			sum += (i + 1) * (i + 1) * at
		}
		program.line("y = range(%d); order = shuffled(len(y)); print(sum((i + 1) ** 2 * at for i, at in enumerate(order)), len(set(order)))", count)
		want += fmt.Sprintln(sum, count)
	}
	path := filepath.Join(t.TempDir(), "orders.py")
	if err := os.WriteFile(path, []byte(program.String()), 0o644); err != nil {
		t.Fatal(err)
	}
	if out, ok := python(t, filepath.Dir(path), path); !ok || out != want {
		t.Errorf("shuffled to\n%swant\n%s", out, want)
	}
}
