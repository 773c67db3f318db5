package scene

// Lattice is a field sampled at the points of a grid, row by row. Where it is
// NaN there is no field.
type Lattice struct {
	Columns, Rows int
	Values        []float64
}

// Contours are the lines on which a lattice has given values, as chains of
// places in units of its steps. The zero value is ready for use; memory is
// reused.
type Contours struct {
	Points []Point
	Lines  []Contour

	seen []uint8 // of every cell: a bit for each side that a line has passed
}

// Contour is one line: points[from:to] at level number level.
type Contour struct{ Level, From, To int }

// The sides of a cell.
const (
	sideBelow = iota
	sideRight
	sideAbove
	sideLeft
)

// Trace follows the lines of all levels: marching squares, from cell to cell.
func (c *Contours) Trace(f Lattice, levels []float64) {
	c.Points, c.Lines = c.Points[:0], c.Lines[:0]
	if f.Columns < 2 || f.Rows < 2 || len(f.Values) < f.Columns*f.Rows {
		return
	}
	cells := (f.Columns - 1) * (f.Rows - 1)
	if cap(c.seen) < cells {
		c.seen = make([]uint8, cells)
	}
	c.seen = c.seen[:cells]
	for number, level := range levels {
		clear(c.seen)
		for n := range cells {
			i, j := n%(f.Columns-1), n/(f.Columns-1)
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

func (c *Contours) passed(f Lattice, i, j, side int) bool {
	return c.seen[j*(f.Columns-1)+i]>>side&1 == 1
}

// follow traces the line through side of cell (i, j) to both its ends, or round.
func (c *Contours) follow(f Lattice, number int, level float64, i, j, side int) {
	from := len(c.Points)
	if ni, nj, ok := f.neighbour(i, j, side); ok {
		c.walk(f, level, ni, nj, opposite(side))
		reverse(c.Points[from:])
	}
	if !c.passed(f, i, j, side) { // it has not come round
		c.Points = c.Points[:max(from, len(c.Points)-1)] // where both walks begin
		c.walk(f, level, i, j, side)
	}
	if len(c.Points)-from < 2 {
		c.Points = c.Points[:from]
		return
	}
	c.Lines = append(c.Lines, Contour{number, from, len(c.Points)})
}

// walk adds the points from where the line enters cell (i, j) to where it ends.
func (c *Contours) walk(f Lattice, level float64, i, j, side int) {
	at, ok := f.crossing(i, j, side, level)
	if !ok {
		return
	}
	c.Points = append(c.Points, at)
	for !c.passed(f, i, j, side) {
		n := j*(f.Columns-1) + i
		out, ok := f.exit(i, j, side, level)
		c.seen[n] |= 1 << side
		if !ok {
			return
		}
		c.seen[n] |= 1 << out
		at, _ := f.crossing(i, j, out, level)
		c.Points = append(c.Points, at)
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
func (f *Lattice) neighbour(i, j, side int) (ni, nj int, ok bool) {
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
	return i, j, i >= 0 && j >= 0 && i < f.Columns-1 && j < f.Rows-1
}

// ends are the lattice points at the ends of a side of cell (i, j).
func (f *Lattice) ends(i, j, side int) (a, b [2]int) {
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

func (f *Lattice) value(at [2]int) float64 { return f.Values[at[1]*f.Columns+at[0]] }

// straddles reports whether a level lies between the corners of a cell, all of
// which are known.
func (f *Lattice) straddles(i, j int, level float64) bool {
	n := j*f.Columns + i
	a, b, c, d := f.Values[n], f.Values[n+1], f.Values[n+f.Columns], f.Values[n+f.Columns+1]
	if !Finite(a + b + c + d) {
		return false
	}
	above := a > level
	return above != (b > level) || above != (c > level) || above != (d > level)
}

// crossing is where the level crosses a side of cell (i, j), if it does.
func (f *Lattice) crossing(i, j, side int, level float64) (at Point, ok bool) {
	a, b := f.ends(i, j, side)
	va, vb := f.value(a)-level, f.value(b)-level
	if (va > 0) == (vb > 0) || !f.straddles(i, j, level) {
		return Point{}, false
	}
	t := va / (va - vb)
	return Mix(Point{float64(a[0]), float64(a[1])}, Point{float64(b[0]), float64(b[1])}, t), true
}

// exit is the side by which a line that entered cell (i, j) leaves it. Where two
// lines pass, the middle decides which corners belong together.
func (f *Lattice) exit(i, j, side int, level float64) (out int, ok bool) {
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
