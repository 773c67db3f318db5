package sim

import (
	"math"
	"strconv"
)

// setBlocks takes the sizes of the blocks: two whole numbers.
func (o *ownMoments) setBlocks(words []string) (err error) {
	if len(words) != len(o.blocks) {
		return &Error{Code: Mismatch, Key: "blocks", Value: format("%v sizes for %v blocks", len(words), len(o.blocks))}
	}
	for i, word := range words {
		if o.blocks[i], err = ownSize("blocks", word, MaxOwnInputs-1); err != nil {
			return err
		}
	}
	if o.inputs() > MaxOwnInputs {
		return outOfRange("inputs", o.inputs(), 2, MaxOwnInputs)
	}
	return nil
}

// divisions are the sizes two blocks of d inputs can have.
func divisions(d int) (list []string) {
	for a := 1; a < d; a++ {
		list = append(list, strconv.Itoa(a)+" + "+strconv.Itoa(d-a))
	}
	return list
}

// entry reads one number of the canonical form, row i and column j from 0.
func entry(word string, i, j int) (float64, error) {
	v, err := strconv.ParseFloat(word, 64)
	if err != nil || !(math.Abs(v) <= largestEntry) || !decimal(word) {
		return 0, badEntry(word, i, j)
	}
	return v + 0, nil // −0 becomes 0
}

func badEntry(word string, i, j int) *Error {
	lo, hi := -largestEntry, largestEntry
	return &Error{Code: BadEntry, Key: "own", Value: word, Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
}

// decimal reports whether a number is written as people do, and not as programs, like 0x1p2 or 1_0.
func decimal(word string) bool {
	for i := range len(word) {
		switch c := word[i]; {
		case '0' <= c && c <= '9', c == '+', c == '-', c == '.', c == 'e', c == 'E':
		default:
			return false
		}
	}
	return true
}
