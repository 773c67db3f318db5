// Command worker is the program of a sweep worker. It trains the networks in the
// cells of a phase diagram, tile by tile, or reads a person's file, and knows nothing of pictures. The page
// compiles it once and posts the module to every worker, where web/worker.js runs
// it.
//
// It sets globalThis.unimodalBiasSweep to {begin(job, spec), tile(job, n)}. begin
// takes what [sim.Sweep.Encode] wrote; if it cannot use that, it returns a sentence
// that says why. tile returns the values of one tile as the bytes of a
// Float64Array.
//
// It sets globalThis.unimodalBiasData to {open(name, size, options), feed(bytes), survey(),
// begin(plan), finish()}, the reader of [table.Session]. Options and plan are JSON, and so is every
// answer: what was asked for, or {error}, in the shape of package sim's errors.
package main
