package table

import (
	"math"
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
	if named := namedColumns(text); named != "" {
		return named
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
	if len(whole) < 3 {
		return ""
	}
	if row := whole[1]; !slices.Contains(whole[0], row[0]) && count(row[1:], missing) == len(row)-1 {
		whole = slices.Delete(whole, 1, 2) // what the labels are names of
	}
	var b strings.Builder
	for _, row := range whole {
		b.WriteString(strings.Join(row, "\t") + "\n")
	}
	return b.String()
}

// namedColumns is such a text of numbers alone, below names that two blanks or more part.
func namedColumns(text string) string {
	var b strings.Builder
	n := 0
	for _, line := range strings.Split(text, "\n") {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
			continue
		case n == 0:
			if words = spaced(line, 0); len(words) < 2 || count(words, numberLike) > 0 {
				return ""
			}
			n = len(words)
		case len(words) != n || count(words, numberLike) < n:
			return ""
		}
		b.WriteString(strings.Join(words, "\t") + "\n")
	}
	return b.String()
}

// namesAhead takes the names of rows from their ends, where gretl prints them, to their beginnings.
func namesAhead(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		names := strings.Fields(line)
		if n := len(names); n < 2 || i+n >= len(lines) {
			continue
		}
		rows := []string{line}
		for k, name := range names {
			numbers, behind := strings.CutSuffix(strings.TrimRight(lines[i+1+k], " "), " "+name)
			if !behind || numberLike(name) {
				break
			}
			rows = append(rows, name+" "+numbers)
		}
		if len(rows) == len(names)+1 {
			return strings.Join(append(rows, lines[i+1+len(names):]...), "\n")
		}
	}
	return ""
}

// printed is a part of such a text: a line of names, and the rows below it.
type printed struct {
	above string // names of names
	names string
	first int // where the first name of a column begins
	rows  []string
	rules []string // lines that are drawn across its columns
}

