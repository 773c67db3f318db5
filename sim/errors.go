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
	Repeated        Code = "repeated"        // a key that a link has more than once, with other values
	TooMany         Code = "tooMany"         // one more than Max
	Diverged        Code = "diverged"        // training ran away: the learning rate is too large
	Unsettled       Code = "unsettled"       // the loss rises and falls for ever: the learning rate is too large
)

// Mistakes in a matrix that somebody types or pastes ([ParseMoments]).
const (
	MatrixMissing Code = "matrixMissing"    // no numbers at all
	BadEntry      Code = "matrixEntry"      // Value at Row, Column is no number from Min to Max
	Gap           Code = "matrixGap"        // nothing is at Row, Column
	RowLength     Code = "matrixRow"        // Row has Value numbers, not Other as the first one
	NotSquare     Code = "matrixSquare"     // Value rows of Other numbers
	Incomplete    Code = "matrixCount"      // Value numbers in the compact form, where Other are needed
	BlocksMissing Code = "matrixBlocks"     // Value inputs, and nothing says how they are divided
	BlockSizes    Code = "matrixSizes"      // the sizes Value do not add up to Other inputs
	Asymmetric    Code = "matrixAsymmetric" // Value at Row, Column, but Other at Column, Row
	Ambiguous     Code = "matrixCommas"     // whether the comma in Value parts a fraction or thousands, nothing in the text tells
	Shortened     Code = "matrixShortened"  // Value, an ellipsis in line Row: numbers are left out
	NegativeMean  Code = "matrixNegative"   // the mean square Value at Row, Column is negative
	NotHere       Code = "dataElsewhere"    // data that were in the tab that opened the file
	Untyped       Code = "matrixUntyped"    // a matrix as people type it, where nothing reads those
	// WeightsElsewhere are initial weights that were in the tab that opened the file.
	WeightsElsewhere Code = "dataWeights"
	NoTarget         Code = "matrixTarget"      // the mean square Value of the target is less than Min
	Unexplainable    Code = "matrixUnexplained" // it is less than Min, what the inputs explain of it
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
	// Why is one of [Reasons], empty where the two values say it; of Diverged and Unsettled it is
	// [WhySteps], or empty.
	Why string `json:"why,omitempty"`
	Pin string `json:"pin,omitempty"` // the [Variant] in which the mistake is; empty: it is in the run itself
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
		} else if e.Why != WhySteps {
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
	case TooMany:
		return format("%v: there can be %v", e.Key, *e.Max)
	case Unsuited:
		b.WriteString(format("%v = %v does not go with %v = %v", e.Key, e.Value, e.Beside, e.BesideValue))
	case NotPositive:
		b.WriteString(format("%v is not positive semidefinite: smallest eigenvalue %v", e.Key, e.Value))
	case Repeated:
		b.WriteString(format("%v comes more than once, the last time as %v", e.Key, e.Value))
	case Mismatch:
		b.WriteString(format("%v does not fit: %v", e.Key, e.Value))
	default:
		pattern, inMatrix := e.Code.inMatrix()
		if !inMatrix {
			pattern = "%k = %v is not allowed"
		}
		b.WriteString(e.written(pattern))
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

// inMatrix is the sentence about a mistake in a matrix, see [Error.written].
func (c Code) inMatrix() (pattern string, ok bool) {
	switch c {
	case MatrixMissing:
		return "%k has no numbers", true
	case BadEntry:
		return "%k = %v in row %r, column %c is not allowed", true
	case Gap:
		return "row %r, column %c of %k is empty", true
	case RowLength:
		return "row %r of %k has %v numbers, not %o as the first one", true
	case NotSquare:
		return "%k is not square: %v rows of %o numbers", true
	case Incomplete:
		return "%k has %v numbers, its block sizes need %o", true
	case BlocksMissing:
		return "the %k of %v inputs are missing", true
	case BlockSizes:
		return "the %k %v do not add up to %o inputs", true
	case Ambiguous:
		return "the comma in %v may part a fraction or thousands", true
	case Shortened:
		return "numbers of %k are left out: %v in line %r", true
	case Asymmetric:
		return "%k is not symmetric: %v in row %r, column %c but %o across", true
	case NegativeMean:
		return "the mean square in row %r, column %c of %k is negative: %v", true
	case NotHere:
		return "the data of %k = %v were in the tab that opened the file", true
	case WeightsElsewhere:
		return "the initial weights %v were in the tab that opened the file", true
	case NoTarget:
		return "the target of %k does not vary: mean square %v", true
	case Unexplainable:
		return "no target has the mean square %v: the inputs of %k explain more", true
	}
	return "", false
}

// written puts the facts of the error into a pattern: %k is its key, %v its value,
// %r and %c its place, %o what its value is compared with.
func (e *Error) written(pattern string) string {
	first, rest, _ := strings.Cut(pattern, "%")
	for rest != "" {
		switch rest[0] {
		case 'k':
			first += e.Key
		case 'v':
			first += written(e.Value)
		case 'r':
			first += written(e.Row)
		case 'c':
			first += written(e.Column)
		case 'o':
			first += written(e.Other)
		}
		var more string
		more, rest, _ = strings.Cut(rest[1:], "%")
		first += more
	}
	return first
}

func outOfRange(key string, value any, lo, hi float64) *Error {
	return &Error{Code: OutOfRange, Key: key, Value: value, Min: &lo, Max: &hi}
}
