package table

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Blanks that may stand between thousands, and not only between numbers.
const narrowBlanks = "\u00a0\u202f\u2009\u2007\u2008\u2006"

// plainText has one kind of line end, minus, blank, digit, quotation mark and power of ten.
func plainText(text string) string {
	text = strings.ReplaceAll(strings.TrimPrefix(strings.ToValidUTF8(text, "�"), "\ufeff"), "\r\n", "\n")
	if ascii(text) && !strings.ContainsAny(text, "\r\v\f^") {
		return text
	}
	var b strings.Builder
	b.Grow(len(text))
	var last rune
	for i, r := range text {
		if plain := plainRune(r, last, text[i+utf8.RuneLen(max(r, 0)):]); plain >= 0 {
			b.WriteRune(plain)
			last = plain
		}
	}
	return powers.Replace(narrowThousands(b.String()))
}

var powers = strings.NewReplacer("*^", "e", " × 10^", "e", "×10^", "e", "× 10^", "e", " x 10^", "e", "x10^", "e",
	"*10^", "e", " * 10^", "e", "·10^", "e", " · 10^", "e")

// plainRune is the ordinary character in place of r, or −1 for none.
func plainRune(r, last rune, rest string) rune {
	next, _ := utf8.DecodeRuneInString(rest)
	switch r {
	case '\r', '\v', '\f', '\u0085', '\u2028', '\u2029':
		return '\n' // where two come together, the line between them is empty
	case '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u00ad', '\u200e', '\u200f', '\u061c':
		return -1
	case '−', '‐', '‑', '‒', '–', '—', '﹣', '-', '⁻':
		if digit(next) || next == '.' || next == ',' || '０' <= next && next <= '９' {
			return '-'
		}
		return r
	case '·', '∙', '⋅':
		if digit(last) && digit(next) && !strings.HasPrefix(rest, "10^") {
			return '.'
		}
		return r
	case '’', '‘', 'ʼ', '′':
		return '\''
	case '“', '”', '„', '«', '»':
		return '"'
	case '\u3000', '\u2002', '\u2003', '\u2004', '\u2005', '\u200a', '\u205f':
		return ' '
	}
	if '！' <= r && r <= '～' {
		return r - '！' + '!'
	}
	return r
}

// narrowThousands closes the gaps between thousands where such blanks do not part the
// numbers themselves, and makes the others ordinary.
func narrowThousands(text string) string {
	if !strings.ContainsAny(text, narrowBlanks) {
		return text
	}
	runes := []rune(text)
	narrow := func(i int) bool { return i >= 0 && i < len(runes) && strings.ContainsRune(narrowBlanks, runes[i]) }
	at := func(i int) rune {
		if i < 0 || i >= len(runes) {
			return 0
		}
		return runes[i]
	}
	others := false // something else parts the numbers
	for i, r := range runes {
		others = others || r == '\t' || r == ';' || r == ' ' && digit(at(i-1)) && (digit(at(i+1)) || at(i+1) == '-' || at(i+1) == '.')
	}
	var b strings.Builder
	for i, r := range runes {
		if !narrow(i) {
			b.WriteRune(r)
			continue
		}
		if others && digit(at(i-1)) && digit(at(i+1)) && digit(at(i+2)) && digit(at(i+3)) && !digit(at(i+4)) {
			continue
		}
		b.WriteByte(' ')
	}
	return b.String()
}

func ascii(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

func digit(r rune) bool { return '0' <= r && r <= '9' }

func blank(r rune) bool { return unicode.IsSpace(r) }
