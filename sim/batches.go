package sim

import (
	"math"

	"unimodal-bias-lab/sim/kernel"
)

// batches is the loss over P examples for networks and data of any kind: every
// unit meets every example once an epoch. With c₁ = (1 + a)/2 and c₂ = (1 − a)/2,
//
//	φ(z) = c₁ z + c₂ |z|,  φ'(z) = c₁ + c₂ sgn z,
//
// so that nothing branches on the gate of a unit, which is as good as random, and
// the first terms are sums over all units that no unit has to be asked for. What
// is left of a unit's gradient is one vector, g = Σ_p r_p φ'(z_p) x_p with the
// residuals r: −∂ℒ/∂w¹ = w² g and, φ being homogeneous, −∂ℒ/∂w² = w¹·g.
type batches struct {
	examples   *examples
	groups     []rectifiedGroup
	linear     float64 // c₁
	bent       float64 // c₂
	z, descent []float64
	sum        []float64 // Σ_i w²_i w¹_i of every input
	both       []float64 // Σ_p r_p x_p of every input
	residuals  []float64 // of a batch
	activity   []float64 // of a unit over a batch
	row        []float64 // of a unit
	next       int       // batch
	squares    float64
}

// examples are samples laid out in batches: D rows of size numbers each, a row an
// input. The last batch is filled up with zeros, which cost and change nothing.
type examples struct {
	count, dim, size int
	inputs, targets  []float64
}

// examplesWork is about how many products of a weight and an input make a batch:
// some tenths of a millisecond.
const examplesWork = 1 << 16

// newExamples lays samples out for networks of a width.
func newExamples(s *Samples, width int) *examples {
	size := max(8, min(256, examplesWork/(width*s.Dim)&^7))
	count := (s.Count + size - 1) / size
	e := &examples{s.Count, s.Dim, size, make([]float64, count*size*s.Dim), make([]float64, count*size)}
	copy(e.targets, s.Targets)
	for p := range s.Count {
		batch := e.inputs[p/size*size*s.Dim:]
		for j, v := range s.Inputs[p*s.Dim : (p+1)*s.Dim] {
			batch[j*size+p%size] = v
		}
	}
	return e
}

func newBatches(e *examples, groups []rectifiedGroup, slope float64) *batches {
	return &batches{
		examples: e, groups: groups, linear: (1 + slope) / 2, bent: (1 - slope) / 2,
		sum: make([]float64, e.dim), both: make([]float64, e.dim),
		residuals: make([]float64, e.size), activity: make([]float64, e.size), row: make([]float64, e.dim),
	}
}

func (b *batches) numbers() int { return b.examples.size * b.groups[0].units * b.examples.dim }

func (b *batches) begin(z, descent []float64) {
	b.z, b.descent, b.next, b.squares = z, descent, 0, 0
	clear(descent)
	clear(b.sum)
	clear(b.both)
	for i := range b.groups {
		g := &b.groups[i]
		sum := b.sum[g.offset : g.offset+g.dim]
		for row := g.rows(z); len(row) > 0; row = row[g.dim+1:] {
			kernel.Axpy(row[g.dim], row[:g.dim], sum)
		}
	}
}

// part is one batch.
func (b *batches) part() bool {
	e, size := b.examples, b.examples.size
	x := e.inputs[b.next*size*e.dim : (b.next+1)*size*e.dim]
	r := b.residuals
	clear(r)
	for i := range b.groups {
		g := &b.groups[i]
		b.forward(g, x[g.offset*size:(g.offset+g.dim)*size])
	}
	for j := range e.dim { // all of f that is linear
		kernel.Axpy(b.linear*b.sum[j], x[j*size:(j+1)*size], r)
	}
	y := e.targets[b.next*size : (b.next+1)*size]
	part := 1 / float64(e.count)
	for p, f := range r {
		d := y[p] - f
		b.squares += d * d
		r[p] = part * d
	}
	for j := range e.dim {
		b.both[j] += kernel.Dot(r, x[j*size:(j+1)*size])
	}
	for i := range b.groups {
		g := &b.groups[i]
		b.backward(g, x[g.offset*size:(g.offset+g.dim)*size])
	}
	b.next++
	if b.next*size < e.count {
		return false
	}
	b.finish()
	return true
}

func (b *batches) loss() float64 { return b.squares / float64(2*b.examples.count) }

// forward adds c₂ Σ_i w²_i |w¹_i·x| to what is predicted for a batch.
func (b *batches) forward(g *rectifiedGroup, x []float64) {
	f, stride := b.residuals, g.dim+1
	rows := g.rows(b.z)
	switch g.dim {
	case 1: // |w x| = |w| |x|, for all units at once
		c := 0.0
		for ; len(rows) > 0; rows = rows[2:] {
			c += rows[1] * math.Abs(rows[0])
		}
		c *= b.bent
		for p, v := range x[:len(f)] {
			f[p] += c * math.Abs(v)
		}
	case 2:
		for ; len(rows) >= 2*stride; rows = rows[2*stride:] {
			bendTwo(f, x, rows, b.bent)
		}
	case 3:
		for ; len(rows) >= 2*stride; rows = rows[2*stride:] {
			bendThree(f, x, rows, b.bent)
		}
	}
	for ; len(rows) > 0; rows = rows[stride:] {
		kernel.LeftProduct(b.activity, rows[:g.dim], x)
		c, z := b.bent*rows[g.dim], b.activity[:len(f)]
		for p := range f {
			f[p] += c * math.Abs(z[p])
		}
	}
}

