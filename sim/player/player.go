// Package player moves a playhead over a run, computing it to its end first, and
// tells what has happened by then ([Milestone]). A run is known before it is played, so
// that its axes and labels can be laid out once. It knows package sim; sim does not
// know it, nor a clock: time and computing budget are passed in.
package player

import (
	"math"

	"unimodal-bias-lab/sim"
)

// PaceSeconds is how long a whole run plays at speed 1.
const PaceSeconds = 24

// Player moves a playhead over a run, computes the run, and keeps both steady while
// parameters change: a new scenario is computed from epoch 0 to the playhead first and
// replaces the old run when it gets there, so that a picture of the player never falls
// back to an empty chart. Then it is computed to its end, and the playhead may move: for a
// long run, after a moment.
//
// A Player is plain state: time and computing budget are passed in. It is not
// safe for concurrent use.
type Player struct {
	scenario sim.Scenario
	shown    *sim.Run // what pictures show
	next     *sim.Run // being computed for a changed scenario; nil if none
	wanted   *sim.Run // what a hand that drags has come to meanwhile: begun once the one before is shown to its end; nil if none
	playhead float64  // epochs; the fraction carries over between frames
	playing  bool
	speed    Speed
	target   int        // a run is shown once it is computed up to here
	steps    int        // epochs computed since the start
	waited   float64    // seconds for the end of shown
	held     bool       // the playhead waits while a hand drags
	ghost    *sim.Run   // the run at the moment the hand took hold
	overlay  *sim.Run   // to compare the shown run with; nil: none, or none wanted
	overlaid *sim.Run   // the run the overlay was made for
	compared bool       // an overlay is wanted
	stops    []sim.Stop // memory of Milestone
	watched  bool       // somebody looks at the network itself, not only at its series
	rest     rest       // memory of Enough
	beside   comparison
}

// New returns a paused player at epoch 0.
func New(s sim.Scenario) (*Player, error) {
	run, err := sim.NewRun(s)
	if err != nil {
		return nil, err
	}
	return &Player{scenario: s, shown: run, speed: 1}, nil
}

// Scenario returns the scenario as last set. While [Player.Pending], the run
// shown may still be of the one before.
func (p *Player) Scenario() sim.Scenario { return p.scenario }

// Run returns the run to show, up to [Player.Epoch]. Read only.
func (p *Player) Run() *sim.Run { return p.shown }

// Epoch returns the playhead, a whole number of epochs the shown run has
// computed.
func (p *Player) Epoch() int { return min(int(p.playhead), p.shown.Epoch()) }

// Playing reports whether Advance moves the playhead.
func (p *Player) Playing() bool { return p.playing }

// Speed returns the pace.
func (p *Player) Speed() Speed { return p.speed }

// Steps counts the epochs computed so far, recomputed ones included.
func (p *Player) Steps() int { return p.steps }

// AtEnd reports whether the playhead cannot move further.
func (p *Player) AtEnd() bool {
	return p.next == nil && p.shown.Done() && int(p.playhead) >= p.shown.Epoch()
}

// Set changes parameters ([sim.Scenario.With]). The playhead stays, unless a
// scenario is chosen by name: that starts at epoch 0. On error, of type
// *[sim.Error], nothing has changed.
func (p *Player) Set(changes map[string]any) error {
	s, err := p.scenario.With(changes)
	if err != nil {
		return err
	}
	if _, ok := changes["scenario"]; ok {
		return p.Open(s, 0)
	}
	return p.SetScenario(s)
}

// Open starts from a scenario at an epoch: no ghost of before is left, and no pin. Its error is
// that of [Player.Set].
func (p *Player) Open(s sim.Scenario, epoch int) error {
	if err := p.SetScenario(s); err != nil {
		return err
	}
	p.ghost = nil
	p.Pin(nil)
	p.Seek(epoch)
	return nil
}

// SetScenario takes every parameter from a scenario. The playhead stays, and pins follow
// ([sim.Variant.Follow]). While a hand drags ([Player.Hold]), the run that is being computed is shown to its end before that
// of the newest scenario begins: runs slower than the hand are seen one after the other, and not none at all. Its error is
// that of [Player.Set].
func (p *Player) SetScenario(s sim.Scenario) error {
	if s == p.scenario {
		p.settle()
		return nil
	}
	run, err := sim.NewRunAfter(s, p.shown, p.next)
	if err != nil {
		return err
	}
	before := p.scenario
	p.scenario = s
	if p.held && (p.next != nil || !p.shown.Done()) {
		p.wanted = run
	} else {
		p.next, p.wanted = run, nil
	}
	p.follow(before)
	p.playhead = math.Min(p.playhead, float64(s.Epochs))
	p.target = int(p.playhead)
	p.settle()
	return nil
}

// Hold keeps the playhead where it is, as a hand drags through the parameters,
// and remembers the run as the ghost to compare with.
func (p *Player) Hold() {
	p.held = true
	p.ghost = p.shown
}

// Release lets a held playhead go on. The ghost stays until the next Hold or
// the next scenario.
func (p *Player) Release() {
	p.held = false
	p.settle()
}

// Held reports whether the playhead is held.
func (p *Player) Held() bool { return p.held }

// Ghost returns the run remembered by Hold, or nil if it is still the run
// shown.
func (p *Player) Ghost() *sim.Run {
	if p.ghost == nil || p.ghost == p.shown {
		return nil
	}
	return p.ghost
}

// SetSpeed sets the pace ([CheckSpeed]).
func (p *Player) SetSpeed(speed Speed) error {
	if err := CheckSpeed(speed); err != nil {
		return err
	}
	p.speed = speed
	return nil
}

