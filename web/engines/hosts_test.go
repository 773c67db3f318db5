package engines

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// focusLog has every document write down what in it is given the focus.
const focusLog = `globalThis.focused = []; addEventListener('focusin', ({target}) => focused.push(target.tagName + '#' + target.id), true);`

// frameOf is the frame in the shadow of a figure.
func frameOf(figure string) string { return figure + `.shadowRoot?.querySelector('iframe')` }

// stray says where the focus has been, in the page and in its frames.
const stray = `(() => {
	const inside = (root) => [...root.querySelectorAll('*')].flatMap((e) => [...(e.localName === 'iframe' ? [e] : []), ...(e.shadowRoot ? inside(e.shadowRoot) : [])]);
	return [globalThis, ...inside(document).map((e) => e.contentWindow)].flatMap((w) => w.focused ?? ['nothing is written down']).join(' ') + (document.activeElement === document.body ? '' : document.activeElement.tagName);
})()`

// placeInFrame is where something in a frame lies in the window, after scrolling the frame to the middle.
func (p *page) placeInFrame(frame, selector string) (x, y float64) {
	p.Helper()
	outer := p.box(frame)
	var inner box
	p.decode(fmt.Sprintf(`(({x, y, width, height}) => ({x, y, width, height}))(%s.contentDocument.querySelector(%q).getBoundingClientRect())`, frame, selector), &inner)
	inner.X, inner.Y = inner.X+outer.X, inner.Y+outer.Y
	return inner.at(.5, .5)
}

// scrolls fails unless something scrolls the page, which it takes back to the top before and after.
func (p *page) scrolls(by func()) {
	p.Helper()
	p.js(`new Promise((done) => { scrollTo(0, 0); requestAnimationFrame(() => requestAnimationFrame(done)); })`)
	by()
	p.scrolled()
}

// scrolled waits until the page has been scrolled, and takes it back.
func (p *page) scrolled() {
	p.Helper()
	p.until(`scrollY > 40`)
	p.js(`new Promise((done) => { // comes to rest
		let before = -1;
		(function look() { if (scrollY === before) return done(); before = scrollY; setTimeout(look, 100); })();
	})`)
	p.js(`scrollTo(0, 0)`)
}

// wheels fails unless the wheel, turned at a place over a frame, is the page's: nothing beneath it keeps it for itself, and it
// scrolls the page around where the engine's wheel can do that.
func (p *page) wheels(frame string, x, y float64) {
	p.Helper()
	p.js(`scrollTo(0, 0)`)
	reach, err := p.wheel(x, y, 160)
	p.must(err)
	if reach == hosts {
		p.scrolled()
	}
	if got := p.kept(frame, x, y, `new WheelEvent('wheel', {deltaY: 160, bubbles: true, cancelable: true})`); got != "" {
		p.Errorf("the wheel stays in the figure: %s", got)
	}
}

// swipes fails unless a swipe that begins at a place over a frame is the page's: nothing beneath it keeps it for itself, and
// it scrolls the page around where the engine's hand can do that.
func (p *page) swipes(frame string, x, y float64) {
	p.Helper()
	p.js(`((frame) => {
		frame.kept = [];
		for (const kind of ['touchstart', 'touchmove']) frame.addEventListener(kind, (event) => { if (event.defaultPrevented) frame.kept.push(kind); frame.felt = kind; });
	})(` + frame + `.contentWindow)`)
	p.js(`scrollTo(0, 0)`)
	reach, err := p.swipe(x, y, x, y-150)
	p.must(err)
	switch reach {
	case hosts:
		p.scrolled()
	case pages:
		p.until(frame + `.contentWindow.felt === 'touchmove'`)
	}
	p.js(`scrollTo(0, 0)`)
	kept := p.text(frame + `.contentWindow.kept.join()`)
	kept += p.kept(frame, x, y, `new Event('touchstart', {bubbles: true, cancelable: true})`, `new Event('touchmove', {bubbles: true, cancelable: true})`)
	kept += p.text(fmt.Sprintf(`((frame) => {
		const kept = [], {x, y} = frame.getBoundingClientRect();
		for (let e = frame.contentDocument.elementFromPoint(%v - x, %v - y); e; e = e.parentElement) {
			const {touchAction} = frame.contentWindow.getComputedStyle(e);
			if (!/auto|manipulation|pan-y/.test(touchAction)) kept.push(e.localName + ' keeps ' + touchAction);
		}
		return kept.join();
	})(%s)`, x, y, frame))
	if kept != "" {
		p.Errorf("a swipe stays in the figure: %s", kept)
	}
}

