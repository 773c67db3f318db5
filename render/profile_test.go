package render

import (
	"fmt"
	"math"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

type profileCase struct {
	name    string
	profile Profile
}

// profileAlong fills a chart: two forms of theory, and points near the first.
func profileAlong(axis DiagramAxis, count int, forms ...func(x float64) float64) Profile {
	p := Profile{X: axis, Quantity: sim.QuantityRatio, Scale: sim.Scale{Log: true, From: 1, To: 32}, At: math.NaN(), Ghost: math.NaN(), Fill: []float64{1, .3}, Pointer: scene.Point{X: math.NaN(), Y: 0}}
	at := func(f float64) float64 {
		switch {
		case axis.Integer:
			return math.Round(axis.Min + f*(axis.Max-axis.Min))
		case axis.Log:
			return axis.Min * math.Pow(axis.Max/axis.Min, f)
		}
		return axis.Min + f*(axis.Max-axis.Min)
	}
	for i := range count {
		x := at(float64(i) / float64(count-1))
		p.Places = append(p.Places, x)
		p.Values = append(p.Values, forms[0](x)*(1+.02*math.Sin(float64(i))))
		p.Known = append(p.Known, 1)
	}
	steps := 4*(count-1) + 1
	if axis.Integer {
		steps = count
	}
	for n, name := range []string{"descent", "slow", "paper"}[:len(forms)] {
		l := ProfileLine{Name: name}
		for i := range steps {
			x := at(float64(i) / float64(steps-1))
			l.X, l.Y = append(l.X, x), append(l.Y, forms[n](x))
		}
		for _, x := range p.Places {
			l.Values = append(l.Values, forms[n](x))
		}
		p.Lines = append(p.Lines, l)
	}
	return p
}

func profileStates() []profileCase {
	const kappa, eta = 3, .04
	rhoPoints := DiagramAxis{Key: "rho", Min: -.95, Max: .95, Points: true}
	forms := []func(float64) float64{
		func(rho float64) float64 { return theory.PlaneTimeRatio(kappa, rho, 1, 1, eta) },
		func(rho float64) float64 { return theory.PlaneTimeRatio(kappa, rho, 1, 1, 0) },
		func(rho float64) float64 {
			d := toyData(kappa, rho, 1)
			return theory.TimeRatio(d, 0, 1)
		},
	}
	rho := profileAlong(rhoPoints, 39, forms...)
	rho.At = .3
	rho.Printed = []PrintedMark{{-.9, 40.9, 1.4}, {-.5, 10.8, .4}, {0, 8.03, .27}, {.5, 9.89, .27}, {.9, 34.4, 2}}
	coarse := profileAlong(rhoPoints, 39, forms...)
	for i := range coarse.Known {
		if i%4 > 0 {
			coarse.Known[i], coarse.Values[i] = 0, math.NaN()
		}
	}
	coarse.At, coarse.Ghost = -.7, .2
	gaps := profileAlong(DiagramAxis{Key: "kappa", Min: .25, Max: 4, Log: true, Points: true}, 33, func(k float64) float64 { return theory.PlaneTimeRatio(k, .5, 1, 1, eta) })
	for i := 28; i < 33; i++ {
		gaps.Values[i] = math.NaN()
	}
	gaps.Pointer, gaps.At = scene.Point{X: 150, Y: 150}, 2
	deep := profileAlong(DiagramAxis{Key: "init", Min: .02, Max: .3, Log: true, Points: true}, 25, func(g float64) float64 { return 1 + 12*g*g })
	deep.Lines[0].Name = "limit"
	deep.At = .1
	deep.Lines = append(deep.Lines, ProfileLine{Name: "meanField", X: deep.Places, Y: deep.Values})
	deep.Printed = []PrintedMark{{.1, 1.12, 0}, {.2, 1.48, 0}}
	fusion := profileAlong(DiagramAxis{Key: "fusion", Min: 1, Max: 4, Integer: true}, 4, func(l float64) float64 { return 1 + (l-1)*(l-1)/3 })
	fusion.Lines[0].Name = "limit"
	fusion.At = 2
	layers := append([]float64(nil), fusion.Values...)
	for i := range layers {
		layers[i] = 1 + .8*(layers[i]-1)
	}
	fusion.Lines = append(fusion.Lines, ProfileLine{Name: "meanField", X: fusion.Places, Y: layers})
	flat := profileAlong(rhoPoints, 39, func(float64) float64 { return 1 })
	away := profileAlong(rhoPoints, 39, forms...)
	away.At, away.Note, away.NoteKey, away.NoteValues = .3, "figure.profile.elsewhere", "kappa", []float64{1.5, 3}
	mis := profileAlong(rhoPoints, 39, func(rho float64) float64 { return rho / kappa })
	mis.Quantity, mis.Scale = sim.QuantityMisattribution, sim.Scale{Kind: sim.Diverging, Percent: true, From: -1, To: 1}
	mis.Lines[0].Name, mis.Lines[0].Exact, mis.At = "exact", true, -.5
	mis.Printed = []PrintedMark{{-.9, -.2938, .0006}, {-.5, -.167, .0013}, {0, -.0014, .0022}, {.5, .1639, .0019}, {.9, .2891, .0023}}
	return []profileCase{{"away", away}, {"misattribution", mis}, {"directions", directionsProfile()}, {"seeds", seedsProfile()}, {"rho", rho}, {"coarse", coarse}, {"gaps", gaps}, {"deep", deep}, {"fusion", fusion}, {"flat", flat}}
}

func profileNamed(name string) Profile {
	for _, st := range profileStates() {
		if st.name == name {
			return st.profile
		}
	}
	panic("no chart " + name)
}

// directionsProfile has two series, the same in part, with a point that has not come.
func directionsProfile() Profile {
	p := profileAlong(DiagramAxis{Key: "kappa", Min: .25, Max: 4, Points: true, Title: "figure.diagram.spreadA"}, 16, func(float64) float64 { return 4 })
	p.Quantity, p.Scale, p.Lines, p.Series = sim.QuantityDirections, sim.Scale{Kind: sim.Count, From: 0, To: 4}, nil, []string{"early", "late"}
	late := make([]float64, 16)
	for i := range late {
		p.Values[i], late[i] = []float64{4, 3, 0}[max(0, min(i-3, 6))/3], 4
	}
	p.Values, p.Known = append(p.Values, late...), append(p.Known, p.Known...)
	p.Known[31], p.Values[31] = 0, math.NaN()
	p.At = 1.5
	return p
}

// seedsProfile is times with six networks at every place, two of which have not learned, and a
// formula far below them.
func seedsProfile() Profile {
	random := rand.New(rand.NewPCG(1, 7))
	p := profileAlong(DiagramAxis{Key: "width", Min: 10, Max: 320, Log: true, Points: true}, 11, func(n float64) float64 { return 420 * math.Pow(n, .21) })
	p.X.Integer = true
	for i, n := range p.Places {
		p.Places[i] = math.Round(n)
	}
	p.Quantity, p.Scale, p.Seeds = sim.QuantityTimeA, sim.Scale{Log: true}, 6
	p.Lines[0].Name = "meanField"
	p.Lines = append(p.Lines, ProfileLine{Name: "paperFormula", X: []float64{10, 320}, Y: []float64{202, 202}})
	p.Values, p.Known = nil, nil
	for range p.Seeds {
		for _, n := range p.Places {
			p.Values = append(p.Values, 420*math.Pow(n, .21)*math.Exp(.9/math.Sqrt(n)*random.NormFloat64()))
			p.Known = append(p.Known, 1)
		}
	}
	p.Values[0], p.Values[11] = math.NaN(), math.NaN()
	p.At, p.Own = 100, Own{Known: true, Measured: 1099, End: 1099, Predicted: 1095}
	return p
}

// TestSeedsLookAlike: a dot for every network, one entry of the legend for all of them; under
// the pointer the least and the largest are said, as soon as all have come. The axis of times is
// logarithmic, and reaches down to the formula.
func TestSeedsLookAlike(t *testing.T) {
	p := seedsProfile()
	theme := scene.LightTheme()
	drawn := func() (s *scene.Scene, dots map[scene.Mark]int) {
		s, dots = new(scene.Scene), map[scene.Mark]int{}
		p.Draw(s, scene.Rect{W: 422, H: 265}, &theme, testWords)
		for _, m := range s.Marks() {
			if strings.HasPrefix(m.Key, "profile/point/") {
				m.Key, m.At = "", scene.Point{}
				dots[m]++
			}
		}
		return s, dots
	}
	s, dots := drawn()
	if len(dots) != 1 {
		t.Errorf("%d kinds of dots", len(dots))
	}
	for _, n := range dots {
		if n != 6*11-2 {
			t.Errorf("%d dots", n)
		}
	}
	if texts := textsOf(s); texts["profile/legend/0"].Content == "" || texts["profile/legend/1"].Content != "" || texts["profile/name/paperFormula"].Content == "" {
		t.Errorf("legend %q and %q, name %q", texts["profile/legend/0"].Content, texts["profile/legend/1"].Content, texts["profile/name/paperFormula"].Content)
	}
	if !p.log || p.lo > math.Log(202) {
		t.Errorf("logarithmic %v, from %v", p.log, math.Exp(p.lo))
	}
	plot := p.Plot(scene.Rect{W: 422, H: 265}, &theme)
	lo, hi := math.Inf(1), 0.
	for row := range 6 {
		lo, hi = math.Min(lo, p.Values[row*11+4]), math.Max(hi, p.Values[row*11+4])
	}
	p.Pointer = scene.Point{X: plot.At(p.Places[4], 0).X, Y: plot.Rect.Y + 20}
	s, _ = drawn()
	if read := textsOf(s)["profile/read"].Content; !strings.Contains(read, s.Figures(lo)) || !strings.Contains(read, s.Figures(hi)) {
		t.Errorf("%q, want %s to %s", read, s.Figures(lo), s.Figures(hi))
	}
	p.Known[3*11+4] = 0
	if s, _ = drawn(); textsOf(s)["profile/read"].Content != "" {
		t.Errorf("%q, though one has not come", textsOf(s)["profile/read"].Content)
	}
}

func scatterStates() map[string]Scatter {
	random := rand.New(rand.NewPCG(9, 9))
	full := Scatter{Current: 27, Pointer: scene.Point{X: math.NaN(), Y: 0}}
	for range 50 {
		v := math.Exp(4 * random.Float64())
		full.Draws = append(full.Draws, ScatterDraw{v * math.Exp(.2*random.NormFloat64()), v * math.Exp(.1*random.NormFloat64()), v})
	}
	half := full
	half.Current = -1
	half.Draws = append([]ScatterDraw(nil), full.Draws...)
	for i := range half.Draws {
		if i%2 > 0 {
			half.Draws[i].Measured = math.NaN()
		}
	}
	return map[string]Scatter{"full": full, "half": half, "empty": {Current: -1, Pointer: scene.Point{X: math.NaN(), Y: 0}}}
}

func TestProfileGolden(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range profileStates() {
		s := new(scene.Scene)
		st.profile.Draw(s, scene.Rect{W: 422, H: 265}, &theme, testWords)
		golden(t, "profile-"+st.name, written(s))
		if *svgsDir != "" {
			writeSVG(t, filepath.Join(*svgsDir, "profile-"+st.name+".svg"), s, size{422, 265}, theme)
		}
	}
	for name, scatter := range scatterStates() {
		s := new(scene.Scene)
		scatter.Draw(s, scene.Rect{W: 422, H: 265}, &theme, testWords)
		golden(t, "scatter-"+name, written(s))
	}
}

var profileSizes = []size{{200, 160}, {300, 260}, {358, 358}, {422, 265}, {900, 420}}

// Labels do not collide, stay in the picture and off every line and every mark.
func TestProfileLabelsNeverCollide(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		k := theme.SmallSize / 12
		for _, sz := range profileSizes {
			box := scene.Rect{X: 7, Y: 5, W: sz.w * k, H: sz.h * k}
			for _, st := range profileStates() {
				for _, pointer := range []scene.Point{st.profile.Pointer, {X: box.W * .4, Y: box.H * .4}, {X: box.W * .7, Y: box.H * .5}} {
					st.profile.Pointer = pointer
					s := new(scene.Scene)
					plot := st.profile.Draw(s, box, &theme, testWords)
					checkTexts(t, s, box, st.name)
					checkKeys(t, st.name, s)
					checkFinite(t, s)
					for _, text := range s.Texts() {
						if plot.Rect.Contains(text.X, text.Y) {
							checkClear(t, s, text, fmt.Sprintf("%s, %gx%g", st.name, box.W, box.H))
						}
					}
				}
			}
			for name, scatter := range scatterStates() {
				s := new(scene.Scene)
				scatter.Draw(s, box, &theme, testWords)
				checkTexts(t, s, box, name)
				checkKeys(t, name, s)
				checkFinite(t, s)
			}
		}
	}
}

