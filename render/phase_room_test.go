package render

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim/theory"
)

// smallPlanes are the boxes of the present view and of a phone.
func smallPlanes() []struct {
	size
	theme scene.Theme
} {
	type plane = struct {
		size
		theme scene.Theme
	}
	return []plane{
		{size{480, 470}, scene.ProjectorTheme()}, {size{480, 470}, scene.DarkTheme().Large()}, {size{345, 330}, scene.LightTheme()},
		{size{300, 280}, scene.LightTheme()}, {size{358, 358}, scene.LightTheme()}, {size{430, 280}, scene.LightTheme()},
	}
}

// However small the plane, the region of the operating point is named with its
// full meaning, and so is every boundary.
func TestSmallPlanesSayEverything(t *testing.T) {
	for _, small := range smallPlanes() {
		for i, p := range manyPlanes() {
			picture := drawnPlane(p, small.w, small.h, small.theme)
			state := fmt.Sprintf("%v, ρ %g at (%.2f, %.2f), first %d", small.size, p.Rho, p.Kappa, p.R, p.First)
			if *svgsDir != "" && i >= len(manyPlanes())-len(planeStates()) {
				name := planeStates()[i-len(manyPlanes())+len(planeStates())].name
				writeSVG(t, filepath.Join(*svgsDir, fmt.Sprintf("small-%s-%gx%g-%s.svg", name, small.w, small.h, small.theme.Name)), picture, small.size, small.theme)
			}
			checkKeys(t, state, picture)
			checkTexts(t, picture, scene.Rect{W: small.w, H: small.h}, state)
			texts := textsOf(picture)
			for _, key := range []string{"phase/first", "phase/better"} {
				if texts[key].Content == "" {
					t.Errorf("%s: no %s", state, key)
				}
			}
			if first, better := theory.PlaneTies(p.Kappa, p.Rho, p.R); first || better {
				if texts["phase/remark"].Content == "" {
					t.Errorf("%s: on a boundary it says nothing", state)
				}
				continue
			}
			f, b := Region(p.Kappa, p.Rho, p.R)
			said := ""
			for key, text := range texts {
				if strings.HasPrefix(key, "phase/region/"+phaseNames[f]+phaseNames[b]) {
					said += text.Content + " "
				}
			}
			if !strings.Contains(said, phaseNames[f]+" first") || !strings.Contains(said, phaseNames[b]+" explains more") {
				t.Errorf("%s: only says %q", state, said)
			}
			ticks := 0
			for _, v := range picture.Strips() {
				if v.Key == "phase/tick/confirmed" {
					ticks++
				}
			}
			if want := p.First >= 0 && p.Confirmed; (ticks == 1) != want || ticks > 1 {
				t.Errorf("%s: %d ticks", state, ticks)
			}
		}
	}
}

// A caption about the operating point lies in the part of the region that holds
// the point, or a leader goes there from it, or it stands under the plot.
func TestTheVerdictIsAboutThePoint(t *testing.T) {
	theme := scene.LightTheme()
	for _, sz := range append([]size{{345, 330}, {430, 280}, {900, 700}}, planeSizes...) {
		for _, p := range manyPlanes() {
			var s scene.Scene
			plot := p.Draw(&s, scene.Rect{W: sz.w, H: sz.h}, &theme, testWords)
			if first, better := theory.PlaneTies(p.Kappa, p.Rho, p.R); first || better {
				continue // no region holds it
			}
			f, b := Region(p.Kappa, p.Rho, p.R)
			text, ok := textsOf(&s)["phase/region/"+phaseNames[f]+phaseNames[b]]
			if !ok || f == 1 && b == 1 { // the region of B is all of one piece
				continue
			}
			at := scene.Point{X: text.Bounds().X + text.Bounds().W/2, Y: text.Y - scene.MidHeight*text.Size}
			for _, m := range s.Marks() {
				if f != b && m.Key == "phase/leader/dot/"+phaseNames[f] {
					at = m.At
				}
			}
			kappa, r := plot.Values(at.X, at.Y)
			if g, c := Region(kappa, p.Rho, r); g != f || c != b {
				t.Errorf("%v, ρ %g at (%.2f, %.2f): said at (%.2f, %.2f), which is another region", sz, p.Rho, p.Kappa, p.R, kappa, r)
			}
			if f == b || f == 1 { // the halves are parted by r = 0
				if (r >= 0) != (p.R >= 0) {
					t.Errorf("%v, ρ %g at (%.2f, %.2f): said at (%.2f, %.2f), in the other half", sz, p.Rho, p.Kappa, p.R, kappa, r)
				}
				continue
			}
			c := plane{Phase: &p, Rho: p.Rho, plot: plot}
			upper := func(kappa, r float64) bool { // the parts of AB are parted by that of B
				return r >= (c.curve(firstPlus, kappa)+c.curve(firstMinus, kappa))/2
			}
			if upper(kappa, r) != upper(p.Kappa, p.R) {
				t.Errorf("%v, ρ %g at (%.2f, %.2f): said at (%.2f, %.2f), in the other part", sz, p.Rho, p.Kappa, p.R, kappa, r)
			}
		}
	}
}