// kept names those events that, at a place in the window over a frame, a listener beneath does not leave to the browser.
func (p *page) kept(frame string, x, y float64, events ...string) string {
	p.Helper()
	return p.text(fmt.Sprintf(`((frame) => {
		const {x, y} = frame.getBoundingClientRect(), beneath = frame.contentDocument.elementFromPoint(%v - x, %v - y);
		return [%s].filter((event) => !beneath.dispatchEvent(event)).map(({type}) => type).join();
	})(%s)`, x, y, strings.Join(events, ", "), frame))
}

// TestManners: a figure in somebody's page, on canvas or light, takes no focus. Wheel and swipe scroll the page around, Tab
// walks through and out, arrows and Space are the page's until somebody clicks into the figure, and a drag that is let go
// outside of it is over.
func TestManners(t *testing.T) {
	each(t, func(p *page) {
		p.must(p.before(focusLog))
		for _, engine := range []string{"light", "canvas"} {
			p.visit(700, 640, markup(`<style>body { margin: 0 }</style><script type="module" src="`+server.URL+subPath+`element.js"></script>
<button id="before">before</button><unimodal-bias scenario="late" panels="training,phase" controls="kappa" engine="`+engine+`" loading="eager"></unimodal-bias><button id="after">after</button><p style="height: 3000px">Words.</p>`))
			const figure = `document.querySelector('unimodal-bias')`
			frame := frameOf(figure)
			p.until(frame)
			p.js(figure + `.ready`)
			p.js(figure + `.pause().then(() => ` + figure + `.seek(300))`)
			p.js(figure + `.settled()`)
			if got := p.text(stray); got != "" {
				p.Errorf("%s: the focus has moved to %s", engine, got)
			}
			b := p.box(frame)
			p.js(`scrollTo(0, 0)`)
			p.decode(`(({x, y, width, height}) => ({x, y, width, height}))(`+frame+`.getBoundingClientRect())`, &b)
			x, y := b.at(.3, .5)
			p.wheels(frame, x, y)
			p.swipes(frame, x, y)

			// Keys, while the focus is the page's.
			state := figure + `.get().then(({epoch, playing, kappa, rho}) => [epoch, playing, kappa, rho].join())`
			before := p.text(state)
			p.scrolls(func() { p.must(p.press("ArrowDown")); p.must(p.press("ArrowDown")) })
			p.scrolls(func() { p.must(p.press(" ")) })
			if after := p.text(state); after != before {
				p.Errorf("%s: from %s it went to %s", engine, before, after)
			}

			p.js(`document.querySelector('#before').focus()`)
			inside := 0
			for range 60 {
				p.must(p.press("Tab"))
				at := p.text(`document.activeElement.id || document.activeElement.localName`)
				if at == "after" {
					break
				}
				if at == "unimodal-bias" {
					inside++
				}
			}
			if at := p.text(`document.activeElement.id`); at != "after" || inside < 4 {
				p.Errorf("%s: Tab stopped %d times inside and ended on %q", engine, inside, at)
			}

			// The disc is taken out of the frame and let go there.
			x, y = p.placeInFrame(frame, `[data-handle="phase"], .handle`)
			p.decode(`(({x, y, width, height}) => ({x, y, width, height}))(`+frame+`.getBoundingClientRect())`, &b)
			p.must(p.stroke(move, x, y))
			p.must(p.stroke(down, x, y))
			for i := range 5 {
				p.must(p.stroke(move, x-float64(10*i), y))
			}
			p.until(figure + `.get().then(({kappa}) => kappa < 1.8)`)
			below := b.Y + b.Height + 12
			p.must(p.stroke(move, x-60, below))
			p.must(p.stroke(up, x-60, below))
			p.js(figure + `.settled()`)
			released := p.text(state)
			for i := range 5 {
				p.must(p.stroke(move, x+float64(8*i), y))
			}
			p.js(figure + `.settled()`)
			if after := p.text(state); after != released {
				p.Errorf("%s: let go at %s, the disc went on to %s", engine, released, after)
			}

			// Who clicks into the figure has its keys; what it has no use for goes to the page.
			p.js(`(globalThis.pressed = [], addEventListener('keydown', ({key}) => pressed.push(key)))`)
			x, y = b.at(.25, .3)
			p.clickAt(x, y)
			p.until(`document.activeElement.localName === 'unimodal-bias'`)
			p.must(p.press(" "))
			p.until(figure + `.get().then(({playing}) => playing)`)
			p.must(p.press(" "))
			p.until(figure + `.get().then(({playing}) => !playing)`)
			p.must(p.press("PageDown"))
			p.until(`pressed.includes('PageDown')`)
			if got := p.text(`pressed.join(' ')`); got != "PageDown" {
				p.Errorf("%s: the page gets %s", engine, got)
			}
		}
	})
}

