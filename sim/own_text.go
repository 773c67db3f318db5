package sim

import (
	"math"
	"strconv"
	"strings"
	"unicode"
)

// readCompact reads the canonical form; commas do as well as underscores.
func readCompact(text string) (*ownMoments, error) {
	sizes, numbers, _ := strings.Cut(text, "~")
	separator := func(r rune) bool { return r == '_' || r == ',' }
	o := &ownMoments{}
	if err := o.setBlocks(strings.FieldsFunc(sizes, separator)); err != nil {
		return nil, err
	}
	words := strings.FieldsFunc(numbers, separator)
	n := o.inputs() + 1
	if need := n * (n + 1) / 2; len(words) != need {
		return nil, &Error{Code: Incomplete, Key: "own", Value: len(words), Other: need}
	}
	for i := range n {
		for j := i; j < n; j++ {
			v, err := entry(words[len(o.upper)], i, j)
			if err != nil {
				return nil, err
			}
			o.upper = append(o.upper, v)
		}
	}
	return o, nil
}

// readMatrix reads a matrix as people paste it.
func readMatrix(text string) (*ownMoments, error) {
	sizes, text, named := blocksLine(plainText(text))
	rows := rowsOf(text)
	if len(rows) == 0 {
		return nil, &Error{Code: MatrixMissing, Key: "own"}
	}
	n := len(rows[0])
	var matrix []float64
	for i, row := range rows {
		for j, word := range row {
			v, err := entry(word, i, j)
			if err != nil {
				return nil, err
			}
			matrix = append(matrix, v)
		}
		if len(row) != n {
			return nil, &Error{Code: RowLength, Key: "own", Row: i + 1, Value: len(row), Other: n}
		}
	}
	if len(rows) != n {
		return nil, &Error{Code: NotSquare, Key: "own", Value: len(rows), Other: n}
	}
	if d := n - 1; d < 2 || d > MaxOwnInputs {
		return nil, outOfRange("inputs", d, 2, MaxOwnInputs)
	}

	o := &ownMoments{}
	switch {
	case named:
		if err := o.setBlocks(sizes); err != nil {
			return nil, err
		}
	case n == 3:
		o.blocks = [2]int{1, 1}
	default:
		return nil, &Error{Code: BlocksMissing, Key: "blocks", Value: n - 1, Allowed: divisions(n - 1)}
	}
	if o.inputs() != n-1 {
		return nil, &Error{Code: BlockSizes, Key: "blocks", Value: strings.Join(sizes, " + "), Other: n - 1, Allowed: divisions(n - 1)}
	}
	for i := range n {
		for j := i; j < n; j++ {
			a, b := matrix[i*n+j], matrix[j*n+i]
			if math.Abs(a-b) > sameData*math.Sqrt(math.Abs(matrix[i*n+i]*matrix[j*n+j])) {
				return nil, &Error{Code: Asymmetric, Key: "own", Row: i + 1, Column: j + 1, Value: a, Other: b}
			}
			o.upper = append(o.upper, a)
		}
	}
	return o, nil
}

// setBlocks takes the sizes of the blocks: two whole numbers.
func (o *ownMoments) setBlocks(words []string) error {
	if len(words) != len(o.blocks) {
		return &Error{Code: Mismatch, Key: "blocks", Value: format("%v sizes for %v blocks", len(words), len(o.blocks))}
	}
	least, most := 1.0, float64(MaxOwnInputs-1)
	for i, word := range words {
		v, err := strconv.ParseFloat(word, 64)
		switch {
		case err != nil || math.IsNaN(v):
			return &Error{Code: NotANumber, Key: "blocks", Value: word, Min: &least, Max: &most}
		case v < least || v > most:
			return outOfRange("blocks", v, least, most)
		case v != math.Trunc(v):
			return &Error{Code: NotAnInteger, Key: "blocks", Value: v, Min: &least, Max: &most}
		}
		o.blocks[i] = int(v)
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

// entry reads one number, row i and column j from 0.
func entry(word string, i, j int) (float64, error) {
	v, err := strconv.ParseFloat(word, 64)
	if err != nil || !(math.Abs(v) <= largestEntry) {
		lo, hi := -largestEntry, largestEntry
		return 0, &Error{Code: BadEntry, Key: "own", Value: word, Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
	}
	return v + 0, nil // −0 becomes 0
}

// plainText has one kind of line end, of minus and of blank.
func plainText(text string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case '\r':
			return '\n' // where two come together, the line between them is empty
		case '−':
			return '-'
		case '\u00a0', '\u202f':
			return ' '
		}
		return r
	}, text)
}

// blocksLine takes off a first line like "blocks: 2, 3".
func blocksLine(text string) (sizes []string, rest string, named bool) {
	line, rest, _ := strings.Cut(strings.TrimLeftFunc(text, unicode.IsSpace), "\n")
	words := strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(",;:=+()", r) })
	if len(words) == 0 || !strings.HasPrefix(strings.ToLower(words[0]), "block") {
		return nil, text, false
	}
	if words = words[1:]; len(words) > 0 && strings.HasPrefix(strings.ToLower(words[0]), "size") {
		words = words[1:]
	}
	return words, rest, true
}

// rowsOf splits a matrix into rows of words, none of them empty.
func rowsOf(text string) (rows [][]string) {
	between := func(r rune) bool { return unicode.IsSpace(r) || r == ',' }
	add := func(words []string) {
		if len(words) > 0 {
			rows = append(rows, words)
		}
	}
	open, last := strings.Index(text, "["), strings.LastIndex(text, "]")
	if open >= 0 && last > open { // what is around brackets is the name of a function
		text = text[open : last+1]
	}
	if strings.Count(text, "[") > 1 { // NumPy: brackets around rows, which may go over several lines
		for row := range strings.SplitSeq(text, "]") {
			add(strings.FieldsFunc(strings.ReplaceAll(row, "[", " "), between))
		}
		return rows
	}
	var lines []string
	for line := range strings.SplitSeq(strings.Trim(text, "[] \n"), "\n") {
		if line = strings.Trim(line, "; "); strings.TrimSpace(line) != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 1 {
		for row := range strings.SplitSeq(lines[0], ";") {
			add(strings.FieldsFunc(row, between))
		}
		return rows
	}
	for _, line := range lines {
		if !strings.ContainsAny(line, "\t;") {
			add(strings.FieldsFunc(line, between))
			continue
		}
		var row []string
		for cell := range strings.FieldsFuncSeq(line, func(r rune) bool { return r == '\t' || r == ';' }) {
			row = append(row, strings.FieldsFunc(decimalPoint(strings.TrimSpace(cell)), between)...)
		}
		add(row)
	}
	return rows
}

// decimalPoint writes 1,5 as 1.5: a cell of a spreadsheet that parts its cells
// otherwise.
func decimalPoint(cell string) string {
	whole, fraction, found := strings.Cut(cell, ",")
	if !found || whole == "" || fraction == "" || strings.ContainsAny(fraction, ",. ") || strings.ContainsAny(whole, ". ") {
		return cell
	}
	return whole + "." + fraction
}
