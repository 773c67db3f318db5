package browser

import (
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/heapprofiler"
	"github.com/chromedp/cdproto/performance"
)

const iframes = `[...document.querySelectorAll('unimodal-bias')].map(e => e.shadowRoot?.querySelector('iframe'))`

// TestTwentyFigures: of twenty figures that come at once four have a frame, and so a graphics context, at a time. Others
// stand as pictures: those that have given theirs up as their last one, and in sight again they are back where they were.
func TestTwentyFigures(t *testing.T) {
	p := post(t, setup{reduced: true, width: 640, height: 480}, openPath, strings.Repeat(`<unimodal-bias engine="canvas" scenario="late" panels="training" loading="eager"></unimodal-bias><p style="height: 20px">Words.</p>`, 20))
	const live = iframes + `.filter(Boolean).length`
	p.until(live + ` === 4`)
	p.js(figure + `.ready`)
	p.js(figure + `.set({scenario: 'early', rho: 0.25, epoch: 77})`)
	if got := p.text(`document.querySelectorAll('unimodal-bias')[9].shadowRoot.querySelector('img').src`); !strings.Contains(got, "/posters/late/") {
		t.Errorf("the tenth stands as %s", got)
	}
	p.js(`document.querySelectorAll('unimodal-bias')[19].scrollIntoView({behavior: 'instant'}); 0`)
	p.until(iframes + `[19]`)
	p.js(`document.querySelectorAll('unimodal-bias')[19].ready`)
	p.until(live + ` === 4 && !` + iframes + `[0]`)
	p.until(inside("img") + `?.src.startsWith('data:image/svg+xml') && ` + inside("img") + `.naturalWidth`)
	if got := p.text(inside("header") + `.innerText.split('\n')[0] + ' ' + ` + inside("button") + `.getAttribute('aria-label')`); got != "Early fusion Resume: Early fusion" {
		t.Errorf("what has given its graphics up says %q", got)
	}
	p.js(`scrollTo(0, 0)`)
	p.until(iframes + `[0]`)
	p.js(figure + `.ready`)
	if got := p.text(figure + `.get().then(s => [s.scenario, s.rho, s.epoch, s.playing].join())`); got != "early,0.25,77,false" {
		t.Errorf("it comes back as %s", got)
	}
	p.within(live, 1, 4)
}

// TestFiguresOutOfSightRest: a frame that is off the screen, or in a part of the page that is hidden or not shown, trains and draws
// nothing, however long it has been playing; in sight again, it goes on.
func TestFiguresOutOfSightRest(t *testing.T) {
	p := post(t, setup{width: 640, height: 480}, openPath, `<div><unimodal-bias scenario="late" panels="training" autoplay="1" loading="eager" speed="0.25"></unimodal-bias></div><p style="height: 3000px">Words.</p>`)
	p.until(inside("iframe"))
	p.js(figure + `.ready`)
	p.until(figure + `.get().then(s => s.epoch > 2)`)
	for hide, show := range map[string]string{
		`scrollTo(0, 2800); 0`: `scrollTo(0, 0); 0`,
		`document.querySelector('div').style.visibility = 'hidden'; 0`: `document.querySelector('div').style.visibility = ''; 0`,
		`document.querySelector('div').style.display = 'none'; 0`:      `document.querySelector('div').style.display = ''; 0`,
	} {
		p.js(hide)
		const counts = figure + `.stats().then(s => JSON.stringify(s))`
		ticks := `new Promise(done => { let n = 20; (function tick() { n-- ? requestAnimationFrame(tick) : done(); })(); })`
		p.js(ticks)
		before := p.text(counts)
		p.js(ticks)
		if after := p.text(counts); after != before {
			t.Errorf("after %s the counts went from %s to %s", hide, before, after)
		}
		p.js(show)
		p.until(figure + `.stats().then(s => JSON.stringify(s) !== '` + before + `')`)
	}
}

