package lab

import (
	"fmt"
	"strings"

	"unimodal-bias-lab/sim"
)

// Exports are the commands of a program whose page saves files: what is in the run, as people and other programs read it.
var Exports = Commands{
	"export": func(l *Lab, args []byte) (any, error) { return l.export(args) },
}

// exported is one file.
type exported struct {
	Name string `json:"name"`
	Type string `json:"type"`
	Text string `json:"text"`
}

// exporter makes the text of one kind of file.
type exporter struct {
	kind   string
	suffix string // of the name, with the ending
	mime   string
	text   func(l *Lab, about provenance) (string, error)
}

// exporters are the kinds of files there are.
var exporters = []exporter{
	{"csv", ".csv", "text/csv", func(l *Lab, about provenance) (string, error) { return seriesCSV(l.player.Run(), about), nil }},
}

// export makes a file of the run, which has to be computed to its end. Its address is that of the page, without a
// hash: the program does not know it.
func (l *Lab) export(args []byte) (any, error) {
	var a struct{ Kind, Address string }
	if err := decode(args, &a); err != nil {
		return nil, err
	}
	var kinds []string
	for _, e := range exporters {
		if e.kind != a.Kind {
			kinds = append(kinds, e.kind)
			continue
		}
		text, err := e.text(l, l.provenance(a.Address))
		if err != nil {
			return nil, err
		}
		return exported{l.fileName() + e.suffix, e.mime, text}, nil
	}
	return nil, &sim.Error{Code: sim.NotAChoice, Key: "kind", Value: a.Kind, Allowed: kinds}
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
	Permalink string         `json:"permalink"` // opens the run again
	Values    map[string]any `json:"values"`    // of all parameters
}

func (l *Lab) provenance(address string) provenance {
	s := l.player.Scenario()
	address, _, _ = strings.Cut(address, "#")
	return provenance{"Unimodal Bias Lab", sim.Version, s.Slug, s.Seed, address + "#" + sim.EncodeLink(s, 0), s.Values()}
}
