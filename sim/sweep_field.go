package sim

import "math"

// Planes of deep networks are beside the mean field ([MeanField]): random layers are a few
// per cent from it, but a factor of two and more from the limit of small weights, which the
// formulas are. It has to be followed, a millisecond or more each time. So it is found at some
// of the cells, and in between logarithms are interpolated.
const fieldNodes = 300

// field is what has been found.
type field struct {
	xs, ys []int     // columns and rows of the nodes
	values []float64 // logarithms of those that have been found, row by row
}

// nodes are at most count of n cells, the first and the last among them.
func nodes(n, count int) (list []int) {
	count = max(2, min(n, count))
	for k := range min(n, count) {
		list = append(list, k*(n-1)/max(1, count-1))
	}
	return list
}

func newField(columns, rows int) field {
	side := int(math.Sqrt(fieldNodes))
	f := field{ys: nodes(rows, max(side, fieldNodes/columns))}
	f.xs = nodes(columns, fieldNodes/len(f.ys))
	return f
}

// fields reports whether a cell is beside a mean field.
func (c *Cells) fields(s *Scenario) bool {
	return c.row().typical || !c.Chart() && c.quantity.times != nil && !s.TwoLayers()
}

// MeanField reports whether all of a plane is beside mean fields, or some of it: its axis may
// be the depth.
func (c *Cells) MeanField() (all, some bool) {
	first, last := c.Scenario(0, 0), c.Scenario(c.X.Count-1, c.Y.Count-1)
	a, b := c.fields(&first), c.fields(&last)
	return a && b, a || b
}

// Prepared reports whether [Cells.Prepare] has nothing to do.
func (c *Cells) Prepared() bool {
	_, some := c.MeanField()
	f := &c.field
	return c.Chart() || !some || f.xs != nil && len(f.values) == len(f.xs)*len(f.ys)
}

// Prepare finds what a plane is beside, where that takes long, as far as stop permits. It
// reports whether it is done; who does not ask waits at [Cells.Theory] or [Cells.Shown].
func (c *Cells) Prepare(stop func() bool) bool {
	if c.Prepared() {
		return true
	}
	f := &c.field
	if f.xs == nil {
		*f = newField(c.X.Count, c.Y.Count)
	}
	for n := len(f.values); n < len(f.xs)*len(f.ys); n++ {
		x, y := c.X.Value(f.xs[n%len(f.xs)]), c.Y.Value(f.ys[n/len(f.xs)])
		f.values = append(f.values, math.Log(c.Predicted(x, y)/c.formula(x, y)))
		if n+1 < len(f.xs)*len(f.ys) && stop() {
			return false
		}
	}
	return true
}

// interpolated is the mean field of a cell.
func (c *Cells) interpolated(i, j int) float64 {
	c.Prepare(never)
	f := &c.field
	column, right := between(f.xs, i)
	row, up := between(f.ys, j)
	sum := math.Log(c.formula(c.X.Value(i), c.Y.Value(j)))
	for _, corner := range [...]struct {
		dx, dy int
		weight float64
	}{{0, 0, (1 - right) * (1 - up)}, {1, 0, right * (1 - up)}, {0, 1, (1 - right) * up}, {1, 1, right * up}} {
		if corner.weight > 0 {
			sum += corner.weight * f.values[(row+corner.dy)*len(f.xs)+column+corner.dx]
		}
	}
	return math.Exp(sum)
}

// formula is what the limit of small weights says of times, 1 if it says nothing.
func (c *Cells) formula(x, y float64) float64 {
	c.put(&c.now, x, y)
	p, err := formulas(c.now)
	if err != nil {
		return 1
	}
	limit := p.Formula()
	if v := c.quantity.times(&limit); v > 0 && !math.IsInf(v, 1) {
		return v
	}
	return 1
}

// between is the last node at or before a cell, and which part of the way to the next one the
// cell is.
func between(nodes []int, at int) (n int, part float64) {
	for n+1 < len(nodes) && nodes[n+1] <= at {
		n++
	}
	if nodes[n] == at {
		return n, 0
	}
	return n, float64(at-nodes[n]) / float64(nodes[n+1]-nodes[n])
}
