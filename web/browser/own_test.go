package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// write puts text into a field as a person does who replaces what is there.
func (p *tab) write(selector, text string) {
	p.Helper()
	p.js(fmt.Sprintf(`(() => { const e = document.querySelector(%q); e.focus(); e.select(); })()`, selector))
	p.js(fmt.Sprintf(`document.execCommand('insertText', false, %q)`, text))
}

// TestOwnData: from the menu to the sheet, through mistakes that cost nothing, to
// a run on a pasted matrix, its link, and back.
func TestOwnData(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.js(`unimodalBias.set({scenario: 'own', epoch: 100})`)
	p.until(`document.querySelector('[data-key="own"]')?.textContent.includes('2 + 2 inputs')`)
	p.js(`document.querySelector('#number-own').focus()`)
	p.key(kb.Enter)
	p.until(`document.querySelector('#data-sheet')?.open && document.activeElement.id === 'data-file'`)
	if got := p.text(`document.querySelector('#data-text').value.split(/\s+/).filter(Boolean).join(' ')`); !strings.HasPrefix(got, "blocks: 2 + 2 3 1 0.4 0 1.34 1 2 0 0.2 0.8") || !strings.HasSuffix(got, "1.444") {
		t.Errorf("the sheet opens with %q", got)
	}
	before := p.text(`unimodalBias.get().then(s => JSON.stringify(s))`)

	for _, c := range []struct {
		matrix string
		says   []string // in the sentence about it
	}{
		{"blocks: 1 + 1\n4 0 4\n0 one 1\n4 1 5", []string{"one", "row 2", "column 2"}},
		{"blocks: 1 + 1\n4 0 0 4\n0 1 0 1\n0 0 1 1\n4 1 1 6", []string{"1 + 1", "3 inputs", "1 + 2, 2 + 1"}},
		{"blocks: 1 + ?\n4 0 4\n0 1 1\n4 1 5", []string{"?"}},
		{"blocks: 1 + 1\n4 0 4\n0 1\n4 1 5", []string{"Row 2", "2 numbers", "3"}},
		{"blocks: 1 + 1\n1 2 1\n2 1 1\n1 1 9", []string{"eigenvalue", "−1"}},
		{"blocks: 1 + 1\n4 0 4\n0 1 1\n4 1 2", []string{"5", "2"}},
	} {
		p.write("#data-text", c.matrix)
		p.js(`document.querySelector('#data-error span').textContent = ''`)
		p.click(`.bring [type="submit"]`)
		p.until(`document.querySelector('#data-error span').textContent !== ''`)
		sentence := p.text(`document.querySelector('#data-error').textContent`)
		for _, words := range c.says {
			if !strings.Contains(sentence, words) {
				t.Errorf("%q: %q does not name %q", c.matrix, sentence, words)
			}
		}
		if got := p.text(`document.activeElement.id + ' ' + document.activeElement.ariaInvalid + ' ' + document.activeElement.getAttribute('aria-describedby').includes('data-error')`); got != "data-text true true" {
			t.Errorf("%q: the focus is on %q", c.matrix, got)
		}
		if got := p.text(`document.querySelector('#data-text').value`); got != c.matrix {
			t.Errorf("%q has become %q", c.matrix, got)
		}
	}
	// A sheet that is closed keeps what was typed over the same data.
	p.key(kb.Escape)
	p.until(`!document.querySelector('#data-sheet')?.open`)
	p.js(`document.querySelector('#number-own').click()`)
	p.until(`document.querySelector('#data-sheet')?.open`)
	if got := p.text(`document.querySelector('#data-text').value`); got != "blocks: 1 + 1\n4 0 4\n0 1 1\n4 1 2" {
		t.Errorf("after Escape the sheet opens with %q", got)
	}
	if after := p.text(`unimodalBias.get().then(s => JSON.stringify(s))`); after != before {
		t.Errorf("the run changed from %s to %s", before, after)
	}
	p.save("own-mistake")

	p.write("#data-text", "blocks: 1, 2\n4\t0\t0\t4\n0\t1\t0\t1\n0\t0\t1\t1\n4\t1\t1\t6")
	p.click(`.bring [type="submit"]`)
	p.until(`!document.querySelector('#data-sheet').open`)
	p.until(`unimodalBias.get().then(s => s.own === '1_2~4_0_0_4_1_0_1_1_1_6')`)
	p.until(`location.hash === '#v=1&scenario=own&own=1_2~4_0_0_4_1_0_1_1_1_6&epoch=100'`)
	if got := p.text(`document.activeElement.id`); got != "number-own" {
		t.Errorf("the focus goes to %q", got)
	}
	p.click(`[data-key="own"] .reset`)
	p.until(`location.hash === '#v=1&scenario=own&epoch=100'`)
	got := p.text(`unimodalBias.set({task: 'own', own: '4 0 4; 0 1 1; 3 1 5'}).then(() => 'accepted', e => JSON.stringify([e.code, e.row, e.column, e.value, e.other, e.message.length > 40]))`)
	if got != `["matrixAsymmetric",1,3,4,3,true]` {
		t.Errorf("an asymmetric matrix: %s", got)
	}

	p = open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=own&own=1_1~4_0_4_1"})
	p.until(`['4 numbers', '6', 'ignored'].every(word => document.getElementById('remarks').textContent.includes(word))`)
}

