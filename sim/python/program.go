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
	// Within is by which part of themselves the times of the curves that the lab drew may be off those of every weight:
	// it drew a projected network. 0: they are the same.
	Within float64
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
	n += d * (d + 1)
	s := r.Scenario()
	if seen, err := s.Examples(r.Data()); err == nil && seen != nil {
		n += seen.Count * (d + 1)
	}
	return n <= mostEmbedded
}

// Within is how far, as a part of their largest value, the columns of a program may be from those of the lab: rounding,
// for descent, and what two integrators differ by, for gradient flow.
func Within(r *sim.Run) float64 {
	if r.Scenario().Method == sim.GradientFlow {
		return 1e-6
	}
	return 1e-9
}

// run is what a program is made of.
type run struct {
	sim.Scenario
	run        *sim.Run
	network    *sim.Network
	seen       *sim.Samples // what it sees of the data beside their moments; nil: nothing
	modalities []sim.Modality
	names      []string // of the modalities, as people call them
	about      About
	embedded   bool
}

func newRun(r *sim.Run, about About) (*run, error) {
	p := &run{run: r, Scenario: r.Scenario(), about: about, embedded: Embedded(r), modalities: r.Moments().Modalities()}
	if r.Projection() != nil {
		panic("python: the columns of a projected run")
	}
	var err error
	if p.seen, err = p.Examples(r.Data()); err != nil {
		return nil, err
	}
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

// draws reports whether masks are drawn.
func (p *run) draws() bool { return p.Dropout > 0 && p.Masks == sim.SampledMasks }

// remedied reports whether the objective is more than the loss of all modalities together.
func (p *run) remedied() bool { return p.Unimodal > 0 || p.Dropout > 0 }

// head writes where a program is from, and in which library it is.
func (p *run) head(t *text, library string) {
	t.line("# %s, seed %d, of the Unimodal Bias Lab %s, in %s.", p.Slug, p.Seed, p.about.Version, library)
	t.line("# %s", oneLine(p.about.Permalink))
	t.when(p.about.Within > 0, "# The lab draws this deep network projected: its times are within %.0e of those of every weight, which are here.", p.about.Within)
}

// load writes how the run file is read, if that is needed.
func (p *run) load(t *text) {
	t.when(!p.embedded, `run = json.load(open(os.path.join(os.path.dirname(os.path.abspath(__file__)), %s)))`, quoted(p.about.RunFile))
}

// normColumn begins the names of the columns of norms in the run file.
func (p *run) normColumn() string {
	if p.run.ByPaths() {
		return "path_norm_"
	}
	return "norm_W_"
}

// generator writes what is drawn in training: the numbers of the lab, and what they choose (package runfile).
func (p *run) generator(t *text) {
	if !p.draws() && p.Method != sim.Batches {
		return
	}
	t.line("def drawn(stream):  # those of the lab: PCG DXSM of 128 bits, as in math/rand/v2 of Go")
	t.line("    state = %d << 64 | stream", p.Seed)
	t.line("    while True:")
	t.line("        state = (state * 0x2360ed051fc65da44385df649fccf645 + 0x5851f42d4c957f2d14057b7ef767814f) %% 2 ** 128")
	t.line("        high = (state >> 64 ^ state >> 96) * 0xda942042e4dd58b5 %% 2 ** 64")
	t.line("        yield (high ^ high >> 48) * (state %% 2 ** 64 | 1) %% 2 ** 64")
	t.line("")
	if p.draws() {
		t.line("def kept(update):  # 1 for every modality that an update sees")
		t.line("    return [int((draw >> 11) / 2 ** 53 >= %s) for _, draw in zip(dims, drawn(2 ** 33 + update))]", number(p.Dropout))
		t.line("")
	}
	if p.Method == sim.Batches {
		t.line("def shuffled(epoch):  # the examples in the order of an epoch")
		t.line("    order, draw = list(range(len(y))), drawn(2 ** 34 + epoch)")
		t.line("    for n, x in zip(range(len(y), 1, -1), draw):  # Go draws another x less than once in 10 ** 15 times")
		t.line("        at = x * n >> 64 if n & n - 1 else x & n - 1")
		t.line("        order[n - 1], order[at] = order[at], order[n - 1]")
		t.line("    return order")
		t.line("")
	}
}

// oneLine is a text without line breaks, for a comment.
func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// shapes are those of the layers of a branch, or of those above.
func shapes(layers []sim.Layer) string {
	return list(len(layers), func(i int) string { return fmt.Sprintf("(%d, %d)", layers[i].Rows, layers[i].Cols) })
}
