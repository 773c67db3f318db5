package sim

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// String is the canonical form, see [ParseMoments]: what a link can hold of a set. It leaves out
// the names of inputs and targets, and all that is known of rows.
func (d *DataSet) String() string {
	var b strings.Builder
	named := d.named()
	for i, m := range d.Modalities {
		if i > 0 {
			b.WriteByte('_')
		}
		if named {
			b.WriteString(escaped(m.Name) + ":")
		}
		b.WriteString(strconv.Itoa(m.Dim))
	}
	if len(d.Targets) > 1 {
		b.WriteString("-" + strconv.Itoa(len(d.Targets)))
	}
	separator := byte('~')
	for _, v := range d.Upper {
		b.WriteByte(separator)
		b.WriteString(strconv.FormatFloat(v, 'g', -1, 64))
		separator = '_'
	}
	return b.String()
}

// named reports whether some modality is not called by its letter.
func (d *DataSet) named() bool {
	for i, m := range d.Modalities {
		if m.Name != letter(i) {
			return true
		}
	}
	return false
}

// escaped is a name without any sign that parts names, sizes and numbers.
func escaped(name string) string {
	var b strings.Builder
	for _, r := range name {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
			continue
		}
		for _, c := range []byte(string(r)) {
			percent(&b, c)
		}
	}
	return b.String()
}

// readCompact reads the canonical form; commas do as well as underscores.
func readCompact(text string) (*DataSet, error) {
	sizes, numbers, _ := strings.Cut(text, "~")
	separator := func(r rune) bool { return r == '_' || r == ',' }
	sizes, outputs, several := strings.Cut(sizes, "-")
	words := strings.FieldsFunc(sizes, separator)
	if n := len(words); n < FewestModalities || n > MaxModalities {
		return nil, &Error{Code: Mismatch, Key: "blocks", Value: format("%v sizes for %v to %v blocks", n, FewestModalities, MaxModalities)}
	}
	d, targets := &DataSet{}, 1
	for i, word := range words {
		name, size, hasName := strings.Cut(word, ":")
		if !hasName {
			name, size = letter(i), word
		} else if plain, ok := fromPercents(name); ok {
			name = plain
		}
		dim, err := ownSize("blocks", size, MaxOwnInputs-1)
		if err != nil {
			return nil, err
		}
		d.Modalities = append(d.Modalities, Modality{name, dim})
	}
	if several {
		var err error
		if targets, err = ownSize("targets", outputs, MaxTargets); err != nil {
			return nil, err
		}
	}
	if inputs := d.D(); inputs > MaxOwnInputs {
		return nil, outOfRange("inputs", inputs, 2, MaxOwnInputs)
	}
	d.NameAll(targets)
	entries := strings.FieldsFunc(numbers, separator)
	n := d.size()
	if need := n * (n + 1) / 2; len(entries) != need {
		return nil, &Error{Code: Incomplete, Key: "own", Value: len(entries), Other: need}
	}
	for i := range n {
		for j := i; j < n; j++ {
			v, err := entry(entries[len(d.Upper)], i, j)
			if err != nil {
				return nil, err
			}
			d.Upper = append(d.Upper, v)
		}
	}
	return d, d.checkShape()
}

// ownSize reads a whole number from 1 to most.
func ownSize(key, word string, most int) (int, error) {
	v, err := strconv.ParseFloat(word, 64)
	least, limit := 1.0, float64(most)
	switch {
	case err != nil || math.IsNaN(v):
		return 0, &Error{Code: NotANumber, Key: key, Value: word, Min: &least, Max: &limit}
	case v < least || v > limit:
		return 0, outOfRange(key, v, least, limit)
	case v != math.Trunc(v):
		return 0, &Error{Code: NotAnInteger, Key: key, Value: v, Min: &least, Max: &limit}
	}
	return int(v), nil
}
