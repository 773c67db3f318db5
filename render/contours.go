package render

// lattice is a field sampled at the points of a grid, row by row. Where it is
// NaN there is no field.
type lattice struct {
	columns, rows int
	values        []float64
}

// contours are the lines on which a lattice has given values, as chains of
// places in units of its steps. The zero value is ready for use; memory is
// reused.
type contours struct {
	points []Point
	lines  []contour

	seen []uint8 // of every cell: a bit for each side that a line has passed
}

// contour is one line: points[from:to] at level number level.
type contour struct{ level, from, to int }

// The sides of a cell.
const (
	sideBelow = iota
	sideRight
	sideAbove
	sideLeft
)

// trace follows the lines of all levels: marching squares, from cell to cell.
func (c *contours) trace(f lattice, levels []float64) {
	c.points, c.lines = c.points[:0], c.lines[:0]
	if f.columns < 2 || f.rows < 2 || len(f.values) < f.columns*f.rows {
		return
	}
	cells := (f.columns - 1) * (f.rows - 1)
	if cap(c.seen) < cells {
		c.seen = make([]uint8, cells)
	}
	c.seen = c.seen[:cells]
	for number, level := range levels {
		clear(c.seen)
		for n := range cells {
			i, j := n%(f.columns-1), n/(f.columns-1)
			if !f.straddles(i, j, level) {
				continue
			}
			for side := range 4 {
				if _, ok := f.crossing(i, j, side, level); ok && !c.passed(f, i, j, side) {
					c.follow(f, number, level, i, j, side)
				}
			}
		}
	}
}

func (c *contours) passed(f lattice, i, j, side int) bool {
	return c.seen[j*(f.columns-1)+i]>>side&1 == 1
}

// follow traces the line through side of cell (i, j) to both its ends, or round.
func (c *contours) follow(f lattice, number int, level float64, i, j, side int) {
	from := len(c.points)
	if ni, nj, ok := f.neighbour(i, j, side); ok {
		c.walk(f, level, ni, nj, opposite(side))
		reverse(c.points[from:])
	}
	if !c.passed(f, i, j, side) { // it has not come round
		c.points = c.points[:max(from, len(c.points)-1)] // where both walks begin
		c.walk(f, level, i, j, side)
	}
	if len(c.points)-from < 2 {
		c.points = c.points[:from]
		return
	}
	c.lines = append(c.lines, contour{number, from, len(c.points)})
}

// walk adds the points from where the line enters cell (i, j) to where it ends.
func (c *contours) walk(f lattice, level float64, i, j, side int) {
	at, ok := f.crossing(i, j, side, level)
	if !ok {
		return
	}
	c.points = append(c.points, at)
	for !c.passed(f, i, j, side) {
		n := j*(f.columns-1) + i
		out, ok := f.exit(i, j, side, level)
		c.seen[n] |= 1 << side
		if !ok {
			return
		}
		c.seen[n] |= 1 << out
		at, _ := f.crossing(i, j, out, level)
		c.points = append(c.points, at)
		if i, j, ok = f.neighbour(i, j, out); !ok {
			return
		}
		side = opposite(out)
	}
}

func opposite(side int) int { return (side + 2) % 4 }

func reverse(points []Point) {
	for a, z := 0, len(points)-1; a < z; a, z = a+1, z-1 {
		points[a], points[z] = points[z], points[a]
	}
}

// neighbour is the cell beyond a side.
func (f *lattice) neighbour(i, j, side int) (ni, nj int, ok bool) {
	switch side {
	case sideBelow:
		j--
	case sideRight:
		i++
	case sideAbove:
		j++
	case sideLeft:
		i--
	}
	return i, j, i >= 0 && j >= 0 && i < f.columns-1 && j < f.rows-1
}

// ends are the lattice points at the ends of a side of cell (i, j).
func (f *lattice) ends(i, j, side int) (a, b [2]int) {
	switch side {
	case sideBelow:
		return [2]int{i, j}, [2]int{i + 1, j}
	case sideRight:
		return [2]int{i + 1, j}, [2]int{i + 1, j + 1}
	case sideAbove:
		return [2]int{i, j + 1}, [2]int{i + 1, j + 1}
	}
	return [2]int{i, j}, [2]int{i, j + 1}
}

func (f *lattice) value(at [2]int) float64 { return f.values[at[1]*f.columns+at[0]] }

// straddles reports whether a level lies between the corners of a cell, all of
// which are known.
func (f *lattice) straddles(i, j int, level float64) bool {
	n := j*f.columns + i
	a, b, c, d := f.values[n], f.values[n+1], f.values[n+f.columns], f.values[n+f.columns+1]
	if !finite(a + b + c + d) {
		return false
	}
	above := a > level
	return above != (b > level) || above != (c > level) || above != (d > level)
}

// crossing is where the level crosses a side of cell (i, j), if it does.
func (f *lattice) crossing(i, j, side int, level float64) (at Point, ok bool) {
	a, b := f.ends(i, j, side)
	va, vb := f.value(a)-level, f.value(b)-level
	if (va > 0) == (vb > 0) || !f.straddles(i, j, level) {
		return Point{}, false
	}
	t := va / (va - vb)
	return mix(Point{float64(a[0]), float64(a[1])}, Point{float64(b[0]), float64(b[1])}, t), true
}

// exit is the side by which a line that entered cell (i, j) leaves it. Where two
// lines pass, the middle decides which corners belong together.
func (f *lattice) exit(i, j, side int, level float64) (out int, ok bool) {
	var crossed [4]bool
	count := 0
	for s := range crossed {
		if _, crossed[s] = f.crossing(i, j, s, level); crossed[s] {
			count++
		}
	}
	if count == 4 {
		corner := f.value([2]int{i, j})
		centre := (corner + f.value([2]int{i + 1, j}) + f.value([2]int{i, j + 1}) + f.value([2]int{i + 1, j + 1})) / 4
		if (centre > level) == (corner > level) { // the other two corners are cut off
			return [4]int{sideRight, sideBelow, sideLeft, sideAbove}[side], true
		}
		return [4]int{sideLeft, sideAbove, sideRight, sideBelow}[side], true
	}
	for s := range crossed {
		if crossed[s] && s != side {
			return s, true
		}
	}
	return 0, false
}
