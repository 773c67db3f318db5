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

func TestZZFuzz(t *testing.T) {
	seed, _ := strconv.Atoi(os.Getenv("FZ"))
	r := rand.New(rand.NewPCG(uint64(seed), 1))
	pick := func(v ...float64) float64 { return v[r.IntN(len(v))] }
	deadline := time.Now().Add(150 * time.Second)
	type rec struct{ new, step, total time.Duration }
	n := 0
	var worstNew, worstStep time.Duration
	for time.Now().Before(deadline) {
		n++
		s := Default()
		s.Depth = int(pick(2, 2, 2, 3, 4, 5, 8))
		s.Fusion = 1 + r.IntN(s.Depth)
		s.Width = int(pick(1, 2, 3, 5, 50, 100, 512))
		s.Init = pick(1, 1, .5, .1, 1e-3, 1e-9, 1e-12)
		s.Rho = pick(0, .5, -.5, .99, -.99)
		s.Kappa = pick(.25, .5, 1, 2, 4)
		s.R = pick(0, 1, -1, 2, -2, .37)
		s.WB = pick(0, 1, 2, -2, .01)
		s.Noise = pick(0, 2)
		s.Eta = pick(1e-4, .01, .04, .1, .24, .5, 1)
		s.Epochs = int(pick(1, 2, 100, 1000, 20000))
		s.Method = []string{"gd", "flow"}[r.IntN(2)]
		s.Seed = 1 + r.IntN(1000)
		name := fmt.Sprintf("%+v", s)
		func() {
			defer func() {
				if e := recover(); e != nil {
					t.Errorf("PANIC %v: %s", e, name)
				}
			}()
			t0 := time.Now()
			run, err := NewRun(s)
			if err != nil {
				t.Errorf("%v: %s", err, name)
				return
			}
			dn := time.Since(t0)
			worstNew = max(worstNew, dn)
			if dn > 4*time.Millisecond {
				fmt.Printf("slow new %v %s\n", dn, name)
			}
			var worst time.Duration
			at := 0
			stop := time.Now().Add(2 * time.Second)
			for !run.Done() && time.Now().Before(stop) {
				t1 := time.Now()
				run.Step()
				if d := time.Since(t1); d > worst {
					worst, at = d, run.Epoch()
				}
			}
			worstStep = max(worstStep, worst)
			if worst > 20*time.Millisecond {
				fmt.Printf("slow step %v at %d %s\n", worst, at, name)
			}
			for _, c := range run.Columns() {
				for e, v := range c.Values {
					if math.IsNaN(v) || math.IsInf(v, 0) {
						t.Errorf("%s[%d] = %v: %s diverged %v", c.Name, e, v, name, run.Diverged())
						break
					}
				}
			}
			t2 := time.Now()
			run.Measure(run.Epoch())
			p, err := Predict(s)
			_ = p
			if err != nil {
				t.Errorf("predict %v", err)
			}
			if s.Method == "flow" && run.Diverged() != nil {
				fmt.Printf("FLOW DIVERGED %v %s\n", run.Diverged(), name)
			}
			// loss never rises under flow
			if s.Method == "flow" {
				l := run.Values("loss")
				for e := 1; e < len(l); e++ {
					if l[e] > l[e-1]*(1+1e-6)+1e-9 {
						t.Errorf("loss rises %v %v at %d %s", l[e-1], l[e], e, name)
						break
					}
				}
			}
			if d := time.Since(t2); d > 20*time.Millisecond {
				fmt.Printf("slow measure %v %s\n", d, name)
			}
			if s.Depth == 2 {
				t3 := time.Now()
				m, err := Cell(s)
				if err != nil {
					t.Errorf("cell %v %s", err, name)
				}
				if d := time.Since(t3); d > 20*time.Millisecond {
					fmt.Printf("slow cell %v %s first %v\n", d, name, m.Times)
				}
				SmallInitPath(nil, run.Moments(), s.Depth, s.Fusion)
			}
			if _, err := OverlayRun(s); err != nil {
				t.Errorf("overlay %v %s", err, name)
			}
		}()
	}
	fmt.Println(n, worstNew, worstStep)
}
