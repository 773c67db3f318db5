package lab

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// recorder is a page that writes down what it is told.
type recorder struct {
	frames []map[string]any
	events []string
	data   map[string]map[string]any // last event by name
	idle   int
	throws bool
}

func (r *recorder) Frame(packet []byte) {
	if r.throws {
		panic("the page threw")
	}
	var p map[string]any
	if err := json.Unmarshal(packet, &p); err != nil {
		panic(err)
	}
	r.frames = append(r.frames, p)
}

func (r *recorder) Event(name string, packet []byte) {
	var p map[string]any
	if err := json.Unmarshal(packet, &p); err != nil {
		panic(err)
	}
	if r.data == nil {
		r.data = map[string]map[string]any{}
	}
	r.data[name] = p
	code, _ := p["code"].(string)
	r.events = append(r.events, strings.TrimSuffix(name+":"+code, ":"))
}

func (r *recorder) Idle() { r.idle++ }

type fixture struct {
	*testing.T
	lab  *Lab
	page *recorder
	time time.Time
}

func start(t *testing.T) *fixture {
	t.Helper()
	f := &fixture{T: t, page: &recorder{}, time: time.Unix(0, 0)}
	f.lab = New(f.page, func() time.Time { return f.time }, OwnData(), Sheets(), Exports())
	strings, err := os.ReadFile("../../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	f.call("boot", `{"strings":`+string(strings)+`,"theme":"light"}`)
	f.call("layout", `{"width":900,"height":420,"scale":2,"panels":{"training":{"x":0,"y":0,"w":900,"h":420}}}`)
	return f
}

// answer runs a command and decodes its answer.
func (f *fixture) answer(name, args string) (result any, failure map[string]any) {
	f.Helper()
	var a struct {
		Result any
		Error  map[string]any
	}
	if err := json.Unmarshal(f.lab.Call(name, []byte(args)), &a); err != nil {
		f.Fatalf("%s(%s): %v", name, args, err)
	}
	return a.Result, a.Error
}

func (f *fixture) call(name, args string) map[string]any {
	f.Helper()
	result, failure := f.answer(name, args)
	if failure != nil {
		f.Fatalf("%s(%s): %v", name, args, failure)
	}
	m, _ := result.(map[string]any)
	return m
}

func (f *fixture) frame(seconds float64) {
	f.time = f.time.Add(time.Millisecond)
	f.lab.Update(seconds)
	f.lab.Draw(func(*scene.Scene, int, *scene.Theme, float64) {})
}

func (f *fixture) work() {
	f.Helper()
	for i := 0; f.call("work", `{"ms":1000}`)["pending"] == true; i++ {
		if i > 1000 {
			f.Fatal("the work never ends")
		}
	}
}

func TestTheNumbersOfTheSurface(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"late","seed":1}`)
	f.call("step", `{"n":1000}`)
	f.work()
	m := f.call("measure", `{}`)
	for key, want := range map[string][2]float64{"tA": {124, 128}, "tB": {470, 487}, "timeRatio": {3.7, 3.9}} {
		if v, ok := m[key].(float64); !ok || v < want[0] || v > want[1] {
			t.Errorf("%s = %v, want %v", key, m[key], want)
		}
	}
	if m["first"] != "A" || m["better"] != "A" || m["superficial"] != false || m["epoch"] != 1000.0 {
		t.Errorf("measure() = %v", m)
	}
	ratio := f.call("theory", `{}`)["timeRatio"].(map[string]any)
	if math.Abs(ratio["paper"].(float64)-4) > 1e-9 || math.Abs(ratio["gd"].(float64)-3.78) > .01 {
		t.Errorf("theory().timeRatio = %v", ratio)
	}
	if v := ratio["directional"].(float64); math.Abs(v-m["timeRatio"].(float64)) > .01 { // from the weights of the run
		t.Errorf("by direction, theory().timeRatio = %v, measured %v", v, m["timeRatio"])
	}
	columns := f.call("trajectory", `{}`)["columns"].([]any)
	for _, c := range columns {
		if n := len(c.(map[string]any)["values"].([]any)); n != 1001 {
			t.Errorf("%v has %d values", c.(map[string]any)["name"], n)
		}
	}
	if len(columns) != 5 {
		t.Errorf("%d columns", len(columns))
	}
}

// TestGetSet: what get returns, set accepts, and nothing changes by it.
func TestGetSet(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"early","rho":-0.25,"seed":9,"epoch":120,"speed":"max","method":"flow","playing":true}`)
	f.work()
	all := f.call("get", `null`)
	if all["epoch"] != 120.0 || all["playing"] != true || all["speed"] != "max" || all["method"] != "flow" || all["rho"] != -.25 || all["scenario"] != "early" {
		t.Fatalf("get() = %v", all)
	}
	again := f.call("set", string(encode(all)))
	f.work()
	if a, b := encode(all), encode(again); string(a) != string(b) {
		t.Errorf("set(get()) = %s, was %s", b, a)
	}
}

