// Command wasm is the program in the page. It owns the [player.Player], lays out its
// pictures and answers the page's commands.
//
// Whatever a person does, by a control, a key, a link or from another frame,
// becomes a call by name with JSON arguments (commands.go). [Lab] is plain Go that
// knows neither the browser nor Ebitengine; tests call it directly. game.go lets
// Ebitengine drive it, and only bridge_js.go knows JavaScript.
//
// A phase diagram is filled in by the page's workers, which take tiles and deliver
// their values, or by the lab itself, in slices of its frames (diagram.go,
// chart.go).
//
// Frames are drawn on demand. When nothing is playing, pending or changed, the lab
// tells the page to stop its animation frames; the page starts them again before
// every command.
package main
