package browser

import (
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// pageThemes are those a reader chooses from.
var pageThemes = []string{"light", "dark", "projector"}

// theme chooses one by the page's own menu, and waits until the page is painted in it.
func (p *tab) theme(name string) {
	p.Helper()
	p.js(jsf(`(async menu => {
		menu.value = %q;
		menu.dispatchEvent(new Event('change'));
		for (let i = 0; i < 2; i++) await new Promise(requestAnimationFrame);
	})(document.getElementById('theme'))`, name))
}

// audit is what axe-core finds in the part of the page that a selector names, as it stands.
func (p *tab) audit(source, part string) string {
	p.Helper()
	if !p.truth(`Boolean(globalThis.axe)`) {
		p.js(source + `;0`)
	}
	return p.text(jsf(`axe.run(%q, {resultTypes: ['violations'], preload: false, iframes: false})`, part) + `.then(({violations}) => violations.map(({id, nodes}) =>
		id + ': ' + nodes.map(({target, any: [why]}) => target.join(' ') + (why?.data?.contrastRatio ? ' ' + why.data.contrastRatio : '')).join(', ')).join('\n'))`)
}

// TestAudit holds every scenario in every view and every theme, while it plays and when it rests, against axe-core, which
// finds nothing.
func TestAudit(t *testing.T) {
	claim(t)
	source := axe(t)
	for _, c := range []struct{ view, address string }{
		{"lab", "?cells=8"}, {"embed", "?view=embed"}, {"present", "?view=present#v=1&scenario=late"}, {"figure", "figure.html"},
	} {
		t.Run(c.view, func(t *testing.T) {
			p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + c.address})
			var slugs []string
			p.decode(`unimodalBias.describe().then(({scenarios}) => scenarios.map(({slug}) => slug))`, &slugs)
			if len(slugs) < 24 {
				t.Fatalf("only %v", slugs)
			}
			for i, slug := range slugs {
				p.js(jsf(`unimodalBias.set({scenario: %q, epoch: %d})`, slug, 30*(i%4)))
				for _, theme := range pageThemes {
					p.theme(theme)
					p.js(`unimodalBias.play()`)
					if got := p.audit(source, "html"); got != "" {
						t.Errorf("%s, %s, playing: %s", slug, theme, got)
					}
					p.js(`unimodalBias.pause()`)
					if got := p.audit(source, "html"); got != "" {
						t.Errorf("%s, %s: %s", slug, theme, got)
					}
				}
			}
		})
	}
}

// eachSheet opens the sheets of the lab one after the other, that of shares at each of its tabs, to be looked at.
func (p *tab) eachSheet(look func(what string)) {
	p.Helper()
	shut := func() {
		p.Helper()
		p.js(`document.querySelectorAll('dialog[open]').forEach(e => e.close())`)
	}
	for _, opener := range []string{"help", "about-open", "card-open", "compare-open"} {
		p.js(jsf(`document.getElementById(%q).click()`, opener))
		p.until(`document.querySelector('dialog[open]') !== null`)
		look(opener)
		shut()
	}
	p.js(`document.getElementById('share-open').click()`)
	p.until(`document.querySelector('dialog[open]')?.querySelectorAll('[role=tab]').length > 4`)
	for i := range int(p.number(`document.querySelectorAll('#share-sheet [role=tab]').length`)) {
		p.js(jsf(`document.querySelectorAll('#share-sheet [role=tab]')[%d].click()`, i))
		p.until(`document.querySelector('#share-sheet .part:not([hidden])')?.children.length > 0`)
		look(p.text(`document.querySelector('#share-sheet [aria-selected=true]').textContent`))
	}
	shut()
	p.js(`document.querySelector('.gist button').click()`)
	p.until(`document.querySelector('#words-sheet[open] .numbers') !== null`)
	look("the run in words")
	shut()
}

