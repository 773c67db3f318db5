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
)

// sample as sim/bench prints it.
type sample struct {
	Milliseconds float64
	Loss         float64
	Norms        []float64
}

// contestants, in the order of their turns.
var contestants = []struct {
	name string
	ask  contestant
}{{"JavaScript", javascript}, {"wasm", wasm}, {"native", native}}

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
				if c.name == "JavaScript" && !w.FullWidth {
					continue
				}
				var s sample
				if err := c.ask(l, &s, "time", w.Key, enough); err != nil {
					return t, err
				}
				if round > 0 {
					t[c.name+" "+w.Key] = append(t[c.name+" "+w.Key], s.Milliseconds)
				}
			}
		}
	}
	return t, nil
}

// tolerance of two programs that sum in different orders; differences grow with
// the weights while a modality is learned.
const tolerance = 1e-9

// agree reports as an error how far JavaScript and Go, native and in the
// browser, end from each other.
func (l *lab) agree(key string) error {
	var yardstick []float64
	for _, c := range contestants {
		var s sample
		if err := c.ask(l, &s, "time", key, "0"); err != nil {
			return err
		}
		got := append([]float64{s.Loss}, s.Norms...)
		if yardstick == nil {
			yardstick = got
		}
		if !slices.EqualFunc(got, yardstick, func(a, b float64) bool { return math.Abs(a-b) <= tolerance*max(1, math.Abs(b)) }) {
			return fmt.Errorf("(%s): loss and norms are %v in the end, by the JavaScript %v", key, got, yardstick)
		}
	}
	return nil
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
		var m memory
		if err := wasm(l, &m, "memory", w.Key, repeating); err != nil {
			return nil, err
		}
		all[w.Key] = m
	}
	return all, nil
}
