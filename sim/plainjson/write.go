// Package plainjson writes and reads JSON as plain values: numbers, texts, lists and objects. It does without the reflection of
// encoding/json, which costs everybody who fetches a program 0.1 MB.
package plainjson

import (
	"maps"
	"math"
	"slices"
	"strconv"
	"unicode/utf8"
)

// Object is a value that writes its fields.
type Object interface{ Fields(f *Fields) }

// Fields are those of an object that is being written.
type Fields struct {
	dst  []byte
	some bool
}

// Add writes a field.
func (f *Fields) Add(name string, v any) {
	if f.some {
		f.dst = append(f.dst, ',')
	}
	f.some = true
	f.dst = Append(append(AppendString(f.dst, name), ':'), v)
}

// AddIf writes a field if it is there.
func (f *Fields) AddIf(there bool, name string, v any) {
	if there {
		f.Add(name, v)
	}
}

// Raw is JSON that is written as it stands.
type Raw []byte

// MarshalJSON is for encoding/json.
func (r Raw) MarshalJSON() ([]byte, error) { return r, nil }

// Append writes a value. A number that is not finite becomes null, a list or a map that is nil an empty one. It panics at a
// value of a type that it does not know.
func Append(dst []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(dst, "null"...)
	case string:
		return AppendString(dst, v)
	case bool:
		return strconv.AppendBool(dst, v)
	case int:
		return strconv.AppendInt(dst, int64(v), 10)
	case uint64:
		return strconv.AppendUint(dst, v, 10)
	case float64:
		if math.IsNaN(v) || math.IsInf(v, 0) {
			return append(dst, "null"...)
		}
		return strconv.AppendFloat(dst, v, 'g', -1, 64)
	case []any:
		return appendList(dst, v)
	case []int:
		return appendList(dst, v)
	case []float64:
		return appendList(dst, v)
	case []string:
		return appendList(dst, v)
	case [][]int:
		return appendList(dst, v)
	case [][]float64:
		return appendList(dst, v)
	case map[string]any:
		return appendMap(dst, v)
	case map[string]int:
		return appendMap(dst, v)
	case map[string]float64:
		return appendMap(dst, v)
	case Object:
		f := Fields{dst: append(dst, '{')}
		v.Fields(&f)
		return append(f.dst, '}')
	case interface{ MarshalJSON() ([]byte, error) }:
		if text, err := v.MarshalJSON(); err == nil {
			return append(dst, text...)
		}
	}
	panic("plainjson: a value of a type that is not written")
}

// List is a list whose items are objects, or lists themselves.
func List[T any](items []T) []any {
	list := make([]any, len(items))
	for i, item := range items {
		list[i] = item
	}
	return list
}

// Map is an object whose values are objects, or lists.
func Map[T any](items map[string]T) map[string]any {
	all := make(map[string]any, len(items))
	for name, item := range items {
		all[name] = item
	}
	return all
}

func appendList[T any](dst []byte, items []T) []byte {
	dst = append(dst, '[')
	for i, item := range items {
		if i > 0 {
			dst = append(dst, ',')
		}
		dst = Append(dst, item)
	}
	return append(dst, ']')
}

// appendMap writes the fields in the order of their names.
func appendMap[T any](dst []byte, items map[string]T) []byte {
	f := Fields{dst: append(dst, '{')}
	for _, name := range slices.Sorted(maps.Keys(items)) {
		f.Add(name, items[name])
	}
	return append(f.dst, '}')
}

// AppendString writes a text.
func AppendString(dst []byte, s string) []byte {
	dst = append(dst, '"')
	for _, r := range s {
		switch {
		case r == '"' || r == '\\':
			dst = append(dst, '\\', byte(r))
		case r < ' ' || r == '\u2028' || r == '\u2029':
			const hex = "0123456789abcdef"
			dst = append(dst, '\\', 'u', hex[r>>12&15], hex[r>>8&15], hex[r>>4&15], hex[r&15])
		default:
			dst = utf8.AppendRune(dst, r)
		}
	}
	return append(dst, '"')
}
