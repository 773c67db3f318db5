package main

import (
	"cmp"
	"os"
	"slices"
	"strings"
	"testing"
)

// TestContestantsAgree trains every full-width workload once by every contestant,
// and has pictures painted by everybody who can; whatever their speed, they are to
// do the same.
func TestContestantsAgree(t *testing.T) {
	l, err := open(t.Context(), cmp.Or(os.Getenv("CHROME"), "chromium"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	compared, painted := 0, 0
	for _, w := range l.workloads {
		if w.Key == "i" { // the pictures of the others are larger, not different
			painted++
			if err := l.agreePictures(w.Key); err != nil {
				t.Error(err)
			}
		}
		if !w.FullWidth {
			continue
		}
		compared++
		if err := l.agree(w.Key); err != nil {
			t.Error(err)
		}
	}
	if compared == 0 || painted == 0 {
		t.Error("there is no full-width workload, or no picture")
	}
}

// TestWeakDevice: on a processor six times slower the handle lies beneath the hand after as few frames as ever, however long
// its runs take, and the run that the hand leaves is the same.
func TestWeakDevice(t *testing.T) {
	l, err := open(t.Context(), cmp.Or(os.Getenv("CHROME"), "chromium"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	p, err := l.visit()
	if err != nil {
		t.Fatal(err)
	}
	defer p.stop()
	for _, slug := range dragged {
		var runs [2]string
		for i, slower := range []float64{1, weak} {
			d, err := p.drag(slug, slower)
			if err != nil {
				t.Fatal(err)
			}
			const late = 3 // frames: one may have begun before the move
			if most := slices.Max(d.Frames); len(d.Frames) != moves || most > late {
				t.Errorf("%s, %v times slower: the handle follows after %v frames", slug, slower, d.Frames)
			}
			runs[i] = d.Run
		}
		if runs[0] != runs[1] || !strings.Contains(runs[0], "&r=") {
			t.Errorf("%s: the hand leaves %s, and on a weak device %s", slug, runs[0], runs[1])
		}
	}
}
