package scene

import "testing"

// Large changes sizes and widths, and nothing else: the dark theme stays dark.
func TestLargeKeepsThePalette(t *testing.T) {
	projector := ProjectorTheme()
	for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
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
