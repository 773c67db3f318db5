package table

import (
	"strconv"
	"strings"
)

// Mistakes in what is read. Those of package sim have the same words there, and
// the page has one sentence for each.
const (
	OutOfRange = "outOfRange"
	Mismatch   = "mismatch"

	Missing    = "matrixMissing"    // no numbers at all
	BadEntry   = "matrixEntry"      // Value at Row, Column of a matrix is no number from Min to Max
	Gap        = "matrixGap"        // there is nothing at Row, Column of a matrix
	RowLength  = "matrixRow"        // Row has Value numbers, not Other as the first one
	NotSquare  = "matrixSquare"     // Value rows of Other numbers
	Asymmetric = "matrixAsymmetric" // Value at Row, Column, but Other at Column, Row
	Ambiguous  = "matrixCommas"     // what the comma in Value means, nothing in the text tells
	Shortened  = "matrixShortened"  // Value, an ellipsis in line Row: numbers are missing

	Binary      = "dataBinary"      // Value, a kind of file, is not read
	Empty       = "dataEmpty"       // there is nothing in it
	Broken      = "dataBroken"      // Value says what of a NumPy file cannot be
	TooLarge    = "dataTooLarge"    // Value bytes, or rows or columns of Key, where Max can be held
	Quote       = "dataQuote"       // a quotation mark in line Row, before Value, has no other
	CellCount   = "dataRow"         // row Row has Value cells, where the first one has Other
	BadCell     = "dataCell"        // Value in row Row, column Column (Name) is no number from Min to Max
	TextColumn  = "dataText"        // column Column (Name) has words, such as Value in row Row
	EmptyColumn = "dataEmptyColumn" // column Column (Name) has no values
	NoRows      = "dataRows"        // Value rows are whole, where Min are needed; Other have gaps
	Changed     = "dataChanged"     // the second reading found Value rows, the first one Other
	NoFile      = "dataNoFile"      // nothing is open, or Key comes out of its turn
	Unreadable  = "dataPlan"        // Value, a part of a plan or of options, cannot be read
	Panicked    = "panic"           // the reader has a mistake of its own
	Negative    = "matrixNegative"  // the mean square Value at Row, Column is negative
	Indefinite  = "notPositive"     // a matrix with the negative eigenvalue Value, in units of standard deviations
)

// Error is a mistake in a text, a file or a plan, with its place. Its fields are those of
// the same names of package sim's error.
type Error struct {
	Code    string   `json:"code"`
	Key     string   `json:"key,omitempty"`
	Value   any      `json:"value,omitempty"`
	Min     *float64 `json:"min,omitempty"`
	Max     *float64 `json:"max,omitempty"`
	Allowed []string `json:"allowed,omitempty"`
	Row     int      `json:"row,omitempty"`    // from 1, without the header
	Column  int      `json:"column,omitempty"` // from 1
	Other   any      `json:"other,omitempty"`
	Name    string   `json:"columnName,omitempty"`
	File    string   `json:"file,omitempty"`
	Why     string   `json:"why,omitempty"`     // what of it is TooLarge, where that is not the file
	Nearest bool     `json:"nearest,omitempty"` // the nearest possible moments may be taken instead
}

func (e *Error) Error() string {
	var b strings.Builder
	b.WriteString(e.Code)
	add := func(name string, value any) {
		switch v := value.(type) {
		case string:
			if v != "" {
				b.WriteString("; " + name + " " + v)
			}
		case int:
			if v != 0 || name == "value" {
				b.WriteString("; " + name + " " + strconv.Itoa(v))
			}
		case float64:
			b.WriteString("; " + name + " " + strconv.FormatFloat(v, 'g', -1, 64))
		}
	}
	add("file", e.File)
	add("of", e.Key)
	add("value", e.Value)
	add("row", e.Row)
	add("column", e.Column)
	add("named", e.Name)
	add("other", e.Other)
	if e.Min != nil {
		add("from", *e.Min)
	}
	if e.Max != nil {
		add("to", *e.Max)
	}
	add("allowed", strings.Join(e.Allowed, ", "))
	return b.String()
}

func outOfRange(key string, value any, lo, hi float64) *Error {
	return &Error{Code: OutOfRange, Key: key, Value: value, Min: &lo, Max: &hi}
}

// badEntry is about a word in a matrix, row i and column j from 0.
func badEntry(word string, i, j int) *Error {
	lo, hi := -LargestEntry, LargestEntry
	if word == "" {
		return &Error{Code: Gap, Key: "own", Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
	}
	return &Error{Code: BadEntry, Key: "own", Value: word, Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
}

// Codes are those of all mistakes.
var Codes = []string{OutOfRange, Mismatch, Missing, BadEntry, Gap, RowLength, NotSquare, Asymmetric, Ambiguous, Shortened, Negative,
	Binary, Empty, Broken, TooLarge, Quote, CellCount, BadCell, TextColumn, EmptyColumn, NoRows, Changed, NoFile, Unreadable, Panicked, Indefinite}
