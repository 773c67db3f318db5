package render

import (
	"fmt"
	"maps"
	"math"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim/theory"
)

// planeState is a point of the plane, before anything is learned.
func planeState(rho, kappa, r float64) Phase {
	return Phase{Rho: rho, Kappa: kappa, R: r, Fill: []float64{0, 0}, First: -1, GhostKappa: math.NaN()}
}

// trained is a state with what a run has learned.
func (p Phase) trained(a, b float64, first int) Phase {
	f, _ := Region(theory.Plane{Rho: p.Rho}, p.Kappa, p.R)
	p.Fill, p.First, p.Confirmed = []float64{a, b}, first, first == f
	return p
}

type planeCase struct {
	name  string
	phase Phase
}

func planeStates() []planeCase {
	ghost := planeState(0, 2, 0.2).trained(0.1, 1, 1)
	ghost.GhostKappa, ghost.GhostR = 2, 0.375
	held := planeState(0.6, 0.8, 1.6).trained(0.3, 0, -1)
	held.Handle.State = scene.HandleActive
	pulse := planeState(0, 2, 1)
	pulse.Handle.Pulse = 0.4
	focus := planeState(-0.6, 3, 0.2).trained(0, 1, 1)
	focus.Handle.State = scene.HandleFocus
	hover := planeState(0.6, 2, -0.45)
	hover.Handle.State = scene.HandleHover
	return []planeCase{
		{"start", planeState(0, 2, 1)},
		{"late", planeState(0, 2, 1).trained(1, 0.4, 0)},
		{"superficial", planeState(0, 2, 0.375).trained(1, 0.4, 0)},
		{"superficial-b", planeState(0, 0.65, 1.75).trained(0, 0.9, 1)},
		{"wrong", planeState(0, 1.02, 1).trained(0.2, 1, 1)},
		{"positive", planeState(0.6, 2, 1).trained(1, 0.7, 0)},
		{"negative", planeState(-0.6, 2, 1).trained(1, 0.2, 0)},
		{"negative-wedge", planeState(-0.6, 2, -0.3).trained(0.6, 0, 0)},
		{"extreme", planeState(-0.95, 0.6, 1.8).trained(0, 1, 1)},
		{"honest-b", planeState(0, 0.5, 0.5).trained(0, 1, 1)},
		{"corner", planeState(0, 4, 2).trained(1, 1, 0)},
		{"corner-low", planeState(0, 0.25, -2).trained(0.5, 1, 1)},
		{"ghost", ghost},
		{"held", held},
		{"pulse", pulse},
		{"focus", focus},
		{"hover", hover},
	}
}

var planeSizes = []size{{430, 330}, {358, 358}, {640, 480}}

func drawnPlane(p Phase, w, h float64, theme scene.Theme) *scene.Scene {
	s := new(scene.Scene)
	p.Draw(s, scene.Rect{W: w, H: h}, &theme, testWords)
	return s
}

func TestPhaseGolden(t *testing.T) {
	for _, st := range planeStates() {
		for _, sz := range planeSizes {
			for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
				if theme.Name == "projector" {
					sz = size{sz.w * 2, sz.h * 2}
				}
				name := fmt.Sprintf("plane-%s-%gx%g-%s", st.name, sz.w, sz.h, theme.Name)
				picture := drawnPlane(st.phase, sz.w, sz.h, theme)
				if *svgsDir != "" {
					writeSVG(t, filepath.Join(*svgsDir, name+".svg"), picture, sz, theme)
				}
				if st.name == "superficial" || theme.Name == "light" && sz == planeSizes[0] {
					golden(t, name, written(picture))
				}
			}
		}
	}
}

// manyPlanes are operating points all over the plane, at several correlations.
func manyPlanes() (list []Phase) {
	random := rand.New(rand.NewPCG(3, 4))
	for _, rho := range []float64{-0.99, -0.95, -0.6, -0.3, -0.01, 0, 0.01, 0.3, 0.6, 0.95, 0.99} {
		for i := range 24 {
			p := planeState(rho, math.Exp2(4*random.Float64()-2), 4*random.Float64()-2)
			if i%8 == 0 {
				p.Kappa, p.R = []float64{0.25, 4, 1}[i/8], []float64{-2, 2, 1}[i/8]
			}
			if i%2 == 0 {
				p = p.trained(random.Float64(), random.Float64(), random.IntN(2))
			}
			list = append(list, p)
		}
	}
	for _, st := range planeStates() {
		list = append(list, st.phase)
	}
	return list
}

