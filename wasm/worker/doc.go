// Command worker is the program of a sweep worker. It trains the networks in the
// cells of a phase diagram, tile by tile, and knows nothing of pictures. The page
// compiles it once and posts the module to every worker, where web/worker.js runs
// it.
//
// It sets globalThis.unimodalBiasSweep to {begin(job, spec), tile(job, n)}. begin
// takes what [sim.Sweep.Encode] wrote; if it cannot use that, it returns a sentence
// that says why. tile returns the values of one tile as the bytes of a
// Float64Array.
package main
