package sim

import (
	"math"
	"slices"

	"unimodal-bias-lab/sim/kernel"
	"unimodal-bias-lab/sim/linalg"
)

// lines is the loss of early fusion where the inputs lie, up to their length, on a
// few lines: every input is s·(t v + u) with s > 0, t ∈ R and one of a few pairs
// of vectors v, u. In the xor task they are the four values of x_B, with t = x_A
// and s = 1; two scalar inputs lie on two lines, one for each sign of x_B, with
// s = |x_B|.
//
// A unit is active on one side of its breakpoint t_i on each line,
//
//	φ(w·x) = s φ(p t + q),  p = w·v, q = w·u, t_i = −q/p,
//
// so that f/s is piecewise linear in t, with as many pieces as units. With the
// moments of s and t up to any t, which are a table of sums for samples and a
// closed form for Gaussians ([cumulative]), an epoch is one sweep along the sorted
// breakpoints, exact and whatever the number of examples. (ours)
type lines struct {
	data    *lineData
	group   *rectifiedGroup
	slope   float64
	sweeps  []lineSweep
	z, down []float64
	risk    float64
}

// lineData are the lines and what is left of the loss where every line is fitted
// best by itself.
type lineData struct {
	lines []line
	floor float64
}

// line is the inputs s·(t v + u) with the target y = s·(ζ₁ t + ζ₀) + ε.
type line struct {
	v, u   []float64 // D each
	target [2]float64
	upTo   cumulative
}

// cumulative knows the moments of the part of a line below t, expectations over
// all examples: M_k = E[s² t^k] and C_k = E[ε s t^k]. t may be infinite.
type cumulative interface {
	moments(t float64) lineMoments
}

type lineMoments struct{ m0, m1, m2, c0, c1 float64 }

// lineSweep is memory of one line: per unit p and q, the breakpoint and the
// integrals of the residual below it.
type lineSweep struct {
	p, q, t, r0, r1 []float64
	order           []int // units by breakpoint, those with the same one by number
}

func newLines(data *lineData, group *rectifiedGroup, slope float64) *lines {
	l := &lines{data: data, group: group, slope: slope}
	for range data.lines {
		n := group.units
		memory := make([]float64, 5*n)
		s := lineSweep{p: memory[:n], q: memory[n : 2*n], t: memory[2*n : 3*n], r0: memory[3*n : 4*n], r1: memory[4*n:]}
		for i := range n {
			s.order = append(s.order, i)
		}
		l.sweeps = append(l.sweeps, s)
	}
	return l
}

func (l *lines) begin(z, descent []float64) { l.z, l.down = z, descent }
func (l *lines) loss() float64              { return max(l.risk, 0) } // but for rounding it is
func (l *lines) numbers() int               { return len(l.data.lines) * l.group.units * 32 }

// part is all there is to do.
func (l *lines) part() bool {
	l.risk = l.data.floor
	clear(l.down)
	for i := range l.data.lines {
		l.risk += l.sweep(&l.data.lines[i], &l.sweeps[i])
	}
	// Each row of down holds Σ φ' r x by now.
	d := l.group.dim
	down := l.down
	for row := l.z; len(row) > 0; row, down = row[d+1:], down[d+1:] {
		down[d] = kernel.Dot(row[:d], down)
		for j := range d {
			down[j] *= row[d]
		}
	}
	return true
}

// left reports whether a unit is active far below its breakpoint. One that does not
// depend on t has its breakpoint at +∞.
func left(p, q float64) bool { return p < 0 || p == 0 && q > 0 }

