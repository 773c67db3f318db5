package sim

import (
	"math"
	"strconv"
	"strings"
	"unicode"

	"unimodal-bias-lab/sim/linalg"
)

// readMatrix reads a matrix as people paste it.
func readMatrix(text string) (*ownMoments, error) {
	sizes, text, named := blocksLine(plainText(text))
	text, err := decimalPoints(text)
	if err != nil {
		return nil, err
	}
	rows := rowsOf(text)
	if len(rows) == 0 {
		return nil, &Error{Code: MatrixMissing, Key: "own"}
	}
	n := len(rows[0])
	printed := precisionOf(rows)
	var matrix, grains []float64
	for i, row := range rows {
		for j, word := range row {
			v, err := entry(word, i, j)
			if err != nil {
				return nil, err
			}
			matrix, grains = append(matrix, v), append(grains, printed.grain(word))
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
			scale := math.Sqrt(math.Abs(matrix[i*n+i] * matrix[j*n+j]))
			rounding := 1.01 * (grains[i*n+j] + grains[j*n+i])
			if grains[i*n+j] == grains[j*n+i] { // one number is rounded twice to the same digits, but for the last of many
				rounding = math.Min(rounding, lastDigit*scale)
			}
			if math.Abs(a-b) > math.Max(rounding, sameData*scale) {
				return nil, &Error{Code: Asymmetric, Key: "own", Row: i + 1, Column: j + 1, Value: a, Other: b}
			}
			o.upper = append(o.upper, a)
		}
	}
	o.unround(grains)
	return o, nil
}

// Of the largest entry, a difference in the last digit that is nobody's mistake.
const lastDigit = 1e-3

// precision is that of the numbers of a text: how many decimals and how many significant
// ones they have at most, if zeros at the end are left out; else every number says it itself.
type precision struct {
	decimals, significant int
	dropped               bool
}

func precisionOf(rows [][]string) precision {
	d := precision{dropped: true}
	for _, row := range rows {
		for _, word := range row {
			whole, fraction, _, point := decimalParts(word)
			if !point {
				continue
			}
			d.dropped = d.dropped && !strings.HasSuffix(fraction, "0")
			d.decimals = max(d.decimals, len(fraction))
			d.significant = max(d.significant, len(strings.TrimLeft(whole+fraction, "0")))
		}
	}
	return d
}

// grain is half a unit of the last decimal of a number: how far what is printed may be from
// what was meant.
func (d precision) grain(word string) float64 {
	whole, fraction, power, point := decimalParts(word)
	if !point {
		return 0 // whole numbers are exact
	}
	decimals := len(fraction)
	if d.dropped {
		decimals = max(decimals, min(d.decimals, d.significant-len(strings.TrimLeft(whole, "0"))))
	}
	return 0.5 * math.Pow10(power-decimals)
}

func decimalParts(word string) (whole, fraction string, power int, point bool) {
	mantissa, exponent, _ := strings.Cut(strings.ToLower(strings.TrimLeft(word, "+-")), "e")
	whole, fraction, point = strings.Cut(mantissa, ".")
	power, _ = strconv.Atoi(exponent)
	return whole, fraction, power, point
}

// unround takes moments that no data have, if that is the doing of rounding as far as they
// were printed, to the nearest ones that some have: in units of the standard deviations,
// negative eigenvalues of the joint matrix become zero. Rounding moves an eigenvalue by
// vᵀEv, whose standard deviation over even errors E within ± the grains is taken four times.
func (o *ownMoments) unround(grains []float64) {
	if _, err := o.moments(); err == nil {
		return
	}
	joint, n := o.joint()
	scale := make([]float64, n)
	for i := range n {
		if scale[i] = math.Sqrt(joint[i*n+i]); !(scale[i] > 0) {
			return
		}
	}
	for i := range n {
		for j := range n {
			grains[i*n+j] /= scale[i] * scale[j]
			joint[i*n+j] /= scale[i] * scale[j]
		}
	}
	values, vectors := linalg.Eigen(joint, n)
	for k, v := range values {
		variance := 0.0
		for i := range n {
			for j := range i + 1 {
				by := vectors[i*n+k] * vectors[j*n+k] * grains[j*n+i]
				if j < i {
					by *= 2
				}
				variance += by * by
			}
		}
		if v < -4*math.Sqrt(variance/3) {
			return // this is more than rounding
		}
	}
	repaired := &ownMoments{blocks: o.blocks}
	for i := range n {
		for j := i; j < n; j++ {
			sum := 0.0
			for k, v := range values {
				sum += math.Max(v, 0) * vectors[i*n+k] * vectors[j*n+k]
			}
			repaired.upper = append(repaired.upper, sum*scale[i]*scale[j])
		}
	}
	if _, err := repaired.moments(); err == nil {
		*o = *repaired
	}
}

