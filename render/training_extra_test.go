package render

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// extraStates are the training panel with everything it can add.
func extraStates() []state {
	levels := func(t Training) Training {
		t.PlateauLosses = []float64{0.2, 0.8}
		t.LossScale, t.Rate = 2.5, 0.04
		return t
	}
	// A learns 25 % too much, or too little, until B follows.
	misled := func(by float64) Training {
		t := levels(lateState(1000))
		for e := range t.Loss {
			wb := logistic(float64(e), 478, 0.0784)
			t.Modalities[0].Norm[e] *= 1 + by*(1-wb)
		}
		t.Misattribution = by
		return t
	}
	logarithmic, raw, both, tau := levels(lateState(1000)), levels(lateState(1000)), misled(0.25), levels(lateState(246))
	logarithmic.LogLoss, raw.Raw, tau.InTau = true, true, true
	raw.Modalities[0].Final = 0.4
	both.Raw, both.LogLoss, both.InTau = true, true, true
	ghost, before := levels(lateState(246)), misled(-0.25)
	before.sumUp()
	ghost.Ghost = &before
	return summedUp([]state{
		{"levels", levels(lateState(246))},
		{"levels-end", levels(lateState(1000))},
		{"over-attributed", misled(0.25)},
		{"under-attributed", misled(-0.25)},
		{"slightly", misled(0.03)},
		{"log", logarithmic},
		{"raw", raw},
		{"raw-log-tau", both},
		{"tau", tau},
		{"ghost", ghost},
		{"series", seriesState(1000)},
		{"series-rise", seriesState(240)},
		{"series-pointer", pointed(seriesState(1000), 300)},
	})
}

// seriesState is the loss for fusion in layers 1 to 4.
func seriesState(playhead float64) Training {
	t := Training{Epochs: 1000, Playhead: playhead, First: -1, Pointer: math.NaN()}
	for k, at := range []float64{110, 240, 420, 640} {
		c := LabelledCurve{Label: "L_{f} = " + string(rune('1'+k)), Current: k == 1}
		for e := 0.0; e <= 1000; e++ {
			c.Values = append(c.Values, 1-0.8*logistic(e, 100+4*float64(k), 0.2)-0.2*logistic(e, at, 0.06))
		}
		t.Series = append(t.Series, c)
	}
	t.sumUp()
	return t
}

func TestExtraGolden(t *testing.T) {
	for _, st := range extraStates() {
		for _, sz := range sizes {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				name := fmt.Sprintf("%s-%gx%g-%s", st.name, sz.w, sz.h, theme.Name)
				picture := drawn(st.training, sz.w, sz.h, theme)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, name+".svg"), picture, sz, theme)
				}
				if worthKeeping(st.name, sz, theme) {
					golden(t, name, written(picture))
				}
			}
		}
	}
}

func TestExtraLabelsNeverCollide(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		k := theme.SmallSize / 12
		for _, w := range []float64{300, 358, 640, 1200} {
			for _, h := range []float64{200, 420} {
				for _, st := range extraStates() {
					for e := 0.0; e <= 1000; e += 71 {
						tr := st.training
						tr.Playhead = math.Min(tr.Playhead, e)
						if e < 126 {
							tr.First = -1
						}
						picture := drawn(tr, w*k, h*k, theme)
						checkTexts(t, picture, scene.Rect{W: w * k, H: h * k}, fmt.Sprintf("%s at %g", st.name, e))
					}
				}
			}
		}
	}
}

func TestExtraKeepsTheRules(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range extraStates() {
		var picture scene.Scene
		rebuild := func() {
			picture.Reset()
			st.training.Draw(&picture, scene.Rect{W: 900, H: 420}, &theme, testWords)
		}
		rebuild()
		checkKeys(t, st.name, &picture)
		checkFinite(t, &picture)
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: a warm rebuild allocates %v times", st.name, n)
		}
	}
}

