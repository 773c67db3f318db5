package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"
)

// event is a line of go test -json, see go doc test2json.
type event struct {
	Action     string
	Package    string
	ImportPath string // in place of Package while it is compiled
	Test       string
	Elapsed    float64 // seconds
	Output     string
}

// tally is what has come of the tests so far.
type tally struct {
	passed, failed, skipped int
	why                     map[string][]string // which tests are skipped, by package and reason
	tests                   []timed             // the top-level ones
	packages                []timed
	lines                   []string // the last line of every package, as go test prints it
}

// timed is something that has taken some time.
type timed struct {
	name  string // "sim TestX"
	took  time.Duration
	count int // of a package, its tests
}

// soaking begins what a test of an hour says while it goes on.
const soaking = "minute "

// stage is a run of go test under way.
type stage struct {
	gate    *gate
	done    int
	failed  int                         // packages
	red     map[string]bool             // packages in which a test has failed
	running map[string]bool             // tests, by package and name
	output  map[string]*strings.Builder // of a test with its subtests, or of a package, until its verdict is known
	said    map[string]string           // the last that each test has said, subtests for themselves
}

func newStage(g *gate) *stage {
	return &stage{gate: g, red: map[string]bool{}, running: map[string]bool{}, output: map[string]*strings.Builder{}, said: map[string]string{}}
}

// read takes the events of a run as they come.
func (s *stage) read(events io.Reader) error {
	for decoder := json.NewDecoder(events); ; {
		var e event
		if err := decoder.Decode(&e); err == io.EOF {
			return nil
		} else if err != nil {
			return fmt.Errorf("what go test prints is not understood: %w", err)
		}
		s.take(e)
	}
}

func (s *stage) take(e event) {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	test, _, sub := strings.Cut(e.Test, "/")
	key := e.Package + " " + test
	switch e.Action {
	case "build-output": // it is complete before the package fails
		s.collect(e.ImportPath+" ", e.Output)
	case "build-fail":
		fmt.Fprintf(s.gate.out, "FAIL  %s does not compile\n%s", short(e.ImportPath), s.release(e.ImportPath+" "))
	case "output":
		s.collect(key, e.Output)
		if strings.HasPrefix(e.Output, soaking) {
			fmt.Fprintf(s.gate.out, "       %s", e.Output)
		}
		if line := strings.TrimSpace(e.Output); line != "" && !strings.HasPrefix(line, "===") && !strings.HasPrefix(line, "---") {
			s.said[e.Package+" "+e.Test] = line
		}
	case "run", "cont":
		if !sub {
			s.running[key] = true
		}
	case "pause":
		delete(s.running, key)
	case "pass", "fail", "skip":
		if e.Action == "skip" && e.Test != "" {
			s.skip(e)
		}
		switch {
		case e.Test == "":
			s.endPackage(e, s.release(key))
		case !sub:
			delete(s.running, key)
			s.endTest(e, s.release(key))
		}
	}
}

// collect keeps output until it is known what it belongs to.
func (s *stage) collect(key, text string) {
	if s.output[key] == nil {
		s.output[key] = &strings.Builder{}
	}
	s.output[key].WriteString(text)
}

// release returns what has been collected.
func (s *stage) release(key string) string {
	text := s.output[key]
	delete(s.output, key)
	if text == nil {
		return ""
	}
	return text.String()
}

// skip counts a test, or a part of one, that says why it does nothing.
func (s *stage) skip(e event) {
	g := s.gate
	g.skipped++
	why := s.said[e.Package+" "+e.Test]
	if place, reason, found := strings.Cut(why, ".go:"); found && !strings.Contains(place, " ") {
		_, why, _ = strings.Cut(reason, ": ")
	}
	key := short(e.Package) + "\n" + why
	g.why[key] = append(g.why[key], e.Test)
}

// endTest counts a top-level test; one that has failed is printed whole.
func (s *stage) endTest(e event, output string) {
	g := s.gate
	s.done++
	g.tests = append(g.tests, timed{name: short(e.Package) + " " + e.Test, took: seconds(e.Elapsed)})
	switch e.Action {
	case "pass":
		g.passed++
	case "fail":
		g.failed++
		s.red[e.Package] = true
		fmt.Fprintf(g.out, "FAIL  %s %s (%.1f s)\n%s", short(e.Package), e.Test, e.Elapsed, output)
	}
}

// endPackage prints how a package has ended. One that has failed and none of its tests has, because it hangs or does not
// compile, counts as a test.
func (s *stage) endPackage(e event, output string) {
	g := s.gate
	last := strings.TrimRight(output, "\n")
	last = last[strings.LastIndex(last, "\n")+1:]
	g.lines = append(g.lines, last)
	if e.Action == "skip" { // it has no tests
		return
	}
	count := 0
	for _, t := range g.tests {
		if strings.HasPrefix(t.name, short(e.Package)+" ") {
			count++
		}
	}
	g.packages = append(g.packages, timed{short(e.Package), seconds(e.Elapsed), count})
	if e.Action == "pass" {
		remembered := ""
		if strings.Contains(last, "(cached)") {
			remembered = ", remembered"
		}
		fmt.Fprintf(g.out, "%5s  ok    %s (%.1f s, %d tests%s)\n", clock(time.Since(g.start)), short(e.Package), e.Elapsed, count, remembered)
		return
	}
	s.failed++
	if !s.red[e.Package] {
		g.failed++
	}
	for _, key := range slices.Sorted(maps.Keys(s.running)) {
		if strings.HasPrefix(key, e.Package+" ") { // nobody has told how it ended
			delete(s.running, key)
			output = s.release(key) + output
		}
	}
	fmt.Fprintf(g.out, "%5s  FAIL  %s\n%s", clock(time.Since(g.start)), short(e.Package), output)
}

// now says how far a stage is.
func (s *stage) now() string {
	s.gate.mu.Lock()
	defer s.gate.mu.Unlock()
	var names []string
	for _, key := range slices.Sorted(maps.Keys(s.running)) {
		pkg, test, _ := strings.Cut(key, " ")
		names = append(names, short(pkg)+" "+test)
	}
	if len(names) == 0 {
		return fmt.Sprintf("%d tests done; compiling", s.done)
	}
	return fmt.Sprintf("%d tests done, at %s", s.done, strings.Join(names, ", "))
}

// short takes the module off the path of a package.
func short(path string) string {
	_, inner, found := strings.Cut(path, "/")
	if !found {
		return path
	}
	return inner
}

func seconds(s float64) time.Duration { return time.Duration(s * float64(time.Second)) }
