package scene

import "strings"

// Words is the page's catalogue: key to template. In a template, {name} stands
// for the value of that name; braces that enclose no given name are kept, so a
// template may carry text markup too: "t_{{name}}" becomes "t_{A}".
//
// Of several values with ", " between them, which is written as the language parts the items of a list, each for which there are words under the key
// "name." and itself is written as these, unless it is a part of a symbol: with "audio" under
// "name.A" "{name}: t_{{name}}" becomes "audio: t_{A}".
//
// {n:unit|units} is the first form where n is 1, else the last: as much as the page's languages
// need of figures. Under [DecimalKey] stands the mark before decimals, under [ListKey] what parts
// the items of a list.
type Words map[string]string

// Keys of what is no word: how a language writes numbers and lists.
const (
	DecimalKey = "number.decimal"
	ListKey    = "list.separator"
)

// List is what parts the items of a list; ", " where the catalogue does not say.
func (w Words) List() string {
	if mark, ok := w[ListKey]; ok {
		return mark
	}
	return ", "
}

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
		dst, value = append(dst, w.List()...), rest
	}
}

// placeholder is the replacement for the brace that s starts with, and how much
// of s it replaces: a named placeholder, a choice of forms, or only the brace itself.
func placeholder(s string, pairs []string) (value string, length int) {
	for i := 0; i+1 < len(pairs); i += 2 {
		name := pairs[i]
		end := 1 + len(name)
		if !strings.HasPrefix(s[1:], name) || end == len(s) {
			continue
		}
		switch close := strings.IndexByte(s, '}'); {
		case s[end] == '}':
			return pairs[i+1], end + 1
		case s[end] == ':' && close > 0:
			one, many, found := strings.Cut(s[end+1:close], "|")
			if !found {
				continue
			}
			if pairs[i+1] != "1" {
				one = many
			}
			return one, close + 1
		}
	}
	return s[:1], 1
}
