//go:build !light

package lab

import (
	"slices"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/plainjson"
)

// Sheets are the commands of a program whose page has sheets: the formulas of the run, the table of the runs compared with
// it, what is needed to find it again. A program of figures goes without.
func Sheets() Commands {
	return encoded(Commands{
		"card":  func(l *Lab, _ []byte) (any, error) { return l.card(), nil },
		"pin":   func(l *Lab, args []byte) (any, error) { return l.pin(args) },
		"unpin": func(l *Lab, args []byte) (any, error) { return l.unpin(args) },
		"use":   func(l *Lab, args []byte) (any, error) { return l.use(args) },
		"pins":  func(l *Lab, _ []byte) (any, error) { return l.compared(), nil },
		"remedies": func(l *Lab, args []byte) (any, error) {
			var on bool
			if err := decode(args, into{"on": &on}); err != nil {
				return nil, err
			}
			l.player.WantRemedies(on)
			return l.compared(), nil
		},
		"tell": func(l *Lab, args []byte) (any, error) {
			var of []string
			if err := decode(args, into{"of": &of}); err != nil {
				return nil, err
			}
			areas := append([]string{areaRun, areaHistory, areaPoint}, render.PanelNames()...)
			for _, wish := range of {
				if !slices.Contains(areas, wish) {
					return nil, &sim.Error{Code: sim.NotAChoice, Key: "of", Value: wish, Allowed: areas}
				}
			}
			return l.tell(of), nil
		},
		"table":  func(l *Lab, args []byte) (any, error) { return l.runTable(args) },
		"row":    func(l *Lab, _ []byte) (any, error) { return l.rowOfDiagram(), nil },
		"read":   func(l *Lab, args []byte) (any, error) { return l.read(args) },
		"about":  func(l *Lab, _ []byte) (any, error) { return l.about(), nil },
		"figure": func(l *Lab, args []byte) (any, error) { return l.figure(args) },
		"theory": func(l *Lab, _ []byte) (any, error) {
			answer := l.theory()
			answer["card"] = plainjson.Raw(encode(l.player.Run().Card(l.player.Epoch())))
			return plainjson.Raw(marshal(answer)), nil
		},
	})
}
