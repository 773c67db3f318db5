package player

import (
	"math"
	"slices"
	"testing"
)

// TestManyMilestones: each modality as it comes, with how far the next one is.
func TestManyMilestones(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "many"})
	for _, c := range []struct {
		epoch   int
		code    string
		when    float64
		learned []string
		other   string
	}{
		{0, MilestoneStartPlain, 0, nil, ""}, {100, MilestoneWaiting, 0, nil, ""}, {300, MilestoneFirst, 236, []string{"A"}, "C"},
		{500, MilestoneOneLeft, 480, []string{"A", "C"}, "B"}, {720, MilestoneAll, 703, []string{"A", "C", "B"}, ""},
		{1000, MilestoneDone, 801, []string{"A", "C", "B"}, ""}, {500, MilestoneOneLeft, 480, []string{"A", "C"}, "B"},
	} {
		p.Seek(c.epoch)
		p.Work(never)
		ms := p.Milestone()
		if ms.Code != c.code || math.Abs(ms.Epoch-c.when) > 1 || !slices.Equal(ms.Learned, c.learned) || ms.Other != c.other {
			t.Errorf("epoch %d: %+v, want %+v", c.epoch, ms, c)
		}
		if told := c.other != ""; told == math.IsNaN(ms.Share) {
			t.Errorf("epoch %d: the other is at %v", c.epoch, ms.Share)
		}
	}
	for code, changes := range map[string]map[string]any{
		MilestoneNext: {"modalities": 4, "epochs": 400}, MilestoneAllTogether: {"fusion": 1, "epochs": 250}, MilestoneSoFar: {"epochs": 600}, MilestoneUnlearned: {"epochs": 200},
		MilestoneDiverged: {"eta": 2},
	} {
		changes["scenario"] = "many"
		p := newPlayer(t, changes)
		end := p.Scenario().Epochs
		if code == MilestoneNext || code == MilestoneAllTogether { // before the end
			end--
		}
		p.Seek(end)
		p.Work(never)
		if ms := p.Milestone(); ms.Code != code {
			t.Errorf("%v: %+v, want %s", changes, ms, code)
		}
	}
}
