package main

import (
	"runtime"
	"time"

	"unimodal-bias-lab/sim"
)

// sample is one timing, and where the last run ended.
type sample struct {
	Milliseconds float64   `json:"milliseconds"` // of one run
	Loss         float64   `json:"loss,omitempty"`
	Norms        []float64 `json:"norms,omitempty"` // ‖W_m^tot‖
}

// sample doubles the number of runs until they take long enough. The first one
// warms up.
func (w *workload) sample(enough time.Duration) (s sample, err error) {
	last, err := w.run()
	for runs := 1; err == nil && s.Milliseconds == 0; runs *= 2 {
		start := time.Now()
		for range runs {
			if last, err = w.run(); err != nil {
				break
			}
		}
		if took := time.Since(start); took >= enough {
			s.Milliseconds = float64(took) / 1e6 / float64(runs)
		}
	}
	if last != nil {
		s.Loss, s.Norms = final(last)
	}
	return s, err
}

func final(r *sim.Run) (loss float64, norms []float64) {
	for m := range r.Moments().Modalities() {
		norms = append(norms, r.Norm(m)[r.Epoch()])
	}
	return r.Values("loss")[r.Epoch()], norms
}

// footprint is what a program holds on to.
type footprint struct {
	Used uint64 `json:"used"` // bytes of live objects
	Held uint64 `json:"held"` // bytes taken from the system
}

func measureFootprint() footprint {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return footprint{m.HeapAlloc, m.Sys}
}

// memory says what repetition costs: nothing, if all is well.
type memory struct {
	Runs     int       `json:"runs"` // between before and after
	Before   footprint `json:"before"`
	After    footprint `json:"after"`
	PerEpoch *float64  `json:"perEpoch,omitempty"` // allocations once warm
}

// memory repeats a workload for a while, notes the memory, does all that again
// and notes the memory again.
func (w *workload) memory(while time.Duration) (m memory, err error) {
	for _, f := range []*footprint{&m.Before, &m.After} {
		m.Runs = 0
		for start := time.Now(); time.Since(start) < while; m.Runs++ {
			if _, err := w.run(); err != nil {
				return m, err
			}
		}
		*f = measureFootprint()
	}
	if w.start == nil {
		return m, nil
	}
	n, err := w.allocations()
	m.PerEpoch = &n
	return m, err
}

// allocations counts those of a warm epoch, on average: a run keeps its state now
// and then.
func (w *workload) allocations() (float64, error) {
	r, err := w.start()
	if err != nil {
		return 0, err
	}
	r.Step()
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	first := r.Epoch()
	for !r.Done() {
		r.Step()
	}
	runtime.ReadMemStats(&after)
	return float64(after.Mallocs-before.Mallocs) / float64(r.Epoch()-first), nil
}
