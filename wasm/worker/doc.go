// Command worker is the program of a sweep worker: it trains the networks of a
// phase diagram's cells, tile by tile, and knows nothing of pictures. The page
// compiles it once and posts the module to every worker; web/worker.js runs it.
//
// It sets globalThis.unimodalBiasSweep to {begin(job, spec), tile(job, n)}: begin
// takes what [sim.Sweep.Encode] wrote and returns a sentence if it cannot be used,
// tile returns the values of one tile as the bytes of a Float64Array.
package main
