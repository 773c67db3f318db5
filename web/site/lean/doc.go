// Package lean takes off a compiled Go program for the browser what only a debugger reads, so that visitors do not fetch
// it: in brotli a program becomes a sixth smaller, and does the same.
//
// Three things are done to its data section ([Program]):
//
//   - The linker leaves out every run of more than a few zeros, in up to 100 000 pieces, each with an offset. Their offsets
//     are what compresses worst. Here runs are left out from 256 zeros on.
//   - The runtime's function table says for every instruction in which line of which file it was written, and what its
//     function is called. That is for the stack of a panic, which nobody sees in a browser. The lines, files and names
//     become zeros, and so does what it says of arguments and of functions that were put into others; those names stay
//     that the runtime itself asks for. What the garbage collector and deferred calls need stays, too.
//   - Another table says for every 4096 program counters by which number to begin looking for a function. Numbers that are
//     too low do as well, so they are rounded down.
//
// The layout of these tables is the Go release's (runtime/symtab.go). A program whose tables have another layout than the
// one known here keeps them ([Program] reports that), and works as before.
package lean
