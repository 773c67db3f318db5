package browser

import (
	"fmt"
	"math"
	"testing"

	"github.com/chromedp/cdproto/input"
)

// touch sends what fingers do: they come, move or go; none is left at an end.
func (p *tab) touch(kind input.DispatchTouchEventType, points ...*input.TouchPoint) {
	p.Helper()
	if points == nil {
		points = []*input.TouchPoint{}
	}
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: kind, TouchPoints: points})
}

// swipe is a finger that goes along from a place, by so much at each of its moves; without, it is a tap.
func (p *tab) swipe(x, y, dx, dy float64) {
	p.Helper()
	p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
	for i := range 12 {
		if dx != 0 || dy != 0 {
			p.touch(input.DispatchTouchEventTypeTouchMove, finger(x+dx*float64(i), y+dy*float64(i)))
		}
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
}

func finger(x, y float64) *input.TouchPoint { return &input.TouchPoint{X: x, Y: y} }

// values of a run that a hand may have changed, but for its epoch.
const handValues = `unimodalBias.get().then(({kappa, r, rho, fusion, draw}) => [kappa, r, rho, fusion, draw].join())`

// TestFingers: what fingers do on a telephone.
func TestFingers(t *testing.T) {
	p := open(t, setup{reduced: true, touch: true, width: 390, height: 844, url: server.URL + subPath + "#v=1&scenario=late"})
	p.dragsEveryHandle()
	p.swipeDoesOneThing()
	p.fingerLeavesTheWindow()
	p.turned()
	p.twoFingersZoom() // last: the page stays larger
}

// dragsEveryHandle: the point and the fusion layer, in every kind of diagram and of network that moves them otherwise, measure
// 44 × 44 or more and follow a finger, which moves the run and not the page.
func (p *tab) dragsEveryHandle() {
	p.Helper()
	dragged := map[string]bool{}
	for _, c := range []struct{ scenario, kind string }{
		{"late", "theory"}, {"late", "ratio"}, {"late", "chartRho"}, {"intermediate", "theory"}, {"relu", "theory"}, {"xor", "theory"}, {"wishart", "draws"}, {"depth", "chartFusion"},
	} {
		p.js(jsf(`unimodalBias.set({scenario: %q, epochs: 100, epoch: 20})`, c.scenario))
		p.js(jsf(`unimodalBias.diagram({kind: %q}).then(() => 0)`, c.kind))
		p.settled()
		var keys []string
		p.decode(`[...document.querySelectorAll('#handles .handle')].map(e => e.dataset.handle)`, &keys)
		for _, key := range keys {
			kind := key + " of " + c.scenario
			if key == "phase" {
				kind += ", " + c.kind
			}
			if !dragged[kind] {
				dragged[kind] = true
				p.dragsHandle(key, kind)
			}
		}
	}
	for _, kind := range []string{
		"phase of late, theory", "phase of late, ratio", "phase of late, chartRho", "phase of relu, theory", "phase of wishart, draws", "phase of depth, chartFusion", "fusion of intermediate", "fusion of xor",
	} {
		if !dragged[kind] {
			p.Errorf("nobody drags %s: there are %v", kind, dragged)
		}
	}
}

// dragsHandle drags one by a finger towards the middle of the window.
func (p *tab) dragsHandle(key, what string) {
	p.Helper()
	selector := fmt.Sprintf(`[data-handle="%s"]`, key)
	p.js(`document.querySelector('` + selector + `').scrollIntoView({block: 'center', behavior: 'instant'})`)
	p.settled()
	b := p.box(selector)
	if b.W < 44 || b.H < 44 {
		p.Errorf("%s: the handle measures %.0f × %.0f", what, b.W, b.H)
	}
	read := fmt.Sprintf(`document.querySelector('%s').getAttribute('aria-valuetext') ?? document.querySelector('%[1]s').getAttribute('aria-valuenow')`, selector)
	before, scroll := p.text(read), p.number(`scrollY`)
	x, y := b.X+b.W/2, b.Y+b.H/2
	towards := 1.0 // the middle of the window
	if x > 195 {
		towards = -1
	}
	p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
	for i := 1; i <= 8; i++ {
		p.touch(input.DispatchTouchEventTypeTouchMove, finger(x+towards*12*float64(i), y-3*float64(i)))
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.settled()
	if after := p.text(read); after == before {
		p.Errorf("%s: the handle stays at %s", what, before)
	}
	if got := p.number(`scrollY`); got != scroll {
		p.Errorf("%s: dragging it scrolled the page from %v to %v", what, scroll, got)
	}
}

// twoFingersZoom: a pinch over the picture makes the page larger, and changes no run.
func (p *tab) twoFingersZoom() {
	p.Helper()
	p.js(`unimodalBias.set({scenario: 'late', epoch: 200})`)
	p.settled()
	before := p.text(handValues)
	b := p.box(`.slot.wide`)
	x, y := b.X+b.W/2, b.Y+b.H/2
	p.touch(input.DispatchTouchEventTypeTouchStart, finger(x-20, y), finger(x+20, y))
	for i := 1; i <= 10; i++ {
		d := 20 + 10*float64(i)
		p.touch(input.DispatchTouchEventTypeTouchMove, finger(x-d, y), finger(x+d, y))
	}
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.until(`visualViewport.scale > 1.5`)
	p.settled()
	if after := p.text(handValues); after != before {
		p.Errorf("the pinch made %s of %s", after, before)
	}
	p.within(`unimodalBias.get().then(s => s.epoch)`, 200, 200)
}

// turned: turning it keeps the run, while it plays and while a finger drags: the finger lets go, for the place
// under it is another one.
func (p *tab) turned() {
	p.Helper()
	p.js(`unimodalBias.set({scenario: 'late', rho: 0.3, epoch: 0})`)
	p.settled()
	p.js(`unimodalBias.play()`)
	p.until(`unimodalBias.get().then(s => s.epoch > 5)`)
	before, at := p.text(handValues), p.number(`unimodalBias.get().then(s => s.epoch)`)
	p.resize(844, 390, true)
	if got := p.text(handValues); got != before {
		p.Errorf("turned while it plays, %s is %s", before, got)
	}
	p.until(jsf(`unimodalBias.get().then(s => s.playing && s.epoch > %g)`, at))
	p.js(`unimodalBias.pause()`)
	p.resize(390, 844, true)

	p.js(`document.querySelector('` + phaseHandle + `').scrollIntoView({block: 'center', behavior: 'instant'})`)
	p.settled()
	x, y := p.centre(phaseHandle)
	p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
	p.touch(input.DispatchTouchEventTypeTouchMove, finger(x+20, y-20))
	p.touch(input.DispatchTouchEventTypeTouchMove, finger(x+30, y-30))
	p.until(handValues + `.then(v => v !== ` + jsf("%q", before) + `)`)
	p.settled()
	held := p.text(handValues)
	p.resize(844, 390, true)
	if got := p.text(handValues); got != held {
		p.Errorf("turned under a finger, %s is %s", held, got)
	}
	p.touch(input.DispatchTouchEventTypeTouchMove, finger(60, 60))
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.settled()
	if got := p.text(handValues); got != held {
		p.Errorf("the finger that was turned away still drags: %s is %s", held, got)
	}
	// The next one drags again.
	p.resize(390, 844, true)
	x, y = p.centre(phaseHandle)
	p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
	p.touch(input.DispatchTouchEventTypeTouchMove, finger(x-15, y+15))
	p.touch(input.DispatchTouchEventTypeTouchMove, finger(x-30, y+30))
	p.touch(input.DispatchTouchEventTypeTouchEnd)
	p.settled()
	if got := p.text(handValues); got == held {
		p.Error("no finger drags any more")
	}
}

// fingerLeavesTheWindow: a drag that the system takes away, or that ends beyond the window, is over, and the run keeps the
// last place in it.
func (p *tab) fingerLeavesTheWindow() {
	p.Helper()
	p.js(`unimodalBias.set({scenario: 'late', epoch: 200})`)
	p.settled()
	for _, how := range []input.DispatchTouchEventType{input.DispatchTouchEventTypeTouchCancel, input.DispatchTouchEventTypeTouchEnd} {
		p.js(`unimodalBias.set({kappa: 2, r: 1})`)
		p.settled()
		p.js(`document.querySelector('` + phaseHandle + `').scrollIntoView({block: 'center', behavior: 'instant'})`)
		p.settled()
		x, y := p.centre(phaseHandle)
		p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
		p.touch(input.DispatchTouchEventTypeTouchMove, finger(x-20, y+20))
		p.touch(input.DispatchTouchEventTypeTouchMove, finger(x-40, y+40))
		if how == input.DispatchTouchEventTypeTouchEnd {
			p.touch(input.DispatchTouchEventTypeTouchMove, finger(-60, y+40))
		}
		p.touch(how)
		p.settled()
		var left struct{ Kappa, R, X, Y float64 }
		p.decode(`unimodalBias.get().then(({kappa, r}) => { const {x, y, width, height} = document.querySelector('`+phaseHandle+`').getBoundingClientRect(); return {Kappa: kappa, R: r, X: x + width / 2, Y: y + height / 2}; })`, &left)
		const near = 3 // pixels: values are rounded
		switch {
		case math.Abs(left.Y-y-40) > near || !(left.R > -2 && left.R < .95):
			p.Errorf("%s: the finger left at a height of %v, the point is at %v, r = %v", how, y+40, left.Y, left.R)
		case how == input.DispatchTouchEventTypeTouchCancel && (math.Abs(left.X-x+40) > near || !(left.Kappa > .25 && left.Kappa < 1.9)):
			p.Errorf("%s: the finger left at %v, the point is at %v, κ = %v", how, x-40, left.X, left.Kappa)
		case how == input.DispatchTouchEventTypeTouchEnd && left.Kappa != .25: // the edge of the plane
			p.Errorf("%s: beyond the window κ is %v", how, left.Kappa)
		}
		if p.truth(`document.querySelector('.handle:active') !== null`) {
			p.Errorf("%s: the handle is still held", how)
		}
		after := p.text(handValues)
		p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y-60, 0)
		p.settled()
		if got := p.text(handValues); got != after {
			p.Errorf("%s: a pointer that is not pressed drags: %s is %s", how, after, got)
		}
	}
}

// swipeDoesOneThing: a swipe that begins on the curves scrolls the page, and moves neither playhead nor point.
func (p *tab) swipeDoesOneThing() {
	p.Helper()
	p.js(`unimodalBias.set({scenario: 'late', epoch: 200})`)
	p.settled()
	for _, on := range []string{`.slot.wide`, `[data-panel="phase"]`} {
		p.js(`scrollTo(0, 0)`)
		p.settled()
		before := p.text(handValues)
		b := p.box(on)
		scroll := p.number(`scrollY`)
		x, y := b.X+b.W/4, b.Y+b.H/2
		p.touch(input.DispatchTouchEventTypeTouchStart, finger(x, y))
		for i := 1; i <= 12; i++ {
			p.touch(input.DispatchTouchEventTypeTouchMove, finger(x, y-12*float64(i)))
		}
		p.touch(input.DispatchTouchEventTypeTouchEnd)
		p.until(jsf(`scrollY > %g`, scroll+40))
		p.until(`new Promise((done) => { const y = scrollY; setTimeout(() => done(scrollY === y), 200); })`) // it goes on when the finger has left
		p.settled()
		if got := p.text(handValues); got != before {
			p.Errorf("a swipe on %s made %s of %s", on, got, before)
		}
		p.within(`unimodalBias.get().then(s => s.epoch)`, 200, 200)
	}
}