// TestFullSpeed: the page gets the word, and every frame a longer curve; the
// milestones are told on the way.
func TestFullSpeed(t *testing.T) {
	f := start(t)
	f.call("set", `{"speed":"max","playing":true}`)
	if f.page.data["state"]["speed"] != "max" {
		t.Errorf("told %v", f.page.data["state"])
	}
	for i := 0; f.lab.player.Playing(); i++ {
		if i > 1000 {
			t.Fatal("it never ends")
		}
		f.frame(.016)
	}
	if f.lab.player.Epoch() != 1000 {
		t.Errorf("ended at %d", f.lab.player.Epoch())
	}
	if code := f.page.data["milestone"]["code"]; code != "converged" {
		t.Errorf("told %v", f.page.events)
	}
	f.call("set", `{"scenario":"late","speed":"epoch","playing":true}`)
	for range 21 {
		f.frame(.05)
	}
	if f.lab.player.Epoch() != 1 {
		t.Errorf("after a second at an epoch a second: epoch %d", f.lab.player.Epoch())
	}
	if got := f.call("speed", `{"speed":4}`)["speed"]; got != 4.0 {
		t.Errorf("the new speed is %v", got)
	}
}

// TestOverlay: what can be drawn over a run depends on its depth.
func TestOverlay(t *testing.T) {
	f := start(t)
	if got := f.call("options", `{"overlay":"on"}`)["overlay"]; got != "on" {
		t.Errorf("overlay %v", got)
	}
	f.frame(.016)
	f.call("set", `{"scenario":"intermediate"}`)
	if got := f.page.data["state"]["overlay"]; got != "meanField" {
		t.Errorf("of four layers: %v", got)
	}
	f.call("set", `{"scenario":"late"}`)
	if got := f.page.data["state"]["overlay"]; got != "full" {
		t.Errorf("of two layers: %v", got)
	}
}

