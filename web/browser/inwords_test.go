package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/sim/record"
)

// TestSheetTrees: what a screen reader finds in the sheets, in a frame and before an audience; they keep the rules of every
// tree.
func TestSheetTrees(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(`unimodalBias.set({scenario: 'superficial'}).then(() => unimodalBias.seek(400)).then(() => unimodalBias.diagram({kind: 'chartRho'}))`)
	p.until(wordsAreThere)
	for _, sheet := range []struct{ name, opens string }{
		{"keys", "#help"}, {"about", "#about-open"}, {"card", "#card-open"}, {"compare", "#compare-open"}, {"share", "#share-open"}, {"words", ".gist button"},
	} {
		p.js(`document.querySelector('` + sheet.opens + `').click()`)
		p.until(`document.querySelector('dialog[open] h2') !== null`)
		if sheet.name == "compare" {
			p.until(`unimodalBias.pins().then((rows) => rows.length > 0 && rows.every(({ done }) => done))`)
			const headed = `[...document.querySelectorAll('table.compare td:not([colspan])')].map((cell) => cell.headers.split(' ').map((id) => document.getElementById(id).textContent).join())`
			if got := p.text(headed + `[0]`); got != "This run,tAepoch at which A is learned" {
				t.Errorf("the first number is headed %q", got)
			}
		}
		p.js(`new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))`)
		root, lines := p.tree()
		p.sound("the sheet "+sheet.name, root, true)
		record.Check(t, "tree/sheet-"+sheet.name+".txt", strings.ReplaceAll(strings.Join(lines, "\n"), server.URL, "https://example.org"))
		if focus := p.text(`document.activeElement?.closest('dialog') ? 'in' : 'out'`); focus != "in" {
			t.Errorf("%s: the focus is %s", sheet.name, focus)
		}
		p.js(`document.querySelector('dialog[open]').close()`)
	}
}

// TestViewTrees: the same of a frame in somebody's text, and of the view for an audience.
func TestViewTrees(t *testing.T) {
	for _, view := range []string{"embed", "present"} {
		p := open(t, setup{reduced: true, width: 1024, height: 700, scale: unseenScale, script: atOnce, url: server.URL + subPath + "?view=" + view + "#v=1&scenario=late-negative&epoch=500"})
		p.until(`document.querySelector('#summary') !== null`)
		p.until(wordsAreThere)
		root, lines := p.tree()
		p.sound(view, root, false)
		record.Check(t, "tree/view-"+view+".txt", strings.Join(lines, "\n"))
	}
}

// listening writes down the announcements so far, with the milliseconds at which they came.
const listening = `globalThis.heard = [];
	new MutationObserver(() => {
		const words = document.getElementById('spoken').textContent;
		if (words) heard.push({ words, at: performance.now() });
	}).observe(document.getElementById('spoken'), { childList: true, characterData: true, subtree: true })`

// TestAnnouncementsKeepApart: whatever happens, what a screen reader is told comes two seconds apart at the least, the newest
// of what waits is told, and each sentence is in the tree once while it is.
func TestAnnouncementsKeepApart(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(listening)
	for _, epoch := range []string{"130", "500", "700", "300"} { // a milestone each
		p.js(`unimodalBias.seek(` + epoch + `).then(() => 0)`)
	}
	p.until(`heard.some(({ words }) => words.startsWith('Epoch 126'))`)
	p.js(`unimodalBias.seek(1000).then(() => unimodalBias.seek(130)).then(() => unimodalBias.seek(600))`)
	p.until(`heard.at(-1).words.startsWith('Epoch 552') || heard.length > 3`)
	root, _ := p.tree()
	p.sound("while it is told", root, false)
	var gaps []float64
	p.decode(`heard.slice(1).map(({ at }, i) => at - heard[i].at)`, &gaps)
	for _, gap := range gaps {
		if gap < 1990 { // a timer may be early by a little
			t.Errorf("told again after %v ms", gap)
		}
	}
	if len(gaps) == 0 {
		t.Error("nothing was told twice, which tests nothing")
	}
	if p.truth(`heard.some(({ words }, i) => i && words === heard[i - 1].words)`) {
		t.Errorf("told twice: %v", p.js(`heard`))
	}
}