func TestPlaneLabelsNeverCollide(t *testing.T) {
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		k := theme.SmallSize / 12
		for _, sz := range append([]size{{240, 200}, {300, 260}, {358, 240}, {520, 300}, {900, 420}}, planeSizes...) {
			for _, p := range manyPlanes() {
				box := scene.Rect{X: 7, Y: 5, W: sz.w * k, H: sz.h * k}
				var s scene.Scene
				plot := p.Draw(&s, box, &theme, testWords)
				state := fmt.Sprintf("ρ %g at (%.2f, %.2f)", p.Rho, p.Kappa, p.R)
				checkTexts(t, &s, box, state)
				handle := scene.Around(plot.Handle, scene.Rim(&theme))
				for _, text := range s.Texts() {
					if text.Bounds().Overlaps(handle) {
						t.Errorf("%gx%g, %s: %s lies on the handle", box.W, box.H, state, text.Key)
					}
				}
				if !containsRect(box, handle) {
					t.Errorf("%gx%g, %s: the handle is clipped", box.W, box.H, state)
				}
			}
		}
	}
}

// TestRemarksNeverCollide: nor does what is said of a plane that is about other networks, however long a language says it.
func TestRemarksNeverCollide(t *testing.T) {
	theme, words := scene.LightTheme(), maps.Clone(testWords)
	p := planeState(0.3, 2, 1)
	p.Other = "decay"
	for length := 20; length < 80; length++ {
		for _, key := range []string{"figure.plane.other.", "figure.plane.needs."} {
			words[key+p.Other] = strings.Repeat("n", length)
		}
		words["figure.plane.otherShort."+p.Other], words["figure.plane.needsShort."+p.Other] = "brief", "brief"
		for _, sz := range planeSizes {
			box := scene.Rect{W: sz.w, H: sz.h}
			var s scene.Scene
			p.Draw(&s, box, &theme, words)
			checkTexts(t, &s, box, fmt.Sprintf("%d letters", length))
			if !slices.ContainsFunc(s.Texts(), func(text scene.Text) bool { return text.Key == "phase/remark/2" }) {
				t.Errorf("%gx%g: nothing is said in %d letters", sz.w, sz.h, length)
			}
		}
	}
}

func containsRect(r, o scene.Rect) bool {
	return r.Contains(o.X, o.Y) && r.Contains(o.Right(), o.Bottom())
}

// Where there is room, both boundaries and all four regions are named.
func TestEveryRegionIsNamed(t *testing.T) {
	for _, rho := range []float64{-0.6, 0, 0.6} {
		for _, sz := range planeSizes {
			p := planeState(rho, 2, 1).trained(1, 0, 0)
			p.Home = [2]float64{2, 1}
			named := map[string]bool{}
			for _, text := range drawnPlane(p, sz.w, sz.h, scene.LightTheme()).Texts() {
				named[text.Key] = true
			}
			for _, key := range []string{"phase/first", "phase/better", "phase/region/AA", "phase/region/AB", "phase/region/BA", "phase/region/BB", "phase/point/kappa", "phase/kappa/1", "phase/r/−2", "phase/r/2"} {
				if !named[key] {
					t.Errorf("ρ %g, %v: no %s", rho, sz, key)
				}
			}
		}
	}
}

