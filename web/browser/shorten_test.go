package browser

import (
	"testing"

	"github.com/chromedp/chromedp"
)

const offer = `document.querySelector('#shorten')`

// TestShorten: a finished run that has long come to rest is offered a shorter one, which a
// key takes and Ctrl Z gives back; one that still moves, and an unfinished one, are not.
func TestShorten(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	seen := offer + `.checkVisibility()`
	if p.truth(seen) {
		t.Error("offered at epoch 0")
	}
	p.js(`unimodalBias.seek(1000)`)
	p.settled()
	p.until(seen)
	if got := p.text(offer + `.textContent`); got != "End the run at epoch 700" {
		t.Errorf("the offer: %q", got)
	}
	if over := p.text(`(() => { const a = ` + offer + `.getBoundingClientRect(); return [...document.querySelectorAll('.buttons > *')].filter(e => { const b = e.getBoundingClientRect(); return a.left < b.right && b.left < a.right && a.top < b.bottom && b.top < a.bottom; }).map(e => e.id).join(); })()`); over != "" {
		t.Errorf("it covers %s", over)
	}
	p.js(offer + `.focus()`)
	p.key("\r")
	p.until(`!(` + seen + `) && document.querySelector('#epoch').textContent === 'epoch 700 of 700' && document.activeElement.id === 'play'`)
	p.js(`new Promise(done => setTimeout(done, 500))`) // a step to take back begins once nothing has changed for so long
	p.do(chromedp.Do(p.ctx, chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
	p.until(`document.querySelector('#epoch').textContent.endsWith('of 1000')`)
	p.js(`unimodalBias.seek(500)`)
	p.until(`!(` + seen + `)`)
	p.js(`unimodalBias.set({scenario: 'small-data', epoch: 1200})`)
	p.settled()
	if p.truth(seen) {
		t.Error("offered although the error on new data goes on moving")
	}
}

// TestNothingIsOfferedToAnAudience, nor in a frame.
func TestNothingIsOfferedToAnAudience(t *testing.T) {
	claim(t)
	for _, view := range []string{"present", "embed"} {
		t.Run(view, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1280, height: 720, url: server.URL + subPath + "?view=" + view + "#v=1&scenario=late&epoch=1000"})
			p.settled()
			if p.truth(offer + `.checkVisibility()`) {
				t.Error("offered")
			}
		})
	}
}
