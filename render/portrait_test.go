package render

import (
	"fmt"
	"math"
	"path/filepath"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// portraitStates are runs at moments worth looking at.
func portraitStates(t *testing.T) map[string]Portrait {
	states := map[string]Portrait{}
	for name, at := range map[string]struct {
		slug  string
		epoch int
	}{
		"start": {"late", 0}, "rise": {"late", 122}, "phase": {"late", 300}, "end": {"late", 1000},
		"early-rise": {"early", 112}, "early": {"early", 400}, "positive": {"late-positive", 500}, "negative": {"late-negative", 500},
		"intermediate": {"intermediate", 1200}, "depth": {"depth", 7000},
	} {
		var p Portrait
		p.Show(Moment{Run: runTo(t, at.slug, at.epoch), Epoch: at.epoch})
		states[name] = p
	}
	return states
}

func TestPortraitGolden(t *testing.T) {
	words := wordsForTest(t)
	for name, p := range portraitStates(t) {
		inEverySize(t, "portrait-"+name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { p.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
			return name == "phase" || theme == "light" && sz == weightSizes[2]
		})
	}
}

// manyPortraits visits data all over the parameters, at every kind of fusion.
func manyPortraits(t *testing.T, visit func(state string, p *Portrait)) {
	t.Helper()
	var p Portrait
	signs := 0
	for _, rho := range []float64{-.99, -.6, -.5, 0, .5, .95} {
		for _, kappa := range []float64{.25, 1, 2, 4} {
			for _, r := range []float64{-2, -.6, 0, .25, 1} {
				for _, shape := range [][2]float64{{2, 1}, {2, 2}, {4, 2}} {
					wB := []float64{1, 1, -.7, -.7}[signs%4]
					signs++
					run := runOf(t, map[string]any{"rho": rho, "kappa": kappa, "r": r, "wB": wB, "depth": shape[0], "fusion": shape[1], "width": 1.}, 0)
					p.Show(Moment{Run: run, Epoch: 0})
					visit(fmt.Sprintf("ρ %g κ %g r %g w_B %g, L = %g, L_f = %g", rho, kappa, r, wB, shape[0], shape[1]), &p)
				}
			}
		}
	}
	p.Show(Moment{Run: runOf(t, map[string]any{"wB": 0.}, 0), Epoch: 0})
	visit("nothing to learn", &p)
}

// TestPortraitLabelsNeverCollide, whatever the data: texts stay apart and in the
// box, off the marks and the field; everything drawn lies between the axes; and
// every place of rest carries its name.
func TestPortraitLabelsNeverCollide(t *testing.T) {
	words := wordsForTest(t)
	seen := 0
	manyPortraits(t, func(state string, p *Portrait) {
		seen++
		for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
			k := theme.SmallSize / 12
			for _, sz := range append([]size{{422, 265}, {900, 420}}, weightSizes...) {
				if k > 1 && sz.w > 422 {
					continue
				}
				box := scene.Rect{X: 7, Y: 5, W: sz.w * k, H: sz.h * k}
				var s scene.Scene
				plot := p.Draw(&s, box, &theme, words).Weights
				state := fmt.Sprintf("%s, %s", state, theme.Name)
				if *svgsDir != "" && seen%23 == 0 && k == 1 {
					writeSVG(t, filepath.Join(*svgsDir, fmt.Sprintf("portrait-many-%03d-%gx%g.svg", seen, sz.w, sz.h)), &s, size{sz.w + 14, sz.h + 10}, theme)
				}
				checkTexts(t, &s, box, state)
				checkKeys(t, state, &s)
				checkFinite(t, &s)
				names, fixed := "", 0
				for _, text := range s.Texts() {
					if strings.HasPrefix(text.Key, "portrait/rest/") {
						names += text.Content
					}
					for _, m := range s.Marks() {
						if strings.HasPrefix(m.Key, "portrait/mark/") { // the head of a run comes to rest there
							m.Radius = portraitHead(&theme)
						}
						if text.Bounds().Overlaps(scene.Around(m.At, m.Radius)) && m.Key != "portrait/head" {
							t.Errorf("%v, %s: %s lies on %s", sz, state, text.Key, m.Key)
						}
					}
					for _, lines := range s.Segments() {
						for i := 0; i < len(lines.Points); i += 2 {
							if at := scene.Mix(lines.Points[i], lines.Points[i+1], 0.5); text.Bounds().Contains(at.X, at.Y) {
								t.Errorf("%v, %s: %s lies on the field", sz, state, text.Key)
							}
						}
					}
				}
				for _, m := range s.Marks() {
					if !containsRect(plot.Rect, scene.Around(m.At, m.Radius)) {
						t.Errorf("%v, %s: %s lies at %v", sz, state, m.Key, m.At)
					}
					if strings.HasPrefix(m.Key, "portrait/mark/") {
						fixed++
					}
				}
				for _, name := range []string{"ℳ_{0}", "ℳ_{A}", "ℳ_{B}", "ℳ_{*}"} {
					if strings.Count(names, name) != 1 {
						t.Errorf("%v, %s: the places are named %q", sz, state, names)
						break
					}
				}
				if fixed != restCount {
					t.Errorf("%v, %s: %d places of rest", sz, state, fixed)
				}
				room := plot.Rect.Inset(-0.5)
				for _, strip := range s.Strips() {
					for _, at := range strip.Points {
						if strings.HasPrefix(strip.Key, "portrait/path/") && !room.Contains(at.X, at.Y) {
							t.Errorf("%v, %s: %s runs to %v", sz, state, strip.Key, at)
						}
					}
				}
				for _, lines := range s.Segments() {
					for _, at := range lines.Points {
						if !room.Contains(at.X, at.Y) {
							t.Errorf("%v, %s: the field runs to %v", sz, state, at)
						}
					}
				}
			}
		}
	})
}

