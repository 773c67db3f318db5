package render

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// TestPlaneAndRunAgree: the picture that explains the data of a random state, and the run,
// never name different modalities as learned first without a word. Where the plane is not
// about the network beside it, it names none.
func TestPlaneAndRunAgree(t *testing.T) {
	words, theme, random := wordsForTest(t), scene.LightTheme(), rand.New(rand.NewPCG(5, 12))
	agreed, opposed, silent := 0, 0, 0
	for range 300 {
		changes := map[string]any{
			"kappa": math.Exp2(4*random.Float64() - 2), "r": 4*random.Float64() - 2, "rho": 1.8*random.Float64() - .9,
			"width": 2 + random.IntN(30), "init": math.Pow(10, -1-8*random.Float64()), "seed": 1 + random.IntN(1000),
		}
		switch random.IntN(6) {
		case 0:
			changes["fusion"] = 1
		case 1:
			changes["depth"], changes["fusion"], changes["skew"], changes["init"], changes["epochs"] = 3, 3, -1, .02, 500
		case 2:
			changes["depth"], changes["fusion"], changes["init"] = 3, 2+random.IntN(2), .1
		case 3:
			changes["activation"] = sim.ReLU
		case 4:
			changes["from"], changes["samples"] = sim.Sample, 8+random.IntN(100)
		}
		s, err := sim.Default().With(changes)
		if err != nil {
			continue // they do not go together
		}
		run := runOf(t, changes, s.Epochs)
		prediction, err := run.Predict()
		if err != nil {
			t.Fatal(err)
		}
		measured := run.Measure(run.Epoch())
		if measured.First < 0 || !measured.Plateau && !s.Early() {
			continue
		}
		name := phaseNames[measured.First]
		for _, width := range []float64{340, 422, 700} {
			var list scene.Scene
			e := &Explanation{}
			e.Show(Moment{Run: run, Epoch: run.Epoch(), Prediction: &prediction})
			e.Draw(&list, scene.Rect{W: width, H: 300}, &theme, words)
			said := textsOf(&list)
			state := fmt.Sprintf("%s, %v wide", sim.EncodeLink(s, run.Epoch()), width)
			verdict := said["phase/verdict"].Content + said["preference/learns"].Content
			switch {
			case s.Early() || s.DepthGap != 0:
				silent++
				if ExplanationOf(s) == ByPlane && (said["phase/remark"].Content == "" || verdict != "" || said["phase/region/AA"].Content != "") {
					t.Errorf("%s: the plane speaks of a network it is not about: %q", state, verdict)
				}
			case strings.Contains(verdict, name+" first"):
				agreed++
			case verdict == "" && said["phase/remark"].Content != "": // on a line
			default:
				opposed++
				if word := said["phase/verdict/run"].Content + said["preference/measured"].Content; !strings.Contains(word, name) {
					t.Errorf("%s: it says %q of a run that learns %s first, and no word of that: %q", state, verdict, name, word)
				}
			}
		}
	}
	t.Log(agreed, opposed, silent)
	if agreed < 100 || opposed < 5 || silent < 20 {
		t.Errorf("%d states agree, %d do not, in %d the plane is about other networks: too few to tell", agreed, opposed, silent)
	}
}
