package render

import (
	"fmt"
	"image/color"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/theory"
)

// toyData are the second moments of two scalar modalities.
func toyData(kappa, rho, r float64) theory.Data {
	return theory.Data{
		Dims: []int{1, 1}, Sigma: []float64{kappa * kappa, rho * kappa, rho * kappa, 1},
		Yx: []float64{r*kappa*kappa + rho*kappa, 1 + r*rho*kappa}, Yy: r*r*kappa*kappa + 2*r*rho*kappa + 1,
	}
}

// measured fills a diagram: theory in every cell, and the same with a little
// less exact numbers as what was measured.
func measured(d Diagram, cells int, f func(x, y float64) float64, off float64) Diagram {
	d.Columns, d.Rows = cells, cells
	for _, axis := range []struct {
		a *DiagramAxis
		n *int
	}{{&d.X, &d.Columns}, {&d.Y, &d.Rows}} {
		if axis.a.Integer {
			*axis.n = int(axis.a.Max-axis.a.Min) + 1
		}
	}
	plot := DiagramPlot{X: d.X, Y: d.Y, Columns: d.Columns, Rows: d.Rows, Rect: scene.Rect{W: float64(d.Columns), H: float64(d.Rows)}}
	random := rand.New(rand.NewPCG(7, 8))
	d.Values, d.Theory = nil, nil
	for j := range d.Rows {
		for i := range d.Columns {
			v := f(plot.Values(float64(i)+.5, float64(d.Rows-j)-.5))
			d.Theory = append(d.Theory, v)
			d.Values = append(d.Values, v*(1+off*(random.Float64()-.5)))
		}
	}
	return d
}

var (
	rhoAxis    = DiagramAxis{Key: "rho", Min: -.95, Max: .95}
	kappaAxis  = DiagramAxis{Key: "kappa", Min: .25, Max: 4, Log: true}
	rAxis      = DiagramAxis{Key: "r", Min: -2, Max: 2}
	fusionAxis = DiagramAxis{Key: "fusion", Min: 1, Max: 6, Integer: true}
	initAxis   = DiagramAxis{Key: "init", Min: 1e-12, Max: .1, Log: true}
	etaAxis    = DiagramAxis{Key: "eta", Min: 1e-3, Max: .2, Log: true}
)

func ratioAt(rho, kappa float64) float64 {
	d := toyData(kappa, rho, 1)
	first := theory.LearnedFirst(d)
	return theory.SignedTimeRatio(d, first, 1-first)
}

func misattributionAt(rho, kappa float64) float64 {
	d := toyData(kappa, rho, 1)
	return theory.Misattribution(d, theory.LearnedFirst(d))
}

func regionAt(kappa, r, rho float64) float64 {
	first, better := Region(theory.Plane{Rho: rho}, kappa, r)
	return float64(first + 2*better)
}

type diagramCase struct {
	name    string
	diagram Diagram
}

