package table

import (
	"math"
	"slices"
	"strconv"
	"strings"

	"unimodal-bias-lab/sim/linalg"
)

// Kinds of columns that programs print below their names.
var typeWords = strings.Fields("f64 f32 i64 i32 u8 str float64 float32 int64 object num dbl int chr <dbl> <int> <chr> <fct> <lgl> Float64 Int64 String")

// Words of a caption, which are no names.
var captionWords = strings.Fields("covariance covariances correlation correlations matrix cov cor of the data table = <-")

// headerOf are the n names above rows of n numbers, or nil.
func headerOf(headers [][]string, n int, labelled bool) []string {
	for k := len(headers) - 1; k >= 0; k-- {
		h := headers[k]
		if slices.ContainsFunc(h, func(word string) bool { return slices.Contains(captionWords, strings.ToLower(strings.Trim(word, ":"))) }) {
			continue
		}
		if !slices.ContainsFunc(h, func(word string) bool { return word != "" && !slices.Contains(typeWords, word) }) {
			continue
		}
		if len(h) == 1 && n > 1 { // names with blanks, in a line of another kind
			h = spaced(h[0], n)
		}
		for len(h) > n && h[len(h)-1] == "" {
			h = h[:len(h)-1]
		}
		for len(h) > n && (h[0] == "" || labelled && len(h) <= n+2) {
			h = h[1:] // above the labels
		}
		if len(h) == n {
			return h
		}
	}
	return nil
}

// spaced parts a line into n names, at blanks or where there are two of them.
func spaced(line string, n int) []string {
	if words := strings.Fields(line); len(words) == n {
		return words
	}
	var names []string
	for _, part := range strings.Split(line, "  ") {
		if part = strings.TrimSpace(part); part != "" {
			names = append(names, part)
		}
	}
	return names
}

// mostRows is how many rows a matrix can have, with some to spare.
const mostRows = 2 * (MaxInputs + MaxTargets)

// assemble makes a matrix of rows.
func (r *reading) assemble(s segment, scale string) (*Matrix, error) {
	s.rows = withoutFooters(s)
	s.rows = withoutIndex(s)
	rows, lengths := len(s.rows), []int(nil)
	widest := 0
	for _, row := range s.rows {
		lengths = append(lengths, len(row.cells))
		widest = max(widest, len(row.cells))
	}
	if k := int(math.Sqrt(float64(rows))); widest == 1 && k > 1 && k*k == rows && len(s.rows[0].labels) == 0 { // a number a line
		folded := make([]row, k)
		for i, row := range s.rows {
			folded[i/k].cells = append(folded[i/k].cells, row.cells...)
		}
		s.rows, rows, widest, lengths = folded, k, k, nil
		for range k {
			lengths = append(lengths, k)
		}
	}
	if rows > mostRows {
		return nil, &Error{Code: NotSquare, Key: "own", Value: rows, Other: widest}
	}
	if names := strictNames(s); rows > 1 && names != nil {
		g := newGrid(rows + 1)
		for i, row := range s.rows {
			for j, cell := range row.cells {
				if lengths[0] == 1 { // below the diagonal
					g.put(i+1, j, cell)
				} else {
					g.put(i, i+1+j, cell)
				}
			}
		}
		g.names = names
		return g.matrix(r, scale)
	}
	g := newGrid(rows)
	lower, upper := rows > 1, rows > 1
	for i, n := range lengths {
		lower, upper = lower && n == i+1, upper && n == rows-i
	}
	if lower && len(s.headers) == 0 && len(s.rows[0].labels) == 0 {
		if m := r.bareTriangle(s.rows, scale); m != nil {
			return m, nil
		}
	}
	if lower {
		widest = rows
	}
	left := holesOf(s.rows)
	if upper {
		left = holes{below: true}
	}
	ragged := ragged(s.rows)
	for i, row := range s.rows {
		for j, cell := range row.cells {
			at := j
			if upper {
				at = i + j
			}
			hole := missing(cell) && at < rows && left.at(i, at)
			if r.bad(cell) || missing(cell) && !hole && at < rows {
				return nil, badEntry(cell, i, at)
			}
			if at < rows && !hole {
				g.put(i, at, cell)
			}
		}
		if n := len(s.rows[0].cells); !lower && !upper && len(row.cells) != n && !ragged {
			return nil, &Error{Code: RowLength, Key: "own", Row: i + 1, Value: len(row.cells), Other: n}
		}
	}
	if widest != rows {
		return nil, &Error{Code: NotSquare, Key: "own", Value: rows, Other: widest}
	}
	if g.names = headerOf(s.headers, rows, len(s.rows[0].labels) > 0); g.names == nil {
		g.names = labelsOf(s.rows)
	}
	return g.matrix(r, scale)
}

