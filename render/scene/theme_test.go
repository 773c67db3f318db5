package scene

import (
	"image/color"
	"math"
	"testing"
)

func allThemes() (list []Theme) {
	for _, name := range ThemeNames {
		theme, _ := ThemeNamed(name)
		list = append(list, theme)
	}
	return list
}

// TestPrintSurvivesGrey: on a grey printer every modality has a lightness of its own, the two that most runs have are far
// apart, and none is too pale for a line. In the colours of the page A and B are nearly the same grey.
func TestPrintSurvivesGrey(t *testing.T) {
	lightness := func(c color.NRGBA) float64 { // L* of CIE 1976
		linear := func(v uint8) float64 {
			if x := float64(v) / 255; x > .04045 {
				return math.Pow((x+.055)/1.055, 2.4)
			}
			return float64(v) / 255 / 12.92
		}
		return 116*math.Cbrt(.2126*linear(c.R)+.7152*linear(c.G)+.0722*linear(c.B)) - 16
	}
	theme, light := PrintTheme(), LightTheme()
	for m := range 6 {
		own := lightness(theme.Modality(m).Mark)
		if own > 62 {
			t.Errorf("modality %d is too pale: L* = %.0f", m, own)
		}
		for other := range m {
			if apart := math.Abs(own - lightness(theme.Modality(other).Mark)); apart < 6 {
				t.Errorf("modalities %d and %d are %.1f of L* apart", other, m, apart)
			}
		}
	}
	apart := func(t *Theme) float64 { return lightness(t.Modality(0).Mark) - lightness(t.Modality(1).Mark) }
	if apart(&theme) < 30 || apart(&light) > 15 {
		t.Errorf("A is %.1f lighter than B on paper, %.1f on the page", apart(&theme), apart(&light))
	}
}

// Large changes sizes and widths, and nothing else: the dark theme stays dark.
func TestLargeKeepsThePalette(t *testing.T) {
	projector := ProjectorTheme()
	for _, theme := range allThemes() {
		large := theme.Large()
		if large.SmallSize != projector.SmallSize || large.LabelSize != projector.LabelSize || large.CurveWidth != projector.CurveWidth ||
			large.ThinWidth != projector.ThinWidth || large.HairWidth != projector.HairWidth || large.Dash != projector.Dash ||
			large.MarkRadius != projector.MarkRadius || large.HatchSpacing != projector.HatchSpacing || large.HandleRadius != projector.HandleRadius {
			t.Errorf("%s: large is not as large as the projector's theme: %+v", theme.Name, large)
		}
		back := large
		back.SmallSize, back.LabelSize, back.CurveWidth = theme.SmallSize, theme.LabelSize, theme.CurveWidth
		back.ThinWidth, back.HairWidth, back.Dash = theme.ThinWidth, theme.HairWidth, theme.Dash
		back.MarkRadius, back.HatchSpacing, back.HandleRadius = theme.MarkRadius, theme.HatchSpacing, theme.HandleRadius
		if back != theme {
			t.Errorf("%s: large changes more than sizes: %+v", theme.Name, large)
		}
		if large.Large() != large {
			t.Errorf("%s: large twice is larger", theme.Name)
		}
	}
}
