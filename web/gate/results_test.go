package main

import (
	"strings"
	"testing"
)

// TestResults: failures are counted once and shown at once, with what they printed;
// a package that does not compile, or ends before its tests do, has failed, too.
func TestResults(t *testing.T) {
	const said = `{"Action":"run","Package":"unimodal-bias-lab/a","Test":"TestGood"}
{"Action":"output","Package":"unimodal-bias-lab/a","Test":"TestGood","Output":"quiet\n"}
{"Action":"pass","Package":"unimodal-bias-lab/a","Test":"TestGood","Elapsed":2.5}
{"Action":"output","Package":"unimodal-bias-lab/a","Test":"TestBad/part","Output":"wrong number\n"}
{"Action":"fail","Package":"unimodal-bias-lab/a","Test":"TestBad/part","Elapsed":0.1}
{"Action":"fail","Package":"unimodal-bias-lab/a","Test":"TestBad","Elapsed":7}
{"Action":"fail","Package":"unimodal-bias-lab/a","Elapsed":9}
{"Action":"skip","Package":"unimodal-bias-lab/b","Test":"TestElsewhere"}
{"Action":"output","Package":"unimodal-bias-lab/b","Output":"ok  \tb\t(cached)\n"}
{"Action":"pass","Package":"unimodal-bias-lab/b","Elapsed":0}
{"Action":"build-output","ImportPath":"unimodal-bias-lab/c","Output":"c.go:1: no such thing\n"}
{"Action":"output","Package":"unimodal-bias-lab/c","Output":"FAIL c [build failed]\n"}
{"Action":"fail","Package":"unimodal-bias-lab/c","Elapsed":0}
`
	var r results
	var out strings.Builder
	if err := r.read(strings.NewReader(said), &out); err != nil {
		t.Fatal(err)
	}
	if r.passed != 1 || r.failed != 2 || r.skipped != 1 {
		t.Errorf("%d passed, %d failed, %d skipped", r.passed, r.failed, r.skipped)
	}
	for _, part := range []string{"wrong number", "FAIL\ta\t9.0 s", "ok  \tb\t0.0 s (cached)", "no such thing", "[build failed]"} {
		if strings.Count(out.String(), part) != 1 {
			t.Errorf("%q is not said once:\n%s", part, out.String())
		}
	}
	if strings.Contains(out.String(), "quiet") {
		t.Error("a test that passes is heard")
	}
	out.Reset()
	r.write(&out)
	bad, good := strings.Index(out.String(), "7.0  a  TestBad"), strings.Index(out.String(), "2.5  a  TestGood")
	if bad < 0 || good < bad || !strings.Contains(out.String(), "skipped: 1") {
		t.Errorf("in the end:\n%s", out.String())
	}
}
