package lab

import (
	"encoding/json"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
	"unimodal-bias-lab/sim/runfile"
)

// exports returns a file of the run.
func (f *fixture) exports(kind string) exported {
	f.Helper()
	var a struct {
		Result *exported
		Error  *sim.Error
	}
	for a.Result == nil { // while it is trained
		if err := json.Unmarshal(f.lab.Call("export", encode(map[string]any{"kind": kind, "address": "https://example.org/lab/?view=embed#old"})), &a); err != nil || a.Error != nil {
			f.Fatal(err, a.Error)
		}
	}
	return *a.Result
}

// opens opens a run file and trains.
func (f *fixture) opens(text, name string) map[string]any {
	f.Helper()
	a := f.call("openRun", string(encode(map[string]any{"text": text, "name": name})))
	f.work()
	return a
}

// columns are those of the run, to its end.
func (f *fixture) columns() []sim.Column {
	f.work()
	var list []sim.Column
	for _, c := range f.lab.player.Run().Columns() {
		c.Values = slices.Clone(c.Values)
		list = append(list, c)
	}
	return list
}

func sameColumns(a, b []sim.Column) bool {
	return slices.EqualFunc(a, b, func(a, b sim.Column) bool { return a.Name == b.Name && slices.Equal(a.Values, b.Values) })
}

// TestRunComesBack: what is written of a run opens the same run, bit for bit, and so it does with other initial weights,
// of which the seed knows nothing: then the file is named.
func TestRunComesBack(t *testing.T) {
	cases := map[string]string{
		"rmsprop": `{"method":"rmsprop","eta":0.001,"epochs":200}`, "masks": `{"dropout":0.3,"masks":"sampled","epochs":300,"seed":7}`,
		"batches": `{"method":"batches","from":"sample","samples":100,"batch":9,"epochs":100,"seed":7}`, "slope": `{"scenario":"relu","slope":0.3,"noise":0.5,"epochs":300}`,
		"sample": `{"scenario":"relu","from":"sample","samples":90,"method":"momentum","eta":0.01,"epochs":300}`, "expected": `{"scenario":"xor","from":"population","kappa":1.5,"epochs":300}`,
		"some": `{"unimodal":0.5,"etaRatio":3,"initRatio":5,"method":"momentum","eta":0.01,"epochs":300}`,
	}
	for _, slug := range sim.Slugs() {
		cases[slug] = `{"scenario":"` + slug + `"}`
	}
	for i, name := range slices.Sorted(maps.Keys(cases)) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			f := start(t)
			f.call("set", cases[name])
			want := f.columns()
			s := f.lab.player.Scenario()
			file := f.exports("run")
			g := start(t)
			g.call("set", `{"scenario":"late","rho":0.3}`)
			a := g.opens(file.Text, file.Name)
			if !sameColumns(g.columns(), want) || a["drawn"] != true || g.lab.player.Scenario() != s {
				t.Errorf("it comes back as another run: %v\n%+v", a, g.lab.player.Scenario())
			}

			other, err := runfile.Parse(file.Name, []byte(file.Text))
			if err != nil {
				t.Fatal(err)
			}
			n := other.Network()
			n.Weights()[0] *= 1.5 + float64(i)/64 // no other case brings the same ones, under whatever name
			own := s
			if own.Weights, err = sim.KeepWeights(n, "mine"); err != nil {
				t.Fatal(err)
			}
			own.Init, own.InitRatio = sim.WeightsScale(own.Weights), 1
			if err := f.lab.player.Open(own, 0); err != nil {
				t.Fatal(err)
			}
			want = f.columns()
			file = f.exports("run")
			a = g.opens(file.Text, "other.json")
			if !sameColumns(g.columns(), want) || a["drawn"] == true || a["local"] != true || g.call("get", "{}")["local"] != true {
				t.Errorf("with weights of its own it comes back as another run: %v", a)
			}
			if told := g.lab.told.scenario.WeightsSource(); told != "other.json" {
				t.Errorf("the weights are of %q", told)
			}
		})
	}
}

