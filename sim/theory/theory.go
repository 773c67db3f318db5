// Package theory predicts what networks learn, and when: one function
// an equation of the paper, and more that are derived in this project, marked (ours).
// It knows nothing of the simulator. All the two share is the regression in
// package linalg, so that W* and the plateaus come from one piece of code, and an
// integrator of any equation, package ode. So when they agree about times and order, that
// is evidence.
//
// # Symbols
//
// Σ_ym = E[y x_mᵀ] is the correlation of modality m with the target, and
// s = ‖Σ_ym‖ the rate at which its branch grows out of the origin. Σ̃_yB =
// Σ_yB − Σ_yA Σ_A⁻¹ Σ_AB is what is left for B once A has been learned. τ = 1/η
// epochs is the time constant of gradient descent with learning rate η. u_0 is the
// effective initial norm in the direction that grows.
//
// # Exact and asymptotic
//
// Losses, plateaus and [Misattribution] are exact. Times and ratios are
// asymptotic: leading order in 1/ln(1/u_0). Only [HalfTime] is exact, under
// gradient flow, for a scalar input and the true u_0. [Reduced.Learn] adds nothing to what
// its reduced network leaves out.
//
// # Whose equation is it, and where
//
// The paper's [ZLS24]:
//
//	theory.go   levels ℒ(ℳ), W*, Σ̃, mis-attribution; who is first, who explains more
//	plane.go    the same of the toy data, in closed form
//	times.go    t_A and t_B/t_A of two layers by norms ([TimeRatio])
//	deep.go     more layers, of small balanced and aligned ones ([DeepTimeRatio])
//	portrait.go the phase portrait of two layers
//
// Ours, each derived in the comments of its file:
//
//	times.go        signs of what grew the wrong way ([SignedTimeRatio]); gradient descent at a
//	                finite rate ([DescentRate]); u_0 of random units ([EffectiveInit])
//	directional.go  two layers, late: half-times of the initial weights themselves, and
//	                the growing modes of early and late fusion as a [Reduced] network
//	training.go     learning rates of branches, initial scales, decay and momentum ([Pace], [Times])
//	race.go         late fusion of any number of modalities, as straight lines
//	typical.go      the same without the weights, and by norms alone
//	reduced.go      networks of the few directions that grow, and those of random
//	                deep layers without their weights ([MeanField])
//	learn.go        follows such a network by descent or by flow ([Reduced.Learn])
//	depth_gap.go    branches of unequal depth · shape.go  what they look like
//	portrait.go, stability.go  the flow of aligned layers, the largest stable rate
//
// Rectified units need no functions of their own: where sim predicts them, it uses
// these with other rates.
//
//	[ZLS24]  Zhang, Latham, Saxe. ICML 2024, arXiv 2312.00935.
//
// Equations marked (ours) are not in the paper; the comments here derive them.
package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// Data are second moments. Most formulas are of a scalar target; those that say so are of several,
// by the singular modes of Σ_ym.
type Data struct {
	Dims    []int     // d_m of each modality
	Sigma   []float64 // Σ, D × D, row-major, positive semidefinite
	Yx      []float64 // Σ_yx, d_y × D, row-major
	Yy      float64   // Σ_yy, of several targets its trace
	Outputs int       // d_y; 0 counts as 1

	Along bool // learned is what has gone half its way along one direction, not by its norm: see [Data.way]

	Decay float64 // λ₂, weight decay of two layers: see [Pace]
	Joint bool    // which acts on all modalities together, as in early fusion
}

func (d Data) span(m int) (lo, hi int) {
	for i := range m {
		lo += d.Dims[i]
	}
	return lo, lo + d.Dims[m]
}

// correlate reports whether some input of m correlates with one of n.
func (d Data) correlate(m, n int) bool { return linalg.Norm(d.block(m, n)) > 0 }

// outputs is d_y.
func (d Data) outputs() int { return max(d.Outputs, 1) }