// checkClear: no dashed or curved line and no mark lies on a text in the plot.
func checkClear(t *testing.T, s *scene.Scene, text scene.Text, name string) {
	t.Helper()
	b := text.Bounds()
	for _, strip := range s.Strips() {
		if len(strip.Key) > 12 && strip.Key[:12] == "profile/line" {
			for i := 1; i < len(strip.Points); i++ {
				if in, out := inside(b, strip.Points[i-1], strip.Points[i]); in < out {
					t.Errorf("%s: %s lies on %s", name, text.Key, strip.Key)
					break
				}
			}
		}
	}
	for _, m := range s.Marks() {
		if b.Contains(m.At.X, m.At.Y) {
			t.Errorf("%s: %s lies on %s", name, text.Key, m.Key)
		}
	}
}

// A point lies where its value and its place are, and is found there; only what
// has come is drawn.
func TestProfilePointsAreTheValues(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range profileStates() {
		if len(st.profile.Series) > 0 {
			continue
		}
		s := new(scene.Scene)
		box := scene.Rect{W: 640, H: 480}
		plot := st.profile.Draw(s, box, &theme, testWords)
		marks := map[string]scene.Point{}
		for _, m := range s.Marks() {
			marks[m.Key] = m.At
		}
		last, lowest := math.Inf(-1), math.Inf(1)
		for i, v := range st.profile.Values {
			at, drawn := marks[fmt.Sprintf("profile/point/%d", i)]
			if drawn != (st.profile.Known[i] != 0 && !math.IsNaN(v)) {
				t.Errorf("%s: point %d drawn %t", st.name, i, drawn)
			}
			if !drawn {
				continue
			}
			i := i % len(st.profile.Places)
			if column, _, ok := plot.Cell(at.X, at.Y); !ok || column != i {
				t.Errorf("%s: point %d is found as %d, %v", st.name, i, column, ok)
			}
			if x, _ := plot.Values(at.X, at.Y); math.Abs(x-st.profile.Places[i]) > 1e-9*math.Abs(x)+1e-12 {
				t.Errorf("%s: point %d is at %v, not %v", st.name, i, x, st.profile.Places[i])
			}
			if (v > last) != (at.Y < lowest) && v != last && !math.IsInf(last, -1) {
				t.Errorf("%s: point %d: %v after %v, but at %v after %v", st.name, i, v, last, at.Y, lowest)
			}
			last, lowest = v, at.Y
		}
	}
}