// decimalPoints gives numbers with decimal commas points, and takes the commas out of
// thousands. Which of the two a comma is, or whether it parts numbers, is the same all over a text; where both
// readings are possible it has to be asked.
func decimalPoints(text string) (string, error) {
	if !strings.ContainsRune(text, ',') {
		return text, nil
	}
	if !strings.ContainsAny(text, "\t;") && !commasWithin(text) {
		return text, nil // they part the numbers
	}
	words := strings.FieldsFunc(text, func(r rune) bool { return unicode.IsSpace(r) || r == ';' })
	for i, word := range words {
		words[i] = strings.TrimSuffix(word, ",")
	}
	decimal, thousands, doubtful := false, false, ""
	small := false // a whole number that would have no comma if they were decimal …
	for _, word := range words {
		if !strings.ContainsRune(word, ',') {
			// … and none either between thousands; a point decides anyway.
			thousands = thousands || strings.ContainsRune(word, '.')
			small = small || len(strings.TrimLeft(word, "+-")) == 3
			continue
		}
		switch kindOfComma(word) {
		case commaDecimal:
			decimal = true
		case commaThousands:
			thousands = true
		case commaEither:
			if doubtful == "" {
				doubtful = word
			}
		default:
			return text, nil // commas of another use, such as a row in a word
		}
	}
	switch {
	case decimal && thousands, !decimal && !thousands && !small && doubtful != "":
		least, most := -largestEntry, largestEntry
		if doubtful == "" {
			doubtful = words[0]
		}
		return "", &Error{Code: Ambiguous, Key: "own", Value: doubtful, Min: &least, Max: &most}
	}
	var b strings.Builder
	for i, r := range text {
		switch next := text[min(i+1, len(text)-1)]; {
		case r != ',' || next == ' ' || next == '\n' || i+1 == len(text):
			b.WriteRune(r)
		case decimal:
			b.WriteByte('.')
		}
	}
	return b.String(), nil
}

// commasWithin reports whether the commas of a text without tabs and semicolons stand
// within its numbers: blanks alone part them, or commas with a blank, into as many columns as there are
// rows.
func commasWithin(text string) bool {
	rows, words, parts := 0, 0, 0
	for line := range strings.SplitSeq(text, "\n") {
		line = strings.TrimSpace(line)
		if line == "" {
			continue
		}
		if strings.ContainsAny(line, "[](){}") {
			return false
		}
		rows++
		words = len(strings.Fields(line))
		parts = len(strings.FieldsFunc(line, func(r rune) bool { return unicode.IsSpace(r) || r == ',' }))
	}
	return words != parts && words == rows && parts != rows
}

// The uses of commas in a number.
const (
	commaOther     = iota
	commaDecimal   // 1,5
	commaThousands // 1,234.5 or 1,234,567
	commaEither    // 1,234
)

func kindOfComma(word string) int {
	whole, rest, _ := strings.Cut(strings.TrimLeft(word, "+-"), ",")
	digits := func(s string) bool { return s != "" && strings.Trim(s, "0123456789") == "" }
	mantissa, _, _ := strings.Cut(strings.ToLower(rest), "e")
	switch {
	case !digits(whole):
		return commaOther
	case strings.ContainsAny(rest, ",."):
		whole, fraction, point := strings.Cut(rest, ".")
		for group := range strings.SplitSeq(whole, ",") {
			if len(group) != 3 || !digits(group) {
				return commaOther
			}
		}
		if point && fraction != "" && !digits(fraction) {
			return commaOther
		}
		return commaThousands
	case !digits(mantissa):
		return commaOther
	case len(mantissa) == 3 && len(whole) <= 3 && whole[0] != '0' && mantissa == rest:
		return commaEither
	}
	return commaDecimal
}

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

// entry reads one number, row i and column j from 0.
func entry(word string, i, j int) (float64, error) {
	v, err := strconv.ParseFloat(word, 64)
	if err != nil || !(math.Abs(v) <= largestEntry) || !decimal(word) {
		lo, hi := -largestEntry, largestEntry
		return 0, &Error{Code: BadEntry, Key: "own", Value: word, Row: i + 1, Column: j + 1, Min: &lo, Max: &hi}
	}
	return v + 0, nil // −0 becomes 0
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
			row = append(row, strings.FieldsFunc(strings.TrimSpace(cell), between)...)
		}
		add(row)
	}
	return rows
}
