package replay

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

// Format is the only one read.
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
	Epoch        []int                // rows of Columns: whole and increasing
	Columns      map[string][]float64 // but "epoch"

	initial          []float64 // as in [sim.Network.Weights]
	variances, truth []float64 // of the population, where there is a generalisation error
}

// Read reads and checks one file. A fault of what is in the file is a
// *[FieldError].
func Read(path string) (*File, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	in := &tree{file: path}
	root := in.parse(text)
	f := &File{Path: path, Name: strings.TrimSuffix(filepath.Base(path), filepath.Ext(path))}
	// Each part may rely on the ones before it being sound.
	for _, part := range []func(node){f.readHead, f.readMoments, f.readInitial, f.readColumns, f.readTruth} {
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
	only := func(parent node, key, value, why string) {
		if _, given := parent.members()[key]; given && parent.at(key).text() != value {
			in.fail(parent.at(key).field, "%s, %s", parent.at(key).kind(), why)
		}
	}
	only(network, "activation", "linear", "only linear networks are replayed")
	only(training, "method", "gradient descent", "only gradient descent is replayed")
	a := &f.Architecture
	a.Depth = network.at("depth").whole(sim.MinDepth, sim.MaxDepth)
	a.Fusion = network.at("fusion").whole(1, a.Depth)
	a.Width = network.at("width").whole(sim.MinWidth, sim.MaxWidth)
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
		in.fail(fieldOf(err), "%v", err)
	}
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
	layers := func(stored node, from, to, inputs int) {
		if n := len(stored.items()); in.fault == nil && n != to-from {
			in.fail(stored.field, "%d layers, the network has %d", n, to-from)
		}
		if in.fault != nil {
			return
		}
		for i, layer := range stored.items() {
			rows, cols := a.Width, a.Width
			if from+i == 0 {
				cols = inputs
			}
			if from+i == a.Depth-1 {
				rows = a.Output
			}
			weights := layer.matrix(rows, cols)
			bounded(in, layer.field, weights)
			f.initial = append(f.initial, weights...)
		}
	}
	branches := root.at("initial", "branches")
	for _, m := range f.Moments.Modalities() {
		layers(branches.at(m.Name), 0, a.Fusion, m.Dim)
	}
	if n := len(branches.members()); in.fault == nil && n != len(a.Inputs) {
		in.fail(branches.field, "%d branches for %d modalities", n, len(a.Inputs))
	}
	layers(root.at("initial", "shared"), a.Fusion, a.Depth, 0)
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
		if _, err := f.value(name); err != nil {
			in.fail(column.field, "%v", err)
		}
	}
}

// readTruth reads the moments of the population, which only a generalisation
// error needs.
func (f *File) readTruth(root node) {
	in := root.tree
	if _, needed := f.Columns[generalisation]; !needed {
		return
	}
	if !root.has("true_moments") {
		in.fail("true_moments", "missing, but needed for columns.%s", generalisation)
		return
	}
	truth := root.at("true_moments")
	d := f.Moments.Inputs()
	f.variances, f.truth = truth.at("cov_diagonal").vector(d), truth.at("w").vector(d)
	for i, v := range f.variances {
		if v < 0 {
			in.fail(fmt.Sprintf("true_moments.cov_diagonal[%d]", i), "%v is negative", v)
		}
	}
	bounded(in, "true_moments.cov_diagonal", f.variances)
	bounded(in, "true_moments.w", f.truth)
}

// network returns the network of the file with its initial weights, a new one
// each time: training is in place.
func (f *File) network() (*sim.Network, error) {
	n, err := sim.NewNetwork(f.Architecture)
	if err != nil {
		return nil, &FieldError{f.Path, fieldOf(err), err.Error()}
	}
	copy(n.Weights(), f.initial)
	return n, nil
}

// fieldOf returns the field of a file that an error of package sim is about.
func fieldOf(err error) string {
	fields := map[string]string{
		"depth": "network.depth", "fusion": "network.fusion", "width": "network.width",
		"eta": "training.learning_rate", "epochs": "training.epochs",
		"sigma": "moments.xx", "yx": "moments.yx", "yy": "moments.yy", "outputs": "moments.yx", "modalities": "modalities",
	}
	var e *sim.Error
	if errors.As(err, &e) && fields[e.Key] != "" {
		return fields[e.Key]
	}
	return "moments"
}
