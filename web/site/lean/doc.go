// Package lean takes off a compiled Go program for the browser what only a debugger reads, so that visitors do not fetch
// it: in brotli a program becomes a sixth smaller, and does the same.
//
// Two things are done to its data section ([Program]):
//
//   - The linker leaves out every run of more than a few zeros, in up to 100 000 pieces, each with an offset. Their offsets
//     are what compresses worst. Here runs are left out from 256 zeros on.
//   - The runtime's function table says for every instruction in which line of which file it was written, and what its
//     function is called. That is for the stack of a panic, which nobody sees in a browser. The lines, files and names
//     become zeros; those names stay that the runtime itself asks for. What the garbage collector and deferred calls
//     need stays, too.
//
// The layout of that table is the Go release's (runtime/symtab.go). A program whose table has another layout than the
// one known here keeps it ([Program] reports that), and works as before.
package lean