func diagramStates() []diagramCase {
	base := Diagram{X: rhoAxis, Y: kappaAxis, At: [2]float64{0, 2}, Fill: []float64{1, .3}, Pointer: scene.Point{X: math.NaN(), Y: 0}, Version: 1, TheoryVersion: 1}
	ratio := base
	ratio.Quantity, ratio.Colour = "ratio", sim.Scale{Log: true, From: 1, To: 32}
	ratio = measured(ratio, 64, ratioAt, .05)
	coarse := ratio
	coarse.Values = append([]float64(nil), ratio.Values...)
	for n := range coarse.Values {
		i, j := n%64, n/64
		if j > 30 {
			coarse.Values[n] = ratio.Values[(j-j%4)*64+i-i%4]
		}
	}
	pointer := ratio
	pointer.Pointer = scene.Point{X: 300, Y: 150}
	pointer.Handle.State = scene.HandleHover
	unknown := ratio
	unknown.Values = append([]float64(nil), ratio.Values...)
	for n, v := range unknown.Theory {
		if v > 12 {
			unknown.Values[n] = math.NaN()
		}
	}
	wrong := base
	wrong.Quantity, wrong.Colour = "misattribution", sim.Scale{Kind: sim.Diverging, Percent: true, From: -1, To: 1}
	wrong = measured(wrong, 64, misattributionAt, .02)
	off := base
	off.Quantity, off.Colour = "error", sim.Scale{Kind: sim.Diverging, Log: true, From: .8, To: 1.25, Centre: 1}
	off = measured(off, 64, func(rho, kappa float64) float64 {
		return 1 + .2*rho*math.Exp(-math.Pow(math.Log(kappa), 2)*3) - .03*math.Log(kappa)
	}, .03)
	off.Theory = nil
	depth := base
	depth.Y, depth.At[1] = fusionAxis, 3
	depth.Quantity, depth.Colour = "ratio", sim.Scale{Log: true, From: 1, To: 16}
	depth = measured(depth, 64, func(rho, fusion float64) float64 {
		return 1 + (ratioAt(rho, 2)-1)*math.Pow((fusion-1)/5, 2)
	}, .05)
	deepKappa := depth
	deepKappa.X, deepKappa.At = kappaAxis, [2]float64{1.5, 4}
	deepKappa = measured(deepKappa, 64, func(kappa, fusion float64) float64 {
		return 1 + (ratioAt(.3, kappa)-1)*math.Pow((fusion-1)/5, 2)
	}, .05)
	own := base
	own.X, own.Y, own.At = initAxis, etaAxis, [2]float64{1e-9, .04}
	own.Quantity, own.Colour = "tB", sim.Scale{Log: true}
	own = measured(own, 64, func(init, eta float64) float64 { return -2 * math.Log(init) / eta }, .02)
	first := base
	first.Quantity, first.Colour = "first", sim.Scale{Kind: sim.Modalities}
	first = measured(first, 64, func(rho, kappa float64) float64 { return float64(theory.Plane{Rho: rho}.LearnedFirst(kappa, .8)) }, 0)
	flag := base
	flag.Quantity, flag.Colour = "superficial", sim.Scale{Kind: sim.Flag}
	flag = measured(flag, 64, func(rho, kappa float64) float64 {
		f, b := Region(theory.Plane{Rho: rho}, kappa, .8)
		return math.Abs(float64(f - b))
	}, 0)
	learned := base
	learned.X = DiagramAxis{Key: "samples", Min: 6, Max: 200, Log: true, Integer: true, Per: 20, Title: "figure.diagram.perInput"}
	learned.Y, learned.At = DiagramAxis{Key: "noise", Min: 0, Max: 2}, [2]float64{70, .5}
	learned.Quantity, learned.Colour = "generalisation", sim.Scale{Kind: sim.Learned}
	learned = measured(learned, 32, func(samples, noise float64) float64 {
		switch d := samples / 20 / (.2 + noise); {
		case d < .5:
			return 0
		case d < 1.5:
			return 1
		case d < 1.7:
			return 2
		}
		return 3
	}, 0)
	learned.Theory = nil
	list := []diagramCase{
		{"ratio", ratio}, {"coarse", coarse}, {"pointer", pointer}, {"unknown", unknown}, {"misattribution", wrong},
		{"error", off}, {"learned", learned}, {"depth", depth}, {"depth-kappa", deepKappa}, {"own", own}, {"first", first}, {"flag", flag},
	}
	for _, at := range []struct {
		name          string
		rho, kappa, r float64
	}{{"preference", 0, 2, .375}, {"preference-positive", .6, 2, 1}, {"preference-negative", -.6, 1.4, .5}} {
		p := base
		p.X, p.Y, p.At = kappaAxis, rAxis, [2]float64{at.kappa, at.r}
		p.Quantity, p.Colour = "preference", sim.Scale{Kind: sim.Regions}
		plane := planeState(at.rho, at.kappa, at.r).trained(1, .3, 0)
		p.Plane = &plane
		p = measured(p, 64, func(kappa, r float64) float64 { return regionAt(kappa, r, at.rho) }, 0)
		list = append(list, diagramCase{at.name, p})
	}
	return list
}

var diagramSizes = []size{{422, 265}, {358, 358}, {640, 480}}

func drawnDiagram(d *Diagram, w, h float64, theme scene.Theme) *scene.Scene {
	s := new(scene.Scene)
	d.Draw(s, scene.Rect{W: w, H: h}, &theme, testWords)
	return s
}

