package lab

import (
	"slices"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// figure draws a panel at the end of the run, or of a remedy that the answer compares with it, as a picture
// of its own: SVG, or nothing where the panel has nothing to show of that run.
func (l *Lab) figure(args []byte) (any, error) {
	var a struct {
		Panel         string // "": the curves
		Telling       bool   // the one that says most about the run, instead
		Width, Height float64
		Pin           string // of a remedy, as the answer spells it; "": the run itself
	}
	if err := decode(args, into{"panel": &a.Panel, "telling": &a.Telling, "width": &a.Width, "height": &a.Height, "pin": &a.Pin}); err != nil {
		return nil, err
	}
	switch {
	case a.Telling:
		a.Panel = render.Telling(l.player.Run())
	case a.Panel == "":
		a.Panel = render.TrainingPanel
	}
	at := slices.IndexFunc(render.Panels, func(p render.Panel) bool { return p.Name == a.Panel })
	if at < 0 {
		return nil, &sim.Error{Code: badArguments, Key: "panel", Value: a.Panel, Allowed: render.PanelNames()}
	}
	const least, most = 1.0, 4096.0
	for key, v := range map[string]float64{"width": a.Width, "height": a.Height} {
		if lo, hi := least, most; !(v >= lo && v <= hi) {
			return nil, &sim.Error{Code: sim.OutOfRange, Key: key, Value: v, Min: &lo, Max: &hi}
		}
	}
	run := l.player.Run()
	if a.Pin != "" {
		run = nil
		for _, one := range l.player.Advice() {
			if one.By != nil && one.By.Fresh && one.Advice.Variant.String() == a.Pin {
				run = one.By.Run
			}
		}
	}
	if run == nil || !run.Done() {
		return "", nil
	}
	panel := &render.Panels[at]
	if panel.Shows != nil && !panel.Shows(run) {
		return "", nil
	}
	prediction, err := run.Foreseen()
	if err != nil {
		return nil, err
	}
	l.callModalities()
	var list scene.Scene
	list.Speak(l.words)
	picture := panel.New()
	picture.Show(render.Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
	picture.Draw(&list, scene.Rect{W: a.Width, H: a.Height}, &l.theme, l.words)
	var b strings.Builder
	if err := list.WriteSVG(&b, a.Width, a.Height, &l.theme); err != nil {
		return nil, err
	}
	return b.String(), nil
}
