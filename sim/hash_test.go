package sim

import (
	"slices"
	"testing"
)

// TestHashCountsEveryModality: without correlation A learns the same in late fusion
// whatever B's weight is. The states differ all the same, and so must the fingerprint
// by which people tell that they see the same run.
func TestHashCountsEveryModality(t *testing.T) {
	one := runTo(t, map[string]any{"rho": 0, "wB": 1, "r": 1}, wholeRun)
	other := runTo(t, map[string]any{"rho": 0, "wB": 2, "r": .5}, wholeRun)
	if !slices.Equal(one.Norm(0), other.Norm(0)) || slices.Equal(one.Norm(1), other.Norm(1)) {
		t.Fatal("the test needs runs that differ in B alone")
	}
	if epoch := one.Epoch(); one.Hash(epoch) == other.Hash(epoch) {
		t.Error("runs that differ in B alone have the same hash")
	}
}
