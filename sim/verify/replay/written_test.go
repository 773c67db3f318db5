package replay

import (
	"os"
	"path/filepath"
	"testing"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// trained returns a run of every weight, to its end.
func trained(t *testing.T, s sim.Scenario) *sim.Run {
	t.Helper()
	s.Compare = false // the others have files of their own
	r, err := sim.NewRun(s)
	if err == nil {
		r, err = r.Full()
	}
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestWrittenRuns: a run of every scenario, and of what no scenario has, is written to a file that replays in
// every form. What trains on more than any file can hold is refused.
func TestWrittenRuns(t *testing.T) {
	cases := map[string]map[string]any{
		"batches":        {"method": sim.Batches, "from": sim.Sample, "samples": 100, "epochs": 200, "seed": 5},
		"batches, masks": {"method": sim.Batches, "from": sim.Sample, "samples": 64, "batch": 10, "epochs": 100, "dropout": .3, "masks": sim.SampledMasks, "unimodal": .2},
		"batches, wide":  {"scenario": "small-data", "method": sim.Batches, "epochs": 100, "depth": 3},
		"rmsprop":        {"method": sim.RMSProp, "eta": 1e-3, "epochs": 200},
		"masks":          {"dropout": .3, "masks": sim.SampledMasks, "epochs": 300, "seed": 7},
		"unimodal":       {"unimodal": .5, "etaRatio": 3, "method": sim.Momentum, "eta": .01, "epochs": 300},
		"diverges":       {"eta": 1.5},
		"relu, slope":    {"scenario": "relu", "slope": .3, "noise": .5, "from": sim.Sample, "samples": 30, "etaRatio": 2, "method": sim.Momentum, "eta": .01, "epochs": 400},
		"xor, expected":  {"scenario": "xor", "from": sim.Population, "method": sim.Adam, "eta": .001, "epochs": 500},
		"xor, early":     {"scenario": "xor-early", "samples": 200, "epochs": 500},
		"endless":        {"scenario": "relu", "fusion": 1, "epochs": 10},
	}
	for _, slug := range sim.Slugs() {
		cases[slug] = map[string]any{"scenario": slug}
	}
	cases["xor-early"]["epochs"] = 200 // of 8192 examples, every unit on every one
	for name, values := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := sim.Default().With(values)
			if err != nil {
				t.Fatal(err)
			}
			run := trained(t, s)
			text, err := runfile.Encode(run, runfile.Lab{Version: sim.Version, Scenario: s.Slug, Seed: s.Seed, Values: s.Values()})
			if name == "endless" {
				if e, ok := err.(*sim.Error); !ok || e.Code != sim.NoExamples {
					t.Errorf("refused with %v", err)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			path := filepath.Join(t.TempDir(), "run.json")
			if err := os.WriteFile(path, text, 0o644); err != nil {
				t.Fatal(err)
			}
			replays, err := Replay(path, Forms)
			if err != nil {
				t.Fatal(err)
			}
			for _, r := range replays {
				for _, d := range r.Differences {
					if d.TooFar() || r.Residual == 0 && s.Method != sim.GradientFlow && d.Largest > 1e-10 {
						t.Errorf("%s, %s differs by %.2g at epoch %d, allowed %.2g", r.Form, d.Column, d.Largest, d.Epoch, d.Allowed)
					}
				}
			}
			want := 1 + len(run.Moments().Modalities())                    // the loss and a norm each, and
			if run.Moments().Inputs() == len(run.Moments().Modalities()) { // a weight each
				want += want - 1
			}
			if s.From == sim.Sample && s.Activation == sim.Linear { // the error on new data
				want++
			}
			if len(replays) == 0 || len(replays[0].Differences) != want {
				t.Errorf("%d replays, not of %d columns", len(replays), want)
			}
		})
	}
}
