package python

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"math"
	"strconv"
	"strings"

	"unimodal-bias-lab/sim"
)

// About is where a program comes from.
type About struct {
	Version, Permalink string
	RunFile            string // name of the run file beside it
}

// NoProgram is the code of the [sim.Error] of a run that no program can be written for; Why is one of "relu", "batches"
// and "masks".
const NoProgram sim.Code = "dataNoProgram"

// Refuses returns the *[sim.Error] that says why there is no program of a run of the scenario, or nil.
func Refuses(s sim.Scenario) error {
	no := func(key, value, why string) error {
		return &sim.Error{Code: NoProgram, Key: key, Value: value, Why: why}
	}
	switch {
	case s.Activation == sim.ReLU:
		return no("activation", s.Activation, "relu")
	case s.Method == sim.Batches:
		return no("method", s.Method, "batches")
	case s.Dropout > 0 && s.Masks == sim.SampledMasks:
		return no("masks", s.Masks, "masks")
	}
	return nil
}

// mostEmbedded is how many numbers a program holds itself: about a screen of text.
const mostEmbedded = 1200

// Embedded reports whether the programs of a run need no run file beside them.
func Embedded(r *sim.Run) bool {
	n := 0
	for _, l := range layers(r) {
		n += l.Rows * l.Cols
	}
	d := r.Moments().Inputs()
	return n+d*(d+1) <= mostEmbedded
}

// Within is how far, as a part of their largest value, the columns of a program may be from those of the lab: rounding,
// for descent; what two integrators differ by, for gradient flow; and what a projected network leaves out, in its times,
// for a deep one, where a column changes by up to its largest value within a hundredth of the time.
func Within(r *sim.Run) float64 {
	switch p := r.Projection(); {
	case p != nil:
		return math.Max(100*p.Within(), 1e-9)
	case r.Scenario().Method == sim.GradientFlow:
		return 1e-6
	}
	return 1e-9
}

// run is what a program is made of.
type run struct {
	sim.Scenario
	run        *sim.Run
	network    *sim.Network
	modalities []sim.Modality
	names      []string // of the modalities, as people call them
	about      About
	embedded   bool
}

func newRun(r *sim.Run, about About) (*run, error) {
	p := &run{run: r, Scenario: r.Scenario(), about: about, embedded: Embedded(r), modalities: r.Moments().Modalities()}
	if err := Refuses(p.Scenario); err != nil {
		return nil, err
	}
	var err error
	if p.network, err = p.Scenario.Network(); err != nil {
		return nil, err
	}
	if p.names = p.Names(); p.names == nil {
		for _, m := range p.modalities {
			p.names = append(p.names, m.Name)
		}
	}
	return p, nil
}

// layers are all of a network, those of branches first.
func layers(r *sim.Run) (list []sim.Layer) {
	n := r.Network()
	for _, branch := range n.Branches {
		list = append(list, branch...)
	}
	return append(list, n.Shared...)
}

// text is a program being written.
type text struct{ strings.Builder }

// line writes one; format and its arguments are those of package fmt.
func (t *text) line(format string, args ...any) {
	fmt.Fprintf(t, format+"\n", args...)
}

// when writes a line if it is needed.
func (t *text) when(needed bool, format string, args ...any) {
	if needed {
		t.line(format, args...)
	}
}

// number is one as Python reads it, with the digits that give the same bits back.
func number(v float64) string { return strconv.FormatFloat(v, 'g', -1, 64) }

// list is a Python list of what f says.
func list(count int, f func(i int) string) string {
	words := make([]string, count)
	for i := range words {
		words[i] = f(i)
	}
	return "[" + strings.Join(words, ", ") + "]"
}

func numbers(values []float64) string {
	return list(len(values), func(i int) string { return number(values[i]) })
}

// matrix is that of a row-major one with some columns.
func matrix(flat []float64, columns int) string {
	return list(len(flat)/columns, func(i int) string { return numbers(flat[i*columns : (i+1)*columns]) })
}

// quoted is a text as Python has it.
func quoted(s string) string { return strconv.QuoteToASCII(s) }

func (p *run) quotedNames() string {
	return list(len(p.names), func(i int) string { return quoted(p.names[i]) })
}

func (p *run) dims() string {
	return list(len(p.modalities), func(i int) string { return strconv.Itoa(p.modalities[i].Dim) })
}

// weights are the initial ones in base 64, little-endian and of 8 bytes each.
func (p *run) weights() string {
	var bytes []byte
	for _, w := range p.network.Weights() {
		bytes = binary.LittleEndian.AppendUint64(bytes, math.Float64bits(w))
	}
	return base64.StdEncoding.EncodeToString(bytes)
}

// rates is η_m of every branch.
func (p *run) rates() string {
	return list(len(p.modalities), func(m int) string {
		if m == 1 && p.EtaRatio != 0 {
			return number(p.Eta * p.EtaRatio)
		}
		return number(p.Eta)
	})
}

// checks are about how many epochs a program that holds the run itself compares.
const checks = 10

// checked are rows of the columns a program compares: the epoch, the loss and the norm of every modality.
func (p *run) checked() string {
	last := p.run.Epoch()
	var epochs []int
	for i := range checks + 1 {
		if e := i * last / checks; len(epochs) == 0 || e > epochs[len(epochs)-1] {
			epochs = append(epochs, e)
		}
	}
	return list(len(epochs), func(i int) string {
		e := epochs[i]
		row := []float64{float64(e), p.run.Values("loss")[e]}
		for m := range p.modalities {
			row = append(row, p.run.Norm(m)[e])
		}
		return numbers(row)
	})
}

// remedied reports whether the objective is more than the loss of all modalities together.
func (p *run) remedied() bool { return p.Unimodal > 0 || p.Dropout > 0 }

// oneLine is a text without line breaks, for a comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// shapes are those of the layers of a branch, or of those above.
func shapes(layers []sim.Layer) string {
	return list(len(layers), func(i int) string { return fmt.Sprintf("(%d, %d)", layers[i].Rows, layers[i].Cols) })
}
