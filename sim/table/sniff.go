package table

import (
	"bytes"
	"slices"
	"strings"
)

// Files that are not read, by how they begin.
var binaries = []struct{ magic, name string }{
	{"\x89PNG", "a PNG picture"}, {"\xff\xd8\xff", "a JPEG picture"}, {"GIF8", "a GIF picture"}, {"%PDF", "a PDF document"},
	{"\x1f\x8b", "a gzip archive"}, {"PAR1", "a Parquet file"}, {"\x89HDF", "an HDF5 file"}, {"\xd0\xcf\x11\xe0", "an old Office document"},
	{"7z\xbc\xaf", "a 7z archive"}, {"BZh", "a bzip2 archive"}, {"\xfd7zXZ", "an xz archive"}, {"\x28\xb5\x2f\xfd", "a zstd archive"},
	{"RIFF", "a sound or a video"}, {"\x80\x02", "a Python pickle"}, {"\x80\x03", "a Python pickle"}, {"\x80\x04", "a Python pickle"}, {"\x80\x05", "a Python pickle"},
	{"SQLite format", "an SQLite database"}, {"ARROW1", "an Arrow file"}, {"MATLAB 5.0 MAT", "a MATLAB file"}, {"OggS", "a sound"}, {"ID3", "a sound"},
	{"\x7fELF", "a program"}, {"MZ\x90", "a program"}, {"Obj\x01", "an Avro file"}, {"<!DOCTYPE svg", "a picture"}, {"RDX", "an R workspace"},
}

// refused returns the name of a kind of file that is not read, or an empty one.
func refused(head []byte) string {
	for _, b := range binaries {
		if bytes.HasPrefix(head, []byte(b.magic)) {
			return b.name
		}
	}
	if bytes.HasPrefix(head, []byte("PK")) && bytes.Contains(head, []byte("xl/")) {
		return "an Excel workbook"
	}
	if bytes.HasPrefix(head, []byte("PK\x03\x04")) {
		return "a ZIP archive"
	}
	if n := min(len(head), 4096); n > 0 {
		odd, zeros := 0, 0
		for _, c := range head[:n] {
			if c == 0 {
				zeros++
			}
			if c == 0 || c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f' && c != '\v' && c != 0x1b {
				odd++
			}
		}
		if zeros == odd && 5*zeros >= 2*n && 5*zeros <= 3*n {
			return "text in UTF-16 without the mark of its byte order"
		}
		if 100*odd > n || odd > 0 && n < 100 {
			return "a binary file"
		}
	}
	return ""
}

// sniffed is what the beginning of a text says about all of it.
type sniffed struct {
	style
	header   []string // names of the columns, or nil
	columns  int
	skip     int // lines before the first row, header included
	preamble int // of them, what is no header
	doubtful string
}