// TestPassedIsTold: of a run that goes too fast to be followed what was learned on its way is told at its end.
func TestPassedIsTold(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(listening)
	p.js(`unimodalBias.set({speed: 'max'}).then(() => unimodalBias.play()).then(() => 0)`)
	p.until(`heard.some(({ words }) => words === 'On the way: A learned at epoch 126, B learned at epoch 477.')`)
}

// TestChangesAreHeard: what a button has drawn, and what is taken back and made again.
func TestChangesAreHeard(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale, script: atOnce})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(listening)
	p.js(`document.querySelector('.parameter:has(> .number) > .word').click()`)
	p.until(`heard.some(({ words }) => /^New draw: \d+\.$/.test(words))`)
	undo := func(shift bool) {
		p.js(jsf(`document.body.dispatchEvent(new KeyboardEvent('keydown', {key: 'z', ctrlKey: true, shiftKey: %t, bubbles: true}))`, shift))
	}
	undo(false)
	p.until(`heard.some(({ words }) => words === 'Taken back. Now: draw 1.')`)
	undo(true)
	p.until(`heard.some(({ words }) => /^Made again\. Now: draw \d+\.$/.test(words))`)
}

// TestContextIsTold: who changes a value by keys before anything has happened hears what theory says there, and of the line that
// was crossed.
func TestContextIsTold(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale})
	p.until(`document.querySelector('#summary') !== null`)
	p.js(listening)
	p.js(`document.querySelector('#controls [data-key=rho] input[type=range]').focus()`)
	for range 5 {
		p.key(kb.ArrowRight)
	}
	p.until(`heard.some(({ words }) => words.startsWith('By theory A is learned first') && words.includes('Predicted: B is learned at epoch'))`)
	p.js(`unimodalBias.set({r: .26}).then(() => document.querySelector('.handle[data-handle=phase]').focus())`)
	p.until(`heard.at(-1).words !== ''`)
	for range 12 {
		p.key(kb.ArrowDown)
	}
	p.until(`heard.some(({ words }) => words.startsWith('You crossed the line'))`)
}

// TestCurvesAreReadByKeys: on the slider of epochs the curves are told in words with every step, and m leads to what happens
// next.
func TestCurvesAreReadByKeys(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale})
	p.until(`document.querySelector('#summary') !== null`)
	const says = `document.getElementById('scrubber').getAttribute('aria-valuetext')`
	p.js(`unimodalBias.seek(300).then(() => document.getElementById('scrubber').focus())`)
	p.until(says + ` === 'Epoch 300 of 1000: A 100 % of its final weight, B 0 % of its final weight, loss 20 % of the start'`)
	p.key(kb.ArrowRight)
	p.until(says + `.startsWith('Epoch 301 of 1000: A 100 %')`)
	p.until(`[...document.querySelectorAll('#texts [data-key]')].some((text) => text.textContent === 'epoch 301')`) // the chart reads it out as well
	p.key(kb.End)
	p.until(says + `.startsWith('Epoch 1000 of 1000: A 100 % of its final weight, B 100 %')`)
	p.key("M")
	p.until(`unimodalBias.get().then(({ epoch }) => epoch === 552)`)
	p.key("M")
	p.until(`unimodalBias.get().then(({ epoch }) => epoch === 477 || epoch === 478)`) // between the two
	p.key("m")
	p.until(`unimodalBias.get().then(({ epoch }) => epoch === 552)`)
	p.js(`document.activeElement.blur()`)
	p.until(`![...document.querySelectorAll('#texts [data-key]')].some((text) => text.textContent.startsWith('epoch 5'))`)
}

