package main

import (
	"runtime/debug"
	"syscall/js"
	"time"

	"unimodal-bias-lab/wasm/lab"
)

// host is the page's side of the bridge, web/host.js and web/main.js.
type host struct{ object js.Value }

func (h host) Frame(packet []byte) { h.object.Call("frame", string(packet)) }

func (h host) Event(name string, packet []byte) { h.object.Call("event", name, string(packet)) }

func (h host) Idle() { h.object.Call("idle") }

// headroom is how much memory may be garbage, in hundredths of what is in use, which
// is a few megabytes. The collector has no thread to itself here: what it does, it
// does within our slices, and a fine diagram alone would set it off.
const headroom = 400

// most is how many bytes of memory the program takes as long as less than that is in use: a browser never gets back what a
// program once had, and a tablet closes pages that have much.
const most = 48 << 20

func main() {
	debug.SetGCPercent(headroom)
	debug.SetMemoryLimit(most)
	page := host{js.Global().Get("unimodalBiasHost")}
	l := lab.New(page, time.Now, lab.OwnData(), lab.Sheets(), lab.Exports())
	bridge := js.Global().Get("Object").New()
	bridge.Set("call", js.FuncOf(func(_ js.Value, args []js.Value) any {
		text := "null"
		if len(args) > 1 && args[1].Type() == js.TypeString {
			text = args[1].String()
		}
		return string(l.Call(args[0].String(), []byte(text)))
	}))
	bridge.Set("deliver", js.FuncOf(func(_ js.Value, args []js.Value) any {
		bytes := make([]byte, args[2].Length())
		js.CopyBytesToGo(bytes, args[2])
		return l.Deliver(args[0].Int(), args[1].Int(), bytes)
	}))
	js.Global().Set("unimodalBiasGo", bridge)
	page.object.Call("started")
	if err := run(l); err != nil {
		panic(err)
	}
}
