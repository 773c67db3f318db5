package sim

import (
	"errors"
	"math"
	"math/rand/v2"
	"slices"
	"testing"
)

func newSweep(t testing.TB, kind string, cells int, changes map[string]any) Sweep {
	t.Helper()
	base, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSweep(kind, cells, "init", "r", "misattribution", false, base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSweepOrder: every cell is computed once, and the blocks of every pass cover
// the picture; the points of a chart stand for themselves.
func TestSweepOrder(t *testing.T) {
	for _, kind := range SweepKinds {
		for _, cells := range SweepCells {
			c := NewCells(newSweep(t, kind, cells, nil))
			size := c.X.Count * c.Y.Count
			seen, covered := make([]int, size), make([]bool, size)
			for n := range c.Tiles() {
				for k := range c.Size(n) {
					i, j, w, h := c.Block(n, k)
					seen[j*c.X.Count+i]++
					if n >= c.FirstPass() {
						continue
					}
					for y := j; y < j+h; y++ {
						for x := i; x < i+w; x++ {
							covered[y*c.X.Count+x] = true
						}
					}
				}
			}
			if slices.ContainsFunc(seen, func(n int) bool { return n != 1 }) || slices.Contains(covered, false) && !c.Chart() {
				t.Errorf("%s, %d cells: not every cell once, or the first pass leaves holes", kind, cells)
			}
		}
	}
}

// TestSweepBeginsAtOnce: in a few allocations, however fine it is.
func TestSweepBeginsAtOnce(t *testing.T) {
	s := newSweep(t, SweepRatio, 256, nil)
	if n := testing.AllocsPerRun(5, func() { NewCells(s) }); n > 10 {
		t.Errorf("%v allocations", n)
	}
}

// TestCellIsItsScenario: a cell shows what the scenario shows that it becomes.
func TestCellIsItsScenario(t *testing.T) {
	random := rand.New(rand.NewPCG(6, 6))
	for _, kind := range SweepKinds {
		for _, method := range []string{GradientDescent, GradientFlow} {
			c := NewCells(newSweep(t, kind, 64, map[string]any{"method": method, "seed": 5}))
			compared := 0
			for n := 0; n < 50; n++ {
				i, j := random.IntN(c.X.Count), random.IntN(c.Y.Count)
				s := c.Scenario(i, j)
				m := c.Measure(i, j)
				last := m.Times[0]
				if m.Second >= 0 {
					last = m.Times[m.Second]
				}
				if kind == SweepGeneralisation || kind == SweepDraws { // see their own tests
					compared = 15
					break
				}
				if !(last < 15000) {
					continue // longer than a run of the page can be
				}
				s.Epochs = int(last*1.3) + 10
				r, err := NewRun(s)
				if s.Depth > 2 { // asymptotic cells show the aligned reduction, by gradient flow
					s.Method = GradientFlow
					if r, err = NewRun(s); err == nil {
						r, err = OverlayRun(r)
					}
				}
				if err != nil {
					t.Fatal(err)
				}
				if r == nil {
					continue
				}
				for !r.Done() {
					r.Step()
				}
				compared++
				want := r.Measure(r.Epoch())
				tol := 1e-3 // the series of a flow are interpolated between epochs
				if method == GradientDescent && s.Depth == 2 {
					tol = 1e-7
				}
				if m.First != want.First || m.Second != want.Second {
					t.Errorf("%s, %s, %+v: first %d second %d, the run says %d %d", kind, method, s, m.First, m.Second, want.First, want.Second)
					continue
				}
				for k, at := range want.Times {
					if d := math.Abs(m.Times[k] - at); d > tol*math.Max(at, 50) {
						t.Errorf("%s, %s, ρ %.3f κ %.3f r %.3f L_f %d: t_%d = %v, the run says %v", kind, method, s.Rho, s.Kappa, s.R, s.Fusion, k, m.Times[k], at)
					}
				}
				if a, b := m.Misattribution, want.Misattribution; math.IsNaN(a) != math.IsNaN(b) || math.Abs(a-b) > tol*(1+math.Abs(b)) {
					t.Errorf("%s, %s, ρ %.3f κ %.3f r %.3f: mis-attribution %v, the run says %v", kind, method, s.Rho, s.Kappa, s.R, a, b)
				}
			}
			if compared < 15 {
				t.Errorf("%s, %s: only %d cells could be compared", kind, method, compared)
			}
		}
	}
}

// TestSweepTravels: a sweep that was encoded gives the same bits, and the moves
// of the operating point do not make another one.
func TestSweepTravels(t *testing.T) {
	for _, kind := range SweepKinds {
		s := newSweep(t, kind, 32, map[string]any{"noise": .25, "seed": 9, "eta": .03})
		back, err := DecodeSweep(s.Encode())
		if err != nil || back != s {
			t.Fatalf("%+v came back as %+v (%v)", s, back, err)
		}
		moved := newSweep(t, kind, 32, map[string]any{"noise": .25, "seed": 9, "eta": .03, s.X.Key: s.X.Value(1), "epochs": 77})
		if moved != s {
			t.Errorf("%s: another sweep where the operating point is", kind)
		}
		a, b := NewCells(s), NewCells(back)
		for n := a.Tiles() - 1; n >= max(0, a.Tiles()-3); n-- {
			x, y := a.Tile(nil, n), b.Tile(nil, n)
			for k := range x {
				if math.Float64bits(x[k]) != math.Float64bits(y[k]) {
					t.Errorf("%s: cell %d of tile %d is %v and %v", kind, k, n, x[k], y[k])
				}
			}
		}
	}
	if _, err := DecodeSweep("{"); err == nil {
		t.Error("half a sweep")
	}
}

// TestSweepsRejected: mistakes are named with what is allowed.
func TestSweepsRejected(t *testing.T) {
	for _, c := range []struct {
		kind    string
		cells   int
		x, y, q string
		key     string
	}{
		{"heat", 64, "", "", "", "kind"}, {"ratio", 65, "", "", "", "cells"}, {"own", 64, "rho", "rho", "ratio", "y"},
		{"own", 64, "colour", "rho", "ratio", "x"}, {"own", 64, "rho", "method", "ratio", "y"}, {"own", 64, "rho", "kappa", "beauty", "quantity"},
	} {
		var e *Error
		if _, err := NewSweep(c.kind, c.cells, c.x, c.y, c.q, false, Default()); !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%+v: %v", c, err)
		}
	}
	// Every pair of axes there can be is a sweep.
	for _, x := range SweepKeys() {
		for _, y := range SweepKeys() {
			if x == y {
				continue
			}
			s, err := NewSweep(SweepOwn, 32, x, y, "ratio", false, Default())
			if err != nil {
				t.Fatalf("%s × %s: %v", x, y, err)
			}
			for _, corner := range [][2]int{{0, 0}, {s.X.Count - 1, 0}, {0, s.Y.Count - 1}, {s.X.Count - 1, s.Y.Count - 1}} {
				if err := s.Scenario(corner[0], corner[1]).Check(); err != nil {
					t.Errorf("%s × %s: %v", x, y, err)
				}
			}
		}
	}
}

func BenchmarkCells(b *testing.B) {
	for _, method := range []string{GradientFlow, GradientDescent} {
		for _, kind := range SweepKinds {
			b.Run(kind+"/"+method, func(b *testing.B) {
				c := NewCells(newSweep(b, kind, 64, map[string]any{"method": method}))
				for n := 0; b.Loop(); n++ {
					c.Value(n*37%c.X.Count, n*11%c.Y.Count)
				}
			})
		}
	}
}
