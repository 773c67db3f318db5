package table

import (
	"errors"
	"math"
	"reflect"
	"strconv"
	"strings"
	"unicode/utf16"
	"unicode/utf8"
)

// JSON writes what this package returns, as encoding/json does, which would make up a third of
// what a worker has to fetch. What is not finite becomes null.
func JSON(v any) []byte { return appendJSON(nil, reflect.ValueOf(v)) }

func appendJSON(b []byte, v reflect.Value) []byte {
	switch v.Kind() {
	case reflect.Pointer, reflect.Interface:
		if v.IsNil() {
			return append(b, "null"...)
		}
		return appendJSON(b, v.Elem())
	case reflect.String:
		return appendString(b, v.String())
	case reflect.Bool:
		return strconv.AppendBool(b, v.Bool())
	case reflect.Int, reflect.Int64:
		return strconv.AppendInt(b, v.Int(), 10)
	case reflect.Uint64:
		return strconv.AppendUint(b, v.Uint(), 10)
	case reflect.Float64:
		return appendFloat(b, v.Float())
	case reflect.Slice:
		if numbers, ok := v.Interface().([]float64); ok {
			b = append(b, '[')
			for i, x := range numbers {
				if i > 0 {
					b = append(b, ',')
				}
				b = appendFloat(b, x)
			}
			return append(b, ']')
		}
		b = append(b, '[')
		for i := range v.Len() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendJSON(b, v.Index(i))
		}
		return append(b, ']')
	case reflect.Struct:
		b = append(b, '{')
		first := true
		for i := range v.NumField() {
			name, option, _ := strings.Cut(v.Type().Field(i).Tag.Get("json"), ",")
			if name == "" || option == "omitempty" && (v.Field(i).IsZero() || v.Field(i).Kind() == reflect.Slice && v.Field(i).Len() == 0) {
				continue
			}
			if !first {
				b = append(b, ',')
			}
			first = false
			b = append(appendString(b, name), ':')
			b = appendJSON(b, v.Field(i))
		}
		return append(b, '}')
	}
	return append(b, "null"...)
}

func appendFloat(b []byte, x float64) []byte {
	if math.IsNaN(x) || math.IsInf(x, 0) {
		return append(b, "null"...)
	}
	return strconv.AppendFloat(b, x, 'g', -1, 64)
}

func appendString(b []byte, s string) []byte {
	b = append(b, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			b = append(b, '\\', byte(r))
		case r < ' ' || r == '\u2028' || r == '\u2029':
			const hex = "0123456789abcdef"
			b = append(b, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			b = utf8.AppendRune(b, r)
		}
	}
	return append(b, '"')
}

// Decode reads JSON into a struct of this package: what has no field is passed over. An error is of type *[Error].
func Decode(text []byte, to any) error {
	p := parser{text: text}
	v, err := p.value(0)
	if err == nil {
		p.blanks()
		if p.at < len(p.text) {
			err = errSyntax
		}
	}
	if err == nil && !assign(reflect.ValueOf(to).Elem(), v) {
		err = errSyntax
	}
	if err != nil {
		return &Error{Code: Unreadable, Value: tidyWord(text)}
	}
	return nil
}

var errSyntax = errors.New("this is not the JSON that is needed")

// parser reads JSON: numbers are float64, objects maps.
type parser struct {
	text []byte
	at   int
}

func (p *parser) blanks() {
	for p.at < len(p.text) && strings.IndexByte(" \t\r\n", p.text[p.at]) >= 0 {
		p.at++
	}
}

func (p *parser) take(c byte) bool {
	p.blanks()
	if p.at < len(p.text) && p.text[p.at] == c {
		p.at++
		return true
	}
	return false
}

