package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// rays is the loss of late fusion where the inputs of every modality lie on a few
// rays {t v : t ≥ 0}: scalar inputs on two, x_B of the xor task on four. Whether a
// unit is active depends on the ray alone, and φ(w·x) = t φ(w·v): with the lengths
// t as features, one a ray and 0 off it, the network is linear in them,
//
//	f = Σ_k θ_k t_k,  θ_k = Σ_i w²_i φ(w¹_i·v_k).
//
// So their second moments, with one another and with the target, are all there is
// to know of any number of examples; an epoch costs a few products a unit. (ours)
type rays struct {
	data     *rayData
	groups   []rectifiedGroup
	slope    float64
	theta    []float64
	residual []float64 // E[(y − f) t_k]
	scratch  []float64
	z, down  []float64
	risk     float64
}

// rayData are the rays of every modality and the moments of the lengths.
type rayData struct {
	rays    [][]float64 // per modality: its v_k, a row each
	moments *Moments    // of t
}

// maxRays is how many points a modality of several inputs may consist of.
const maxRays = 16

func newRays(data *rayData, groups []rectifiedGroup, slope float64) *rays {
	k := data.moments.Inputs()
	return &rays{
		data: data, groups: groups, slope: slope,
		theta: make([]float64, k), residual: make([]float64, k), scratch: make([]float64, 2*k),
	}
}

func (r *rays) begin(z, descent []float64) { r.z, r.down = z, descent }
func (r *rays) loss() float64              { return r.risk }
func (r *rays) numbers() int               { return len(r.z) * 4 }

// part is all there is to do.
func (r *rays) part() bool {
	k := 0
	for m := range r.groups {
		g := &r.groups[m]
		v, d := r.data.rays[m], g.dim
		theta := r.theta[k : k+len(v)/d]
		k += len(theta)
		clear(theta)
		for row := g.rows(r.z); len(row) > 0; row = row[d+1:] {
			if d == 1 {
				onHalves(theta, row[0], row[1], r.slope)
				continue
			}
			for i := range theta {
				z := kernel.Dot(row[:d], v[i*d:(i+1)*d])
				if z <= 0 {
					z *= r.slope
				}
				theta[i] += row[d] * z
			}
		}
	}
	r.risk = r.data.moments.loss(r.theta, r.scratch)
	r.data.moments.residual(r.residual, r.theta)
	k = 0
	for m := range r.groups {
		g := &r.groups[m]
		v, d := r.data.rays[m], g.dim
		e := r.residual[k : k+len(v)/d]
		k += len(e)
		down := g.rows(r.down)
		for row := g.rows(r.z); len(row) > 0; row, down = row[d+1:], down[d+1:] {
			if d == 1 {
				s := r.slope*e[0] - e[1]
				if row[0] > 0 {
					s = e[0] - r.slope*e[1]
				}
				down[0], down[1] = row[1]*s, row[0]*s
				continue
			}
			into := down[:d]
			clear(into)
			for i, c := range e {
				ray := v[i*d : (i+1)*d]
				if kernel.Dot(row[:d], ray) <= 0 {
					c *= r.slope
				}
				kernel.Axpy(c, ray, into)
			}
			down[d] = kernel.Dot(into, row[:d])
			for j := range into {
				into[j] *= row[d]
			}
		}
	}
	return true
}

// onHalves adds what a unit of one input makes of the rays 1 and −1.
func onHalves(theta []float64, in, out, slope float64) {
	if in > 0 {
		theta[0] += out * in
		theta[1] -= slope * out * in
	} else {
		theta[0] += slope * out * in
		theta[1] -= out * in
	}
}

// sharpness is λ_max of the Hessian at a minimum without residuals, given its units
// per modality: that of Σ^{1/2} H Σ^{1/2}, H = Σ_i ∇θ ∇θᵀ over all weights.
func (d *rayData) sharpness(units [][]float64, slope float64) float64 {
	n := d.moments.Inputs()
	h, k := make([]float64, n*n), 0
	add := func(slopes []float64) { // the derivatives of the modality's θ by one weight
		for i, a := range slopes {
			kernel.Axpy(a, slopes, h[(k+i)*n+k:])
		}
	}
	for m, v := range d.rays {
		count := d.moments.modalities[m].Dim
		dim := len(v) / count
		slopes := make([]float64, count)
		for row := units[m]; len(row) > 0; row = row[dim+1:] {
			for j := range dim + 1 { // by w¹_j, or by w²
				for i := range slopes {
					ray := v[i*dim : (i+1)*dim]
					z := kernel.Dot(row[:dim], ray)
					if slopes[i] = z; j < dim {
						slopes[i] = row[dim] * ray[j]
					}
					if z <= 0 {
						slopes[i] *= slope
					}
				}
				add(slopes)
			}
		}
		k += count
	}
	return linalg.LargestEigenvalue(h, d.moments.sigma, n)
}

// halves are the rays of a scalar input.
func halves() []float64 { return []float64{1, -1} }

