package lab

import (
	"fmt"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestRaceOfADeepRunTakesFrames: what the race of a deep network trains beside its run is spread over frames; the picture is
// whole once the page rests, and no file holds less.
func TestRaceOfADeepRunTakesFrames(t *testing.T) {
	f := start(t)
	f.call("layout", `{"width":440,"height":380,"scale":1,"panels":{"race":{"x":0,"y":0,"w":440,"h":380}}}`)
	epochs := 3 * alignedParts
	f.call("set", fmt.Sprintf(`{"scenario":"late","depth":3,"init":0.05,"epochs":%d,"epoch":%[1]d}`, epochs))
	f.work()
	if need := f.lab.player.Run().RaceNeed(); need != "" {
		t.Fatal(need)
	}
	const file = `{"panels":["race"],"width":440,"height":380}`
	if answer, _ := f.answer("svg", file); answer != "" {
		t.Error("a file holds a race that is still being trained")
	}
	aligned := func() *sim.Run { return f.lab.player.Run().Aligned(0, 0) }
	before := aligned().Epoch()
	for n := 1; aligned().Epoch() < epochs; n++ {
		f.frame(1. / 60)
		now := aligned().Epoch()
		if now == before || now-before > alignedParts {
			t.Fatalf("frame %d trains %d epochs of it", n, now-before)
		}
		if before = now; now < epochs && f.lab.quiet >= quietFrames {
			t.Fatal("the page may rest before the race is whole")
		}
	}
	if answer, failure := f.answer("svg", file); failure != nil || answer == "" {
		t.Errorf("there is no file of the whole race: %v", failure)
	}
}