// TestMistakes: wherever a wrong value comes from, the answer names it and what
// is allowed, and nothing changes.
func TestMistakes(t *testing.T) {
	f := start(t)
	f.call("set", `{"rho":0.3,"epoch":50}`)
	f.work()
	before := string(encode(f.call("get", `{}`)))
	for _, c := range []struct{ name, args, code, key string }{
		{"set", `{"rho":2}`, "outOfRange", "rho"},
		{"set", `{"rho":"abc"}`, "notANumber", "rho"},
		{"set", `{"rho":null}`, "notANumber", "rho"},
		{"set", `{"seed":1.5}`, "notAnInteger", "seed"},
		{"set", `{"colour":1}`, "unknownKey", "colour"},
		{"set", `{"scenario":"none"}`, "unknownScenario", "scenario"},
		{"set", `{"speed":0}`, "outOfRange", "speed"},
		{"set", `{"speed":"fast"}`, "notAChoice", "speed"},
		{"speed", `{}`, "notAChoice", "speed"},
		{"set", `{"speed":2,"rho":7}`, "outOfRange", "rho"},
		{"set", `{"method":"sgd"}`, "notAChoice", "method"},
		{"set", `{"method":1,"rho":0.1}`, "notAChoice", "method"},
		{"options", `{"overlay":"yes"}`, "notAChoice", "overlay"},
		{"set", `{"epoch":"x","rho":0.1}`, "notANumber", "epoch"},
		{"set", `{"playing":"yes","rho":0.1}`, "notAChoice", "playing"},
		{"set", `[1,2]`, "badArguments", ""},
		{"set", `{`, "badArguments", ""},
		{"step", `{"n":"many"}`, "notANumber", "n"},
		{"step", `{"n":0.5}`, "notAnInteger", "n"},
		{"step", `{"n":1e99}`, "outOfRange", "n"},
		{"step", `{"n":-1001}`, "outOfRange", "n"},
		{"seek", `{}`, "notANumber", "epoch"},
		{"seek", `{"epoch":"NaN"}`, "notANumber", "epoch"},
		{"seek", `{"epoch":"0x1p4"}`, "notANumber", "epoch"},
		{"seek", `{"epoch":-1}`, "outOfRange", "epoch"},
		{"set", `{"epoch":-1,"rho":0.1}`, "outOfRange", "epoch"},
		{"set", `{"epoch":1e9}`, "outOfRange", "epoch"},
		{"set", `{"epochs":500,"epoch":501}`, "outOfRange", "epoch"},
		{"theme", `{"theme":"pink"}`, "notAChoice", "theme"},
		{"layout", `{"width":-1,"height":1,"scale":1}`, "badArguments", "layout"},
		{"fly", `{}`, "unknownFunction", "fly"},
	} {
		_, failure := f.answer(c.name, c.args)
		if failure["code"] != c.code || (c.key != "" && failure["key"] != c.key) {
			t.Errorf("%s(%s): %v, want %s on %s", c.name, c.args, failure, c.code, c.key)
		}
		idle := f.page.idle
		for range 30 { // ρ has jumped at the beginning, and morphs
			f.frame(.016)
		}
		if f.page.idle != idle+1 {
			t.Errorf("%s(%s): %d times idle afterwards, want once", c.name, c.args, f.page.idle-idle)
		}
		if after := string(encode(f.call("get", `{}`))); after != before {
			t.Errorf("%s(%s) changed the state", c.name, c.args)
		}
	}
	_, failure := f.answer("set", `{"rho":2}`)
	if failure["value"] != 2.0 || failure["min"] != -.99 || failure["max"] != .99 {
		t.Errorf("the range is missing: %v", failure)
	}
}

// TestDrawOnDemand: a frame is drawn when something changed, then the gate is
// closed; a playing run keeps it open.
func TestDrawOnDemand(t *testing.T) {
	f := start(t)
	for range 10 {
		f.frame(.016)
	}
	if len(f.page.frames) == 0 || len(f.page.frames) > 2 || f.page.idle == 0 {
		t.Fatalf("at rest: %d frames, %d times idle", len(f.page.frames), f.page.idle)
	}
	drawn, idle := len(f.page.frames), f.page.idle
	f.call("pointer", `{"x":400,"y":200}`)
	for range 10 {
		f.frame(.016)
	}
	if len(f.page.frames) != drawn+1 || f.page.idle != idle+1 {
		t.Errorf("pointer moved: %d more frames, %d more times idle", len(f.page.frames)-drawn, f.page.idle-idle)
	}
	f.call("pause", `{}`) // changes nothing, but the page has opened the gate
	for range 10 {
		f.frame(.016)
	}
	if f.page.idle != idle+2 {
		t.Errorf("after a command that changed nothing: %d more times idle", f.page.idle-idle)
	}
	idle = f.page.idle
	f.call("play", `{}`)
	for range 20 {
		f.frame(.05)
	}
	if f.page.idle != idle {
		t.Error("idle while playing")
	}
	last := f.page.frames[len(f.page.frames)-1]["state"].(map[string]any)
	if epoch := last["epoch"].(float64); epoch < 38 || epoch > 43 { // 1000 epochs in 24 s
		t.Errorf("after one second of play: epoch %v", epoch)
	}
	f.frame(100) // a page that was hidden for long
	if epoch := f.lab.player.Epoch(); epoch > 50 {
		t.Errorf("a long pause between frames jumped to epoch %d", epoch)
	}
}