// The bands tile the plot: every point lies in exactly one, and its colour is
// that of its region.
func TestBandsAreTheRegions(t *testing.T) {
	theme := scene.LightTheme()
	random := rand.New(rand.NewPCG(5, 6))
	for _, rho := range []float64{-1, -0.99, -0.95, -0.6, -0.25, -0.1, 0, 0.1, 0.5, 0.6, 0.95, 0.99, 1} {
		for _, ranges := range [][4]float64{{}, {0.25, 4, -2, 2}, {0.1, 10, -1, 3}, {0.5, 2, 0.2, 1.5}, {1.5, 3, -2, -0.1}} {
			p := planeState(rho, 2, 1)
			p.KappaRange, p.RRange = [2]float64(ranges[:2]), [2]float64(ranges[2:])
			var s scene.Scene
			plot := p.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, testWords)
			checkFinite(t, &s)
			checkKeys(t, fmt.Sprint(rho, ranges), &s)
			for range 2000 {
				x, y := plot.Rect.X+plot.Rect.W*random.Float64(), plot.Rect.Y+plot.Rect.H*random.Float64()
				kappa, r := plot.Values(x, y)
				near := false
				for _, d := range [][2]float64{{-.5, 0}, {.5, 0}, {0, -.5}, {0, .5}} {
					k, q := plot.Values(x+d[0], y+d[1])
					first, better := crossed(planePoint{kappa, rho, r}, planePoint{k, rho, q})
					near = near || first || better
				}
				if near {
					continue
				}
				first, better := Region(theory.Plane{Rho: rho}, kappa, r)
				want := scene.Fade(theme.Modality(first).Mark, theme.TintOpacity)
				if first != better {
					want = scene.Fade(theme.Modality(first).Mark, theme.StrongOpacity)
				}
				found := 0
				for _, b := range s.Bands() {
					if inBand(&b, x, y) {
						found++
						if b.Colour != want {
							t.Fatalf("ρ %g, ranges %v, κ %.3f, r %.3f: %s", rho, ranges, kappa, r, b.Key)
						}
					}
				}
				if found != 1 {
					t.Fatalf("ρ %g, ranges %v, κ %.3f, r %.3f lies in %d bands", rho, ranges, kappa, r, found)
				}
			}
		}
	}
}

func inBand(b *scene.Band, x, y float64) bool {
	for i := 0; i+1 < len(b.Upper); i++ {
		p, q := b.Upper[i], b.Upper[i+1]
		if x < p.X || x >= q.X {
			continue
		}
		t := (x - p.X) / (q.X - p.X)
		top, bottom := scene.Mix(p, q, t), scene.Mix(b.Lower[i], b.Lower[i+1], t)
		return y >= top.Y && y < bottom.Y
	}
	return false
}

// Hatching lies in the superficial regions, and everywhere in them.
func TestHatchingMarksTheSuperficial(t *testing.T) {
	theme := scene.LightTheme()
	for _, rho := range []float64{-0.95, -0.6, 0, 0.6, 0.95} {
		p := planeState(rho, 2, 1)
		var s scene.Scene
		plot := p.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, testWords)
		for m, lines := range s.Segments() {
			for i := 0; i < len(lines.Points); i += 2 {
				a, b := lines.Points[i], lines.Points[i+1]
				for _, t0 := range []float64{0.05, 0.5, 0.95} {
					at := scene.Mix(a, b, t0)
					k, r := plot.Values(at.X, at.Y)
					if first, better := Region(theory.Plane{Rho: rho}, k, r); first != m || better == m {
						if math.Hypot(b.X-a.X, b.Y-a.Y) > 12 { // chords of a curve
							t.Errorf("ρ %g: %s at κ %.3f, r %.3f", rho, lines.Key, k, r)
						}
					}
				}
			}
		}
		if len(s.Segments()) != 2 {
			t.Errorf("ρ %g: %d hatchings", rho, len(s.Segments()))
		}
	}
}

