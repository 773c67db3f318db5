package sim

import "strings"

// What net/url does to the parts of a link, without what that package needs besides.

// escape writes a text as the value of a link: letters, digits and a few signs stand as they are, a blank is a plus, every
// other byte three signs.
func escape(text string) string {
	var b strings.Builder
	for _, c := range []byte(text) {
		switch {
		case 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || strings.IndexByte("-_.~", c) >= 0:
			b.WriteByte(c)
		case c == ' ':
			b.WriteByte('+')
		default:
			percent(&b, c)
		}
	}
	return b.String()
}

func percent(b *strings.Builder, c byte) {
	const digits = "0123456789ABCDEF"
	b.Write([]byte{'%', digits[c>>4], digits[c&15]})
}

// unescape reads what [escape] writes; false: a percent sign is followed by something else than two digits.
func unescape(text string) (string, bool) { return fromPercents(strings.ReplaceAll(text, "+", " ")) }

// fromPercents is unescape where a plus is a plus.
func fromPercents(text string) (string, bool) {
	var b strings.Builder
	for {
		before, rest, found := strings.Cut(text, "%")
		b.WriteString(before)
		if !found {
			return b.String(), true
		}
		if len(rest) < 2 {
			return "", false
		}
		high, low := digit(rest[0]), digit(rest[1])
		if high < 0 || low < 0 {
			return "", false
		}
		b.WriteByte(byte(high<<4 | low))
		text = rest[2:]
	}
}

// digit is the value of a hexadecimal one, or negative.
func digit(c byte) int {
	at := strings.IndexByte("0123456789abcdef0123456789ABCDEF", c)
	if at < 0 {
		return at
	}
	return at & 15
}