// TestDragWhilePlaying: every frame of a drag shows a complete curve up to the
// playhead.
func TestDragWhilePlaying(t *testing.T) {
	f := start(t)
	f.call("seek", `{"epoch":400}`)
	f.work()
	f.call("play", `{}`)
	for i := range 40 {
		f.call("set", string(encode(map[string]any{"rho": float64(i) / 50})))
		f.frame(.016)
		if n := f.lab.player.Epoch(); n < 400 || len(f.lab.training.Loss) < n+1 {
			t.Fatalf("frame %d: playhead %d, curve of %d", i, n, len(f.lab.training.Loss))
		}
		if want := float64(i) / 50; f.lab.player.Run().Scenario().Rho != want {
			t.Fatalf("frame %d shows ρ = %v, want %v", i, f.lab.player.Run().Scenario().Rho, want)
		}
	}
}

func TestMilestoneEvents(t *testing.T) {
	f := start(t)
	f.call("play", `{}`)
	for range 2000 {
		f.frame(.016)
	}
	want := "milestone:start milestone:waiting milestone:learned milestone:phaseEnded milestone:converged"
	var milestones []string
	for _, e := range f.page.events {
		if strings.HasPrefix(e, "milestone") {
			milestones = append(milestones, e)
		}
	}
	if got := strings.Join(milestones, " "); got != want {
		t.Errorf("told %s\nwant %s", got, want)
	}
	if f.lab.player.Playing() || f.page.idle == 0 {
		t.Error("not idle at the end")
	}
}

func TestDivergingRunIsNamed(t *testing.T) {
	f := start(t)
	f.call("set", `{"eta":1}`)
	f.call("seek", `{"epoch":1000}`)
	f.work()
	diverged, _ := f.call("work", `{"ms":1}`)["diverged"].(map[string]any)
	if diverged["code"] != "diverged" || diverged["key"] != "eta" || diverged["value"] != 1.0 || diverged["stable"] != .25 {
		t.Errorf("diverged: %v", diverged)
	}
	if e := f.page.data["error"]; e["code"] != "diverged" {
		t.Errorf("error event: %v", f.page.data)
	}
	f.call("set", `{"eta":0.04}`)
	f.work()
	if got := f.call("work", `{"ms":1}`)["diverged"]; got != nil {
		t.Errorf("still diverged after the rate was lowered: %v", got)
	}
}

// TestBoundaryStory: crossing a line of the plane is told, and what comes after
// it is not swallowed.
func TestBoundaryStory(t *testing.T) {
	f := start(t)
	f.call("set", `{"r":0.3,"epoch":20}`)
	f.work()
	f.page.events = nil
	f.call("set", `{"r":0.2}`)
	f.work()
	f.call("seek", `{"epoch":1000}`)
	f.work()
	got := strings.Join(f.page.events, " ")
	if boundary := strings.Index(got, "milestone:boundary"); boundary < 0 || !strings.Contains(got[boundary:], "milestone:converged") {
		t.Errorf("told %s", got)
	}
	f.page.events = nil
	f.call("set", `{"r":2,"kappa":4,"eta":1}`)
	f.work()
	if got := strings.Join(f.page.events, " "); !strings.Contains(got, "error:diverged") {
		t.Errorf("a run that diverges beyond a boundary: told %s", got)
	}
	f.call("set", `{"scenario":"early"}`)
	f.work()
	if code := f.page.data["milestone"]["code"]; code != "start" {
		t.Errorf("another scenario begins with %v", code)
	}
}

// TestCancelledDrag: Escape puts everything back where the hand took hold.
func TestCancelledDrag(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":800,"scale":1,"panels":{"phase":{"x":450,"y":0,"w":440,"h":380}}}`)
	f.call("set", `{"r":0.4,"epoch":200}`)
	f.work()
	f.frame(.016)
	want := string(encode(f.call("get", `{}`)))
	f.call("grab", `{"handle":"phase"}`)
	f.call("drag", `{"handle":"phase","x":480,"y":300}`)
	f.work()
	if got := string(encode(f.call("get", `{}`))); got == want {
		t.Fatal("the drag moved nothing")
	}
	f.call("cancel", `{"handle":"phase"}`)
	f.work()
	if got := string(encode(f.call("get", `{}`))); got != want {
		t.Errorf("after the cancelled drag %s, was %s", got, want)
	}
	if f.lab.player.Held() {
		t.Error("still held")
	}
}

