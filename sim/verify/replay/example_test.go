package replay_test

import (
	"fmt"

	"unimodal-bias-lab/sim/verify/replay"
)

// Train a run of the paper's own code again, from the same initial weights, in every
// form that stands for its network.
func ExampleReplay() {
	runs, err := replay.Replay("../../testdata/reference/two_layer_late_rho+0.5.json", replay.Forms)
	if err != nil {
		panic(err)
	}
	for _, run := range runs {
		agree := 0
		for _, column := range run.Differences {
			if !column.TooFar() {
				agree++
			}
		}
		fmt.Printf("%s: %d of %d columns agree\n", run.Form, agree, len(run.Differences))
	}
	// Output:
	// full width: 5 of 5 columns agree
	// Gram factor: 5 of 5 columns agree
	// modes: 5 of 5 columns agree
}
