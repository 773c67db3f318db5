// Package python writes programs that train the network of a run again: in NumPy, from the same initial weights and the
// same second moments, and in PyTorch, with the same architecture, data, optimiser and remedies. Each of them is one file
// that people read and change.
//
// A small run is in the program itself, its weights as text in base 64; a larger one ([Embedded]) is read from the run
// file beside it (package runfile). Either compares its curves with those of the lab when it has trained, weight by weight:
// to 1e-9 of their largest values, to 1e-6 under gradient flow ([Within]). Measured, over all epochs: 1e-14 in every scenario but
// those of gradient flow, those of rectified units among them; 1e-12 of these under Adam.
//
// Of a linear network a program has the second moments. Batches, and rectified units, see examples: those that are in the
// run file. What is drawn in training is drawn again, by the generator that package runfile describes; so programs are
// shorter than any table of draws, and go on beyond the run.
package python
