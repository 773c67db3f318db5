package sim

import (
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
)

// TestEntries: every way into the package answers bad input with an *[Error] that
// names the value and, where there is one, the allowed range. (The messages of
// the page and the files of reference runs have tests of their own: TestMistakes,
// TestFaults.)
func TestEntries(t *testing.T) {
	nan, inf := math.NaN(), math.Inf(1)
	pair := []Modality{{"A", 1}, {"B", 1}}
	toy, err := Toy(2, 0, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	moments := func(sigma, yx []float64, yy float64) func() error {
		return func() error { _, err := NewMoments(pair, 1, sigma, yx, yy); return err }
	}
	network := func(a Architecture) func() error {
		return func() error { _, err := NewNetwork(a); return err }
	}
	scenario := func(spoil func(*Scenario)) []func() error {
		s := Default()
		spoil(&s)
		start := func(f func(Scenario) error) func() error { return func() error { return f(s) } }
		return []func() error{
			start(func(s Scenario) error { return s.Check() }),
			start(func(s Scenario) error { _, err := NewRun(s); return err }),
			start(func(s Scenario) error { _, err := NewFullRun(s); return err }),
			start(func(s Scenario) error { _, err := Converge(s); return err }),
			start(func(s Scenario) error { _, err := Cell(s); return err }),
		}
	}
	set := func(key string, v any) func() error {
		return func() error { _, err := Default().With(map[string]any{key: v}); return err }
	}
	link := func(pair string) func() error {
		return func() error {
			_, _, notices := ParseLink(pair)
			if len(notices) != 1 {
				return fmt.Errorf("%d notices", len(notices))
			}
			return notices[0]
		}
	}
	start := func(spoil func(*Network, *Plan)) func() error {
		return func() error {
			n, err := NewNetwork(toy.architecture(2, 2, 4))
			if err != nil {
				return err
			}
			p := Plan{Eta: .1, Epochs: 10}
			spoil(n, &p)
			_, err = StartRun(toy, n, p)
			return err
		}
	}
	one := func(f ...func() error) []func() error { return f }

	for _, c := range []struct {
		name    string
		entries []func() error
		code    Code
		key     string
		says    []string // in the sentence: the value, the range
	}{
		{"ρ = 1", scenario(func(s *Scenario) { s.Rho = 1 }), OutOfRange, "rho", []string{"1", "-0.99 to 0.99"}},
		{"ρ NaN", scenario(func(s *Scenario) { s.Rho = nan }), NotANumber, "rho", []string{"NaN", "-0.99 to 0.99"}},
		{"κ = 0", scenario(func(s *Scenario) { s.Kappa = 0 }), OutOfRange, "kappa", []string{"0", "0.25 to 4"}},
		{"κ infinite", scenario(func(s *Scenario) { s.Kappa = inf }), NotANumber, "kappa", []string{"+Inf", "0.25 to 4"}},
		{"η too large", scenario(func(s *Scenario) { s.Eta = 1.5e9 }), OutOfRange, "eta", []string{"1.5e+09", "1e-12 to 1e+09"}},
		{"N = 0", scenario(func(s *Scenario) { s.Width = 0 }), OutOfRange, "width", []string{"0", "1 to 512"}},
		{"N = 513", scenario(func(s *Scenario) { s.Width = 513 }), OutOfRange, "width", []string{"513", "1 to 512"}},
		{"L = 9", scenario(func(s *Scenario) { s.Depth = 9 }), OutOfRange, "depth", []string{"9", "2 to 8"}},
		{"L_f > L", scenario(func(s *Scenario) { s.Fusion = 3 }), OutOfRange, "fusion", []string{"3", "1 to 2"}},

		{"changes and links: ρ", one(set("rho", -1), link("rho=-1")), OutOfRange, "rho", []string{"-1", "-0.99 to 0.99"}},
		{"changes and links: κ", one(set("kappa", -2.5), link("kappa=-2.5")), OutOfRange, "kappa", []string{"-2.5", "0.25 to 4"}},
		{"changes and links: η", one(set("eta", 7e9), link("eta=7e9")), OutOfRange, "eta", []string{"7e", "1e-12 to 1e+09"}},
		{"changes and links: N", one(set("width", 1000), link("width=1000")), OutOfRange, "width", []string{"1000", "1 to 512"}},
		{"changes and links: L", one(set("depth", 1), link("depth=1")), OutOfRange, "depth", []string{"1", "2 to 8"}},
		{"changes and links: NaN", one(set("r", "NaN"), link("r=NaN")), NotANumber, "r", []string{"NaN", "-2 to 2"}},
		{"changes and links: method", one(set("method", "sgd"), link("method=sgd")), NotAChoice, "method", []string{"sgd", "gd, flow, momentum, adam, rmsprop, batches"}},
		{"nothing", one(set("rho", nil)), NotANumber, "rho", []string{"-0.99 to 0.99"}},

		{"toy κ", one(func() error { _, err := Toy(-1, 0, 1, 1, 0); return err }), OutOfRange, "kappa", []string{"-1", "to"}},
		{"toy ρ", one(func() error { _, err := Toy(1, -1, 1, 1, 0); return err }), OutOfRange, "rho", []string{"-1", "to"}},
		{"toy NaN", one(func() error { _, err := Toy(nan, 0, 1, 1, 0); return err }), OutOfRange, "kappa", []string{"NaN"}},
		{"toy ρ NaN", one(func() error { _, err := Toy(1, nan, 1, 1, 0); return err }), OutOfRange, "rho", []string{"NaN"}},
		{"toy w", one(func() error { _, err := Toy(1, 0, nan, 1, 0); return err }), NotANumber, "moments", []string{"NaN"}},

		{"indefinite Σ", one(moments([]float64{1, 2, 2, 1}, []float64{1, 1}, 4)), NotPositive, "sigma", []string{"eigenvalue -0.99"}},
		{"asymmetric Σ", one(moments([]float64{1, .25, .5, 1}, []float64{1, 1}, 4)), Mismatch, "sigma", []string{"0.25", "0.5"}},
		{"too few in Σ", one(moments([]float64{1, 0, 1}, []float64{1, 1}, 4)), Mismatch, "sigma", []string{"3 numbers", "4 are needed"}},
		{"too few in Σ_yx", one(moments([]float64{1, 0, 0, 1}, []float64{1}, 4)), Mismatch, "yx", []string{"1 numbers", "2 are needed"}},
		{"Σ NaN", one(moments([]float64{1, 0, 0, nan}, []float64{1, 1}, 4)), NotANumber, "moments", []string{"NaN"}},
		{"Σ infinite", one(moments([]float64{inf, 0, 0, 1}, []float64{1, 1}, 4)), NotANumber, "moments", []string{"+Inf"}},
		{"Σ_yy negative", one(moments([]float64{1, 0, 0, 1}, []float64{0, 0}, -1)), OutOfRange, "yy", []string{"-1", "0 to"}},
		{"Σ_yy too small", one(moments([]float64{1, 0, 0, 1}, []float64{1, 2}, 4)), OutOfRange, "yy", []string{"4", "5 to"}},
		{"no variance", one(moments([]float64{1, 0, 0, 0}, []float64{1, 1}, 4)), Mismatch, "yx", []string{"1 at 1"}},
		{"no modality", one(func() error { _, err := NewMoments(nil, 1, nil, nil, 0); return err }, network(Architecture{Depth: 2, Fusion: 2, Width: 1, Output: 1})), Mismatch, "modalities", []string{"none"}},
		{"huge modality", one(func() error { _, err := NewMoments([]Modality{{"A", 1 << 32}}, 1, nil, nil, 0); return err }), Mismatch, "sigma", []string{"0 numbers", "4294967296"}},
		{"huge output", one(func() error { _, err := NewMoments(pair, 1<<63-1, []float64{1, 0, 0, 1}, nil, 0); return err }), Mismatch, "yx", []string{"0 numbers"}},

		{"a network of L = 0", one(network(Architecture{Fusion: 1, Width: 1, Inputs: []int{1}, Output: 1})), OutOfRange, "depth", []string{"0", "2 to 8"}},
		{"a network of L_f = 0", one(network(Architecture{Depth: 3, Width: 1, Inputs: []int{1}, Output: 1})), OutOfRange, "fusion", []string{"0", "1 to 3"}},
		{"a network of N = −1", one(network(Architecture{Depth: 2, Fusion: 1, Width: -1, Inputs: []int{1}, Output: 1})), OutOfRange, "width", []string{"-1", "1 to 512"}},

		{"a network of N = 513", one(network(Architecture{Depth: 2, Fusion: 1, Width: 513, Inputs: []int{1}, Output: 1})), OutOfRange, "width", []string{"513", "1 to 512"}},
		{"a network of L_f > L", one(network(Architecture{Depth: 3, Fusion: 4, Width: 1, Inputs: []int{1}, Output: 1})), OutOfRange, "fusion", []string{"4", "1 to 3"}},
		{"a modality of nothing", one(network(Architecture{Depth: 2, Fusion: 1, Width: 1, Inputs: []int{1, 0}, Output: 1})), Mismatch, "modalities", []string{"0", "at least 1"}},
		{"no output", one(network(Architecture{Depth: 2, Fusion: 1, Width: 1, Inputs: []int{1}})), Mismatch, "outputs", []string{"0", "at least 1"}},

		{"a run of η < 0", one(start(func(_ *Network, p *Plan) { p.Eta = -1 })), OutOfRange, "eta", []string{"-1", "to"}},
		{"a run of too many epochs", one(start(func(_ *Network, p *Plan) { p.Epochs = 1 << 40 })), OutOfRange, "epochs", []string{"1099511627776", "1 to 1e+06"}},
		{"a run by no method", one(start(func(_ *Network, p *Plan) { p.Method = "sgd" })), NotAChoice, "method", []string{"sgd", "gd, flow, momentum"}},
		{"a run of no form", one(start(func(_ *Network, p *Plan) { p.Form = 77 })), OutOfRange, "form", []string{"77", "0 to 7"}},
		{"weights NaN", one(start(func(n *Network, _ *Plan) { n.Weights()[0] = nan })), NotANumber, "weights", []string{"NaN"}},
		{"a network by hand", one(start(func(n *Network, _ *Plan) { *n = Network{Architecture: n.Architecture} })), Mismatch, "network", []string{"NewNetwork"}},
		{"a layer by hand", one(start(func(n *Network, _ *Plan) { n.Branches[1][1].Data = make([]float64, 4) })), Mismatch, "network", []string{"NewNetwork"}},
		{"a layer too many", one(start(func(n *Network, _ *Plan) { n.Shared = append(n.Shared, n.Branches[0][0]) })), Mismatch, "network", []string{"NewNetwork"}},
		{"another width", one(start(func(n *Network, _ *Plan) { n.Width = 3 })), Mismatch, "network", []string{"NewNetwork"}},
		{"another depth", one(start(func(n *Network, _ *Plan) { n.Depth = 3 })), Mismatch, "network", []string{"NewNetwork"}},
		{"no depth", one(start(func(n *Network, _ *Plan) { n.Depth = 0 })), OutOfRange, "depth", []string{"0", "2 to 8"}},
	} {
		for i, entry := range c.entries {
			err := entry()
			var e *Error
			if !errors.As(err, &e) || e.Code != c.code || e.Key != c.key {
				t.Errorf("%s, entry %d: %v, want %s on %s", c.name, i, err, c.code, c.key)
				continue
			}
			for _, part := range c.says {
				if !strings.Contains(e.Error(), part) {
					t.Errorf("%s, entry %d: %q does not say %q", c.name, i, e, part)
				}
			}
		}
	}
}

// TestFlowOutOfReach: a flow that no step is short enough for ends the run with an
// error, as descent does that runs away, and leaves the epochs before.
func TestFlowOutOfReach(t *testing.T) {
	toy, err := Toy(2, .5, 1, 1, 0)
	if err != nil {
		t.Fatal(err)
	}
	for _, method := range []string{GradientDescent, GradientFlow} {
		for _, fusion := range []int{1, 2, 3} {
			n, err := NewNetwork(toy.architecture(3, fusion, 4))
			if err != nil {
				t.Fatal(err)
			}
			n.Init(1, 1e150) // whose products are beyond all numbers
			r, err := StartRun(toy, n, Plan{Eta: .1, Epochs: 10, Method: method})
			if err != nil {
				t.Fatal(err)
			}
			for range 20 {
				r.Step()
			}
			failed := r.Diverged()
			if failed == nil || failed.Code != Diverged || failed.Key != "eta" || !r.Done() {
				t.Errorf("%s, L_f = %d: %v at epoch %d", method, fusion, failed, r.Epoch())
			}
			if rows := len(r.Values("loss")); rows != r.Epoch()+1 {
				t.Errorf("%s, L_f = %d: %d rows at epoch %d", method, fusion, rows, r.Epoch())
			}
		}
	}
}
