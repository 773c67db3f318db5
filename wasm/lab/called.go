package lab

import (
	"slices"
	"strings"
)

// longestCalled is how many letters of a person's name for a modality the pictures write.
const longestCalled = 16

// callModalities gives the pictures the names that a person has for the modalities.
func (l *Lab) callModalities() {
	names := l.player.Run().Scenario().Names()
	if slices.Equal(names, l.called) {
		return
	}
	for m := range max(len(names), len(l.called)) {
		key := "name." + letter(m)
		delete(l.words, key)
		if m < len(names) {
			l.words[key] = called(names[m])
		}
	}
	l.called = names
}

// letter is the symbol of a modality.
func letter(m int) string { return string(rune('A' + m)) }

// called is a name in a picture: in one line, without braces, which are markup there, and short.
func called(name string) string {
	plain := strings.Join(strings.Fields(strings.NewReplacer("{", "(", "}", ")").Replace(name)), " ")
	if letters := []rune(plain); len(letters) > longestCalled {
		plain = string(letters[:longestCalled-1]) + "…"
	}
	return plain
}