// TestPathsAreNamed where the page shows the panel: late and early fusion, and
// the layer of the run.
func TestPathsAreNamed(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	for name, p := range portraitStates(t) {
		for _, sz := range []size{{430, 280}, {422, 265}, {358, 358}, {640, 480}} {
			var s scene.Scene
			p.Draw(&s, scene.Rect{W: sz.w, H: sz.h}, &theme, words)
			texts := textsOf(&s)
			for _, path := range p.Paths {
				if key := fmt.Sprintf("portrait/name/%d", path.Fusion); texts[key].Content == "" {
					t.Errorf("%s, %v: no %s", name, sz, key)
				}
			}
			if own := texts[fmt.Sprintf("portrait/name/%d", p.Fusion)]; own.Weight != 600 {
				t.Errorf("%s, %v: the run's own path is named in weight %d", name, sz, own.Weight)
			}
			if want := 2 + min(1, (p.Fusion-1)*(p.Depth-p.Fusion)); len(p.Paths) != want || p.Paths[want-1].Fusion != p.Fusion {
				t.Errorf("%s: %d paths, the last one of L_f = %d", name, len(p.Paths), p.Paths[len(p.Paths)-1].Fusion)
			}
		}
	}
}

// TestPlacesThatCoincide share one name.
func TestPlacesThatCoincide(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	for _, c := range []struct {
		changes map[string]any
		want    string
	}{
		{map[string]any{"r": 0., "rho": .5}, "ℳ_{B} = ℳ_{*}"},
		{map[string]any{"r": 0., "rho": 0.}, "ℳ_{0} = ℳ_{A}"},
		{map[string]any{"rho": -.5}, "ℳ_{0} = ℳ_{B}"}, // Σ_yB = 1 − ½·2
		{map[string]any{"rho": -.5, "kappa": 2.01}, "ℳ_{0} ≈ ℳ_{B}"},
		{map[string]any{"wB": 0.}, "ℳ_{0} = ℳ_{A} = ℳ_{B} = ℳ_{*}"},
	} {
		var p Portrait
		p.Show(Moment{Run: runOf(t, c.changes, 0), Epoch: 0})
		var s scene.Scene
		p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
		found := false
		for _, text := range s.Texts() {
			found = found || text.Content == c.want
		}
		if !found {
			t.Errorf("%v: no %q", c.changes, c.want)
		}
	}
}

// TestThePortraitStandsStill while a run goes through it, and the run's way ends
// at its head.
func TestThePortraitStandsStill(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	run := runTo(t, "late-positive", 900)
	var p, first Portrait
	first.Show(Moment{Run: run, Epoch: 0})
	for epoch := 0; epoch <= 900; epoch += 10 {
		p.Show(Moment{Run: run, Epoch: epoch})
		if p.A != first.A || p.B != first.B {
			t.Fatalf("epoch %d: axes %v, %v", epoch, p.A, p.B)
		}
		var s scene.Scene
		plot := p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words).Weights
		head := plot.At(p.Run[0][epoch], p.Run[1][epoch])
		for _, m := range s.Marks() {
			if m.Key == "portrait/head" && math.Hypot(m.At.X-head.X, m.At.Y-head.Y) > 1e-9 {
				t.Errorf("epoch %d: the head is at %v, not %v", epoch, m.At, head)
			}
		}
		for _, strip := range s.Strips() {
			if end := strip.Points[len(strip.Points)-1]; strip.Key == "portrait/run" && math.Hypot(end.X-head.X, end.Y-head.Y) > 1e-9 {
				t.Errorf("epoch %d: the way ends at %v, not %v", epoch, end, head)
			}
		}
	}
	var s scene.Scene
	p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
	for _, strip := range s.Strips() {
		if strip.Key == "portrait/run" && len(strip.Points) > 800 {
			t.Errorf("%d points for one way", len(strip.Points))
		}
	}
}

