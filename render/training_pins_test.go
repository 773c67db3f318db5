package render

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// besides trains variants of a scenario to their ends.
func besides(t *testing.T, s sim.Scenario, pins string) (list []Pinned) {
	t.Helper()
	v, notices := sim.ParseVariants(pins)
	if len(notices) > 0 {
		t.Fatal(notices[0])
	}
	for _, one := range v {
		of, err := one.Of(s)
		if err != nil {
			t.Fatal(err)
		}
		of.Compare = false
		run := runOf(t, of.Values(), of.Epochs)
		list = append(list, Pinned{run, sim.Between(s, of).Telling()})
	}
	return list
}

// pinnedMoment is a run at a part of its length beside pinned ones.
func pinnedMoment(t *testing.T, slug, pins string, part float64) Moment {
	t.Helper()
	s, err := sim.Preset(slug)
	if err != nil {
		t.Fatal(err)
	}
	s.Samples, s.Compare = min(s.Samples, 400), false
	run := runOf(t, s.Values(), s.Epochs)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	return Moment{Run: run, Epoch: int(part * float64(s.Epochs)), Prediction: &prediction, Pins: besides(t, s, pins)}
}

const threePins = "method:momentum,etaRatio:4,eta:0.001;method:adam"

// TestPinnedPictures records the curves, numbers and names of pinned runs.
func TestPinnedPictures(t *testing.T) {
	words := wordsForTest(t)
	for _, st := range []struct {
		name, slug, pins string
		part             float64
		size             size
		theme            scene.Theme
		options          Training
	}{
		{"pins", "late", threePins, .4, size{960, 300}, scene.LightTheme(), Training{}},
		{"pins-phone", "late-negative", "method:momentum,decay:0.7", 1, size{358, 280}, scene.DarkTheme(), Training{}},
		{"pins-log", "superficial", "scaling:standard,unimodal:1,same", .7, size{700, 420}, scene.ProjectorTheme(), Training{LogLoss: true, Raw: true}},
	} {
		p := NewTraining()
		p.LogLoss, p.Raw = st.options.LogLoss, st.options.Raw
		p.Show(pinnedMoment(t, st.slug, st.pins, st.part))
		var picture scene.Scene
		box := scene.Rect{W: st.size.w, H: st.size.h}
		p.Draw(&picture, box, &st.theme, words)
		checkTexts(t, &picture, box, st.name)
		checkKeys(t, st.name, &picture)
		checkFinite(t, &picture)
		var b strings.Builder
		summary(&b, &picture)
		golden(t, st.name, b.String())
		if *svgsDir != "" {
			writeSVG(t, *svgsDir+"/"+st.name+".svg", &picture, st.size, st.theme)
		}
	}
}

// TestPinsAreNamed in every scenario, on the plots of a phone as well: every pinned run has its
// name, and every curve of it that climbs its number, where there is room; texts stay apart.
func TestPinsAreNamed(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	numbers, curves := 0, 0
	for _, slug := range sim.Slugs() {
		pins := "init:0.001,eta:0.03,width:30"
		now := pinnedMoment(t, slug, pins, .5)
		p := NewTraining()
		for _, options := range [...]Training{{}, {LogLoss: true}, {Raw: true, InTau: true}} {
			p.LogLoss, p.Raw, p.InTau = options.LogLoss, options.Raw, options.InTau
			for _, part := range [...]float64{0, 0.5, 1} {
				now.Epoch = int(part * float64(now.Run.Epoch()))
				p.Show(now)
				for _, sz := range []size{{360, 260}, {700, 300}, {960, 300}} {
					box := scene.Rect{X: 3, Y: 3, W: sz.w, H: sz.h}
					var picture scene.Scene
					p.Draw(&picture, box, &theme, words)
					checkTexts(t, &picture, box, slug)
					named := 0
					for _, text := range picture.Texts() {
						switch {
						case !strings.HasPrefix(text.Key, "training/pin/"):
						case strings.HasSuffix(text.Key, "/name"):
							named++
						default:
							numbers++
						}
					}
					if named != 3 {
						t.Errorf("%s, %v, log %v, raw %v, epoch %d: %d of three are named", slug, sz, p.LogLoss, p.Raw, now.Epoch, named)
					}
					for _, strip := range picture.Strips() {
						if strings.HasPrefix(strip.Key, "training/pin/") {
							curves++
							if strip.Dash[0] > 0 {
								t.Errorf("%s: %s is dashed like a prediction", slug, strip.Key)
							}
						}
					}
				}
			}
		}
	}
	if numbers < curves/2 {
		t.Errorf("%d of %d curves have numbers", numbers, curves)
	}
}

