package browser

import (
	"context"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"
)

// picture requires that something is to be seen: the poster or the canvas.
func (p *tab) picture() {
	p.Helper()
	if !p.truth(`(() => { const img = document.querySelector('.still') ?? document.querySelector('#poster img'); const canvas = document.querySelector('canvas'); if (canvas?.checkVisibility() && !canvas.getContext('webgl2').isContextLost()) return true; return img.complete && img.naturalWidth > 100 && img.getBoundingClientRect().height > 100 && getComputedStyle(img).visibility === 'visible'; })()`) {
		p.Error("neither poster nor picture")
	}
}

const visibleText = `[...document.querySelectorAll('#notice, #unstarted p, noscript p')].filter(e => e.checkVisibility({opacityProperty: true, visibilityProperty: true})).map(e => e.textContent).join(' ')`

func TestMissingWebGL(t *testing.T) {
	p := blank(t, setup{script: `HTMLCanvasElement.prototype.getContext = function () { return null; };`})
	p.until(visibleText + `.includes('WebGL')`)
	p.until(`document.querySelector('#poster img').complete`)
	p.picture()
}

// TestPosterOfTheLink: a link to another scenario shows that one's pictures
// first.
func TestPosterOfTheLink(t *testing.T) {
	p := blank(t, setup{script: `delete globalThis.WebAssembly;`, url: server.URL + subPath + "#v=1&scenario=superficial"})
	pictures := `[...document.querySelectorAll('.slot:not([hidden]) picture img')]`
	there := pictures + `.every(e => e.currentSrc.includes('/posters/superficial/') && e.complete && e.naturalWidth > 100)`
	p.until(there)
	// Without the program, too, the tabs have something to show.
	p.click(tabAt(3))
	p.until(pictures + `.some(e => e.currentSrc.includes('units')) && ` + there)
}

func TestMissingWebAssembly(t *testing.T) {
	p := blank(t, setup{script: `delete globalThis.WebAssembly;`})
	p.until(visibleText + `.includes('WebAssembly')`)
	p.until(`document.querySelector('#poster img').complete`)
	p.picture()
}

func TestMissingJavaScript(t *testing.T) {
	p := blank(t, setup{noScript: true})
	p.until(`document.querySelector('#poster img').complete`)
	if text := p.text(visibleText); !strings.Contains(text, "JavaScript") {
		t.Errorf("without JavaScript the page says %q", text)
	}
	p.picture()
}

func TestOpenedAsFile(t *testing.T) {
	p := blank(t, setup{url: (&url.URL{Scheme: "file", Path: filepath.ToSlash(filepath.Join(dist, "index.html"))}).String(),
		expected: []string{"CORS", "ERR_FAILED", "origin 'null'"}})
	p.until(visibleText + `.includes('web server')`)
	p.until(`document.querySelector('#poster img').complete`)
	p.picture()
}

// TestPartsLost: a host that lacks a part is not told to be one, and a slow one is not accused
// at once; where there is no origin, that is said.
func TestPartsLost(t *testing.T) {
	claim(t)
	for name, c := range map[string]struct{ script, says string }{
		"lost":      {`const real = fetch; globalThis.fetch = (url, ...rest) => String(url).includes('describe.json') ? Promise.resolve(new Response('', {status: 404})) : real(url, ...rest);`, "A part of the lab did not arrive"},
		"sandboxed": {`Object.defineProperty(self, 'origin', {get: () => 'null'}); globalThis.fetch = () => Promise.reject(new TypeError('no origin'));`, "allow-same-origin"},
	} {
		t.Run(name, func(t *testing.T) {
			p := blank(t, setup{script: c.script, expected: []string{"describe.json: 404", "no origin"}})
			p.until(visibleText + `.includes('` + c.says + `')`)
			if said := p.text(visibleText); strings.Contains(said, "make") {
				t.Errorf("it says %q", said)
			}
			if got := p.text(`unimodalBias.ready.then(() => 'ready', e => e.code)`); got != "ended" {
				t.Errorf("who waits is told %q", got)
			}
			p.picture()
		})
	}
}

