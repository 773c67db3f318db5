package render

import (
	"math"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestUntoldTimes: a chart of a run whose times no formula tells has no predicted lines, and says why; no
// other reason is given.
func TestUntoldTimes(t *testing.T) {
	words := wordsForTest(t)
	for want, list := range map[string][]map[string]any{
		"adam":       {{"method": sim.Adam}, {"method": sim.Adam, "init": .5}, {"method": sim.Adam, "fusion": 1}, {"method": sim.Adam, "scenario": "many"}, {"method": sim.Adam, "depth": 3}, {"method": sim.Adam, "kappa": 1.}},
		"rmsprop":    {{"method": sim.RMSProp}, {"method": sim.RMSProp, "activation": sim.ReLU, "width": 4.}, {"method": sim.RMSProp, "activation": sim.ReLU, "task": sim.TaskXor}},
		"batches":    {{"method": sim.Batches, "from": sim.Sample, "samples": 500.}},
		"modulation": {{"modulation": .5}, {"modulation": .5, "init": .5}},
		"masks":      {{"dropout": .5, "masks": sim.SampledMasks}},
	} {
		for _, changes := range list {
			chart := NewTraining()
			chart.Show(raceMoment(t, runOf(t, changes, 3), 3))
			if key := "figure.training.foretold." + want; chart.Foretold != key || words[key] == "" {
				t.Errorf("%v: it says %q, want %q", changes, chart.Foretold, key)
			}
			for _, m := range chart.Modalities {
				if !math.IsNaN(m.PredictedTime) {
					t.Errorf("%v: %s is predicted at %v", changes, m.Name, m.PredictedTime)
				}
			}
		}
	}
	for _, changes := range []map[string]any{{"dropout": .5}, {"decay": .2}, {"method": sim.Momentum, "eta": .004}, {"etaRatio": 2.}, {"scaling": sim.ScaleStandard}} {
		chart := NewTraining()
		chart.Show(raceMoment(t, runOf(t, changes, 3), 3))
		if chart.Foretold != "" || math.IsNaN(chart.Modalities[0].PredictedTime) {
			t.Errorf("%v: %q, and A at %v", changes, chart.Foretold, chart.Modalities[0].PredictedTime)
		}
	}
}
