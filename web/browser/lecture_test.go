package browser

import (
	"fmt"
	"image/color"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
	"rsc.io/qr/coding"
)

// slideFaults lists what is wrong with the slide on the screen: words below 24 pixels for every 28 of the page's type (letters
// below and above the line aside), words that lie over others or leave the window, and parts that would have to be scrolled.
const slideFaults = `(() => {
	const out = [], boxes = [], root = document.documentElement, unit = parseFloat(getComputedStyle(root).fontSize) / 28;
	if (root.scrollHeight > innerHeight || root.scrollWidth > innerWidth) out.push('the page scrolls: ' + root.scrollWidth + '×' + root.scrollHeight);
	const section = document.querySelector('.step:not([hidden])');
	for (const part of section.querySelectorAll('.words, h2')) {
		if (part.scrollHeight > part.clientHeight + 1 || part.scrollWidth > part.clientWidth + 1) out.push((part.className || 'title') + ' needs ' + part.scrollWidth + '×' + part.scrollHeight + ' of ' + part.clientWidth + '×' + part.clientHeight);
	}
	const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
	while (walker.nextNode()) {
		const node = walker.currentNode, parent = node.parentElement, text = node.data.trim();
		if (!text || !parent.checkVisibility({visibilityProperty: true}) || parent.closest('.unseen, script, style, title, small, select')) continue;
		const range = document.createRange();
		range.selectNodeContents(node);
		for (const r of range.getClientRects()) if (r.width > 1) boxes.push({text, r, parent});
		const size = parseFloat(getComputedStyle(parent).fontSize);
		if (size < 24 * unit - .01 && !parent.closest('tspan, sub, sup, msub > :last-child')) out.push(text + ' has ' + size + ' px');
	}
	for (const {text, r} of boxes) if (r.left < -1 || r.top < -1 || r.right > innerWidth + 1 || r.bottom > innerHeight + 1) out.push(text + ' leaves the window');
	boxes.forEach((a, i) => {
		for (const b of boxes.slice(i + 1)) {
			const w = Math.min(a.r.right, b.r.right) - Math.max(a.r.left, b.r.left), h = Math.min(a.r.bottom, b.r.bottom) - Math.max(a.r.top, b.r.top);
			const line = Math.min(a.r.height, b.r.height);
			if (w > 3 && h > .4 * line && a.parent.closest('text') === null | a.parent.closest('text') !== b.parent.closest('text')) out.push(a.text + ' and ' + b.text + ' overlap');
		}
	});
	return out.join('; ');
})()`

// slide is the step on the screen.
const slide = `unimodalBiasStory.steps[document.querySelector('.step:not([hidden])').dataset.step]`

// shownSlide waits until the figure of a step is drawn as it is.
func (p *tab) shownSlide(slug string) {
	p.Helper()
	p.until(`document.querySelector('.step:not([hidden])')?.dataset.step === '` + slug + `' && !!document.querySelector('.step:not([hidden]) .place.started')`)
	p.js(slide + `.figure().settled().then(() => 0)`)
}

// answeredSlide waits until a step is answered and its run has come to its end.
func (p *tab) answeredSlide() {
	p.Helper()
	p.until(slide + `.revealed`)
	p.until(`(() => { const {epoch, epochs, pending} = ` + slide + `.figure().state; return epoch === epochs && !pending; })()`)
	p.js(slide + `.figure().settled().then(() => 0)`)
	p.until(`new Promise(done => setTimeout(done, 200, true))`) // sentences follow when numbers rest
}

// lecture opens the lecture at a step.
func lecture(t *testing.T, s setup, hash string) *tab {
	t.Helper()
	s.reduced, s.url = true, server.URL+subPath+"story/?view=present"+hash
	p := blank(t, s)
	p.until(`globalThis.unimodalBiasStory && document.documentElement.classList.contains('lecture')`)
	return p
}

