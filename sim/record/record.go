// Package record keeps what tests have written down. A record is a text in a
// package's testdata: what the program says today of many states. It does not say
// what is right; it makes a change that nobody meant visible as lines of a
// difference. With -update the tests of a package rewrite their records.
package record

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the records in testdata")

// Rewriting reports whether records are to be rewritten, for tests that keep something else than lines.
func Rewriting() bool { return *update }

// told is how many lines that differ are printed.
const told = 8

// Record is one of them, to be compared line by line.
type Record struct {
	file string
	want []string // nil when it is rewritten
}

// Open reads the record in testdata that is called name, unless it is to be rewritten.
func Open(t testing.TB, name string) *Record {
	t.Helper()
	r := &Record{file: filepath.Join("testdata", name)}
	if *update {
		return r
	}
	text, err := os.ReadFile(r.file)
	if err != nil {
		t.Fatal(err)
	}
	r.want = strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	return r
}

// Difference is a line that is another one than its record.
type Difference struct {
	Line      int // from 1
	Got, Want string
}

// Differences compares what has been written so far, from a line on (counted from 0), which
// may be less than the record has.
func (r *Record) Differences(got []string, from int) (list []Difference) {
	if r.want == nil {
		return nil
	}
	for i := from; i < len(got); i++ {
		if want := line(r.want, i); got[i] != want {
			list = append(list, Difference{i + 1, got[i], want})
		}
	}
	return list
}

// Close fails the test if what it has written is not the record, or rewrites it.
func (r *Record) Close(t testing.TB, got []string) {
	t.Helper()
	if r.want == nil {
		if t.Failed() {
			return // half a record is none
		}
		err := os.MkdirAll(filepath.Dir(r.file), 0o755)
		if err == nil {
			err = os.WriteFile(r.file, []byte(strings.Join(got, "\n")+"\n"), 0o644)
		}
		if err != nil {
			t.Error(err)
		}
		return
	}
	list := r.Differences(got, 0)
	for i := len(got); i < len(r.want); i++ {
		list = append(list, Difference{i + 1, line(got, i), r.want[i]})
	}
	for i, d := range list {
		if i == told {
			t.Errorf("%s: %d more lines differ", r.file, len(list)-told)
			return
		}
		r.Tell(t, d)
	}
}

// Tell fails the test with a difference.
func (r *Record) Tell(t testing.TB, d Difference) {
	t.Helper()
	t.Errorf("%s:%d (-update rewrites it)\n got %s\nwant %s", r.file, d.Line, d.Got, d.Want)
}

// Check compares a whole text with the record called name, or rewrites it.
func Check(t testing.TB, name, got string) {
	t.Helper()
	Open(t, name).Close(t, strings.Split(strings.TrimSuffix(got, "\n"), "\n"))
}

func line(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return "(nothing)"
}
