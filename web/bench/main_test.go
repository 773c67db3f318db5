package main

import (
	"cmp"
	"os"
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