// TestMovedFigure: taken out of its page and put in again, or moved within it, a figure goes on where it was, and who
// waits for a frame that is gone is told.
func TestMovedFigure(t *testing.T) {
	p := post(t, setup{reduced: true, width: 640, height: 480}, openPath, `<div id="here"><unimodal-bias scenario="late" panels="training" loading="lazy"></unimodal-bias></div><div id="there"></div>`)
	p.until(inside("iframe"))
	p.js(`globalThis.figure = ` + figure + `; figure.ready`)
	p.js(`figure.set({kappa: 3, epoch: 99})`)
	if got := p.text(`(() => { const answer = figure.get(); figure.remove(); return answer; })().catch(e => e.code + ' ' + e.message)`); got != "ended The figure has been closed." {
		t.Errorf("who waits is told %q", got)
	}
	if got := p.text(`figure.get().catch(e => e.code + ' ' + e.message)`); got != "detached The figure is in no document." {
		t.Errorf("who asks a figure without a page is told %q", got)
	}
	p.js(`document.getElementById('here').append(figure); document.getElementById('there').append(figure); 0`)
	p.until(inside("iframe"))
	p.js(`figure.ready`)
	if got := p.text(`figure.get().then(s => [s.scenario, s.kappa, s.epoch].join())`); got != "late,3,99" {
		t.Errorf("it goes on as %s", got)
	}
	if got := p.text(`document.activeElement.tagName`); got != "BODY" {
		t.Errorf("the focus is on %s", got)
	}

	// So it does in a frame that begins anew, as one does that has lost its graphics; who asked it before is told.
	p.js(`globalThis.again = new Promise(done => figure.addEventListener('ready', done)); 0`)
	frame := p.frame("view=embed")
	frame.js(`unimodalBias.seek(7).then(() => 0)`)
	frame.until(`location.hash.endsWith('epoch=7')`)
	frame.js(`setTimeout(() => location.reload(), 50); 0`)
	p.js(`again.then(() => 0)`)
	p.within(`figure.ready.then(() => figure.get()).then(s => s.epoch)`, 7, 7)
}

// TestHundredFigures: opened and closed a hundred times, figures leave neither frames nor documents nor listeners nor
// memory behind.
func TestHundredFigures(t *testing.T) {
	p := post(t, setup{reduced: true, width: 480, height: 360}, openPath, `<p>Words.</p>`)
	p.until(`customElements.get('unimodal-bias')`)
	turn := func(n int) {
		p.js(fmt.Sprintf(`(async () => {
			for (let i = 0; i < %d; i++) {
				const figure = Object.assign(document.createElement('unimodal-bias'), {scenario: 'late', panels: 'training', loading: 'eager'});
				document.body.append(figure);
				const frame = figure.shadowRoot.querySelector('iframe');
				if (i %% 20) await new Promise(done => frame.addEventListener('load', done)); // its modules run
				else await figure.ready;
				figure.kappa = 3;
				figure.remove();
			}
		})()`, n))
	}
	measure := func() map[string]float64 {
		send(p, heapprofiler.CollectGarbage, cdp.Empty{})
		found := map[string]float64{"iframes": p.number(`document.querySelectorAll('iframe').length + frames.length`)}
		for _, m := range send(p, performance.GetMetrics, cdp.Empty{}).Metrics {
			found[m.Name] = m.Value
		}
		return found
	}
	send(p, performance.Enable, performance.EnableParams{})
	turn(3)
	before := measure()
	turn(100)
	after := measure()
	for name, more := range map[string]float64{"iframes": 0, "Frames": 1, "Documents": 3, "JSEventListeners": 10, "Nodes": 300, "JSHeapUsedSize": 1.5e6} {
		if grown := after[name] - before[name]; grown > more {
			t.Errorf("%s: %v before, %v after a hundred figures", name, before[name], after[name])
		}
		t.Logf("%s: %v, %v", name, before[name], after[name])
	}
}

