package static

import (
	"bytes"
	"fmt"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// posterSizes are those of the panels a poster stands for, so that nothing jumps when the program draws its first frame:
// in a window of 1280×800, and on a telephone 390 wide.
var posterSizes = map[render.Slot]map[string]scene.Rect{
	render.WideSlot:   {"wide": {W: 876, H: 323}, "narrow": {W: 358, H: 304}},
	render.SquareSlot: {"wide": {W: 422, H: 241}, "narrow": {W: 358, H: 358}},
	render.SharedSlot: {"wide": {W: 422, H: 241}, "narrow": {W: 358, H: 240}},
}

// posterName is the file of a poster within the site.
func posterName(scenario, panel, size, theme string) string {
	return fmt.Sprintf("posters/%s/%s-%s-%s.svg", scenario, panel, size, theme)
}

// posters draws, in every language and for every scenario, what the page shows until the program draws itself, and what is left of it in a
// browser that cannot run the program: every panel of a finished run.
func (s *site) posters() error {
	languages, err := Languages(s.root)
	if err != nil {
		return err
	}
	catalogues := map[string]scene.Words{}
	for _, lang := range languages {
		if catalogues[lang], err = s.wordsOf(lang); err != nil {
			return err
		}
	}
	for _, slug := range sim.Slugs() {
		end, err := s.endOf(slug)
		if err != nil {
			return err
		}
		for _, panel := range render.Panels {
			picture := panel.New()
			picture.Show(end)
			for size, box := range posterSizes[panel.Slot] {
				for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme()} {
					for lang, words := range catalogues {
						name := posterName(picturesOf(lang)+slug, panel.Name, size, theme.Name)
						if err := s.picture(name, picture, box, &theme, words); err != nil {
							return err
						}
					}
				}
			}
		}
	}
	return nil
}

// picture writes what a panel shows in a language, as a file.
func (s *site) picture(name string, picture render.Picture, box scene.Rect, theme *scene.Theme, words scene.Words) error {
	var list scene.Scene
	list.Speak(words)
	picture.Draw(&list, box, theme, words)
	var svg bytes.Buffer
	if err := list.WriteSVG(&svg, box.W, box.H, theme); err != nil {
		return err
	}
	return s.write(name, []byte(slim(svg.String())))
}

// endOf trains a scenario to its end, once.
func (s *site) endOf(slug string) (render.Moment, error) {
	if end, ok := s.ends[slug]; ok {
		return end, nil
	}
	end, err := endOf(slug)
	if err == nil {
		s.ends[slug] = end
	}
	return end, err
}

func endOf(slug string) (now render.Moment, err error) {
	scenario, err := sim.Preset(slug)
	if err != nil {
		return now, err
	}
	run, err := sim.NewRun(scenario)
	if err != nil {
		return now, err
	}
	for !run.Done() {
		run.Step()
	}
	prediction, err := run.Predict()
	return render.Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction}, err
}