// TestPinsKeepStill: they are whole from the first epoch on, and nothing of them moves or changes as
// the run is played.
func TestPinsKeepStill(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	now := pinnedMoment(t, "late", threePins, 0)
	for _, sz := range []size{{358, 280}, {960, 300}} {
		p, first := NewTraining(), ""
		places := map[string]scene.Text{}
		for epoch := 0; epoch <= now.Run.Epoch(); epoch += 10 {
			now.Epoch = epoch
			p.Show(now)
			var picture scene.Scene
			p.Draw(&picture, scene.Rect{W: sz.w, H: sz.h}, &theme, words)
			var b strings.Builder
			curves := map[string]bool{}
			for _, strip := range picture.Strips() {
				if strings.HasPrefix(strip.Key, "training/pin/") {
					fmt.Fprintln(&b, strip.Key, strip.Points)
					curves[strip.Key[:len("training/pin/1/A")]] = true // pieces are numbered
				}
			}
			if first == "" {
				first = b.String()
			}
			if b.String() != first || len(curves) != 6 {
				t.Fatalf("%v, epoch %d: the curves of pinned runs move", sz, epoch)
			}
			for _, text := range picture.Texts() {
				if !strings.HasPrefix(text.Key, "training/pin/") {
					continue
				}
				if before, ok := places[text.Key]; ok && before != text {
					t.Errorf("%v, epoch %d: %s goes from %.0f, %.0f to %.0f, %.0f", sz, epoch, text.Content, before.X, before.Y, text.X, text.Y)
				}
				places[text.Key] = text
			}
		}
		if len(places) < 3+4 {
			t.Errorf("%v: %d texts", sz, len(places))
		}
	}
}

// TestPinsRebuildAllocatesNothing.
func TestPinsRebuildAllocatesNothing(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	now := pinnedMoment(t, "late", threePins, .5)
	for _, w := range []float64{358, 960} {
		p := NewTraining()
		var picture scene.Scene
		rebuild := func() {
			picture.Reset()
			p.Show(now)
			p.Draw(&picture, scene.Rect{W: w, H: 300}, &theme, words)
		}
		rebuild()
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("a warm rebuild of width %v allocates %v times", w, n)
		}
	}
}

// TestPassesFindsCrossings as a search of every epoch does.
func TestPassesFindsCrossings(t *testing.T) {
	now := pinnedMoment(t, "late-positive", "method:momentum", 1)
	p := NewTraining()
	p.Show(now)
	for _, level := range []float64{.01, .2, .5, .9, 1.2} {
		for m := range 2 {
			s := p.shadowSeries(&p.Pins[0].Curve, m)
			want := math.NaN()
			for i := 1; i < len(s.values) && math.IsNaN(want); i++ {
				if a, b := s.at(i-1), s.at(i); (a >= level) != (b >= level) {
					want = float64(i-1) + (level-a)/(b-a)
				}
			}
			if got := s.passes(level, 1e9); got != want && !(math.IsNaN(got) && math.IsNaN(want)) {
				t.Errorf("level %v of %d: %v, want %v", level, m, got, want)
			}
		}
	}
}
