package player

import (
	"encoding/json"
	"errors"
	"math"
	"slices"
	"testing"

	"unimodal-bias-lab/sim"
)

// TestSpeedAsJSON: the ends are words, and what is written is read back.
func TestSpeedAsJSON(t *testing.T) {
	text, err := json.Marshal(speeds)
	if err != nil || string(text) != `["epoch",0.25,0.5,1,2,4,16,"max"]` {
		t.Errorf("speeds %s, %v", text, err)
	}
	var raw []any
	if err := json.Unmarshal(text, &raw); err != nil {
		t.Fatal(err)
	}
	for i, want := range speeds {
		if got, err := ParseSpeed(raw[i]); err != nil || got != want || CheckSpeed(got) != nil {
			t.Errorf("%v is read as %v (%v)", raw[i], got, err)
		}
	}
	if got, err := ParseSpeed("2.5"); err != nil || got != 2.5 {
		t.Errorf("a spelled number: %v, %v", got, err)
	}
	for _, c := range []struct {
		raw  any
		code sim.Code
	}{{0.0, sim.OutOfRange}, {65.0, sim.OutOfRange}, {"1e9", sim.OutOfRange}, {math.Inf(1), sim.OutOfRange}, {math.NaN(), sim.NotAChoice}, {"fast", sim.NotAChoice}, {nil, sim.NotAChoice}, {[]any{}, sim.NotAChoice}} {
		var e *sim.Error
		if _, err := ParseSpeed(c.raw); !errors.As(err, &e) || e.Code != c.code || !slices.Equal(e.Allowed, []string{"epoch", "max"}) || *e.Max != 64 {
			t.Errorf("speed %v: %+v", c.raw, err)
		}
	}
}
