package sim

import (
	"strconv"
	"strings"
)

// format writes values in place of the %v of a pattern: numbers, words, and lists
// of numbers. Package fmt would do, and would make up a tenth of what a sweep
// worker has to fetch.
func format(pattern string, values ...any) string {
	parts := strings.Split(pattern, "%v")
	var b strings.Builder
	for i, part := range parts {
		b.WriteString(part)
		if i < len(parts)-1 {
			b.WriteString(written(values[i]))
		}
	}
	return b.String()
}

func written(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case int:
		return strconv.Itoa(v)
	case float64:
		return strconv.FormatFloat(v, 'g', -1, 64)
	case bool:
		return strconv.FormatBool(v)
	case interface{ String() string }:
		return v.String()
	case []int:
		var list []string
		for _, n := range v {
			list = append(list, strconv.Itoa(n))
		}
		return strings.Join(list, " + ")
	}
	return "?" // JSON that is neither a number nor a word
}