// Points of two series lie where their values are, can both be seen where they are one,
// are told apart by the legend, and are found by their height.
func TestProfileSeries(t *testing.T) {
	theme, p := scene.LightTheme(), directionsProfile()
	s := new(scene.Scene)
	plot := p.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
	marks := map[string]scene.Mark{}
	for _, m := range s.Marks() {
		marks[m.Key] = m
	}
	step := (marks["profile/point/15"].At.Y - marks["profile/point/0"].At.Y) / 4
	for n, v := range p.Values {
		m, drawn := marks[fmt.Sprintf("profile/point/%d", n)]
		if drawn != (p.Known[n] != 0) {
			t.Errorf("point %d drawn %t", n, drawn)
		}
		if !drawn {
			continue
		}
		if want := marks["profile/point/15"].At.Y - v*step; math.Abs(m.At.Y-want) > 1e-9 {
			t.Errorf("point %d, of value %v, is at %v, want %v", n, v, m.At.Y, want)
		}
		if row := p.RowAt(&plot, n%16, m.At.Y+1); p.Values[row*16+n%16] != v {
			t.Errorf("at point %d series %d is found", n, row)
		}
	}
	early, late := marks["profile/point/0"], marks["profile/point/16"]
	if early.At != late.At || !(early.Radius > late.Radius+early.RingW) || early.Fill == late.Fill {
		t.Errorf("%+v and %+v", early, late)
	}
	texts := textsOf(s)
	for n, series := range []string{"late", "early"} { // from the right
		text, mark := texts[fmt.Sprintf("profile/legend/%d", n)], marks[fmt.Sprintf("profile/legend/mark/%d", n)]
		if text.Content != testWords.Format("figure.profile."+series) || mark.Fill != marks[fmt.Sprintf("profile/point/%d", 16-16*n)].Fill {
			t.Errorf("the legend says %q beside %+v", text.Content, mark)
		}
	}
}

