package main

import (
	"testing"

	"unimodal-bias-lab/sim"
)

// TestWorkloads runs each once. That an epoch allocates nothing is what makes
// the memory of a page flat, however long it runs.
func TestWorkloads(t *testing.T) {
	for _, w := range workloads {
		t.Run(w.Key, func(t *testing.T) {
			if w.measure != nil {
				if err := w.measure(); err != nil {
					t.Error(err)
				}
				return
			}
			if w.sweep != nil {
				c := sim.NewCells(w.sweep(w.Pictures - 1))
				if values := c.Tile(nil, c.Tiles()-1); len(values) == 0 {
					t.Error("an empty tile")
				}
				return
			}
			r, err := w.start()
			if err != nil {
				t.Fatal(err)
			}
			if n := testing.AllocsPerRun(100, r.Step); n != 0 {
				t.Errorf("%v allocations an epoch", n)
			}
		})
	}
}

// BenchmarkWorkloads is for the profiler: go test ./sim/bench -bench /d
// -cpuprofile FILE.
func BenchmarkWorkloads(b *testing.B) {
	for _, w := range workloads {
		b.Run(w.Key, func(b *testing.B) {
			for b.Loop() {
				if _, err := w.run(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
