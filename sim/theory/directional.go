package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// Two layers, late fusion, with the initial weights as they are and inputs of any
// dimension. Row i of Z_m (N × (d_m + 1)) holds hidden unit i of branch m: its
// incoming weights, then its outgoing one. While the residual correlation is c,
// τ Ż_m = Z_m K(c) with K(c) = [[0, cᵀ], [c, 0]], for every unit alike.

// towards is (ŝ, 1) for c = ‖c‖ ŝ.
func towards(c []float64) []float64 {
	v := append([]float64(nil), c...)
	if norm := linalg.Norm(c); norm > 0 {
		for i := range v {
			v[i] /= norm
		}
	}
	return append(v, 1)
}

// modeOf is Z_m v, one number a hidden unit. For v = (ŝ, 1) it is the mode p_m that
// grows by e^{‖c‖t/τ} while the residual correlation is c = ‖c‖ ŝ (ours): it gives the
// end-to-end map ¼‖p_m‖² along ŝ, so that its effective norm is u = ½‖p_m‖.
func modeOf(z, v []float64) (p []float64) {
	for ; len(z) > 0; z = z[len(v):] {
		p = append(p, linalg.Dot(z[:len(v)], v))
	}
	return p
}

// Propagate returns e^{K(c) t} v for a vector v of d + 1 numbers (ours): K(c) has
// the eigenvalues ±‖c‖ for (ŝ, ±1), and 0 across them. Of a pace it is what that makes of v in
// the same time, by descent (1 + ηK)^{t/η} v: every rate s becomes [Pace.Growth].
func Propagate(v, c []float64, t float64, p Pace) []float64 {
	d, up := len(c), towards(c)
	along, out := linalg.Dot(v[:d], up[:d]), v[d]
	s := linalg.Norm(c)
	grow, decay := (along+out)/2*math.Exp(p.Growth(s)*t), (along-out)/2*math.Exp(p.Growth(-s)*t)
	across := 1.0
	if p.Decay > 0 {
		across = math.Exp(p.Growth(0) * t)
	}
	next := make([]float64, d, d+1)
	for i := range d {
		next[i] = across*(v[i]-along*up[i]) + (grow+decay)*up[i] // across first: what is left may be tiny
	}
	return append(next, grow-decay)
}

// DirectionalTimes returns when both modalities are learned, in units of τ, from
// initial weights Z_m (ours). A grows logistically, from u_A = ½‖p_A‖ to half of
// its plateau ‖Σ_yA Σ_A⁺‖ at t_A ([HalfTime]). By then B has been driven by Σ_yB, from
// then on it is by Σ̃_yB, which may point elsewhere:
//
//	Z_B(t) = Z_B(0) e^{K(Σ_yB) t_A/τ} e^{K(Σ̃_yB)(t − t_A)/τ}
//
// and its growing mode takes the half-time to ‖W_B*‖ from where it is at t_A. What
// grew along the wrong direction has to shrink first; but for Σ̃_yB straight against
// Σ_yB there is a part that need not. For scalar inputs the error vanishes with the
// initial weights; with vectors the half-times are those of an isotropic Σ_m. They are those
// of the training ([Pace.Growth], [Pace.Half]).
//
// A modality with nothing left to learn is never learned: its time is +Inf.
func DirectionalTimes(d Data, t Training, first, second int, zFirst, zSecond []float64) (tFirst, tSecond float64) {
	plateau, _ := UnimodalMinimum(d, first)
	c, own := d.cross(first), t.Of(d, first)
	s := linalg.Norm(c)
	tFirst = own.Half(s, linalg.Norm(plateau), own.from(1, s)*linalg.Norm(modeOf(zFirst, towards(c)))/2)

	if NothingLeft(d, first, second) {
		return tFirst, math.Inf(1)
	}
	all, _ := GlobalMinimum(d)
	lo, hi := d.span(second)
	rest := LeftOver(d, first, second)
	c, own = d.cross(second), t.Of(d, second)
	v := Propagate(towards(rest), c, tFirst, own) // e^K is symmetric
	s = linalg.Norm(rest)
	before := linalg.Norm(c)
	if linalg.Dot(c, rest) < 0 {
		before = -before
	}
	ahead := own.from(1, before) * own.from(own.factor(before), s)
	return tFirst, tFirst + own.Half(s, linalg.Norm(all[lo:hi]), ahead*linalg.Norm(modeOf(zSecond, v))/2)
}