// popUp is the tab of a window that the page has opened.
func (p *tab) popUp(part string) *tab {
	p.Helper()
	for {
		for _, info := range send(p, target.GetTargets, target.GetTargetsParams{}).TargetInfos {
			if info.Type == "page" && strings.Contains(info.URL, part) {
				ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(info.TargetID))
				p.Cleanup(cancel)
				other := &tab{T: p.T, ctx: ctx}
				go func() {
					for message, err := range chromedp.Console(ctx) {
						if err != nil {
							return
						}
						if message.IsException() || message.Type == "error" {
							p.note(message.String(), message.Time)
						}
					}
				}()
				return other
			}
		}
		p.js(`new Promise(requestAnimationFrame)`) // it is on its way
	}
}

// steps are the slugs of the story, in order.
func (p *tab) steps() (slugs []string) {
	p.Helper()
	p.decode(`Object.keys(unimodalBiasStory.steps)`, &slugs)
	return slugs
}

// TestLecture walks the story with the clicker: every step asks, shows its answer, and fits the screen in letters for the last
// row; the notes in their own window say the same. Who goes back finds everything as it was.
func TestLecture(t *testing.T) {
	p := lecture(t, setup{width: 1280, height: 720}, "")
	steps := p.steps()
	if len(steps) < 10 {
		t.Fatalf("the lecture has the steps %v", steps)
	}
	p.shownSlide(steps[0])
	p.js(listening)
	p.key("s")
	notes := p.popUp("story/notes.")
	pressed := false // something has the focus
	check := func(slug string, answered bool) {
		t.Helper()
		if got := p.text(slideFaults); got != "" {
			t.Errorf("%s, answered %v: %s", slug, answered, got)
		}
		if pressed && !p.truth(`document.querySelector('.step:not([hidden])').contains(document.activeElement)`) {
			t.Errorf("%s, answered %v: the focus is lost", slug, answered)
		}
		notes.until(`[...document.querySelectorAll('article')].filter(a => !a.hidden).map(a => a.dataset.step).join() === '` + slug + `'`)
		notes.until(`/answer/i.test(document.querySelector('.where').textContent) === ` + strconv.FormatBool(answered))
	}
	for i, slug := range steps {
		p.shownSlide(slug)
		if got, want := p.text(`location.hash`), "#step="+slug; got != want {
			t.Errorf("the address of %s ends in %s", slug, got)
		}
		if i > 0 {
			p.until(fmt.Sprintf(`heard.some(({words}) => words.startsWith('Step %d of %d: '))`, i+1, len(steps)))
		}
		check(slug, false)
		p.save("lecture-" + slug)
		switch slug {
		case "two": // hands, counted one answer after the other
			for _, key := range []string{"1", "2", kb.Enter, "9", kb.Backspace, "7", kb.Enter, "5", kb.Enter, kb.Backspace, "3", kb.Enter} {
				p.key(key)
			}
		case "alone": // somebody has pressed an answer
			p.js(`document.querySelector('.step:not([hidden]) .option').focus()`)
			pressed = true
		case "race": // the class agrees on an epoch
			p.js(`(() => { const mark = document.querySelector('.step:not([hidden]) .marking input'); mark.value = 700; mark.dispatchEvent(new Event('input')); })()`)
		case "remedies": // an unfinished count counts
			for _, key := range []string{"8", kb.Enter, "4"} {
				p.key(key)
			}
		}
		p.key(kb.PageDown)
		p.answeredSlide()
		if !p.truth(`location.hash === '#step=` + slug + `' && document.querySelector('.step:not([hidden]) .answer .finding').checkVisibility()`) {
			t.Errorf("%s: the press does not show its answer", slug)
		}
		check(slug, true)
		p.save("lecture-" + slug + "-answered")
		switch slug {
		case "two":
			if got := p.text(slide + `.guessed`); got != "together" {
				t.Errorf("most hands are for together, and the answer is to %q", got)
			}
			notes.until(`[...document.querySelectorAll('article:not([hidden]) .raised')].map(e => e.textContent).join() === '12 hands,7 hands,3 hands'`)
			p.js(slide + `.change({kappa: 3}).then(() => ` + slide + `.figure().seek(200)).then(() => 0)`)
		case "agree": // nobody has drawn anything
			if got := p.text(`[...document.querySelectorAll('.step:not([hidden]) [data-said]')].filter(e => e.checkVisibility()).map(e => e.dataset.said).join()`); got != "shown" {
				t.Errorf("nobody has guessed, and the answer is that to %q", got)
			}
		case "race":
			if got := p.number(slide + `.guessed`); got != 700 {
				t.Errorf("the mark stood at 700, and the answer is to %v", got)
			}
		}
		p.key(kb.PageDown)
	}
	last := steps[len(steps)-1]
	p.shownSlide(last) // beyond the end there is nothing

	// In a larger hall everything is as large as it.
	p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(1920, 1080, chromedp.EmulateScale(quick))))
	p.until(`innerWidth === 1920`)
	for i := len(steps) - 1; i >= 0; i-- {
		p.shownSlide(steps[i])
		if !p.truth(slide + `.revealed`) {
			t.Errorf("%s has forgotten its answer", steps[i])
		}
		if got := p.text(slideFaults); got != "" {
			t.Errorf("%s in a large hall: %s", steps[i], got)
		}
		p.save("lecture-" + steps[i] + "-large")
		p.key(kb.PageUp)
	}
	for name, page := range map[string]*tab{"slide": p, "notes": notes} {
		if got := page.obstacles(axe(t)); got != "" {
			t.Errorf("%s: %s", name, got)
		}
	}
	p.shownSlide("two")
	if got := p.text(`[...document.querySelectorAll('.step:not([hidden]) .count')].map(e => e.textContent).join()`); got != "12,7,3" {
		t.Errorf("the hands are %s", got)
	}
	var bars []float64
	p.decode(`[...document.querySelectorAll('.step:not([hidden]) .tally')].map(e => e.getBoundingClientRect().width)`, &bars)
	if len(bars) != 3 || !(bars[1]/bars[0] > 6.5/12 && bars[1]/bars[0] < 7.5/12 && bars[2]/bars[0] > 2.5/12 && bars[2]/bars[0] < 3.5/12) {
		t.Errorf("the bars of 12, 7 and 3 hands have the lengths %v", bars)
	}
	if got := p.text(`JSON.stringify([` + slide + `.figure().state.values.kappa, ` + slide + `.figure().state.epoch])`); got != "[3,200]" {
		t.Errorf("κ and epoch were changed to 3 and 200, and are %s", got)
	}

	// Notes turn the lecture, and play.
	notes.key(kb.PageDown)
	p.shownSlide(steps[1])
	notes.key(" ")
	p.until(slide + `.figure().state.playing`)
	p.key(" ")
	p.until(`!` + slide + `.figure().state.playing`)
	notes.js(`document.querySelector('article:not([hidden]) a[data-act="seek"]').click()`)
	p.until(slide + `.figure().state.epoch === 300`)

	// A reload loses nothing, and another class begins anew.
	p.do(chromedp.Do(p.ctx, chromedp.Reload()))
	p.until(`globalThis.unimodalBiasStory && document.documentElement.classList.contains('lecture')`)
	p.shownSlide(steps[1])
	p.until(slide + `.revealed`)
	notes.js(`document.querySelector('[data-does="again"]').click()`)
	notes.until(`!document.querySelector('[data-step="two"]').hidden && !/answer/i.test(document.querySelector('.where').textContent)`)
	p.until(`globalThis.unimodalBiasStory && location.hash === '#step=two' && !` + slide + `.revealed`)
	if got := p.text(`[...document.querySelectorAll('.step:not([hidden]) .count')].map(e => e.textContent).join('')`); got != "" {
		t.Errorf("before another class there are hands: %s", got)
	}
}