// newRayData completes the second moments of lengths (K × K) whose target is
// y = ω·t + noise, of power yy.
func newRayData(list [][]float64, dims []int, sigma, omega []float64, yy float64) *rayData {
	cross := make([]float64, len(omega))
	kernel.Product(cross, sigma, omega)
	return rayDataOf(list, dims, sigma, cross, yy)
}

func rayDataOf(list [][]float64, dims []int, sigma, cross []float64, yy float64) *rayData {
	var modalities []Modality
	for m, v := range list {
		modalities = append(modalities, Modality{letter(m), len(v) / dims[m]})
	}
	moments, err := NewMoments(modalities, 1, sigma, cross, yy)
	if err != nil {
		panic(err) // moments of data are moments
	}
	return &rayData{list, moments}
}

// toyRays are the halves of the two Gaussians of [Toy].
func toyRays(kappa, rho, wA, wB, noise float64) *rayData {
	same, opposite := kappa*orthant(rho), kappa*orthant(-rho)
	a, b := kappa*kappa/2, .5
	_, _, yy := toyMoments(kappa, rho, wA, wB, noise)
	return newRayData([][]float64{halves(), halves()}, []int{1, 1}, []float64{
		a, 0, same, opposite,
		0, a, opposite, same,
		same, opposite, b, 0,
		opposite, same, 0, b,
	}, []float64{wA, -wA, wB, -wB}, yy)
}

// orthant is E[x⁺ y⁺] of standard Gaussians with correlation ρ.
func orthant(rho float64) float64 {
	return (math.Sqrt(1-rho*rho) + rho*(math.Pi/2+math.Asin(rho))) / (2 * math.Pi)
}

// corners are the four points of x_B in the xor task, and xor of them.
var (
	corners = []float64{1, 1, 1, -1, -1, 1, -1, -1}
	xor     = []float64{-1, 1, 1, -1}
)

// XorPoints is how many values x_B has in the xor task.
const XorPoints = 4

// XorPoint returns one of them, counted from 0, and xor of it: −1 for equal signs,
// 1 for unequal ones.
func XorPoint(i int) (b [2]float64, value float64) { return [2]float64(corners[2*i:]), xor[i] }

// xorRays are the halves of a Gaussian of standard deviation kappa, and the
// corners.
func xorRays(kappa float64) *rayData {
	const k = 6
	sigma := make([]float64, k*k)
	for i := range k {
		sigma[i*k+i] = .25
		if i < 2 {
			sigma[i*k+i] = kappa * kappa / 2
			for j := 2; j < k; j++ {
				sigma[i*k+j] = .25 * kappa / math.Sqrt(2*math.Pi)
				sigma[j*k+i] = sigma[i*k+j]
			}
		}
	}
	return newRayData([][]float64{halves(), corners}, []int{1, 2}, sigma, append([]float64{1, -1}, xor...), kappa*kappa+1)
}

// rays finds the rays on which samples lie, modalities having dims inputs, or
// returns nil: an input that is a vector takes more than maxRays values.
func (x *Samples) rays(dims []int) *rayData {
	var list [][]float64
	var place [][]int // per modality, per sample of several inputs: the ray
	k, offset := 0, 0
	for _, d := range dims {
		v, at := halves(), []int(nil)
		if d > 1 {
			if v, at = x.values(offset, d, maxRays); at == nil {
				return nil
			}
		}
		list, place = append(list, v), append(place, at)
		k += len(v) / d
		offset += d
	}
	sigma, cross, yy := make([]float64, k*k), make([]float64, k), 0.0
	part := 1 / float64(x.Count)
	where, length := make([]int, len(dims)), make([]float64, len(dims))
	for p, y := range x.Targets {
		row, first := x.Inputs[p*x.Dim:(p+1)*x.Dim], 0
		for m, d := range dims {
			if d > 1 {
				where[m], length[m] = first+place[m][p], 1
			} else {
				where[m], length[m] = first, row[0]
				if row[0] < 0 {
					where[m], length[m] = first+1, -row[0]
				}
			}
			row, first = row[d:], first+len(list[m])/d
		}
		for m, i := range where {
			for n, j := range where {
				sigma[i*k+j] += part * length[m] * length[n]
			}
			cross[i] += part * length[m] * y
		}
		yy += part * y * y
	}
	return rayDataOf(list, dims, sigma, cross, yy)
}

// values lists the distinct values of dim inputs from offset on, a row each, and
// which one every sample has; nil if there are more than most.
func (x *Samples) values(offset, dim, most int) (list []float64, at []int) {
	at = make([]int, x.Count)
	for p := range at {
		row := x.Inputs[p*x.Dim+offset:][:dim]
		i := 0
		for ; i*dim < len(list); i++ {
			same := true
			for j, v := range row {
				same = same && list[i*dim+j] == v
			}
			if same {
				break
			}
		}
		if i == most {
			return nil, nil
		}
		if i*dim == len(list) {
			list = append(list, row...)
		}
		at[p] = i
	}
	return list, at
}
