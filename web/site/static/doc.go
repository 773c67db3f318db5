// Package static builds the lab as a directory of files and serves it.
//
// The directory is complete: any static host can serve it from any path. [Build] makes it, [Compress] adds
// compressed siblings for hosts that can use them, [Handler] serves it the way the page expects.
package static