// TestTheFieldFollowsTheFlow: every streak goes downhill and along the flow.
func TestTheFieldFollowsTheFlow(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	manyPortraits(t, func(state string, p *Portrait) {
		var s scene.Scene
		plot := p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words).Weights
		c := portrait{Portrait: p, weights: weights{plot: plot}}
		for _, lines := range s.Segments() {
			for i := 0; i < len(lines.Points); i += 2 {
				a, z := lines.Points[i], lines.Points[i+1]
				way, speed := c.field(scene.Mix(a, z, 0.5))
				length := math.Hypot(z.X-a.X, z.Y-a.Y)
				if turn := ((z.X-a.X)*way.X + (z.Y-a.Y)*way.Y) / length; speed > 0 && turn < 0.2 && length > 2 {
					t.Errorf("%s: %s goes from %v to %v, the flow along %v", state, lines.Key, a, z, way)
				}
			}
		}
		if len(s.Segments()) == 0 && state != "nothing to learn" {
			t.Errorf("%s: no field", state)
		}
	})
}

func TestPortraitRebuildAllocatesNothing(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for _, slug := range []string{"late", "intermediate", "depth"} {
		run := runTo(t, slug, 200)
		var s scene.Scene
		var p Portrait
		rebuild := func() {
			s.Reset()
			p.Show(Moment{Run: run, Epoch: 190})
			p.Draw(&s, scene.Rect{W: 420, H: 300}, &theme, words)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: a warm rebuild allocates %v times", slug, n)
		}
	}
}

func TestPortraitSurvivesAnything(t *testing.T) {
	var good Portrait
	good.Show(Moment{Run: runTo(t, "late", 150), Epoch: 150})
	withOddNumbers(t, func(i, j int, a, b float64) drawing {
		p := good
		p.Run = Trail{append([]float64{a, b}, p.Run[0][100:]...), append([]float64{b, 0, a}, p.Run[1][100:]...)}
		p.Fill = [2]float64{a, b}
		switch (i + j) % 3 {
		case 0:
			p.A, p.B = [2]float64{a, b}, [2]float64{b, a}
		case 1:
			p.Final, p.Plateau = [2]float64{a, b}, [2]float64{b, a}
			p.Paths = []PortraitPath{{1, [][2]float64{{a, b}, {b, a}, {0, 1}}}, {2, nil}}
		case 2:
			p.Data.Sigma, p.Data.Yx = []float64{a, b, b, a}, []float64{b, a}
		}
		return func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { p.Draw(s, box, theme, scene.Words{}) }
	})
}

// TestPortraitOfOtherUnits: of the same data rectified units arrive at larger weights, the
// larger the less they let through below zero. A panel that has shown other units shows
// their plane, not the one it had.
func TestPortraitOfOtherUnits(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	drawnBy := func(p *Portrait, run *sim.Run) string {
		p.Show(Moment{Run: run, Epoch: run.Epoch()})
		var s scene.Scene
		p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words)
		return written(&s)
	}
	var used Portrait
	var before *sim.Run
	for _, units := range []map[string]any{
		{"activation": sim.Linear}, {"activation": sim.ReLU, "slope": 0}, {"activation": sim.ReLU, "slope": .5}, {"activation": sim.Linear},
	} {
		s, err := sim.Default().With(units)
		if err != nil {
			t.Fatal(err)
		}
		run, err := sim.NewRunAfter(s, before) // as on the page: on the very same data
		if err != nil {
			t.Fatal(err)
		}
		if drawnBy(&used, run) != drawnBy(new(Portrait), run) {
			t.Errorf("%v: the panel keeps the plane of before", units)
		}
		before = run
	}
}

