package player

import (
	"testing"

	"unimodal-bias-lab/sim"
)

// TestShorterRunTakesThePlayheadAlong: when a run gets shorter than the playhead has
// come, the playhead stands at the new end, and from there it steps back and goes on.
// One left beyond the end would swallow steps back, and jump when the run gets longer.
func TestShorterRunTakesThePlayheadAlong(t *testing.T) {
	never := func() bool { return false }
	p, err := New(sim.Default())
	if err != nil {
		t.Fatal(err)
	}
	set := func(epochs int) {
		t.Helper()
		if err := p.Set(map[string]any{"epochs": epochs}); err != nil {
			t.Fatal(err)
		}
		p.Work(never)
	}
	p.Seek(900)
	p.Work(never)
	set(300)
	set(1000)
	if p.Epoch() != 300 {
		t.Errorf("shortened to 300 epochs and lengthened again, it stands at %d", p.Epoch())
	}
	p.Seek(900)
	set(300)
	if p.Step(-1); p.Epoch() != 299 {
		t.Errorf("a step back from the end of 300 epochs leads to %d", p.Epoch())
	}
}
