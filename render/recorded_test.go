package render

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestRecordedPictures: pictures of random runs in boxes of random size, with whatever
// can be switched on, against a record of their texts and of where their lines begin and
// end. The goldens beside it are whole but few; these are many, and show what none of
// those does. A panel that has shown other runs draws what a new one does.
func TestRecordedPictures(t *testing.T) {
	words, random := wordsForTest(t), rand.New(rand.NewPCG(11, 4))
	var b strings.Builder
	slugs := sim.Slugs()
	var before *sim.Run
	used := map[string]Picture{}
	for n := range 24 {
		slug := slugs[n%len(slugs)]
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		s.Width, s.Samples, s.Epochs = 4+random.IntN(12), min(s.Samples, 300), min(s.Epochs, 900)
		s.Rho, s.R = math.Round(90*(2*random.Float64()-1))/100, math.Round(100*(3*random.Float64()-1.5))/100
		run, err := sim.NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		epoch := []int{0, s.Epochs / 7, s.Epochs / 3, s.Epochs}[random.IntN(4)]
		for run.Epoch() < epoch && !run.Done() {
			run.Step()
		}
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		now := Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction}
		if n%3 == 0 && before != nil {
			now.Ghost = before
		}
		if n%2 == 0 {
			if over, err := sim.OverlayRun(run); err == nil && over != nil {
				for over.Epoch() < run.Epoch() && !over.Done() {
					over.Step()
				}
				now.Overlay = over
			}
		}
		before = run
		theme := []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()}[n%3]
		for _, panel := range Panels {
			box := scene.Rect{X: 5, Y: 7, W: 300 + 700*random.Float64(), H: 200 + 300*random.Float64()}
			if n%3 == 2 {
				box.W, box.H = 1.6*box.W, 1.6*box.H
			}
			if used[panel.Name] == nil {
				used[panel.Name] = panel.New()
			}
			logLoss, raw, inTau, pointer := random.IntN(2) == 0, random.IntN(2) == 0, random.IntN(3) == 0, math.NaN()
			if random.IntN(2) == 0 {
				pointer = float64(s.Epochs) * random.Float64()
			}
			draw := func(picture Picture) (list scene.Scene) {
				if training, ok := picture.(*Training); ok {
					training.LogLoss, training.Raw, training.InTau, training.Pointer = logLoss, raw, inTau, pointer
				}
				picture.Show(now)
				picture.Draw(&list, box, &theme, words)
				return list
			}
			list := draw(panel.New())
			if again := draw(used[panel.Name]); written(&again) != written(&list) {
				t.Errorf("%s, epoch %d: a %s panel that has shown other runs draws another picture than a new one", sim.EncodeLink(s, 0), now.Epoch, panel.Name)
			}
			fmt.Fprintf(&b, "%s, epoch %d, %s, %.0f × %.0f, %s\n", sim.EncodeLink(s, 0), now.Epoch, panel.Name, box.W, box.H, theme.Name)
			summary(&b, &list)
		}
	}
	for n, kind := range []string{sim.SweepRatio, sim.SweepMisattribution, sim.SweepPreference, sim.SweepDepthRho, sim.SweepError, sim.SweepGeneralisation} {
		theme := []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()}[n%3]
		d := Diagram{Columns: 16, Rows: 8, Version: 1, X: DiagramAxis{Key: "rho", Min: -.95, Max: .95}, Y: DiagramAxis{Key: "kappa", Min: .25, Max: 4, Log: true}}
		sweep, err := sim.NewSweep(sim.SweepChoice{Kind: kind, Cells: 32}, sim.Default())
		if err != nil {
			t.Fatal(err)
		}
		shows := sweep.Shows()
		d.Quantity, d.Colour = shows.Name, shows.Scale
		for i := range d.Columns * d.Rows {
			v := []float64{1 + 30*random.Float64(), 2*random.Float64() - 1, float64(random.IntN(4)), 1 + 5*random.Float64(), .7 + .6*random.Float64(), float64(random.IntN(4))}[n]
			if i%17 == 3 {
				v = math.NaN()
			}
			d.Values = append(d.Values, v)
		}
		d.At, d.Ghost, d.Fill = [2]float64{.4, 3.5}, [2]float64{-.2, .5}, []float64{.7, .2}
		d.Pointer = scene.Point{X: 200 + 100*random.Float64(), Y: 150}
		var list scene.Scene
		d.Draw(&list, scene.Rect{X: 4, Y: 4, W: 420 + 300*random.Float64(), H: 330}, &theme, words)
		fmt.Fprintf(&b, "%s, %s\n", kind, theme.Name)
		summary(&b, &list)
	}
	golden(t, "recorded-pictures", b.String())
}

// summary writes the texts of a scene, and where everything else begins and ends.
func summary(b *strings.Builder, list *scene.Scene) {
	for _, text := range list.Texts() {
		fmt.Fprintf(b, " %s %.0f %.0f %s %q\n", text.Key, text.X, text.Y, css(text.Colour), text.Content)
	}
	ends := func(points []scene.Point) string {
		first, middle, last := points[0], points[len(points)/2], points[len(points)-1]
		return fmt.Sprintf("%.0f %.0f → %.0f %.0f → %.0f %.0f", first.X, first.Y, middle.X, middle.Y, last.X, last.Y)
	}
	for _, strip := range list.Strips() {
		fmt.Fprintf(b, " %s %s %s %.3g %v\n", strip.Key, ends(strip.Points), css(strip.Colour), strip.Width, strip.Dash[0] > 0)
	}
	for _, area := range list.Areas() {
		fmt.Fprintf(b, " %s %s %s\n", area.Key, ends(area.Points), css(area.Colour))
	}
	for _, mark := range list.Marks() {
		fmt.Fprintf(b, " %s %.0f %.0f r %.3g %s\n", mark.Key, mark.At.X, mark.At.Y, mark.Radius, css(mark.Fill))
	}
	fmt.Fprintf(b, " %d bands, %d segments, %d grids\n", len(list.Bands()), len(list.Segments()), len(list.Cells()))
}
