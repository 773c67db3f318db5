package browser

import (
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

const phaseHandle = `[data-handle="phase"]`

// handleAt returns where (κ, r) lies in the viewport, from the place of the handle,
// which is at the operating point.
func (p *tab) handleAt(kappa, r float64) (x, y float64) {
	p.Helper()
	p.js(jsf(`unimodalBias.set({kappa: %g, r: %g})`, kappa, r))
	p.settled()
	p.js(`document.querySelector('[data-panel="phase"]').scrollIntoView({block: 'center', behavior: 'instant'})`)
	p.settled()
	var b box
	p.decode(`(() => { const r = document.querySelector('`+phaseHandle+`').getBoundingClientRect(); return {X: r.x, Y: r.y, W: r.width, H: r.height}; })()`, &b)
	return b.X + b.W/2, b.Y + b.H/2
}

// TestDragAcrossTheBoundary drags the handle from (κ, r) = (2, .3) to (2, .2) at
// ρ = 0 while the run plays: the boundary lies at r = .25, the first modality
// flips in the running picture and the narration says why.
func TestDragAcrossTheBoundary(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 900})
	p.js(`unimodalBias.set({scenario: 'late', kappa: 2, r: 0.3, rho: 0})`)
	p.settled()
	toX, toY := p.handleAt(2, .2)
	x, y := p.handleAt(2, .3)
	p.js(`unimodalBias.seek(540).then(() => unimodalBias.play())`)
	if first := p.text(`unimodalBias.measure().then(m => m.first)`); first != "A" {
		t.Fatalf("at r = .3 %q is learned first", first)
	}
	p.js(`globalThis.crossed = []; void unimodalBias.on('milestone', m => { if (m.code === 'boundary') crossed.push(m.which + m.modality); })`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	held := p.number(`unimodalBias.get().then(s => s.epoch)`)
	for i := 1; i <= 6; i++ {
		f := float64(i) / 6
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+f*(toX-x), y+f*(toY-y), 1)
		// The run is there up to the playhead, with the values under the hand.
		if n := p.number(`unimodalBias.trajectory().then(t => t.columns[0].values.length)`); n != held+1 {
			t.Errorf("while dragging the run has %v rows at epoch %v", n, held)
		}
	}
	p.within(`unimodalBias.get().then(s => s.r)`, .19, .21)
	p.within(`unimodalBias.get().then(s => s.kappa)`, 1.95, 2.05)
	if first := p.text(`unimodalBias.measure().then(m => m.first)`); first != "B" {
		t.Errorf("at r = .2 %q is learned first", first)
	}
	if got := p.text(`crossed.join()`); got != "firstB" {
		t.Errorf("boundaries told: %s", got)
	}
	p.until(`/first/.test(document.getElementById('narration').textContent) && document.querySelector('#narration [data-modality="B"]')`)
	p.js(`globalThis.on = false; void unimodalBias.on('state', s => { on ||= s.playing && s.epoch > ` + jsf(`%g`, held) + `; })`)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, toX, toY, 0)
	p.until(`on`) // it plays on
	p.js(`unimodalBias.pause()`)

	// One ghost: the run at the moment the hand took hold.
	p.settled()
	if !strings.Contains(p.svg(), "ghost") {
		t.Error("no ghost of the run before")
	}
}