// TestSingleKeysCanBeOff: the sheet and the address switch single keys off; then none acts, and the sheet says so.
func TestSingleKeysCanBeOff(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale})
	p.key(".")
	p.until(`unimodalBias.get().then(({ epoch }) => epoch === 1)`)
	p.click("#help")
	p.until(`document.querySelector('#keys-sheet[open] input[type=checkbox]')?.checked === true`)
	p.click("#keys-sheet input[type=checkbox]")
	p.until(`document.querySelector('#keys-sheet').textContent.includes('Single keys are switched off') && document.querySelector('#keys-sheet [role=status]').checkVisibility()`)
	p.key(kb.Escape)
	p.js(`document.activeElement.blur()`) // or Space would press the button
	p.key(".")
	p.key(" ")
	p.key("w")
	p.settled()
	if !p.truth(`unimodalBias.get().then(({ epoch, playing }) => epoch === 1 && !playing) && !document.querySelector('dialog[open]')`) {
		t.Error("a key that is switched off acts")
	}
	// Another page of this browser has kept it; the address has the last word.
	for _, c := range []struct{ query, epoch string }{{"", "0"}, {"?keys=1", "1"}, {"?keys=0", "0"}} {
		p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+restPath)))
		p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+c.query+"#v=1&scenario=early")))
		p.until(`globalThis.unimodalBias !== undefined`)
		p.js(`unimodalBias.ready.then(() => 0)`)
		p.key(".")
		p.settled()
		p.until(`unimodalBias.get().then(({ scenario, epoch }) => scenario === 'early' && epoch === ` + c.epoch + `)`)
	}
	p.js(`localStorage.removeItem('unimodal-bias-lab/keys')`)
	for query, want := range map[string]string{"": "6", "?keys=0": "5"} {
		figure := open(t, setup{reduced: true, url: server.URL + subPath + "figure.html" + query + "#v=1&scenario=late&epoch=5"})
		figure.settled()
		figure.key(".")
		figure.settled()
		if got := figure.text(`unimodalBias.get().then(({ epoch }) => String(epoch))`); got != want {
			t.Errorf("figure.html%s: after a key at epoch 5 the run is at %s, not at %s", query, got, want)
		}
	}
}

// TestSingleKeysOfTheLectureCanBeOff: so do the lecture and its notes, where those of a clicker go on acting.
func TestSingleKeysOfTheLectureCanBeOff(t *testing.T) {
	p := lecture(t, setup{width: 1280, height: 720}, "")
	p.shownSlide("two")
	p.key("1")
	p.until(`document.querySelector('.count').textContent === '1'`)
	p.key(kb.Backspace)
	p.key("s")
	notes := p.popUp("story/notes.")
	notes.until(`!document.querySelector('.clock').hidden`)
	notes.key("b")
	p.until(`document.querySelector('.blank')`)
	notes.key("b")
	p.until(`!document.querySelector('.blank')`)

	p.click(".lecture-bar .tool:last-child")
	p.until(`document.querySelector('#keys-sheet[open] input[type=checkbox]')?.checked === true`)
	p.click("#keys-sheet input[type=checkbox]")
	p.until(`document.querySelector('#keys-sheet [role=status]').checkVisibility()`)
	p.key(kb.Escape)
	p.until(`!document.querySelector('#keys-sheet[open]')`)
	p.js(`document.activeElement.blur()`)
	silent := func() {
		t.Helper()
		for _, key := range []string{"1", "b", ".", "q", "l", "?", " "} {
			p.key(key)
		}
		p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
		if !p.truth(`!document.querySelector('.blank, .code-cover, dialog[open], .spotlight:not([hidden])') && [...document.querySelectorAll('.count')].every(({textContent}) => !textContent) && !` + slide + `.revealed`) {
			t.Error("a key that is switched off acts")
		}
	}
	silent()
	notes.js(`globalThis.before = true; location.reload()`) // it finds what this browser has kept
	notes.eventually(`!globalThis.before && document.querySelector('.clock')?.hidden === false`)
	notes.key("b")
	notes.key(kb.PageDown)
	p.until(slide + `.revealed`)
	if p.truth(`!!document.querySelector('.blank')`) {
		t.Error("a key that is switched off acts in the notes")
	}
	p.key(kb.PageDown)
	p.until(`document.querySelector('.step:not([hidden])').dataset.step !== 'two'`)

	// The address has the last word.
	p.js(`localStorage.removeItem('unimodal-bias-lab/keys'); sessionStorage.clear()`)
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+restPath)))
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+subPath+"story/?view=present&keys=0")))
	p.until(`globalThis.unimodalBiasStory && document.documentElement.classList.contains('lecture')`)
	p.shownSlide("two")
	silent()
}

