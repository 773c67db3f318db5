package render

import (
	"image/color"
	"math"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestManyGolden: the curves, the bars and the network of three modalities, and of as many as there can be.
func TestManyGolden(t *testing.T) {
	words := wordsForTest(t)
	three := raceMoment(t, runOf(t, map[string]any{"scenario": "many"}, 1<<15), 600)
	six := raceMoment(t, runOf(t, map[string]any{"scenario": "many", "modalities": 6}, 1<<15), 300)
	for name, now := range map[string]Moment{"many": three, "most": six} {
		for _, panel := range Panels {
			if panel.Name == PhasePanel || panel.Name == NetworkPanel || panel.Name == TrainingPanel {
				picture := panel.New()
				picture.Show(now)
				inEverySize(t, name+"-"+panel.Name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { picture.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
					return sz == weightSizes[2] && (theme == "light" || name == "most" && theme == "dark")
				})
			}
		}
	}
}

// TestManyNeedsNoPlane: pictures that are planes of two modalities are not offered, and say what they
// need.
func TestManyNeedsNoPlane(t *testing.T) {
	words := wordsForTest(t)
	run := runOf(t, map[string]any{"scenario": "many"}, 1<<15)
	if got := Unfit(run); got != UnitsPanel+","+PortraitPanel+","+PicturesPanel {
		t.Errorf("unfit: %s", got)
	}
	theme := scene.LightTheme()
	for _, panel := range Panels {
		if panel.Name != UnitsPanel && panel.Name != PortraitPanel {
			continue
		}
		var s scene.Scene
		picture := panel.New()
		picture.Show(raceMoment(t, run, 500))
		picture.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
		if texts := s.Texts(); len(texts) != 1 || texts[0].Content != words["figure.needsTwo"] {
			t.Errorf("%s: %+v", panel.Name, texts)
		}
	}
}

// TestLevelsAreThoseOfStages: the levels of the loss are those at which the run rests.
func TestLevelsAreThoseOfStages(t *testing.T) {
	run := runOf(t, map[string]any{"scenario": "many"}, 1<<15)
	p := NewTraining()
	p.Show(raceMoment(t, run, 1000))
	for m, at := range map[int]int{0: 350, 2: 590} {
		if got := run.Values("lossNormalised")[at]; math.Abs(got-p.PlateauLosses[m]) > .005 {
			t.Errorf("at epoch %d the loss is %v, the level of %d %v", at, got, m, p.PlateauLosses[m])
		}
	}
	if !math.IsNaN(p.PlateauLosses[1]) || strings.Join(p.Together, ";") != "A;;A, C" {
		t.Errorf("levels %v of %q", p.PlateauLosses, p.Together)
	}
	p.Show(raceMoment(t, runOf(t, map[string]any{}, 1<<15), 1000))
	if len(p.Together) != 0 || len(p.PlateauLosses) != 2 {
		t.Errorf("of two: levels %v of %q", p.PlateauLosses, p.Together)
	}
}

// TestHuesAreToldApart: no two modalities of one shape look alike, for usual eyes and for those that
// lack a kind of cone; marks stand out from the paper as much as WCAG asks of graphics.
func TestHuesAreToldApart(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
		for m := range sim.MaxModalities {
			one := theme.Modality(m).Mark
			if ratio := contrast(one, theme.Paper); ratio < 3 {
				t.Errorf("%s: mark %d has a contrast of %.2f", theme.Name, m, ratio)
			}
			for n := range m {
				other := theme.Modality(n).Mark
				for eyes, least := range map[string]float64{"usual": .12, "protan": .03, "deutan": .05, "tritan": .03} {
					if d := apart(one, other, cones[eyes]); d < least {
						t.Errorf("%s: to %s eyes, %d and %d are %.3f apart", theme.Name, eyes, m, n, d)
					}
				}
			}
		}
	}
}

// cones are the matrices of Machado, Oliveira and Fernandes (2009) for linear light.
var cones = map[string][9]float64{
	"usual":  {1, 0, 0, 0, 1, 0, 0, 0, 1},
	"protan": {.152286, 1.052583, -.204868, .114503, .786281, .099216, -.003882, -.048116, 1.051998},
	"deutan": {.367322, .860646, -.227968, .280085, .672501, .047413, -.01182, .04294, .968881},
	"tritan": {1.255528, -.076749, -.178779, -.078411, .930809, .147602, .004733, .691367, .3039},
}

// apart is the distance of two colours in OKLab as some eyes see them.
func apart(a, b color.NRGBA, eyes [9]float64) float64 {
	lab := func(c color.NRGBA) (v [3]float64) {
		light := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
		for i := range v {
			for j := range light {
				v[i] += eyes[3*i+j] * light[j]
			}
			v[i] = math.Max(0, v[i])
		}
		l := math.Cbrt(.4122214708*v[0] + .5363325363*v[1] + .0514459929*v[2])
		m := math.Cbrt(.2119034982*v[0] + .6806995451*v[1] + .1073969566*v[2])
		s := math.Cbrt(.0883024619*v[0] + .2817188376*v[1] + .6299787005*v[2])
		return [3]float64{.2104542553*l + .793617785*m - .0040720468*s, 1.9779984951*l - 2.428592205*m + .4505937099*s, .0259040371*l + .7827717662*m - .808675766*s}
	}
	x, y := lab(a), lab(b)
	return math.Sqrt((x[0]-y[0])*(x[0]-y[0]) + (x[1]-y[1])*(x[1]-y[1]) + (x[2]-y[2])*(x[2]-y[2]))
}
