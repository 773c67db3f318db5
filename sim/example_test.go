package sim_test

import (
	"fmt"

	"unimodal-bias-lab/sim"
)

// Train a scenario to its end and read off when each modality was learned.
func ExampleNewRun() {
	s, err := sim.Default().With(map[string]any{"rho": 0.5})
	if err != nil {
		panic(err)
	}
	run, err := sim.NewRun(s)
	if err != nil {
		panic(err)
	}
	for !run.Done() {
		run.Step()
	}
	m := run.Measure(run.Epoch())
	fmt.Printf("A at epoch %.0f, B at epoch %.0f: %.2f times as late\n", m.Times[0], m.Times[1], m.TimeRatio)
	fmt.Printf("between them A has %.0f %% too much weight\n", 100*m.Misattribution)
	// Output:
	// A at epoch 103, B at epoch 469: 4.55 times as late
	// between them A has 25 % too much weight
}

// What theory says of the same scenario, before anything is trained.
func ExamplePredict() {
	s, err := sim.Preset("superficial")
	if err != nil {
		panic(err)
	}
	p, err := sim.Predict(s)
	if err != nil {
		panic(err)
	}
	fmt.Println("learned first:", "AB"[p.First:p.First+1], "explains more:", "AB"[p.Better:p.Better+1])
	fmt.Printf("t_B/t_A for small learning rates %.2f, by gradient descent %.2f\n", p.Paper.Ratio, p.Descent.Ratio)
	fmt.Printf("while A is learned alone %.0f %% of the loss are left\n", 100*p.PlateauLosses[0])
	// Output:
	// learned first: A explains more: B
	// t_B/t_A for small learning rates 1.50, by gradient descent 1.49
	// while A is learned alone 64 % of the loss are left
}

// Train a network in every cell of a phase diagram, tile by tile from coarse to fine.
func ExampleNewSweep() {
	sweep, err := sim.NewSweep(sim.SweepChoice{Kind: sim.SweepRatio, Cells: 32}, sim.Default())
	if err != nil {
		panic(err)
	}
	cells := sim.NewCells(sweep)
	trained, lower, upper := 0, 1e9, 0.
	for n := range cells.Tiles() {
		for _, ratio := range cells.Tile(nil, n) {
			trained++
			lower, upper = min(lower, ratio), max(upper, ratio)
		}
	}
	fmt.Printf("%d networks over %s and %s\n", trained, sweep.X.Key, sweep.Y.Key)
	fmt.Printf("t_B/t_A from %.2f to %.0f\n", lower, upper)
	// Output:
	// 1024 networks over rho and kappa
	// t_B/t_A from 1.08 to 90
}

// A link holds everything a run depends on; what is wrong with one is said.
func ExampleParseLink() {
	s, epoch, notices := sim.ParseLink("#v=1&scenario=late&rho=1.5&epoch=300")
	fmt.Println(s.Rho, epoch)
	for _, notice := range notices {
		fmt.Println(notice)
	}
	fmt.Println(sim.EncodeLink(s, epoch))
	// Output:
	// 0.99 300
	// rho = 1.5 is not allowed; allowed: -0.99 to 0.99
	// v=1&scenario=late&rho=0.99&epoch=300
}
