package ode

import (
	"errors"
	"math"
)

// Field writes ẏ = f(t, y) into dy. It must not keep or change y.
type Field func(t float64, y, dy []float64)

// ErrStuck says that no step, however small, satisfies the error control: the
// solution ends or the field is not finite there.
var ErrStuck = errors.New("ode: the step size has shrunk to nothing")

// Stepper carries one solution forward with error control. Zero tolerances mean
// the documented defaults. Once started it allocates nothing.
type Stepper struct {
	Rel, Abs float64 // tolerances per step, by default 1e-9 and 1e-12
	MaxStep  float64 // 0: none
	// Blocks are ends of runs of components whose error is measured together, as
	// a vector against its norm: the layers of a network, say, in which single
	// weights pass through zero. Nil: every component is measured by itself.
	Blocks []int

	T     float64   // where the solution is
	Y     []float64 // its value; read only
	Taken float64   // length of the last step

	Accepted, Rejected int // steps so far

	tableau *Tableau
	field   Field
	h       float64 // to try next
	trying  float64 // length of the trial under way
	stage   int     // of the trial to evaluate next; 0: none is under way
	last    float64 // error of the last accepted step
	began   start   // of the last step
	k       [][]float64
	from    []float64 // value before the last step
	trial   []float64
}

// start is what the outcome of a step depends on besides the value.
type start struct{ t, h, last float64 }

// NewStepper returns a stepper for systems of dimension n.
func NewStepper(tableau Tableau, n int) *Stepper {
	s := &Stepper{tableau: &tableau}
	for range tableau.C {
		s.k = append(s.k, make([]float64, n))
	}
	s.Y, s.from, s.trial = make([]float64, n), make([]float64, n), make([]float64, n)
	return s
}

// Start begins a new solution at (t, y).
func (s *Stepper) Start(field Field, t float64, y []float64) {
	s.field, s.T, s.Taken, s.h, s.last = field, t, 0, 0, 1
	s.Accepted, s.Rejected, s.stage = 0, 0, 0
	s.began = start{t, 0, 1}
	copy(s.Y, y)
	copy(s.from, y)
	field(t, s.Y, s.k[0])
}

// Save appends where the last step began (before the first one: the start; amid a
// step: where that begins).
// After [Stepper.Restore] of it, Step to the same end repeats that step bit for
// bit, with all that follows.
func (s *Stepper) Save(dst []float64) []float64 {
	return append(append(dst, s.began.t, s.began.h, s.began.last), s.from...)
}

// Restore goes back to what Save wrote. The field must be the same.
func (s *Stepper) Restore(saved []float64) {
	s.T, s.h, s.last = saved[0], saved[1], saved[2]
	s.began, s.Taken, s.stage = start{s.T, s.h, s.last}, 0, 0
	copy(s.Y, saved[3:])
	copy(s.from, s.Y)
	s.field(s.T, s.Y, s.k[0])
}

func (s *Stepper) tolerances() (rel, abs float64) {
	rel, abs = s.Rel, s.Abs
	if rel == 0 {
		rel = 1e-9
	}
	if abs == 0 {
		abs = 1e-12
	}
	return rel, abs
}

// Step makes one accepted step, not beyond end. A trial that is not finite is
// rejected like one whose error is too large.
func (s *Stepper) Step(end float64) error {
	for {
		if done, err := s.Advance(end); done || err != nil {
			return err
		}
	}
}

// Advance is Step in pieces: it evaluates the field once and reports whether the
// step is complete. Until it is, T and Y stand where the step began, and there is
// nothing for Dense to read.
func (s *Stepper) Advance(end float64) (done bool, err error) {
	if s.T >= end {
		return true, nil
	}
	if s.stage == 0 {
		if s.h == 0 {
			s.h = s.firstStep(end - s.T)
		}
		s.began = start{s.T, s.h, s.last}
		s.trying = math.Min(s.h, end-s.T)
		if s.MaxStep > 0 {
			s.trying = math.Min(s.trying, s.MaxStep)
		}
		if s.trying <= 1e-15*math.Max(math.Abs(s.T), 1e-300) {
			return false, ErrStuck
		}
		if s.Taken > 0 { // first same as last
			copy(s.k[0], s.k[len(s.k)-1])
			s.Taken = 0
		}
		s.stage = 1
	}
	s.evaluate(s.stage)
	if s.stage++; s.stage < len(s.k) {
		return false, nil
	}
	s.stage = 0
	return s.judge(s.trying, s.trialError(s.trying)), nil
}

