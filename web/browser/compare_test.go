package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

const compareSheet = `document.querySelector('#compare-sheet')`

// cells are the numbers of the table by run, as they are written.
const cells = `Object.fromEntries([...document.querySelectorAll('#compare-sheet tbody')].map(run => [run.querySelector('.run').innerText.trim(), [...run.rows[1].cells].map(cell => cell.textContent)]))`

// TestCompare: a run is pinned by a key and by a button, the table shows the numbers the program
// measures, a remedy is drawn by its box, and used in one step that can be taken back.
func TestCompare(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.key("p")
	p.until(`document.querySelector('#narration').textContent.startsWith('Pinned')`)
	p.key("p")
	p.until(`document.querySelector('#narration').textContent === 'This run is pinned already.'`)
	p.js(`unimodalBias.set({rho: 0.5})`) // a pinned run follows
	if got := p.text(`unimodalBias.get().then(({pins}) => pins)`); got != "same" {
		t.Errorf("pins after a drag of ρ: %s", got)
	}
	p.js(`unimodalBias.set({eta: 0.02})`) // and keeps how it is trained
	p.settled()
	p.until(`location.hash.endsWith('&rho=0.5&eta=0.02&pins=eta:0.04')`)

	p.click("#compare-open")
	p.until(compareSheet + `?.open`)
	p.js(compareSheet + `.querySelector('.acts button').click()`)
	p.until(`document.querySelectorAll('#compare-sheet tbody').length === 3`)
	p.js(compareSheet + `.querySelectorAll('.acts button')[1].click()`)
	p.settled()
	p.until(`document.querySelectorAll('#compare-sheet tbody').length === 9 && !` + compareSheet + `.innerText.includes('Training')`)

	var rows []struct {
		TA, TB, Phase any
		Values        map[string]any
		Pinned        bool
	}
	p.decode(`unimodalBias.pins()`, &rows)
	if len(rows) != 9 {
		t.Fatalf("%d rows", len(rows))
	}
	shown := map[string][]string{}
	p.decode(cells, &shown)
	if len(shown) != 9 {
		t.Errorf("the table has %d runs: %v", len(shown), shown)
	}
	different := p.text(`Promise.all([unimodalBias.pins(), ` + cells + `]).then(([rows, cells]) => rows.flatMap((row, i) => {
		const written = Object.values(cells)[i];
		return ['tA', 'tB', 'phase'].filter((key, k) => {
			const value = row[key];
			return written[k] !== (value === null ? '–' : typeof value === 'string' ? value : String(value >= 100 ? Math.round(value) : Number(value.toPrecision(3))));
		}).map((key) => [i, key, row[key], written].join(' '));
	}).join('; '))`)
	if different != "" {
		t.Errorf("cells that differ from what is measured: %s", different)
	}

	// The box of a remedy draws it; the fourth finds no place.
	box := compareSheet + `.querySelectorAll('tbody input')[3]`
	p.js(box + `.focus()`)
	p.key(" ")
	p.until(box + `.checked && document.activeElement === ` + box)
	p.until(compareSheet + `.querySelectorAll('tbody input')[4].disabled`)
	p.js(`new Promise(done => setTimeout(done, 500))`) // a step to take back begins once nothing has changed for so long
	before := p.text(`unimodalBias.get().then(JSON.stringify)`)

	p.js(compareSheet + `.querySelectorAll('tbody button')[3].click()`)
	p.settled()
	p.js(`new Promise(done => setTimeout(done, 500))`)
	p.js(compareSheet + `.close()`)
	after := p.text(`unimodalBias.get().then(JSON.stringify)`)
	if before == after {
		t.Error("the remedy is not used")
	}
	p.until("location.hash === '#' + JSON.parse(unimodalBiasGo.call('link', 'null')).result") // the address follows at its leisure
	link := p.text(`location.hash`)
	for range 2 { // names stand in the picture, and the link opens the same
		if got := p.number(`[...document.querySelectorAll('#texts [data-key]')].filter(text => /^[123] /.test(text.textContent)).length`); got != 3 {
			t.Errorf("%v of three runs are named in the picture of %s", got, link)
		}
		p.js(`location.hash = '#v=1&scenario=early'`)
		p.until(`unimodalBias.get().then(({scenario, pins}) => scenario === 'early' && pins === '')`)
		p.js(`location.hash = ` + "`" + link + "`")
		p.until(`unimodalBias.get().then(({pins}) => pins.split(',').length === 3)`)
		p.settled()
	}
	if got := p.text(`unimodalBias.get().then(JSON.stringify)`); got != after {
		t.Errorf("the link opens %s, was %s", got, after)
	}
	p.until(`location.hash === ` + "`" + link + "`")
	for range 3 { // two links, and the remedy
		p.js(`new Promise(done => setTimeout(done, 500))`)
		if now := p.text(`unimodalBias.get().then(JSON.stringify)`); now == before {
			return
		}
		p.do(chromedp.Do(p.ctx, chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
		p.settled()
	}
	for range 3 {
		p.js(`new Promise(done => setTimeout(done, 500))`)
		if now := p.text(`unimodalBias.get().then(JSON.stringify)`); now == before {
			return
		}
		p.do(chromedp.Do(p.ctx, chromedp.KeyEvent("z", chromedp.KeyModifiers(chromedp.ModifierCtrl))))
		p.settled()
	}
	t.Errorf("taking back leads to %s, not to %s", p.text(`unimodalBias.get().then(JSON.stringify)`), before)
}

// TestBadPinIsNamed above the picture, and the rest of the link works.
func TestBadPinIsNamed(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=late&rho=0.5&pins=etaRatio:400,seed:2"})
	p.until(`document.querySelector('#remarks').textContent.includes('etaRatio:400')`)
	if got := p.text(`document.querySelector('#remarks').textContent`); !strings.Contains(got, "0.01") || !strings.Contains(got, "ignored") {
		t.Errorf("it says %q", got)
	}
	if got := p.text(`unimodalBias.get().then(({pins, rho}) => pins + ' ' + rho)`); got != "seed:2 0.5" {
		t.Errorf("the rest of the link: %s", got)
	}
}
