package render

import (
	"maps"
	"math"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// What the bars count is said in full, in fewer words, or not at all, but never
// beyond the edge of the panel.
func TestPreferenceStaysInItsBox(t *testing.T) {
	p := Preference{Names: []string{"A", "B"}, Rates: []float64{1.56, 1.13}, Explained: []float64{.47, .68}, Fill: []float64{1, 1}, Better: 1}
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		said := map[string]bool{}
		for w := 15.0; w <= 45; w++ {
			var s scene.Scene
			box := scene.Rect{W: w * theme.SmallSize, H: 20 * theme.SmallSize}
			p.Draw(&s, box, &theme, testWords)
			for key, text := range textsOf(&s) {
				if (key == "preference/rate/symbol" || key == "preference/explained/symbol") && text.Bounds().Right() > box.W {
					t.Errorf("%g wide, %s: %q is cut off", w, theme.Name, text.Content)
				}
				said[text.Content] = true
			}
		}
		for _, words := range []string{"figure.preference.rate", "figure.preference.rateShort", "figure.preference.explained", "figure.preference.explainedShort"} {
			if !said[testWords[words]] {
				t.Errorf("%s: %s is never said", theme.Name, words)
			}
		}
	}
}

// TestEarlyFusionConfirmsNoPreference: early fusion learns both modalities together, and
// whose norm happens to be half way sooner is no evidence for what is predicted of late fusion.
func TestEarlyFusionConfirmsNoPreference(t *testing.T) {
	for fusion, confirms := range map[int]bool{1: false, 2: true} {
		run := runOf(t, map[string]any{"scenario": "own", "fusion": fusion}, 900)
		if run.Measure(run.Epoch()).First < 0 {
			t.Fatalf("fusion in layer %d: nothing is learned by epoch %d", fusion, run.Epoch())
		}
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		var p Preference
		p.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
		if (p.Measured >= 0) != confirms {
			t.Errorf("fusion in layer %d: measured as first is %d", fusion, p.Measured)
		}
	}
}

// TestDivergedRunFillsNoBars: the weights of a run that broke off are beyond every goal,
// and nothing of it is learned.
func TestDivergedRunFillsNoBars(t *testing.T) {
	run := runOf(t, map[string]any{"scenario": "own", "eta": 1.}, 900)
	if run.Diverged() == nil {
		t.Fatal("it has not diverged")
	}
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	var p Preference
	p.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
	for m, part := range p.Fill {
		if part != 0 {
			t.Errorf("%s is %v learned", p.Names[m], part)
		}
	}
}

// TestPreferenceIsNotCutOff: in a low box bars come closer, or a group of them gives way, but
// the last line of the sentence stays in the box.
func TestPreferenceIsNotCutOff(t *testing.T) {
	three := Preference{Names: []string{"A", "B", "C"}, Rates: []float64{2, .02, 1}, Explained: []float64{.34, 0, .33}, Fill: []float64{1, 1, 1}}
	two := Preference{Names: []string{"A", "B"}, Rates: []float64{1.56, 1.13}, Explained: []float64{.47, .68}, Fill: []float64{1, 1}, Better: 1}
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		for _, p := range []*Preference{&two, &three} {
			drawn := 0
			for w := 14.0; w <= 34; w += 4 {
				for h := 11.0; h <= 24; h += .5 {
					var s scene.Scene
					box := scene.Rect{W: w * theme.SmallSize, H: h * theme.SmallSize}
					p.Draw(&s, box, &theme, testWords)
					for _, text := range s.Texts() {
						if text.Bounds().Bottom() > box.H {
							t.Errorf("%d modalities, %g × %g, %s: %q is cut off", len(p.Names), w, h, theme.Name, text.Content)
						}
						drawn++
					}
				}
			}
			if drawn == 0 {
				t.Error("nothing is drawn")
			}
		}
	}
}

// TestPreferenceCountsRemedies: bars that are no covariances are not called so, and they are what
// the words for them say.
func TestPreferenceCountsRemedies(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		factors [2]float64
	}{
		{nil, [2]float64{1, 1}}, {map[string]any{"etaRatio": 3.}, [2]float64{1, 3}}, {map[string]any{"unimodal": .5}, [2]float64{1.5, 1.5}},
		{map[string]any{"dropout": .2, "unimodal": 1., "etaRatio": 2.}, [2]float64{1.8, 3.6}}, {map[string]any{"decay": .2}, [2]float64{1, 1}},
	} {
		changes := map[string]any{"scenario": "own"}
		maps.Copy(changes, c.changes)
		run := runOf(t, changes, 0)
		var p, plain Preference
		p.Show(raceMoment(t, run, 0))
		plain.Show(raceMoment(t, runOf(t, map[string]any{"scenario": "own"}, 0), 0))
		for m, factor := range c.factors {
			if got := p.Rates[m] / plain.Rates[m]; math.Abs(got-factor) > 1e-12 {
				t.Errorf("%v: the bar of %s is %g times as long, want %g", c.changes, p.Names[m], got, factor)
			}
		}
		var s scene.Scene
		theme := scene.LightTheme()
		p.Draw(&s, scene.Rect{W: 900, H: 300}, &theme, testWords)
		want := testWords["figure.preference.rate"]
		if c.factors != [2]float64{1, 1} {
			want = testWords["figure.preference.altered"]
		}
		if got := textsOf(&s)["preference/rate/symbol"].Content; got != want {
			t.Errorf("%v: the bars count %q, want %q", c.changes, got, want)
		}
	}
}
