package lab

import (
	"encoding/json"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"unimodal-bias-lab/sim"
)

// dataset is a set of so many inputs a modality, with names, as JSON.
func dataset(t *testing.T, names []string, dims []int, targets int) string {
	t.Helper()
	random := rand.New(rand.NewPCG(15, 11))
	d := sim.DataSet{Rows: 1000, Source: "sensors.csv"}
	for m, name := range names {
		d.Modalities = append(d.Modalities, sim.Modality{Name: name, Dim: dims[m]})
		for i := range dims[m] {
			d.Inputs = append(d.Inputs, name+string(rune('a'+i%26)))
		}
	}
	for k := range targets {
		d.Targets = append(d.Targets, "y"+string(rune('0'+k)))
	}
	n := len(d.Inputs) + targets
	const rank = 200
	mix := make([]float64, n*rank)
	for i := range mix {
		mix[i] = random.NormFloat64() + .1*float64(i/rank%7)
	}
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for k := range rank {
				sum += mix[i*rank+k] * mix[j*rank+k]
			}
			d.Upper = append(d.Upper, sum/rank)
		}
	}
	text, err := json.Marshal(map[string]any{"dataset": d})
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestAdopt: a data set is kept and trained on in its own time, by its own names; one that no link can
// hold is marked so, and leaves with undo; a mistake is told as everywhere.
func TestAdopt(t *testing.T) {
	f := start(t)
	names := []string{"audio", "video", "a very long name of a sensor"}
	for _, c := range []struct {
		dims    []int
		targets int
		local   bool
	}{{[]int{1, 2, 1}, 1, false}, {[]int{20, 20, 10}, 1, true}, {[]int{2, 3, 1}, 3, false}} {
		a := f.call("adopt", dataset(t, names, c.dims, c.targets))
		own, _ := a["own"].(string)
		if a["local"] != c.local || sim.Local(own) != c.local || !(a["eta"].(float64) > 0) || !(a["epochs"].(float64) >= 100) {
			t.Fatalf("%+v: adopted as %v", c, a)
		}
		before := f.call("get", `{}`)
		f.call("set", string(encode(map[string]any{"scenario": "own", "own": own, "eta": a["eta"], "epochs": a["epochs"], "playing": false})))
		now := f.call("get", `{}`)
		if local := now["local"] == true; now["own"] != own || local != c.local {
			t.Errorf("%+v: the state is %v", c, now)
		}
		f.call("work", `{"ms":60000}`)
		f.call("seek", string(encode(map[string]any{"epoch": a["epochs"]})))
		f.call("work", `{"ms":60000}`)
		f.frame(0)
		if told := f.lab.called; len(told) != 3 || f.lab.words["name.A"] != "audio" || f.lab.words["name.C"] != "a very long nam…" {
			t.Errorf("the pictures call them %q, %q", told, f.lab.words["name.C"])
		}
		if measured := f.call("measure", `{}`); measured["first"] == nil || math.IsNaN(measured["tA"].(float64)) {
			t.Errorf("%+v: measured %v", c, measured)
		}
		matrix := f.call("matrix", `{}`)
		rows := matrix["rows"].([]any)
		want := 0
		if !c.local {
			want = c.dims[0] + c.dims[1] + c.dims[2] + c.targets
		}
		if len(rows) != want || matrix["names"].([]any)[1] != "video" || len(matrix["blocks"].([]any)) != 3 {
			t.Errorf("%+v: matrix %v", c, matrix)
		}
		card := string(encode(f.call("card", `{}`)))
		if !strings.Contains(card, `"names":["audio","video"`) {
			t.Errorf("%+v: card %s", c, card)
		}
		f.call("set", string(encode(before)))
		f.call("set", string(encode(now))) // undo, and do it again
		if again := f.call("get", `{}`); again["own"] != own {
			t.Errorf("%+v: it comes back as %v", c, again)
		}
	}
	for args, key := range map[string]string{`{}`: "dataset", `{"dataset":{"modalities":[{"name":"a","dim":1}]}}`: "modalities"} {
		if _, failure := f.answer("adopt", args); failure["key"] != key {
			t.Errorf("%s: %v", args, failure)
		}
	}
	if got := f.call("open", `{"link":"v=1&scenario=own&own=tab-elsewhere"}`); !strings.Contains(string(encode(got)), string(sim.NotHere)) {
		t.Errorf("a link to data of another tab: %v", got)
	}
	if now := f.call("get", `{}`); now["own"] == "tab-elsewhere" || now["local"] != nil || now["scenario"] != "own" {
		t.Errorf("it leads to %v", now)
	}
}
