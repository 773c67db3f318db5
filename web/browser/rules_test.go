package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/chromedp"
)

// rules lists what is wrong with the layout of any page: it scrolls sideways, words are cut or leave the window, controls lie
// over one another or are smaller than 24 × 24 (WCAG 2.2, 2.5.8; a link in a sentence may be). Where a sheet or the drawer is
// open it is that which is held against them, not what it covers.
const rules = `(() => {
	const out = [], root = document.documentElement;
	if (root.scrollWidth > innerWidth + 1) out.push('the page is ' + root.scrollWidth + ' wide');
	const over = document.querySelector('dialog:modal') ?? [...document.querySelectorAll('.side.open')].find(e => getComputedStyle(e).position === 'fixed');
	const part = over ?? document.body;
	if (over) {
		const r = over.getBoundingClientRect();
		if (r.left < -1 || r.right > innerWidth + 1 || r.top < -1 || r.bottom > innerHeight + 1) out.push('what is open leaves the window');
		if (over.scrollWidth > over.clientWidth + 1) out.push('what is open is ' + over.scrollWidth + ' wide, of which ' + over.clientWidth + ' are shown');
	}
	const shown = e => e.checkVisibility({visibilityProperty: true, opacityProperty: true}) && !e.closest('.unseen, [inert], [hidden]');
	const name = e => e.id || e.getAttribute('aria-label') || e.textContent.trim().slice(0, 24) || e.className;
	const pans = e => { for (let a = e; a && a !== document.body; a = a.parentElement) if (/auto|scroll/.test(getComputedStyle(a).overflowX) && a.scrollWidth > a.clientWidth + 1) return true; return false; };
	const walker = document.createTreeWalker(part, NodeFilter.SHOW_TEXT), range = document.createRange();
	while (walker.nextNode()) {
		const {parentElement: parent} = walker.currentNode, text = walker.currentNode.data.trim();
		if (!text || !shown(parent) || parent.closest('select, script, style, noscript, svg, math, .unseen') || pans(parent)) continue;
		range.selectNodeContents(walker.currentNode);
		const r = range.getBoundingClientRect();
		if (r.width < 2) continue;
		if (r.right > innerWidth + 1 || r.left < -1) out.push('“' + text.slice(0, 40) + '” leaves the window');
		for (let a = parent; a && a !== document.body; a = a.parentElement) {
			const s = getComputedStyle(a);
			if (s.overflowX === 'visible' && s.overflowY === 'visible') continue;
			const b = a.getBoundingClientRect();
			if (b.width < 3) break;
			const cutX = /hidden|clip/.test(s.overflowX) && (r.right > b.right + 2 || r.left < b.left - 2);
			const cutY = /hidden|clip/.test(s.overflowY) && (r.bottom > b.bottom + 3 || r.top < b.top - 3);
			if (cutX || cutY) out.push('“' + text.slice(0, 40) + '” is cut');
			break;
		}
	}
	const controls = [...part.querySelectorAll('a[href], button, select, input:not([type=hidden]), summary, [role=slider]')].filter(shown);
	const boxes = controls.map(e => [e, (e.type === 'checkbox' || e.type === 'radio' ? e.closest('label') ?? e : e).getBoundingClientRect()]);
	const fixed = e => { for (let a = e; a; a = a.parentElement) if (/fixed|sticky/.test(getComputedStyle(a).position)) return true; return false; };
	// The way back lies inside its field, which leaves room for it.
	const lies = (reset, field) => reset.matches('.reset') && reset.closest('.parameter') === field.closest('.parameter') && reset.getBoundingClientRect().right <= field.getBoundingClientRect().left + parseFloat(getComputedStyle(field).paddingLeft) + 1.5;
	boxes.forEach(([a, r], i) => {
		if (r.width < 3 || r.height < 3) return; // until it has the focus
		const inline = a.matches('a') && getComputedStyle(a).display === 'inline';
		if (!inline && (r.width < 23.5 || r.height < 23.5)) out.push(name(a) + ' measures ' + r.width.toFixed() + ' × ' + r.height.toFixed());
		if (a.matches('.handle') && (r.width < 43.5 || r.height < 43.5)) out.push('a handle measures ' + r.width.toFixed() + ' × ' + r.height.toFixed());
		for (const [b, q] of boxes.slice(i + 1)) {
			if (a.contains(b) || b.contains(a) || inline && getComputedStyle(b).display === 'inline' || fixed(a) !== fixed(b) || a.matches('.handle') && b.matches('.handle') || lies(b, a)) continue;
			const w = Math.min(r.right, q.right) - Math.max(r.left, q.left), h = Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top);
			if (w > 3 && h > 3) out.push(name(a) + ' and ' + name(b) + ' overlap by ' + w.toFixed() + ' × ' + h.toFixed());
		}
	});
	for (const svg of document.querySelectorAll('#texts, .light-figure .texts')) {
		const frame = svg.parentElement.getBoundingClientRect();
		if (frame.bottom < 0 || frame.top > innerHeight) continue; // it is drawn when it comes near
		for (const e of svg.querySelectorAll('text')) {
			const r = e.getBoundingClientRect();
			if (r.right > frame.right + 2 || r.left < frame.left - 2) out.push('“' + e.textContent + '” leaves the picture');
		}
	}
	const buttons = document.querySelector('#options');
	if (!over && buttons && shown(buttons)) {
		const r = buttons.getBoundingClientRect();
		for (const e of document.querySelectorAll('#texts [data-key]')) {
			const q = e.getBoundingClientRect();
			if (Math.min(r.right, q.right) - Math.max(r.left, q.left) > 2 && Math.min(r.bottom, q.bottom) - Math.max(r.top, q.top) > 3) out.push('“' + e.textContent + '” lies under the buttons');
		}
	}
	return [...new Set(out)].join('; ');
})()`