// Play starts the playhead; from the end it starts over.
func (p *Player) Play() {
	if p.AtEnd() {
		p.Seek(0)
	}
	p.playing = true
}

// Pause stops the playhead.
func (p *Player) Pause() { p.playing = false }

// Step pauses and moves the playhead by n epochs, back if n is negative.
func (p *Player) Step(n int) {
	p.playing = false
	p.Seek(int(p.playhead) + n)
}

// Seek moves the playhead to an epoch, as near as the run's length permits.
func (p *Player) Seek(epoch int) {
	epoch = max(0, min(epoch, p.scenario.Epochs))
	p.playhead = float64(epoch)
	p.target = epoch
	p.settle()
}

// Reset pauses at epoch 0. Parameters and seed stay.
func (p *Player) Reset() {
	p.playing = false
	p.Seek(0)
}

// Pending reports whether the run of the scenario still has to be computed, or its
// network found again at the playhead.
func (p *Player) Pending() bool { return !p.shown.Done() || p.behind() }

// behind reports whether what is to be shown at the playhead is not there yet.
func (p *Player) behind() bool {
	return p.next != nil || p.wanted != nil || p.shown.Epoch() < p.target && !p.shown.Done() ||
		p.watched && !p.shown.HasState(p.Epoch()) || p.overlayBehind()
}

// patience is for how many seconds the playhead waits for the end of a run, so that its
// axes are known when it plays.
const patience = 1.5

// Overlay returns the run to lay over the shown one, as far as it is computed, or
// nil.
func (p *Player) Overlay() *sim.Run { return p.overlay }

// Compare says whether an overlay is wanted ([OverlayRun]).
func (p *Player) Compare(on bool) {
	p.compared = on
	p.settle()
}

func (p *Player) overlayBehind() bool {
	return p.overlay != nil && !p.overlay.Done() && p.overlay.Epoch() < min(p.target, p.shown.Epoch())
}

// Watch makes the network at the playhead ([Run.State]) part of what Work
// prepares, or no longer.
func (p *Player) Watch(on bool) { p.watched = on }

// Progress returns how much of the run is computed, 0 … 1.
func (p *Player) Progress() float64 {
	run := p.shown
	if p.next != nil {
		run = p.next
	}
	if run.Done() {
		return 1
	}
	return float64(run.Epoch()) / float64(run.Scenario().Epochs)
}

// Advance works, and lets seconds pass on the playhead if nothing is left to do.
func (p *Player) Advance(seconds float64, stop func() bool) {
	p.Work(stop)
	if !p.playing || p.held || p.behind() || !(seconds > 0) {
		return
	}
	if !p.shown.Done() { // a long run goes on being computed while it plays
		if p.waited += seconds; p.waited < patience {
			return
		}
	}
	p.playhead = math.Min(p.playhead+seconds*p.pace(), float64(p.shown.Epoch()))
	p.target = int(p.playhead)
	p.settle()
	p.Work(stop)
}

// pace returns the epochs a second.
func (p *Player) pace() float64 {
	switch p.speed {
	case SpeedEpoch:
		return 1
	case SpeedMax:
		return math.Inf(1)
	}
	return float64(p.scenario.Epochs) / PaceSeconds * float64(p.speed)
}

// train brings a run a chunk nearer to an epoch.
func (p *Player) train(run *sim.Run, target int) {
	for range run.Chunk() {
		if run.Epoch() >= target || run.Done() {
			return
		}
		if run.Part() {
			p.steps++
		}
	}
}

// Work computes what is pending until stop says so, at least some of it. The
// result does not depend on how the work is cut.
func (p *Player) Work(stop func() bool) {
	for p.Pending() {
		switch {
		case p.next != nil:
			p.train(p.next, p.target)
		case !p.shown.Done():
			p.train(p.shown, p.shown.Scenario().Epochs) // a hand may want fewer
		case p.overlayBehind():
			p.train(p.overlay, p.target)
		}
		p.settle()
		if p.next == nil && p.watched && !p.shown.SeekState(p.Epoch(), stop) || stop() {
			break
		}
	}
	p.halt()
	p.compare(stop)
}

// halt stops a playhead that cannot move further.
func (p *Player) halt() {
	if p.AtEnd() {
		p.playing = false
	}
}

// settle shows the next run once it has reached the playhead, turns to the one that a hand wants, and holds the
// playhead on a run that has diverged.
func (p *Player) settle() {
	if p.next != nil && (p.next.Epoch() >= p.target || p.next.Done()) {
		p.shown, p.next, p.waited = p.next, nil, 0
	}
	if p.wanted != nil && (!p.held || p.next == nil && p.shown.Done()) {
		p.next, p.wanted = p.wanted, nil
	}
	p.renewOverlay()
	if p.next == nil && p.shown.Diverged() != nil && int(p.playhead) > p.shown.Epoch() {
		p.playhead = float64(p.shown.Epoch())
		p.target = p.shown.Epoch()
	}
}

// renewOverlay makes the overlay that belongs to the shown run.
func (p *Player) renewOverlay() {
	switch {
	case !p.compared:
		p.overlay, p.overlaid = nil, nil
	case p.overlaid != p.shown:
		p.overlaid, p.overlay = p.shown, nil
		if run, err := sim.OverlayRun(p.shown); err == nil { // else there is nothing to compare with
			p.overlay = run
		}
	}
}

// Measure returns what the shown run has shown by the playhead.
func (p *Player) Measure() sim.Measurement { return p.shown.Measure(p.Epoch()) }
