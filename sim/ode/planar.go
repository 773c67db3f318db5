package ode

import "math"

// Planar carries one solution of a stiff autonomous system of two unknowns
// forward with error control, by a Rosenbrock method: implicit in the Jacobian,
// so that a fast part that has come to rest does not hold the steps short. It is
// a value without slices and allocates nothing.
type Planar struct {
	Abs float64 // tolerance per step, the same for both unknowns; 0: 1e-9

	T     float64
	Y     [2]float64
	Taken float64    // length of the last step
	From  [2]float64 // value before it

	Accepted, Rejected int

	h, last float64
	k       [6][2]float64
}

// PlanarField returns ẏ and the Jacobian ∂ẏ_i/∂y_j.
type PlanarField interface {
	Velocity(y [2]float64) [2]float64
	Jacobian(y [2]float64) [2][2]float64
}

// The tableau of RODAS, order 4(3), L-stable and stiffly accurate [HW, sec.
// IV.7 and the code there], in the form without matrix products: stage i solves
// (1/(hγ) − J) k_i = f(y + Σ a_ij k_j) + Σ c_ij k_j / h, and the last two stages
// are the embedded solution and the solution.
const rodasGamma = 0.25

var (
	rodasA = [6][5]float64{
		{},
		{1.544},
		{0.9466785280815826, 0.2557011698983284},
		{3.314825187068521, 2.896124015972201, 0.9986419139977817},
		{1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950},
		{1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950, 1},
	}
	rodasC = [6][5]float64{
		{},
		{-5.6688},
		{-2.430093356833875, -0.2063599157091915},
		{-0.1073529058151375, -9.594562251023355, -20.47028614809616},
		{7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160},
		{8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054},
	}
	rodasDense = [2][5]float64{
		{10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662},
		{-0.6762803392806898, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872},
	}
)

// Start begins a new solution at (t, y), with a first step to try.
func (p *Planar) Start(t float64, y [2]float64, h float64) {
	p.T, p.Y, p.From, p.Taken, p.h, p.last = t, y, y, 0, h, 1
	p.Accepted, p.Rejected = 0, 0
}

// Step makes one accepted step.
func (p *Planar) Step(f PlanarField) error {
	const safety, fastest, slowest = 0.9, 6, 0.2
	jacobian := f.Jacobian(p.Y)
	for {
		h := p.h
		if !(h > 1e-14*math.Abs(p.T)) {
			return ErrStuck
		}
		e := p.try(f, &jacobian, h)
		if !(e <= 1) {
			p.Rejected++
			shrink := slowest
			if e < math.Inf(1) {
				shrink = math.Max(slowest, safety/math.Sqrt(math.Sqrt(e)))
			}
			p.h = h * shrink
			continue
		}
		p.Accepted++
		p.T, p.Taken = p.T+h, h
		p.h = h * math.Min(fastest, math.Max(slowest, safety/math.Sqrt(math.Sqrt(math.Max(e, 1e-8)))))
		return nil
	}
}

// try computes a step of length h and returns its scaled error; it is taken if
// that is at most 1.
func (p *Planar) try(f PlanarField, j *[2][2]float64, h float64) float64 {
	diagonal := 1 / (h * rodasGamma)
	a, b, c, d := diagonal-j[0][0], -j[0][1], -j[1][0], diagonal-j[1][1]
	det := a*d - b*c
	if det == 0 {
		return math.Inf(1)
	}
	a, b, c, d = d/det, -b/det, -c/det, a/det // its inverse
	y := p.Y
	var at [2]float64
	for i := range p.k {
		at = y
		var carry [2]float64
		for m := range i {
			x, w := rodasA[i][m], rodasC[i][m]/h
			at[0] += x * p.k[m][0]
			at[1] += x * p.k[m][1]
			carry[0] += w * p.k[m][0]
			carry[1] += w * p.k[m][1]
		}
		v := f.Velocity(at)
		v[0] += carry[0]
		v[1] += carry[1]
		p.k[i] = [2]float64{a*v[0] + b*v[1], c*v[0] + d*v[1]}
	}
	tolerance := p.Abs
	if tolerance == 0 {
		tolerance = 1e-9
	}
	worst := 0.0
	for i := range at {
		at[i] += p.k[5][i]
		if e := math.Abs(p.k[5][i]) / tolerance; !(e <= worst) {
			worst = e
		}
		if math.IsNaN(at[i]) || math.IsInf(at[i], 0) {
			return math.Inf(1)
		}
	}
	if worst <= 1 {
		p.From, p.Y = y, at
	}
	return worst
}

// Piece is the continuous solution of one step: a cubic in each unknown.
type Piece struct {
	T, H         float64
	From, To     [2]float64
	Bend, Deepen [2]float64
}

// Piece returns the continuous solution of the last step.
func (p *Planar) Piece() (c Piece) {
	c = Piece{T: p.T - p.Taken, H: p.Taken, From: p.From, To: p.Y}
	for i := range c.From {
		for m := range 5 {
			c.Bend[i] += rodasDense[0][m] * p.k[m][i]
			c.Deepen[i] += rodasDense[1][m] * p.k[m][i]
		}
	}
	return c
}

// At evaluates one unknown at a time of the step.
func (c *Piece) At(i int, t float64) float64 {
	s := (t - c.T) / c.H
	r := 1 - s
	return c.From[i]*r + s*(c.To[i]+r*(c.Bend[i]+s*c.Deepen[i]))
}
