package player

import (
	"slices"
	"testing"

	"unimodal-bias-lab/sim"
)

func pinned(t *testing.T, p *Player, pins string) {
	t.Helper()
	v, notices := sim.ParseVariants(pins)
	if len(notices) > 0 {
		t.Fatal(notices[0])
	}
	p.Pin(v)
}

// alone is a scenario trained by itself.
func alone(t *testing.T, s sim.Scenario) *sim.Run {
	t.Helper()
	r, err := sim.NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestPinsTrainInSlices: each is the run that its scenario is, however the work is cut, and
// comes after the run itself, which does not wait for it.
func TestPinsTrainInSlices(t *testing.T) {
	p := newPlayer(t, map[string]any{"epochs": 600})
	pinned(t, p, "method:momentum,depth:3;init:0.1;width:10,seed:3")
	p.Play()
	steps, moved, deep := 0, false, 0
	for p.Pending() || p.Comparing() {
		p.Advance(.01, func() bool { return true })
		moved = moved || p.Comparing() && p.Epoch() > 0
		if next := p.Pins()[1].next; next != nil {
			if trained := next.Epoch() - deep; trained > 2*next.Chunk() { // Advance works twice
				t.Fatalf("%d epochs in one slice", trained)
			}
			deep = next.Epoch()
		}
		if steps++; steps > 1e5 {
			t.Fatal("it never ends")
		}
	}
	if !moved {
		t.Error("the playhead waits for the pins")
	}
	if deep == 0 || steps < 5 {
		t.Errorf("all in %d slices", steps)
	}
	for _, b := range p.Pins() {
		s, err := b.Variant.Of(p.Scenario())
		if err != nil {
			t.Fatal(err)
		}
		if want := alone(t, s); !b.Fresh || b.Run.Hash(600) != want.Hash(600) {
			t.Errorf("%s is another run in slices", b.Variant)
		}
	}
}

// TestPinsFollowTheOperatingPoint, each trained as it was, and the picture of before stays until the
// next is complete.
func TestPinsFollowTheOperatingPoint(t *testing.T) {
	p := newPlayer(t, nil)
	pinned(t, p, "method:momentum,same")
	p.Work(never)
	before := p.Pins()[0].Run
	set := func(changes map[string]any) {
		t.Helper()
		if err := p.Set(changes); err != nil {
			t.Fatal(err)
		}
	}
	set(map[string]any{"kappa": 3})
	if b := p.Pins()[0]; b.Run != before || b.Fresh || !p.Comparing() {
		t.Error("the picture does not wait for the next run, or takes the old one for it")
	}
	p.Work(never)
	if got := p.Pins()[0].Run.Scenario(); got.Kappa != 3 || got.Method != sim.Momentum {
		t.Errorf("κ = %v by %s", got.Kappa, got.Method)
	}
	set(map[string]any{"method": sim.Adam, "eta": .001})
	p.Work(never)
	if got := p.Variants().String(); got != "eta:0.04;method:momentum,eta:0.04;method:gd" {
		t.Errorf("pins are %s", got)
	}
	set(map[string]any{"activation": sim.ReLU, "eta": .04, "method": sim.GradientDescent})
	p.Work(never)
	if b := p.Pins()[0]; b.Refused != nil || b.Run.Scenario().Activation != sim.Linear {
		t.Errorf("a linear run beside rectified units: %v", b.Refused)
	}
	set(map[string]any{"task": "xor"}) // follows: and here the linear runs have no xor to learn
	p.Work(never)
	pinned(t, p, "decay:0.2")
	if b := p.Pins()[0]; b.Refused == nil || b.Run != nil || p.Comparing() {
		t.Errorf("weight decay of rectified units: %+v", b)
	}
	set(map[string]any{"scenario": "late"})
	if len(p.Pins()) > 0 {
		t.Error("another scenario has the pins of the last one")
	}
}

// TestUseExchanges: the pinned run and the run change places, back and forth.
func TestUseExchanges(t *testing.T) {
	p := newPlayer(t, nil)
	pinned(t, p, "method:momentum,etaRatio:4")
	p.Work(never)
	start := p.Scenario()
	if err := p.Use(p.Variants()[0]); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if got := p.Variants().String(); p.Scenario().Method != sim.Momentum || got != "method:gd,method:gd;etaRatio:4" {
		t.Errorf("%s beside %s", got, p.Scenario().Method)
	}
	if err := p.Use(p.Variants()[0]); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if got := p.Variants().String(); p.Scenario() != start || got != "method:momentum,etaRatio:4" {
		t.Errorf("there and back again leaves %s", got)
	}
	if err := p.Use(sim.Variant{{Key: "fusion", Value: 3.0}}); err == nil || p.Scenario() != start {
		t.Error("a variant that does not go with the scenario is used")
	}
}

// TestRemediesFollow: while they are wanted they are those of the run shown, and a pinned one is
// not trained twice.
func TestRemediesFollow(t *testing.T) {
	p := newPlayer(t, nil)
	p.WantRemedies(true)
	p.Work(never)
	list := p.Remedies()
	if len(list) != 6 || p.Comparing() || slices.ContainsFunc(list, func(b *Beside) bool { return !b.Fresh }) {
		t.Fatalf("%d remedies", len(list))
	}
	steps := p.Steps()
	pinned(t, p, list[0].Variant.String())
	if p.Work(never); p.Steps() != steps || p.Pins()[0].Run != list[0].Run {
		t.Error("the pin of a remedy is trained again")
	}
	if err := p.Set(map[string]any{"kappa": 1.5}); err != nil {
		t.Fatal(err)
	}
	p.Work(never)
	if got := p.Remedies()[0].Variant.String(); got != "etaRatio:2.25" {
		t.Errorf("balanced rates at κ = 1.5: %s", got)
	}
	p.WantRemedies(false)
	if p.Comparing() || len(p.Remedies()) > 0 {
		t.Error("remedies nobody wants")
	}
}
