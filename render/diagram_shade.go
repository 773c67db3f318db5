package render

import (
	"encoding/binary"
	"image/color"
	"math"

	"unimodal-bias-lab/render/scene"
)

// ColourScale says how values become colours.
type ColourScale struct {
	Kind     ScaleKind
	Log      bool    // equal ratios are equal steps
	Percent  bool    // values are read as parts of a hundred
	From, To float64 // the ends; equal: those of the values
	Centre   float64 // of a diverging scale, which reaches as far to both sides
}

// ScaleKind is the kind of a colour scale.
type ScaleKind uint8

// The kinds of colour scales.
const (
	Sequential ScaleKind = iota // from little to much
	Diverging                   // below and above a centre
	Regions                     // first + 2·better: which modality is learned first, which explains more
	Modalities                  // which modality
	Flag                        // 0: no, 1: yes
	Learned                     // bit m: modality m is learned
)

// continuous reports whether the scale is one of numbers.
func (k ScaleKind) continuous() bool { return k <= Diverging }

// What is hatched.
const (
	classPlain   = iota
	classA       // A is learned first though B explains more, or A alone at the best stop
	classB       // the other way round
	classUnknown // nothing is learned
	classCount
)

// diagramMemory is what a Diagram remembers between drawings.
type diagramMemory struct {
	shadedOf    shadeKey
	pixels      []byte  // of the cells, rows from the top
	classes     []uint8 // of the cells, in the order of the values
	counts      [classCount]int
	table       shades
	tableOf     tableKey
	stamp       int     // counts what has been shaded
	lo, hi      float64 // ends of the scale
	under, over bool    // values beyond them
	ticks       []float64

	hatchedOf hatchKey
	hatches   [classCount][]scene.Point // pairs, cut at the rims of cells

	plane Phase // theory's, at the operating point

	tracedOf traceKey
	field    []float64
	atX, atY []float64 // of the field: places in units of cells
	levels   []float64
	lines    scene.Contours
}

// shadeKey is what the pixels depend on.
type shadeKey struct {
	version, columns, rows int
	colour                 ColourScale
	theme                  scene.Theme
}

// tableKey is what the colours of a scale depend on.
type tableKey struct {
	kind  ScaleKind
	theme scene.Theme
}

// shade works out the colours of all cells, unless they are those of last time.
func (d *Diagram) shade(theme *scene.Theme) {
	m := &d.memory
	now := shadeKey{d.Version, d.Columns, d.Rows, d.Colour, *theme}
	if now == m.shadedOf && len(m.classes) == len(d.Values) {
		return
	}
	m.shadedOf = now
	m.stamp++
	m.counts, m.under, m.over = [classCount]int{}, false, false
	n := len(d.Values)
	if cap(m.classes) < n {
		m.pixels, m.classes = make([]byte, 4*n), make([]uint8, n)
	}
	m.pixels, m.classes = m.pixels[:4*n], m.classes[:n]
	if !d.Colour.Kind.continuous() {
		d.shadeCategories(theme)
		return
	}
	if now := (tableKey{d.Colour.Kind, *theme}); m.table == nil || now != m.tableOf {
		if m.table == nil {
			m.table = make(shades, 4*shadeCount)
		}
		m.tableOf = now
		d.Colour.fill(m.table, theme)
	}
	m.lo, m.hi = d.ends()
	lo, hi := m.lo, m.hi
	if d.Colour.Log {
		lo, hi = math.Log(lo), math.Log(hi)
	}
	per := (shadeCount - 1) / (hi - lo)
	paper := packed(theme.Paper)
	for row := range d.Rows {
		values := d.Values[row*d.Columns : (row+1)*d.Columns]
		classes := m.classes[row*d.Columns : (row+1)*d.Columns]
		pixels := m.pixels[4*(d.Rows-1-row)*d.Columns:][:4*d.Columns]
		for i, v := range values {
			if d.Colour.Log {
				v = quickLog(v)
			}
			shade := (v-lo)*per + .5
			switch {
			case shade != shade:
				classes[i] = classUnknown
				m.counts[classUnknown]++
				binary.LittleEndian.PutUint32(pixels[4*i:], paper)
				continue
			case shade < 0:
				shade, m.under = 0, true
			case shade >= shadeCount:
				shade, m.over = shadeCount-1, true
			}
			classes[i] = classPlain
			binary.LittleEndian.PutUint32(pixels[4*i:], binary.LittleEndian.Uint32(m.table[4*int(shade):]))
		}
	}
}

const quickBits = 10

// quickLogs are the logarithms of 1 + i/2^quickBits.
var quickLogs = func() (list [1<<quickBits + 1]float64) {
	for i := range list {
		list[i] = math.Log1p(float64(i) / (1 << quickBits))
	}
	return list
}()

// quickLog is the logarithm to seven digits, for the many cells of a picture.
func quickLog(v float64) float64 {
	const rest = 52 - quickBits
	bits := math.Float64bits(v)
	exponent := bits >> 52
	if exponent-1 >= 0x7fe { // zero, negative, not finite or nearly zero
		return math.Log(v)
	}
	i := bits >> rest & (1<<quickBits - 1)
	part := float64(bits&(1<<rest-1)) / (1 << rest)
	return (float64(exponent)-1023)*math.Ln2 + quickLogs[i] + part*(quickLogs[i+1]-quickLogs[i])
}

// fill makes the colours of a continuous scale.
func (c *ColourScale) fill(table shades, theme *scene.Theme) {
	if c.Kind == Diverging {
		table.fill(theme.Below, theme.Paper, theme.Above)
		return
	}
	low := over(scene.Fade(theme.More, .07), theme.Paper) // the plot has an edge
	table.fill(low, halfway(low, theme.More), theme.More)
}

