package static

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"path/filepath"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
)

// A poster has the size of the panel it stands for, so that nothing jumps when the program draws its first frame:
// that of a window of 1280×800, and that of a telephone 390 wide.
var posterSizes = []struct {
	name          string
	width, height float64
}{
	{"wide", 868, 568},
	{"narrow", 358, 300},
}

// posters draws the opening scenario as it looks after its run: what the page shows until the program draws itself,
// and what is left of it in a browser that cannot run the program.
func (s *site) posters() error {
	words, err := readWords(filepath.Join(s.root, "web", "strings", "en.json"))
	if err != nil {
		return err
	}
	picture, err := openingRun()
	if err != nil {
		return err
	}
	for _, theme := range []render.Theme{render.LightTheme(), render.DarkTheme()} {
		for _, size := range posterSizes {
			var scene render.Scene
			picture.Draw(&scene, render.Rect{W: size.width, H: size.height}, &theme, words)
			var svg bytes.Buffer
			if err := scene.WriteSVG(&svg, size.width, size.height, &theme); err != nil {
				return err
			}
			name := fmt.Sprintf("posters/%s-%s-%s.svg", render.TrainingPanel, size.name, theme.Name)
			if err := s.write(name, svg.Bytes()); err != nil {
				return err
			}
		}
	}
	return nil
}

// openingRun trains the scenario the lab opens on, to its end, and returns its picture.
func openingRun() (*render.Training, error) {
	scenario := sim.Default()
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
	t := &render.Training{Pointer: math.NaN()}
	t.Show(run, run.Epoch(), &prediction)
	return t, nil
}

func readWords(file string) (render.Words, error) {
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var words render.Words
	if err := json.Unmarshal(data, &words); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	return words, nil
}
