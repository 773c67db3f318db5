// Package runfile reads and writes runs as files of the format "unimodal-bias/reference-run/1", described in
// sim/testdata/reference/README.md and docs/link.md. A file holds the network, how it was trained, its modalities, the
// moments of its data (for a sample, the true ones as well), the initial weights, and columns recorded at some epochs.
// At epoch i, the loss is the one before update i; every other column describes the state after it.
//
// What [Encode] adds to the format, a reader that does not know it either does not need or refuses:
//
//	network.branch_depths  L_m of every branch, where they differ
//	training.method        others than gradient descent; "… with remedies" where there are some
//	training.constants     beta, beta2, epsilon of the methods that have such
//	training.remedies      by the keys of the parameters, those that are on
//	true_moments.cov       in place of cov_diagonal, where that is not all
//	times_within           by which part of themselves the times of the columns may be off: they are of a projected
//	                       network ([sim.Projection])
//	lab                    where the run is from: scenario, version, permalink, every parameter, own data
package runfile
