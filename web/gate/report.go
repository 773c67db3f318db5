package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"
)

// slowest is how many tests the report names.
const slowest = 20

// report prints where the time went, what was skipped and why, and the verdict.
func (g *gate) report() {
	g.mu.Lock()
	defer g.mu.Unlock()
	fmt.Fprintf(g.out, "\nThe slowest tests, in seconds:\n")
	for _, t := range head(g.tests, slowest) {
		fmt.Fprintf(g.out, "%7.1f  %s\n", t.took.Seconds(), t.name)
	}
	fmt.Fprintf(g.out, "\nThe packages, in seconds:\n")
	for _, p := range head(g.packages, len(g.packages)) {
		fmt.Fprintf(g.out, "%7.1f  %s, %d tests\n", p.took.Seconds(), p.name, p.count)
	}
	fmt.Fprintln(g.out)
	for _, line := range g.lines {
		fmt.Fprintln(g.out, line)
	}
	fmt.Fprintf(g.out, "\nAll of it has taken %s minutes.\n", clock(time.Since(g.start)))
	for _, key := range slices.Sorted(maps.Keys(g.why)) {
		pkg, why, _ := strings.Cut(key, "\n")
		fmt.Fprintf(g.out, "skipped: %s %s: %s\n", pkg, strings.Join(g.why[key], ", "), why)
	}
	fmt.Fprintln(g.out, g.verdict())
}

// head returns the n slowest.
func head(list []timed, n int) []timed {
	sorted := slices.SortedStableFunc(slices.Values(list), func(a, b timed) int { return cmp.Compare(b.took, a.took) })
	return sorted[:min(n, len(sorted))]
}

// verdict is the line that closes a run.
func (t *tally) verdict() string {
	line := fmt.Sprintf("%d passed, %d failed", t.passed, t.failed)
	if t.skipped > 0 {
		line += fmt.Sprintf(", %d skipped", t.skipped)
	}
	return line
}