// Inputs is D.
func (d Data) Inputs() int { return d.inputs() }

func (d Data) inputs() int { return len(d.Yx) / d.outputs() }

func (d Data) cross(m int) []float64 { return d.part(d.Yx, m) }

// part is what weights, d_y × D, have of a modality, d_y × d_m. Read only.
func (d Data) part(w []float64, m int) []float64 {
	lo, hi := d.span(m)
	if d.outputs() == 1 {
		return w[lo:hi]
	}
	var part []float64
	for ; len(w) > 0; w = w[d.inputs():] {
		part = append(part, w[lo:hi]...)
	}
	return part
}

// Part returns what weights, d_y × D, have of a modality, d_y × d_m. Read only.
func Part(d Data, w []float64, m int) []float64 { return d.part(w, m) }

// Alone returns weights, d_y × D, of one modality and zero for the others.
func Alone(d Data, m int, w []float64) []float64 {
	all := make([]float64, len(d.Yx))
	d.lay(all, m, w)
	return all
}

// lay writes what weights have of a modality.
func (d Data) lay(w []float64, m int, part []float64) {
	lo, hi := d.span(m)
	for k := range d.outputs() {
		copy(w[k*d.inputs()+lo:k*d.inputs()+hi], part[k*(hi-lo):])
	}
}

// block copies Σ_mn.
func (d Data) block(m, n int) (rows []float64) {
	rlo, rhi := d.span(m)
	clo, chi := d.span(n)
	for i := rlo; i < rhi; i++ {
		rows = append(rows, d.Sigma[i*d.inputs()+clo:i*d.inputs()+chi]...)
	}
	return rows
}

// InputOutput returns Σ_ym, d_y × d_m. Read only.
func InputOutput(d Data, m int) []float64 { return d.cross(m) }

// InputOutputNorm returns ‖Σ_ym‖: the modality with the largest one is learned
// first [ZLS24, sec. 3]. Of several targets it is the largest singular value, the rate of the mode
// that grows fastest (ours).
func InputOutputNorm(d Data, m int) float64 {
	if d.outputs() == 1 {
		return linalg.Norm(d.cross(m))
	}
	return spectral(d.cross(m), d.outputs())
}

// spectral is the largest singular value of a matrix of so many rows.
func spectral(a []float64, rows int) float64 {
	if list := linalg.Singular(a, rows, len(a)/rows); len(list) > 0 {
		return list[0].Value
	}
	return 0
}

// LearnedFirst returns the modality with the largest ‖Σ_ym‖.
func LearnedFirst(d Data) int {
	best := 0
	for m := range d.Dims {
		if InputOutputNorm(d, m) > InputOutputNorm(d, best) {
			best = m
		}
	}
	return best
}

// ContributesMore returns the modality that, learned alone, lowers the loss
// most: the largest Σ_ym Σ_m⁻¹ Σ_ymᵀ [ZLS24, sec. 4].
func ContributesMore(d Data) int {
	best, bestLoss := 0, math.Inf(1)
	for m := range d.Dims {
		if _, loss := UnimodalMinimum(d, m); loss < bestLoss {
			best, bestLoss = m, loss
		}
	}
	return best
}

// ZeroLoss is ℒ(ℳ_0) = ½ Σ_yy.
func ZeroLoss(d Data) float64 { return d.Yy / 2 }

// GlobalMinimum returns W* = Σ_yx Σ⁺ and ℒ(ℳ_*) = ½ (Σ_yy − Σ_yx Σ⁺ Σ_yxᵀ).
// Under weight decay W* is where training ends instead, with its loss.
func GlobalMinimum(d Data) (w []float64, loss float64) {
	if d.Decay > 0 {
		w = d.lasso(d.Sigma, d.Yx, d.Dims)
		return w, d.half(w, d.Sigma, d.Yx)
	}
	w, _ = linalg.Regress(d.Sigma, d.Yx, d.inputs())
	return w, max(0, d.Yy-linalg.Dot(d.Yx, w)) / 2 // but for rounding it is positive
}

