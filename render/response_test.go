package render

import (
	"math"
	"slices"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// responseStates are runs of the xor task worth looking at.
func responseStates(t *testing.T) map[string]*Response {
	states := map[string]*Response{}
	for name, at := range map[string]struct {
		changes map[string]any
		epoch   int
	}{
		"start":  {map[string]any{"scenario": "xor"}, 0},
		"phase":  {map[string]any{"scenario": "xor"}, 1150},
		"rise":   {map[string]any{"scenario": "xor"}, 1390},
		"end":    {map[string]any{"scenario": "xor"}, 2500},
		"stuck":  {map[string]any{"scenario": "xor-early"}, 1500},
		"early":  {map[string]any{"scenario": "xor-early", "kappa": 1}, 1200},
		"leaky":  {map[string]any{"scenario": "xor", "slope": .3}, 2500},
		"first":  {map[string]any{"scenario": "xor", "slope": .3, "kappa": .5}, 2500},
		"linear": {map[string]any{"scenario": "xor", "activation": sim.Linear}, 2500},
	} {
		run := runOf(t, at.changes, at.epoch)
		r := &Response{}
		r.Show(Moment{Run: run, Epoch: at.epoch})
		states[name] = r
	}
	return states
}

func TestResponseGolden(t *testing.T) {
	words := wordsForTest(t)
	for name, r := range responseStates(t) {
		inEverySize(t, "response-"+name, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { r.Draw(s, box, theme, words) }, func(sz size, _ string) bool {
			return sz == weightSizes[2] && (name == "phase" || name == "end" || name == "stuck")
		})
	}
}

// TestResponseTellsWhatIsLearned: the curves of all four x_B lie on y = x_A while A
// is learned alone, also at the end of early fusion, which is stuck there, and of a
// linear network, which knows no xor; once xor is learned they lie on the target, or
// are level where it is learned first.
func TestResponseTellsWhatIsLearned(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for name, c := range map[string]struct{ x, xor, off float64 }{ // parts learned, and how near a curve is
		"start": {0, 0, 1e-6}, "phase": {1, 0, .07}, "end": {1, 1, 1e-3}, "stuck": {1, 0, .15}, "leaky": {1, 1, .01}, "first": {0, 1, .04}, "linear": {1, 0, .05},
	} {
		r := responseStates(t)[name]
		for _, p := range r.Points {
			if p.Xor != -p.B[0]*p.B[1] {
				t.Errorf("%s: xor of %v is %v", name, p.B, p.Xor)
			}
			for k, y := range p.Answers {
				x := r.Reach * (float64(k)/32 - 1)
				if want := c.x*x + c.xor*p.Xor; math.Abs(y-want) > c.off*(1+math.Abs(x)) {
					t.Errorf("%s: the answer to %v, %v is %v, want %v", name, x, p.B, y, want)
					break
				}
			}
		}
		if math.Abs(r.Learned-c.xor) > .02 {
			t.Errorf("%s: %v of xor is learned, want %v", name, r.Learned, c.xor)
		}
		var s scene.Scene
		plot := r.Draw(&s, scene.Rect{X: 3, Y: 4, W: 430, H: 280}, &theme, words)
		if together := c.xor == 0; together != (len(s.Marks()) == 0) || !together && len(s.Marks()) != sim.XorPoints {
			t.Errorf("%s: %d marks", name, len(s.Marks()))
		}
		for _, m := range s.Marks() {
			unequal := strings.Contains(m.Key, "+") && strings.Contains(m.Key, "−")
			want := plot.At(r.Reach, c.x*r.Reach-1)
			if unequal {
				want = plot.At(r.Reach, c.x*r.Reach+1)
			}
			if (m.Fill == theme.Paper) != unequal || m.Shape != scene.Square || math.Hypot(m.At.X-want.X, m.At.Y-want.Y) > 1.5 {
				t.Errorf("%s: %s is a %v in %v at %v, want %v", name, m.Key, m.Shape, m.Fill, m.At, want)
			}
		}
	}
}

func TestResponseRebuildAllocatesNothing(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for _, slug := range []string{"xor", "xor-early"} {
		run := runTo(t, slug, 1400)
		var s scene.Scene
		var e Explanation
		epoch := 1300
		run.State(epoch)
		rebuild := func() {
			s.Reset()
			e.Show(Moment{Run: run, Epoch: epoch})
			e.Draw(&s, scene.Rect{W: 420, H: 300}, &theme, words)
		}
		rebuild()
		if n := testing.AllocsPerRun(20, rebuild); n != 0 {
			t.Errorf("%s: a warm rebuild allocates %v times", slug, n)
		}
	}
}

func TestResponseSurvivesAnything(t *testing.T) {
	withOddNumbers(t, func(_, _ int, a, b float64) drawing {
		r := Response{Names: []string{"A", "B"}, Reach: a, Learned: b}
		for i := range r.Points {
			r.Points[i] = ResponsePoint{B: [2]float64{a, b}, Xor: a, Answers: []float64{b, a, 0, b}}
		}
		return func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { r.Draw(s, box, theme, scene.Words{}) }
	})
}

// TestExplanationOf: data that have a place in the plane are shown there, xor by what
// the network computes, and all others by their moments; the plane alone has a handle.
func TestExplanationOf(t *testing.T) {
	theme, words := scene.LightTheme(), wordsForTest(t)
	for slug, want := range map[string]ExplanationKind{"late": ByPlane, "small-data": ByMoments, "early": ByPlane, "relu": ByPlane, "xor": ByResponse, "xor-early": ByResponse, "wishart": ByMoments, "own": ByMoments} {
		run := runTo(t, slug, 3)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		var e Explanation
		var s scene.Scene
		e.Show(Moment{Run: run, Epoch: 3, Prediction: &prediction})
		plot := e.Draw(&s, scene.Rect{W: 430, H: 280}, &theme, words).Plane
		if got := ExplanationOf(run.Scenario()); got != want || plot.Rect.Empty() != (want != ByPlane) || got.NeedsState() != (want == ByResponse) {
			t.Errorf("%s is explained by %v with a plane in %v, want %v", slug, got, plot.Rect, want)
		}
		prefix := map[ExplanationKind]string{ByPlane: "phase/", ByMoments: "preference/", ByResponse: "response/"}[want]
		found := false
		for _, text := range s.Texts() {
			found = found || strings.HasPrefix(text.Key, prefix)
		}
		if !found {
			t.Errorf("%s: nothing of %s is drawn", slug, prefix)
		}
	}
}

// TestResponseLeavesAGap: where an answer is beyond the plot its curve has a gap, and is
// not led straight across, where no answer is.
func TestResponseLeavesAGap(t *testing.T) {
	r := responseStates(t)["end"]
	p := &r.Points[0]
	for k := range p.Answers {
		p.Answers[k] = 0
		if k > 20 && k < 44 {
			p.Answers[k] = 100
		}
	}
	theme, words := scene.LightTheme(), wordsForTest(t)
	var s scene.Scene
	plot := r.Draw(&s, scene.Rect{W: 430, H: 330}, &theme, words)
	for _, strip := range s.Strips() {
		if !strings.HasPrefix(strip.Key, "response/curve/") {
			continue
		}
		for i, at := range strip.Points[1:] {
			if step := at.X - strip.Points[i].X; step > plot.Rect.W/20 {
				t.Errorf("%s goes %.0f of %.0f pixels in one step", strip.Key, step, plot.Rect.W)
			}
		}
	}
}

// TestResponseNumbersEveryStep: at every size the numbers along x stand at even distances,
// and none of them is left out.
func TestResponseNumbersEveryStep(t *testing.T) {
	words := wordsForTest(t)
	run := runTo(t, "xor-early", 600)
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.ProjectorTheme()} {
		for _, sz := range []size{{422, 265}, {358, 358}, {470, 420}, {600, 480}, {860, 660}} {
			if theme.SmallSize > 20 && sz.w < 470 {
				continue // the page gives it more
			}
			var e Explanation
			e.Show(Moment{Run: run, Epoch: 600})
			var s scene.Scene
			e.Draw(&s, scene.Rect{W: sz.w, H: sz.h}, &theme, words)
			var at []float64
			for _, text := range s.Texts() {
				if strings.HasPrefix(text.Key, "response/a/") {
					at = append(at, text.X)
				}
			}
			slices.Sort(at)
			if len(at) < 3 {
				t.Errorf("%v, %s: numbers at %v", sz, theme.Name, at)
			}
			for i := 2; i < len(at); i++ {
				if math.Abs(at[i]-2*at[i-1]+at[i-2]) > 1 {
					t.Errorf("%v, %s: numbers at %v", sz, theme.Name, at)
					break
				}
			}
		}
	}
}
