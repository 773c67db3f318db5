package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Show fills the panel with a moment. The pointer and the options are left alone,
// memory is reused.
func (t *Training) Show(now Moment) {
	t.show(now)
	t.Beside, t.Title = nil, ""
	if companions := now.Run.Companions(); t.Truth && len(companions) > 0 {
		t.Title = fusionTitle(now.Run)
		t.Beside = t.besideOf(companions[0], now)
		t.Beside.LogLoss, t.Beside.Raw, t.Beside.InTau, t.Beside.Pointer = t.LogLoss, t.Raw, t.InTau, t.Pointer
	}
}

// besideOf shows another network on the same data.
func (t *Training) besideOf(run *sim.Run, now Moment) *Training {
	if t.beside == nil {
		t.beside = NewTraining()
	}
	var err error
	if t.foresaw, err = run.Predict(); err != nil {
		panic(err) // of data that were good enough to train on
	}
	t.beside.show(Moment{Run: run, Epoch: min(now.Epoch, run.Epoch()), Prediction: &t.foresaw, Whole: t.Whole, Quiet: now.Quiet})
	t.beside.Title = fusionTitle(run)
	return t.beside
}

// fusionTitle is the key of what a network is called by its fusion layer.
func fusionTitle(run *sim.Run) string {
	switch s := run.Scenario(); s.Fusion {
	case 1:
		return "figure.training.early"
	case s.Depth:
		return "figure.training.late"
	}
	return "figure.training.intermediate"
}

// show is Show for one chart.
func (t *Training) show(now Moment) {
	run, epoch, prediction, ghost, overlay := now.Run, now.Epoch, now.Prediction, now.Ghost, now.Overlay
	measured := &t.measured
	run.MeasureInto(measured, epoch)
	t.Foretold = ""
	if t.Whole = now.Whole; !t.Whole && t.of != run {
		t.phaseAt = 0 // while a hand drags, and as long as what it left stays, the name keeps its place
	}
	if t.of != run || t.upTo != run.Epoch() {
		t.of, t.upTo = run, run.Epoch()
		run.MeasureInto(&t.whole, t.upTo)
		t.stops = run.Stops(t.stops[:0], t.upTo)
	}
	t.Epochs, t.Paths = run.Scenario().Epochs, run.ByPaths()
	t.Playhead = float64(epoch)
	t.First = measured.First
	if t.First >= 0 && (!measured.Plateau || run.Enough(t.First)) {
		t.First = -1 // there is no plateau, or nothing else is to come: this is no phase
	}
	t.Diverged = run.Diverged() != nil && epoch >= run.Epoch()
	t.Loss = run.Values("lossNormalised")
	t.LossScale = run.Moments().ZeroLoss()
	t.Rate = run.Scenario().Eta
	// Early fusion rests at no plateau: it learns both modalities together.
	t.PlateauLosses, t.Misattribution = nil, math.NaN()
	if !run.Scenario().Early() {
		t.PlateauLosses = prediction.PlateauLosses
		if f := prediction.First; stepsBy(run, f, prediction.Misattribution) && run.RestsMidway(measured) {
			t.Misattribution = measured.Misattribution
		}
	}
	t.stages(run, prediction)
	t.Ghost = nil
	if ghost != nil {
		t.Ghost = t.ghostOf(ghost, epoch)
	}
	t.Overlay = nil
	if overlay != nil {
		t.Overlay = t.overlayOf(run, overlay, epoch)
	}
	t.keep(now.Pins)
	drawn := prediction.Drawn()
	t.Modalities, t.Series, t.Beyond = t.Modalities[:0], t.Series[:0], 0
	t.generalise(run, epoch)
	if len(run.Companions()) > 0 && !t.Truth {
		t.compare(run)
		t.sumUp()
		return
	}
	for m, modality := range run.Moments().Modalities() {
		t.Modalities = append(t.Modalities, ModalityCurve{
			Name:          modality.Name,
			Norm:          run.Norm(m),
			Final:         goal(run, m),
			Plateau:       run.PlateauNorm(m),
			Time:          measured.Times[m],
			PredictedTime: orNaN(drawn.Times, m),
		})
	}
	if first := &t.Modalities[prediction.First]; !t.Truth && !run.Scenario().Early() && first.Plateau > farBeyond*first.Final {
		t.Beyond = prediction.First + 1
	}
	t.foretell(run, prediction)
	if now.Quiet {
		t.keepQuiet()
	}
	t.sumUp()
}

// keepQuiet takes out what is known before the run has shown it: somebody is asked first.
func (t *Training) keepQuiet() {
	t.PlateauLosses, t.Foretold = nil, ""
	for m := range t.Modalities {
		t.Modalities[m].PredictedTime = math.NaN()
	}
}

// stages takes the levels of more than two modalities from the order in which they are learned:
// the modality learned last before a level has its hue.
func (t *Training) stages(run *sim.Run, prediction *sim.Prediction) {
	names := run.Moments().Modalities()
	if len(names) == 2 {
		t.Together, t.levelsOf = t.Together[:0], nil
		return
	}
	if t.levelsOf == run {
		t.PlateauLosses = t.levels
		return
	}
	t.levelsOf, t.levels, t.Together = run, t.levels[:0], t.Together[:0]
	for range names {
		t.levels, t.Together = append(t.levels, math.NaN()), append(t.Together, "")
	}
	if order := prediction.Order; t.PlateauLosses != nil {
		for k, m := range order[:max(0, len(order)-1)] {
			t.levels[m], t.Together[m] = prediction.StageLosses[k], joined(names, order[:k+1])
		}
	}
	t.PlateauLosses = t.levels
}