// UnimodalMinimum returns Σ_ym Σ_m⁺, the weights of modality m on the plateau
// where it has been learned alone, and ℒ(ℳ_m) [ZLS24, eq. 4]; less under weight decay, for a
// scalar input (‖Σ_ym‖ − λ₂)/Σ_m (ours).
func UnimodalMinimum(d Data, m int) (w []float64, loss float64) {
	if d.Decay > 0 {
		w = d.lasso(d.block(m, m), d.cross(m), d.Dims[m:m+1])
		return w, d.half(w, d.block(m, m), d.cross(m))
	}
	w, _ = linalg.Regress(d.block(m, m), d.cross(m), d.Dims[m])
	return w, max(0, d.Yy-linalg.Dot(d.cross(m), w)) / 2
}

// Loss returns ½E‖y − w x‖² of end-to-end weights, d_y × D.
func Loss(d Data, w []float64) float64 { return d.half(w, d.Sigma, d.Yx) }

// PartialMinimum returns the weights where some modalities have been learned together, Σ_y𝓛 Σ_𝓛⁺,
// and the others are at zero, and the loss there.
func PartialMinimum(d Data, learned []bool) (w []float64, loss float64) {
	w = regression(d, learned)
	return w, d.half(w, d.Sigma, d.Yx)
}

// LeftOver returns Σ̃_yB = Σ_yB − Σ_yA Σ_A⁺ Σ_AB, the correlation that remains
// for modality second once first has been learned [ZLS24, sec. 3.2].
func LeftOver(d Data, first, second int) []float64 {
	w, _ := UnimodalMinimum(d, first)
	between := d.block(first, second)
	rest := append([]float64(nil), d.cross(second)...)
	taken := make([]float64, len(rest))
	dim := d.Dims[second]
	for i, wi := range w { // row by row
		k, from := i/d.Dims[first]*dim, i%d.Dims[first]*dim
		for j := range dim {
			taken[k+j] += wi * between[from+j]
		}
	}
	size := linalg.Norm(rest) + linalg.Norm(taken)
	for j := range rest {
		rest[j] -= taken[j]
	}
	if linalg.Norm(rest) <= nothing*size {
		clear(rest) // rounding
	}
	return rest
}

// SameRates reports whether no modality is learned first: the largest ‖Σ_ym‖ is that of
// another one, too.
func SameRates(d Data) bool {
	first := LearnedFirst(d)
	a := InputOutputNorm(d, first)
	for m := range d.Dims {
		if m != first && a-InputOutputNorm(d, m) <= alike*a {
			return true
		}
	}
	return false
}

// SameContributions reports whether no modality explains most: learned alone, another lowers
// the loss as far.
func SameContributions(d Data) bool {
	best := ContributesMore(d)
	_, a := UnimodalMinimum(d, best)
	for m := range d.Dims {
		if _, b := UnimodalMinimum(d, m); m != best && b-a <= alike*ZeroLoss(d) {
			return true
		}
	}
	return false
}

// alike is the part of themselves by which numbers of data may differ that are meant to be
// the same.
const alike = 1e-9

// Misattribution returns (W_A(unimodal phase) − W_A*)/W_A* of modality first,
// along W_A*; toy data: ρ w_B/(κ w_A). NaN where W_A* = 0. Exact.
func Misattribution(d Data, first int) float64 {
	plateau, _ := UnimodalMinimum(d, first)
	all, _ := GlobalMinimum(d)
	final := d.part(all, first)
	norm := linalg.Dot(final, final)
	if norm <= 1e-22*linalg.Dot(all, all) { // nothing but rounding
		return math.NaN()
	}
	return linalg.Dot(plateau, final)/norm - 1
}
