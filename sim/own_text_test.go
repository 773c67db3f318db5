package sim

import (
	"errors"
	"testing"
)

// TestAsymmetryEitherWay: two entries that should be the same are told, whichever of
// them is larger, and whatever else is wrong with the matrix: without a word the upper
// one would count, and the person's data would be other data.
func TestAsymmetryEitherWay(t *testing.T) {
	for _, c := range []struct{ name, matrix string }{
		{"the upper one is larger", "4 0.5 4\n0.25 1 1\n4 1 5"},
		{"the lower one is larger", "4 0.25 4\n0.5 1 1\n4 1 5"},
		{"beside a negative mean square", "-4 0.25 4\n0.5 1 1\n4 1 5"},
	} {
		_, _, err := ParseMoments(c.matrix)
		var e *Error
		if !errors.As(err, &e) || e.Code != Asymmetric || e.Row != 1 || e.Column != 2 {
			t.Errorf("%s: %v", c.name, err)
		}
	}
}