// The axis of mis-attribution holds both signs around zero, and its numbers are percents.
func TestProfileOfBothSigns(t *testing.T) {
	theme := scene.LightTheme()
	p := profileNamed("misattribution")
	s := new(scene.Scene)
	plot := p.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
	at := map[string]float64{}
	for _, text := range s.Texts() {
		if strings.HasPrefix(text.Key, "profile/y/") {
			at[text.Content] = text.Y
		}
	}
	percent := func(number string) float64 { return at[testWords.Format("figure.diagram.percent", "value", number)] }
	zero, up, down := percent("0"), percent("20"), percent("−20")
	if !(up > 0 && up < zero && zero < down && math.Abs(up+down-2*zero) < 1.5) {
		t.Errorf("0 at %v, 20 %% at %v, −20 %% at %v: %v", zero, up, down, at)
	}
	for _, m := range s.Marks() {
		if strings.HasPrefix(m.Key, "profile/printed/") && !plot.Rect.Contains(m.At.X, m.At.Y) {
			t.Errorf("%s at %v is outside of %v", m.Key, m.At, plot.Rect)
		}
	}
}

// A chart without printed numbers says where there are some, and leaves it out where
// there is no room.
func TestProfileSaysWhereItWasMeasured(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	p := profileNamed("away")
	s := new(scene.Scene)
	p.Draw(s, scene.Rect{W: 640, H: 480}, &theme, words)
	if got := textsOf(s)["profile/note"].Content; got != "the paper measured at κ = 1.5, 3" {
		t.Errorf("%q", got)
	}
	s.Reset()
	p.Draw(s, scene.Rect{W: 150, H: 200}, &theme, words)
	if got := textsOf(s)["profile/note"].Content; got != "" {
		t.Errorf("%q in a narrow chart", got)
	}
}

