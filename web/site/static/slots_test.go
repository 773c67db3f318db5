package static

import (
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
)

// The page has a slot for every panel there is, and words for those one chooses by a tab. It shows at first the opening
// ones; the posters of the others wait.
func TestPageHasEveryPanel(t *testing.T) {
	page, err := fillSlots(read(t, filepath.Join(root, "index.html")))
	if err != nil {
		t.Fatal(err)
	}
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	seen := 0
	for _, match := range regexp.MustCompile(`class="slot[^>]*data-panel="(\w+)"( hidden)?`).FindAllStringSubmatch(page, -1) {
		name := match[1]
		i := slices.Index(render.PanelNames(), name)
		if i < 0 {
			t.Errorf("a slot for %s, which is no panel", name)
			continue
		}
		seen++
		panel := render.Panels[i]
		if hidden := match[2] != ""; hidden == panel.Opening {
			t.Errorf("%s: hidden %v, opening %v", name, hidden, panel.Opening)
		}
		if lazy := regexp.MustCompile(`src="posters/\w+/` + name + `-[^>]*loading="lazy"`).MatchString(page); lazy == panel.Opening {
			t.Errorf("%s: its poster loads lazily: %v", name, lazy)
		}
		if panel.Slot == render.SharedSlot && words["panel."+name] == "" {
			t.Errorf("no words for panel.%s", name)
		}
	}
	if seen != len(render.Panels) {
		t.Errorf("%d slots for %d panels", seen, len(render.Panels))
	}
}

// A page without a place for a panel, or with one for a panel that is gone, is not built.
func TestSlotsNameWhatIsMissing(t *testing.T) {
	page := read(t, filepath.Join(root, "index.html"))
	for _, broken := range []string{
		strings.Replace(page, sharedPanels, "", 1),
		strings.Replace(page, "<!-- poster of training -->", "", 1),
		page + "<!-- poster of nothing -->",
	} {
		if _, err := fillSlots(broken); err == nil {
			t.Error("a page with a place too few or too many was built")
		}
	}
}
