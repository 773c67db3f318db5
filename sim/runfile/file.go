package runfile

import (
	"errors"
	"fmt"
	"maps"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"unimodal-bias-lab/sim"
)

// Format is the only one read and written.
const Format = "unimodal-bias/reference-run/1"

// Limits of what is replayed: in numbers written down along the way, and in the
// size of a moment or weight, whose products must stay finite.
const (
	maxNumbers = 20_000_000
	maxSize    = 1e60
)

// File is one reference run, checked.
type File struct {
	Path, Name   string
	LearningRate float64
	Epochs       int // trained by the paper's code
	Architecture sim.Architecture
	Moments      *sim.Moments
	Initial      []float64            // weights, as in [sim.Network.Weights]
	Truth        *Truth               // nil: not known
	Epoch        []int                // rows of Columns: whole and increasing
	Columns      map[string][]float64 // but "epoch"
	Activation   string               // [sim.Linear] or [sim.ReLU]
	Slope        float64              // of sim.ReLU
	Examples     *sim.Samples         // what rectified units and batches train on, else nil
	Settings                          // how it was trained, but for what all methods have
	Lab          *Lab                 // nil: it is not from here
}

// Truth is the population that the data of a run are a sample of.
type Truth struct {
	Sigma []float64 // Σ, D × D, row-major
	W     []float64 // w*, D, of a scalar target
}

// Read reads and checks one file. A fault of what is in the file is a
// *[FieldError].
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	return Parse(path, text)
}

// Parse is [Read] for a text that is here, of a file of that name.
func Parse(path string, text []byte) (*File, error) {
	in := &tree{file: path}
	root := in.parse(text)
	f := &File{Path: path, Name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}
	// Each part may rely on the ones before it being sound.
	for _, part := range []func(node){f.readHead, f.readSettings, f.readMoments, f.readExamples, f.readInitial, f.readTruth, f.readColumns, f.readLab} {
		if in.fault == nil {
			part(root)
		}
	}
	if in.fault != nil {
		return nil, in.fault
	}
	return f, nil
}

// readHead reads everything but numbers in bulk.
func (f *File) readHead(root node) {
	in := root.tree
	if _, ok := root.value.(map[string]node); !ok {
		in.fail("format", "%s is all there is, only files of format %q are read", root.kind(), Format)
		return
	}
	if format := root.at("format"); format.text() != Format {
		in.fail("format", "%s, only %q is read", format.kind(), Format)
		return
	}
	if root.has("name") {
		f.Name = root.at("name").text()
	}
	network, training := root.at("network"), root.at("training")
	f.Activation = sim.Linear
	if _, given := network.members()["activation"]; given {
		f.Activation = network.at("activation").text()
	}
	switch {
	case f.Activation == sim.ReLU && network.has("slope"):
		f.Slope = network.at("slope").number()
	case f.Activation != sim.Linear && f.Activation != sim.ReLU:
		in.fail("network.activation", "%s, only linear and rectified (relu) units are read", network.at("activation").kind())
	}
	a := &f.Architecture
	a.Depth = network.at("depth").whole(sim.MinDepth, sim.MaxDepth)
	a.Fusion = network.at("fusion").whole(1, a.Depth)
	a.Width = network.at("width").whole(sim.MinWidth, sim.MaxWidth)
	if _, given := network.members()["branch_depths"]; given {
		for _, depth := range network.at("branch_depths").items() {
			a.BranchDepths = append(a.BranchDepths, depth.whole(1, sim.MaxDepth))
		}
	}
	if rate := training.at("learning_rate"); rate.number() > 0 {
		f.LearningRate = rate.number()
	} else {
		in.fail(rate.field, "%s, a positive number is needed", rate.kind())
	}
	f.Epochs = training.at("epochs").whole(1, sim.MaxEpochs)
}

func (f *File) readMoments(root node) {
	in, a := root.tree, &f.Architecture
	list, moments := root.at("modalities"), root.at("moments")
	var modalities []sim.Modality
	names := map[string]bool{}
	d := 0
	for _, item := range list.items() {
		// No file holds moments of more inputs than this.
		m := sim.Modality{Name: item.at("name").text(), Dim: item.at("dim").whole(1, 1<<20)}
		switch {
		case m.Name == "" && in.fault == nil:
			in.fail(item.field+".name", "empty")
		case names[m.Name]:
			in.fail(item.field+".name", "%q is the name of another modality", m.Name)
		}
		names[m.Name] = true
		modalities, a.Inputs = append(modalities, m), append(a.Inputs, m.Dim)
		d += m.Dim
	}
	if in.fault == nil && len(modalities) == 0 {
		in.fail(list.field, "there are none")
	}
	if f.Epochs > maxNumbers/max(1, len(modalities)) {
		in.fail("training.epochs", "%d are too many for %d modalities", f.Epochs, len(modalities))
	}
	xx := moments.at("xx").matrix(d, d)
	a.Output = len(moments.at("yx").items())
	yx, yy := moments.at("yx").matrix(a.Output, d), moments.at("yy").number()
	if in.fault == nil && a.Output == 0 {
		in.fail("moments.yx", "there are no rows")
	}
	bounded(in, "moments.xx", xx)
	bounded(in, "moments.yx", yx)
	bounded(in, "moments.yy", []float64{yy})
	if yy < 0 {
		in.fail("moments.yy", "%v is negative", yy)
	}
	if in.fault != nil {
		return
	}
	var err error
	if f.Moments, err = sim.NewMoments(modalities, a.Output, xx, yx, yy); err != nil {
		in.fail(FieldOf(err), "%v", err)
	}
}