// The drawn boundaries are the ones at which the answers change.
func TestBoundariesAreExact(t *testing.T) {
	theme := scene.LightTheme()
	for _, rho := range []float64{-0.95, -0.6, 0, 0.6, 0.95} {
		p := planeState(rho, 2, 1)
		var s scene.Scene
		plot := p.Draw(&s, scene.Rect{W: 430, H: 330}, &theme, testWords)
		points := 0
		for _, strip := range s.Strips() {
			isFirst := strings.HasPrefix(strip.Key, "phase/first/") && !strings.HasSuffix(strip.Key, "stub")
			isBetter := strings.HasPrefix(strip.Key, "phase/better/") && !strings.HasSuffix(strip.Key, "stub")
			if !isFirst && !isBetter {
				continue
			}
			for _, at := range strip.Points {
				kappa, r := plot.Values(at.X, at.Y)
				if math.Abs(kappa-1) < 1e-3 || math.Abs(kappa-math.Abs(rho)) < 1e-3 {
					continue
				}
				const eps = 1e-6
				first, better := crossed(planePoint{kappa, rho, r - eps}, planePoint{kappa, rho, r + eps})
				if first != isFirst || better != isBetter {
					t.Errorf("ρ %g: %s at κ %.4f, r %.4f", rho, strip.Key, kappa, r)
				}
				points++
			}
		}
		if points < 300 {
			t.Errorf("ρ %g: only %d points", rho, points)
		}
	}
}

func TestPhasePlotMapsBothWays(t *testing.T) {
	p := planeState(0, 2, 0.3)
	theme := scene.LightTheme()
	plot := p.Plot(scene.Rect{X: 10, Y: 20, W: 430, H: 330}, &theme)
	for _, want := range [][2]float64{{0.25, -2}, {4, 2}, {1, 0}, {2.2, 0.37}} {
		at := plot.At(want[0], want[1])
		if kappa, r := plot.Values(at.X, at.Y); math.Abs(kappa-want[0]) > 1e-12 || math.Abs(r-want[1]) > 1e-12 {
			t.Errorf("%v came back as %g, %g", want, kappa, r)
		}
	}
	if kappa, r := plot.Values(-1e6, -1e6); kappa != 0.25 || r != 2 {
		t.Errorf("beyond the corner: %g, %g", kappa, r)
	}
	if at := plot.At(1e9, -1e9); at != (scene.Point{X: plot.Rect.Right(), Y: plot.Rect.Bottom()}) {
		t.Errorf("a value beyond the axes lies at %v", at)
	}
	h := plot.Handle
	for _, c := range []struct {
		dx, dy float64
		hit    bool
	}{{0, 0, true}, {21, -21, true}, {23, 0, false}, {0, 23, false}} {
		if got := scene.Around(plot.Handle, plot.Reach).Contains(h.X+c.dx, h.Y+c.dy); got != c.hit {
			t.Errorf("%g, %g off the handle: %t", c.dx, c.dy, got)
		}
	}
	if box := scene.Around(plot.Handle, plot.Reach); box.W < 44 || box.H < 44 {
		t.Errorf("the handle can be taken hold of in %v", box)
	}
}

// TestRegionIsThePrediction: what the plane says of the operating point is what the rest
// of the page says of the run, on the boundaries, too, where people like to stand.
func TestRegionIsThePrediction(t *testing.T) {
	for _, at := range []planePoint{
		{1, 0, 1}, {1, .5, 1}, {1, -.5, -1}, // everything is a tie
		{2, 0, .5}, {2, .3, .5}, {2, 0, -.5}, {.5, .3, 2}, {1.25, -.6, .8}, {2.5, .1, .4}, // r = 1/κ
		{2, 0, .25}, {.5, 0, -2}, // r = 1/κ²
		{2, 0, 1}, {2, 0, .375}, {.65, 0, 1.75}, {3, -.6, .1},
	} {
		p, err := runOf(t, map[string]any{"kappa": at.kappa, "rho": at.rho, "r": at.r}, 0).Predict()
		if err != nil {
			t.Fatal(err)
		}
		if first, better := Region(theory.Plane{Rho: at.rho}, at.kappa, at.r); first != p.First || better != p.Better {
			t.Errorf("κ = %v, ρ = %v, r = %v: %s first, %s explains more; predicted %s and %s", at.kappa, at.rho, at.r, phaseNames[first], phaseNames[better], phaseNames[p.First], phaseNames[p.Better])
		}
	}
}

// planePoint is a point of the plane at a correlation.
type planePoint struct{ kappa, rho, r float64 }

// crossed says which boundaries lie between two points: whether another modality
// is learned first, and whether another one explains more.
func crossed(from, to planePoint) (first, better bool) {
	f, b := Region(theory.Plane{Rho: from.rho}, from.kappa, from.r)
	g, c := Region(theory.Plane{Rho: to.rho}, to.kappa, to.r)
	return f != g, b != c
}

