package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// page is what the page of one figure makes of what is said.
type shownPage struct {
	elements map[string]string
	order    []string
	idle     bool
	epoch    int
}

func (p *shownPage) take(t *testing.T, message []byte) {
	t.Helper()
	var m struct {
		Shapes *struct {
			Changed [][2]string
			Order   []string
		}
		Frame struct{ State struct{ Epoch *int } }
		Event string
		Idle  bool
	}
	if err := json.Unmarshal(message, &m); err != nil {
		t.Fatalf("%v in %.200s", err, message)
	}
	p.idle = m.Idle || p.idle && m.Shapes == nil
	if m.Frame.State.Epoch != nil {
		p.epoch = *m.Frame.State.Epoch
	}
	if m.Shapes == nil {
		return
	}
	for _, c := range m.Shapes.Changed {
		p.elements[c[0]] = c[1]
	}
	if m.Shapes.Order != nil {
		p.order = m.Shapes.Order
	}
}

// svg is what stands in the page.
func (p *shownPage) svg() string {
	var b strings.Builder
	for _, key := range p.order {
		b.WriteString(p.elements[key] + "\n")
	}
	return b.String()
}

// fixture is a program with a clock that stands still but between frames.
type fixture struct {
	figures
	t     *testing.T
	clock time.Time
	pages map[int]*shownPage
	words json.RawMessage
}

