package render

import (
	"math"
	"math/rand/v2"
	"strconv"
	"testing"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// ownRun trains a person's data to the end: y = Σ wx + noise of inputs with something in common, of
// which some rows may be held out.
func ownRun(t testing.TB, dims []int, targets int, held bool) *sim.Run {
	t.Helper()
	random := rand.New(rand.NewPCG(15, 12))
	d := &sim.DataSet{}
	for m, dim := range dims {
		d.Modalities = append(d.Modalities, sim.Modality{Name: ownNames[m], Dim: dim})
		for i := range dim {
			d.Inputs = append(d.Inputs, ownNames[m]+strconv.Itoa(i))
		}
	}
	inputs := len(d.Inputs)
	n := inputs + targets
	for k := range targets {
		d.Targets = append(d.Targets, "y"+strconv.Itoa(k))
	}
	noise := .6
	if held { // too much for so few rows
		noise = 4
	}
	weights := make([]float64, inputs)
	for i := range weights {
		weights[i] = .5 + .5*random.Float64()
	}
	moments := func(rows int) (upper []float64) {
		sums, z := make([]float64, n*n), make([]float64, n)
		for range rows {
			common := random.NormFloat64()
			for i := range inputs {
				z[i] = random.NormFloat64()*(1+.5*float64(i%3)) + .3*common
			}
			for k := range targets {
				z[inputs+k] = noise * random.NormFloat64()
				for i, w := range weights {
					z[inputs+k] += w * z[i] * math.Cos(float64(k*i))
				}
			}
			for i := range n {
				for j := range n {
					sums[i*n+j] += z[i] * z[j] / float64(rows)
				}
			}
		}
		for i := range n {
			upper = append(upper, sums[i*n+i:(i+1)*n]...)
		}
		return upper
	}
	if d.Upper = moments(400); held {
		d.Upper, d.HeldOut = moments(2*n), moments(2*n)
	}
	own, err := sim.Keep(d)
	if err != nil {
		t.Fatal(err)
	}
	s, err := sim.Preset("own")
	if err != nil {
		t.Fatal(err)
	}
	s.Own, s.Eta = own, 0
	if s.Eta, s.Epochs, err = s.OwnTime(); err != nil {
		t.Fatal(err)
	}
	run, err := sim.NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !run.Done() {
		run.Step()
	}
	return run
}

var ownNames = []string{"audio", "video", "text", "depth camera", "touch", "a long name of the last"}

// calledWords are the words with those names, as the lab shortens them.
func calledWords(t testing.TB, run *sim.Run) scene.Words {
	words := scene.Words{}
	for key, text := range wordsForTest(t) {
		words[key] = text
	}
	for m, name := range run.Scenario().Names() {
		if len(name) > 16 {
			name = name[:15] + "…"
		}
		words["name."+run.Moments().Modalities()[m].Name] = name
	}
	return words
}

var ownStates = map[string]struct {
	dims    []int
	targets int
	held    bool
}{
	"own-six": {[]int{2, 1, 1, 2, 1, 1}, 1, false}, "own-held": {[]int{10, 12}, 1, true}, "own-targets": {[]int{20, 20, 5}, 4, false},
}

// TestOwnPictures: pictures of a person's data, six modalities of them, held-out rows and several
// targets, with names of any length in boxes of every size: no text lies on another, or leaves its
// box; a frame takes no memory.
func TestOwnPictures(t *testing.T) {
	for name, c := range ownStates {
		run := ownRun(t, c.dims, c.targets, c.held)
		words := calledWords(t, run)
		for _, part := range []float64{.3, 1} {
			now := raceMoment(t, run, int(part*float64(run.Epoch())))
			for _, panel := range Panels {
				if panel.Shows != nil && !panel.Shows(run) {
					continue
				}
				if !panel.Ready(run, now.Epoch) {
					continue
				}
				picture := panel.New()
				picture.Show(now)
				file := name + "-" + panel.Name
				if part < 1 {
					file += "-begun"
				}
				inEverySize(t, file, func(s *scene.Scene, box scene.Rect, theme *scene.Theme) { picture.Draw(s, box, theme, words) }, func(sz size, theme string) bool {
					return sz == weightSizes[2] && theme == "light" && part == 1
				})
				theme := scene.LightTheme()
				for _, w := range []float64{340, 374, 1240} {
					box := scene.Rect{W: w, H: 300}
					var s scene.Scene
					picture.Draw(&s, box, &theme, words)
					checkTexts(t, &s, box, file)
					rebuild := func() {
						s.Reset()
						picture.Show(now)
						picture.Draw(&s, box, &theme, words)
					}
					rebuild()
					if n := testing.AllocsPerRun(5, rebuild); n != 0 && panel.Name != UnitsPanel {
						t.Errorf("%s at %v: a warm frame allocates %v times", file, w, n)
					}
				}
			}
		}
	}
}

// TestOwnWords: names stand in words and letters in symbols; held-out rows are called so; several
// targets are not said to have one norm.
func TestOwnWords(t *testing.T) {
	texts := func(panel string, run *sim.Run) (list []string) {
		words, theme := calledWords(t, run), scene.LightTheme()
		for _, p := range Panels {
			if p.Name != panel {
				continue
			}
			picture := p.New()
			picture.Show(raceMoment(t, run, run.Epoch()))
			var s scene.Scene
			picture.Draw(&s, scene.Rect{W: 900, H: 400}, &theme, words)
			for _, text := range s.Texts() {
				list = append(list, text.Content)
			}
		}
		return list
	}
	has := func(list []string, want ...string) {
		t.Helper()
		for _, w := range want {
			found := false
			for _, text := range list {
				found = found || text == w
			}
			if !found {
				t.Errorf("nothing says %q in %q", w, list)
			}
		}
	}
	six := ownRun(t, ownStates["own-six"].dims, 1, false)
	has(texts(TrainingPanel, six), "audio", "video", "a long name of …", "t_{A} ≈ 228")
	has(texts(NetworkPanel, six), "audio", "depth camera")
	has(texts(PhasePanel, six), "audio", "touch", "learns video first,")
	held := ownRun(t, ownStates["own-held"].dims, 1, true)
	training := texts(TrainingPanel, held)
	has(training, "error on held-out rows")
	for _, text := range training {
		if text == wordsForTest(t)["figure.training.newData"] || text == wordsForTest(t)["figure.training.yTruth"] {
			t.Errorf("of held-out rows the chart says %q", text)
		}
	}
	several := ownRun(t, ownStates["own-targets"].dims, 4, false)
	has(texts(PhasePanel, several), wordsForTest(t)["figure.preference.singular"])
	if need := several.RaceNeed(); need != sim.RaceNeedsTarget || HasRace(several) {
		t.Errorf("a race of several targets: it needs %q", need)
	}
	has(texts(RacePanel, several), wordsForTest(t)["figure.race.needs.target"])
}
