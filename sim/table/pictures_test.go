package table

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
)

// TestPictures: the pixels of a square picture, named in order, make their modality one, in files of every kind;
// other names, another order or another number of them do not.
func TestPictures(t *testing.T) {
	run := func(shape string, from, n int) (names []string) {
		for i := range n {
			names = append(names, fmt.Sprintf(shape, from+i))
		}
		return names
	}
	grid := func(shape string, from, side int) (names []string) {
		for i := range side * side {
			names = append(names, fmt.Sprintf(shape, from+i/side, from+i%side))
		}
		return names
	}
	turned := run("pixel_%d", 0, 64)
	turned[3], turned[4] = turned[4], turned[3]
	for _, c := range []struct {
		names []string
		rows  int
	}{
		{run("pixel_%d", 0, 64), 8}, {run("pixel%d", 1, 16), 4}, {run("p%d", 1, 400), 20}, {run("left.Pix.%d", 0, 25), 5}, {run("px %d", 1, 36), 6},
		{run("pixel_%03d", 0, 64), 8}, {grid("px_%d_%d", 0, 8), 8}, {grid("%dx%d", 1, 5), 5}, {grid("bright %d,%d", 1, 4), 4}, {grid("I[%d,%d]", 0, 6), 6},
		{run("pixel_%d", 0, 63), 0}, {run("pixel_%d", 0, 9), 0}, {grid("px_%d_%d", 0, 3), 0}, {run("pixel_%d", 2, 64), 0}, {turned, 0},
		{run("embedding_%d", 0, 64), 0}, {run("x%d", 1, 16), 0}, {append(run("pixel_%d", 0, 63), "age"), 0}, {append(run("pixel_%d", 0, 32), run("px_%d", 32, 32)...), 0},
		{grid("px_%[2]d_%[1]d", 0, 8), 0},
	} {
		n := len(c.names)
		random, b := rand.New(rand.NewPCG(1, 2)), strings.Builder{}
		b.WriteString(`"` + strings.Join(c.names, `";"`) + "\";\"a\";\"y\"\n")
		for range 8 {
			for range n + 1 {
				fmt.Fprintf(&b, "%.3f;", random.NormFloat64())
			}
			fmt.Fprintf(&b, "%.3f\n", random.NormFloat64())
		}
		whole := make([]int, n)
		for j := range whole {
			whole[j] = j
		}
		_, d, err := momentsOf([]byte(b.String()), 0, Options{}, func(*Survey) Plan {
			return Plan{Modalities: []Block{{"picture", whole}, {"other", []int{n}}}, Targets: []int{n + 1}}
		})
		if err != nil {
			t.Fatal(c.names[0], err)
		}
		var want []int
		if c.rows > 0 {
			want = []int{c.rows, 0}
		}
		if !slices.Equal(d.Pictures, want) {
			t.Errorf("%d of %s … %s: pictures of %v rows, want %v", n, c.names[0], c.names[n-1], d.Pictures, want)
		}
	}
}