// listeningEverywhere writes down what any live region says, with the milliseconds at which it came.
const listeningEverywhere = `globalThis.heard = [];
	new MutationObserver((changes) => {
		const regions = new Set(changes.map(({target}) => (target.nodeType === 1 ? target : target.parentElement)?.closest('[role=status], [role=alert], [aria-live]:not([aria-live=off])')));
		for (const region of regions) if (region?.textContent.trim() && region.checkVisibility()) heard.push({words: region.textContent.trim(), at: performance.now()});
	}).observe(document.body, {childList: true, characterData: true, subtree: true, attributes: true, attributeFilter: ['role', 'aria-live', 'hidden']}); 0`

// TestLectureSpeaksWithOneVoice: of an answer a screen reader is told once, in one breath, whatever the figure has to say as well;
// and not what the focus is led to.
func TestLectureSpeaksWithOneVoice(t *testing.T) {
	p := lecture(t, setup{width: 1280, height: 720}, "#step=race")
	p.shownSlide("race")
	p.js(listeningEverywhere)
	const finding = `document.querySelector('.step:not([hidden]) .answer .finding')`
	for _, c := range []struct {
		slug  string
		focus string // where it is as the answer comes
		led   bool   // to the finding
	}{{"race", ".marking input", true}, {"alone", ".option", false}} {
		if !p.truth(`location.hash === '#step=` + c.slug + `'`) {
			p.js(`location.hash = 'step=` + c.slug + `'`)
			p.until(`heard.some(({words}) => words.startsWith('Step '))`)
		}
		p.shownSlide(c.slug)
		p.js(`heard.length = 0; document.querySelector('.step:not([hidden]) ` + c.focus + `').focus()`)
		p.key(kb.PageDown)
		p.answeredSlide()
		p.js(slide + `.figure().seek(100).then(() => ` + slide + `.figure().seek(` + slide + `.figure().state.epochs)).then(() => 0)`)
		p.until(`heard.length > 1`) // the answer, and a milestone
		if p.truth(finding+` === document.activeElement`) != c.led {
			t.Errorf("%s: the focus is led to the finding, or not: %v", c.slug, !c.led)
		}
		if n := p.number(`heard.filter(({words}) => words.includes(` + finding + `.textContent)).length`); n != map[bool]float64{true: 0, false: 1}[c.led] {
			t.Errorf("%s: the finding is told %v times: %v", c.slug, n, p.js(`heard`))
		}
		if n := p.number(`(said => heard.filter(({words}) => words.includes(said)).length)([...[...document.querySelectorAll('.step:not([hidden]) [data-said]')].find(e => e.checkVisibility()).childNodes].find(node => node.nodeType === 3 && node.textContent.length > 20).textContent.trim())`); n != 1 { // more of it than the name of a modality
			t.Errorf("%s: nobody is told how the guess fared, or more than once: %v", c.slug, p.js(`heard`))
		}
		var gaps []float64
		p.decode(`heard.slice(1).map(({at}, i) => at - heard[i].at)`, &gaps)
		for _, gap := range gaps {
			if gap < 1990 { // a timer may be early by a little
				t.Errorf("%s: told again after %v ms: %v", c.slug, gap, p.js(`heard`))
			}
		}
	}
}

