package static

import (
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim/player"
)

// TestElementIsOneModule: a page that has a figure loads one file, which asks for no other but its words in another language, and which knows every
// parameter, scenario and panel by name; its words are without the page's markup.
func TestElementIsOneModule(t *testing.T) {
	dir := build(t, (*site).copyPages, (*site).element)
	module := read(t, filepath.Join(dir, ElementName))
	inOther := regexp.MustCompile("import\\(new URL\\(`web/element\\.\\$\\{\\w+\\}\\.js`")
	if len(inOther.FindAllString(module, -1)) != 1 {
		t.Error("the element does not ask for its words in other languages")
	}
	if regexp.MustCompile(`(?m)^\s*(import|export)\b|\bimport\(|\bfetch\(`).MatchString(inOther.ReplaceAllString(module, "")) {
		t.Error("the element asks for something else")
	}
	m, err := ReadManifest(dir)
	if err != nil {
		t.Fatal(err)
	}
	if m.Files[ElementName] == 0 || m.Files[elementSource] != 0 {
		t.Errorf("the build has %d bytes of %s and %d of its source", m.Files[ElementName], ElementName, m.Files[elementSource])
	}
	table, err := tableOfElement(root)
	if err != nil {
		t.Fatal(err)
	}
	keys := map[string]string{}
	for _, list := range [][]string{table.Numbers, table.Texts, table.Query, {"theme"}} {
		for _, key := range list {
			if other := keys[strings.ToLower(key)]; other != "" {
				t.Errorf("the attributes %s and %s are one", key, other)
			}
			keys[strings.ToLower(key)] = key
		}
	}
	d := player.Describe(render.PanelNames()...)
	for _, p := range d.Parameters {
		if keys[strings.ToLower(p.Key)] != p.Key {
			t.Errorf("the element has no attribute for %s", p.Key)
		}
	}
	for _, key := range []string{"scenario", "epoch", "pins", "panels", "controls", "autoplay", "speed", "loss", "diagram", "cells", "x", "quantity", "step"} {
		if keys[key] != key {
			t.Errorf("the element has no attribute for %s", key)
		}
	}
	for _, s := range d.Scenarios {
		if words := table.Scenarios[s.Slug]; words[0] == "" || words[1] == "" || strings.ContainsAny(words[0]+words[1], "{}$`") {
			t.Errorf("%s is told as %q", s.Slug, words)
		}
	}
	source := read(t, filepath.Join(root, elementSource))
	for _, name := range []string{"play", "resume", "frame", "nearest", "ended", "detached", "credit", "open", "paper"} {
		if table.Words[name] == "" || !strings.Contains(source, "say('"+name+"'") && name != "play" && name != "resume" {
			t.Errorf("the element has no words for %s, or no use for them", name)
		}
	}
}