// readExamples reads what is seen of the data beside their moments, which have to be theirs.
func (f *File) readExamples(root node) {
	if f.Activation == sim.Linear && f.Method != sim.Batches {
		return
	}
	in, stored, d := root.tree, root.at("examples"), f.Moments.Inputs()
	x := &sim.Samples{Dim: d, Targets: stored.at("targets").numbers()}
	x.Count = len(x.Targets)
	if in.fault == nil && x.Count == 0 {
		in.fail("examples.targets", "there are none")
	}
	x.Inputs = stored.at("inputs").matrix(x.Count, d)
	bounded(in, "examples.inputs", x.Inputs)
	bounded(in, "examples.targets", x.Targets)
	if in.fault == nil && f.Moments.Outputs() != 1 {
		in.fail("moments.yx", "%d rows, examples have one target", f.Moments.Outputs())
	}
	if in.fault != nil {
		return
	}
	m, err := x.Moments(f.Moments.Modalities())
	if err != nil || !alike(m.Sigma(), f.Moments.Sigma()) || !alike(m.Cross(), f.Moments.Cross()) || !alike([]float64{m.TargetPower()}, []float64{f.Moments.TargetPower()}) {
		in.fail("examples", "their second moments are not those of the file")
		return
	}
	f.Examples = x
}

// alike reports whether lists of numbers differ by no more than rounding and the nine digits that a file may have.
func alike(a, b []float64) bool {
	far, large := 0.0, 0.0
	for i := range a {
		far, large = math.Max(far, math.Abs(a[i]-b[i])), math.Max(large, math.Max(math.Abs(a[i]), math.Abs(b[i])))
	}
	return far <= 1e-8*large
}

// bounded refuses numbers of which a computer cannot form products.
func bounded(in *tree, field string, list []float64) {
	for _, v := range list {
		if math.Abs(v) > maxSize {
			in.fail(field, "%v is too large to be calculated with", v)
		}
	}
}

// readInitial checks the stored weights against the shape of the network before
// any network is made.
func (f *File) readInitial(root node) {
	in, a := root.tree, f.Architecture
	// last: the top one of them is that of the network. inputs: of the lowest one, 0: those of a hidden layer.
	layers := func(stored node, count, inputs int, last bool) {
		if n := len(stored.items()); in.fault == nil && n != count {
			in.fail(stored.field, "%d layers, the network has %d", n, count)
		}
		if in.fault != nil {
			return
		}
		for i, layer := range stored.items() {
			rows, cols := a.Width, a.Width
			if i == 0 && inputs > 0 {
				cols = inputs
			}
			if i == count-1 && last {
				rows = a.Output
			}
			weights := layer.matrix(rows, cols)
			bounded(in, layer.field, weights)
			f.Initial = append(f.Initial, weights...)
		}
	}
	if n := len(a.BranchDepths); n > 0 && n != len(a.Inputs) {
		in.fail("network.branch_depths", "%d numbers for %d modalities", n, len(a.Inputs))
		return
	}
	branches := root.at("initial", "branches")
	for m, modality := range f.Moments.Modalities() {
		layers(branches.at(modality.Name), a.BranchDepth(m), modality.Dim, a.Fusion == a.Depth)
	}
	if n := len(branches.members()); in.fault == nil && n != len(a.Inputs) {
		in.fail(branches.field, "%d branches for %d modalities", n, len(a.Inputs))
	}
	layers(root.at("initial", "shared"), a.Depth-a.Fusion, 0, true)
	if in.fault == nil {
		if _, err := sim.NewNetwork(a); err != nil {
			in.fail(FieldOf(err), "%v", err)
		}
	}
}

func (f *File) readColumns(root node) {
	in, columns := root.tree, root.at("columns")
	for _, epoch := range columns.at("epoch").items() {
		e := epoch.whole(0, f.Epochs-1)
		if n := len(f.Epoch); in.fault == nil && n > 0 && e <= f.Epoch[n-1] {
			in.fail(epoch.field, "%d does not come after %d", e, f.Epoch[n-1])
		}
		f.Epoch = append(f.Epoch, e)
	}
	if in.fault == nil && len(f.Epoch) == 0 {
		in.fail("columns.epoch", "there are none")
	}
	columns.at("loss")
	f.Columns = map[string][]float64{}
	for _, name := range slices.Sorted(maps.Keys(columns.members())) {
		if name == "epoch" || in.fault != nil {
			continue
		}
		column := columns.at(name)
		f.Columns[name] = column.numbers()
		if n := len(f.Columns[name]); n != len(f.Epoch) {
			in.fail(column.field, "%d values for %d epochs", n, len(f.Epoch))
		}
		if _, err := f.Series(name); err != nil {
			in.fail(column.field, "%v", err)
		}
		if name == generalisationName && in.fault == nil && f.Truth == nil {
			in.fail("true_moments", "missing, but needed for columns.%s", name)
		}
	}
}

