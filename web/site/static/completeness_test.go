package static

import (
	"path/filepath"
	"slices"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// What is drawn in a legend or chosen from a list has a name: a quantity that was added without one is found here.
func TestEveryQuantityHasWords(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	for _, q := range sim.Quantities() {
		var keys []string
		if q.Own {
			keys = append(keys, "diagram.quantity."+q.Name)
		}
		if kind := q.Scale.Kind; kind.Continuous() || kind == sim.Modalities || kind == sim.Flag {
			keys = append(keys, "figure.diagram.quantity."+q.Name)
		}
		for _, key := range keys {
			if words[key] == "" {
				t.Errorf("no words for %s", key)
			}
		}
	}
}

// A parameter that can be stepped in a picture names one there is.
func TestParametersNamePanels(t *testing.T) {
	for _, p := range sim.Parameters() {
		if p.Panel != "" && !slices.Contains(render.PanelNames(), p.Panel) {
			t.Errorf("%s is stepped in the panel %q, which there is not", p.Key, p.Panel)
		}
	}
}
