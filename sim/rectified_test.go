package sim

import (
	"errors"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/diff/fd"
	"gonum.org/v1/gonum/floats"
)

// prepared is a run of a scenario that differs from the default one.
func prepared(t testing.TB, form Form, changes map[string]any) *Run {
	t.Helper()
	s, err := Default().With(changes)
	if err != nil {
		t.Fatal(err)
	}
	r, err := newScenarioRun(s, form, given{})
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
		for _, form := range []Form{Fastest, FullWidth} {
			r := prepared(t, form, changes)
			d := r.rectified
			if want := plainRisk(r.Network(), r.scenario.Slope, r.data.Samples); !(math.Abs(d.risk-want) <= 1e-12*want) {
				t.Errorf("%v, %v: loss %v, want %v", changes, r.Form(), d.risk, want)
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
				t.Errorf("%v, %v: the gradient is off by %.2g of %.2g", changes, r.Form(), distance, largest(want))
			}
		}
	}
}

// TestRaysAndLinesAreExact: they train as every unit on every example does, up to
// rounding (1e-10 of the largest weight; 1e-13 is what it takes), from small weights
// to the end, where the loss is small.
func TestRaysAndLinesAreExact(t *testing.T) {
	for _, changes := range rectifiedCases() {
		changes["init"], changes["epochs"], changes["noise"], changes["width"] = 1e-3, 3000, 0, 40
		fast, full := prepared(t, Fastest, changes), prepared(t, FullWidth, changes)
		if want := map[float64]Form{1: Lines, 2: Rays}[float64(full.scenario.Fusion)]; fast.Form() != want || full.Form() != FullWidth {
			t.Errorf("%v: %v and %v", changes, fast.Form(), full.Form())
		}
		worst := 0.0
		for !full.Done() {
			full.Step()
			fast.Step()
			scale := largest(full.rectified.z)
			worst = max(worst, floats.Distance(full.rectified.z, fast.rectified.z, math.Inf(1))/scale, math.Abs(full.loss-fast.loss)/full.Values("loss")[0])
		}
		if !(worst <= 1e-10) {
			t.Errorf("%v: %v differs by %.2g", changes, fast.Form(), worst)
		}
		if !(full.Values("lossNormalised")[3000] < .01) {
			t.Errorf("%v: the loss ends at %v", changes, full.loss)
		}
	}
}

// forms are the runs of rectified units there are: late and early, by reduction on a
// sample and on the population, and example by example.
func forms(t testing.TB, changes map[string]any) map[string]*Run {
	runs := map[string]*Run{}
	for _, task := range []string{TaskToy, TaskXor} {
		for fusion, name := range map[int]string{1: "early", 2: "late"} {
			all := map[string]any{"task": task, "fusion": fusion, "activation": ReLU, "samples": 999, "init": 1e-3, "width": 30, "epochs": 500}
			for key, v := range changes {
				all[key] = v
			}
			runs[task+" "+name+", population"] = prepared(t, Fastest, all)
			all["from"] = Sample
			runs[task+" "+name+", sample"] = prepared(t, Fastest, all)
			runs[task+" "+name+", every example"] = prepared(t, FullWidth, all)
		}
	}
	return runs
}

// TestRectifiedStateAnywhere: the network at any epoch, reached from a keyframe in
// any order and in slices, is bit for bit the one that trained straight there.
func TestRectifiedStateAnywhere(t *testing.T) {
	again := forms(t, nil)
	for name, r := range forms(t, nil) {
		var straight [][]float64
		for straight = append(straight, slices.Clone(r.Network().weights)); !r.Done(); {
			r.Step()
			straight = append(straight, slices.Clone(r.Network().weights))
		}
		for _, epoch := range []int{499, 5, 6, 200, 7, 40, 500, 498, 1, 66, 65} {
			if got := r.State(epoch).weights; !floats.Equal(got, straight[epoch]) {
				t.Errorf("%s: the network at epoch %d is another one", name, epoch)
			}
		}
		parts := 0
		for !r.SeekState(299, always) {
			parts++
		}
		if parts == 0 || !floats.Equal(r.State(299).weights, straight[299]) {
			t.Errorf("%s: in slices it is another network", name)
		}
		toEnd(again[name])
		if again[name].Hash(500) != r.Hash(500) || !floats.Equal(again[name].Values("loss"), r.Values("loss")) {
			t.Errorf("%s: the same scenario trains otherwise", name)
		}
	}
}

// TestRectifiedPartsAreShort: an epoch of many examples comes in parts, none of which
// changes what is seen of the epoch before, and none of which is long.
func TestRectifiedPartsAreShort(t *testing.T) {
	for _, width := range []int{100, 512} {
		r := prepared(t, FullWidth, map[string]any{"task": TaskXor, "fusion": 1, "activation": ReLU, "from": Sample, "width": width, "init": .1})
		before, parts := slices.Clone(r.Network().weights), 0
		for !r.Part() {
			parts++
			if !floats.Equal(r.Network().weights, before) || r.Epoch() > 0 || len(r.Values("loss")) > 1 {
				t.Fatal("a part of an epoch is seen")
			}
		}
		if parts < 30 || r.rectified.numbers() > examplesWork || r.Chunk() != 1 {
			t.Errorf("N = %d: %d parts of %d numbers, %d at a time", width, parts, r.rectified.numbers(), r.Chunk())
		}
		if floats.Equal(r.Network().weights, before) || r.Epoch() != 1 {
			t.Error("nothing happened")
		}
	}
}

