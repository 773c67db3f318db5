package render

import (
	"encoding/binary"

	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// Field is what networks do that were trained all over a plane, one in every cell: which
// modality each learns first, and when. While the run beside it plays, a cell takes its
// colour at the epoch at which its network has learned its first modality, so that the
// plane is filled in by networks in training; theory's boundaries lie over it.
type Field struct {
	Columns, Rows int
	Classes       []int     // row by row from the smallest r: first + 2 · explains more; −1: none is learned
	Times         []float64 // when, in epochs
	Version       int       // another one whenever these change
}

// fieldMemory is what a plane remembers between drawings of a field.
type fieldMemory struct {
	pixels []byte
	of     fieldKey
	stamp  int
}

// fieldKey is what the pixels depend on.
type fieldKey struct {
	version, learned int
	rho              float64
	theme            scene.Theme
}

// unlearned is how much of its colour a cell has, by theory, before its network has
// learned anything.
const unlearned = 0.35

// fieldCells fills the plane with the networks of its cells.
func (c *plane) fieldCells() {
	f, m := &c.Field, &c.Phase.field
	learned := 0 // which ones follows from how many
	for i, t := range f.Times {
		if f.Classes[i] >= 0 && t <= float64(c.Epoch) {
			learned++
		}
	}
	if now := (fieldKey{f.Version, learned, c.Rho, *c.Theme}); now != m.of || len(m.pixels) != 4*len(f.Times) {
		m.of = now
		m.stamp++
		c.shadeField()
	}
	c.Scene.AddCells(scene.Cells{Key: "phase/field", Rect: c.plot.Rect, Columns: f.Columns, Rows: f.Rows, Pixels: m.pixels, Version: m.stamp})
}

func (c *plane) shadeField() {
	f, m := &c.Field, &c.Phase.field
	var full, pale [4]uint32
	for v := range full {
		colour, _ := categoryOf(sim.Regions, v, c.Theme)
		full[v], pale[v] = packed(colour), packed(over(scene.Fade(colour, unlearned), c.Theme.Paper))
	}
	if n := 4 * len(f.Times); cap(m.pixels) < n {
		m.pixels = make([]byte, n)
	} else {
		m.pixels = m.pixels[:n]
	}
	r := c.plot.Rect
	for i, t := range f.Times {
		column, row := i%f.Columns, i/f.Columns
		colour := uint32(0)
		if v := f.Classes[i]; v >= 0 && t <= float64(c.Epoch) {
			colour = full[v]
		} else {
			x, y := r.X+r.W*(float64(column)+.5)/float64(f.Columns), r.Bottom()-r.H*(float64(row)+.5)/float64(f.Rows)
			first, better := Region(c.statics(), c.plot.kappa(x), c.plot.r(y))
			colour = pale[first+2*better]
		}
		binary.LittleEndian.PutUint32(m.pixels[4*((f.Rows-1-row)*f.Columns+column):], colour)
	}
}