func TestDiagramGolden(t *testing.T) {
	for _, st := range diagramStates() {
		for _, sz := range diagramSizes {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				name := fmt.Sprintf("diagram-%s-%gx%g-%s", st.name, sz.w, sz.h, theme.Name)
				picture := drawnDiagram(&st.diagram, sz.w, sz.h, theme)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, name+".svg"), picture, sz, theme)
				}
				if st.name == "pointer" && sz != diagramSizes[0] || theme.Name == "light" && sz == diagramSizes[1] {
					golden(t, name, written(picture))
				}
			}
		}
	}
}

// manyDiagrams are the states with operating points and pointers all over.
func manyDiagrams() (list []diagramCase) {
	random := rand.New(rand.NewPCG(11, 12))
	for _, st := range diagramStates() {
		list = append(list, st)
		d := st.diagram
		plot := DiagramPlot{X: d.X, Y: d.Y, Columns: d.Columns, Rows: d.Rows, Rect: scene.Rect{W: 1, H: 1}}
		for range 12 {
			d.At[0], d.At[1] = plot.Values(random.Float64(), random.Float64())
			d.Pointer = scene.Point{X: 640 * random.Float64(), Y: 480 * random.Float64()}
			list = append(list, diagramCase{fmt.Sprintf("%s at (%.3g, %.3g), pointer %.0f", st.name, d.At[0], d.At[1], d.Pointer), d})
		}
	}
	return list
}

func TestDiagramLabelsNeverCollide(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		k := theme.SmallSize / 12
		for _, sz := range append([]size{{200, 160}, {300, 260}, {358, 240}, {900, 420}}, diagramSizes...) {
			for _, st := range manyDiagrams() {
				box := scene.Rect{X: 7, Y: 5, W: sz.w * k, H: sz.h * k}
				var s scene.Scene
				plot := st.diagram.Draw(&s, box, &theme, testWords)
				checkTexts(t, &s, box, st.name)
				checkKeys(t, st.name, &s)
				checkFinite(t, &s)
				handle := scene.Around(plot.Handle, scene.Rim(&theme))
				for _, text := range s.Texts() {
					if text.Bounds().Overlaps(handle) {
						t.Errorf("%gx%g, %s: %s lies on the handle", box.W, box.H, st.name, text.Key)
					}
				}
				if !containsRect(box, handle) {
					t.Errorf("%gx%g, %s: the handle is clipped", box.W, box.H, st.name)
				}
			}
		}
	}
}

// Where there is room, the picture says what its colours, its axes and its
// contours are, and what was measured at the operating point.
func TestDiagramSaysEverything(t *testing.T) {
	for _, st := range diagramStates() {
		for _, sz := range diagramSizes {
			texts := textsOf(drawnDiagram(&st.diagram, sz.w, sz.h, scene.LightTheme()))
			want := []string{"diagram/legend", "diagram/title/x", "diagram/title/y", "diagram/point/x", "diagram/point/y", "diagram/read"}
			switch {
			case st.diagram.Plane != nil:
				want = []string{"phase/first", "phase/better", "phase/point/r"}
			case st.diagram.Colour.Kind == sim.Flag:
				want[0] = "diagram/legend/1"
			case st.name == "unknown":
				want = append(want, "diagram/legend/unknown")
			}
			for _, key := range want {
				if texts[key].Content == "" {
					t.Errorf("%s, %v: no %s", st.name, sz, key)
				}
			}
			for _, text := range texts {
				if _, missing := testWords[text.Content]; missing || len(text.Content) > 7 && text.Content[:7] == "figure." {
					t.Errorf("%s: no words for %s", st.name, text.Content)
				}
			}
		}
	}
}

