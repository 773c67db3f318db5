package sim

import (
	"encoding/binary"
	"hash/fnv"
	"math"
	"slices"
	"strconv"
	"sync"
)

// Initial weights of one's own are too many for a link: like large data, they are in this program only, and
// [Scenario.Weights] names them.

// keptWeights are initial weights that somebody brought.
type keptWeights struct {
	name    string // what Scenario.Weights holds
	source  string // file name
	network *Network
	scale   float64 // γ that would draw such weights, by the convention of [Network.Init]
	usual   bool    // they are as large as that draws them, in every layer
}

var brought struct {
	sync.Mutex
	kept []*keptWeights
}

// KeepWeights keeps the weights of a network, from a file of some name, in this program, and returns what
// [Scenario.Weights] is to hold. The network must not change any more. Its error is an *[Error].
func KeepWeights(n *Network, source string) (name string, err error) {
	if err := n.check(); err != nil {
		return "", err
	}
	for _, w := range n.weights {
		if math.IsNaN(w) || math.IsInf(w, 0) {
			return "", &Error{Code: NotANumber, Key: "weights", Value: written(w)}
		}
	}
	k := &keptWeights{name: inTab + n.hash(), source: source, network: n}
	k.measure()
	brought.Lock()
	defer brought.Unlock()
	if i := slices.IndexFunc(brought.kept, func(other *keptWeights) bool { return other.name == k.name }); i >= 0 {
		brought.kept[i] = k
	} else {
		brought.kept = append(brought.kept, k)
	}
	return k.name, nil
}

// hash is of the shape and of every weight.
func (n *Network) hash() string {
	h := fnv.New64a()
	number := func(v uint64) { h.Write(binary.LittleEndian.AppendUint64(nil, v)) }
	for _, size := range slices.Concat([]int{n.Depth, n.Fusion, n.Width, n.Output}, n.Inputs, n.BranchDepths) {
		number(uint64(size))
	}
	for _, w := range n.weights {
		number(math.Float64bits(w))
	}
	return strconv.FormatUint(h.Sum64(), 36)
}

// fewWeights of a layer say nothing of its scale.
const fewWeights = 8

// measure finds the scale of the weights, to three digits, and whether all layers have it.
func (k *keptWeights) measure() {
	std := k.network.deviations(1)
	sum, count := 0.0, 0
	each := func(visit func(l Layer, std float64)) {
		for m, branch := range k.network.Branches {
			for i, l := range branch {
				visit(l, std.Branches[m][i])
			}
		}
		for i, l := range k.network.Shared {
			visit(l, std.Shared[i])
		}
	}
	each(func(l Layer, std float64) {
		sum, count = sum+math.Pow(l.Norm()/std, 2), count+len(l.Data)
	})
	row := parameter("init")
	text := strconv.FormatFloat(math.Sqrt(sum/float64(count)), 'g', 3, 64)
	scale, err := strconv.ParseFloat(text, 64)
	if err != nil {
		panic(err) // it was a number
	}
	k.scale, k.usual = math.Min(math.Max(scale, row.Min), row.Max), true
	each(func(l Layer, std float64) {
		part := l.Norm() / math.Sqrt(float64(len(l.Data))) / (k.scale * std)
		k.usual = k.usual && (len(l.Data) < fewWeights || part > .5 && part < 2)
	})
}

// weightsOf returns what was kept under a name. Its error is an *[Error].
func weightsOf(name string) (*keptWeights, error) {
	brought.Lock()
	defer brought.Unlock()
	for _, k := range brought.kept {
		if k.name == name {
			return k, nil
		}
	}
	return nil, &Error{Code: WeightsElsewhere, Key: "weights", Value: name}
}

// WeightsSource is the name of the file that the initial weights of a scenario are from; empty: they are drawn by
// its seed.
func (s Scenario) WeightsSource() string {
	if s.Weights == "" {
		return ""
	}
	k, err := weightsOf(s.Weights)
	if err != nil {
		return ""
	}
	return k.source
}

// WeightsScale is the γ that would draw such weights, by the convention of [Network.Init], to three digits.
func WeightsScale(name string) float64 {
	k, err := weightsOf(name)
	if err != nil {
		return math.NaN()
	}
	return k.scale
}

// WeightsFit reports whether initial weights of that name are of a network of the scenario's shape.
func (s Scenario) WeightsFit(name string) bool {
	k, err := weightsOf(name)
	return err == nil && sameShape(k.network.Architecture, s.architecture())
}

func sameShape(a, b Architecture) bool {
	return a.Depth == b.Depth && a.Fusion == b.Fusion && a.Width == b.Width && a.Output == b.Output && slices.Equal(a.Inputs, b.Inputs) && slices.Equal(a.Shape().Branches, b.Shape().Branches)
}

// strange reports whether initial weights are not as large as the scale of the scenario draws them: then no formula
// that needs this scale is of them.
func (s *Scenario) strange() bool {
	if s.Weights == "" {
		return false
	}
	k, err := weightsOf(s.Weights)
	return err != nil || !k.usual || math.Abs(math.Log(s.Init/k.scale)) > math.Ln2 || s.scaleOf(1) != 1
}

// dropWeights lets the seed draw the weights again where those of before do not fit the shape any more, or where a
// seed or a scale is asked for.
func (s *Scenario) dropWeights(before *Scenario) {
	if s.Weights == "" {
		return
	}
	if s.Seed != before.Seed || s.Init != before.Init || s.InitRatio != before.InitRatio || !s.WeightsFit(s.Weights) {
		s.Weights = ""
	}
}

// checkWeights returns the *[Error] of weights that are not here or of another shape, or nil.
func (s *Scenario) checkWeights() error {
	if s.Weights == "" {
		return nil
	}
	k, err := weightsOf(s.Weights)
	if err == nil && !sameShape(k.network.Architecture, s.architecture()) {
		a := k.network.Architecture
		err = &Error{Code: Mismatch, Key: "weights", Value: format("%v layers, fusion layer %v, width %v, inputs %v", a.Depth, a.Fusion, a.Width, a.Inputs)}
	}
	return err
}

// architecture is the shape of the scenario's network.
func (s *Scenario) architecture() Architecture {
	return Architecture{Depth: s.Depth, Fusion: s.Fusion, Width: s.Width, Inputs: s.inputs(), Output: s.outputs(), BranchDepths: s.branchDepths()}
}

// random returns a network of the scenario's shape whose weights its seed draws.
func (s *Scenario) random() (*Network, error) {
	n, err := NewNetwork(s.architecture())
	if err != nil {
		return nil, err
	}
	n.Init(uint64(s.Seed), s.Init)
	if ratio := s.scaleOf(1); ratio != 1 {
		n.scaleBranch(1, ratio)
	}
	return n, nil
}

// Drawn reports whether a network has the very weights that the seed of the scenario draws.
func (s Scenario) Drawn(n *Network) bool {
	mine, err := s.random()
	return err == nil && sameShape(mine.Architecture, n.Architecture) && slices.Equal(mine.weights, n.weights)
}