// covered says what lies over the focus, if all of it is hidden.
const covered = `(() => {
	const node = document.activeElement;
	if (!node || node === document.body) return '';
	const { left, top, right, bottom, width, height } = node.getBoundingClientRect();
	if (!width || !height) return 'no size: ' + node.outerHTML.slice(0, 80);
	for (const [x, y] of [[.5, .5], [.1, .5], [.9, .5], [.5, .1], [.5, .9]]) {
		const at = document.elementFromPoint(left + x * width, top + y * height);
		if (at && (node.contains(at) || at.contains(node) || at.closest('label')?.contains(node) || at.closest('.handle, #handles, #stage .slot, #picture'))) return '';
	}
	return ['covered:', node.outerHTML.slice(0, 60), 'by', document.elementFromPoint((left + right) / 2, (top + bottom) / 2)?.outerHTML.slice(0, 60)].join(' ');
})()`

// TestFocusIsNeverCovered: who goes through the page by Tab, forwards and backwards, in a small
// window or with the drawer open, always sees where the focus is, and gets through.
func TestFocusIsNeverCovered(t *testing.T) {
	p := open(t, setup{reduced: true, width: 390, height: 844, scale: unseenScale})
	p.until(`document.querySelector('#summary') !== null`)
	for _, open := range []bool{false, true} {
		if open {
			p.resize(800, 600, false)
		}
		for _, way := range []string{kb.Tab, "shift"} {
			if open {
				p.js(`document.activeElement.blur()`)
				p.js(`document.getElementById('side').classList.contains('open') || document.getElementById('drawer').click()`)
				p.until(`document.activeElement.id === 'drawer-close'`)
			}
			for range 60 {
				if way == kb.Tab {
					p.key(kb.Tab)
				} else {
					p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))))
				}
				if what := p.text(covered); what != "" {
					t.Errorf("drawer %v: %s", open, what)
				}
			}
		}
	}
}

// backwards goes through what has the focus by Shift+Tab, from where it is, and complains of what is covered.
func (p *tab) backwards(where string, times int) {
	p.Helper()
	seen := map[string]bool{}
	for range times {
		p.do(chromedp.Do(p.ctx, chromedp.KeyEvent(kb.Tab, chromedp.KeyModifiers(chromedp.ModifierShift))))
		if what := p.text(covered); what != "" && !seen[what] {
			seen[what] = true
			p.Errorf("%s: %s", where, what)
		}
	}
}

// TestFocusIsNeverCoveredInSheets: nor do the heads of sheets, the line below a selection, the figure that stays beside what is
// read, and the clock of the notes lie over it.
func TestFocusIsNeverCoveredInSheets(t *testing.T) {
	const last = `[...document.querySelector('dialog[open]').querySelectorAll('button, a, input, select, textarea, summary')].filter(e => e.checkVisibility() && !e.disabled).at(-1).focus()`
	p := open(t, setup{reduced: true, width: 800, height: 420, scale: unseenScale, url: server.URL + subPath + "#v=1&scenario=own"})
	for name, opens := range map[string]string{"words": `document.querySelector('.gist button')`, "card": `document.getElementById('card-open')`, "data": `document.getElementById('number-own')`} {
		p.until(opens)
		p.js(opens + `.click()`)
		p.until(`document.querySelector('dialog[open]')`)
		if name == "data" {
			p.until(`document.querySelector('dialog[open] .examples button')`)
			p.js(`document.querySelector('dialog[open] .examples button').click()`)
			p.until(`document.querySelector('dialog[open] .columns .name')`)
			p.js(`document.querySelector('dialog[open] .columns .name').click()`)
		}
		p.js(last)
		p.backwards(name, 40)
		p.js(`document.querySelector('dialog[open]').close()`)
		p.until(`!document.querySelector('dialog[open]')`)
	}

	s := story(t, "alone", setup{reduced: true, width: 900, height: 700, scale: unseenScale})
	s.guess(true)
	s.until(`step.section.querySelector('.note').checkVisibility()`)
	s.js(`step.section.querySelector('.note summary').focus()`)
	s.backwards("story", 30)

	l := lecture(t, setup{width: 1280, height: 720}, "")
	l.shownSlide("two")
	l.key("s")
	notes := l.popUp("story/notes.")
	notes.until(`!document.querySelector('.clock').hidden`)
	for _, width := range []int64{900, 390} {
		notes.do(chromedp.Do(notes.ctx, chromedp.EmulateViewport(width, 420)))
		notes.until(fmt.Sprintf(`innerWidth === %d`, width))
		notes.js(`document.querySelector('footer.clock button:last-child').focus()`)
		notes.backwards(fmt.Sprint("notes ", width), 20)
	}
}

