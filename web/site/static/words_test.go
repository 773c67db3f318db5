package static

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// TestWordsInTwoParts: together they are the catalogue, and nothing the page is
// written with waits.
func TestWordsInTwoParts(t *testing.T) {
	dir := build(t, (*site).words)
	part := func(name string) map[string]string {
		words, err := readWords(filepath.Join(dir, "web/strings", name))
		if err != nil {
			t.Fatal(err)
		}
		if words["build"] == "" {
			t.Errorf("%s does not say of which build it is", name)
		}
		delete(words, "build")
		return words
	}
	whole, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	first, rest := part("en.json"), part("en"+restSuffix)
	if len(first)+len(rest) != len(whole) || len(rest) < 30 {
		t.Errorf("%d words first and %d later, the catalogue has %d", len(first), len(rest), len(whole))
	}
	both := maps.Clone(map[string]string(first))
	maps.Copy(both, rest)
	if !maps.Equal(both, map[string]string(whole)) {
		t.Error("the parts are not the catalogue")
	}
	for _, match := range inPage.FindAllStringSubmatch(read(t, filepath.Join(root, "index.html")), -1) {
		if first[match[1]] == "" {
			t.Errorf("the page is written with %s, which waits", match[1])
		}
	}
	waited := []string{"error.matrix", "error.data", "error.file", "error.badCall", "error.mismatch", "error.notAnOrigin", "error.notPositive", "error.repeated", "error.tooMany", "error.unknown"}
	for key := range rest {
		if slices.ContainsFunc(waited, func(start string) bool { return strings.HasPrefix(key, start) }) {
			continue // who tells such a mistake asks for its words (web/bridge.js, understood)
		}
		if strings.HasPrefix(key, "error.") || strings.HasPrefix(key, "milestone.") {
			t.Errorf("%s may be needed at any moment", key)
		}
	}
}
