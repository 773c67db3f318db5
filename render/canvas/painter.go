package canvas

import (
	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render/scene"
)

// Painter paints Scenes. The zero Painter is ready for use; keep one per
// canvas, since it reuses its memory.
type Painter struct {
	mesh    mesh
	white   *ebiten.Image
	options ebiten.DrawTrianglesOptions
	grids   map[string]*grid // by the keys of their cells
}

// Paint draws s onto dst, over what is there, from one of its items on. Scale is
// device pixels per CSS pixel. Once warm it allocates nothing of its own. Everything
// but cells is one list of triangles; cells divide it, for they have their own texture.
func (p *Painter) Paint(dst *ebiten.Image, s *scene.Scene, from int, scale float64) {
	p.mesh.reset()
	for _, item := range s.Items()[from:] {
		if item.Kind == scene.KindCells {
			p.flush(dst)
			p.paintCells(dst, &s.Cells()[item.Index], scale)
			continue
		}
		p.mesh.add(s, item, scale)
	}
	p.flush(dst)
}

// flush draws the triangles so far.
func (p *Painter) flush(dst *ebiten.Image) {
	if len(p.mesh.indices) == 0 {
		return
	}
	if p.white == nil {
		p.white = whitePixel()
		p.options.ColorScaleMode = ebiten.ColorScaleModePremultipliedAlpha
	}
	dst.DrawTriangles32(p.mesh.vertices, p.mesh.indices, p.white, &p.options)
	p.mesh.reset()
}

// whitePixel is a texture whose middle is white whatever the filter: a pixel of
// margin keeps its neighbours in the atlas away.
func whitePixel() *ebiten.Image {
	img := ebiten.NewImage(3, 3)
	pixels := make([]byte, 4*3*3)
	for i := range pixels {
		pixels[i] = 0xff
	}
	img.WritePixels(pixels)
	return img
}
