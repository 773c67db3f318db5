// Package runfile reads and writes runs as files of the format "unimodal-bias/reference-run/1", described in
// sim/testdata/reference/README.md and docs/link.md. A file holds the network, how it was trained, its modalities, the
// moments of its data (for a sample, the true ones as well), the initial weights, and columns recorded at some epochs.
// At epoch i, the loss is the one before update i; every other column describes the state after it.
//
// What [Encode] adds to the format, a reader that does not know it either does not need or refuses:
//
//	network.branch_depths  L_m of every branch, where they differ
//	network.activation     "relu" of rectified units as well; network.slope, what they do below zero
//	training.method        others than gradient descent; "… with remedies" where there are some
//	training.constants     beta, beta2, epsilon of the methods that have such
//	training.batch         examples an update, of mini-batches
//	training.remedies      by the keys of the parameters, those that are on
//	training.seed          of what is drawn in training: the order of the examples, masks of dropout
//	true_moments.cov       in place of cov_diagonal, where that is not all
//	examples               inputs (P × D) and targets (P), where training sees more of the data than their moments
//	columns.path_norm_m    Σ_i |w²_i| ‖w¹_{m,i}‖ in place of norm_W_m, of rectified units in the xor task
//	lab                    where the run is from: scenario, version, permalink, every parameter, own data
//
// # What the columns are of
//
// They are of the network of the file, weight by weight. The curves that the lab draws of a deep network are of a projected
// one: lab.times_within says by which part of themselves their times may be off these. So a file of a deep network is
// trained once more before it is written ([sim.Run.Full]).
//
// # Examples
//
// Batches are drawn from all examples of the run. Rectified units of late fusion see sums over a few rays only, so the file has as few
// examples as have the same sums, of a sample or of a population ([sim.Scenario.Examples]); those of early fusion see all
// examples of a sample. The moments of the file are those of the examples.
//
// # What is drawn
//
// A table of what was drawn would be longer than the rest of the file, and the generator takes six lines of any language
// that has long integers, so a file has the seed. The numbers are those of PCG DXSM of 128 bits in Go's math/rand/v2, whose tests
// hold them to what they are; it begins with the state seed·2⁶⁴ + stream. Update u, from 0, leaves a modality out if the next
// number of stream 2³³ + u, one a modality, has its upper 53 bits below p·2⁵³. Epoch e, from 0, goes through the examples batch
// after batch, the last one being smaller if need be, in an order that stream 2³⁴ + e shuffles: for n = P … 2, with the next
// number x, examples n − 1 and ⌊x n/2⁶⁴⌋ change places, of a power of two n − 1 and x mod n. (Go draws another x less than once in 10¹⁵
// times.) The programs of package python draw so.
package runfile
