package main

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// read has a stage read what go test -json prints, and returns what the gate prints
// of it, the times taken off, and the gate.
func read(t *testing.T, events string) (string, *gate) {
	t.Helper()
	var out strings.Builder
	g := newGate(&out)
	if err := newStage(g).read(strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	return strings.ReplaceAll(out.String(), " 0:00  ", ""), g
}

func TestPassing(t *testing.T) {
	got, g := read(t, `{"Action":"start","Package":"lab/sim"}
{"Action":"run","Package":"lab/sim","Test":"TestA"}
{"Action":"output","Package":"lab/sim","Test":"TestA","Output":"=== RUN   TestA\n"}
{"Action":"run","Package":"lab/sim","Test":"TestA/sub"}
{"Action":"output","Package":"lab/sim","Test":"TestA/sub","Output":"    a_test.go:1: something of interest\n"}
{"Action":"pass","Package":"lab/sim","Test":"TestA/sub","Elapsed":2}
{"Action":"pass","Package":"lab/sim","Test":"TestA","Elapsed":2.5}
{"Action":"skip","Package":"lab/sim","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"lab/sim","Output":"PASS\n"}
{"Action":"output","Package":"lab/sim","Output":"ok  \tlab/sim\t2.6s\n"}
{"Action":"pass","Package":"lab/sim","Elapsed":2.6}
{"Action":"output","Package":"lab/web/none","Output":"?   \tlab/web/none\t[no test files]\n"}
{"Action":"skip","Package":"lab/web/none","Elapsed":0}
{"Action":"output","Package":"lab/ode","Output":"ok  \tlab/ode\t(cached)\n"}
{"Action":"pass","Package":"lab/ode","Elapsed":0.1}
`)
	if want := "ok    sim (2.6 s, 2 tests)\nok    ode (0.1 s, 0 tests, remembered)\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := g.verdict(); got != "1 passed, 0 failed, 1 skipped" {
		t.Error(got)
	}
	if want := []timed{{"sim TestA", 2500 * time.Millisecond, 0}, {"sim TestB", 0, 0}}; !slices.Equal(g.tests, want) {
		t.Errorf("tests: %v", g.tests)
	}
	if want := []string{"ok  \tlab/sim\t2.6s", "?   \tlab/web/none\t[no test files]", "ok  \tlab/ode\t(cached)"}; !slices.Equal(g.lines, want) {
		t.Errorf("lines: %q", g.lines)
	}
}

// What a long test says of its minutes is printed at once.
func TestMinutes(t *testing.T) {
	got, _ := read(t, `{"Action":"run","Package":"lab/web","Test":"TestSoak"}
{"Action":"output","Package":"lab/web","Test":"TestSoak","Output":"minute 1: all is well\n"}
{"Action":"output","Package":"lab/web","Test":"TestSoak","Output":"something else\n"}
`)
	if got != "       minute 1: all is well\n" {
		t.Errorf("got %q", got)
	}
}

// A failing test is printed whole, its subtests included, as soon as its verdict is
// known; its package does not count again.
func TestFailing(t *testing.T) {
	got, g := read(t, `{"Action":"run","Package":"lab/sim","Test":"TestA"}
{"Action":"output","Package":"lab/sim","Test":"TestA","Output":"before\n"}
{"Action":"run","Package":"lab/sim","Test":"TestB"}
{"Action":"output","Package":"lab/sim","Test":"TestB","Output":"of another\n"}
{"Action":"output","Package":"lab/sim","Test":"TestA/sub","Output":"    a_test.go:1: wrong\n"}
{"Action":"fail","Package":"lab/sim","Test":"TestA/sub","Elapsed":1}
{"Action":"fail","Package":"lab/sim","Test":"TestA","Elapsed":1}
{"Action":"pass","Package":"lab/sim","Test":"TestB","Elapsed":1}
{"Action":"output","Package":"lab/sim","Output":"FAIL\n"}
{"Action":"output","Package":"lab/sim","Output":"FAIL\tlab/sim\t2s\n"}
{"Action":"fail","Package":"lab/sim","Elapsed":2}
`)
	if want := "FAIL  sim TestA (1.0 s)\nbefore\n    a_test.go:1: wrong\nFAIL  sim\nFAIL\nFAIL\tlab/sim\t2s\n"; got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := g.verdict(); got != "1 passed, 1 failed" {
		t.Error(got)
	}
}

// A package fails without a test that does: it does not compile, its TestMain
// gives up, or it hangs, and then what was running is printed.
func TestFailingPackages(t *testing.T) {
	got, g := read(t, `{"ImportPath":"lab/a [lab/a.test]","Action":"build-output","Output":"# lab/a\n"}
{"ImportPath":"lab/a [lab/a.test]","Action":"build-output","Output":"a/a.go:1:1: no\n"}
{"ImportPath":"lab/a [lab/a.test]","Action":"build-fail"}
{"Action":"start","Package":"lab/a"}
{"Action":"output","Package":"lab/a","Output":"FAIL\tlab/a [build failed]\n"}
{"Action":"fail","Package":"lab/a","Elapsed":0,"FailedBuild":"lab/a [lab/a.test]"}
{"Action":"run","Package":"lab/b","Test":"TestB"}
{"Action":"output","Package":"lab/b","Test":"TestB","Output":"panic: test timed out\n"}
{"Action":"run","Package":"lab/b","Test":"TestC"}
{"Action":"pause","Package":"lab/b","Test":"TestC"}
{"Action":"output","Package":"lab/b","Output":"FAIL\tlab/b\t60s\n"}
{"Action":"fail","Package":"lab/b","Elapsed":60}
`)
	want := "FAIL  a [lab/a.test] does not compile\n# lab/a\na/a.go:1:1: no\nFAIL  a\nFAIL\tlab/a [build failed]\nFAIL  b\npanic: test timed out\nFAIL\tlab/b\t60s\n"
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if got := g.verdict(); got != "0 passed, 2 failed" {
		t.Error(got)
	}
}

