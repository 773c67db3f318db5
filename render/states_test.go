package render

import (
	"math"

	"unimodal-bias-lab/render/scene"
)

// testWords is the catalogue of the tests; the page has its own. A key it has no
// words for shows.
var testWords = scene.Words{
	"":                                       "{key}",
	"figure.preference.first":                "learned first",
	"figure.preference.better":               "explains more",
	"figure.preference.rate":                 "covariance with the target, ‖Σ_{ym}‖",
	"figure.preference.rateShort":            "‖Σ_{ym}‖",
	"figure.preference.altered":              "covariance with the target, remedies included, η_{m}(1 − p + λ)‖Σ_{ym}‖/η",
	"figure.preference.alteredShort":         "η_{m}(1 − p + λ)‖Σ_{ym}‖/η",
	"figure.preference.explained":            "share of the target, each alone",
	"figure.preference.explainedShort":       "each alone",
	"figure.training.x":                      "epoch",
	"figure.training.y":                      "weights ÷ final",
	"figure.training.yLong":                  "weights ÷ final; loss ÷ initial",
	"figure.training.norm":                   "{name}",
	"figure.training.path":                   "{name}, path",
	"figure.training.loss":                   "loss",
	"figure.training.predicted":              "predicted t_{{name}} ≈ {epoch}",
	"figure.training.predictedShort":         "t_{{name}} ≈ {epoch}",
	"figure.training.foretold.early":         "predicted: A and B together, without a plateau",
	"figure.training.foretold.deep":          "predicted for small γ: one takes {ratio} times as long as the other",
	"figure.training.foretold.xor":           "no times predicted: XOR in early fusion has no formula",
	"figure.training.foretold.tie":           "predicted: neither first, both together",
	"figure.training.foretold.few":           "no times predicted: too few units",
	"figure.training.foretold.examples":      "no times predicted: too few examples",
	"figure.training.foretold.steps":         "no times predicted: the learning rate is too large",
	"figure.training.foretold.close":         "no times predicted: the initial weights decide which is first",
	"figure.training.foretold.large":         "no times predicted: the initial weights are not small",
	"figure.training.foretold.adam":          "no times predicted: no formula for Adam",
	"figure.training.broken":                 "{name} diverged",
	"figure.training.never":                  "predicted: {name} never",
	"figure.training.beyond":                 "{label} →",
	"figure.training.overlay.full":           "every weight, N = {width}: within {off} of the reduction",
	"figure.training.overlay.fullShort":      "every weight, within {off}",
	"figure.training.overlay.fullName":       "○ check",
	"figure.training.overlay.meanFieldShort": "dashes: mean field",
	"figure.training.overlay.meanField":      "dashes: mean field, a typical seed",
	"figure.training.measured":               "t_{{name}} = {epoch}",
	"figure.training.pointer":                "epoch {epoch}",
	"figure.training.value":                  "{name} {value}",
	"figure.training.diverged":               "diverged at epoch {epoch}",
	"figure.training.yLoss":                  "loss ÷ initial",
	"figure.training.yLossRaw":               "loss",
	"figure.training.yRaw":                   "actual weights and loss",
	"figure.training.logLoss":                "loss: log scale, at the right",
	"figure.training.xTau":                   "t/τ",
	"figure.training.pointerTau":             "t/τ = {epoch}",
	"figure.training.plateau":                "loss, {name} alone",
	"figure.training.plateauShort":           "{name} alone",
	"figure.training.misattribution":         "mis-attribution {percent} %",
	"figure.training.misattributionWord":     "mis-attribution",
	"figure.training.misattributionShort":    "{percent} %",
	"figure.phase.lengthTau":                 "{time}\u00a0τ",
	"figure.phase.soFarTau":                  "{time}\u00a0τ so\u00a0far",
	"figure.plane.x":                         "spread ratio κ",
	"figure.plane.y":                         "importance of A / of B, r",
	"figure.plane.rho":                       "correlation ρ = {rho}",
	"figure.plane.first":                     "learned first",
	"figure.plane.better":                    "explains more",
	"figure.plane.learns":                    "learns {first} first,",
	"figure.plane.honest":                    "and {better} explains more",
	"figure.plane.superficial":               "though {better} explains more",
	"figure.plane.sentence":                  "{learns} {explains}",
	"figure.plane.firstShort":                "{first} first,",
	"figure.plane.honestShort":               "{first} first",
	"figure.plane.superficialShort":          "{first} first, {better} explains more",
	"figure.plane.confirmed":                 "confirmed by this run",
	"figure.plane.both":                      "{one}, {two}",
	"figure.plane.tie":                       "both alike",
	"figure.plane.tieFirst":                  "neither is learned first",
	"figure.plane.tieBetter":                 "both explain the same",
	"figure.plane.moreShort":                 "{better} explains more",
	"figure.plane.contradicted":              "this run: {first} first",
	"figure.diagram.axis":                    "{name} {symbol}",
	"figure.diagram.value":                   "{symbol} {value}",
	"figure.diagram.cell":                    "{x} · {y}: {value}",
	"figure.diagram.here":                    "this run: {value}",
	"figure.diagram.dashes":                  "dashes: predicted",
	"figure.preference.solid":                "solid: learned so far",
	"figure.diagram.unsettled":               "does not settle",
	"figure.diagram.nearest":                 "nearest cell: {value}",
	"figure.diagram.compared":                "measured {value}, predicted {theory}",
	"figure.diagram.comparedShort":           "{value}, predicted {theory}",
	"figure.diagram.unknown":                 "no value",
	"figure.diagram.percent":                 "{value} %",
	"figure.diagram.yes":                     "superficial",
	"figure.diagram.no":                      "not superficial",
	"figure.diagram.quantity.ratio":          "time ratio",
	"figure.diagram.quantity.misattribution": "mis-attribution",
	"figure.diagram.quantity.error":          "measured ÷ predicted",
	"figure.diagram.quantity.tA":             "t_{A} in epochs",
	"figure.diagram.quantity.tB":             "t_{B} in epochs",
	"figure.diagram.quantity.first":          "learned first",
	"figure.diagram.quantity.better":         "explains more",
	"figure.diagram.quantity.superficial":    "superficial",
	"param.noise.name":                       "noise",
	"param.samples.name":                     "examples",
	"figure.diagram.perInput":                "examples per input P/D",
	"figure.learned.none":                    "neither",
	"figure.learned.alone":                   "{name} alone",
	"figure.learned.both":                    "both",
	"figure.learned.cell":                    "learned when the error on new data is lowest; one random sample",
	"figure.learned.cellShort":               "learned at the best stop; one random sample",
	"figure.profile.measured":                "measured",
	"figure.profile.printed":                 "the paper, measured",
	"figure.profile.printedFormula":          "the paper’s formula",
	"param.width.name":                       "width",
	"figure.profile.seeds":                   "{count} seeds each",
	"figure.profile.span":                    "{low} to {high}",
	"figure.profile.paperFormula":            "the paper’s formula",
	"figure.profile.elsewhere":               "the paper measured at {symbol} = {values}",
	"figure.profile.here":                    "here {symbol} = {values}",
	"figure.profile.early":                   "early fusion",
	"figure.profile.late":                    "late fusion",
	"figure.profile.ofSeries":                "{name} {value}",
	"figure.profile.exact":                   "exact",
	"figure.diagram.quantity.directions":     "directions of XOR found",
	"figure.diagram.spreadA":                 "spread of A κ = σ_{A}",
	"figure.profile.point":                   "{x}: {value}",
	"figure.profile.paper":                   "paper",
	"figure.profile.signed":                  "with signs",
	"figure.profile.slow":                    "limit η → 0",
	"figure.profile.descent":                 "at this η",
	"figure.profile.limit":                   "for small γ",
	"figure.profile.meanField":               "mean field",
	"figure.scatter.measured":                "measured time ratio t_{later}/t_{earlier}",
	"figure.scatter.predicted":               "predicted time ratio",
	"figure.scatter.norms":                   "paper’s formula",
	"figure.scatter.directional":             "from initial weights",
	"figure.scatter.normsShort":              "formula",
	"figure.scatter.directionalShort":        "initial weights",
	"figure.scatter.error":                   "{name}, median error {percent} %",
	"figure.scatter.draw":                    "draw {draw}: measured {value}; predicted {norms} by the paper’s formula, {directional} from initial weights",
	"figure.scatter.drawBrief":               "draw {draw}: measured {value}; predicted {norms} (formula), {directional} (initial weights)",
	"figure.scatter.predictedShort":          "predicted ratio",
	"figure.scatter.drawMarks":               "draw {draw}: measured {value}, predicted ○ {norms} ● {directional}",
	"figure.scatter.drawShort":               "draw {draw}: measured {value}",
	"param.rho.name":                         "correlation",
	"param.kappa.name":                       "spread ratio",
	"param.r.name":                           "importance of A / of B",
	"param.fusion.name":                      "fusion layer",
	"param.init.name":                        "initial scale",
	"param.eta.name":                         "learning rate",
	"param.seed.name":                        "random seed",
	"figure.phase.name":                      "unimodal phase",
	"figure.phase.length":                    "{epochs}\u00a0epochs",
	"figure.phase.soFar":                     "{epochs}\u00a0epochs so\u00a0far",
	"figure.phase.line":                      "{name} · {length}",
}

