package render

import (
	"math"

	"unimodal-bias-lab/sim"
)

// Show fills the panel with a run as it stands at an epoch, with what theory
// predicts for it, with the run before and one to lay over it (nil: none). The
// pointer and the options are left alone, memory is reused.
func (t *Training) Show(run *sim.Run, epoch int, prediction *sim.Prediction, ghost, overlay *sim.Run) {
	measured := &t.measured
	run.MeasureInto(measured, epoch)
	t.Epochs = run.Scenario().Epochs
	t.Playhead = float64(epoch)
	t.First = measured.First
	if t.First == run.Sole() {
		t.First = -1 // nothing else is to come: this is no phase
	}
	t.Diverged = run.Diverged() != nil && epoch >= run.Epoch()
	t.Loss = run.Values("lossNormalised")
	t.LossScale = run.Moments().ZeroLoss()
	t.Rate, t.Flow = run.Scenario().Eta, run.Scenario().Method == sim.GradientFlow
	// Early fusion rests at no plateau: it learns both modalities together.
	t.PlateauLosses, t.Misattribution = nil, math.NaN()
	if run.Scenario().Fusion > 1 {
		t.PlateauLosses, t.Misattribution = prediction.PlateauLosses, measured.Misattribution
	}
	t.Ghost = nil
	if ghost != nil {
		t.Ghost = t.ghostOf(ghost, epoch)
	}
	t.Overlay = nil
	if overlay != nil {
		t.Overlay = t.overlayOf(run, overlay, epoch)
	}
	drawn := prediction.Drawn()
	t.Modalities, t.Series = t.Modalities[:0], t.Series[:0]
	if len(run.Companions()) > 0 {
		t.compare(run)
		t.sumUp()
		return
	}
	for m, modality := range run.Moments().Modalities() {
		t.Modalities = append(t.Modalities, ModalityCurve{
			Name:          modality.Name,
			Norm:          run.Norm(m),
			Final:         run.FinalNorm(m),
			Time:          measured.Times[m],
			PredictedTime: orNaN(drawn.Times, m),
			PaperTime:     orNaN(prediction.Paper.Times, m),
		})
	}
	if run.Scenario().Depth > 2 {
		t.predictFrom(measured, prediction)
	}
	t.sumUp()
}

// sumUp finds the spans of the curves.
func (t *Training) sumUp() {
	for m := range t.curveCount() {
		if m == len(t.spans) {
			t.spans = append(t.spans, nil)
		}
		t.spans[m] = appendSpans(t.spans[m][:0], t.reading(m).values)
	}
}

// predictFrom replaces the predicted times of a deep network: from random
// layers only their ratio is predicted, so that the second one follows once the
// first has been measured.
func (t *Training) predictFrom(measured *sim.Measurement, prediction *sim.Prediction) {
	for m := range t.Modalities {
		t.Modalities[m].PredictedTime, t.Modalities[m].PaperTime = math.NaN(), math.NaN()
		if measured.First >= 0 && m != measured.First && prediction.First == measured.First {
			t.Modalities[m].PredictedTime = prediction.Drawn().Ratio * measured.Times[measured.First]
		}
	}
}

// ghostOf shows an earlier run, as far as it went, behind the present one.
func (t *Training) ghostOf(run *sim.Run, epoch int) *Training {
	if t.ghost == nil {
		t.ghost = &Training{}
	}
	t.ghost.shadow(run, min(epoch, run.Epoch()))
	return t.ghost
}

// shadow shows a run by its curves alone.
func (g *Training) shadow(run *sim.Run, epoch int) {
	g.Pointer = math.NaN()
	g.Epochs, g.Playhead = run.Scenario().Epochs, float64(epoch)
	g.Loss, g.LossScale = run.Values("lossNormalised"), run.Moments().ZeroLoss()
	g.Modalities = g.Modalities[:0]
	for m, modality := range run.Moments().Modalities() {
		g.Modalities = append(g.Modalities, ModalityCurve{Name: modality.Name, Norm: run.Norm(m), Final: run.FinalNorm(m), Time: math.NaN(), PredictedTime: math.NaN(), PaperTime: math.NaN()})
	}
	g.sumUp()
}

// fusionLabels name the curves of a comparison.
var fusionLabels = [...]string{"L_{f} = 1", "L_{f} = 2", "L_{f} = 3", "L_{f} = 4", "L_{f} = 5", "L_{f} = 6", "L_{f} = 7", "L_{f} = 8"}

// compare shows the losses of a run and its companions, one for every fusion
// layer, instead of its modalities.
func (t *Training) compare(run *sim.Run) {
	t.Loss, t.PlateauLosses, t.Misattribution, t.First, t.Ghost = nil, nil, math.NaN(), -1, nil
	companions := run.Companions()
	for fusion := 1; fusion <= run.Scenario().Depth; fusion++ {
		r := run
		if fusion != run.Scenario().Fusion {
			r, companions = companions[0], companions[1:]
		}
		t.Series = append(t.Series, LabelledCurve{Label: fusionLabels[fusion-1], Values: r.Values("lossNormalised"), Current: r == run})
	}
}

func orNaN(values []float64, i int) float64 {
	if i < len(values) {
		return values[i]
	}
	return math.NaN()
}
