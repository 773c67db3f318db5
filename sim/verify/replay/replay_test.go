package replay

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"strings"
	"testing"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// TestShapes replays runs trained the plain way: every depth, fusion layers
// from early to late, one to three modalities of several sizes, two outputs,
// fewer samples than inputs.
func TestShapes(t *testing.T) {
	for _, s := range []shape{
		{2, 2, 5, []int{1, 1}, 1, 50},
		{2, 1, 4, []int{1, 1}, 1, 50},
		{2, 2, 1, []int{6, 5}, 1, 7},
		{2, 1, 40, []int{2, 3, 1}, 1, 4},
		{2, 2, 3, []int{3, 2}, 2, 50},
		{2, 2, 3, []int{4}, 1, 50},
		{3, 1, 3, []int{1, 2}, 1, 50},
		{3, 2, 4, []int{1, 2, 1}, 1, 3},
		{4, 1, 6, []int{1, 1}, 1, 50},
		{4, 1, 60, []int{1, 1}, 1, 50},
		{4, 4, 60, []int{1, 1}, 1, 50},
		{4, 4, 3, []int{2, 1, 2}, 2, 50},
		{5, 3, 3, []int{3, 2}, 1, 4},
		{6, 4, 4, []int{1, 1}, 1, 50},
		{7, 7, 5, []int{1, 1, 1}, 1, 50},
		{8, 1, 6, []int{2, 2}, 1, 50},
		{8, 5, 5, []int{1, 1}, 1, 50},
		{8, 8, 4, []int{1, 2}, 2, 50},
	} {
		file := reference(s)
		runs, err := Replay(write(t, file), Forms)
		if err != nil || len(runs) == 0 {
			t.Errorf("%+v: %d runs, %v", s, len(runs), err)
			continue
		}
		losses := file["columns"].(map[string]any)["loss"].([]any)
		if !(losses[len(losses)-1].(float64) < .97*losses[0].(float64)) {
			t.Errorf("%+v: nothing is learned: %v to %v", s, losses[0], losses[len(losses)-1])
		}
		for _, run := range runs {
			if len(run.Differences) != len(file["columns"].(map[string]any))-1 {
				t.Errorf("%+v: %d columns compared", s, len(run.Differences))
			}
			for _, d := range run.Differences {
				if d.TooFar() || d.Largest > 6e-9*d.Allowed/1e-8 { // nothing but nine digits
					t.Errorf("%+v, %s: %s differs by %.2g at epoch %d, allowed %.2g", s, run.Form, d.Column, d.Largest, d.Epoch, d.Allowed)
				}
			}
		}
	}
}

var small = shape{3, 2, 2, []int{1, 2, 1}, 1, 20}

// at returns the container of a path's last key, and that key.
func at(file any, path ...any) (any, any) {
	for _, key := range path[:len(path)-1] {
		switch k := key.(type) {
		case string:
			file = file.(map[string]any)[k]
		case int:
			file = file.([]any)[k]
		}
	}
	return file, path[len(path)-1]
}

// put replaces a value of a file.
func put(file any, v any, path ...any) {
	switch parent, key := at(file, path...); p := parent.(type) {
	case map[string]any:
		p[key.(string)] = v
	case []any:
		p[key.(int)] = v
	}
}

// TestDifferences: an error of a millionth in any column is found, where it is.
func TestDifferences(t *testing.T) {
	two := shape{2, 2, 3, []int{1, 1}, 1, 50}
	for name := range reference(two)["columns"].(map[string]any) {
		if name == "epoch" {
			continue
		}
		file := reference(two)
		parent, row := at(file, "columns", name, 9)
		parent.([]any)[row.(int)] = parent.([]any)[row.(int)].(float64) + 1e-6
		runs, err := Replay(write(t, file), Forms)
		if err != nil {
			t.Fatal(err)
		}
		wrong := ""
		for _, d := range runs[0].Differences {
			if d.TooFar() {
				wrong += fmt.Sprintf("%s at %d;", d.Column, d.Epoch)
			}
		}
		if wrong != name+" at 49;" {
			t.Errorf("%s is off at epoch 49, found: %s", name, wrong)
		}
	}
}

