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

	h     float64
	taken struct{ h, e float64 } // the accepted step before and its error, 0: none yet
	k     [6][2]float64
}

// PlanarField returns ẏ, and at the beginning of a step the Jacobian ∂ẏ_i/∂y_j
// along with it.
type PlanarField interface {
	Velocity(y [2]float64) [2]float64
	Linear(y [2]float64) (velocity [2]float64, jacobian [2][2]float64)
}

// The tableau of RODAS, order 4(3), L-stable and stiffly accurate [HW, sec.
// IV.7 and the code there], in the form without matrix products: stage i solves
// (1/(hγ) − J) k_i = f(y + Σ a_ij k_j) + Σ c_ij k_j / h, and the last two stages
// are the embedded solution and the solution. It is spelled out in try, for two
// unknowns are too few for loops.
//
//	[HW]  Hairer, Wanner. Solving Ordinary Differential Equations II, 2nd ed.
const (
	rodasGamma = 0.25

	a21                = 1.544
	a31, a32           = 0.9466785280815826, 0.2557011698983284
	a41, a42, a43      = 3.314825187068521, 2.896124015972201, 0.9986419139977817
	a51, a52, a53, a54 = 1.221224509226641, 6.019134481288629, 12.53708332932087, -0.6878860361058950

	c21                     = -5.6688
	c31, c32                = -2.430093356833875, -0.2063599157091915
	c41, c42, c43           = -0.1073529058151375, -9.594562251023355, -20.47028614809616
	c51, c52, c53, c54      = 7.496443313967647, -10.24680431464352, -33.99990352819905, 11.70890893206160
	c61, c62, c63, c64, c65 = 8.083246795921522, -7.981132988064893, -31.52159432874371, 16.31930543123136, -6.058818238834054
)

// rodasDense are the weights of the continuous solution, order 3.
var rodasDense = [2][5]float64{
	{10.12623508344586, -7.487995877610167, -34.80091861555747, -7.992771707568823, 1.025137723295662},
	{-0.6762803392806898, 6.087714651680015, 16.43084320892478, 24.76722511418386, -6.594389125716872},
}

// Start begins a new solution at (t, y), with a first step to try.
func (p *Planar) Start(t float64, y [2]float64, h float64) {
	p.T, p.Y, p.From, p.Taken, p.h = t, y, y, 0, h
	p.taken.h = 0
	p.Accepted, p.Rejected = 0, 0
}

// Step makes one accepted step. The next length is the one the error asks for,
// or less where the errors of the last two steps foretell that it will not do
// [HW, sec. IV.8, predictive controller].
func (p *Planar) Step(f PlanarField) error {
	const safety, fastest, slowest, least = 0.9, 6, 0.2, 1e-2
	velocity, jacobian := f.Linear(p.Y)
	for rejected := false; ; rejected = true {
		h := p.h
		if !(h > 1e-14*math.Abs(p.T)) {
			return ErrStuck
		}
		e := p.try(f, velocity, &jacobian, h)
		if !(e <= 1) {
			p.Rejected++
			shrink := slowest
			if e < math.Inf(1) {
				shrink = math.Max(slowest, safety/root4(e))
			}
			p.h = h * shrink
			continue
		}
		p.Accepted++
		p.T, p.Taken = p.T+h, h
		grow := safety / root4(math.Max(e, 1e-8))
		if p.taken.h > 0 {
			grow = math.Min(grow, safety*h/p.taken.h*root4(p.taken.e/math.Max(e*e, 1e-16)))
		}
		if rejected {
			grow = math.Min(grow, 1)
		}
		p.h = h * math.Min(fastest, math.Max(slowest, grow))
		p.taken.h, p.taken.e = h, math.Max(e, least)
		return nil
	}
}

func root4(x float64) float64 { return math.Sqrt(math.Sqrt(x)) }

// try computes a step of length h, given the velocity and the Jacobian at its
// beginning, and returns its scaled error; it is taken if that is at most 1.
func (p *Planar) try(f PlanarField, v [2]float64, j *[2][2]float64, h float64) float64 {
	diagonal := 1 / (h * rodasGamma)
	a, b, c, d := diagonal-j[0][0], -j[0][1], -j[1][0], diagonal-j[1][1]
	det := a*d - b*c
	if det == 0 {
		return math.Inf(1)
	}
	a, b, c, d = d/det, -b/det, -c/det, a/det // its inverse
	y0, y1, r := p.Y[0], p.Y[1], 1/h
	p0, q0 := a*v[0]+b*v[1], c*v[0]+d*v[1] // k_1

	v = f.Velocity([2]float64{y0 + a21*p0, y1 + a21*q0})
	u, w := v[0]+r*(c21*p0), v[1]+r*(c21*q0)
	p1, q1 := a*u+b*w, c*u+d*w

	v = f.Velocity([2]float64{y0 + a31*p0 + a32*p1, y1 + a31*q0 + a32*q1})
	u, w = v[0]+r*(c31*p0+c32*p1), v[1]+r*(c31*q0+c32*q1)
	p2, q2 := a*u+b*w, c*u+d*w

	v = f.Velocity([2]float64{y0 + a41*p0 + a42*p1 + a43*p2, y1 + a41*q0 + a42*q1 + a43*q2})
	u, w = v[0]+r*(c41*p0+c42*p1+c43*p2), v[1]+r*(c41*q0+c42*q1+c43*q2)
	p3, q3 := a*u+b*w, c*u+d*w

	at := [2]float64{y0 + a51*p0 + a52*p1 + a53*p2 + a54*p3, y1 + a51*q0 + a52*q1 + a53*q2 + a54*q3}
	v = f.Velocity(at)
	u, w = v[0]+r*(c51*p0+c52*p1+c53*p2+c54*p3), v[1]+r*(c51*q0+c52*q1+c53*q2+c54*q3)
	p4, q4 := a*u+b*w, c*u+d*w

	at[0] += p4
	at[1] += q4
	v = f.Velocity(at)
	u, w = v[0]+r*(c61*p0+c62*p1+c63*p2+c64*p3+c65*p4), v[1]+r*(c61*q0+c62*q1+c63*q2+c64*q3+c65*q4)
	p5, q5 := a*u+b*w, c*u+d*w
	p.k = [6][2]float64{{p0, q0}, {p1, q1}, {p2, q2}, {p3, q3}, {p4, q4}, {p5, q5}}

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
		p.From, p.Y = p.Y, at
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
