package lab

import (
	"encoding/json"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// TestAnything: whatever a page asks of the lab, in whatever order, with panels of any
// size, it answers or says what is wrong. A panic would be the end of it.
func TestAnything(t *testing.T) {
	f, random := start(t), rand.New(rand.NewPCG(2, 1))
	clock := time.Unix(0, 0)
	f.lab.now = func() time.Time { clock = clock.Add(time.Millisecond / 10); return clock }
	refused, asked, scenario := 0, 0, ""
	var log []string
	ask := func(name string, args any) {
		text, err := json.Marshal(args)
		if err != nil {
			t.Fatal(err)
		}
		log = append(log, name+" "+string(text))
		if _, failure := f.answer(name, string(text)); failure != nil {
			refused++
		}
		asked++
	}
	const rounds = 15 // a scenario
	slugs := sim.Slugs()
	for i := range rounds * len(slugs) {
		if i%rounds == 0 {
			log, scenario = nil, slugs[i/rounds]
			ask("set", map[string]any{"scenario": scenario, "width": 8})
		} else {
			name, args := anything(random)
			ask(name, args)
		}
		if random.IntN(3) == 0 {
			ask("set", map[string]any{"epoch": random.IntN(200)})
		}
		f.frame(.02)
		for _, name := range []string{"theory", "card", "measure", "trajectory", "matrix", "link", "about", "pins"} {
			ask(name, nil)
		}
		if f.lab.failed != nil {
			t.Fatalf("from %s, after\n%s\n%v", scenario, strings.Join(log[max(0, len(log)-30):], "\n"), f.lab.failed)
		}
	}
	if refused > asked/10 {
		t.Errorf("%d of %d refused: that tests little", refused, asked)
	}
}

// anything is a command with arguments that a page could send.
func anything(random *rand.Rand) (name string, args map[string]any) {
	one := func(list []string) string { return list[random.IntN(len(list))] }
	switch random.IntN(8) {
	case 7:
		pins := []string{"same", "method:momentum", "etaRatio:4;decay:0.2", "depth:3", "seed:2", "from:sample;samples:20", "rho:0.5"}
		switch random.IntN(4) {
		case 0:
			return "set", map[string]any{"pins": one(pins) + "," + one(pins)}
		case 1:
			return "remedies", map[string]any{"on": random.IntN(2) == 0}
		case 2:
			return "unpin", nil
		}
		return one([]string{"pin", "use"}), map[string]any{"pin": one(pins[:2])}
	case 0:
		w, h := []float64{0, 40, 300, 1600}[random.IntN(4)], []float64{0, 30, 200, 900}[random.IntN(4)]
		panels := map[string]any{}
		for k, panel := range render.PanelNames() {
			if random.IntN(3) > 0 {
				panels[panel] = map[string]any{"x": float64(k) * w, "y": 0, "w": w, "h": h}
			}
		}
		return "layout", map[string]any{"width": 5 * w, "height": h, "scale": 1, "panels": panels}
	case 1:
		kinds := append([]string{sim.TheoryPlane}, sim.SweepKinds()...)
		return "diagram", map[string]any{"kind": one(kinds), "cells": 32, "x": one(sim.SweepKeys()), "y": one(sim.SweepKeys()), "quantity": one(sim.OwnQuantities()), "full": random.IntN(2) == 0}
	case 2:
		return "options", map[string]any{"loss": one([]string{"linear", "log"}), "unit": one([]string{"normalised", "raw"}), "time": one([]string{"epochs", "tau"}), "overlay": one([]string{"off", "on"})}
	case 3:
		args = map[string]any{"handle": one([]string{phaseHandle, fusionHandle}), "x": random.Float64() * 3000, "y": random.Float64() * 300, "dx": random.IntN(3) - 1, "dy": random.IntN(3) - 1}
		return one([]string{"grab", "drag", "nudge", "release", "cancel", "pointer"}), args
	}
	changes := map[string]any{}
	rows := slices.DeleteFunc(sim.Parameters(), func(p sim.Parameter) bool { return p.Key == "width" }) // small networks do
	for range 1 + random.IntN(3) {
		switch p := rows[random.IntN(len(rows))]; p.Kind {
		case "choice":
			changes[p.Key] = one(p.Choices)
		case "text":
			changes[p.Key] = "4 0 0\n0 1 .5\n0 .5 1"
		default:
			v := []float64{p.Min, p.Max, p.Min + random.Float64()*(p.Max-p.Min)}[random.IntN(3)]
			if p.Kind == "integer" {
				v = float64(int(v))
			}
			changes[p.Key] = v
		}
	}
	return "set", changes
}

// TestManyAnswers: what the page asks of a run of more than two modalities has all of them.
func TestManyAnswers(t *testing.T) {
	f := start(t)
	f.call("set", `{"scenario":"many","epoch":600}`)
	for range 20 {
		f.frame(.02)
	}
	for name, parts := range map[string][]string{
		"measure": {`"order":["A","C"]`, `"tC":480`, `"tB":null`}, "theory": {`"tC":{`, `"plateauLoss":{"A":`}, "trajectory": {`"name":"normC"`},
		"card": {`"predicted":"A, C, B"`, `"of":"A, C"`}, "matrix": {`"blocks":[2,2]`},
	} {
		result, failure := f.answer(name, "null")
		text, err := json.Marshal(result)
		if err != nil || failure != nil {
			t.Fatal(err, failure)
		}
		for _, part := range parts {
			if !strings.Contains(string(text), part) {
				t.Errorf("%s lacks %s: %.600s", name, part, text)
			}
		}
	}
	if ms := f.page.data["milestone"]; ms["code"] != "oneLeft" || ms["other"] != "B" {
		t.Errorf("told %v", ms)
	}
}