// TestTrueMoments: the generalisation error is the one under the population,
// not under the sample.
func TestTrueMoments(t *testing.T) {
	file := reference(small)
	variances := []any{}
	for i, row := range file["moments"].(map[string]any)["xx"].([]any) {
		variances = append(variances, row.([]any)[i])
	}
	put(file, variances, "true_moments", "cov_diagonal")
	runs, err := Replay(write(t, file), Forms)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range runs[0].Differences {
		if d.TooFar() != (d.Column == generalisationColumn) {
			t.Errorf("under the moments of the sample, %s differs by %.2g, allowed %.2g", d.Column, d.Largest, d.Allowed)
		}
	}
}

// TestForms: every form that fits replays its own network, and a form that
// trains differently is found out.
func TestForms(t *testing.T) {
	slow := Form{"slow", func(f *runfile.File) bool { return f.Architecture.Depth == 3 }, func(m *sim.Moments, n *sim.Network, p sim.Plan) (*sim.Run, error) {
		p.Eta *= .999
		return Forms[0].Start(m, n, p)
	}}
	never := Form{"never", func(*runfile.File) bool { return false }, nil}
	broken := Form{"broken", func(*runfile.File) bool { return true }, func(*sim.Moments, *sim.Network, sim.Plan) (*sim.Run, error) {
		return nil, &sim.Error{Code: sim.OutOfRange, Key: "eta"}
	}}
	path := write(t, reference(small))
	runs, err := Replay(path, []Form{never, Forms[0], slow, Forms[0]})
	if err != nil {
		t.Fatal(err)
	}
	said := ""
	for _, run := range runs {
		said += run.Form
		for _, d := range run.Differences {
			if d.TooFar() {
				said += " differs"
				break
			}
		}
		said += ";"
	}
	if said != "full width;slow differs;full width;" {
		t.Error(said)
	}
	_, err = Replay(path, []Form{broken})
	var fault *runfile.FieldError
	if !errors.As(err, &fault) || fault.Field != "training.learning_rate" || fault.File != path {
		t.Errorf("a form that refuses: %v", err)
	}
}

