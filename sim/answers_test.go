package sim

import (
	"math"
	"testing"
)

// TestAnswers: at any epoch they are what the full-width network there makes of the
// inputs, and their mean square error is the loss.
func TestAnswers(t *testing.T) {
	for _, changes := range []map[string]any{
		{"from": Sample, "samples": 64, "epochs": 200}, {"from": Sample, "samples": 64, "depth": 4, "fusion": 2, "init": .1, "epochs": 400, "method": GradientFlow},
		{"task": TaskXor, "from": Sample, "samples": 64, "epochs": 300},
		{"task": TaskXor, "from": Sample, "samples": 64, "fusion": 1, "epochs": 300},
		{"task": TaskXor, "activation": ReLU, "from": Sample, "samples": 64, "slope": .2, "epochs": 1500, "init": .01},
		{"task": TaskXor, "activation": ReLU, "from": Sample, "samples": 64, "fusion": 1, "epochs": 1500, "init": .01},
		{"activation": ReLU, "from": Sample, "samples": 64, "slope": 1, "fusion": 1, "epochs": 300},
	} {
		r := prepared(t, Fastest, changes)
		for !r.Done() {
			r.Step()
		}
		s, x := r.Scenario(), r.Data().Samples
		for _, epoch := range []int{0, s.Epochs / 3, s.Epochs} {
			answers := r.Answers(nil, epoch, x.Inputs)
			if len(answers) != x.Count {
				t.Fatalf("%v: %d answers to %d inputs", changes, len(answers), x.Count)
			}
			risk := 0.0
			for p, y := range x.Targets {
				risk += (y - answers[p]) * (y - answers[p]) / float64(2*x.Count)
			}
			// Sums of at most some hundred terms in another order: 1e-9 is far above rounding.
			if loss := r.Values("loss")[epoch]; math.Abs(risk-loss) > 1e-9*(1+loss) {
				t.Errorf("%v, epoch %d: answers err by %v, the loss is %v", changes, epoch, risk, loss)
			}
			if s.Activation != ReLU {
				continue
			}
			n := r.State(epoch)
			for p, got := range answers {
				if want := plainRectified(n, s.Slope, x.Inputs[p*x.Dim:(p+1)*x.Dim]); math.Abs(got-want) > 1e-9*(1+math.Abs(want)) {
					t.Fatalf("%v, epoch %d: answers %v, the network %v", changes, epoch, got, want)
				}
			}
		}
		buffer, epoch := make([]float64, 0, x.Count), s.Epochs/3
		r.State(epoch)
		if n := testing.AllocsPerRun(5, func() { r.Answers(buffer, epoch, x.Inputs) }); n > 0 {
			t.Errorf("%v: answers allocate %v times", changes, n)
		}
	}
}

// TestXorPoints: they are those the examples have, with the target's part of them.
func TestXorPoints(t *testing.T) {
	s, err := Default().With(map[string]any{"task": TaskXor, "from": Sample, "samples": 64})
	if err != nil {
		t.Fatal(err)
	}
	data, err := s.Data()
	if err != nil {
		t.Fatal(err)
	}
	seen := [XorPoints]int{}
	for p, y := range data.Samples.Targets {
		row := data.Samples.Inputs[3*p : 3*p+3]
		for i := range seen {
			if b, value := XorPoint(i); b == [2]float64(row[1:]) {
				seen[i]++
				if math.Abs(row[0]+value-y) > 1e-12 {
					t.Errorf("%v has the target %v", row, y)
				}
			}
		}
	}
	if seen != [XorPoints]int{16, 16, 16, 16} {
		t.Errorf("the points are met %v times", seen)
	}
}
