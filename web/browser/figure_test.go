package browser

import (
	"fmt"
	"image"
	"math"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/input"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/cdproto/target"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"
)

// light is the address of a light figure.
func light(query, hash string) string {
	return server.URL + subPath + "figure.html?" + query + "#v=1&" + hash
}

// TestLightFigure is played, scrubbed by keys, dragged and read by the pointer, without a graphics context, and then does
// nothing.
func TestLightFigure(t *testing.T) {
	p := open(t, setup{reduced: true, width: 700, height: 420, url: light("panels=training,phase", "scenario=late")})
	p.settled()
	if n := p.number(`document.querySelectorAll('canvas').length`); n != 0 {
		t.Errorf("%v canvases", n)
	}
	p.until(`document.querySelector('.epoch').textContent === 'epoch 1000 of 1000'`) // the whole run is the first picture
	for _, key := range []string{"A", "B"} {
		if n := p.number(`document.querySelectorAll('.shapes [data-key^="training/curve/` + key + `"]').length`); n < 1 {
			t.Errorf("no curve of %s: %s", key, p.text(`[...document.querySelectorAll('.shapes [data-key]')].map(({dataset}) => dataset.key).join(' ')`))
		}
	}
	if got := p.text(`document.querySelector('#caption').textContent`); !strings.Contains(got, "3.8 times") {
		t.Errorf("the caption is %q", got)
	}

	// It rests.
	still := `unimodalBias.stats().then(({draws, frames, steps}) => [draws, frames, steps].join())`
	before := p.text(still)
	p.js(`new Promise((done) => setTimeout(done, 300))`)
	if after := p.text(still); after != before {
		t.Errorf("draws, frames, steps were %s, are %s", before, after)
	}

	// The scrubber is a slider; Home is the start.
	p.js(`document.querySelector('.scrub input').focus()`)
	p.key(kb.Home)
	p.until(`document.querySelector('.epoch').textContent === 'epoch 0 of 1000'`)

	// Keys of the lab that a figure has no use for are nothing to it.
	for _, key := range []string{"m", "M", "w", "p", "?"} {
		p.key(key)
	}
	p.until(`document.querySelector('.epoch').textContent === 'epoch 0 of 1000'`)

	// Play begins there and can be stopped.
	p.click(".round")
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Pause' && document.querySelector('.scrub input').valueAsNumber > 0`)
	p.click(".round")
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Play'`)

	// A scrubber in a hand is not moved by the run, which goes on when it is let go.
	p.click(".round")
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Pause'`)
	p.js(`(() => { const input = document.querySelector('.scrub input'); input.valueAsNumber = 300; input.dispatchEvent(new Event('input')); })()`)
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Play' && document.querySelector('.epoch').textContent === 'epoch 300 of 1000'`)
	p.js(`document.querySelector('.scrub input').dispatchEvent(new Event('change'))`)
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Pause' && document.querySelector('.scrub input').valueAsNumber > 300`)
	p.click(".round")
	p.until(`document.querySelector('.round').getAttribute('aria-label') === 'Play'`)

	// The pointer reads the curves.
	b := p.box(`.slot[data-panel="training"]`)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, b.X+b.W/2, b.Y+b.H/2, 0)
	p.until(`[...document.querySelectorAll('.texts [data-key^="training/pointer"]')].length > 0`)

	// The operating point is dragged, and the link out of the figure leads to where it is.
	x, y := p.centre(".handle")
	p.mouse(input.DispatchMouseEventTypeMousePressed, x, y, 1)
	p.mouse(input.DispatchMouseEventTypeMouseMoved, x+30, y-20, 1)
	p.until(`unimodalBias.get().then(({kappa}) => kappa > 2.2)`)
	p.mouse(input.DispatchMouseEventTypeMouseReleased, x+30, y-20, 0)
	p.settled()
	p.until(`unimodalBias.get().then(({kappa}) => document.querySelector('#open').href.includes('#v=1&scenario=late') && document.querySelector('#open').href.includes('kappa=' + kappa))`)

	// The sentence is about the scenario as it comes: beside other data it goes.
	if got := p.text(`getComputedStyle(document.querySelector('#caption')).visibility`); got != "hidden" {
		t.Errorf("beside other data the caption is %s", got)
	}
	if got := p.text(`document.querySelector('h1').textContent`); got != "Late fusion, changed" {
		t.Errorf("the title is %q", got)
	}

	// What JSON has no word for is a mistake of the caller; a number that is none is refused by its name.
	for values, want := range map[string]string{`{rho: () => 1}`: "badArguments|", `{rho: Symbol('half')}`: "badArguments|", `{rho: 5n}`: "badArguments|", `{rho: NaN}`: "notANumber|NaN", `{rho: Infinity}`: "notANumber|Infinity"} {
		if got := p.text(`unimodalBias.set(` + values + `).then(() => 'done', ({code, value}) => [code, code === 'badArguments' ? '' : value].join('|'))`); got != want {
			t.Errorf("set(%s): %q, want %q", values, got, want)
		}
	}

	// A mistake is told with what is allowed, and nothing changes.
	if got := p.text(`unimodalBias.set({rho: 3}).then(() => 'done', ({code, key, max, message}) => [code, key, max, message].join('|'))`); !strings.HasPrefix(got, "outOfRange|rho|0.99|") || !strings.Contains(got, "3") {
		t.Errorf("ρ = 3: %s", got)
	}
}

