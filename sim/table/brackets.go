package table

import (
	"strings"
	"unicode"
)

// group is what stands in the innermost brackets of a text.
type group struct {
	text string
	key  string // what stands before them, such as "dim =" or "index":
	open byte
}

const brackets = "[]{}()"

// bracketed returns the innermost brackets with numbers in them. ok is false if there are
// none, or numbers outside of them, as in a table with brackets in its names.
func bracketed(text string) (list []group, ok bool) {
	if strings.Contains(text, "<<") && strings.Contains(text, ">") { // Maple
		text = strings.NewReplacer("<", "[", ">", "]", "|", ",").Replace(text)
	}
	var open []int    // where brackets began
	innermost := true // nothing in the last one was a bracket
	from := 0         // behind the last bracket
	for i := 0; i < len(text); i++ {
		c := text[i]
		if end := quotedName(text, i); end > i {
			i = end
			continue
		}
		kind := strings.IndexByte(brackets, c)
		if kind < 0 {
			continue
		}
		between := text[from:i]
		if kind%2 == 0 {
			if !quiet(between) {
				return nil, false
			}
			open, innermost = append(open, i), true
		} else if len(open) > 0 {
			if innermost {
				if begin := open[len(open)-1]; hasNumbers(between) && !(text[begin] == '[' && begin > 0 && (text[begin-1] == ']' || unicode.IsLetter(rune(text[begin-1]))) && strings.Trim(between, "0123456789, ") == "") {
					list = append(list, group{between, key(text[:begin]), text[begin]})
				}
			} else if !quiet(between) && !dims(between) {
				return nil, false
			}
			open, innermost = open[:len(open)-1], false
		} else if !quiet(between) {
			return nil, false
		}
		from = i + 1
	}
	if len(open) > 0 || !quiet(text[from:]) {
		return nil, false
	}
	data := list[:0:0]
	for _, g := range list {
		if !g.describes(text) {
			data = append(data, g)
		}
	}
	if len(data) > 2 && data[0].open == '(' && data[1].open != '(' && dims(data[0].text) { // its shape, above an array
		data = data[1:]
	}
	return data, len(data) > 0
}

// quotedName is where a name with a bracket in it that is quoted at place i ends, as "loss (dB)"; i: there is none.
func quotedName(text string, i int) int {
	if c := text[i]; c != '"' && c != '\'' || i > 0 && strings.IndexByte("{[(,:= \t\n", text[i-1]) < 0 {
		return i
	}
	name := text[i+1 : min(i+80, len(text))]
	end := strings.IndexByte(name, text[i])
	if end < 0 || strings.ContainsAny(name[:end], "\n,;") || !strings.ContainsAny(name[:end], brackets) || !strings.ContainsFunc(name[:end], unicode.IsLetter) {
		return i
	}
	return i + 1 + end
}

// describes reports whether a group says what the others are, and is none of the data.
func (g group) describes(text string) bool {
	switch strings.ToLower(g.key) {
	case "dim", "dims", "dimnames":
		return true
	case "shape", "size":
		return dims(g.text)
	case "index", "columns": // beside "data"
		return strings.Contains(text, "data")
	case "names", "row.names":
		return strings.Contains(text, "structure(")
	}
	return false
}

// key is the name in front of brackets: dim of "dim = c(".
func key(before string) string {
	if len(before) > 80 {
		before = strings.ToValidUTF8(before[len(before)-80:], "")
	}
	before = strings.TrimRight(before, " \t\n")
	if cut := strings.TrimSuffix(before, "c"); cut != before && strings.TrimRight(cut, " \t\n=") != cut {
		before = cut
	}
	if cut := strings.TrimRight(before, " \t\n=:"); strings.HasSuffix(cut, `"`) || strings.HasSuffix(cut, "'") {
		mark := cut[len(cut)-1:]
		return cut[strings.LastIndex(cut[:len(cut)-1], mark)+1 : len(cut)-1]
	}
	before = strings.TrimRight(before, " \t\n=:`")
	at := strings.LastIndexFunc(before, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && r != '_' && r != '.' })
	return before[at+1:]
}

// quiet reports whether no data are in a text outside of brackets: a number may only
// follow a sign of equality or name a thing, as in "nrow = 3" or "0:".
func quiet(text string) bool {
	words := strings.FieldsFunc(text, func(c rune) bool { return blank(c) || c == ',' || c == ';' })
	for i, word := range words {
		named := i > 0 && (strings.HasSuffix(words[i-1], "=") || words[i-1] == "<-")
		if !named && !strings.HasSuffix(word, ":") && numberLike(strings.Trim(word, `"'`)) {
			return false
		}
	}
	return true
}

