package sim

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
)

// trained is a scenario that differs from the default one.
func trained(t testing.TB, kind Kind, changes map[string]any) *Run {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newScenarioRun(s, kind, nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// plainRectified is f(x) as it is written down.
func plainRectified(n *Network, slope float64, x []float64) (f float64) {
	for _, g := range unitGroups(n) {
		for i := range g.outgoing.Cols {
			z, at := 0.0, 0
			for m := range n.Branches {
				reads := false
				for _, l := range g.incoming {
					reads = reads || &l.Data[0] == &n.Branches[m][0].Data[0]
				}
				if reads {
					z += floats.Dot(n.Branches[m][0].Row(i), x[at:at+n.Inputs[m]])
				}
				at += n.Inputs[m]
			}
			if z <= 0 {
				z *= slope
			}
			f += g.outgoing.Data[i] * z
		}
	}
	return f
}

// plainRisk is the mean of ½ (y − f)².
func plainRisk(n *Network, slope float64, x *Samples) (loss float64) {
	for p, y := range x.Targets {
		d := y - plainRectified(n, slope, x.Inputs[p*x.Dim:(p+1)*x.Dim])
		loss += d * d / float64(2*x.Count)
	}
	return loss
}

// rectifiedCases are tasks, fusions and slopes, all on samples.
func rectifiedCases() (cases []map[string]any) {
	for _, task := range []string{TaskToy, TaskXor} {
		for _, fusion := range []int{1, 2} {
			for _, slope := range []float64{0, .3} {
				cases = append(cases, map[string]any{
					"task": task, "fusion": fusion, "slope": slope, "activation": ReLU, "from": Sample,
					"samples": 333, "rho": .4, "noise": .3, "width": 7, "kappa": 1.5,
				})
			}
		}
	}
	return cases
}

// TestRectifiedGradient: whatever the form, the loss is what the network makes of
// the examples, and −descent its derivative by central differences.
func TestRectifiedGradient(t *testing.T) {
	for _, changes := range rectifiedCases() {
		changes["init"] = .5
		for _, kind := range []Kind{Fastest, FullWidth} {
			r := trained(t, kind, changes)
			d := r.rectified
			if want := plainRisk(r.Network(), r.scenario.Slope, r.data.Samples); !(math.Abs(d.risk-want) <= 1e-12*want) {
				t.Errorf("%v, %v: loss %v, want %v", changes, r.Kind(), d.risk, want)
			}
			z := slices.Clone(d.z)
			got := make([]float64, len(z))
			want := fd.Gradient(nil, func(x []float64) float64 {
				copy(d.z, x)
				return plainRisk(d.network(), r.scenario.Slope, r.data.Samples)
			}, z, &fd.Settings{Formula: fd.Central, Step: 1e-7})
			copy(d.z, z)
			floats.AddScaled(got, -1, want)
			// A step of 1e-7 carries an example or two across a kink.
			if distance := floats.Distance(got, d.descent, math.Inf(1)); !(distance <= 1e-6*largest(want)) {
				t.Errorf("%v, %v: the gradient is off by %.2g of %.2g", changes, r.Kind(), distance, largest(want))
			}
		}
	}
}

// TestRaysAndLinesAreExact: they train as every unit on every example does, up to
// rounding, from small weights to the end, where the loss is small.
func TestRaysAndLinesAreExact(t *testing.T) {
	for _, changes := range rectifiedCases() {
		changes["init"], changes["epochs"], changes["noise"], changes["width"] = 1e-3, 3000, 0, 40
		fast, full := trained(t, Fastest, changes), trained(t, FullWidth, changes)
		if want := map[float64]Kind{1: Lines, 2: Rays}[float64(full.scenario.Fusion)]; fast.Kind() != want || full.Kind() != FullWidth {
			t.Errorf("%v: %v and %v", changes, fast.Kind(), full.Kind())
		}
		worst := 0.0
		for !full.Done() {
			full.Step()
			fast.Step()
			scale := largest(full.rectified.z)
			worst = max(worst, floats.Distance(full.rectified.z, fast.rectified.z, math.Inf(1))/scale, math.Abs(full.loss-fast.loss)/full.Values("loss")[0])
		}
		fmt.Println(changes["task"], changes["fusion"], changes["slope"], fast.Kind(), worst, full.loss)
		if !(worst <= 1e-10) {
			t.Errorf("%v: %v differs by %.2g", changes, fast.Kind(), worst)
		}
		if !(full.Values("lossNormalised")[3000] < .01) {
			t.Errorf("%v: the loss ends at %v", changes, full.loss)
		}
	}
}
