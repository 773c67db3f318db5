package player

import (
	"cmp"
	"errors"
	"math"
	"math/rand/v2"
	"reflect"
	"slices"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestSlicing: the numbers do not depend on how the work was cut, be it within an
// epoch, where the flow takes several steps, or between companions.
func TestSlicing(t *testing.T) {
	for _, changes := range []map[string]any{
		{"depth": 3, "fusion": 2, "init": .1, "width": 10},
		{"depth": 3, "fusion": 2, "init": .1, "width": 10, "method": sim.GradientFlow, "eta": .5},
		{"method": sim.GradientFlow},
		{"scenario": "depth", "width": 4, "epochs": 1000},
	} {
		whole := newPlayer(t, changes)
		whole.Seek(700)
		whole.Work(never)

		cut := newPlayer(t, changes)
		cut.Play()
		if err := cut.SetSpeed(3); err != nil {
			t.Fatal(err)
		}
		for i := 0; cut.Epoch() < 700; i++ {
			cut.Advance(0.013*float64(i%5), func() bool { return i%3 == 0 })
			if i%7 == 0 {
				cut.Seek(cut.Epoch() - 3)
			}
			if i > 1e6 {
				t.Fatal("it never gets there")
			}
		}
		runs := func(p *Player) []*sim.Run { return append([]*sim.Run{p.Run()}, p.Run().Companions()...) }
		for k, r := range runs(whole) {
			for c := range r.Columns() {
				w, g := r.Columns()[c], runs(cut)[k].Columns()[c]
				for e := range 701 {
					if w.Values[e] != g.Values[e] {
						t.Fatalf("%v: %s at epoch %d: %v in one go, %v in slices", changes, w.Name, e, w.Values[e], g.Values[e])
					}
				}
			}
		}
	}
}

// TestSetKeepsPicture: while a changed scenario is recomputed the old run stays
// on show, and the new one appears complete up to the playhead.
func TestSetKeepsPicture(t *testing.T) {
	p := newPlayer(t, nil)
	p.Seek(300)
	p.Work(never)
	p.Play()
	old := p.Run()
	if err := p.Set(map[string]any{"rho": .5}); err != nil {
		t.Fatal(err)
	}
	for i := 0; p.Pending(); i++ {
		if i > 1000 {
			t.Fatal("the work never ends")
		}
		if p.Run() == old && p.Epoch() != 300 {
			t.Fatalf("old run shown at epoch %d", p.Epoch())
		}
		p.Work(always)
	}
	if p.Run() == old || p.Run().Scenario().Rho != .5 || p.Epoch() != 300 || !p.Playing() {
		t.Errorf("after the change: ρ = %v, epoch %d, playing %v", p.Run().Scenario().Rho, p.Epoch(), p.Playing())
	}

	// A scenario by name starts over.
	if err := p.Set(map[string]any{"scenario": "early", "seed": 3}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if p.Epoch() != 0 || p.Scenario().Fusion != 1 || p.Scenario().Seed != 3 {
		t.Errorf("early: epoch %d, %+v", p.Epoch(), p.Scenario())
	}

	// Late fusion stays late when only the depth changes; a fusion layer that is
	// gone moves down.
	for _, c := range []struct{ from, depth, want int }{{4, 6, 6}, {4, 3, 3}, {2, 6, 2}, {3, 2, 2}} {
		s, err := sim.Default().With(map[string]any{"depth": 4, "fusion": c.from})
		if err == nil {
			s, err = s.With(map[string]any{"depth": c.depth})
		}
		if err != nil || s.Fusion != c.want {
			t.Errorf("L_f = %d of 4, then depth %d: L_f = %d (%v), want %d", c.from, c.depth, s.Fusion, err, c.want)
		}
	}

	// A wrong value changes nothing.
	before := p.Scenario()
	for _, bad := range []map[string]any{{"rho": 1.5}, {"rho": "x"}, {"rho": math.NaN()}, {"seed": 1.5}, {"lr": 1}, {"scenario": "none"}, {"scenario": 3}, {"fusion": 3}, {"rho": .2, "width": 0}, {"rho": nil}, {"method": "sgd"}, {"method": 1}, {"method": nil}} {
		err := p.Set(bad)
		var e *sim.Error
		if !errors.As(err, &e) || e.Code == "" || e.Error() == "" {
			t.Errorf("%v: error %v", bad, err)
		}
		if !reflect.DeepEqual(p.Scenario(), before) || p.Pending() {
			t.Errorf("%v: the scenario changed", bad)
		}
	}
}

// TestSetDoesNotLoseASeek: a change that changes nothing leaves pending work.
func TestSetDoesNotLoseASeek(t *testing.T) {
	p := newPlayer(t, nil)
	p.Seek(500)
	if err := p.Set(map[string]any{"rho": 0}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if p.Epoch() != 500 {
		t.Errorf("at epoch %d", p.Epoch())
	}
}

func TestTransport(t *testing.T) {
	p := newPlayer(t, map[string]any{"epochs": 100})
	p.Play()
	p.Advance(PaceSeconds/4, never)
	if p.Epoch() != 25 || !p.Playing() {
		t.Errorf("a quarter of the time: epoch %d", p.Epoch())
	}
	p.Pause()
	p.Advance(10, never)
	if p.Epoch() != 25 {
		t.Errorf("paused, but at epoch %d", p.Epoch())
	}
	p.Step(1)
	p.Work(never)
	p.Step(-2)
	if p.Epoch() != 24 {
		t.Errorf("after +1 −2: epoch %d", p.Epoch())
	}
	steps := p.Steps()
	p.Seek(1000)
	p.Work(never)
	if p.Epoch() != 100 || !p.AtEnd() || p.Steps() != 100 || steps != 100 {
		t.Errorf("seek past the end: epoch %d, %d steps (%d before), want 100: a run is computed once, before it plays", p.Epoch(), p.Steps(), steps)
	}
	p.Play()
	if p.Epoch() != 0 || !p.Playing() {
		t.Errorf("play from the end: epoch %d", p.Epoch())
	}
	p.Advance(1000, never)
	if p.Playing() || p.Epoch() != 100 {
		t.Errorf("at the end: epoch %d, playing %v", p.Epoch(), p.Playing())
	}
	p.Reset()
	if p.Epoch() != 0 || p.Playing() {
		t.Error("reset")
	}
	for _, bad := range []Speed{1. / 128, -1, 1000, Speed(math.NaN()), Speed(math.Inf(1))} {
		if p.SetSpeed(bad) == nil {
			t.Errorf("speed %v was accepted", bad)
		}
	}
}

func TestMilestonesTellTheStory(t *testing.T) {
	deep := newPlayer(t, map[string]any{"depth": 5, "epochs": 50}) // γ = 1e-9: it waits for ever
	deep.Seek(50)
	deep.Work(never)
	if ms := deep.Milestone(); ms.Code != MilestoneUnlearned {
		t.Errorf("nothing learned at the end: %+v", ms)
	}
	p := newPlayer(t, nil)
	for _, c := range []struct {
		epoch int
		code  string
		when  float64
	}{{0, MilestoneStart, 0}, {60, MilestoneWaiting, 0}, {200, MilestoneLearned, 126}, {500, MilestonePhaseEnded, 477}, {900, MilestoneConverged, 552}, {200, MilestoneLearned, 126}} {
		p.Seek(c.epoch)
		p.Work(never)
		ms := p.Milestone()
		if ms.Code != c.code || math.Abs(ms.Epoch-c.when) > 1 {
			t.Errorf("epoch %d: %+v, want %s at %v", c.epoch, ms, c.code, c.when)
		}
		if c.code == MilestoneLearned && (ms.Modality != "A" || ms.Other != "B") {
			t.Errorf("learned %q before %q", ms.Modality, ms.Other)
		}
	}
	p = newPlayer(t, map[string]any{"scenario": "early", "epochs": 150})
	p.Seek(150)
	p.Work(never)
	if ms := p.Milestone(); ms.Code != MilestoneFinished {
		t.Errorf("early at its end: %+v", ms)
	}
	p.Seek(140)
	if ms := p.Milestone(); ms.Code != MilestoneTogether {
		t.Errorf("early: %+v", ms)
	}
	// One modality is learned at the end: the other may be on its way, or never be.
	for _, c := range []struct {
		changes map[string]any
		code    string
	}{
		{map[string]any{"epochs": 300}, MilestoneEarlyEnd},
		{map[string]any{"scenario": "xor", "epochs": 1200}, MilestoneEarlyEnd},
		{map[string]any{"scenario": "xor-early"}, MilestoneStuck},
		{map[string]any{"scenario": "xor-early", "epochs": 1000}, MilestoneStuck},
		{map[string]any{"scenario": "xor-early", "kappa": 1, "epochs": 1050}, MilestoneEarlyEnd},
	} {
		p := newPlayer(t, c.changes)
		p.Seek(p.Scenario().Epochs)
		p.Work(never)
		if ms := p.Milestone(); ms.Code != c.code || ms.Modality != "A" || ms.Other != "B" {
			t.Errorf("%v: %+v, want %s", c.changes, ms, c.code)
		}
	}
}

// TestEndsOfSpeed: an epoch a second whatever the run's length; and as fast as
// the computing goes, in chunks, never beyond the budget of a frame.
func TestEndsOfSpeed(t *testing.T) {
	hash := func(p *Player, epoch int) uint64 {
		p.Seek(epoch)
		p.Work(never)
		return p.Run().Hash(epoch)
	}
	want := hash(newPlayer(t, nil), 700)

	p := newPlayer(t, nil)
	if err := p.SetSpeed(SpeedEpoch); err != nil {
		t.Fatal(err)
	}
	p.Play()
	for range 25 {
		p.Advance(.1, never)
	}
	if p.Epoch() != 2 {
		t.Errorf("after 2.5 s at an epoch a second: epoch %d", p.Epoch())
	}
	if got := hash(p, 700); got != want {
		t.Error("another state at an epoch a second")
	}

	p = newPlayer(t, nil)
	if err := p.SetSpeed(SpeedMax); err != nil {
		t.Fatal(err)
	}
	p.Play()
	p.Compare(true)
	p.Watch(true)
	frames := 0
	for ; p.Playing() && frames < 2000; frames++ {
		p.Advance(.016, always)
		if now := p.Epoch(); now != 0 && (now != 1000 || p.Run().Epoch() != 1000) {
			t.Fatalf("frame %d: at %d of %d", frames, now, p.Run().Epoch())
		}
	}
	if frames < 4 || p.Epoch() != 1000 {
		t.Errorf("after %d frames at epoch %d", frames, p.Epoch())
	}
	p.Work(never)
	if p.Overlay() == nil || p.Overlay().Epoch() != 1000 {
		t.Error("the overlay is not there")
	}
	p.Compare(false)
	p.Watch(false)
	if got := hash(p, 700); got != want {
		t.Error("another state at full speed")
	}

	// Between the visible steps of reduced motion it computes ahead.
	p.Reset()
	if err := p.Set(map[string]any{"seed": 2}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	p.Play()
	p.Advance(0, never)
	if p.Epoch() != 0 || !p.Playing() {
		t.Errorf("no time has passed, but it is at %d", p.Epoch())
	}
	p.Advance(.5, always)
	if p.Epoch() != 1000 || p.Playing() {
		t.Errorf("after a visible step: epoch %d, playing %v", p.Epoch(), p.Playing())
	}

	// A run that breaks off is the end, too.
	p = newPlayer(t, map[string]any{"eta": 1})
	if err := p.SetSpeed(SpeedMax); err != nil {
		t.Fatal(err)
	}
	p.Play()
	p.Advance(.016, never)
	if p.Run().Diverged() == nil || p.Playing() || p.Epoch() != p.Run().Epoch() {
		t.Errorf("diverged: at %d of %d, playing %v", p.Epoch(), p.Run().Epoch(), p.Playing())
	}
}

// TestHash: the same whichever way a state was reached, different for another.
func TestHash(t *testing.T) {
	a := newPlayer(t, map[string]any{"rho": .2})
	a.Seek(500)
	a.Work(never)
	b := newPlayer(t, map[string]any{"rho": .7})
	b.Play()
	b.Advance(3, never)
	if err := b.Set(map[string]any{"rho": .2}); err != nil {
		t.Fatal(err)
	}
	b.Seek(900)
	b.Work(never)
	b.Seek(500)
	if a.Run().Hash(500) != b.Run().Hash(500) {
		t.Error("two ways to the same state, two hashes")
	}
	if a.Run().Hash(500) == a.Run().Hash(499) || a.Run().Hash(500) == newPlayer(t, nil).Run().Hash(0) {
		t.Error("different states, one hash")
	}
}

// TestHoldAndGhost: a held playhead waits, and the run at that moment is
// remembered.
func TestHoldAndGhost(t *testing.T) {
	p := newPlayer(t, nil)
	p.Play()
	p.Advance(5, never)
	at, before := p.Epoch(), p.Run()
	p.Hold()
	if p.Ghost() != nil {
		t.Error("a ghost before anything changed")
	}
	if err := p.Set(map[string]any{"r": .3}); err != nil {
		t.Fatal(err)
	}
	p.Advance(1, never) // computes the changed run
	p.Advance(1, never) // would move on
	if p.Epoch() != at || p.Ghost() != before || p.Run() == before {
		t.Errorf("held at %d, now %d", at, p.Epoch())
	}
	p.Release()
	p.Advance(1, never)
	if p.Epoch() <= at || !p.Playing() {
		t.Error("released, but it does not play on")
	}
	if err := p.Set(map[string]any{"scenario": "late"}); err != nil {
		t.Fatal(err)
	}
	if p.Ghost() != nil {
		t.Error("the ghost of another scenario")
	}
}

// TestStopMilestones: the story of a run on a small sample names its best stop.
func TestStopMilestones(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "small-data"})
	for _, c := range []struct {
		epoch int
		code  string
	}{{150, MilestoneWaiting}, {400, MilestoneStopAlone}, {600, MilestonePhaseEnded}, {1200, MilestoneEndAlone}} {
		p.Seek(c.epoch)
		p.Work(never)
		if ms := p.Milestone(); ms.Code != c.code || c.epoch > 300 && math.Abs(ms.Stop-210) > 3 {
			t.Errorf("at epoch %d: %+v", c.epoch, ms)
		}
	}
	p = newPlayer(t, map[string]any{"scenario": "enough-data"})
	p.Seek(1200)
	p.Work(never)
	if ms := p.Milestone(); ms.Code != MilestoneEndBoth {
		t.Errorf("%+v", ms)
	}
}

func newPlayer(t testing.TB, changes map[string]any) *Player {
	t.Helper()
	s, err := sim.Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	p, err := New(s)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// TestHistoryAgrees: of no scenario does what it has met contradict itself: what is learned together is not told one by one,
// and a modality is alone only in a unimodal phase. The best stop is among it.
func TestHistoryAgrees(t *testing.T) {
	for _, slug := range sim.Slugs() {
		p := newPlayer(t, map[string]any{"scenario": slug})
		p.Seek(p.Scenario().Epochs)
		p.Work(never)
		var codes []string
		list := p.Milestones(p.Epoch())
		for _, ms := range list {
			codes = append(codes, ms.Code)
		}
		has := func(code string) bool { return slices.Contains(codes, code) }
		together := has(MilestoneTogether) || has(MilestoneAllTogether)
		last, m := list[len(list)-1], p.Measure()
		switch {
		case last.Code != p.Milestone().Code:
			t.Errorf("%s ends with %+v, and tells %+v", slug, last, p.Milestone())
		case together && (slices.ContainsFunc(codes, func(code string) bool { return slices.Contains(ofSome, code) }) || m.Plateau || last.Phase >= 1 && last.Code == MilestoneConverged):
			t.Errorf("%s: %v, and in the end %+v", slug, codes, last)
		}
		for of, code := range map[string]string{"small-data": MilestoneStopAlone, "enough-data": MilestoneEndBoth, "adam": MilestoneTogether, "modulation": MilestoneTogether, "early": MilestoneTogether, "intermediate": MilestonePhaseEnded} {
			if slug == of && !has(code) {
				t.Errorf("%s: %v without %s", slug, codes, code)
			}
		}
		if !slices.IsSortedFunc(list, func(a, b Milestone) int { return cmp.Compare(a.Epoch, b.Epoch) }) {
			t.Errorf("%s: not in the order of time: %+v", slug, list)
		}
	}
}

// TestOverlayFollows: the overlay is computed up to the playhead, and belongs to
// the run shown.
func TestOverlayFollows(t *testing.T) {
	p := newPlayer(t, nil)
	p.Compare(true)
	p.Seek(300)
	p.Work(never)
	if o := p.Overlay(); o == nil || o.Epoch() != 300 || o.Form() != sim.FullWidth || p.Run().Form() == sim.FullWidth {
		t.Fatalf("overlay %+v", o)
	}
	if a, b := p.Overlay().Norm(0)[300], p.Run().Norm(0)[300]; math.Abs(a/b-1) > 1e-10 || a == b {
		t.Errorf("full width %v, reduced %v", a, b)
	}
	if err := p.Set(map[string]any{"rho": .5}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if o := p.Overlay(); o == nil || o.Scenario().Rho != .5 || o.Epoch() != 300 {
		t.Errorf("the overlay is of another run")
	}
	if err := p.Set(map[string]any{"eta": 1, "kappa": 4}); err != nil {
		t.Fatal(err)
	}
	p.Seek(1000)
	p.Work(never)
	if p.Run().Diverged() == nil || p.Pending() {
		t.Error("a run that breaks off leaves its overlay waiting")
	}
	p.Compare(false)
	if p.Overlay() != nil {
		t.Error("an overlay nobody wants")
	}
}

// TestAnythingSet: a scenario that is reached from another one, with as much of its
// data as do not change, trains what a fresh run of it trains, bit for bit. Whatever
// it is, there is something to tell of it.
func TestAnythingSet(t *testing.T) {
	random := rand.New(rand.NewPCG(13, 1))
	p, err := New(sim.Default())
	if err != nil {
		t.Fatal(err)
	}
	compared := 0
	for range 300 {
		changes := map[string]any{}
		for _, row := range sim.Parameters() {
			switch {
			case row.Kind == "choice":
				changes[row.Key] = row.Choices[random.IntN(len(row.Choices))]
			case row.Kind == "text":
			case row.Scale == "log":
				changes[row.Key] = row.Min * math.Pow(row.Max/row.Min, random.Float64())
			default:
				changes[row.Key] = row.Min + random.Float64()*(row.Max-row.Min)
			}
			if row.Kind == "integer" {
				changes[row.Key] = math.Floor(changes[row.Key].(float64))
			}
		}
		changes["width"], changes["samples"], changes["epochs"], changes["method"] = 6, 50, 20, sim.GradientDescent
		if random.IntN(2) == 0 {
			one := []string{"seed", "samples", "rho", "kappa", "from", "task", "draw", "noise", "dA", "slope"}[random.IntN(10)]
			changes = map[string]any{one: changes[one]}
		}
		if p.Set(changes) != nil {
			continue // values may not go together
		}
		p.Seek(20)
		p.Work(never)
		fresh, err := sim.NewRun(p.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		for !fresh.Done() {
			fresh.Step()
		}
		if compared++; fresh.Hash(20) != p.Run().Hash(20) {
			t.Errorf("%s: another run", sim.EncodeLink(p.Scenario(), 0))
		}
		if ms := p.Milestone(); !slices.Contains(Milestones, ms.Code) && ms.Code != MilestoneDiverged {
			t.Errorf("%s: milestone %q", sim.EncodeLink(p.Scenario(), 0), ms.Code)
		}
	}
	if compared < 100 {
		t.Errorf("%d comparisons are few", compared)
	}
}

// TestNewPlayerChecks: there is no player of what cannot be trained.
func TestNewPlayerChecks(t *testing.T) {
	s := sim.Default()
	s.Rho = 1
	var e *sim.Error
	if _, err := New(s); !errors.As(err, &e) || e.Code != sim.OutOfRange || e.Key != "rho" {
		t.Errorf("ρ = 1: %v", err)
	}
}

// TestAloneIsTold: with r = 0 there is nothing of A to learn, and the story says so.
func TestAloneIsTold(t *testing.T) {
	p := newPlayer(t, map[string]any{"r": 0})
	p.Seek(1000)
	p.Work(never)
	if ms := p.Milestone(); ms.Code != MilestoneAlone || ms.Modality != "B" || ms.Other != "A" {
		t.Errorf("r = 0 ends with %+v", ms)
	}
}

// TestEndOfARunWithNothingElseToLearn: a run that ends before it has converged is not
// said to wait for a modality that has nothing to learn.
func TestEndOfARunWithNothingElseToLearn(t *testing.T) {
	p := newPlayer(t, map[string]any{"r": 0})
	p.Seek(1000)
	p.Work(never)
	learned := p.Measure()
	end := int(learned.Times[learned.First]) + 5
	if end >= learned.Converged {
		t.Fatalf("learned at %v, converged at %d", learned.Times, learned.Converged)
	}
	p = newPlayer(t, map[string]any{"r": 0, "epochs": end})
	p.Seek(end)
	p.Work(never)
	if ms := p.Milestone(); ms.Code != MilestoneFinished || ms.Modality != "B" {
		t.Errorf("B learned at %v, at the end of %d epochs: %+v", learned.Times, end, ms)
	}
}

// TestDivergenceIsTold: a run that runs away stops the player where it broke off.
func TestDivergenceIsTold(t *testing.T) {
	p := newPlayer(t, map[string]any{"eta": 1, "epochs": 4000})
	p.Seek(4000)
	p.Work(never)
	failed := p.Run().Diverged()
	if failed == nil || p.Epoch() != failed.Epoch || p.Playing() || !p.AtEnd() || p.Milestone().Diverged == nil {
		t.Errorf("not stopped at %+v but %d", failed, p.Epoch())
	}
}

func always() bool { return true }

func never() bool { return false }

// TestShortPhaseIsAPhase: where one modality is learned in two thirds of the time of
// the other, they are not said to be learned together; only early fusion is so close.
func TestShortPhaseIsAPhase(t *testing.T) {
	p := newPlayer(t, map[string]any{"kappa": 1.3})
	p.Seek(999)
	p.Work(never)
	learned := p.Measure()
	if !(learned.TimeRatio > 1.3 && learned.TimeRatio < 1.8) {
		t.Fatalf("a time ratio of %v", learned.TimeRatio)
	}
	p.Seek(int(learned.Times[learned.Second]) + 1)
	if ms := p.Milestone(); ms.Code != MilestonePhaseEnded || !(ms.Phase > 20) {
		t.Errorf("time ratio %.2f: %+v", learned.TimeRatio, ms)
	}
}

// TestStepPauses: who steps wants to look at that epoch, so a run that plays stops there.
func TestStepPauses(t *testing.T) {
	for _, n := range []int{1, -1} {
		p := newPlayer(t, nil)
		p.Seek(100)
		p.Work(never)
		p.Play()
		p.Step(n)
		p.Advance(1, never)
		if p.Playing() || p.Epoch() != 100+n {
			t.Errorf("after a step of %d from epoch 100 it stands at %d, playing %t", n, p.Epoch(), p.Playing())
		}
	}
}

// TestLateFusionIsNotStuck: late fusion of xor learns everything some time, however
// slowly what is left grows; only early fusion may be stuck for ever.
func TestLateFusionIsNotStuck(t *testing.T) {
	p := newPlayer(t, map[string]any{"scenario": "xor", "slope": .99, "kappa": 4, "epochs": 100})
	p.Seek(100)
	p.Work(never)
	norm := p.Run().Norm(1)
	if ms := p.Milestone(); ms.Code != MilestoneEarlyEnd {
		t.Errorf("B grew from %v to %v in the second half: %+v", norm[50], norm[100], ms)
	}
}

// TestLongRunsPlay: a run that is not computed in a moment plays as far as it is.
func TestLongRunsPlay(t *testing.T) {
	p := newPlayer(t, map[string]any{"depth": 4, "fusion": 4, "init": .1, "epochs": 20000})
	p.Play()
	p.Advance(1, always)
	if p.Epoch() != 0 || p.Run().Done() {
		t.Fatalf("at once it is at epoch %d of %d", p.Epoch(), p.Run().Epoch())
	}
	for range 5 {
		p.Advance(1, always)
	}
	if now := p.Epoch(); now == 0 || now > p.Run().Epoch() || p.Run().Done() {
		t.Errorf("after 6 s it is at epoch %d of %d", now, p.Run().Epoch())
	}
	p.Advance(100, never)
	p.Advance(100, never)
	if !p.AtEnd() || p.Playing() {
		t.Errorf("at the end it is at epoch %d", p.Epoch())
	}
}

// TestSlowRunsUnderTheHand: a hand that is quicker than the runs sees some of them, each to its end, and at last its own; what
// it has come to when it lets go is not waited for.
func TestSlowRunsUnderTheHand(t *testing.T) {
	p := newPlayer(t, nil)
	p.Advance(0, never)
	p.Seek(200)
	chunk := func() bool { return true } // a call computes as little as it can
	moved := func(move int) float64 { return 1 + float64(move)/100 }
	p.Hold()
	shown, move := map[*sim.Run]bool{}, 0
	for ; len(shown) < 4; move++ {
		if move == 2000 {
			t.Fatalf("%d moves, and %d runs seen", move, len(shown))
		}
		if err := p.Set(map[string]any{"kappa": moved(move % 200)}); err != nil {
			t.Fatal(err)
		}
		before := p.Run()
		p.Work(chunk)
		if p.Run() != before && !before.Done() {
			t.Fatalf("move %d: a run is left before its end", move)
		}
		if p.Scenario().Kappa != moved(move%200) || !p.Pending() {
			t.Fatalf("move %d: the scenario is %v", move, p.Scenario().Kappa)
		}
		shown[p.Run()] = true
	}
	if move < 8 {
		t.Errorf("%d moves: the runs are as quick as the hand", move)
	}
	p.Work(never)
	if want := p.Scenario(); p.Pending() || p.Run().Scenario() != want {
		t.Errorf("at rest it shows %v, want %v", p.Run().Scenario().Kappa, want.Kappa)
	}

	// One that is shorter than what is shown ends as well.
	for _, epochs := range []int{1000, 300, 250} {
		if err := p.Set(map[string]any{"epochs": epochs}); err != nil {
			t.Fatal(err)
		}
		p.Work(chunk)
	}
	for calls := 0; p.Pending(); calls++ {
		if calls == 1000 {
			t.Fatal("the work never ends")
		}
		p.Work(chunk)
	}
	if got := p.Run().Scenario().Epochs; got != 250 {
		t.Errorf("it shows %d epochs", got)
	}

	for _, kappa := range []float64{1.5, 2.5, 3.5} {
		if err := p.Set(map[string]any{"kappa": kappa}); err != nil {
			t.Fatal(err)
		}
		p.Work(chunk)
	}
	p.Release()
	left, at := p.Run(), p.Run().Epoch()
	p.Work(never)
	if p.Run().Scenario().Kappa != 3.5 || left.Epoch() != at {
		t.Errorf("let go, it shows κ = %v, and the run before has gone on from epoch %d to %d", p.Run().Scenario().Kappa, at, left.Epoch())
	}
}
