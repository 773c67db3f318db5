package main

import (
	"runtime"
	"time"

	"unimodal-bias-lab/sim"
)

// sample is one timing, and where the last run went: the loss and every
// ‖W_m^tot‖ in the end and on average over the epochs; of pictures, the sum of
// all values.
type sample struct {
	Milliseconds float64   `json:"milliseconds"` // of one run
	Final        []float64 `json:"final,omitempty"`
	Mean         []float64 `json:"mean,omitempty"`
}

// sample doubles the number of runs until they take long enough. The first one
// warms up, but for pictures, of which each takes long enough.
func (w *workload) sample(enough time.Duration) (s sample, err error) {
	if w.sweep != nil {
		start := time.Now()
		s.Final = []float64{w.paint()}
		s.Milliseconds = float64(time.Since(start)) / 1e6
		return s, nil
	}
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
		s.Final, s.Mean = path(last)
	}
	return s, err
}

func path(r *sim.Run) (final, mean []float64) {
	columns := [][]float64{r.Values("loss")}
	for m := range r.Moments().Modalities() {
		columns = append(columns, r.Norm(m))
	}
	for _, values := range columns {
		sum := 0.0
		for _, v := range values {
			sum += v
		}
		final = append(final, values[len(values)-1])
		mean = append(mean, sum/float64(len(values)))
	}
	return final, mean
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

// settled is the number of runs after which the collector has settled on a size of the heap, but
// for a page more now and then; by as many times that, it has for good.
const (
	settled = 60
	looks   = 5
)

// memory repeats a workload for a while, notes the memory, does all that again and notes the
// memory again, until no more of it is taken: what goes on growing still does at the last look.
func (w *workload) memory(while time.Duration) (m memory, err error) {
	for look := range looks {
		m.Runs = 0
		for start := time.Now(); m.Runs < settled || time.Since(start) < while; m.Runs++ {
			if _, err := w.run(); err != nil {
				return m, err
			}
		}
		m.Before, m.After = m.After, measureFootprint()
		if look > 0 && m.After.Held <= m.Before.Held {
			break
		}
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
