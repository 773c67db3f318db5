// Package replay reads runs of the paper's own code and trains them again with
// this simulator, from the same initial weights, so that the curves can be
// compared.
package replay

import (
	"math"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/runfile"
)

// Form is one way to train a network. Every file is replayed by each of them
// that fits.
type Form struct {
	Name  string
	Fits  func(f *runfile.File) bool
	Start func(moments *sim.Moments, network *sim.Network, p sim.Plan) (*sim.Run, error)
}

// Forms are the ways there are.
var Forms = []Form{formOf(sim.FullWidth), formOf(sim.GramFactor), formOf(sim.Modes), formOf(sim.Angles), projected}

// projected trains a deep network in the directions in which its layers change, at order 2.
// It may be as far from the file as its residual says ([sim.Projection]).
var projected = Form{
	Name: "projected, order 2",
	Fits: func(f *runfile.File) bool { return f.Architecture.Depth > 2 && f.Method == sim.GradientDescent },
	Start: func(moments *sim.Moments, network *sim.Network, p sim.Plan) (*sim.Run, error) {
		p.Form, p.Order = sim.Projected, 2
		return sim.StartRun(moments, network, p)
	},
}

// formOf trains in a form of package sim, where that stands for the network.
func formOf(k sim.Form) Form {
	return Form{
		Name: k.String(),
		Fits: func(f *runfile.File) bool {
			if f.Activation == sim.ReLU { // the others are of linear units, or shortcuts to the same
				return k == sim.FullWidth
			}
			return k.Exact(f.Architecture, f.Method)
		},
		Start: func(moments *sim.Moments, network *sim.Network, p sim.Plan) (*sim.Run, error) {
			p.Form = k
			return sim.StartRun(moments, network, p)
		},
	}
}

// Difference is how far a replay is from one column of its file.
type Difference struct {
	Column  string
	Largest float64 // absolute
	Epoch   int     // where
	Allowed float64 // what a faithful replay stays within

	moves, last float64 // of a projected run: epochs times the change in one, the most so far, and its last value
}

// loosen allows projected replays the error of their times: parts of themselves.
func (d *Difference) loosen(run *sim.Run, faithful, value float64) {
	p := run.Projection()
	if p == nil {
		return
	}
	if run.Epoch() > 0 {
		d.moves = math.Max(d.moves, float64(run.Epoch())*math.Abs(value-d.last))
	}
	d.last, d.Allowed = value, faithful+p.Within()*d.moves
}

// TooFar reports whether the replay does not agree with the column.
func (d Difference) TooFar() bool { return !(d.Largest <= d.Allowed) }

// Run is a replay compared with its file.
type Run struct {
	Name, Form  string
	Residual    float64      // of a projected run: what it leaves out
	Differences []Difference // in the order of the column names
}

// Replay reads a file, trains its network again by each form that fits, and
// compares every column.
func Replay(path string, forms []Form) (runs []*Run, err error) {
	f, err := runfile.Read(path)
	if err != nil {
		return nil, err
	}
	for _, form := range forms {
		if !form.Fits(f) {
			continue
		}
		run, err := replay(f, form)
		if err != nil {
			return nil, err
		}
		runs = append(runs, run)
	}
	return runs, nil
}

func replay(f *runfile.File, form Form) (*Run, error) {
	columns, err := columns(f)
	if err != nil {
		return nil, err
	}
	updates := 1 + f.Epoch[len(f.Epoch)-1] // nothing is compared later
	run, err := form.Start(f.Moments, f.Network(), f.Plan(updates))
	if err != nil {
		return nil, &runfile.FieldError{File: f.Path, Field: runfile.FieldOf(err), Why: err.Error()}
	}
	result := &Run{Name: f.Name, Form: form.Name}
	if p := run.Projection(); p != nil {
		result.Residual = p.Residual
	}
	for _, c := range columns {
		result.Differences = append(result.Differences, Difference{Column: c.name, Allowed: c.allowed})
	}
	row := 0
	compare := func(after bool) {
		for i, c := range columns {
			if c.after != after {
				continue
			}
			d := &result.Differences[i]
			if delta := math.Abs(c.value(run) - c.stored[row]); !(delta <= d.Largest) {
				d.Largest, d.Epoch = delta, f.Epoch[row]
			}
		}
	}
	step := func() {
		run.Step()
		for i, c := range columns {
			result.Differences[i].loosen(run, c.allowed, c.value(run))
		}
	}
	for ; row < len(f.Epoch); row++ {
		for run.Epoch() < f.Epoch[row] && !run.Done() {
			step()
		}
		compare(false)
		step()
		if failed := run.Diverged(); failed != nil {
			return nil, &runfile.FieldError{File: f.Path, Field: "training.learning_rate", Why: failed.Error()}
		}
		compare(true)
	}
	return result, nil
}
