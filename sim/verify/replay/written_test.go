package replay

import (
	"os"
	"path/filepath"
	"testing"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// trained returns a run to its end.
func trained(t *testing.T, s sim.Scenario) *sim.Run {
	t.Helper()
	r, err := sim.NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	for !r.Done() {
		r.Step()
	}
	return r
}

// TestWrittenRuns: a run of every scenario, and of what no scenario has, is written to a file that replays in
// every form. The files of rectified units, and of batches, are refused.
func TestWrittenRuns(t *testing.T) {
	refused := map[string]string{"relu": "relu", "xor": "relu", "xor-early": "relu", "batches": "batches"}
	cases := map[string]map[string]any{
		"batches":  {"method": sim.Batches, "from": sim.Sample, "samples": 64, "epochs": 10},
		"rmsprop":  {"method": sim.RMSProp, "eta": 1e-3, "epochs": 200},
		"masks":    {"dropout": .3, "masks": sim.SampledMasks, "epochs": 300, "seed": 7},
		"unimodal": {"unimodal": .5, "etaRatio": 3, "method": sim.Momentum, "eta": .01, "epochs": 300},
		"diverges": {"eta": 1.5},
	}
	for _, slug := range sim.Slugs() {
		cases[slug] = map[string]any{"scenario": slug}
	}
	for name, values := range cases {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := sim.Default().With(values)
			if err != nil {
				t.Fatal(err)
			}
			run := trained(t, s)
			text, err := runfile.Encode(run, runfile.Lab{Version: sim.Version, Scenario: s.Slug, Seed: s.Seed, Values: s.Values()})
			if why := refused[name]; why != "" {
				if e, ok := err.(*sim.Error); !ok || e.Code != runfile.NoRunFile || e.Why != why {
					t.Errorf("refused with %v, not because of %s", err, why)
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
					if d.TooFar() {
						t.Errorf("%s, %s differs by %.2g at epoch %d, allowed %.2g", r.Form, d.Column, d.Largest, d.Epoch, d.Allowed)
					}
				}
			}
			want := 1 + len(run.Moments().Modalities()) // the loss and a norm each, and
			switch {
			case run.Moments().Inputs() == len(run.Moments().Modalities()): // a weight each
				want += want - 1
			case s.From == sim.Sample: // the error on new data
				want++
			}
			if len(replays) == 0 || len(replays[0].Differences) != want {
				t.Errorf("%d replays, not of %d columns", len(replays), want)
			}
		})
	}
}