func logistic(t, at, rate float64) float64 { return 1 / (1 + math.Exp(-(t-at)*rate)) }

// lateState is late fusion (κ = 2, ρ = 0) as its closed form has it: A is
// logistic around epoch 126, B around 478; what is not played yet is unknown.
func lateState(playhead float64) Training {
	t := Training{Epochs: 1000, Playhead: playhead, First: -1, Pointer: math.NaN()}
	a := ModalityCurve{Name: "A", Final: 1, Time: math.NaN(), PredictedTime: 126}
	b := ModalityCurve{Name: "B", Final: 1, Time: math.NaN(), PredictedTime: 476}
	for e := 0.0; e <= playhead; e++ {
		wa, wb := logistic(e, 126, 0.297), logistic(e, 478, 0.0784)
		a.Norm = append(a.Norm, wa)
		b.Norm = append(b.Norm, wb)
		t.Loss = append(t.Loss, (4*(1-wa)*(1-wa)+(1-wb)*(1-wb))/5)
	}
	if playhead >= 126 {
		a.Time, t.First = 126, 0
	}
	if playhead >= 478 {
		b.Time = 478
	}
	t.Modalities = []ModalityCurve{a, b}
	return t
}

// earlyState is early fusion: both at nearly the same time, and no phase.
func earlyState() Training {
	t := lateState(1000)
	times := []float64{96, 101}
	for m := range t.Modalities {
		for e := range t.Modalities[m].Norm {
			t.Modalities[m].Norm[e] = logistic(float64(e), times[m], 0.25)
		}
		t.Modalities[m].Time = times[m]
		t.Modalities[m].PredictedTime = 95 + 2*float64(m)
	}
	for e := range t.Loss {
		wa, wb := t.Modalities[0].Norm[e], t.Modalities[1].Norm[e]
		t.Loss[e] = (4*(1-wa)*(1-wa) + (1-wb)*(1-wb)) / 5
	}
	return t
}

