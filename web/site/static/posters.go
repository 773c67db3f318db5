package static

import (
	"bytes"
	"fmt"
	"math"
	"path/filepath"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// poster is one panel of a scenario after its run. It has the size of the panel it stands for, so that nothing
// jumps when the program draws its first frame: that of a window of 1280×800, and that of a telephone 390 wide.
type poster struct {
	panel        string
	wide, narrow render.Rect
	draw         func(*render.Scene, render.Rect, *render.Theme, render.Words)
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
			for size, box := range map[string]render.Rect{"wide": p.wide, "narrow": p.narrow} {
				for _, theme := range []render.Theme{render.LightTheme(), render.DarkTheme()} {
					var scene render.Scene
					p.draw(&scene, box, &theme, words)
					var svg bytes.Buffer
					if err := scene.WriteSVG(&svg, box.W, box.H, &theme); err != nil {
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
		{render.TrainingPanel, render.Rect{W: 876, H: 323}, render.Rect{W: 358, H: 304},
			func(s *render.Scene, r render.Rect, t *render.Theme, w render.Words) { training.Draw(s, r, t, w) }},
		{render.PhasePanel, render.Rect{W: 422, H: 241}, render.Rect{W: 358, H: 358},
			func(s *render.Scene, r render.Rect, t *render.Theme, w render.Words) { explanation.Draw(s, r, t, w) }},
		{render.NetworkPanel, render.Rect{W: 422, H: 241}, render.Rect{W: 358, H: 240},
			func(s *render.Scene, r render.Rect, t *render.Theme, w render.Words) { network.Draw(s, r, t, w) }},
		{render.PortraitPanel, render.Rect{W: 422, H: 241}, render.Rect{W: 358, H: 240},
			func(s *render.Scene, r render.Rect, t *render.Theme, w render.Words) { portrait.Draw(s, r, t, w) }},
		{render.UnitsPanel, render.Rect{W: 422, H: 241}, render.Rect{W: 358, H: 240},
			func(s *render.Scene, r render.Rect, t *render.Theme, w render.Words) { units.Draw(s, r, t, w) }},
	}, nil
}