// TestScenarioIsNoStep: choosing a scenario crosses no line of the plane.
func TestScenarioIsNoStep(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"late","r":0}`)
	f.work()
	f.page.events = nil
	f.call("set", `{"scenario":"late"}`)
	f.work()
	if got := strings.Join(f.page.events, " "); strings.Contains(got, "boundary") {
		t.Errorf("told %s", got)
	}
}

// TestDivergedRunConfirmsNothing: it is no evidence.
func TestDivergedRunConfirmsNothing(t *testing.T) {
	f := start(t)
	f.call("set", `{"eta":1}`)
	f.call("seek", `{"epoch":1000}`)
	f.work()
	m := f.call("measure", `{}`)
	if m["first"] != nil || m["tA"] != nil {
		t.Errorf("measured %v", m)
	}
}

// TestHandleGoneUnderTheHand: a panel that vanishes lets go of the playhead.
func TestHandleGoneUnderTheHand(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":800,"scale":1,"panels":{"phase":{"x":450,"y":0,"w":440,"h":380}}}`)
	f.frame(.016)
	f.call("play", `{}`)
	f.call("grab", `{"handle":"phase"}`)
	f.call("drag", `{"handle":"phase","x":700,"y":200}`)
	f.call("layout", `{"width":900,"height":800,"scale":1,"panels":{}}`)
	f.frame(.016)
	for range 10 {
		f.frame(.05)
	}
	if f.lab.player.Epoch() < 10 {
		t.Errorf("still held at epoch %d", f.lab.player.Epoch())
	}
}

// TestPanic: a page that throws stops the lab with one error event; later calls
// answer with an error instead of hanging.
func TestPanic(t *testing.T) {
	f := start(t)
	f.page.throws = true
	f.frame(.016)
	if f.page.data["error"]["code"] != "panic" {
		t.Fatalf("events: %v", f.page.events)
	}
	if _, failure := f.answer("get", `{}`); failure["code"] != "panic" {
		t.Errorf("after the panic: %v", failure)
	}
	f.frame(.016)
	n := 0
	for _, e := range f.page.events {
		if e == "error:panic" {
			n++
		}
	}
	if n != 1 {
		t.Errorf("told %d times", n)
	}
}

func TestReducedMotion(t *testing.T) {
	f := start(t)
	f.call("boot", `{"strings":{},"theme":"dark","reducedMotion":true}`)
	f.call("play", `{}`)
	seen := map[int]bool{}
	for range 60 {
		f.frame(1.0 / 60)
		seen[f.lab.player.Epoch()] = true
	}
	if len(seen) < 2 || len(seen) > 3 {
		t.Errorf("in a second of play the picture stood at %d places", len(seen))
	}
}

// TestHandlesAreSaidAgain: words that come later may say more of a handle, so the page is told of it again.
func TestHandlesAreSaidAgain(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":420,"scale":1,"panels":{"phase":{"x":0,"y":0,"w":420,"h":300}}}`)
	told := func() int {
		before := len(f.page.frames)
		f.frame(.016)
		f.frame(.016)
		count := 0
		for _, frame := range f.page.frames[before:] {
			list, _ := frame["handles"].([]any)
			count += len(list)
		}
		return count
	}
	if n := told(); n != 1 {
		t.Fatalf("told %d times at first", n)
	}
	if n := told(); n != 0 {
		t.Errorf("told %d times without need", n)
	}
	f.call("boot", `{"strings":{},"theme":"light"}`)
	if n := told(); n != 1 {
		t.Errorf("told %d times when words have come", n)
	}
}

