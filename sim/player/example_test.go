package player_test

import (
	"fmt"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/player"
)

// Play a run by hand: the time that passes and the budget for computing are arguments.
func ExamplePlayer() {
	p, err := player.New(sim.Default())
	if err != nil {
		panic(err)
	}
	unhurried := func() bool { return false }
	p.Play()
	for range 3 {
		p.Advance(4, unhurried) // four seconds of the 24 that a whole run takes
		story := p.Milestone()
		fmt.Println("epoch", p.Epoch(), story.Code, story.Modality)
	}
	// Output:
	// epoch 166 learned A
	// epoch 333 learned A
	// epoch 500 phaseEnded A
}