// TestFigureIsTheCanvas: over the lab's own panel a light figure of the same run looks the same, and one of another epoch
// does not.
func TestFigureIsTheCanvas(t *testing.T) {
	for _, panel := range []string{"training", "phase"} {
		p := open(t, setup{reduced: true, width: 640, height: 420, scale: 1, url: server.URL + subPath + "?view=embed&theme=light&panels=" + panel + "#v=1&scenario=superficial&epoch=450"})
		p.settled()
		b := p.box(fmt.Sprintf(`.slot[data-panel="%s"]`, panel))
		canvas := p.screenshot()
		p.save("canvas-" + panel)
		p.js(fmt.Sprintf(`(async () => {
			const sheet = Object.assign(document.createElement('link'), {rel: 'stylesheet', href: 'web/figure.css'});
			document.head.append(sheet);
			await new Promise((done) => { sheet.onload = done; });
			const place = document.createElement('div');
			const box = document.querySelector('.slot[data-panel="%s"]').getBoundingClientRect();
			Object.assign(place.style, {position: 'fixed', left: box.x + 'px', top: box.y + 'px', width: box.width + 'px', zIndex: 9, background: 'var(--paper)'});
			document.body.append(place);
			const {createFigure} = await import('./web/figure.js');
			const description = await (await fetch('describe.json')).json();
			globalThis.figure = createFigure(place, description, {link: location.hash.slice(1), panels: ['%s'], room: () => box.height});
			await figure.ready;
			await figure.settled();
		})()`, panel, panel))
		p.save("figure-" + panel)
		same := different(canvas, p.screenshot(), b)
		p.js(`figure.set({epoch: 380, kappa: 3}).then(() => figure.settled())`)
		other := different(canvas, p.screenshot(), b)
		t.Logf("%s: %.4f of the same, %.4f of another", panel, same, other)
		if same > .02 || other < same+.005 {
			t.Errorf("%s: %.4f of the pixels differ from the canvas, %.4f those of another run", panel, same, other)
		}
	}
}

// different is the part of the pixels in a box that two pictures have in colours that are not alike.
func different(a, b image.Image, at box) float64 {
	count, all := 0, 0
	for y := int(at.Y) + 1; y < int(at.Y+at.H)-1; y++ {
		for x := int(at.X) + 1; x < int(at.X+at.W)-1; x++ {
			all++
			r, g, bl, _ := a.At(x, y).RGBA()
			r2, g2, bl2, _ := b.At(x, y).RGBA()
			if math.Max(math.Abs(float64(r)-float64(r2)), math.Max(math.Abs(float64(g)-float64(g2)), math.Abs(float64(bl)-float64(bl2)))) > 0x5000 {
				count++
			}
		}
	}
	return float64(count) / float64(all)
}