// TestPost: in the post among the examples, figures are pictures until one is pressed, which then plays; the one that is to
// come by itself does when it is near.
func TestPost(t *testing.T) {
	others(t, func(p *page) {
		p.must(p.before(focusLog))
		p.visit(760, 800, server.URL+subPath+"web/examples/post.html")
		const figures = `[...document.querySelectorAll('unimodal-bias')]`
		p.until(figures + `.length === 3 && ` + figures + `.slice(0, 2).every((e) => e.shadowRoot?.querySelector('button') && [...e.shadowRoot.querySelectorAll('img')].every((img) => img.naturalWidth))`)
		p.picture("post")
		first := figures + `[0]`
		p.scrolls(func() {
			var b box
			p.decode(`(({x, y, width, height}) => ({x, y, width, height}))(`+first+`.getBoundingClientRect())`, &b)
			_, err := p.wheel(b.X+b.Width/2, b.Y+b.Height/2, 160)
			p.must(err)
		})
		if got := p.text(stray); got != "" {
			p.Errorf("the focus has moved to %s", got)
		}
		p.clickAt(p.box(first+`.shadowRoot.querySelector('button')`).at(.5, .5))
		p.until(frameOf(first))
		p.until(first + `.get().then(({playing, epoch}) => playing && epoch > 3)`)
		p.js(first + `.pause()`)
		p.js(figures + `[2].scrollIntoView({behavior: 'instant'})`)
		p.js(figures + `[2].ready`)
		if got := p.text(figures + `[2].get().then((s) => [s.scenario, s.epoch, s.playing].join())`); got != "early,1000,false" {
			p.Errorf("the last figure is at %s", got)
		}
		p.picture("post-live")
	})
}

// TestNotebook: what a notebook shows of a cell, in a frame of text, has a figure.
func TestNotebook(t *testing.T) {
	firefox(t, func(p *page) {
		p.visit(760, 700, server.URL+subPath+"web/examples/notebook.html")
		const cell = `frames[0]?.document.querySelector('unimodal-bias')`
		p.until(cell + `?.shadowRoot?.querySelector('button')`)
		p.js(cell + `.shadowRoot.querySelector('button').click()`)
		p.js(cell + `.ready`)
		if got := p.text(cell + `.get().then(({scenario}) => scenario)`); got != "intermediate" {
			p.Errorf("it shows %s", got)
		}
	})
}

// TestHost: the frames of the page that embeds the lab take no focus and stand still until one is played.
func TestHost(t *testing.T) {
	each(t, func(p *page) {
		p.must(p.before(focusLog))
		p.visit(760, 1200, server.URL+subPath+"web/examples/host.html")
		const frames = `[...document.querySelectorAll('iframe')].map((e) => e.contentWindow)`
		p.until(frames + `.every((frame) => frame.unimodalBias)`)
		p.js(`Promise.all(` + frames + `.map(({unimodalBias}) => unimodalBias.ready))`)
		if got := p.text(stray); got != "" {
			p.Errorf("the focus has moved to %s", got)
		}
		if got := p.text(`Promise.all(` + frames + `.map(({unimodalBias}) => unimodalBias.get())).then((all) => all.map(({scenario, playing}) => scenario + playing).join())`); got != "latefalse,earlyfalse" {
			p.Errorf("the frames are at %s", got)
		}
	})
}

// TestDeck: of a deck only the figure of the slide that is shown is live, and after a click into it the clicker still turns
// the slides.
func TestDeck(t *testing.T) {
	others(t, func(p *page) {
		p.visit(760, 700, server.URL+subPath+"web/examples/deck.html")
		const figures = `[...document.querySelectorAll('unimodal-bias')]`
		const shown = `[...document.querySelectorAll('.slides > section')].findIndex((e) => e.matches('.present'))`
		p.until(frameOf(figures + `[0]`))
		p.js(figures + `[0].ready`)
		if n := p.number(figures + `.filter((e) => e.shadowRoot.querySelector('iframe')).length`); n != 1 {
			p.Errorf("%v figures are live", n)
		}
		p.clickAt(p.box(frameOf(figures+`[0]`)).at(.3, .5))
		p.until(`document.activeElement === ` + figures + `[0]`)
		p.must(p.press("PageDown"))
		p.until(shown + ` === 1`)
		p.js(figures + `[1].ready`)
		p.until(figures + `[1].getBoundingClientRect().right < innerWidth && globalThis.place === (globalThis.place = ` + figures + `[1].getBoundingClientRect().x)`) // a slide glides into its place
		p.clickAt(p.box(frameOf(figures+`[1]`)).at(.3, .5))
		p.until(`document.activeElement === ` + figures + `[1]`)
		p.must(p.press(" "))
		p.until(figures + `[1].get().then(({playing}) => playing)`)
		p.must(p.press("ArrowRight"))
		p.until(shown + ` === 2`)
		p.must(p.press("PageUp"))
		p.until(shown + ` === 1`)
	})
}