// sweep adds Σ φ' r x of every unit on a line to down, and returns what the line
// adds to the loss.
func (l *lines) sweep(c *line, s *lineSweep) (loss float64) {
	d, a := l.group.dim, l.slope
	d1, d0 := c.target[0], c.target[1] // (y − f)/s = d₁ t + d₀, but for ε
	row := l.z
	for i := range s.p {
		p, q := kernel.Dot(row[:d], c.v), kernel.Dot(row[:d], c.u)
		s.p[i], s.q[i] = p, q
		out := row[d]
		s.t[i] = -q / p
		if p == 0 {
			s.t[i] = math.Inf(1)
		}
		if !left(p, q) {
			out *= a
		}
		d1 -= out * p
		d0 -= out * q
		row = row[d+1:]
	}
	s.sort()
	var at lineMoments
	var r0, r1 float64
	for _, i := range s.order {
		next := c.upTo.moments(s.t[i])
		loss += piece(&at, &next, d1, d0, &r1, &r0)
		at = next
		s.r0[i], s.r1[i] = r0, r1
		flip := (1 - a) * l.z[i*(d+1)+d]
		if left(s.p[i], s.q[i]) {
			flip = -flip
		}
		d1 -= flip * s.p[i]
		d0 -= flip * s.q[i]
	}
	end := c.upTo.moments(math.Inf(1))
	loss += piece(&at, &end, d1, d0, &r1, &r0)
	down := l.down
	for i := range s.p {
		below, above := a, 1.0
		if left(s.p[i], s.q[i]) {
			below, above = 1, a
		}
		kernel.Axpy(below*s.r1[i]+above*(r1-s.r1[i]), c.v, down)
		kernel.Axpy(below*s.r0[i]+above*(r0-s.r0[i]), c.u, down)
		down = down[d+1:]
	}
	return loss
}

// piece adds E[(y − f) s t^k] over a piece on which f is linear to r1 and r0, and
// returns what the piece adds to the loss.
func piece(from, to *lineMoments, d1, d0 float64, r1, r0 *float64) float64 {
	m0, m1, m2, c0, c1 := to.m0-from.m0, to.m1-from.m1, to.m2-from.m2, to.c0-from.c0, to.c1-from.c1
	e1, e0 := d1*m2+d0*m1, d1*m1+d0*m0
	*r1 += e1 + c1
	*r0 += e0 + c0
	return d1*(e1/2+c1) + d0*(e0/2+c0)
}

// sort puts the units in the order of their breakpoints, which has hardly changed
// since the last epoch.
func (s *lineSweep) sort() {
	for k := 1; k < len(s.order); k++ {
		i := s.order[k]
		t, j := s.t[i], k
		for ; j > 0; j-- {
			before := s.order[j-1]
			if b := s.t[before]; b < t || b == t && before < i {
				break
			}
			s.order[j] = before
		}
		s.order[j] = i
	}
}

// gaussianPart is t ~ N(0, σ²) on a line that is met with some probability; s = 1.
type gaussianPart struct{ sigma, probability float64 }

func (g gaussianPart) moments(t float64) lineMoments {
	x := t / g.sigma
	density := math.Exp(-x*x/2) / math.Sqrt(2*math.Pi)
	below := math.Erfc(-x/math.Sqrt2) / 2
	m := lineMoments{m0: g.probability * below, m1: -g.probability * g.sigma * density, m2: g.probability * g.sigma * g.sigma * below}
	if density > 0 { // it goes to zero faster than x to infinity
		m.m2 += g.sigma * m.m1 * x
	}
	return m
}

// xorLines are the lines of the xor task with x_A ~ N(0, kappa²).
func xorLines(kappa float64) *lineData {
	data := &lineData{}
	for i, target := range xor {
		data.lines = append(data.lines, line{
			v: []float64{1, 0, 0}, u: []float64{0, corners[2*i], corners[2*i+1]}, target: [2]float64{1, target},
			upTo: gaussianPart{kappa, .25},
		})
	}
	return data
}

// slopePart is t = x_A/s and s = |x_B| of a half of the Gaussians of [Toy], ρ being
// their correlation for x_B > 0 and minus that for x_B < 0. What is below t is a
// sector: x_A/κ = ρ s + √(1 − ρ²) g with g independent of s.
type slopePart struct{ kappa, rho float64 }

