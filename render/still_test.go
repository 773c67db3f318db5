package render

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// stillScreens are boxes of the curves and of the picture beside them: a desk, a telephone, a frame
// in a text, a small screen in a lecture and a large one.
var stillScreens = []struct {
	name        string
	wide, plane scene.Rect
	theme       scene.Theme
}{
	{"1280×800", scene.Rect{W: 876, H: 330}, scene.Rect{W: 422, H: 265}, scene.LightTheme()},
	{"390×844", scene.Rect{W: 358, H: 280}, scene.Rect{W: 358, H: 358}, scene.DarkTheme()},
	{"700×420", scene.Rect{W: 361, H: 310}, scene.Rect{W: 295, H: 310}, scene.LightTheme()},
	{"1024×768, present", scene.Rect{W: 433, H: 320}, scene.Rect{W: 508, H: 480}, scene.ProjectorTheme()},
	{"projector", scene.Rect{W: 1220, H: 420}, scene.Rect{W: 600, H: 420}, scene.ProjectorTheme()},
}

// watcher looks at one frame after another and notes every text that jumps, and every one that
// comes a second time or goes twice.
//
// A text jumps if it moves by more than its own height between two frames. It does not if it
// moves along with what it names, no further than that does, to within its own height (for names
// push one another), nor if what it names comes or goes. So one whose curve, line or bar stands
// still stands still.
type watcher struct {
	before  map[string]scene.Text
	anchors map[string]scene.Point
	comings map[string]int
	faults  []string
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

// along is how far along its piece of a line the name stood in the picture before, as a part of it.
func (w *watcher) along(key string) float64 {
	text, named := w.before[key]
	from, to := w.anchors[key+"/from"], w.anchors[key+"/to"]
	d := scene.Point{X: to.X - from.X, Y: to.Y - from.Y}
	if length := d.X*d.X + d.Y*d.Y; named && length > 0 {
		at := scene.Clamp(((text.X-from.X)*d.X+(text.Y-from.Y)*d.Y)/length, 0, 1)
		w.anchors[key] = scene.Mix(from, to, at)
		return at
	}
	return .5
}

// look returns the texts that jump from the picture before to this one, and notes those that blink.
func (w *watcher) look(when string, list *scene.Scene) (jumps []string) {
	texts, places := map[string]scene.Text{}, map[string]scene.Point{}
	for _, m := range list.Marks() {
		places[m.Key] = m.At
	}
	for _, strip := range list.Strips() {
		if _, known := places[strip.Key]; !known {
			places[strip.Key] = strip.Points[0]
		}
		if name, ok := strings.CutPrefix(strip.Key, "race/predicted/"); ok {
			ends := slices.CompactFunc(slices.Clone(strip.Points), func(a, b scene.Point) bool { return math.Hypot(a.X-b.X, a.Y-b.Y) < 1e-6 })
			for i, at := range ends[:len(ends)-1] { // the names of its pieces go with the place beside which they stood
				key, to := "race/slope/"+name+"/"+digits[i], ends[i+1]
				along := w.along(key)
				places[key], places[key+"/from"], places[key+"/to"] = scene.Mix(at, to, along), at, to
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
		moved := scene.Point{X: text.X - old.X, Y: text.Y - old.Y}
		if text.Anchor != old.Anchor {
			a, b := text.Bounds(), old.Bounds()
			moved.X = a.X + a.W/2 - b.X - b.W/2
		}
		now, is := anchor(text.Key, places)
		then, was := anchor(text.Key, w.anchors)
		if is != was {
			continue // what it names has come or gone
		}
		along := scene.Point{}
		if moved.X != 0 { // one that stands beside the plot moves up and down only
			along.X = now.X - then.X
		}
		if moved.Y != 0 {
			along.Y = now.Y - then.Y
		}
		const rounding = 1 // px
		if h := text.Bounds().H; offWay(moved, along) > h+rounding {
			jumps = append(jumps, fmt.Sprintf("%s: %q jumps by (%.0f, %.0f), what it names by (%.0f, %.0f)", when, text.Key, moved.X, moved.Y, along.X, along.Y))
		}
	}
	w.before, w.anchors = texts, places
	return jumps
}

// offWay is how far a movement ends from the way of another one.
func offWay(moved, way scene.Point) float64 {
	part := 0.
	if length := way.X*way.X + way.Y*way.Y; length > 0 {
		part = scene.Clamp((moved.X*way.X+moved.Y*way.Y)/length, 0, 1)
	}
	return math.Hypot(moved.X-part*way.X, moved.Y-part*way.Y)
}

func newWatcher() *watcher { return &watcher{comings: map[string]int{}} }

// framesOfARun are the fewest pictures of a run on a screen, twenty to a second of its playing.
const framesOfARun = 24 * 20

// play looks at a run in so many pictures. Where a label seems to jump between two of them, it looks at
// all the frames between.
func (w *watcher) play(what string, epochs, pictures int, draw func(epoch int, list *scene.Scene)) {
	var list scene.Scene
	look := func(w *watcher, epoch int) []string {
		list.Reset()
		draw(epoch, &list)
		return w.look(fmt.Sprintf("%s, epoch %d", what, epoch), &list)
	}
	step, frame := max(1, epochs/pictures), max(1, epochs/framesOfARun)
	for epoch := 0; epoch <= epochs; epoch += step {
		if jumps := look(w, epoch); len(jumps) > 0 && step > frame {
			between := newWatcher()
			for e := epoch - step; e < epoch+frame; e += frame {
				w.faults = append(w.faults, look(between, min(e, epoch))...)
			}
		} else {
			w.faults = append(w.faults, jumps...)
		}
	}
}

// TestStillWhilePlaying plays every scenario, on a desk frame by frame, and counts labels that
// jump or blink.
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

// playStill plays a run that is done, on every screen.
func playStill(t *testing.T, what string, run *sim.Run, words scene.Words) {
	t.Helper()
	s := run.Scenario()
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	for n, screen := range stillScreens {
		training, explanation, race := NewTraining(), &Explanation{}, NewRace()
		w := newWatcher()
		pictures := framesOfARun
		if n > 0 {
			pictures /= 4
		}
		w.play(what+", "+screen.name, s.Epochs, pictures, func(epoch int, list *scene.Scene) {
			now := Moment{Run: run, Epoch: epoch, Prediction: &prediction}
			training.Show(now)
			training.Draw(list, screen.wide, &screen.theme, words)
			if !ExplanationOf(s).NeedsState() {
				explanation.Show(now)
				explanation.Draw(list, screen.plane, &screen.theme, words)
			}
			race.Show(now)
			race.Draw(list, screen.plane, &screen.theme, words)
		})
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
				var list scene.Scene
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
					list.Reset()
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
					w.faults = append(w.faults, w.look(fmt.Sprintf("ρ = %g, epoch %d, %s, step %d (κ %.2f, r %.2f)", rho, epoch, name, n, kappa, r), &list)...)
				}
				for _, fault := range w.faults {
					t.Error(fault)
				}
			}
		}
	}
}
