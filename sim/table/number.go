package table

import (
	"cmp"
	"math"
	"strconv"
	"strings"
)

// Limits of what is read.
const (
	LargestEntry = 1e100 // of a matrix
	LargestCell  = 1e60  // of a table: far from any overflow of products of moments
)

// marks is how the numbers of a text are written: which mark stands before a fraction.
// The other one, blanks and apostrophes may part thousands.
type marks struct{ decimal byte }

// number reads a word as people write numbers, and also returns it with a decimal point
// and without anything that a program does not read.
func (m marks) number(word string) (v float64, plain string, ok bool) {
	plain, ok = m.plain(word)
	if !ok {
		return 0, "", false
	}
	if over, under, fraction := strings.Cut(plain, "/"); fraction {
		a, err := strconv.ParseFloat(over, 64)
		b, wrong := strconv.ParseFloat(under, 64)
		if err != nil || wrong != nil || b == 0 {
			return 0, "", false
		}
		return a / b, strconv.FormatFloat(a/b, 'g', -1, 64), true
	}
	v, err := strconv.ParseFloat(plain, 64)
	if err != nil || math.IsInf(v, 0) {
		return 0, "", false
	}
	return v + 0, plain, true // −0 becomes 0
}

// plain is a word in the notation of programs: digits, a point, an exponent.
func (m marks) plain(word string) (string, bool) {
	word = strings.TrimSuffix(word, ",")
	group := byte(',')
	if m.decimal == ',' {
		group = '.'
	}
	var out []byte
	digits, since, grouped, point, power, fraction := 0, 0, false, false, false, false
	whole := func() bool { return !grouped || since == 3 } // the last group of thousands
	for i := range len(word) {
		switch c := word[i]; {
		case '0' <= c && c <= '9':
			digits++
			since++
			out = append(out, c)
		case c == '+' || c == '-':
			if i > 0 && !(power && (out[len(out)-1] == 'e')) {
				return "", false
			}
			out = append(out, c)
		case c == m.decimal && !point && !power && !fraction:
			if !whole() {
				return "", false
			}
			point, grouped = true, false
			out = append(out, '.')
		case (c == group || c == '\'' || c == '_' || c == ' ') && !point && !power && !fraction && digits > 0:
			if grouped && since != 3 || !grouped && (since > 3 || since == 0) || i+1 == len(word) {
				return "", false
			}
			grouped, since = true, 0
		case (c == 'e' || c == 'E' || c == 'd' || c == 'D') && digits > 0 && !power && !fraction:
			if !whole() {
				return "", false
			}
			power, grouped, digits = true, false, 0
			out = append(out, 'e')
		case c == '/' && digits > 0 && !point && !power && !fraction && !grouped:
			fraction, digits = true, 0
			out = append(out, '/')
		default:
			return "", false
		}
	}
	return string(out), digits > 0 && whole()
}

// Words for a value that is not there.
var missingWords = map[string]bool{
	"": true, "na": true, "n/a": true, "#n/a": true, "nan": true, "-nan": true, "+nan": true, "null": true, "none": true, "nil": true, "<na>": true,
	".": true, "?": true, "-": true, "--": true, "---": true, "–": true, "—": true, "nat": true, "missing": true, "#na": true, "n.a.": true,
}

// missing reports whether a word stands for a value that is not there.
func missing(word string) bool {
	if len(word) > 9 {
		return false
	}
	return word == "" || missingWords[strings.ToLower(word)]
}

// evidence is what the numbers of a text say about their marks.
type evidence struct {
	point, comma bool   // such a number has a decimal point, or a decimal comma
	small        bool   // a whole number that would have a comma, if all had three decimals
	points       bool   // a point that may be either
	first        string // a comma that may be either
	said         string // a number with a comma that can be read in one way
	conflict     string // a number that is not like one before it
}

// see adds what a word says, if it is a number.
func (e *evidence) see(word string) {
	word = strings.TrimLeft(strings.TrimSuffix(word, ","), "+-")
	commas, points, other := strings.Count(word, ","), strings.Count(word, "."), false
	for i := range len(word) {
		switch c := word[i]; {
		case '0' <= c && c <= '9', c == ',', c == '.':
		case (c == 'e' || c == 'E' || c == 'd' || c == 'D' || c == '-' || c == '+') && i > 0:
			other = true
		case c == '\'' || c == ' ' || c == '_':
		default:
			return
		}
	}
	if word == "" {
		return
	}
	say := func(to *bool) {
		*to = true
		if commas > 0 && e.said == "" {
			e.said = word
		}
		if e.point && e.comma && e.conflict == "" {
			e.conflict = cmp.Or(e.said, word)
		}
	}
	point, comma := marks{'.'}, marks{','}
	_, asPoint := point.plain(word)
	_, asComma := comma.plain(word)
	switch {
	case commas == 0 && points == 0:
		e.small = e.small || len(word) == 3 && !other
	case asPoint && asComma && commas > 0:
		if len(word) > 1 && word[0] == '0' || other {
			say(&e.comma) // 0,125 is no thousand
		} else if e.first == "" {
			e.first = word
		}
	case asPoint && asComma:
		if word[0] == '0' || other {
			say(&e.point)
		} else {
			e.points = true
		}
	case asPoint:
		say(&e.point)
	case asComma:
		say(&e.comma)
	}
}

// decide says what the comma is in a text, or returns a number that may be read both ways.
func (e *evidence) decide() (m marks, doubtful string) {
	switch {
	case e.conflict != "":
		return marks{'.'}, e.conflict
	case e.comma:
		return marks{','}, ""
	case e.point || e.small || e.first == "":
		return marks{'.'}, ""
	}
	return marks{'.'}, e.first
}
