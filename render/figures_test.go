package render

import (
	"fmt"
	"math"
	"path/filepath"
	"testing"

	"unimodal-bias-lab/render/scene"
)

// drawing puts a picture into a box.
type drawing func(s *scene.Scene, box scene.Rect, theme *scene.Theme)

// inEverySize draws a picture in boxes of every size and theme, where its texts have to
// stay apart, and records those that keep picks.
func inEverySize(t *testing.T, name string, draw drawing, keep func(sz size, theme string) bool) {
	t.Helper()
	for _, sz := range weightSizes {
		for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
			if theme.Name == "projector" {
				sz = size{sz.w * 2, sz.h * 2}
			}
			box := scene.Rect{W: sz.w, H: sz.h}
			var s scene.Scene
			draw(&s, box, &theme)
			file := fmt.Sprintf("%s-%gx%g-%s", name, sz.w, sz.h, theme.Name)
			checkTexts(t, &s, box, file)
			checkKeys(t, file, &s)
			checkFinite(t, &s)
			if *svgsDir != "" {
				writeSVG(t, filepath.Join(*svgsDir, file+".svg"), &s, sz, theme)
			}
			if keep(sz, theme.Name) {
				golden(t, file, written(&s))
			}
		}
	}
}

// withOddNumbers draws pictures made of pairs of numbers that no run should give, in
// boxes with room, without and impossible ones: what is drawn is finite, and nothing
// is where there is no room.
func withOddNumbers(t *testing.T, picture func(i, j int, a, b float64) drawing) {
	t.Helper()
	theme := scene.LightTheme()
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1, 1e308, 5e-324, .5}
	for i, a := range odd {
		for j, b := range odd {
			draw := picture(i, j, a, b)
			for _, box := range []scene.Rect{{W: 430, H: 280}, {W: 90, H: 60}, {W: 20, H: 10}, {}, {X: a, W: 300, H: b}} {
				var s scene.Scene
				draw(&s, box, &theme)
				checkFinite(t, &s)
				if box.W < 100 && len(s.Items()) > 0 {
					t.Errorf("%v: something is drawn in a box without room", box)
				}
			}
		}
	}
}
