// Package theory holds one function per equation of the paper, for scalar
// targets. It imports nothing of the simulator and shares no code with it, so
// that the agreement of the two is evidence.
//
// # Symbols
//
// Σ_ym = E[y x_mᵀ] is how modality m correlates with the target, s = ‖Σ_ym‖
// the rate at which its branch grows out of the origin. Σ̃_yB =
// Σ_yB − Σ_yA Σ_A⁻¹ Σ_AB is what is left for B once A has been learned. τ = 1/η
// epochs is the time constant of gradient descent at rate η. u_0 is the
// effective initial norm along the direction that grows.
//
// # What kind of statement
//
// Losses, plateaus and [Misattribution] are exact. Times and ratios are
// leading order in 1/ln(1/u_0) (asymptotic), except [HalfTime], which is exact
// under gradient flow for a scalar input given the true u_0.
//
//	[ZLS24]  Zhang, Latham, Saxe. ICML 2024, arXiv 2312.00935.
//
// Equations marked (ours) are derived in this package's comments or in the
// README, not in the paper.
package theory

import (
	"math"

	"gonum.org/v1/gonum/mat"
)

// Data are second moments with a scalar target.
type Data struct {
	Dims  []int         // d_m of each modality
	Sigma *mat.SymDense // Σ, D × D, positive semidefinite
	Yx    *mat.VecDense // Σ_yx, length D
	Yy    float64       // Σ_yy
}

func (d Data) span(m int) (lo, hi int) {
	for i := range m {
		lo += d.Dims[i]
	}
	return lo, lo + d.Dims[m]
}

func (d Data) cross(m int) *mat.VecDense {
	lo, hi := d.span(m)
	return d.Yx.SliceVec(lo, hi).(*mat.VecDense)
}

// InputOutputNorm returns ‖Σ_ym‖: the modality with the largest one is learned
// first [ZLS24, sec. 3].
func InputOutputNorm(d Data, m int) float64 { return mat.Norm(d.cross(m), 2) }

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
func GlobalMinimum(d Data) (w *mat.VecDense, loss float64) {
	return minimum(d.Sigma, d.Yx, d.Yy)
}

// UnimodalMinimum returns Σ_ym Σ_m⁺, the weights of modality m on the plateau
// where it has been learned alone, and ℒ(ℳ_m) [ZLS24, eq. 4].
func UnimodalMinimum(d Data, m int) (w *mat.VecDense, loss float64) {
	lo, hi := d.span(m)
	return minimum(d.Sigma.SliceSym(lo, hi).(*mat.SymDense), d.cross(m), d.Yy)
}

// minimum solves w Σ = c in the least-squares sense of the pseudo-inverse.
func minimum(sigma *mat.SymDense, c *mat.VecDense, yy float64) (*mat.VecDense, float64) {
	var svd mat.SVD
	if !svd.Factorize(sigma, mat.SVDFull) {
		panic("theory: singular values did not converge")
	}
	var w mat.VecDense
	rank := svd.Rank(1e-12)
	if rank == 0 {
		w = *mat.NewVecDense(c.Len(), nil)
	} else {
		svd.SolveVecTo(&w, c, rank)
	}
	return &w, (yy - mat.Dot(c, &w)) / 2
}

// LeftOver returns Σ̃_yB = Σ_yB − Σ_yA Σ_A⁺ Σ_AB, the correlation that remains
// for modality second once first has been learned [ZLS24, sec. 3.2].
func LeftOver(d Data, first, second int) *mat.VecDense {
	w, _ := UnimodalMinimum(d, first)
	flo, fhi := d.span(first)
	slo, shi := d.span(second)
	rest := mat.VecDenseCopyOf(d.cross(second))
	for j := slo; j < shi; j++ {
		s := 0.0
		for i := flo; i < fhi; i++ {
			s += w.AtVec(i-flo) * d.Sigma.At(i, j)
		}
		rest.SetVec(j-slo, rest.AtVec(j-slo)-s)
	}
	return rest
}

// Misattribution returns (W_A(unimodal phase) − W_A*)/W_A* of modality first,
// along W_A*; toy data: ρ w_B/(κ w_A). NaN where W_A* = 0. Exact.
func Misattribution(d Data, first int) float64 {
	plateau, _ := UnimodalMinimum(d, first)
	all, _ := GlobalMinimum(d)
	lo, hi := d.span(first)
	final := all.SliceVec(lo, hi)
	norm := mat.Dot(final, final)
	if norm <= 1e-24*mat.Dot(all, all) {
		return math.NaN()
	}
	return mat.Dot(plateau, final)/norm - 1
}
