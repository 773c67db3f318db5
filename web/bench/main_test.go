package main

import (
	"cmp"
	"os"
	"testing"
)

// TestJavaScriptAgrees trains every full-width workload once by every
// contestant; whatever their speed, they are to do the same.
func TestJavaScriptAgrees(t *testing.T) {
	l, err := open(t.Context(), cmp.Or(os.Getenv("CHROME"), "chromium"))
	if err != nil {
		t.Fatal(err)
	}
	defer l.close()
	compared := 0
	for _, w := range l.workloads {
		if !w.FullWidth {
			continue
		}
		compared++
		if err := l.agree(w.Key); err != nil {
			t.Error(err)
		}
	}
	if compared == 0 {
		t.Error("there is no full-width workload")
	}
}
