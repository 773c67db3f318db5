//go:build !light

package sim

import (
	"errors"
	"math"
	"strings"

	"unimodal-bias-lab/sim/table"
)

// readMatrix reads a matrix as people paste it.
func readMatrix(text string) (*ownMoments, error) {
	m, err := table.ReadMatrix(text, "")
	if err != nil {
		return nil, ofTable(err)
	}
	n := m.N
	if d := n - 1; d < 2 || d > MaxOwnInputs {
		return nil, outOfRange("inputs", d, 2, MaxOwnInputs)
	}
	o := &ownMoments{}
	switch {
	case m.Named:
		if err := o.setBlocks(m.Sizes); err != nil {
			return nil, err
		}
	case n == 3:
		o.blocks = [2]int{1, 1}
	default:
		return nil, &Error{Code: BlocksMissing, Key: "blocks", Value: n - 1, Allowed: divisions(n - 1)}
	}
	if o.inputs() != n-1 {
		return nil, &Error{Code: BlockSizes, Key: "blocks", Value: strings.Join(m.Sizes, " + "), Other: n - 1, Allowed: divisions(n - 1)}
	}
	for i := range n {
		for j := i; j < n; j++ {
			v := m.Values[i*n+j]
			if math.Abs(v) > largestEntry {
				return nil, badEntry(m.Words[i*n+j], i, j)
			}
			o.upper = append(o.upper, v)
		}
	}
	if _, err := o.moments(); err != nil {
		if nearest, _, rounding := m.Nearest(); rounding { // what is wrong is the doing of the printed digits
			repaired := &ownMoments{blocks: o.blocks}
			for i := range n {
				repaired.upper = append(repaired.upper, nearest[i*n+i:(i+1)*n]...)
			}
			if _, err := repaired.moments(); err == nil {
				return repaired, nil
			}
		}
	}
	return o, nil
}

// ofTable is a mistake that package table found, as one of this package.
func ofTable(err error) error {
	var e *table.Error
	if !errors.As(err, &e) {
		return err
	}
	if e.Code == table.BadEntry {
		word, _ := e.Value.(string)
		return badEntry(word, e.Row-1, e.Column-1)
	}
	if e.Code == table.Ambiguous || e.Code == table.Gap {
		lo, hi := -largestEntry, largestEntry
		e.Min, e.Max = &lo, &hi
	}
	return &Error{Code: Code(e.Code), Key: e.Key, Value: e.Value, Min: e.Min, Max: e.Max, Allowed: e.Allowed, Row: e.Row, Column: e.Column, Other: e.Other}
}