// TestFiguresElsewhere: a figure works in a frame without an origin, in a page that is itself a text of another, on a page
// with a strict policy, and where the module and the lab lie on different hosts; where its frame may not load the lab, it
// says what is missing.
func TestFiguresElsewhere(t *testing.T) {
	claim(t)
	open := foreign() + openPath
	for _, c := range []struct {
		name, page, within string
	}{
		{"sandboxed frame", `<script type="module" src="` + open + `element.js"></script><unimodal-bias scenario="early" panels="training" sandbox loading="eager"></unimodal-bias>`, ``},
		{"notebook", `<iframe style="width: 600px; height: 440px" srcdoc='<script type="module" src="` + open + `element.js"></script><unimodal-bias scenario="early" panels="training" loading="eager"></unimodal-bias>'></iframe>`, `frames[0].`},
		{"strict policy", `<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src ` + foreign() + `; img-src ` + foreign() + ` data:; frame-src ` + foreign() + `"><script type="module" src="` + open + `element.js"></script><unimodal-bias scenario="early" panels="training" loading="eager"></unimodal-bias>`, ``},
		{"another host", `<script type="module" src="` + server.URL + subPath + `element.js"></script><unimodal-bias base="` + foreign() + subPath + `" scenario="early" panels="training" loading="eager"></unimodal-bias>`, ``},
	} {
		t.Run(c.name, func(t *testing.T) {
			p := blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + pagePath + "?" + escaped(`<!doctype html><title>A page</title><link rel="icon" href="data:,">`+c.page)})
			figure := c.within + figure
			p.until(figure + `?.shadowRoot?.querySelector('iframe')`)
			p.js(figure + `.ready`)
			if got := p.text(figure + `.get().then(s => s.scenario)`); got != "early" {
				t.Errorf("it shows %q", got)
			}
			p.until(figure + `.shadowRoot.querySelector('iframe').offsetHeight > 300`)
		})
	}
	t.Run("notebook without an origin", func(t *testing.T) {
		p := blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + pagePath + "?" + escaped(`<!doctype html><title>A page</title><link rel="icon" href="data:,">
			<script>addEventListener('message', ({data}) => { globalThis.said = data; });</script>
			<iframe sandbox="allow-scripts" style="width: 600px; height: 440px" srcdoc='<script type="module" src="`+open+`element.js"></script><unimodal-bias scenario="early" panels="training" loading="eager"></unimodal-bias>
			<script>addEventListener("load", async () => { const f = document.querySelector("unimodal-bias"); await f.ready; parent.postMessage((await f.get()).scenario, "*"); });</script>'></iframe>`)})
		p.until(`globalThis.said === 'early'`)
	})
	t.Run("forbidden program", func(t *testing.T) {
		p := blank(t, setup{reduced: true, width: 640, height: 480, expected: []string{"Content Security", "CompileError"}, url: server.URL + pagePath + "?" + escaped(`<!doctype html><title>A page</title><link rel="icon" href="data:,">
			<script type="module" src="`+server.URL+subPath+`element.js"></script><unimodal-bias base="`+foreign()+barePath+`" scenario="early" loading="eager"></unimodal-bias>`)})
		p.until(inside("iframe"))
		if got := p.text(`Promise.allSettled([` + figure + `.ready, ` + figure + `.get()]).then(list => list.map(({reason}) => reason?.code).join())`); got != "ended,ended" {
			t.Errorf("who waits is told %s", got)
		}
	})
	t.Run("closed host", func(t *testing.T) {
		p := blank(t, setup{reduced: true, width: 640, height: 480, expected: []string{"CORS", "origin 'null'", "ERR_FAILED"}, url: server.URL + pagePath + "?" + escaped(`<!doctype html><title>A page</title><link rel="icon" href="data:,">
			<script type="module" src="`+server.URL+subPath+`element.js"></script><unimodal-bias base="`+foreign()+subPath+`" scenario="early" sandbox loading="eager"></unimodal-bias>`)})
		p.frame("view=embed").until(visibleText + `.includes('allow-same-origin')`)
	})
}
