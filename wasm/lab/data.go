//go:build !light

package lab

import "unimodal-bias-lab/sim/table"

// The reader of a person's file, for a page that can have no worker: the same five
// functions as in the worker (wasm/worker), as commands.

// reader reads files.
type reader = table.Session

// OwnData are the commands of a program to which a person brings data: it reads files, and answers what a network
// learns of them. A program of figures goes without.
func OwnData() Commands {
	return encoded(Commands{
		"adopt":      func(l *Lab, args []byte) (any, error) { return l.adopt(args) },
		"matrix":     func(l *Lab, _ []byte) (any, error) { return l.matrix(), nil },
		"dataOpen":   func(l *Lab, args []byte) (any, error) { return l.dataOpen(args) },
		"dataFeed":   func(l *Lab, args []byte) (any, error) { return l.dataFeed(args) },
		"dataSurvey": func(l *Lab, _ []byte) (any, error) { return l.data.Survey() },
		"dataBegin":  func(l *Lab, args []byte) (any, error) { return l.dataBegin(args) },
		"dataFinish": func(l *Lab, _ []byte) (any, error) { return l.data.Finish() },
		"answer":     func(l *Lab, args []byte) (any, error) { return l.answer(args) },
	})
}

func (l *Lab) dataOpen(args []byte) (any, error) {
	var a struct {
		Name    string
		Size    float64
		Options table.Options
	}
	if err := unmarshal(args, &a); err != nil {
		return nil, err
	}
	return table.Done{}, l.data.Open(a.Name, a.Size, a.Options)
}

func (l *Lab) dataFeed(args []byte) (any, error) {
	var a struct{ Bytes []byte } // in base 64
	if err := unmarshal(args, &a); err != nil {
		return nil, err
	}
	return l.data.Feed(a.Bytes)
}

func (l *Lab) dataBegin(args []byte) (any, error) {
	var a struct{ Plan table.Plan }
	if err := unmarshal(args, &a); err != nil {
		return nil, err
	}
	return table.Done{}, l.data.Begin(a.Plan)
}
