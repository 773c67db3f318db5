package static

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// poster is one panel of a scenario after its run. It has the size of the panel it stands for, so that nothing
// jumps when the program draws its first frame: that of a window of 1280×800, and that of a telephone 390 wide.
type poster struct {
	panel        string
	wide, narrow scene.Rect
	draw         func(*scene.Scene, scene.Rect, *scene.Theme, scene.Words)
}

// posters draws, for every scenario, what the page shows until the program draws itself, and what is left of it in a
// browser that cannot run the program.
func (s *site) posters() error {
	words, err := readWords(filepath.Join(s.root, "web", "strings", "en.json"))
	if err != nil {
		return err
	}
	for _, slug := range sim.Slugs() {
		posters, err := runOf(slug)
		if err != nil {
			return err
		}
		for _, p := range posters {
			for size, box := range map[string]scene.Rect{"wide": p.wide, "narrow": p.narrow} {
				for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme()} {
					var picture scene.Scene
					p.draw(&picture, box, &theme, words)
					var svg bytes.Buffer
					if err := picture.WriteSVG(&svg, box.W, box.H, &theme); err != nil {
						return err
					}
					name := fmt.Sprintf("posters/%s/%s-%s-%s.svg", slug, p.panel, size, theme.Name)
					if err := s.write(name, []byte(slim(svg.String()))); err != nil {
						return err
					}
				}
			}
		}
	}
	return nil
}

// runOf trains a scenario to its end and returns its pictures.
func runOf(slug string) ([]poster, error) {
	scenario, err := sim.Preset(slug)
	if err != nil {
		return nil, err
	}
	run, err := sim.NewRun(scenario)
	if err != nil {
		return nil, err
	}
	for !run.Done() {
		run.Step()
	}
	prediction, err := sim.Predict(scenario)
	if err != nil {
		return nil, err
	}
	training := &render.Training{Pointer: math.NaN()}
	training.Show(run, run.Epoch(), &prediction, nil, nil)
	explanation, network := &render.Explanation{}, &render.Network{}
	explanation.Show(run, run.Epoch(), &prediction, nil)
	network.Show(run, run.Epoch())
	portrait, units := &render.Portrait{}, &render.Units{}
	portrait.Show(run, run.Epoch())
	units.Show(run, run.Epoch())
	return []poster{
		{render.TrainingPanel, scene.Rect{W: 876, H: 323}, scene.Rect{W: 358, H: 304},
			func(s *scene.Scene, r scene.Rect, t *scene.Theme, w scene.Words) { training.Draw(s, r, t, w) }},
		{render.PhasePanel, scene.Rect{W: 422, H: 241}, scene.Rect{W: 358, H: 358},
			func(s *scene.Scene, r scene.Rect, t *scene.Theme, w scene.Words) { explanation.Draw(s, r, t, w) }},
		{render.NetworkPanel, scene.Rect{W: 422, H: 241}, scene.Rect{W: 358, H: 240},
			func(s *scene.Scene, r scene.Rect, t *scene.Theme, w scene.Words) { network.Draw(s, r, t, w) }},
		{render.PortraitPanel, scene.Rect{W: 422, H: 241}, scene.Rect{W: 358, H: 240},
			func(s *scene.Scene, r scene.Rect, t *scene.Theme, w scene.Words) { portrait.Draw(s, r, t, w) }},
		{render.UnitsPanel, scene.Rect{W: 422, H: 241}, scene.Rect{W: 358, H: 240},
			func(s *scene.Scene, r scene.Rect, t *scene.Theme, w scene.Words) { units.Draw(s, r, t, w) }},
	}, nil
}
