package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
)

// slowest is how many tests are named at the end.
const slowest = 20

// results are what the tests have said so far.
type results struct {
	tests          []timed
	passed, failed int // tests, and packages that failed without one
	skipped        int

	output map[string][]string // of tests under way, by package and test
}

// timed is a test and how long it took.
type timed struct {
	test, where string
	seconds     float64
}

// event is a line of go test -json.
type event struct {
	Action, Package, Test, Output string
	Elapsed                       float64
	ImportPath                    string // of a build
}

// read follows the events of one go test. Packages are named as they end; what a test
// that fails has printed is shown at once.
func (r *results) read(from io.Reader, out io.Writer) error {
	if r.output == nil {
		r.output = map[string][]string{}
	}
	broken := map[string]bool{} // packages in which a test failed
	lines := bufio.NewScanner(from)
	lines.Buffer(nil, 16<<20)
	for lines.Scan() {
		var e event
		if json.Unmarshal(lines.Bytes(), &e) != nil {
			fmt.Fprintln(out, lines.Text())
			continue
		}
		short := strings.TrimPrefix(e.Package, "unimodal-bias-lab/")
		key := e.Package + " " + e.Test
		switch {
		case e.Action == "build-output":
			fmt.Fprint(out, e.Output)
		case e.Action == "output":
			r.output[key] = append(r.output[key], e.Output)
		case e.Test == "" && e.Action == "pass":
			fmt.Fprintf(out, "ok  \t%s\t%.1f s%s\n", short, e.Elapsed, cached(r.output[key]))
		case e.Test == "" && e.Action == "fail":
			if !broken[e.Package] { // it did not compile, or ended before its tests did
				fmt.Fprint(out, strings.Join(r.output[key], ""))
				r.failed++
			}
			fmt.Fprintf(out, "FAIL\t%s\t%.1f s\n", short, e.Elapsed)
		case e.Test == "" && e.Action == "skip":
		case e.Action == "pass" || e.Action == "fail" || e.Action == "skip":
			r.ended(e, short, out)
			broken[e.Package] = broken[e.Package] || e.Action == "fail"
			delete(r.output, key)
		}
	}
	return lines.Err()
}

// ended counts a test; a subtest counts with the test it is part of.
func (r *results) ended(e event, where string, out io.Writer) {
	if e.Action == "fail" {
		fmt.Fprint(out, strings.Join(r.output[e.Package+" "+e.Test], ""))
	}
	if strings.Contains(e.Test, "/") {
		return
	}
	switch e.Action {
	case "pass":
		r.passed++
	case "fail":
		r.failed++
	case "skip":
		r.skipped++
	}
	r.tests = append(r.tests, timed{e.Test, where, e.Elapsed})
}

// cached says that a package has passed before, and nothing it depends on has changed.
func cached(output []string) string {
	for _, line := range output {
		if strings.Contains(line, "(cached)") {
			return " (cached)"
		}
	}
	return ""
}

// write names the slowest tests.
func (r *results) write(out io.Writer) {
	slices.SortFunc(r.tests, func(a, b timed) int { return cmp.Compare(b.seconds, a.seconds) })
	fmt.Fprintln(out, "the slowest tests, in seconds:")
	for _, t := range r.tests[:min(slowest, len(r.tests))] {
		fmt.Fprintf(out, "%7.1f  %s  %s\n", t.seconds, t.where, t.test)
	}
	if r.skipped > 0 {
		fmt.Fprintf(out, "skipped: %d\n", r.skipped)
	}
}
