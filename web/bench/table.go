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
	{"JavaScript d", "wasm p", "≥", 20},
	{"wasm d", "wasm p", "≥", 20},
	{"JavaScript e", "wasm e", "≥", 1},
	{"JavaScript k", "wasm k", "≥", 1},
	{"JavaScript l", "wasm l", "≥", 1},
	{"JavaScript k", "wasm m", "≥", 3},
	{"JavaScript l", "wasm n", "≥", 3},
	{"JavaScript r", "wasm r", "≥", 1},
	{"JavaScript r", "wasm s", "≥", 3},
	{"JavaScript t", "wasm t", "≥", 1},
	{"wasm a", "native a", "≤", 4},
	{"wasm b", "native b", "", 0},
	{"wasm c", "native c", "", 0},
	{"wasm d", "native d", "≤", 4},
	{"wasm e", "native e", "≤", 4},
	{"wasm f", "native f", "", 0},
	{"wasm k", "native k", "≤", 4},
	{"wasm l", "native l", "≤", 4},
	{"wasm o", "native o", "≤", 4},
	{"worker g", "native g", "≤", 2}, // a cell
	{"worker i", "native i", "≤", 2},
	{"worker j", "native j", "", 0},
	{"worker g", "workers g", "", 0},
	{"slices g", "worker g", "", 0},
}

// totals are pictures, in seconds for one; the goals are for two cores.
var totals = []struct {
	who, key string
	within   float64 // seconds; 0: no goal
}{
	{"native", "g", 0}, {"slices", "g", 0}, {"worker", "g", 0}, {"workers", "g", .4},
	{"native", "h", 0}, {"slices", "h", 0}, {"worker", "h", 0}, {"workers", "h", 1.5},
	{"native", "i", 0}, {"slices", "i", 0}, {"worker", "i", 0}, {"workers", "i", .1},
	{"native", "j", 0}, {"slices", "j", 0}, {"worker", "j", 0}, {"workers", "j", 0},
	{"native", "u", 0}, {"slices", "u", 0}, {"worker", "u", 0}, {"workers", "u", 0},
	{"native", "v", 0}, {"slices", "v", 0}, {"worker", "v", 0}, {"workers", "v", 0},
	{"native", "q", 0}, {"slices", "q", 0}, {"worker", "q", 0}, {"workers", "q", 3},
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
		ratios := make([]float64, len(above))
		for i := range ratios {
			ratios[i] = above[i] / below[i]
		}
		middle := median(ratios)
		fmt.Fprintf(out, "%s / %s\t%.2f\t%.2f – %.2f\t%.3g / %.3g ms\t%s\n", r.above, r.below, middle,
			slices.Min(ratios), slices.Max(ratios), median(above), median(below), goal(r.goal, r.than, middle))
	}
	for _, w := range workloads {
		const mega = 1e6
		f, ok := m[w.Key]
		if !ok {
			continue
		}
		ratio := max(f.After.Used/f.Before.Used, f.After.Held/f.Before.Held)
		fmt.Fprintf(out, "memory of wasm %s, after %d runs / before\t%.2f\t\tin use %.2f / %.2f, held %.2f / %.2f MB\t%s\n", w.Key, f.Runs, ratio,
			f.After.Used/mega, f.Before.Used/mega, f.After.Held/mega, f.Before.Held/mega, goal("≤", flat, ratio))
		if f.PerEpoch != nil {
			fmt.Fprintf(out, "allocations of wasm %s / epochs\t%.2f\t\t\t%s\n", w.Key, *f.PerEpoch, goal("≤", atKeyframe, *f.PerEpoch))
		}
	}
	if err := out.Flush(); err != nil {
		return err
	}
	return printTotals(to, workloads, t)
}

func printTotals(to io.Writer, workloads []workload, t times) error {
	out := tabwriter.NewWriter(to, 0, 0, 2, ' ', 0)
	fmt.Fprintln(out, "\na picture\tseconds\tmin – max\tpictures / s\tcells / s\tgoal\t")
	for _, row := range totals {
		i := slices.IndexFunc(workloads, func(w workload) bool { return w.Key == row.key })
		seconds := slices.Clone(t[row.who+" "+row.key])
		if i < 0 || len(seconds) == 0 {
			continue
		}
		for k := range seconds {
			seconds[k] /= 1000 * float64(workloads[i].Pictures)
		}
		middle, relation := median(seconds), "≤"
		if row.within == 0 {
			relation = ""
		}
		fmt.Fprintf(out, "%s %s\t%.3f\t%.3f – %.3f\t%.1f\t%.0f\t%s\n", row.who, row.key, middle, slices.Min(seconds), slices.Max(seconds),
			1/middle, float64(workloads[i].Cells)/middle, goal(relation, row.within, middle))
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
