package render

import (
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestSecondTimeNeedsTheOrder: of deep networks theory knows how much later the second
// modality is. Where the other one than it says was first, that tells nothing of the
// second, and a predicted time beside its curve would be made up.
func TestSecondTimeNeedsTheOrder(t *testing.T) {
	const slug = "intermediate"
	run := runTo(t, slug, 5000)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	first := run.Measure(run.Epoch()).First
	second := 1 - first
	if prediction.First != first {
		t.Fatalf("%s: modality %d is first, the prediction says %d", slug, first, prediction.First)
	}
	training := NewTraining()
	training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
	if at := training.Modalities[second].PredictedTime; !(at > 0) {
		t.Errorf("in the predicted order the second time is %v", at)
	}
	prediction.First = second
	training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
	if at := training.Modalities[second].PredictedTime; !math.IsNaN(at) {
		t.Errorf("against the predicted order the second time is %v", at)
	}
}

// TestNeverIsSaid: where theory says that a modality is never learned, the chart says so
// in the place of a time.
func TestNeverIsSaid(t *testing.T) {
	canonical, _, err := sim.ParseMoments("blocks: 1, 1\n4 2 4\n2 1.5 2\n4 2 4")
	if err != nil {
		t.Fatal(err)
	}
	run := runOf(t, map[string]any{"task": sim.TaskOwn, "own": canonical}, 50)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	training, theme := NewTraining(), scene.LightTheme()
	training.Show(Moment{Run: run, Epoch: 50, Prediction: &prediction})
	for _, width := range []float64{360, 900} {
		var list scene.Scene
		training.Draw(&list, scene.Rect{W: width, H: 300}, &theme, testWords)
		if got := textsOf(&list)["training/predicted/B"].Content; got != "predicted: B never" {
			t.Errorf("%v wide: %q", width, got)
		}
		for _, strip := range list.Strips() {
			if strip.Key == "training/predicted/B" {
				t.Errorf("%v wide: a line for a time that does not come", width)
			}
		}
	}
}
