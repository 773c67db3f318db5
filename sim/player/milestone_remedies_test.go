package player

import (
	"testing"

	"unimodal-bias-lab/sim"
)

// TestStoriesOfRemedies: what is told of a run is true of its remedies and of its method.
func TestStoriesOfRemedies(t *testing.T) {
	keptOut := map[string]any{"rho": -.5, "decay": .6}
	for _, c := range []struct {
		changes map[string]any
		epoch   int
		want    string
	}{
		{nil, 0, MilestoneStart}, {map[string]any{"initRatio": 100.}, 0, MilestoneStartApart}, {keptOut, 0, MilestoneStart},
		{nil, 30, MilestoneWaiting}, {map[string]any{"method": sim.Momentum, "eta": .001}, 30, MilestoneWaiting}, {map[string]any{"method": sim.Adam, "eta": 1e-5}, 30, MilestoneEven},
		{map[string]any{"method": sim.RMSProp, "eta": 1e-6, "epochs": 30}, 30, MilestoneEvenEnd}, {map[string]any{"epochs": 30}, 30, MilestoneUnlearned},
		{map[string]any{"wB": 0.}, 30, MilestoneNothing}, {map[string]any{"decay": 5.}, 0, MilestoneOverpowers}, {map[string]any{"decay": 5.}, 30, MilestoneOverpowers},
		{keptOut, 1000, MilestoneKeptOut},
	} {
		p := newPlayer(t, c.changes)
		p.Seek(c.epoch)
		p.Work(never)
		if got := p.Milestone().Code; got != c.want {
			t.Errorf("%v, epoch %d: %q, want %q", c.changes, c.epoch, got, c.want)
		}
	}
}
