//go:build !light

package lab

import (
	"errors"
	"fmt"
	"math"
	"slices"
	"sort"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// badRun is a run file that cannot be used: Key is where in it, Value is why not.
const badRun sim.Code = "dataRun"

// longestRun is how many bytes of a run file are read: 512 inputs, and a million weights.
const longestRun = 1 << 26

// runText is the run as a file that `make verify` replays, and that opens it again.
func runText(r *sim.Run, l *Lab, about provenance) (string, error) {
	s := r.Scenario()
	from := runfile.Lab{Version: about.Version, Scenario: about.Scenario, Seed: about.Seed, Permalink: about.Permalink, Values: about.Values, Within: within(l.player.Run())}
	if set := sim.Kept(s.Own); s.Task == sim.TaskOwn && set != nil {
		without := *set
		without.Groups = nil
		from.Data = &without
	}
	text, err := runfile.Encode(r, from)
	return string(text), err
}

// openRun opens the run of a file with its initial weights, and says what became of these. On error the run stays.
func (l *Lab) openRun(args []byte) (any, error) {
	var a struct{ Text, Name string }
	if err := decode(args, into{"text": &a.Text, "name": &a.Name}); err != nil {
		return nil, err
	}
	if len(a.Text) > longestRun {
		return nil, &sim.Error{Code: badRun, Key: "format", Value: fmt.Sprintf("%d bytes, at most %d are read", len(a.Text), longestRun)}
	}
	f, err := runfile.Parse(a.Name, []byte(a.Text))
	if err != nil {
		return nil, inRun(err)
	}
	f = inOrder(f)
	s, err := scenarioOf(f)
	if err != nil {
		return nil, inRun(err)
	}
	n := f.Network()
	drawn := s.Drawn(n) // then a link holds all of the run
	if !drawn {
		if s.Weights, err = sim.KeepWeights(n, a.Name); err != nil {
			return nil, inRun(err)
		}
		s.Init, s.InitRatio = sim.WeightsScale(s.Weights), 1
	}
	if err := s.Check(); err != nil {
		return nil, inRun(err)
	}
	l.predicted.Slug = "" // not a step across the plane
	if err := l.player.Open(s, 0); err != nil {
		return nil, inRun(err)
	}
	l.suggest()
	return map[string]any{"weights": s.Weights, "own": s.Own, "local": l.local(), "drawn": drawn, "seed": s.Seed}, nil
}

// inRun is an error about a file: where in it, and what is wrong there.
func inRun(err error) error {
	var fault *runfile.FieldError
	if errors.As(err, &fault) {
		return &sim.Error{Code: badRun, Key: fault.Field, Value: fault.Why}
	}
	return &sim.Error{Code: badRun, Key: runfile.FieldOf(err), Value: err.Error()}
}

// inOrder is a file whose modalities come in the order of their letters, if they have no other names: the pictures call
// the first one A.
func inOrder(f *runfile.File) *runfile.File {
	modalities := f.Moments.Modalities()
	if f.Architecture.BranchDepths != nil {
		return f // the first branch is the measure of the others
	}
	order := make([]int, len(modalities))
	for i := range order {
		order[i] = i
	}
	sort.Slice(order, func(i, j int) bool { return modalities[order[i]].Name < modalities[order[j]].Name })
	for i, m := range order {
		if modalities[m].Name != letter(i) {
			return f
		}
	}
	if slices.IsSorted(order) {
		return f
	}
	return f.Reordered(order)
}

// scenarioOf is the scenario of a file, but for its initial weights: the one it is from, where that has the same data,
// network and training, else one of own data.
func scenarioOf(f *runfile.File) (sim.Scenario, error) {
	if f.Lab != nil {
		if s, err := scenarioFrom(f); err == nil {
			return s, nil
		}
	}
	if f.Examples != nil {
		return sim.Scenario{}, &runfile.FieldError{File: f.Path, Field: "examples", Why: "not those of a scenario of this lab, which takes no others to train rectified units or batches on"}
	}
	own, err := sim.Keep(datasetOf(f))
	if err != nil {
		return sim.Scenario{}, err
	}
	s, err := sim.Preset("own")
	if err != nil {
		return s, err
	}
	return s.With(changesOf(f, map[string]any{"own": own}))
}

// changesOf adds what a file says of the network and of training to changes.
func changesOf(f *runfile.File, changes map[string]any) map[string]any {
	a := &f.Architecture
	skew := 0
	if len(a.BranchDepths) > 1 {
		skew = a.BranchDepths[1] - a.Fusion
	}
	for key, v := range map[string]any{"depth": a.Depth, "fusion": a.Fusion, "skew": skew, "width": a.Width, "eta": f.LearningRate, "epochs": f.Epochs,
		"activation": f.Activation, "method": f.Method, "etaRatio": f.EtaRatio, "unimodal": f.Unimodal, "dropout": f.Dropout, "masks": f.Masks, "decay": f.Decay, "modulation": f.Modulation} {
		changes[key] = v
	}
	for key, v := range f.Constants() {
		changes[key] = *v
	}
	if f.Draws() {
		changes["seed"] = f.Seed
	}
	if f.Activation == sim.ReLU {
		changes["slope"] = f.Slope
	}
	if f.Method == sim.Batches {
		changes["batch"] = f.Batch
	}
	return changes
}

// sameMoments is how far moments may be apart, as parts of themselves, that are computed by the same program on another
// machine.
const sameMoments = 1e-12

// scenarioFrom is the scenario that a file says it is from, if the file is of it: what it says is checked against the
// moments, the examples and the network.
func scenarioFrom(f *runfile.File) (sim.Scenario, error) {
	values := map[string]any{}
	for key, v := range f.Lab.Values {
		values[key] = v
	}
	values["scenario"] = f.Lab.Scenario
	delete(values, "weights")
	if f.Lab.Data != nil {
		own, err := sim.Keep(f.Lab.Data)
		if err != nil {
			return sim.Scenario{}, err
		}
		values["own"] = own
	}
	s, err := sim.Default().With(values)
	if err != nil {
		return s, err
	}
	if t, err := s.With(changesOf(f, map[string]any{})); err != nil || t != s {
		return s, &sim.Error{Code: sim.Mismatch, Key: "network"}
	}
	n, err := s.Network()
	if err != nil {
		return s, err
	}
	if !slices.Equal(n.Inputs, f.Architecture.Inputs) || n.Output != f.Architecture.Output {
		return s, &sim.Error{Code: sim.Mismatch, Key: "modalities"}
	}
	data, err := s.Data()
	if err != nil {
		return s, err
	}
	m := data.Moments
	near := func(a, b []float64) bool {
		return slices.EqualFunc(a, b, func(x, y float64) bool { return math.Abs(x-y) <= sameMoments*math.Max(math.Abs(x), math.Abs(y)) })
	}
	if !near(m.Sigma(), f.Moments.Sigma()) || !near(m.Cross(), f.Moments.Cross()) || !near([]float64{m.TargetPower()}, []float64{f.Moments.TargetPower()}) {
		return s, &sim.Error{Code: sim.Mismatch, Key: "moments"}
	}
	if x, err := s.Examples(data); err != nil || !sameExamples(x, f.Examples) {
		return s, &sim.Error{Code: sim.Mismatch, Key: "examples"}
	}
	return s, nil
}

// sameExamples reports whether the examples are the same, but for what rounding makes of differences.
func sameExamples(a, b *sim.Samples) bool {
	if a == nil || b == nil || a.Count != b.Count {
		return a == b
	}
	near := func(x, y float64) bool { return math.Abs(x-y) <= 1e-6*(1+math.Abs(x)) }
	return slices.EqualFunc(a.Inputs, b.Inputs, near) && slices.EqualFunc(a.Targets, b.Targets, near)
}

// datasetOf are the data of a file, as a person could have brought them. Of several targets a file knows E[yᵀy] alone:
// what the inputs do not explain of it goes to all of them alike, which no network sees.
func datasetOf(f *runfile.File) *sim.DataSet {
	m := f.Moments
	d, outputs := m.Inputs(), m.Outputs()
	sigma, yx := m.Sigma(), m.Cross()
	w, _ := m.Optimum()
	explained := func(k, j int) (s float64) {
		for i := range d {
			s += w[k*d+i] * yx[j*d+i]
		}
		return s
	}
	rest := m.TargetPower()
	for k := range outputs {
		rest -= explained(k, k)
	}
	rest = math.Max(rest, 0) / float64(outputs)
	set := &sim.DataSet{Modalities: m.Modalities(), Source: f.Name}
	for i := range d {
		set.Upper = append(set.Upper, sigma[i*d+i:(i+1)*d]...)
		for k := range outputs {
			set.Upper = append(set.Upper, yx[k*d+i])
		}
	}
	for k := range outputs {
		for j := k; j < outputs; j++ {
			v := (explained(k, j) + explained(j, k)) / 2
			switch {
			case outputs == 1:
				v = m.TargetPower()
			case k == j:
				v += rest
			}
			set.Upper = append(set.Upper, v)
		}
	}
	set.NameAll(outputs)
	return set
}