// TestLectureScrollsByKeys: where the figure lies below the words, keys lead to it before they turn the lecture.
func TestLectureScrollsByKeys(t *testing.T) {
	p := lecture(t, setup{width: 800, height: 900}, "#step=where")
	p.shownSlide("where")
	const height = `document.documentElement.scrollHeight - innerHeight`
	if !p.truth(`scrollY < 1 && ` + height + ` > 10`) {
		t.Fatal("the lecture does not begin at the top of its step, or all of it is in sight")
	}
	const rests = `new Promise(done => { let y = -1; (function look() { if (y === scrollY) return done(true); y = scrollY; setTimeout(look, 100); })(); })`
	const asked = `document.querySelector('.step:not([hidden])').dataset.step === 'where' && !` + slide + `.revealed`
	for _, keys := range [][2]string{{kb.ArrowDown, kb.ArrowUp}, {kb.PageDown, kb.PageUp}} {
		p.key(keys[0])
		p.until(`scrollY > 0`)
		p.until(rests)
		for !p.truth(height + ` - scrollY < 2`) {
			p.key(keys[0])
			p.until(rests)
			if !p.truth(asked) {
				t.Fatalf("%q turns the lecture before its figure is in sight", keys[0])
			}
		}
		for !p.truth(`scrollY < 1`) {
			p.key(keys[1])
			p.until(rests)
		}
		if !p.truth(asked) {
			t.Fatalf("%q turns the lecture before its words are in sight", keys[1])
		}
	}
	p.js(`scrollTo(0, ` + height + `)`)
	p.key(kb.PageDown)
	p.until(slide + `.revealed && scrollY < 1`)
	p.answeredSlide()
	p.js(`scrollTo(0, ` + height + `)`)
	p.key(kb.PageDown)
	p.until(`document.querySelector('.step:not([hidden])').dataset.step !== 'where' && scrollY < 1`)
}