// TestRectifiedEpochAllocatesNothing, but at the epochs of keyframes.
func TestRectifiedEpochAllocatesNothing(t *testing.T) {
	for name, r := range forms(t, map[string]any{"epochs": 20000}) {
		r.Step()
		if n := testing.AllocsPerRun(20, r.Step); n != 0 {
			t.Errorf("%s: an epoch allocates %v times", name, n)
		}
	}
}

// TestPathNorms: they are Σ |w²| ‖w¹‖ of every modality.
func TestPathNorms(t *testing.T) {
	for fusion := 1; fusion <= 2; fusion++ {
		r := prepared(t, Fastest, map[string]any{"task": TaskXor, "fusion": fusion, "activation": ReLU, "init": .3, "width": 5})
		n := r.Network()
		for m, branch := range n.Branches {
			out, want := n.Branches[m][len(branch)-1], 0.0
			if fusion == 1 {
				out = n.Shared[0]
			}
			for i := range 5 {
				want += math.Abs(out.Data[i]) * floats.Norm(branch[0].Row(i), 2)
			}
			if got := r.Norm(m)[0]; !r.ByPaths() || math.Abs(got-want) > 1e-14 {
				t.Errorf("L_f = %d: norm %d is %v, want %v", fusion, m, got, want)
			}
		}
	}
}

func TestStartRectifiedRejects(t *testing.T) {
	moments := contractMoments(t, Architecture{Inputs: []int{1, 1}, Output: 1})
	samples, a := examplesOf(moments), moments.architecture(2, 2, 4)
	good := Plan{Eta: .01, Epochs: 1, Activation: ReLU, Samples: samples}
	short := *samples
	short.Count++
	zero := *samples
	zero.Inputs = slices.Clone(samples.Inputs)
	zero.Inputs[1] = 0
	for _, c := range []struct {
		name  string
		a     Architecture
		spoil func(*Plan)
		key   string
		code  Code
	}{
		{"nothing", a, func(*Plan) {}, "", ""},
		{"depth", moments.architecture(3, 2, 4), func(*Plan) {}, "depth", Unsuited},
		{"method", a, func(p *Plan) { p.Method = GradientFlow }, "method", Unsuited},
		{"slope", a, func(p *Plan) { p.Slope = -.1 }, "slope", OutOfRange},
		{"slope NaN", a, func(p *Plan) { p.Slope = math.NaN() }, "slope", OutOfRange},
		{"activation", a, func(p *Plan) { p.Activation = "tanh" }, "activation", NotAChoice},
		{"no samples", a, func(p *Plan) { p.Samples = nil }, "samples", Mismatch},
		{"short samples", a, func(p *Plan) { p.Samples = &short }, "samples", Mismatch},
		{"lines in late fusion", a, func(p *Plan) { p.Form = Lines }, "form", Mismatch},
		{"rays in early fusion", moments.architecture(2, 1, 4), func(p *Plan) { p.Form = Rays }, "form", Mismatch},
		{"no line", moments.architecture(2, 1, 4), func(p *Plan) { p.Form, p.Samples = Lines, &zero }, "form", Mismatch},
		{"a linear form", a, func(p *Plan) { p.Form = Modes }, "form", Mismatch},
		{"rays of linear units", a, func(p *Plan) { p.Form, p.Activation = Rays, Linear }, "form", Mismatch},
	} {
		n, err := NewNetwork(c.a)
		if err != nil {
			t.Fatal(err)
		}
		p := good
		c.spoil(&p)
		_, err = StartRun(moments, n, p)
		var e *Error
		if c.key == "" && err != nil || c.key != "" && (!errors.As(err, &e) || e.Key != c.key || e.Code != c.code) {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}

// TestUnitsOnNoLines: data on neither lines nor rays are trained example by example.
func TestUnitsOnNoLines(t *testing.T) {
	moments := contractMoments(t, Architecture{Inputs: []int{3, 2}, Output: 1})
	for fusion := 1; fusion <= 2; fusion++ {
		n := randomNetwork(t, moments.architecture(2, fusion, 6), 1)
		x := examplesOf(moments)
		for len(x.Targets) < 40 { // more points than a modality may have rays
			x.Inputs, x.Targets = append(x.Inputs, x.Inputs[len(x.Targets)]+1, 0, 1, 2, float64(len(x.Targets))), append(x.Targets, 1)
			x.Count++
		}
		r, err := StartRun(moments, n, Plan{Eta: .01, Epochs: 5, Activation: ReLU, Slope: .2, Samples: x})
		if err != nil {
			t.Fatal(err)
		}
		if r.Form() != FullWidth {
			t.Error(r.Form())
		}
		if want := plainRisk(n, .2, x); math.Abs(r.loss-want) > 1e-12*want {
			t.Errorf("L_f = %d: loss %v, want %v", fusion, r.loss, want)
		}
	}
}