func (p *parser) value(depth int) (any, error) {
	p.blanks()
	rest := string(p.text[p.at:min(p.at+5, len(p.text))])
	switch {
	case rest == "" || depth > 16:
		return nil, errSyntax
	case rest[0] == '{':
		p.at++
		object := map[string]any{}
		for first := true; !p.take('}'); first = false {
			if !first && !p.take(',') || !p.take('"') {
				return nil, errSyntax
			}
			key, err := p.string()
			if err != nil || !p.take(':') {
				return nil, errSyntax
			}
			if object[key], err = p.value(depth + 1); err != nil {
				return nil, err
			}
		}
		return object, nil
	case rest[0] == '[':
		p.at++
		list := []any{}
		for first := true; !p.take(']'); first = false {
			if !first && !p.take(',') {
				return nil, errSyntax
			}
			v, err := p.value(depth + 1)
			if err != nil {
				return nil, err
			}
			list = append(list, v)
		}
		return list, nil
	case rest[0] == '"':
		p.at++
		return p.string()
	case strings.HasPrefix(rest, "true"):
		p.at += 4
		return true, nil
	case rest == "false":
		p.at += 5
		return false, nil
	case strings.HasPrefix(rest, "null"):
		p.at += 4
		return nil, nil
	}
	from := p.at
	for p.at < len(p.text) && strings.IndexByte("+-.0123456789eE", p.text[p.at]) >= 0 {
		p.at++
	}
	v, err := strconv.ParseFloat(string(p.text[from:p.at]), 64)
	return v, err
}

// string reads a string behind its first quotation mark.
func (p *parser) string() (string, error) {
	var b []byte
	for p.at < len(p.text) {
		c := p.text[p.at]
		p.at++
		switch c {
		case '"':
			return string(b), nil
		case '\\':
			if p.at == len(p.text) {
				return "", errSyntax
			}
			c = p.text[p.at]
			p.at++
			if c == 'u' {
				r, ok := p.hex()
				if ok && utf16.IsSurrogate(r) && p.at+1 < len(p.text) && p.text[p.at] == '\\' && p.text[p.at+1] == 'u' {
					p.at += 2
					var low rune
					low, ok = p.hex()
					r = utf16.DecodeRune(r, low)
				}
				if !ok {
					return "", errSyntax
				}
				b = utf8.AppendRune(b, r)
				continue
			}
			if at := strings.IndexByte("nrtbf", c); at >= 0 {
				c = "\n\r\t\b\f"[at]
			}
			b = append(b, c)
		default:
			b = append(b, c)
		}
	}
	return "", errSyntax
}

func (p *parser) hex() (rune, bool) {
	if p.at+4 > len(p.text) {
		return 0, false
	}
	v, err := strconv.ParseUint(string(p.text[p.at:p.at+4]), 16, 32)
	p.at += 4
	return rune(v), err == nil
}

// assign puts what was read into a field, if it is of its kind; null leaves it alone.
func assign(to reflect.Value, v any) bool {
	if v == nil {
		return true
	}
	switch to.Kind() {
	case reflect.Struct:
		object, ok := v.(map[string]any)
		for i := range to.NumField() {
			name, _, _ := strings.Cut(to.Type().Field(i).Tag.Get("json"), ",")
			if value, there := object[name]; ok && there {
				ok = assign(to.Field(i), value)
			}
		}
		return ok
	case reflect.Slice:
		list, ok := v.([]any)
		if !ok {
			return false
		}
		made := reflect.MakeSlice(to.Type(), len(list), len(list))
		for i, value := range list {
			if value == nil || !assign(made.Index(i), value) {
				return false
			}
		}
		to.Set(made)
		return true
	case reflect.String:
		s, ok := v.(string)
		to.SetString(s)
		return ok
	case reflect.Bool:
		b, ok := v.(bool)
		to.SetBool(b)
		return ok
	case reflect.Float64:
		x, ok := v.(float64)
		to.SetFloat(x)
		return ok
	case reflect.Int:
		x, ok := v.(float64)
		if !ok || x != math.Trunc(x) || math.Abs(x) > 1<<53 {
			return false
		}
		to.SetInt(int64(x))
		return true
	case reflect.Uint64:
		x, ok := v.(float64)
		if !ok || x != math.Trunc(x) || x < 0 || x > 1<<53 {
			return false
		}
		to.SetUint(uint64(x))
		return true
	}
	return false
}
