package browser

import (
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp/kb"
)

// TestTypedNumbers: a number is understood as a person types it, with a comma or a true
// minus; Escape gives the field back the number the run has.
func TestTypedNumbers(t *testing.T) {
	p := paused(t)
	field := `document.getElementById('number-rho')`
	p.write("#number-rho", "0,25")
	p.key(kb.Enter)
	p.until(`unimodalBias.get().then(s => s.rho === 0.25) && ` + field + `.value === '0.25'`)
	p.write("#number-rho", "−0,5")
	p.key(kb.Enter)
	p.until(`unimodalBias.get().then(s => s.rho === -0.5)`)
	p.write("#number-rho", "abc")
	p.key(kb.Enter)
	p.until(field + `.ariaInvalid === 'true'`)
	p.key(kb.Escape)
	if got := p.text(field + `.value + ' ' + ` + field + `.ariaInvalid`); got != "-0.5 null" {
		t.Errorf("after Escape the field is %q", got)
	}
	p.within(`unimodalBias.get().then(s => s.rho)`, -.5, -.5)
}

// TestKeysRestUnderASheet: whoever reads a sheet and presses a key does not move the
// run behind it.
func TestKeysRestUnderASheet(t *testing.T) {
	p := paused(t)
	p.js(`unimodalBias.seek(100)`)
	p.key("?")
	p.until(`document.querySelector('dialog:modal')`)
	p.js(`document.activeElement.blur()`) // nothing has a use of its own for the keys
	for _, key := range []string{".", "]", " ", kb.Home} {
		p.key(key)
	}
	p.key(kb.Escape)
	p.until(`!document.querySelector('dialog:modal')`)
	p.settled()
	if got := p.text(`unimodalBias.get().then(s => [s.epoch, s.speed, s.playing].join(' '))`); got != "100 1 false" {
		t.Errorf("under the sheet the run went to %s", got)
	}
	p.key(".")
	p.until(`unimodalBias.get().then(s => s.epoch === 101)`) // it was the sheet
}

// TestHandleKeepsItsGrip: a hand that takes hold of the point beside its centre moves
// it by as much as it moves itself.
func TestHandleKeepsItsGrip(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 700})
	x, y := p.handleAt(2, 1)
	const beside, by = 12, 40
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x+beside, y+beside, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x+beside, y+beside, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x+beside, y+beside+by, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+beside, y+beside+by, 0)
	p.settled()
	nowX, nowY := p.centre(phaseHandle)
	if dx, dy := nowX-x, nowY-y; dx < -3 || dx > 3 || dy < by-3 || dy > by+3 { // values are short, places follow them
		t.Errorf("dragged by (0, %d) the point moved by (%v, %v)", by, dx, dy)
	}
}

// TestTurnedWhileDragging: a device that is turned during a drag ends it where it has come to.
func TestTurnedWhileDragging(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 700})
	x, y := p.handleAt(2, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y, 0)
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x, y+20, 1)
	p.until(`unimodalBias.get().then(s => s.r < 0.95)`)
	r := p.number(`unimodalBias.get().then(s => s.r)`)
	p.resize(700, 1000, false)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x-100, y+60, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x-120, y+80, 1)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x-120, y+80, 1)
	p.settled()
	p.within(`unimodalBias.get().then(s => s.r)`, r, r)
	p.within(`unimodalBias.get().then(s => s.kappa)`, 2, 2)
}

// TestPastedSizesCount: a text that names the sizes of its blocks is taken at its word, and so is
// one out of a link.
func TestPastedSizesCount(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.js(`unimodalBias.set({scenario: 'own'})`)
	p.until(`document.querySelector('#number-own')`)
	for _, c := range []struct{ text, own string }{
		{"blocks: 1 + 2\n4 0 0 4\n0 1 0 1\n0 0 1 1\n4 1 1 6", "1_2~4_0_0_4_1_0_1_1_1_6"},
		{"2_1~4_0_0_4_1_0_1_1_1_6", "2_1~4_0_0_4_1_0_1_1_1_6"},
	} {
		p.js(`document.querySelector('#number-own').click()`)
		p.until(`document.querySelector('#data-sheet')?.open`)
		p.write("#data-text", c.text)
		p.js(`document.querySelector('#data-error span').textContent = ''`)
		p.click(`.bring [type="submit"]`)
		p.until(`!document.querySelector('#data-sheet')?.open || document.querySelector('#data-error span').textContent !== ''`)
		if got := p.text(`unimodalBias.get().then(s => s.own)`); got != c.own {
			t.Fatalf("%q became %q (%s)", c.text, got, p.text(`document.querySelector('#data-error')?.textContent ?? ''`))
		}
	}
}

// TestSeldomLineStaysUnderTheHand: the line of a value that is seldom changed goes when
// the value is the usual one again, but not from under the focus of whoever typed it.
func TestSeldomLineStaysUnderTheHand(t *testing.T) {
	const shown = `document.querySelector('.parameter[data-key=skew]').checkVisibility()`
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.js(`unimodalBias.set({depth: 3, skew: 1})`)
	p.until(shown)
	p.write("#number-skew", "0")
	p.key(kb.Enter)
	p.until(`unimodalBias.get().then(s => s.skew === 0)`)
	p.settled()
	if got := p.text(`document.activeElement.id`); got != "number-skew" || !p.truth(shown) {
		t.Errorf("after 0 was typed the focus is on %q, the line shown: %v", got, p.truth(shown))
	}
	p.js(`document.activeElement.blur(); unimodalBias.set({rho: .1})`)
	p.until(`!` + shown)
}
