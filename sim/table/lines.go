package table

import (
	"slices"
	"strconv"
	"strings"
	"unicode"
)

// row is a line with numbers: what is said in front of them, and they.
type row struct {
	labels []string
	cells  []string
}

// segment is a run of rows below lines without numbers.
type segment struct {
	headers [][]string
	rows    []row
}

// inLines reads a matrix whose rows are lines.
func (r *reading) inLines(text string) (*Matrix, error) {
	lines, scale := tidyLines(text)
	cut := splitter(lines)
	var table [][]string
	for _, line := range lines {
		table = append(table, cut(line))
	}
	if err := r.decideMarks(table); err != nil {
		return nil, err
	}
	segments := r.segments(table)
	if len(segments) == 0 {
		return nil, &Error{Code: Missing, Key: "own"}
	}
	if s, ok := glued(segments); ok {
		segments = []segment{s}
	}
	whole := segment{headers: segments[0].headers}
	for _, s := range segments {
		whole.rows = append(whole.rows, s.rows...)
	}
	return r.assemble(whole, scale)
}

// tidyLines are the lines that say something, and the number that all of them are to be
// multiplied with, as MATLAB prints it above a matrix.
func tidyLines(text string) (lines []string, scale string) {
	for _, line := range strings.Split(drawn.Replace(text), "\n") {
		line, said := comment(line)
		if strings.TrimSpace(line) == "" && said != "" && !strings.ContainsAny(said, "~=") {
			line = said // it may hold the names
			if words := strings.Fields(said); slices.ContainsFunc(words, numberLike) {
				continue
			}
		}
		line = strings.TrimRight(line, " ")
		if ruled(line) || sizeOf(line) {
			continue
		}
		if cut := strings.TrimSuffix(line, "..."); cut != line {
			line = strings.TrimRight(cut, " ")
		}
		line = strings.TrimRight(strings.TrimSuffix(line, `\`), "; ")
		for _, quote := range []string{"'", `"`} {
			at := strings.Index(line, quote)
			within := at > 0 && at+1 < len(line) && digit(rune(line[at-1])) && digit(rune(line[at+1])) // thousands
			if strings.Count(line, quote) == 1 && !within {                                            // of a string over several lines
				line = strings.TrimRight(strings.Replace(line, quote, " ", 1), "; ")
			}
		}
		bare := strings.TrimSpace(line)
		if cut := strings.TrimRight(strings.TrimSuffix(bare, "*"), " "); cut != bare {
			if v, ok := (marks{'.'}).plain(cut); ok {
				scale = v
				continue
			}
		}
		if bare != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 1 && strings.Contains(lines[0], ";") && !strings.Contains(lines[0], "\t") {
		lines = strings.Split(strings.Trim(lines[0], "; "), ";")
	}
	return lines, scale
}

// sizeOf reports whether a line says what a matrix is called and how large it is, as Stata does: symmetric C[3,3].
func sizeOf(line string) bool {
	name, size, found := strings.Cut(line, "[")
	inside, whole := strings.CutSuffix(size, "]")
	words := strings.Fields(name)
	return found && whole && len(words) > 0 && len(words) < 3 && named(words[0]) && strings.Contains(inside, ",") && dims(inside)
}

// splitter is how the lines of a text are parted: all of them alike.
func splitter(lines []string) func(string) []string {
	var all string // outside of quotation marks
	for i, part := range strings.Split(strings.Join(lines, "\n"), `"`) {
		if i%2 == 0 {
			all += part
		}
	}
	at := func(mark byte) func(string) []string {
		return func(line string) []string { return cellsOf(line, mark) }
	}
	several := func(cut func(string) []string) bool { // there is more than a number in a cell
		numbers := 0
		for _, line := range lines {
			for _, cell := range cut(line) {
				words := strings.Fields(cell)
				n := 0
				for n < len(words) && numberLike(words[len(words)-1-n]) {
					n++
				}
				if n > 1 && !grouped(words[len(words)-n:]) {
					numbers++
				}
			}
		}
		return numbers > 0
	}
	switch {
	case strings.Contains(all, "\t"):
		if several(at('\t')) {
			return fields
		}
		return at('\t')
	case strings.Contains(all, "|"):
		bars := func(line string) []string {
			return cellsOf(strings.TrimSuffix(strings.TrimPrefix(strings.TrimSpace(line), "|"), "|"), '|')
		}
		inner := strings.Contains(strings.Trim(strings.TrimSpace(lines[len(lines)-1]), "|"), "|")
		if several(bars) || !inner {
			return func(line string) []string { return fields(strings.ReplaceAll(line, "|", " ")) }
		}
		return bars
	case strings.Contains(all, ";"):
		return at(';')
	case strings.Contains(all, ","):
		if commasWithin(lines) {
			return func(line string) []string {
				words := fields(line)
				for i, word := range words {
					words[i] = strings.TrimSuffix(word, ",")
				}
				return words
			}
		}
		return func(line string) []string {
			if !strings.Contains(line, ",") {
				return fields(line)
			}
			cells := cellsOf(line, ',')
			for _, cell := range cells { // commas and blanks part them
				if words := strings.Fields(cell); len(words) > 1 && numberLike(words[0]) {
					return fields(strings.ReplaceAll(line, ",", " "))
				}
			}
			return cells
		}
	}
	return fields
}

// numberLike reports whether a word may be a number in some notation.
func numberLike(word string) bool {
	_, point := marks{'.'}.plain(word)
	_, comma := marks{','}.plain(word)
	return point || comma
}

// grouped reports whether words are the groups of thousands of one number.
func grouped(words []string) bool {
	for i, word := range words {
		whole := word
		if i == len(words)-1 {
			whole, _, _ = strings.Cut(strings.ReplaceAll(word, ",", "."), ".")
		}
		if i > 0 && len(whole) != 3 || i == 0 && len(strings.TrimLeft(word, "+-")) > 3 {
			return false
		}
	}
	return true
}

// commasWithin reports whether the commas of lines stand within their numbers: parted at
// blanks alone they make a square or a triangle, and at commas, too, they do not.
func commasWithin(lines []string) bool {
	var words, parts []int
	for _, line := range lines {
		cells := fields(line)
		if !slices.ContainsFunc(cells, numberLike) {
			if strings.ContainsAny(line, "0123456789") {
				return false
			}
			continue
		}
		for len(cells) > 0 && !numberLike(cells[0]) {
			cells = cells[1:]
		}
		for _, cell := range cells {
			if !numberLike(cell) {
				return false
			}
		}
		words = append(words, len(cells))
		parts = append(parts, len(strings.FieldsFunc(strings.Join(cells, " "), func(r rune) bool { return blank(r) || r == ',' })))
	}
	return !slices.Equal(words, parts) && shaped(words) && !shaped(parts)
}

// shaped reports whether rows of such lengths are a square or a triangle.
func shaped(lengths []int) bool {
	square, lower, upper := true, true, true
	for i, n := range lengths {
		square = square && n == len(lengths)
		lower = lower && n == i+1
		upper = upper && n == len(lengths)-i
	}
	return square || lower || upper
}

// fields parts a line at blanks, but not within quotation marks.
func fields(line string) (words []string) {
	if !strings.Contains(line, `"`) {
		words = strings.Fields(line)
	} else {
		for i, part := range strings.Split(line, `"`) {
			if i%2 == 1 {
				words = append(words, part)
			} else {
				words = append(words, strings.Fields(part)...)
			}
		}
	}
	for i, word := range words {
		if len(word) > 1 {
			words[i] = strings.Trim(word, `'`)
		}
	}
	return words
}

// cellsOf parts a line at a mark, but not within quotation marks.
func cellsOf(line string, mark byte) (cells []string) {
	quoted, from := false, 0
	add := func(cell string) {
		cell = strings.TrimSpace(cell)
		if len(cell) > 1 && (cell[0] == '"' || cell[0] == '\'') && cell[len(cell)-1] == cell[0] {
			cell = strings.TrimSpace(strings.ReplaceAll(cell[1:len(cell)-1], `""`, `"`))
		}
		cells = append(cells, cell)
	}
	for i := range len(line) {
		switch {
		case line[i] == '"':
			quoted = !quoted
		case line[i] == mark && !quoted:
			add(line[from:i])
			from = i + 1
		}
	}
	add(line[from:])
	return cells
}

// decideMarks says what commas and points mean, once for all.
func (r *reading) decideMarks(table [][]string) error {
	if r.decimal != "" {
		r.marks = marks{r.decimal[0]}
		return nil
	}
	var e evidence
	for _, cells := range table {
		for _, cell := range cells {
			e.see(cell)
		}
	}
	m, doubtful := e.decide()
	r.marks = m
	if doubtful != "" {
		lo, hi := -LargestEntry, LargestEntry
		return &Error{Code: Ambiguous, Key: "own", Value: doubtful, Min: &lo, Max: &hi}
	}
	return nil
}

// isText reports whether a cell is neither a number nor stands for a missing one.
func (r *reading) isText(cell string) bool {
	if missing(cell) {
		return false
	}
	_, ok := r.marks.plain(cell)
	return !ok
}

// captioned reports whether a line says what part of a matrix is below it.
func captioned(cells []string) bool {
	words := strings.Fields(strings.ToLower(strings.Join(cells, " ")))
	return len(words) > 1 && (words[0] == "columns" || words[0] == "column") && strings.ContainsAny(words[1], "0123456789")
}

// segments parts lines into runs of rows, and rows into labels and numbers.
func (r *reading) segments(table [][]string) (list []segment) {
	var current segment
	next := func() {
		if len(current.rows) > 0 {
			list = append(list, current)
			current = segment{}
		}
	}
	for _, cells := range table {
		numbers, absent, words, equal := 0, 0, 0, false
		for _, cell := range cells {
			switch {
			case cell == "":
			case missing(cell):
				absent++
			case !r.isText(cell):
				numbers++
			case !named(cell) && strings.ContainsAny(cell, "0123456789"):
				numbers++ // that cannot be read
			default:
				words++
				equal = equal || cell == "=" || strings.HasSuffix(cell, "=")
			}
		}
		switch {
		case captioned(cells):
			next()
		case numbers == 0 && absent <= words && !(absent > 0 && absent == words), equal && numbers <= 1:
			if words > 0 {
				next()
				current.headers = append(current.headers, cells)
			}
		default:
			current.rows = append(current.rows, row{cells: cells})
		}
	}
	next()
	labelled, rows, counted := 0, 0, true // beside a count, as in "1. Girth"
	for _, s := range list {
		for i, row := range s.rows {
			counted = counted && strings.TrimRight(row.cells[0], ".)") == strconv.Itoa(i+1)
		}
	}
	for _, s := range list {
		for _, row := range s.rows {
			rows++
			if r.labels(row.cells, counted) > 0 {
				labelled++
			}
		}
	}
	for _, s := range list {
		for i := range s.rows {
			cells := s.rows[i].cells
			if n := r.labels(cells, counted); n > 0 && 2*labelled > rows {
				s.rows[i].labels, cells = cells[:n], cells[n:]
			}
			for len(cells) > 0 && cells[len(cells)-1] == "" {
				cells = cells[:len(cells)-1]
			}
			s.rows[i].cells = cells
		}
	}
	return list
}

// labels is how many cells of a row come before its numbers: names, and a count before them.
func (r *reading) labels(cells []string, counted bool) (n int) {
	for i, cell := range cells {
		switch {
		case cell == "", i == 0 && counted && len(cells) > 1 && named(cells[1]):
			continue
		case !r.isText(cell) || !named(cell):
			return n
		}
		n = i + 1
	}
	return n
}

// named reports whether a word may name something: it has letters, or the brackets of R.
func named(word string) bool {
	return strings.IndexFunc(word, unicode.IsLetter) >= 0 || strings.Contains(word, "×") || strings.HasPrefix(word, "⟦")
}

// glued puts segments beside each other, if a matrix is printed in parts because its rows
// are too long: they have the same rows, and as many columns together.
func glued(list []segment) (whole segment, ok bool) {
	rows := len(list[0].rows)
	if len(list) < 2 {
		return whole, false
	}
	columns := 0
	for _, s := range list {
		widest := 0
		if len(s.rows) != rows {
			return whole, false
		}
		for i, row := range s.rows {
			if !slices.Equal(row.labels, list[0].rows[i].labels) {
				return whole, false
			}
			widest = max(widest, len(row.cells))
		}
		columns += widest
	}
	if columns != rows {
		return whole, false
	}
	whole.rows = make([]row, rows)
	var names []string
	for _, s := range list {
		widest := 0
		for i, row := range s.rows {
			whole.rows[i].labels = row.labels
			whole.rows[i].cells = append(whole.rows[i].cells, row.cells...)
			widest = max(widest, len(row.cells))
		}
		if len(s.headers) > 0 {
			names = append(names, headerOf(s.headers, widest, len(s.rows[0].labels) > 0)...)
		}
	}
	if len(names) == columns {
		whole.headers = [][]string{names}
	}
	return whole, true
}
