package render

import (
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestScenarioGoldens records every panel of every scenario, in its unimodal
// phase and at its end, as rounded display lists.
func TestScenarioGoldens(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		run := runTo(t, slug, s.Epochs)
		prediction, err := sim.Predict(s)
		if err != nil {
			t.Fatal(err)
		}
		measured := run.Measure(s.Epochs)
		over := float64(s.Epochs)
		if measured.Second >= 0 {
			over = measured.Times[measured.Second]
		}
		middle := int((measured.Times[measured.First] + over) / 2)
		for moment, epoch := range map[string]int{"phase": middle, "end": s.Epochs} {
			for _, panel := range Panels {
				if panel.Name == PicturesPanel { // no scenario has any: pictures_test.go
					continue
				}
				box := scene.Rect{W: 430, H: 280}
				if panel.Slot == WideSlot {
					box = scene.Rect{W: 860, H: 330}
				}
				now := Moment{Run: run, Epoch: epoch, Prediction: &prediction}
				if panel.NeedsState != nil && panel.NeedsState(s) {
					now.Run = runTo(t, slug, epoch)
				}
				var list scene.Scene
				picture := panel.New()
				picture.Show(now)
				picture.Draw(&list, box, &theme, words)
				golden(t, "scenario-"+slug+"-"+panel.Name+"-"+moment, written(&list))
			}
		}
	}
}
