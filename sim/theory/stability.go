package theory

import (
	"math"

	"unimodal-bias-lab/sim/linalg"
)

// LargestStableRate returns the learning rate η = 2/λ_max above which gradient
// descent leaves the balanced solutions training comes to: the plateau of the
// modality learned first (unless fusion is early; where branches differ in depth,
// that of any, for the initial weights decide) and the global minimum (ours).
//
// Near a solution W the residual δ = W − W* of the end-to-end map follows
// δ ← δ − η δ Σ H, where H collects the layers' squared gradients. For the
// balanced solution with layer norms u_m in the branches and
// v = √(Σ u_m²) in the shared layers (so ‖W_m‖ = u_m^{L_m} v^{L−L_f}) and unit
// directions ŵ_m,
//
//	H_mn = δ_mn v^{2(L−L_f)} u_m^{2(L_m−1)} (I + (L_m−1) ŵ_mᵀ ŵ_m)
//	       + (L−L_f) v^{2(L−L_f−1)} u_m^{L_m} u_n^{L_n} ŵ_mᵀ ŵ_n
//
// and λ_max is the largest eigenvalue of Σ^{1/2} H Σ^{1/2}. Learning rates of its own multiply what
// a branch adds to H. Momentum is stable for 1 + β times the rate. Weight decay of two layers
// moves the solutions, and holds the difference of the two with a force of 2λ₂.
//
// Of several targets H acts from both sides: see [severalSharp].
func LargestStableRate(d Data, s Shape, t Training) float64 {
	all, _ := GlobalMinimum(d)
	sharpness := sharpness
	if d.outputs() > 1 {
		sharpness = severalSharp
	}
	largest := math.Max(sharpness(d, all, s, t), 2*d.Decay)
	for m := range d.Dims {
		if s.Early() || s.Equal() && t.Rates == nil && m != LearnedFirst(d) {
			continue
		}
		plateau := make([]float64, len(d.Yx))
		w, _ := UnimodalMinimum(d, m)
		d.lay(plateau, m, w)
		largest = math.Max(largest, sharpness(d, plateau, s, t))
	}
	return 2 * (1 + t.Beta) / largest
}

// sharpness returns λ_max of Σ^{1/2} H Σ^{1/2} at the balanced solution w.
func sharpness(d Data, w []float64, s Shape, t Training) float64 {
	n, q := len(w), float64(s.Shared)
	norms := make([]float64, len(d.Dims))
	for m := range d.Dims {
		lo, hi := d.span(m)
		norms[m] = linalg.Norm(w[lo:hi])
	}
	v := s.SharedNorm(norms)
	if v == 0 {
		return 0
	}

	// The shared layers: u_m^{L_m} ŵ_m is w_m/v^{L−L_f}.
	h := make([]float64, n*n)
	shared := q * math.Pow(v, 2*(q-1)) / math.Pow(v, 2*q)
	for i := range n {
		for j := range n {
			h[i*n+j] = shared * w[i] * w[j]
		}
	}
	for m := range d.Dims {
		lo, hi := d.span(m)
		u, layers := s.BranchNorm(m, norms[m], v), float64(s.Branches[m])
		own := t.rate(m) * math.Pow(v, 2*q) * math.Pow(u, 2*(layers-1))
		for i := lo; i < hi; i++ {
			h[i*n+i] += own
			if norms[m] == 0 {
				continue
			}
			for j := lo; j < hi; j++ {
				h[i*n+j] += own * (layers - 1) * w[i] * w[j] / (norms[m] * norms[m])
			}
		}
	}
	return linalg.LargestEigenvalue(h, d.Sigma, n)
}

// severalSharp is sharpness for several targets (ours). The layers of a chain of L, balanced, have the
// singular values s^{1/L} of its map W, so that δ follows
//
//	δ ← δ − η Σ_l (WWᵀ)^{(L−l)/L} δΣ (WᵀW)^{(l−1)/L}
//
// a branch of late fusion for its own block, early fusion for all inputs together. NaN for what lies
// between the two, or without a hidden layer in all branches.
func severalSharp(d Data, w []float64, s Shape, t Training) float64 {
	early := s.Early()
	if s.Shared > 0 && !early {
		return math.NaN()
	}
	var chains []chain
	if early {
		chains = append(chains, newChain(w, d.outputs(), s.Shared+1, 1))
	} else {
		for m := range d.Dims {
			chains = append(chains, newChain(d.part(w, m), d.outputs(), s.Branches[m], t.rate(m)))
		}
	}
	n := d.inputs()
	x, y, next := make([]float64, len(w)), make([]float64, len(w)), make([]float64, len(w))
	for i := range x {
		x[i] = math.Sqrt(float64(i + 2)) // no few of these add up to nothing
	}
	value := 0.0
	for range 2000 {
		clear(y)
		for k := 0; k < len(x); k += n {
			linalg.Sub(y[k:k+n], d.Sigma, x[k:k+n]) // −δΣ
		}
		size := math.Sqrt(-linalg.Dot(x, y))
		if !(size > 0) {
			return value
		}
		for i := range y {
			y[i] /= -size
		}
		if early {
			copy(next, chains[0].times(y))
		} else {
			for m := range d.Dims {
				d.lay(next, m, chains[m].times(d.part(y, m)))
			}
		}
		x, next = next, x
		now := linalg.Dot(x, y)
		if math.Abs(now-value) <= 1e-10*now {
			return now
		}
		value = now
	}
	return value
}

// chain is a balanced chain of layers with the singular directions of its map.
type chain struct {
	list          []linalg.Direction
	outputs, cols int
	layers        int
	rate          float64
}

func newChain(w []float64, outputs, layers int, rate float64) chain {
	cols := len(w) / outputs
	return chain{linalg.Singular(w, outputs, cols), outputs, cols, layers, rate}
}

// times is Σ_l (WWᵀ)^{(L−l)/L} g (WᵀW)^{(l−1)/L}, g of d_y × d. A power 0 is the identity.
func (c *chain) times(g []float64) []float64 {
	out := make([]float64, len(g))
	root := func(s float64, power int) float64 {
		return math.Pow(s, 2*float64(power)/float64(c.layers))
	}
	left := make([]float64, c.cols)
	for l := 1; l <= c.layers; l++ {
		below, above := l-1, c.layers-l
		switch {
		case above == 0 && below == 0:
			for i, v := range g {
				out[i] += c.rate * v
			}
		case below == 0: // from the left only
			for _, s := range c.list {
				clear(left)
				for k, u := range s.Left {
					for j, v := range g[k*c.cols : (k+1)*c.cols] {
						left[j] += u * v
					}
				}
				c.add(out, s.Left, left, root(s.Value, above))
			}
		default:
			for _, s := range c.list { // g v, then from the left
				image := make([]float64, c.outputs)
				for k := range image {
					image[k] = linalg.Dot(g[k*c.cols:(k+1)*c.cols], s.Right)
				}
				if above > 0 {
					whole := image
					image = make([]float64, c.outputs)
					for _, o := range c.list {
						by := linalg.Dot(o.Left, whole) * root(o.Value, above)
						for k, u := range o.Left {
							image[k] += by * u
						}
					}
				}
				c.add(out, image, s.Right, root(s.Value, below))
			}
		}
	}
	return out
}

// add adds a multiple of u vᵀ.
func (c *chain) add(out, u, v []float64, by float64) {
	for k, a := range u {
		for j, b := range v {
			out[k*c.cols+j] += c.rate * by * a * b
		}
	}
}