// TestReferencesOpen: the runs of the paper's own code open, with their own weights, and show the columns that it
// printed.
func TestReferencesOpen(t *testing.T) {
	files, err := filepath.Glob("../../sim/testdata/reference/*.json")
	if err != nil || len(files) < 7 {
		t.Fatal(files, err)
	}
	for _, path := range files {
		t.Run(filepath.Base(path), func(t *testing.T) {
			t.Parallel()
			text, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			f := start(t)
			f.opens(string(text), filepath.Base(path))
			run, file := f.lab.player.Run(), inOrder(must(runfile.Parse(path, text)))
			within := 1e-7
			if p := run.Projection(); p != nil {
				within = 2e-3 // of the times; half of them differ by a tenth of that
			}
			compared := 0
			for name, stored := range file.Columns {
				series := must(file.Series(name))
				var values []float64
				after := 1
				switch series.Kind {
				case runfile.Loss:
					values, after = run.Values("loss"), 0
				case runfile.Norm:
					values = run.Norm(series.Modality)
				case runfile.Weight:
					values = run.Weight(series.Modality)
				default:
					continue // the page has no moments of that population
				}
				compared++
				largest := 0.0
				for _, v := range stored {
					largest = math.Max(largest, math.Abs(v))
				}
				for row, e := range file.Epoch {
					if d := math.Abs(values[e+after] - stored[row]); !(d <= within*largest) {
						t.Fatalf("%s is %v at epoch %d, printed: %v", name, values[e+after], e, stored[row])
					}
				}
			}
			if compared < 3 {
				t.Errorf("%d columns compared", compared)
			}
			if s := run.Scenario(); s.WeightsSource() != filepath.Base(path) || s.Task != sim.TaskOwn {
				t.Errorf("%+v", s)
			}
		})
	}
}

func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// TestWeightsAreDropped: a change of shape, or of what the seed draws, lets the seed draw again, and the page is told
// which; any other keeps the weights, and undoing brings them back.
func TestWeightsAreDropped(t *testing.T) {
	text := must(os.ReadFile("../../sim/testdata/reference/two_layer_late_rho+0.0.json"))
	for _, c := range []struct {
		change    string
		kept, fit bool
	}{
		{`{"eta":0.02}`, true, true}, {`{"method":"adam","eta":0.001}`, true, true}, {`{"etaRatio":2}`, true, true},
		{`{"width":50}`, false, false}, {`{"depth":3}`, false, false}, {`{"fusion":1}`, false, false}, {`{"own":"2_1~1_0_0_1_1_0_1_1_1_4"}`, false, false},
		{`{"seed":2}`, false, true}, {`{"init":0.1}`, false, true}, {`{"weights":""}`, false, true},
	} {
		f := start(t)
		f.opens(string(text), "late.json")
		f.frame(0)
		if m := f.page.data["milestone"]; m["code"] != player.MilestoneBrought {
			t.Errorf("at the start it is told %v", m)
		}
		before := f.call("get", "{}")
		was := f.columns()
		f.page.data = nil
		f.call("set", c.change)
		told := f.page.data["state"]
		f.work()
		s := f.lab.player.Scenario()
		if (s.Weights != "") != c.kept {
			t.Errorf("%s: the weights are %q", c.change, s.Weights)
		}
		if lost, _ := told["weightsLost"].(map[string]any); (lost == nil) != c.kept || lost != nil && (lost["file"] != "late.json" || lost["fit"] != c.fit) {
			t.Errorf("%s: the page is told %v", c.change, told)
		}
		delete(before, "scenario")
		f.call("set", string(encode(before)))
		if got := f.columns(); !sameColumns(got, was) {
			t.Errorf("%s: undone, it is another run", c.change)
		}
	}
}

// TestWeightsElsewhere: a link that names weights of another tab opens without them, and says so.
func TestWeightsElsewhere(t *testing.T) {
	f := start(t)
	notices := f.call("open", `{"link":"#v=1&scenario=late&weights=tab-nowhere"}`)["notices"].([]any)
	if n := notices[0].(map[string]any); len(notices) != 1 || n["code"] != string(sim.WeightsElsewhere) || f.lab.player.Scenario() != sim.Default() {
		t.Errorf("%v, %+v", notices, f.lab.player.Scenario())
	}
	if _, failure := f.answer("set", `{"weights":"tab-nowhere"}`); failure["code"] != string(sim.WeightsElsewhere) {
		t.Error(failure)
	}
}

// TestBadRunFiles: a file that cannot be used names its mistake, and the run stays.
func TestBadRunFiles(t *testing.T) {
	f := start(t)
	f.call("set", `{"rho":0.25}`)
	before := f.lab.player.Scenario()
	good := f.exports("run").Text
	for _, c := range []struct{ from, to, where string }{
		{`"format":"unimodal-bias/reference-run/1"`, `"format":"unimodal-bias/reference-run/2"`, "format"},
		{`"depth":2`, `"depth":9`, "network.depth"}, {`"width":100`, `"width":99`, "initial.branches.A[0]"}, {`"activation":"linear"`, `"activation":"relu"`, "examples"}, {`"activation":"linear"`, `"activation":"tanh"`, "network.activation"},
		{`"method":"gradient descent"`, `"method":"magic"`, "training.method"}, {`"epochs":1000`, `"epochs":30000`, "training.epochs"},
		{`"learning_rate":0.04`, `"learning_rate":1e20`, "training.learning_rate"},
		{`"yy":`, `"yy":-`, "moments.yy"}, {`"xx":[[4,`, `"xx":[[-4,`, "moments.xx"}, {`"xx":[[4,`, `"xx":[[`, "moments.xx"}, {`}`, ``, ""},
	} {
		text := strings.Replace(good, c.from, c.to, 1)
		if text == good {
			t.Fatalf("%s is not in the file", c.from)
		}
		_, failure := f.answer("openRun", string(encode(map[string]any{"text": text, "name": "x.json"})))
		if where, _ := failure["key"].(string); failure["code"] != string(badRun) || !strings.HasPrefix(where, c.where) || failure["value"] == "" {
			t.Errorf("%s: %v", c.to, failure)
		}
		if f.lab.player.Scenario() != before {
			t.Fatalf("%s: the run is gone", c.to)
		}
	}
}

