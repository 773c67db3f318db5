package static

import "testing"

// What a visitor fetches, in bytes of brotli: the page with its opening poster
// before the program, and the program. The second is that of a bare Ebitengine
// program plus a quarter.
const (
	pageBudget    = 60_000
	programBudget = 2_630_000
)

// TestSizes compresses a whole build the way make dist does. The posters of
// other themes and widths are not fetched.
func TestSizes(t *testing.T) {
	t.Parallel() // half a minute of compression
	dir := t.TempDir()
	if err := Build(root, dir); err != nil {
		t.Fatal(err)
	}
	sizes, err := Compress(dir)
	if err != nil {
		t.Fatal(err)
	}
	first, program := FirstLoad(sizes)
	t.Logf("before the program %d bytes, the program %d", first, program)
	if first > pageBudget {
		t.Errorf("the page takes %d bytes before the program, %d are allowed", first, pageBudget)
	}
	if program > programBudget {
		t.Errorf("the program takes %d bytes, %d are allowed", program, programBudget)
	}
}
