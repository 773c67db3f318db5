package ode

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
)

// relaxing is ẏ = −(y − sin x)·stiffness + cos x, ẋ = 1: y follows sin x, however
// stiff, and from elsewhere falls onto it like e^{−stiffness·t}.
type relaxing struct{ stiffness float64 }

func (r relaxing) Velocity(y [2]float64) [2]float64 {
	return [2]float64{-(y[0]-math.Sin(y[1]))*r.stiffness + math.Cos(y[1]), 1}
}

func (r relaxing) Linear(y [2]float64) ([2]float64, [2][2]float64) {
	return r.Velocity(y), [2][2]float64{{-r.stiffness, math.Cos(y[1])*r.stiffness - math.Sin(y[1])}, {}}
}

func (r relaxing) solution(t float64) float64 {
	return math.Sin(t) + math.Exp(-r.stiffness*t)
}

// TestPlanarOrder: measured order 4 at the ends of steps, 3 in between.
func TestPlanarOrder(t *testing.T) {
	f := relaxing{2}
	var logH, logE, logDense []float64
	for _, n := range []int{8, 16, 32, 64} {
		h := 3 / float64(n)
		p := Planar{Abs: 1e300}
		p.Start(0, [2]float64{1, 0}, h)
		worst := 0.0
		for range n {
			p.h = h
			if err := p.Step(f); err != nil {
				t.Fatal(err)
			}
			piece := p.Piece()
			for _, s := range []float64{.3, .6} {
				at := p.T - s*h
				worst = max(worst, math.Abs(piece.At(0, at)-f.solution(at)))
			}
		}
		logH = append(logH, math.Log(h))
		logE = append(logE, math.Log(math.Abs(p.Y[0]-f.solution(p.T))))
		logDense = append(logDense, math.Log(worst))
	}
	if _, order := stat.LinearRegression(logH, logE, nil, false); math.Abs(order-4) > .35 {
		t.Errorf("measured order %.2f", order)
	}
	if _, order := stat.LinearRegression(logH, logDense, nil, false); order < 2.7 {
		t.Errorf("measured order of the continuous solution %.2f", order)
	}
}

// TestPlanarStiff: accuracy as asked for, in steps that do not know how stiff the
// fast part is once it rests.
func TestPlanarStiff(t *testing.T) {
	var steps [2]int
	for i, stiffness := range []float64{1e3, 1e6} {
		f := relaxing{stiffness}
		p := Planar{Abs: 1e-8}
		p.Start(0, [2]float64{1, 0}, 1e-9)
		for p.T < 3 {
			if err := p.Step(f); err != nil {
				t.Fatal(err)
			}
			if got, want := p.Y[0], f.solution(p.T); math.Abs(got-want) > 1e-6 {
				t.Fatalf("stiffness %g: %v at %v, want %v", stiffness, got, p.T, want)
			}
		}
		steps[i] = p.Accepted + p.Rejected
	}
	// An explicit pair would be held to 3.3/stiffness: a million steps and more.
	if steps[1] > 300 {
		t.Errorf("%d steps, a thousand times stiffer %d", steps[0], steps[1])
	}
}

type exploding struct{}

func (exploding) Velocity(y [2]float64) [2]float64 { return [2]float64{y[0] * y[0], 0} }
func (e exploding) Linear(y [2]float64) ([2]float64, [2][2]float64) {
	return e.Velocity(y), [2][2]float64{{2 * y[0], 0}, {}}
}

// TestPlanarStuck: a solution that ends is an error, not a hang and not a NaN.
func TestPlanarStuck(t *testing.T) {
	p := Planar{}
	p.Start(0, [2]float64{1, 0}, .01)
	var err error
	for p.T < 2 && err == nil && p.Accepted < 1e5 {
		err = p.Step(exploding{})
	}
	if !errors.Is(err, ErrStuck) && !(p.Y[0] > 1e9) || math.IsNaN(p.Y[0]) {
		t.Errorf("at %v: %v, %v", p.T, p.Y, err)
	}
}

func TestPlanarAllocatesNothing(t *testing.T) {
	p := Planar{}
	f := PlanarField(relaxing{3})
	p.Start(0, [2]float64{1, 0}, .01)
	if n := testing.AllocsPerRun(50, func() {
		if err := p.Step(f); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("a step allocates %v times", n)
	}
}
