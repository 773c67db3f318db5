package table

import (
	"slices"
	"strings"
)

// rewritten is a table in another notation than lines of cells, as lines with tabs: HTML,
// LaTeX, Markdown, brackets. It is empty for a text that is not in one of them.
func rewritten(text string) string {
	lower := strings.ToLower(text)
	start := strings.TrimSpace(text)
	bars := strings.HasPrefix(start, "|") || strings.ContainsAny(text, "│┆┃║")
	switch {
	case strings.Contains(lower, "<td"), strings.Contains(text, `\\`), strings.Contains(text, `\begin{`), bars:
	case strings.ContainsAny(start[:min(len(start), 200)], "[{(") && aligned(withoutPrompts(plainText(text))) == "":
	default:
		return aligned(withoutPrompts(plainText(text)))
	}
	text = withLabels(withoutMarkup(unwrapped(plainText(text))))
	r := &reading{}
	if list, ok := bracketed(text); ok {
		text = r.unbracket(list)
		if turned := r.columns(list, text); turned != "" {
			return turned
		}
		if keys := r.keys; len(keys) > 0 && len(list) > 0 { // records: each has the names of its cells
			if n := len(keys) / len(list); n > 0 && n*len(list) == len(keys) {
				text = strings.Join(keys[:n], "\t") + "\n" + text
			}
		}
		return text
	}
	if !bars && !strings.Contains(text, "\t") {
		return ""
	}
	var b strings.Builder
	for _, line := range strings.Split(drawn.Replace(text), "\n") {
		if ruled(line) || strings.TrimSpace(line) == "" {
			continue
		}
		if bars {
			if !strings.Contains(line, "|") {
				continue
			}
			line = strings.TrimSpace(line)
			line = strings.Join(cellsOf(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), '|'), "\t")
			if types(line) {
				continue
			}
		}
		b.WriteString(line)
		b.WriteByte('\n')
	}
	return b.String()
}

// columns turns the rows of a text around that are columns, for each has a name in front: those of a data
// frame of R, of a dictionary of Python, and of JSON, where numbers may be by their row.
func (r *reading) columns(list []group, text string) string {
	var names []string
	for _, g := range list {
		if g.key == "" || numberLike(g.key) || slices.Contains(names, g.key) {
			return ""
		}
		names = append(names, g.key)
	}
	rows := strings.Split(strings.TrimRight(text, "\n"), "\n")
	if len(rows) != len(names) || len(names) < 2 {
		return ""
	}
	turned := [][]string{names}
	for j, row := range rows {
		cells := strings.Split(row, "\t")
		if n := len(cells); j == 0 {
			for range n {
				turned = append(turned, nil)
			}
			if keys := r.keys; len(keys) > 0 && (len(keys) != n*len(names) || !counts(keys[:n])) {
				return "" // each is a record of a name
			}
		}
		if len(cells) != len(turned)-1 {
			return ""
		}
		for i, cell := range cells {
			turned[i+1] = append(turned[i+1], cell)
		}
	}
	var b strings.Builder
	for _, cells := range turned {
		b.WriteString(strings.Join(cells, "\t") + "\n")
	}
	return b.String()
}

// types reports whether a line of cells names kinds of columns only.
func types(line string) bool {
	for _, cell := range strings.Split(line, "\t") {
		if !slices.Contains(typeWords, strings.TrimSpace(cell)) {
			return false
		}
	}
	return true
}
