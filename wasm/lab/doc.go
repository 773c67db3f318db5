// Package lab is what stands behind a picture: it owns a [player.Player], lays out its panels and answers the commands
// of a page.
//
// Whatever a person does, by a control, a key, a link or from another frame,
// becomes a call by name with JSON arguments (commands.go, arguments.go). [Lab] is plain Go that
// knows neither the browser nor Ebitengine; tests call it directly. A program lets seconds
// pass ([Lab.Update]) and paints what it is handed ([Lab.Draw]).
//
// A phase diagram is filled in by the page's workers, which take tiles and deliver
// their values, or by the lab itself, in slices of its frames (diagram.go,
// chart.go).
//
// Frames are drawn on demand. When nothing is playing, pending or changed, the lab
// tells the page to stop its animation frames; the page starts them again before
// every command.
package lab