func TestDiagramReadsOutTheCell(t *testing.T) {
	d := diagramStates()[0].diagram
	theme := scene.LightTheme()
	box := scene.Rect{W: 640, H: 480}
	plot := d.Plot(box, &theme)
	for _, cell := range [][2]int{{0, 0}, {63, 63}, {20, 50}} {
		n := cell[1]*64 + cell[0]
		d.Values[n], d.Theory[n] = 7.25, 7.5
		d.Pointer = scene.Point{X: plot.Rect.X + (float64(cell[0])+.4)*plot.Rect.W/64, Y: plot.Rect.Bottom() - (float64(cell[1])+.6)*plot.Rect.H/64}
		x, y := plot.Values(plot.Rect.X+(float64(cell[0])+.5)*plot.Rect.W/64, plot.Rect.Bottom()-(float64(cell[1])+.5)*plot.Rect.H/64)
		want := testWords.Format("figure.diagram.cell", "x", fmt.Sprintf("ρ %s", new(scene.Scene).Number(x, 2)), "y", fmt.Sprintf("κ %.2f", y), "value", "measured 7.25, predicted 7.50")
		if got := textsOf(drawnDiagram(&d, box.W, box.H, theme))["diagram/read"].Content; got != want {
			t.Errorf("cell %v: %q, want %q", cell, got, want)
		}
	}
}

// cellsOf are the cells of the plot.
func cellsOf(t *testing.T, s *scene.Scene) scene.Cells {
	i := slices.IndexFunc(s.Cells(), func(c scene.Cells) bool { return c.Key == "diagram/cells" })
	if i < 0 {
		t.Fatal("no cells")
	}
	return s.Cells()[i]
}

// A value has its colour, in the row and the column where it belongs; above and
// below the scale its ends; and paper where nothing was learned.
func TestCellsAreTheValues(t *testing.T) {
	for _, log := range []bool{false, true} {
		d := diagramStates()[0].diagram
		d.Columns, d.Rows, d.Theory = 3, 2, nil
		d.Values = []float64{1, 3, 9, 27, math.NaN(), .1}
		d.Colour = sim.Scale{Log: log, From: 1, To: 9}
		theme := scene.LightTheme()
		s := drawnDiagram(&d, 640, 480, theme)
		cells, m := cellsOf(t, s), &d.memory
		if !(m.under && m.over) || m.counts[classUnknown] != 1 {
			t.Errorf("under %t, over %t, %d unknown", m.under, m.over, m.counts[classUnknown])
		}
		three := 255 * 2 / 8. // of the way from 1 to 9
		if log {
			three = 255 / 2.
		}
		top, unknown := m.table.at(255), theme.Paper
		for i, want := range []color.NRGBA{top, unknown, m.table.at(0), m.table.at(0), m.table.at(int(three + .5)), top} {
			if got := (color.NRGBA{cells.Pixels[4*i], cells.Pixels[4*i+1], cells.Pixels[4*i+2], cells.Pixels[4*i+3]}); got != want {
				t.Errorf("log %t, pixel %d is %v, want %v", log, i, got, want)
			}
		}
		before := cells.Version
		s.Reset()
		d.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
		if cellsOf(t, s).Version != before {
			t.Error("a version without a change")
		}
		d.Version++
		s.Reset()
		d.Draw(s, scene.Rect{W: 640, H: 480}, &theme, testWords)
		if cellsOf(t, s).Version == before {
			t.Error("a change without a version")
		}
	}
}

// Measured regions have the colours and the hatching of the ones of theory.
func TestMeasuredRegionsLookLikeRegions(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range diagramStates() {
		d := st.diagram
		if d.Plane == nil {
			continue
		}
		s := drawnDiagram(&d, 640, 480, theme)
		plot := d.Plot(scene.Rect{W: 640, H: 480}, &theme)
		long := 0
		for m, lines := range s.Segments() {
			for i := 0; i < len(lines.Points); i += 2 {
				for _, along := range []float64{.1, .5, .9} {
					at := scene.Mix(lines.Points[i], lines.Points[i+1], along)
					col, row, ok := plot.Cell(at.X, at.Y)
					if v := int(d.Values[row*d.Columns+col]); !ok || v&1 != m || v>>1 == m {
						t.Fatalf("%s: %s at %v, where the value is %d", st.name, lines.Key, at, v)
					}
				}
				long++
			}
		}
		if long < 40 {
			t.Errorf("%s: only %d hatches", st.name, long)
		}
		plane := *d.Plane
		var phase scene.Scene
		other := plane.Draw(&phase, scene.Rect{W: 640, H: 480}, &theme, testWords)
		if other.Rect != plot.Rect || other.Handle != plot.Handle {
			t.Errorf("%s: the axes of the diagram are not those of the plane", st.name)
		}
		for _, boundary := range phase.Strips() {
			if !strings.HasPrefix(boundary.Key, "phase/first/") {
				continue
			}
			if !slices.ContainsFunc(s.Strips(), func(strip scene.Strip) bool {
				return strip.Key == boundary.Key && slices.Equal(strip.Points, boundary.Points)
			}) {
				t.Errorf("%s: %s is not drawn as in the plane", st.name, boundary.Key)
			}
		}
	}
}

