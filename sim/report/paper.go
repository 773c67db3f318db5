package main

import (
	"encoding/csv"
	"fmt"
	"math"
	"os"
	"path/filepath"
	"strconv"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// network is one trained network of the menu.
type network struct {
	slug   string
	fusion int
}

// published names the run of the paper's code that shows the same, where there
// is one; for two layers the table of its sweep is searched, too.
var published = map[network]string{
	{"late", 2}:          "two_layer_late_rho+0.0",
	{"early", 1}:         "two_layer_early_rho+0.0",
	{"late-positive", 2}: "two_layer_late_rho+0.5",
	{"intermediate", 2}:  "depth4_Lf2",
	{"depth", 2}:         "depth4_Lf2",
	{"depth", 3}:         "depth4_Lf3",
}

// paperNumbers are what the paper's code measured; NaN: nothing.
type paperNumbers struct{ ratio, misattribution float64 }

// paper looks up a scenario in the folder of reference numbers.
func paper(folder string, s sim.Scenario) (paperNumbers, error) {
	if name, ok := published[network{s.Slug, s.Fusion}]; ok {
		run, err := runfile.Read(filepath.Join(folder, name+".json"))
		if err != nil {
			return paperNumbers{}, err
		}
		if a := run.Architecture; a.Depth != s.Depth || a.Fusion != s.Fusion || run.LearningRate != s.Eta {
			return paperNumbers{}, fmt.Errorf("%s is not a run of scenario %s: depth %d, fusion %d, η = %g", name, s.Slug, a.Depth, a.Fusion, run.LearningRate)
		}
		return measure(run)
	}
	return sweep(filepath.Join(folder, "toy_sweep_linear.csv"), s)
}

// measure reads a run as the paper does: t_A when W_A passes half its plateau,
// t_B when W_B passes half its final value, mis-attribution halfway between
// them and against the last epoch.
func measure(run *runfile.File) (paperNumbers, error) {
	a, b := run.Columns["W_A"], run.Columns["W_B"]
	if a == nil || b == nil {
		return paperNumbers{}, fmt.Errorf("%s: W_A and W_B are needed", run.Path)
	}
	plateau := math.NaN()
	for m, modality := range run.Moments.Modalities() {
		if modality.Name == "A" {
			plateau = run.Moments.PlateauNorm(m)
		}
	}
	last := len(a) - 1
	tA, tB := passes(run.Epoch, a, plateau/2), passes(run.Epoch, b, b[last]/2)
	n := paperNumbers{tB / tA, math.NaN()}
	if run.Architecture.Fusion > 1 {
		n.misattribution = at(run.Epoch, a, (tA+tB)/2)/a[last] - 1
	}
	return n, nil
}

// passes returns the epoch nearest to where v first reaches level, or NaN.
// Between the rows stored v grows as what is being learned does: exponentially.
func passes(epochs []int, v []float64, level float64) float64 {
	for i := 1; i < len(v); i++ {
		if v[i] < level {
			continue
		}
		f := (level - v[i-1]) / (v[i] - v[i-1])
		if v[i-1] > 0 {
			f = math.Log(level/v[i-1]) / math.Log(v[i]/v[i-1])
		}
		return math.Round(float64(epochs[i-1]) + f*float64(epochs[i]-epochs[i-1]))
	}
	return math.NaN()
}

// at returns v at a time between the rows stored, or NaN.
func at(epochs []int, v []float64, t float64) float64 {
	for i := 1; i < len(v); i++ {
		if from, to := float64(epochs[i-1]), float64(epochs[i]); t >= from && t <= to {
			f := (t - from) / (to - from)
			return v[i-1]*(1-f) + v[i]*f
		}
	}
	return math.NaN()
}

// sweep looks up a scenario in the paper's sweep of two-layer late fusion over κ
// and ρ: means over repeats.
func sweep(file string, s sim.Scenario) (paperNumbers, error) {
	none := paperNumbers{math.NaN(), math.NaN()}
	if s.Depth != 2 || s.Fusion != 2 || s.Width != 100 || s.Init != 1e-9 || s.Eta != .04 || s.R != 1 || s.WB != 1 || s.Noise != 0 {
		return none, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return none, err
	}
	defer f.Close()
	records, err := csv.NewReader(f).ReadAll()
	if err != nil {
		return none, fmt.Errorf("%s: %w", file, err)
	}
	for _, record := range records[1:] {
		row := map[string]float64{}
		for i, text := range record {
			if row[records[0][i]], err = strconv.ParseFloat(text, 64); err != nil {
				return none, fmt.Errorf("%s: %w", file, err)
			}
		}
		if row["ratio"] == s.Kappa && row["rho"] == s.Rho {
			return paperNumbers{row["time_ratio_mean"], row["misattr_mean"]}, nil
		}
	}
	return none, nil
}
