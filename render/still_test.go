package render

import (
	"fmt"
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// watcher looks at one frame after another and notes every text that jumps by more than
// its own height, relative to what it names, and every one that comes a second time
// or goes twice.
type watcher struct {
	before  map[string]scene.Text
	anchors map[string]scene.Point
	comings map[string]int
	faults  []string
	coarse  bool // what labels name may move far between two frames
}

// follows are the labels that belong to something which may move: the marks, the lines or
// the areas they name. Of a line the first point counts.
var follows = [][2]string{
	{"training/label/loss", "training/curve/loss"}, {"training/label/", "training/head/"}, {"training/predicted/", "training/predicted/"},
	{"training/measured/", "training/measured/"}, {"training/plateau/", "training/plateau/"}, {"training/phase", "training/phase/band"}, {"training/beside-phase", "training/phase/end"},
	{"training/misattribution/", "training/misattribution/bracket"}, {"phase/point/kappa", "phase/crosshair/kappa"}, {"phase/point/r", "phase/crosshair/r"},
	{"preference/rate/value/", "preference/rate/bar/"}, {"preference/explained/value/", "preference/explained/bar/"},
	{"race/arrival/", "race/arrival/line"}, {"race/slope/", "race/slope/"}, {"phase/first", "phase/first/stub"}, {"phase/better", "phase/better/stub"},
}

// anchor is the place of what a text names, if that may move.
func anchor(key string, places map[string]scene.Point) (scene.Point, bool) {
	which := ""
	if rest, ok := strings.CutPrefix(key, "beside/"); ok {
		which, key = "beside/", rest
	}
	for _, f := range follows {
		if name, ok := strings.CutPrefix(key, f[0]); ok {
			name, _ = strings.CutSuffix(name, "/2")
			if at, ok := places[which+f[1]+name]; ok {
				return at, true
			}
			at, ok := places[which+f[1]]
			return at, ok
		}
	}
	return scene.Point{}, false
}

func (w *watcher) look(when string, list *scene.Scene) {
	texts, places := map[string]scene.Text{}, map[string]scene.Point{}
	for _, m := range list.Marks() {
		places[m.Key] = m.At
	}
	for _, strip := range list.Strips() {
		if _, known := places[strip.Key]; !known {
			places[strip.Key] = strip.Points[0]
		}
		if name, ok := strings.CutPrefix(strip.Key, "race/predicted/"); ok {
			for i, at := range strip.Points[:len(strip.Points)-1] { // the names of its pieces go with the middle of them
				places["race/slope/"+name+"/"+digits[i]] = scene.Mix(at, strip.Points[i+1], .5)
			}
		}
		if strings.HasSuffix(strip.Key, "training/curve/loss") {
			places[strip.Key] = strip.Points[len(strip.Points)-1]
		}
	}
	for _, area := range list.Areas() {
		places[area.Key] = scene.Point{X: area.Points[0].X}
		if strings.Contains(area.Key, "/bar/") { // its value stands at its end
			places[area.Key] = scene.Point{X: area.Points[1].X}
		}
		if area.Key == "training/phase/band" {
			places["training/phase/end"] = scene.Point{X: area.Points[len(area.Points)/2].X}
		}
	}
	for _, text := range list.Texts() {
		texts[text.Key] = text
		old, was := w.before[text.Key]
		if !was {
			if w.comings[text.Key]++; w.comings[text.Key] > 1 {
				w.faults = append(w.faults, fmt.Sprintf("%s: %q comes for the %d. time", when, text.Key, w.comings[text.Key]))
			}
			continue
		}
		dx, dy := text.X-old.X, text.Y-old.Y
		if text.Anchor != old.Anchor {
			a, b := text.Bounds(), old.Bounds()
			dx = a.X + a.W/2 - b.X - b.W/2
		}
		far := math.Hypot(dx, dy) // on the screen; what names a line that runs may stay or go with it
		now, is := anchor(text.Key, places)
		if then, was := anchor(text.Key, w.anchors); is != was {
			continue // what it names has come or gone
		} else if is {
			if w.coarse && math.Hypot(now.X-then.X, now.Y-then.Y) > text.Bounds().H {
				continue // it goes where what it names has gone
			}
			if dx != 0 { // one that stands beside the plot moves up and down only
				dx -= now.X - then.X
			}
			if dy != 0 {
				dy -= now.Y - then.Y
			}
		}
		const drift = 4 // of what two names belong to that change places
		if math.Min(far, math.Hypot(dx, dy)) > text.Bounds().H+drift {
			w.faults = append(w.faults, fmt.Sprintf("%s: %q jumps by (%.0f, %.0f)", when, text.Key, dx, dy))
		}
	}
	w.before, w.anchors = texts, places
}

func newWatcher() *watcher { return &watcher{comings: map[string]int{}} }

// TestStillWhilePlaying plays every scenario frame by frame, twenty pictures to a second of
// its playing, and counts labels that jump or blink.
func TestStillWhilePlaying(t *testing.T) {
	words := wordsForTest(t)
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		playStill(t, slug, runTo(t, slug, s.Epochs), words)
	}
}