// A published number stands on its value, its bar one deviation to either side.
func TestPrintedBars(t *testing.T) {
	theme := scene.LightTheme()
	p := profileNamed("rho")
	p.Printed = []PrintedMark{{0, 20, 12}}
	s := new(scene.Scene)
	p.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
	var bar []scene.Point
	for _, strip := range s.Strips() {
		if strip.Key == "profile/printed/bar/0" {
			bar = strip.Points
		}
	}
	for _, m := range s.Marks() {
		if m.Key != "profile/printed/0" {
			continue
		}
		if len(bar) != 2 || !(bar[0].Y < m.At.Y && m.At.Y < bar[1].Y) {
			t.Fatalf("bar %v at %v", bar, m.At)
		}
		up, down := m.At.Y-bar[0].Y, bar[1].Y-m.At.Y // logarithms of 32/20 and 20/8
		if r := down / up; math.Abs(r-math.Log(2.5)/math.Log(1.6)) > .01 {
			t.Errorf("the bar reaches %v up and %v down", up, down)
		}
		return
	}
	t.Fatal("no mark")
}

// TestScatterReadsOutWhatIsKnown: words say what each number of a draw is. Of one that is
// measured and not yet predicted only the measured number is read out.
func TestScatterReadsOutWhatIsKnown(t *testing.T) {
	theme := scene.LightTheme()
	for _, c := range []struct {
		draw ScatterDraw
		want string
	}{
		{ScatterDraw{Measured: 2, Norms: math.NaN(), Grown: math.NaN()}, "draw 1: measured 2.00"},
		{ScatterDraw{Measured: 2, Norms: 4, Grown: math.NaN()}, "draw 1: measured 2.00"},
		{ScatterDraw{Measured: math.NaN(), Norms: 4, Grown: 4}, ""},
		{ScatterDraw{Measured: 2, Norms: 4, Grown: 3}, "draw 1: measured 2.00; predicted 4.00 by the paper’s formula, 3.00 from initial weights"},
	} {
		d := Scatter{Draws: []ScatterDraw{c.draw}, Current: 0, Pointer: scene.Point{X: math.NaN(), Y: 0}}
		s := new(scene.Scene)
		d.Draw(s, scene.Rect{W: 900, H: 400}, &theme, wordsForTest(t))
		if got := textsOf(s)["scatter/read"].Content; got != c.want {
			t.Errorf("%+v: %q, want %q", c.draw, got, c.want)
		}
	}
}

