package static

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TestRemembered: a large file is compressed once, other data or another kind again, and what nobody asks for is
// deleted.
func TestRemembered(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "lab")
	made := 0
	get := func(kind string, data []byte) {
		t.Helper()
		out, err := remembered(dir, kind, data, func() ([]byte, error) {
			made++
			return append([]byte(kind), data[:8]...), nil
		})
		if err != nil || !bytes.Equal(out, append([]byte(kind), data[:8]...)) {
			t.Fatalf("%s of %v: %q, %v", kind, data[:8], out, err)
		}
	}
	one, two := make([]byte, worthRemembering), make([]byte, worthRemembering)
	two[worthRemembering-1] = 1
	for _, c := range []struct {
		kind string
		data []byte
		want int
	}{{".br", one, 1}, {".br", one, 1}, {".gz", one, 2}, {".br", two, 3}, {".br", one[:9], 4}, {".br", one[:9], 5}} {
		if get(c.kind, c.data); made != c.want {
			t.Fatalf("%s of %d bytes: %d were made, want %d", c.kind, len(c.data), made, c.want)
		}
	}

	kept, err := filepath.Glob(filepath.Join(dir, "*"))
	if err != nil || len(kept) != 3 {
		t.Fatalf("%v are kept, %v", kept, err)
	}
	long := time.Now().Add(-2 * forgotten)
	for _, name := range kept {
		if err := os.Chtimes(name, long, long); err != nil {
			t.Fatal(err)
		}
	}
	get(".br", one)  // asked for: it stays
	get(".zst", two) // new: the others go
	if kept, _ = filepath.Glob(filepath.Join(dir, "*")); len(kept) != 2 {
		t.Errorf("%d are left, want the one asked for and the new one", len(kept))
	}
}
