package lab

import (
	"encoding/json"
	"reflect"
	"slices"
	"testing"

	"unimodal-bias-lab/sim"
)

// asked is the answer of the program, decoded.
func (f *fixture) asked(args string) (r reply) {
	f.Helper()
	var a struct {
		Result reply
		Error  *sim.Error
	}
	if err := json.Unmarshal(f.lab.Call("answer", []byte(args)), &a); err != nil {
		f.Fatal(err)
	}
	if a.Error != nil {
		f.Fatal(a.Error)
	}
	return a.Result
}

// TestAnswer: the answer is that of the run at its end, wherever the playhead is; draws and the runs of
// all advice come in as work is done, and stop when nobody reads any more.
func TestAnswer(t *testing.T) {
	f := start(t)
	if _, failure := f.answer("answer", `{}`); failure == nil || failure["code"] != "unsuited" {
		t.Errorf("of other data: %v", failure)
	}
	f.call("set", `{"scenario":"own"}`)
	if r := f.asked(`{}`); r.Ready || r.Answer != nil || !r.Working {
		t.Errorf("of a run that is not done: %+v", r)
	}
	f.work()
	r := f.asked(`{}`)
	if !r.Ready || r.Working || f.lab.player.Epoch() != 0 {
		t.Fatalf("after the work: %+v", r)
	}
	if want := f.lab.player.Run().Answer(); !reflect.DeepEqual(wire(t, r.Answer), wire(t, &want)) {
		t.Errorf("it says %+v, the run %+v", r.Answer, want)
	}
	if r.Sensitivity != nil || r.NoDraws != sim.NoRows {
		t.Errorf("without rows: %+v, %s", r.Sensitivity, r.NoDraws)
	}
	kinds := []string{}
	for _, a := range r.Advice {
		kinds = append(kinds, a.Kind)
		if a.Why != "" {
			continue
		}
		if !a.Done || a.Counsel == nil || a.Refused != nil {
			t.Errorf("%s is not done: %+v", a.Kind, a)
			continue
		}
		v, err := sim.ParseVariant(a.Pin)
		if err != nil {
			t.Fatal(err)
		}
		s, err := v.Of(f.lab.player.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		run, err := sim.NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !run.Done() {
			run.Step()
		}
		if want := f.lab.player.Run().Counsel(run); !reflect.DeepEqual(wire(t, a.Counsel), wire(t, &want)) {
			t.Errorf("%s: %+v, a run by itself says %+v", a.Kind, a.Counsel, want)
		}
	}
	if want := slices.DeleteFunc(slices.Clone(sim.AdviceKinds), func(kind string) bool { return kind == "decay" }); !slices.Equal(kinds, want) {
		t.Errorf("advice about %v", kinds)
	}

	if r := f.asked(`{"rows":400}`); !r.Working {
		t.Error("rows are given, and nothing is to be done")
	}
	f.work()
	if r := f.asked(`{"rows":400}`); r.Sensitivity == nil || r.Sensitivity.Draws != sim.Redraws || r.Sensitivity.From != sim.FromGaussian || r.Sensitivity.Rows != 400 {
		t.Errorf("with rows: %+v", r.Sensitivity)
	}
	for _, wrong := range []string{`{"rows":-1}`, `{"rows":2.5}`, `{"rows":1e12}`} {
		if _, failure := f.answer("answer", wrong); failure == nil || failure["key"] != "rows" {
			t.Errorf("%s: %v", wrong, failure)
		}
	}

	// Nobody reads: a change trains the run alone.
	f.asked(`{"on":false}`)
	f.call("set", `{"seed":5}`)
	f.work()
	if advice := f.lab.player.Advice(); len(advice) > 0 {
		t.Errorf("%d runs of advice", len(advice))
	}
}

// TestAnswerNames: modalities have the names that somebody gave them; rows come with their number.
func TestAnswerNames(t *testing.T) {
	set := &sim.DataSet{
		Modalities: []sim.Modality{{Name: "audio", Dim: 1}, {Name: "video", Dim: 1}}, Inputs: []string{"loudness", "light"}, Targets: []string{"speech"},
		Upper: []float64{4, .4, 2, 1, .9, 3}, Rows: 320, Dropped: 2, Source: "room.csv",
	}
	for g := range 32 {
		upper := append([]float64(nil), set.Upper...)
		upper[2] += .2 * float64(g%5-2) // of loudness with speech
		set.Groups = append(set.Groups, upper)
	}
	own, err := sim.Keep(set)
	if err != nil {
		t.Fatal(err)
	}
	f := start(t)
	f.call("set", `{"scenario":"own","own":`+string(encode(own))+`}`)
	f.asked(`{}`)
	f.work()
	r := f.asked(`{}`)
	if m := r.Answer.Modalities; m[0].Name != "audio" || m[1].Name != "video" {
		t.Errorf("they are called %+v", m)
	}
	if d := r.Data; d.Rows != 320 || d.Dropped != 2 || d.Source != "room.csv" || d.Targets[0] != "speech" {
		t.Errorf("of the data: %+v", d)
	}
	if s := r.Sensitivity; s == nil || s.From != sim.FromGroups || s.Rows != 320 || !(s.Alone[0].Low < s.Alone[0].Value && s.Alone[0].Value < s.Alone[0].High) {
		t.Errorf("of other samples: %+v", s)
	}
}

// wire is a value as JSON has it.
func wire(t *testing.T, v any) (w any) {
	t.Helper()
	text, err := json.Marshal(v)
	if err == nil {
		err = json.Unmarshal(text, &w)
	}
	if err != nil {
		t.Fatal(err)
	}
	return w
}