// TestScatterReadsOutAllThreeNumbers: beside the curves of a desk, and on a telephone.
func TestScatterReadsOutAllThreeNumbers(t *testing.T) {
	theme := scene.LightTheme()
	d := Scatter{Draws: []ScatterDraw{{Measured: 6.89, Norms: 7.23, Grown: 7.32}}, Current: 0, Pointer: scene.Point{X: math.NaN(), Y: 0}}
	for _, sz := range diagramSizes {
		s := new(scene.Scene)
		d.Draw(s, scene.Rect{W: sz.w, H: sz.h}, &theme, wordsForTest(t))
		got := textsOf(s)["scatter/read"].Content
		for _, part := range []string{"measured 6.89", "predicted", "7.23", "7.32"} {
			if !strings.Contains(got, part) {
				t.Errorf("%v: %q lacks %q", sz, got, part)
			}
		}
	}
}

// Both marks of a draw are on one height; what is exact lies on the diagonal; the
// nearest one is found.
func TestScatterPlaces(t *testing.T) {
	theme := scene.LightTheme()
	d := Scatter{Draws: []ScatterDraw{{2, 4, 4}, {10, 12, 9}, {math.NaN(), 3, 3}}, Current: 0, Pointer: scene.Point{X: math.NaN(), Y: 0}}
	s := new(scene.Scene)
	plot := d.Draw(s, scene.Rect{W: 500, H: 400}, &theme, testWords)
	a, b := plot.At(2, 4), plot.At(4, 4)
	r := plot.Rect
	if a.Y != b.Y || math.Abs((b.X-r.X)/r.W-(r.Bottom()-b.Y)/r.H) > 1e-9 || plot.Handle != b {
		t.Errorf("%v and %v in %v, handle %v", a, b, r, plot.Handle)
	}
	for i, draw := range d.Draws {
		at := plot.At(draw.Grown, draw.Measured)
		if n, ok := plot.Nearest(at.X+2, at.Y-1, 20); !ok || n != i {
			t.Errorf("draw %d is found as %d, %t", i, n, ok)
		}
	}
	if n, ok := plot.Nearest(r.X+5, r.Y+5, 20); ok {
		t.Errorf("draw %d in an empty corner", n)
	}
	for _, at := range []scene.Point{{X: b.X, Y: b.Y}, {X: r.X + 5, Y: r.Bottom() - 5}, {X: -1000, Y: 1000}} { // a hand that drags the point may be anywhere
		if n, ok := plot.Nearest(at.X, at.Y, math.Inf(1)); !ok || n != 0 {
			t.Errorf("nearest to %v, however far, is draw %d, %t", at, n, ok)
		}
	}
	// |2/4 − 1|, |10/9 − 1| and |4/4 − 1|, |12/9 − 1|, 0
	want := map[string]string{"scatter/legend/norms": "31", "scatter/legend/directional": "0"}
	for key, percent := range want {
		name := testWords.Format("figure.scatter." + key[len("scatter/legend/"):])
		if got := textsOf(s)[key].Content; got != testWords.Format("figure.scatter.error", "name", name, "percent", percent) {
			t.Errorf("%s: %q", key, got)
		}
	}
}

