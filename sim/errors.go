package sim

import (
	"strconv"
	"strings"
)

// Code says what kind of mistake an [Error] reports. The page has one sentence
// per code.
type Code string

const (
	OutOfRange      Code = "outOfRange"      // a finite number outside [Min, Max]
	NotANumber      Code = "notANumber"      // not a finite number at all
	NotAnInteger    Code = "notAnInteger"    // a fraction where only whole numbers make sense
	NotAChoice      Code = "notAChoice"      // none of the words there are
	Unsuited        Code = "unsuited"        // right by itself, but not beside another value
	UnknownKey      Code = "unknownKey"      // no parameter has this name
	UnknownScenario Code = "unknownScenario" // no scenario has this slug
	Mismatch        Code = "mismatch"        // sizes that do not fit together
	NotPositive     Code = "notPositive"     // a covariance with a negative eigenvalue
	BadLink         Code = "badLink"         // a link, or a part of one, that cannot be read
	Diverged        Code = "diverged"        // training ran away: the learning rate is too large
	Unsettled       Code = "unsettled"       // the loss rises and falls for ever: the learning rate is too large
)

// Error is a mistake in what a person asked for, precise enough to make a
// sentence of: which key, which value, and what is allowed instead.
type Error struct {
	Code    Code     `json:"code"`
	Key     string   `json:"key,omitempty"`
	Value   any      `json:"value,omitempty"`
	Min     *float64 `json:"min,omitempty"`
	Max     *float64 `json:"max,omitempty"`
	Allowed []string `json:"allowed,omitempty"`
	// Epoch and Stable belong to Diverged and Unsettled: when it happened, and the
	// largest learning rate that is stable instead (0: none to name).
	Epoch  int     `json:"epoch,omitempty"`
	Stable float64 `json:"stable,omitempty"`
	// Beside and BesideValue are what Value does not go with (Unsuited).
	Beside      string `json:"beside,omitempty"`
	BesideValue any    `json:"besideValue,omitempty"`
	// Used is what stands in place of Value, where something does.
	Used any `json:"used,omitempty"`
}

func (e *Error) Error() string {
	var b strings.Builder
	switch e.Code {
	case Diverged, Unsettled:
		what := "training diverged"
		if e.Code == Unsettled {
			what = "training does not settle"
		}
		b.WriteString(format("%v, seen at epoch %v: %v = %v is too large", what, e.Epoch, e.Key, e.Value))
		if e.Stable > 0 {
			b.WriteString("; stable up to " + strconv.FormatFloat(e.Stable, 'g', 2, 64))
		} else {
			b.WriteString(" for initial weights of this size")
		}
		return b.String()
	case UnknownKey:
		b.WriteString(format("unknown parameter %v", strconv.Quote(e.Key)))
	case NotANumber:
		b.WriteString(format("%v = %v is not a finite number", e.Key, e.Value))
	case NotAnInteger:
		b.WriteString(format("%v = %v is not a whole number", e.Key, e.Value))
	case NotAChoice:
		b.WriteString(format("%v = %v is not a choice", e.Key, e.Value))
	case Unsuited:
		b.WriteString(format("%v = %v does not go with %v = %v", e.Key, e.Value, e.Beside, e.BesideValue))
	case NotPositive:
		b.WriteString(format("%v is not positive semidefinite: smallest eigenvalue %v", e.Key, e.Value))
	case Mismatch:
		b.WriteString(format("%v does not fit: %v", e.Key, e.Value))
	default:
		b.WriteString(format("%v = %v is not allowed", e.Key, e.Value))
	}
	if e.Min != nil && e.Max != nil {
		b.WriteString(format("; allowed: %v to %v", *e.Min, *e.Max))
	}
	if len(e.Allowed) > 0 {
		b.WriteString(format("; allowed: %v", strings.Join(e.Allowed, ", ")))
	}
	return b.String()
}

func outOfRange(key string, value any, lo, hi float64) *Error {
	return &Error{Code: OutOfRange, Key: key, Value: value, Min: &lo, Max: &hi}
}
