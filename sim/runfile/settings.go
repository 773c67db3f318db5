package runfile

import (
	"maps"
	"slices"
	"strings"

	"unimodal-bias-lab/sim"
)

// Settings are how a network is trained, beside its learning rate.
type Settings struct {
	Method string
	sim.Optimiser
	sim.Remedies
	Seed int // of masks and batches, which are drawn
}

// methods are the words for them in a file.
var methods = map[string]string{
	sim.GradientDescent: "gradient descent", sim.GradientFlow: "gradient flow",
	sim.Momentum: "momentum", sim.Adam: "Adam", sim.RMSProp: "RMSprop", sim.Batches: "mini-batches",
}

// withRemedies ends the word for a method that is not all there is: who does not know of remedies does not know
// that method either.
const withRemedies = " with remedies"

// remedyKeys are the remedies a file can hold, as parameters are called. Those that change inputs or initial weights
// are in these.
var remedyKeys = []string{"etaRatio", "unimodal", "dropout", "decay", "modulation"}

func (s *Settings) remedy(key string) *float64 {
	return map[string]*float64{"etaRatio": &s.EtaRatio, "unimodal": &s.Unimodal, "dropout": &s.Dropout, "decay": &s.Decay, "modulation": &s.Modulation}[key]
}

// Constants are those that the method has, by the keys of parameters.
func (s *Settings) Constants() map[string]*float64 {
	switch s.Method {
	case sim.Momentum:
		return map[string]*float64{"beta": &s.Beta}
	case sim.Adam:
		return map[string]*float64{"beta": &s.Beta, "beta2": &s.Beta2, "epsilon": &s.Epsilon}
	case sim.RMSProp:
		return map[string]*float64{"beta2": &s.Beta2, "epsilon": &s.Epsilon}
	}
	return nil
}

// unremedied are settings without remedies.
func unremedied() Settings {
	return Settings{Method: sim.GradientDescent, Remedies: sim.Remedies{EtaRatio: 1, Masks: sim.ExpectedMasks}}
}

// masksKey is of dropout: what its masks are.
const masksKey = "masks"

// Draws reports whether anything is drawn in training: then the file has a seed.
func (s *Settings) Draws() bool { return s.Method == sim.Batches || s.Masks == sim.SampledMasks }

func (f *File) readSettings(root node) {
	in, training := root.tree, root.at("training")
	f.Settings = unremedied()
	word, remedied := "gradient descent", false
	if _, given := training.members()["method"]; given {
		word, remedied = strings.CutSuffix(training.at("method").text(), withRemedies)
	}
	known := false
	for method, name := range methods {
		if name == word {
			f.Method, known = method, true
		}
	}
	if !known {
		in.fail("training.method", "%s, only %s are read", training.at("method").kind(), strings.Join(slices.Sorted(maps.Values(methods)), ", "))
	}
	constants := f.Constants()
	for _, key := range slices.Sorted(maps.Keys(constants)) {
		*constants[key] = training.at("constants", key).number()
	}
	if f.Method == sim.Batches {
		f.Batch = training.at("batch").whole(1, sim.MaxSamples)
	}
	if remedied && in.fault == nil {
		f.readRemedies(training.at("remedies"))
	}
	if f.Draws() {
		f.Seed = training.at("seed").whole(1, 1<<30)
	}
}

func (f *File) readRemedies(remedies node) {
	for _, key := range slices.Sorted(maps.Keys(remedies.members())) {
		switch to := f.remedy(key); {
		case to != nil:
			*to = remedies.at(key).number()
		case key == masksKey && remedies.at(key).text() == sim.SampledMasks:
			f.Masks = sim.SampledMasks
		default:
			remedies.tree.fail("training.remedies."+key, "there is no such remedy")
		}
	}
}

// written is the part of a file that says the same.
func (s *Settings) written(rate float64, epochs int) training {
	t := training{Method: methods[s.Method], Rate: rate, Epochs: epochs, Constants: map[string]float64{}, Remedies: map[string]any{}}
	for key, v := range s.Constants() {
		t.Constants[key] = *v
	}
	off := unremedied()
	for _, key := range remedyKeys {
		if v := *s.remedy(key); v != *off.remedy(key) {
			t.Remedies[key] = v
		}
	}
	if s.Dropout > 0 && s.Masks == sim.SampledMasks {
		t.Remedies[masksKey], t.Seed = s.Masks, s.Seed
	}
	if s.Method == sim.Batches {
		t.Batch, t.Seed = s.Batch, s.Seed
	}
	if len(t.Remedies) > 0 {
		t.Method += withRemedies
	}
	return t
}
