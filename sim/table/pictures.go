package table

import (
	"slices"
	"strconv"
	"strings"
)

// fewestPixels are those of the smallest picture.
const fewestPixels = 16

// What the numbered pixels of a picture are called. Other numbered names may be those of anything.
var pixelNames = strings.Fields("pixel pixels pix px p image img picture")

// pictures are how many rows the pictures have that the modalities are, 0 of one that is none; nil: none is.
func (s *second) pictures() []int {
	rows, from, some := make([]int, len(s.dims)), 0, false
	for b, dim := range s.dims {
		rows[b] = pictureRows(s.features[from : from+dim])
		some = some || rows[b] > 0
		from += dim
	}
	if !some {
		return nil
	}
	return rows
}

// pictureRows is the side of the square whose pixels, row by row, the features are named for: by
// numbers in order behind a word for pixels, or by row and column behind any.
func pictureRows(features []feature) int {
	side := 1
	for side*side < len(features) {
		side++
	}
	if len(features) < fewestPixels || side*side != len(features) {
		return 0
	}
	prefix, first := "", []int(nil)
	for i, f := range features {
		name, at := numbered(f.name)
		if i == 0 {
			prefix, first = name, at
			words := strings.FieldsFunc(strings.ToLower(name), func(r rune) bool { return strings.ContainsRune("_-. :", r) })
			if len(at) == 0 || slices.Max(at) > 1 || len(at) == 1 && (len(words) == 0 || !slices.Contains(pixelNames, words[len(words)-1])) {
				return 0
			}
		}
		want := []int{i}
		if len(first) == 2 {
			want = []int{i / side, i % side}
		}
		if f.kind != asNumber || name != prefix || len(at) != len(first) {
			return 0
		}
		for k := range want {
			if at[k] != first[k]+want[k] {
				return 0
			}
		}
	}
	return side
}

// numbered parts a name from the one or two numbers at its end: pixel_3, px_0_12, 1x28, bright 1,1.
func numbered(name string) (prefix string, at []int) {
	prefix = strings.TrimRight(name, ")]")
	for len(at) < 2 {
		rest := strings.TrimRight(prefix, "0123456789")
		n, err := strconv.Atoi(prefix[len(rest):])
		if err != nil {
			break
		}
		at, prefix = append([]int{n}, at...), rest
		if between := strings.TrimRight(rest, "_-.,:x ["); len(rest)-len(between) == 1 {
			prefix = between
		} else {
			break
		}
	}
	return prefix, at
}