// TestWarmFrameAllocations: laying out a frame allocates nothing; what a frame
// still allocates is the JSON it sends.
func TestWarmFrameAllocations(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":800,"scale":2,"panels":{"training":{"x":0,"y":400,"w":900,"h":400},"phase":{"x":450,"y":0,"w":440,"h":380},"network":{"x":0,"y":0,"w":440,"h":380}}}`)
	check := func(what string) {
		t.Helper()
		f.call("seek", `{"epoch":700}`)
		f.work()
		f.frame(.016)
		if n := testing.AllocsPerRun(20, f.lab.buildScene); n != 0 {
			t.Errorf("%s: building the picture allocates %v times", what, n)
		}
	}
	check("as it opens")
	f.call("options", `{"overlay":"on"}`)
	f.call("layout", `{"width":900,"height":800,"scale":2,"panels":{"training":{"x":0,"y":400,"w":900,"h":400},"portrait":{"x":450,"y":0,"w":440,"h":380},"units":{"x":0,"y":0,"w":440,"h":380},"race":{"x":0,"y":0,"w":440,"h":380}}}`)
	f.call("pointer", `{"x":300,"y":600}`)
	check("units, portrait, race and overlay")
	if !slices.ContainsFunc(f.lab.scene.Marks(), func(m scene.Mark) bool { return m.Key == "race/pointer/B" }) {
		t.Error("a pointer over the curves is not seen in the race")
	}
	f.call("set", `{"fusion":1,"method":"flow"}`)
	check("early fusion under gradient flow")
}

// TestUnitsAndOverlay: the hidden units are those of the playhead, wherever it is
// moved to, and the overlay is drawn and named.
func TestUnitsAndOverlay(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":800,"scale":1,"panels":{"training":{"x":0,"y":400,"w":900,"h":400},"units":{"x":0,"y":0,"w":440,"h":380}}}`)
	units := func(epoch int) string {
		f.call("seek", fmt.Sprintf(`{"epoch":%d}`, epoch))
		f.work()
		f.frame(.016)
		var list []string
		for _, m := range f.lab.scene.Marks() {
			if strings.HasPrefix(m.Key, "units/") {
				list = append(list, fmt.Sprint(m.At))
			}
		}
		if len(list) < 200 {
			t.Fatalf("%d units", len(list))
		}
		return strings.Join(list, " ")
	}
	first := map[int]string{}
	for _, epoch := range []int{100, 130, 480, 900} {
		first[epoch] = units(epoch)
	}
	for _, epoch := range []int{480, 100, 900, 130} {
		if units(epoch) != first[epoch] {
			t.Errorf("at epoch %d, found again, the units are others", epoch)
		}
	}
	if first[100] == first[130] || first[130] == first[480] {
		t.Error("the units do not move")
	}
	drawn := func(key string) bool {
		return slices.ContainsFunc(f.lab.scene.Strips(), func(s scene.Strip) bool { return s.Key == key }) ||
			slices.ContainsFunc(f.lab.scene.Marks(), func(m scene.Mark) bool { return strings.HasPrefix(m.Key, key+"/") })
	}
	f.frame(.016)
	if drawn("training/overlay/A") {
		t.Error("an overlay nobody asked for")
	}
	for _, scenario := range []string{"late", "early", "intermediate"} {
		f.call("set", `{"scenario":"`+scenario+`","epoch":1000}`)
		f.call("options", `{"overlay":"on"}`)
		f.work()
		f.frame(.016)
		if !drawn("training/overlay/A") {
			t.Errorf("%s: no overlay", scenario)
		}
		if !slices.ContainsFunc(f.lab.scene.Texts(), func(x scene.Text) bool { return x.Key == "training/overlay" }) {
			t.Errorf("%s: the overlay has no name", scenario)
		}
	}
}

