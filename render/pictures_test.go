package render

import (
	"encoding/json"
	"image/color"
	"math"
	"os"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// digits is the data set of two views of digits that comes with the lab, kept.
func digits10(t testing.TB) string {
	t.Helper()
	data, err := os.ReadFile("../web/data/digits.json")
	var set sim.DataSet
	if err == nil {
		err = json.Unmarshal(data, &set)
	}
	if err != nil {
		t.Fatal(err)
	}
	own, err := sim.Keep(&set)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// pictured are two pictures of three rows, two columns and one target, of which x_A is the brighter
// one; the first weighs the target in its second pixel alone, the second in none.
func pictured(t testing.TB) string {
	t.Helper()
	const inputs, n = 12, 13
	set := &sim.DataSet{
		Modalities: []sim.Modality{{Name: "left", Dim: 6}, {Name: "right", Dim: 6}},
		Targets:    []string{"y"}, Pictures: []int{3, 3},
	}
	for i := range inputs {
		set.Inputs = append(set.Inputs, string(rune('a'+i)))
	}
	for i := range n {
		for j := i; j < n; j++ {
			v := 0.0
			switch {
			case i == j:
				v = 1
			case i == 1 && j == inputs: // the second pixel of the left one
				v = .5
			case i == 8 && j == inputs: // the third pixel of the right one
				v = -.25
			}
			set.Upper = append(set.Upper, v)
		}
	}
	own, err := sim.Keep(set)
	if err != nil {
		t.Fatal(err)
	}
	return own
}

// TestPicturesGolden: two views of digits while one of them is learned, and at the end.
func TestPicturesGolden(t *testing.T) {
	run := runOf(t, map[string]any{"scenario": "own", "own": digits10(t), "init": .01, "eta": .3, "epochs": 400}, 400)
	one := runOf(t, map[string]any{"scenario": "own", "own": pictured(t), "eta": .2, "epochs": 400}, 400)
	for name, now := range map[string]Moment{"first": {Run: run, Epoch: 45}, "end": {Run: run, Epoch: 400}, "one": {Run: one, Epoch: 400}} {
		p := &Pictures{}
		p.Show(now)
		words := calledWords(t, now.Run)
		inEverySize(t, "pictures-"+name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { p.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
			return sz == weightSizes[2] && theme == "light"
		})
	}
}

// TestPicturesAreTheWeights: every pixel has the colour of its weight, in its place: paper at zero,
// the hue of the modality for the target, ink against it.
func TestPicturesAreTheWeights(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	run := runOf(t, map[string]any{"scenario": "own", "own": pictured(t), "eta": .2, "epochs": 600}, 600)
	for _, epoch := range []int{0, 150, 600} {
		var p Pictures
		p.Show(Moment{Run: run, Epoch: epoch})
		var s scene.Scene
		p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
		if len(s.Cells()) != 2 {
			t.Fatalf("%d pictures of two modalities and a target", len(s.Cells()))
		}
		totals := run.Totals(nil, epoch)
		for m, cells := range s.Cells() {
			if cells.Columns != 2 || cells.Rows != 3 {
				t.Errorf("%d × %d pixels", cells.Columns, cells.Rows)
			}
			if got, want := cells.Rect.W/cells.Rect.H, 2./3; math.Abs(got-want) > 1e-9 {
				t.Errorf("a pixel is %v times as wide as high", got*3/2)
			}
			for i := range 6 {
				w := totals[6*m+i]
				full := theme.Modality(m).Mark
				if w < 0 {
					full = theme.Ink
				}
				want := blend(theme.Paper, full, math.Abs(w)/p.Modalities[m].Most)
				got := color.NRGBA{cells.Pixels[4*i], cells.Pixels[4*i+1], cells.Pixels[4*i+2], cells.Pixels[4*i+3]}
				if got != want {
					t.Errorf("epoch %d, modality %d, pixel %d, weight %v: %v, want %v", epoch, m, i, w, got, want)
				}
			}
		}
		if epoch == 600 && (math.Abs(totals[1]-.5) > .01 || math.Abs(totals[8]+.25) > .01) {
			t.Errorf("the run has come to %v", totals)
		}
	}
}

// TestPicturesNeedPixels: a run without any is not offered them, and they say so.
func TestPicturesNeedPixels(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	run := runOf(t, map[string]any{"scenario": "own", "own": pictured(t)}, 3)
	if !HasPictures(run) {
		t.Error("no pictures of pixels")
	}
	late := runOf(t, nil, 3)
	if HasPictures(late) {
		t.Error("pictures of two numbers")
	}
	var p Pictures
	p.Show(Moment{Run: run, Epoch: 3})
	p.Show(Moment{Run: late, Epoch: 3})
	var s scene.Scene
	p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
	if texts := s.Texts(); len(s.Items()) != 1 || len(texts) != 1 || texts[0].Content != words["figure.pictures.needs"] {
		t.Errorf("%+v", texts)
	}
}
