package table

import (
	"bytes"
	"slices"
)

// maxBytes is the largest file that is begun: it takes minutes.
const maxBytes = 4 << 30

// Progress is how far a file has been read.
type Progress struct {
	Rows  int `json:"rows"`
	Bytes int `json:"bytes"`
}

// Reader reads a file twice, in pieces of any size: a survey of its columns, then their
// moments under a plan. It holds what grows with the square of the columns, and never the
// file, but for texts of a few megabytes and NumPy arrays that need it whole.
//
// Feed the file, take the Survey, Begin a plan, Feed the same bytes again, Finish; Begin may
// come again. After an error in the file, all of them return it.
type Reader struct {
	name    string
	options Options
	err     error
	bytes   int
	rows    int

	known   bool   // what the file is
	head    []byte // before that
	decoder decoder
	styled  bool
	text    []byte // the beginning of a text, before its style is known
	kept    []byte // all of a text that may be a matrix or in another notation; nil where it is long
	lines   lines
	style   sniffed
	seen    evidence
	current cells
	array   *arrays // of a NumPy file
	surveys *surveyor
	survey  *Survey
	matrix  *Matrix
	held    []byte // a text in another notation, with tabs
	second  *second
}

// Open begins to read a file of a name and a size in bytes (0: unknown).
func Open(name string, size int64, o Options) (*Reader, error) {
	r := &Reader{name: name, options: o, kept: []byte{}}
	if size > maxBytes {
		return nil, r.tooLarge("bytes", float64(size), maxBytes)
	}
	for _, o := range []struct{ key, value, allowed string }{{"decimal", o.Decimal, ".,"}, {"delimiter", o.Delimiter, "\t;,| "}} {
		if o.value != "" && (len(o.value) != 1 || !bytes.Contains([]byte(o.allowed), []byte(o.value))) {
			return nil, &Error{Code: Unreadable, Key: o.key, Value: o.value, File: name}
		}
	}
	if o.Header != "" && o.Header != "yes" && o.Header != "no" {
		return nil, &Error{Code: Unreadable, Key: "header", Value: o.Header, Allowed: []string{"yes", "no"}, File: name}
	}
	return r, nil
}

func (r *Reader) tooLarge(key string, value any, most float64) *Error {
	e := &Error{Code: TooLarge, Key: key, Value: value, Max: &most, File: r.name}
	if key != "bytes" {
		e.Why = key
	}
	return e
}

// fail keeps the first error.
func (r *Reader) fail(err error) error {
	if e, ok := err.(*Error); ok && r.err == nil && e != nil {
		e.File = r.name
		r.err = e
	}
	return r.err
}

// Feed reads the next bytes of the file.
func (r *Reader) Feed(chunk []byte) (Progress, error) {
	if r.survey != nil && r.second == nil {
		return Progress{}, &Error{Code: NoFile, Key: "feed", File: r.name}
	}
	r.bytes += len(chunk)
	if r.bytes > maxBytes {
		r.fail(r.tooLarge("bytes", r.bytes, maxBytes))
	}
	if r.err == nil && !(r.second != nil && r.second.whole) {
		r.feed(chunk)
	}
	return Progress{r.rows, r.bytes}, r.err
}

// feed tells a text from other files by its first bytes, and hands them on.
func (r *Reader) feed(chunk []byte) {
	if r.known {
		r.pass(chunk)
		return
	}
	if r.head = append(r.head, chunk...); len(r.head) >= 4096 {
		r.identify()
	}
}

func (r *Reader) identify() {
	head := r.head
	r.head, r.known = nil, true
	if r.array = newArrays(head); r.array == nil {
		wide := bytes.HasPrefix(head, []byte{0xff, 0xfe}) || bytes.HasPrefix(head, []byte{0xfe, 0xff})
		if kind := refused(head); kind != "" && !wide {
			r.fail(&Error{Code: Binary, Value: kind})
			return
		}
	}
	r.pass(head)
}