// TestHelpIsBound: every control of a parameter is described by its help; the keyboard brings it up, Escape puts it away, and so does a
// finger on the name.
func TestHelpIsBound(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1280, height: 800, scale: unseenScale})
	p.until(`document.querySelector('.tip') !== null`)
	if n := p.number(`[...document.querySelectorAll('#controls .parameter')].filter((line) => !line.hidden).flatMap((line) => [...line.querySelectorAll('input, select')])
		.filter((node) => !document.getElementById(node.getAttribute('aria-describedby'))?.textContent).length`); n != 0 {
		t.Errorf("%v controls have no help", n)
	}
	p.js(`document.querySelector('#controls [data-key=rho] input[type=range]').focus()`)
	p.key(kb.Tab)
	p.until(`!document.querySelector('.tip').hidden && document.querySelector('.tip').textContent.startsWith('How strongly A and B move together')`)
	p.key(kb.Escape)
	p.until(`document.querySelector('.tip').hidden`)
	p.click("#controls [data-key=kappa] .name")
	p.until(`!document.querySelector('.tip').hidden && document.querySelector('.tip').textContent.startsWith('How widely A varies')`)
	p.js(`document.activeElement.blur()`)
	p.until(`document.querySelector('.tip').hidden`)

	// So it is in a light figure.
	p = open(t, setup{reduced: true, width: 700, height: 500, url: light("panels=training&controls=rho,kappa", "scenario=late")})
	p.until(`document.querySelector('.tip') !== null`)
	if n := p.number(`[...document.querySelectorAll('#controls :is(input, select)')].filter((node) => document.getElementById(node.getAttribute('aria-describedby'))?.textContent).length`); n != 4 {
		t.Errorf("in a light figure %v controls have help", n)
	}
	p.js(`document.querySelector('#controls [data-key=rho] input[type=range]').focus()`)
	p.key(kb.Tab)
	p.until(`!document.querySelector('.tip').hidden && document.querySelector('.tip').textContent.startsWith('How strongly A and B move together')`)
}

// TestHelpIsBoundInTheStory: so are the controls of its steps.
func TestHelpIsBoundInTheStory(t *testing.T) {
	p := story(t, "two", setup{reduced: true, width: 1280, height: 800})
	p.guess(true)
	p.until(`step.section.querySelector('.turns input')?.checkVisibility() && document.querySelector('.tip')`)
	if n := p.number(`[...step.section.querySelectorAll('.turns input, .turns select')].filter((node) => !document.getElementById(node.getAttribute('aria-describedby'))?.textContent).length`); n != 0 {
		t.Errorf("%v controls have no help", n)
	}
	p.js(`step.section.querySelector('.turns input[type=range]').focus()`)
	p.key(kb.Tab)
	p.until(`!document.querySelector('.tip').hidden && document.querySelector('.tip').checkVisibility()`)
	p.key(kb.Escape)
	p.until(`document.querySelector('.tip').hidden`)
}