// printedParts are those of a text, without what is above them and a last line of how large it is. A
// line of names is further in than the rows below it; where no line is, one without numbers begins
// with what the names are names of.
func printedParts(text string) (list []printed) {
	var lines []string
	for _, line := range strings.Split(text, "\n") {
		line = strings.TrimRight(strings.TrimSuffix(strings.TrimRight(line, " "), `\`), " ")
		if line != "" && !sized(line) {
			lines = append(lines, line)
		}
	}
	// Of the rows below each line: the next one, and where the first word of one ends at the least.
	below, least := make([]string, len(lines)+1), make([]int, len(lines)+1)
	least[len(lines)] = math.MaxInt
	for i := len(lines) - 1; i >= 0; i-- {
		below[i], least[i] = below[i+1], least[i+1]
		if line := lines[i]; hasNumber(line) {
			word, _, _ := strings.Cut(strings.TrimLeft(line, " "), " ")
			below[i], least[i] = line, min(least[i], indent(line)+len(word))
		}
	}
	further := func(i int) bool { return !ruled(lines[i]) && indent(lines[i]) > least[i+1] }
	inner, loose := false, 0
	for i := range lines {
		inner = inner || further(i)
	}
	for i, line := range lines {
		last := len(list) - 1
		switch {
		case inner && further(i):
			p := printed{names: line, first: indent(line)}
			if last >= 0 && len(list[last].rows) == 0 {
				p.above, list = list[last].names, list[:last]
			}
			list = append(list, p)
		case !inner && last < 0 && headed(line, below[i+1]):
			_, rest, _ := strings.Cut(line, "  ")
			rest = strings.TrimLeft(rest, " ")
			at := len(line) - len(rest)
			list = append(list, printed{names: strings.Repeat(" ", at) + rest, first: at})
		case last < 0: // above all of it
			words := strings.Fields(line)
			if end := words[len(words)-1]; numberLike(end) && strings.ContainsAny(end, ".,") {
				if loose++; loose > 1 {
					return nil // numbers without names
				}
			}
		case ruled(line):
			list[last].rules = append(list[last].rules, line)
		default:
			list[last].rows = append(list[last].rows, line)
		}
	}
	return list
}

// hasNumber reports whether there is a number in a line.
func hasNumber(line string) bool {
	return !ruled(line) && slices.ContainsFunc(strings.Fields(line), func(word string) bool { return numberLike(strings.Trim(word, `"`)) })
}

// headed reports whether a line has words for the columns of numbers in a row below it.
func headed(line, row string) bool {
	words, numbers := strings.Fields(line), strings.Fields(row)
	return strings.Contains(line, "  ") && len(words) > 2 && !numberLike(words[0]) && 2*count(words, numberLike) < len(words) &&
		!ruled(line) && 2*count(numbers, numberLike) > len(numbers)
}

// sized reports whether a line says how large a table is, as pandas does below it.
func sized(line string) bool {
	return strings.HasPrefix(line, "[") && strings.HasSuffix(line, " columns]") && strings.Contains(line, " rows x ")
}

func indent(line string) int { return len(line) - len(strings.TrimLeft(line, " ")) }

// cells are those of a part: a line of names, the first of which is empty, and its rows, each
// with its label. nil: they do not stand below each other.
func (p printed) cells() [][]string {
	if len(p.names) != len([]rune(p.names)) { // places count characters
		p.first = len([]rune(p.names[:p.first]))
	}
	lines := [][]rune{[]rune(p.names)}
	for _, row := range p.rows {
		lines = append(lines, []rune(row))
	}
	spans := gaps(lines, p.rules)
	// Everything left of the first name is the label.
	first := 0
	for first < len(spans) && spans[first].to <= p.first {
		first++
	}
	if first == 0 || len(p.rows) < 2 {
		return nil
	}
	label := span{0, spans[first-1].to}
	if spans = withLabelled(spans[first:], lines, label); spans == nil {
		return nil
	}
	spans = append([]span{label}, spans...)
	cells := make([][]string, len(lines))
	for i, line := range lines {
		for j, s := range spans {
			cell := strings.TrimSpace(string(line[min(s.from, len(line)):min(s.to, len(line))]))
			if n := len(cell); n > 1 && cell[0] == '"' && cell[n-1] == '"' {
				cell = strings.TrimSpace(cell[1 : n-1])
			}
			words := strings.Fields(cell)
			switch numbers := count(words, numberLike); {
			case i == 0 && j > 0 && numberLike(cell): // one of names of names
				cell = p.nameAbove(s) + cell
			case i == 0:
			case cell == "" && j > 0:
				cell = "NA"
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

// nameAbove is what stands over a column, or over one to the left of it, in the line above the names.
func (p printed) nameAbove(s span) string {
	above := []rune(p.above)
	words := strings.Fields(string(above[:min(s.to, len(above))]))
	if len(words) == 0 {
		return ""
	}
	return words[len(words)-1] + " "
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

// in is where something is in a line within a column, from −1 where nothing is.
func (s span) in(line []rune) (from, to int) {
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

// withLabelled puts columns together that are below one name, where the names are those of the rows, or
// else by their distances. nil: a column is below two names, or none.
func withLabelled(spans []span, lines [][]rune, label span) (list []span) {
	var labels [][]rune
	for _, row := range lines[1:] {
		labels = append(labels, []rune(strings.Trim(string(row[min(label.from, len(row)):min(label.to, len(row))]), " ")))
	}
	names := namesOf(lines[0], labels)
	if names == nil {
		return withNames(spans, lines)
	}
	for _, name := range names {
		list = append(list, name)
		own := &list[len(list)-1]
		for _, s := range spans {
			if s.from < name.to && s.to > name.from {
				own.from, own.to = min(own.from, s.from), max(own.to, s.to)
			}
		}
	}
	for _, s := range spans {
		if !slices.ContainsFunc(list, func(l span) bool { return l.from <= s.from && s.to <= l.to }) {
			return nil
		}
	}
	for k := range list[1:] {
		if list[k].to > list[k+1].from {
			return nil
		}
	}
	return list
}

// namesOf finds consecutive labels in a line that has nothing else; nil: it has.
func namesOf(line []rune, labels [][]rune) (list []span) {
	if len(labels) > mostRows {
		return nil
	}
	for first := range labels {
		list = list[:0]
		at := 0
		for _, label := range labels[first:] {
			for at < len(line) && line[at] == ' ' {
				at++
			}
			end := at + len(label)
			if len(label) == 0 || end > len(line) || !slices.Equal(line[at:end], label) || end < len(line) && line[end] != ' ' {
				break
			}
			list = append(list, span{at, end})
			at = end
		}
		if len(list) > 0 && strings.TrimSpace(string(line[at:])) == "" {
			return list
		}
	}
	return nil
}

// withNames adds columns in which no row has anything, parts of names with blanks, to those that the names
// are of: on the right, or on the left where names and cells begin together. Two blanks part names.
func withNames(spans []span, lines [][]rune) (list []span) {
	filled := make([]bool, len(spans))
	right, left := 0, 0
	for j, s := range spans {
		from, to := s.in(lines[0])
		for _, row := range lines[1:] {
			if a, b := s.in(row); a >= 0 {
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
		apart := j > 0 && s.from > spans[j-1].to+1
		if apart && open >= 0 {
			list, open = append(list, span{open, spans[j-1].to}), -1
		}
		switch {
		case filled[j] && open >= 0:
			list, open = append(list, span{open, s.to}), -1
		case filled[j]:
			list = append(list, s)
		case left > right && len(list) > 0 && !apart:
			list[len(list)-1].to = s.to
		case open < 0:
			open = s.from
		}
	}
	if open >= 0 {
		list = append(list, span{open, spans[len(spans)-1].to})
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
