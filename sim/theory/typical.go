package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// TypicalRace is [TwoLayerRace] of random units without their weights, from effective norms u0[m]
// ([EffectiveInit]): N weights of standard deviation γ are, to any mode, as long as N → ∞, what
// γ√N times the identity is (ours).
func TypicalRace(d Data, t Training, u0 []float64) Race {
	z := make([][]float64, len(d.Dims))
	for m, dim := range d.Dims {
		n := dim + 1
		z[m] = make([]float64, n*n)
		for i := range n {
			z[m][i*n+i] = math.Sqrt2 * u0[m]
		}
	}
	return TwoLayerRace(d, t, z)
}

// NormRace returns when modalities of two layers, late fusion, are learned, in units of τ, by norms
// alone: ln u_m climbs from ln u0[m] with the slope [Pace.Growth] of the first singular value of E_m
// = Σ_ym − W_𝓛 Σ_𝓛m, and m is learned when u_m is 1. As E_m turns against what it was, what has grown
// has to shrink. For two modalities these are [Times]; leading order in 1/ln(1/u_0) (ours).
func NormRace(d Data, t Training, u0 []float64) (times []float64) {
	count := len(d.Dims)
	heights, facing := make([][2]float64, count), make([][]float64, count) // along facing, and against it
	for m := range d.Dims {
		times = append(times, math.Inf(1))
		heights[m] = [2]float64{math.Log(u0[m]), math.Log(u0[m])}
	}
	resting := make([]bool, count)
	for now := 0.0; ; {
		s := newStage(d, resting)
		next, wait := -1, math.Inf(1)
		rates := make([][2]float64, count)
		for m, c := range s.residual {
			strength := spectral(c, d.outputs())
			if resting[m] || !(strength > 0) {
				continue
			}
			if facing[m] != nil && linalg.Dot(facing[m], c) < 0 {
				heights[m][0], heights[m][1] = heights[m][1], heights[m][0]
			}
			facing[m] = c
			pace := t.Of(d, m)
			rates[m] = [2]float64{pace.Growth(strength), pace.Growth(-strength)}
			if at := math.Max(0, -heights[m][0]/rates[m][0]); rates[m][0] > 0 && at < wait {
				next, wait = m, at
			}
		}
		if next < 0 {
			return times
		}
		now += wait
		for m := range heights {
			for i := range heights[m] {
				heights[m][i] += rates[m][i] * wait
			}
		}
		times[next], resting[next] = now, true
	}
}
