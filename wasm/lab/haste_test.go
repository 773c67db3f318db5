package lab

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"unimodal-bias-lab/render/scene"
)

// TestPointGoesAhead: on a device that takes long for a picture, the moves of a hand are answered by frames of the plane
// alone, in which nothing is trained and no control is told of. All of it follows where the hand rests, or has gone on for
// long, and is what a fast device shows.
func TestPointGoesAhead(t *testing.T) {
	drag := func(took time.Duration) (f *fixture, told string) {
		f = start(t)
		f.call("layout", `{"width":900,"height":800,"scale":1,"panels":{"training":{"x":0,"y":400,"w":900,"h":400},"phase":{"x":450,"y":0,"w":440,"h":380}}}`)
		frame := func() { // tells h of the hand's, W of a whole one, - of one that changes nothing
			before, draws, run := len(f.page.frames), f.lab.draws, f.lab.player.Run()
			f.time = f.time.Add(16 * time.Millisecond)
			f.lab.Update(.016)
			f.lab.Draw(func(s *scene.Scene, from int, _ *scene.Theme, _ float64) {
				f.time = f.time.Add(took)
				curve := func(i scene.Item) bool {
					return i.Kind == scene.KindStrip && strings.HasPrefix(s.Strips()[i.Index].Key, "training/")
				}
				painted := s.Items()[from:]
				if curves, whole := slices.ContainsFunc(painted, curve), f.lab.draws > draws; curves != whole {
					t.Errorf("a whole picture %t: curves are painted %t", whole, curves)
				}
				if box := f.lab.layout.Panels["phase"].Inset(-1); from > 0 {
					for _, at := range pointsOf(s, painted) {
						if at.X < box.X || at.X > box.Right() || at.Y < box.Y || at.Y > box.Bottom() {
							t.Errorf("the plane is painted at %v, out of its panel", at)
						}
					}
				}
				if !slices.ContainsFunc(s.Items(), curve) {
					t.Error("the curves are gone")
				}
			})
			if len(f.page.frames) == before {
				told += "-"
				return
			}
			if f.lab.draws > draws {
				told += "W"
				return
			}
			packet := f.page.frames[before]
			told += "h"
			if f.lab.player.Run() != run {
				t.Error("a frame of the hand's has trained")
			}
			if _, told := packet["state"]; told {
				t.Error("a frame of the hand's tells of controls")
			}
			for _, text := range packet["texts"].([]any) {
				if key := fmt.Sprint(text.(map[string]any)["k"]); !strings.HasPrefix(key, "phase/") {
					t.Errorf("a frame of the hand's tells of %s", key)
				}
			}
			if at := packet["handles"].([]any)[0].(map[string]any); at["values"].(map[string]any)["r"] != f.lab.player.Scenario().R {
				t.Errorf("the handle is at %v, the hand at r = %v", at, f.lab.player.Scenario().R)
			}
		}
		f.call("set", `{"scenario":"late","epoch":200}`)
		f.work()
		frame()
		at := f.lab.phasePlot.Handle
		f.call("grab", `{"handle":"phase"}`)
		frame()
		told = ""
		for n := range 10 {
			f.call("drag", fmt.Sprintf(`{"handle":"phase","x":%v,"y":%v}`, at.X+float64(n+1), at.Y-5*float64(n+1)))
			frame()
		}
		told += " "
		for range 8 { // the hand holds still
			frame()
		}
		told += " "
		f.call("release", `{"handle":"phase"}`)
		f.work()
		for range 8 {
			frame()
		}
		return f, told
	}
	fast, told := drag(2 * time.Millisecond)
	if !strings.HasPrefix(told, "WWWWWWWWWW ") {
		t.Errorf("on a fast device: %s", told)
	}
	weak, told := drag(40 * time.Millisecond)
	if told != "hhhhhWhhhh -W------ W-------" {
		t.Errorf("on a weak device: %s", told)
	}
	if got, want := string(encode(weak.call("get", `{}`))), string(encode(fast.call("get", `{}`))); got != want {
		t.Errorf("in the end %s, on a fast device %s", got, want)
	}
	if got, want := fmt.Sprint(weak.lab.scene.Texts()), fmt.Sprint(fast.lab.scene.Texts()); got != want {
		t.Errorf("in the end it shows %s, on a fast device %s", got, want)
	}
	if got, want := fmt.Sprint(weak.lab.scene.Strips()), fmt.Sprint(fast.lab.scene.Strips()); got != want {
		t.Error("in the end the curves are not those of a fast device")
	}
}

// pointsOf are where shapes have their points.
func pointsOf(s *scene.Scene, items []scene.Item) (all []scene.Point) {
	for _, i := range items {
		switch i.Kind {
		case scene.KindStrip:
			all = append(all, s.Strips()[i.Index].Points...)
		case scene.KindArea:
			all = append(all, s.Areas()[i.Index].Points...)
		case scene.KindBand:
			all = append(append(all, s.Bands()[i.Index].Upper...), s.Bands()[i.Index].Lower...)
		case scene.KindSegments:
			all = append(all, s.Segments()[i.Index].Points...)
		case scene.KindMark:
			m := s.Marks()[i.Index]
			r := m.Radius + m.RingW
			all = append(all, scene.Point{X: m.At.X - r, Y: m.At.Y - r}, scene.Point{X: m.At.X + r, Y: m.At.Y + r})
		}
	}
	return all
}
