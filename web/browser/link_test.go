package browser

import (
	"fmt"
	"image/color"
	"net/url"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"unimodal-bias-lab/render/scene"
)

// jsf builds a JavaScript expression.
func jsf(format string, args ...any) string { return fmt.Sprintf(format, args...) }

const hashNow = `JSON.parse(unimodalBiasGo.call('about', 'null')).result.hash`

// TestSameLinkSameState: the same link leads to the same state hash at the same
// epoch after a reload, a scrub, another speed and in another window.
func TestSameLinkSameState(t *testing.T) {
	link := "#v=1&scenario=late-positive&kappa=1.7&r=0.45&seed=7&epoch=421"
	p := open(t, setup{reduced: true, url: server.URL + subPath + link})
	p.settled()
	p.within(`unimodalBias.get().then(s => s.epoch)`, 421, 421)
	want := p.text(hashNow)
	if len(want) != 16 {
		t.Fatalf("hash %q", want)
	}
	p.do(chromedp.Do(p.ctx, chromedp.Reload()))
	p.js(`unimodalBias.ready.then(() => 0)`)
	p.settled()
	if got := p.text(hashNow); got != want {
		t.Errorf("after a reload: %s, was %s", got, want)
	}
	p.js(`(async () => { await unimodalBias.seek(900); await unimodalBias.seek(12); await unimodalBias.set({r: -1}); await unimodalBias.set({r: 0.45}); await unimodalBias.seek(421); })()`)
	if got := p.text(hashNow); got != want {
		t.Errorf("after scrubbing: %s, was %s", got, want)
	}
	p.js(`unimodalBias.seek(422)`)
	if got := p.text(hashNow); got == want {
		t.Error("another epoch has the same hash")
	}

	q := open(t, setup{width: 900, height: 500, url: server.URL + subPath + "?speed=16&autoplay=1" + link})
	q.until(`unimodalBias.get().then(s => s.epoch > 500)`) // another speed, another window
	q.js(`unimodalBias.pause().then(() => unimodalBias.seek(421))`)
	if got := q.text(hashNow); got != want {
		t.Errorf("at another speed in another window: %s, was %s", got, want)
	}
}

// TestAddressBar: the state goes into the fragment, without filling the
// history.
func TestAddressBar(t *testing.T) {
	p := paused(t)
	length := p.number(`history.length`)
	p.js(`unimodalBias.set({scenario: 'early', rho: 0.25, epoch: 77})`)
	p.until(`location.hash === '#v=1&scenario=early&rho=0.25&epoch=77'`)
	p.js(`unimodalBias.set({rho: 0})`)
	p.until(`location.hash === '#v=1&scenario=early&epoch=77'`)
	p.within(`history.length`, length, length)

	// A fragment changed by hand is followed.
	p.js(`location.hash = '#v=1&scenario=late&rho=-0.5&epoch=10'; 0`)
	p.until(`unimodalBias.get().then(s => s.rho === -0.5 && s.epoch === 10 && s.scenario === 'late')`)
}

// TestTypedAddressCounts: an address typed in the moment in which the page writes its own is not lost.
func TestTypedAddressCounts(t *testing.T) {
	const both = `history.replaceState((location.hash = '#%s', history.state), '', '#%s'), 0`
	for _, view := range []string{"", "figure.html"} {
		p := open(t, setup{reduced: true, url: server.URL + subPath + view + "#v=1&scenario=late"})
		p.js(jsf(both, "v=1&scenario=early&rho=0.25&colour=red", "v=1&scenario=late"))
		p.until(`unimodalBias.get().then(s => s.scenario === 'early' && s.rho === .25)`)
		p.until(`document.getElementById('remarks').textContent.includes('colour') && location.hash.includes('scenario=early')`)
	}
	p := lecture(t, setup{width: 1280, height: 720}, "")
	p.js(jsf(both, "step=race", "step=two"))
	p.until(`location.hash === '#step=race'`)
}

// TestBadLink: the page works with the nearest valid values, and says so.
func TestBadLink(t *testing.T) {
	p := open(t, setup{reduced: true, url: server.URL + subPath + "?view=sideways#v=1&scenario=late&rho=7&colour=red&epoch=40"})
	p.settled()
	p.within(`unimodalBias.get().then(s => s.rho)`, .99, .99)
	p.within(`unimodalBias.get().then(s => s.epoch)`, 40, 40)
	p.until(`['7', '0.99', 'colour', 'sideways'].every(word => document.body.innerText.includes(word))`)
}

