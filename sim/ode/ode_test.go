package ode

import (
	"errors"
	"math"
	"testing"

	"gonum.org/v1/gonum/stat"
)

var pairs = []Tableau{DormandPrince, BogackiShampine}

func TestTableaux(t *testing.T) {
	for _, tab := range pairs {
		if err := check(&tab); err != nil {
			t.Error(err)
		}
		broken := tab
		broken.B = append([]float64(nil), tab.B...)
		broken.B[0] += 1e-6
		if check(&broken) == nil {
			t.Errorf("%s: a wrong weight passes", tab.Name)
		}
	}
}

// problem is ẏ = f(t, y) with a known solution.
type problem struct {
	name     string
	field    Field
	solution func(t float64) []float64
	end      float64
}

var problems = []problem{
	{"oscillator", func(_ float64, y, dy []float64) { dy[0], dy[1] = y[1], -y[0] },
		func(t float64) []float64 { return []float64{math.Cos(t), -math.Sin(t)} }, 10},
	{"logistic", func(_ float64, y, dy []float64) { dy[0] = 2 * y[0] * (4 - 4*y[0]) },
		func(t float64) []float64 { return []float64{1 / (1 + math.Exp(-8*t)*(1/1e-6-1))} }, 4},
	{"driven", func(t float64, y, dy []float64) { dy[0] = -y[0] + math.Sin(t) },
		func(t float64) []float64 { return []float64{1.5*math.Exp(-t) + (math.Sin(t)-math.Cos(t))/2} }, 5},
}

// TestMeasuredOrder: the error of fixed steps falls with the declared order,
// at the ends of steps and, for the dense solution, in between.
func TestMeasuredOrder(t *testing.T) {
	for _, tab := range pairs {
		p := problems[2]
		var logH, logE, logDense []float64
		for _, n := range []int{16, 24, 36, 54} {
			h := p.end / float64(n)
			s := NewStepper(tab, 1)
			s.Rel, s.Abs = 1e300, 1e300 // every step is good enough
			s.Start(p.field, 0, p.solution(0))
			s.h = h
			worst, y := 0.0, make([]float64, 1)
			for range n {
				s.MaxStep, s.h = h, h
				if err := s.Step(math.Inf(1)); err != nil {
					t.Fatal(err)
				}
				for _, theta := range []float64{.3, .7} {
					at := s.T - s.Taken*(1-theta)
					s.Dense(at, y)
					worst = max(worst, math.Abs(y[0]-p.solution(at)[0]))
				}
			}
			logH = append(logH, math.Log(h))
			logE = append(logE, math.Log(math.Abs(s.Y[0]-p.solution(s.T)[0])))
			logDense = append(logDense, math.Log(worst))
		}
		if _, order := stat.LinearRegression(logH, logE, nil, false); math.Abs(order-float64(tab.Order)) > .35 {
			t.Errorf("%s: measured order %.2f, declared %d", tab.Name, order, tab.Order)
		}
		if _, order := stat.LinearRegression(logH, logDense, nil, false); order < float64(tab.DenseOrder)-.35 {
			t.Errorf("%s: measured dense order %.2f, declared %d", tab.Name, order, tab.DenseOrder)
		}
	}
}

// TestErrorControl: the solution is as good as asked for, everywhere.
func TestErrorControl(t *testing.T) {
	for _, tab := range pairs {
		for _, p := range problems {
			start := p.solution(0)
			s := NewStepper(tab, len(start))
			s.Rel, s.Abs = 1e-8, 1e-12
			s.Start(p.field, 0, start)
			y := make([]float64, len(start))
			for s.T < p.end {
				if err := s.Step(p.end); err != nil {
					t.Fatal(err)
				}
				for _, theta := range []float64{.25, .5, 1} {
					at := s.T - s.Taken*(1-theta)
					s.Dense(at, y)
					for d, want := range p.solution(at) {
						if math.Abs(y[d]-want) > 2e-5*math.Max(math.Abs(want), 1e-3) {
							t.Fatalf("%s, %s: at %v %v, want %v", tab.Name, p.name, at, y[d], want)
						}
					}
				}
			}
			if s.T != p.end {
				t.Errorf("%s, %s: ended at %v", tab.Name, p.name, s.T)
			}
		}
	}
}

