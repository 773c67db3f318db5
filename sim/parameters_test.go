package sim

import (
	"errors"
	"math"
	"slices"
	"testing"
)

// TestTable: every row has a value of its own kind as default, and a place in
// the scenario.
func TestTable(t *testing.T) {
	s := Default()
	for _, row := range Parameters() {
		if err := row.check(row.Default); err != nil {
			t.Errorf("%s: %v", row.Key, err)
		}
		if got := row.value(&s); got != row.Default {
			t.Errorf("%s opens at %v, its default is %v", row.Key, got, row.Default)
		}
		if (row.Kind == "choice") != (len(row.Choices) > 1) {
			t.Errorf("%s is a %s of %v", row.Key, row.Kind, row.Choices)
		}
	}
}

// TestChoice: a wrong word is named with those there are.
func TestChoice(t *testing.T) {
	s, err := Default().With(map[string]any{"method": "flow"})
	if err != nil || s.Method != GradientFlow {
		t.Fatalf("%+v, %v", s, err)
	}
	if got := EncodeLink(s, 0); got != "v=1&scenario=late&method=flow" {
		t.Errorf("the link is %s", got)
	}
	var e *Error
	if _, err := s.With(map[string]any{"method": "sgd"}); !errors.As(err, &e) || e.Code != NotAChoice || e.Key != "method" || e.Value != "sgd" || !slices.Equal(e.Allowed, methods) {
		t.Errorf("a wrong method: %+v", err)
	}
}

// TestCheck: a scenario put together by hand gets the error that With gives.
func TestCheck(t *testing.T) {
	for _, slug := range Slugs() {
		s, err := Preset(slug)
		if err != nil || s.Check() != nil {
			t.Errorf("%s: %v, %v", slug, err, s.Check())
		}
	}
	for _, c := range []struct {
		spoil func(*Scenario)
		key   string
		code  Code
		max   float64 // 0: none
	}{
		{func(s *Scenario) { s.Rho = math.NaN() }, "rho", NotANumber, .99},
		{func(s *Scenario) { s.Kappa = math.Inf(1) }, "kappa", NotANumber, 4},
		{func(s *Scenario) { s.Rho = 1 }, "rho", OutOfRange, .99},
		{func(s *Scenario) { s.Depth = 0 }, "depth", OutOfRange, MaxDepth},
		{func(s *Scenario) { s.Fusion = 3 }, "fusion", OutOfRange, 2},
		{func(s *Scenario) { s.Fusion = 99 }, "fusion", OutOfRange, 2},
		{func(s *Scenario) { s.Epochs = -1 }, "epochs", OutOfRange, 20000},
		{func(s *Scenario) { s.Method = "" }, "method", NotAChoice, 0},
	} {
		s := Default()
		c.spoil(&s)
		var e *Error
		if !errors.As(s.Check(), &e) || e.Key != c.key || e.Code != c.code || (e.Max != nil) != (c.max != 0) || e.Max != nil && *e.Max != c.max {
			t.Errorf("%+v: %+v", s, e)
		}
	}
}
