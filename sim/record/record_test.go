package record

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// listener is a test that notes what it is told.
type listener struct {
	testing.TB
	said []string
}

func (l *listener) Helper()                    {}
func (l *listener) Failed() bool               { return len(l.said) > 0 }
func (l *listener) Errorf(_ string, of ...any) { l.said = append(l.said, join(of)) }

func join(of []any) string {
	var words []string
	for _, v := range of {
		switch v := v.(type) {
		case string:
			words = append(words, v)
		case int:
			words = append(words, strings.Repeat("i", v))
		}
	}
	return strings.Join(words, " ")
}

// TestCheck: a record is what was written, line by line; too much and too little are told,
// and only so many lines; -update rewrites it, but not by half.
func TestCheck(t *testing.T) {
	t.Chdir(t.TempDir())
	file := filepath.Join("testdata", "x.txt")
	before := *update
	t.Cleanup(func() { *update = before })
	write := func(text string, failed bool) {
		t.Helper()
		*update = true
		l := &listener{TB: t}
		if failed {
			l.said = []string{"something"}
		}
		Check(l, "x.txt", text)
		*update = false
	}
	write("a\nb\nc\n", false)
	if text, _ := os.ReadFile(file); string(text) != "a\nb\nc\n" {
		t.Fatalf("written: %q", text)
	}
	write("a\n", true)
	for _, c := range []struct {
		got  string
		want []string
	}{
		{"a\nb\nc\n", nil},
		{"a\nb\nc", nil},
		{"a\nx\nc\n", []string{file + " ii x b"}},
		{"a\nb\n", []string{file + " iii (nothing) c"}},
		{"a\nb\nc\nd\n", []string{file + " iiii d (nothing)"}},
	} {
		l := &listener{TB: t}
		if Check(l, "x.txt", c.got); !slices.Equal(l.said, c.want) {
			t.Errorf("%q: said %q, want %q", c.got, l.said, c.want)
		}
	}
	l := &listener{TB: t}
	if Check(l, "x.txt", strings.Repeat("?\n", 20)); len(l.said) != told+1 {
		t.Errorf("%d remarks on 20 lines that differ", len(l.said))
	}
	if list := Open(t, "x.txt").Differences([]string{"?", "b"}, 1); list != nil {
		t.Errorf("from the second line on: %v", list)
	}
}
