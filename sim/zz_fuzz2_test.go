package sim

import (
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"strconv"
	"testing"
	"time"
)

func TestZZReduce(t *testing.T) {
	seed, _ := strconv.Atoi(os.Getenv("FZ"))
	r := rand.New(rand.NewPCG(uint64(seed), 2))
	deadline := time.Now().Add(60 * time.Second)
	n, bad := 0, 0
	for time.Now().Before(deadline) {
		n++
		s := Default()
		s.Fusion = 1 + r.IntN(2)
		s.Width = []int{1, 2, 3, 10, 100, 500}[r.IntN(6)]
		s.Init = math.Pow(10, -12*r.Float64())
		s.Rho = math.Round(100*(1.98*r.Float64()-.99)) / 100
		s.Kappa = math.Pow(4, 2*r.Float64()-1)
		s.R = 4*r.Float64() - 2
		s.WB = 4*r.Float64() - 2
		s.Eta = math.Pow(10, -3*r.Float64()-.5)
		s.Epochs = 2000
		s.Seed = 1 + r.IntN(1000)
		s.Method = []string{"gd", "flow"}[r.IntN(2)]
		a, _ := NewRun(s)
		b, _ := NewFullRun(s)
		worst, at := 0.0, 0
		scale := 0.0
		for m := range 2 {
			scale = max(scale, a.Moments().PlateauNorm(m), a.Moments().OptimumNorm(m))
		}
		for !a.Done() && !b.Done() {
			a.Step()
			b.Step()
			for m := range 2 {
				d := math.Abs(a.Weight(m)[a.Epoch()]-b.Weight(m)[b.Epoch()]) / scale
				if d > worst {
					worst, at = d, a.Epoch()
				}
			}
		}
		if (a.Diverged() == nil) != (b.Diverged() == nil) {
			fmt.Printf("DIV %v %v %+v\n", a.Diverged(), b.Diverged(), s)
		}
		if a.Diverged() != nil {
			continue
		}
		lim := 1e-10
		if s.Method == "flow" {
			lim = 1e-6
		}
		if worst > lim {
			bad++
			fmt.Printf("%.2g at %d (W %v %v) %+v\n", worst, at, a.Weight(0)[at], a.Weight(1)[at], s)
		}
	}
	fmt.Println("runs", n, "bad", bad)
}

func TestZZPair(t *testing.T) {
	seed, _ := strconv.Atoi(os.Getenv("FZ"))
	r := rand.New(rand.NewPCG(uint64(seed), 3))
	deadline := time.Now().Add(60 * time.Second)
	n, bad := 0, 0
	odd := func(v float64, choices ...float64) float64 {
		if r.IntN(4) == 0 {
			return choices[r.IntN(len(choices))]
		}
		return v
	}
	var slow time.Duration
	for time.Now().Before(deadline) {
		n++
		s := Default()
		s.Width = []int{1, 2, 3, 10, 100, 512}[r.IntN(6)]
		s.Init = odd(math.Pow(10, -12*r.Float64()), 1, 1e-12)
		s.Rho = odd(1.98*r.Float64()-.99, .99, -.99, 0)
		s.Kappa = odd(math.Pow(4, 2*r.Float64()-1), .25, 4, 1)
		s.R = odd(4*r.Float64()-2, 0, 1, -1, 2, -2)
		s.WB = odd(4*r.Float64()-2, 0, 1)
		s.Noise = odd(0, 2)
		if r.IntN(6) == 0 { // modality uncorrelated
			s.R = -s.Rho / s.Kappa
		}
		if r.IntN(6) == 0 && s.Rho != 0 {
			s.R = -1 / s.Rho / s.Kappa
			if math.Abs(s.R) > 2 {
				s.R = 1
			}
		}
		s.R = max(-2, min(s.R, 2))
		s.Seed = 1 + r.IntN(1000)
		func() {
			defer func() {
				if e := recover(); e != nil {
					t.Errorf("PANIC %v %+v", e, s)
				}
			}()
			for _, f := range []func(Scenario) (Measurement, error){Cell, Converge} {
				t0 := time.Now()
				m, err := f(s)
				if d := time.Since(t0); d > slow {
					slow = d
					fmt.Printf("slow %v %+v\n", d, s)
				}
				if err != nil {
					t.Errorf("%v %+v", err, s)
				}
				if n%3 != 0 {
					continue
				}
				mo, _ := s.Moments()
				nw, _ := s.Network()
				s2 := s
				s2.Method = GradientFlow
				w := watchEvents(mo, nw, Angles, s2, math.IsNaN(m.Misattribution) || m.Converged >= 0)
				ok := w.First == m.First && w.Second == m.Second
				for i := range w.Times {
					ok = ok && (math.Abs(w.Times[i]-m.Times[i]) <= 5e-5*(1/s.Eta+w.Times[i]) || math.IsNaN(w.Times[i]) && math.IsNaN(m.Times[i]))
				}
				ok = ok && (math.Abs(w.Misattribution-m.Misattribution) <= 1e-4*(1+math.Abs(m.Misattribution)) || math.IsNaN(w.Misattribution) && math.IsNaN(m.Misattribution))
				if !ok && !(m.Second >= 0 && w.Second < 0) {
					bad++
					fmt.Printf("DIFF %+v\n   pair %+v\n  watch %+v\n", s, m, w)
				}
			}
		}()
	}
	fmt.Println("cells", n, "bad", bad, slow)
}
