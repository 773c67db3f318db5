package render

import (
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// TestBrokenCompanionIsSaid: of several networks the one that diverges says so at its end.
func TestBrokenCompanionIsSaid(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	found := false
	for _, eta := range []float64{.04, .1} {
		run := runOf(t, map[string]any{"scenario": "depth", "eta": eta, "init": 1, "epochs": 1500}, 1500)
		broken := 0
		for _, other := range run.Companions() {
			if other.Diverged() != nil {
				broken++
			}
		}
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		var list scene.Scene
		training := NewTraining()
		training.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
		training.Draw(&list, scene.Rect{W: 860, H: 330}, &theme, words)
		said := 0
		for key, text := range textsOf(&list) {
			if strings.HasPrefix(key, "training/series/") && strings.Contains(text.Content, "diverged") {
				said++
			}
		}
		if run.Diverged() == nil && said != broken {
			t.Errorf("η = %v: %d networks have diverged, %d say so", eta, broken, said)
		}
		found = found || broken > 0 && run.Diverged() == nil
	}
	if !found {
		t.Error("no network has diverged: nothing is tested")
	}
}
