package lab

import (
	"reflect"
	"strings"
	"testing"

	"unimodal-bias-lab/sim"
)

// table is the rows of the comparison, once everything is trained.
func (f *fixture) table() (rows []map[string]any) {
	f.Helper()
	f.work()
	for _, row := range f.call("pins", `{}`)["rows"].([]any) {
		rows = append(rows, row.(map[string]any))
	}
	return rows
}

// TestTableOfRuns: its numbers are what measure says of each run by itself, whoever pinned it.
func TestTableOfRuns(t *testing.T) {
	f := start(t)
	f.call("pin", `{"values":{"method":"momentum"}}`)
	f.call("pin", `{"pin":"decay:1"}`)
	rows := f.table()
	if len(rows) != 3 {
		t.Fatalf("%d rows", len(rows))
	}
	if rows[2]["tB"] != sim.Never || rows[2]["phase"] != sim.Never {
		t.Errorf("permanent bias: %v", rows[2])
	}
	alone := start(t)
	for i, changes := range []string{`{}`, `{"method":"momentum"}`} {
		alone.call("set", `{"scenario":"late"}`)
		alone.call("set", changes)
		alone.work()
		alone.call("seek", `{"epoch":1000}`)
		m := alone.call("measure", `{}`)
		if rows[i]["tA"] != m["tA"] || rows[i]["tB"] != m["tB"] || rows[i]["done"] != true {
			t.Errorf("row %d: %v, measured %v", i, rows[i], m)
		}
		if phase := rows[i]["phase"].(float64); phase < 60 || phase > 360 {
			t.Errorf("row %d: a phase of %v", i, phase)
		}
	}
	want := []any{map[string]any{"key": "method", "value": "momentum"}}
	if !reflect.DeepEqual(rows[1]["differences"], want) {
		t.Errorf("differs in %v", rows[1]["differences"])
	}
}

// TestPinsInTheLink: what is pinned is in the link and comes back with it, as does what was wrong.
func TestPinsInTheLink(t *testing.T) {
	f := start(t)
	f.call("set", `{"rho":0.5}`)
	f.call("pin", `{}`)
	f.call("set", `{"method":"momentum"}`)
	f.call("pin", `{"pin":"etaRatio:4"}`)
	result, _ := f.answer("link", `{}`)
	if link := result.(string); !strings.HasSuffix(link, "&rho=0.5&method=momentum&pins=method:gd,etaRatio:4") {
		t.Fatalf("the link is %s", link)
	}
	again := start(t)
	if notices := again.call("open", `{"link":"`+result.(string)+`"}`)["notices"].([]any); len(notices) > 0 {
		t.Errorf("notices %v", notices)
	}
	if a, b := f.table(), again.table(); !reflect.DeepEqual(a, b) {
		t.Errorf("the table is\n%v, was\n%v", b, a)
	}
	notices := again.call("open", `{"link":"scenario=relu&pins=decay:0.2,eta:0.03"}`)["notices"].([]any)
	if len(notices) != 1 || notices[0].(map[string]any)["pin"] != "decay:0.2" || again.call("get", `{}`)["pins"] != "eta:0.03" {
		t.Errorf("notices %v, pins %v", notices, again.call("get", `{}`)["pins"])
	}
	again.call("set", `{"scenario":"early"}`)
	if result, _ := again.answer("link", `{}`); strings.Contains(result.(string), "pins") {
		t.Errorf("another scenario has pins: %s", result)
	}
}

// TestPinsAreRefused with what is allowed, and change nothing.
func TestPinsAreRefused(t *testing.T) {
	f := start(t)
	for _, pin := range []string{"seed:1", "seed:2", "seed:3"} {
		f.call("pin", `{"pin":"`+pin+`"}`)
	}
	for _, c := range []struct{ name, args, code string }{
		{"pin", `{"pin":"seed:4"}`, "tooMany"}, {"pin", `{"pin":"seed:0"}`, "outOfRange"}, {"pin", `{"values":{"task":"own"}}`, "notAChoice"},
		{"pin", `{"values":{"method":"batches"}}`, "unsuited"}, {"unpin", `{"pin":"seed:9"}`, "notAChoice"}, {"use", `{"pin":"fusion:5"}`, "outOfRange"},
		{"set", `{"pins":7}`, "badLink"}, {"set", `{"pins":"rho:2"}`, "outOfRange"}, {"set", `{"pins":"seed:1,seed:2,seed:3,seed:4","rho":0.5}`, "tooMany"}, {"pin", `{"pin":7}`, "badArguments"},
	} {
		if _, failure := f.answer(c.name, c.args); failure == nil || failure["code"] != c.code {
			t.Errorf("%s(%s): %v, want %s", c.name, c.args, failure, c.code)
		}
	}
	if got := f.call("get", `{}`); got["pins"] != "seed:1,seed:2,seed:3" || got["rho"] != 0. {
		t.Errorf("pins are %v at ρ = %v", got["pins"], got["rho"])
	}
	f.call("unpin", `{"pin":"seed:2"}`)
	f.call("unpin", `{"values":{"seed":1}}`)
	if got := f.call("get", `{}`)["pins"]; got != "seed:3" {
		t.Errorf("pins are %v", got)
	}
	f.call("unpin", `{}`)
	if got := f.call("get", `{}`)["pins"]; got != "" {
		t.Errorf("pins are %v", got)
	}
}

// TestPinsNeverBlockAFrame: networks of which one takes a second are trained in slices, while the run
// plays, and the gate closes when they are there.
func TestPinsNeverBlockAFrame(t *testing.T) {
	w := labour(t)
	w.call("pin", `{"values":{"method":"adam","eta":0.001,"depth":3,"init":0.1}}`)
	w.call("remedies", `{"on":true}`)
	frames := 0
	for w.lab.player.Comparing() {
		w.tick()
		if frames++; frames > 20000 {
			t.Fatal("it never ends")
		}
	}
	if frames < 20 {
		t.Errorf("all in %d frames", frames)
	}
	idle := w.page.idle
	for range 2 * quietFrames {
		w.tick()
	}
	if w.page.idle == idle {
		t.Error("the gate stays open")
	}
	rows := w.table()
	if len(rows) != 8 {
		t.Errorf("%d rows: the run, a pin and six remedies", len(rows))
	}
	for _, row := range rows {
		if row["done"] != true {
			t.Errorf("%v is not trained", row["pin"])
		}
	}
}

// TestPinsAreDrawn, named by what they differ in from the run that is shown.
func TestPinsAreDrawn(t *testing.T) {
	f := start(t)
	texts := map[string]string{}
	frames := func() {
		f.work()
		for range 5 {
			f.frame(.02)
		}
		for _, text := range f.lab.scene.Texts() {
			texts[text.Key] = text.Content
		}
	}
	f.call("pin", `{}`)
	frames()
	if got := texts["training/pin/1/name"]; got != "1 the same" {
		t.Errorf("the run itself is called %q of %v", got, texts)
	}
	f.call("set", `{"etaRatio":4}`)
	frames()
	if got := texts["training/pin/1/name"]; got != "1 η_{B}/η_{A} = 1" {
		t.Errorf("the run of before is called %q", got)
	}
	f.call("use", `{"pin":"etaRatio:1"}`)
	frames()
	if got := f.call("get", `{}`); got["etaRatio"] != 1. || got["pins"] != "etaRatio:4" || texts["training/pin/1/name"] != "1 η_{B}/η_{A} = 4" {
		t.Errorf("after the exchange: %v beside %v, %v", got["etaRatio"], got["pins"], texts)
	}
}
