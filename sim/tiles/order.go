// Package tiles is the order in which the cells of a phase diagram are computed:
// coarse to fine, in tiles worth a message between programs. It knows columns and
// rows, not what is in them.
package tiles

// Order is the order in which the cells of a sweep are computed: pass by pass,
// coarse to fine, each in rows, cut into tiles. It is known by a few numbers, so
// that a sweep can begin in the middle of a drag.
type Order struct {
	passes []Pass
	Size   int // cells of a tile, but for the last one of a pass
	Tiles  int
}

// Pass is the cells on the lattice of its strides that no pass before has had. They
// stand for blocks of stride cells until finer passes come.
type Pass struct {
	StrideX, StrideY int
	tile             int // its first
	Cells            int
	full, sparse     int // cells of a row of its own, and of one that it shares with the pass before
	halvesX, halvesY bool
}

// coarse is how many cells a side the first pass has, at most.
const coarse = 8

// New is the order of so many columns and rows in tiles of size cells.
func New(columns, rows, size int) (o Order) {
	o.Size = size
	strideX, strideY := coarseStride(columns), coarseStride(rows)
	before := 0 // cells of all passes so far
	last := Pass{}
	for {
		p := Pass{StrideX: strideX, StrideY: strideY, tile: o.Tiles, full: blocks(columns, strideX)}
		p.halvesX, p.halvesY = strideX < last.StrideX, strideY < last.StrideY // the first pass halves nothing
		p.sparse = p.full - last.full
		all := p.full * blocks(rows, strideY)
		p.Cells, before = all-before, all
		o.passes, last = append(o.passes, p), p
		o.Tiles += blocks(p.Cells, size)
		if strideX == 1 && strideY == 1 {
			return o
		}
		strideX, strideY = max(1, strideX/2), max(1, strideY/2)
	}
}

// blocks is how many blocks of a size it takes for n.
func blocks(n, size int) int { return (n + size - 1) / size }

// coarseStride is the stride of the first pass over so many cells.
func coarseStride(count int) (stride int) {
	for stride = 1; count/stride > coarse; stride *= 2 {
	}
	return stride
}

// PassOf is the pass of a tile, and which of its cells the tile begins with.
func (o *Order) PassOf(tile int) (p *Pass, first int) {
	n := len(o.passes) - 1
	for o.passes[n].tile > tile {
		n--
	}
	p = &o.passes[n]
	return p, (tile - p.tile) * o.Size
}

// UpTo is the number of tiles of the first passes.
func (o *Order) UpTo(passes int) int {
	if passes < len(o.passes) {
		return o.passes[passes].tile
	}
	return o.Tiles
}

// Cell is the column and the row of cell k of the pass.
func (p *Pass) Cell(k int) (i, j int) {
	row, column, shared := 0, 0, true
	if p.halvesY { // every other row is shared
		pair := p.sparse + p.full
		row, column = 2*(k/pair), k%pair
		if shared = column < p.sparse; !shared {
			row, column = row+1, column-p.sparse
		}
	} else {
		row, column = k/p.sparse, k%p.sparse
	}
	if shared && p.halvesX { // every other cell is the pass's own
		column = 2*column + 1
	}
	return column * p.StrideX, row * p.StrideY
}
