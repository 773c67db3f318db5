package render

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// The page's buttons lie over the top right corner of the training panel.
func TestTheCornerOfTheButtonsIsFree(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		for _, w := range []float64{600, 860} {
			for _, h := range []float64{200, 420} {
				wide := 190.0
				if w >= 36*theme.SmallSize {
					wide = 20 * theme.SmallSize
				}
				corner := scene.Rect{X: w - wide, Y: 0, W: wide, H: 1.6 * theme.SmallSize}
				list := manyStates()
				for _, st := range extraStates() {
					list = append(list, st.training)
				}
				for _, tr := range list {
					for _, tr.LogLoss = range []bool{false, true} {
						for _, text := range drawn(tr, w, h*theme.SmallSize/12, theme).Texts() {
							if text.Bounds().Overlaps(corner) {
								t.Fatalf("%gx%g, %s: %s %q lies under the buttons", w, h, theme.Name, text.Key, text.Content)
							}
						}
					}
				}
			}
		}
	}
}

// The scale of the loss is named after the title of the other axis.
func TestLogTitle(t *testing.T) {
	tr := lateState(1000)
	tr.LogLoss = true
	for _, w := range []float64{600, 900} {
		texts := textsOf(drawn(tr, w, 300, scene.LightTheme()))
		share, log := texts["training/title/share"], texts["training/title/log"]
		if log.Content == "" || log.Y != share.Y || log.Bounds().X <= share.Bounds().Right() {
			t.Errorf("%g wide: %q at %g, %g", w, log.Content, log.X, log.Y)
		}
	}
}

func textsOf(s *scene.Scene) map[string]scene.Text {
	texts := map[string]scene.Text{}
	for _, text := range s.Texts() {
		texts[text.Key] = text
	}
	return texts
}

// Where only losses are shown, the axis at the left is theirs.
func TestLossesAloneOwnTheAxis(t *testing.T) {
	for _, sz := range sizes {
		tr := seriesState(1000)
		tr.LogLoss = true
		picture := drawn(tr, sz.w, sz.h, scene.LightTheme())
		plot := tr.Plot(scene.Rect{W: sz.w, H: sz.h}, &scene.Theme{SmallSize: 12, LabelSize: 14, MarkRadius: 3.25}, testWords)
		if *svgsDir != "" {
			writeSVG(t, filepath.Join(*svgsDir, fmt.Sprintf("series-log-%g.svg", sz.w)), picture, sz, scene.LightTheme())
		}
		texts := textsOf(picture)
		for key, text := range texts {
			if strings.HasPrefix(key, "training/share/") || key == "training/title/log" {
				t.Errorf("%v: %s is left", sz, key)
			}
			if strings.HasPrefix(key, "training/loss/") && text.Bounds().Right() > plot.Rect.X {
				t.Errorf("%v: %s stands inside the plot", sz, key)
			}
		}
		for k := range lossDecades + 1 {
			number := new(scene.Scene).Number(float64(-k), 0)
			if got := texts["training/loss/"+number].Content; got != "10^{"+number+"}" {
				t.Errorf("%v: decade %s reads %q", sz, number, got)
			}
		}
		lines := map[string]float64{}
		for _, v := range picture.Strips() {
			if strings.HasPrefix(v.Key, "training/tick/loss/") {
				t.Errorf("%v: %s is left", sz, v.Key)
			}
			lines[v.Key] = v.Points[0].Y
		}
		if _, linear := lines["training/grid/0.5"]; linear {
			t.Errorf("%v: there is a line at one half", sz)
		}
		if y, ok := lines["training/grid/−2"]; !ok || math.Abs(y-texts["training/loss/−2"].Y+scene.MidHeight*12) > 1 {
			t.Errorf("%v: the line of 0.01 is at %g, its number at %g", sz, y, texts["training/loss/−2"].Y)
		}
	}
}

// Every loss of several carries its name in the end, however small the panel. Where it
// falls away from the others early, it has its name before.
func TestEverySeriesIsNamed(t *testing.T) {
	whole := seriesState(1000)
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		k := theme.SmallSize / 12
		for _, sz := range []size{{358, 304}, {358, 240}, {420, 300}, {640, 300}, {900, 420}} {
			for e := 0.0; e <= 1000; e += 20 {
				for _, log := range []bool{false, true} {
					tr := whole
					tr.Playhead = e
					tr.LogLoss = log
					picture := drawn(tr, sz.w*k, sz.h*k, theme)
					checkTexts(t, picture, scene.Rect{W: sz.w * k, H: sz.h * k}, fmt.Sprintf("epoch %g", e))
					checkKeys(t, fmt.Sprintf("epoch %g", e), picture)
					texts := textsOf(picture)
					for _, c := range tr.Series {
						if name := texts["training/series/"+c.Label].Content; name != c.Label && (name != "" || e == 1000) {
							t.Errorf("%v, %s, epoch %g, log %t: %s is not named", sz, theme.Name, e, log, c.Label)
						}
					}
					if *svgsDir != "" && sz.h == 304 && (e == 60 || e == 300 || e == 1000) {
						writeSVG(t, filepath.Join(*svgsDir, fmt.Sprintf("named-%s-%g-%t.svg", theme.Name, e, log)), picture, size{sz.w * k, sz.h * k}, theme)
					}
				}
			}
		}
	}
}