// The bracket spans the step, says how large it is, and keeps quiet about less
// than one percent and about a step that has not happened yet.
func TestMisattributionBracket(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range extraStates() {
		var s scene.Scene
		plot := st.training.Draw(&s, scene.Rect{W: 900, H: 420}, &theme, testWords).Curves
		tr := st.training
		c := tr.chart(new(scene.Scene), scene.Rect{W: 900, H: 420}, &theme, testWords, tr.Needs(), 900)
		shown := false
		for _, v := range s.Strips() {
			if v.Key != "training/misattribution/bracket" {
				continue
			}
			shown = true
			if st.name == "over-attributed" || st.name == "under-attributed" {
				from, to := c.y(1+tr.Misattribution), c.y(1)
				if math.Abs(v.Points[0].Y-from) > 0.1 || math.Abs(v.Points[1].Y-to) > 0.1 || v.Points[0].X < plot.X(478) {
					t.Errorf("%s: the bracket is %v, the step from %g to %g", st.name, v.Points, from, to)
				}
			}
		}
		if want := math.Abs(tr.Misattribution) >= 0.01; shown != want {
			t.Errorf("%s: bracket shown %t", st.name, shown)
		}
	}
	for _, by := range []float64{0.009, -0.009, math.NaN(), math.Inf(1)} {
		tr := lateState(1000)
		tr.Misattribution = by
		for _, v := range drawn(tr, 900, 420, theme).Strips() {
			if strings.HasPrefix(v.Key, "training/misattribution") {
				t.Errorf("%g draws %s", by, v.Key)
			}
		}
	}
}

// On the logarithmic axis every decade is as high as the next.
func TestLogLossHeights(t *testing.T) {
	tr := Training{Epochs: 5, Playhead: 5, First: -1, Pointer: math.NaN(), LogLoss: true, Loss: []float64{1, 0.1, 0.01, 1e-3, 1e-4, 0}}
	theme := scene.LightTheme()
	var s scene.Scene
	plot := tr.Draw(&s, scene.Rect{W: 640, H: 300}, &theme, testWords).Curves
	for _, v := range s.Strips() {
		if v.Key != "training/curve/loss" {
			continue
		}
		top := plot.Rect.Bottom() - plot.Rect.H/1.05
		for i, p := range v.Points {
			want := top + math.Min(float64(i), 4)/4*(plot.Rect.Bottom()-top)
			if math.Abs(p.Y-want) > 1e-9 {
				t.Errorf("10^-%d lies at %g, want %g", i, p.Y, want)
			}
		}
	}
}

func TestTimesInTau(t *testing.T) {
	tr := lateState(1000)
	tr.InTau, tr.Rate = true, 0.04
	found := map[string]string{}
	for _, text := range drawn(tr, 900, 420, scene.LightTheme()).Texts() {
		found[text.Key] = text.Content
	}
	for key, want := range map[string]string{
		"training/title/epoch": "t/τ", "training/measured/A": "t_{A} = 5.0", "training/phase": "unimodal phase · 14.1\u00a0τ",
	} {
		if found[key] != want {
			t.Errorf("%s reads %q, want %q", key, found[key], want)
		}
	}
}

func TestExtraSurvivesAnything(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1e308, -1e308, 5e-324, 0.5, 1500}
	theme := scene.LightTheme()
	for i, a := range odd {
		for j, b := range odd {
			for flags := range 8 {
				tr := misledBy(a)
				tr.Raw, tr.LogLoss, tr.InTau = flags&1 > 0, flags&2 > 0, flags&4 > 0
				tr.PlateauLosses, tr.LossScale, tr.Rate = []float64{b, a, b}, a, b
				tr.Series = []LabelledCurve{{Label: "x", Values: []float64{a, b, 0.5}}, {}}
				tr.Modalities[0].Final = odd[(i+j)%len(odd)]
				before := lateState(300)
				before.Playhead, before.LossScale, before.Loss[7] = b, b, a
				tr.Ghost = &before
				var s scene.Scene
				tr.Draw(&s, scene.Rect{W: 640, H: 300}, &theme, testWords)
				checkFinite(t, &s)
			}
		}
	}
}

func misledBy(by float64) Training {
	t := lateState(600)
	t.Misattribution = by
	return t
}

