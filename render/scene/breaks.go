package scene

import (
	"strings"
	"unicode/utf8"
)

// Next is where s may be broken next after its byte from: at a blank, or beside an ideograph or a kana unless the mark
// there belongs to its neighbour; len(s) if nowhere. A word in katakana stays whole.
func Next(s string, from int) int {
	for i := from + 1; i < len(s); i++ {
		if s[i] == ' ' {
			return i
		}
		if !utf8.RuneStart(s[i]) {
			continue
		}
		before, _ := utf8.DecodeLastRuneInString(s[:i])
		after, _ := utf8.DecodeRuneInString(s[i:])
		if (ideographic(before) || ideographic(after)) && !(katakana(before) && katakana(after)) && !strings.ContainsRune(opening, before) && !strings.ContainsRune(closing, after) {
			return i
		}
	}
	return len(s)
}

// Marks of East Asian typesetting that do not end a line, and that do not begin one.
const (
	opening = "（「『【〈《“‘([{$@^_"
	closing = "）」』】〉》”’、。，．：；？！…ー々·・)]},.;:?!%×^_\u00a0"
)

func katakana(r rune) bool { return r > 0x30a0 && r < 0x3100 && r != '・' }

func ideographic(r rune) bool {
	return r >= 0x2e80 && r < 0xa000 || r >= 0xf900 && r < 0xfb00 || r >= 0xff00 && r < 0xfff0
}
