package render

import (
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestDrawnTimesAreRight: the times drawn over random layers, over early fusion and over inputs of
// several dimensions are those at which the run learns, to a hundredth; no formula is as near.
func TestDrawnTimesAreRight(t *testing.T) {
	for _, slug := range []string{"intermediate", "unequal", "early", "wishart"} {
		run := runTo(t, slug, 5000)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		training := NewTraining()
		training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
		if training.Foretold != "" {
			t.Errorf("%s: %q in place of times", slug, training.Foretold)
		}
		for m := range training.Modalities {
			if c := &training.Modalities[m]; !(math.Abs(c.PredictedTime/c.Time-1) < .01) {
				t.Errorf("%s: %s is learned at %v, drawn at %v", slug, c.Name, c.Time, c.PredictedTime)
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

// TestNoBracketOfVectors: where the norm of a modality steps by more than its mis-attribution,
// which is measured along its final weights, no bracket on the axis of norms stands for it.
func TestNoBracketOfVectors(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		marked  bool
	}{
		{map[string]any{"scenario": "wishart"}, false},
		{map[string]any{"scenario": "late-positive"}, true},
		{map[string]any{"scenario": "late", "task": sim.TaskOwn, "own": "2_1~1_0_0.5_1.25_1_0.5_1.25_1_1.5_3.25"}, true}, // the two are parallel
	} {
		run := runOf(t, c.changes, 20000)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		training := NewTraining()
		training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
		if seen := run.Measure(run.Epoch()).Misattribution; !(math.Abs(seen) > .05) {
			t.Errorf("%v: a mis-attribution of %v", c.changes, seen)
		}
		if marked := !math.IsNaN(training.Misattribution); marked != c.marked {
			t.Errorf("%v: marked %v", c.changes, marked)
		}
	}
}
