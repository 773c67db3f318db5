package main

import (
	"fmt"
	"math"
	"slices"
)

// A sample is at least enough milliseconds of work; a first round warms up and
// is not counted.
const (
	enough = "30"
	rounds = 21

	sweepRounds = 5 // each takes seconds
)

// sample as sim/bench prints it.
type sample struct {
	Milliseconds float64
	Final, Mean  []float64
}

// entrant is a contestant by name.
type entrant struct {
	name string
	ask  contestant
}

// contestants, in the order of their turns.
var contestants = []entrant{{"JavaScript", javascript}, {"wasm", wasm}, {"native", native}}

// times are the milliseconds of one run, round by round, by workload and
// contestant: "JavaScript a".
type times map[string][]float64

// times lets the contestants take turns; every other round goes backwards, so
// that nobody always runs in another's wake.
func (l *lab) times() (times, error) {
	t := times{}
	for round := range 1 + rounds {
		workloads, order := slices.Clone(l.workloads), slices.Clone(contestants)
		if round%2 == 0 {
			slices.Reverse(workloads)
			slices.Reverse(order)
		}
		for _, w := range workloads {
			for _, c := range order {
				if w.Pictures > 0 || c.name == "JavaScript" && !w.FullWidth {
					continue
				}
				if err := t.ask(l, c, w.Key, round > 0); err != nil {
					return t, err
				}
			}
		}
	}
	return t, nil
}

// ask takes a sample and, if it counts, notes it.
func (t times) ask(l *lab, c entrant, key string, counts bool) error {
	var s sample
	if err := c.ask(l, &s, "time", key, enough); err != nil {
		return err
	}
	if counts {
		t[c.name+" "+key] = append(t[c.name+" "+key], s.Milliseconds)
	}
	return nil
}

// painters fill the pictures of a sweep, in the order of their turns: one core, and
// what the page has: its frames, one worker of its pool, and all of them.
var painters = []entrant{{"native", native}, {"slices", sweeper("slices")}, {"worker", sweeper("worker")}, {"workers", sweeper("workers")}}

// sweeps is times for pictures.
func (l *lab) sweeps(t times) error {
	for round := range 1 + sweepRounds {
		order := slices.Clone(painters)
		if round%2 == 0 {
			slices.Reverse(order)
		}
		for _, w := range l.workloads {
			for _, c := range order {
				if w.Pictures == 0 {
					continue
				}
				if err := t.ask(l, c, w.Key, round > 0); err != nil {
					return err
				}
			}
		}
	}
	return nil
}

// paintedAlike is how far sums over pictures may be apart: native logarithms differ
// in the last bit, and a step more or less is a few millionths.
const paintedAlike = 1e-5

// agreePictures reports as an error how the painters of a sweep differ. In the
// browser not one bit may, but for the order in which the sum was taken.
func (l *lab) agreePictures(key string) error {
	sums := map[string]float64{}
	for _, c := range painters {
		var s sample
		if err := c.ask(l, &s, "time", key, "0"); err != nil {
			return err
		}
		if len(s.Final) != 1 {
			return fmt.Errorf("(%s): %s has no sum", key, c.name)
		}
		sums[c.name] = s.Final[0]
	}
	for name, sum := range sums {
		tol := tolerance
		if name == "native" {
			tol = paintedAlike
		}
		if want := sums["slices"]; !(math.Abs(sum-want) <= tol*math.Abs(want)) {
			return fmt.Errorf("(%s): the values sum up to %v by %s, to %v by slices", key, sum, name, want)
		}
	}
	return nil
}

// tolerance of two programs that sum in different orders. It is absolute for the
// last state, where a loss of zero is made of rounding, and relative for the means
// over the epochs, which tell a run that went another way to the same end.
const tolerance = 1e-9

// agree reports as an error how JavaScript and Go, native and in the browser,
// differ.
func (l *lab) agree(key string) error {
	var yardstick *sample
	for _, c := range contestants {
		var s sample
		if err := c.ask(l, &s, "time", key, "0"); err != nil {
			return err
		}
		if yardstick == nil {
			yardstick = &s
		}
		if !within(s.Final, yardstick.Final, 1) || !within(s.Mean, yardstick.Mean, 0) {
			return fmt.Errorf("(%s): loss and norms are %v in the end and %v on average by %s, but %v and %v by %s", key,
				s.Final, s.Mean, c.name, yardstick.Final, yardstick.Mean, contestants[0].name)
		}
	}
	return nil
}

// within compares numbers relative to their size, or to floor if that is larger.
func within(got, want []float64, floor float64) bool {
	return len(want) > 0 && slices.EqualFunc(got, want, func(a, b float64) bool {
		return math.Abs(a-b) <= tolerance*max(floor, math.Abs(b))
	})
}

// footprint and memory as sim/bench prints them.
type footprint struct{ Used, Held float64 }

type memory struct {
	Runs          int
	Before, After footprint
	PerEpoch      *float64
}

// repeating is how many milliseconds lie between the two looks at the memory.
const repeating = "1000"

// memories looks at the memory of the program in the browser.
func (l *lab) memories() (map[string]memory, error) {
	all := map[string]memory{}
	for _, w := range l.workloads {
		if w.Pictures > 0 {
			continue
		}
		var m memory
		if err := wasm(l, &m, "memory", w.Key, repeating); err != nil {
			return nil, err
		}
		all[w.Key] = m
	}
	return all, nil
}