// pass hands bytes to the arrays or the text.
func (r *Reader) pass(chunk []byte) {
	if r.array != nil {
		r.fail(r.array.feed(r, chunk))
		return
	}
	if !r.decoder.began || r.decoder.wide > 0 {
		chunk = r.decoder.decode(nil, chunk)
	}
	r.passText(chunk)
}

func (r *Reader) passText(text []byte) {
	if r.second == nil && r.kept != nil {
		if r.kept = append(r.kept, text...); len(r.kept) > keptBytes {
			r.kept = nil
		}
	}
	if !r.styled {
		if r.text = append(r.text, text...); len(r.text) >= headBytes {
			r.begin(false)
		}
		return
	}
	r.lines.feed(text)
	r.read(false)
}

// begin finds the style of a text from its beginning.
func (r *Reader) begin(last bool) {
	text := r.text
	if !last {
		text = text[:headBytes] // whatever the chunks are
	}
	r.lines.end = '\n'
	if bytes.IndexByte(text, '\n') < 0 && bytes.IndexByte(text, '\r') >= 0 {
		r.lines.end = '\r'
	}
	look, list := lines{end: r.lines.end}, [][]byte(nil)
	look.feed(text)
	for line, _ := look.next(last); line != nil; line, _ = look.next(last) {
		list = append(list, bytes.Split(line, lineSeparator)...)
	}
	if len(list) == 0 {
		list = append(list, text)
	}
	r.style = sniff(list, r.options)
	text, r.text, r.styled = r.text, nil, true
	if r.style.columns > MaxColumns {
		r.fail(r.tooLarge("columns", r.style.columns, MaxColumns))
		return
	}
	r.surveys = newSurveyor(r.style.columns)
	r.lines.feed(text)
	r.read(last)
}

var lineSeparator = []byte("\u2028")

// read takes the whole lines of what is there.
func (r *Reader) read(last bool) {
	for r.err == nil {
		line, unclosed := r.lines.next(last)
		if line == nil {
			break
		}
		if unclosed {
			r.fail(&Error{Code: Quote, Value: tidyWord(line[max(0, bytes.LastIndexByte(line[:min(len(line), 200)], '"')):min(len(line), 200)]), Row: r.lines.line + 1})
			break
		}
		if bytes.IndexByte(line, 0xe2) >= 0 && bytes.Contains(line, lineSeparator) {
			for _, part := range bytes.Split(line, lineSeparator) {
				r.line(part)
				r.lines.line++
			}
			r.lines.line--
			continue
		}
		r.line(line)
	}
	if n := r.lines.pending(); n > longLine {
		e := r.tooLarge("line", n, longLine)
		e.Row = r.lines.line + r.lines.took + 1
		r.fail(e)
	}
}

// line reads one line.
func (r *Reader) line(line []byte) {
	number := r.lines.line + 1
	if number <= r.style.skip || len(bytes.TrimSpace(line)) == 0 || commented(line) {
		return
	}
	c := &r.current
	c.line = number
	if r.style.split(line, c) {
		if r.style.marks.decimal == ',' {
			r.seen.comma = true
		} else {
			r.seen.point = true
		}
	}
	n := len(c.values)
	if n == r.style.columns+1 && c.kinds[n-1] == isEmpty {
		n--
		c.values, c.kinds, c.words = c.values[:n], c.kinds[:n], c.words[:len(c.words)-1]
	}
	switch {
	case n > 1 && c.empty():
		return // as at the end of a spreadsheet
	case n != r.style.columns:
		r.fail(&Error{Code: CellCount, Value: n, Other: r.style.columns, Row: number})
		return
	}
	for _, word := range c.words {
		if bytes.IndexByte(word.text, ',') >= 0 {
			r.seen.see(string(word.text))
		}
	}
	r.row(c)
}

// empty reports whether nothing is in a row.
func (c *cells) empty() bool {
	for _, kind := range c.kinds {
		if kind != isEmpty {
			return false
		}
	}
	return true
}

// row takes a row in either reading.
func (r *Reader) row(c *cells) {
	r.rows++
	if r.second != nil {
		r.second.row(c)
	} else {
		r.surveys.row(c)
	}
}