// TestHandleByKeysAndTouch: arrows move the operating point, Shift coarsely; a
// finger drags it, and does not scroll the page.
func TestHandleByKeysAndTouch(t *testing.T) {
	p := open(t, setup{reduced: true, width: 600, height: 600, touch: true})
	x, y := p.handleAt(2, 1)
	if b := p.box(phaseHandle); b.W < 44 || b.H < 44 {
		t.Errorf("the handle measures %.0f × %.0f", b.W, b.H)
	}
	p.js(`document.querySelector('` + phaseHandle + `').focus()`)
	p.key(kb.ArrowDown)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.r)`, .989, .991)
	p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(kb.ArrowDown, chromedp.KeyModifiers(chromedp.ModifierShift))))
	p.settled()
	p.within(`unimodalBias.get().then(s => s.r)`, .889, .891)
	p.key(kb.ArrowRight)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.kappa)`, 2.03, 2.05)
	if text := p.text(`document.querySelector('` + phaseHandle + `').getAttribute('aria-valuetext')`); !strings.Contains(text, "2.04") || !strings.Contains(text, "0.89") {
		t.Errorf("the handle reads %q", text)
	}

	x, y = p.centre(phaseHandle)
	scroll := p.number(`scrollY`)
	point := func(dx, dy float64) []*input.TouchPoint { return []*input.TouchPoint{{X: x + dx, Y: y + dy}} }
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: point(0, 0)})
	for i := 1; i <= 8; i++ {
		send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: point(float64(-3*i), float64(5*i))})
	}
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
	p.settled()
	p.within(`unimodalBias.get().then(s => s.r)`, -1.5, .8)
	p.within(`unimodalBias.get().then(s => s.kappa)`, .5, 2)
	if got := p.number(`scrollY`); got != scroll {
		t.Errorf("dragging the handle scrolled the page from %v to %v", scroll, got)
	}
}

// TestFusionPoint: the fusion layer is dragged in the picture of the network.
func TestFusionPoint(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 700})
	p.js(`unimodalBias.set({scenario: 'intermediate'})`)
	p.settled()
	handle := `[data-handle="fusion"]`
	x, y := p.centre(handle)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	for i := 1; i <= 10; i++ {
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x+float64(i)*40, y, 1)
	}
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+400, y, 0)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.fusion)`, 4, 4)
	p.js(`document.querySelector('` + strings.ReplaceAll(handle, `"`, `\"`) + `').focus()`)
	p.key(kb.ArrowLeft)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.fusion)`, 3, 3)

	// The depth is stepped in the picture, too.
	p.click(`[data-panel="network"] .steppers button:last-of-type`)
	p.until(`unimodalBias.get().then(s => s.depth === 5 && s.fusion === 3)`)
	p.click(`[data-panel="network"] .steppers button:first-of-type`)
	p.until(`unimodalBias.get().then(s => s.depth === 4)`)
}

// TestMovingRhoMorphs: the regions follow ρ, and end where the data are.
func TestMovingRhoMorphs(t *testing.T) {
	p := open(t, setup{width: 1000, height: 700})
	p.js(`unimodalBias.pause()`)
	p.settled()
	before := p.svg()
	p.js(`unimodalBias.set({rho: 0.6})`)
	p.settled()
	after := p.svg()
	if before == after {
		t.Error("nothing moved")
	}
	p.js(`unimodalBias.set({rho: 0})`)
	p.settled()
	if p.svg() != before {
		t.Error("back at ρ = 0 the picture is another one")
	}
}

// svg is the whole scene as the program writes it.
func (p *tab) svg() string {
	p.Helper()
	return p.text(`JSON.parse(unimodalBiasGo.call('svg', 'null')).result`)
}

// TestRegionsArePainted: at a point well inside the region of A the canvas shows
// A's tint, and B's in that of B.
func TestRegionsArePainted(t *testing.T) {
	p := open(t, setup{reduced: true, scale: 1, width: 1000, height: 700})
	xa, ya := p.handleAt(3.2, 1.6)
	xb, yb := p.handleAt(.4, .3)
	p.handleAt(1, -1.7) // the handle out of the way
	img := p.screenshot()
	tint := func(x, y float64) (redder float64) {
		n := 0.0
		for dx := -4.0; dx <= 4; dx += 2 {
			for dy := -4.0; dy <= 4; dy += 2 {
				r, _, b, _ := img.At(int(x+dx), int(y+dy)).RGBA()
				redder += (float64(r) - float64(b)) / 257
				n++
			}
		}
		return redder / n
	}
	if a, b := tint(xa, ya), tint(xb, yb); !(a > 3 && b < -3) {
		t.Errorf("red minus blue is %.1f in the region of A and %.1f in that of B", a, b)
	}
	if math.Abs(tint(8, 8)) > 2 {
		t.Error("the paper itself is tinted")
	}
}
