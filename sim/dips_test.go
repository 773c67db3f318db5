package sim

import (
	"slices"
	"testing"
)

// TestSmallDipsAreNoStops: on its way up from a minimum the error on new data has to
// fall by a hundredth of its start before another minimum can follow. Every ripple
// would else be marked as a place to stop.
func TestSmallDipsAreNoStops(t *testing.T) {
	curve := []float64{10, 4, 5, 4.95, 6, 5.95, 7}
	r := &Run{epoch: len(curve) - 1, columns: []Column{{Name: GeneralisationError, Values: curve}}}
	r.scenario.Epochs = r.epoch
	if got, want := r.Stops(nil, r.epoch), []Stop{{1, 4, true}}; !slices.Equal(got, want) {
		t.Errorf("ripples on the way up: %v, want %v", got, want)
	}
	// The same shape, deeper than a hundredth.
	curve[3] = 4.8
	if got, want := r.Stops(nil, r.epoch), []Stop{{1, 4, true}, {3, 4.8, false}}; !slices.Equal(got, want) {
		t.Errorf("a dip on the way up: %v, want %v", got, want)
	}
}