// TestCard: the theory card tells which equation says what, and fills in as the
// run goes on; whoever reads it keeps the place.
func TestCard(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.click("#card-open")
	p.until(`document.querySelector('#card-sheet')?.open`)
	rows := `[...document.querySelectorAll('#card-sheet tbody tr:nth-child(odd)')].map(r => [...r.children].map(c => c.textContent).join(' '))`
	if got := p.text(rows + `.find(r => r.includes('learned first'))`); got != "learned first A – asymptotic" {
		t.Errorf("at the start: %q", got)
	}
	p.js(`globalThis.cell = document.querySelector('#card-sheet tbody .value')`)
	p.js(`unimodalBias.seek(1000)`)
	p.until(rows + `.includes('learned first A A asymptotic')`)
	if !p.truth(`cell.isConnected`) {
		t.Error("the table was made anew under its reader")
	}
	for _, want := range []string{"explains more A – exact", "time ratio tB/tA 3.78 3.79 asymptotic", "mis-attribution of A 0 0 exact", "final loss 0 0 exact"} {
		if !p.truth(rows + `.includes('` + want + `')`) {
			t.Errorf("no line %q in %s", want, p.text(`JSON.stringify(`+rows+`)`))
		}
	}
	p.within(`document.querySelectorAll('#card-sheet math').length`, 10, 100)
	p.within(`document.querySelectorAll('#card-sheet .equation').length - document.querySelectorAll('#card-sheet th[scope=row]').length`, 0, 0)
	if got := p.text(`unimodalBias.theory().then(a => JSON.stringify(a.card.filter(l => l.quantity === 'first')))`); got != `[{"quantity":"first","equation":"rates","status":"asymptotic","predicted":"A","measured":"A"}]` {
		t.Errorf("theory() says %s", got)
	}
	// How a deep network is trained is said as long as one is shown, with a way to read more.
	said := `[...document.querySelectorAll('#card-sheet .sheet > div:not([hidden])')].map(e => e.textContent).find(s => s.startsWith('Trained in at most'))`
	if p.truth(said + ` !== undefined`) {
		t.Error("two layers are said to be projected")
	}
	p.js(`unimodalBias.set({scenario: 'intermediate'})`)
	p.until(said + ` !== undefined`)
	if got := p.text(said); got != "Trained in at most 12 directions a layer, in place of 100 units. Times differ from those of training every weight by less than 6·10−5 of themselves. How deep networks are trained." {
		t.Errorf("the card says %q", got)
	}
	p.until(`document.querySelector('#card-sheet a').href.endsWith('/docs/science.html#deep-networks')`)
	p.js(`unimodalBias.set({scenario: 'late'})`)
	p.until(said + ` === undefined`)
	p.key(kb.Escape)
	p.until(`!document.querySelector('#card-sheet').open`)
}

// TestSheets writes the two sheets as people see them, for looking at, and asserts
// that nothing of them sticks out at the side.
func TestSheets(t *testing.T) {
	for _, s := range []setup{{width: 1280, height: 800}, {width: 390, height: 844, scale: 2, touch: true}, {width: 1280, height: 800, dark: true}} {
		s.reduced = true
		name := fmt.Sprintf("sheet-%d-%v", s.width, s.dark)
		s.url = server.URL + subPath + "#v=1&scenario=own&epoch=1000"
		p := open(t, s)
		p.settled()
		p.save(name + "-page")
		p.click("#card-open")
		p.until(`document.querySelector('#card-sheet')?.open`)
		p.save(name + "-card")
		p.within(`(s => s.scrollWidth - s.clientWidth)(document.querySelector('#card-sheet'))`, 0, 0)
		p.key(kb.Escape)
		p.until(`document.querySelector('#number-own')`)
		p.js(`document.querySelector('#number-own').click()`)
		p.until(`document.querySelector('#data-sheet')?.open`)
		p.save(name + "-data")
		p.within(`(s => s.scrollWidth - s.clientWidth)(document.querySelector('#data-sheet'))`, 0, 0)
		p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
	}
}
