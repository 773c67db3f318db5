// Command wasm is the program in the page: it owns the [sim.Player], lays its
// pictures out and answers the page's commands.
//
// Everything a person does becomes a call by name with JSON arguments (see
// commands.go), whether it comes from a control, a key, a link or another
// frame. [Lab] is plain Go without browser or Ebitengine and is tested by
// calling it; game.go lets Ebitengine drive it, bridge_js.go is the only place
// that knows JavaScript.
//
// A phase diagram is filled in by the page's workers, which take tiles and deliver
// them, or by the lab itself in parts of frames (diagram.go, chart.go).
//
// Frames are drawn on demand. When nothing plays, is pending or has changed,
// the lab tells the page to close the gate on animation frames; the page opens
// it again before every command.
package main