// Contours lie where theory has their value, and lead from rim to rim.
func TestContoursAreExact(t *testing.T) {
	for _, cells := range []int{32, 64, 128} {
		d := Diagram{X: rhoAxis, Y: kappaAxis, At: [2]float64{0, 2}, Quantity: "ratio", Colour: sim.Scale{Log: true, From: 1, To: 32}, Pointer: scene.Point{X: math.NaN(), Y: 0}}
		d = measured(d, cells, ratioAt, 0)
		theme := scene.LightTheme()
		var s scene.Scene
		plot := d.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, testWords)
		points, atRim := 0, 0
		for n, l := range d.memory.lines.Lines {
			level := math.Exp(d.memory.levels[l.Level])
			for i, p := range d.memory.lines.Points[l.From:l.To] {
				at := scene.Point{X: plot.Rect.X + p.X/float64(d.Columns)*plot.Rect.W, Y: plot.Rect.Bottom() - p.Y/float64(d.Rows)*plot.Rect.H}
				rho, kappa := plot.Values(at.X, at.Y)
				if i == 0 || i == l.To-l.From-1 {
					if p.X < 1e-9 || p.Y < 1e-9 || p.X > float64(cells)-1e-9 || p.Y > float64(cells)-1e-9 {
						atRim++
					} else {
						t.Errorf("%d cells: line %d at %.3g ends at %v", cells, n, level, p)
					}
				}
				if math.Abs(rho) > .85 || math.Abs(math.Log(kappa)) < .2 { // steep: coarse lattices are off
					continue
				}
				points++
				if got := ratioAt(rho, kappa); math.Abs(got/level-1) > .03 {
					t.Errorf("%d cells: %.4g on the line of %.3g at ρ %.3f, κ %.3f", cells, got, level, rho, kappa)
				}
			}
		}
		if points < 200 || atRim < 8 {
			t.Errorf("%d cells: %d points, %d ends at the rim", cells, points, atRim)
		}
	}
}

// TestEveryContourIsNamed: a dashed line stands for a number, and the number is there: on
// the line itself where it is long enough, else on another of the same level.
func TestEveryContourIsNamed(t *testing.T) {
	drawn := 0
	for _, sz := range append([]size{{200, 160}, {300, 260}}, diagramSizes...) {
		for _, st := range manyDiagrams() {
			if !st.diagram.Colour.Kind.Continuous() {
				continue
			}
			st.diagram.At[0] = math.NaN() // no handle, which would pass over a number
			picture := drawnDiagram(&st.diagram, sz.w, sz.h, scene.LightTheme())
			numbers := map[string]string{} // by the line they are on
			for _, text := range picture.Texts() {
				if digit, ok := strings.CutPrefix(text.Key, "diagram/contour/"); ok {
					numbers[digit] = text.Content
				}
			}
			values := map[string]bool{}
			for _, number := range numbers {
				values[number] = true
			}
			lengths := map[string]float64{}
			for _, strip := range picture.Strips() {
				if n, ok := strings.CutPrefix(strip.Key, "diagram/theory/"); ok {
					n, _, _ = strings.Cut(n, "/")
					for i := 1; i < len(strip.Points); i++ {
						lengths[n] += math.Hypot(strip.Points[i].X-strip.Points[i-1].X, strip.Points[i].Y-strip.Points[i-1].Y)
					}
				}
			}
			d := diagram{Diagram: &st.diagram}
			for n, length := range lengths {
				drawn++
				if numbers[n] == "" && !d.stepped() && length > 120 {
					t.Errorf("%v, %s: contour %s is %.0f px long and has no number", sz, st.name, n, length)
				}
				if len(values) == 0 {
					t.Errorf("%v, %s: contours, and no number", sz, st.name)
				}
			}
		}
	}
	if drawn < 1000 {
		t.Errorf("only %d contours", drawn)
	}
}