// readTruth reads the moments of the population, if there are any.
func (f *File) readTruth(root node) {
	if !root.has("true_moments") {
		return
	}
	in, truth, d := root.tree, root.at("true_moments"), f.Moments.Inputs()
	f.Truth = &Truth{W: truth.at("w").vector(d)}
	if truth.has("cov") {
		f.Truth.Sigma = truth.at("cov").matrix(d, d)
		bounded(in, "true_moments.cov", f.Truth.Sigma)
	} else {
		f.Truth.Sigma = make([]float64, d*d)
		variances := truth.at("cov_diagonal").vector(d)
		bounded(in, "true_moments.cov_diagonal", variances)
		for i, v := range variances {
			f.Truth.Sigma[i*d+i] = v
		}
	}
	for i := range d {
		if v := f.Truth.Sigma[i*d+i]; in.fault == nil && v < 0 {
			in.fail(fmt.Sprintf("true_moments.cov_diagonal[%d]", i), "%v is negative", v)
		}
	}
	bounded(in, "true_moments.w", f.Truth.W)
}

// Network returns the network of the file with its initial weights, a new one
// each time: training is in place.
func (f *File) Network() *sim.Network {
	n, err := sim.NewNetwork(f.Architecture)
	if err != nil {
		panic(err) // checked when the file was read
	}
	copy(n.Weights(), f.Initial)
	return n
}

// Plan returns how the network of the file is trained, for some epochs.
func (f *File) Plan(epochs int) sim.Plan {
	return sim.Plan{Eta: f.LearningRate, Epochs: epochs, Method: f.Method, Optimiser: f.Optimiser, Remedies: f.Remedies, Seed: f.Seed,
		Activation: f.Activation, Slope: f.Slope, Samples: f.Examples}
}

// FieldOf returns the field of a file that an error of package sim is about.
func FieldOf(err error) string {
	fields := map[string]string{
		"depth": "network.depth", "fusion": "network.fusion", "width": "network.width", "branches": "network.branch_depths",
		"eta": "training.learning_rate", "epochs": "training.epochs", "method": "training.method",
		"beta": "training.constants.beta", "beta2": "training.constants.beta2", "epsilon": "training.constants.epsilon", "batch": "training.batch",
		"activation": "network.activation", "slope": "network.slope", "samples": "examples",
		"sigma": "moments.xx", "yx": "moments.yx", "yy": "moments.yy", "outputs": "moments.yx", "modalities": "modalities",
	}
	for _, key := range remedyKeys {
		fields[key] = "training.remedies." + key
	}
	var e *sim.Error
	if errors.As(err, &e) && fields[e.Key] != "" {
		return fields[e.Key]
	}
	return "moments"
}

// Reordered returns the same run with its modalities in another order: the one that was order[i] comes at i. Its
// branches have to be of one depth.
func (f *File) Reordered(order []int) *File {
	g := *f
	modalities := f.Moments.Modalities()
	var columns []int // of the inputs
	var list []sim.Modality
	g.Architecture.Inputs = nil
	offset := []int{0}
	for _, m := range modalities {
		offset = append(offset, offset[len(offset)-1]+m.Dim)
	}
	was, network := f.Network(), []float64{}
	for _, m := range order {
		list = append(list, modalities[m])
		g.Architecture.Inputs = append(g.Architecture.Inputs, modalities[m].Dim)
		for i := offset[m]; i < offset[m+1]; i++ {
			columns = append(columns, i)
		}
		for _, l := range was.Branches[m] {
			network = append(network, l.Data...)
		}
	}
	for _, l := range was.Shared {
		network = append(network, l.Data...)
	}
	g.Initial = network
	d := len(columns)
	pick := func(matrix []float64, rows func(i int) int) (picked []float64) {
		for i := range len(matrix) / d {
			for _, j := range columns {
				picked = append(picked, matrix[rows(i)*d+j])
			}
		}
		return picked
	}
	mine := func(i int) int { return columns[i] }
	same := func(i int) int { return i }
	var err error
	if g.Moments, err = sim.NewMoments(list, f.Moments.Outputs(), pick(f.Moments.Sigma(), mine), pick(f.Moments.Cross(), same), f.Moments.TargetPower()); err != nil {
		panic(err) // they are of data in any order
	}
	if f.Examples != nil {
		x := *f.Examples
		x.Inputs = pick(x.Inputs, same)
		g.Examples = &x
	}
	if f.Truth != nil {
		g.Truth = &Truth{pick(f.Truth.Sigma, mine), pick(f.Truth.W, same)}
	}
	return &g
}
