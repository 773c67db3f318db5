package sim

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"testing"

	"gonum.org/v1/gonum/floats"
	"gonum.org/v1/gonum/stat"

	"unimodal-bias-lab/sim/theory"
)

// twoLayer are the data sets and fusions on which reductions are exact.
func twoLayer(t *testing.T) (cases []struct {
	name    string
	moments *Moments
	fusion  int
}) {
	toy, err := Toy(2, .5, 1, 1, .1)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name    string
		moments *Moments
	}{
		{"toy", toy},
		{"3+2", randomMoments(t, 4, 1, 3, 2)},
		{"1+2+2, two targets", randomMoments(t, 5, 2, 1, 2, 2)},
	} {
		for fusion := 1; fusion <= 2; fusion++ {
			cases = append(cases, struct {
				name    string
				moments *Moments
				fusion  int
			}{fmt.Sprintf("%s, L_f = %d", c.name, fusion), c.moments, fusion})
		}
	}
	return cases
}

func (m *Moments) architecture(depth, fusion, width int) Architecture {
	a := Architecture{Depth: depth, Fusion: fusion, Width: width, Output: m.outputs}
	for _, modality := range m.modalities {
		a.Inputs = append(a.Inputs, modality.Dim)
	}
	return a
}

// started returns a run of a form from small random weights.
func started(t *testing.T, m *Moments, a Architecture, scale float64, p Plan) *Run {
	t.Helper()
	n, err := NewNetwork(a)
	if err != nil {
		t.Fatal(err)
	}
	n.Init(3, scale)
	r, err := StartRun(m, n, p)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// TestReductionsAreExact: every exact form is the full-width network, to 1e-10
// of the weights at every epoch, whatever the width, down to the hidden units.
func TestReductionsAreExact(t *testing.T) {
	for _, c := range twoLayer(t) {
		for _, width := range []int{1, 10, 100, 500} {
			a := c.moments.architecture(2, c.fusion, width)
			for _, form := range []Form{Fastest, GramFactor, Modes} {
				if !form.Exact(a, GradientDescent) {
					continue
				}
				plan := Plan{Eta: .04, Epochs: 1200, Form: FullWidth}
				full := started(t, c.moments, a, 1e-6, plan)
				plan.Form = form
				reduced := started(t, c.moments, a, 1e-6, plan)
				name := fmt.Sprintf("%s, N = %d, %v", c.name, width, reduced.Form())
				if loss := full.Values("loss")[0]; !(loss > 0) {
					t.Fatal(name, loss)
				}
				for !full.Done() {
					full.Step()
					reduced.Step()
					for m := range c.moments.Modalities() {
						got, want := reduced.Total(m), full.Total(m)
						floats.Sub(got, want)
						if d := floats.Norm(got, 2) / floats.Norm(want, 2); !(d <= 1e-10) {
							t.Fatalf("%s: modality %d differs by %.2g of its norm at epoch %d", name, m, d, full.Epoch())
						}
					}
				}
				if full.Values("lossNormalised")[1200] > .5 {
					t.Fatalf("%s: nothing was learned", name)
				}
				got, want := reduced.Network(), full.Network()
				scale := floats.Norm(want.weights, math.Inf(1))
				if d := floats.Distance(got.weights, want.weights, math.Inf(1)); !(d <= 1e-9*scale) {
					t.Errorf("%s: a weight differs by %.2g of the largest", name, d/scale)
				}
				branches, shared := reduced.LayerNorms(1200, nil, nil)
				b, s := full.LayerNorms(1200, nil, nil)
				for l, v := range append(slices.Concat(b...), s...) {
					if g := append(slices.Concat(branches...), shared...)[l]; math.Abs(g-v) > 1e-9*v {
						t.Errorf("%s: layer %d has norm %v, the full network %v", name, l, g, v)
					}
				}
			}
		}
	}
}

// TestReductionHasNoWidth: what a two-layer network costs does not depend on N.
func TestReductionHasNoWidth(t *testing.T) {
	for _, c := range twoLayer(t) {
		sizes := map[int]bool{}
		for _, width := range []int{20, 200, 512} {
			for _, method := range []string{GradientDescent, GradientFlow} {
				r := started(t, c.moments, c.moments.architecture(2, c.fusion, width), 1e-6, Plan{Eta: .04, Epochs: 10, Method: method})
				sizes[len(r.learner.state().coordinates())] = true
				if r.Form() == FullWidth {
					t.Errorf("%s, N = %d, %s: trained at full width", c.name, width, method)
				}
			}
		}
		if scalar := c.name == "toy, L_f = 2"; len(sizes) != 1 && !scalar || scalar && len(sizes) != 2 { // 4 growth factors, 2 angles
			t.Errorf("%s: the state has %v numbers", c.name, sizes)
		}
	}
}

// TestFlowsAgree: gradient flow is the same in every form, within what the
// integrator is asked for times what learning amplifies.
func TestFlowsAgree(t *testing.T) {
	for _, c := range twoLayer(t) {
		a := c.moments.architecture(2, c.fusion, 12)
		plan := Plan{Eta: .04, Epochs: 500, Method: GradientFlow, Form: FullWidth}
		full := started(t, c.moments, a, 1e-6, plan)
		for _, form := range []Form{GramFactor, Angles} {
			if !form.Exact(a, GradientFlow) {
				continue
			}
			plan.Form = form
			reduced := started(t, c.moments, a, 1e-6, plan)
			runTo := func(r *Run) []float64 {
				for !r.Done() {
					r.Step()
				}
				return r.Values("lossNormalised")
			}
			want, got := runTo(full), runTo(reduced)
			if d := floats.Distance(want, got, math.Inf(1)); !(d < 1e-6) || want[500] > .5 {
				t.Errorf("%s: %v and full width differ by %.2g of the loss, which ends at %v", c.name, form, d, want[500])
			}
		}
	}
}

// TestDescentFollowsTheFlow: at the same t/τ gradient descent approaches the flow
// in proportion to η.
func TestDescentFollowsTheFlow(t *testing.T) {
	s := Default()
	s.Rho, s.Init = .3, 1e-3
	const span = 24.0 // τ: A and B are both learned
	at := func(method string, eta float64) []float64 {
		s.Method, s.Eta, s.Epochs = method, eta, int(math.Round(span/eta))
		r, err := NewRun(s)
		if err != nil {
			t.Fatal(err)
		}
		var losses []float64
		for !r.Done() {
			r.Step()
			if r.Epoch()%int(math.Round(.5/eta)) == 0 {
				losses = append(losses, r.Values("lossNormalised")[r.Epoch()])
			}
		}
		return losses
	}
	flow := at(GradientFlow, .01)
	if flow[len(flow)-1] > 1e-3 {
		t.Fatalf("the flow ends at %v", flow[len(flow)-1])
	}
	var logEta, logError []float64
	for _, eta := range []float64{.01, .005, .0025, .00125} {
		logEta = append(logEta, math.Log(eta))
		logError = append(logError, math.Log(floats.Distance(at(GradientDescent, eta), flow, math.Inf(1))))
	}
	if _, order := stat.LinearRegression(logEta, logError, nil, false); math.Abs(order-1) > .1 {
		t.Errorf("the distance to the flow goes like η^%.2f: %v", order, logError)
	}
}

// TestHalfTime: under gradient flow the first modality is logistic from its
// actual initial weights: theory and run agree to what B adds by then.
func TestHalfTime(t *testing.T) {
	s := Default()
	s.Method = GradientFlow
	r, err := NewRun(s)
	if err != nil {
		t.Fatal(err)
	}
	f := r.learner.state().(*angles)
	d := r.Moments().theory()
	plateau, _ := theory.UnimodalMinimum(d, 0)
	want := theory.HalfTime(theory.InputOutputNorm(d, 0), plateau[0], math.Sqrt(f.pp[0])/2) / s.Eta
	for !r.Done() {
		r.Step()
	}
	m := r.Measure(r.Epoch())
	if math.Abs(m.Times[0]-want) > .05 || math.Abs(m.TimeRatio-4.017) > .05 {
		t.Errorf("t_A = %v, predicted %v; ratio %v", m.Times[0], want, m.TimeRatio)
	}
}

// TestStateAnywhere: the network at any epoch, reached from a keyframe, is bit for
// bit the one that trained straight there, in every form and by any way.
func TestStateAnywhere(t *testing.T) {
	for _, changes := range []map[string]any{
		{}, {"fusion": 1}, {"depth": 3, "fusion": 2, "init": .1, "width": 8},
	} {
		for _, method := range []string{GradientDescent, GradientFlow} {
			s := runTo(t, changes, 0).Scenario()
			s.Method, s.Epochs = method, 333
			straight := map[int][]float64{}
			r, err := NewRun(s)
			if err != nil {
				t.Fatal(err)
			}
			for !r.Done() {
				r.Step()
				straight[r.Epoch()] = append([]float64(nil), r.Network().weights...)
			}
			if n := len(r.keyframes.frames); n < 50 || n > maxKeyframes {
				t.Errorf("%d keyframes", n)
			}
			for _, epoch := range []int{332, 5, 6, 200, 7, 40, 333, 331, 1, 66, 65, 66} {
				if got := r.State(epoch).weights; !floats.Equal(got, straight[epoch]) {
					t.Errorf("%v, %s: the network at epoch %d is another one", changes, method, epoch)
				}
			}
			// In slices, as the page has it.
			for n := 0; !r.SeekState(299, always); n++ {
				if n > 333 {
					t.Fatal("never there")
				}
			}
			if !floats.Equal(r.State(299).weights, straight[299]) {
				t.Error("in slices it is another network")
			}
		}
	}
}

// TestKeyframesAreBounded: a network too large to be kept often is kept less
// often.
func TestKeyframesAreBounded(t *testing.T) {
	r := started(t, randomMoments(t, 2, 1, 1, 1), Architecture{Depth: 8, Fusion: 2, Width: 256, Inputs: []int{1, 1}, Output: 1}, .1, Plan{Eta: .01, Epochs: 20000, Form: FullWidth})
	if numbers := (20000 / r.keyframes.stride) * len(r.Network().weights); numbers > keyframeNumbers {
		t.Errorf("keyframes may take %d numbers", numbers)
	}
}

func TestStartRunRejects(t *testing.T) {
	toy, err := Toy(2, 0, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	good := toy.architecture(2, 2, 4)
	vector := randomMoments(t, 2, 1, 3, 2)
	for _, c := range []struct {
		name    string
		moments *Moments
		a       Architecture
		plan    Plan
		spoil   func(*Network)
		key     string
	}{
		{"eta 0", toy, good, Plan{Epochs: 1}, nil, "eta"},
		{"eta NaN", toy, good, Plan{Eta: math.NaN(), Epochs: 1}, nil, "eta"},
		{"no epochs", toy, good, Plan{Eta: 1}, nil, "epochs"},
		{"method", toy, good, Plan{Eta: 1, Epochs: 1, Method: "sgd"}, nil, "method"},
		{"sizes", vector, good, Plan{Eta: 1, Epochs: 1}, nil, "network"},
		{"modalities", randomMoments(t, 2, 1, 1, 1, 1), good, Plan{Eta: 1, Epochs: 1}, nil, "network"},
		{"outputs", randomMoments(t, 2, 2, 1, 1), good, Plan{Eta: 1, Epochs: 1}, nil, "network"},
		{"a reduction of a deep network", toy, toy.architecture(3, 2, 4), Plan{Eta: 1, Epochs: 1, Form: GramFactor}, nil, "form"},
		{"angles under gradient descent", toy, good, Plan{Eta: 1, Epochs: 1, Form: Angles}, nil, "form"},
		{"modes of vectors", vector, vector.architecture(2, 2, 4), Plan{Eta: 1, Epochs: 1, Form: Modes}, nil, "form"},
		{"a weight", toy, good, Plan{Eta: 1, Epochs: 1}, func(n *Network) { n.weights[3] = math.NaN() }, "weights"},
	} {
		n, err := NewNetwork(c.a)
		if err != nil {
			t.Fatal(err)
		}
		if c.spoil != nil {
			c.spoil(n)
		}
		var e *Error
		if _, err := StartRun(c.moments, n, c.plan); !errors.As(err, &e) || e.Key != c.key {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
