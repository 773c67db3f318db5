//go:build !light

package lab

import (
	"fmt"
	"strings"
	"time"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/python"
)

// Exports are the commands of a program whose page saves files: what is in the run, as people and other programs read it.
func Exports() Commands {
	full := &fullRun{}
	return encoded(Commands{
		"export":  func(l *Lab, args []byte) (any, error) { return l.export(args, full) },
		"openRun": func(l *Lab, args []byte) (any, error) { return l.openRun(args) },
	})
}

// exported is one file.
type exported struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Text string `json:"text"`
	// Needs is the name of the file that has to be beside it, which the kind run is; empty: none.
	Needs string `json:"needs,omitempty"`
}

// exporter makes the text of one kind of file.
type exporter struct {
	kind   string
	suffix string // of the name, with the ending
	mime   string
	text   func(r *sim.Run, l *Lab, about provenance) (string, error)
	of     subject
}

// subject is what is trained to its end for a file.
type subject int

const (
	nothing     subject = iota // it is of the phase diagram
	drawn                      // the run that is drawn
	everyWeight                // that of every weight
)

// exporters are the kinds of files there are.
var exporters = []exporter{
	{"csv", ".csv", "text/csv", func(r *sim.Run, _ *Lab, about provenance) (string, error) { return seriesCSV(r, about), nil }, drawn},
	{"json", ".json", "application/json", func(r *sim.Run, _ *Lab, about provenance) (string, error) { return seriesJSON(r, about), nil }, drawn},
	{"run", runSuffix, "application/json", runText, everyWeight},
	{"numpy", ".numpy.py", "text/x-python", func(r *sim.Run, l *Lab, about provenance) (string, error) {
		return python.NumPy(r, l.programAbout(about))
	}, everyWeight},
	{"pytorch", ".pytorch.py", "text/x-python", func(r *sim.Run, l *Lab, about provenance) (string, error) {
		return python.PyTorch(r, l.programAbout(about))
	}, everyWeight},
	{"gridCsv", ".grid.csv", "text/csv", func(_ *sim.Run, l *Lab, about provenance) (string, error) { return l.gridCSV(about) }, nothing},
	{"gridJson", ".grid.json", "application/json", func(_ *sim.Run, l *Lab, about provenance) (string, error) { return l.gridJSON(about) }, nothing},
}

const runSuffix = ".run.json"

// programAbout is what a program says of itself. A large one reads the run file beside it, under the name that has here.
func (l *Lab) programAbout(about provenance) python.About {
	return python.About{Version: about.Version, Permalink: about.Permalink, RunFile: l.fileName() + runSuffix, Within: within(l.player.Run())}
}

// within is by which part of themselves times that are drawn may be off those of every weight.
func within(r *sim.Run) float64 {
	if p := r.Projection(); p != nil {
		return p.Within()
	}
	return 0
}

// fullRun is the run of every weight beside one that the lab shows.
type fullRun struct{ of, run *sim.Run }

// exportSlice is for how long a call trains what a file needs.
const exportSlice = 40 * time.Millisecond

// full is the run shown, weight by weight and to its end; nil if it is late before.
func (l *Lab) full(full *fullRun, late func() bool) (*sim.Run, error) {
	shown := l.player.Run()
	if full.of != shown {
		run, err := shown.Full()
		if err != nil {
			return nil, err
		}
		*full = fullRun{shown, run}
	}
	for !full.run.Done() {
		if late() {
			return nil, nil
		}
		for range full.run.Chunk() {
			full.run.Part()
		}
	}
	return full.run, nil
}

// export makes a file of the run, to its end. It is null as long as anything is trained for it, which takes as many calls as
// it takes: a stiff flow may need minutes. The address is that of the page, without a hash: the program does not know it.
func (l *Lab) export(args []byte, full *fullRun) (any, error) {
	var a struct{ Kind, Address string }
	if err := decode(args, into{"kind": &a.Kind, "address": &a.Address}); err != nil {
		return nil, err
	}
	e, err := exporterOf(a.Kind)
	if err != nil {
		return nil, err
	}
	late := l.deadline(exportSlice)
	if e.of != nothing {
		if l.player.Work(late); l.player.Pending() {
			return nil, nil
		}
	}
	run := l.player.Run()
	if e.of == everyWeight {
		if run, err = l.full(full, late); run == nil {
			return nil, err
		}
	}
	text, err := e.text(run, l, l.provenance(a.Address))
	if err != nil {
		return nil, err
	}
	file := exported{Name: l.fileName() + e.suffix, Type: e.mime, Text: text}
	if strings.HasSuffix(e.suffix, ".py") && !python.Embedded(run) {
		file.Needs = l.fileName() + runSuffix
	}
	return file, nil
}

// exporterOf is the exporter of a kind.
func exporterOf(kind string) (exporter, error) {
	var kinds []string
	for _, e := range exporters {
		if e.kind == kind {
			return e, nil
		}
		kinds = append(kinds, e.kind)
	}
	return exporter{}, &sim.Error{Code: sim.NotAChoice, Key: "kind", Value: kind, Allowed: kinds}
}

// fileName begins the name of every file of a run: its scenario and its seed.
func (l *Lab) fileName() string {
	s := l.player.Scenario()
	return fmt.Sprintf("%s-seed%d", s.Slug, s.Seed)
}

// provenance is where the numbers of a file come from.
type provenance struct {
	Lab       string         `json:"lab"` // the program
	Version   string         `json:"version"`
	Scenario  string         `json:"scenario"`
	Seed      int            `json:"seed"`
	Permalink string         `json:"permalink"` // opens the run again, unless it is local
	Local     bool           `json:"local,omitempty"`
	Values    map[string]any `json:"values"` // of all parameters
}

func (l *Lab) provenance(address string) provenance {
	s := l.player.Scenario()
	address, _, _ = strings.Cut(address, "#")
	address, _, _ = strings.Cut(address, "?") // how it is shown is of no consequence
	return provenance{"Unimodal Bias Lab", sim.Version, s.Slug, s.Seed, address + "#" + sim.EncodeLink(s, 0), l.local(), s.Values()}
}
