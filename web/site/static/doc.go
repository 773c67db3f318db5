// Package static builds the lab as a directory of files and serves it.
//
// The directory is complete: any static host can serve it from any path. [Build] makes it, [Compress] adds
// compressed siblings for hosts that can use them, [Handler] serves it the way the page expects.
//
// What a visitor waits for is kept small: words come in two parts ([Build] decides by their keys, see words.go), modules
// without their comments (module.go), the program without inlining where nobody waits for a call (build.go).
package static
