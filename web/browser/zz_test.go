package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

func TestZZ(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(listening)
	p.js(`document.querySelector('#controls [data-key=rho] input[type=range]').focus()`)
	for range 5 {
		p.key(kb.ArrowRight)
	}
	p.js(`new Promise(r => setTimeout(r, 5000))`)
	t.Log(p.js(`heard`), p.js(`unimodalBias.get()`), p.js(`document.activeElement.outerHTML.slice(0,200)`))
	t.Log(p.js(`unimodalBias.words(['point'])`))
}
