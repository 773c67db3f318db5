package tiles

import (
	"slices"
	"testing"
)

// TestOrderOfAnySize: what is worked out cell by cell is what two loops give.
func TestOrderOfAnySize(t *testing.T) {
	for columns := 1; columns <= 40; columns++ {
		for _, rows := range []int{1, 2, 3, 7, 8, 9, 16, 17, 31, 33, 64} {
			o := New(columns, rows, 5)
			strideX, strideY := coarseStride(columns), coarseStride(rows)
			beforeX, beforeY := 0, 0
			var want [][2]int
			for {
				for j := 0; j < rows; j += strideY {
					for i := 0; i < columns; i += strideX {
						if beforeX == 0 || i%beforeX != 0 || j%beforeY != 0 {
							want = append(want, [2]int{i, j})
						}
					}
				}
				if strideX == 1 && strideY == 1 {
					break
				}
				beforeX, beforeY = strideX, strideY
				strideX, strideY = max(1, strideX/2), max(1, strideY/2)
			}
			var got [][2]int
			for n := range o.Tiles {
				p, first := o.PassOf(n)
				for k := first; k < min(first+o.Size, p.Cells); k++ {
					i, j := p.Cell(k)
					got = append(got, [2]int{i, j})
				}
			}
			if !slices.Equal(got, want) {
				t.Fatalf("%d × %d: %v, want %v", columns, rows, got, want)
			}
		}
	}
}

// TestFirstPassIsAsFineAsItMayBe: what a person sees while dragging is a picture of
// eight by eight blocks, at every fineness there is.
func TestFirstPassIsAsFineAsItMayBe(t *testing.T) {
	for n := coarse; n <= 256; n *= 2 {
		o := New(n, n, 1)
		if got := o.UpTo(1); got != coarse*coarse {
			t.Errorf("%d × %d: the first pass has %d cells", n, n, got)
		}
	}
}