// TestSandboxed: frames without an origin, in which a browser lets no worker run, answer the page around them; so do those of
// another site. In a frame without an origin, WebKit takes nothing for 'self' in a policy, so none of those begins.
func TestSandboxed(t *testing.T) {
	each(t, func(p *page) {
		elsewhere := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
		frames := []string{
			`sandbox="allow-scripts" src="` + server.URL + openPath + `figure.html?panels=training#v=1&scenario=late"`,
			`sandbox="allow-scripts" src="` + server.URL + openPath + `?view=embed&panels=training#v=1&scenario=late"`,
			`src="` + elsewhere + subPath + `figure.html?panels=training#v=1&scenario=late"`,
			`src="` + elsewhere + subPath + `?view=embed&panels=training#v=1&scenario=late"`,
		}
		if p.engine == "webkit" {
			frames = frames[2:]
		}
		p.visit(700, 700, markup(`<script>
addEventListener('message', ({data, source}) => {
	const frame = [...document.querySelectorAll('iframe')].find((e) => e.contentWindow === source);
	if (data.event === 'ready') source.postMessage({ns: 'unimodal-bias', v: 1, id: 7, func: 'measure'}, '*');
	if (data.id === 7) frame.dataset.first = data.result?.first ?? data.error.message;
});
</script><iframe width="330" height="330" `+strings.Join(frames, `></iframe><iframe width="330" height="330" `)+`></iframe>`))
		p.until(`[...document.querySelectorAll('iframe')].every((e) => e.dataset.first)`)
		if got := p.text(`[...document.querySelectorAll('iframe')].map((e) => e.dataset.first).join()`); !regexp.MustCompile(`^(A,A,)?(neither,neither|A,A)$`).MatchString(got) {
			p.Errorf("they answer %s", got)
		}
	})
}

// TestFigures: light figures of all scenarios on one page, or of some, open without a word on the console, and make pictures of themselves
// that are XML and refer to nothing.
func TestFigures(t *testing.T) {
	each(t, func(p *page) {
		p.visit(1280, 1200, server.URL+subPath+"figure.html?panels=training#v=1&scenario=late")
		p.ready()
		var slugs []string
		p.decode(`unimodalBias.describe().then(({scenarios}) => scenarios.map(({slug}) => slug))`, &slugs)
		if len(slugs) < 20 {
			p.Fatal(slugs)
		}
		if p.engine == "webkit" { // in which every figure takes long to begin
			slugs = slugs[:8]
		}
		var frames strings.Builder
		for _, slug := range slugs {
			fmt.Fprintf(&frames, `<iframe id="%s" width="250" height="236" style="border: 0" src="%sfigure.html?theme=light&panels=training,phase#v=1&scenario=%[1]s"></iframe>`, slug, server.URL+subPath)
		}
		p.must(p.navigate(markup(`<style>body { margin: 0 }</style>` + frames.String())))
		for _, slug := range slugs {
			figure := `document.getElementById('` + slug + `').contentWindow.unimodalBias`
			p.until(figure)
			p.js(figure + `.ready`)
			p.js(figure + `.settled()`)
			svg := p.text(figure + `.exportFile('svg', {width: 640, height: 400}).then((file) => file.text())`)
			p.wellFormed(slug, []byte(svg))
			if !strings.Contains(svg, `data-key="training/`) {
				p.Errorf("%s: no curve in %.300s", slug, svg)
			}
		}
		p.picture("figures")
	})
}

// TestKeptLab: after a visit to the lab, when a service worker answers for the site, figures and phase diagrams still find
// their workers.
func TestKeptLab(t *testing.T) {
	firefox(t, func(p *page) {
		p.must(p.before(watched))
		p.must(p.viewport(700, 420))
		p.must(p.navigate(lab("autoplay=0", "scenario=late")))
		p.ready()
		defer p.js(`navigator.serviceWorker.getRegistrations().then((all) => Promise.all(all.map((each) => each.unregister())))`)
		p.js(`navigator.serviceWorker.ready.then(async ({active}) => { while (active.state !== 'activated') await new Promise((done) => { active.onstatechange = done; }); })`)
		p.must(p.navigate(server.URL + subPath + "figure.html?panels=training#v=1&scenario=superficial"))
		p.until(`navigator.serviceWorker.controller`)
		p.ready()
		p.must(p.navigate(lab("autoplay=0&diagram=ratio&cells=32", "scenario=early")))
		p.ready()
		p.js(`unimodalBias.settled()`)
		if p.number(`tiles`) == 0 {
			p.Error("no tile is a worker's")
		}
	})
}
