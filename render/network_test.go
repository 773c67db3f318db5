package render

import (
	"encoding/json"
	"fmt"
	"math"
	"os"
	"testing"

	"unimodal-bias-lab/sim"
)

// networkAt is the picture of a preset's run at an epoch.
func networkAt(t *testing.T, slug string, epoch int) Network {
	t.Helper()
	var n Network
	n.Show(runTo(t, slug, epoch), epoch)
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
// layer.
func TestNetworkShapes(t *testing.T) {
	words := wordsForTest(t)
	for depth := sim.MinDepth; depth <= sim.MaxDepth; depth++ {
		for fusion := 1; fusion <= depth; fusion++ {
			n := Network{Depth: depth, Fusion: fusion, Names: []string{"A", "B"}, Flow: []float64{.8, .2}}
			for range 2 {
				n.Branches = append(n.Branches, make([]float64, fusion))
			}
			n.Shared = make([]float64, depth-fusion)
			for _, theme := range []Theme{LightTheme(), DarkTheme(), ProjectorTheme()} {
				for _, size := range [][2]float64{{420, 300}, {358, 240}, {640, 320}, {900, 500}} {
					if theme.Name == "projector" && size[0] < 600 {
						continue
					}
					var s Scene
					box := Rect{20, 10, size[0], size[1]}
					p := n.Draw(&s, box, &theme, words)
					name := fmt.Sprintf("L=%d Lf=%d %s %v", depth, fusion, theme.Name, size)
					checkTexts(t, &s, box, name)
					if got := p.Fusion(p.Handle.X); got != fusion {
						t.Errorf("%s: the handle stands for layer %d", name, got)
					}
					if hb := p.HandleBox(); hb.W < 44 || hb.H < 44 {
						t.Errorf("%s: the handle measures %v", name, hb)
					}
					for _, m := range s.Marks() {
						if !box.Contains(m.At.X, m.At.Y) {
							t.Errorf("%s: %s lies at %v", name, m.Key, m.At)
						}
					}
				}
			}
		}
	}
}

func TestNetworkSurvivesAnything(t *testing.T) {
	theme, words := LightTheme(), Words{}
	nan := math.NaN()
	for _, n := range []Network{
		{}, {Depth: 3}, {Depth: 2, Fusion: 5}, {Depth: 2, Fusion: 2},
		{Depth: 2, Fusion: 1, Branches: [][]float64{{nan}, {math.Inf(1)}}, Shared: []float64{nan}, Flow: []float64{nan, nan}},
	} {
		for _, box := range []Rect{{}, {W: 10, H: 10}, {W: 400, H: 300}, {X: nan, W: 400, H: 300}} {
			var s Scene
			n.Draw(&s, box, &theme, words)
			for _, strip := range s.Strips() {
				for _, p := range strip.Points {
					if !finite(p.X + p.Y) {
						t.Fatalf("%+v in %v: a line to %v", n, box, p)
					}
				}
			}
		}
	}
}

func TestNetworkRebuildAllocatesNothing(t *testing.T) {
	run := runTo(t, "intermediate", 100)
	theme, words := LightTheme(), wordsForTest(t)
	var s Scene
	var n Network
	rebuild := func() {
		s.Reset()
		n.Show(run, 90)
		n.Draw(&s, Rect{W: 420, H: 300}, &theme, words)
	}
	rebuild()
	if allocations := testing.AllocsPerRun(20, rebuild); allocations != 0 {
		t.Errorf("rebuilding allocates %v times", allocations)
	}
}

// wordsForTest is the page's own catalogue.
func wordsForTest(t *testing.T) (words Words) {
	t.Helper()
	file, err := os.ReadFile("../web/strings/en.json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(file, &words); err != nil {
		t.Fatal(err)
	}
	return words
}
