package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/kernel"
)

// rectified is a two-layer network of rectified units with a scalar target,
//
//	f(x) = Σ_i w²_i φ(w¹_i·x),  φ(z) = z for z > 0, a z elsewhere,
//
// unit by unit: a row of z holds the incoming and then the outgoing weight of a
// hidden unit. Late fusion has a group of units for every modality, early fusion
// one that reads all of them.
type rectified struct {
	z      []float64
	groups []rectifiedGroup
	wide   *Network // memory of network
	outer  []unitGroup
	total  []float64 // memory of totals
	paths  []float64 // memory of pathNorms
	dims   []int     // d_m
}

// rectifiedGroup is the shape of a group of units.
type rectifiedGroup struct {
	start         int // of its rows in z
	units         int
	offset, dim   int // the inputs it reads
	modality, end int // which are those of the modalities from one to before the other
}

// rows returns the group's part of weights laid out like z.
func (g *rectifiedGroup) rows(z []float64) []float64 {
	return z[g.start : g.start+g.units*(g.dim+1)]
}

// newRectified copies the weights of a two-layer network with a scalar target.
func newRectified(n *Network) *rectified {
	r := &rectified{wide: n.clone(), dims: n.Inputs, paths: make([]float64, len(n.Inputs))}
	r.outer = unitGroups(r.wide)
	offset, start := 0, 0
	for i, g := range r.outer {
		group := rectifiedGroup{start: start, units: n.Width, offset: offset, modality: i, end: i + 1}
		if len(g.incoming) > 1 {
			group.end = len(g.incoming)
		}
		for _, l := range g.incoming {
			group.dim += l.Cols
		}
		r.z, _ = g.gather(r.z)
		offset, start = offset+group.dim, len(r.z)
		r.groups = append(r.groups, group)
	}
	r.total = make([]float64, offset)
	return r
}

func (r *rectified) coordinates() []float64 { return r.z }

// totals are W_m^tot = W_m² W_m¹ read off the weights: what the network would map
// x_m to if its units were linear.
func (r *rectified) totals() []float64 {
	clear(r.total)
	for i := range r.groups {
		g := &r.groups[i]
		total := r.total[g.offset : g.offset+g.dim]
		for row := g.rows(r.z); len(row) > 0; row = row[g.dim+1:] {
			kernel.Axpy(row[g.dim], row[:g.dim], total)
		}
	}
	return r.total
}

// pathNorms are Σ_i |w²_i| ‖w¹_{m,i}‖ of every modality: how much of it the
// network uses, whatever its units make of it.
func (r *rectified) pathNorms() []float64 {
	clear(r.paths)
	for i := range r.groups {
		g := &r.groups[i]
		for row := g.rows(r.z); len(row) > 0; row = row[g.dim+1:] {
			out, in := math.Abs(row[g.dim]), row
			for m := g.modality; m < g.end; m++ {
				s := math.Abs(in[0])
				if d := r.dims[m]; d > 1 {
					s = math.Sqrt(kernel.Squares(in[:d]))
				}
				r.paths[m] += out * s
				in = in[r.dims[m]:]
			}
		}
	}
	return r.paths
}

func (r *rectified) layerNorms(dst []float64) {
	i := 0
	r.network().each(func(l *Layer) {
		dst[i] = l.Norm()
		i++
	})
}

func (r *rectified) network() *Network {
	for i := range r.groups {
		r.outer[i].scatter(r.groups[i].rows(r.z))
	}
	return r.wide
}

// paces are η_m/η of every coordinate, nil if all are 1; that of the outgoing weight of a unit that
// reads all modalities is.
func (r *rectified) paces(of *Remedies) (pace []float64) {
	if of.etaOf(1) == 1 {
		return nil
	}
	for i := range r.groups {
		g := &r.groups[i]
		var row []float64
		for m := g.modality; m < g.end; m++ {
			row = append(row, slices.Repeat([]float64{of.etaOf(m)}, r.dims[m])...)
		}
		out := 1.0
		if g.end == g.modality+1 {
			out = of.etaOf(g.modality)
		}
		pace = append(pace, slices.Repeat(append(row, out), g.units)...)
	}
	return pace
}

// objective is the loss of rectified networks on some data, and which way it goes
// down.
type objective interface {
	// begin turns to a network with the weights z; part works it out bit by bit and
	// reports whether −∂ℒ/∂z is in descent and the loss known. Neither allocates.
	begin(z, descent []float64)
	part() (done bool)
	// loss is that of the network worked out last.
	loss() float64
	// numbers is about how many of them a part goes through.
	numbers() int
}

// rectifiedDescent is gradient descent of rectified units. Weights, loss and
// gradient of the present epoch are known; an epoch moves the weights and works
// out the rest once, in as many parts as it takes.
type rectifiedDescent struct {
	*rectified
	objective
	*optimiser
	risk          float64 // ℒ at the present weights
	descent       []float64
	next, descend []float64 // what becomes of z and descent
	busy          bool      // on the way to next
}

func newRectifiedDescent(n *Network, o objective, s *Scenario) *rectifiedDescent {
	d := &rectifiedDescent{rectified: newRectified(n), objective: o}
	d.optimiser = newOptimiser(s.Method, s.Optimiser, s.Eta, len(d.z), d.rectified.paces(&s.Remedies))
	d.descent, d.next, d.descend = make([]float64, len(d.z)), make([]float64, len(d.z)), make([]float64, len(d.z))
	o.begin(d.z, d.descent)
	for !o.part() {
	}
	d.risk = o.loss()
	return d
}

func (d *rectifiedDescent) advance() (done bool, err error) {
	if !d.busy {
		copy(d.next, d.z)
		d.update(d.next, d.descent)
		d.begin(d.next, d.descend)
		d.busy = true
	}
	if !d.part() {
		return false, nil
	}
	d.busy = false
	d.z, d.next = d.next, d.z
	d.descent, d.descend = d.descend, d.descent
	d.risk = d.loss()
	return true, nil
}

func (d *rectifiedDescent) state() state { return d.rectified }

func (d *rectifiedDescent) save(dst []float64) []float64 {
	dst = d.optimiser.save(slices.Grow(dst, 2+2*len(d.z)))
	return append(append(append(dst, d.risk), d.z...), d.descent...)
}

func (d *rectifiedDescent) restore(saved []float64) {
	saved = d.optimiser.restore(saved)
	d.risk, d.busy = saved[0], false
	copy(d.z, saved[1:])
	copy(d.descent, saved[1+len(d.z):])
}