func TestNoise(t *testing.T) {
	if err := newStage(newGate(&strings.Builder{})).read(strings.NewReader("go: no such thing\n")); err == nil {
		t.Error("what is no event was taken for one")
	}
}

func TestNow(t *testing.T) {
	s := newStage(newGate(&strings.Builder{}))
	if got := s.now(); got != "0 tests done; compiling" {
		t.Error(got)
	}
	events := `{"Action":"run","Package":"lab/sim","Test":"TestB"}{"Action":"run","Package":"lab/sim","Test":"TestA"}{"Action":"pause","Package":"lab/sim","Test":"TestB"}{"Action":"run","Package":"lab/sim","Test":"TestA/sub"}`
	if err := s.read(strings.NewReader(events)); err != nil {
		t.Fatal(err)
	}
	if got := s.now(); got != "0 tests done, at sim TestA" {
		t.Error(got)
	}
	if err := s.read(strings.NewReader(`{"Action":"cont","Package":"lab/sim","Test":"TestB"}{"Action":"pass","Package":"lab/sim","Test":"TestA"}`)); err != nil {
		t.Fatal(err)
	}
	if got := s.now(); got != "1 tests done, at sim TestB" {
		t.Error(got)
	}
}

// Tests that are skipped, and parts of tests, are named at the end, with the reason that they give.
func TestSkipped(t *testing.T) {
	_, g := read(t, `{"Action":"run","Package":"lab/web/e","Test":"TestA"}
{"Action":"run","Package":"lab/web/e","Test":"TestA/webkit"}
{"Action":"output","Package":"lab/web/e","Test":"TestA/webkit","Output":"=== RUN   TestA/webkit\n"}
{"Action":"output","Package":"lab/web/e","Test":"TestA/webkit","Output":"    a_test.go:12: no driver: none\n"}
{"Action":"output","Package":"lab/web/e","Test":"TestA/webkit","Output":"    --- SKIP: TestA/webkit (0.00s)\n"}
{"Action":"skip","Package":"lab/web/e","Test":"TestA/webkit","Elapsed":0}
{"Action":"pass","Package":"lab/web/e","Test":"TestA/other","Elapsed":0}
{"Action":"pass","Package":"lab/web/e","Test":"TestA","Elapsed":0}
{"Action":"output","Package":"lab/web/e","Test":"TestB/webkit","Output":"    b_test.go:1: no driver: none\n"}
{"Action":"skip","Package":"lab/web/e","Test":"TestB/webkit","Elapsed":0}
{"Action":"pass","Package":"lab/web/e","Test":"TestB","Elapsed":0}
{"Action":"output","Package":"lab/sim","Test":"TestC","Output":"    c_test.go:1: too long\n"}
{"Action":"skip","Package":"lab/sim","Test":"TestC","Elapsed":0}
`)
	var out strings.Builder
	g.out = &out
	g.report()
	want := "skipped: sim TestC: too long\nskipped: web/e TestA/webkit, TestB/webkit: no driver: none\n2 passed, 0 failed, 3 skipped\n"
	if !strings.HasSuffix(out.String(), want) {
		t.Error(out.String())
	}
}

func TestReport(t *testing.T) {
	var out strings.Builder
	g := newGate(&out)
	for i := range 30 {
		g.tests = append(g.tests, timed{name: "sim Test" + string(rune('A'+i)), took: time.Duration(i) * time.Second})
	}
	g.passed = 30
	g.report()
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if lines[1] != "   29.0  sim Test^" || lines[20] != "   10.0  sim TestK" || lines[21] != "" || lines[len(lines)-1] != "30 passed, 0 failed" {
		t.Error(out.String())
	}
}

func TestCheck(t *testing.T) {
	var out strings.Builder
	g := newGate(&out)
	g.check("good", func() (string, error) { return "nobody asks", nil })
	g.check("bad", func() (string, error) { return "why\n", errorOf("exit status 1") })
	if got := g.verdict(); got != "1 passed, 1 failed" || !strings.Contains(out.String(), "FAIL  bad: exit status 1\nwhy\n") || strings.Contains(out.String(), "nobody asks") {
		t.Errorf("%s\n%s", got, out.String())
	}
}

type errorOf string

func (e errorOf) Error() string { return string(e) }

func TestSorted(t *testing.T) {
	alone, ofSite, inBrowser := sorted([]listed{
		{ImportPath: "lab/sim"},
		{ImportPath: "lab/web/site"},
		{ImportPath: "lab/web/bench", Imports: []string{driver}},
		{ImportPath: "lab/web/browser", TestImports: []string{"testing", driver}},
	})
	if strings.Join(alone, " ") != "lab/sim" || strings.Join(ofSite, " ") != "lab/web/site" || strings.Join(inBrowser, " ") != "lab/web/bench lab/web/browser" {
		t.Error(alone, ofSite, inBrowser)
	}
}
