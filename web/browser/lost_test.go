package browser

import (
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
)

// blocked keeps files of these names from arriving; none lets all of them through.
func (p *tab) blocked(names ...string) {
	p.Helper()
	patterns := []*network.BlockPattern{{URLPattern: "*://*:*/nothing/*", Block: true}} // an empty list is not sent
	for _, name := range names {
		patterns = append(patterns, &network.BlockPattern{URLPattern: "*://*:*/*" + name, Block: true})
	}
	send(p, network.SetBlockedURLs, network.SetBlockedURLsParams{URLPatterns: patterns})
}

// TestWithoutANetwork: what a person may open works after the network has gone.
func TestWithoutANetwork(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=own"})
	p.until(`performance.getEntriesByType('resource').filter(e => /(dialogs|card|matrix)\.js$|dialogs\.css$/.test(e.name) && e.responseEnd).length === 4`)
	p.settled()
	p.blocked("*")
	for button, title := range map[string]string{"#about-open": "About the lab", "#card-open": "Formulas", "#help": "Keyboard", "#number-own": "Your own data"} {
		p.js(`document.querySelector('` + button + `').click()`)
		p.until(`document.querySelector('dialog[open] h2')?.textContent.startsWith('` + title + `')`)
		p.js(`document.querySelector('dialog[open]').close()`)
	}
}

// TestLostPartsAreAskedForAgain: a part that does not come leaves a sentence, and the person a
// way to have it.
func TestLostPartsAreAskedForAgain(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + hostPath + "?about:blank", expected: []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource"}})
	p.blocked("diagram.js", "text.js", "matrix.js", "dialogs.js")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"#v=1&scenario=own")))
	p.js(`unimodalBias.ready.then(() => 0)`)
	for _, place := range []string{"#diagram", "#controls"} {
		p.until(`document.querySelector('` + place + ` [role=status] button')?.checkVisibility()`)
	}
	told := `document.getElementById('narration').textContent.includes('did not arrive')`
	p.js(`document.querySelector('#about-open').click()`)
	p.until(told)

	p.blocked("matrix.js")
	for place, part := range map[string]string{"#diagram": "select", "#controls": "#number-own"} {
		p.js(`document.querySelector('` + place + ` [role=status] button').click()`)
		p.until(`document.querySelector('` + place + ` ` + part + `')`)
		if p.truth(`!!document.querySelector('` + place + ` [role=status] .word')`) {
			t.Errorf("%s still says that something is missing", place)
		}
	}
	p.js(`document.querySelector('#about-open').click()`)
	p.until(`document.querySelector('#about-sheet').open`)
	p.js(`document.querySelector('#about-sheet').close(); unimodalBias.seek(3).then(() => unimodalBias.seek(600))`)
	p.until(`!` + told)
	p.js(`document.querySelector('#number-own').click()`)
	p.until(told)
	p.blocked()
	p.js(`document.querySelector('#number-own').click()`)
	p.until(`document.querySelector('#matrix-sheet')?.open`)
}