// A phase whose name is broken into lines has no dot at the end of one.
func TestNoDanglingDot(t *testing.T) {
	broken := false
	for w := 280.0; w <= 900; w += 10 {
		for _, tr := range []Training{briefState(), lateState(1000), lateState(246), earlyState()} {
			for _, text := range drawn(tr, w, 300, scene.LightTheme()).Texts() {
				if strings.HasSuffix(strings.TrimSpace(text.Content), "·") || strings.HasPrefix(text.Content, "·") {
					t.Errorf("%g wide: %q", w, text.Content)
				}
				broken = broken || text.Key == "training/phase/2"
			}
		}
	}
	if !broken {
		t.Error("nothing is broken: nothing is tested")
	}
}

// Where the ends of A and B coincide the square is seen around the disc; where
// they are apart it is as large as the disc.
func TestBothHeadsAreSeen(t *testing.T) {
	theme := scene.LightTheme()
	heads := func(tr Training) (a, b scene.Mark) {
		for _, m := range drawn(tr, 900, 420, theme).Marks() {
			switch m.Key {
			case "training/head/A":
				a = m
			case "training/head/B":
				b = m
			}
		}
		return a, b
	}
	a, b := heads(lateState(1000))
	if a.At != b.At && math.Hypot(a.At.X-b.At.X, a.At.Y-b.At.Y) > 1 {
		t.Fatalf("the ends lie apart: %v, %v", a.At, b.At)
	}
	if scene.HalfSide(b.Radius) < a.Radius+a.RingW+1 {
		t.Errorf("a square of half side %g hides under a disc of %g", scene.HalfSide(b.Radius), a.Radius+a.RingW)
	}
	a, b = heads(lateState(246))
	if a.Radius != b.Radius {
		t.Errorf("apart, the ends have radii %g and %g", a.Radius, b.Radius)
	}
}

// A run that breaks off near its end is told so within the panel: to the left of where
// the numbers ran away, where there is no room at the right.
func TestDivergenceIsToldWithinThePanel(t *testing.T) {
	theme := scene.LightTheme()
	for _, epochs := range []int{1000, 200, 80, 60, 45, 40, 38, 37} { // it breaks off at epoch 37
		tr := divergedState()
		tr.Epochs = epochs
		box := scene.Rect{X: 7, Y: 5, W: 420, H: 300}
		s := new(scene.Scene)
		tr.Draw(s, box, &theme, testWords)
		text, told := textsOf(s)["training/diverged"]
		if b := text.Bounds(); !told || b.X < box.X || b.Right() > box.Right() {
			t.Errorf("of %v epochs: told %t, at %+v in %+v", epochs, told, b, box)
		}
	}
}

// TestLinesRunThroughRoomThatIsKept: a level is not cut for a name that is still to come.
func TestLinesRunThroughRoomThatIsKept(t *testing.T) {
	theme := scene.LightTheme()
	for _, kept := range []bool{true, false} {
		var s scene.Scene
		board := scene.Board{Scene: &s, Theme: &theme}
		if r := (scene.Rect{X: 40, Y: 0, W: 20, H: 20}); kept {
			board.Keep(r)
		} else {
			board.Reserve(r)
		}
		board.Level("level", 10, 0, 100, 1, theme.Ink, [2]float64{})
		if got := len(s.Strips()); got != map[bool]int{true: 1, false: 2}[kept] {
			t.Errorf("kept %v: the line has %d pieces", kept, got)
		}
	}
}

// TestChartsBesideEachOtherKeepApart: the words of two charts side by side do not lie over each other, whatever room and type
// they have.
func TestChartsBesideEachOtherKeepApart(t *testing.T) {
	run, words := runTo(t, "small-data", 1200), wordsForTest(t)
	prediction, err := run.Predict()
	if err != nil {
		t.Fatal(err)
	}
	picture := NewTraining()
	picture.Show(Moment{Run: run, Epoch: 1200, Prediction: &prediction})
	if picture.Beside == nil {
		t.Fatal("there is one chart only")
	}
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		for w := 600.0; w <= 1200; w += 40 {
			var list scene.Scene
			box := scene.Rect{W: w, H: 250 * theme.SmallSize / 12}
			picture.Draw(&list, box, &theme, words)
			checkTexts(t, &list, box, theme.Name)
		}
	}
}
