package table

import (
	"bytes"
	"math"
	"slices"
	"strings"
	"unicode/utf8"
)

// Kinds of cells.
const (
	isNumber = iota
	isWord
	isMissing // written as such
	isEmpty
)

// cells is a row of a table.
type cells struct {
	line   int // of the file, from 1
	values []float64
	kinds  []uint8
	words  []word // of cells that are not numbers read at once, in their order
	raw    bool   // nothing is read as a number
}

// word is what is written in a cell.
type word struct {
	column int
	text   []byte
}

// text is what is written in a cell that is no number.
func (c *cells) text(column int) []byte {
	at, _ := slices.BinarySearchFunc(c.words, column, func(w word, column int) int { return w.column - column })
	return c.words[at].text
}

// style is how the lines of a text are written.
type style struct {
	delimiter byte // ' ': blanks of any number
	marks     marks
}

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// quick reads the number at place i of a line, and where it ends: i where it takes more care.
// It is exact, as a whole number below 2⁵³ and a power of ten up to 10²² are. point reports a fraction that is not of three
// digits, so that its mark does not part thousands.
func quick(line []byte, i int, mark byte) (v float64, end int, point bool) {
	begin, negative := i, false
	if i < len(line) && (line[i] == '-' || line[i] == '+') {
		negative = line[i] == '-'
		i++
	}
	var mantissa uint64
	from := i
	for i < len(line) && line[i]-'0' < 10 {
		mantissa = 10*mantissa + uint64(line[i]-'0')
		i++
	}
	digits, power := i-from, 0
	if i < len(line) && line[i] == mark {
		i++
		from = i
		for i < len(line) && line[i]-'0' < 10 {
			mantissa = 10*mantissa + uint64(line[i]-'0')
			i++
		}
		digits += i - from
		power = from - i
		point = power != -3
	}
	if digits == 0 || digits > 18 {
		return 0, begin, false
	}
	if i < len(line) && line[i]|0x20 == 'e' {
		j, sign, exponent := i+1, 1, 0
		if j < len(line) && (line[j] == '-' || line[j] == '+') {
			if line[j] == '-' {
				sign = -1
			}
			j++
		}
		from = j
		for j < len(line) && line[j]-'0' < 10 && j-from < 4 {
			exponent = 10*exponent + int(line[j]-'0')
			j++
		}
		if j == from {
			return 0, begin, false
		}
		power += sign * exponent
		i, point = j, true
	}
	if mantissa >= 1<<53 || power < -22 || power > 22 {
		return 0, begin, false
	}
	v = float64(mantissa)
	if power < 0 {
		v /= pow10[-power]
	} else if power > 0 {
		v *= pow10[power]
	}
	if negative && mantissa > 0 {
		v = -v
	}
	return v, i, point
}

// split parts a line into cells. It reports whether a point was seen that is no mark
// of thousands.
func (s style) split(line []byte, to *cells) (point bool) {
	values, kinds := to.values[:0], to.kinds[:0]
	to.words = to.words[:0]
	delimiter, blanks, raw := s.delimiter, s.delimiter == ' ', to.raw
	for i := 0; ; i++ {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t' && delimiter != '\t') {
			i++
		}
		if blanks && i == len(line) {
			break
		}
		v, end, p := 0.0, i, false
		if !raw {
			v, end, p = quick(line, i, s.marks.decimal)
		}
		number := end > i
		for number && end < len(line) && line[end] == ' ' && !blanks {
			end++
		}
		if number && (end == len(line) || line[end] == delimiter || blanks && line[end] == '\t') && math.Abs(v) <= LargestCell {
			point = point || p
			values, kinds = append(values, v), append(kinds, isNumber)
		} else {
			cell := word{column: len(values)}
			cell.text, end = s.word(line, i)
			v, kind := s.meaning(cell.text)
			values, kinds = append(values, v), append(kinds, kind)
			to.words = append(to.words, cell)
		}
		if i = end; i >= len(line) {
			break
		}
	}
	to.values, to.kinds = values, kinds
	return point
}

// word is what is written in the cell at place i, and where that ends.
func (s style) word(line []byte, i int) (cell []byte, end int) {
	if i < len(line) && line[i] == '"' {
		j := i + 1
		for j < len(line) {
			if line[j] == '"' {
				if j+1 < len(line) && line[j+1] == '"' {
					j++
				} else {
					break
				}
			}
			j++
		}
		cell = bytes.ReplaceAll(line[min(i+1, len(line)):min(j, len(line))], []byte(`""`), []byte(`"`))
		for end = min(j+1, len(line)); end < len(line) && !s.ends(line[end]); end++ {
		}
	} else {
		for end = i; end < len(line) && !s.ends(line[end]); end++ {
		}
		cell = line[i:end]
	}
	return bytes.TrimSpace(cell), end
}

func (s style) ends(c byte) bool {
	return c == s.delimiter || s.delimiter == ' ' && c == '\t'
}

// meaning is what a cell says.
func (s style) meaning(cell []byte) (v float64, kind uint8) {
	switch {
	case len(cell) == 0:
		return math.NaN(), isEmpty
	case len(cell) > 64:
		return math.NaN(), isWord
	}
	word := string(cell)
	if missing(word) {
		return math.NaN(), isMissing
	}
	if !ascii(word) || strings.IndexByte(word, '(') >= 0 || strings.IndexByte(word, '^') >= 0 {
		word = strings.TrimSpace(unwrapped(plainText(word)))
		for _, blank := range narrowBlanks {
			word = strings.ReplaceAll(word, string(blank), " ")
		}
		if missing(word) {
			return math.NaN(), isMissing
		}
	}
	word = strings.Trim(word, `'"`)
	if strings.IndexByte(word, '/') < 0 { // that is a date or a word
		if v, _, ok := s.marks.number(word); ok && math.Abs(v) <= LargestCell {
			return v, isNumber
		}
	}
	return math.NaN(), isWord
}

// tidyWord is the text of a cell as it is shown.
func tidyWord(word []byte) string {
	text := strings.TrimSpace(strings.ToValidUTF8(string(word), "�"))
	if len(text) > 60 {
		cut := 60
		for !utf8.RuneStart(text[cut]) {
			cut--
		}
		text = text[:cut] + "…"
	}
	return text
}
