package lab

import (
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim/record"
)

// TestSession plays a long session of commands and frames against a record of all that
// the page was told: answers, events, and of every frame the texts that changed, the
// handles and the state. -update rewrites it. A change that nobody meant shows up as a
// line; what is right is held by the other tests.
func TestSession(t *testing.T) {
	s := &session{clock: time.Unix(0, 0)}
	s.lab = New(s, func() time.Time { return s.clock }, OwnData(), Sheets(), Exports())
	words, err := os.ReadFile("../../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	s.lab.Call("boot", []byte(`{"strings":`+string(words)+`,"theme":"light"}`))
	for _, step := range sessionSteps {
		s.play(step)
	}
	record.Check(t, "session.txt", s.log.String())
}

// session is a page that writes down what it is told.
type session struct {
	lab   *Lab
	clock time.Time
	log   strings.Builder
}

// play does a step: "command arguments", or "frames n seconds" for n frames of which
// each lets some seconds pass.
func (s *session) play(step string) {
	name, args, _ := strings.Cut(step, " ")
	fmt.Fprintf(&s.log, "> %s\n", step)
	if name == "frames" {
		count, seconds, _ := strings.Cut(args, " ")
		n, _ := strconv.Atoi(count)
		pass, _ := strconv.ParseFloat(seconds, 64)
		for range n {
			s.frame(pass)
		}
		return
	}
	var answer any
	if err := json.Unmarshal(s.lab.Call(name, []byte(args)), &answer); err != nil {
		fmt.Fprintf(&s.log, "  %v\n", err)
		return
	}
	s.line("=", answer)
	s.frame(0)
}

func (s *session) frame(seconds float64) {
	s.clock = s.clock.Add(time.Millisecond)
	s.lab.Update(seconds)
	s.lab.Draw(func(list *scene.Scene, _ int, theme *scene.Theme, scale float64) {
		counts := map[scene.Kind]int{}
		for _, item := range list.Items() {
			counts[item.Kind]++
		}
		var kinds []scene.Kind
		for kind := range counts {
			kinds = append(kinds, kind)
		}
		slices.Sort(kinds)
		fmt.Fprintf(&s.log, "  draw %s %g:", theme.Name, scale)
		for _, kind := range kinds {
			fmt.Fprintf(&s.log, " %d×%d", counts[kind], kind)
		}
		s.log.WriteString("\n")
	})
}

func (s *session) Frame(packet []byte) {
	var p map[string]any
	if err := json.Unmarshal(packet, &p); err != nil {
		panic(err)
	}
	texts, _ := p["texts"].([]any)
	for _, raw := range texts {
		text := raw.(map[string]any)
		content := ""
		for _, run := range text["runs"].([]any) {
			content += fmt.Sprint(run.([]any)[0])
		}
		fmt.Fprintf(&s.log, "  text %v %.0f %.0f %v %q\n", text["k"], text["x"], text["y"], text["c"], content)
	}
	if removed, _ := p["removed"].([]any); len(removed) > 0 {
		fmt.Fprintf(&s.log, "  gone %v\n", removed)
	}
	delete(p, "texts")
	delete(p, "removed")
	if len(p) > 0 {
		s.line("frame", p)
	}
}

func (s *session) Event(name string, packet []byte) {
	var data any
	if err := json.Unmarshal(packet, &data); err != nil {
		panic(err)
	}
	s.line(name, data)
}

func (s *session) Idle() { s.log.WriteString("  idle\n") }

// line writes what arrived, its numbers to five digits, not more of a list than a few.
func (s *session) line(what string, data any) {
	text, err := json.Marshal(short(data))
	if err != nil {
		panic(err)
	}
	if len(text) > 700 {
		text = append(text[:700], "…"...)
	}
	fmt.Fprintf(&s.log, "  %s %s\n", what, text)
}

func short(v any) any {
	switch v := v.(type) {
	case float64:
		rounded, _ := strconv.ParseFloat(strconv.FormatFloat(v, 'g', 5, 64), 64)
		if rounded < 1e-9 && rounded > -1e-9 {
			return 0
		}
		return rounded
	case map[string]any:
		next := map[string]any{}
		for key, value := range v {
			if key == "left" || key == "drawing" {
				continue // depends on a clock
			}
			next[key] = short(value)
		}
		return next
	case []any:
		var next []any
		for i, value := range v {
			if i == 12 && len(v) > 14 {
				return append(next, fmt.Sprintf("%d more", len(v)-i))
			}
			next = append(next, short(value))
		}
		return next
	}
	return v
}

var sessionSteps = []string{
	`layout {"width":1248,"height":720,"scale":1,"panels":{"network":{"x":0,"y":0,"w":420,"h":240},"phase":{"x":440,"y":0,"w":420,"h":240},"training":{"x":0,"y":300,"w":876,"h":320}}}`,
	`get`, `link`, `stats`, `about`,
	`play`, `frames 3 0.05`, `pause`, `seek {"epoch":126}`, `work {"ms":1000}`, `frames 1 0`,
	`measure`, `seek {"epoch":300}`, `work {"ms":1000}`, `frames 1 0`, `theory`, `card`,
	`step {"n":1}`, `step {"n":-2}`, `step {"n":0.5}`, `seek {"epoch":"x"}`, `seek {"epoch":99999}`, `seek {"epoch":-1}`, `diagram {"bogus":1}`, `seek {"epoch":1000}`, `work {"ms":1000}`, `frames 4 0`, `measure`,
	`play`, `frames 2 0.016`, `reset`, `speed {"speed":4}`, `speed {"speed":"max"}`, `speed {"speed":"epoch"}`, `speed {"speed":100}`, `speed {"speed":1}`,
	`set {"rho":0.5,"epoch":250}`, `work {"ms":1000}`, `frames 20 0.02`,
	`set {"rho":2}`, `set {"rho":"half"}`, `set {"colour":1}`, `set {"playing":"yes"}`, `set {"epoch":1.5}`, `set {"scenario":"nowhere"}`, `set {"fusion":3}`,
	`pointer {"x":300,"y":420}`, `pointer {"x":600,"y":100}`, `pointer null`,
	`options {"loss":"log"}`, `options {"unit":"raw","time":"tau"}`, `options {"overlay":"on"}`, `work {"ms":1000}`, `frames 1 0`, `options {"loss":"cubic"}`, `options {"loss":"linear","unit":"normalised","time":"epochs","overlay":"off"}`,
	`handle {"handle":"phase","state":"hover"}`, `handle {"handle":"phase","state":"glow"}`, `handle {"handle":"nose","state":"hover"}`,
	`grab {"handle":"phase"}`, `drag {"handle":"phase","x":560,"y":120}`, `frames 1 0.02`, `drag {"handle":"phase","x":700,"y":150}`, `drag {"handle":"phase","x":5000,"y":-5000}`, `cancel {"handle":"phase"}`,
	`grab {"handle":"phase"}`, `drag {"handle":"phase","x":640,"y":180}`, `release {"handle":"phase"}`, `work {"ms":1000}`, `frames 2 0.02`,
	`nudge {"handle":"phase","dx":1,"dy":0}`, `nudge {"handle":"phase","dx":0,"dy":-1,"coarse":true}`, `pulse {"handle":"phase"}`, `frames 2 0.5`,
	`grab {"handle":"fusion"}`, `drag {"handle":"fusion","x":150,"y":230}`, `release {"handle":"fusion"}`, `nudge {"handle":"fusion","dx":1,"dy":0}`, `nudge {"handle":"fusion","dx":-5,"dy":0}`,
	`set {"scenario":"superficial"}`, `seek {"epoch":480}`, `work {"ms":1000}`, `frames 2 0`, `set {"r":1.2}`, `work {"ms":1000}`, `frames 2 0.3`,
	`motion {"reduced":true}`, `play`, `frames 2 0.3`, `pause`, `motion {"reduced":false}`,
	`theme {"theme":"dark"}`, `theme {"theme":"projector","large":true}`, `theme {"theme":"sepia"}`, `theme {"theme":"light"}`,
	`diagram {"kind":"ratio","cells":32}`, `frames 2 0.016`, `workers {"count":1}`, `take {"job":1}`, `take {"job":99}`, `giveBack {"job":1,"tile":3}`, `workers {"count":0}`, `pauseSweep`, `frames 1 0.016`, `resumeSweep`, `frames 3 0.016`,
	`pick {"x":640,"y":120}`, `frames 1 0`, `nudge {"handle":"phase","dx":1,"dy":1}`, `cancelSweep`, `diagram {"kind":"own","x":"rho","y":"rho"}`, `diagram {"kind":"own","x":"rho","y":"eta","quantity":"first"}`, `frames 4 0.016`, `cancelSweep`, `resumeSweep`,
	`diagram {"kind":"preference","cells":32}`, `frames 4 0.016`, `pointer {"x":600,"y":120}`, `frames 1 0`, `pointer null`, `phaseDiagram`,
	`diagram {"kind":"chartRho"}`, `frames 3 0.016`, `nudge {"handle":"phase","dx":1,"dy":0}`, `diagram {"kind":"heat"}`, `diagram {"kind":"theory"}`, `frames 1 0`,
	`layout {"width":1248,"height":720,"scale":2,"panels":{"units":{"x":0,"y":0,"w":420,"h":240},"portrait":{"x":440,"y":0,"w":420,"h":240}}}`, `seek {"epoch":200}`, `work {"ms":1000}`, `frames 2 0`,
	`open {"link":"#v=1&scenario=intermediate&seed=3&epoch=900"}`, `work {"ms":100000}`, `frames 3 0`, `card`,
	`open {"link":"#v=9&scenario=none&kappa=9&rho=x&zzz=1&epoch=-4"}`, `frames 1 0`,
	`layout {"width":700,"height":360,"scale":1,"panels":{"phase":{"x":0,"y":0,"w":320,"h":300},"training":{"x":340,"y":0,"w":340,"h":300}}}`,
	`set {"scenario":"early"}`, `seek {"epoch":150}`, `work {"ms":1000}`, `frames 2 0`, `set {"scenario":"small-data","epochs":300}`, `seek {"epoch":300}`, `work {"ms":100000}`, `frames 2 0`,
	`set {"scenario":"own"}`, `matrix`, `set {"own":"blocks: 1, 1\n4 2 4\n2 1.5 2\n4 2 4"}`, `frames 1 0`, `set {"own":"1 2"}`, `set {"scenario":"late","eta":1}`, `seek {"epoch":1000}`, `work {"ms":1000}`, `frames 2 0`,
	`trajectory`, `layout {"width":-1,"height":1,"scale":1}`, `nonsense`, `seek 5`, `frames 5 0`,
}
