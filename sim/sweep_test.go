package sim

import (
	"errors"
	"math"
	"slices"
	"strconv"
	"strings"
	"testing"
)

func newSweep(t testing.TB, kind string, cells int, changes map[string]any) Sweep {
	t.Helper()
	base, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	s, err := NewSweep(SweepChoice{Kind: kind, Cells: cells, X: "init", Y: "r", Quantity: "misattribution"}, base)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// TestSweepOrder: every cell is computed once, and the blocks of every pass cover
// the picture; the points of a chart stand for themselves.
func TestSweepOrder(t *testing.T) {
	for _, kind := range SweepKinds() {
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

// TestSweepTravels: a sweep that was encoded gives the same bits, and the moves
// of the operating point do not make another one.
func TestSweepTravels(t *testing.T) {
	for _, kind := range SweepKinds() {
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
		if _, err := NewSweep(SweepChoice{Kind: c.kind, Cells: c.cells, X: c.x, Y: c.y, Quantity: c.q}, Default()); !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%+v: %v", c, err)
		}
	}
	// Every pair of axes there can be is a sweep.
	for _, x := range SweepKeys() {
		for _, y := range SweepKeys() {
			if deeper := []string{"depth", "skew"}; x == y || x == "decay" && slices.Contains(deeper, y) || y == "decay" && slices.Contains(deeper, x) {
				continue // decay is of two layers
			}
			s, err := NewSweep(SweepChoice{Kind: SweepOwn, Cells: 32, X: x, Y: y, Quantity: "ratio"}, Default())
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

// TestFusionAlongADepthAxis: around a network fused late, all cells are; around any
// other, the fusion layer stays where it is as far as there are layers.
func TestFusionAlongADepthAxis(t *testing.T) {
	for _, fusion := range []int{1, 2, 4} {
		around := Default()
		around.Depth, around.Fusion = 4, fusion
		s, err := NewSweep(SweepChoice{Kind: SweepOwn, Cells: 32, X: "depth", Y: "kappa", Quantity: QuantityRatio}, around)
		if err != nil {
			t.Fatal(err)
		}
		for i := range s.X.Count {
			c := s.Scenario(i, 0)
			want := min(fusion, c.Depth)
			if fusion == around.Depth {
				want = c.Depth
			}
			if c.Fusion != want {
				t.Errorf("around L = 4, L_f = %d: at L = %d, L_f = %d, want %d", fusion, c.Depth, c.Fusion, want)
			}
		}
	}
}

// TestScatterTakesOnlyWhatIsItsOwn: the scatter keeps the network and the inputs of a
// run on random covariances; those of a run on other data are not made for them.
func TestScatterTakesOnlyWhatIsItsOwn(t *testing.T) {
	changes := map[string]any{"seed": 9, "eta": .01, "width": 30, "init": .001, "noise": .3}
	other, own := newSweep(t, SweepDraws, 32, changes), newSweep(t, SweepDraws, 32, map[string]any{"scenario": "wishart"})
	if other.Base != own.Base {
		t.Errorf("around other data the scatter is of %+v, want %+v", other.Base, own.Base)
	}
	changes["scenario"] = "wishart"
	if b := newSweep(t, SweepDraws, 32, changes).Base; b.Seed != 9 || b.Eta != .01 || b.Width != 30 || b.Init != .001 || b.Noise != .3 {
		t.Errorf("around a run on random covariances the scatter is of %+v", b)
	}
}

func BenchmarkCells(b *testing.B) {
	for _, method := range []string{GradientFlow, GradientDescent} {
		for _, kind := range SweepKinds() {
			b.Run(kind+"/"+method, func(b *testing.B) {
				c := NewCells(newSweep(b, kind, 64, map[string]any{"method": method}))
				for n := 0; b.Loop(); n++ {
					c.Value(n*37%c.X.Count, n*11%c.Y.Count)
				}
			})
		}
	}
}

// TestCellsHaveShortValues: what a clicked cell writes into the link is short, in every plane, and
// stays within the middle of its cell.
func TestCellsHaveShortValues(t *testing.T) {
	for _, kind := range SweepKinds() {
		s := newSweep(t, kind, 256, nil)
		for _, axis := range []SweepAxis{s.X, s.Y} {
			for i := 0; i < axis.Count; i++ {
				v := axis.Value(i)
				if text := strings.TrimLeft(strconv.FormatFloat(math.Abs(v), 'g', -1, 64), "0."); len(text) > 6 && !strings.Contains(text, "e") {
					t.Errorf("%s: %s = %v", kind, axis.Key, v)
				}
				if axis.Points || axis.Integer {
					continue
				}
				middle := axis.at((float64(i) + .5) / float64(axis.Count))
				next := axis.at((float64(i) + 1.5) / float64(axis.Count))
				if off := math.Abs(v - middle); off > .011*(next-middle) {
					t.Errorf("%s: %s = %v is off %v by %v of a cell", kind, axis.Key, v, middle, off/(next-middle))
				}
			}
		}
	}
}
