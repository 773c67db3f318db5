package scene

import (
	"slices"
	"testing"
)

// TestNext: lines end at blanks and beside ideographs, not before a mark nor within a word in katakana.
func TestNext(t *testing.T) {
	for s, want := range map[string][]string{
		"unimodal phase":  {"unimodal", " phase"},
		"单模态阶段":           {"单", "模", "态", "阶", "段"},
		"ユニモーダル期":         {"ユニモーダル", "期"},
		"1129エポック、B（先）まで": {"1129", "エポック、", "B", "（先）", "ま", "で"},
	} {
		var parts []string
		for from := 0; from < len(s); {
			to := Next(s, from)
			parts, from = append(parts, s[from:to]), to
		}
		if !slices.Equal(parts, want) {
			t.Errorf("%s: %q", s, parts)
		}
	}
}
