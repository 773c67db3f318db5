package sim

import (
	"math"

	"gonum.org/v1/gonum/mat"

	"unimodal-bias-lab/sim/theory"
)

// Prediction is what theory says about a scenario. Losses, plateaus and
// mis-attribution are exact; times are for small initial weights. NaN means
// that no formula is offered for this network.
type Prediction struct {
	First, Better int  // learned first; lowers the loss more when learned alone
	Superficial   bool // First ≠ Better

	// Times t_m of each modality in epochs and their ratio, by the paper's
	// formula (learning rate → 0), by the same formula with signs kept, and for
	// gradient descent at the scenario's learning rate.
	Paper, Signed, Descent PredictedTimes

	Misattribution float64   // relative, as in [Measurement]
	PlateauNorms   []float64 // ‖Σ_ym Σ_m⁺‖
	FinalNorms     []float64 // ‖W_m*‖
	PlateauLosses  []float64 // ℒ(ℳ_m)/ℒ(ℳ_0)
	FinalLoss      float64   // ℒ(ℳ_*)/ℒ(ℳ_0)
}

// PredictedTimes are learning times in epochs and second over first.
type PredictedTimes struct {
	Times []float64
	Ratio float64
}

// theory hands the moments over to package theory, which knows scalar targets.
func (m *Moments) theory() theory.Data {
	d := theory.Data{
		Sigma: mat.NewSymDense(m.Inputs(), m.Sigma()),
		Yx:    mat.NewVecDense(m.Inputs(), m.Cross()[:m.Inputs()]),
		Yy:    m.yy,
	}
	for _, modality := range m.modalities {
		d.Dims = append(d.Dims, modality.Dim)
	}
	return d
}

// Predict evaluates the theory for a scenario of two modalities. Its error is
// an *[Error].
func Predict(s Scenario) (Prediction, error) {
	moments, err := s.Moments()
	if err != nil {
		return Prediction{}, err
	}
	d := moments.theory()
	p := Prediction{First: theory.LearnedFirst(d), Better: theory.ContributesMore(d)}
	p.Superficial = p.First != p.Better
	p.Misattribution = theory.Misattribution(d, p.First)
	zero := theory.ZeroLoss(d)
	final, loss := theory.GlobalMinimum(d)
	p.FinalLoss = loss / zero
	offset := 0
	for m, dim := range d.Dims {
		w, loss := theory.UnimodalMinimum(d, m)
		p.PlateauNorms = append(p.PlateauNorms, mat.Norm(w, 2))
		p.PlateauLosses = append(p.PlateauLosses, loss/zero)
		p.FinalNorms = append(p.FinalNorms, mat.Norm(final.SliceVec(offset, offset+dim), 2))
		offset += dim
	}
	p.Paper, p.Signed, p.Descent = predictTimes(s, d, p.First)
	return p, nil
}

// predictTimes covers two-layer networks; deeper ones have no formula here yet.
func predictTimes(s Scenario, d theory.Data, first int) (paper, signed, descent PredictedTimes) {
	none := PredictedTimes{Times: []float64{math.NaN(), math.NaN()}, Ratio: math.NaN()}
	if s.Depth != 2 {
		return none, none, none
	}
	u0, tau, second := theory.EffectiveInit(s.Init, s.Width), 1/s.Eta, 1-first
	times := func(rate, ratio float64) PredictedTimes {
		t := PredictedTimes{Times: make([]float64, 2), Ratio: ratio}
		t.Times[first] = tau * theory.FirstTime(rate, u0)
		t.Times[second] = ratio * t.Times[first]
		return t
	}
	if s.Fusion == 1 {
		// Early fusion grows both modalities together, along Σ_yx.
		rate := mat.Norm(d.Yx, 2)
		flow := times(rate, 1)
		return flow, flow, times(theory.DescentRate(rate, s.Eta), 1)
	}
	rate := theory.InputOutputNorm(d, first)
	return times(rate, theory.TimeRatio(d, first, second)),
		times(rate, theory.SignedTimeRatio(d, first, second)),
		times(theory.DescentRate(rate, s.Eta), theory.DescentTimeRatio(d, first, second, s.Eta))
}