// TestFaults: whatever is wrong with a file, the file and the field are named.
func TestFaults(t *testing.T) {
	type edit func(file map[string]any)
	set := func(v any, path ...any) edit { return func(f map[string]any) { put(f, v, path...) } }
	drop := func(path ...any) edit {
		return func(f map[string]any) {
			parent, key := at(f, path...)
			delete(parent.(map[string]any), key.(string))
		}
	}
	cut := func(path ...any) edit { // the last entry of a list
		return func(f map[string]any) {
			parent, key := at(f, path...)
			list := parent.(map[string]any)[key.(string)].([]any)
			parent.(map[string]any)[key.(string)] = list[:len(list)-1]
		}
	}
	both := func(edits ...edit) edit {
		return func(f map[string]any) {
			for _, e := range edits {
				e(f)
			}
		}
	}
	text := names[1] // a modality of two inputs
	for _, c := range []struct {
		field string
		edit  edit
	}{
		{"format", set("other/2", "format")},
		{"format", set(nil, "format")},
		{"format", set(1., "format")},
		{"format", drop("format")},
		{"name", set(7., "name")},

		{"network", drop("network")},
		{"network", set(nil, "network")},
		{"network", set([]any{}, "network")},
		{"network.depth", drop("network", "depth")},
		{"network.depth", set("two", "network", "depth")},
		{"network.depth", set(nil, "network", "depth")},
		{"network.depth", set(2.5, "network", "depth")},
		{"network.depth", set(1., "network", "depth")},
		{"network.depth", set(1e9, "network", "depth")},
		{"network.depth", set(1e300, "network", "depth")},
		{"network.fusion", drop("network", "fusion")},
		{"network.fusion", set(0., "network", "fusion")},
		{"network.fusion", set(4., "network", "fusion")},
		{"network.width", drop("network", "width")},
		{"network.width", set(0., "network", "width")},
		{"network.width", set(1e9, "network", "width")},
		{"network.width", set(true, "network", "width")},
		{"network.activation", set("tanh", "network", "activation")},
		{"examples", set("relu", "network", "activation")},
		{"training.batch", set("mini-batches", "training", "method")},
		{"network.activation", set(nil, "network", "activation")},

		{"training", drop("training")},
		{"training.method", set("adam", "training", "method")},
		{"training.learning_rate", drop("training", "learning_rate")},
		{"training.learning_rate", set(nil, "training", "learning_rate")},
		{"training.learning_rate", set(0., "training", "learning_rate")},
		{"training.learning_rate", set(-1., "training", "learning_rate")},
		{"training.learning_rate", set("NaN", "training", "learning_rate")},
		{"training.learning_rate", set(50., "training", "learning_rate")}, // diverges
		{"training.learning_rate", set(1e300, "training", "learning_rate")},
		{"training.epochs", drop("training", "epochs")},
		{"training.epochs", set(nil, "training", "epochs")},
		{"training.epochs", set(0., "training", "epochs")},
		{"training.epochs", set(1.5, "training", "epochs")},
		{"training.epochs", set(1e12, "training", "epochs")},

		{"modalities", drop("modalities")},
		{"modalities", set([]any{}, "modalities")},
		{"modalities", set(map[string]any{}, "modalities")},
		{"modalities[0]", set("A", "modalities", 0)},
		{"modalities[0].name", drop("modalities", 0, "name")},
		{"modalities[0].name", set("", "modalities", 0, "name")},
		{"modalities[0].name", set(nil, "modalities", 0, "name")},
		{"modalities[1].name", set(names[0], "modalities", 1, "name")},
		{"modalities[1].dim", drop("modalities", 1, "dim")},
		{"modalities[1].dim", set(nil, "modalities", 1, "dim")},
		{"modalities[1].dim", set(0., "modalities", 1, "dim")},
		{"modalities[1].dim", set(1e18, "modalities", 1, "dim")},
		{"moments.xx", set(1e5, "modalities", 1, "dim")},

		{"moments", drop("moments")},
		{"moments.xx", drop("moments", "xx")},
		{"moments.xx", set(nil, "moments", "xx")},
		{"moments.xx", cut("moments", "xx")},
		{"moments.xx[2]", set([]any{1., 2., 3.}, "moments", "xx", 2)},
		{"moments.xx[2]", set(nil, "moments", "xx", 2)},
		{"moments.xx[2][1]", set(nil, "moments", "xx", 2, 1)},
		{"moments.xx[2][1]", set("NaN", "moments", "xx", 2, 1)},
		{"moments.xx[2][1]", set([]any{}, "moments", "xx", 2, 1)},
		{"moments.xx", set(5., "moments", "xx", 2, 1)},                 // not symmetric
		{"moments.xx", set(-5., "moments", "xx", 2, 2)},                // indefinite
		{"moments.xx", set(1e300, "moments", "xx", 2, 2)},              // overflows
		{"moments.yx", set([]any{}, "moments", "yx")},                  //
		{"moments.yx[0]", set([]any{[]any{1.}}, "moments", "yx")},      //
		{"moments.yx[0]", set([]any{1., 1., 1., 1.}, "moments", "yx")}, // a flat list
		{"moments.yx[0][3]", set("Infinity", "moments", "yx", 0, 3)},
		{"moments.yy", drop("moments", "yy")},
		{"moments.yy", set(nil, "moments", "yy")},
		{"moments.yy", set([]any{1.}, "moments", "yy")},
		{"moments.yy", set(-1., "moments", "yy")},
		{"moments.yy", set(1e300, "moments", "yy")},

		{"initial", drop("initial")},
		{"initial", set(nil, "initial")},
		{"initial.branches", drop("initial", "branches")},
		{"initial.branches", set(nil, "initial", "branches")},
		{"initial.branches", set([]any{}, "initial", "branches", "smell")},
		{"initial.branches." + text, drop("initial", "branches", text)},
		{"initial.branches." + text, set(nil, "initial", "branches", text)},
		{"initial.branches." + text, cut("initial", "branches", text)},
		{"initial.branches." + text + "[0]", set([]any{[]any{1.}}, "initial", "branches", text, 0)},
		{"initial.branches." + text + "[0][1]", set([]any{1.}, "initial", "branches", text, 0, 1)},
		{"initial.branches." + text + "[0][1][1]", set(nil, "initial", "branches", text, 0, 1, 1)},
		{"initial.branches." + text + "[1]", set(1e200, "initial", "branches", text, 1, 0, 0)},
		{"initial.shared", drop("initial", "shared")},
		{"initial.shared", set(nil, "initial", "shared")},
		{"initial.shared", cut("initial", "shared")},
		{"initial.shared[0][0][1]", set("-Infinity", "initial", "shared", 0, 0, 1)},

		{"columns", drop("columns")},
		{"columns", set([]any{}, "columns")},
		{"columns.epoch", drop("columns", "epoch")},
		{"columns.epoch", set([]any{}, "columns", "epoch")},
		{"columns.epoch", set(nil, "columns", "epoch")},
		{"columns.epoch[0]", set(-1., "columns", "epoch", 0)},
		{"columns.epoch[3]", set(nil, "columns", "epoch", 3)},
		{"columns.epoch[3]", set(7.5, "columns", "epoch", 3)},
		{"columns.epoch[3]", set(2., "columns", "epoch", 3)},
		{"columns.epoch[3]", set(1., "columns", "epoch", 3)},
		{"columns.epoch[5]", set(150., "columns", "epoch", 5)},
		{"columns.loss", drop("columns", "loss")},
		{"columns.loss", set([]any{1.}, "columns", "loss")},
		{"columns.loss", set(nil, "columns", "loss")},
		{"columns.loss[4]", set(nil, "columns", "loss", 4)},
		{"columns.loss[4]", set("NaN", "columns", "loss", 4)},
		{"columns.colour", func(f map[string]any) { put(f, f["columns"].(map[string]any)["loss"], "columns", "colour") }},
		{"columns." + names[0], func(f map[string]any) { put(f, f["columns"].(map[string]any)["loss"], "columns", names[0]) }},
		{"columns.norm_" + names[0], func(f map[string]any) { put(f, f["columns"].(map[string]any)["loss"], "columns", "norm_"+names[0]) }},
		{"columns.W_" + text, func(f map[string]any) { put(f, f["columns"].(map[string]any)["loss"], "columns", "W_"+text) }},

		{"true_moments", drop("true_moments")},
		{"true_moments", set(nil, "true_moments")},
		{"true_moments", set(1., "true_moments")},
		{"true_moments.w", drop("true_moments", "w")},
		{"true_moments.w", cut("true_moments", "w")},
		{"true_moments.w[1]", set(nil, "true_moments", "w", 1)},
		{"true_moments.w", set(1e300, "true_moments", "w", 1)},
		{"true_moments.cov_diagonal", drop("true_moments", "cov_diagonal")},
		{"true_moments.cov_diagonal", set([]any{}, "true_moments", "cov_diagonal")},
		{"true_moments.cov_diagonal[2]", set(-1., "true_moments", "cov_diagonal", 2)},
		{"true_moments.cov_diagonal[2]", set("NaN", "true_moments", "cov_diagonal", 2)},
		{"training.epochs", both(set(1e15, "training", "epochs"), set(1e14, "columns", "epoch", 5))},
	} {
		file := reference(small)
		c.edit(file)
		path := write(t, file)
		_, err := Replay(path, Forms)
		var fault *runfile.FieldError
		if !errors.As(err, &fault) || fault.Field != c.field || fault.File != path || !strings.HasPrefix(err.Error(), path+": "+c.field+": ") {
			t.Errorf("want a fault of %s: %v", c.field, err)
		}
	}
	// What is not needed may be absent.
	file := reference(small)
	both(drop("columns", generalisationColumn), drop("true_moments"), drop("name"), drop("network", "activation"), drop("training", "method"))(file)
	if runs, err := Replay(write(t, file), Forms); err != nil || runs[0].Name != "run" {
		t.Errorf("%v, %v", runs, err)
	}
}