// TestLectureCovers: an empty screen, a spotlight, and the code of the step, each by its key; a press of the clicker takes
// what lies over the slide away, and nothing else.
func TestLectureCovers(t *testing.T) {
	p := lecture(t, setup{width: 1280, height: 720}, "#step=race")
	p.shownSlide("race")
	for _, key := range []string{"b", "."} {
		p.key(key)
		if !p.truth(`!!document.querySelector('.blank')`) {
			t.Errorf("%s does not empty the screen", key)
		}
		if near(p.screenshot().At(100, 100), color.NRGBA{255, 255, 255, 255}) {
			t.Errorf("after %s the screen is not dark", key)
		}
		p.key(kb.PageDown)
		if p.truth(`!!document.querySelector('.blank') || ` + slide + `.revealed`) {
			t.Error("a press on an empty screen does more than bring the slide back, or does not")
		}
	}

	hold := input.DispatchKeyEventParams{Type: input.DispatchKeyEventTypeKeyDown, Key: "l", Code: "KeyL", Text: "l", WindowsVirtualKeyCode: 76}
	p.mouse(input.DispatchMouseEventTypeMouseMoved, 300, 600, 0)
	send(p, input.DispatchKeyEvent, hold)
	p.until(`!document.querySelector('.spotlight').hidden`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, 320, 560, 0)
	p.until(`getComputedStyle(document.querySelector('.spotlight')).getPropertyValue('--x').startsWith('320')`)
	p.js(`new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))`)
	lit, dim := p.screenshot().At(int(320*quick), int(560*quick)), p.screenshot().At(int(1270*quick), int(400*quick))
	if white := (color.NRGBA{255, 255, 255, 255}); !near(lit, white) || near(dim, white) {
		t.Errorf("under the pointer it is %v, elsewhere %v", lit, dim)
	}
	hold.Type = input.DispatchKeyEventTypeKeyUp
	send(p, input.DispatchKeyEvent, hold)
	p.until(`document.querySelector('.spotlight').hidden`)

	p.key("q")
	p.until(`!!document.querySelector('.code-cover svg path')`)
	want := server.URL + subPath + "story/#step=race"
	if got := p.text(`document.querySelector('.code-cover a').textContent`); got != want {
		t.Errorf("beside the code stands %s", got)
	}
	p.save("lecture-code")
	if !codeOf(t, p.text(`document.querySelector('.code-cover svg').getAttribute('viewBox')`), p.text(`document.querySelector('.code-cover svg path').getAttribute('d')`), want) {
		t.Errorf("the code is not of %s", want)
	}
	p.within(`document.querySelector('.code-cover svg').getBoundingClientRect().height`, 500, 720)
	p.key(kb.PageDown)
	if p.truth(`!!document.querySelector('.code-cover') || ` + slide + `.revealed`) {
		t.Error("a press on the code does more than take it away, or does not")
	}

	p.click(".lecture-bar .fullscreen")
	p.until(`document.fullscreenElement === document.documentElement`)
	p.click(".lecture-bar .fullscreen")
	p.until(`!document.fullscreenElement`)

	p.key("?")
	p.until(`document.querySelector('#keys-sheet')?.open && /spotlight/.test(document.querySelector('#keys-sheet').textContent)`)
	p.key(kb.Escape)
	p.until(`!document.querySelector('#keys-sheet').open`)
}