// bad reports whether a cell is no number that can be read, though it is there.
func (r *reading) bad(cell string) bool {
	if missing(cell) {
		return false
	}
	v, _, ok := r.marks.number(cell)
	return !ok || !(math.Abs(v) <= LargestEntry)
}

// ragged reports whether rows have the shape of a triangle in a spreadsheet: the cells
// above or below the diagonal, and perhaps on it, are empty.
func ragged(rows []row) bool {
	lower, upper, without := len(rows) > 1, len(rows) > 1, len(rows) > 1
	for i, row := range rows {
		n := len(row.cells)
		lower = lower && (n == i+1 || n == i)
		upper = upper && (n == len(rows) || n == 0 && i == len(rows)-1)
		without = without && (n == len(rows) && row.cells[i] == "" || n == len(rows)-1 && i == n)
	}
	return lower || upper || without
}

// holes says which of a square's parts are left out: what is above or below its diagonal, and
// that.
type holes struct{ above, below, on bool }

func holesOf(rows []row) holes {
	h := holes{true, true, true}
	for i, row := range rows {
		for j, cell := range row.cells[:min(len(row.cells), len(rows))] {
			switch {
			case missing(cell):
			case i < j:
				h.above = false
			case i > j:
				h.below = false
			default:
				h.on = false
			}
		}
	}
	return h
}

// at reports whether an empty cell belongs to such a part.
func (h holes) at(i, j int) bool { return i < j && h.above || i > j && h.below || i == j && h.on }

// withoutFooters drops rows that are of none of the names above, where those have theirs. A row that comes
// twice is no footer.
func withoutFooters(s segment) []row {
	times := map[string]int{}
	last := func(row row) (label string) {
		if l := len(row.labels); l > 0 {
			label = row.labels[l-1]
		}
		return label
	}
	for _, row := range s.rows {
		times[last(row)]++
	}
	for _, h := range s.headers {
		named := func(row row) bool { return len(row.labels) > 0 && slices.Contains(h, last(row)) }
		count := 0
		for _, row := range s.rows {
			if named(row) {
				count++
			}
		}
		if count > 1 && count < len(s.rows) {
			kept := s.rows[:0:0]
			for i, row := range s.rows {
				if len(row.labels) == 0 || named(row) || times[last(row)] > 1 || len(row.cells) == count || i == 0 || len(row.cells) == i+1 {
					kept = append(kept, row)
				}
			}
			return kept
		}
	}
	return s.rows
}

// counts reports whether cells count from 0 or from 1.
func counts(cells []string) bool {
	if len(cells) < 2 || cells[0] != "0" && cells[0] != "1" {
		return false
	}
	first := int(cells[0][0] - '0')
	for i, cell := range cells {
		if cell != strconv.Itoa(first+i) {
			return false
		}
	}
	return true
}

// increasing reports whether words are whole numbers in ascending order.
func increasing(words []string) bool {
	last := -1
	for _, word := range words {
		n, err := strconv.Atoi(word)
		if err != nil || n <= last {
			return false
		}
		last = n
	}
	return true
}

// withoutIndex drops a line and a column that only count, or that are the same whole numbers.
func withoutIndex(s segment) []row {
	rows := s.rows
	column := func(rows []row) (list []string) {
		for _, row := range rows {
			if len(row.cells) == 0 {
				return nil
			}
			list = append(list, row.cells[0])
		}
		return list
	}
	shift := func(rows []row) []row {
		shifted := slices.Clone(rows)
		for i := range shifted {
			shifted[i].cells = shifted[i].cells[1:]
		}
		return shifted
	}
	if len(rows) > 2 {
		first, rest := rows[0], rows[1:]
		header := first.cells
		if len(header) > 0 && header[0] == "" {
			header = header[1:]
		}
		years := slices.Equal(column(rest), header) && increasing(header) && !slices.ContainsFunc(rest, func(row row) bool { return len(row.labels) > 0 || len(row.cells) != len(header)+1 })
		if (counts(header) || years) && len(header) == len(rest) {
			switch {
			case len(rest[0].labels) > 0:
				return rest
			case (years || counts(column(rest))) && rest[0].cells[0] == header[0] && len(rest[len(rest)-1].cells) == len(header)+1:
				return shift(rest)
			}
		}
	}
	for _, row := range rows {
		if len(row.cells) != len(rows)+1 {
			return rows
		}
	}
	if counts(column(rows)) {
		return shift(rows)
	}
	return rows
}