func TestDiagramPlotMapsBothWays(t *testing.T) {
	theme := scene.LightTheme()
	d := Diagram{X: initAxis, Y: fusionAxis, Columns: 64, Rows: 6, At: [2]float64{1e-9, 3}}
	plot := d.Plot(scene.Rect{X: 10, Y: 20, W: 430, H: 330}, &theme)
	for _, want := range [][2]float64{{1e-12, 1}, {.1, 6}, {1e-6, 4}} {
		at := plot.At(want[0], want[1])
		if x, y := plot.Values(at.X, at.Y); math.Abs(x/want[0]-1) > 1e-9 || y != want[1] {
			t.Errorf("%v came back as %g, %g", want, x, y)
		}
		if _, row, ok := plot.Cell(at.X, at.Y); !ok || float64(row) != want[1]-1 {
			t.Errorf("%v lies in row %d", want, row)
		}
	}
	if x, y := plot.Values(-1e6, -1e6); math.Abs(x-1e-12) > 1e-20 || y != 6 {
		t.Errorf("beyond the corner: %g, %g", x, y)
	}
	if at := plot.At(1e9, -1e9); at.X != plot.Rect.Right() {
		t.Errorf("a value beyond the axes lies at %v", at)
	}
	if box := scene.Around(plot.Handle, plot.Reach); box.W < 44 || box.H < 44 {
		t.Errorf("the handle can be taken hold of in %v", box)
	}
}

// Equal steps look equal, no two colours are the same, and none is the hue of a
// modality.
func TestShadesAreEven(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
		for _, kind := range []sim.ScaleKind{sim.Sequential, sim.Diverging} {
			table := make(shades, 4*shadeCount)
			scale := sim.Scale{Kind: kind}
			fillScale(&scale, table, &theme)
			const apart = 16
			least, most := math.Inf(1), 0.
			for i := apart; i < shadeCount; i += apart {
				a, b := toOKLab(table.at(i-apart)), toOKLab(table.at(i))
				step := math.Hypot(math.Hypot(a[0]-b[0], a[1]-b[1]), a[2]-b[2])
				least, most = math.Min(least, step), math.Max(most, step)
				if kind == sim.Sequential && (b[0] > a[0]) != (theme.Name == "dark") {
					t.Errorf("%s: lightness turns round at %d", theme.Name, i)
				}
			}
			if most > 1.5*least || least < .02 {
				t.Errorf("%s, kind %d: steps from %.3f to %.3f", theme.Name, kind, least, most)
			}
			for m := range 2 {
				hue := toOKLab(theme.Modality(m).Mark)
				for _, end := range []int{0, shadeCount - 1} {
					c := toOKLab(table.at(end))
					turn := math.Abs(math.Mod(math.Atan2(c[2], c[1])-math.Atan2(hue[2], hue[1])+3*math.Pi, 2*math.Pi) - math.Pi)
					if math.Hypot(c[1], c[2]) > .03 && turn < math.Pi/6 {
						t.Errorf("%s, kind %d: end %d has the hue of %s", theme.Name, kind, end, phaseNames[m])
					}
				}
			}
		}
	}
}

func TestQuickLog(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 5))
	for range 10000 {
		v := math.Exp(40 * (random.Float64() - .5))
		if got, want := quickLog(v), math.Log(v); math.Abs(got-want) > 1.3e-7 { // (2⁻¹⁰)²/8, of the chord
			t.Fatalf("of %g: %g, want %g", v, got, want)
		}
	}
	for _, v := range []float64{0, -1, math.NaN(), math.Inf(1), math.Inf(-1), 5e-324, math.MaxFloat64, 1} {
		if got, want := quickLog(v), math.Log(v); got != want && math.Abs(got-want) > 1e-6 && !math.IsNaN(want) || math.IsNaN(got) != math.IsNaN(want) {
			t.Errorf("of %g: %g, want %g", v, got, want)
		}
	}
}