// briefState has a phase too narrow for its name.
func briefState() Training {
	t := earlyState()
	for e := range t.Loss {
		wb := logistic(float64(e), 130, 0.25)
		t.Modalities[1].Norm[e] = wb
		t.Loss[e] = (4*(1-t.Modalities[0].Norm[e]) + (1 - wb)) / 5
	}
	t.Modalities[1].Time, t.Modalities[1].PredictedTime = 130, 133
	return t
}

// overState is a correlated run: A first learns too much, and gives it back.
func overState() Training {
	t := lateState(1000)
	for e := range t.Loss {
		wa := logistic(float64(e), 100, 0.3)
		wb := logistic(float64(e), 520, 0.06)
		t.Modalities[0].Norm[e] = wa * (1.25 - 0.25*wb)
		t.Modalities[1].Norm[e] = wb
		t.Loss[e] = 1 - wa*0.9 - wb*0.1*wa
	}
	t.Modalities[0].Time, t.Modalities[1].Time = 100, 520
	t.Modalities[0].PredictedTime, t.Modalities[1].PredictedTime = 101, 1400
	return t
}

// divergedState runs away at epoch 37.
func divergedState() Training {
	t := lateState(37)
	for e := range t.Loss {
		grow := 1e-3 * math.Exp(0.28*float64(e))
		sign := 1 + 0.3*math.Pow(-1, float64(e))
		t.Modalities[0].Norm[e] = grow * sign
		t.Modalities[1].Norm[e] = 0.4 * grow
		t.Loss[e] = 1 + grow*grow
	}
	t.Modalities[0].Norm[37] = math.Inf(1)
	t.Loss[37] = math.NaN()
	t.Diverged = true
	return t
}

func pointed(t Training, epoch float64) Training {
	t.Pointer = epoch
	return t
}

type state struct {
	name     string
	training Training
}

// summedUp are states that know their curves as Show would have left them: the many
// drawings of some tests go through them in blocks.
func summedUp(list []state) []state {
	for i := range list {
		list[i].training.sumUp()
	}
	return list
}

func states() []state {
	return summedUp([]state{
		{"empty", Training{Epochs: 1000, First: -1, Pointer: math.NaN(), Modalities: []ModalityCurve{
			{Name: "A", Time: math.NaN(), PredictedTime: 126},
			{Name: "B", Time: math.NaN(), PredictedTime: 476}}}},
		{"start", lateState(0)},
		{"rise", lateState(128)},
		{"phase", lateState(246)},
		{"second", lateState(480)},
		{"complete", lateState(1000)},
		{"early", earlyState()},
		{"brief", briefState()},
		{"over", overState()},
		{"diverged", divergedState()},
		{"pointer", pointed(lateState(1000), 300)},
		{"pointer-head", pointed(lateState(480), 470)},
		{"pointer-ahead", pointed(lateState(246), 600)},
	})
}

func drawn(t Training, w, h float64, theme scene.Theme) *scene.Scene {
	s := new(scene.Scene)
	t.Draw(s, scene.Rect{W: w, H: h}, &theme, testWords)
	return s
}
