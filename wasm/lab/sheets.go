//go:build !light

package lab

import "unimodal-bias-lab/sim/plainjson"

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
		"table":  func(l *Lab, args []byte) (any, error) { return l.runTable(args) },
		"row":    func(l *Lab, _ []byte) (any, error) { return l.rowOfDiagram(), nil },
		"about":  func(l *Lab, _ []byte) (any, error) { return l.about(), nil },
		"figure": func(l *Lab, args []byte) (any, error) { return l.figure(args) },
		"theory": func(l *Lab, _ []byte) (any, error) {
			answer := l.theory()
			answer["card"] = plainjson.Raw(encode(l.player.Run().Card(l.player.Epoch())))
			return plainjson.Raw(marshal(answer)), nil
		},
	})
}
