package render

import "testing"

// TestForetoldIsTrue: what is written in place of predicted times is not refuted by the run:
// early fusion of XOR, which may never learn the rest, is not said to learn both together.
func TestForetoldIsTrue(t *testing.T) {
	for slug, want := range map[string]string{"xor-early": "figure.training.foretold.xor", "xor": "", "early": "", "relu": ""} {
		run := runTo(t, slug, 1)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		training := NewTraining()
		training.Show(Moment{Run: run, Epoch: 1, Prediction: &prediction})
		if training.Foretold != want {
			t.Errorf("%s: %q, want %q", slug, training.Foretold, want)
		}
	}
}