func newFixture(t *testing.T) *fixture {
	words, err := os.ReadFile("../../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	f := &fixture{t: t, clock: time.Unix(0, 0), pages: map[int]*shownPage{}, words: words}
	f.figures = figures{open: map[int]*figure{}, now: func() time.Time { return f.clock }, say: func(id int, message []byte) { f.pages[id].take(t, message) }}
	return f
}

// call runs a command that must succeed and returns its result.
func (f *fixture) call(id int, name string, args any) json.RawMessage {
	f.t.Helper()
	text, err := json.Marshal(args)
	if err != nil {
		f.t.Fatal(err)
	}
	var answer struct{ Result, Error json.RawMessage }
	if err := json.Unmarshal(f.Call(id, name, text), &answer); err != nil || answer.Error != nil {
		f.t.Fatalf("%s %s: %v %s", name, text, err, answer.Error)
	}
	return answer.Result
}

// show opens a figure with panels side by side.
func (f *fixture) show(id int, link string, panels ...string) *shownPage {
	f.t.Helper()
	page := &shownPage{elements: map[string]string{}}
	f.pages[id] = page
	f.Open(id)
	boxes := map[string]any{}
	for i, panel := range panels {
		boxes[panel] = map[string]int{"x": 330 * i, "y": 0, "w": 310, "h": 300}
	}
	f.call(id, "boot", map[string]any{"strings": f.words, "theme": "light"})
	f.call(id, "layout", map[string]any{"width": 330 * len(panels), "height": 300, "scale": 1, "panels": boxes})
	f.call(id, "open", map[string]any{"link": link})
	f.train(id)
	return page
}

func (f *fixture) train(id int) {
	for strings.Contains(string(f.call(id, "work", map[string]any{"ms": 100})), `"pending":true`) {
	}
}

// frames lets some pass, and with them time.
func (f *fixture) frames(id, n int) {
	for range n {
		f.clock = f.clock.Add(16 * time.Millisecond)
		f.Frame(id, 0.016)
	}
}

// rest lets frames pass until nothing moves any more, such as an axis on its way to another range.
func (f *fixture) rest(id int) {
	f.t.Helper()
	for range 400 {
		if f.frames(id, 1); f.pages[id].idle {
			return
		}
	}
	f.t.Fatal("it does not rest")
}

// agrees holds the page against the whole picture, as a file.
func (f *fixture) agrees(id int) {
	f.t.Helper()
	var file string
	if err := json.Unmarshal(f.call(id, "svg", nil), &file); err != nil {
		f.t.Fatal(err)
	}
	_, shapes, _ := strings.Cut(file, "/>\n") // the paper
	if at := strings.Index(shapes, "<text"); at >= 0 {
		shapes = shapes[:at]
	}
	if got, want := f.pages[id].svg(), strings.TrimSuffix(shapes, "</svg>\n"); got != want || want == "" {
		f.t.Errorf("the page shows\n%.300s\nthe file\n%.300s", got, want)
	}
}

// TestFigureIsThePicture: in every scenario, with every panel that has something to show, what a page has put together
// from what changed is the picture as a file, and is it again whenever the run rests after a while of playing, or is another.
func TestFigureIsThePicture(t *testing.T) {
	f := newFixture(t)
	for id, slug := range sim.Slugs() {
		t.Run(slug, func(t *testing.T) {
			f.t = t
			page := f.show(id, "v=1&scenario="+slug, render.PanelNames()...)
			f.rest(id)
			f.agrees(id)
			for range 3 {
				f.call(id, "play", nil)
				f.frames(id, 3)
				f.call(id, "pause", nil)
				f.rest(id)
				f.agrees(id)
			}
			if page.epoch == 0 {
				t.Error("it does not play")
			}
			f.call(id, "set", map[string]any{"seed": 7})
			f.train(id)
			f.rest(id)
			f.agrees(id)
			f.Close(id)
		})
	}
}

// TestFiguresAreApart: one program shows many, and none of them takes note of the others or of one that is gone.
func TestFiguresAreApart(t *testing.T) {
	f := newFixture(t)
	one, two := f.show(1, "v=1&scenario=late", render.TrainingPanel), f.show(2, "v=1&scenario=early", render.TrainingPanel)
	f.frames(1, 2)
	f.frames(2, 2)
	before := two.svg()
	f.call(1, "set", map[string]any{"rho": 0.5})
	f.train(1)
	f.frames(1, 2)
	f.frames(2, 2)
	if two.svg() != before || one.svg() == before {
		t.Error("a change of one figure reached another")
	}
	f.Close(1)
	if answer := f.Call(1, "get", []byte("null")); answer != nil {
		t.Errorf("a closed figure answers %s", answer)
	}
	f.Frame(1, 0.1)
	f.frames(2, 2)
	f.agrees(2)
}

// TestFiguresHaveTheirCommands: those that a figure's page calls are there, those of the page's sheets are not.
func TestFiguresHaveTheirCommands(t *testing.T) {
	f := newFixture(t)
	f.show(1, "", render.TrainingPanel)
	for name, there := range map[string]bool{"theory": true, "measure": true, "link": true, "svg": true, "diagram": true, "grab": true, "tell": true, "read": true, "table": false, "answer": false, "dataOpen": false, "card": false} {
		if has := !strings.Contains(string(f.Call(1, name, []byte("{}"))), "unknownFunction"); has != there {
			t.Errorf("%s: %v, want %v", name, has, there)
		}
	}
	if got := fmt.Sprintf("%s", f.call(1, "theory", nil)); strings.Contains(got, `"card"`) {
		t.Error("the formulas of the card are there, which nothing shows")
	}
}

// TestEveryFigureIsTold: of every scenario, at its beginning, on its way and at its end, a figure has sentences of every panel, each
// with words in the page's catalogue; a readout of its curves at the playhead; and of every diagram it can show likewise.
func TestEveryFigureIsTold(t *testing.T) {
	f := newFixture(t)
	var words map[string]string
	if err := json.Unmarshal(f.words, &words); err != nil {
		t.Fatal(err)
	}
	type statement struct{ Say string }
	spoken := func(of string, said []statement) {
		t.Helper()
		if len(said) == 0 {
			t.Errorf("nothing is told of %s", of)
		}
		for _, s := range said {
			if words[s.Say] == "" {
				t.Errorf("%s: no words for %q", of, s.Say)
			}
		}
	}
	told := func(id int, title string, areas ...string) {
		t.Helper()
		var accounts []struct {
			Of         string
			Said       []statement
			Milestones []any
		}
		if err := json.Unmarshal(f.call(id, "tell", map[string]any{"of": areas}), &accounts); err != nil || len(accounts) != len(areas) {
			t.Fatalf("%s: %d accounts of %d areas: %v", title, len(accounts), len(areas), err)
		}
		for _, a := range accounts {
			if len(a.Milestones) == 0 {
				spoken(title+", "+a.Of, a.Said)
			}
		}
	}
	areas := append([]string{"run", "history", "point"}, render.PanelNames()...)
	for id, slug := range sim.Slugs() {
		f.show(id, "v=1&scenario="+slug+"&width=8", render.PanelNames()...)
		var state struct{ Epochs int }
		if err := json.Unmarshal(f.call(id, "get", nil), &state); err != nil {
			t.Fatal(err)
		}
		for _, epoch := range []int{0, state.Epochs / 3, state.Epochs} {
			f.call(id, "seek", map[string]any{"epoch": epoch})
			told(id, fmt.Sprintf("%s at %d", slug, epoch), areas...)
			var said []statement
			if err := json.Unmarshal(f.call(id, "read", nil), &said); err != nil || len(said) < 3 {
				t.Errorf("%s at %d: read out %v: %v", slug, epoch, said, err)
			}
			spoken(slug+", read out", said)
		}
		f.Close(id)
	}
	f.show(1, "v=1&scenario=late", render.PanelNames()...)
	for _, kind := range sim.SweepKinds() {
		f.call(1, "diagram", map[string]any{"kind": kind, "cells": 32})
		told(1, kind, render.PhasePanel)
	}
}