// strictNames are the names of rows that are a triangle without its diagonal, nil where they are none: its first
// row, or its first column, is of a name that the other side does not have.
func strictNames(s segment) []string {
	labels := labelsOf(s.rows)
	if labels == nil {
		return nil
	}
	lower, upper := true, true
	for i, row := range s.rows {
		lower, upper = lower && len(row.cells) == i+1, upper && len(row.cells) == len(s.rows)-i
	}
	for _, n := range []int{len(labels), len(labels) + 1} {
		header := headerOf(s.headers, n, true)
		switch {
		case header == nil || header[0] == "":
		case lower && header[0] != labels[0] && (n == len(labels) && slices.Equal(header[1:], labels[:n-1]) || n > len(labels) && slices.Equal(header[1:], labels)):
			return append([]string{header[0]}, labels...)
		case upper && header[0] != labels[0] && n == len(labels) && slices.Equal(labels[1:], header[:n-1]):
			return append([]string{labels[0]}, header...)
		}
	}
	return nil
}

// labelsOf are the last labels of rows, or nil where one has none.
func labelsOf(rows []row) (names []string) {
	for _, row := range rows {
		if len(row.labels) == 0 {
			return nil
		}
		names = append(names, strings.Join(row.labels[lastSingle(row.labels):], " "))
	}
	bare := make([]string, len(names))
	for i, name := range names { // 1. Girth, 2. Height
		rest, counted := strings.CutPrefix(name, strconv.Itoa(i+1))
		bare[i] = strings.TrimLeft(rest, ".) ")
		if !counted || bare[i] == rest || bare[i] == "" {
			return names
		}
	}
	return bare
}

// lastSingle is where the label itself begins: behind empty cells and a count.
func lastSingle(labels []string) int {
	for i := len(labels) - 1; i >= 0; i-- {
		if l := labels[i]; l == "" || strings.Trim(l, "0123456789.") == "" {
			return i + 1
		}
	}
	return 0
}

// bareTriangle reads a lower triangle without names as one without its diagonal, if with it
// nobody's data would be such: correlations from −1 to 1.
func (r *reading) bareTriangle(rows []row, scale string) *Matrix {
	with, without := newGrid(len(rows)), newGrid(len(rows)+1)
	for i, row := range rows {
		for j, cell := range row.cells {
			with.put(i, j, cell)
			without.put(i+1, j, cell)
		}
	}
	m, err := with.matrix(r, scale)
	if err != nil {
		return nil
	}
	for _, v := range m.Values {
		if math.Abs(v) > 1 {
			return nil
		}
	}
	if _, _, rounding := m.Nearest(); rounding || len(rows) > 64 {
		return nil
	}
	strict, err := without.matrix(r, scale)
	if err != nil {
		return nil
	}
	if values, _ := linalg.Eigen(strict.Values, strict.N); values[0] < -1e-2 {
		return nil
	}
	return strict
}

// grid is a matrix in which places may be empty.
type grid struct {
	n     int
	words []string
	there []bool
	names []string
}

func newGrid(n int) *grid { return &grid{n: n, words: make([]string, n*n), there: make([]bool, n*n)} }

func (g *grid) put(i, j int, word string) {
	if word != "" {
		g.words[i*g.n+j], g.there[i*g.n+j] = word, true
	}
}

// matrix fills what one triangle leaves to the other, and the diagonal of a correlation matrix.
func (g *grid) matrix(r *reading, scale string) (*Matrix, error) {
	n := g.n
	above, below, on := 0, 0, 0
	for i := range n {
		for j := range n {
			if g.there[i*n+j] {
				switch {
				case i < j:
					above++
				case i > j:
					below++
				default:
					on++
				}
			}
		}
	}
	half := n * (n - 1) / 2
	m := &Matrix{N: n, Names: tidyNames(g.names), Values: make([]float64, n*n), Grains: make([]float64, n*n), Words: make([]string, n*n)}
	plain := make([]string, n*n)
	for i := range n {
		for j := range n {
			at := i*n + j
			if !g.there[at] {
				switch {
				case i < j && above == 0 && below == half, i > j && below == 0 && above == half:
					at = j*n + i
				case i == j && on == 0 && max(above, below) == half:
					m.Values[at], m.Words[at], plain[at] = 1, "1", "1"
					continue
				default:
					return nil, badEntry("", i, j)
				}
			}
			word := g.words[at]
			v, p, ok := r.marks.number(word)
			if !ok || !(math.Abs(v) <= LargestEntry) {
				return nil, badEntry(word, at/n, at%n)
			}
			m.Values[i*n+j], m.Words[i*n+j], plain[i*n+j] = v, word, p
			if i != j && on == 0 && math.Abs(v) > 1 {
				return nil, badEntry("", i, i)
			}
		}
	}
	by := 1.0
	if scale != "" {
		by, _ = strconv.ParseFloat(scale, 64)
	}
	printed := precisionOf(plain)
	for i, word := range plain {
		m.Grains[i] = printed.grain(word) * by
		m.Values[i] *= by
	}
	return m, nil
}

// tidyNames drops names that say nothing: the labels of R.
func tidyNames(names []string) []string {
	for _, name := range names {
		if !strings.HasPrefix(name, "⟦") {
			return names
		}
	}
	return nil
}
