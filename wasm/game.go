package main

import (
	"time"

	"github.com/hajimehoshi/ebiten/v2"

	"unimodal-bias-lab/render/canvas"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/wasm/lab"
)

// game lets Ebitengine drive the lab.
type game struct {
	lab           *lab.Lab
	painter       canvas.Painter
	last          time.Time
	width, height float64
}

func (g *game) Update() error {
	now := time.Now()
	if g.last.IsZero() {
		g.last = now
	}
	g.lab.Update(now.Sub(g.last).Seconds())
	g.last = now
	return nil
}

func (g *game) Draw(screen *ebiten.Image) {
	g.lab.Draw(func(s *scene.Scene, from int, theme *scene.Theme, scale float64) {
		if from == 0 {
			screen.Fill(theme.Paper)
		}
		g.painter.Paint(screen, s, from, scale)
	})
}

// LayoutF asks for one pixel of ours per device pixel; the page reports device
// pixels as the size of its body.
func (g *game) LayoutF(width, height float64) (float64, float64) {
	if width != g.width || height != g.height {
		g.width, g.height = width, height
		g.lab.Repaint()
	}
	return width, height
}

// Layout is never called, as there is LayoutF.
func (g *game) Layout(width, height int) (int, int) { return width, height }

// run hands the process over to Ebitengine.
func run(l *lab.Lab) error {
	ebiten.SetScreenClearedEveryFrame(false)
	ebiten.SetTPS(ebiten.SyncWithFPS)
	ebiten.SetRunnableOnUnfocused(true)
	return ebiten.RunGameWithOptions(&game{lab: l}, &ebiten.RunGameOptions{
		InitUnfocused: true,
		DisableHiDPI:  true,
	})
}
