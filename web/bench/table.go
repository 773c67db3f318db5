package main

import (
	"fmt"
	"io"
	"math"
	"slices"
	"text/tabwriter"
)

// row compares what is above with what is below: a ratio of times.
type row struct {
	above, below string  // contestant and workload
	goal         string  // ≥ or ≤, or empty
	than         float64 // of the goal
}

var rows = []row{
	{"JavaScript a", "wasm a", "≥", 1},
	{"JavaScript a", "wasm b", "≥", 3},
	{"JavaScript a", "wasm c", "≥", 10},
	{"JavaScript a", "wasm f", "", 0},
	{"JavaScript d", "wasm d", "≥", 1},
	{"JavaScript e", "wasm e", "≥", 1},
	{"wasm a", "native a", "≤", 4},
	{"wasm b", "native b", "", 0},
	{"wasm c", "native c", "", 0},
	{"wasm d", "native d", "≤", 4},
	{"wasm e", "native e", "≤", 4},
	{"wasm f", "native f", "", 0},
}

// Memory is flat if no more than this is in use or held after many runs, as a
// ratio. A run keeps its state at some epochs; nothing else may allocate.
const (
	flat       = 1.05
	atKeyframe = .1
)

func print(to io.Writer, workloads []workload, t times, m map[string]memory) error {
	for _, w := range workloads {
		fmt.Fprintf(to, "(%s) %s\n", w.Key, w.Text)
	}
	fmt.Fprintln(to)
	out := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "ratio\tmedian\tmin – max\tof medians\tgoal\t")
	for _, r := range rows {
		above, below := t[r.above], t[r.below]
		if above == nil || below == nil {
			continue
		}
		ratios := make([]float64, rounds)
		for i := range ratios {
			ratios[i] = above[i] / below[i]
		}
		middle := median(ratios)
		fmt.Fprintf(out, "%s / %s\t%.2f\t%.2f – %.2f\t%.3g / %.3g ms\t%s\n", r.above, r.below, middle,
			slices.Min(ratios), slices.Max(ratios), median(above), median(below), goal(r.goal, r.than, middle))
	}
	for _, w := range workloads {
		const mega = 1e6
		f := m[w.Key]
		ratio := max(f.After.Used/f.Before.Used, f.After.Held/f.Before.Held)
		fmt.Fprintf(out, "memory of wasm %s, after %d runs / before\t%.2f\t\tin use %.2f / %.2f, held %.2f / %.2f MB\t%s\n", w.Key, f.Runs, ratio,
			f.After.Used/mega, f.Before.Used/mega, f.After.Held/mega, f.Before.Held/mega, goal("≤", flat, ratio))
		if f.PerEpoch != nil {
			fmt.Fprintf(out, "allocations of wasm %s / epochs\t%.2f\t\t\t%s\n", w.Key, *f.PerEpoch, goal("≤", atKeyframe, *f.PerEpoch))
		}
	}
	return out.Flush()
}

// goal says what is wanted and whether it is so.
func goal(relation string, than, is float64) string {
	verdict := "met"
	switch {
	case relation == "":
		return "\t"
	case relation == "≥" && !(is >= than), relation == "≤" && !(is <= than):
		verdict = "missed"
	}
	return fmt.Sprintf("%s %g\t%s", relation, than, verdict)
}

func median(x []float64) float64 {
	sorted := slices.Sorted(slices.Values(x))
	n := len(sorted)
	if n == 0 {
		return math.NaN()
	}
	return (sorted[(n-1)/2] + sorted[n/2]) / 2
}
