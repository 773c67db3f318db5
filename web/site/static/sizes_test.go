package static

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"testing"
)

// What a visitor fetches, in bytes of brotli: the lab and the story with their opening posters before any program, and each
// of those. The lab's is that of a bare Ebitengine program plus a half; what the workers run is fetched with the first phase
// diagram.
const (
	pageBudget  = 60_000
	storyBudget = 75_000
)

var budgets = map[string]int64{
	Program:     2_640_000, // remedies, optimisers and the comparison of runs are 0.1 MB of it, data of one's own and their answers twice as much, run files and programs half of it
	Sweeper:     860_000,   // it trains rectified networks, projects deep ones, has all optimisers and reads files
	Figures:     1_100_000, // all that is trained and drawn, without Ebitengine, without what only sheets need, and without fmt and encoding/json
	ElementName: 8_000,     // which every post pays that has a figure
}

// TestSizes weighs a whole build, compressed the way make dist does it: the one
// that make test has prepared, or else, within half a minute, one of its own. The
// posters of other themes and widths are not fetched.
func TestSizes(t *testing.T) {
	t.Parallel()
	dir, err := Prepared(root, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	weigh := Compress
	if os.Getenv(PreparedEnv) != "" {
		weigh = Sizes
	}
	sizes, err := weigh(dir)
	if err != nil {
		t.Fatal(err)
	}
	if i := slices.IndexFunc(sizes, func(s Size) bool { return s.Name == Program }); i < 0 || sizes[i].Brotli*2 > sizes[i].Plain || sizes[i].Gz*2 > sizes[i].Plain {
		t.Fatalf("%s holds no compressed program", dir)
	}
	first, _ := FirstLoad(sizes)
	t.Logf("before any program %d bytes", first)
	if first > pageBudget {
		t.Errorf("the page takes %d bytes before its program, %d are allowed", first, pageBudget)
	}
	files, err := StoryFiles(dir)
	if err != nil {
		t.Fatal(err)
	}
	var story int64
	for _, s := range sizes {
		if slices.Contains(files, s.Name) {
			story += s.Brotli
		}
	}
	t.Logf("before the program of the story %d bytes", story)
	if story > storyBudget || story < 30_000 {
		t.Errorf("the story takes %d bytes in %d files before its program, %d are allowed", story, len(files), storyBudget)
	}
	weighed := 0
	for _, s := range sizes {
		if most, ok := budgets[s.Name]; ok {
			weighed++
			t.Logf("%s %d", s.Name, s.Brotli)
			if s.Brotli > most {
				t.Errorf("%s takes %d bytes, %d are allowed", s.Name, s.Brotli, most)
			}
		}
	}
	if weighed < len(budgets) {
		t.Errorf("%d of %d files with a budget are there", weighed, len(budgets))
	}
}

// TestLaterFilesWait: what is not counted as part of a first visit is not loaded
// by it, whether as a style sheet or by way of the imports of its modules.
func TestLaterFilesWait(t *testing.T) {
	imports := regexp.MustCompile(`(?m)^(?:import|export) .*?'\./([\w.]+)'`)
	seen := map[string]bool{}
	var visit func(module string)
	visit = func(module string) {
		if seen[module] {
			return
		}
		seen[module] = true
		for _, match := range imports.FindAllStringSubmatch(read(t, filepath.Join(root, module)), -1) {
			visit("web/" + match[1])
		}
	}
	page := read(t, filepath.Join(root, "index.html"))
	for _, match := range regexp.MustCompile(`(?:src|href)="(web/[\w.]+)"`).FindAllStringSubmatch(page, -1) {
		if filepath.Ext(match[1]) == ".js" {
			visit(match[1])
		}
		seen[match[1]] = true
	}
	if len(seen) < 20 {
		t.Errorf("only %d files found", len(seen))
	}
	for _, name := range later {
		if seen[name] {
			t.Errorf("%s is loaded by the opening page", name)
		}
	}
	modules, err := filepath.Glob(filepath.Join(root, "web/*.js"))
	if err != nil {
		t.Fatal(err)
	}
	for _, module := range modules {
		if name := "web/" + filepath.Base(module); !seen[name] && !slices.Contains(later, name) && !slices.Contains([]string{elementSource, "web/" + serviceName}, name) {
			t.Errorf("%s is loaded by nobody", name)
		}
	}
}
