package scene

import "strings"

// Words is the page's catalogue: key to template. In a template, {name} stands
// for the value of that name; braces that enclose no given name are kept, so a
// template may carry text markup too: "t_{{name}}" becomes "t_{A}".
type Words map[string]string

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
	for {
		brace := strings.IndexByte(template, '{')
		if brace < 0 {
			return append(dst, template...)
		}
		dst = append(dst, template[:brace]...)
		template = template[brace:]
		value, length := placeholder(template, pairs)
		dst = append(dst, value...)
		template = template[length:]
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
