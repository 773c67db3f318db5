package render

import (
	"testing"

	"unimodal-bias-lab/render/scene"
)

// TestBestStopIsNamedInTime: in the low charts of telephones and frames, too, the best stop has
// its name before a tenth of the run has gone by.
func TestBestStopIsNamedInTime(t *testing.T) {
	words := wordsForTest(t)
	run := runTo(t, "small-data", 1200)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme()} {
		for _, box := range []scene.Rect{{W: 358, H: 480}, {W: 308, H: 480}, {W: 361, H: 310}, {W: 361, H: 340}, {W: 876, H: 330}} {
			training, named := NewTraining(), 0
			for epoch := 210; epoch <= 1200; epoch += 6 {
				training.Show(Moment{Run: run, Epoch: epoch, Prediction: &prediction})
				stops := len(training.Stops)
				var s scene.Scene
				training.Draw(&s, box, &theme, words)
				if _, ok := textsOf(&s)["training/stop/0"]; ok {
					named++
				} else if epoch >= 210+run.Scenario().Epochs/10 && stops > 0 {
					t.Errorf("%g × %g, epoch %d: the best stop has no name", box.W, box.H, epoch)
					break
				}
			}
			if named == 0 {
				t.Errorf("%g × %g: never named", box.W, box.H)
			}
		}
	}
}