// TestOtherExamples: rectified units, and batches, train on examples that the lab draws, so a file of others is refused.
func TestOtherExamples(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"xor","epochs":100}`)
	text := f.exports("run").Text
	f.call("set", `{"scenario":"late"}`)
	for _, c := range []struct{ from, to, where string }{
		{`"values":{`, `"values":{"task":"toy",`, ""}, // written twice
		{`"slope":0`, `"slope":0.5`, "examples"},
		{`"kappa":2,`, `"kappa":3,`, "examples"},
	} {
		other := strings.Replace(text, c.from, c.to, 1)
		_, failure := f.answer("openRun", string(marshal(map[string]any{"text": other, "name": "x.json"})))
		if where, _ := failure["key"].(string); other == text || failure["code"] != string(badRun) || !strings.Contains(where, c.where) {
			t.Errorf("%s: %v", c.to, failure)
		}
	}
	if f.opens(text, "x.json")["drawn"] != true || f.lab.player.Scenario().Slug != "xor" {
		t.Error("the file itself is refused")
	}
}

// TestDeepFilesAreOfEveryWeight: the curves of a deep network are those of a projected one, and the files that hold its
// weights are trained with all of them; each says so. What is drawn is within what they say.
func TestDeepFilesAreOfEveryWeight(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"intermediate"}`)
	f.work()
	shown := f.lab.player.Run()
	file := must(runfile.Parse("x.json", []byte(f.exports("run").Text)))
	full, off := file.Columns["norm_W_A"], shown.Projection().Within()
	drawn := shown.Norm(0)[1:]
	if file.Lab.Within != off || slices.Equal(full, drawn) || len(full) != len(drawn) {
		t.Fatalf("%d epochs, within %v of what is drawn", len(full), file.Lab.Within)
	}
	half := func(norms []float64) float64 { // the epoch at which it passes half of where it ends
		for e, v := range norms {
			if v > norms[len(norms)-1]/2 {
				before := norms[e-1]
				return float64(e) + (norms[len(norms)-1]/2-before)/(v-before)
			}
		}
		return math.NaN()
	}
	if a, b := half(drawn), half(full); !(math.Abs(a/b-1) <= off) {
		t.Errorf("drawn at %v, with every weight at %v", a, b)
	}
	for kind, says := range map[string]string{"numpy": "# The lab draws this deep network projected", "pytorch": "# The lab draws this deep network projected", "csv": "# The lab draws this deep network projected", "json": `"timesWithin":`} {
		if !strings.Contains(f.exports(kind).Text, says) {
			t.Errorf("%s does not say that it is projected", kind)
		}
	}
	// Where time passes while they are trained, it takes several calls, and other work goes on in between.
	f.call("set", `{"seed":2}`)
	now := f.time
	f.lab.now = func() time.Time { now = now.Add(exportSlice / 4); return now }
	if answer, failure := f.answer("export", `{"kind":"csv"}`); answer != nil || failure != nil || !f.lab.player.Pending() {
		t.Errorf("one call makes %v of a run that has not been trained, %v", answer, failure)
	}
	if _, failure := f.answer("export", `{"kind":"gridCsv"}`); failure["code"] != string(noGrid) || !f.lab.player.Pending() {
		t.Errorf("the file of no grid is refused with %v, or only after training", failure)
	}
	calls := 0
	for {
		answer, failure := f.answer("export", `{"kind":"run"}`)
		if failure != nil {
			t.Fatal(failure)
		}
		if calls++; answer != nil {
			break
		}
	}
	if calls < 10 {
		t.Errorf("trained in %d calls", calls)
	}
	f.call("set", `{"scenario":"late"}`)
	if strings.Contains(f.exports("numpy").Text+f.exports("csv").Text+f.exports("run").Text, "rojected") {
		t.Error("two layers are not projected")
	}
}