// window makes the window another one and waits until the page is drawn in it.
func (p *tab) window(width, height int64) {
	p.Helper()
	p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(width, height, chromedp.EmulateScale(p.scale))))
	p.until(fmt.Sprintf(`innerWidth === %d && innerHeight === %d`, width, height))
	p.drawn()
}

// drawn waits until what was asked for is on the screen.
func (p *tab) drawn() {
	p.Helper()
	p.js(`(async () => {
		for (let i = 0; i < 3; i++) await new Promise(requestAnimationFrame);
		await globalThis.unimodalBias?.settled?.();
		for (const {section, figure} of Object.values(globalThis.unimodalBiasStory?.steps ?? {})) {
			const {top, bottom} = section.querySelector('.place')?.getBoundingClientRect() ?? {top: 0, bottom: 0};
			if (bottom > 0 && top < innerHeight) await figure()?.settled();
		}
		await new Promise(requestAnimationFrame);
	})()`)
}

// anyPages are those whose layout is held against the rules.
var anyPages = []struct{ name, address, ready string }{
	{"lab", "#v=1&scenario=late&epoch=300", `unimodalBias.ready.then(() => true)`},
	{"own", "#v=1&scenario=own&epoch=300", `unimodalBias.ready.then(() => true)`},
	{"embed", "?view=embed#v=1&scenario=superficial", `unimodalBias.ready.then(() => true)`},
	{"figure", "figure.html#v=1&scenario=superficial", `unimodalBias.ready.then(() => true)`},
	{"present", "?view=present#v=1&scenario=small-data&epoch=900", `unimodalBias.ready.then(() => true)`},
	{"story", "story/", `Boolean(globalThis.unimodalBiasStory)`},
	{"lecture", "story/?view=present", `Boolean(globalThis.unimodalBiasStory) && document.querySelector('.step:not([hidden])') !== null`},
	{"lesson", "story/lesson.html", `document.readyState === 'complete'`},
	{"notes", "story/notes.html", `document.readyState === 'complete'`},
}

// TestAnyWindow: on telephones upright and on their side, on tablets, at 400 % zoom, with letters twice as large and with the
// spacing of WCAG 1.4.12 every page keeps the rules.
func TestAnyWindow(t *testing.T) {
	claim(t)
	for _, c := range anyPages {
		t.Run(c.name, func(t *testing.T) {
			p := blank(t, setup{reduced: true, width: 1024, height: 768, url: server.URL + subPath + c.address})
			p.until(c.ready)
			hold := func(what string) {
				t.Helper()
				if got := p.text(rules); got != "" {
					t.Errorf("%s: %s", what, got)
				}
				p.save("rules-" + c.name + "-" + strings.ReplaceAll(what, " ", "-"))
			}
			for _, size := range [][2]int64{{1024, 768}, {768, 1024}, {844, 390}, {390, 844}, {320, 568}, {320, 256}} {
				p.window(size[0], size[1])
				hold(fmt.Sprintf("%d × %d", size[0], size[1]))
			}
			p.window(1280, 800)
			p.js(`document.documentElement.style.fontSize = '200%'; dispatchEvent(new Event('resize'))`)
			p.drawn()
			hold("letters twice as large")
			p.js(`{
				document.documentElement.style.fontSize = '';
				dispatchEvent(new Event('resize'));
				const spaced = new CSSStyleSheet();
				spaced.replaceSync('* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important; } p { margin-bottom: 2em !important; }');
				document.adoptedStyleSheets = [spaced];
			}`)
			p.drawn()
			hold("spaced")
			p.window(390, 844)
			hold("spaced on a telephone")
		})
	}
}