// TestFiguresShareOneProgram: all frames of a page have one worker, only those in sight are drawn, and one that is taken
// out of the page is forgotten.
func TestFiguresShareOneProgram(t *testing.T) {
	frames := ""
	for i := range 6 {
		frames += fmt.Sprintf(`<iframe id="f%d" width="500" height="300" src="%s"></iframe>`, i, light("panels=training", fmt.Sprintf("scenario=late&seed=%d", i+1)))
		if i == 1 {
			frames += `<p style="height: 4000px"></p>`
		}
	}
	p := blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + pagePath + "?" + escaped(`<!doctype html><link rel="icon" href="data:,">`+frames)})
	in := func(i int, expression string) string {
		return fmt.Sprintf(`(({unimodalBias}) => %s)(document.querySelector('#f%d').contentWindow)`, expression, i)
	}
	for i := range 6 {
		p.until(in(i, `Boolean(unimodalBias)`))
		p.js(in(i, `unimodalBias.ready.then(() => 0)`))
	}
	p.js(in(0, `unimodalBias.settled()`))
	p.js(in(1, `unimodalBias.settled()`))
	workers := 0
	for _, info := range send(p, target.GetTargets, target.GetTargetsParams{}).TargetInfos {
		if info.Type == "shared_worker" && strings.Contains(info.URL, "figure-worker.js") {
			workers++
		}
	}
	if workers != 1 {
		t.Errorf("%d workers", workers)
	}
	draws := func(i int) float64 { return p.number(in(i, `unimodalBias.stats().then(({draws}) => draws)`)) }
	for i := range 6 {
		if n := draws(i); (n > 0) != (i < 2) {
			t.Errorf("figure %d was drawn %v times", i, n)
		}
	}
	p.js(`scrollTo(0, document.documentElement.scrollHeight)`)
	p.until(in(5, `unimodalBias.stats().then(({draws}) => draws > 0)`))
	p.js(`document.querySelector('#f0').remove()`)
	if got := p.text(in(1, `unimodalBias.get().then(({seed}) => String(seed))`)); got != "2" {
		t.Errorf("another figure has become %s", got)
	}
}

// TestFigureWithoutWorkers: in a frame that may have none, the page itself trains and draws.
func TestFigureWithoutWorkers(t *testing.T) {
	address := strings.Replace(light("panels=training", "scenario=late"), subPath, openPath, 1)
	p := blank(t, setup{reduced: true, width: 640, height: 480, url: server.URL + pagePath + "?" + escaped(`<!doctype html><link rel="icon" href="data:,">
<script>addEventListener('message', ({data}) => { if (data.event === 'ready') globalThis.started = true; if (data.id === 7) globalThis.answer = data.result; });</script>
<iframe width="600" height="400" sandbox="allow-scripts" src="`+address+`"></iframe>`)})
	p.until(`globalThis.started`)
	p.js(`document.querySelector('iframe').contentWindow.postMessage({ns: 'unimodal-bias', v: 1, id: 7, func: 'measure'}, '*')`)
	p.until(`globalThis.answer?.first === 'A'`)
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(server.URL+restPath)))
}

// TestLightFigureFiles: a light figure makes pictures of itself, which lead to the lab; of what it cannot make it says so.
func TestLightFigureFiles(t *testing.T) {
	p := open(t, setup{reduced: true, width: 700, height: 420, url: light("panels=training,phase", "scenario=superficial&epoch=450")})
	p.settled()
	svg := p.text(`unimodalBias.exportFile('svg', {caption: true}).then((file) => file.text())`)
	for _, part := range []string{`data-key="training/curve`, "superficial", subPath + "#v=1&amp;scenario=superficial"} {
		if !strings.Contains(svg, part) {
			t.Errorf("no %s in %.400s", part, svg)
		}
	}
	if strings.Contains(svg, "figure.html") {
		t.Error("the file leads to the figure, not to the lab")
	}
	if got := p.text(`unimodalBias.exportFile('png', {scale: 1}).then((file) => createImageBitmap(file)).then(({width, height}) => [width, height].join())`); got != "605,416" {
		t.Errorf("the PNG has %s pixels", got)
	}
	if got := p.text(`unimodalBias.exportFile('run').then(() => 'done', ({code, message}) => code + ': ' + message)`); got != "notAChoice: “run” is not a choice for kind. Possible: svg, png, qr." {
		t.Errorf("a run file: %s", got)
	}
}

// TestLightFigurePrints as vectors: the curves come out of the printer without pixels.
func TestLightFigurePrints(t *testing.T) {
	yes := true
	p := open(t, setup{reduced: true, width: 700, height: 420, url: light("panels=training", "scenario=late")})
	p.settled()
	if pdf := send(p, page.PrintToPDF, page.PrintToPDFParams{PrintBackground: &yes}).Data; len(pdf) < 5000 || strings.Contains(string(pdf), "/Subtype /Image") {
		t.Errorf("%d bytes, pixels: %v", len(pdf), strings.Contains(string(pdf), "/Subtype /Image"))
	}
}
