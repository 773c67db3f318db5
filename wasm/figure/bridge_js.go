package main

import (
	"syscall/js"
	"time"
)

func main() {
	global := js.Global()
	f := figures{open: map[int]*figure{}, now: time.Now, say: func(id int, message []byte) {
		global.Call("unimodalBiasFiguresSay", id, string(message))
	}}
	bridge := global.Get("Object").New()
	set := func(name string, does func(id int, args []js.Value) any) {
		bridge.Set(name, js.FuncOf(func(_ js.Value, args []js.Value) any { return does(args[0].Int(), args[1:]) }))
	}
	set("open", func(id int, _ []js.Value) any { f.Open(id); return nil })
	set("close", func(id int, _ []js.Value) any { f.Close(id); return nil })
	set("call", func(id int, args []js.Value) any {
		return string(f.Call(id, args[0].String(), []byte(args[1].String())))
	})
	set("frame", func(id int, args []js.Value) any { f.Frame(id, args[0].Float()); return nil })
	global.Set("unimodalBiasFigures", bridge)
	select {}
}
