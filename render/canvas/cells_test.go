package canvas

import (
	"testing"

	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render/scene"
)

// The texture stays as long as there are as many cells.
func TestCellsKeepTheirTexture(t *testing.T) {
	dst := ebiten.NewImage(100, 100)
	var p Painter
	paint := func(columns, rows, version int) *grid {
		var s scene.Scene
		s.AddRect("under", scene.Rect{W: 50, H: 50}, red)
		s.AddCells(scene.Cells{Key: "k", Rect: scene.Rect{W: 50, H: 40}, Columns: columns, Rows: rows, Pixels: make([]byte, 4*columns*rows), Version: version})
		s.AddRect("over", scene.Rect{W: 20, H: 20}, red)
		p.Paint(dst, &s, 0, 2)
		return p.grids["k"]
	}
	first := paint(8, 6, 1).image
	if g := paint(8, 6, 2); g.image != first || g.version != 2 {
		t.Errorf("another version: texture %v, version %d", g.image != first, g.version)
	}
	if g := paint(6, 8, 2); g.image == first || g.image.Bounds().Dx() != 6 || g.image.Bounds().Dy() != 8 || g.version != 2 {
		t.Errorf("another size: %v, version %d", g.image.Bounds(), g.version)
	}
	if len(p.grids) != 1 {
		t.Errorf("%d textures for one key", len(p.grids))
	}
	if len(p.mesh.indices) != 0 {
		t.Error("what lies over the cells was not drawn")
	}
}

func TestDevicePixelsAreWhole(t *testing.T) {
	x, y, w, h := device(scene.Rect{X: 31, Y: 41, W: 301, H: 183}, 1.25)
	if x != 39 || y != 51 || x+w != 415 || y+h != 280 {
		t.Errorf("%g, %g, %g, %g", x, y, w, h)
	}
}