// TestStillOwn does so with a person's data and names for the modalities.
func TestStillOwn(t *testing.T) {
	for name, c := range ownStates {
		run := ownRun(t, c.dims, c.targets, c.held)
		playStill(t, name, run, calledWords(t, run))
	}
}

// playStill plays a run that is done.
func playStill(t *testing.T, what string, run *sim.Run, words scene.Words) {
	t.Helper()
	s := run.Scenario()
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	for _, size := range []struct {
		name        string
		wide, plane scene.Rect
		theme       scene.Theme
	}{
		{"1280×800", scene.Rect{W: 876, H: 330}, scene.Rect{W: 422, H: 265}, scene.LightTheme()},
		{"390×844", scene.Rect{W: 358, H: 280}, scene.Rect{W: 358, H: 358}, scene.LightTheme()},
		{"projector", scene.Rect{W: 1220, H: 420}, scene.Rect{W: 600, H: 420}, scene.ProjectorTheme()},
	} {
		training, explanation, race := NewTraining(), &Explanation{}, NewRace()
		w := newWatcher()
		step := max(1, s.Epochs/(24*20)) // twenty pictures a second
		if size.name != "1280×800" {
			step *= 4 // labels that leave their places for good show as well
			w.coarse = true
		}
		for epoch := 0; epoch <= s.Epochs; epoch += step {
			now := Moment{Run: run, Epoch: epoch, Prediction: &prediction}
			var list scene.Scene
			training.Show(now)
			training.Draw(&list, size.wide, &size.theme, words)
			if !ExplanationOf(s).NeedsState() {
				explanation.Show(now)
				explanation.Draw(&list, size.plane, &size.theme, words)
			}
			race.Show(now)
			race.Draw(&list, size.plane, &size.theme, words)
			w.look(fmt.Sprintf("%s, %s, epoch %d", what, size.name, epoch), &list)
		}
		for _, fault := range w.faults {
			t.Error(fault)
		}
	}
}

// TestStillWhileDragging drags the operating point across the plane in 60 steps, in
// several directions and at several moments of the run, and counts labels that jump.
func TestStillWhileDragging(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	paths := map[string]func(f float64) (kappa, r float64){
		"right": func(f float64) (float64, float64) { return .3 * math.Pow(12, f), 1 },
		"down":  func(f float64) (float64, float64) { return 2, 1.9 - 3.8*f },
		"slant": func(f float64) (float64, float64) { return .3 * math.Pow(12, f), 1.7 - 3.1*f },
		"low":   func(f float64) (float64, float64) { return 3.8 * math.Pow(1/12., f), -.6 },
	}
	for _, rho := range []float64{0, .5, -.5} {
		for _, epoch := range []int{0, 330, 1000} {
			for name, path := range paths {
				training, explanation, race := NewTraining(), &Explanation{}, NewRace()
				w := newWatcher()
				w.coarse = true
				for n := range 61 {
					kappa, r := path(float64(n) / 60)
					s, err := sim.Default().With(map[string]any{"kappa": kappa, "r": r, "rho": rho})
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
					prediction, err := run.Predict()
					if err != nil {
						t.Fatal(err)
					}
					now := Moment{Run: run, Epoch: epoch, Prediction: &prediction, Whole: true}
					var list scene.Scene
					training.Show(now)
					// While a hand drags the scale grows, softly: its ticks move by pixels.
					if need := training.Needs(); n == 0 {
						training.Top = need
					} else if need > training.Top {
						training.Top = math.Min(need, training.Top*1.04)
					}
					training.Draw(&list, scene.Rect{W: 876, H: 330}, &theme, words)
					explanation.Show(now)
					explanation.Draw(&list, scene.Rect{W: 422, H: 265}, &theme, words)
					race.Show(now)
					race.Draw(&list, scene.Rect{W: 422, H: 265}, &theme, words)
					w.comings = map[string]int{} // what is not there now may be there later
					w.look(fmt.Sprintf("ρ = %g, epoch %d, %s, step %d (κ %.2f, r %.2f)", rho, epoch, name, n, kappa, r), &list)
				}
				for _, fault := range w.faults {
					t.Error(fault)
				}
			}
		}
	}
}