// codeOf reports whether a drawing of black runs is, module for module, what another encoder makes of a text.
func codeOf(t *testing.T, viewBox, path, text string) bool {
	t.Helper()
	const quiet = 4
	size, err := strconv.Atoi(viewBox[strings.LastIndex(viewBox, " ")+1:])
	if err != nil {
		t.Fatal(err)
	}
	size -= 2 * quiet
	black := map[[2]int]bool{}
	for _, run := range regexp.MustCompile(`M(\d+) (\d+)h(\d+)`).FindAllStringSubmatch(path, -1) {
		x, _ := strconv.Atoi(run[1])
		y, _ := strconv.Atoi(run[2])
		n, _ := strconv.Atoi(run[3])
		for k := range n {
			black[[2]int{x - quiet + k, y - quiet}] = true
		}
	}
	for _, level := range []coding.Level{coding.M, coding.L} {
		for mask := range coding.Mask(8) {
			plan, err := coding.NewPlan(coding.Version((size-17)/4), level, mask)
			if err != nil {
				t.Fatal(err)
			}
			other, err := plan.Encode(coding.String(text))
			if err != nil {
				continue // it does not fit
			}
			same := other.Size == size
			for y := 0; same && y < size; y++ {
				for x := range size {
					same = same && other.Black(x, y) == black[[2]int{x, y}]
				}
			}
			if same {
				return true
			}
		}
	}
	return false
}

// TestLectureWithoutPopUps: where the browser opens no second window the notes fold out below the slide, and do there what they
// do elsewhere; so on a telephone, which the lecture fits in its width.
func TestLectureWithoutPopUps(t *testing.T) {
	p := lecture(t, setup{width: 1280, height: 720, script: `window.open = () => null; Object.defineProperty(Document.prototype, 'fullscreenEnabled', {value: false}); Navigator.prototype.standalone = false;`}, "#step=where")
	p.shownSlide("where")
	p.js(listening)
	p.key("s")
	p.until(`heard.some(({words}) => words.includes('below'))`)
	p.until(`document.querySelector('aside.notes article:not([hidden])')?.dataset.step === 'where'`)
	p.within(`document.querySelector('aside.notes').getBoundingClientRect().top + scrollY`, 720, 730)
	p.js(`document.querySelector('aside.notes [data-by="1"]').click()`)
	p.answeredSlide()
	p.until(`/answer/i.test(document.querySelector('aside.notes .where').textContent)`)
	p.js(`document.querySelector('aside.notes [data-by="1"]').click()`)
	p.shownSlide("first")
	p.until(`document.querySelector('aside.notes article:not([hidden])').dataset.step === 'first'`)
	p.key("s")
	p.until(`!document.querySelector('aside.notes')`)

	p.do(chromedp.Do(p.ctx, chromedp.EmulateViewport(390, 844, chromedp.EmulateScale(quick), chromedp.EmulateTouch)))
	p.until(`innerWidth === 390`)
	p.click(`.lecture-bar .next`)
	p.answeredSlide()
	p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
	p.click(`.lecture-bar .next`)
	p.shownSlide("few")
	p.within(`document.documentElement.scrollWidth - innerWidth`, -1000, 0)
	p.click(`.step:not([hidden]) .option`)
	p.until(`document.querySelector('.step:not([hidden]) .count').textContent === '1' && !` + slide + `.revealed`)
	p.save("lecture-390")
	p.click(`.lecture-bar .fullscreen`) // of an iPhone
	p.until(`document.querySelector('#iphone-sheet')?.open && document.querySelector('#iphone-sheet').textContent.includes('Home Screen')`)
}

// TestLectureOfTheLab: the lab for an audience with no run to show is the lecture, and keeps what else the address says; with a
// run it is the lab.
func TestLectureOfTheLab(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 1280, height: 720, url: server.URL + subPath + "?view=present&theme=dark&step=agree"})
	p.until(`globalThis.unimodalBiasStory`)
	p.shownSlide("agree")
	if got, want := p.text(`location.href`), server.URL+subPath+"story/?view=present&theme=dark#step=agree"; got != want {
		t.Errorf("it leads to %s, want %s", got, want)
	}
	p = open(t, setup{reduced: true, width: 1280, height: 720, url: server.URL + subPath + "?view=present#v=1&rho=0.5"})
	if got := p.text(`unimodalBias.get().then(({rho}) => location.pathname + rho)`); got != subPath+"0.5" {
		t.Errorf("a run for an audience is at %s", got)
	}
}
