package render

import (
	"math"

	"unimodal-bias-lab/sim"
)

// Show fills the panel with a run as it stands at an epoch, and with what
// theory predicts for it. The pointer is left alone, memory is reused.
func (t *Training) Show(run *sim.Run, epoch int, prediction *sim.Prediction) {
	measured := &t.measured
	run.MeasureInto(measured, epoch)
	t.Epochs = run.Scenario().Epochs
	t.Playhead = float64(epoch)
	t.First = measured.First
	t.Diverged = run.Diverged() != nil && epoch >= run.Epoch()
	t.Loss = run.Values("lossNormalised")
	t.Modalities = t.Modalities[:0]
	for m, modality := range run.Moments().Modalities() {
		t.Modalities = append(t.Modalities, ModalityCurve{
			Name:          modality.Name,
			Norm:          run.Norm(m),
			Final:         run.Moments().OptimumNorm(m),
			Time:          measured.Times[m],
			PredictedTime: orNaN(prediction.Descent.Times, m),
			PaperTime:     orNaN(prediction.Paper.Times, m),
		})
	}
}

func orNaN(values []float64, i int) float64 {
	if i < len(values) {
		return values[i]
	}
	return math.NaN()
}
