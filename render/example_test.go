package render_test

import (
	"fmt"
	"os"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Draw the curves of a finished run into an SVG file.
func ExampleTraining_Draw() {
	run, err := sim.NewRun(sim.Default())
	if err != nil {
		panic(err)
	}
	for !run.Done() {
		run.Step()
	}
	prediction, err := run.Predict()
	if err != nil {
		panic(err)
	}

	training := render.NewTraining()
	training.Show(render.Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
	var list scene.Scene
	theme, words := scene.LightTheme(), scene.Words{"figure.training.x": "epoch"}
	placed := training.Draw(&list, scene.Rect{W: 900, H: 420}, &theme, words)

	file, err := os.CreateTemp("", "*.svg")
	if err != nil {
		panic(err)
	}
	defer os.Remove(file.Name())
	if err := list.WriteSVG(file, 900, 420, &theme); err != nil {
		panic(err)
	}
	curves := 0
	for _, strip := range list.Strips() {
		if strings.HasPrefix(strip.Key, "training/curve/") {
			curves++
		}
	}
	fmt.Println(curves, "curves over", placed.Curves.Epochs, "epochs")
	// Output:
	// 3 curves over 1000 epochs
}