// judge accepts or rejects a trial of length h by its scaled error.
func (s *Stepper) judge(h, e float64) (accepted bool) {
	const (
		safety, fastest, slowest = 0.9, 5, 0.2
		alpha, beta              = 0.7, 0.4 // PI controller [HNW, sec. II.4], over the order
	)
	order := float64(s.tableau.Order)
	if !(e <= 1) { // too large, or not a number
		s.Rejected++
		shrink := slowest
		if !math.IsNaN(e) && !math.IsInf(e, 0) {
			shrink = math.Max(slowest, safety*math.Pow(e, -1/order))
		}
		s.h = h * shrink
		return false
	}
	s.Accepted++
	s.from, s.Y, s.trial = s.Y, s.trial, s.from
	s.T, s.Taken = s.T+h, h
	// The stages stay for Dense: the derivative at the end, the last of them,
	// moves to the front only when the next step is tried.
	grow := safety * math.Pow(math.Max(e, 1e-10), -alpha/order) * math.Pow(s.last, beta/order)
	s.last = math.Max(e, 1e-4)
	if h < s.h && h*grow < s.h { // cut short by end: the wish stands
		return true
	}
	s.h = h * math.Min(fastest, math.Max(slowest, grow))
	return true
}

// evaluate computes stage i of the trial; the argument of the last one, the
// solution, stays in trial.
func (s *Stepper) evaluate(i int) {
	copy(s.trial, s.Y)
	for j, a := range s.tableau.A[i] {
		if a == 0 {
			continue
		}
		for d, k := range s.k[j] {
			s.trial[d] += s.trying * a * k
		}
	}
	s.field(s.T+s.tableau.C[i]*s.trying, s.trial, s.k[i])
}

// trialError is the scaled error of a trial of length h.
func (s *Stepper) trialError(h float64) float64 {
	for _, y := range s.trial {
		if math.IsInf(y, 0) || math.IsNaN(y) {
			return math.Inf(1)
		}
	}
	if s.Blocks != nil {
		return s.blockError(h)
	}
	rel, abs := s.tolerances()
	sum := 0.0
	for d, y := range s.trial {
		scaled := h * s.estimate(d) / (abs + rel*math.Max(math.Abs(y), math.Abs(s.Y[d])))
		sum += scaled * scaled
	}
	return math.Sqrt(sum / float64(len(s.trial)))
}

// estimate is the error of component d over the step.
func (s *Stepper) estimate(d int) (e float64) {
	for i, w := range s.tableau.Error {
		if w != 0 {
			e += w * s.k[i][d]
		}
	}
	return e
}

// blockError is the largest of the scaled errors of the blocks.
func (s *Stepper) blockError(h float64) (worst float64) {
	rel, abs := s.tolerances()
	from := 0
	for _, to := range s.Blocks {
		e, before, after := 0.0, 0.0, 0.0
		for d := from; d < to; d++ {
			x := s.estimate(d)
			e += x * x
			before += s.Y[d] * s.Y[d]
			after += s.trial[d] * s.trial[d]
		}
		if scaled := h * math.Sqrt(e) / (abs + rel*math.Sqrt(math.Max(before, after))); !(scaled <= worst) {
			worst = scaled
		}
		from = to
	}
	return worst
}

// firstStep guesses a step from the size of the solution and its derivative
// [HNW, sec. II.4], never beyond the whole way.
func (s *Stepper) firstStep(way float64) float64 {
	rel, abs := s.tolerances()
	y, dy := 0.0, 0.0
	for d, v := range s.Y {
		scale := abs + rel*math.Abs(v)
		y, dy = math.Max(y, math.Abs(v)/scale), math.Max(dy, math.Abs(s.k[0][d])/scale)
	}
	h := 1e-6
	if y > 1e-5 && dy > 1e-5 {
		h = 0.01 * y / dy
	}
	return math.Min(h, way)
}

// Dense writes the solution at t, within the last step, into y.
func (s *Stepper) Dense(t float64, y []float64) {
	copy(y, s.from)
	if s.Taken == 0 {
		copy(y, s.Y)
		return
	}
	theta := (t - (s.T - s.Taken)) / s.Taken
	for i, row := range s.tableau.Dense {
		b, p := 0.0, theta
		for _, d := range row {
			b += d * p
			p *= theta
		}
		if b == 0 {
			continue
		}
		for d, k := range s.k[i] {
			y[d] += s.Taken * b * k
		}
	}
}

// Crossing finds where within the last step g changes sign from its beginning
// to its end, by bisection on the dense solution; ok is false if it does not.
// y is scratch of the system's dimension.
func (s *Stepper) Crossing(g func(t float64, y []float64) float64, y []float64) (t float64, ok bool) {
	lo, hi := s.T-s.Taken, s.T
	s.Dense(lo, y)
	atLo := g(lo, y)
	s.Dense(hi, y)
	atHi := g(hi, y)
	if math.IsNaN(atLo) || math.IsNaN(atHi) || atLo == 0 || (atLo < 0) == (atHi < 0) && atHi != 0 {
		return 0, false
	}
	for range 60 {
		mid := (lo + hi) / 2
		if mid == lo || mid == hi {
			break
		}
		s.Dense(mid, y)
		if v := g(mid, y); (v < 0) == (atLo < 0) && v != 0 {
			lo = mid
		} else {
			hi = mid
		}
	}
	return hi, true
}