// A formula that goes beyond all bounds leaves the plot; its line does not run on over
// what stands above.
func TestLinesEndAtTheAxes(t *testing.T) {
	theme := scene.LightTheme()
	p := profileNamed("rho")
	line := &p.Lines[0] // the others hide where they run beside it
	line.Y = append([]float64(nil), line.Y...)
	line.Y[len(line.Y)/2] = 1e6
	s := new(scene.Scene)
	plot := p.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
	lines := 0
	for _, strip := range s.Strips() {
		if !strings.HasPrefix(strip.Key, "profile/line") {
			continue
		}
		lines++
		for _, at := range strip.Points {
			if at.Y < plot.Rect.Y-.5 || at.Y > plot.Rect.Bottom()+.5 {
				t.Errorf("%s runs through %v, the plot is %v", strip.Key, at, plot.Rect)
			}
		}
	}
	if lines == 0 {
		t.Error("no lines")
	}
}

// Of draws that lie close together the nearest is meant, in whatever order they come.
func TestNearestOfCloseDraws(t *testing.T) {
	theme := scene.LightTheme()
	d := Scatter{Draws: []ScatterDraw{{4, 4, 4}, {4.2, 4.2, 4.2}, {3.9, 3.9, 3.9}, {20, 20, 20}}, Current: -1, Pointer: scene.Point{X: math.NaN(), Y: 0}}
	plot := d.Draw(new(scene.Scene), scene.Rect{W: 500, H: 400}, &theme, testWords)
	for i, draw := range d.Draws {
		at := plot.At(draw.Norms, draw.Measured)
		if n, ok := plot.Nearest(at.X, at.Y, 24); !ok || n != i {
			t.Errorf("at the mark of draw %d, %d is found, %t", i, n, ok)
		}
	}
}

func TestChartsAllocateNothing(t *testing.T) {
	theme := scene.LightTheme()
	s := new(scene.Scene)
	box := scene.Rect{W: 422, H: 265}
	for _, st := range profileStates() {
		if n := testing.AllocsPerRun(10, func() { s.Reset(); st.profile.Draw(s, box, &theme, testWords) }); n > 0 {
			t.Errorf("%s: %v allocations", st.name, n)
		}
	}
	for name, scatter := range scatterStates() {
		if n := testing.AllocsPerRun(10, func() { s.Reset(); scatter.Draw(s, box, &theme, testWords) }); n > 0 {
			t.Errorf("scatter %s: %v allocations", name, n)
		}
	}
}