func (g slopePart) moments(t float64) lineMoments {
	root := math.Sqrt(1 - g.rho*g.rho)
	tangent := (t/g.kappa - g.rho) / root
	angle, secant := math.Atan(tangent)+math.Pi/2, 1+tangent*tangent
	cross := 0.0 // sin cos
	if !math.IsInf(secant, 1) {
		cross = tangent / secant
	}
	const part = 1 / (2 * math.Pi)
	bb, bg, gg := part*(angle+cross), -part/secant, part*(angle-cross) // E of s², s g, g²
	return lineMoments{
		m0: bb,
		m1: g.kappa * (g.rho*bb + root*bg),
		m2: g.kappa * g.kappa * (g.rho*(g.rho*bb+2*root*bg) + root*root*gg),
	}
}

// toyLines are the two halves of the Gaussians of [Toy].
func toyLines(kappa, rho, wA, wB, noise float64) *lineData {
	data := &lineData{floor: noise * noise / 2}
	for _, sign := range []float64{1, -1} {
		data.lines = append(data.lines, line{
			v: []float64{1, 0}, u: []float64{0, sign}, target: [2]float64{wA, sign * wB},
			upTo: slopePart{kappa, sign * rho},
		})
	}
	return data
}

// samplePart is a table of examples, sorted by t: before[i] is the sum over the
// first i of them.
type samplePart struct {
	t      []float64
	before []lineMoments
}

func (p *samplePart) moments(t float64) lineMoments {
	lo, hi := 0, len(p.t)
	for lo < hi {
		mid := int(uint(lo+hi) / 2)
		if p.t[mid] < t {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	return p.before[lo]
}

// lines finds the lines on which samples of two modalities lie, or returns nil: the
// first one is not scalar, or the second one is neither a number other than zero
// nor one of at most maxRays vectors.
func (x *Samples) lines(dims []int) *lineData {
	if len(dims) != 2 || dims[0] != 1 {
		return nil
	}
	d := x.Dim
	var list []float64 // of u without the first modality
	var at []int
	scale := func(p int) float64 { return 1 }
	if dims[1] > 1 {
		if list, at = x.values(1, dims[1], maxRays); at == nil {
			return nil
		}
	} else {
		list, at = halves(), make([]int, x.Count)
		scale = func(p int) float64 { return math.Abs(x.Inputs[2*p+1]) }
		for p := range at {
			switch b := x.Inputs[2*p+1]; {
			case b == 0:
				return nil
			case b < 0:
				at[p] = 1
			}
		}
	}
	data := &lineData{}
	for i := range len(list) / dims[1] {
		c := line{v: make([]float64, d), u: make([]float64, d)}
		c.v[0] = 1
		copy(c.u[1:], list[i*dims[1]:(i+1)*dims[1]])
		var members []int
		for p, where := range at {
			if where == i {
				members = append(members, p)
			}
		}
		data.add(x, c, members, scale)
	}
	return data
}

// add fits a line to the targets of its members and tabulates them.
func (data *lineData) add(x *Samples, c line, members []int, scale func(p int) float64) {
	type example struct{ t, s, y float64 }
	var list []example
	var sigma [4]float64
	var cross [2]float64
	for _, p := range members {
		s := scale(p)
		e := example{x.Inputs[p*x.Dim] / s, s, x.Targets[p]}
		list = append(list, e)
		z := [2]float64{s * e.t, s}
		for i, v := range z {
			cross[i] += v * e.y
			sigma[2*i] += v * z[0]
			sigma[2*i+1] += v * z[1]
		}
	}
	fit, _ := linalg.Regress(sigma[:], cross[:], 2)
	c.target = [2]float64(fit)
	slices.SortStableFunc(list, func(a, b example) int {
		switch {
		case a.t < b.t:
			return -1
		case a.t > b.t:
			return 1
		}
		return 0
	})
	part := 1 / float64(x.Count)
	table := &samplePart{before: make([]lineMoments, 1, len(list)+1)}
	var m lineMoments
	for _, e := range list {
		rest := e.y - e.s*(fit[0]*e.t+fit[1])
		ss := part * e.s * e.s
		m.m0 += ss
		m.m1 += ss * e.t
		m.m2 += ss * e.t * e.t
		m.c0 += part * rest * e.s
		m.c1 += part * rest * e.s * e.t
		data.floor += part * rest * rest / 2
		table.t, table.before = append(table.t, e.t), append(table.before, m)
	}
	c.upTo = table
	data.lines = append(data.lines, c)
}
