package table

import (
	"slices"
	"strings"
)

// aligned writes a text whose columns stand below each other, as R and pandas print them, with tabs:
// names may have blanks, cells may be empty, and parts that are printed one below the other because
// rows are too long come side by side. It is empty for any other text, and where a number
// would get lost or be parted.
func aligned(text string) string {
	if strings.ContainsAny(text, "\t|") {
		return ""
	}
	var whole [][]string
	for i, part := range printedParts(text) {
		cells := part.cells()
		switch {
		case cells == nil:
			return ""
		case i == 0:
			whole = cells
			continue
		case len(cells) != len(whole):
			return ""
		}
		for k, row := range cells {
			if k > 0 && row[0] != whole[k][0] {
				return ""
			}
			whole[k] = append(whole[k], row[1:]...)
		}
	}
	var b strings.Builder
	for _, row := range whole {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}

// printed is a part of such a text: a line of names, further in than the rows below it.
type printed struct {
	names string
	rows  []string
	rules []string // lines that are drawn across its columns
}

// printedParts are those of a text, without what is above them and a last line of how large it is. nil: it
// has none, or something else between them.
func printedParts(text string) (list []printed) {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " "), `\`), " ")
		if line != "" && !sized(line) {
			lines = append(lines, line)
		}
	}
	for i, line := range lines {
		below := slices.IndexFunc(lines[i+1:], func(next string) bool { return !ruled(next) })
		switch {
		case below >= 0 && indent(line) > indent(lines[i+1+below]) && !ruled(line):
			if n := len(list); n > 0 && len(list[n-1].rows) == 0 { // names of names
				list = list[:n-1]
			}
			list = append(list, printed{names: line})
		case len(list) == 0: // above all of it
		case ruled(line):
			list[len(list)-1].rules = append(list[len(list)-1].rules, line)
		default:
			list[len(list)-1].rows = append(list[len(list)-1].rows, line)
		}
	}
	return list
}

// sized reports whether a line says how large a table is, as pandas does below it.
func sized(line string) bool {
	return strings.HasPrefix(line, "[") && strings.HasSuffix(line, " columns]") && strings.Contains(line, " rows x ")
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// cells are those of a part: a line of names, the first of which is empty, and its rows, each
// with its label. nil: they do not stand below each other.
func (p printed) cells() [][]string {
	lines := [][]rune{[]rune(p.names)}
	for _, row := range p.rows {
		lines = append(lines, []rune(row))
	}
	spans := gaps(lines, p.rules)
	// Everything left of the first name is the label.
	first := 0
	for first < len(spans) && spans[first].to <= indent(p.names) {
		first++
	}
	if first == 0 || len(p.rows) < 2 {
		return nil
	}
	spans = append([]span{{0, spans[first-1].to}}, withNames(spans[first:], lines)...)
	cells := make([][]string, len(lines))
	for i, line := range lines {
		for j, s := range spans {
			cell := strings.TrimSpace(string(line[min(s.from, len(line)):min(s.to, len(line))]))
			if n := len(cell); n > 1 && cell[0] == '"' && cell[n-1] == '"' {
				cell = strings.TrimSpace(cell[1 : n-1])
			}
			words := strings.Fields(cell)
			switch numbers := count(words, numberLike); {
			case i == 0:
			case j == 0 && (cell == "" || len(words) > 1 && strings.ContainsAny(words[len(words)-1], ".,") && numberLike(words[len(words)-1])):
				return nil // a number would be taken for a label
			case j > 0 && len(words) > 1 && numbers > 0:
				return nil
			}
			cells[i] = append(cells[i], cell)
		}
	}
	return cells
}

func count(words []string, is func(string) bool) (n int) {
	for _, word := range words {
		if is(word) {
			n++
		}
	}
	return n
}

// span is a column of a text: from its first character to before to.
type span struct{ from, to int }

// gaps are the columns between which every line has a blank, if not within quotation marks.
func gaps(lines [][]rune, rules []string) (list []span) {
	var taken []bool
	take := func(line []rune) {
		quoted := false
		for i, c := range line {
			if i == len(taken) {
				taken = append(taken, false)
			}
			quoted = quoted != (c == '"')
			taken[i] = taken[i] || c != ' ' || quoted
		}
	}
	for _, line := range lines {
		take(line)
	}
	for _, rule := range rules {
		take([]rune(rule))
	}
	for i, here := range taken {
		switch before := i > 0 && taken[i-1]; {
		case here && !before:
			list = append(list, span{i, i + 1})
		case here:
			list[len(list)-1].to = i + 1
		}
	}
	return list
}

// withNames adds columns in which no row has anything, parts of names with blanks, to those that the names
// are of: on the right, or on the left where names and cells begin together.
func withNames(spans []span, lines [][]rune) (list []span) {
	in := func(line []rune, s span) (from, to int) {
		from, to = -1, -1
		for i := s.from; i < min(s.to, len(line)); i++ {
			if line[i] != ' ' {
				if from < 0 {
					from = i
				}
				to = i + 1
			}
		}
		return from, to
	}
	filled := make([]bool, len(spans))
	right, left := 0, 0
	for j, s := range spans {
		from, to := in(lines[0], s)
		for _, row := range lines[1:] {
			if a, b := in(row, s); a >= 0 {
				filled[j] = true
				if a == from {
					left++
				}
				if b == to {
					right++
				}
			}
		}
	}
	open := -1 // where a name without a column begins
	for j, s := range spans {
		switch {
		case filled[j] && open >= 0:
			list, open = append(list, span{open, s.to}), -1
		case filled[j]:
			list = append(list, s)
		case left > right && len(list) > 0:
			list[len(list)-1].to = s.to
		case open < 0:
			open = s.from
		}
	}
	if n := len(list); open >= 0 && n > 0 {
		list[n-1].to = spans[len(spans)-1].to
	}
	return list
}

// withoutPrompts leaves out what somebody typed into R, Python, Octave or Stata to print a text.
func withoutPrompts(text string) string {
	var kept []string
	typed := false
	for _, line := range strings.Split(text, "\n") {
		start := strings.TrimLeft(line, " ")
		prompt := strings.HasPrefix(start, "> ") || strings.HasPrefix(start, ">> ") || strings.HasPrefix(start, ">>> ") || strings.HasPrefix(start, "In [") ||
			strings.HasPrefix(start, "octave:") || strings.HasPrefix(start, "julia> ") || strings.HasPrefix(start, "? ") || strings.HasPrefix(start, ". ") && !numberLike(strings.Fields(start + " 0")[1])
		if typed = prompt || typed && (strings.HasPrefix(start, "+ ") || strings.HasPrefix(start, "... ") || strings.HasPrefix(start, "...: ")); !typed {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "\n")
}
