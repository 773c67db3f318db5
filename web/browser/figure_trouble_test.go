package browser

import (
	"net/http"
	"strings"
	"sync/atomic"
	"testing"

	"github.com/chromedp/chromedp"

	"unimodal-bias-lab/web/site/static"
)

// without serves the site but for files of a name, as long as it is told to.
func without(name string, lost *atomic.Bool) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lost.Load() && strings.HasSuffix(r.URL.Path, name) {
			http.NotFound(w, r)
			return
		}
		static.Handler(dist).ServeHTTP(w, r)
	})
}

const figureTrouble = `(document.querySelector('.trouble')?.textContent ?? '')`

// TestFigureAsksAgain: a figure whose program does not come says so, answers who asks it, and begins once it is there.
func TestFigureAsksAgain(t *testing.T) {
	var lost atomic.Bool
	lost.Store(true)
	p := blank(t, setup{reduced: true, width: 700, height: 420, url: other(t, without("web/figure-engine.js", &lost)) + "figure.html?panels=training#v=1&scenario=late",
		expected: []string{"404", "Failed to fetch"}})
	p.until(`document.querySelector('.trouble button')?.textContent === 'Try again'`)
	if said := p.text(figureTrouble); !strings.HasPrefix(said, "This part did not arrive.") {
		t.Errorf("it says %q", said)
	}
	if got := p.text(`unimodalBias.get().then(() => 'answers', ({code}) => code)`); got != "panic" {
		t.Errorf("who asks is told %q", got)
	}
	lost.Store(false)
	p.click(".trouble button")
	p.js(`unimodalBias.ready.then(() => 0)`)
	p.until(`document.querySelector('.epoch').textContent === 'epoch 1000 of 1000' && !document.querySelector('.trouble').checkVisibility()`)
}

// TestFigureSaysWhy: a browser or a host without WebAssembly is named, and a program of another build.
func TestFigureSaysWhy(t *testing.T) {
	claim(t)
	mixed := mixed{theirs: func(name string) bool { return name == "figure.wasm" }}
	for name, c := range map[string]struct{ address, script, says, button string }{
		"browser": {light("panels=training", "scenario=late"), `delete globalThis.WebAssembly;`, "has no WebAssembly", ""},
		"host":    {strings.Replace(light("panels=training", "scenario=late"), subPath, barePath, 1), "", "wasm-unsafe-eval", ""},
		"build":   {"figure.html", "", "different versions", "Reload"},
	} {
		t.Run(name, func(t *testing.T) {
			if name == "build" {
				c.address = other(t, mixed) + c.address
			}
			p := blank(t, setup{reduced: true, width: 700, height: 420, script: c.script, url: c.address, expected: []string{"WebAssembly", "of another build"}})
			p.until(figureTrouble + `.includes('` + c.says + `')`)
			if said := p.text(figureTrouble); strings.Contains(said, "picture") {
				t.Errorf("it says %q", said)
			}
			if got := p.text(`document.querySelector('.trouble button')?.textContent ?? ''`); got != c.button {
				t.Errorf("it offers %q", got)
			}
			if got := p.text(`unimodalBias.ready.then(() => 'ready', ({code}) => code)`); got != "ended" {
				t.Errorf("who waits is told %q", got)
			}
		})
	}
}

// TestFigureWithoutParts: what a figure can do without, it goes without, and offers to ask again.
func TestFigureWithoutParts(t *testing.T) {
	p := blank(t, setup{reduced: true, width: 900, height: 700, url: server.URL + hostPath + "?about:blank", expected: []string{"ERR_BLOCKED_BY_CLIENT", "Failed to load resource"}})
	p.blocked("en.rest.json", "controls.js")
	p.do(chromedp.Do(p.ctx, chromedp.Navigate(light("panels=phase&diagram=ratio&cells=32&controls=rho", "scenario=late"))))
	p.eventually(`globalThis.unimodalBias?.ready.then(() => true)`)
	const retry = `[role=status] button`
	p.until(`document.querySelector('#controls ` + retry + `') && document.querySelector('main > ` + retry + `')`)
	p.blocked()
	for _, place := range []string{"#controls", "main >"} {
		p.js(`document.querySelector('` + place + ` ` + retry + `').click()`)
	}
	p.until(`document.querySelector('#number-rho')`)
	p.until(`unimodalBias.phaseDiagram().then(({kind}) => kind === 'ratio')`)
}

// TestUnstartedFigureAnswers: where the page of a figure cannot begin, who waits is told what it has stopped, and so is the page
// around it.
func TestUnstartedFigureAnswers(t *testing.T) {
	var lost atomic.Bool
	lost.Store(true)
	address := other(t, without("describe.json", &lost)) + "figure.html"
	p := blank(t, setup{width: 640, height: 480, expected: []string{"404", "describe.json"}, url: server.URL + pagePath + "?" + escaped(`<!doctype html><link rel="icon" href="data:,">
<script>globalThis.told = []; addEventListener('message', ({data}) => told.push(data.event ? data.event + ' ' + data.data?.code : data.error?.code));</script><iframe src="`+address+`"></iframe>`)})
	p.until(`told.includes('error ended')`)
	p.js(`document.querySelector('iframe').contentWindow.postMessage({ns: 'unimodal-bias', v: 1, id: 7, func: 'ready'}, '*')`)
	p.until(`told.includes('ended')`)
	if got := p.text(`document.querySelector('iframe').contentWindow.unimodalBias.ready.then(() => 'ready', ({code}) => code)`); got != "ended" {
		t.Errorf("who waits is told %q", got)
	}
}

// TestDiagramOfAFigure: a light figure shows the diagram its address names, as fine as it asks, and names what cannot be.
func TestDiagramOfAFigure(t *testing.T) {
	p := open(t, setup{reduced: true, width: 700, height: 600, url: light("panels=phase&diagram=ratio&cells=32", "scenario=late")})
	p.until(`unimodalBias.phaseDiagram().then(({kind, values}) => kind === 'ratio')`)
	if said := p.text(`document.querySelector('#remarks').textContent`); said != "" {
		t.Errorf("it says %q", said)
	}
	p = open(t, setup{reduced: true, width: 700, height: 600, url: light("panels=phase&diagram=heat&cells=7&full=2", "scenario=late")})
	p.until(`['heat', 'preference', '7', '256', 'full'].every((word) => document.querySelector('#remarks').textContent.includes(word))`)
}

// TestWayOutOfAFigure: the link to the lab leads to the run from the first moment, also while it plays.
func TestWayOutOfAFigure(t *testing.T) {
	p := open(t, setup{width: 700, height: 420, url: light("panels=training&autoplay=1", "scenario=superficial&rho=0.25")})
	p.until(`document.querySelector('#open').href.includes('scenario=superficial&rho=0.25&epoch=') && !/epoch=0$/.test(document.querySelector('#open').href)`)
	if !p.truth(`unimodalBias.get().then(({playing}) => playing)`) {
		t.Error("only when it has stopped")
	}
}
