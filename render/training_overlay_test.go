package render

import (
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestOverlayIsNamed in every scenario, on the plots of a phone as well, at whatever
// scales; texts stay apart. It may come late where names at the ends of curves still have to pass
// the only place, which is rare.
func TestOverlayIsNamed(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	brief, later := 0, 0
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		s.Compare = false
		s.Samples = min(s.Samples, 1024) // as many digits, in an eighth of the time
		run := runOf(t, s.Values(), s.Epochs)
		over, err := sim.OverlayRun(run)
		if err != nil || over == nil {
			t.Fatal(slug, err)
		}
		prediction, err := sim.Predict(s)
		if err != nil {
			t.Fatal(err)
		}
		p := Training{Pointer: math.NaN()}
		for over.Epoch() < s.Epochs {
			over.Step()
		}
		for _, options := range [...]Training{{}, {LogLoss: true}, {Raw: true, InTau: true}} {
			p.LogLoss, p.Raw, p.InTau = options.LogLoss, options.Raw, options.InTau
			for _, part := range [...]float64{0.1, 0.5, 1} {
				p.Show(Moment{Run: run, Epoch: int(part * float64(s.Epochs)), Prediction: &prediction, Overlay: over})
				for _, sz := range []size{{360, 260}, {358, 300}, {700, 300}, {900, 420}} {
					box := scene.Rect{X: 3, Y: 3, W: sz.w, H: sz.h}
					var picture scene.Scene
					p.Draw(&picture, box, &theme, words)
					checkTexts(t, &picture, box, slug)
					named := ""
					for _, text := range picture.Texts() {
						if text.Key == "training/overlay" {
							named = text.Content
						}
					}
					if named == "" && part < 1 {
						later++
					} else if named == "" {
						t.Errorf("%s, %v, log %v, raw %v: no name at epoch %v", slug, sz, p.LogLoss, p.Raw, p.Playhead)
					}
					if !strings.Contains(named, "N =") && !strings.Contains(named, "layers") && !strings.Contains(named, "examples") {
						brief++
					}
				}
			}
		}
	}
	if later > 8 {
		t.Errorf("the name comes late %d times", later)
	}
	if brief == 0 {
		t.Error("the short words are never used")
	}
}

// TestOverlayStaysBelowTheTop: the marks of the network laid over a run that breaks off
// end where the axis ends, as its curves do, and do not go on over the titles.
func TestOverlayStaysBelowTheTop(t *testing.T) {
	p := divergedState()
	p.Epochs = 40 // so that it leaves the plot amid it
	curve := p
	curve.Diverged = false
	p.Overlay = &Companion{Exact: true, Width: 100, Curve: curve}
	theme := scene.LightTheme()
	s := drawn(p, 900, 420, theme)
	top, marks, high := p.Plot(scene.Rect{W: 900, H: 420}, &theme, testWords).Rect.Y, 0, 0
	for _, mark := range s.Marks() {
		if strings.HasPrefix(mark.Key, "training/overlay/") {
			if marks++; mark.At.Y < top {
				high++
			}
		}
	}
	if marks < 10 || high > 0 {
		t.Errorf("%d marks, %d of them above the plot", marks, high)
	}
}
