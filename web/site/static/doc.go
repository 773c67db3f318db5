// Package static builds the lab as a directory of files and serves it.
//
// The directory is complete: any static host can serve it under any path. [Build] writes it, [Compress] adds compressed
// siblings for hosts that can use them, and [Handler] serves it the way the page expects.
//
// The build keeps small what a visitor waits for. Words come in two parts, sorted by their keys (words.go), modules lose
// their comments (module.go), and only performance-critical packages are compiled with inlining (build.go). The Markdown
// files in docs become pages of the site (docs.go, formula.go).
package static