// dims reports whether a text is how many rows and columns there are, as in ", 3, 3" behind the
// numbers of a matrix of R.
func dims(text string) bool {
	words := strings.FieldsFunc(text, func(c rune) bool { return blank(c) || c == ',' })
	for _, word := range words {
		if len(word) > 3 || strings.Trim(word, "0123456789") != "" {
			return false
		}
	}
	return len(words) < 3
}

// hasNumbers reports whether there are numbers in a group, or words in place of them.
func hasNumbers(text string) bool {
	for _, word := range strings.FieldsFunc(text, func(c rune) bool { return blank(c) || strings.ContainsRune(`,;"':`, c) }) {
		if numberLike(word) || word != "-" && word != "." && missing(word) {
			return true
		}
	}
	return false
}

// unbracket writes the numbers in brackets as rows of a table with tabs, or as a text with
// lines of its own.
func (r *reading) unbracket(list []group) string {
	if len(list) == 1 {
		body := strings.Trim(list[0].text, " \n\t")
		body = strings.Trim(body, `'"`)
		if strings.Contains(body, ";") || list[0].open == '[' && strings.Contains(body, "\n") {
			return body
		}
		return r.reshaped(commaFields(body))
	}
	var b strings.Builder
	for _, g := range list {
		for i, field := range commaFields(g.text) {
			if i > 0 {
				b.WriteByte('\t')
			}
			if at := keyEnd(field); at >= 0 {
				r.keys = append(r.keys, strings.Trim(field[:at], ` "'`))
				field = field[at+1:]
			}
			b.WriteString(strings.Trim(field, ` "'`))
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// keyEnd is where the colon behind a key is, or −1.
func keyEnd(field string) int { return strings.LastIndexByte(field, ':') }

// commaFields parts the text in brackets at commas, or at blanks where it has none. Commas
// within numbers are no such commas: brackets are how programs write, and they use points.
func commaFields(text string) (fields []string) {
	if strings.Contains(text, ",") {
		for _, field := range strings.Split(strings.TrimRight(text, ", \n\t"), ",") {
			field = strings.Join(strings.Fields(field), " ")
			if words := strings.Fields(field); len(words) > 1 && keyEnd(field) < 0 { // both part them
				fields = append(fields, words...)
			} else {
				fields = append(fields, field)
			}
		}
		return fields
	}
	return strings.Fields(text)
}

// reshaped writes k² numbers as rows, or k (k + 1)/2 of what the text calls a triangle.
func (r *reading) reshaped(words []string) string {
	k, b := 1, strings.Builder{}
	if r.lower || r.upper {
		for k*(k+1)/2 < len(words) {
			k++
		}
		if k*(k+1)/2 == len(words) {
			for row := range k {
				n := row + 1
				if r.upper {
					n = k - row
					b.WriteString(strings.Repeat("\t", row))
				}
				b.WriteString(strings.Join(words[:n], "\t") + "\n")
				words = words[n:]
			}
			return b.String()
		}
	}
	for k*k < len(words) {
		k++
	}
	if k*k != len(words) {
		return strings.Join(words, "\t")
	}
	for ; len(words) > 0; words = words[k:] {
		b.WriteString(strings.Join(words[:k], "\t") + "\n")
	}
	return b.String()
}

// unwrapped takes numbers out of the calls that programs print around them, as in np.float64(4.0).
func unwrapped(text string) string {
	if !strings.Contains(text, "(") {
		return text
	}
	var b strings.Builder
	for {
		at := strings.IndexByte(text, '(')
		if at < 0 {
			return b.String() + text
		}
		begin := at
		for begin > 0 && (text[begin-1]|0x20 >= 'a' && text[begin-1]|0x20 <= 'z' || digit(rune(text[begin-1])) || text[begin-1] == '.' || text[begin-1] == '_') {
			begin--
		}
		name := strings.ToLower(text[begin:at])
		inside, _, closed := strings.Cut(text[at+1:min(at+64, len(text))], ")")
		rest := text[at+1:]
		value := strings.Trim(inside, `'" `)
		_, isNumber := marks{'.'}.plain(value)
		isNumber = isNumber || value != "" && missing(value) || strings.HasSuffix(strings.ToLower(value), "inf")
		scalar := strings.Contains(name, "float") || strings.Contains(name, "int") || strings.HasSuffix(name, "decimal") || strings.HasSuffix(name, "rational") || strings.HasSuffix(name, "double") || name == "tensor"
		if closed && isNumber && scalar {
			b.WriteString(text[:begin] + value)
			rest = rest[len(inside)+1:]
		} else {
			b.WriteString(text[:at+1])
		}
		text = rest
	}
}
