package scene

import "image/color"

// Theme holds every colour, line width and type size of the pictures.
type Theme struct {
	Name  string // one of ThemeNames
	Paper color.NRGBA
	Ink   color.NRGBA
	Muted color.NRGBA // ink for what only supports: axis titles, ticks
	Axis  color.NRGBA
	Grid  color.NRGBA

	modalities [6]ModalityColours

	// The far ends of the scales of a diagram; the near one is the paper.
	More         color.NRGBA // of one that goes from little to much
	Below, Above color.NRGBA // of one about a centre

	BandOpacity float64 // of the unimodal phase, over the paper
	CurveWidth  float64 // the running network
	ThinWidth   float64 // predictions
	HairWidth   float64 // grid and axes
	Dash        [2]float64
	MarkRadius  float64

	TintOpacity   float64 // of a region whose preference is honest
	StrongOpacity float64 // of one whose preference is superficial
	HatchOpacity  float64 // of the lines over it, in the hue of words
	HatchSpacing  float64
	ExactOpacity  float64 // of a thin line beside a curve, in the hue of words
	HandleRadius  float64

	LabelSize float64 // direct labels
	SmallSize float64 // ticks, titles, read-outs
	Font      string  // a font-family list without double quotes
}

// ModalityColours are the two strengths of one modality's hue.
type ModalityColours struct {
	Mark color.NRGBA // lines, discs, areas
	Word color.NRGBA // text on Paper, contrast at least 4.5 : 1
}

// Modality is the hue of modality m, counted from 0.
func (t *Theme) Modality(m int) ModalityColours {
	return t.modalities[m%len(t.modalities)]
}

// Exact is the colour of a thin line of modality m that stands beside its curve: paler, and seen all the same.
func (t *Theme) Exact(m int) color.NRGBA { return Fade(t.Modality(m).Word, t.ExactOpacity) }

// Hatch is the colour of the lines over a region in which modality m is learned first although another explains more.
func (t *Theme) Hatch(m int) color.NRGBA { return Fade(t.Modality(m).Word, t.HatchOpacity) }

// ThemeNames are the names of the themes: three of the page, and one of what is printed.
var ThemeNames = []string{"light", "dark", "projector", "print"}

// ThemeNamed is a theme by its name; ok is false, and the theme the light one, for any
// that is none of ThemeNames.
func ThemeNamed(name string) (theme Theme, ok bool) {
	switch name {
	case "light":
		return LightTheme(), true
	case "dark":
		return DarkTheme(), true
	case "projector":
		return ProjectorTheme(), true
	case "print":
		return PrintTheme(), true
	}
	return LightTheme(), false
}

// LightTheme is ink on white paper.
func LightTheme() Theme {
	ink := RGB(0x1b1b1f)
	return Theme{
		Name:  "light",
		Paper: RGB(0xffffff),
		Ink:   ink,
		Muted: RGB(0x64646d),
		Axis:  Fade(ink, 0.48),
		Grid:  Fade(ink, 0.09),
		modalities: [6]ModalityColours{
			{Mark: RGB(0xd55e00), Word: RGB(0xb04a00)},
			{Mark: RGB(0x0072b2), Word: RGB(0x0072b2)},
			{Mark: RGB(0x009e73), Word: RGB(0x00724f)},
			{Mark: RGB(0xa3528a), Word: RGB(0x8c3f74)},
			{Mark: RGB(0x5c5000), Word: RGB(0x5c5000)},
			{Mark: RGB(0x3d2c9c), Word: RGB(0x3d2c9c)},
		},
		More:        RGB(0x3b3157),
		Below:       RGB(0x1b7f46),
		Above:       RGB(0x7a3a93),
		BandOpacity: 0.075,
		CurveWidth:  2,
		ThinWidth:   1.25,
		HairWidth:   1,
		Dash:        [2]float64{5, 4},
		MarkRadius:  3.25,

		TintOpacity:   0.10,
		StrongOpacity: 0.24,
		HatchOpacity:  0.88,
		HatchSpacing:  6,
		ExactOpacity:  0.72,
		HandleRadius:  11,

		LabelSize: 14,
		SmallSize: 12,
		Font:      "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif",
	}
}

