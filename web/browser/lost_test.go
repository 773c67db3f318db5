package browser

import (
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
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
	p.until(`performance.getEntriesByType('resource').filter(e => /(dialogs|card|data|histogram|progress|reader|roles|kept)\.js$|(dialogs|data)\.css$/.test(e.name) && e.responseEnd).length === 10`)
	p.settled()
	p.blocked("*")
	for button, title := range map[string]string{"#about-open": "About the lab", "#card-open": "Formulas", "#help": "Keyboard", "#number-own": "Your own data"} {
		p.js(`document.querySelector('` + button + `').click()`)
		p.until(`document.querySelector('dialog[open] h2')?.textContent.startsWith('` + title + `')`)
		p.js(`document.querySelector('dialog[open]').close()`)
	}
}

// TestTheLastSheetOpens: of several sheets asked for while their words are on their way, the last
// one opens, and it alone.
func TestTheLastSheetOpens(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 1280, height: 800, script: `
		const fetched = fetch;
		globalThis.fetch = async (url, ...rest) => {
			if (String(url).endsWith('.rest.json')) await new Promise(done => { globalThis.arrive = done; });
			return fetched(url, ...rest);
		};`})
	p.until(`globalThis.arrive && !document.getElementById('tools').inert`)
	for _, button := range []string{"#help", "#about-open", "#help", "#about-open"} {
		p.js(`document.querySelector('` + button + `').click()`)
	}
	p.js(`arrive()`)
	p.js(`unimodalBias.ready.then(() => 0)`)
	p.until(`document.querySelector('dialog[open]')`)
	if got := p.text(`[...document.querySelectorAll('dialog[open]')].map(e => e.id).join()`); got != "about-sheet" {
		t.Errorf("open: %s", got)
	}
}

// TestStopsStayWithFormulas: no line begins with the stop of the sentence before.
func TestStopsStayWithFormulas(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + subPath + "?autoplay=0#v=1&scenario=many"})
	const text = `document.getElementById('narration')`
	if got := p.text(text + `.querySelector('.unbroken')?.textContent`); got != "γ." {
		t.Fatalf("kept together: %q", got)
	}
	for width := 60; width < 400; width += 4 {
		p.js(fmt.Sprintf(text+`.style.cssText = 'display: block; width: %dpx'`, width))
		p.within(text+`.querySelector('.unbroken').getClientRects().length`, 1, 1)
	}
}

// TestLostPartsAreAskedForAgain: a part that does not come leaves a sentence, and the person a
// way to have it.
func TestLostPartsAreAskedForAgain(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 1280, height: 800, url: server.URL + hostPath + "?about:blank", expected: []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource"}})
	p.blocked("diagram.js", "text.js", "data.js", "dialogs.js", "inwords.js")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"#v=1&scenario=own")))
	p.js(`unimodalBias.ready.then(() => 0)`)
	for _, place := range []string{"#diagram", "#controls"} {
		p.until(`document.querySelector('` + place + ` [role=status] button')?.checkVisibility()`)
	}
	told := `document.getElementById('narration').textContent.includes('did not arrive')`
	p.js(`document.querySelector('#about-open').click()`)
	p.until(told)

	p.blocked("data.js")
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
	p.until(`document.querySelector('#data-sheet')?.open`)
	p.js(`dispatchEvent(new Event('online'))`) // what nobody asks for comes with the network
	p.until(`document.querySelector('#summary') !== null`)
}

// TestLostModuleIsToldAtOnce: where a module does not come nothing of the page runs, and that is
// said without waiting for a slow host.
func TestLostModuleIsToldAtOnce(t *testing.T) {
	p := blank(t, setup{url: server.URL + hostPath + "?about:blank", expected: []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource"}})
	p.blocked("bridge.js")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath)))
	p.until(visibleText + `.includes('did not arrive')`)
	p.within(`performance.now()`, 0, 50_000) // a minute later it would be said anyway
}

