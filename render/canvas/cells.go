package canvas

import (
	"image"
	"math"

	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render/scene"
)

// grid is the texture of some cells, a pixel each.
type grid struct {
	image         *ebiten.Image
	columns, rows int
	version       int // of the pixels in it
	options       ebiten.DrawImageOptions
}

// paintCells draws cells over what is there. Their texture stays as long as
// there are as many of them, and is written once for every change.
func (p *Painter) paintCells(dst *ebiten.Image, c *scene.Cells, scale float64) {
	g := p.grids[c.Key]
	if g == nil {
		if p.grids == nil {
			p.grids = map[string]*grid{}
		}
		g = &grid{}
		p.grids[c.Key] = g
	}
	if g.image == nil || g.columns != c.Columns || g.rows != c.Rows {
		if g.image != nil {
			g.image.Deallocate()
		}
		// Outside of the atlas: it would be moved there and back with every change.
		g.image = ebiten.NewImageWithOptions(image.Rect(0, 0, c.Columns, c.Rows), &ebiten.NewImageOptions{Unmanaged: true})
		g.columns, g.rows, g.version = c.Columns, c.Rows, c.Version-1
	}
	if g.version != c.Version {
		g.image.WritePixels(c.Pixels)
		g.version = c.Version
	}
	x, y, w, h := device(c.Rect, scale)
	g.options.GeoM.Reset()
	g.options.GeoM.Scale(w/float64(c.Columns), h/float64(c.Rows))
	g.options.GeoM.Translate(x, y)
	dst.DrawImage(g.image, &g.options) // the filter is the nearest pixel unless told
}

// device is a rectangle in whole device pixels: no pixel at its rim is half
// inside.
func device(r scene.Rect, scale float64) (x, y, w, h float64) {
	x, y = math.Round(r.X*scale), math.Round(r.Y*scale)
	return x, y, math.Round(r.Right()*scale) - x, math.Round(r.Bottom()*scale) - y
}
