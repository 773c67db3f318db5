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

// Mistakes in a matrix that somebody types or pastes ([ParseMoments]).
const (
	MatrixMissing Code = "matrixMissing" // no numbers at all
	BadEntry      Code = "badEntry"      // Value at Row, Column is no number from Min to Max
	RowLength     Code = "rowLength"     // Row has Value numbers, not Other as the first one
	NotSquare     Code = "notSquare"     // Value rows of Other numbers
	Incomplete    Code = "incomplete"    // Value numbers in the compact form, where Other are needed
	BlocksMissing Code = "blocksMissing" // Value inputs, and nothing says how they are divided
	BlockSizes    Code = "blockSizes"    // the sizes Value do not add up to Other inputs
	Asymmetric    Code = "asymmetric"    // Value at Row, Column, but Other at Column, Row
	NegativeMean  Code = "negativeMean"  // the mean square Value at Row, Column is negative
	NoTarget      Code = "noTarget"      // the mean square Value of the target is less than Min
	Unexplainable Code = "unexplainable" // it is less than Min, what the inputs explain of it
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
	// Row and Column, from 1, and Other belong to the mistakes in a matrix.
	Row    int `json:"row,omitempty"`
	Column int `json:"column,omitempty"`
	Other  any `json:"other,omitempty"`
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
	case MatrixMissing:
		b.WriteString(format("%v has no numbers", e.Key))
	case BadEntry:
		b.WriteString(format("%v = %v in row %v, column %v is not allowed", e.Key, e.Value, e.Row, e.Column))
	case RowLength:
		b.WriteString(format("row %v of %v has %v numbers, not %v as the first one", e.Row, e.Key, e.Value, e.Other))
	case NotSquare:
		b.WriteString(format("%v is not square: %v rows of %v numbers", e.Key, e.Value, e.Other))
	case Incomplete:
		b.WriteString(format("%v has %v numbers, its block sizes need %v", e.Key, e.Value, e.Other))
	case BlocksMissing:
		b.WriteString(format("the block sizes of the %v inputs of %v are missing", e.Value, e.Key))
	case BlockSizes:
		b.WriteString(format("the block sizes %v of %v do not add up to its %v inputs", e.Value, e.Key, e.Other))
	case Asymmetric:
		b.WriteString(format("%v is not symmetric: %v in row %v, column %v but %v across", e.Key, e.Value, e.Row, e.Column, e.Other))
	case NegativeMean:
		b.WriteString(format("the mean square in row %v, column %v of %v is negative: %v", e.Row, e.Column, e.Key, e.Value))
	case NoTarget:
		b.WriteString(format("the target of %v does not vary: mean square %v", e.Key, e.Value))
	case Unexplainable:
		b.WriteString(format("no target has the mean square %v: the inputs of %v explain more", e.Value, e.Key))
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
	} else if e.Min != nil {
		b.WriteString(format("; allowed: from %v", *e.Min))
	}
	if len(e.Allowed) > 0 {
		b.WriteString(format("; allowed: %v", strings.Join(e.Allowed, ", ")))
	}
	return b.String()
}

func outOfRange(key string, value any, lo, hi float64) *Error {
	return &Error{Code: OutOfRange, Key: key, Value: value, Min: &lo, Max: &hi}
}
