package lab

import (
	"encoding/base64"
	"encoding/json"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// TestAnyMessage: whatever a page, or a page around it, writes to any command, JSON or not, there is no panic, and every
// answer is a result or an error with a code. LAB_SOAK=long sends three hundred thousand messages, else three thousand; SEED= is another
// choice of them.
func TestAnyMessage(t *testing.T) {
	messages, seed := 3_000, uint64(1)
	if os.Getenv("LAB_SOAK") == "long" {
		messages = 300_000
	}
	if text := os.Getenv("SEED"); text != "" {
		var err error
		if seed, err = strconv.ParseUint(text, 10, 64); err != nil {
			t.Fatalf("SEED=%s: %v", text, err)
		}
	}
	c := newCaller(t, seed)
	for n := range messages {
		if n > 0 && n%20_000 == 0 {
			t.Logf("%d messages are through", n) // a test that hangs says where
		}
		if n%500 == 0 { // a lab of its own, for what comes of one message is found again in few
			c.begin()
		}
		c.tell(n)
	}
	t.Logf("of %d messages %d were refused, as %d codes; %d panels were drawn", messages, c.refused, len(c.codes), c.draws)
	for name := range c.fixture.lab.commands {
		if c.obeyed[name] == 0 && messages > 3_000 {
			t.Errorf("%s was never obeyed", name)
		}
	}
	if c.refused < messages/5 || c.refused > messages*4/5 || len(c.codes) < 8 {
		t.Errorf("of %d messages %d were refused, as %d codes: that tests little", messages, c.refused, len(c.codes))
	}
}

// caller sends random messages to a lab.
type caller struct {
	*fixture
	seed    uint64
	random  *rand.Rand
	names   []string
	runs    []string // files of runs
	log     []string // since the lab began
	obeyed  map[string]int
	codes   map[string]int
	refused int
	draws   int
}

func newCaller(t *testing.T, seed uint64) *caller {
	c := &caller{fixture: start(t), seed: seed, random: rand.New(rand.NewPCG(seed, 18)), obeyed: map[string]int{}, codes: map[string]int{}}
	c.names = c.lab.names()
	c.call("set", `{"scenario":"late","width":2,"epochs":20}`)
	c.work()
	for range 1000 { // until the run of every weight is trained
		if file, _ := c.answer("export", `{"kind":"run","address":"x"}`); file != nil {
			c.runs = append(c.runs, file.(map[string]any)["text"].(string))
			break
		}
	}
	if len(c.runs) == 0 {
		t.Fatal("there is no file of a run")
	}
	return c
}

// begin takes another lab.
func (c *caller) begin() {
	if c.lab != nil {
		c.draws += c.lab.draws
	}
	page := &recorder{}
	clock := time.Unix(0, 0)
	c.page, c.log = page, nil
	c.lab = New(page, func() time.Time { clock = clock.Add(time.Millisecond); return clock }, OwnData(), Sheets(), Exports())
	c.call("boot", `{"strings":{},"theme":"light"}`)
	c.call("layout", square)
	c.cheap(sim.Slugs()[c.random.IntN(len(sim.Slugs()))])
}

// cheap makes a scenario one that costs little, or opens another.
func (c *caller) cheap(slug string) {
	s := c.lab.player.Scenario()
	changes := map[string]any{}
	if slug != "" {
		changes["scenario"] = slug
	}
	if slug != "" || s.Width > 6 {
		changes["width"] = 3
	}
	if slug != "" || s.Epochs > 60 {
		changes["epochs"], changes["epoch"] = 60, 0
	}
	if slug != "" || s.Samples > 60 {
		changes["samples"] = 40
	}
	if s.DimA+s.DimB > 12 {
		changes["dA"], changes["dB"] = 3, 3
	}
	if len(changes) == 0 {
		return
	}
	text, err := json.Marshal(changes)
	if err != nil {
		c.Fatal(err)
	}
	if _, failure := c.answer("set", string(text)); failure != nil && failure["code"] != "weightsMismatch" {
		c.check("set", string(text)) // what it is about, if it is a panic
	}
	if c.lab.diagram.choice.Cells > 32 {
		c.answer("diagram", `{"cells":32}`)
	}
}

// tell sends one message, or lets a frame pass.
func (c *caller) tell(n int) {
	random := c.random
	switch random.IntN(10) {
	case 0:
		c.log = append(c.log, "a frame")
		c.frame(random.Float64() * .2)
		c.check("a frame", "")
		return
	case 1:
		bytes := make([]byte, []int{0, 1, 8, 64, 1024, 8 * 256}[random.IntN(6)])
		for i := range bytes {
			bytes[i] = byte(random.IntN(256))
		}
		job, tile := c.lab.diagram.job+random.IntN(3)-1, random.IntN(40)-3
		if cells := c.lab.diagram.cells; cells != nil && tile >= 0 && tile < cells.Tiles() && random.IntN(2) == 0 {
			bytes = append(bytes, make([]byte, 8*cells.Size(tile))...)[:8*cells.Size(tile)]
		}
		c.log = append(c.log, fmt.Sprintf("deliver %d %d %d bytes", job, tile, len(bytes)))
		c.lab.Deliver(job, tile, bytes)
		c.check("deliver", "")
		return
	}
	name, args := c.message()
	c.log = append(c.log, name+" "+args)
	var answer struct {
		Result json.RawMessage
		Error  *struct{ Code string }
	}
	text := c.lab.Call(name, []byte(args))
	if err := json.Unmarshal(text, &answer); err != nil {
		c.Fatalf("seed %d, message %d: %s(%s): %v in %.200s", c.seed, n, name, args, err, text)
	}
	c.check(name, args)
	switch {
	case answer.Error != nil && answer.Error.Code == "", answer.Error == nil && answer.Result == nil:
		c.Fatalf("seed %d, message %d: %s(%s) is answered with %.200s", c.seed, n, name, args, text)
	case answer.Error != nil:
		c.refused++
		c.codes[answer.Error.Code]++
	default:
		c.obeyed[name]++
	}
	c.cheap("")
}

// check ends the test where the lab has panicked: within a message or in what it says of one.
func (c *caller) check(name, args string) {
	c.Helper()
	if c.lab.failed != nil {
		c.Fatalf("seed %d, %s(%.300s): %v; before it\n%.3000s", c.seed, name, args, c.lab.failed, strings.Join(c.log[max(0, len(c.log)-12):], "\n"))
	}
}

// message is a command and what may come as its arguments: some that are right, some with values of another kind, some
// that are no JSON.
func (c *caller) message() (name, args string) {
	random := c.random
	name = c.names[random.IntN(len(c.names))]
	var given any
	switch random.IntN(4) {
	case 0:
		name, given = anything(random)
	case 1:
		given = c.object(3)
	default:
		given = c.usual(name)
		if fields, ok := given.(map[string]any); ok && random.IntN(2) == 0 {
			for key := range fields {
				if random.IntN(3) == 0 {
					fields[key] = c.value(2)
				}
			}
		}
	}
	text, err := json.Marshal(given)
	if err != nil {
		c.Fatal(err)
	}
	if random.IntN(6) == 0 {
		text = c.spoilt(text)
	}
	if random.IntN(200) == 0 {
		name = string(c.spoilt([]byte(name)))
	}
	return name, string(text)
}

// usual are arguments of a command that could be right.
func (c *caller) usual(name string) any {
	random := c.random
	one := func(list ...any) any { return list[random.IntN(len(list))] }
	pin := one("same", "method:momentum", "etaRatio:4;decay:0.2", "depth:3", "seed:2", "rho:0.5", "")
	layout := func() map[string]any {
		panels := map[string]any{}
		for _, panel := range render.PanelNames() {
			if random.IntN(2) == 0 {
				panels[panel] = map[string]any{"x": c.number(), "y": c.number(), "w": 500 * random.Float64(), "h": 300 * random.Float64()}
			}
		}
		return map[string]any{"width": 1000 * random.Float64(), "height": 700 * random.Float64(), "scale": one(.5, 1, 2, 3.5), "panels": panels}
	}
	switch name {
	case "set", "diagram", "options", "layout", "grab", "drag", "nudge", "release", "cancel", "pointer":
		for {
			if other, args := anything(random); other == name {
				return args
			} else if name == "layout" && random.IntN(3) == 0 {
				return layout()
			}
		}
	case "step":
		return map[string]any{"n": random.IntN(80) - 40}
	case "seek":
		return map[string]any{"epoch": random.IntN(61)}
	case "speed":
		return map[string]any{"speed": one(.25, .5, 1, 2, 8, "max", "epoch")}
	case "work":
		return map[string]any{"ms": random.IntN(100)}
	case "boot":
		return map[string]any{"strings": map[string]any{one("figure.loss", "name.A", "x").(string): one(c.letters(20), c.letters(20), c.value(1))}, "theme": one("light", "dark", "projector"), "large": c.number(), "text": c.number(), "contrast": one(true, false), "reducedMotion": one(true, false)}
	case "theme":
		return map[string]any{"theme": one("light", "dark", "projector"), "large": c.number(), "text": c.number(), "contrast": one(true, false, 1, "more")}
	case "motion":
		return map[string]any{"reduced": one(true, false)}
	case "open":
		return map[string]any{"link": one("", "#v=1&scenario=early&width=3&epochs=60", "rho=0.4&pins=seed:2", "scenario=xor&epoch=30&epochs=60&width=4", "own=4 0 0;0 1 .5;0 .5 1&scenario=own", c.letters(60))}
	case "take":
		return map[string]any{"job": c.lab.diagram.job + random.IntN(2)}
	case "giveBack":
		return map[string]any{"job": c.lab.diagram.job, "tile": random.IntN(40) - 2}
	case "workers":
		return map[string]any{"count": random.IntN(5) - 1}
	case "pick":
		return map[string]any{"x": 440 * random.Float64(), "y": 380 * random.Float64()}
	case "hold":
		return map[string]any{"on": one(true, false)}
	case "handle":
		return map[string]any{"handle": one(phaseHandle, fusionHandle), "state": one("normal", "hover", "focus", "active")}
	case "pulse":
		return map[string]any{"handle": one(phaseHandle, fusionHandle)}
	case "svg":
		if random.IntN(2) == 0 {
			return map[string]any{"theme": one("light", "dark", "projector", ""), "layout": layout(), "caption": one(true, false), "base": one("", "https://example.org/")}
		}
		return map[string]any{"panels": []any{one("training", "phase", "network", "units", "race")}, "width": 100 + 400*random.Float64(), "height": 100 + 300*random.Float64(), "centimetres": one(true, false), "caption": true}
	case "trajectory", "measure":
		return map[string]any{"whole": one(true, false)}
	case "pin", "use":
		if random.IntN(2) == 0 {
			_, values := anything(random)
			return map[string]any{"values": values}
		}
		return map[string]any{"pin": pin}
	case "unpin":
		return map[string]any{"pin": one(pin, nil)}
	case "remedies":
		return map[string]any{"on": one(true, false)}
	case "figure":
		return map[string]any{"panel": one("training", "phase", "network", "", "units"), "telling": one(true, false), "width": 1 + 400*random.Float64(), "height": 1 + 300*random.Float64(), "pin": pin}
	case "answer":
		if random.IntN(2) == 0 {
			c.answer("set", `{"scenario":"own"}`) // it is of own data only
		}
		return map[string]any{"on": one(true, false), "rows": one(0, 50, 1000)}
	case "export":
		return map[string]any{"kind": one("csv", "json", "run", "numpy", "pytorch", "gridCsv", "gridJson"), "address": "https://example.org/?view=embed#x"}
	case "openRun":
		text := c.runs[random.IntN(len(c.runs))]
		switch random.IntN(4) {
		case 0:
			text = string(c.spoilt([]byte(text)))
		case 1:
			var parts map[string]any
			if err := json.Unmarshal([]byte(text), &parts); err != nil {
				c.Fatal(err)
			}
			c.replace(parts)
			changed, err := json.Marshal(parts)
			if err != nil {
				c.Fatal(err)
			}
			text = string(changed)
		}
		return map[string]any{"text": text, "name": c.letters(12)}
	case "adopt":
		var args map[string]any
		if err := json.Unmarshal([]byte(dataset(c.T, []string{"A", "β"}, []int{1 + random.IntN(3), 1 + random.IntN(3)}, 1+random.IntN(2))), &args); err != nil {
			c.Fatal(err)
		}
		if random.IntN(2) == 0 {
			c.replace(args)
		}
		return args
	case "dataOpen":
		c.answer("dataOpen", `{"name":"x.csv"}`)
		return map[string]any{"name": one("a.csv", "b.npy", "c.npz", c.letters(6)), "size": random.IntN(200), "options": map[string]any{"decimal": one("", ".", ","), "delimiter": one("", ",", ";", " "), "header": one("", "yes", "no")}}
	case "dataFeed":
		text := []byte("audio_1,audio_2,video_1,y\n1,2,3,4\n2,1,0,3\n4,4,1,9\n1,0,2,\n3,1,4,1\n5,9,2,6\n")
		if random.IntN(3) == 0 {
			text = c.spoilt(text)
		}
		return map[string]any{"bytes": base64.StdEncoding.EncodeToString(text)}
	case "dataBegin":
		return c.plan()
	case "dataSurvey", "dataFinish": // of a file, for once
		c.answer("dataOpen", `{"name":"my.csv"}`)
		feed, err := json.Marshal(c.usual("dataFeed"))
		if err != nil {
			c.Fatal(err)
		}
		c.answer("dataFeed", string(feed))
		if name == "dataFinish" && random.IntN(3) > 0 {
			plan, err := json.Marshal(c.plan())
			if err != nil {
				c.Fatal(err)
			}
			c.answer("dataSurvey", `{}`)
			c.answer("dataBegin", string(plan))
			c.answer("dataFeed", string(feed))
		}
	}
	return nil
}

func (c *caller) plan() map[string]any {
	if c.random.IntN(2) == 0 {
		c.answer("dataOpen", `{"name":"my.csv"}`)
		c.answer("dataFeed", `{"bytes":"`+base64.StdEncoding.EncodeToString([]byte("a,b,y\n1,2,3\n2,1,3\n1,1,2\n4,2,1\n"))+`"}`)
		c.answer("dataSurvey", `{}`)
	}
	plan := map[string]any{
		"modalities": []any{map[string]any{"name": "audio", "columns": []any{0}}, map[string]any{"name": c.letters(5), "columns": []any{1 + c.random.IntN(2)}}},
		"targets":    []any{2 + c.random.IntN(2)}, "centre": c.random.IntN(2) == 0, "holdOut": .5 * c.random.Float64(), "seed": c.random.IntN(9),
	}
	if c.random.IntN(4) == 0 {
		c.replace(plan)
	}
	return map[string]any{"plan": plan}
}

// replace puts something else in some places of an object, however deep.
func (c *caller) replace(fields map[string]any) {
	keys := make([]string, 0, len(fields))
	for key := range fields {
		keys = append(keys, key)
	}
	slices.Sort(keys) // a map has an order of its own every time
	for _, key := range keys {
		switch v := fields[key].(type) {
		case map[string]any:
			if c.random.IntN(5) > 0 {
				c.replace(v)
				continue
			}
		case []any:
			if len(v) > 0 && c.random.IntN(2) == 0 {
				v[c.random.IntN(len(v))] = c.value(1)
				continue
			}
		}
		if c.random.IntN(8) == 0 {
			fields[key] = c.value(2)
		}
	}
}

// fieldNames are those of the arguments of some command.
var fieldNames = []string{"handle", "state", "x", "y", "dx", "dy", "coarse", "ms", "n", "epoch", "speed", "playing", "pins", "pin", "values", "whole", "link", "job", "tile", "count", "kind", "cells", "quantity", "full", "width", "height", "scale", "panels", "layout", "theme", "large", "contrast", "reduced", "on", "rows", "text", "name", "dataset", "plan", "bytes", "scenario", "own", "local", "__proto__", ""}

// object has random fields.
func (c *caller) object(depth int) map[string]any {
	o := map[string]any{}
	parameters := sim.Parameters()
	for range c.random.IntN(5) {
		key := fieldNames[c.random.IntN(len(fieldNames))]
		if c.random.IntN(3) == 0 {
			key = parameters[c.random.IntN(len(parameters))].Key
		}
		o[key] = c.value(depth - 1)
	}
	return o
}

// value is any at all.
func (c *caller) value(depth int) any {
	switch c.random.IntN(9) {
	case 0:
		return nil
	case 1:
		return c.random.IntN(2) == 0
	case 2, 3:
		return c.number()
	case 4, 5:
		return c.letters(12)
	case 6:
		return sim.Slugs()[c.random.IntN(len(sim.Slugs()))]
	}
	if depth <= 0 {
		return []any{}
	}
	if c.random.IntN(2) == 0 {
		return c.object(depth)
	}
	list := make([]any, c.random.IntN(4))
	for i := range list {
		list[i] = c.value(depth - 1)
	}
	return list
}

func (c *caller) number() float64 {
	if c.random.IntN(2) == 0 {
		return float64(c.random.IntN(1000) - 200)
	}
	odd := []float64{0, math.Copysign(0, -1), 1, -1, .5, 1e-300, 1e300, -1e300, 1 << 31, 1 << 53, -1 << 63, 1e19, math.MaxFloat64, math.SmallestNonzeroFloat64, 1e6, c.random.NormFloat64()}
	return odd[c.random.IntN(len(odd))]
}

func (c *caller) letters(most int) string {
	letters := []rune("abepvxyABLr0123456789.,;:=&#%+-_ \n\t\x00ä本🙂\u202e{}[]\"\\/<>")
	b := make([]rune, c.random.IntN(most+1))
	for i := range b {
		b[i] = letters[c.random.IntN(len(letters))]
	}
	return string(b)
}

// spoilt cuts, doubles and replaces bytes, and nests what is left.
func (c *caller) spoilt(text []byte) []byte {
	random := c.random
	for range 1 + random.IntN(3) {
		if len(text) == 0 {
			break
		}
		i := random.IntN(len(text))
		j := i + random.IntN(min(len(text)-i, 16)+1)
		switch random.IntN(5) {
		case 0:
			text = append(text[:i:i], text[j:]...)
		case 1:
			text = append(text[:j:j], text[i:]...)
		case 2:
			text[i] = "{}[]\",:0e-.\\ntu\x00\xff"[random.IntN(17)]
		case 3:
			text = text[:i]
		case 4:
			if random.IntN(20) == 0 {
				text = append([]byte(strings.Repeat(`{"a":[`, 20_000)), text...)
			}
		}
	}
	return text
}