// TestWords: every code the program can send has a sentence, every parameter
// and scenario its words.
func TestWords(t *testing.T) {
	text, err := os.ReadFile("../../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	var words scene.Words
	if err := json.Unmarshal(text, &words); err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, code := range []sim.Code{sim.OutOfRange, sim.NotANumber, sim.NotAnInteger, sim.UnknownKey, sim.UnknownScenario, sim.Mismatch, sim.NotPositive, sim.Diverged, sim.Unsettled, unknownFunction, badArguments, panicked, sim.NotAChoice} {
		keys = append(keys, "error."+string(code))
	}
	for _, code := range append([]string{string(sim.Diverged), string(sim.Unsettled)}, player.Milestones...) {
		keys = append(keys, "milestone."+code)
	}
	for _, p := range sim.Parameters() {
		keys = append(keys, "param."+p.Key+".name", "param."+p.Key+".help", "page.group."+p.Group)
		for _, choice := range p.Choices {
			keys = append(keys, "param."+p.Key+"."+choice)
		}
	}
	for _, slug := range sim.Slugs() {
		keys = append(keys, "scenario."+slug+".title", "scenario."+slug+".caption")
	}
	for _, key := range keys {
		if words[key] == "" {
			t.Errorf("no words for %s", key)
		}
	}
}

// TestDepthCrossesNoLine: depth can decide who is first, but moves no point in the
// plane of data statistics: no line is said to be crossed.
func TestDepthCrossesNoLine(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"unequal"}`)
	f.work()
	if first := f.call("theory", `{}`)["first"]; first != "B" {
		t.Fatalf("%v is predicted first", first)
	}
	before := len(f.page.events)
	f.call("set", `{"skew":0}`)
	f.work()
	if first := f.call("theory", `{}`)["first"]; first != "A" {
		t.Fatalf("at equal depth %v is predicted first", first)
	}
	for _, e := range f.page.events[before:] {
		if strings.Contains(e, "boundary") {
			t.Errorf("told: %s", e)
		}
	}
}

// TestAnswersAreWatched: while the phase panel shows what a network answers to xor,
// the network is found again at every epoch, and there is no handle; a measured
// diagram in its place asks for nothing.
func TestAnswersAreWatched(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":900,"height":420,"scale":1,"panels":{"phase":{"x":0,"y":0,"w":420,"h":300}}}`)
	f.frame(.016)
	handles := func() int {
		count := 0
		for _, frame := range f.page.frames {
			list, _ := frame["handles"].([]any)
			for _, h := range list {
				if count++; h.(map[string]any)["gone"] == true {
					count -= 2
				}
			}
		}
		return count
	}
	if handles() != 1 {
		t.Errorf("%d handles in the plane", handles())
	}
	f.call("set", `{"scenario":"xor","epoch":2500}`)
	f.work()
	for _, epoch := range []string{"1150", "600", "2400"} {
		f.call("seek", `{"epoch":`+epoch+`}`)
		f.work()
		f.frame(.016)
		learned := map[string]string{"1150": "0", "600": "0", "2400": "100"}[epoch]
		if run, e := f.lab.player.Run(), f.lab.player.Epoch(); !run.HasState(e) {
			t.Errorf("epoch %d: the network is not at hand", e)
		}
		found := false
		for _, text := range f.lab.scene.Texts() {
			found = found || text.Content == f.lab.words.Format("figure.response.learned", "value", learned)
		}
		if !found {
			t.Errorf("epoch %s: %s %% of xor is not there", epoch, learned)
		}
	}
	if handles() != 0 {
		t.Errorf("%d handles beside the answers", handles())
	}
	f.call("diagram", `{"kind":"ratio"}`)
	f.call("seek", `{"epoch":777}`)
	f.lab.player.Work(func() bool { return false })
	if run := f.lab.player.Run(); run.HasState(777) {
		t.Error("a measured diagram asks for the network")
	}
}

// TestXorBoundary: in the xor task another line is crossed, and xor covaries with
// nothing.
func TestXorBoundary(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"xor","kappa":0.9,"epoch":20}`)
	f.work()
	f.page.events = nil
	f.call("set", `{"kappa":0.8}`)
	f.work()
	if got := f.page.data["milestone"]; got["code"] != "boundary" || got["which"] != "sooner" || got["modality"] != "B" {
		t.Errorf("told %v", got)
	}
}

// TestOtherBoundaries: who is first for another reason than its signal is not said to have the stronger
// one.
func TestOtherBoundaries(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"late","epoch":20}`)
	f.work()
	for _, c := range []struct{ values, which string }{{`{"etaRatio":8}`, "order"}, {`{"kappa":4}`, "first"}, {`{"initRatio":1e6}`, "order"}} {
		f.page.events, f.page.data = nil, map[string]map[string]any{}
		f.call("set", c.values)
		f.work()
		if got := f.page.data["milestone"]; got["code"] != "boundary" || got["which"] != c.which {
			t.Errorf("%s: told %v", c.values, got)
		}
	}
}

