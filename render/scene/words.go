package scene

import "strings"

// Words is the page's catalogue: key to template. In a template, {name} stands
// for the value of that name; braces that enclose no given name are kept, so a
// template may carry text markup too: "t_{{name}}" becomes "t_{A}".
//
// A value, or one of several with commas between them, for which there are words under the key
// "name." and itself is written as these, unless it is a part of a symbol: with "audio" under
// "name.A" "{name}: t_{{name}}" becomes "audio: t_{A}".
type Words map[string]string

// Name is what a value is written as where it is no part of a symbol.
func (w Words) Name(value string) (name string, named bool) {
	if len(value) != 1 { // only single letters have names
		return value, false
	}
	if name, named = w["name."+value]; named {
		return name, true
	}
	return value, false
}

// Format fills in the template of key. Pairs are name, value, name, value, …
// A key whose words are missing, or still to come, is written as nothing: nobody
// should read it. Where the catalogue has a template for the empty key, it is
// written as that, with {key} for the key: tests find what is missing by it.
func (w Words) Format(key string, pairs ...string) string {
	return string(w.Append(nil, key, pairs...))
}

// Append is Format onto dst.
func (w Words) Append(dst []byte, key string, pairs ...string) []byte {
	template, ok := w[key]
	if !ok {
		return append(dst, strings.ReplaceAll(w[""], "{key}", key)...)
	}
	open := 0 // braces of markup: what is in them is a part of a symbol
	for {
		brace := strings.IndexByte(template, '{')
		if brace < 0 {
			return append(dst, template...)
		}
		dst = append(dst, template[:brace]...)
		open = max(0, open-strings.Count(template[:brace], "}"))
		template = template[brace:]
		value, length := placeholder(template, pairs)
		switch {
		case length == 1:
			open++
			dst = append(dst, value...)
		case open > 0:
			dst = append(dst, value...)
		default:
			dst = w.appendNames(dst, value)
		}
		template = template[length:]
	}
}

// appendNames appends a value, or several, as they are called.
func (w Words) appendNames(dst []byte, value string) []byte {
	const more = "… "
	if strings.HasPrefix(value, more) {
		dst, value = append(dst, more...), value[len(more):]
	}
	for {
		part, rest, several := strings.Cut(value, ", ")
		name, _ := w.Name(part)
		if dst = append(dst, name...); !several {
			return dst
		}
		dst, value = append(dst, ", "...), rest
	}
}

// placeholder is the replacement for the brace that s starts with, and how much
// of s it replaces: a named placeholder, or only the brace itself.
func placeholder(s string, pairs []string) (value string, length int) {
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i]
		end := 1 + len(name)
		if strings.HasPrefix(s[1:], name) && end < len(s) && s[end] == '}' {
			return pairs[i+1], end + 1
		}
	}
	return s[:1], 1
}
