package table

import "strings"

// withoutMarkup turns the tables of HTML and LaTeX into lines with tabs, and takes away
// what other programs draw around numbers.
func withoutMarkup(text string) string {
	lower := strings.ToLower(text)
	switch {
	case strings.Contains(lower, "<td") || strings.Contains(lower, "<th"):
		return fromHTML(text)
	case strings.Contains(text, `\\`) || strings.Contains(text, `\begin{`):
		return fromLaTeX(text)
	}
	return text
}

var entities = strings.NewReplacer("&nbsp;", " ", "&minus;", "-", "&#8722;", "-", "&ndash;", "-", "&amp;", "&", "&lt;", "<", "&gt;", ">", "&quot;", `"`, "&#160;", " ")

func fromHTML(text string) string {
	var b strings.Builder
	text = strings.Join(strings.Fields(text), " ") // line ends mean nothing
	for text != "" {
		before, rest, found := strings.Cut(text, "<")
		b.WriteString(strings.TrimSpace(before))
		if !found {
			break
		}
		tag, after, _ := strings.Cut(rest, ">")
		switch tag = strings.ToLower(tag); {
		case tag == "/tr", strings.HasPrefix(tag, "br"), tag == "/caption", tag == "/thead":
			b.WriteByte('\n')
		case tag == "/td", tag == "/th":
			b.WriteByte('\t')
		}
		text = after
	}
	return plainText(entities.Replace(strings.ReplaceAll(b.String(), "\t\n", "\n")))
}

// Commands of LaTeX whose argument is no number, and those with a first argument to forget.
var forgotten = map[string]int{
	"begin": 1, "end": 1, "cline": 1, "cmidrule": 1, "caption": 1, "label": 1, "multicolumn": 2, "color": 1, "textcolor": 1, "hspace": 1, "vspace": 1,
	"multirow": 2, "documentclass": 1, "usepackage": 1, "setlength": 2, "rowcolor": 1, "cellcolor": 1,
}

func fromLaTeX(text string) string {
	var b strings.Builder
	argument := func(i int, opens, closes byte) int { // the index behind one that begins at i, if there is one
		j := i
		for j < len(text) && text[j] == ' ' {
			j++
		}
		if j == len(text) || text[j] != opens {
			return i
		}
		for depth := 0; j < min(len(text), i+1024); j++ {
			switch text[j] {
			case opens:
				depth++
			case closes:
				if depth--; depth == 0 {
					return j + 1
				}
			}
		}
		return i
	}
	for i := 0; i < len(text); {
		switch c := text[i]; {
		case c == '%':
			for i < len(text) && text[i] != '\n' {
				i++
			}
		case c == '\\' && i+1 < len(text) && text[i+1] == '\\':
			b.WriteByte('\n')
			i = argument(i+2, '[', ']')
		case c == '\\':
			j := i + 1
			for j < len(text) && (text[j]|0x20 >= 'a' && text[j]|0x20 <= 'z') {
				j++
			}
			command := text[i+1 : j]
			if command == "" { // \, or \_ and the like
				if j < len(text) && strings.IndexByte("_&%$#", text[j]) >= 0 {
					b.WriteByte(text[j])
				}
				i = j + 1
				continue
			}
			i = j
			if strings.HasPrefix(command, "left") || strings.HasPrefix(command, "right") {
				for i < len(text) && text[i] == ' ' {
					i++
				}
				if i < len(text) && command != "leftarrow" && command != "rightarrow" {
					i++ // the bracket
				}
				continue
			}
			switch command {
			case "times", "cdot":
				b.WriteString("×")
			case "ldots", "cdots", "dots", "vdots", "ddots":
				b.WriteString(" ... ")
			}
			if command == "begin" || command == "end" {
				b.WriteByte('\n')
			}
			for range forgotten[command] {
				name := ""
				if after := argument(i, '{', '}'); after > i {
					name = strings.Trim(text[i:after], " {}")
					i = after
				}
				i = argument(i, '[', ']')
				if command == "begin" && (strings.HasPrefix(name, "tabular") || strings.HasPrefix(name, "array") || strings.HasPrefix(name, "longtable")) {
					if strings.HasSuffix(name, "*") || name == "tabularx" {
						i = argument(i, '{', '}') // its width
					}
					i = argument(i, '{', '}')
				}
			}
		case c == '&':
			b.WriteByte('\t')
			i++
		case c == '\n': // rows end with \\
			b.WriteByte(' ')
			i++
		case c == '{' || c == '}' || c == '$' || c == '~':
			i++
		default:
			b.WriteByte(c)
			i++
		}
	}
	return powers.Replace(b.String())
}

// Lines and brackets that programs draw, as bars or blanks.
var drawn = strings.NewReplacer("│", "|", "┆", "|", "┃", "|", "║", "|", "⎢", " ", "⎥", " ", "⎡", " ", "⎤", " ", "⎣", " ", "⎦", " ",
	"⎛", " ", "⎞", " ", "⎜", " ", "⎟", " ", "⎝", " ", "⎠", " ", "¦", "|")

// ruled reports whether a line is only drawn.
func ruled(line string) bool {
	strokes := 0
	for _, r := range line {
		switch {
		case r == '-' || r == '=' || r == '_' || r == '*' || '─' <= r && r <= '╿':
			strokes++
		case r == '+' || r == '|' || r == ':' || blank(r):
		default:
			return false
		}
	}
	return strokes > 2
}

// Values of a spreadsheet that begin like a comment.
var sheetErrors = []string{"#N/A", "#NV", "#REF", "#DIV", "#VALUE", "#WERT", "#NAME", "#NUM", "#ZAHL", "#NULL", "#NA"}

// comment parts a line from what is said behind it.
func comment(line string) (before, said string) {
	quoted := false
	for i := range len(line) {
		c := line[i]
		if c == '"' {
			quoted = !quoted
		}
		if quoted || i > 0 && !blank(rune(line[i-1])) && line[i-1] != ',' && line[i-1] != ';' {
			continue
		}
		switch {
		case c == '%', strings.HasPrefix(line[i:], "//"):
			return line[:i], line[i+1:]
		case c == '#':
			value := false
			for _, e := range sheetErrors {
				value = value || strings.HasPrefix(line[i:], e)
			}
			if !value {
				return line[:i], strings.TrimLeft(line[i:], "#")
			}
		}
	}
	return line, ""
}
