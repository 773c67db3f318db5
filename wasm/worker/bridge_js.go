package main

import (
	"syscall/js"
	"unsafe"

	"unimodal-bias-lab/sim"
	"unimodal-bias-lab/sim/table"
)

func main() {
	var job int
	var cells *sim.Cells
	var values []float64
	worker := js.Global().Get("Object").New()
	worker.Set("begin", js.FuncOf(func(_ js.Value, args []js.Value) any {
		sweep, err := sim.DecodeSweep(args[1].String())
		if err != nil {
			return err.Error()
		}
		job, cells = args[0].Int(), sim.NewCellsAfter(sweep, cells)
		return ""
	}))
	bytes := js.Global().Get("Uint8Array")
	worker.Set("tile", js.FuncOf(func(_ js.Value, args []js.Value) any {
		if cells == nil || args[0].Int() != job {
			return js.Null()
		}
		values = cells.Tile(values[:0], args[1].Int())
		out := bytes.New(8 * len(values))
		js.CopyBytesToJS(out, unsafe.Slice((*byte)(unsafe.Pointer(&values[0])), 8*len(values)))
		return out
	}))
	js.Global().Set("unimodalBiasSweep", worker)
	js.Global().Set("unimodalBiasData", data())
	js.Global().Call("unimodalBiasSweepReady")
	select {}
}

// data is the reader of files: what it is told and answers is JSON, but for the bytes of a file.
func data() js.Value {
	var session table.Session
	reader := js.Global().Get("Object").New()
	set := func(name string, does func(args []js.Value) []byte) {
		reader.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return string(does(args)) }))
	}
	set("open", func(args []js.Value) []byte {
		o, err := table.DecodeOptions([]byte(args[2].String()))
		if err == nil {
			err = session.Open(args[0].String(), args[1].Float(), o)
		}
		return table.Answer(table.Done{}, err)
	})
	var chunk []byte
	set("feed", func(args []js.Value) []byte {
		n := args[0].Length()
		if cap(chunk) < n {
			chunk = make([]byte, n)
		}
		js.CopyBytesToGo(chunk[:n], args[0])
		return table.Answer(session.Feed(chunk[:n]))
	})
	set("survey", func([]js.Value) []byte { return table.Answer(session.Survey()) })
	set("begin", func(args []js.Value) []byte {
		p, err := table.DecodePlan([]byte(args[0].String()))
		if err == nil {
			err = session.Begin(p)
		}
		return table.Answer(table.Done{}, err)
	})
	set("finish", func([]js.Value) []byte { return table.Answer(session.Finish()) })
	return reader
}
