package main

import (
	"syscall/js"
	"unsafe"

	"unimodal-bias-lab/sim"
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
		job, cells = args[0].Int(), sim.NewCells(sweep)
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
	js.Global().Call("unimodalBiasSweepReady")
	select {}
}