// TestLostPartsOfTheStory: so do parts that the story, the lecture and its notes fetch on demand; and where the lecture itself
// does not come, that is said at once.
func TestLostPartsOfTheStory(t *testing.T) {
	lost := []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource", "Failed to fetch"}
	s := story(t, "two", setup{reduced: true, width: 1280, height: 800, expected: lost})
	s.guess(true)
	s.js(`globalThis.saved = 0; HTMLAnchorElement.prototype.click = () => { saved++; }; 0`)
	const taken, untold = `step.section.querySelectorAll('.caption .takes button')`, `step.section.querySelector('.untaken').textContent`
	s.blocked("export.js")
	for i := range 2 {
		s.js(fmt.Sprintf(untold+` = ''; `+taken+`[%d].click()`, i))
		s.until(untold + `.includes('did not arrive')`)
	}
	s.blocked()
	s.js(taken + `[0].click()`)
	s.until(untold + ` === '' && saved === 1`)

	p := lecture(t, setup{width: 1280, height: 720, expected: lost, script: `window.open = () => null;`}, "")
	p.shownSlide("two")
	const told = `document.getElementById('remarks').textContent.includes('did not arrive')`
	for _, c := range []struct{ key, part, opens string }{
		{"q", "code.js", ".code-cover"}, {"?", "dialogs.js", "#keys-sheet[open]"}, {"s", "notes.*", "aside.notes"},
	} {
		p.blocked(c.part)
		p.key(c.key)
		p.until(told + ` && document.getElementById('remarks').checkVisibility({visibilityProperty: true})`)
		if got := p.text(slideFaults); strings.Contains(got, "scroll") {
			t.Errorf("what is said moves the slide: %s", got)
		}
		p.blocked()
		p.key(c.key)
		p.until(`!!document.querySelector('` + c.opens + `') && !` + told)
		p.key(kb.Escape)
		p.until(`!document.querySelector('.code-cover, dialog[open]')`)
	}

	for _, part := range []string{"lecture.js", "lecture.css", "poll.js"} {
		late := blank(t, setup{url: server.URL + hostPath + "?about:blank", expected: append(lost, "lecture")})
		late.blocked(part)
		late.do(chromedp.Do(late.ctx, chromedp.Navigate(server.URL+subPath+"story/?view=present")))
		late.until(visibleText + `.includes('did not arrive')`)
		late.within(`performance.now()`, 0, 50_000) // a minute later it would be said anyway
	}
	notes := blank(t, setup{url: server.URL + hostPath + "?about:blank", expected: append(lost, "words.en.json")})
	notes.blocked("words.en.json")
	notes.do(chromedp.Do(notes.ctx, chromedp.Navigate(server.URL+subPath+"story/notes.html#abc")))
	notes.until(visibleText + `.includes('did not arrive')`)
	notes.within(`performance.now()`, 0, 50_000)
}

// TestForbiddenProgram: a host whose policy forbids WebAssembly is told so, not to mend its network.
func TestForbiddenProgram(t *testing.T) {
	p := blank(t, setup{url: server.URL + barePath, expected: []string{"Content Security", "CompileError"}})
	p.until(visibleText + `.includes('wasm-unsafe-eval')`)
	p.picture()
}

// TestSandboxedFrames: without an origin the lab runs if its host lets such frames read it, and
// else says what is missing.
func TestSandboxedFrames(t *testing.T) {
	claim(t)
	foreign := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	for _, c := range []struct {
		sandbox, path string
		runs          bool
	}{
		{"allow-scripts", subPath, false},
		{"allow-scripts", subPath + "figure.html", false},
		{"allow-scripts", subPath + "story/", false},
		{"allow-scripts", subPath + "story/notes.html", false},
		{"allow-scripts", openPath, true},
		{"allow-scripts allow-same-origin", subPath, true},
	} {
		t.Run(c.sandbox+" "+c.path, func(t *testing.T) {
			host := blank(t, setup{reduced: true, width: 760, height: 600, url: server.URL + hostPath + "?" + url.QueryEscape("about:blank"), expected: []string{"CORS", "origin 'null'", "ERR_FAILED"}})
			host.js(fmt.Sprintf(`(e => { e.setAttribute('sandbox', %q); e.src = %q; })(document.getElementById('lab'))`, c.sandbox, foreign+c.path+"?view=embed"))
			frame := host.frame("view=embed")
			if !c.runs {
				frame.until(visibleText + `.includes('allow-same-origin')`)
				return
			}
			frame.until(`globalThis.unimodalBias !== undefined`)
			frame.js(`unimodalBias.ready.then(() => 0)`)
			if said := frame.text(visibleText); said != "" {
				t.Errorf("it runs and says %q", said)
			}
		})
	}
}
