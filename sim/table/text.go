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
	at    int // what is before it has been read
	known int // of text without an end behind at
	line  int // lines before the last one
	took  int // of them, the last one
}

// pending is how much of a line waits for its end.
func (l *lines) pending() int { return len(l.text) - l.at }

// feed adds text.
func (l *lines) feed(text []byte) {
	if l.at > 0 {
		l.text = l.text[:copy(l.text, l.text[l.at:])]
		l.known, l.at = max(l.known-l.at, 0), 0
	}
	l.text = append(l.text, text...)
}

// next returns the next whole line, or nil; last says that no more comes. The line is good until
// the next feed.
func (l *lines) next(last bool) []byte {
	from := max(l.known, l.at)
	for {
		end := bytes.IndexByte(l.text[from:], l.end)
		if end < 0 {
			l.known = len(l.text)
			if !last || l.pending() == 0 {
				return nil
			}
			end = len(l.text)
		} else {
			end += from
			if line := l.text[l.at:end]; len(line) < longLine && bytes.IndexByte(line, '"') >= 0 && l.open(line) {
				from = end + 1
				continue
			}
		}
		line := l.text[l.at:end:end]
		l.line += l.took
		l.took = 1 + bytes.Count(line, []byte{l.end})
		l.at = min(end+1, len(l.text))
		l.known = l.at
		if n := len(line); n > 0 && line[n-1] == '\r' {
			line = line[:n-1]
		}
		return line
	}
}

// open reports whether a quotation that began a cell is still open.
func (l *lines) open(line []byte) bool {
	open := false
	for i, c := range line {
		if c == '"' && (open || i == 0 || bytes.IndexByte([]byte(",;\t| \n\""), line[i-1]) >= 0) {
			open = !open
		}
	}
	return open
}