// frame attaches to a frame of another site by a part of its address.
func (p *tab) frame(part string) *tab {
	p.Helper()
	for {
		infos, err := chromedp.Targets(p.ctx)
		if err != nil {
			p.Fatal(err)
		}
		for _, info := range infos {
			if info.Type == "iframe" && strings.Contains(info.URL, part) {
				ctx, cancel := chromedp.NewContext(p.ctx, chromedp.WithTargetID(info.TargetID), chromedp.WithDetachOnCancel())
				p.Cleanup(cancel)
				return &tab{T: p.T, ctx: ctx}
			}
		}
		p.js(`new Promise(requestAnimationFrame)`) // the host is still loading it
	}
}

// TestEmbeddedAcrossSites: in a frame of a page of another site the lab takes no
// focus, lets wheel and Tab through, stands still off the screen, and survives
// the loss of its graphics.
func TestEmbeddedAcrossSites(t *testing.T) {
	foreign := strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if foreign == server.URL {
		t.Fatalf("%s is not an address to be a foreigner to", server.URL)
	}
	p := blank(t, setup{width: 640, height: 480, url: server.URL + hostPath + "?" + url.QueryEscape(foreign+subPath+"?view=embed&panels=training&autoplay=0")})
	frame := p.frame("view=embed")
	frame.js(`unimodalBias.ready.then(() => 0)`)
	if got := p.text(`document.activeElement.tagName`); got != "BODY" {
		t.Errorf("after loading, the focus of the host is on %s", got)
	}

	// The wheel over the picture scrolls the host.
	p.js(`scrollTo(0, 0)`)
	p.wheel(300, 250, 160)
	p.until(`scrollY > 60`)
	p.js(`scrollTo(0, 0)`)

	// So does a swipe.
	send(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: true})
	finger := func(y float64) []*input.TouchPoint { return []*input.TouchPoint{{X: 300, Y: y}} }
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchStart, TouchPoints: finger(250)})
	for i := range 12 {
		send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchMove, TouchPoints: finger(250 - float64(i)*10)})
	}
	send(p, input.DispatchTouchEvent, input.DispatchTouchEventParams{Type: input.DispatchTouchEventTypeTouchEnd, TouchPoints: []*input.TouchPoint{}})
	p.until(`scrollY > 40`)
	send(p, emulation.SetTouchEmulationEnabled, emulation.SetTouchEmulationEnabledParams{Enabled: false})
	p.js(`scrollTo(0, 0)`)

	// Tab goes in at the front, through, and out at the back.
	p.js(`document.getElementById('before').focus()`)
	inside := 0
	for range 60 {
		p.key("\t")
		at := p.text(`document.activeElement.id`)
		if at == "after" {
			break
		}
		if at == "lab" {
			inside++
		}
	}
	if got := p.text(`document.activeElement.id`); got != "after" || inside < 3 {
		t.Errorf("Tab stopped %d times inside and ended on %q", inside, got)
	}

	// Off the screen it stands still.
	frame.js(`unimodalBias.play()`)
	frame.until(`unimodalBias.get().then(s => s.epoch > 3)`)
	p.js(`scrollTo(0, 2500)`)
	p.js(`new Promise(done => { let n = 20; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	before := frame.text(`unimodalBias.stats().then(s => JSON.stringify(s))`)
	p.js(`new Promise(done => { let n = 40; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`)
	if after := frame.text(`unimodalBias.stats().then(s => JSON.stringify(s))`); after != before {
		t.Errorf("off the screen the counts went from %s to %s", before, after)
	}
	p.js(`scrollTo(0, 0)`)
	frame.js(`unimodalBias.pause().then(() => unimodalBias.seek(123))`)
	frame.inSight()

	// The graphics are lost: the last picture, a sentence, and on from 123.
	frame.js(`document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`)
	frame.until(`document.querySelector('#notice button')?.checkVisibility() && !!document.querySelector('#poster img').naturalWidth`)
	frame.js(`setTimeout(() => document.querySelector('#notice button').click()); 0`)
	again := p.frame("view=embed")
	again.until(`globalThis.unimodalBias !== undefined && !document.querySelector('#notice button')?.checkVisibility()`)
	again.js(`unimodalBias.ready.then(() => 0)`)
	again.until(`unimodalBias.get().then(s => s.epoch === 123)`)
}

// inSight waits until the browser has told a frame that it is.
func (p *tab) inSight() {
	p.Helper()
	p.js(`new Promise(done => new IntersectionObserver((entries, observer) => {
		if (!entries.at(-1).isIntersecting) return;
		observer.disconnect();
		requestAnimationFrame(() => done(0));
	}).observe(document.querySelector('main')))`)
}

// TestPresentView: large type, the projector's palette with thick lines, and the keys of a presenter.
func TestPresentView(t *testing.T) {
	p := open(t, setup{reduced: true, scale: 1, width: 1280, height: 720, url: server.URL + subPath + "?view=present#v=1&scenario=late&epoch=400"})
	p.settled()
	p.blackOnWhite()
	p.save("present")
	if sizes := p.text(`[...document.querySelectorAll('#texts [data-key]')].filter(e => parseFloat(e.getAttribute('font-size')) < 24).map(e => e.textContent).join(' | ')`); sizes != "" {
		t.Errorf("texts under 24 px: %s", sizes)
	}
	first := p.text(`unimodalBias.get().then(s => s.scenario)`)
	p.key(kb.PageDown)
	p.until(`unimodalBias.get().then(s => s.scenario !== '` + first + `')`)
	p.key(kb.PageUp)
	p.until(`unimodalBias.get().then(s => s.scenario === '` + first + `')`)
	p.key(" ")
	p.until(`unimodalBias.get().then(s => s.playing)`)
	p.key(" ")
	p.until(`unimodalBias.get().then(s => !s.playing)`)
}

// TestPagingKeysScrollFirst: where the page is higher than its window, the keys of a presenter and the one that leads to the
// start take it to its end before they do what they are for.
func TestPagingKeysScrollFirst(t *testing.T) {
	const scrolled = `document.documentElement.scrollTop`
	claim(t)
	p := open(t, setup{reduced: true, width: 900, height: 500, url: server.URL + subPath + "?view=present#v=1&scenario=late"})
	p.settled()
	if !p.truth(`document.documentElement.scrollHeight > innerHeight + 1`) {
		t.Fatal("the page is no higher than its window")
	}
	for range 9 {
		p.key(kb.PageDown)
		p.js(`new Promise(done => setTimeout(done, 400))`) // a browser scrolls smoothly
		if p.truth(scrolled + ` + innerHeight >= document.documentElement.scrollHeight - 1`) {
			break
		}
		if got := p.text(`unimodalBias.get().then(s => s.scenario)`); got != "late" {
			t.Fatalf("before the end of the page it turns to %s", got)
		}
	}
	p.key(kb.PageDown)
	p.until(`unimodalBias.get().then(s => s.scenario !== 'late')`)

	lab := open(t, setup{reduced: true, url: server.URL + subPath + "#v=1&scenario=late&epoch=300"})
	lab.settled()
	lab.js(`scrollTo(0, 200)`)
	lab.until(scrolled + ` > 100`)
	lab.key(kb.Home)
	lab.until(scrolled + ` < 1`)
	lab.within(`unimodalBias.get().then(s => s.epoch)`, 300, 300)
	lab.key(kb.Home)
	lab.until(`unimodalBias.get().then(s => s.epoch === 0)`)
}

// blackOnWhite holds the pixels of the page to the projector's palette: white ground, black words, and a curve that is thicker
// than elsewhere.
func (p *tab) blackOnWhite() {
	p.Helper()
	theme := scene.ProjectorTheme()
	curve, words := p.curve("training/curve/A"), p.box("#epoch")
	img := p.screenshot()
	if at := img.At(2, 2); !near(at, theme.Paper) || theme.Paper != (color.NRGBA{255, 255, 255, 255}) {
		p.Errorf("the ground is %v", at)
	}
	black := 0
	for y := int(words.Y); y < int(words.Y+words.H); y++ {
		for x := int(words.X); x < int(words.X+words.W); x++ {
			if near(img.At(x, y), color.NRGBA{A: 255}) {
				black++
			}
		}
	}
	if black < 50 {
		p.Errorf("of the words of the transport %d pixels are black", black)
	}
	end := curve[len(curve)-1] // A is learned: it goes level
	thick, x := 0, int(end.X)-40
	for y := int(end.Y) - 10; y <= int(end.Y)+10; y++ {
		if near(img.At(x, y), theme.Modality(0).Mark) {
			thick++
		}
	}
	if usual := scene.LightTheme().CurveWidth; float64(thick) < 1.4*usual {
		p.Errorf("the curve of A is %d pixels thick; on paper it is %v", thick, usual)
	}
}

// TestHelpAndAbout: the sheets open by key and click, and give the focus back.
func TestHelpAndAbout(t *testing.T) {
	p := paused(t)
	p.key("?")
	p.until(`[...document.querySelectorAll('dialog')].some(d => d.open && /Space/.test(d.textContent))`)
	p.key(kb.Escape)
	p.until(`![...document.querySelectorAll('dialog')].some(d => d.open)`)
	p.click("#about-open")
	p.until(`[...document.querySelectorAll('dialog')].some(d => d.open && d.textContent.includes('ICML 2024') && d.textContent.includes('MIT licence'))`)
	p.key(kb.Escape)
	p.until(`document.activeElement.id === 'about-open'`)
}
