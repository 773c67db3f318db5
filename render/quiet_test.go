package render

import (
	"regexp"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// ahead are the keys of what is said before a run has shown it.
var ahead = regexp.MustCompile(`(training|race)/(predicted|plateau|foretold)[^"]*`)

// TestQuiet: of a run that somebody is to guess nothing is said ahead, in no panel with curves of epochs; and nothing moves
// when it is.
func TestQuiet(t *testing.T) {
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		run, err := sim.NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		for !run.Done() {
			run.Step()
		}
		predicted, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		theme := scene.LightTheme()
		said := func(picture Picture, quiet bool) (keys string, plot scene.Plot) {
			var list scene.Scene
			picture.Show(Moment{Run: run, Prediction: &predicted, Quiet: quiet})
			plot = picture.Draw(&list, scene.Rect{W: 640, H: 360}, &theme, scene.Words{}).Curves
			var svg strings.Builder
			if err := list.WriteSVG(&svg, 640, 360, &theme); err != nil {
				t.Fatal(err)
			}
			return strings.Join(ahead.FindAllString(svg.String(), -1), " "), plot
		}
		picture := NewTraining()
		if keys, _ := said(picture, true); keys != "" {
			t.Errorf("%s says %s", slug, keys)
		}
		_, before := said(picture, true)
		if _, after := said(picture, false); before.Rect != after.Rect {
			t.Errorf("%s: the axes move from %v to %v", slug, before.Rect, after.Rect)
		}
		if HasRace(run) {
			race := NewRace()
			if keys, _ := said(race, true); keys != "" {
				t.Errorf("the race of %s says %s", slug, keys)
			}
			if keys, _ := said(race, false); keys == "" {
				t.Errorf("the race of %s says nothing at all", slug)
			}
		}
	}
}
