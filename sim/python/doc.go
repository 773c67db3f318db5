// Package python writes programs that train the network of a run again: in NumPy, from the same initial weights and the
// same second moments, and in PyTorch, with the same architecture, data, optimiser and remedies. Each of them is one file
// that people read and change.
//
// A small run is in the program itself, its weights as text in base 64; a larger one ([Embedded]) is read from the run
// file beside it (package runfile). Either compares its curves with those of the lab when it has trained.
package python
