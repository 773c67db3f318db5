package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestRemediesFold: the group is folded until a remedy is on, whoever turns it on; it says how
// many are, and turns all of them off in one step, which can be taken back.
func TestRemediesFold(t *testing.T) {
	const (
		fold    = `document.querySelector('.fold')`
		heading = fold + `.querySelector('h2').textContent`
		off     = fold + `.querySelector(':scope > button')`
	)
	p := open(t, setup{reduced: true, width: 1280, height: 800})
	p.save("remedies-closed")
	if p.truth(fold+`.open`) || p.text(heading) != "Remedies" || p.truth(off+`.checkVisibility()`) {
		t.Errorf("it opens as %q, open %v", p.text(heading), p.truth(fold+`.open`))
	}
	p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
	p.js(fold + `.querySelector('summary').focus()`)
	p.key(kb.Enter)
	p.until(fold + `.open`)
	p.within(`document.documentElement.scrollHeight - innerHeight`, -1000, 0)
	line := func(key string) string { return `document.querySelector('.parameter[data-key=` + key + `]')` }
	if !p.truth(line("decay")+`.checkVisibility()`) || p.truth(line("masks")+`.checkVisibility()`) {
		t.Error("open, it shows other lines than those that count")
	}
	p.key(kb.Enter)
	p.until(`!` + fold + `.open`)

	p.js(`unimodalBias.set({dropout: 0.5, masks: 'sampled', etaRatio: 4})`)
	p.settled()
	if got := p.text(heading); got != "Remedies · 2 on" || !p.truth(fold+`.open`) || !p.truth(line("masks")+`.checkVisibility()`) {
		t.Errorf("two are on, and it says %q", got)
	}
	p.save("remedies-open")
	p.js(fold + `.open = false`)
	p.js(`unimodalBias.set({decay: 0.1})`)
	p.settled()
	if p.truth(fold + `.open`) {
		t.Error("closed by hand, it opens with every change")
	}
	p.js(fold + `.open = true`)
	p.js(`new Promise(resolve => setTimeout(resolve, 500))`) // what comes next is another step
	p.js(off + `.focus()`)
	p.key(kb.Enter)
	p.until(`unimodalBias.get().then(s => s.dropout === 0 && s.masks === 'expected' && s.etaRatio === 1 && s.decay === 0)`)
	p.until(heading + ` === 'Remedies'`)
	if !p.truth(fold+`.open`) || !p.truth(`document.activeElement === `+fold+`.querySelector('summary')`) {
		t.Error("what turned them off takes the place away")
	}
	p.js(`new Promise(resolve => setTimeout(resolve, 500))`)
	p.js(`document.dispatchEvent(new KeyboardEvent('keydown', {key: 'z', ctrlKey: true}))`)
	p.until(`unimodalBias.get().then(s => s.dropout === 0.5 && s.masks === 'sampled' && s.etaRatio === 4 && s.decay === 0.1)`)

	p = open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=late&unimodal=0.5"})
	if got := p.text(heading); got != "Remedies · 1 on" || !p.truth(fold+`.open`) {
		t.Errorf("a link turns one on, and it says %q", got)
	}
	p = open(t, setup{reduced: true, url: server.URL + subPath + "?controls=decay"})
	if p.truth(`Boolean(`+fold+`)`) || !p.truth(line("decay")+`.checkVisibility()`) {
		t.Error("what the address asks for is folded away")
	}
}

// TestReasonsAreSaid: what does not go together is refused with the reason, where there is one.
func TestReasonsAreSaid(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=many&etaRatio=2"})
	const reason = "It compares B with A, so it needs exactly two modalities."
	if got := p.text(`document.getElementById('remarks').textContent`); !strings.Contains(got, reason) {
		t.Errorf("the line above the picture says %q", got)
	}
	p.js(`unimodalBias.set({scenario: 'late'})`)
	p.settled()
	if got := p.text(`unimodalBias.set({depth: 3, decay: 0.1}).then(() => '', ({message, why}) => why + ': ' + message)`); !strings.Contains(got, "decaysAway: ") || !strings.Contains(got, "In deeper branches, decay takes small weights away before they learn.") {
		t.Errorf("decay of three layers: %q", got)
	}
}

// TestRemediesFit: the group and the card have room in every window; it writes what they look like.
func TestRemediesFit(t *testing.T) {
	for _, size := range []struct {
		name          string
		width, height int64
		dark          bool
	}{{"1280", 1280, 800, false}, {"1280-dark", 1280, 800, true}, {"390", 390, 844, false}, {"320", 320, 568, true}} {
		if *screenshots == "" && size.width == 1280 && size.dark {
			continue // the same layout as its light twin
		}
		for _, link := range []struct{ name, hash string }{
			{"off", "#v=1&scenario=late"},
			{"on", "#v=1&scenario=late&dropout=0.5&masks=sampled&etaRatio=4&decay=0.1&method=adam"},
		} {
			p := open(t, setup{reduced: true, width: size.width, height: size.height, dark: size.dark, scale: 1, url: server.URL + subPath + link.hash})
			p.settled()
			p.within(`document.documentElement.scrollWidth - innerWidth`, 0, 0)
			if size.width < 1000 {
				p.js(`document.querySelector('.fold')?.scrollIntoView({block: 'center'})`)
			}
			p.save("look-" + size.name + "-" + link.name)
		}
		p := open(t, setup{reduced: true, width: size.width, height: size.height, dark: size.dark, scale: 1, url: server.URL + subPath + "#v=1&scenario=late&decay=0.2&unimodal=0.5&etaRatio=2&method=momentum&eta=0.004&rho=0.3&epoch=900"})
		p.settled()
		p.js(`document.getElementById('card-open').click()`)
		p.until(`document.querySelector('table.card')`)
		p.within(`document.querySelector('table.card').getBoundingClientRect().right - document.getElementById('card-sheet').getBoundingClientRect().right`, -1000, 0)
		p.save("card-" + size.name)
	}
}
