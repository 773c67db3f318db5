package render

import (
	"math"
	"testing"
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