// DarkTheme is light ink on a nearly black page.
func DarkTheme() Theme {
	t := LightTheme()
	ink := RGB(0xe9e9ee)
	t.Name = "dark"
	t.Paper = RGB(0x15171b)
	t.Ink = ink
	t.Muted = RGB(0x9c9ca6)
	t.Axis = Fade(ink, 0.38)
	t.Grid = Fade(ink, 0.10)
	t.modalities = [6]ModalityColours{
		{Mark: RGB(0xff8a4c), Word: RGB(0xff8a4c)},
		{Mark: RGB(0x5ab0f0), Word: RGB(0x5ab0f0)},
		{Mark: RGB(0x3cc99d), Word: RGB(0x3cc99d)},
		{Mark: RGB(0xdb8fc4), Word: RGB(0xdb8fc4)},
		{Mark: RGB(0xe8d860), Word: RGB(0xe8d860)},
		{Mark: RGB(0x8a7fe8), Word: RGB(0x9d94ff)},
	}
	t.More = RGB(0xd9d2f2)
	t.Below = RGB(0x5fd08c)
	t.Above = RGB(0xcf95e6)
	t.BandOpacity = 0.11
	t.TintOpacity = 0.13
	t.StrongOpacity = 0.30
	t.HatchOpacity = 0.76
	t.ExactOpacity = 0.60
	return t
}

// ProjectorTheme is black on white, thick and large, for the last row of a
// lecture hall.
func ProjectorTheme() Theme {
	t := LightTheme().Large()
	t.Name = "projector"
	t.Ink = RGB(0x000000)
	t.Muted = RGB(0x3c3c42)
	t.Axis = Fade(t.Ink, 0.55)
	t.Grid = Fade(t.Ink, 0.10)
	t.BandOpacity = 0.11
	return t
}

// PrintTheme is black on white, in hues that can be told apart on a grey printer: every
// modality has a lightness of its own, and A is far lighter than B.
func PrintTheme() Theme {
	t := LightTheme()
	t.Name = "print"
	t.Ink = RGB(0x000000)
	t.Muted = RGB(0x3c3c42)
	t.Axis = Fade(t.Ink, 0.45)
	t.Grid = Fade(t.Ink, 0.10)
	t.modalities = [6]ModalityColours{
		{Mark: RGB(0xe07a1f), Word: RGB(0xa34400)},
		{Mark: RGB(0x00467a), Word: RGB(0x00467a)},
		{Mark: RGB(0x008f66), Word: RGB(0x006b4c)},
		{Mark: RGB(0x8a3f74), Word: RGB(0x85396c)},
		{Mark: RGB(0x7d6c12), Word: RGB(0x6a5b00)},
		{Mark: RGB(0x2a1570), Word: RGB(0x2a1570)},
	}
	t.BandOpacity = 0.10
	t.Font = "Helvetica, Arial, 'Liberation Sans', 'DejaVu Sans', sans-serif"
	return t
}

// Contrasting is the theme for who has asked the system for more contrast: what is only quiet elsewhere is as dark as words,
// axes and grid can be seen, and lines are thicker. The hues stay: darker, or lighter, they could not all be told apart.
func (t Theme) Contrasting() Theme {
	t.Muted = t.Ink
	t.Axis = t.Ink
	t.Grid = Fade(t.Ink, 0.30)
	t.HatchOpacity, t.ExactOpacity = 1, 1
	for _, width := range []*float64{&t.CurveWidth, &t.ThinWidth, &t.HairWidth} {
		*width *= 1.5
	}
	return t
}

// Large is the theme in its own colours with the type sizes and line widths of
// a lecture hall.
func (t Theme) Large() Theme {
	t.CurveWidth = 4
	t.ThinWidth = 2.5
	t.HairWidth = 1.5
	t.Dash = [2]float64{10, 8}
	t.MarkRadius = 6.5
	t.HatchSpacing = 11
	t.HandleRadius = 20
	t.LabelSize = 28
	t.SmallSize = 24
	return t
}

// Times is the theme with all its sizes times a factor.
func (t Theme) Times(factor float64) Theme {
	for _, size := range []*float64{&t.CurveWidth, &t.ThinWidth, &t.HairWidth, &t.Dash[0], &t.Dash[1], &t.MarkRadius, &t.HatchSpacing, &t.HandleRadius, &t.LabelSize, &t.SmallSize} {
		*size *= factor
	}
	return t
}

// Fade is c at the given opacity, 0 to 1.
func Fade(c color.NRGBA, opacity float64) color.NRGBA {
	c.A = uint8(float64(c.A)*Clamp(opacity, 0, 1) + 0.5)
	return c
}

// RGB is the opaque colour 0xrrggbb.
func RGB(hex uint32) color.NRGBA {
	return color.NRGBA{uint8(hex >> 16), uint8(hex >> 8), uint8(hex), 0xff}
}
