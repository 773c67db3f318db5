package render

import (
	"math"
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
				var picture scene.Scene
				switch panel {
				case TrainingPanel:
					training := Training{Pointer: math.NaN()}
					training.Show(run, epoch, &prediction, nil, nil)
					training.Draw(&picture, scene.Rect{W: 860, H: 330}, &theme, words)
				case PhasePanel:
					var explanation Explanation
					explanation.Show(run, epoch, &prediction, nil)
					explanation.Draw(&picture, scene.Rect{W: 430, H: 280}, &theme, words)
				case NetworkPanel:
					var network Network
					network.Show(run, epoch)
					network.Draw(&picture, scene.Rect{W: 430, H: 280}, &theme, words)
				case PortraitPanel:
					var portrait Portrait
					portrait.Show(run, epoch)
					portrait.Draw(&picture, scene.Rect{W: 430, H: 280}, &theme, words)
				case UnitsPanel:
					var units Units
					units.Show(runTo(t, slug, epoch), epoch)
					units.Draw(&picture, scene.Rect{W: 430, H: 280}, &theme, words)
				default:
					t.Fatalf("there is no golden of panel %s", panel)
				}
				golden(t, "scenario-"+slug+"-"+panel+"-"+moment, record(&picture))
			}
		}
	}
}