// ends are the values at the ends of the scale.
func (d *Diagram) ends() (lo, hi float64) {
	lo, hi = d.Colour.From, d.Colour.To
	if !(hi > lo) || d.Colour.Log && !(lo > 0) {
		lo, hi = math.Inf(1), math.Inf(-1)
		for _, v := range d.Values {
			if scene.Finite(v) && (!d.Colour.Log || v > 0) {
				lo, hi = math.Min(lo, v), math.Max(hi, v)
			}
		}
	}
	if d.Colour.Kind == Diverging {
		centre := d.Colour.Centre
		if d.Colour.Log && centre > 0 {
			far := math.Max(hi/centre, centre/lo)
			lo, hi = centre/far, centre*far
		} else {
			far := math.Max(hi-centre, centre-lo)
			lo, hi = centre-far, centre+far
		}
	}
	switch {
	case hi > lo && scene.Finite(hi-lo):
		return lo, hi
	case scene.Finite(lo) && lo == hi && lo > 0: // all the same
		return lo / 1.1, lo * 1.1
	case scene.Finite(lo) && lo == hi && !d.Colour.Log:
		return lo - 1, lo + 1
	}
	return 1, 2 // nothing is known
}

// category is the look of a value of a scale that is not one of numbers.
func (k ScaleKind) category(v int, theme *scene.Theme) (c color.NRGBA, class uint8) {
	first, opacity := v, theme.StrongOpacity
	switch k {
	case Regions:
		first = v & 1
		if first == v>>1 {
			opacity = theme.TintOpacity
		} else {
			class = uint8(classA + first)
		}
	case Learned:
		switch v & 3 {
		case 0:
			return over(scene.Fade(theme.More, .07), theme.Paper), classPlain
		case 3:
			return over(scene.Fade(theme.More, .4), theme.Paper), classPlain
		}
		first, opacity, class = v-1, theme.StrongOpacity, uint8(classA+v-1)
	case Flag:
		return over(scene.Fade(theme.More, [...]float64{.07, .5}[v&1]), theme.Paper), classPlain
	}
	return over(scene.Fade(theme.Modality(first).Mark, opacity), theme.Paper), class
}

func (d *Diagram) shadeCategories(theme *scene.Theme) {
	m := &d.memory
	var colours [4]uint32
	var classes [4]uint8
	for v := range colours {
		c, class := d.Colour.Kind.category(v, theme)
		colours[v], classes[v] = packed(c), class
	}
	paper := packed(theme.Paper)
	for n, v := range d.Values {
		colour, class := paper, uint8(classUnknown)
		if v >= 0 && v < 4 {
			colour, class = colours[int(v)], classes[int(v)]
		}
		m.classes[n] = class
		m.counts[class]++
		row, i := n/d.Columns, n%d.Columns
		binary.LittleEndian.PutUint32(m.pixels[4*((d.Rows-1-row)*d.Columns+i):], colour)
	}
}

// hatchKey is what the hatchings depend on.
type hatchKey struct {
	stamp   int
	rect    scene.Rect
	spacing float64
}

// traceHatches works out the lines over what is hatched: rising over A's and
// the unknown, falling over B's, fixed to the plot.
func (c *diagram) traceHatches() {
	m := &c.memory
	now := hatchKey{m.stamp, c.plot.Rect, c.Theme.HatchSpacing}
	if now == m.hatchedOf {
		return
	}
	m.hatchedOf = now
	for class := classA; class < classCount; class++ {
		m.hatches[class] = m.hatches[class][:0]
		if m.counts[class] == 0 {
			continue
		}
		slope, step := -1., c.Theme.HatchSpacing*math.Sqrt2
		if class == classB {
			slope = 1
		}
		r := c.plot.Rect
		origin := r.Y - slope*r.X // of y − slope·x
		low, high := r.Y-slope*r.X, r.Bottom()-slope*r.X
		if slope > 0 {
			low -= r.W
		} else {
			high += r.W
		}
		for k := math.Ceil((low - origin) / step); origin+k*step < high; k++ {
			c.traceHatch(uint8(class), slope, origin+k*step)
		}
	}
}

// traceHatch follows the line y = slope·x + offset through the plot, from cell
// to cell, and keeps it where the cells are of a class.
func (c *diagram) traceHatch(class uint8, slope, offset float64) {
	m, r := &c.memory, c.plot.Rect
	w, h := r.W/float64(c.Columns), r.H/float64(c.Rows)
	enter := r.Bottom()
	if slope > 0 {
		enter = r.Y
	}
	x := math.Max(r.X, (enter-offset)*slope)
	column := min(int((x-r.X)/w), c.Columns-1)
	row := max(0, min(int((r.Bottom()-slope*x-offset)/h), c.Rows-1))
	var from float64
	inside := false
	for column < c.Columns && row >= 0 && row < c.Rows {
		if is := m.classes[row*c.Columns+column] == class; is != inside {
			if !is {
				c.keepHatch(class, slope, offset, from, x)
			}
			from, inside = x, is
		}
		right := r.X + float64(column+1)*w
		rim := row // the side by which the line leaves the row
		if slope < 0 {
			rim++
		}
		if across := (r.Bottom() - float64(rim)*h - offset) * slope; across < right {
			x = math.Max(x, across)
			row -= int(slope)
		} else {
			x = right
			column++
		}
	}
	if inside {
		c.keepHatch(class, slope, offset, from, x)
	}
}

func (c *diagram) keepHatch(class uint8, slope, offset, from, to float64) {
	m := &c.memory
	m.hatches[class] = append(m.hatches[class], scene.Point{X: from, Y: slope*from + offset}, scene.Point{X: to, Y: slope*to + offset})
}
