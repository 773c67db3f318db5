package render

import (
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestTimesOfDeepNetworks: the lines of random layers are those followed from their own weights,
// and stand where the run learns; the formula, which does not, is no line of the chart.
func TestTimesOfDeepNetworks(t *testing.T) {
	for _, slug := range []string{"intermediate", "unequal"} {
		run := runTo(t, slug, 5000)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		training := NewTraining()
		training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
		for m, want := range run.Measure(run.Epoch()).Times {
			if at := training.Modalities[m].PredictedTime; at != prediction.Grown.Times[m] || !(math.Abs(at/want-1) < .02) {
				t.Errorf("%s: a predicted time of %v, followed %v, measured %v", slug, at, prediction.Grown.Times[m], want)
			}
		}
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
