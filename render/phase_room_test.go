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
			handle := scene.Around(plotOf(p, small.size, small.theme).Handle, 60)
			for _, key := range []string{"phase/first", "phase/better"} {
				if texts[key].Content == "" && handle.Y > 60 { // else it may pass over the name
					t.Errorf("%s: no %s", state, key)
				}
			}
			if first, better := p.statics().Ties(p.Kappa, p.R); first || better {
				if texts["phase/remark"].Content == "" {
					t.Errorf("%s: on a boundary it says nothing", state)
				}
				continue
			}
			f, b := Region(theory.Plane{Rho: p.Rho}, p.Kappa, p.R)
			said := texts["phase/verdict"].Content
			if run := texts["phase/verdict/run"].Content; said == "" && run != "" {
				said = run // no room for both
			} else if !strings.Contains(said, phaseNames[f]+" first") || f != b && !strings.Contains(said, phaseNames[b]+" explains more") {
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

func plotOf(p Phase, sz size, theme scene.Theme) PhasePlot {
	return p.Plot(scene.Rect{W: sz.w, H: sz.h}, &theme)
}