func TestCrossed(t *testing.T) {
	for _, c := range []struct {
		from, to      planePoint
		first, better bool
	}{
		{planePoint{2, 0, 0.3}, planePoint{2, 0, 0.2}, true, false}, // r = 1/κ² = .25
		{planePoint{2, 0, 0.6}, planePoint{2, 0, 0.4}, false, true}, // r = 1/κ = .5
		{planePoint{2, 0, 0.6}, planePoint{2, 0, 0.1}, true, true},
		{planePoint{2, 0, 0.6}, planePoint{2, 0, 1.6}, false, false},
		{planePoint{3, -0.6, 0.1}, planePoint{3, -0.6, 0.12}, true, false}, // r₋ = .111
		{planePoint{2, 0, 0.2}, planePoint{2, 0.6, 0.2}, true, false},      // ρ moved
	} {
		if first, better := crossed(c.from, c.to); first != c.first || better != c.better {
			t.Errorf("%v to %v: learned first %t, explains more %t", c.from, c.to, first, better)
		}
	}
}

func TestPhaseRebuildAllocatesNothing(t *testing.T) {
	theme := scene.LightTheme()
	for _, st := range planeStates() {
		var picture scene.Scene
		rebuild := func() {
			picture.Reset()
			st.phase.Draw(&picture, scene.Rect{W: 430, H: 330}, &theme, testWords)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: a warm rebuild allocates %v times", st.name, n)
		}
	}
}

func TestPhaseSurvivesAnything(t *testing.T) {
	odd := []float64{math.NaN(), math.Inf(1), math.Inf(-1), -1, 0, 1, 1e308, -1e308, 5e-324, 0.5}
	theme := scene.LightTheme()
	for i, a := range odd {
		for j, b := range odd {
			for _, box := range []scene.Rect{{W: 430, H: 330}, {W: 20, H: 10}, {}, {X: a, W: 300, H: b}} {
				p := planeState(odd[(i+j)%len(odd)], a, b)
				p.Fill = []float64{a, b, a}
				p.First, p.Handle.Pulse = i-2, b
				p.GhostKappa, p.GhostR = b, a
				p.KappaRange, p.RRange = [2]float64{a, b}, [2]float64{b, a}
				var s scene.Scene
				p.Draw(&s, box, &theme, testWords)
				checkFinite(t, &s)
			}
		}
	}
}

func BenchmarkPhase(b *testing.B) {
	p := planeState(0.6, 2, 1).trained(1, 0.4, 0)
	theme := scene.LightTheme()
	var s scene.Scene
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		p.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, testWords)
	}
}

// TestOwnRegionIsAlwaysNamed: whatever the size and the operating point, the
// picture says in words which region that lies in.
func TestOwnRegionIsAlwaysNamed(t *testing.T) {
	for _, size := range [][2]float64{{300, 280}, {345, 330}, {358, 358}, {422, 265}, {640, 480}} {
		for _, rho := range []float64{-.6, 0, .5} {
			for _, at := range [][2]float64{{2, .375}, {2, 1}, {.5, 1.6}, {.4, .3}, {3, -.2}, {1.1, .9}, {2, .4}} {
				for _, first := range []int{-1, 0, 1} {
					p := planeState(rho, at[0], at[1])
					f, b := Region(theory.Plane{Rho: rho}, at[0], at[1])
					p.First, p.Confirmed = first, first == f
					said := textsOf(drawnPlane(p, size[0], size[1], scene.LightTheme()))
					if verdict := said["phase/verdict"].Content; !strings.Contains(verdict, phaseNames[f]+" first") || f != b && !strings.Contains(verdict, phaseNames[b]+" explains more") {
						t.Errorf("%v, ρ = %v, (κ, r) = %v: says %q", size, rho, at, verdict)
					}
					if run := said["phase/verdict/run"].Content; (run != "") != (first == 1-f) {
						t.Errorf("%v, ρ = %v, (κ, r) = %v, first %d: says %q of the run", size, rho, at, first, run)
					}
				}
			}
		}
	}
}
