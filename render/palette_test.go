package render

import (
	"image/color"
	"iter"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// leastMark is the contrast of a mark that carries meaning with what it lies on (WCAG 2.2, 1.4.11).
const leastMark = 3

// structural matches what only supports, or is fainter the less it means: grids and lines at zero, the band behind a phase, the
// rest of a run under a hand and runs before it, weights by their strength, units by how many there are, the ground of a bar.
var structural = regexp.MustCompile(`/(grid|zero|flow|rest|ghost|halo|pulse|veil|under|pin|link|along|diagonal)\b|^units/|^training/phase/band|^phase/region/|^preference/.*/bar/|^diagram/legend/swatch/`)

// TestMarksAreSeen: whatever a picture of a scenario draws, in every theme, stands out from the paper, words more than marks.
func TestMarksAreSeen(t *testing.T) {
	words := wordsForTest(t)
	for _, slug := range sim.Slugs() {
		s, err := sim.Preset(slug)
		if err != nil {
			t.Fatal(err)
		}
		epoch := min(s.Epochs, 480)
		run := runTo(t, slug, epoch)
		prediction, err := sim.Predict(s)
		if err != nil {
			t.Fatal(err)
		}
		for name, theme := range allLooks() {
			for _, panel := range Panels {
				if panel.Name == PicturesPanel {
					continue
				}
				var list scene.Scene
				picture := panel.New()
				picture.Show(Moment{Run: run, Epoch: epoch, Prediction: &prediction})
				picture.Draw(&list, scene.Rect{W: 860, H: 520}, &theme, words)
				if dim := faint(&list, &theme); dim != "" {
					t.Errorf("%s, %s, %s: %s", slug, name, panel.Name, dim)
				}
			}
		}
	}
}

// allLooks are all themes, as they are and, but for that of paper, as whoever asks for more contrast sees them.
func allLooks() iter.Seq2[string, scene.Theme] {
	return func(yield func(string, scene.Theme) bool) {
		for _, name := range scene.ThemeNames {
			theme, _ := scene.ThemeNamed(name)
			if !yield(name, theme) || name != "print" && !yield(name+", more contrast", theme.Contrasting()) {
				return
			}
		}
	}
}

// TestMoreContrast: who asks for more contrast gets it, in quiet words, axes and lines, in every theme.
func TestMoreContrast(t *testing.T) {
	const words, marks = 7, 4.5
	for _, name := range scene.ThemeNames {
		theme, _ := scene.ThemeNamed(name)
		more := theme.Contrasting()
		of := func(t *scene.Theme, c color.NRGBA) float64 { return Contrast(over(c, t.Paper), t.Paper) }
		for what, c := range map[string]struct {
			least         float64
			before, after color.NRGBA
		}{
			"muted": {words, theme.Muted, more.Muted}, "axis": {marks, theme.Axis, more.Axis}, "grid": {1.5, theme.Grid, more.Grid},
			"exact": {marks, theme.Exact(0), more.Exact(0)}, "hatch": {marks, theme.Hatch(1), more.Hatch(1)},
		} {
			if got := of(&more, c.after); got < c.least || got <= of(&theme, c.before) {
				t.Errorf("%s: %s has a contrast of %.2f, and had %.2f", name, what, got, of(&theme, c.before))
			}
		}
		if more.CurveWidth <= theme.CurveWidth || more.ThinWidth <= theme.ThinWidth || more.HairWidth <= theme.HairWidth {
			t.Errorf("%s: lines are as thin as before", name)
		}
	}
}

// faint lists what a scene draws with less contrast to the paper than it needs.
func faint(list *scene.Scene, theme *scene.Theme) string {
	var out []string
	seen := map[string]bool{}
	hold := func(key string, least float64, colours ...color.NRGBA) {
		if structural.MatchString(key) || seen[key] {
			return
		}
		best := 1.0
		for _, c := range colours {
			best = max(best, Contrast(over(c, theme.Paper), theme.Paper))
		}
		if best < least {
			seen[key] = true
			out = append(out, key+" has a contrast of "+list.Number(best, 2))
		}
	}
	for _, s := range list.Strips() {
		hold(s.Key, leastMark, s.Colour)
	}
	for _, s := range list.Segments() {
		hold(s.Key, leastMark, s.Colour)
	}
	for _, a := range list.Areas() {
		hold(a.Key, leastMark, a.Colour)
	}
	for _, b := range list.Bands() {
		hold(b.Key, leastMark, b.Colour)
	}
	for _, m := range list.Marks() {
		if m.RingW > 0 {
			hold(m.Key, leastMark, m.Fill, m.Ring)
		} else {
			hold(m.Key, leastMark, m.Fill)
		}
	}
	for _, w := range list.Texts() {
		hold(w.Key, leastContrast, w.Colour)
	}
	return strings.Join(out, "; ")
}

// TestFaintIsFound: the test above sees a line, a mark and a word that are too pale.
func TestFaintIsFound(t *testing.T) {
	theme := scene.LightTheme()
	var list scene.Scene
	grey := scene.Fade(theme.Ink, .4)
	list.AddLine("line", scene.Point{}, scene.Point{X: 9, Y: 9}, 1, grey, [2]float64{})
	list.AddLine("training/grid/1", scene.Point{}, scene.Point{X: 9, Y: 9}, 1, grey, [2]float64{})
	list.AddMark(scene.Mark{Key: "mark", Radius: 3, Fill: theme.Paper, Ring: grey, RingW: 1})
	list.AddText(scene.Text{Key: "word", Size: 12, Weight: 400, Content: "word", Colour: scene.Fade(theme.Ink, .55)})
	if got := faint(&list, &theme); strings.Count(got, "contrast") != 3 {
		t.Errorf("found %q", got)
	}
}

// TestPlaneIsSeen: hatches and boundaries stand out from the regions they lie on, whatever their modality, and so do words.
func TestPlaneIsSeen(t *testing.T) {
	for name, theme := range allLooks() {
		for m := range 2 {
			hue := theme.Modality(m).Mark
			honest, strong := over(scene.Fade(hue, theme.TintOpacity), theme.Paper), over(scene.Fade(hue, theme.StrongOpacity), theme.Paper)
			for what, c := range map[string]color.NRGBA{
				"its hatch": theme.Hatch(m), "the boundary of what explains more": scene.Fade(theme.Ink, secondBoundary),
			} {
				if got := Contrast(over(c, strong), strong); got < leastMark {
					t.Errorf("%s: on the region of %d %s has a contrast of %.2f", name, m, what, got)
				}
			}
			for what, c := range map[string]color.NRGBA{"ink": theme.Ink} {
				if got := min(Contrast(c, strong), Contrast(c, honest)); got < leastContrast {
					t.Errorf("%s: on a region of %d %s has a contrast of %.2f", name, m, what, got)
				}
			}
		}
	}
}

// TestNumbersOnShades: on every shade of a continuous scale the number of a contour is read, and a sign is seen.
func TestNumbersOnShades(t *testing.T) {
	for name, theme := range allLooks() {
		for _, colour := range []sim.Scale{{Kind: sim.Sequential, From: 0, To: 1}, {Kind: sim.Diverging, From: -1, To: 1}} {
			d := Diagram{X: rhoAxis, Y: rAxis, Colour: colour, Columns: 2, Rows: 1, Values: []float64{colour.From, colour.To}}
			d.shade(&theme)
			c := diagram{Diagram: &d, axesBoard: &axesBoard{scene.Board{Theme: &theme}}}
			for i := range 101 {
				v := colour.From + (colour.To-colour.From)*float64(i)/100
				if got := Contrast(c.inkOver(v), c.shadeOf(v)); got < leastContrast {
					t.Errorf("%s, kind %d, %v: a number has a contrast of %.2f", name, colour.Kind, v, got)
				}
				if which, ok := c.signed(v); ok {
					if got := Contrast([2]color.NRGBA{theme.Ink, theme.Paper}[which], c.shadeOf(v)); got < leastMark {
						t.Errorf("%s, %v: a sign has a contrast of %.2f", name, v, got)
					}
				}
				if _, ok := c.signed(v); colour.Kind == sim.Diverging && ok != (v < 0) {
					t.Errorf("%v has a sign: %v", v, ok)
				}
			}
		}
	}
}

// TestSignsAreDrawn: without hues the cells below a centre, and those of B, have signs, which the legend has, too.
func TestSignsAreDrawn(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for kind, values := range map[sim.ScaleKind][]float64{sim.Diverging: {-.5, .5, math.NaN(), .5}, sim.Modalities: {1, 0, math.NaN(), 0}} {
		d := Diagram{X: rhoAxis, Y: rAxis, Colour: sim.Scale{Kind: kind, From: -1, To: 1}, Columns: 2, Rows: 2, Values: values}
		var list scene.Scene
		plot := d.Draw(&list, scene.Rect{W: 430, H: 430}, &theme, words)
		count, legend := 0, false
		for _, s := range list.Segments() {
			for i := 0; strings.HasPrefix(s.Key, "diagram/sign/") && i < len(s.Points); i += 2 {
				p := scene.Mix(s.Points[i], s.Points[i+1], .5)
				if column, row, _ := plot.Cell(p.X, p.Y); column != 0 || row != 0 {
					t.Errorf("kind %d: a sign at %v", kind, p)
				}
				count++
			}
		}
		for _, s := range list.Strips() {
			legend = legend || s.Key == "diagram/legend/sign"
		}
		if count < 20 || !legend {
			t.Errorf("kind %d: %d signs, in the legend: %v", kind, count, legend)
		}
	}
}

// deficiencies are what dichromats see of linear sRGB (G. M. Machado, M. M. Oliveira and L. A. F. Fernandes, “A
// Physiologically-based Model for Simulation of Color Vision Deficiency”, IEEE TVCG 15, 2009, at severity 1), and a grey one.
var deficiencies = map[string][3][3]float64{
	"none":   {{1, 0, 0}, {0, 1, 0}, {0, 0, 1}},
	"protan": {{.152286, 1.052583, -.204868}, {.114503, .786281, .099216}, {-.003882, -.048116, 1.051998}},
	"deutan": {{.367322, .860646, -.227968}, {.280085, .672501, .047413}, {-.011820, .042940, .968881}},
	"tritan": {{1.255528, -.076749, -.178779}, {-.078411, .930809, .147602}, {.004733, .691367, .303900}},
	"grey":   {{.2126, .7152, .0722}, {.2126, .7152, .0722}, {.2126, .7152, .0722}},
}

// seen is the CIELAB (D65) of what somebody with a deficiency sees of an opaque colour.
func seen(c color.NRGBA, by [3][3]float64) (lab [3]float64) {
	rgb := [3]float64{linear(c.R), linear(c.G), linear(c.B)}
	var l, xyz [3]float64
	for i, row := range by {
		l[i] = scene.Clamp(row[0]*rgb[0]+row[1]*rgb[1]+row[2]*rgb[2], 0, 1)
	}
	for i, row := range [3][3]float64{{.4124564 / .95047, .3575761 / .95047, .1804375 / .95047}, {.2126729, .7151522, .0721750}, {.0193339 / 1.08883, .1191920 / 1.08883, .9503041 / 1.08883}} {
		xyz[i] = row[0]*l[0] + row[1]*l[1] + row[2]*l[2]
		if xyz[i] > 216./24389 {
			xyz[i] = math.Cbrt(xyz[i])
		} else {
			xyz[i] = (24389./27*xyz[i] + 16) / 116
		}
	}
	return [3]float64{116*xyz[1] - 16, 500 * (xyz[0] - xyz[1]), 200 * (xyz[1] - xyz[2])}
}

// apart is the distance of two colours, CIEDE2000 (G. Sharma, W. Wu and E. N. Dalal, Color Research and Application 30, 2005).
func apart(p, q [3]float64) float64 {
	const degree = math.Pi / 180
	pow7 := func(c float64) float64 { return math.Pow(c, 7) / (math.Pow(c, 7) + math.Pow(25, 7)) }
	g := .5 * (1 - math.Sqrt(pow7((math.Hypot(p[1], p[2])+math.Hypot(q[1], q[2]))/2)))
	polar := func(v [3]float64) (c, h float64) {
		h = math.Atan2(v[2], v[1]*(1+g)) / degree
		if h < 0 {
			h += 360
		}
		return math.Hypot(v[1]*(1+g), v[2]), h
	}
	c1, h1 := polar(p)
	c2, h2 := polar(q)
	dl, dc, dh := q[0]-p[0], c2-c1, h2-h1
	l, c, h := (p[0]+q[0])/2, (c1+c2)/2, (h1+h2)/2
	switch {
	case c1*c2 == 0:
		dh, h = 0, h1+h2
	case dh > 180:
		dh, h = dh-360, h+180
	case dh < -180:
		dh, h = dh+360, h+180
	}
	if c1*c2 != 0 && h >= 360 {
		h -= 360
	}
	big := 2 * math.Sqrt(c1*c2) * math.Sin(dh/2*degree)
	t := 1 - .17*math.Cos((h-30)*degree) + .24*math.Cos(2*h*degree) + .32*math.Cos((3*h+6)*degree) - .2*math.Cos((4*h-63)*degree)
	sl, sc, sh := 1+.015*(l-50)*(l-50)/math.Sqrt(20+(l-50)*(l-50)), 1+.045*c, 1+.015*c*t
	turn := -math.Sin(60*degree*math.Exp(-math.Pow((h-275)/25, 2))) * 2 * math.Sqrt(pow7(c))
	return math.Sqrt(math.Pow(dl/sl, 2) + math.Pow(dc/sc, 2) + math.Pow(big/sh, 2) + turn*dc/sc*big/sh)
}

// TestApart: the distance is that of the published pairs.
func TestApart(t *testing.T) {
	for _, c := range []struct {
		p, q [3]float64
		want float64
	}{
		{[3]float64{50, 2.6772, -79.7751}, [3]float64{50, 0, -82.7485}, 2.0425},
		{[3]float64{50, 2.5, 0}, [3]float64{58, 24, 15}, 19.4535},
		{[3]float64{50, 2.49, -.001}, [3]float64{50, -2.49, .0011}, 7.2195},
		{[3]float64{60.2574, -34.0099, 36.2677}, [3]float64{60.4626, -34.1751, 39.4387}, 1.2644},
		{[3]float64{2.0776, .0795, -1.135}, [3]float64{.9033, -.0636, -.5514}, .9082},
	} {
		if got := apart(c.p, c.q); math.Abs(got-c.want) > 1e-4 {
			t.Errorf("%v and %v are %.4f apart, want %v", c.p, c.q, got, c.want)
		}
	}
}

// TestHuesStayApart: whoever lacks a cone tells the modalities apart, A and B at a glance, and their regions. In shades of grey
// the two are alike on a screen; there the shapes of their marks, their names, the hatches and the signs do it.
func TestHuesStayApart(t *testing.T) {
	for name, theme := range allLooks() {
		least := map[bool]float64{false: 7, true: 5}[name == "print"] // on paper lightness counts more
		for kind, by := range deficiencies {
			if kind == "grey" {
				continue
			}
			for m := range 6 {
				for other := range m {
					bound := least
					if other == 0 && m == 1 {
						bound = 40
					}
					if got := apart(seen(theme.Modality(other).Mark, by), seen(theme.Modality(m).Mark, by)); got < bound {
						t.Errorf("%s, %s: the marks of %d and %d are %.1f apart, want %v", name, kind, other, m, got, bound)
					}
				}
			}
			if got := apart(seen(theme.Modality(0).Word, by), seen(theme.Modality(1).Word, by)); got < 40 {
				t.Errorf("%s, %s: the words of A and B are %.1f apart", name, kind, got)
			}
			tint := func(m int, opacity float64) [3]float64 {
				return seen(over(scene.Fade(theme.Modality(m).Mark, opacity), theme.Paper), by)
			}
			for opacity, bound := range map[float64]float64{theme.TintOpacity: least, theme.StrongOpacity: 15} {
				if got := apart(tint(0, opacity), tint(1, opacity)); got < bound {
					t.Errorf("%s, %s: regions of opacity %v are %.1f apart, want %v", name, kind, opacity, got, bound)
				}
			}
		}
		if name == "print" {
			if got := apart(seen(theme.Modality(0).Mark, deficiencies["grey"]), seen(theme.Modality(1).Mark, deficiencies["grey"])); got < 25 {
				t.Errorf("in grey print A and B are %.1f apart", got)
			}
		}
	}
}

// TestPageColours: the words of the page stand out from its paper, and from what it lays under fields; so do the edges and
// tracks of its controls, and its hues are those of the pictures.
func TestPageColours(t *testing.T) {
	file, err := os.ReadFile("../web/tokens.css")
	if err != nil {
		t.Fatal(err)
	}
	css := string(file)
	colour := func(hex string) color.NRGBA {
		v, err := strconv.ParseUint(strings.TrimPrefix(hex, "#"), 16, 64)
		if err != nil {
			t.Fatal(err)
		}
		if len(hex) == len("#rrggbb") {
			v = v<<8 | 0xff
		}
		return color.NRGBA{uint8(v >> 24), uint8(v >> 16), uint8(v >> 8), uint8(v)}
	}
	tokens := map[string]map[string]color.NRGBA{"light": {}, "dark": {}, "projector": {}}
	plain := regexp.MustCompile(`--([a-z-]+): (#[0-9a-f]+);`)
	for _, m := range regexp.MustCompile(`--([a-z-]+): light-dark\((#[0-9a-f]+), (#[0-9a-f]+)\);`).FindAllStringSubmatch(css, -1) {
		tokens["light"][m[1]], tokens["dark"][m[1]], tokens["projector"][m[1]] = colour(m[2]), colour(m[3]), colour(m[2])
	}
	for _, m := range plain.FindAllStringSubmatch(css[:strings.Index(css, "@supports")], -1) {
		if tokens["light"][m[1]] != colour(m[2]) {
			t.Errorf("--%s is %s where there is no light-dark(), else %v", m[1], m[2], tokens["light"][m[1]])
		}
	}
	for _, m := range plain.FindAllStringSubmatch(css[strings.LastIndex(css, `:root[data-theme="projector"] {`):], -1) {
		tokens["projector"][m[1]] = colour(m[2])
	}
	for name, of := range tokens {
		theme, _ := scene.ThemeNamed(name)
		if len(of) < 12 || of["paper"] != theme.Paper || of["ink"] != theme.Ink || of["quiet"] != theme.Muted {
			t.Errorf("%s: %d colours, paper %v, ink %v, quiet %v", name, len(of), of["paper"], of["ink"], of["quiet"])
		}
		paper := of["paper"]
		wash := over(of["wash"], paper)
		for token, c := range of {
			switch least := leastContrast; token {
			case "paper", "wash", "line": // line only divides
			case "rail":
				if got := Contrast(over(c, paper), paper); got < leastMark {
					t.Errorf("%s: --rail has a contrast of %.2f", name, got)
				}
			default:
				if got := min(Contrast(c, paper), Contrast(c, wash)); got < least {
					t.Errorf("%s: --%s has a contrast of %.2f", name, token, got)
				}
			}
		}
		for m, letter := range []string{"a", "b", "c", "d", "e", "f"} {
			if got := of["hue-"+letter]; name != "projector" && got != theme.Modality(m).Word {
				t.Errorf("%s: --hue-%s is %v, in pictures %v", name, letter, got, theme.Modality(m).Word)
			}
		}
	}
}