func TestOKLabRoundTrip(t *testing.T) {
	for _, c := range []color.NRGBA{scene.RGB(0), scene.RGB(0xffffff), scene.RGB(0xd55e00), scene.RGB(0x15171b), scene.RGB(0x808080)} {
		if got := toOKLab(c).colour(); got != c {
			t.Errorf("%v came back as %v", c, got)
		}
	}
	if l := toOKLab(scene.RGB(0xff0000)); math.Abs(l[0]-.628) > 1e-3 || math.Abs(l[1]-.2249) > 1e-3 || math.Abs(l[2]-.1258) > 1e-3 { // of the definition
		t.Errorf("red is %v", l)
	}
}

func TestDiagramRebuildAllocatesNothing(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range diagramStates() {
		var picture scene.Scene
		d := &st.diagram
		rebuild := func() {
			picture.Reset()
			d.Draw(&picture, scene.Rect{W: 430, H: 330}, &theme, testWords)
		}
		change := func() {
			d.Version++
			d.TheoryVersion++
			rebuild()
		}
		change()
		for name, f := range map[string]func(){"rebuild": rebuild, "change": change} {
			if n := testing.AllocsPerRun(20, f); n != 0 {
				t.Errorf("%s: a warm %s allocates %v times", st.name, name, n)
			}
		}
	}
}

func TestDiagramSurvivesAnything(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1, 1e308, -1e308, 5e-324, 0.5}
	theme := scene.LightTheme()
	for i, a := range odd {
		for j, b := range odd {
			for kind := sim.Sequential; kind <= sim.Learned; kind++ {
				for _, box := range []scene.Rect{{W: 430, H: 330}, {W: 20, H: 10}, {}, {X: a, W: 300, H: b}} {
					d := Diagram{
						X: DiagramAxis{Key: "rho", Min: -1, Max: 1, Log: i%5 == 4}, Y: DiagramAxis{Key: "method", Min: a, Max: b, Log: i%2 == 0, Integer: j%2 == 0},
						Columns: 5, Rows: 4, Values: make([]float64, 20), Theory: make([]float64, 20),
						Colour: sim.Scale{Kind: kind, Log: j%3 == 0, From: b, To: a, Centre: a},
						At:     [2]float64{a, b}, Ghost: [2]float64{b, a}, Fill: []float64{a, b, a}, Pointer: scene.Point{X: 200, Y: 150}, Version: i*100 + j,
					}
					if i == j {
						d.Y = DiagramAxis{Key: "fusion", Min: 1, Max: 4, Integer: true}
					}
					for n := range d.Values {
						d.Values[n], d.Theory[n] = odd[(i+n)%len(odd)], odd[(j+3*n)%len(odd)]
					}
					if kind == sim.Regions && j > 4 {
						p := planeState(a, b, a)
						d.Plane = &p
					}
					var s scene.Scene
					d.Draw(&s, box, &theme, testWords)
					checkFinite(t, &s)
				}
			}
		}
	}
}

func BenchmarkDiagram(b *testing.B) {
	d := Diagram{X: rhoAxis, Y: kappaAxis, At: [2]float64{0, 2}, Quantity: "ratio", Colour: sim.Scale{Log: true, From: 1, To: 32}, Pointer: scene.Point{X: 300, Y: 200}}
	d = measured(d, 256, ratioAt, .05)
	theme := scene.LightTheme()
	for _, change := range []struct {
		name           string
		values, theory int
	}{{"warm", 0, 0}, {"values", 1, 0}, {"theory", 0, 1}} {
		b.Run(change.name, func(b *testing.B) {
			var s scene.Scene
			b.ReportAllocs()
			for b.Loop() {
				s.Reset()
				d.Version += change.values
				d.TheoryVersion += change.theory
				d.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, testWords)
			}
		})
	}
}

