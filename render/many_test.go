package render

import (
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// TestManyGolden: the curves, the bars and the network of three modalities, and of as many as there can be.
func TestManyGolden(t *testing.T) {
	words := wordsForTest(t)
	three := raceMoment(t, runOf(t, map[string]any{"scenario": "many"}, 1<<15), 600)
	six := raceMoment(t, runOf(t, map[string]any{"scenario": "many", "modalities": 6}, 1<<15), 300)
	for name, now := range map[string]Moment{"many": three, "most": six} {
		for _, panel := range Panels {
			if panel.Name == PhasePanel || panel.Name == NetworkPanel || panel.Name == TrainingPanel {
				picture := panel.New()
				picture.Show(now)
				inEverySize(t, name+"-"+panel.Name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { picture.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
					return sz == weightSizes[2] && (theme == "light" || name == "most" && theme == "dark")
				})
			}
		}
	}
}

// TestManyNeedsNoPlane: pictures that are planes of two modalities are not offered, and say what they
// need.
func TestManyNeedsNoPlane(t *testing.T) {
	words := wordsForTest(t)
	run := runOf(t, map[string]any{"scenario": "many"}, 1<<15)
	if got := Unfit(run); got != UnitsPanel+","+PortraitPanel+","+PicturesPanel {
		t.Errorf("unfit: %s", got)
	}
	theme := scene.LightTheme()
	for _, panel := range Panels {
		if panel.Name != UnitsPanel && panel.Name != PortraitPanel {
			continue
		}
		var s scene.Scene
		picture := panel.New()
		picture.Show(raceMoment(t, run, 500))
		picture.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
		if texts := s.Texts(); len(texts) != 1 || texts[0].Content != words["figure.needsTwo"] {
			t.Errorf("%s: %+v", panel.Name, texts)
		}
	}
}

// TestLevelsAreThoseOfStages: the levels of the loss are those at which the run rests.
func TestLevelsAreThoseOfStages(t *testing.T) {
	run := runOf(t, map[string]any{"scenario": "many"}, 1<<15)
	p := NewTraining()
	p.Show(raceMoment(t, run, 1000))
	for m, at := range map[int]int{0: 350, 2: 590} {
		if got := run.Values("lossNormalised")[at]; math.Abs(got-p.PlateauLosses[m]) > .005 {
			t.Errorf("at epoch %d the loss is %v, the level of %d %v", at, got, m, p.PlateauLosses[m])
		}
	}
	if !math.IsNaN(p.PlateauLosses[1]) || strings.Join(p.Together, ";") != "A;;A, C" {
		t.Errorf("levels %v of %q", p.PlateauLosses, p.Together)
	}
	p.Show(raceMoment(t, runOf(t, map[string]any{}, 1<<15), 1000))
	if len(p.Together) != 0 || len(p.PlateauLosses) != 2 {
		t.Errorf("of two: levels %v of %q", p.PlateauLosses, p.Together)
	}
}