// TestTexts: files that are not JSON, or not an object, or more than one.
func TestTexts(t *testing.T) {
	whole, err := json.Marshal(reference(small))
	if err != nil {
		t.Fatal(err)
	}
	good := string(whole)
	loss := strings.Index(good, `"loss":[`) + len(`"loss":[`)
	for _, c := range []struct{ name, text, field, says string }{
		{"empty", "", "", "ends here"},
		{"blank", " \n", "", "ends here"},
		{"cut", good[:loss], "columns.loss", "ends here"},
		{"cut within a list", good[:loss+3], "columns.loss", "ends here"},
		{"cut by one", good[:len(good)-1], "", "ends here"},
		{"trailing text", good + "x", "", "more after the end"},
		{"trailing bracket", good + "}", "", "more after the end"},
		{"twice", good + good, "", "more after the end"},
		{"NaN as Python writes it", good[:loss] + "NaN," + good[loss:], "columns.loss[0]", "not JSON"},
		{"Infinity", good[:loss] + "-Infinity," + good[loss:], "columns.loss[0]", "not JSON"},
		{"beyond numbers", good[:loss] + "1e999," + good[loss:], "columns.loss[0]", "beyond the range"},
		{"no comma", good[:loss] + "1 " + good[loss:], "columns.loss[1]", "not JSON"},
		{"two commas", good[:loss] + "1,," + good[loss:], "columns.loss[1]", "not JSON"},
		{"a key twice", `{"format":1,"format":2}`, "format", "twice"},
		{"null", "null", "format", "null"},
		{"list", "[1,2]", "format", "list"},
		{"number", "3", "format", "number"},
		{"object", "{}", "format", "missing"},
		{"comma at the end", `{"format":"a",}`, "", "not JSON"},
		{"deep", strings.Repeat("[", 1_000_000), strings.Repeat("[0]", 16), "within each other"},
		{"binary", "\x00\x01\x02", "", "not JSON"},
	} {
		path := writeText(t, []byte(c.text))
		_, err := Replay(path, Forms)
		var fault *runfile.FieldError
		if !errors.As(err, &fault) || fault.File != path || fault.Field != c.field || !strings.Contains(fault.Why, c.says) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
	folder := t.TempDir()
	if _, err := Replay(folder, Forms); err == nil || !strings.Contains(err.Error(), folder) {
		t.Errorf("a folder: %v", err)
	}
	if _, err := Replay(folder+"/none.json", Forms); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("no file: %v", err)
	}
}