// sniff looks at the lines of a beginning.
func sniff(lines [][]byte, o Options) sniffed {
	s := sniffed{style: style{delimiter: delimiter(lines, o)}}
	if len(lines) > 400 {
		lines = lines[:400]
	}
	table := make([][]string, len(lines)) // nil where there is nothing
	var e evidence
	for i, line := range lines {
		if said := commented(line); len(bytes.TrimSpace(line)) > 0 && !said {
			table[i] = s.strings(line)
			for _, cell := range table[i] {
				e.see(cell)
			}
		}
	}
	s.marks, s.doubtful = e.decide()
	if o.Decimal != "" {
		s.marks, s.doubtful = marks{o.Decimal[0]}, ""
	}
	// The length of most rows.
	lengths := map[int]int{}
	for _, row := range table {
		if row != nil {
			lengths[len(row)]++
			s.columns = max(s.columns, 1)
		}
	}
	if n, _ := commonest(lengths); n > 0 {
		s.columns = n
	}
	fits := func(row []string) bool {
		return len(row) == s.columns || len(row) == s.columns+1 && row[s.columns] == ""
	}
	first := slices.IndexFunc(table, func(row []string) bool { return row != nil })
	begin := slices.IndexFunc(table, func(row []string) bool { return row != nil && fits(row) })
	if begin < 0 {
		begin = max(first, 0)
	}
	// A header may be a name shorter, or a comment.
	switch short := slices.IndexFunc(table[:begin], func(row []string) bool { return row != nil && len(row) == s.columns-1 && s.columns > 2 }); {
	case short >= 0 && s.words(table[short]) == s.columns-1:
		s.header = append([]string{""}, table[short]...)
	case begin < len(table) && s.heads(table, begin):
		s.header = table[begin]
		begin++
	default:
		for i := begin - 1; i >= 0; i-- {
			said := strings.TrimSpace(strings.TrimLeft(string(lines[i]), "#% "))
			if names := s.strings([]byte(said)); commented(lines[i]) && len(names) == s.columns && s.words(names) == s.columns {
				s.header = names
				break
			}
		}
	}
	switch o.Header {
	case "yes":
		if s.header == nil && begin < len(table) {
			s.header = table[begin]
			begin++
		}
	case "no":
		if s.header != nil {
			s.header = nil
			begin = max(first, 0)
		}
	}
	s.skip = begin
	for i, row := range table[:min(begin, len(table))] {
		if row != nil && (s.header == nil || i < begin-1) && (i > first || !fits(row)) && len(row) != s.columns-1 {
			s.preamble++
		}
	}
	return s
}

// commented reports whether a line is a comment.
func commented(line []byte) bool {
	line = bytes.TrimLeft(line, " \t")
	return len(line) > 0 && (line[0] == '#' && !bytes.HasPrefix(line, []byte("#N")) || line[0] == '%')
}

// words is how many cells say something that is no number.
func (s style) words(row []string) (n int) {
	for _, cell := range row {
		if _, kind := s.meaning([]byte(cell)); kind == isWord {
			n++
		}
	}
	return n
}

// heads reports whether a row names the columns below it: over a column of numbers it has a
// word, or it has words alone, none of which comes again below it.
func (s style) heads(table [][]string, at int) bool {
	head := table[at]
	again, words := false, s.words(head)
	for j, name := range head {
		if _, kind := s.meaning([]byte(name)); kind != isWord {
			continue
		}
		numbers, others := 0, 0
		for _, row := range table[at+1:] {
			if j < len(row) {
				switch _, kind := s.meaning([]byte(row[j])); kind {
				case isNumber:
					numbers++
				case isWord:
					others++
					again = again || row[j] == name
				}
			}
		}
		if numbers > 0 && 10*others <= numbers {
			return true
		}
	}
	return words == len(head) && words > 0 && !again && len(table) > at+2
}

// strings are the cells of a line.
func (s style) strings(line []byte) (row []string) {
	c := cells{raw: true}
	s.split(line, &c)
	for _, word := range c.words {
		row = append(row, string(word.text))
	}
	return row
}

// delimiter is what parts the cells of most lines into the same number.
func delimiter(lines [][]byte, o Options) byte {
	if o.Delimiter != "" {
		return o.Delimiter[0]
	}
	best, share := byte(','), 0.0
	for _, mark := range []byte("\t;,| ") {
		lengths, rows := map[int]int{}, 0
		within := mark == ' '
		for i, line := range lines[:min(len(lines), 200)] {
			if len(bytes.TrimSpace(line)) == 0 || commented(line) {
				continue
			}
			row := (style{delimiter: mark}).strings(line)
			rows++
			lengths[len(row)]++
			if i > 0 && within {
				for _, word := range row { // blanks part numbers with commas
					_, ok := (marks{','}).plain(word)
					within = within && ok
				}
			}
		}
		n, count := commonest(lengths)
		if s := float64(count) / float64(max(rows, 1)); n > 1 && (s > share || mark == ' ' && best == ',' && within && s > .9) {
			best, share = mark, s
		}
	}
	return best
}

// commonest is the length that most rows have, the larger of two.
func commonest(lengths map[int]int) (n, count int) {
	for l, c := range lengths {
		if c > count || c == count && l > n {
			n, count = l, c
		}
	}
	return n, count
}