// TestBestStopIsNamedEarly: on a desk the best time to stop has its name a tenth of the run
// after it is there, while the curves still move, and keeps it at the same place.
func TestBestStopIsNamedEarly(t *testing.T) {
	run := runTo(t, "small-data", 1200)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	training, theme, words := NewTraining(), scene.LightTheme(), wordsForTest(t)
	var place scene.Text
	for epoch := 0; epoch <= 1200; epoch += 20 {
		training.Show(Moment{Run: run, Epoch: epoch, Prediction: &prediction})
		var list scene.Scene
		training.Draw(&list, scene.Rect{W: 876, H: 330}, &theme, words)
		label, named := textsOf(&list)["training/stop/0"]
		best := 1200
		if len(training.Stops) > 0 {
			best = training.Stops[0].Epoch
		}
		switch {
		case named && epoch < best:
			t.Errorf("epoch %d: named before it is there", epoch)
		case !named && epoch >= best+120:
			t.Errorf("epoch %d: the best stop at %d has no name", epoch, best)
		case named && place.Content != "" && (label.X != place.X || label.Y != place.Y || label.Content != place.Content):
			t.Errorf("epoch %d: %q moves to %v, %v", epoch, label.Content, label.X, label.Y)
		}
		if named {
			place = label
		}
	}
}

// TestNoLeaderWithoutItsName: a line that leads to a name is there only with the name.
func TestNoLeaderWithoutItsName(t *testing.T) {
	words := wordsForTest(t)
	leaders := 0
	for _, slug := range []string{"small-data", "enough-data", "depth"} {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		run := runTo(t, slug, s.Epochs)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		for _, sz := range []struct {
			w, h  float64
			theme scene.Theme
		}{{876, 330, scene.LightTheme()}, {358, 280, scene.LightTheme()}, {358, 480, scene.LightTheme()}, {1245, 275, scene.ProjectorTheme()}, {1220, 420, scene.ProjectorTheme()}} {
			training := NewTraining()
			for epoch := 0; epoch <= s.Epochs; epoch += s.Epochs / 20 {
				training.Show(Moment{Run: run, Epoch: epoch, Prediction: &prediction})
				var list scene.Scene
				training.Draw(&list, scene.Rect{W: sz.w, H: sz.h}, &sz.theme, words)
				texts := textsOf(&list)
				for _, strip := range list.Strips() {
					if name, ok := strings.CutSuffix(strip.Key, "/leader"); ok && strings.Contains(name, "/series/") {
						leaders++
						if texts[name].Content == "" {
							t.Errorf("%s, %gx%g, epoch %d: a line to %s, which is not there", slug, sz.w, sz.h, epoch, name)
						}
					}
				}
			}
		}
	}
	if leaders == 0 {
		t.Error("no leader at all")
	}
}

// TestTimeAxisHasTwoNumbers: besides measured times an axis has zero and at least one more
// number, from which it can be read.
func TestTimeAxisHasTwoNumbers(t *testing.T) {
	words := wordsForTest(t)
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		run := runTo(t, slug, s.Epochs)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		for _, sz := range []struct {
			w, h  float64
			theme scene.Theme
		}{{876, 330, scene.LightTheme()}, {358, 280, scene.LightTheme()}, {700, 240, scene.ProjectorTheme()}} {
			if len(run.Companions()) > 0 {
				sz.w = max(sz.w, sz.theme.SmallSize*50) // two charts
			}
			training := NewTraining()
			training.Show(Moment{Run: run, Epoch: s.Epochs, Prediction: &prediction})
			var list scene.Scene
			training.Draw(&list, scene.Rect{W: sz.w, H: sz.h}, &sz.theme, words)
			numbers := 0
			for key := range textsOf(&list) {
				if number, ok := strings.CutPrefix(key, "training/epoch/"); ok && number != "0" {
					numbers++
				}
			}
			if numbers == 0 {
				t.Errorf("%s, %gx%g, %s: no number but zero along the axis", slug, sz.w, sz.h, sz.theme.Name)
			}
		}
	}
}
