package browser

import "testing"

func TestZZ(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, script: atOnce})
	p.js(`new Promise(r => setInterval(r, 3000))`)
	t.Log(p.js(`document.querySelector('#summary')?.parentElement.outerHTML.slice(0, 3000)`))
	t.Log(p.js(`[...document.querySelectorAll('.gist, .slot > div.unseen')].map(e => e.textContent)`))
	t.Log(p.js(`unimodalBias.words().catch(e => String(e) + e.message)`))
	t.Log(p.js(wordsAreThere))
	t.Log(p.js(`document.getElementById('spoken').textContent`))
	t.Log(p.mistakes)
}
