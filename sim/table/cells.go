package table

import (
	"bytes"
	"math"
	"strings"
	"unicode/utf8"
)

// Kinds of cells.
const (
	isNumber = iota
	isMissing
	isWord
)

// cells is a row of a table.
type cells struct {
	line   int // of the file, from 1
	values []float64
	kinds  []uint8
	words  [][]byte // of cells that are not numbers read at once
	raw    bool     // nothing is read as a number
}

// style is how the lines of a text are written.
type style struct {
	delimiter byte // ' ': blanks of any number
	marks     marks
}

var pow10 = [...]float64{1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22}

// quick reads a number at the beginning of text: n bytes of it, 0 where it takes more care.
// It is exact, as a whole number below 2⁵³ and a power of ten up to 10²² are. point reports a fraction that is not of three
// digits, so that its mark does not part thousands.
func quick(text []byte, mark byte) (v float64, n int, point bool) {
	i, negative := 0, false
	if len(text) > 0 && (text[0] == '-' || text[0] == '+') {
		negative = text[0] == '-'
		i++
	}
	var mantissa uint64
	from := i
	for i < len(text) && text[i]-'0' < 10 {
		mantissa = 10*mantissa + uint64(text[i]-'0')
		i++
	}
	digits, power := i-from, 0
	if i < len(text) && text[i] == mark {
		i++
		from = i
		for i < len(text) && text[i]-'0' < 10 {
			mantissa = 10*mantissa + uint64(text[i]-'0')
			i++
		}
		digits += i - from
		power = from - i
		point = power != -3
	}
	if digits == 0 || digits > 18 {
		return 0, 0, false
	}
	if i < len(text) && text[i]|0x20 == 'e' {
		j, sign, exponent := i+1, 1, 0
		if j < len(text) && (text[j] == '-' || text[j] == '+') {
			if text[j] == '-' {
				sign = -1
			}
			j++
		}
		from = j
		for j < len(text) && text[j]-'0' < 10 && j-from < 4 {
			exponent = 10*exponent + int(text[j]-'0')
			j++
		}
		if j == from {
			return 0, 0, false
		}
		power += sign * exponent
		i, point = j, true
	}
	if mantissa >= 1<<53 || power < -22 || power > 22 {
		return 0, 0, false
	}
	v = float64(mantissa)
	if power < 0 {
		v /= pow10[-power]
	} else {
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
	to.values, to.kinds, to.words = to.values[:0], to.kinds[:0], to.words[:0]
	blanks := s.delimiter == ' '
	for i := 0; ; {
		for i < len(line) && (line[i] == ' ' || line[i] == '\t' && s.delimiter != '\t') {
			i++
		}
		if blanks && i == len(line) {
			return point
		}
		var v float64
		var n int
		var p bool
		if !to.raw {
			v, n, p = quick(line[i:], s.marks.decimal)
		}
		end := i + n
		if n > 0 {
			for end < len(line) && line[end] == ' ' && !blanks {
				end++
			}
		}
		if n > 0 && (end == len(line) || line[end] == s.delimiter || blanks && line[end] == '\t') && math.Abs(v) <= LargestCell {
			point = point || p
			to.values, to.kinds, to.words = append(to.values, v), append(to.kinds, isNumber), append(to.words, nil)
		} else {
			end = s.word(line, i, to)
		}
		if end >= len(line) {
			return point
		}
		i = end + 1
		if blanks {
			continue
		}
	}
}

// word reads a cell that is not a plain number, and returns where it ends.
func (s style) word(line []byte, i int, to *cells) (end int) {
	var cell []byte
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
	cell = bytes.TrimSpace(cell)
	v, kind := s.meaning(cell)
	to.values, to.kinds, to.words = append(to.values, v), append(to.kinds, kind), append(to.words, cell)
	return end
}

func (s style) ends(c byte) bool {
	return c == s.delimiter || s.delimiter == ' ' && c == '\t'
}

// meaning is what a cell says.
func (s style) meaning(cell []byte) (v float64, kind uint8) {
	if len(cell) > 64 {
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
