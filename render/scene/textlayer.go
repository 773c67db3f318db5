package scene

import (
	"image/color"
	"slices"
	"strconv"
	"unicode/utf8"
)

// TextLayer remembers which texts a page shows, and finds what to change when the
// Scene has been rebuilt. The zero TextLayer shows nothing.
type TextLayer struct {
	shown   map[string]*shownText
	pass    uint64
	changed []Text
	removed []string
}

type shownText struct {
	text Text
	pass uint64 // the Diff that saw it last
}

// Diff returns the texts of s that are new or different since the last call,
// in painting order, and the keys that are gone, in alphabetical order. Both
// slices are reused by the next call. When nothing changed it allocates nothing.
func (l *TextLayer) Diff(s *Scene) (changed []Text, removed []string) {
	if l.shown == nil {
		l.shown = make(map[string]*shownText)
	}
	l.pass++
	l.changed, l.removed = l.changed[:0], l.removed[:0]
	seen := 0
	for _, t := range s.Texts() {
		old := l.shown[t.Key]
		if old == nil {
			old = new(shownText)
			l.shown[t.Key] = old
		}
		if old.text != t {
			old.text = t
			l.changed = append(l.changed, t)
		}
		if old.pass != l.pass {
			old.pass = l.pass
			seen++
		}
	}
	if len(l.shown) > seen {
		for key, old := range l.shown {
			if old.pass != l.pass {
				l.removed = append(l.removed, key)
				delete(l.shown, key)
			}
		}
		slices.Sort(l.removed)
	}
	return l.changed, l.removed
}

// Reset forgets everything: the next Diff returns every text.
func (l *TextLayer) Reset() { clear(l.shown) }

// AppendJSON appends the text as the page reads it:
//
//	{"k":key,"x":…,"y":…,"s":size,"a":"start|middle|end","w":400|600,
//	 "c":css colour,"r":degrees,"o":opacity,
//	 "runs":[["‖W",0],["A",-1],["tot",1,dx],["‖",0]]}
//
// A run is its text, its level and, where it is not 0, the extra advance before
// it in units of s; r is left out when it is 0.
func (t *Text) AppendJSON(dst []byte) []byte {
	dst = appendString(append(dst, `{"k":`...), t.Key)
	dst = appendShort(append(dst, `,"x":`...), t.X)
	dst = appendShort(append(dst, `,"y":`...), t.Y)
	dst = appendShort(append(dst, `,"s":`...), t.Size)
	dst = appendString(append(dst, `,"a":`...), t.Anchor.String())
	dst = strconv.AppendInt(append(dst, `,"w":`...), int64(t.Weight), 10)
	dst = append(appendHex(append(dst, `,"c":"`...), t.Colour), '"')
	if t.Rotation != 0 {
		dst = appendShort(append(dst, `,"r":`...), t.Rotation)
	}
	dst = appendShort(append(dst, `,"o":`...), Opacity(t.Colour))
	dst = append(dst, `,"runs":[`...)
	comma := false
	for runs := NewRuns(t.Content); runs.Next(); comma = true {
		if comma {
			dst = append(dst, ',')
		}
		dst = appendString(append(dst, '['), runs.Text)
		dst = strconv.AppendInt(append(dst, ','), int64(runs.Level), 10)
		if runs.Dx != 0 {
			dst = appendShort(append(dst, ','), runs.Dx)
		}
		dst = append(dst, ']')
	}
	return append(dst, "]}"...)
}

// MarshalJSON is AppendJSON for encoding/json.
func (t Text) MarshalJSON() ([]byte, error) { return t.AppendJSON(nil), nil }

// AppendTexts appends the texts as a JSON array.
func AppendTexts(dst []byte, texts []Text) []byte {
	dst = append(dst, '[')
	for i := range texts {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = texts[i].AppendJSON(dst)
	}
	return append(dst, ']')
}

// AppendKeys appends the keys as a JSON array.
func AppendKeys(dst []byte, keys []string) []byte {
	dst = append(dst, '[')
	for i, key := range keys {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = appendString(dst, key)
	}
	return append(dst, ']')
}

// appendString appends s as a JSON string.
func appendString(dst []byte, s string) []byte {
	const hex = "0123456789abcdef"
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ':
			dst = append(dst, '\\', 'u', '0', '0', hex[r>>4], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}

// appendShort writes v to three decimals at most.
func appendShort(dst []byte, v float64) []byte {
	from := len(dst)
	dst = strconv.AppendFloat(dst, v, 'f', 3, 64)
	for dst[len(dst)-1] == '0' {
		dst = dst[:len(dst)-1]
	}
	if dst[len(dst)-1] == '.' {
		dst = dst[:len(dst)-1]
	}
	if string(dst[from:]) == "-0" {
		dst = append(dst[:from], '0')
	}
	return dst
}

// appendHex appends the colour without its opacity, as #rrggbb.
func appendHex(dst []byte, c color.NRGBA) []byte {
	const hex = "0123456789abcdef"
	return append(dst, '#', hex[c.R>>4], hex[c.R&15], hex[c.G>>4], hex[c.G&15], hex[c.B>>4], hex[c.B&15])
}

// Opacity is that of a colour, 0 to 1.
func Opacity(c color.NRGBA) float64 { return float64(c.A) / 255 }
