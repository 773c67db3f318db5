package sim

import "math"

// modes is a two-layer late-fusion network with scalar inputs and a scalar
// target in two numbers a modality, whatever its width (ours).
// With p_m = (W_m²)ᵀ + W_m¹ and q_m = (W_m²)ᵀ − W_m¹, one number a hidden unit,
// an epoch is p ← (1 + ηE_m) p, q ← (1 − ηE_m) q for all units alike: what has to
// be remembered are the growth factors so far, and
//
//	W_m^tot = ¼ (‖p_m‖² − ‖q_m‖²).
type modes struct {
	drive     *drive
	initial   *Network
	pp, qq    []float64 // initial ‖p_m‖², ‖q_m‖²
	pq        []float64 // initial ⟨p_m, q_m⟩
	growth    []float64 // of p_A, of q_A, of p_B, …
	total     []float64
	residual  []float64
	stale     bool
	unfolding *Network
}

func newModes(moves *drive, n *Network) *modes {
	d := len(n.Branches)
	numbers := make([]float64, 7*d)
	cut := func(size int) (part []float64) {
		part, numbers = numbers[:size:size], numbers[size:]
		return part
	}
	f := &modes{
		drive: moves, initial: n, stale: true,
		pp: cut(d), qq: cut(d), pq: cut(d), growth: cut(2 * d), total: cut(d), residual: cut(d),
	}
	for m, branch := range n.Branches {
		f.growth[2*m], f.growth[2*m+1] = 1, 1
		f.pp[m], f.qq[m], f.pq[m] = modeSums(branch)
	}
	return f
}

// modeSums are ‖p‖², ‖q‖² and ⟨p, q⟩ of a branch.
func modeSums(branch []Layer) (pp, qq, pq float64) {
	for i, in := range branch[0].Data {
		out := branch[1].Data[i]
		p, q := out+in, out-in
		pp += p * p
		qq += q * q
		pq += p * q
	}
	return pp, qq, pq
}

func (f *modes) coordinates() []float64 { return f.growth }
func (f *modes) moved()                 { f.stale = true }
func (f *modes) blocks() []int          { return nil }

func (f *modes) totals() []float64 {
	if f.stale {
		f.stale = false
		for m := range f.total {
			p, q := f.growth[2*m], f.growth[2*m+1]
			f.total[m] = (f.pp[m]*p*p - f.qq[m]*q*q) / 4
		}
	}
	return f.total
}

func (f *modes) descend(eta float64) {
	f.drive.look(f.residual, f.totals())
	for m, e := range f.residual {
		e *= eta * f.drive.etaOf(m) * f.drive.gain(m)
		f.growth[2*m] *= 1 + e
		f.growth[2*m+1] *= 1 - e
	}
	f.stale = true
}

func (f *modes) velocity(dst []float64) {
	f.drive.look(f.residual, f.totals())
	for m, e := range f.residual {
		e *= f.drive.gain(m)
		dst[2*m], dst[2*m+1] = (e-f.drive.Decay)*f.growth[2*m], (-e-f.drive.Decay)*f.growth[2*m+1]
	}
}

func (f *modes) driven() *drive { return f.drive }

func (f *modes) branchEnds() (ends []int) {
	for m := range f.total {
		ends = append(ends, 2*(m+1))
	}
	return ends
}

func (f *modes) layerNorms(dst []float64) {
	for m := range f.total {
		p, q := f.growth[2*m], f.growth[2*m+1]
		sum, cross := f.pp[m]*p*p+f.qq[m]*q*q, 2*f.pq[m]*p*q
		dst[2*m] = math.Sqrt(max(sum-cross, 0)) / 2
		dst[2*m+1] = math.Sqrt(max(sum+cross, 0)) / 2
	}
}

// network gives every hidden unit its weights back.
func (f *modes) network() *Network {
	if f.unfolding == nil {
		f.unfolding = f.initial.clone()
	}
	for m, branch := range f.initial.Branches {
		in, out := f.unfolding.Branches[m][0].Data, f.unfolding.Branches[m][1].Data
		for i, w := range branch[0].Data {
			p, q := (branch[1].Data[i]+w)*f.growth[2*m], (branch[1].Data[i]-w)*f.growth[2*m+1]
			in[i], out[i] = (p-q)/2, (p+q)/2
		}
	}
	return f.unfolding
}

// angles is modes in hyperbolic coordinates, for gradient flow: both growth
// factors come from one angle, e^θ and e^−θ, and θ̇_m = E_m/τ. While a modality
// is not yet learned its angle is a straight line. Weight decay takes both down by e^−s,
// ṡ = λ₂/τ, which is then the second coordinate of a modality.
type angles struct {
	*modes
	theta []float64 // θ_A, θ_B, …, or with decay θ_A, s_A, θ_B, …
	every int       // coordinates a modality
}

func newAngles(d *drive, n *Network) *angles {
	every := 1
	if d.Decay > 0 {
		every = 2
	}
	return &angles{newModes(d, n), make([]float64, every*len(n.Branches)), every}
}

func (f *angles) coordinates() []float64 { return f.theta }

func (f *angles) moved() {
	for m := range f.total {
		up, down := math.Exp(f.theta[m*f.every]), 1.0
		if f.every > 1 {
			down = math.Exp(-f.theta[m*f.every+1])
		}
		f.growth[2*m], f.growth[2*m+1] = up*down, down/up
	}
	f.stale = true
}

func (f *angles) velocity(dst []float64) {
	f.drive.look(f.residual, f.totals())
	for m, e := range f.residual {
		dst[m*f.every] = e * f.drive.gain(m)
		if f.every > 1 {
			dst[m*f.every+1] = f.drive.Decay
		}
	}
}

func (f *angles) branchEnds() (ends []int) {
	for m := range f.total {
		ends = append(ends, f.every*(m+1))
	}
	return ends
}