// TestPlateauIsCheap: a hundred time constants of rest take few steps compared
// with the transition.
func TestPlateauIsCheap(t *testing.T) {
	p := problems[1]
	s := NewStepper(DormandPrince, 1)
	s.Rel = 1e-6
	s.Start(p.field, 0, p.solution(0))
	for s.T < 25*p.end {
		if err := s.Step(25 * p.end); err != nil {
			t.Fatal(err)
		}
	}
	// On the plateau stability, not accuracy, holds the step to about 3.3/8.
	if s.Accepted > 400 {
		t.Errorf("%d steps", s.Accepted)
	}
}

// TestCrossing: an event is found to the accuracy of the solution.
func TestCrossing(t *testing.T) {
	p := problems[1]
	s := NewStepper(DormandPrince, 1)
	s.Start(p.field, 0, p.solution(0))
	scratch := make([]float64, 1)
	want := math.Log(1/1e-6-1) / 8 // half
	for s.T < p.end {
		if err := s.Step(p.end); err != nil {
			t.Fatal(err)
		}
		if at, ok := s.Crossing(func(_ float64, y []float64) float64 { return y[0] - .5 }, scratch); ok {
			if math.Abs(at-want) > 1e-7 {
				t.Errorf("crosses at %v, want %v", at, want)
			}
			return
		}
	}
	t.Error("never crosses")
}

// TestStuck: a solution that ends in finite time is an error, not a hang and
// not a NaN.
func TestStuck(t *testing.T) {
	s := NewStepper(DormandPrince, 1)
	s.Start(func(_ float64, y, dy []float64) { dy[0] = y[0] * y[0] }, 0, []float64{1}) // 1/(1 − t)
	var err error
	for s.T < 2 && err == nil {
		err = s.Step(2)
	}
	if !errors.Is(err, ErrStuck) || math.Abs(s.T-1) > 1e-3 || math.IsNaN(s.Y[0]) {
		t.Errorf("at t = %v: y = %v, %v", s.T, s.Y[0], err)
	}
}

func TestStepAllocatesNothing(t *testing.T) {
	p := problems[0]
	s := NewStepper(DormandPrince, 2)
	s.Start(p.field, 0, p.solution(0))
	if n := testing.AllocsPerRun(50, func() {
		if err := s.Step(1e9); err != nil {
			t.Fatal(err)
		}
	}); n != 0 {
		t.Errorf("a step allocates %v times", n)
	}
}

// TestAdvance: in pieces of one evaluation each, a solution is the same, bit for
// bit, also where steps are rejected.
func TestAdvance(t *testing.T) {
	evaluations := 0
	field := func(_ float64, y, dy []float64) {
		evaluations++
		dy[0] = 2 * y[0] * (4 - 4*y[0])
	}
	whole, pieces := NewStepper(DormandPrince, 1), NewStepper(DormandPrince, 1)
	whole.Start(field, 0, []float64{1e-6})
	pieces.Start(field, 0, []float64{1e-6})
	a, b := make([]float64, 1), make([]float64, 1)
	for whole.T < 6 {
		if err := whole.Step(6); err != nil {
			t.Fatal(err)
		}
		before, done := pieces.T, false
		for !done {
			evaluations = 0
			var err error
			if done, err = pieces.Advance(6); err != nil || evaluations != 1 {
				t.Fatalf("%d evaluations, %v", evaluations, err)
			}
			if !done && pieces.T != before {
				t.Fatalf("at %v amid a step from %v", pieces.T, before)
			}
		}
		middle := whole.T - whole.Taken/3
		whole.Dense(middle, a)
		pieces.Dense(middle, b)
		if pieces.T != whole.T || pieces.Y[0] != whole.Y[0] || a[0] != b[0] {
			t.Fatalf("at t = %v: %v in pieces, at %v: %v", pieces.T, pieces.Y, whole.T, whole.Y)
		}
	}
	if whole.Rejected == 0 || pieces.Rejected != whole.Rejected {
		t.Errorf("%d and %d steps were rejected", whole.Rejected, pieces.Rejected)
	}
}