// end says that no more comes.
func (r *Reader) end() {
	if !r.known && r.err == nil {
		r.identify()
	}
	switch {
	case r.err != nil:
	case r.array != nil:
		r.fail(r.array.end(r))
	default:
		if text := r.decoder.finish(nil); len(text) > 0 {
			r.passText(text)
		}
		if !r.styled {
			r.begin(true)
		}
		if r.err == nil {
			r.read(true)
		}
	}
}

// Survey says what the file holds, all of which has been fed.
func (r *Reader) Survey() (*Survey, error) {
	if r.survey != nil {
		return r.survey, nil
	}
	if r.bytes == 0 {
		return nil, r.fail(&Error{Code: Empty})
	}
	r.end()
	if long := r.err == nil && r.rows > max(MaxInputs+MaxTargets, 2*r.style.columns); r.array == nil && len(r.kept) > 0 && !long {
		text := string(r.kept)
		m, err := ReadMatrix(text, r.options.Decimal)
		var asks *Asks
		if e, ok := err.(*Error); ok && e.Code == Ambiguous {
			asks = doubt(e.Value.(string))
			m, err = ReadMatrix(text, ".")
		}
		if err == nil && m.N > 1 {
			r.err = nil
			r.survey = r.ofMatrix(m, asks)
			return r.survey, nil
		}
		like := r // what it is as a table
		if plain := rewritten(text); plain != "" {
			if again := r.reread(plain); again != nil {
				like = again
			}
		}
		if like.meantMatrix(err, bytes.Count(r.kept, []byte("\n"))) {
			r.err = nil
			return nil, r.fail(err)
		}
		if like != r {
			*r = *like
			return r.survey, nil
		}
	}
	if r.err != nil {
		return nil, r.err
	}
	if m := r.array.square(); m != nil {
		r.survey = r.ofMatrix(m, nil)
		return r.survey, nil
	}
	if r.rows == 0 {
		return nil, r.fail(&Error{Code: Empty})
	}
	r.survey = r.surveyed()
	return r.survey, nil
}

func doubt(example string) *Asks {
	return &Asks{What: "decimal", Options: []string{".", ","}, Example: example}
}

// reread surveys a text that has been written with tabs instead; nil: it is no table either.
func (r *Reader) reread(plain string) *Reader {
	o := r.options
	o.Delimiter = "\t"
	again, err := Open(r.name, 0, o)
	if err != nil {
		return nil
	}
	again.kept = nil
	if _, err = again.Feed([]byte(plain)); err != nil {
		return nil
	}
	s, err := again.Survey()
	if err != nil {
		return nil
	}
	s.Bytes, s.Delimiter = r.bytes, ""
	again.held, again.bytes = []byte(plain), r.bytes
	return again
}

// meantMatrix reports whether a text of so many lines that is no matrix, for a mistake, is likely one: it
// is no table either, or has names on both sides, or most of what is across from each other is the same.
func (r *Reader) meantMatrix(err error, lines int) bool {
	e, ok := err.(*Error)
	if !ok {
		return false
	}
	if t, ok := r.err.(*Error); ok {
		return t.Code == CellCount && lines <= r.style.columns+2 || e.Code == Shortened
	}
	if r.surveys == nil {
		return false
	}
	s, columns := r.surveys, r.style.columns
	named, dots := r.style.header != nil && r.rows == columns-1 && s.columns[0].words == r.rows, false
	for i := range s.columns {
		for level := range s.columns[i].levels {
			named = named && (i > 0 || slices.Contains(r.style.header, level))
			dots = dots || level == "..." || level == "…"
		}
	}
	switch e.Code {
	case Shortened:
		return dots || r.held != nil
	case Asymmetric, Gap, BadEntry:
		return named || r.rows == columns && (s.alike() || r.style.header == nil && e.Code != Asymmetric)
	case NotSquare:
		return s.holdsMatrix()
	}
	return false
}

// names are those of the columns.
func (r *Reader) names() []string {
	names := slices.Clone(r.style.header)
	if len(names) > r.style.columns {
		names = names[:r.style.columns]
	}
	for len(names) < r.style.columns {
		names = append(names, "")
	}
	return names
}