// NothingLeft reports whether the second modality has nothing to add once the first one is
// learned: no correlation is left for it, or none that decay does not outweigh, or its final weight
// is zero.
func NothingLeft(d Data, first, second int) bool {
	plateau, _ := UnimodalMinimum(d, first)
	all, _ := GlobalMinimum(d)
	return linalg.Norm(LeftOver(d, first, second))-d.Decay <= nothing*linalg.Norm(d.cross(first)) || linalg.Norm(d.part(all, second)) <= nothing*linalg.Norm(plateau)
}

// Turns reports whether a modality has to turn between its unimodal plateau and its final weight, as
// one that is given credit for another one of the opposite effect: half-times do not know that it
// passes zero on the way.
func Turns(d Data, m int) bool {
	plateau, _ := UnimodalMinimum(d, m)
	all, _ := GlobalMinimum(d)
	return linalg.Dot(plateau, d.part(all, m)) < 0
}

// GrowingModes returns the reduced network of two layers, late fusion, from initial weights
// Z_m as they are (ours): of the hidden units of a branch there remain the directions of the
// modes that grow, p_m while the residual correlation is Σ_ym, and for the modality learned
// second the one that has grown by t_A and goes on growing along Σ̃_ym ([DirectionalTimes]).
// What it leaves out does not grow. Unlike half-times it knows how inputs correlate within a
// modality. z are in the order of the modalities.
func GrowingModes(d Data, t Training, first, second int, z [2][]float64) Reduced {
	c := d.cross(second)
	vectors := [2][][]float64{}
	vectors[first] = [][]float64{towards(d.cross(first))}
	vectors[second] = [][]float64{towards(c)}
	if Turns(d, first) { // what grows once the second one is learned
		vectors[first] = append(vectors[first], towards(LeftOver(d, second, first)))
	}
	if !NothingLeft(d, first, second) {
		at, _ := DirectionalTimes(d, t, first, second, z[first], z[second])
		vectors[second] = append(vectors[second], Propagate(towards(LeftOver(d, first, second)), c, math.Max(at, 0), t.Of(d, second)))
	}
	var r Reduced
	for m, dim := range d.Dims {
		r.Branches = append(r.Branches, along(z[m], dim, 1, vectors[m]))
	}
	return r
}

// GrowingMode is [GrowingModes] for early fusion, whose units read all inputs: z holds these and the
// outgoing weights of each. The mode is along (Σ_yx, s), s as in [Training.Drive]; of several targets
// there is one for every singular direction of Σ_yx.
func GrowingMode(d Data, t Training, z []float64) Reduced {
	var vectors [][]float64
	if d.outputs() == 1 {
		v := append([]float64(nil), d.Yx...)
		vectors = [][]float64{append(v, t.Drive(d))}
	} else { // the rates of blocks are not in it: what they turn to lies in between
		vectors = modesOf(d.Yx, d.outputs())
	}
	n := d.inputs()
	layers := along(z, n, d.outputs(), vectors)
	var r Reduced
	from := 0
	for _, dim := range d.Dims {
		block := matrix(layers[0].Rows, dim)
		for i := range block.Rows {
			copy(block.Data[i*dim:(i+1)*dim], layers[0].Data[i*n+from:])
		}
		r.Branches, from = append(r.Branches, []Matrix{block}), from+dim
	}
	r.Shared = layers[1:]
	return r
}

// along projects hidden units on their modes for some vectors: a layer of as many units, and
// the one that reads it. As many vectors as there are units are all there is: then it is the units.
func along(z []float64, dim, outputs int, vectors [][]float64) []Matrix {
	long := dim + outputs
	units := len(z) / long
	if len(vectors) >= units {
		in, out := matrix(units, dim), matrix(outputs, units)
		for i := range units {
			copy(in.Data[i*dim:(i+1)*dim], z[i*long:])
			for o := range outputs {
				out.put(o, i, z[i*long+dim+o])
			}
		}
		return []Matrix{in, out}
	}
	var modes []float64 // units × vectors
	for range units {
		modes = append(modes, make([]float64, len(vectors))...)
	}
	for k, v := range vectors {
		for i, p := range modeOf(z, v) {
			modes[i*len(vectors)+k] = p
		}
	}
	basis, _ := linalg.QR(modes, units, len(vectors))
	in, out := matrix(len(vectors), dim), matrix(outputs, len(vectors))
	for i := range units {
		for k := range vectors {
			q := basis[i*len(vectors)+k]
			for j := range dim {
				in.Data[k*dim+j] += q * z[i*long+j]
			}
			for o := range outputs {
				out.Data[o*len(vectors)+k] += q * z[i*long+dim+o]
			}
		}
	}
	return []Matrix{in, out}
}