// TestAuditSheets opens everything that opens, in every theme: axe-core finds nothing in it.
func TestAuditSheets(t *testing.T) {
	claim(t)
	source := axe(t)
	hold := func(p *tab, what, part string) {
		p.Helper()
		for _, theme := range pageThemes {
			p.theme(theme)
			if got := p.audit(source, part); got != "" {
				p.Errorf("%s, %s: %s", what, theme, got)
			}
		}
	}
	const opened = `document.querySelector('dialog[open]')`
	shut := func(p *tab) {
		p.Helper()
		p.js(`document.querySelectorAll('dialog[open]').forEach(e => e.close())`)
	}
	t.Run("lab", func(t *testing.T) {
		p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "#v=1&scenario=late&epoch=200"})
		p.eachSheet(func(what string) {
			if what == "compare-open" {
				p.js(`document.querySelectorAll('#compare-sheet .acts button').forEach(e => e.click())`)
				p.until(`document.querySelectorAll('#compare-sheet tbody').length > 2`)
			}
			hold(p, what, "dialog[open]")
		})
		p.js(`document.querySelector('#diagram details').open = true`)
		hold(p, "the choices of the diagram", "#diagram")
		p.js(`document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`)
		p.until(`document.querySelector('#notice button')?.checkVisibility() && document.querySelector('.still')?.complete`)
		hold(p, "the graphics are lost", "#stage, #notice")
		if got := p.audit(source, "html"); got != "" {
			t.Errorf("the page without graphics: %s", got)
		}
	})
	t.Run("formulas", func(t *testing.T) {
		p := open(t, setup{reduced: true, width: 800, height: 600})
		for _, slug := range []string{"superficial", "relu", "wishart", "many", "own", "small-data", "rates", "adam"} {
			p.js(jsf(`unimodalBias.set({scenario: %q, epoch: 20})`, slug))
			p.js(`document.getElementById('card-open').click()`)
			p.until(opened + `?.querySelector('tbody, p')`)
			hold(p, slug, "dialog[open]")
			shut(p)
		}
		p.js(`document.getElementById('drawer').click()`)
		hold(p, "drawer", "#side")
		p.js(`document.getElementById('number-rho').focus()`)
		p.write("#number-rho", "7")
		p.key(kb.Enter)
		p.until(`document.getElementById('error-rho').checkVisibility()`)
		hold(p, "a mistake", "#side")
	})
	t.Run("own data", func(t *testing.T) {
		p := ownData(t, setup{})
		hold(p, "bring", "dialog[open]")
		p.choose(file(t, "features.csv", table(200, 3, 9)))
		p.until(`document.querySelector('.planner')`)
		p.js(`document.querySelector('.columns .unfold')?.click()`)
		hold(p, "columns", "dialog[open]")
		p.js(`document.querySelector('.data .go').click()`)
		p.answered()
		hold(p, "answer", "dialog[open]")
	})
	t.Run("first visit", func(t *testing.T) {
		for address, shown := range map[string]string{"": "offer", "#v=1&scenario=late&rho=7&bogus=1": "remarks"} {
			p := open(t, setup{reduced: true, first: true, width: 1280, height: 800, url: server.URL + subPath + address})
			p.until(jsf(`(e => e.checkVisibility() && e.textContent.trim() !== '')(document.getElementById(%q))`, shown))
			hold(p, shown, "html")
		}
	})
	t.Run("other pages", func(t *testing.T) { // the documents in one theme or the other: their colours are the same
		const lecture = "story/?view=present" // for a projector, unless somebody chooses
		for i, page := range []string{"story/", lecture, "story/lesson.html", "story/notes.html", "docs/science.html", "docs/link.html", "docs/decisions.html", "docs/hosting.html"} {
			p := blank(t, setup{reduced: true, dark: i%2 == 1, width: 1280, height: 800, url: server.URL + subPath + page})
			p.until(`document.readyState === 'complete'`)
			if i < 2 {
				p.until(`globalThis.unimodalBiasStory && document.querySelector('.step:not([hidden])') !== null`)
			}
			if got := p.audit(source, "html"); got != "" {
				t.Errorf("%s: %s", page, got)
			}
			if i < 2 { // the story as a lecture would show it, and the lecture as the story would
				theme := []string{"projector", "dark"}[i]
				p.theme(theme)
				if got := p.audit(source, "html"); got != "" {
					t.Errorf("%s, %s: %s", page, theme, got)
				}
			}
			if page == lecture {
				p.key("?")
				p.until(`document.querySelector('#keys-sheet')?.open`)
				hold(p, "the keys of the lecture", "dialog[open]")
			}
		}
	})
}