// TestWhatOpensKeepsTheRules: so do, in the smallest window, every sheet, the group of remedies, the lines of parameters that have
// been changed, and the drawer where there is one.
func TestWhatOpensKeepsTheRules(t *testing.T) {
	claim(t)
	hold := func(p *tab, what string) {
		p.Helper()
		p.drawn()
		if got := p.text(rules); got != "" {
			p.Errorf("%s: %s", what, got)
		}
		p.save("rules-" + strings.ReplaceAll(what, " ", "-"))
	}
	const sheet = `document.querySelector('dialog[open]')`
	t.Run("lab", func(t *testing.T) {
		p := open(t, setup{reduced: true, width: 320, height: 568, url: server.URL + subPath + "#v=1&scenario=late&rho=0.3&eta=0.03&method=momentum&dropout=0.2&decay=0.1&etaRatio=2&epoch=300"})
		p.until(`document.querySelector('.fold')?.open`)
		if p.truth(`document.querySelectorAll('.parameter.changed .reset').length < 5`) {
			t.Error("no parameter shows that it has been changed")
		}
		hold(p, "remedies")
		for _, opener := range []string{"#help", "#about-open", "#card-open", "#compare-open", ".gist button", "#share-open"} {
			p.js(jsf(`document.querySelector(%q).click()`, opener))
			p.until(sheet + `?.querySelector('h2')`)
			if opener == "#compare-open" {
				p.js(`document.querySelectorAll('#compare-sheet .acts button').forEach(e => e.click())`)
				p.until(`document.querySelectorAll('#compare-sheet tbody').length > 2`)
			}
			parts := int(p.number(sheet + `.querySelectorAll('[role=tab]').length`))
			for i := range parts {
				p.js(sheet + jsf(`.querySelectorAll('[role=tab]')[%d].click()`, i))
				p.until(sheet + `.querySelector('.part:not([hidden])')?.children.length > 0`)
				hold(p, fmt.Sprint(opener, " ", i+1))
			}
			if parts == 0 {
				hold(p, opener)
			}
			p.js(sheet + `.close()`)
		}
	})
	t.Run("own data", func(t *testing.T) {
		p := ownData(t, setup{width: 320, height: 568})
		hold(p, "bring data")
		p.choose(file(t, "features.csv", table(200, 3, 9)))
		p.until(`document.querySelector('.planner')`)
		hold(p, "columns of data")
	})
	t.Run("drawer", func(t *testing.T) { // smaller windows have none
		p := open(t, setup{reduced: true, width: 700, height: 568, url: server.URL + subPath + "#v=1&scenario=late&rho=0.3&decay=0.1"})
		p.click("#drawer")
		p.until(`document.getElementById('side').classList.contains('open')`)
		hold(p, "drawer")
	})
}

// TestFigureFollowsLetters: whoever reads with letters twice as large has them in the pictures, too.
func TestFigureFollowsLetters(t *testing.T) {
	for _, address := range []string{server.URL + subPath + "#v=1&scenario=late&epoch=300", light("panels=training,phase", "scenario=late&epoch=300")} {
		p := open(t, setup{reduced: true, width: 1920, height: 1440, url: address})
		p.settled()
		const size = `Math.min(...[...document.querySelectorAll(':is(#texts, .texts) [data-key]')].map(e => Number(e.getAttribute('font-size'))))`
		before := p.number(size)
		p.js(`document.documentElement.style.fontSize = '150%'; dispatchEvent(new Event('resize'))`)
		p.until(jsf(`Math.abs(%s - %g) < 0.1`, size, 1.5*before))
		p.js(`document.documentElement.style.fontSize = ''; dispatchEvent(new Event('resize'))`)
		p.until(jsf(`%s === %g`, size, before))
	}
}

// TestSystemsWish: in forced colours, with more contrast and without motion every page keeps its words and its rules.
func TestSystemsWish(t *testing.T) {
	claim(t)
	for _, c := range anyPages {
		if c.name == "own" { // as the lab
			continue
		}
		t.Run(c.name, func(t *testing.T) {
			p := blank(t, setup{reduced: true, width: 1024, height: 768, url: server.URL + subPath + c.address})
			p.until(c.ready)
			for _, feature := range []*emulation.MediaFeature{{Name: "forced-colors", Value: "active"}, {Name: "prefers-contrast", Value: "more"}} {
				send(p, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{feature, {Name: "prefers-reduced-motion", Value: "reduce"}}})
				p.drawn()
				if got := p.text(rules); got != "" {
					t.Errorf("%s: %s", feature.Name, got)
				}
				// Words, and what is drawn as a background, differ from what they lie on.
				if got := p.text(`(() => {
					const light = ([r, g, b]) => [r, g, b].map(v => v / 255).map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4).reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], .05);
					const rgba = c => { const [r, g, b, a = 1] = c.match(/[\d.]+/g).map(Number); return [r, g, b, a]; };
					const out = [];
					for (const e of document.querySelectorAll('button, a[href], p, h1, h2, h3, label, select, summary')) {
						if (!e.checkVisibility({visibilityProperty: true, opacityProperty: true}) || e.closest('.unseen, :disabled, [aria-disabled=true], svg') || !e.textContent.trim() || !e.getClientRects().length) continue;
						let ground = [255, 255, 255, 1];
						for (let a = e; a; a = a.parentElement) { const c = rgba(getComputedStyle(a).backgroundColor); if (c[3] > .9) { ground = c; break; } }
						const x = light(rgba(getComputedStyle(e).color)), y = light(ground), ratio = Math.max(x / y, y / x);
						if (ratio < 4.5) out.push((e.id || e.textContent.trim().slice(0, 20)) + ' ' + ratio.toFixed(1));
					}
					return [...new Set(out)].join('; ');
				})()`); got != "" {
					t.Errorf("%s: too pale: %s", feature.Name, got)
				}
				p.save("wish-" + c.name + "-" + feature.Name)
			}
		})
	}
}
