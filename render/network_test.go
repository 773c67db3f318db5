package render

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// networkAt is the picture of a preset's run at an epoch.
func networkAt(t *testing.T, slug string, epoch int) Network {
	t.Helper()
	var n Network
	n.Show(Moment{Run: runTo(t, slug, epoch), Epoch: epoch})
	return n
}

// runTo trains a preset up to an epoch.
func runTo(t *testing.T, slug string, epoch int) *sim.Run {
	t.Helper()
	s, err := sim.Preset(slug)
	if err != nil {
		t.Fatal(err)
	}
	run, err := sim.NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for range epoch {
		run.Step()
	}
	return run
}

// TestBranchesLightUp: in the unimodal phase branch A is strong and B is not;
// at the end both are.
func TestBranchesLightUp(t *testing.T) {
	phase, end := networkAt(t, "late", 300), networkAt(t, "late", 900)
	for l := range 2 {
		if a, b := phase.Branches[0][l], phase.Branches[1][l]; a < .95 || b > .05 {
			t.Errorf("in the phase layer %d has strengths %.3f and %.3f", l+1, a, b)
		}
		if a, b := end.Branches[0][l], end.Branches[1][l]; a < .95 || b < .95 {
			t.Errorf("at the end layer %d has strengths %.3f and %.3f", l+1, a, b)
		}
	}
	if deep := networkAt(t, "intermediate", 1500); deep.Shared[0] < .9 || deep.Branches[1][1] < .9 {
		t.Errorf("a deep network at its end: %v %v", deep.Branches, deep.Shared)
	}
}

// TestNetworkShapes: every depth and fusion layer has a picture without
// overlapping words, in every size, and the handle finds the way back to the
// layer; with branches of one depth and with a second one that has fewer or more
// layers.
func TestNetworkShapes(t *testing.T) {
	words := wordsForTest(t)
	for depth := sim.MinDepth; depth <= sim.MaxDepth; depth++ {
		for fusion := 1; fusion <= depth; fusion++ {
			for _, other := range []int{fusion, max(1, fusion-2), 1, fusion + 1, sim.MaxDepth} {
				n := Network{Depth: depth, Fusion: fusion, Names: []string{"A", "B"}, Flow: []float64{.8, .2}}
				n.Branches = [][]float64{make([]float64, fusion), make([]float64, min(other, sim.MaxDepth))}
				n.Shared = make([]float64, depth-fusion)
				checkNetwork(t, &n, words)
			}
		}
	}
}

func checkNetwork(t *testing.T, n *Network, words scene.Words) {
	t.Helper()
	for _, theme := range []scene.Theme{scene.LightTheme(), scene.DarkTheme(), scene.ProjectorTheme()} {
		for _, size := range [][2]float64{{420, 300}, {358, 240}, {640, 320}, {900, 500}} {
			if theme.Name == "projector" && size[0] < 600 {
				continue
			}
			var s scene.Scene
			box := scene.Rect{X: 20, Y: 10, W: size[0], H: size[1]}
			p := n.Draw(&s, box, &theme, words).Wiring
			name := fmt.Sprintf("L=%d L_f=%d L_B=%d %s %v", n.Depth, n.Fusion, len(n.Branches[1]), theme.Name, size)
			checkTexts(t, &s, box, name)
			for fusion := 1; fusion <= n.Depth; fusion++ {
				if got := p.Fusion(p.X(fusion)); got != fusion {
					t.Errorf("%s: column %d stands for layer %d", name, fusion, got)
				}
			}
			if got := p.Fusion(p.Handle.X); got != n.Fusion {
				t.Errorf("%s: the handle stands for layer %d", name, got)
			}
			if hb := scene.Around(p.Handle, p.Reach); hb.W < 44 || hb.H < 44 {
				t.Errorf("%s: the handle measures %v", name, hb)
			}
			for _, m := range s.Marks() {
				if !box.Contains(m.At.X, m.At.Y) {
					t.Errorf("%s: %s lies at %v", name, m.Key, m.At)
				}
			}
			// Every layer is there, and as long as any other.
			layers, step := 0, p.X(1)-p.X(0)
			seen := map[string]bool{}
			for _, strip := range s.Strips() {
				var m, l, i int
				if k, _ := fmt.Sscanf(strip.Key, "network/link/%d/%d/%d", &m, &l, &i); k == 3 && i == 0 && m < 2 {
					if length := math.Abs(strip.Points[1].X - strip.Points[0].X); math.Abs(length-step) > 8 { // of a shared ribbon's slant
						t.Errorf("%s: %s is %v long, not %v", name, strip.Key, length, step)
					}
					if key := strip.Key; !seen[key] {
						seen[key] = true
						layers++
					}
				}
			}
			if want := len(n.Branches[0]) + len(n.Branches[1]); layers < want {
				t.Errorf("%s: %d layers of %d", name, layers, want)
			}
		}
	}
}

func TestNetworkSurvivesAnything(t *testing.T) {
	theme, words := scene.LightTheme(), scene.Words{}
	nan := math.NaN()
	for _, n := range []Network{
		{}, {Depth: 3}, {Depth: 2, Fusion: 5}, {Depth: 2, Fusion: 2},
		{Depth: 2, Fusion: 2, Branches: [][]float64{{1, 1}, {}}}, {Depth: 2, Fusion: 2, Branches: [][]float64{{1}, {1, 1}}},
		{Depth: 2, Fusion: 1, Branches: [][]float64{{nan}, {math.Inf(1)}}, Shared: []float64{nan}, Flow: []float64{nan, nan}},
	} {
		for _, box := range []scene.Rect{{}, {W: 10, H: 10}, {W: 400, H: 300}, {X: nan, W: 400, H: 300}} {
			var s scene.Scene
			n.Draw(&s, box, &theme, words)
			for _, strip := range s.Strips() {
				for _, p := range strip.Points {
					if !scene.Finite(p.X + p.Y) {
						t.Fatalf("%+v in %v: a line to %v", n, box, p)
					}
				}
			}
		}
	}
}

func TestNetworkRebuildAllocatesNothing(t *testing.T) {
	run := runTo(t, "intermediate", 100)
	theme, words := scene.LightTheme(), wordsForTest(t)
	var s scene.Scene
	var n Network
	rebuild := func() {
		s.Reset()
		n.Show(Moment{Run: run, Epoch: 90})
		n.Draw(&s, scene.Rect{W: 420, H: 300}, &theme, words)
	}
	rebuild()
	if allocations := testing.AllocsPerRun(20, rebuild); allocations != 0 {
		t.Errorf("rebuilding allocates %v times", allocations)
	}
}

// wordsForTest is the page's own catalogue. A key it has no words for shows.
func wordsForTest(t testing.TB) (words scene.Words) {
	t.Helper()
	file, err := os.ReadFile("../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &words); err != nil {
		t.Fatal(err)
	}
	words[""] = testWords[""]
	return words
}
