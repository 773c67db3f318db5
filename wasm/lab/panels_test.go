package lab

import (
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestEveryPanelIsDrawn: a panel that a layout has a place for leaves something in the
// scene, whatever the scenario: one that is in the list but that the lab forgets is
// found here.
func TestEveryPanelIsDrawn(t *testing.T) {
	for _, slug := range sim.Slugs() {
		f := start(t)
		f.call("set", `{"scenario":"`+slug+`","epoch":5,"epochs":200}`)
		f.call("diagram", `{"kind":"theory"}`)
		f.work()
		for _, panel := range render.PanelNames() {
			box := scene.Rect{X: 10, Y: 20, W: 500, H: 400}
			f.call("layout", laidOut(600, 500, map[string]scene.Rect{panel: box}))
			f.frame(.016)
			f.work()
			f.frame(.016)
			if len(f.lab.scene.Items()) == 0 {
				t.Errorf("%s: nothing is drawn in the panel %s", slug, panel)
			}
			for _, text := range f.lab.scene.Texts() {
				if !box.Contains(text.X, text.Y) {
					t.Errorf("%s: %s stands beside its panel %s", slug, text.Key, panel)
				}
			}
		}
	}
}

// TestPanelsKeepTheirKeys: no panel writes under the keys of another, which would make
// one text of two.
func TestPanelsKeepTheirKeys(t *testing.T) {
	f := start(t)
	owners := map[string]string{}
	for _, panel := range render.PanelNames() {
		f.call("layout", laidOut(600, 500, map[string]scene.Rect{panel: {W: 500, H: 400}}))
		f.frame(.016)
		var starts []string
		for _, text := range f.lab.scene.Texts() {
			first, _, _ := strings.Cut(text.Key, "/")
			if !slices.Contains(starts, first) {
				starts = append(starts, first)
			}
		}
		for _, first := range starts {
			if other := owners[first]; other != "" && other != panel {
				t.Errorf("%s and %s both write texts under %s/", other, panel, first)
			}
			owners[first] = panel
		}
	}
}

// laidOut is a layout as the page sends it.
func laidOut(width, height float64, panels map[string]scene.Rect) string {
	boxes := map[string]any{}
	for name, r := range panels {
		boxes[name] = map[string]float64{"x": r.X, "y": r.Y, "w": r.W, "h": r.H}
	}
	return string(encode(map[string]any{"width": width, "height": height, "scale": 1, "panels": boxes}))
}
