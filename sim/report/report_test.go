package main

import (
	"math"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

const (
	root   = "../.."
	folder = root + "/sim/testdata/reference"
)

// trained is every scenario of the menu, trained once for all tests.
var trained = sync.OnceValues(func() ([]result, error) { return results(folder) })

// TestReadme: the table in README.md is what the scenarios give today.
func TestReadme(t *testing.T) {
	text, err := os.ReadFile(root + "/README.md")
	if err != nil {
		t.Fatal(err)
	}
	titles, err := readTitles(root)
	if err != nil {
		t.Fatal(err)
	}
	list, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	renewed, err := renew(string(text), markdown(list, titles))
	if err != nil {
		t.Fatal(err)
	}
	had, have := strings.Split(string(text), "\n"), strings.Split(renewed, "\n")
	missing := func(mark string, from, in []string) {
		for _, line := range from {
			if !slices.Contains(in, line) {
				t.Errorf("%s %s", mark, line)
			}
		}
	}
	if renewed != string(text) {
		t.Error("README.md is out of date; make readme rewrites it:")
		missing("-", had, have)
		missing("+", have, had)
	}
	for slug, title := range titles {
		if !strings.Contains(renewed, "\n| "+title) {
			t.Errorf("scenario %s has no row", slug)
		}
	}
}

// TestDeepRows: a row of a deep network says how it was trained, what a typical seed does, and
// predicts both times to 2 %; no other row has a mean field.
func TestDeepRows(t *testing.T) {
	list, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	deep := 0
	for i := range list {
		r := &list[i]
		first, ratio := r.typical()
		if r.scenario.TwoLayers() {
			if !math.IsNaN(first) || r.left != nil {
				t.Errorf("%s: a mean field of two layers, %v", r.scenario.Slug, first)
			}
			continue
		}
		deep++
		if r.left == nil || r.left.Residual > sim.ResidualTolerance || !strings.HasPrefix(r.trained(), "projected, order ") {
			t.Errorf("%s, fusion layer %d: trained %s", r.scenario.Slug, r.scenario.Fusion, r.trained())
		}
		if !(first > 0 && ratio >= 1) {
			t.Errorf("%s, fusion layer %d: mean field %v, %v", r.scenario.Slug, r.scenario.Fusion, first, ratio)
		}
		for m, want := range r.measured.Times {
			if got := r.times()[m]; !(math.Abs(got/want-1) < .02) {
				t.Errorf("%s, fusion layer %d: predicted %v, measured %v", r.scenario.Slug, r.scenario.Fusion, got, want)
			}
		}
	}
	if deep < 6 {
		t.Errorf("%d deep rows", deep)
	}
}

// TestRenew: what is around the table stays, whatever was in it goes.
func TestRenew(t *testing.T) {
	want := "before\n" + begin + "new\n" + end + "after\n"
	for _, old := range []string{"", "| old |\n", "new\n"} {
		got, err := renew("before\n"+begin+old+end+"after\n", "new\n")
		if err != nil || got != want {
			t.Errorf("%q: %q, %v", old, got, err)
		}
	}
	for _, text := range []string{"", begin, end, end + begin} {
		if _, err := renew(text, "new\n"); err == nil {
			t.Errorf("%q has no place for a table, but got one", text)
		}
	}
}

// TestPaper: the times read off the stored columns are those the authors' code
// measures (sim/testdata/reference/README.md), and every name in the list
// belongs to a network of the menu.
func TestPaper(t *testing.T) {
	for name, want := range map[string][3]float64{
		"two_layer_late_rho+0.0": {128, 466, math.NaN()},
		"two_layer_late_rho+0.5": {104, 460, .244},
	} {
		run, err := runfile.Read(folder + "/" + name + ".json")
		if err != nil {
			t.Fatal(err)
		}
		got, err := measure(run)
		if err != nil || got.ratio != want[1]/want[0] || math.Abs(got.misattribution-want[2]) > 5e-4 {
			t.Errorf("%s: %v, %v; want t_A, t_B, mis-attribution %v", name, got, err, want)
		}
	}
	unused := map[network]bool{}
	for n := range published {
		unused[n] = true
	}
	list, err := trained()
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range list {
		delete(unused, network{r.scenario.Slug, r.scenario.Fusion})
	}
	for n := range unused {
		t.Errorf("no scenario trains %v", n)
	}
}

// TestSweep: a scenario of the paper's sweep finds its row, and no other does.
func TestSweep(t *testing.T) {
	for _, c := range []struct {
		changes map[string]any
		ratio   float64
	}{
		{map[string]any{"kappa": 3., "rho": .5}, 9.8898},
		{map[string]any{"kappa": 2., "rho": .5}, math.NaN()},
		{map[string]any{"kappa": 3., "rho": .5, "eta": .02}, math.NaN()},
		{map[string]any{"kappa": 3., "rho": .5, "fusion": 1}, math.NaN()},
	} {
		s, err := sim.Default().With(c.changes)
		if err != nil {
			t.Fatal(err)
		}
		s.Slug = "new"
		got, err := paper(folder, s)
		if err != nil || got.ratio != c.ratio && !(math.IsNaN(got.ratio) && math.IsNaN(c.ratio)) {
			t.Errorf("%v: %v, %v; want %v", c.changes, got, err, c.ratio)
		}
	}
	s := sim.Default()
	s.Eta = .01
	if _, err := paper(folder, s); err == nil {
		t.Error("a run at another learning rate passed for the scenario's")
	}
}

func TestNumbers(t *testing.T) {
	for _, c := range [][2]string{
		{ratio(3.7941), "3.79"}, {ratio(4), "4"}, {ratio(-12.345), "−12.3"}, {ratio(math.NaN()), ""},
		{part(-1e-9), "0.000"}, {part(-.2496), "−0.250"}, {part(math.NaN()), ""},
		{epochs([]float64{125.6, 478}), "126, 478"}, {epochs([]float64{125.6, math.NaN()}), "126, –"},
		{epochs([]float64{math.NaN(), math.NaN()}), ""}, {epochs(nil), ""},
		{power(5.2e-6), "5·10⁻⁶"}, {power(3.4e-12), "3·10⁻¹²"}, {power(0), "0"}, {field(1137.2, 1.0441), "1137; 1.04"}, {field(math.NaN(), math.NaN()), ""},
		{parameters(sim.Default(), sim.Default()), ""},
	} {
		if c[0] != c[1] {
			t.Errorf("%q, want %q", c[0], c[1])
		}
	}
}