// backward adds Σ_p r_p sgn(z_p) x_p to the row of every unit in descent.
func (b *batches) backward(g *rectifiedGroup, x []float64) {
	r, stride := b.residuals, g.dim+1
	rows, sums := g.rows(b.z), g.rows(b.descent)
	switch g.dim {
	case 1: // sgn(w x) x = sgn(w) |x|
		s := 0.0
		for p, v := range x[:len(r)] {
			s += r[p] * math.Abs(v)
		}
		for ; len(rows) > 0; rows, sums = rows[2:], sums[2:] {
			sums[0] += s * math.Copysign(1, rows[0])
		}
	case 2:
		for ; len(rows) > 0; rows, sums = rows[stride:], sums[stride:] {
			foldTwo(sums, r, x, rows)
		}
	case 3:
		for ; len(rows) > 0; rows, sums = rows[stride:], sums[stride:] {
			foldThree(sums, r, x, rows)
		}
	}
	for ; len(rows) > 0; rows, sums = rows[stride:], sums[stride:] {
		z := b.activity
		kernel.LeftProduct(z, rows[:g.dim], x)
		for p, v := range r {
			z[p] = v * math.Copysign(1, z[p])
		}
		kernel.Product(b.row[:g.dim], x, z)
		kernel.Axpy(1, b.row[:g.dim], sums)
	}
}

// finish turns the sums in descent into −∂ℒ/∂z.
func (b *batches) finish() {
	for i := range b.groups {
		g := &b.groups[i]
		d := g.dim
		both := b.both[g.offset : g.offset+d]
		sums := g.rows(b.descent)
		for row := g.rows(b.z); len(row) > 0; row, sums = row[d+1:], sums[d+1:] {
			along := 0.0
			for j, s := range both {
				v := b.linear*s + b.bent*sums[j]
				along += v * row[j]
				sums[j] = v * row[d]
			}
			sums[d] = along
		}
	}
}

// bendTwo adds c w²|w¹·x| of the first two units in rows, of two inputs each, to f.
func bendTwo(f, x, rows []float64, c float64) {
	n := len(f)
	x0, x1 := x[:n], x[n:][:n]
	u0, u1, u := rows[0], rows[1], c*rows[2]
	v0, v1, v := rows[3], rows[4], c*rows[5]
	for p := 0; p < n-1; p += 2 {
		a0, a1, b0, b1 := x0[p], x1[p], x0[p+1], x1[p+1]
		f[p] += u*math.Abs(u0*a0+u1*a1) + v*math.Abs(v0*a0+v1*a1)
		f[p+1] += u*math.Abs(u0*b0+u1*b1) + v*math.Abs(v0*b0+v1*b1)
	}
}

// bendThree is [bendTwo] for three inputs.
func bendThree(f, x, rows []float64, c float64) {
	n := len(f)
	x0, x1, x2 := x[:n], x[n:][:n], x[2*n:][:n]
	u0, u1, u2, u := rows[0], rows[1], rows[2], c*rows[3]
	v0, v1, v2, v := rows[4], rows[5], rows[6], c*rows[7]
	for p := 0; p < n-1; p += 2 {
		a0, a1, a2 := x0[p], x1[p], x2[p]
		f[p] += u*math.Abs(u0*a0+u1*a1+u2*a2) + v*math.Abs(v0*a0+v1*a1+v2*a2)
		a0, a1, a2 = x0[p+1], x1[p+1], x2[p+1]
		f[p+1] += u*math.Abs(u0*a0+u1*a1+u2*a2) + v*math.Abs(v0*a0+v1*a1+v2*a2)
	}
}

// foldTwo adds Σ_p r_p sgn(w·x_p) x_p for the unit in row, of two inputs, to sums.
func foldTwo(sums, r, x, row []float64) {
	n := len(r)
	x0, x1 := x[:n], x[n:][:n]
	w0, w1 := row[0], row[1]
	var s0, s1 float64
	for p := 0; p < n-1; p += 2 {
		a0, a1, b0, b1 := x0[p], x1[p], x0[p+1], x1[p+1]
		a := r[p] * math.Copysign(1, w0*a0+w1*a1)
		b := r[p+1] * math.Copysign(1, w0*b0+w1*b1)
		s0 += a*a0 + b*b0
		s1 += a*a1 + b*b1
	}
	sums[0] += s0
	sums[1] += s1
}

// foldThree is [foldTwo] for three inputs.
func foldThree(sums, r, x, row []float64) {
	n := len(r)
	x0, x1, x2 := x[:n], x[n:][:n], x[2*n:][:n]
	w0, w1, w2 := row[0], row[1], row[2]
	var s0, s1, s2 float64
	for p := 0; p < n-1; p += 2 {
		a0, a1, a2 := x0[p], x1[p], x2[p]
		a := r[p] * math.Copysign(1, w0*a0+w1*a1+w2*a2)
		b0, b1, b2 := x0[p+1], x1[p+1], x2[p+1]
		b := r[p+1] * math.Copysign(1, w0*b0+w1*b1+w2*b2)
		s0 += a*a0 + b*b0
		s1 += a*a1 + b*b1
		s2 += a*a2 + b*b2
	}
	sums[0] += s0
	sums[1] += s1
	sums[2] += s2
}