// TestCardSaysWhatIsWeighed: where moments of the formulas are not those of the data, the card says so.
func TestCardSaysWhatIsWeighed(t *testing.T) {
	f := start(t)
	for values, want := range map[string]bool{`{"scenario":"late"}`: false, `{"unimodal":0.5}`: true, `{"unimodal":0,"dropout":0.5}`: true, `{"dropout":0,"decay":0.1}`: false} {
		f.call("set", `{"scenario":"late","unimodal":0,"dropout":0,"decay":0}`)
		f.call("set", values)
		f.work()
		if got := f.call("card", `{}`)["weighed"]; got != want {
			t.Errorf("%s: %v", values, got)
		}
	}
}

// TestCardSaysHowItIsTrained: a projected run says how many directions stand for how many units,
// and a bound that its projection keeps; no other run says so.
func TestCardSaysHowItIsTrained(t *testing.T) {
	f := start(t)
	f.call("layout", square)
	if got := f.call("card", `{}`)["projected"]; got != nil {
		t.Errorf("two layers: %v", got)
	}
	for _, values := range []string{`{"scenario":"intermediate"}`, `{"scenario":"intermediate","width":200,"fusion":4}`} {
		f.call("set", values)
		f.work()
		run := f.lab.player.Run()
		said, ok := f.call("card", `{}`)["projected"].(map[string]any)
		if !ok || run.Projection() == nil {
			t.Fatalf("%s: %v", values, said)
		}
		within := said["digit"].(float64) * math.Pow(10, -said["power"].(float64))
		if p := run.Projection(); said["directions"] != float64(p.Width) || said["width"] != float64(run.Scenario().Width) || !(p.Within() <= within && within < 2.1*p.Within()) {
			t.Errorf("%s: said %v of %+v", values, said, *p)
		}
	}
}

func TestBound(t *testing.T) {
	for v, want := range map[float64][2]int{5.2e-6: {6, 6}, 5e-6: {5, 6}, 9.5e-6: {1, 5}, 1e-3: {1, 3}, 0: {1, 15}} {
		if digit, power := bound(v); digit != want[0] || power != want[1] {
			t.Errorf("%v is at most %d·10^−%d, want %v", v, digit, power, want)
		}
	}
}

// TestHandleLies: the handle of the plane is told in which region it lies; of which comes first nothing where theory has no
// order, and nothing at all while that is to be guessed.
func TestHandleLies(t *testing.T) {
	whole, _, _ := catalogues(t)
	for settings, want := range map[string]any{
		`{"scenario":"late"}`:                      "honest",
		`{"scenario":"superficial"}`:               "contrary",
		`{"scenario":"late","kappa":1}`:            "tieFirst",
		`{"scenario":"late","r":0.5}`:              "tieBetter",
		`{"scenario":"early"}`:                     "better",
		`{"scenario":"early","r":0.5}`:             "same",
		`{"scenario":"adam"}`:                      "better",
		`{"scenario":"adam","r":0.5}`:              "same",
		`{"scenario":"modulation"}`:                "better",
		`{"scenario":"adam","kappa":1,"rho":0.25}`: "same",
	} {
		f := start(t)
		f.call("layout", square)
		lies := func() any {
			f.work()
			f.frame(.016)
			for _, frame := range slices.Backward(f.page.frames) {
				news, _ := frame["handles"].([]any)
				for _, raw := range news {
					if h := raw.(map[string]any); h["k"] == phaseHandle {
						return h["values"].(map[string]any)["lies"]
					}
				}
			}
			return "of no handle"
		}
		f.call("set", settings)
		if got := lies(); got != want {
			t.Errorf("%s: %v, want %v", settings, got, want)
		}
		if key := "handle.phase.value." + fmt.Sprint(want); whole[key] == "" {
			t.Errorf("no words for %s", key)
		}
		f.call("options", `{"ahead":"off"}`)
		if got := lies(); got != nil {
			t.Errorf("%s, to be guessed: %v", settings, got)
		}
	}
}