func TestDownloadFails(t *testing.T) {
	p := blank(t, setup{script: `const real = fetch; globalThis.fetch = (url, ...rest) => String(url).includes('.wasm') ? Promise.resolve(new Response('', {status: 404})) : real(url, ...rest);`,
		expected: []string{"lab.wasm: 404"}})
	p.until(visibleText + `.includes('did not arrive')`)
	p.picture()
}

// TestPanicInGo: a panic leaves the last picture, a sentence and a way on.
func TestPanicInGo(t *testing.T) {
	p := open(t, setup{reduced: true, expected: []string{"panic", "out of order"}})
	p.js(`unimodalBias.seek(200)`)
	p.settled()
	p.js(`unimodalBiasHost.frame = () => { throw new Error('out of order'); }; void unimodalBias.seek(300)`)
	p.until(visibleText + `.includes('internal error')`)
	p.picture()
	if !p.truth(`!!document.querySelector('#notice button')`) {
		t.Error("no way on")
	}
	got := p.text(`unimodalBias.get().then(() => 'answers', e => e.code)`)
	if got != "panic" {
		t.Errorf("after the panic get() says %q", got)
	}
}

// TestGraphicsLost: Ebitengine would reload the page. Here the last picture
// stays, and the run goes on at the same epoch when the person says so.
func TestGraphicsLost(t *testing.T) {
	p := open(t, setup{reduced: true})
	p.js(`unimodalBias.set({rho: 0.3, epoch: 250})`)
	p.settled()
	p.js(`(theme => { theme.value = 'projector'; theme.dispatchEvent(new Event('change')); })(document.getElementById('theme'))`)
	p.settled()
	p.js(`globalThis.asked = []; { const {call} = unimodalBiasGo; unimodalBiasGo.call = (func, json) => { if (func === 'svg') asked.push(JSON.parse(json)); return call(func, json); }; } 0`)
	p.js(`globalThis.marker = 1; document.querySelector('canvas').getContext('webgl2').getExtension('WEBGL_lose_context').loseContext()`)
	p.until(visibleText + `.includes('250')`)
	p.within(`marker`, 1, 1) // not reloaded
	p.until(`document.querySelector('.still')?.complete`)
	p.picture()
	if !p.truth(`asked.length > 0 && asked.every(({theme, large}) => theme === 'projector' && large === parseFloat(getComputedStyle(document.documentElement).fontSize) / 28)`) {
		t.Errorf("the last picture is drawn as %s", p.text(`JSON.stringify(asked)`))
	}
	press := chromedp.Func(func(context.Context, *chromedp.Target) error { p.click("#notice button"); return nil })
	if _, err := chromedp.Run(p.ctx, chromedp.WaitEvent(page.LoadEventFired, func(page.EventLoadEventFired) bool { return true }, press)); err != nil {
		t.Fatal(err)
	}
	if p.truth(`globalThis.marker === 1`) {
		t.Error("resume did not start the page again")
	}
	p.js(`unimodalBias.ready.then(() => 0)`)
	p.until(`unimodalBias.get().then(s => s.epoch === 250 && s.rho === 0.3)`)
}

// TestOwnRequestsOnly: the page asks nobody but its host, below its own path,
// and its policy is not violated (a violation is a console error).
func TestOwnRequestsOnly(t *testing.T) {
	p := paused(t)
	p.settled()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.requests) < 10 {
		t.Errorf("only %d requests seen", len(p.requests))
	}
	for _, r := range p.requests {
		if !strings.HasPrefix(r, server.URL+subPath) && !strings.HasPrefix(r, "data:") && !strings.HasPrefix(r, "blob:") {
			t.Errorf("foreign request: %s", r)
		}
	}
	text, err := os.ReadFile(filepath.Join(dist, "index.html"))
	if err != nil {
		t.Fatal(err)
	}
	for _, bad := range []string{`src="/`, `href="/`, "http://", "style=\"", "<script>"} {
		if strings.Contains(string(text), bad) {
			t.Errorf("index.html contains %s", bad)
		}
	}
}
