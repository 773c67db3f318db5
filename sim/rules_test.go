package sim

import (
	"errors"
	"testing"
)

// TestAskedForIsNotRepaired: who asks for rectified units and four layers in one
// breath is told that they do not go together. Two layers, tacitly, would be an answer
// to another question.
func TestAskedForIsNotRepaired(t *testing.T) {
	before := Default()
	after, err := before.With(map[string]any{"activation": ReLU, "depth": 4})
	var e *Error
	if !errors.As(err, &e) || e.Code != Unsuited || e.Key != "depth" || e.Value != 4. || e.Beside != "activation" {
		t.Errorf("activation relu and depth 4 give %v and a depth of %d", err, after.Depth)
	}
	if after != before {
		t.Errorf("after the mistake the scenario is %+v", after)
	}
}
