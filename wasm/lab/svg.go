package lab

import (
	"maps"
	"math"
	"slices"
	"strings"

	"unimodal-bias-lab/render"
	"unimodal-bias-lab/render/scene"
	"unimodal-bias-lab/sim"
)

// drawing is a picture to be written as SVG: of what the page shows, at its epoch, with what stands beside the run there,
// and the phase diagram in place of the plane if there is one. What is left out is as on the page.
type drawing struct {
	look                  // with a theme; else as on the page
	Layout        *Layout // where the panels stand; or
	Panels        []string
	Width, Height float64 // of a picture of Panels, in CSS pixels, without its caption
	Centimetres   bool    // the file states its size in centimetres
	Base          string  // the address to which links of this run are added: the file says what it is of
	Caption       bool    // and says it in words below, too
}

// largestSheet is the longest side of one, in CSS pixels.
const largestSheet = 8192

// svg writes a sheet; "" until the network that a panel shows is found again, which is then work to do, and until what a
// race shows beside its run is trained.
func (l *Lab) svg(args []byte) (any, error) {
	var a drawing
	if err := decode(args, a.fields(into{"layout": &a.Layout, "panels": &a.Panels, "width": &a.Width, "height": &a.Height, "centimetres": &a.Centimetres, "base": &a.Base, "caption": &a.Caption})); err != nil {
		return nil, err
	}
	page := a.Panels == nil && a.Width == 0 && a.Height == 0 // as it is shown
	if err := l.layOut(&a, args); err != nil {
		return nil, err
	}
	theme, layout, dirty := l.theme, l.layout, l.dirty
	if a.Theme != "" {
		if err := l.setLook(a.look); err != nil {
			return nil, err
		}
	}
	l.layout = *a.Layout
	defer func() { l.theme, l.layout, l.dirty = theme, layout, dirty }()
	l.also = slices.Sorted(maps.Keys(l.layout.Panels))
	if !l.allReady() {
		return "", nil
	}
	l.also = nil
	defer l.atRest()()
	l.dirty = false
	l.buildScene()
	if l.away = true; l.dirty && !page {
		return "", nil
	}
	sheet := scene.Sheet{Width: a.Layout.Width, Height: a.Layout.Height, Centimetres: a.Centimetres}
	if a.Base != "" {
		sheet.About = l.aboutFile(a.Base)
	}
	if a.Caption {
		caption := l.caption(a.Base, sheet.Width)
		sheet.Height += l.write(caption, sheet.Height)
	}
	var b strings.Builder
	if err := l.scene.WriteSheet(&b, sheet, &l.theme); err != nil {
		return nil, err
	}
	return b.String(), nil
}

// onPage sees to it that what a pointer or a hand meets is the page, where a file was drawn since: a film draws many, and
// nobody meets anything in between.
func (l *Lab) onPage() {
	if l.away && l.layout.Width > 0 {
		l.buildScene()
	}
}

// layOut makes sure that a sheet has a layout.
func (l *Lab) layOut(a *drawing, args []byte) error {
	if a.Layout == nil && a.Panels == nil && a.Width == 0 && a.Height == 0 {
		page := l.layout
		a.Layout = &page
	}
	if a.Layout != nil {
		if !a.Layout.fits() {
			return misplaced(args)
		}
		return nil
	}
	least, most := 100.0, float64(largestSheet)
	for _, side := range []struct {
		key string
		v   float64
	}{{"width", a.Width}, {"height", a.Height}} {
		if !(side.v >= least && side.v <= most) {
			return &sim.Error{Code: sim.OutOfRange, Key: side.key, Value: side.v, Min: &least, Max: &most}
		}
	}
	if a.Panels == nil {
		a.Panels = slices.Collect(maps.Keys(l.layout.Panels))
	}
	for _, name := range a.Panels {
		if !slices.Contains(render.PanelNames(), name) {
			return &sim.Error{Code: sim.NotAChoice, Key: "panels", Value: name, Allowed: render.PanelNames()}
		}
	}
	a.Layout = &Layout{Width: a.Width, Height: a.Height, Scale: 2, Panels: render.Arrange(a.Panels, a.Width, a.Height)}
	return nil
}

// allReady reports whether every panel of the layout can show the run at the playhead.
func (l *Lab) allReady() bool {
	for i := range render.Panels {
		panel := &render.Panels[i]
		if _, shown := l.layout.Panels[panel.Name]; shown && !l.sweeps(panel.Name) && !panel.Ready(l.player.Run(), l.player.Epoch()) {
			return false
		}
	}
	return true
}

// atRest shows the pictures without a hand or a motion under way until the function that it returns is called.
func (l *Lab) atRest() (again func()) {
	pointer, spot, rho, top := l.training.Pointer, l.heat.Pointer, l.rho, l.top
	l.training.Pointer, l.heat.Pointer = math.NaN(), scene.Point{X: math.NaN(), Y: math.NaN()}
	l.rho.shown, l.top.shown = l.rho.to, l.top.to
	handles := map[string]handle{}
	for name, h := range l.handles {
		handles[name] = *h
		h.state, h.pulse = scene.HandleNormal, math.NaN()
	}
	return func() {
		l.training.Pointer, l.heat.Pointer, l.rho, l.top = pointer, spot, rho, top
		for name, h := range handles {
			*l.handles[name] = h
		}
	}
}
