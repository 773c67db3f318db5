package table

import (
	"bytes"
	"unicode/utf16"
	"unicode/utf8"
)

const (
	headBytes = 64 << 10 // from which the style of a text is told
	longLine  = 4 << 20
	keptBytes = 6 << 20 // of a text that may be a matrix, or a table in another notation
)

// decoder makes UTF-8 of the bytes of a text.
type decoder struct {
	began  bool
	wide   int    // 1: UTF-16, the low byte first, 2: the high one; 0: UTF-8
	rest   []byte // what belongs to the next bytes
	paired rune   // the first half of a surrogate pair
}

// decode appends the text in a chunk to out.
func (d *decoder) decode(out, chunk []byte) []byte {
	if !d.began {
		d.rest = append(d.rest, chunk...)
		if len(d.rest) < 3 {
			return out
		}
		chunk = d.begin()
	}
	if d.wide == 0 {
		return append(out, chunk...)
	}
	for _, c := range chunk {
		if d.rest = append(d.rest, c); len(d.rest) < 2 {
			continue
		}
		r := rune(d.rest[0]) | rune(d.rest[1])<<8
		if d.wide == 2 {
			r = rune(d.rest[1]) | rune(d.rest[0])<<8
		}
		d.rest = d.rest[:0]
		switch {
		case d.paired != 0:
			r = utf16.DecodeRune(d.paired, r)
			d.paired = 0
		case utf16.IsSurrogate(r):
			d.paired = r
			continue
		}
		out = utf8.AppendRune(out, r)
	}
	return out
}

// begin takes the mark of a byte order off.
func (d *decoder) begin() (rest []byte) {
	d.began = true
	rest = append(rest, d.rest...)
	d.rest = d.rest[:0]
	switch {
	case bytes.HasPrefix(rest, []byte{0xff, 0xfe}):
		d.wide, rest = 1, rest[2:]
	case bytes.HasPrefix(rest, []byte{0xfe, 0xff}):
		d.wide, rest = 2, rest[2:]
	case bytes.HasPrefix(rest, []byte{0xef, 0xbb, 0xbf}):
		rest = rest[3:]
	}
	return rest
}

// finish is what was too short to tell.
func (d *decoder) finish(out []byte) []byte {
	if !d.began {
		return append(out, d.begin()...)
	}
	return out
}

// lines cuts a text that comes in chunks into lines, keeping those together that
// quotation marks hold.
type lines struct {
	end   byte // '\n', or '\r' alone
	text  []byte
	at    int  // what is before it has been read
	known int  // of text without an end, or with ends within quotation marks
	seen  int  // up to where quotation marks are counted
	open  bool // one that began a cell is not closed there
	line  int  // lines before the last one
	took  int  // of them, the last one
}

// pending is how much of a line waits for its end.
func (l *lines) pending() int { return len(l.text) - l.at }

// feed adds text.
func (l *lines) feed(text []byte) {
	if l.at > 0 {
		l.text = l.text[:copy(l.text, l.text[l.at:])]
		l.known, l.seen, l.at = max(l.known-l.at, 0), max(l.seen-l.at, 0), 0
	}
	l.text = append(l.text, text...)
}

// next returns the next whole line, or nil; last says that no more comes. The line is good until
// the next feed. unclosed reports a quotation that has no end, or none within longLine.
func (l *lines) next(last bool) (line []byte, unclosed bool) {
	from := max(l.known, l.at)
	for {
		end := bytes.IndexByte(l.text[from:], l.end)
		if end < 0 {
			l.known = len(l.text)
			if !last || l.pending() == 0 {
				return nil, false
			}
			end = len(l.text)
		} else {
			end += from
		}
		l.count(end)
		if l.open && end < len(l.text) && end-l.at < longLine {
			from = end + 1
			l.known = from
			continue
		}
		line, unclosed = l.text[l.at:end:end], l.open
		l.line += l.took
		l.took = 1 + bytes.Count(line, []byte{l.end})
		l.at = min(end+1, len(l.text))
		l.known, l.seen, l.open = l.at, l.at, false
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		return line, unclosed
	}
}

// count follows the quotation marks up to a place.
func (l *lines) count(end int) {
	for l.seen = max(l.seen, l.at); l.seen < end; l.seen++ {
		at := bytes.IndexByte(l.text[l.seen:end], '"')
		if at < 0 {
			l.seen = end
			return
		}
		l.seen += at
		if l.open || l.seen == l.at || bytes.IndexByte([]byte(",;\t| \n\""), l.text[l.seen-1]) >= 0 {
			l.open = !l.open
		}
	}
}