// TestHeadIsWhereTheRunIs: a run that runs away leaves the plane, and takes its head with
// it; one that comes back has it again, and no line leads to where it was outside.
func TestHeadIsWhereTheRunIs(t *testing.T) {
	words, theme := wordsForTest(t), scene.LightTheme()
	var p Portrait
	p.Show(Moment{Run: runTo(t, "late", 0), Epoch: 0})
	inside, outside := [2]float64{.5, .25}, [2]float64{-3, 40}
	for _, c := range []struct {
		way    [][2]float64
		pieces int
		head   bool
	}{
		{[][2]float64{{0, 0}, {.2, .1}, inside}, 1, true},
		{[][2]float64{{0, 0}, inside, outside}, 1, false},
		{[][2]float64{{0, 0}, inside, {math.NaN(), 1}, {math.Inf(1), 0}}, 1, false},
		{[][2]float64{{0, 0}, {.2, .1}, outside, {.6, .3}, inside}, 2, true},
	} {
		p.Run = Trail{}
		for _, w := range c.way {
			p.Run[0], p.Run[1] = append(p.Run[0], w[0]), append(p.Run[1], w[1])
		}
		var s scene.Scene
		plot := p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words).Weights
		pieces, head := 0, false
		for _, strip := range s.Strips() {
			if strings.HasPrefix(strip.Key, "portrait/run") {
				pieces++
			}
		}
		for _, m := range s.Marks() {
			if m.Key == "portrait/head" {
				head = true
				if m.At != plot.At(inside[0], inside[1]) {
					t.Errorf("%v: the head is at %v", c.way, m.At)
				}
			}
		}
		if pieces != c.pieces || head != c.head {
			t.Errorf("%v: %d pieces, a head: %v", c.way, pieces, head)
		}
	}
}

// TestVectorInputsHaveNoPortrait: a plane holds two scalar weights.
func TestVectorInputsHaveNoPortrait(t *testing.T) {
	moments, err := sim.NewMoments([]sim.Modality{{Name: "A", Dim: 2}, {Name: "B", Dim: 1}}, 1,
		[]float64{2, 0, 0, 0, 1, 0, 0, 0, 1}, []float64{1, 1, 1}, 3)
	if err != nil {
		t.Fatal(err)
	}
	network, err := sim.NewNetwork(sim.Architecture{Depth: 2, Fusion: 2, Width: 4, Inputs: []int{2, 1}, Output: 1})
	if err != nil {
		t.Fatal(err)
	}
	network.Init(1, .1)
	run, err := sim.StartRun(moments, network, sim.Plan{Eta: .04, Epochs: 10})
	if err != nil {
		t.Fatal(err)
	}
	var p Portrait
	p.Show(Moment{Run: runTo(t, "late", 3), Epoch: 3})
	p.Show(Moment{Run: run, Epoch: 0})
	var s scene.Scene
	theme := scene.LightTheme()
	p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, wordsForTest(t))
	if texts := s.Texts(); len(s.Items()) != 1 || len(texts) != 1 || texts[0].Content != "Needs one input per modality" {
		t.Errorf("in place of a portrait of three weights: %v", texts)
	}
	if HasPortrait(run) || !strings.Contains(Unfit(run), PortraitPanel) {
		t.Errorf("not offered of three weights: %q", Unfit(run))
	}
	if late := runTo(t, "late", 3); !HasPortrait(late) || Unfit(late) != PicturesPanel {
		t.Errorf("not offered of two weights: %q", Unfit(late))
	}
	p.Show(Moment{Run: runTo(t, "late", 3), Epoch: 3})
	if p.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, scene.Words{}); len(s.Items()) == 0 {
		t.Error("no portrait of the run after")
	}
}

func BenchmarkPortrait(b *testing.B) {
	theme := scene.LightTheme()
	run := runOf(b, map[string]any{"depth": 4., "fusion": 2., "init": .1}, 200)
	var s scene.Scene
	var p Portrait
	b.ReportAllocs()
	for b.Loop() {
		s.Reset()
		p.Show(Moment{Run: run, Epoch: 200})
		p.Draw(&s, scene.Rect{W: 640, H: 480}, &theme, scene.Words{})
	}
}

// TestPortraitOfRectifiedUnits: the weights read off rectified units go through the
// plateau and to the minimum of a picture that is larger by their gain.
func TestPortraitOfRectifiedUnits(t *testing.T) {
	var p, linear Portrait
	linear.Show(Moment{Run: runOf(t, nil, 0), Epoch: 0})
	for slope, gain := range map[float64]float64{0: 2, .5: 2 / 1.5} {
		run := runOf(t, map[string]any{"activation": sim.ReLU, "slope": slope, "epochs": 2500}, 2500)
		p.Show(Moment{Run: run, Epoch: 2500})
		for m := range p.Final {
			end := p.Run[m][2500]
			if math.Abs(p.Final[m]-gain*linear.Final[m]) > 1e-12 || math.Abs(end-p.Final[m]) > 1e-6*gain || !(p.A[1] > p.Final[0]) {
				t.Errorf("a = %v: weight %d ends at %v, the minimum is drawn at %v, of linear units at %v", slope, m, end, p.Final[m], linear.Final[m])
			}
		}
		if at := p.Run[0][int(600*gain/2)]; math.Abs(at-p.Plateau[0]) > 1e-3 {
			t.Errorf("a = %v: the plateau is drawn at %v, the run passes %v", slope, p.Plateau[0], at)
		}
	}
}