// TestArrowsGoWithTheirValues: the colour bar has arrows for values beyond its ends as
// long as there are such values; the picture after it must not keep them.
func TestArrowsGoWithTheirValues(t *testing.T) {
	d := diagramStates()[0].diagram
	d.Columns, d.Rows, d.Theory = 2, 1, nil
	d.Colour = sim.Scale{From: 1, To: 9}
	for _, c := range []struct {
		values []float64
		arrows int
	}{{[]float64{.1, 27}, 2}, {[]float64{2, 3}, 0}, {[]float64{2, 27}, 1}} {
		d.Values = c.values
		d.Version++
		arrows := 0
		for _, area := range drawnDiagram(&d, 640, 480, scene.LightTheme()).Areas() {
			if area.Key == "diagram/legend/under" || area.Key == "diagram/legend/over" {
				arrows++
			}
		}
		if arrows != c.arrows {
			t.Errorf("values %v between 1 and 9: %d arrows, want %d", c.values, arrows, c.arrows)
		}
	}
}

// TestThinnedLegendKeepsItsCentre: where a bar is too short for all of its numbers, those
// that stay are counted from the centre, which is what a deviation is read against.
func TestThinnedLegendKeepsItsCentre(t *testing.T) {
	d := diagramStates()[0].diagram
	d.Columns, d.Rows, d.Theory, d.Values = 2, 1, nil, []float64{-.3, .4}
	d.Colour = sim.Scale{Kind: sim.Diverging, Percent: true, From: -1, To: 1}
	thinned := 0
	for width := 200.0; width <= 640; width += 10 {
		numbers, centre := 0, false
		for key, text := range textsOf(drawnDiagram(&d, width, 360, scene.LightTheme())) {
			if strings.HasPrefix(key, "diagram/legend/") && strings.HasSuffix(text.Content, "%") {
				numbers++
				centre = centre || strings.HasPrefix(text.Content, "0")
			}
		}
		if numbers > 0 && numbers < 5 {
			thinned++
		}
		if numbers > 0 && !centre {
			t.Errorf("%v wide: %d numbers, and zero is not among them", width, numbers)
		}
	}
	if thinned == 0 {
		t.Error("no bar is short enough")
	}
}

// TestContoursFollowTheScale: where the values themselves decide about the ends of the
// colour bar, these move as more of them come, and the contours with them: they lie at the
// numbers of the bar.
func TestContoursFollowTheScale(t *testing.T) {
	var whole Diagram
	for _, state := range diagramStates() {
		if state.name == "own" {
			whole = state.diagram
		}
	}
	whole.At = [2]float64{math.NaN(), math.NaN()}
	least, most := math.Inf(1), 0.
	for _, v := range whole.Values {
		least, most = math.Min(least, v), math.Max(most, v)
	}
	used := whole
	for n, known := range [][2]float64{{least, most}, {3 * least, most}, {least, most}, {least, most / 3}, {least, most}} {
		now := whole
		now.Values = slices.Clone(whole.Values)
		for i, v := range now.Values {
			if v < known[0] || v > known[1] {
				now.Values[i] = math.NaN()
			}
		}
		used.Values, used.Version = now.Values, n+1
		if written(drawnDiagram(&used, 640, 480, scene.LightTheme())) != written(drawnDiagram(&now, 640, 480, scene.LightTheme())) {
			t.Errorf("values from %.3g to %.3g: contours as before", known[0], known[1])
		}
	}
}

// TestTiesAreReadOut: under a diagram of modalities the run beside it is neither where that is so, and nothing stands beside it
// that says the same.
func TestTiesAreReadOut(t *testing.T) {
	states := diagramStates()
	d := states[slices.IndexFunc(states, func(s diagramCase) bool { return s.name == "first" })].diagram
	d.At, d.Pointer = [2]float64{0, 1}, scene.Point{X: math.NaN(), Y: math.NaN()}
	for _, c := range []struct {
		tie, foreseen bool
		want          string
	}{{true, true, "this run: neither"}, {false, false, "this run: B, predicted A"}, {true, false, "this run: neither, predicted A"}} {
		d.Own = Own{Known: true, Measured: 1, End: math.NaN(), Predicted: 0, Tie: c.tie, TieForeseen: c.foreseen}
		if got := textsOf(drawnDiagram(&d, 640, 480, scene.LightTheme()))["diagram/read"].Content; got != c.want {
			t.Errorf("%q, want %q", got, c.want)
		}
	}
}
