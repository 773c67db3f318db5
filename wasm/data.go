package main

import "unimodal-bias-lab/sim/table"

// The reader of a person's file, for a page that can have no worker: the same five
// functions as in the worker (wasm/worker), as commands.

func (l *Lab) dataOpen(args []byte) (any, error) {
	var a struct {
		Name    string
		Size    float64
		Options table.Options
	}
	if err := decode(args, &a); err != nil {
		return nil, err
	}
	return table.Done{}, l.data.Open(a.Name, a.Size, a.Options)
}

func (l *Lab) dataFeed(args []byte) (any, error) {
	var a struct{ Bytes []byte } // in base 64
	if err := decode(args, &a); err != nil {
		return nil, err
	}
	return l.data.Feed(a.Bytes)
}

func (l *Lab) dataBegin(args []byte) (any, error) {
	var a struct{ Plan table.Plan }
	if err := decode(args, &a); err != nil {
		return nil, err
	}
	return table.Done{}, l.data.Begin(a.Plan)
}
