package render

import (
	"fmt"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestPathNormsAreNamed: curves of the xor task say that they are path norms, with
// room for it, and no other curve does.
func TestPathNormsAreNamed(t *testing.T) {
	words := wordsForTest(t)
	for _, sz := range sizes {
		for _, changes := range []map[string]any{
			{"task": sim.TaskXor, "activation": sim.ReLU, "epochs": 2000}, {"task": sim.TaskXor, "activation": sim.ReLU, "fusion": 1, "epochs": 3000},
			{"activation": sim.ReLU, "epochs": 2000}, {"task": sim.TaskXor, "epochs": 1000},
		} {
			epochs := changes["epochs"].(int)
			run := runOf(t, changes, epochs)
			prediction, err := run.Predict()
			if err != nil {
				t.Fatal(err)
			}
			theme := scene.LightTheme()
			var training Training
			training.Show(run, epochs, &prediction, nil, nil)
			var s scene.Scene
			box := scene.Rect{W: sz.w, H: sz.h}
			training.Draw(&s, box, &theme, words)
			checkTexts(t, &s, box, fmt.Sprint(changes, sz))
			named := 0
			for _, text := range s.Texts() {
				if strings.Contains(text.Content, "path") {
					named++
				}
			}
			if want := run.ByPaths(); (named == 2) != want || !want && named > 0 {
				t.Errorf("%v, %v: %d path norms", changes, sz, named)
			}
		}
	}
}
