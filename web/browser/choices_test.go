package browser

import (
	"strings"
	"testing"

	"github.com/chromedp/chromedp/kb"
)

// TestChooseMethod: the method is chosen in its menu, goes into the link, and
// comes back by its own reset.
func TestChooseMethod(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	p.js(`document.getElementById('number-method').focus()`)
	p.key(kb.ArrowDown)
	p.until(`unimodalBias.get().then(s => s.method === 'flow')`)
	p.until(`location.hash === '#v=1&scenario=late&method=flow'`)
	if got := p.text(`document.querySelector('[data-key="method"]').title + document.querySelector('#number-method :checked').textContent`); !strings.HasSuffix(got, "gradient flow") || len(got) < 30 {
		t.Errorf("the line says %q", got)
	}
	p.js(`unimodalBias.get().then(all => unimodalBias.set(all))`)
	p.until(`unimodalBias.get().then(s => s.method === 'flow')`)
	p.click(`[data-key="method"] .reset`)
	p.until(`unimodalBias.get().then(s => s.method === 'gd') && document.getElementById('number-method').value === 'gd' && document.activeElement.id === 'number-method'`)
	if p.truth(`document.querySelector('[data-key="method"] .reset').checkVisibility({visibilityProperty: true})`) {
		t.Error("there is nothing to reset any more")
	}
	if got := p.text(`unimodalBias.set({method: 'sgd'}).then(() => 'accepted', e => JSON.stringify([e.code, e.key, e.value, e.allowed]))`); got != `["notAChoice","method","sgd",["gd","flow","momentum","adam","rmsprop","batches"]]` {
		t.Errorf("a wrong method: %s", got)
	}

	p = open(t, setup{reduced: true, url: server.URL + subPath + "?controls=method#v=1&scenario=late&method=sgd"})
	p.until(`['sgd', 'gd, flow, momentum', 'instead: gd'].every(word => document.getElementById('remarks').textContent.includes(word))`)
	if got := p.text(`[...document.querySelectorAll('.parameter')].map(e => e.dataset.key).join()`); got != "method" {
		t.Errorf("controls: %s", got)
	}
}

// everyFrame makes the page's clock one that goes 50 ms further with every frame,
// however long a frame takes on this machine.
const everyFrame = `
globalThis.frames = 0;
performance.now = () => 50 * frames;
const frame = requestAnimationFrame;
let last = 0;
globalThis.requestAnimationFrame = callback => frame(time => {
  if (time > last) frames++;
  last = time;
  callback(performance.now());
});`

// TestEndsOfSpeed: by keys from the usual speed to both ends; a whole run at
// once, and one epoch a second, both to the same state.
func TestEndsOfSpeed(t *testing.T) {
	p := open(t, setup{script: everyFrame})
	p.js(`unimodalBias.pause().then(() => unimodalBias.seek(421))`)
	want := p.text(hashNow)
	p.js(`unimodalBias.set({scenario: 'late', seed: 2}).then(() => unimodalBias.set({seed: 1}))`)
	for range 6 { // 2, 4, 16, max, and no further
		p.key("]")
	}
	p.until(`unimodalBias.get().then(s => s.speed === 'max')`)
	if got := p.text(`document.querySelector('#speed :checked').textContent`); got != "max" {
		t.Errorf("the menu says %q", got)
	}
	p.js(`globalThis.seen = new Set(); void unimodalBias.on('state', s => seen.add(s.epoch))`)
	p.click("#play")
	p.until(`unimodalBias.get().then(s => !s.playing && s.epoch === 1000)`)
	p.settled()
	p.within(`seen.size`, 2, 1000)
	p.js(`unimodalBias.seek(421)`)
	if got := p.text(hashNow); got != want {
		t.Errorf("at full speed: %s, was %s", got, want)
	}

	p.js(`unimodalBias.set({scenario: 'late', seed: 2}).then(() => unimodalBias.set({seed: 1}))`)
	p.js(`document.activeElement.blur()`)
	for range 9 {
		p.key("[")
	}
	p.until(`unimodalBias.get().then(s => s.speed === 'epoch')`)
	p.js(`globalThis.at = {}; void unimodalBias.on('state', s => { at[s.epoch] ??= frames; })`)
	p.key(" ")
	p.until(`at[3] !== undefined`)
	p.within(`at[3] - at[1]`, 39, 41)
	p.js(`unimodalBias.pause().then(() => unimodalBias.seek(421))`)
	if got := p.text(hashNow); got != want {
		t.Errorf("at an epoch a second: %s, was %s", got, want)
	}
	p.js(`unimodalBias.get().then(all => unimodalBias.set(all))`)
	p.until(`unimodalBias.get().then(s => s.speed === 'epoch')`)
}

// TestSpeedInTheAddress: words and numbers, and a notice about anything else.
func TestSpeedInTheAddress(t *testing.T) {
	claim(t)
	for query, want := range map[string]string{"max": `"max"`, "epoch": `"epoch"`, "3": "3", "fast": "1", "1000": "1"} {
		t.Run(query, func(t *testing.T) {
			p := open(t, setup{reduced: true, url: server.URL + subPath + "?speed=" + query})
			if got := p.text(`unimodalBias.get().then(s => JSON.stringify(s.speed))`); got != want {
				t.Errorf("it plays at %s, want %s", got, want)
			}
			if remark := p.text(`document.getElementById('remarks').textContent`); (remark != "") != (want == "1") || want == "1" && !strings.Contains(remark, "64") {
				t.Errorf("remark %q", remark)
			}
		})
	}
}

// TestStepBack: one epoch back, by its own button.
func TestStepBack(t *testing.T) {
	p := paused(t)
	p.js(`unimodalBias.seek(100)`)
	p.click("#step-back")
	p.settled()
	p.within(`unimodalBias.get().then(s => s.epoch)`, 99, 99)
	p.click("#step")
	p.settled()
	p.within(`unimodalBias.get().then(s => s.epoch)`, 100, 100)
	p.click("#back")
	p.settled()
	p.click("#step-back") // there is nothing before the start
	p.settled()
	p.within(`unimodalBias.get().then(s => s.epoch)`, 0, 0)
}

// TestOverlayToggle: the option is pressed and goes into the address; its words
// are those of what it draws over the present network.
func TestOverlayToggle(t *testing.T) {
	p := open(t, setup{reduced: true, width: 1000, height: 760})
	button := `document.querySelector('[data-option="overlay"]')`
	if got := p.text(button + `.textContent`); got != "check" {
		t.Errorf("two layers: %q", got)
	}
	p.click(`[data-option="overlay"]`)
	p.until(button + `.getAttribute('aria-pressed') === 'true' && location.search === '?overlay=on'`)
	p.js(`unimodalBias.set({scenario: 'intermediate'})`)
	p.until(button + `.textContent === 'mean field' && ` + button + `.title.includes('mean field') && location.hash.includes('intermediate')`)
	p.do(reload(p))
	p.until(button + `.getAttribute('aria-pressed') === 'true' && ` + button + `.textContent === 'mean field'`)
	p.click(`[data-option="overlay"]`)
	p.until(button + `.getAttribute('aria-pressed') === 'false' && location.search === ''`)
}