// joined are the names of modalities, of more than two the last one.
func joined(names []sim.Modality, of []int) string {
	switch last := names[of[len(of)-1]].Name; len(of) {
	case 1:
		return last
	case 2:
		return names[of[0]].Name + ", " + last
	default:
		return "… " + last
	}
}

// unsureWords are the keys of what is said in place of times that do not hold.
var unsureWords = map[string]string{
	sim.UnsureFew:      "figure.training.foretold.few",
	sim.UnsureExamples: "figure.training.foretold.examples",
	sim.UnsureLarge:    "figure.training.foretold.large",
	sim.UnsureSteps:    "figure.training.foretold.steps",
	sim.UnsureClose:    "figure.training.foretold.close",
}

// foretell leaves out times that theory does not have, and says what it has instead: of
// random layers that nobody has followed the ratio, of early fusion that both come together.
func (t *Training) foretell(run *sim.Run, prediction *sim.Prediction) {
	s := run.Scenario()
	t.Foretold, t.Ratio = "", prediction.Drawn().Ratio
	two := len(t.Modalities) == 2
	switch {
	case s.Untold():
		t.Foretold = untold(&s)
	case prediction.Followed() && prediction.Unsure == "" && !prediction.FirstTie:
		return
	case !two && prediction.Unsure == "" && !prediction.FirstTie:
		return
	case prediction.Unsure == sim.UnsureSteps, !two && prediction.Unsure == sim.UnsureLarge:
		t.Foretold = unsureWords[prediction.Unsure]
	case !two: // no words
	case s.Early() && s.Task == sim.TaskXor:
		t.Foretold = "figure.training.foretold.xor"
	case s.Early():
		t.Foretold = "figure.training.foretold.early"
	case !s.TwoLayers():
		if t.Foretold = "figure.training.foretold.deep"; !scene.Finite(t.Ratio) || prediction.FirstTie {
			t.Foretold = ""
		}
	case prediction.FirstTie && run.Learnable():
		t.Foretold = "figure.training.foretold.tie"
	case prediction.Unsure != "":
		t.Foretold = unsureWords[prediction.Unsure]
	default:
		return
	}
	for m := range t.Modalities {
		t.Modalities[m].PredictedTime = math.NaN()
	}
}

// untold is the key of why no formula tells times.
func untold(s *sim.Scenario) string {
	switch {
	case s.Method == sim.Adam:
		return "figure.training.foretold.adam"
	case s.Method == sim.RMSProp:
		return "figure.training.foretold.rmsprop"
	case s.Method == sim.Batches:
		return "figure.training.foretold.batches"
	case s.Modulation > 0:
		return "figure.training.foretold.modulation"
	}
	return "figure.training.foretold.masks"
}

// generalise adds the error on new data of a run that has one, and where it is
// lowest.
func (t *Training) generalise(run *sim.Run, epoch int) {
	t.Stops, t.Truth, t.Held = t.Stops[:0], false, false
	values := run.Values(sim.GeneralisationError)
	if len(values) == 0 {
		return
	}
	t.Truth = true
	if run.Scenario().Early() {
		t.First = -1 // norms of an overfitted network say nothing of a phase
	}
	t.shares = t.shares[:0]
	for _, v := range values {
		t.shares = append(t.shares, v/values[0])
	}
	label := "figure.training.newData"
	if t.Held = run.Data().Held; t.Held {
		label = "figure.training.heldOut"
	}
	t.Series = append(t.Series, LabelledCurve{Label: label, Keyed: true, Values: t.shares, Current: true, Scale: values[0]})
	t.Stops = run.Stops(t.Stops, epoch)
}

// goal is the norm of a modality a curve is a share of: that of the weights the
// target was made with, where a sample hides them, else what training arrives at.
func goal(run *sim.Run, m int) float64 {
	if data := run.Data(); data.True != nil && !data.Held && !run.ByPaths() {
		truth := data.True
		return run.Gain() * truth.OptimumNorm(m)
	}
	return run.FinalNorm(m)
}

// farBeyond is how many times its final norm the modality learned first has on its plateau for the chart to
// go by the plateau: its curve would leave the chart.
const farBeyond = 3

// sumUp finds the spans of the curves.
func (t *Training) sumUp() {
	for m := range t.curveCount() {
		if m == len(t.spans) {
			t.spans = append(t.spans, nil)
		}
		t.spans[m] = appendSpans(t.spans[m][:0], t.reading(m).values)
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
	g.Epochs, g.Playhead, g.Paths = run.Scenario().Epochs, float64(epoch), run.ByPaths()
	g.Loss, g.LossScale = run.Values("lossNormalised"), run.Moments().ZeroLoss()
	g.Modalities = g.Modalities[:0]
	for m, modality := range run.Moments().Modalities() {
		g.Modalities = append(g.Modalities, ModalityCurve{Name: modality.Name, Norm: run.Norm(m), Final: goal(run, m), Plateau: run.PlateauNorm(m), Time: math.NaN(), PredictedTime: math.NaN()})
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
		t.Series = append(t.Series, LabelledCurve{Label: fusionLabels[fusion-1], Values: r.Values("lossNormalised"), Current: r == run, Broken: r.Diverged() != nil})
	}
}

func orNaN(values []float64, i int) float64 {
	if i < len(values) {
		return values[i]
	}
	return math.NaN()
}

// stepsBy reports whether the norm of a modality steps by a mis-attribution when another one is
// learned. That of several inputs is measured along its final weights, and its norm, which is
// what the chart shows, may step by more.
func stepsBy(run *sim.Run, modality int, misattribution float64) bool {
	const visible = 0.02
	return run.Moments().Modalities()[modality].Dim == 1 || math.Abs(run.PlateauNorm(modality)/run.FinalNorm(modality)-1-misattribution) < visible
}