// TestDamagedText: bytes changed at random never panic, and what encoding/json
// does not take, Read does not take either.
func TestDamagedText(t *testing.T) {
	whole, err := json.Marshal(reference(shape{2, 2, 1, []int{1, 1}, 1, 9}))
	if err != nil {
		t.Fatal(err)
	}
	random := rand.New(rand.NewPCG(1, 1))
	path, refused := writeText(t, whole), 0
	for range 1000 {
		text := bytes.Clone(whole)
		for range 1 + random.IntN(3) {
			text[random.IntN(len(text))] = `0123456789[]{},:"-+.eEnulltrue `[random.IntN(31)]
		}
		if err := os.WriteFile(path, text, 0o644); err != nil {
			t.Fatal(err)
		}
		_, err := Replay(path, Forms)
		if err == nil && !json.Valid(text) {
			t.Fatalf("not JSON, but read: %s", text)
		}
		if err != nil {
			refused++
		}
	}
	if refused < 200 {
		t.Errorf("only %d of 1000 damaged files were refused", refused)
	}
}

// TestAllocation: a small file that asks for much gets little.
func TestAllocation(t *testing.T) {
	empty := make([]any, 20000) // rows of nothing
	for i := range empty {
		empty[i] = []any{}
	}
	many := make([]any, 3000)
	for i := range many {
		many[i] = map[string]any{"name": fmt.Sprint(i), "dim": 1.}
	}
	file := func(edits ...func(map[string]any)) map[string]any {
		f := reference(small)
		for _, e := range edits {
			e(f)
		}
		return f
	}
	for name, f := range map[string]map[string]any{
		"rows of nothing": file(func(f map[string]any) {
			put(f, empty, "moments", "xx")
			put(f, []any{map[string]any{"name": "A", "dim": 20000.}}, "modalities")
		}),
		"a wide network": file(func(f map[string]any) {
			put(f, 512., "network", "width")
			put(f, 8., "network", "depth")
		}),
		"many modalities": file(func(f map[string]any) {
			put(f, many, "modalities")
			put(f, 1e6, "training", "epochs")
		}),
		"many outputs": file(func(f map[string]any) { put(f, empty, "moments", "yx") }),
	} {
		path := write(t, f)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		_, err := Replay(path, Forms)
		runtime.ReadMemStats(&after)
		if grown := after.TotalAlloc - before.TotalAlloc; err == nil || grown > 50<<20 {
			t.Errorf("%s: %d MB, %v", name, grown>>20, err)
		}
	}
}

// TestProjectedReferences: the paper's deep runs, projected at order 2: within 1e-4 of every
// column, and well within what the residual allows.
func TestProjectedReferences(t *testing.T) {
	for _, name := range []string{"depth4_Lf2", "depth4_Lf3"} {
		runs, err := Replay("../../testdata/reference/"+name+".json", []Form{projected})
		if err != nil || len(runs) != 1 {
			t.Fatal(len(runs), err)
		}
		r := runs[0]
		if !(r.Residual > 0 && r.Residual < 1e-5) {
			t.Errorf("%s: residual %v", name, r.Residual)
		}
		for _, d := range r.Differences {
			if d.TooFar() || !(d.Largest < 1e-4) || !(d.Allowed > 10*d.Largest) && d.Column != "loss" {
				t.Errorf("%s: %s differs by %.2g, allowed %.2g", name, d.Column, d.Largest, d.Allowed)
			}
		}
	}
}
