package static

import (
	"encoding/json"
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

// Data that come with the lab have a name and a question, a licence and a source.
func TestExamplesAreWhole(t *testing.T) {
	words, err := readWords(filepath.Join(root, "web/strings/en.json"))
	if err != nil {
		t.Fatal(err)
	}
	dir := build(t, (*site).data)
	type reference struct{ Name, Text, URL string }
	var examples []struct {
		Slug, File          string
		Licence, From, Cite reference
	}
	if err := json.Unmarshal([]byte(read(t, filepath.Join(dir, "data/index.json"))), &examples); err != nil || len(examples) == 0 {
		t.Fatal(examples, err)
	}
	for _, e := range examples {
		if read(t, filepath.Join(dir, "data", e.File)) == "" {
			t.Errorf("%s is empty", e.File)
		}
		for _, key := range []string{"data." + e.Slug + ".name", "data." + e.Slug + ".what"} {
			if words[key] == "" {
				t.Errorf("no words for %s", key)
			}
		}
		if e.Licence.Name == "" || e.Licence.URL == "" || e.From.Name == "" || e.From.URL == "" || e.Cite.Text == "" || e.Cite.URL == "" {
			t.Errorf("%s does not say whose it is: %+v", e.Slug, e)
		}
	}
}
